"""The clock of an engine: an alarm at the next due time, a sweep every 5 s, and chores beside it.
It holds no future.

APScheduler is the clock, with one wake-up job in memory. The sweep covers what an alarm cannot know
of: clock steps, rows from another process, a new token, deliveries that a dead worker holds.
Measured reasons: reference/engine.md (2026-11).
"""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic

from apscheduler.executors.pool import ThreadPoolExecutor as ClockThread
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger
from django.db import connection

from publisher.chores import Chore, note_stumble, note_well
from publisher.context import Context
from publisher.domain.errors import PublisherError
from publisher.domain.reason import Reason
from publisher.store import deliveries as store

log = logging.getLogger("publisher.engine")

SWEEP = timedelta(seconds=5)
# So long an ending engine waits for chores that wait for servers of others; a fetch ends within 15
# s.
PATIENCE = timedelta(seconds=20)
_DUE, _RECOVERY = Reason("chores.due"), Reason("chores.recovery")


class Clock:
    """Calls `tick` when something may be due and `sweep` before it every 5 s; both
    in one thread.
    """

    def __init__(
        self,
        *,
        context: Context,
        tick: Callable[[], None],
        sweep: Callable[[datetime], None],
        chores: Sequence[Chore] = (),
        apart: timedelta = timedelta(),
        patience: timedelta = PATIENCE,
        name: str = "engine",
    ) -> None:
        """`chores` run beside publishing in their own threads; a poke makes a look `apart` after
        the last at best.

        `patience`: so long `stop` waits for slow ones. `name`: unique among the processes.
        """
        self._name = name
        # What went wrong the last time: of the look at the rows, and of the sweep.
        self._stumbled: set[Reason] = set()
        self._apart, self._patience = apart, patience
        self._slow: dict[str, threading.Thread] = {}
        self._context, self._now = context, context.clock
        self._look, self._clean, self._chores = tick, sweep, chores
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ClockThread(1), "chores": ClockThread(1), "slow": ClockThread(1)},
            # APScheduler's own defaults drop a job that is one second late.
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 100},
        )
        self._last_tick = self._now()
        self._poked = threading.Event()
        self.stopping = threading.Event()

    def start(self) -> None:
        """Sweep, then go by the clock."""
        self._sweep()
        self._scheduler.add_job(self._sweep, "interval", seconds=SWEEP.total_seconds(), id="sweep")
        for chore in self._chores:
            self._scheduler.add_job(
                partial(self._begin if chore.slow else self._do, chore),
                "interval",
                seconds=chore.every.total_seconds(),
                id=chore.name,
                # Where slow ones are begun only; another chore that takes long must not be before
                # them.
                executor="slow" if chore.slow else "chores",
                next_run_time=datetime.now(UTC) + chore.first,
            )
        self._scheduler.start()
        self.poke()

    def stop(self) -> None:
        """Look no more; returns when a look under way has come to its end. A slow chore that hangs
        is left behind.
        """
        self.stopping.set()
        # APScheduler stumbles over jobs that it takes off its list while it is shut down; asking
        # for them waits for it.
        self._scheduler.pause()
        self._scheduler.get_jobs()
        self._scheduler.shutdown(wait=True)
        until = monotonic() + self._patience.total_seconds()
        for name, thread in self._slow.items():
            thread.join(max(0.0, until - monotonic()))
            if thread.is_alive():
                log.warning("%s does not come to its end; it is left behind", name)

    def poke(self) -> None:
        """Look for due work now; many pokes before that look are one."""
        if not self._poked.is_set():
            self._poked.set()
            self.wake("poke", max(self._now(), self._last_tick + self._apart))

    def wake(self, name: str, when: datetime) -> None:
        """Look at `when` (aware); a later call with the same name takes its place."""
        if not self.stopping.is_set():
            # The scheduler goes by this machine's clock, which in a cluster is not the one that
            # counts.
            at = datetime.now(UTC) + (when - self._now())
            self._scheduler.add_job(self._tick, DateTrigger(at), id=name, replace_existing=True)

    @property
    def ticking(self) -> bool:
        """Whether the clock's thread lives and its last look at the rows is recent."""
        return self._scheduler.running and self._now() - self._last_tick < SWEEP * 4

    def _tick(self) -> None:
        self._poked.clear()
        with self._told(_DUE, "could not look for due work"):
            self._look()
            self._last_tick = self._now()
            self._set_alarm()
        connection.close_if_unusable_or_obsolete()

    def _set_alarm(self) -> None:
        # What is due already waits for its page, whose end pokes; it must not hide what comes next.
        if upcoming := store.next_wake(after=self._now()):
            self.wake("alarm", upcoming)

    def _sweep(self) -> None:
        with self._told(_RECOVERY, "sweep failed"):
            self._clean(self._now())
        self._tick()

    @contextmanager
    def _told(self, what: Reason, failed: str) -> Iterator[None]:
        """The boundary of a part of ours: a scheduler that dies of a full disk would never come
        back, and people are told of what goes wrong again and again."""
        name = f"{self._name} {what.code}"[:100]
        try:
            yield
        except Exception as error:
            log.exception("%s; trying again in %s", failed, SWEEP)
            self._stumbled.add(what)
            note_stumble(self._context, name, what, error, now=self._now())
            return
        if what in self._stumbled:
            note_well(self._context, name)
            self._stumbled.discard(what)

    def _begin(self, chore: Chore) -> None:
        """Do a slow chore in its own thread, unless it is still at the last time's."""
        before = self._slow.get(chore.name)
        if before and before.is_alive():
            log.info("%s is still under way", chore.name)
            return
        # Left behind it must not hold the process.
        thread = threading.Thread(
            target=self._do, args=(chore,), name=f"chore-{chore.name}", daemon=True
        )
        self._slow[chore.name] = thread
        thread.start()

    def _do(self, chore: Chore) -> None:
        if self.stopping.is_set():
            return
        try:
            chore.run(self._context, self._now())
        except PublisherError as error:
            log.warning("%s: %s; it is done again in %s", chore.name, error, chore.every)
        except Exception:
            # At the edge of a thread: a chore that stumbles must not end the others, and none is in
            # the way of posts.
            log.exception("%s stumbled; it is done again in %s", chore.name, chore.every)
        finally:
            # A slow one's thread ends with it.
            if chore.slow:
                connection.close()
            else:
                connection.close_if_unusable_or_obsolete()
