"""From an official plan to the draft of a campaign: a queue file in which every item says where
it was found."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path

import tomlkit
from tomlkit.items import AoT, Table

from publisher.domain.text import nfc, slug
from publisher.letters.letter import (
    Anniversary,
    Extract,
    LetterWindow,
    OfficialLetter,
)
from publisher.queuefiles import editing, writing
from publisher.queuefiles.checks import Known
from publisher.queuefiles.decoding import written_text
from publisher.queuefiles.writing import Before, nothing

# The hour of anniversaries as the unions post them; staff change it in the review.
MORNING = time(7, 30)
# Of a plan that does not say until when.
SPAN = timedelta(days=30)
DRAFT_REMARK = (
    "Chưa lên lịch: bỏ dòng draft (hoặc bấm “Đưa vào lịch” ở trang Chiến dịch) khi đã soát xong."
)
_YEAR_WORD = r"(?<![\d/.-]){year}(?![\d/-])"
# "nhiệm kỳ 2021 - 2026", "giai đoạn 2021-2025": years that do not move.
_TERM = re.compile(
    r"(?:nhiệm kỳ|giai đoạn|niên độ)[^;,.!]{0,30}|\d{4}\s?[-–]\s?\d{4}", re.IGNORECASE
)
_AGED = re.compile(
    r"(?P<age>\d{1,4})(?P<between>\snăm\b[^()]{0,140}\(\s?)"
    r"(?P<since>\d{1,2}[/.-]\d{1,2}[/.-]\d{4})(?P<dash>\s?[-–—]\s?)"
    r"(?P<day>\d{1,2}[/.-]\d{1,2}[/.-])(?P<year>\d{4})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slogan:
    """A slogan of the draft."""

    text: str
    # Where the document has it; 0 for what a person added.
    line: int = 0
    # The document's own words, when ours are others.
    written: str = ""
    # Why a person should look at it; such a one is kept as a comment.
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDay:
    """An anniversary of the draft."""

    name: str
    since: date
    at: time = MORNING
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignDraft:
    """What a draft says before it is written; every field as a person may have changed it."""

    title: str
    document: str
    first: date
    last: date
    pages: tuple[str, ...] = ("*",)
    slots: tuple[time, ...] = ()
    card: str = "slogan"
    slogans: Sequence[Slogan] = ()
    # Slogans that are kept as comments: nobody has said yes to them.
    doubtful: Sequence[Slogan] = ()
    days: Sequence[DraftDay] = ()
    channels: tuple[str, ...] = ()
    # Sentences for the head of the file, in Vietnamese.
    remarks: Sequence[str] = field(default=())


def year_of(plan: OfficialLetter) -> int | None:
    """The year that a plan is for: of its window, else of its date."""
    window = plan.window.value if plan.window else None
    if window and window.first:
        return window.first.year
    return plan.signed_on.value.year if plan.signed_on else None


def drafted(
    plan: OfficialLetter,
    *,
    today: date,
    name: str,
    year: int | None = None,
    pages: tuple[str, ...] = ("*",),
) -> CampaignDraft:
    """The draft of a plan, word for word; with `year` the same campaign in another year, its years
    and ages computed.

    Args:
        today: where the window begins when the plan does not say.
        name: of the file, for the head of the draft.
    """
    own = year_of(plan)
    shift = (year - own) if year is not None and own is not None else 0
    window, remarks = _window(plan, today, shift)
    slogans = [_slogan(found, own if shift else None) for found in plan.slogans]
    return CampaignDraft(
        title=_moved(plan.title.value, own if shift else None) if plan.title else Path(name).stem,
        document=document_of(plan),
        first=window[0],
        last=window[1],
        pages=pages,
        slogans=[one for one in slogans if not one.doubt],
        doubtful=[one for one in slogans if one.doubt],
        days=_days(plan.anniversaries),
        channels=tuple(found.value for found in plan.channels if found.sure),
        remarks=[*_origin(plan, name), *plan.notes, *remarks],
    )


def document_of(plan: OfficialLetter) -> str:
    """Number and date as campaigns name their document: "438/KH-LĐLĐ, 11/4/2023"."""
    number = plan.number.value if plan.number else ""
    on = plan.signed_on.value if plan.signed_on else None
    return ", ".join(
        part for part in (number, f"{on.day}/{on.month}/{on.year}" if on else "") if part
    )


def rendered(campaign: CampaignDraft) -> str:
    """The queue file of a draft."""
    return f"+++\n{tomlkit.dumps(_front(campaign)).strip()}\n+++\n{_body(campaign)}"


def write_draft(
    queue: Path,
    campaign: CampaignDraft,
    *,
    known: Known,
    folder: Path | None = None,
    before: Before = nothing,
) -> Path:
    """Write the draft into the queue, or into a folder; an existing file is never overwritten.

    `before`: runs when it is ready, with its path; what raises there leaves no file.

    Raises:
        Refused: with everything that is wrong with it; nothing was written.
        OSError: the folder cannot be written.
    """
    stem = writing.free_stem(
        queue, f"{slug(campaign.title) or 'ke-hoach'}-{campaign.first.year}".strip("-")
    )
    content = rendered(campaign)
    writing.check(queue, queue / "campaigns" / f"{stem}.md", content, known)
    path = (folder or queue / "campaigns") / f"{stem}.md"
    return writing.update_file(path, content, seen=None, before=before)


def put_on_calendar(path: Path, *, queue: Path, known: Known, before: Before = nothing) -> None:
    """Take the mark of a draft from a campaign's file; all else in it stays. `before`: as in
    `write_draft`.

    Raises:
        Refused: the file is not well; nothing was written.
        OSError: it cannot be read or written.
    """
    seen = writing.digest_of(path)
    raw = written_text(path.read_bytes())
    body = raw.split("\n+++\n", 1)[-1]
    # The remark above the mark speaks of it.
    marked = raw.replace(f"# {DRAFT_REMARK}\n", "")
    content = editing.with_front(marked, {"draft": None}, body)
    writing.check(queue, path, content, known)
    writing.update_file(path, content, seen=seen, before=before)


def with_year(text: str, year: int) -> str:
    """A text of a plan for `year` with its years and ages as places to fill: "137 năm …
    (1/5/1886-1/5/2023)"."""

    def aged(found: re.Match[str]) -> str:
        since = [int(part) for part in re.findall(r"\d{1,4}", found["since"])]
        if int(found["year"]) != year or int(found["age"]) != year - since[2]:
            return found[0]
        day = f"{since[2]:04}-{since[1]:02}-{since[0]:02}"
        return (
            f"{{age:{day}}}{found['between']}{found['since']}{found['dash']}{found['day']}{{year}}"
        )

    text = _AGED.sub(aged, text)
    kept = [found.span() for found in _TERM.finditer(text)]
    pattern = re.compile(_YEAR_WORD.replace("{year}", str(year)))
    return pattern.sub(
        lambda found: found[0] if any(a <= found.start() < b for a, b in kept) else "{year}",
        text,
    )


def _origin(plan: OfficialLetter, name: str) -> list[str]:
    issuer = f" của {plan.issuer.value}" if plan.issuer else ""
    return [
        f"Bản nháp đọc từ {name}: {plan.kind.lower() or 'văn bản'}"
        f" {document_of(plan) or '(không số)'}{issuer}."
    ]


def _window(plan: OfficialLetter, today: date, shift: int) -> tuple[tuple[date, date], list[str]]:
    value = plan.window.value if plan.window else LetterWindow(first=None, last=None)
    first, last = value.first or today, value.last or (value.first or today) + SPAN
    remarks = []
    if plan.window is None:
        remarks.append("Văn bản không ghi thời gian: from và until là tạm, sửa lại cho đúng.")
    elif plan.window.doubt:
        remarks.append(f"Thời gian: {plan.window.doubt} (dòng {plan.window.line}).")
    return (_in_year(first, shift), _in_year(last, shift)), remarks


def _in_year(day: date, shift: int) -> date:
    try:
        return day.replace(year=day.year + shift)
    except ValueError:  # 29 February
        return day.replace(year=day.year + shift, day=28)


def _slogan(found: Extract[str], year: int | None) -> Slogan:
    text = _moved(found.value, year)
    written = found.value if text != found.value else ""
    return Slogan(text=text, line=found.line, written=written, doubt=found.doubt)


def _moved(text: str, year: int | None) -> str:
    return with_year(text, year) if year is not None else text


def _days(found: Iterable[Extract[Anniversary]]) -> list[DraftDay]:
    """Those whose day is known; a campaign has one anniversary a day."""
    days: dict[tuple[int, int], DraftDay] = {}
    for one in found:
        since = one.value.since
        if since and one.sure:
            days.setdefault(
                (since.month, since.day), DraftDay(name=one.value.name, since=since, line=one.line)
            )
    return list(days.values())


def _front(campaign: CampaignDraft) -> tomlkit.TOMLDocument:
    front = tomlkit.document()
    for remark in campaign.remarks:
        front.add(tomlkit.comment(_one_line(remark)))
    front.add("title", tomlkit.item(campaign.title))
    if campaign.document:
        front.add("document", tomlkit.item(campaign.document))
    front.add(tomlkit.comment(DRAFT_REMARK))
    front.add("draft", tomlkit.item(True))
    front.add("from", tomlkit.item(campaign.first))
    front.add("until", tomlkit.item(campaign.last))
    front.add("pages", tomlkit.item(list(campaign.pages)))
    if campaign.slots:
        front.add("slots", tomlkit.item([f"{slot:%H:%M}" for slot in campaign.slots]))
    front.add("card", tomlkit.item(campaign.card))
    if campaign.channels:
        front.add("channels", tomlkit.item(list(campaign.channels)))
    if campaign.days:
        front.add("anniversaries", _tables(campaign.days))
    return front


def _tables(days: Sequence[DraftDay]) -> AoT:
    tables = tomlkit.aot()
    for day in days:
        table: Table = tomlkit.table()
        if day.line:
            table.add(tomlkit.comment(f"Văn bản, dòng {day.line}"))
        table.add("name", tomlkit.item(day.name))
        table.add("since", tomlkit.item(day.since))
        table.add("at", tomlkit.item(f"{day.at:%H:%M}"))
        table.add("text", tomlkit.item(greeting(day)))
        tables.append(table)
    return tables


def greeting(day: DraftDay) -> str:
    """The caption of an anniversary, as official letters write it."""
    name = (
        day.name
        if day.name.startswith(("Ngày", "Quốc khánh"))
        else day.name[:1].lower() + day.name[1:]
    )
    since = f"{day.since.day}/{day.since.month}/{day.since.year}"
    return f"Kỷ niệm {{age}} năm {name} ({since} – {day.since.day}/{day.since.month}/{{year}})."


def _body(campaign: CampaignDraft) -> str:
    lines = []
    for slogan in campaign.slogans:
        if slogan.line:
            said = f"; văn bản viết: {slogan.written}" if slogan.written else ""
            lines.append(_comment(f"Văn bản, dòng {slogan.line}{said}"))
        lines += [f"- {_one_line(slogan.text)}", ""]
    for slogan in campaign.doubtful:
        lines += [_comment(f"Chưa chắc, dòng {slogan.line} ({slogan.doubt}): {slogan.text}"), ""]
    return "\n".join(lines)


def _comment(text: str) -> str:
    # Two hyphens end a comment in HTML.
    return f"<!-- {_one_line(text).replace('--', '- -')} -->"


def _one_line(text: str) -> str:
    return " ".join(nfc(text).split())
