"""The embedded engine: one process, one clock thread, a pool of workers. It holds no future; due times live in rows.

APScheduler is the clock: one wake-up job at the next due time and a sweep every 5 s, both in memory. The sweep
covers what a wake-up cannot know of: clock steps, rows from another process, a new token, deliveries that a dead
worker holds. Measured reasons: reference/engine.md (2026-11).
"""

import logging
import os
import threading
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from apscheduler.executors.pool import ThreadPoolExecutor as ClockThread
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger
from django.db import DatabaseError, connection

from publisher.domain.delivery import State
from publisher.domain.secret import Secret
from publisher.domain.verdict import Published
from publisher.services.pacing import APP, Reading
from publisher.services.publishing import Desk, advance
from publisher.services.publishing.flips import Flip, claim_flips, end_flips, go_on, send, take_back
from publisher.services.publishing.stage import RESTING
from publisher.store import deliveries as store
from publisher.store import pages, pulse
from publisher.store.deliveries import Overtaken
from publisher.store.models import Delivery
from publisher.store.writer import Gathering, Writer

log = logging.getLogger("publisher.engine")

SWEEP = timedelta(seconds=5)
CLAIM = 500  # deliveries in one claim at most
ASIDE = timedelta(minutes=1)  # a delivery on which our own code failed waits so long


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """Stages that share workers. Flips have their own, so that no upload ever delays a post that is due."""

    name: str
    states: Sequence[State]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chore:
    """Something that is done again and again beside publishing."""

    name: str
    every: timedelta
    do: Callable[[], object]
    # After the start.
    first: timedelta = timedelta(seconds=1)
    # Waits for servers of others: done in a thread beside the other chores.
    slow: bool = False


FLIPS = Lane(name="flip", states=(State.PREPARED, State.UNKNOWN))
PREPARATIONS = Lane(name="prepare", states=(State.APPROVED, State.PLANNED, *RESTING))
AFTERCARE = Lane(name="after", states=(State.PUBLISHED,))


class EmbeddedEngine:
    """Runs deliveries at their time. `start`, then `stop`; `poke` when something may have become due."""

    def __init__(self, *, desk: Desk, writer: Writer, workers: int, chores: Sequence["Chore"] = ()) -> None:
        """`chores` run beside publishing in a thread of their own."""
        self._chores = chores
        self._desk, self._writer = desk, writer
        self._owner = f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self._lanes = {
            FLIPS.name: _Running(FLIPS, workers),
            PREPARATIONS.name: _Running(PREPARATIONS, workers),
            AFTERCARE.name: _Running(AFTERCARE, max(1, workers // 4)),
        }
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ClockThread(1), "chores": ClockThread(1), "slow": ClockThread(1)},
            # APScheduler's own defaults drop a job that is one second late.
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 100},
        )
        self._flipped = Gathering(writer, lambda done: end_flips(desk, done, owner=self._owner), self._written)
        self._started_at = desk.clock()
        self._last_tick = self._started_at
        self._kept_usage: dict[str, tuple[int, datetime, datetime | None]] = {}
        self._stopping = threading.Event()
        self._poked = threading.Event()

    def start(self) -> None:
        """Begin: first give back what a former process held, then go by the clock."""
        self._restore_usage()
        self._sweep()
        self._scheduler.add_job(self._sweep, "interval", seconds=SWEEP.total_seconds(), id="sweep")
        for chore in self._chores:
            self._scheduler.add_job(
                partial(self._do, chore),
                "interval",
                seconds=chore.every.total_seconds(),
                id=chore.name,
                executor="slow" if chore.slow else "chores",
                next_run_time=datetime.now(UTC) + chore.first,
            )
        self._scheduler.start()
        self.poke()

    def stop(self) -> None:
        """Claim nothing more, let calls that are under way come to their end, give back the rest."""
        self._stopping.set()
        self._scheduler.shutdown(wait=True)
        for lane in self._lanes.values():
            lane.pool.shutdown(wait=True)
        self._writer.write(lambda: store.recover(now=self._desk.clock(), running=()))
        self._writer.write(pulse.sign_off)

    def poke(self) -> None:
        """Look for due work now; many pokes before that look are one."""
        if not self._poked.is_set():
            self._poked.set()
            self._wake("poke", self._desk.clock())

    @property
    def healthy(self) -> bool:
        """Whether the clock thread and the writer live and the last look at the rows is recent."""
        recent = self._desk.clock() - self._last_tick < SWEEP * 4
        return self._scheduler.running and self._writer.alive and recent

    def _wake(self, name: str, when: datetime) -> None:
        if not self._stopping.is_set():
            self._scheduler.add_job(self._tick, DateTrigger(when), id=name, replace_existing=True)

    def _tick(self) -> None:
        """Claim what is due, hand it out, set the alarm for the next."""
        self._poked.clear()
        try:
            self._hand_out_flips(self._lanes[FLIPS.name])
            for lane in self._lanes.values():
                if lane.lane is not FLIPS:
                    self._hand_out(lane)
            self._last_tick = self._desk.clock()
            self._set_alarm()
        except (DatabaseError, OSError):
            # The sweep tries again; a scheduler that dies of a full disk would never come back.
            log.exception("could not look for due work; trying again in %s", SWEEP)
        finally:
            connection.close_if_unusable_or_obsolete()

    def _set_alarm(self) -> None:
        upcoming = store.next_wake()
        if upcoming and upcoming > self._desk.clock():
            self._wake("alarm", upcoming)

    def _sweep(self) -> None:
        now = self._desk.clock()
        try:
            running = [pk for lane in self._lanes.values() for pk in lane.deliveries()]
            self._writer.write(lambda: store.recover(now=now, running=running))
            self._unpark(now)
            self._keep_usage()
            self._writer.write(lambda: pulse.sign(pid=os.getpid(), started_at=self._started_at, now=now))
        except (DatabaseError, OSError):
            log.exception("sweep failed; trying again in %s", SWEEP)
        self._tick()

    def _do(self, chore: "Chore") -> None:
        if self._stopping.is_set():
            return
        try:
            chore.do()
        except Exception:
            # At the edge of a thread: a chore that stumbles must not end the others, and none is in the way of posts.
            log.exception("%s stumbled; it is done again in %s", chore.name, chore.every)
        finally:
            connection.close_if_unusable_or_obsolete()

    def _keep_usage(self) -> None:
        slugs = {page.facebook_id: slug for slug, page in self._desk.pages.items()} | {APP: APP}
        heard = {
            slugs[key]: (reading.percent, reading.heard_at, reading.until)
            for key, reading in self._desk.pace.readings().items()
            if key in slugs
        }
        if heard != self._kept_usage:
            self._writer.write(lambda: pages.keep_usage(heard))
            self._kept_usage = heard

    def _restore_usage(self) -> None:
        ids = {slug: page.facebook_id for slug, page in self._desk.pages.items()} | {APP: APP}
        kept = pages.usages().items()
        # A stop is kept as the page's quiet time, which outlives us by itself.
        self._desk.pace.restore(
            {ids[slug]: Reading(percent=percent, heard_at=at) for slug, (percent, at) in kept if slug in ids}
        )

    def _unpark(self, now: datetime) -> None:
        fresh = fresh_tokens(self._desk.token)
        if fresh:
            log.info("new token for %s: going on", ", ".join(fresh))
            self._writer.write(lambda: pages.unpark(fresh, now=now))

    def _hand_out(self, lane: "_Running") -> None:
        if self._stopping.is_set():
            return
        rows = self._writer.write(
            lambda: store.claim(
                now=self._desk.clock(),
                owner=self._owner,
                states=lane.lane.states,
                skip=lane.pages(),
                limit=CLAIM,
            )
        )
        by_page: dict[str, list[Delivery]] = defaultdict(list)
        for row in rows:
            by_page[row.page].append(row)
        for page, group in by_page.items():
            lane.take(page, [row.pk for row in group])
            lane.pool.submit(self._work, lane, page, group)

    def _hand_out_flips(self, lane: "_Running") -> None:
        """As `_hand_out`, in bulk: until nothing more is due."""
        found = CLAIM
        while found == CLAIM and not self._stopping.is_set():
            claimed = self._writer.write(
                lambda: claim_flips(
                    self._desk, owner=self._owner, states=lane.lane.states, skip=lane.pages(), limit=CLAIM
                )
            )
            found = claimed.found
            by_page: dict[str, tuple[list[Flip], list[Delivery]]] = defaultdict(lambda: ([], []))
            for flip in claimed.flips:
                by_page[flip.page][0].append(flip)
            for row in claimed.others:
                by_page[row.page][1].append(row)
            for page, (flips, rows) in by_page.items():
                lane.take(page, [*(flip.delivery for flip in flips), *(row.pk for row in rows)])
                lane.pool.submit(self._send, lane, page, flips, rows)

    def _send(self, lane: "_Running", page: str, flips: Sequence[Flip], rows: Iterable[Delivery]) -> None:
        """One page's flips, then whatever of it has to go stage by stage."""
        for flip in flips:
            if self._stopping.is_set():
                self._take_back(lane, flip)
            else:
                self._send_one(lane, flip)
        self._work(lane, page, rows)

    def _take_back(self, lane: "_Running", flip: Flip) -> None:
        try:
            self._writer.write(partial(take_back, self._desk, [flip], owner=self._owner))
        except (DatabaseError, OSError):
            log.exception("could not give back the flip of delivery %s; the sweep will", flip.delivery)
        lane.finish(flip.page, flip.delivery)

    def _send_one(self, lane: "_Running", flip: Flip) -> None:
        try:
            answer = send(self._desk, flip)
            if isinstance(answer, Published):
                return self._flipped.add(flip)
            go_on(self._desk, flip, answer)
        except Overtaken:
            log.info("delivery %s was changed by another process", flip.delivery)
        except Exception:
            # At the edge of a worker: log, leave the row to the sweep, go on with the rest.
            log.exception("flip of delivery %s on %s stopped", flip.delivery, flip.page)
        self._finish(lane, flip.page, flip.delivery)

    def _written(self, flips: Iterable[Flip]) -> None:
        # Only now the page is free: how long ago its last post was is known from the rows.
        for flip in flips:
            self._finish(self._lanes[FLIPS.name], flip.page, flip.delivery)

    def _finish(self, lane: "_Running", page: str, delivery: int) -> None:
        if lane.finish(page, delivery):
            # Finished work may have made other work due: a prepared draft, a page that was busy.
            self.poke()

    def _work(self, lane: "_Running", page: str, rows: Iterable[Delivery]) -> None:
        """One page's due deliveries, one after the other."""
        for row in rows:
            if not self._stopping.is_set():
                self._advance(row)
            self._finish(lane, page, row.pk)

    def _advance(self, row: Delivery) -> None:
        try:
            advance(self._desk, row)
        except Overtaken:
            log.info("delivery %s was changed by another process", row.pk)
        except Exception:
            # At the edge of a worker: log, put the row aside, go on with the rest.
            log.exception("delivery %s of %s on %s stopped", row.pk, row.entry_id, row.page)
            self._put_aside(row)

    def _put_aside(self, row: Delivery) -> None:
        now = self._desk.clock()
        try:
            self._writer.write(lambda: store.give_back(row.pk, now=now, wake_at=now + ASIDE))
        except (DatabaseError, OSError):
            log.exception("could not put delivery %s aside; the sweep will", row.pk)


class _Running:
    """A lane at work: its pool, and which pages and deliveries it has in hand."""

    def __init__(self, lane: Lane, workers: int) -> None:
        self.lane = lane
        self.pool = ThreadPoolExecutor(workers, thread_name_prefix=lane.name)
        self._busy: dict[str, set[int]] = {}
        self._lock = threading.Lock()

    def pages(self) -> list[str]:
        """Pages in hand; each takes one delivery at a time."""
        with self._lock:
            return list(self._busy)

    def deliveries(self) -> list[int]:
        """Deliveries in hand."""
        with self._lock:
            return [pk for group in self._busy.values() for pk in group]

    def take(self, page: str, deliveries: Sequence[int]) -> None:
        """Note that a page is in hand, with these deliveries."""
        with self._lock:
            self._busy[page] = set(deliveries)

    def finish(self, page: str, delivery: int) -> bool:
        """Note that a delivery is done with; True when its page is free now."""
        with self._lock:
            left = self._busy[page]
            left.discard(delivery)
            if not left:
                del self._busy[page]
            return not left


def fresh_tokens(token: Callable[[str], Secret | None]) -> list[str]:
    """Parked pages that have another token than the one for which they were parked."""
    parked = pages.parked_pages().items()
    found = [(page, token(page), state.token_fingerprint) for page, state in parked]
    return [page for page, now_has, had in found if now_has and now_has.fingerprint() != had]
