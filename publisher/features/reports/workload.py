"""How the work goes, for `publisher status`, `/metrics` and the desk: the queue, lateness,
workers, the database."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from publisher.domain.delivery import State
from publisher.store import work_counts as store
from publisher.store.attention import Rows, held_up, overdue
from publisher.store.heartbeats import WORKER
from publisher.store.models import Node
from publisher.store.work_counts import DatabaseSize

# The engines' lanes by the states in which they find work; all else is prepared.
FLIP, PREPARE, AFTER = "flip", "prepare", "after"
LANES = {State.PREPARED: FLIP, State.UNKNOWN: FLIP, State.PUBLISHING: FLIP, State.PUBLISHED: AFTER}
LATELY = timedelta(hours=1)

UNITS = ("giây", "phút", "giờ", "ngày")


class Span(NamedTuple):
    """A time as people say it."""

    # Below ten seconds it may have a tenth.
    number: float
    # One of `UNITS`.
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A process of a cluster."""

    name: str
    # `store.heartbeats.RUN` or WORKER.
    role: str
    host: str
    pid: int
    version: str
    started_at: datetime
    seen_at: datetime
    # Since its last sign of life, in whole seconds.
    silent: timedelta
    alive: bool
    # Deliveries that it has in work, and how many it has finished.
    busy: int
    done: int


class Lateness(NamedTuple):
    """How late posts went out: one half at most, 99 in 100 at most, the latest."""

    half: timedelta
    most: timedelta
    latest: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """The work at one moment."""

    # Due and begun by nobody, by lane.
    waiting: dict[str, int]
    # For a worker that has not begun; only in a cluster.
    handed_over: int
    in_work: int
    # Neither: held by a process that died, and nobody took it back.
    stuck: int
    # Of the post that is past its time the longest and not out, and how many there are.
    late: timedelta
    overdue: int
    # All that gave a sign within a day and did not end in order; none with the embedded engine.
    processes: tuple[Process, ...]
    database: DatabaseSize

    @property
    def depth(self) -> int:
        """How many deliveries are due and begun by nobody."""
        return sum(self.waiting.values()) + self.handed_over

    @property
    def workers(self) -> list[Process]:
        """Those that call Facebook and live."""
        return [process for process in self.processes if process.role == WORKER and process.alive]

    @property
    def versions(self) -> list[str]:
        """Of all that live; more than one while an upgrade is under way."""
        return sorted({process.version for process in self.processes if process.alive})


def workload(*, now: datetime) -> Workload:
    """The work at this moment."""
    due, leased = store.due(now=now), store.leased(now=now)
    late = [*overdue(now=now), *held_up(now=now)]
    waiting = Counter({FLIP: 0, PREPARE: 0, AFTER: 0})
    for found in due:
        waiting[LANES.get(found.state, PREPARE)] += found.rows
    handed_over, stuck = (
        sum(found.handed_over for found in leased),
        sum(found.stuck for found in leased),
    )
    return Workload(
        waiting=dict(waiting),
        handed_over=handed_over,
        in_work=sum(found.rows for found in leased) - handed_over - stuck,
        stuck=stuck,
        late=_late(late, now),
        overdue=sum(rows.number for rows in late),
        processes=tuple(_process(node, now) for node in store.nodes()),
        database=store.size(),
    )


def lateness(*, now: datetime) -> Lateness | None:
    """How late posts went out that were due within the last hour; None when there were none."""
    found = store.lateness(now=now, since=now - LATELY)
    return Lateness(*(timedelta(seconds=late) for late in found)) if found else None


def span(of: timedelta) -> Span:
    """A time as people say it: 0.3 giây, 45 giây, 12 phút, 5 giờ, 3 ngày; nothing is less than
    none.
    """
    seconds = max(0.0, of.total_seconds())
    if seconds < 10:
        return Span(round(seconds, 1), UNITS[0])
    for size, unit in ((86_400, UNITS[3]), (3_600, UNITS[2]), (60, UNITS[1])):
        # Two of the larger unit at least: "90 phút" says more than "1 giờ".
        if seconds >= 2 * size:
            return Span(int(seconds // size), unit)
    return Span(int(seconds), UNITS[0])


def _late(found: Iterable[Rows], now: datetime) -> timedelta:
    # By due times: what waits for an hour behind a stop is late although nothing is to be done
    # about it now.
    return now - min((rows.earliest for rows in found), default=now)


def _process(node: Node, now: datetime) -> Process:
    return Process(
        name=node.name,
        role=node.role,
        host=node.host,
        pid=node.pid,
        version=node.version,
        started_at=node.started_at,
        seen_at=node.seen_at,
        silent=timedelta(seconds=max(0, int((now - node.seen_at).total_seconds()))),
        alive=store.is_alive(node, now=now),
        busy=node.busy,
        done=node.done,
    )
