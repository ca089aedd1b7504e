"""From the bytes of a file to a plan.

Runs in a process of its own (`isolation.py`): the file may be hostile.
"""

from pathlib import Path

from publisher.domain.errors import PlanRefused
from publisher.filetypes import FileType, file_type
from publisher.letters.anniversaries import anniversaries
from publisher.letters.docx import lines_of_word
from publisher.letters.encodings import Undecodable, decoded
from publisher.letters.head import head
from publisher.letters.letter import OfficialLetter
from publisher.letters.line import LetterLine, within_limits
from publisher.letters.outline import outline
from publisher.letters.parties import channels, units, vocabulary
from publisher.letters.plain_text import lines_of_markdown, lines_of_text
from publisher.letters.slogans import slogans
from publisher.letters.windows import campaign_window, windows

# Bytes of a file that is taken in.
LARGEST = 25_000_000
LARGEST_TEXT = 2_000_000
ENDINGS = (".docx", ".pdf", ".md", ".txt")


# What is not a letter, and what to do about it.
_OTHERS = {
    FileType.LOCKED: (
        "tệp có mật khẩu; mở bằng Word, bỏ mật khẩu (File, Info, Protect Document) rồi lưu và"
        " nhập lại"
    ),
    FileType.OLD_OFFICE: "tệp là kiểu Word cũ (.doc); mở bằng Word rồi lưu thành .docx",
    FileType.EXCEL: "tệp là bảng Excel, không phải văn bản; nhập ở Lịch, “Nhập bảng”",
    FileType.POWERPOINT: (
        "tệp là bản trình chiếu PowerPoint; chép lời sang Word, lưu thành .docx rồi nhập lại"
    ),
    FileType.OPEN_DOCUMENT: (
        "tệp là kiểu OpenDocument (.odt); mở bằng Word hoặc LibreOffice rồi lưu thành .docx"
    ),
    FileType.RTF: "tệp là kiểu RTF; mở bằng Word rồi lưu thành .docx",
    FileType.HTML: "tệp là một trang web (HTML); mở bằng Word rồi lưu thành .docx",
    FileType.BROKEN_ZIP: (
        "tệp bị hỏng, tải về chưa đủ, hoặc không phải tệp Word; xin lại tệp gốc, mở bằng Word, lưu"
        " thành .docx rồi nhập lại"
    ),
}


def check_size(raw: bytes) -> None:
    """Refuse what is no file of a letter by its size alone. Raises PlanRefused."""
    if not raw.strip():
        raise PlanRefused("tệp trống")
    if len(raw) > LARGEST:
        raise PlanRefused(
            f"tệp lớn hơn {LARGEST // 1_000_000} MB; nhập đúng tệp kế hoạch, bỏ ảnh trong tệp"
            " nếu cần"
        )


def read_lines(raw: bytes, name: str) -> tuple[list[LetterLine], list[str]]:
    """The lines of a document and remarks on the file, by the ending of its name and by what it is.

    Raises:
        PlanRefused: it cannot be read; the message says why and what to do.
    """
    check_size(raw)
    lines, notes = _lines(raw, name)
    within_limits(lines)
    return lines, notes


def _lines(raw: bytes, name: str) -> tuple[list[LetterLine], list[str]]:
    ending, kind = Path(name).suffix.lower(), file_type(raw)
    if kind is FileType.PDF or (ending == ".pdf" and kind is FileType.OTHER):
        # PDFium is loaded for a PDF only.
        from publisher.letters.pdf import lines_of_pdf

        return lines_of_pdf(raw)
    if kind is FileType.WORD:
        return lines_of_word(raw)
    if kind in _OTHERS and not (kind is FileType.HTML and ending in (".md", ".txt")):
        raise PlanRefused(_OTHERS[kind])
    if ending in (".docx", ".docm", ".doc"):
        raise PlanRefused(
            f"tệp không phải tệp Word dù tên có đuôi {ending}; xin lại tệp gốc, hoặc lưu lời thành"
            " .txt"
        )
    if ending not in ENDINGS:
        raise PlanRefused(
            f"chưa đọc được tệp {ending or 'không có đuôi'}; dùng {', '.join(ENDINGS)}"
        )
    return _text(raw, ending)


def plan_of(
    lines: list[LetterLine], *, words: Path, notes: list[str] | None = None
) -> OfficialLetter:
    """What the lines of a document say.

    `words`: the folder with channels.toml. Pure but for that file.
    """
    within_limits(lines)
    items = outline(lines)
    top = head(lines)
    signed_on = top.signed_on.value if top.signed_on else None
    said = slogans(items)
    found = windows(items, signed_on=signed_on)
    sure = {slogan.line for slogan in said if slogan.sure} or {slogan.line for slogan in said}
    return OfficialLetter(
        kind=top.kind,
        title=top.title,
        number=top.number,
        signed_on=top.signed_on,
        place=top.place,
        issuer=top.issuer,
        slogans=said,
        anniversaries=anniversaries(lines),
        windows=found,
        channels=channels(items, vocabulary(words / "channels.toml")),
        units=units(items),
        window=campaign_window(found, [item for item in items if item.line.number in sure], items),
        lines=lines,
        notes=notes or [],
    )


def plan_here(raw: bytes, name: str, *, words: Path) -> OfficialLetter:
    """Read an official plan in this process. Raises PlanRefused."""
    lines, notes = read_lines(raw, name)
    return plan_of(lines, words=words, notes=notes)


def _text(raw: bytes, ending: str) -> tuple[list[LetterLine], list[str]]:
    if len(raw) > LARGEST_TEXT:
        raise PlanRefused(
            f"tệp chữ lớn hơn {LARGEST_TEXT // 1_000_000} MB, không phải một kế hoạch"
        )
    try:
        text, encoding = decoded(raw)
    except Undecodable:
        raise PlanRefused(
            "không nhận ra bảng mã của tệp; mở bằng Word hoặc Notepad, lưu lại với mã UTF-8 (hoặc"
            " thành .docx) rồi nhập lại"
        ) from None
    lines = lines_of_markdown(text) if ending == ".md" else lines_of_text(text)
    notes = (
        []
        if encoding.startswith("UTF")
        else [f"tệp viết bằng bảng mã {encoding}, đã chuyển sang Unicode; đọc lại chữ"]
    )
    return lines, notes
