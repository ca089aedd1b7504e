"""How fast Facebook lets us go: what its answers say of our limits, and what may still be sent at
that point.

Policy of graph-api.md section 5: slow from 75 %, publishing only from 90 %. At 100 % a stop begins,
which is settled in the rows (`features.delivery.stops`); what was heard of one here holds
everything until it stands there. A page that is near its limit never slows another page; only the
app's own limit concerns all.
"""

import random
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import NamedTuple

from publisher.channels.port import Usage

SLOW, PUBLISHING_ONLY, STOP = 75, 90, 100
# Between two preparations of a page that goes slowly.
SLOW_GAP = timedelta(seconds=30)
# Headers come with every answer near a limit; a word that is older says nothing any more.
FRESH = timedelta(minutes=15)
# Preparing a post that is due so soon is publishing.
SOON = timedelta(minutes=2)
APP = "*"


class Importance(Enum):
    """What a call is for."""

    # What makes a post public, or tells whether it is.
    PUBLISH = auto()
    # Photos, drafts, first comments.
    PREPARE = auto()
    # Permalinks, looks at links, sweeping.
    REST = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageReading:
    """What Facebook last said of one limit."""

    percent: int
    heard_at: datetime


class Heard(NamedTuple):
    """A stop that stands in no row yet."""

    # Facebook's estimate, if it gave one.
    wait: timedelta | None
    at: datetime


def spread(wait: timedelta) -> timedelta:
    """A little longer than `wait`, each time otherwise, so that what waits together does not
    come back together."""
    return wait * (1 + random.random() * 0.1)


class Pace:
    """The readings of all pages and of the app ("*"), by Facebook page id. Shared by threads."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._readings: dict[str, UsageReading] = {}
        self._heard: dict[str, Heard] = {}
        self._last: dict[str, datetime] = {}
        self._lock = threading.Lock()

    def hear(self, page_id: str, usage: Usage) -> None:
        """Take note of an answer's headers."""
        now, key = self._clock(), APP if usage.of_app else page_id
        with self._lock:
            if usage.percent >= STOP or usage.wait > timedelta():
                # Nothing goes on until the stop is over, and then its figure says nothing any more.
                self._heard[key] = Heard(usage.wait or None, now)
                self._readings.pop(key, None)
            else:
                self._readings[key] = UsageReading(percent=usage.percent, heard_at=now)

    def heard(self) -> Mapping[str, Heard]:
        """The stops that have to be put into rows, and then to be told to `noted`."""
        if not self._heard:
            return {}
        with self._lock:
            return dict(self._heard)

    def noted(self, heard: Mapping[str, Heard]) -> None:
        """Forget stops that stand in rows by now."""
        with self._lock:
            for key, said in heard.items():
                if self._heard.get(key) == said:
                    del self._heard[key]

    def wait_until(self, page_id: str, importance: Importance, now: datetime) -> datetime | None:
        """When a call of this importance may be made on a page, or None when it may be made now."""
        if self._heard and (
            key := next((key for key in (page_id, APP) if key in self._heard), None)
        ):
            return now + (self._heard[key].wait or SOON)
        if importance is Importance.PUBLISH or not self._readings:
            return None
        with self._lock:
            found = [self._readings[key] for key in (page_id, APP) if key in self._readings]
            last = self._last.get(page_id)
        waits = [wait for reading in found if (wait := _wait(reading, importance, last, now))]
        if not waits and importance is Importance.PREPARE:
            with self._lock:
                self._last[page_id] = now
        return max(waits, default=None)

    def readings(self) -> Mapping[str, UsageReading]:
        """Everything that was heard, to be kept over a restart."""
        with self._lock:
            return dict(self._readings)

    def restore(self, readings: Mapping[str, UsageReading]) -> None:
        """Take over what other processes heard, as far as it is newer than what this one did."""
        with self._lock:
            for key, reading in readings.items():
                own = self._readings.get(key)
                if own is None or own.heard_at < reading.heard_at:
                    self._readings[key] = reading


def _wait(
    reading: UsageReading, importance: Importance, last: datetime | None, now: datetime
) -> datetime | None:
    stale_at = reading.heard_at + FRESH
    if now >= stale_at or reading.percent < SLOW:
        return None
    if importance is Importance.REST or reading.percent >= PUBLISHING_ONLY:
        return stale_at
    return last + SLOW_GAP if last and now - last < SLOW_GAP else None
