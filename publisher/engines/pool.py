"""The threads that bring leased deliveries further, one of a page at a time in each lane. Both
engines have them.

Who claims, and when, is the engine's; what a stage does is `services.publishing`'s.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from math import ceil

from django.db import Error as DatabaseTrouble

from publisher.context import Context
from publisher.domain.delivery import State
from publisher.domain.errors import Overtaken
from publisher.domain.verdict import Deferred, Published, Scope, Setback
from publisher.features.delivery.advance import advance
from publisher.features.delivery.bulk_flips import (
    Claimed,
    Flip,
    end_flips,
    go_on,
    send_together,
    take_back,
)
from publisher.features.delivery.stage import RESTING
from publisher.features.delivery.stumbles import put_aside
from publisher.store.connection import rest
from publisher.store.models import Delivery
from publisher.store.transactions import Committing, Gathering

log = logging.getLogger("publisher.engine")

# So long a delivery waits on which our own code failed; a flip is looked at at once.
ASIDE, NOW = timedelta(minutes=1), timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """Stages that share workers.

    Flips have their own, so that no upload ever delays a post that is due.
    """

    name: str
    # In which a delivery is claimed.
    states: Sequence[State]
    # In which a leased one makes its page busy.
    busy: Sequence[State]


FLIPS = Lane(
    name="flip",
    states=(State.PREPARED, State.UNKNOWN),
    busy=(State.PREPARED, State.UNKNOWN, State.PUBLISHING),
)
_BEFORE = (State.APPROVED, State.PLANNED, *RESTING)
PREPARATIONS = Lane(name="prepare", states=_BEFORE, busy=(*_BEFORE, State.PREPARING))
AFTERCARE = Lane(name="after", states=(State.PUBLISHED,), busy=(State.PUBLISHED,))
LANES = (FLIPS, PREPARATIONS, AFTERCARE)


class WorkerPool:
    """Threads for leased deliveries.

    `take` gives them work; `freed` is called when a page has come to its end.
    """

    def __init__(
        self,
        *,
        context: Context,
        writer: Committing,
        owner: str,
        workers: int,
        batch: int,
        freed: Callable[[], None],
    ) -> None:
        """`workers`: calls at once in a lane; `batch`: flips that may travel in one call, 1 for
        none together.
        """
        self._context, self._writer, self._owner, self._freed = context, writer, owner, freed
        self._workers, self._batch = workers, batch
        sizes = {AFTERCARE.name: max(1, workers // 4)}
        self._pools = {
            lane.name: ThreadPoolExecutor(
                sizes.get(lane.name, workers), thread_name_prefix=lane.name
            )
            for lane in LANES
        }
        self._in_hand: set[_PageQueue] = set()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._flipped: Gathering[tuple[_PageQueue, Flip]] = Gathering(
            writer,
            lambda done: end_flips(context, [flip for _, flip in done], owner=owner),
            self._written,
        )
        # Deliveries that came to the end of a stage.
        self.done = 0

    def take(self, lane: Lane, claimed: Claimed) -> "GroupEnd":
        """Begin to bring leased deliveries further, each page's one after the other."""
        groups = _grouped(lane, claimed)
        outcome = GroupEnd(groups)
        with self._lock:
            if not self._stopping.is_set():
                self._submit(lane, groups)
                return outcome
        # What comes after the end: flips go back at once, all else stays leased and is given back
        # with the rest.
        self._take_back([(group, flip) for group in groups for flip in group.flips])
        return GroupEnd([])

    def _submit(self, lane: Lane, groups: "Sequence[_PageQueue]") -> None:
        self._in_hand.update(groups)
        pool = self._pools[lane.name]
        # A page has flips or other work, never both: what follows a flip waits until that is
        # written.
        for group in groups:
            if group.rows:
                pool.submit(self._work, group)
        flipping = [group for group in groups if group.flips]
        singly = [group for group in flipping if any(flip.again for flip in group.flips)]
        together = [group for group in flipping if group not in singly]
        for some in ([[group] for group in singly], self._shares(together)):
            for share in some:
                pool.submit(self._flip, share)

    def stop(self) -> None:
        """Begin no call any more, and wait for those that are under way."""
        with self._lock:
            self._stopping.set()
            unsent = [(group, flip) for group in self._in_hand for flip in group.flips]
            for group, _ in unsent:
                group.flips.clear()
        # At once, not when a thread is free: a call may take half a minute, and others can send
        # these meanwhile.
        self._take_back(unsent)
        for pool in self._pools.values():
            pool.shutdown(wait=True)

    def pages(self, lane: Lane) -> list[str]:
        """Pages in hand; each takes one delivery at a time."""
        with self._lock:
            return [group.page for group in self._in_hand if group.lane is lane]

    def deliveries(self) -> list[int]:
        """Deliveries in hand."""
        with self._lock:
            return [pk for group in self._in_hand for pk in group.left]

    def _shares(self, groups: "Sequence[_PageQueue]") -> "Iterable[Sequence[_PageQueue]]":
        """Pages that share a call: as many as it takes to give each thread one, and only when
        threads are scarce.

        Below that a page has a call to itself, which is as quick and fails alone
        (`bench/batches.py`).
        """
        size = max(1, min(self._batch, ceil(len(groups) / self._workers)))
        return (groups[start : start + size] for start in range(0, len(groups), size))

    def _flip(self, groups: "Sequence[_PageQueue]") -> None:
        """The flips of some pages, one of each page at a time."""
        while together := self._next_of(groups):
            self._send(together)
            rest()

    def _next_of(self, groups: "Sequence[_PageQueue]") -> "list[tuple[_PageQueue, Flip]]":
        with self._lock:
            return [(group, group.flips.pop(0)) for group in groups if group.flips]

    def _take_back(self, unsent: "Sequence[tuple[_PageQueue, Flip]]") -> None:
        if not unsent:
            return
        try:
            self._writer.write(
                partial(take_back, self._context, [flip for _, flip in unsent], owner=self._owner)
            )
        except (DatabaseTrouble, OSError):
            log.exception("could not give back %d flips; the sweep will", len(unsent))
        for group, flip in unsent:
            self._finish(group, flip.delivery)

    def _send(self, together: "Sequence[tuple[_PageQueue, Flip]]") -> None:
        try:
            answers = send_together(self._context, [flip for _, flip in together])
        except Exception as error:
            # At the edge of a worker: log, put the rows aside, go on with the rest.
            log.exception("flips of %d deliveries stopped", len(together))
            for group, flip in together:
                self._put_aside(flip.delivery, error, NOW)
                self._finish(group, flip.delivery)
            return
        for (group, flip), answer in zip(together, answers, strict=True):
            self._go_on(group, flip, answer)

    def _go_on(self, group: "_PageQueue", flip: Flip, answer: Published | Setback) -> None:
        if isinstance(answer, Published):
            return self._flipped.add((group, flip))
        try:
            go_on(self._context, flip, answer)
        except Overtaken:
            log.info("delivery %s was changed by another process", flip.delivery)
        except Exception as error:
            # At the edge of a worker, as above.
            log.exception("flip of delivery %s on %s stopped", flip.delivery, flip.page)
            self._put_aside(flip.delivery, error, NOW)
        if isinstance(answer, Deferred) and answer.stop:
            self._stop_short(None if answer.scope is Scope.APP else flip.page)
        return self._finish(group, flip.delivery)

    def _stop_short(self, page: str | None) -> None:
        """Send no more of a page (None: of any) while Facebook takes nothing: one of them will
        try again."""
        with self._lock:
            groups = [group for group in self._in_hand if page in (None, group.page)]
            unsent = [(group, flip) for group in groups for flip in group.flips]
            for group in groups:
                group.flips.clear()
        self._take_back(unsent)

    def _written(self, flips: "Iterable[tuple[_PageQueue, Flip]]") -> None:
        # Only now the page is free: how long ago its last post was is known from the rows.
        for group, flip in flips:
            self._finish(group, flip.delivery)

    def _work(self, group: "_PageQueue") -> None:
        """One page's deliveries, one after the other."""
        for row in group.rows:
            if not self._stopping.is_set():
                self._advance(row)
            rest()
            self._finish(group, row.pk)

    def _advance(self, row: Delivery) -> None:
        try:
            advance(self._context, row)
        except Overtaken:
            log.info("delivery %s was changed by another process", row.pk)
        except Exception as error:
            # At the edge of a worker: log, put the row aside, go on with the rest.
            log.exception("delivery %s of %s on %s stopped", row.pk, row.entry_id, row.page)
            self._put_aside(row.pk, error, ASIDE)

    def _put_aside(self, pk: int, error: Exception, wait: timedelta) -> None:
        now = self._context.clock()
        try:
            self._writer.write(lambda: put_aside(pk, error, now=now, wake_at=now + wait))
        except (DatabaseTrouble, OSError, Overtaken):
            log.exception("could not put delivery %s aside; the sweep will", pk)

    def _finish(self, group: "_PageQueue", delivery: int) -> None:
        with self._lock:
            self.done += 1
            group.left.discard(delivery)
            free = not group.left
            if free:
                self._in_hand.discard(group)
        if free:
            group.over()
            # Finished work may have made other work due: a prepared draft, a page that was busy.
            self._freed()


class _PageQueue:
    """A page's leased deliveries in hand."""

    def __init__(self, lane: Lane, page: str) -> None:
        self.lane, self.page = lane, page
        self.flips: list[Flip] = []
        self.rows: list[Delivery] = []
        self.left: set[int] = set()
        self.over: Callable[[], None] = lambda: None


class GroupEnd:
    """Waits for the end of everything that was taken together."""

    def __init__(self, groups: Sequence[_PageQueue]) -> None:
        self._open, self._lock, self._over = len(groups), threading.Lock(), threading.Event()
        for group in groups:
            group.over = self._one_less
        if not groups:
            self._over.set()

    def wait(self) -> None:
        """Return when the last of it has come to its end."""
        self._over.wait()

    def _one_less(self) -> None:
        with self._lock:
            self._open -= 1
            if not self._open:
                self._over.set()


def _grouped(lane: Lane, claimed: Claimed) -> list[_PageQueue]:
    groups: dict[str, _PageQueue] = {}
    for flip in claimed.flips:
        group = groups.get(flip.page) or groups.setdefault(flip.page, _PageQueue(lane, flip.page))
        group.flips.append(flip)
        group.left.add(flip.delivery)
    for row in claimed.others:
        group = groups.get(row.page) or groups.setdefault(row.page, _PageQueue(lane, row.page))
        group.rows.append(row)
        group.left.add(row.pk)
    return list(groups.values())
