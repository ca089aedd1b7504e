"""The report: what was published in a span of days, by campaign, unit, page, kind and slot, and
what it was worth."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from publisher.domain.delivery import State
from publisher.domain.page import VIETNAM, Page
from publisher.domain.revision import Revision
from publisher.features.media.thumbnails import words_of
from publisher.store.models import Delivery, Insight

# Longest side of a picture that a report shows as evidence, px.
EVIDENCE = 480
# Facebook's names for what a report calls views, people reached and clicks; the first that was
# collected counts.
VIEWS = ("post_media_view", "post_video_views")
REACH = ("post_total_media_view_unique",)
CLICKS = ("post_clicks",)
REACTIONS = ("reactions", "post_reactions_by_type_total")
BEST = 10
KINDS = {
    "slogan": "Khẩu hiệu",
    "link": "Bài báo chia sẻ",
    "video": "Video",
    "album": "Bài nhiều ảnh",
    "photo": "Bài có ảnh",
    "text": "Bài chữ",
}
HOURS = ((0, 6), (6, 9), (9, 12), (12, 15), (15, 18), (18, 21), (21, 24))


class Numbers(NamedTuple):
    """Sums over posts."""

    posts: int = 0
    views: int = 0
    reach: int = 0
    clicks: int = 0
    reactions: int = 0
    comments: int = 0
    shares: int = 0
    # Posts of which Facebook's numbers are there.
    counted: int = 0

    @property
    def engagement(self) -> int:
        """Reactions, comments and shares."""
        return self.reactions + self.comments + self.shares

    def plus(self, other: "Numbers") -> "Numbers":
        """The sum."""
        return Numbers(*(a + b for a, b in zip(self, other, strict=True)))


class ResultRow(NamedTuple):
    """A line of a table."""

    name: str
    numbers: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedPost:
    """A published post, as evidence."""

    delivery: int
    # Wall clock of its page.
    at: datetime
    page: str
    unit: str
    campaign: str
    kind: str
    text: str
    # On Facebook.
    address: str
    # Row of the content, by which its pictures are found; and whether it has any.
    revision: int
    pictured: bool
    numbers: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultTable:
    """Numbers by one property of posts."""

    title: str
    rows: Sequence[ResultRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a span of days came to."""

    first: date
    last: date
    # Of the campaign when the report is of one; else empty.
    campaign: str
    document: str
    # Name of the unit when the report is of one; else empty.
    unit: str
    total: Numbers
    # Wanted and not published: refused, missed, not approved in time.
    failed: int
    tables: Sequence[ResultTable]
    days: Sequence[tuple[date, int]]
    best: Sequence[ReportedPost]
    posts: Sequence[ReportedPost]
    collected_at: datetime | None


class ReportScope(NamedTuple):
    """Which posts a report is about."""

    first: date
    last: date
    # Slugs.
    pages: Collection[str]
    campaign: str = ""
    unit: str = ""


def report(
    scope: ReportScope,
    *,
    pages: Mapping[str, Page],
    titles: Mapping[str, str],
    document: str = "",
    unit_name: str = "",
) -> Report:
    """Count what was published. `titles`: of campaigns, by id. Days are those of Việt Nam."""
    rows = _rows(scope)
    latest, collected = _latest(row.pk for row in rows if row.state == State.PUBLISHED.value)
    posts = [
        _post(row, pages, titles, latest.get(row.pk))
        for row in rows
        if row.state == State.PUBLISHED.value
    ]
    return Report(
        first=scope.first,
        last=scope.last,
        campaign=titles.get(scope.campaign, scope.campaign),
        document=document,
        unit=unit_name,
        total=_sum(posts),
        failed=sum(row.state in (State.REFUSED.value, State.HELD.value) for row in rows),
        tables=[
            _table("Theo chiến dịch", posts, lambda post: post.campaign or "Ngoài chiến dịch"),
            _table("Theo đơn vị", posts, lambda post: post.unit),
            _table("Theo trang", posts, lambda post: post.page),
            _table("Theo loại bài", posts, lambda post: post.kind),
            _table("Theo khung giờ", posts, lambda post: _slot(post.at.time()), by_name=True),
        ],
        days=_days(posts, scope),
        best=sorted(
            posts, key=lambda post: (-post.numbers.engagement, -post.numbers.views, post.at)
        )[:BEST],
        posts=posts,
        collected_at=collected,
    )


def _rows(scope: ReportScope) -> list[Delivery]:
    zone = ZoneInfo(VIETNAM)
    begin = datetime.combine(scope.first, time(), zone)
    end = datetime.combine(scope.last + timedelta(days=1), time(), zone)
    rows = Delivery.objects.due_between(begin, end).reported()
    rows = rows.filter(page__in=list(scope.pages))
    if scope.campaign:
        rows = rows.filter(campaign=scope.campaign)
    return list(rows.select_related("revision").order_by("due_at", "pk"))


def _latest(keys: Iterable[int]) -> tuple[dict[int, Mapping[str, int]], datetime | None]:
    """The newest numbers of each post, and when the newest of all were read."""
    found: dict[int, Mapping[str, int]] = {}
    newest: datetime | None = None
    wanted = list(keys)
    for start in range(0, len(wanted), 500):
        rows = Insight.objects.filter(delivery__in=wanted[start : start + 500]).order_by("days")
        for row in rows:
            if row.values:
                found[row.delivery_id] = row.values
            newest = max(newest or row.collected_at, row.collected_at)
    return found, newest


def _post(
    row: Delivery,
    pages: Mapping[str, Page],
    titles: Mapping[str, str],
    values: Mapping[str, int] | None,
) -> ReportedPost:
    page = pages.get(row.page)
    local = (
        (row.published_at or row.due_at)
        .astimezone(page.zone if page else ZoneInfo(VIETNAM))
        .replace(tzinfo=None)
    )
    content = Revision.from_json(row.revision.body)
    return ReportedPost(
        delivery=row.pk,
        at=local,
        page=row.page,
        unit=page.unit.name if page else row.page,
        campaign=titles.get(row.campaign, row.campaign),
        kind=KINDS[_kind(content)],
        text=words_of(content, page, local.date()),
        address=row.address,
        revision=row.revision_id,
        pictured=bool(content.card or content.photos),
        numbers=_numbers(values),
    )


def _kind(content: Revision) -> str:
    if content.kind.value == "slogan":
        return "slogan"
    if content.link:
        return "link"
    if content.video:
        return "video"
    pictures = len(content.photos) + bool(content.card)
    return "album" if pictures > 1 else "photo" if pictures else "text"


def _numbers(values: Mapping[str, int] | None) -> Numbers:
    if values is None:
        return Numbers(posts=1)

    def first(names: Sequence[str]) -> int:
        return next((values[name] for name in names if name in values), 0)

    return Numbers(
        posts=1,
        views=first(VIEWS),
        reach=first(REACH),
        clicks=first(CLICKS),
        reactions=first(REACTIONS),
        comments=values.get("comments", 0),
        shares=values.get("shares", 0),
        counted=1,
    )


def _sum(posts: Iterable[ReportedPost]) -> Numbers:
    total = Numbers()
    for post in posts:
        total = total.plus(post.numbers)
    return total


def _table(
    title: str,
    posts: Iterable[ReportedPost],
    key: Callable[[ReportedPost], str],
    *,
    by_name: bool = False,
) -> ResultTable:
    groups: dict[str, list[ReportedPost]] = defaultdict(list)
    for post in posts:
        groups[key(post)].append(post)
    rows = [ResultRow(name, _sum(group)) for name, group in groups.items()]
    order = (lambda row: row.name) if by_name else (lambda row: (-row.numbers.posts, row.name))
    return ResultTable(title=title, rows=sorted(rows, key=order))


def _slot(at: time) -> str:
    first, last = next(span for span in HOURS if span[0] <= at.hour < span[1])
    return f"{first:02}:00 – {last:02}:00"


def _days(posts: Iterable[ReportedPost], scope: ReportScope) -> list[tuple[date, int]]:
    counts: dict[date, int] = defaultdict(int)
    for post in posts:
        counts[post.at.date()] += 1
    span = (scope.last - scope.first).days
    return [
        (day, counts[day])
        for number in range(span + 1)
        if (day := scope.first + timedelta(days=number)) or True
    ]
