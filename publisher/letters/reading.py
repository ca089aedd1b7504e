"""From the bytes of a file to a plan.

Runs in a process of its own (`isolation.py`): the file may be hostile.
"""

from collections.abc import Sequence
from pathlib import Path

from publisher.domain.encodings import Undecodable, decoded
from publisher.domain.errors import PlanRefused
from publisher.filetypes import FileType, file_type
from publisher.letters.anniversaries import anniversaries
from publisher.letters.docx import lines_of_word
from publisher.letters.head import LetterHead, head
from publisher.letters.letter import Extract, LetterWindow, OfficialLetter
from publisher.letters.line import LetterLine, within_limits
from publisher.letters.outline import outline
from publisher.letters.parties import channels, units, vocabulary
from publisher.letters.plain_text import addresses, lines_of_markdown, lines_of_text
from publisher.letters.slogans import slogans
from publisher.letters.windows import campaign_window, windows

# Bytes of a file that is taken in.
LARGEST = 25_000_000
LARGEST_TEXT = 2_000_000
# Characters of what was left out that are shown.
LONGEST_NOTE = 160
ENDINGS = (".docx", ".pdf", ".md", ".txt")


# What is not a letter, and what to do about it.
_OTHERS = {
    FileType.LOCKED: "letters.locked",
    FileType.OLD_OFFICE: "letters.old_word",
    FileType.EXCEL: "letters.is_excel",
    FileType.POWERPOINT: "letters.is_powerpoint",
    FileType.OPEN_DOCUMENT: "letters.is_open_document",
    FileType.RTF: "letters.is_rtf",
    FileType.HTML: "letters.is_html",
    FileType.BROKEN_ZIP: "letters.cut_short",
}


def check_size(raw: bytes) -> None:
    """Refuse what is no file of a letter by its size alone. Raises PlanRefused."""
    if not raw.strip():
        raise PlanRefused("letters.empty")
    if len(raw) > LARGEST:
        raise PlanRefused("letters.large", most=LARGEST // 1000000)


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
        raise PlanRefused("letters.not_word", ending=ending)
    if ending not in ENDINGS:
        raise PlanRefused(
            "letters.ending" if ending else "letters.no_ending", ending=ending, known=list(ENDINGS)
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
    found = windows(items, signed_on=signed_on)
    said = slogans(
        items, claimed=_claimed(top, found, lines), year=signed_on.year if signed_on else None
    )
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


def _claimed(
    top: LetterHead, found: Sequence[Extract[LetterWindow]], lines: Sequence[LetterLine]
) -> set[int]:
    """The lines of the head, and those that say when and little else."""
    length = {line.number: len(line.text) for line in lines if line.table < 0}
    said = [one for one in (top.title, top.number, top.signed_on, top.issuer) if one]
    return {one.line for one in said} | {
        one.line for one in found if one.line in length and 2 * len(one.quote) > length[one.line]
    }


def plan_here(raw: bytes, name: str, *, words: Path) -> OfficialLetter:
    """Read an official plan in this process. Raises PlanRefused."""
    lines, notes = read_lines(raw, name)
    return plan_of(lines, words=words, notes=notes)


def _text(raw: bytes, ending: str) -> tuple[list[LetterLine], list[str]]:
    if len(raw) > LARGEST_TEXT:
        raise PlanRefused("letters.text_large", most=LARGEST_TEXT // 1000000)
    try:
        text, encoding = decoded(raw)
    except Undecodable:
        raise PlanRefused("letters.encoding") from None
    lines = lines_of_markdown(text) if ending == ".md" else lines_of_text(text)
    notes = (
        []
        if encoding.startswith("UTF")
        else [f"tệp viết bằng bảng mã {encoding}, đã chuyển sang Unicode; đọc lại chữ"]
    )
    if ending == ".md" and (left := " ".join(addresses(text))):
        notes.append(f"địa chỉ liên kết và hình trong tệp không được lấy: “{left[:LONGEST_NOTE]}”")
    return lines, notes
