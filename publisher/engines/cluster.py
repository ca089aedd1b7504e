"""The cluster's engine: every process hands over what is due, in chunks, and looks after leases.
There is no leader.

`publisher run` plans and hands over; `publisher worker` hands over as well and has `DoesJobs` that
do the work.
"""

import logging
import os
import socket
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple, Protocol

from publisher import __version__
from publisher.chores import Chore
from publisher.context import Context
from publisher.engines import jobs as chunks
from publisher.engines.clock import Clock
from publisher.engines.pool import (
    AFTERCARE,
    FLIPS,
    PREPARATIONS,
    Lane,
)
from publisher.engines.usage_memory import UsageMemory, unpark
from publisher.store import heartbeats, leases
from publisher.store.flips import Lease
from publisher.store.heartbeats import RUN, WORKER
from publisher.store.models import Node
from publisher.store.shared_clock import OFF, SharedClock
from publisher.store.transactions import Committing

log = logging.getLogger("publisher.engine")

CLAIM = 250  # deliveries that one claim looks for; on as many pages at most
# What a process has in work comes back to others so long after its last sign of life; it signs
# every 5 s.
LEASE = heartbeats.DEAD
# What was handed over and not begun is handed over anew: the worker that would have taken it may be
# gone.
HANDED = timedelta(minutes=2)
# Ends of many pages at once make one look, not a hundred.
APART = timedelta(milliseconds=40)
# So long aftercare waits at most for posts that have to go out.
PATIENCE = timedelta(seconds=5)
# Chunks that one worker has in work at the same time, by lane.
AT_ONCE = {FLIPS.name: 3, PREPARATIONS.name: 2, AFTERCARE.name: 1}
# Chunks that wait for each that may be in work. More would only lie in a queue, where nothing
# overtakes them.
AHEAD = 2


class Handed(NamedTuple):
    """What came of handing over what is due in a lane."""

    # Another process was in the way of some of it.
    missed: bool
    # There is as much in the queue as the workers can soon begin, and perhaps more due.
    full: bool


class Work(NamedTuple):
    """Deliveries that somebody holds."""

    owner: str
    pks: Sequence[int]


class DoesJobs(Protocol):
    """What a worker has beside the handing over: somebody who does the work."""

    def start(self) -> None:
        """Take chunks."""
        ...

    def stop(self) -> None:
        """Take no more; return when calls that are under way have come to their end."""
        ...

    def in_work(self) -> Iterable[Work]:
        """What must not be taken for abandoned."""
        ...

    @property
    def done(self) -> int:
        """Deliveries that came to the end of a stage."""
        ...

    @property
    def healthy(self) -> bool:
        """Whether chunks are being taken."""
        ...


def in_turn(chore: Chore, *, writer: Committing, owner: str) -> Chore:
    """The chore as one of many processes does it: whoever comes first, once in its time."""

    def run(context: Context, now: datetime) -> None:
        # Less than its time, or the one who did it last would always come a moment too early.
        lasts = chore.every * 0.9
        if writer.write(
            lambda: heartbeats.take_turn(chore.name, owner=owner, now=now, lasts=lasts)
        ):
            chore.run(context, now)

    return replace(chore, run=run)


def node_name() -> str:
    """A name for this process, unique for ever."""
    return f"{socket.gethostname()[:30]}-{os.getpid()}-{uuid.uuid4().hex[:8]}"


class ClusterEngine:
    """Hands over due deliveries at their time.

    `start`, then `stop`; `poke` when something may have become due.
    """

    def __init__(
        self,
        *,
        context: Context,
        writer: Committing,
        clock: SharedClock,
        name: str,
        role: str,
        job_worker: DoesJobs | None = None,
        chores: Sequence[Chore] = (),
    ) -> None:
        """`name` as of `node_name`; `role`: RUN or WORKER; `context.clock` is `clock`."""
        self._context, self._writer, self._shared, self._job_worker = (
            context,
            writer,
            clock,
            job_worker,
        )
        self._limits = UsageMemory(context)
        self._aftercare_at = clock()
        self._clock = Clock(
            context=context,
            tick=self._tick,
            sweep=self._sweep,
            chores=chores,
            apart=APART,
            name=name,
        )
        self._node = Node(
            name=name,
            role=role,
            host=socket.gethostname()[:200],
            pid=os.getpid(),
            version=__version__,
            started_at=clock(),
        )

    def start(self) -> None:
        """Begin; returns when this process is known to the others."""
        self._clock.start()
        if self._job_worker:
            self._job_worker.start()

    def stop(self) -> None:
        """Hand over nothing more, let calls that are under way come to their end, give back the
        rest."""
        # Its sweep goes on as long as calls do, or others would take their deliveries for
        # abandoned.
        self._clock.stopping.set()
        if self._job_worker:
            self._job_worker.stop()
        self._clock.stop()
        self._writer.write(lambda: leases.give_back_all(owner=self._node.name, now=self._shared()))
        self._writer.write(lambda: heartbeats.sign_off_node(self._node.name))
        if self._node.role == RUN:
            self._writer.write(heartbeats.sign_off)

    def poke(self) -> None:
        """Look for due work now; many pokes before that look are one."""
        self._clock.poke()

    @property
    def healthy(self) -> bool:
        """Whether the last look at the rows is recent, and the hands are at work."""
        return self._clock.ticking and (self._job_worker is None or self._job_worker.healthy)

    def _tick(self) -> None:
        flips, preparations = self._hand_over(FLIPS), self._hand_over(PREPARATIONS)
        missed = flips.missed or preparations.missed
        # Nobody waits for a permalink; while posts are waiting for their turn it may, but not for
        # ever.
        if not flips.full or self._shared() - self._aftercare_at > PATIENCE:
            missed |= self._hand_over(AFTERCARE).missed
            self._aftercare_at = self._shared()
        if missed:
            self._clock.wake("again", self._shared() + APART)

    def _hand_over(self, lane: Lane) -> "Handed":
        """Hand over what is due, as much as the workers can soon begin."""
        missed, room = False, self._room(lane)
        while room > 0 and not self._clock.stopping.is_set():
            found, jobs = self._writer.write(lambda: self._claim(lane))
            room -= jobs
            missed |= found.missed > 0
            if found.found < CLAIM or not jobs:
                return Handed(missed=missed, full=False)
        return Handed(missed=missed, full=True)

    def _room(self, lane: Lane) -> int:
        workers = max(1, heartbeats.live_nodes(WORKER, now=self._shared()))
        return (1 + AHEAD) * AT_ONCE[lane.name] * workers - chunks.waiting(lane.name)

    def _claim(self, lane: Lane) -> tuple[leases.Claim, int]:
        now = self._shared()
        lease = Lease(f"{leases.HANDED_OVER}{uuid.uuid4().hex}", now + HANDED)
        found = leases.claim(now=now, states=lane.states, busy=lane.busy, limit=CLAIM, lease=lease)
        return found, chunks.defer(lane.name, lease.owner, found.groups)

    def _sweep(self, _now: datetime) -> None:
        if abs(self._shared.compare()) > OFF:
            log.warning(
                "this machine's clock is off by %s; the database's is used", self._shared.offset
            )
        now = self._shared()
        work = list(self._job_worker.in_work()) if self._job_worker else []
        for held in work:
            self._writer.write(
                partial(leases.renew, held.pks, Lease(held.owner, now + _lasts(held)))
            )
        if ended := self._writer.write(lambda: leases.reap(now=now)):
            log.warning("took back %d deliveries whose worker gave no sign", ended)
        unpark(self._context, now)
        self._limits.keep()
        self._limits.restore()
        self._sign(now, sum(len(held.pks) for held in work))

    def _sign(self, now: datetime, busy: int) -> None:
        self._node.seen_at, self._node.busy = now, busy
        self._node.done = self._job_worker.done if self._job_worker else 0
        self._writer.write(lambda: heartbeats.sign_node(self._node))
        if self._node.role == RUN:
            self._writer.write(
                lambda: heartbeats.sign(
                    pid=self._node.pid, started_at=self._node.started_at, now=now
                )
            )


def _lasts(held: Work) -> timedelta:
    return HANDED if held.owner.startswith(leases.HANDED_OVER) else LEASE
