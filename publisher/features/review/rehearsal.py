"""A rehearsal (tổng duyệt): a window of days goes through planning and publishing in virtual time,
against the sandbox.

The same services, another database: what is planned already is copied into an empty one, everything
counts as approved, and the clock jumps from one due moment to the next. What came of it is looked
at as a careful editor would.
"""

import difflib
import json
from collections import Counter as Counts
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection, transaction

from publisher.channels.facebook.channel import FacebookChannel
from publisher.channels.facebook.standin.in_process import ADDRESS, Nearby
from publisher.channels.facebook.standin.state import PublicPost, World
from publisher.channels.facebook.wire import Graph
from publisher.channels.pacing import Pace
from publisher.context import Context
from publisher.counter import Counter
from publisher.domain.delivery import State
from publisher.domain.entry import ALL_PAGES, Campaign, HashtagPlace, MonthDay, Queue
from publisher.domain.errors import Overtaken, RehearsalRefused
from publisher.domain.message import fill
from publisher.domain.page import ApprovalRule, Page
from publisher.domain.reason import NO_REASON, Problem, Reason, reason
from publisher.domain.revision import Revision as Content
from publisher.domain.secret import Secret
from publisher.domain.slogan import no_slogans
from publisher.domain.verdict import Published
from publisher.features.delivery.advance import advance
from publisher.features.delivery.bulk_flips import (
    claim_flips,
    end_flips,
    go_on,
    send,
)
from publisher.features.scheduling.planning import plan_queue
from publisher.files import write_whole
from publisher.store import deliveries as store
from publisher.store.models import Delivery, StoredRevision
from publisher.store.transactions import Direct

TOKEN = OWNER = "rehearsal"
FLIPS = (State.PREPARED, State.UNKNOWN)
STAGES = tuple(state for state in State if state not in FLIPS)
# More posts of a page on one day tire its readers.
FULL_DAY = 4
# Days without a post in the midst of a campaign.
GAP = timedelta(days=2)
# Nearer posts of a page hide each other.
CLASH = timedelta(minutes=15)
# Sooner than this the same words come too soon, and Facebook refuses what follows itself (506,
# graph-api.md section 4).
AGAIN = timedelta(days=3)
ALIKE = 0.9
LONGEST = timedelta(days=186)
STEP = timedelta(minutes=5)
# Looks, back-offs and the like end; this only guards against a loop that does not.
MOST_TURNS = 400_000
# Of every entry only so many lines are told; the rest is a number.
MOST_TOLD = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsedPost:
    """A post as it would appear."""

    # Wall clock of the page, "2027-04-15T07:30".
    at: str
    page: str
    entry: str
    # Of the campaign that is rehearsed, or something else in the same days.
    own: bool
    text: str
    link: str
    # Digests of its pictures, in order.
    pictures: tuple[str, ...]
    # "published", or the state in which it stopped, with the reason.
    state: str
    reason: Reason
    # Whether a person has said yes to it already.
    approved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsalFinding:
    """Something to look at."""

    # gap, clash, repeat, full, alike, quiet, approval, stopped, problem
    kind: str
    reason: Reason
    # Serious ones keep posts from going out.
    serious: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What would happen in a window of days."""

    campaign: str
    title: str
    first: date
    last: date
    posts: Sequence[RehearsedPost]
    findings: Sequence[RehearsalFinding]
    # Of the run itself.
    seconds: float = 0.0

    def as_json(self) -> str:
        """For keeping."""
        kept = {
            **asdict(replace(self, posts=(), findings=())),
            "posts": [_with_reason(one) for one in self.posts],
            "findings": [_with_reason(one) for one in self.findings],
        }
        return json.dumps(kept, ensure_ascii=False, default=str)


def _with_reason(one: RehearsedPost | RehearsalFinding) -> dict[str, Any]:
    return {**asdict(replace(one, reason=NO_REASON)), "reason": one.reason.to_json()}


@dataclass(frozen=True, slots=True)
class RealRows:
    """What the real database holds of the window: rows as columns, so that they can be put into
    another one."""

    deliveries: Sequence[Mapping[str, Any]]
    revisions: Sequence[Mapping[str, Any]]


def standing(*, first: datetime, last: datetime) -> RealRows:
    """Copy what is planned between two moments (UTC), from the open database."""
    rows = Delivery.objects.due_between(first, last)
    return RealRows(
        list(rows.values()),
        list(StoredRevision.objects.filter(pk__in=rows.values("revision_id").distinct()).values()),
    )


def campaign_of(queue: Queue, name: str) -> Campaign:
    """The campaign of that name, drafts included. Raises RehearsalRefused."""
    found = next((one for one in queue.campaigns if one.id == name), None)
    if found is None:
        known = sorted(one.id for one in queue.campaigns)
        if not known:
            raise RehearsalRefused("review.no_campaigns", name=name)
        raise RehearsalRefused("review.no_campaign", name=name, known=known)
    return found


def window_of(campaign: Campaign, *, today: date) -> tuple[date, date]:
    """The days to rehearse: of the window that runs or comes next.

    Raises RehearsalRefused when it is over.
    """
    first, last = _next_window(campaign, today)
    if last < today:
        day = f"{last.day}/{last.month}/{last.year}"
        raise RehearsalRefused("review.campaign_over", day=day)
    return max(first, today), last


class Played(NamedTuple):
    """What came of playing a window through, for some pages."""

    posts: list[RehearsedPost]
    # Of planning.
    problems: list[Problem]


def play(
    context: Context,
    queue: Queue,
    campaign: Campaign,
    *,
    known: RealRows,
    now: datetime,
    window: tuple[date, date],
    folder: Path,
    only: Collection[str] | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Played:
    """Run the window through the open database, which must be empty, and a sandbox in `folder`.

    `now` is the real time (UTC, aware): what is earlier is not planned any more. `only`: play these
    pages of the plan and leave the others to another process. `progress` hears of published posts.
    Raises RehearsalRefused.
    """
    free = _all_approved(context.pages)
    zone = next(iter(free.values())).zone
    begin = max(now, datetime.combine(window[0], time(), zone) - timedelta(minutes=30))
    end = datetime.combine(window[1] + timedelta(days=1), time(), zone)
    if end - begin > LONGEST:
        raise RehearsalRefused("review.too_many_days", days=LONGEST.days)
    campaigns = [
        replace(one, draft=False) if one.id == campaign.id else one for one in queue.campaigns
    ]
    ahead = context.config.service._replace(plan_ahead=end - begin)
    config = replace(context.config, pages=free, service=ahead)
    stage = _VirtualWorld(replace(context, config=config), folder, begin=begin)
    with closing(stage.world), transaction.atomic():
        _put_in(known)
        report = plan_queue(stage.context, replace(queue, campaigns=campaigns), now=begin)
        if only is not None:
            Delivery.objects.exclude(page__in=list(only)).delete()
        Delivery.objects.unapproved().update(state=State.APPROVED.value, sent_back="")
        stage.run(end, progress)
        posts = stage.shown(campaign, begin, end, _approved(known))
    return Played(posts, list(report.problems))


def judged(
    played: Sequence[Played],
    campaign: Campaign,
    *,
    pages: Mapping[str, Page],
    window: tuple[date, date],
) -> Rehearsal:
    """The rehearsal from its parts, with what there is to see in it. Pure."""
    posts = sorted(
        (post for part in played for post in part.posts),
        key=lambda post: (post.at, post.page, post.entry),
    )
    problems = dict.fromkeys(problem for part in played for problem in part.problems)
    return Rehearsal(
        campaign=campaign.id,
        title=fill(campaign.title, since=None, on=window[0], unit=None),
        first=window[0],
        last=window[1],
        posts=posts,
        findings=[
            *(_problem(problem) for problem in problems),
            *(replace(_problem(doubt), serious=False) for doubt in no_slogans(campaign)),
            *look(posts, campaign=campaign, pages=pages, window=window),
        ],
    )


def look(
    posts: Sequence[RehearsedPost],
    *,
    campaign: Campaign,
    pages: Mapping[str, Page],
    window: tuple[date, date],
) -> list[RehearsalFinding]:
    """What a careful editor would say of a plan, the serious first. Pure."""
    by_page: dict[str, list[RehearsedPost]] = defaultdict(list)
    for post in posts:
        by_page[post.page].append(post)
    own_pages = [slug for slug in pages if ALL_PAGES in campaign.pages or slug in campaign.pages]
    found = [
        *_stopped(posts),
        *_followed_by_itself(by_page),
        *_clashes(by_page),
        *_gaps(by_page, own_pages, window, campaign),
        *_full_days(by_page),
        *_repeats(by_page),
        *_alike(posts),
        *_quiet(posts, pages),
        *_unapproved(posts),
    ]
    return sorted(found, key=lambda one: not one.serious)


# Findings


def _problem(found: Problem) -> RehearsalFinding:
    return RehearsalFinding(kind="problem", reason=found.to_reason(), serious=True)


def _stopped(posts: Iterable[RehearsedPost]) -> Iterator[RehearsalFinding]:
    groups: dict[tuple[str, Reason], list[RehearsedPost]] = defaultdict(list)
    for post in posts:
        if post.state != State.PUBLISHED.value:
            groups[post.text or post.entry, post.reason].append(post)
    for (_text, why), stopped in groups.items():
        said = reason(
            "review.stopped",
            post=_short(stopped[0]),
            count=len(stopped),
            pages=_many(sorted({post.page for post in stopped})),
            at=_day(stopped[0]),
            why=why or reason("review.did_not_appear"),
        )
        yield RehearsalFinding(kind="stopped", reason=said, serious=True)


def _followed_by_itself(
    by_page: Mapping[str, Sequence[RehearsedPost]],
) -> Iterator[RehearsalFinding]:
    for page, posts in by_page.items():
        for before, after in pairwise(posts):
            if before.text and before.text == after.text:
                said = reason(
                    "review.follows_itself",
                    page=page,
                    post=_short(after),
                    first=_day(before),
                    second=_day(after),
                )
                yield RehearsalFinding(kind="repeat", reason=said, serious=True)


def _clashes(by_page: Mapping[str, Sequence[RehearsedPost]]) -> Iterator[RehearsalFinding]:
    for page, posts in by_page.items():
        for before, after in pairwise(posts):
            minutes = (_at(after) - _at(before)) // timedelta(minutes=1)
            if timedelta(minutes=minutes) < CLASH:
                said = reason(
                    "review.clash",
                    page=page,
                    minutes=minutes,
                    at=_day(after),
                    first=_short(before),
                    second=_short(after),
                )
                yield RehearsalFinding(kind="clash", reason=said)


def _gaps(
    by_page: Mapping[str, Sequence[RehearsedPost]],
    own: Sequence[str],
    window: tuple[date, date],
    campaign: Campaign,
) -> Iterator[RehearsalFinding]:
    gaps: dict[tuple[date, date], list[str]] = defaultdict(list)
    for page in own:
        days = sorted({_at(post).date() for post in by_page.get(page, ())})
        edges = [window[0] - timedelta(days=1), *days, window[1] + timedelta(days=1)]
        for before, after in pairwise(edges):
            if after - before > GAP:
                gaps[before + timedelta(days=1), after - timedelta(days=1)].append(page)
    for (first, last), pages in sorted(gaps.items()):
        said = reason(
            "review.gap",
            pages=_many(pages),
            first=f"{first.day}/{first.month}",
            last=f"{last.day}/{last.month}",
        )
        yield RehearsalFinding(kind="gap", reason=said)


def _full_days(by_page: Mapping[str, Sequence[RehearsedPost]]) -> Iterator[RehearsalFinding]:
    days: dict[tuple[date, int], list[str]] = defaultdict(list)
    for page, posts in by_page.items():
        for day, count in Counts(_at(post).date() for post in posts).items():
            if count > FULL_DAY:
                days[day, count].append(page)
    for (day, count), pages in sorted(days.items()):
        on = f"{day.day}/{day.month}"
        said = reason("review.full_day", day=on, count=count, pages=_many(pages))
        yield RehearsalFinding(kind="full", reason=said)


def _repeats(by_page: Mapping[str, Sequence[RehearsedPost]]) -> Iterator[RehearsalFinding]:
    soonest: dict[str, tuple[timedelta, set[str]]] = {}
    for page, posts in by_page.items():
        last: dict[str, datetime] = {}
        for post in posts:
            if not post.text:
                continue
            before = last.get(post.text)
            if before and _at(post) - before < AGAIN:
                gap, pages = soonest.get(post.text, (AGAIN, set()))
                soonest[post.text] = (min(gap, _at(post) - before), pages | {page})
            last[post.text] = _at(post)
    for text, (gap, pages) in soonest.items():
        said = reason(
            "review.repeat",
            post=_cut(text),
            hours=gap // timedelta(hours=1),
            pages=_many(sorted(pages)),
        )
        yield RehearsalFinding(kind="repeat", reason=said)


def _alike(posts: Iterable[RehearsedPost]) -> Iterator[RehearsalFinding]:
    """Different entries whose words are nearly the same on one page."""
    texts: dict[str, set[str]] = defaultdict(set)
    for post in posts:
        if post.text:
            texts[post.text].add(post.page)
    for one, other in combinations(sorted(texts), 2):
        if not texts[one] & texts[other] or abs(len(one) - len(other)) > 0.2 * max(
            len(one), len(other)
        ):
            continue
        likeness = difflib.SequenceMatcher(None, one, other)
        if likeness.quick_ratio() >= ALIKE and likeness.ratio() >= ALIKE:
            said = reason("review.alike", one=_cut(one), other=_cut(other))
            yield RehearsalFinding(kind="alike", reason=said)


def _quiet(posts: Iterable[RehearsedPost], pages: Mapping[str, Page]) -> Iterator[RehearsalFinding]:
    for post in posts:
        page = pages.get(post.page)
        if page and page.quiet and page.quiet.covers(_at(post).time()):
            said = reason("review.in_quiet_hours", place=_place(post), post=_short(post))
            yield RehearsalFinding(kind="quiet", reason=said)


def _unapproved(posts: Sequence[RehearsedPost]) -> Iterator[RehearsalFinding]:
    waiting = [post for post in posts if not post.approved]
    if waiting:
        first = min(waiting, key=_at)
        said = reason("review.unapproved", count=len(waiting), all=len(posts), place=_place(first))
        yield RehearsalFinding(kind="approval", reason=said)


def _at(post: RehearsedPost) -> datetime:
    return datetime.fromisoformat(post.at)


def _day(post: RehearsedPost) -> str:
    at = _at(post)
    return f"{at:%H:%M} {at.day}/{at.month}"


def _place(post: RehearsedPost) -> str:
    return f"{_day(post)}, {post.page}"


def _short(post: RehearsedPost) -> str:
    return _cut(post.text or post.link or post.entry)


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MOST_TOLD else f"{line[:MOST_TOLD].rsplit(' ', 1)[0]}…"


def _many(pages: Sequence[str]) -> Reason:
    if len(pages) == 1:
        return reason("review.page", name=pages[0])
    if len(pages) <= 3:
        return reason("review.pages", names=list(pages))
    return reason("review.many_pages", count=len(pages), names=list(pages[:2]))


# The run


class _VirtualWorld:
    """A clock that jumps, a sandbox, and the Context of publishing between them."""

    def __init__(self, context: Context, folder: Path, *, begin: datetime) -> None:
        self.now, self.pages = begin, context.pages
        self.world = World(folder)
        for page in self.pages.values():
            self.world.add_page(page.facebook_id, page.unit.name, f"{TOKEN}-{page.slug}")
        nearby = Nearby(self.world, lambda: self.now)
        graph = Graph(
            graph_url=ADDRESS, version="v26.0", timeout=timedelta(seconds=30), transport=nearby
        )
        pace = Pace(lambda: self.now)
        self.context = replace(
            context,
            transactions=Direct(),
            channel=FacebookChannel(graph, pace.hear),
            clock=lambda: self.now,
            token=lambda page: Secret(f"{TOKEN}-{page}"),
            pace=pace,
            # Beside no database of ours: how far real publishing has come is not told by a play.
            counter=Counter(folder / "config.toml"),
            jitter=lambda wait: wait,
        )

    def run(self, end: datetime, progress: Callable[[int, int], None]) -> None:
        """Do what is due, moment after moment, until the window has ended."""
        everything = Delivery.objects.approved().count()
        done = 0
        for _turn in range(MOST_TURNS):
            wake = store.next_wake()
            if wake is None or wake > end + timedelta(hours=1):
                return
            # Posts whose preparation falls into the same minutes are prepared together.
            self.now = max(self.now, wake)
            done += self._flip()
            self._advance(store.claim(now=self.now, owner=OWNER, states=STAGES, skip=(), limit=500))
            progress(min(done, everything), everything)
        raise AssertionError("the rehearsal does not end")

    def _flip(self) -> int:
        """Make public what is due, in bulk as the engine does; returns how many."""
        claimed = claim_flips(self.context, owner=OWNER, states=FLIPS, skip=(), limit=500)
        sent = []
        for flip in claimed.flips:
            answer = send(self.context, flip)
            if isinstance(answer, Published):
                sent.append(flip)
            else:
                with suppress(Overtaken):
                    go_on(self.context, flip, answer)
        if sent:
            end_flips(self.context, sent, owner=OWNER)
        self._advance(claimed.others)
        return len(claimed.flips) + len(claimed.others)

    def _advance(self, rows: Iterable[Delivery]) -> None:
        for row in rows:
            # Once a post is public, only its first comment is still to be seen; a permalink is not.
            if row.state == State.PUBLISHED.value and not _has_comment(row):
                Delivery.objects.filter(pk=row.pk).update(wake_at=None, lease_owner="")
                continue
            with suppress(Overtaken):
                advance(self.context, row)

    def shown(
        self,
        campaign: Campaign,
        begin: datetime,
        end: datetime,
        approved: frozenset[tuple[str, str, str]],
    ) -> list[RehearsedPost]:
        """Everything that was planned, with what became of it, in the order of pages' wall
        clocks."""
        public = {
            post.id: post
            for page in self.pages.values()
            for post in self.world.timeline(page.facebook_id)
        }
        rows = Delivery.objects.due_between(begin, end).wanted()
        found = [
            self._one(row, public.get(row.post_id), campaign, approved)
            for row in rows.select_related("revision").order_by("due_at", "pk")
            if row.page in self.pages
        ]
        return found

    def _one(
        self,
        row: Delivery,
        post: PublicPost | None,
        campaign: Campaign,
        approved: frozenset[tuple[str, str, str]],
    ) -> RehearsedPost:
        content = Content.from_json(row.revision.body)
        local = row.due_at.astimezone(self.pages[row.page].zone)
        return RehearsedPost(
            at=local.replace(tzinfo=None).isoformat(timespec="minutes"),
            page=row.page,
            entry=row.entry_id,
            own=row.campaign == campaign.id,
            text=post.message if post else content.text,
            link=content.link or "",
            pictures=tuple(digest for digest, _ in post.photos) if post else (),
            state=row.state,
            reason=row.told(),
            approved=(row.entry_id, row.page, row.occurrence) in approved,
        )


def _has_comment(row: Delivery) -> bool:
    content = Content.from_json(row.revision.body)
    return content.first_comment is not None or content.hashtags_in is HashtagPlace.COMMENT


def _put_in(known: RealRows) -> None:
    StoredRevision.objects.bulk_create(
        [StoredRevision(**row) for row in known.revisions], batch_size=200
    )
    # What Facebook holds of them is not in the sandbox: they begin anew there.
    fresh = {
        "photo_ids": [],
        "draft_id": "",
        "post_id": "",
        "lease_owner": "",
        "upload": {},
        "recall_id": "",
    }
    rows = []
    for row in known.deliveries:
        open_ = row["state"] not in (State.PUBLISHED.value, State.CANCELLED.value)
        again = (
            {"state": State.PLANNED.value, "hold": "", "reason": "", "wake_at": row["latest_at"]}
            if open_
            else {}
        )
        rows.append(Delivery(**{**row, **fresh, **again}))
    Delivery.objects.bulk_create(rows, batch_size=200)
    if open_rows := [row.pk for row in rows if row.state == State.PLANNED.value]:
        _wake(open_rows)


def _wake(keys: Sequence[int]) -> None:
    for row in Delivery.objects.filter(pk__in=list(keys)):
        Delivery.objects.filter(pk=row.pk).update(wake_at=row.due_at - timedelta(minutes=10))


def _approved(known: RealRows) -> frozenset[tuple[str, str, str]]:
    waiting = (State.PLANNED.value, State.CANCELLED.value)
    return frozenset(
        (row["entry_id"], row["page"], row["occurrence"])
        for row in known.deliveries
        if row["state"] not in waiting
    )


def _all_approved(pages: Mapping[str, Page]) -> dict[str, Page]:
    return {
        slug: replace(page, unit=replace(page.unit, approval=ApprovalRule.NONE))
        for slug, page in pages.items()
    }


def _next_window(campaign: Campaign, today: date) -> tuple[date, date]:
    starts, ends = campaign.starts, campaign.ends
    if not isinstance(starts, MonthDay) or not isinstance(ends, MonthDay):
        assert isinstance(starts, date)
        assert isinstance(ends, date)
        return starts, ends
    crosses = (ends.month, ends.day) < (starts.month, starts.day)
    windows = [
        (_on(year, starts), _on(year + crosses, ends))
        for year in range(today.year - 1, today.year + 60)
        if not campaign.years or year in campaign.years
    ]
    return next(
        (one for one in windows if one[1] >= today), windows[-1] if windows else (today, today)
    )


def _on(year: int, day: MonthDay) -> date:
    try:
        return date(year, day.month, day.day)
    except ValueError:
        return date(year, 2, 28)


def keep(
    rehearsal: Rehearsal,
    folder: Path,
    photos: Callable[[str], bytes | None],
    thumb: Callable[[bytes], bytes],
) -> None:
    """Write the result and a small version of each picture into a folder: what the page of a
    rehearsal shows."""
    for digest in {digest for post in rehearsal.posts for digest in post.pictures}:
        place = folder / "thumbs" / f"{digest}.jpg"
        if not place.is_file() and (raw := photos(digest)):
            write_whole(place, thumb(raw), durable=False)
    write_whole(folder / "result.json", rehearsal.as_json().encode())


def restored(text: str) -> Rehearsal:
    """What `Rehearsal.as_json` wrote."""
    raw = json.loads(text)
    return Rehearsal(
        campaign=raw["campaign"],
        title=raw["title"],
        first=date.fromisoformat(raw["first"]),
        last=date.fromisoformat(raw["last"]),
        posts=[
            RehearsedPost(
                **{
                    **one,
                    "pictures": tuple(one["pictures"]),
                    "reason": Reason.from_json(one["reason"]),
                }
            )
            for one in raw["posts"]
        ],
        findings=[_finding(one) for one in raw["findings"]],
        seconds=raw["seconds"],
    )


def _finding(kept: Mapping[str, Any]) -> RehearsalFinding:
    # Rehearsals of before there were codes kept a sentence, as `text`.
    said = Reason.from_json(kept.get("reason") or kept.get("text", ""))
    return RehearsalFinding(kind=kept["kind"], reason=said, serious=kept["serious"])


def speed_up() -> None:
    """Let the open database forget durability: what is in it is thrown away."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
