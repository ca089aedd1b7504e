"""Reads `queue/campaigns/*.md`: window, slots and anniversaries in front, one slogan a bullet
below."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from pathlib import PurePosixPath

from publisher.domain.entry import (
    EVERY_DAY,
    Campaign,
    Entry,
    EntryKind,
    HashtagPlace,
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
from publisher.queuefiles.keys import (
    Keys,
    clock_time,
    edge,
    hashtag,
    old_day,
    weekday,
)
from publisher.queuefiles.tables import (
    boolean,
    integer,
    key,
    list_of,
    string,
    table_of,
)

# Every slot of the window is looked at each time it is planned.
LONGEST_WINDOW = timedelta(days=6 * 366)
MOST_SLOTS = 48


@dataclass(frozen=True, kw_only=True)
class AnniversaryKeys:
    """One `[[anniversaries]]` of a campaign."""

    name: str = key(string)
    since: date = key(old_day)
    at: time = key(clock_time)
    text: str = key(string)
    card: str | None = key(string, "anniversary")
    hashtags: tuple[str, ...] | None = key(list_of(hashtag), None)


@dataclass(frozen=True, kw_only=True)
class CampaignKeys(Keys):
    """Front matter of `queue/campaigns/*.md`."""

    title: str = key(string)
    starts: date | MonthDay = key(edge, name="from")
    ends: date | MonthDay = key(edge, name="until")
    years: tuple[int, ...] = key(list_of(integer), ())
    slots: tuple[time, ...] = key(list_of(clock_time), ())
    weekdays: tuple[int, ...] = key(list_of(weekday), tuple(sorted(EVERY_DAY)))
    document: str = key(string, "")
    # Where else the plan wants the slogans; information for people, nothing is sent there.
    channels: tuple[str, ...] = key(list_of(string), ())
    # Not on the calendar yet.
    draft: bool = key(boolean, False)
    anniversaries: tuple[AnniversaryKeys, ...] = key(list_of(table_of(AnniversaryKeys)), ())


def read_campaign(document: QueueFile, *, known: Known) -> FileReading:
    """The campaign of a file with every slogan that is well;

    without a campaign when its frame is not.
    """
    findings = Findings(document=document, known=known)
    keys = findings.read(CampaignKeys)
    if keys is None:
        return FileReading(problems=tuple(findings.problems))
    keys = replace(keys, pages=findings.pages(keys.pages))
    _check_frame(keys, findings)
    if findings.problems:
        return FileReading(problems=tuple(findings.problems))
    name = PurePosixPath(document.path).stem
    slogans = _slogans(document, keys, name, findings)
    anniversaries = _anniversaries(document, keys, name, findings)
    if not slogans and not anniversaries and not findings.problems:
        findings.add(
            document.body_line,
            "chiến dịch chưa có khẩu hiệu nào",
            "viết mỗi khẩu hiệu một dòng bắt đầu bằng “- ”",
        )
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
    if isinstance(keys.starts, MonthDay) != isinstance(keys.ends, MonthDay):
        findings.at_key(
            ("until",),
            "from và until phải viết cùng một kiểu",
            "cả hai là ngày đầy đủ, hoặc cả hai là “04-11”",
        )
    elif isinstance(keys.starts, date) and isinstance(keys.ends, date) and keys.ends < keys.starts:
        findings.at_key(("until",), "chiến dịch kết thúc trước khi bắt đầu", "sửa from hoặc until")
    elif (
        isinstance(keys.starts, date)
        and isinstance(keys.ends, date)
        and keys.ends - keys.starts > LONGEST_WINDOW
    ):
        findings.at_key(
            ("until",), "chiến dịch dài hơn 6 năm", "sửa năm, hoặc chia thành nhiều chiến dịch"
        )
    if len(keys.slots) > MOST_SLOTS:
        findings.at_key(("slots",), f"quá {MOST_SLOTS} khung giờ một ngày", "bỏ bớt khung giờ")
    if keys.years and not isinstance(keys.starts, MonthDay):
        findings.at_key(
            ("years",),
            "years chỉ dùng khi from viết kiểu “04-11”",
            'bỏ years, hoặc viết from = "04-11"',
        )
    if not keys.weekdays:
        findings.at_key(
            ("weekdays",), "không có ngày nào trong tuần", "bỏ dòng weekdays để đăng mọi ngày"
        )


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
            findings.add(
                bullet.line,
                f"khẩu hiệu này đã có ở dòng {other.source.line}",
                "bỏ một trong hai dòng",
            )
        if len(findings.problems) == before:
            found[entry.id] = entry
    return tuple(found.values())


def _slogan(document: QueueFile, keys: CampaignKeys, name: str, bullet: Bullet) -> Entry:
    return Entry(
        id=slogan_id(name, bullet.text),
        kind=EntryKind.SLOGAN,
        text=bullet.text,
        pages=keys.pages,
        when=InRotation(),
        source=Source(path=document.path, line=bullet.line),
        card=keys.card,
        format=keys.format,
        fields=keys.fields,
        hashtags=keys.hashtags,
        hashtags_in=HashtagPlace(keys.hashtags_in),
        campaign=name,
        ignore_quiet=keys.ignore_quiet,
        max_late=keys.max_late,
        stagger=keys.stagger,
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
            findings.add(
                line,
                "đã có một ngày kỷ niệm cùng ngày này",
                "gộp hai mục, hoặc đăng một mục bằng tệp riêng",
            )
        if len(findings.problems) == before:
            found[entry.id] = entry
    return tuple(found.values())


def _anniversary(
    document: QueueFile, keys: CampaignKeys, name: str, anniversary: AnniversaryKeys, line: int
) -> Entry:
    since = anniversary.since
    return Entry(
        id=f"{name}/ngay-{since:%m-%d}",
        kind=EntryKind.POST,
        text=anniversary.text,
        pages=keys.pages,
        when=Yearly(month=since.month, day=since.day, at=anniversary.at),
        source=Source(path=document.path, line=line),
        card=anniversary.card,
        format=keys.format,
        since=since,
        headline=anniversary.name,
        hashtags=keys.hashtags if anniversary.hashtags is None else anniversary.hashtags,
        hashtags_in=HashtagPlace(keys.hashtags_in),
        campaign=name,
        ignore_quiet=keys.ignore_quiet,
        max_late=keys.max_late,
        stagger=keys.stagger,
    )


def _table_lines(front_text: str) -> list[int]:
    return [
        number
        for number, line in enumerate(front_text.split("\n"), start=1)
        if line.replace(" ", "").startswith("[[anniversaries]]")
    ]
