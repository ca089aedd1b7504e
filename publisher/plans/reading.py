"""From the bytes of a file to a plan."""

from pathlib import Path

from publisher.plans.anniversaries import anniversaries
from publisher.plans.apart import read_apart
from publisher.plans.encodings import Undecodable, decoded
from publisher.plans.head import head
from publisher.plans.line import LONGEST_LINE, MOST_LINES, Line
from publisher.plans.outline import outline
from publisher.plans.parties import channels, units, vocabulary
from publisher.plans.plain import lines_of_markdown, lines_of_text
from publisher.plans.plan import Plan
from publisher.plans.refusing import PlanRefused
from publisher.plans.slogans import slogans
from publisher.plans.windows import campaign_window, windows

# Bytes of a file that is taken in.
LARGEST = 25_000_000
LARGEST_TEXT = 2_000_000
ENDINGS = (".docx", ".pdf", ".md", ".txt")


def read_lines(raw: bytes, name: str) -> tuple[list[Line], list[str]]:
    """The lines of a document and remarks on the file, by the ending of its name and by what it is.

    Raises:
        PlanRefused: it cannot be read; the message says why and what to do.
    """
    if not raw.strip():
        raise PlanRefused("tệp trống")
    if len(raw) > LARGEST:
        raise PlanRefused(f"tệp lớn hơn {LARGEST // 1_000_000} MB; nhập đúng tệp kế hoạch, bỏ ảnh trong tệp nếu cần")
    ending = Path(name).suffix.lower()
    if raw.startswith(b"%PDF") or ending == ".pdf":
        return read_apart(raw, "pdf")
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or ending in (".docx", ".docm", ".doc"):
        return read_apart(raw, "docx")
    if ending not in ENDINGS:
        raise PlanRefused(f"chưa đọc được tệp {ending or 'không có đuôi'}; dùng {', '.join(ENDINGS)}")
    return _text(raw, ending)


def plan_of(lines: list[Line], *, words: Path, notes: list[str] | None = None) -> Plan:
    """What the lines of a document say. `words`: the folder with channels.toml. Pure but for that file."""
    items = outline(lines)
    top = head(lines)
    signed_on = top.signed_on.value if top.signed_on else None
    said = slogans(items)
    found = windows(items, signed_on=signed_on)
    sure = {slogan.line for slogan in said if slogan.sure} or {slogan.line for slogan in said}
    return Plan(
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


def read_plan(raw: bytes, name: str, *, words: Path) -> Plan:
    """Read an official plan. Raises PlanRefused."""
    lines, notes = read_lines(raw, name)
    return plan_of(lines, words=words, notes=notes)


def _text(raw: bytes, ending: str) -> tuple[list[Line], list[str]]:
    if len(raw) > LARGEST_TEXT:
        raise PlanRefused(f"tệp chữ lớn hơn {LARGEST_TEXT // 1_000_000} MB, không phải một kế hoạch")
    try:
        text, encoding = decoded(raw)
    except Undecodable:
        raise PlanRefused(
            "không nhận ra bảng mã của tệp; mở bằng Word hoặc Notepad, lưu lại với mã UTF-8 (hoặc thành .docx) rồi nhập lại"
        ) from None
    lines = lines_of_markdown(text) if ending == ".md" else lines_of_text(text)
    if len(lines) > MOST_LINES or any(len(line.text) > LONGEST_LINE for line in lines):
        raise PlanRefused("tệp không phải một văn bản có đoạn; lưu lại từ Word thành .docx hoặc .txt")
    notes = (
        [] if encoding.startswith("UTF") else [f"tệp viết bằng bảng mã {encoding}, đã chuyển sang Unicode; đọc lại chữ"]
    )
    return lines, notes
