"""A delivery over which our own code falls again and again: held for a person, never sent blindly, never lost."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from publisher.context import Context
from publisher.domain.delivery import Hold, State
from publisher.domain.verdict import Published, Setback
from publisher.engines.pool import AFTERCARE, FLIPS, PREPARATIONS, WorkerPool
from publisher.features.delivery import prepare
from publisher.features.delivery.bulk_flips import Claimed, claim_flips
from publisher.features.people import notices
from publisher.features.reports.attention import Matter, attention
from publisher.features.scheduling import missed
from publisher.store import deliveries as store
from publisher.store.models import Delivery
from publisher.store.transactions import Writer
from tests.clockwork import Clockwork, open_clockwork

MINUTE = timedelta(minutes=1)


class Crew:
    """The engine's threads on a clockwork's page."""

    def __init__(self, clock: Clockwork) -> None:
        self.clock = clock
        self.channel: Callable[[Any], Any] = lambda channel: channel

    def context(self) -> Context:
        found = self.clock.context()
        return replace(found, channel=self.channel(found.channel))

    def work(self) -> None:
        """Do what is due at this moment."""
        with Writer() as writer:
            self._work(writer, replace(self.context(), transactions=writer))

    def _work(self, writer: Writer, context: Context) -> None:
        crew = WorkerPool(
            context=context, writer=writer, owner="crew", workers=1, batch=1, freed=lambda: None
        )
        flips = claim_flips(context, owner="crew", states=FLIPS.states, skip=(), limit=9)
        crew.take(FLIPS, flips).wait()
        for lane in (PREPARATIONS, AFTERCARE):
            rows = store.claim(
                now=self.clock.now, owner="crew", states=lane.states, skip=(), limit=9
            )
            crew.take(lane, Claimed([], rows, len(rows))).wait()
        crew.stop()

    def run(self, span: timedelta) -> None:
        until, turns = self.clock.now + span, 0
        while (wake := store.next_wake()) and wake <= until:
            self.clock.now = max(self.clock.now, wake)
            self.work()
            turns += 1
            assert turns < 200, "it goes round in circles"
        self.clock.now = until

    def matters(self) -> set[Matter]:
        found = attention(self.clock.pages, now=self.clock.now, without=[Matter.DOWN])
        return {item.matter for item in found}

    def told(self) -> list[str]:
        found = notices.look(self.clock.pages, now=self.clock.now)
        return [said.text.whole() for said in found]


@pytest.fixture
def crew(tmp_path: Path) -> Iterator[Crew]:
    with open_clockwork(tmp_path).running() as clock:
        yield Crew(clock)


class BrokenFlips:
    """A channel whose flips our own code falls over before anything is sent."""

    def __init__(self, channel: Any, calls: list[str]) -> None:
        self._channel, self._calls = channel, calls

    def __getattr__(self, name: str) -> Any:
        return getattr(self._channel, name)

    def flip(self, _access: object, post_id: str) -> Published | Setback:
        self._calls.append(post_id)
        raise KeyError(post_id)


def falls(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fall(_stage: object) -> None:
        raise error

    monkeypatch.setattr(prepare, "_choose", fall)


def test_what_falls_three_times_in_a_row_while_preparing_is_held_and_told_once(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    crew.clock.write(wait=10 * MINUTE)
    falls(monkeypatch, KeyError("x"))
    crew.run(5 * MINUTE)
    row = crew.clock.row()
    assert (row.state, row.hold, row.held_from) == (State.HELD, Hold.STUMBLED, State.APPROVED)
    assert "3 lần liền" in row.reason.said()
    assert "KeyError" in row.reason.said()
    assert crew.matters() == {Matter.STUMBLED}
    [once] = [text for text in crew.told() if "3 lần liền" in text]
    assert "chọn đăng ngay" in once
    assert crew.clock.public() == []


def test_once_mended_a_person_sends_it_and_it_goes_out_once(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    crew.clock.write(wait=10 * MINUTE)
    with monkeypatch.context() as broken:
        falls(broken, KeyError("x"))
        crew.run(5 * MINUTE)
    now = crew.clock.now
    missed.reschedule(crew.context(), missed.missed(), at=now, now=now)
    crew.run(5 * MINUTE)
    assert (crew.clock.row().state, len(crew.clock.public())) == (State.PUBLISHED, 1)
    assert crew.matters() == set()


def test_what_falls_twice_goes_its_way_and_is_told_to_nobody(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    crew.clock.write(wait=10 * MINUTE)
    with monkeypatch.context() as broken:
        falls(broken, KeyError("x"))
        crew.work()
        crew.run(MINUTE)
    assert (crew.clock.row().stumbles, crew.matters()) == (2, set())
    crew.run(15 * MINUTE)
    row = crew.clock.row()
    assert (row.state, row.stumbles, len(crew.clock.public())) == (State.PUBLISHED, 0, 1)


def test_a_full_disk_holds_nothing_is_told_and_ends_by_itself(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    crew.clock.write(wait=10 * MINUTE)
    with monkeypatch.context() as broken:
        falls(broken, OSError(28, "No space left on device"))
        crew.run(5 * MINUTE)
    row = crew.clock.row()
    assert (row.state, row.hold) == (State.APPROVED, "")
    assert "No space left on device" in row.reason.said()
    assert crew.matters() == {Matter.STUMBLED}
    crew.run(10 * MINUTE)
    row = crew.clock.row()
    assert (row.state, row.next_step, crew.matters()) == (State.PUBLISHED, "", set())


def test_flips_that_fall_are_looked_at_between_and_then_left_to_a_person_in_doubt(
    crew: Crew,
) -> None:
    crew.clock.write(wait=10 * MINUTE)
    crew.run(9 * MINUTE)
    calls: list[str] = []
    crew.channel = lambda channel: BrokenFlips(channel, calls)
    crew.run(10 * MINUTE)
    row = crew.clock.row()
    assert (row.state, row.hold, row.held_from) == (State.HELD, Hold.UNCERTAIN, State.UNKNOWN)
    assert len(calls) == 3
    assert "không rõ bài đã hiện chưa" in row.reason.said()
    assert crew.matters() == {Matter.UNCERTAIN}
    assert crew.clock.public() == []


def test_what_falls_after_publishing_is_told_and_the_post_stands_once(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    crew.clock.write(wait=10 * MINUTE, first_comment="Mời đọc.")

    def fall(*_: object) -> None:
        raise KeyError("x")

    with monkeypatch.context() as broken:
        broken.setattr("publisher.features.delivery.aftercare._comment", fall)
        crew.run(15 * MINUTE)
    row = crew.clock.row()
    assert (row.state, row.reason.code) == (State.PUBLISHED, "delivery.stumbles")
    assert crew.matters() == {Matter.UNDONE}
    crew.run(2 * MINUTE)
    row = crew.clock.row()
    assert (row.next_step, row.stumbles, bool(row.comment_id)) == ("", 0, True)
    assert (len(crew.clock.public()), crew.matters()) == (1, set())


def test_nothing_that_stumbles_keeps_others_from_going_out(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    crew.clock.write(wait=10 * MINUTE)
    crew.clock.write("b", wait=11 * MINUTE)
    really = prepare._choose

    def fall(stage: Any) -> Any:
        if stage.row.entry_id == "a":
            raise KeyError("x")
        return really(stage)

    monkeypatch.setattr(prepare, "_choose", fall)
    crew.run(15 * MINUTE)
    assert dict(Delivery.objects.values_list("entry_id", "state")) == {
        "a": State.HELD,
        "b": State.PUBLISHED,
    }
