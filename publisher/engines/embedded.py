"""The embedded engine: one process that claims what is due, in batches, and brings it further
itself."""

import os
import uuid
from collections.abc import Sequence
from datetime import datetime

from publisher.chores import Chore
from publisher.context import Context
from publisher.engines.clock import Clock
from publisher.engines.pool import (
    AFTERCARE,
    FLIPS,
    PREPARATIONS,
    Lane,
    WorkerPool,
)
from publisher.engines.usage_memory import UsageMemory, unpark
from publisher.features.delivery.bulk_flips import Claimed, claim_flips
from publisher.store import deliveries as store
from publisher.store import heartbeats
from publisher.store.transactions import Committing

CLAIM = 500  # deliveries in one claim at most


class EmbeddedEngine:
    """Runs deliveries at their time.

    `start`, then `stop`; `poke` when something may have become due.
    """

    def __init__(
        self,
        *,
        context: Context,
        writer: Committing,
        workers: int,
        batch: int = 1,
        chores: Sequence[Chore] = (),
    ) -> None:
        """`workers` and `batch` as for a `WorkerPool`; `chores` run beside publishing."""
        self._context, self._writer = context, writer
        self._owner = f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self._clock = Clock(context=context, tick=self._tick, sweep=self._sweep, chores=chores)
        self._crew = WorkerPool(
            context=context,
            writer=writer,
            owner=self._owner,
            workers=workers,
            batch=batch,
            freed=self._clock.poke,
        )
        self._limits = UsageMemory(context)
        self._started_at = context.clock()

    def start(self) -> None:
        """Begin: first give back what a former process held, then go by the clock."""
        self._limits.restore()
        self._clock.start()

    def stop(self) -> None:
        """Claim nothing more, let calls that are under way come to their end, give back the
        rest."""
        self._clock.stop()
        self._crew.stop()
        self._writer.write(lambda: store.recover(now=self._context.clock(), running=()))
        self._writer.write(heartbeats.sign_off)

    def poke(self) -> None:
        """Look for due work now; many pokes before that look are one."""
        self._clock.poke()

    @property
    def healthy(self) -> bool:
        """Whether the clock thread and the writer live and the last look at the rows is recent."""
        return self._clock.ticking and self._writer.alive

    def _tick(self) -> None:
        """Claim what is due and hand it out."""
        self._hand_out_flips()
        for lane in (PREPARATIONS, AFTERCARE):
            self._hand_out(lane)

    def _sweep(self, now: datetime) -> None:
        running = self._crew.deliveries()
        self._writer.write(lambda: store.recover(now=now, running=running))
        unpark(self._context, now)
        self._limits.keep()
        self._writer.write(
            lambda: heartbeats.sign(pid=os.getpid(), started_at=self._started_at, now=now)
        )

    def _hand_out(self, lane: Lane) -> None:
        if self._clock.stopping.is_set():
            return
        rows = self._writer.write(
            lambda: store.claim(
                now=self._context.clock(),
                owner=self._owner,
                states=lane.states,
                skip=self._crew.pages(lane),
                limit=CLAIM,
            )
        )
        self._crew.take(lane, Claimed([], rows, len(rows)))

    def _hand_out_flips(self) -> None:
        """As `_hand_out`, in bulk: until nothing more is due."""
        found = CLAIM
        while found == CLAIM and not self._clock.stopping.is_set():
            claimed = self._writer.write(
                lambda: claim_flips(
                    self._context,
                    owner=self._owner,
                    states=FLIPS.states,
                    skip=self._crew.pages(FLIPS),
                    limit=CLAIM,
                )
            )
            found = claimed.found
            self._crew.take(FLIPS, claimed)
