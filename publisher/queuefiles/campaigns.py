"""Reads `queue/campaigns/*.md`: window, slots and anniversaries in front, one slogan a bullet
below."""

import hashlib
from datetime import date, timedelta
from pathlib import PurePosixPath
from typing import Any

from publisher.domain.entry import (
    Campaign,
    Entry,
    EntryKind,
    InRotation,
    MonthDay,
    Source,
    Yearly,
)
from publisher.domain.message import PLACEHOLDER
from publisher.domain.text import slug, without_emphasis
from publisher.queuefiles.bullets import Bullet, bullets
from publisher.queuefiles.checks import FileReading, Findings, Known
from publisher.queuefiles.frontmatter import QueueFile
from publisher.queuefiles.schema import MOST_SLOTS, AnniversaryKeys, CampaignKeys, as_they_stand

LONGEST_WINDOW = timedelta(days=6 * 366)


def read_campaign(document: QueueFile, *, known: Known) -> FileReading:
    """The campaign of a file with every slogan that is well; without a campaign when its frame is
    not.
    """
    findings = Findings(document=document, known=known)
    keys = findings.read(CampaignKeys)
    if keys is None:
        return FileReading(problems=tuple(findings.problems))
    keys = keys.model_copy(update={"pages": findings.pages(keys.pages)})
    _check_frame(keys, findings)
    if findings.problems:
        return FileReading(problems=tuple(findings.problems))
    name = PurePosixPath(document.path).stem
    slogans = _slogans(document, keys, name, findings)
    anniversaries = _anniversaries(document, keys, name, findings)
    findings.check_lines()
    if not slogans and not anniversaries and not findings.problems:
        findings.add(document.body_line, "queuefiles.no_slogans")
    campaign = Campaign(
        id=name,
        title=keys.title,
        starts=keys.starts,
        ends=keys.ends,
        years=frozenset(keys.years),
        pages=keys.pages,
        slots=tuple(sorted(set(keys.slots))),
        weekdays=frozenset(keys.weekdays),
        slogans=slogans,
        anniversaries=anniversaries,
        document=keys.document,
        channels=keys.channels,
        stagger=keys.stagger,
        draft=keys.draft,
        source=Source(path=document.path, line=1),
    )
    return FileReading(campaign=campaign, problems=tuple(findings.problems))


def slogan_id(campaign: str, text: str) -> str:
    """The id of a slogan: it stays when others come and go or words are emphasised, and changes
    with the words."""
    plain = without_emphasis(text)
    words = slug(PLACEHOLDER.sub("", plain), words=6)
    return f"{campaign}/{words}-{hashlib.sha256(plain.encode()).hexdigest()[:6]}"


def _check_frame(keys: CampaignKeys, findings: Findings) -> None:
    findings.check_card_name(keys.card)
    _check_window(keys, findings)
    if len(keys.slots) > MOST_SLOTS:
        findings.at_key(("slots",), "queuefiles.too_many_slots", most=MOST_SLOTS)
    if keys.years and not isinstance(keys.starts, MonthDay):
        findings.at_key(("years",), "queuefiles.years_of_a_date")
    if not keys.weekdays:
        findings.at_key(("weekdays",), "queuefiles.no_weekdays")


def _check_window(keys: CampaignKeys, findings: Findings) -> None:
    starts, ends = keys.starts, keys.ends
    if isinstance(starts, MonthDay) != isinstance(ends, MonthDay):
        findings.at_key(("until",), "queuefiles.two_kinds_of_edges")
    elif isinstance(starts, date) and isinstance(ends, date):
        if ends < starts:
            findings.at_key(("until",), "queuefiles.ends_before_it_starts")
        elif ends - starts > LONGEST_WINDOW:
            findings.at_key(("until",), "queuefiles.window_too_long")


def _slogans(
    document: QueueFile, keys: CampaignKeys, name: str, findings: Findings
) -> tuple[Entry, ...]:
    found: dict[str, Entry] = {}
    for bullet in bullets(document.body, first_line=document.body_line):
        entry = _slogan(document, keys, name, bullet)
        before = len(findings.problems)
        findings.check_words(entry)
        findings.check_card(entry)
        if other := found.get(entry.id):
            findings.add(bullet.line, "queuefiles.slogan_twice", other=other.source.line)
        if len(findings.problems) == before:
            found[entry.id] = entry
    return tuple(found.values())


def _slogan(document: QueueFile, keys: CampaignKeys, name: str, bullet: Bullet) -> Entry:
    return Entry(
        id=slogan_id(name, bullet.text),
        kind=EntryKind.SLOGAN,
        text=bullet.text,
        when=InRotation(),
        source=Source(path=document.path, line=bullet.line),
        campaign=name,
        **as_they_stand(keys),
    )


def _anniversaries(
    document: QueueFile, keys: CampaignKeys, name: str, findings: Findings
) -> tuple[Entry, ...]:
    lines = _table_lines(document.front_text)
    found: dict[str, Entry] = {}
    for number, anniversary in enumerate(keys.anniversaries):
        line = lines[number] if number < len(lines) else 1
        entry = _anniversary(document, keys, name, anniversary, line)
        before = len(findings.problems)
        findings.check_words(entry)
        findings.check_card(entry)
        if entry.id in found:
            findings.add(line, "queuefiles.anniversary_twice")
        if len(findings.problems) == before:
            found[entry.id] = entry
    return tuple(found.values())


def _anniversary(
    document: QueueFile, keys: CampaignKeys, name: str, anniversary: AnniversaryKeys, line: int
) -> Entry:
    since = anniversary.since
    own: dict[str, Any] = {"card": anniversary.card, "fields": ()}
    if anniversary.hashtags is not None:
        own["hashtags"] = anniversary.hashtags
    return Entry(
        id=f"{name}/ngay-{since:%m-%d}",
        kind=EntryKind.POST,
        text=anniversary.text,
        when=Yearly(month=since.month, day=since.day, at=anniversary.at),
        source=Source(path=document.path, line=line),
        since=since,
        headline=anniversary.name,
        campaign=name,
        **(as_they_stand(keys) | own),
    )


def _table_lines(front_text: str) -> list[int]:
    return [
        number
        for number, line in enumerate(front_text.split("\n"), start=1)
        if line.replace(" ", "").startswith("[[anniversaries]]")
    ]
