"""Takes in changes of the queue: what was written is read, planned and told to the engine."""

import logging
import os
import platform
import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.db import Error as DatabaseTrouble

from publisher.context import Context
from publisher.domain.entry import Queue
from publisher.domain.errors import CutShort, StoreError
from publisher.domain.reason import NO_REASON, Problem, Reason
from publisher.features.scheduling.planning import FullPages, PlanReport, plan_queue
from publisher.features.scheduling.queue_problems import FOLDER, keep
from publisher.features.scheduling.withheld import asks_or_was_told, note_turn
from publisher.queuefiles.checks import Known
from publisher.queuefiles.folder import QueueReader, QueueReading
from publisher.store.locks import alone
from publisher.store.stumbles import why

log = logging.getLogger("publisher.service")

# Campaigns are planned `plan_ahead` days ahead; once an hour the horizon moves on.
PLAN_ALL = timedelta(hours=1)


class QueuePlanning:
    """Takes in changes of the queue: reads, plans, tells the engine. One change at a time."""

    def __init__(
        self, context: Context, reader: QueueReader, *, known: Callable[[], Known]
    ) -> None:
        """`known`: what files may refer to, as it is when it is asked for."""
        self._context, self._reader, self._known = context, reader, known
        self._full: FullPages = {}
        self._planning = threading.Lock()
        # The reader's own: a page that asks for the queue does not wait until it is planned.
        self._lock = threading.Lock()
        self._planned_all_at: datetime | None = None
        # Under which a failure is kept: one process of a cluster may fail while others do not.
        self._name = f"{platform.node()}:{os.getpid()}" if context.config.clustered else ""
        self._reading: QueueReading | None = None
        self._queue: Queue | None = None
        self.problems: tuple[Problem, ...] = ()
        # Of them those that planning found; and what the database knows, None when nobody can tell.
        self._refused: tuple[Problem, ...] = ()
        self._kept: tuple[Problem, ...] | None = None
        # Why the last turn did not come to its end; empty after one that did.
        self.failure = NO_REASON
        # What the database says of it; None: nobody knows, a process before this one may have
        # failed.
        self._noted: Reason | None = None

    def queue(self) -> Queue:
        """The queue as it was read last; put together once after each change."""
        with self._lock:
            if self._queue is None:
                self._queue = (self._reading or self._reader.refresh(None)).queue
            return self._queue

    def known(self) -> Known:
        """What its files may refer to."""
        return self._known()

    def take_in(self, changed: frozenset[Path] | None) -> None:
        """Read what changed (None: look at every file) and plan it; a turn that fails is told, and
        raises nothing.

        Whoever wrote the files is not to blame: they are there, and the next turn plans them.
        """
        with suppress(Exception):
            self._take_in(changed)

    def take_in_now(self, paths: Iterable[Path]) -> None:
        """As `take_in`, for somebody who waits for the end: what made a turn fail is raised
        after it was told."""
        self._take_in(frozenset(paths))

    def _take_in(self, changed: frozenset[Path] | None) -> None:
        with self._planning:
            now, trouble, failure = self._context.clock(), None, NO_REASON
            try:
                failure = self._turn(changed, now)
            except CutShort:
                # No failure: the next start plans everything.
                raise
            except Exception as error:
                trouble, failure = error, why(error)
                if failure != self.failure:
                    log.exception("could not take in the changes of the queue")
            self._note(failure, now)
            if trouble:
                raise trouble

    def _turn(self, changed: frozenset[Path] | None, now: datetime) -> Reason:
        """Why it did not do all that it should; empty when it did."""
        reading = self._read(changed)
        everything = (
            self._planned_all_at is None
            or now - self._planned_all_at >= PLAN_ALL
            or asks_or_was_told()
        )
        report = (
            self._plan(reading, now, everything=everything)
            if everything or reading.changed
            else None
        )
        failure = _what_is_missing(reading, report)
        self._tell((*reading.problems, *self._refused), failure)
        return failure

    def _alone(self) -> AbstractContextManager[None]:
        """Two processes that plan the same queue at once would do everything twice."""
        if not self._context.config.clustered:
            return nullcontext()
        return alone("planning", ending=self._context.ending)

    def _note(self, failure: Reason, now: datetime) -> None:
        if failure:
            # Nobody knows what the turn did; the next one plans everything.
            self._planned_all_at = None
            log.warning("planning failed: %s", failure.whole())
        self.failure = failure
        if not failure and self._noted == NO_REASON:
            return
        try:
            self._context.transactions.write(lambda: note_turn(self._name, failure, now=now))
            self._noted = failure
        except (DatabaseTrouble, StoreError):
            # /healthz tells it all the same.
            log.warning("could not note how planning ended")

    def _read(self, changed: frozenset[Path] | None) -> QueueReading:
        with self._lock:
            self._reading = self._reader.refresh(changed)
            if self._reading.changed:
                self._queue = None
            return self._reading

    def _plan(self, reading: QueueReading, now: datetime, *, everything: bool) -> PlanReport:
        # What fails is planned anew with everything: the reader will not tell of these changes
        # again.
        planned_at, self._planned_all_at = self._planned_all_at, None
        with self._alone():
            report = plan_queue(
                self._context,
                self.queue() if everything else reading.changed_queue,
                now=now,
                broken=reading.broken,
                changed=None if everything else reading.changed,
                complete=reading.complete,
                full=self._full,
            )
        if not report.busy:
            self._planned_all_at = now if everything else planned_at
        self._refused = (*self._left(reading, everything=everything), *report.problems)
        if report.added or report.changed or report.cancelled:
            log.info(
                "planned: %d new, %d changed, %d cancelled",
                report.added,
                report.changed,
                report.cancelled,
            )
        self._context.poke()
        return report

    def _left(self, reading: QueueReading, *, everything: bool) -> tuple[Problem, ...]:
        """What planning refused before and did not look at again."""
        again = reading.changed | {FOLDER}
        return () if everything else tuple(one for one in self._refused if one.path not in again)

    def _tell(self, problems: tuple[Problem, ...], failure: Reason) -> None:
        known = frozenset(self.problems)
        for problem in problems:
            if problem not in known:
                log.warning("%s", problem)
        self.problems = problems
        # What keeps a turn from its end is told as such.
        wrong = tuple(one for one in problems if one.to_reason() != failure)
        if wrong == self._kept:
            return
        self._kept = None
        keep(self._context, wrong, self.queue())
        self._kept = wrong


def _what_is_missing(reading: QueueReading, report: PlanReport | None) -> Reason:
    """What a look did not see although it should be there; empty when nothing is missing."""
    if report and report.stood:
        return report.problems[-1].to_reason()
    return reading.problems[0].to_reason() if reading.lost else NO_REASON
