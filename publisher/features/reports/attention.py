"""What waits for a person, and what is stopped: the one list from which check, status, board,
metrics and notices tell.

Whatever is not in it is well. Its cost is what it finds, not what is finished or lies ahead.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from publisher.domain.delivery import Hold, State
from publisher.domain.page import VIETNAM, Page
from publisher.domain.reason import NO_REASON, Reason, reason
from publisher.domain.verdict import Stop
from publisher.features.press.link_watch import troubles as link_troubles
from publisher.features.scheduling import queue_problems
from publisher.features.scheduling.withheld import failures, question, told_of
from publisher.store import attention as store
from publisher.store import stops as stop_store
from publisher.store import stumbles
from publisher.store import tokens as token_store
from publisher.store import work_counts as work_store
from publisher.store.attention import Rows
from publisher.store.freezes import active
from publisher.store.models import Delivery, PageState, ServiceSign
from publisher.store.stops import APP, Stopped

# What has to be approved is told so long before its time.
APPROVE_AHEAD = timedelta(hours=24)
# A reconciling that takes longer than this is worth a look, and a post that is later than this.
UNKNOWN_LONG, LATE_LONG = timedelta(minutes=15), timedelta(minutes=5)
# A connection that is lost for less comes back by itself.
OFFLINE_LONG = timedelta(minutes=1)
# Older troubles were told, or are of before there were notices.
MEMORY = timedelta(days=3)
# What nobody mends is told again after so long.
REMIND = timedelta(days=7)
# Days before a token ends.
TOKEN_DAYS = (14, 7, 1)
# The service signs every 5 s; after so long without a sign it is taken for dead.
SILENCE = timedelta(seconds=30)
# A cluster without a worker is told after so long (an upgrade takes less), when something is due
# within so long.
NO_WORKER, NO_WORKER_AHEAD = timedelta(minutes=2), timedelta(hours=1)


class Matter(StrEnum):
    """What is the matter."""

    DOWN = "down"
    PLANNING = "planning"
    LET_GO = "let_go"
    QUEUE = "queue"
    STUCK = "stuck"
    CHORE = "chore"
    STOPPED = "stopped"
    PARKED = "parked"
    FROZEN = "frozen"
    LATE = "late"
    MISSED = "missed"
    REPEATED = "repeated"
    STUMBLED = "stumbled"
    RECALL = "recall"
    UNCERTAIN = "uncertain"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    UNDONE = "undone"
    APPROVAL = "approval"
    RETURNED = "returned"
    TOKEN = "token"
    LINK = "link"
    RENAMED = "renamed"


TITLES = {
    Matter.DOWN: "attention.title_down",
    Matter.PLANNING: "attention.title_planning",
    Matter.LET_GO: "attention.title_let_go",
    Matter.QUEUE: "attention.title_queue",
    Matter.STUCK: "attention.title_stuck",
    Matter.CHORE: "attention.title_chore",
    Matter.STOPPED: "attention.title_stopped",
    Matter.PARKED: "attention.title_parked",
    Matter.FROZEN: "attention.title_frozen",
    Matter.LATE: "attention.title_late",
    Matter.MISSED: "attention.title_missed",
    Matter.REPEATED: "attention.title_repeated",
    Matter.STUMBLED: "attention.title_stumbled",
    Matter.RECALL: "attention.title_recall",
    Matter.UNCERTAIN: "attention.title_uncertain",
    Matter.UNKNOWN: "attention.title_unknown",
    Matter.REFUSED: "attention.title_refused",
    Matter.UNDONE: "attention.title_undone",
    Matter.APPROVAL: "attention.title_approval",
    Matter.RETURNED: "attention.title_returned",
    Matter.TOKEN: "attention.title_token",
    Matter.LINK: "attention.title_link",
    Matter.RENAMED: "attention.title_renamed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that waits for a person, or that everything waits for."""

    matter: Matter
    # A page's slug, APP for all of them, or empty when it is about none.
    page: str = ""
    # A unit's slug; empty: it concerns all.
    unit: str = ""
    # Deliveries that it is about or that wait for it, and how many of them are past their time.
    count: int = 0
    overdue: int = 0
    since: datetime | None = None
    # Until when everything waits, and whether that is Facebook's estimate.
    until: datetime | None = None
    estimated: bool = False
    # Why, as Facebook or a person said it.
    reason: Reason = NO_REASON
    # What happened and until when, and what to do.
    text: Reason = NO_REASON
    # The same occasion has the same key.
    key: str = ""

    @property
    def title(self) -> Reason:
        """The matter in words."""
        return reason(TITLES[self.matter])


def matter_of(state: State, hold: str) -> Matter | None:
    """What is the matter with a delivery that tells a person what to do; None when something else
    tells it.
    """
    match state, hold:
        case State.REFUSED, _:
            return Matter.REFUSED
        case _, Hold.PAGE_PARKED:
            return Matter.PARKED
        case State.HELD, Hold.FROZEN:
            # One person ends a freeze, however much it holds.
            return None
        case State.HELD, Hold.UNCERTAIN | Hold.SHOWN:
            return Matter.UNCERTAIN
        case State.HELD, Hold.REPEATED:
            return Matter.REPEATED
        case State.HELD, Hold.STUMBLED:
            return Matter.STUMBLED
        case State.HELD, _:
            return Matter.MISSED
        case State.PUBLISHED, _:
            return Matter.UNDONE
        case State.CANCELLED, _:
            return Matter.RECALL
        case State.PLANNED, _:
            return None
        case _:
            return Matter.STUMBLED


def attention(
    pages: Mapping[str, Page],
    *,
    now: datetime,
    only: bool = False,
    without: Collection[Matter] = (),
) -> list[Item]:
    """Everything that waits for a person, the worst first; with `only` no more than concerns these
    pages.

    `without`: what the caller tells in another way, and nobody has to look for.
    """
    found = (item for item in _all(pages, now, only, without) if item.matter not in without)
    return sorted(found, key=lambda item: (list(Matter).index(item.matter), item.page))


def _all(
    pages: Mapping[str, Page], now: datetime, only: bool, without: Collection[Matter]
) -> Iterator[Item]:
    def mine(found: Iterable[Rows]) -> list[Rows]:
        return [rows for rows in found if not only or rows.page in pages]

    asked, in_work = mine(store.asked()), store.in_work(now=now)
    overdue = mine([*store.waiting(now=now), *in_work.late])
    states = list(PageState.objects.in_trouble())
    yield from stops_of(states, pages, overdue, now=now, only=only)
    halted = {state.page for state in states if stop_store.stands(state, now)}
    yield from _parked(states, pages, asked, only)
    yield from _late(pages, overdue, halted, now)
    yield from _of_rows(pages, asked, overdue, now)
    soon = mine(store.by_page(store.unapproved(now=now, until=now + APPROVE_AHEAD)))
    yield from (_counted(Matter.APPROVAL, pages, rows, now) for rows in soon)
    yield from tokens(pages, now=now)
    yield from _renamed(states, pages, now)
    yield from _stuck(in_work.stuck, now)
    if Matter.CHORE not in without:
        yield from _chores(now)
    if Matter.QUEUE not in without:
        yield from _queue(now)
    if Matter.DOWN not in without:
        yield from down(now=now)
    if Matter.PLANNING not in without:
        yield from _planning(now)
    if Matter.FROZEN not in without:
        yield from _frozen(pages, asked, only)
    if Matter.RETURNED not in without:
        back = mine(store.by_page(store.returned(now=now)))
        yield from (_counted(Matter.RETURNED, pages, rows, now) for rows in back)
    if Matter.LINK not in without:
        yield from _links(pages, now, only)


# The service


def service_pid(*, now: datetime) -> int | None:
    """The process that serves this data folder, None when there was no sign of it for 30 s."""
    row = ServiceSign.objects.seen_since(now - SILENCE).first()
    return row.pid if row else None


def down(*, now: datetime) -> Iterator[Item]:
    """Nobody is there to publish what is due."""
    due = Delivery.objects.due_between(now - MEMORY, now + NO_WORKER_AHEAD)
    if service_pid(now=now) is None and due.not_out().exists():
        yield Item(matter=Matter.DOWN, key=f"silent:{now:%Y-%m-%d}", text=SILENT)
    if missing := no_worker(now=now):
        yield missing


def _stuck(stuck: int, now: datetime) -> Iterator[Item]:
    if stuck:
        text = reason("attention.stuck", n=stuck)
        yield Item(matter=Matter.STUCK, count=stuck, key=f"stuck:{now:%Y-%m-%d}", text=text)


def no_worker(*, now: datetime) -> Item | None:
    """That a cluster runs, none of its workers gave a sign for 2 minutes, and something is due."""
    absence = work_store.missing_workers(now=now)
    if absence is None or now - absence.since < NO_WORKER:
        return None
    rows = Delivery.objects.due_between(now - MEMORY, now + NO_WORKER_AHEAD)
    if not rows.not_out().exists():
        return None
    seen = absence.last_seen
    text = reason("attention.no_worker", seen=seen) if seen else Reason("attention.never_a_worker")
    key = f"workers:{seen.timestamp() if seen else 0:.0f}"
    return Item(matter=Matter.DOWN, key=key, since=absence.since, text=text)


# Planning


def _planning(now: datetime) -> Iterator[Item]:
    for failure in failures(now=now):
        key = f"planning:{failure.owner[:100]}:{failure.since.timestamp():.0f}"
        yield Item(matter=Matter.PLANNING, since=failure.since, key=key, text=told_of(failure))
    asked = question()
    if asked and not asked.agreed_by:
        key = f"let-go:{asked.asked_at.timestamp():.0f}"
        yield Item(
            matter=Matter.LET_GO,
            count=asked.approved,
            since=asked.asked_at,
            key=key,
            text=asked.told(),
        )


def _queue(now: datetime) -> Iterator[Item]:
    """What reading and planning refuse, file by file."""
    for rows in queue_problems.by_file().values():
        since = min(row.since for row in rows)
        yield Item(
            matter=Matter.QUEUE,
            unit=rows[0].unit,
            count=len(rows),
            since=since,
            key=f"queue:{rows[0].digest}:{_reminder(since, now)}",
            text=queue_problems.told(rows),
        )


def _chores(now: datetime) -> Iterator[Item]:
    """What goes wrong again and again beside deliveries."""
    for found in stumbles.standing(now=now):
        key = f"chore:{found.name}:{_reminder(found.since, now)}"
        yield Item(matter=Matter.CHORE, since=found.since, key=key, text=found.text)


def _reminder(since: datetime, now: datetime) -> str:
    """The part of a key by which something is told once, and again each week while it stands."""
    return f"{since.timestamp():.0f}:{(now - since) // REMIND}"


# Stops


def stops_of(
    states: Iterable[PageState],
    pages: Mapping[str, Page],
    overdue: Iterable[Rows],
    *,
    now: datetime,
    only: bool,
) -> Iterator[Item]:
    """The pages of which Facebook takes nothing, and the app ("*")."""
    standing = [stop_store.stopped(state) for state in states if stop_store.stands(state, now)]
    found = [
        stop
        for stop in standing
        if _is_told(stop, now) and (not only or stop.page in pages or stop.page == APP)
    ]
    if not found:
        return
    late = list(overdue)
    coming = store.waking_at([moment for stop in found for moment in stop.wakes], now=now)
    coming = [rows for rows in coming if not only or rows.page in pages]
    for stop in found:
        count = sum(rows.number for rows in late if stop.page in (rows.page, APP))
        behind = count + sum(rows.number for rows in coming if stop.page in (rows.page, APP))
        yield _stopped(stop, pages, behind, count, now)


def _is_told(stop: Stopped, now: datetime) -> bool:
    return stop.kind is not Stop.OFFLINE or now - stop.since >= OFFLINE_LONG


def _stopped(
    stop: Stopped, pages: Mapping[str, Page], behind: int, late: int, now: datetime
) -> Item:
    zone = _zone(pages, stop.page)
    who = (
        Reason("attention.the_app")
        if stop.page == APP
        else reason("attention.the_page", page=stop.page)
    )
    since, until = clock(stop.since, zone), clock(max(stop.until, now), zone)
    end = Reason(
        "attention.estimated" if stop.estimated else "attention.one_tries", {"until": until}
    )
    text = Reason(
        "attention.blocked" if stop.kind is Stop.BLOCK else "attention.stopped",
        {"who": who, "since": since, "why": stop.reason, "end": end, "n": behind, "late": late},
    )
    key = f"stop:{stop.page}:{stop.kind}:{stop.since.timestamp():.0f}"
    return Item(
        matter=Matter.STOPPED,
        page=stop.page,
        unit=_unit(pages, stop.page),
        count=behind,
        overdue=late,
        since=stop.since,
        until=max(stop.until, now),
        estimated=stop.estimated,
        reason=stop.reason,
        text=text,
        key=key,
    )


def _parked(
    known: Iterable[PageState], pages: Mapping[str, Page], asked: Iterable[Rows], only: bool
) -> Iterator[Item]:
    held = [rows for rows in asked if matter_of(rows.state, rows.hold) is Matter.PARKED]
    states = {state.page: state for state in known if state.parked_at}
    for page in sorted(
        {rows.page for rows in held} | {page for page in states if not only or page in pages}
    ):
        state, own = states.get(page), [rows for rows in held if rows.page == page]
        why = state.told() if state else _NO_PAGE
        since = state.parked_at if state else min(rows.earliest for rows in own)
        assert since
        yield Item(
            matter=Matter.PARKED,
            page=page,
            unit=_unit(pages, page),
            count=sum(rows.number for rows in own),
            since=since,
            reason=why,
            text=reason("attention.parked", page=page, why=why),
            key=f"parked:{page}:{since.timestamp():.0f}",
        )


def _frozen(pages: Mapping[str, Page], asked: Iterable[Rows], only: bool) -> Iterator[Item]:
    held = [rows for rows in asked if rows.hold == Hold.FROZEN]
    units = {page.unit.slug for page in pages.values()}
    for freeze in active():
        if only and freeze.unit and freeze.unit not in units:
            continue
        own = (
            rows.number
            for rows in held
            if not freeze.unit or _unit(pages, rows.page) == freeze.unit
        )
        extent = freeze.unit or freeze.campaign or Reason("attention.everything")
        yield Item(
            matter=Matter.FROZEN,
            unit=freeze.unit,
            count=store.frozen(freeze.campaign) if freeze.campaign else sum(own),
            since=freeze.begun_at,
            text=reason(
                "attention.frozen",
                extent=extent,
                why=freeze.reason,
                by=freeze.begun_by,
                since=clock(freeze.begun_at, ZoneInfo(VIETNAM)),
            ),
            key=f"freeze:{freeze.pk}",
        )


# Deliveries


def _late(
    pages: Mapping[str, Page], overdue: Iterable[Rows], stops: Collection[str], now: datetime
) -> Iterator[Item]:
    """What is past its time though nothing is known to be in its way."""
    rows = [
        one
        for one in overdue
        if one.state is not State.UNKNOWN and one.page not in stops and APP not in stops
    ]
    for page in sorted({one.page for one in rows}):
        own = [one for one in rows if one.page == page]
        since = min(one.earliest for one in own)
        if now - since < LATE_LONG:
            continue
        count = sum(one.number for one in own)
        text = reason("attention.late", page=page, n=count, since=clock(since, _zone(pages, page)))
        key = f"late:{page}:{since:%Y-%m-%d}"
        yield Item(
            matter=Matter.LATE,
            page=page,
            unit=_unit(pages, page),
            count=count,
            overdue=count,
            since=since,
            text=text,
            key=key,
        )


def _of_rows(
    pages: Mapping[str, Page], asked: Iterable[Rows], overdue: Iterable[Rows], now: datetime
) -> Iterator[Item]:
    told: Counter[str] = Counter()
    for rows in asked:
        matter = matter_of(rows.state, rows.hold)
        told[rows.page] += rows.number if rows.state is State.UNKNOWN else 0
        if matter and matter is not Matter.PARKED:
            yield _counted(matter, pages, rows, now)
    for rows in overdue:
        left = rows._replace(number=rows.number - told[rows.page])
        long = now - rows.earliest > UNKNOWN_LONG
        if rows.state is State.UNKNOWN and long and left.number > 0:
            yield _counted(Matter.UNKNOWN, pages, left, now)


def _counted(matter: Matter, pages: Mapping[str, Page], rows: Rows, now: datetime) -> Item:
    first = clock(rows.earliest, _zone(pages, rows.page))
    return Item(
        matter=matter,
        page=rows.page,
        unit=_unit(pages, rows.page),
        count=rows.number,
        since=rows.earliest,
        text=reason(_COUNTED[matter], page=rows.page, n=rows.number, first=first),
        # Of each delivery its own notice is told.
        key="",
        overdue=rows.number if rows.earliest < now else 0,
    )


def tokens(pages: Mapping[str, Page], *, now: datetime) -> Iterator[Item]:
    """Tokens that are dead, lack something or end soon."""
    for slug, check in token_store.checks().items():
        if slug not in pages:
            continue
        unit, key = _unit(pages, slug), f"token:{slug}:{check.fingerprint}"
        if check.problem:
            text = reason("attention.token", page=slug, why=check.problem)
            yield Item(
                matter=Matter.TOKEN,
                page=slug,
                unit=unit,
                reason=check.problem,
                text=text,
                key=f"{key}:bad",
            )
        if check.expires_at is None:
            continue
        left = check.expires_at - now
        if days := min((days for days in TOKEN_DAYS if left <= timedelta(days=days)), default=0):
            ends = check.expires_at.astimezone(pages[slug].zone)
            text = reason("attention.token_ends", page=slug, ends=f"{ends:%H:%M %d/%m/%Y}")
            yield Item(
                matter=Matter.TOKEN,
                page=slug,
                unit=unit,
                until=check.expires_at,
                text=text,
                key=f"{key}:{days}",
            )


def _renamed(
    states: Iterable[PageState], pages: Mapping[str, Page], now: datetime
) -> Iterator[Item]:
    """What was lately found under another key."""
    for state in states:
        at = state.renamed_at
        if at and now - at < MEMORY and state.page in pages:
            yield Item(
                matter=Matter.RENAMED,
                page=state.page,
                unit=_unit(pages, state.page),
                since=at,
                text=reason("log.page_renamed", old=state.renamed_from, new=state.page),
                key=f"renamed:{state.page}:{at.timestamp():.0f}",
            )


def _links(pages: Mapping[str, Page], now: datetime, only: bool) -> Iterator[Item]:
    rows = Delivery.objects.due_between(now, now + timedelta(days=2))
    rows = rows.filter(page__in=list(pages)) if only else rows
    found = link_troubles(rows)
    if not found:
        return
    for one in store.by_page(Delivery.objects.filter(pk__in=list(found))):
        yield _counted(Matter.LINK, pages, one, now)


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """A moment as notices tell it."""
    return f"{moment.astimezone(zone):%H:%M %d/%m}"


def _zone(pages: Mapping[str, Page], slug: str) -> ZoneInfo:
    return pages[slug].zone if slug in pages else ZoneInfo(VIETNAM)


def _unit(pages: Mapping[str, Page], slug: str) -> str:
    return pages[slug].unit.slug if slug in pages else ""


SILENT = Reason("attention.silent")
_NO_PAGE = Reason("attention.unknown_page")
_COUNTED = {
    Matter.REFUSED: "attention.refused",
    Matter.MISSED: "attention.missed",
    Matter.REPEATED: "attention.repeated",
    Matter.STUMBLED: "attention.stumbled",
    Matter.RECALL: "attention.recall",
    Matter.UNCERTAIN: "attention.uncertain",
    Matter.UNKNOWN: "attention.unknown",
    Matter.UNDONE: "attention.undone",
    Matter.APPROVAL: "attention.approval",
    Matter.RETURNED: "attention.returned",
    Matter.LINK: "attention.link",
}
