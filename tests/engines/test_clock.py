"""Chores of the clock: one that waits for a server of others is in nobody's way, and never holds the end."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import cast

import pytest

from publisher.chores import Chore
from publisher.context import Context
from publisher.domain.reason import told
from publisher.engines.clock import Clock
from publisher.store import stumbles
from tests.features.scheduling.test_planning import Room, room  # noqa: F401 - a fixture

SOON = timedelta(milliseconds=1)


def slow(name: str, do: Callable[[], object], *, every: timedelta = timedelta(hours=1)) -> Chore:
    return Chore(
        name=name,
        title=told(name),
        every=every,
        run=lambda _context, _now: do(),
        first=SOON,
        slow=True,
    )


@contextmanager
def running(*chores: Chore) -> Iterator[Clock]:
    clock = Clock(
        context=cast(Context, SimpleNamespace(clock=lambda: datetime.now(UTC))),
        tick=lambda: None,
        sweep=lambda _: None,
        chores=chores,
        patience=timedelta(milliseconds=50),
    )
    clock.start()
    try:
        yield clock
    finally:
        if not clock.stopping.is_set():
            clock.stop()


@pytest.fixture
def hanging() -> Iterator[Callable[[], object]]:
    over = threading.Event()
    yield over.wait
    over.set()


def test_a_slow_chore_that_hangs_is_not_in_the_way_of_the_others(
    room: Room,  # noqa: F811
    hanging: Callable[[], object],
) -> None:
    done = {name: threading.Event() for name in ("tokens", "insights")}
    chores = [
        slow("feeds", hanging),
        slow("links", hanging),
        *(slow(name, one.set) for name, one in done.items()),
    ]
    with running(*chores):
        assert all(one.wait(5) for one in done.values())


def test_the_end_does_not_wait_for_a_slow_chore_that_hangs(
    room: Room,  # noqa: F811
    hanging: Callable[[], object],
    caplog: pytest.LogCaptureFixture,
) -> None:
    begun = threading.Event()

    def hang() -> None:
        begun.set()
        hanging()

    with running(slow("feeds", hang)) as clock:
        assert begun.wait(5)
        began = time.monotonic()
        clock.stop()
        assert time.monotonic() - began < 1
    assert "feeds does not come to its end" in caplog.text


def test_a_slow_chore_is_not_begun_again_while_it_is_under_way(
    room: Room,  # noqa: F811
    hanging: Callable[[], object],
) -> None:
    begun: list[int] = []
    again = threading.Event()

    def hang() -> None:
        begun.append(1)
        hanging()

    def count() -> None:
        if len(rounds) > 5:
            again.set()
        rounds.append(1)

    rounds: list[int] = []
    soon = timedelta(milliseconds=20)
    with running(slow("feeds", hang, every=soon), slow("tokens", count, every=soon)):
        assert again.wait(5)
    assert begun == [1]


def test_a_slow_chore_that_stumbles_is_done_again(room: Room) -> None:  # noqa: F811
    third = threading.Event()
    rounds: list[int] = []

    def stumble() -> None:
        rounds.append(1)
        if len(rounds) > 2:
            third.set()
        raise KeyError

    with running(slow("feeds", stumble, every=timedelta(milliseconds=20))):
        assert third.wait(5)


def test_a_look_that_falls_again_and_again_is_told_until_one_goes_well(
    room: Room,  # noqa: F811
) -> None:
    falls = True

    def look() -> None:
        if falls:
            raise KeyError("x")

    clock = Clock(context=room.context(), tick=look, sweep=lambda _: None)
    for number in range(3):
        assert stumbles.standing(now=datetime.now(UTC)) == [], number
        clock._tick()
    [found] = stumbles.standing(now=datetime.now(UTC))
    assert "Tìm bài đến giờ đăng: lỗi liên tiếp" in found.text.said()
    falls = False
    clock._tick()
    assert stumbles.standing(now=datetime.now(UTC)) == []
