"""From an official plan to the draft of a campaign: a queue file in which every item says where
it was found."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path

import tomlkit
from tomlkit.items import AoT, Table

from publisher.domain.errors import PlanRefused
from publisher.domain.reason import Reason, reason, told
from publisher.domain.text import nfc, slug
from publisher.letters.letter import (
    Anniversary,
    Extract,
    OfficialLetter,
)
from publisher.queuefiles import editing, writing
from publisher.queuefiles.checks import Known
from publisher.queuefiles.decoding import written_text
from publisher.queuefiles.writing import Before, nothing

# Characters of a file's name.
LONGEST_STEM = 80
# The hour of anniversaries as the unions post them; staff change it in the review.
MORNING = time(7, 30)
# Of a plan that does not say until when.
SPAN = timedelta(days=30)
# So long before the first of its days, and after the last.
BEFORE_DAYS = timedelta(days=7)
# In files, which are Vietnamese.
DRAFT_REMARK = str(Reason("authoring.draft"))
_YEAR_WORD = r"(?<![\d/.-]){year}(?![\d/-])"
# "nhiệm kỳ 2021 - 2026", "giai đoạn 2021-2025": years that do not move.
_TERM = re.compile(
    r"(?:nhiệm kỳ|giai đoạn|niên độ)[^;,.!]{0,30}|\d{4}\s?[-–]\s?\d{4}", re.IGNORECASE
)
_SPAN = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\s?[-–—]\s?(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"
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
    # None: the only page there is.
    pages: tuple[str, ...] = ()
    slots: tuple[time, ...] = ()
    card: str = "slogan"
    slogans: Sequence[Slogan] = ()
    # Slogans that are kept as comments: nobody has said yes to them.
    doubtful: Sequence[Slogan] = ()
    days: Sequence[DraftDay] = ()
    channels: tuple[str, ...] = ()
    # For the head of the file.
    remarks: Sequence[Reason] = field(default=())


def year_of(plan: OfficialLetter) -> int | None:
    """The year that a plan is for: of its window, else of its date, else of the days it names."""
    window = plan.window.value if plan.window else None
    if window and (window.first or window.last):
        return (window.first or window.last or date.min).year
    if plan.signed_on:
        return plan.signed_on.value.year
    said = [one.value.on for one in plan.anniversaries if one.value.on]
    said = said or [day for one in plan.slogans if (day := _second_date(one.value))]
    return max((day.year for day in said), default=None)


def _second_date(text: str) -> date | None:
    """Of "(3/5/1975 - 3/5/2025)": the day on which it is remembered."""
    found = _SPAN.search(text)
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"])) if found else None
    except ValueError:
        return None


def drafted(
    plan: OfficialLetter,
    *,
    today: date,
    name: str,
    year: int | None = None,
    pages: tuple[str, ...] = (),
) -> CampaignDraft:
    """The draft of a plan, word for word; with `year` the same campaign in another year, its years
    and ages computed.

    Args:
        today: where the window begins when the plan does not say.
        name: of the file, for the head of the draft.

    Raises:
        PlanRefused: another year is asked for, and the plan does not say which its own is.
    """
    own = year_of(plan)
    if year is not None and own is None:
        raise PlanRefused("letters.no_year", year=year)
    shift = (year - own) if year is not None and own is not None else 0
    window, remarks = _window(plan, today, shift, year)
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
        remarks=[*_origin(plan, name), *map(told, plan.notes), *remarks],
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
    wanted = f"{slug(campaign.title)[:LONGEST_STEM] or 'ke-hoach'}-{campaign.first.year}"
    stem = _free_stem(queue, folder, wanted.strip("-"))
    content = rendered(campaign)
    writing.check(queue, queue / "campaigns" / f"{stem}.md", content, known)
    path = (folder or queue / "campaigns") / f"{stem}.md"
    return writing.update_file(path, content, seen=None, before=before)


def _free_stem(queue: Path, folder: Path | None, wanted: str) -> str:
    """A name that neither the queue nor the folder has yet."""
    stem, number = writing.free_stem(queue, wanted), 1
    while folder and (folder / f"{stem}.md").exists():
        number += 1
        stem = writing.free_stem(queue, f"{wanted}-{number}")
    return stem


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


def _origin(plan: OfficialLetter, name: str) -> list[Reason]:
    kind = plan.kind.lower() or Reason("authoring.letter")
    number = document_of(plan) or Reason("authoring.no_number")
    if plan.issuer is None:
        return [reason("authoring.origin", name=name, kind=kind, number=number)]
    issuer = plan.issuer.value
    return [reason("authoring.origin_of", name=name, kind=kind, number=number, issuer=issuer)]


def _window(
    plan: OfficialLetter, today: date, shift: int, year: int | None
) -> tuple[tuple[date, date], list[Reason]]:
    """From when to when: as the plan says, else around its days, else a time to be mended. Only
    what the plan says is moved."""
    if plan.window is None:
        return _around(plan, today, year)
    value = plan.window.value
    first, last = value.first, value.last
    if first is None and last is not None:
        first = min(last, plan.signed_on.value if plan.signed_on else last - SPAN)
    first = first or today
    doubt = plan.window.doubt
    where = plan.window.line
    remarks = [reason("authoring.window_doubted", why=doubt, line=where)] if doubt else []
    return (_in_year(first, shift), _in_year(last or first + SPAN, shift)), remarks


def _around(
    plan: OfficialLetter, today: date, year: int | None
) -> tuple[tuple[date, date], list[Reason]]:
    """A window for a plan that gives none: its days fall into it."""
    own = year or year_of(plan)
    days = sorted(
        day for one in _days(plan.anniversaries) if (day := _on(one.since, own or today.year))
    )
    if days:
        window = (days[0] - BEFORE_DAYS, days[-1] + BEFORE_DAYS)
        return window, [Reason("authoring.window_around_days")]
    first = today if year is None or year == today.year else date(year, 1, 1)
    return (first, first + SPAN), [Reason("authoring.window_made_up")]


def _on(since: date, year: int) -> date:
    return _in_year(since, year - since.year)


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
        front.add(tomlkit.comment(_one_line(str(remark))))
    front.add("title", tomlkit.item(campaign.title))
    if campaign.document:
        front.add("document", tomlkit.item(campaign.document))
    front.add(tomlkit.comment(DRAFT_REMARK))
    front.add("draft", tomlkit.item(True))
    front.add("from", tomlkit.item(campaign.first))
    front.add("until", tomlkit.item(campaign.last))
    if campaign.pages:
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
            table.add(tomlkit.comment(str(reason("authoring.in_letter", line=day.line))))
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
            code = "authoring.written_in_letter" if slogan.written else "authoring.in_letter"
            lines.append(_comment(reason(code, line=slogan.line, words=slogan.written)))
        lines += [f"- {_one_line(slogan.text)}", ""]
    for slogan in campaign.doubtful:
        where = {"line": slogan.line, "why": slogan.doubt, "words": slogan.text}
        lines += [_comment(reason("authoring.unsure", **where)), ""]
    return "\n".join(lines)


def _comment(remark: Reason) -> str:
    # Two hyphens end a comment in HTML.
    return f"<!-- {_one_line(str(remark)).replace('--', '- -')} -->"


def _one_line(text: str) -> str:
    return " ".join(nfc(text).split())
