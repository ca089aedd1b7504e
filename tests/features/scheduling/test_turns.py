"""Turns of planning that fail: they cost nothing that was planned, they are told, and they end by themselves."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import requests
from django.db import OperationalError

from publisher.channels.facebook.standin.server import Sandbox
from publisher.features.people.notices import look
from publisher.features.scheduling import queue_planning
from publisher.features.scheduling.queue_planning import QueuePlanning
from publisher.features.scheduling.withheld import agree, failures, question
from publisher.queuefiles.folder import QueueReader
from publisher.store.connection import close_store
from publisher.store.models import Delivery, Notice
from publisher.store.transactions import Direct
from tests.databases import ON_SQLITE
from tests.features.scheduling.test_planning import NOW, Room
from tests.features.scheduling.test_what_stands import counted, fill, remove
from tests.office import Office, eventually


class Turns:
    """The service's planning by a clock of ours."""

    def __init__(self, room: Room) -> None:
        self.room, self.now, self.poked = room, NOW, 0
        self.planning = self._begin()

    def _begin(self, ending: Callable[[], bool] = lambda: False) -> QueuePlanning:
        context = replace(self.room.context(), clock=lambda: self.now, poke=self._poke)
        return QueuePlanning(
            replace(context, ending=ending),
            self.room._reader(),
            known=self.room._app().known,
        )

    def restart(self, ending: Callable[[], bool] = lambda: False) -> None:
        self.planning = self._begin(ending)

    def look(self) -> None:
        """As the watch does, a minute later."""
        self.now += timedelta(minutes=1)
        self.planning.take_in(None)

    def save(self, name: str, text: str) -> None:
        """As the desk does."""
        self.room.put(name, text)
        self.planning.take_in(frozenset([self.room.queue / name]))

    def told(self) -> list[str]:
        return [said.text.whole() for said in look({}, now=self.now)]

    def _poke(self) -> None:
        self.poked += 1


@pytest.fixture
def turns(tmp_path: Path, database: None) -> Iterator[Turns]:
    yield Turns(Room(tmp_path))
    close_store()


def broken_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that falls over at the first file, past every boundary of ours."""
    really = QueueReader._read

    def breaks(self: QueueReader, name: str) -> Any:
        if name == "posts/0-doc.md":
            raise MemoryError
        return really(self, name)

    monkeypatch.setattr(QueueReader, "_read", breaks)


def test_a_crash_of_the_reader_a_restart_and_a_save_cancel_nothing(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The audit saw 11 of 11 deliveries of three units cancelled."""
    for number in range(3):
        turns.room.put(f"posts/{number}.md", f"Bài {number}")
    turns.look()
    assert counted() == {"approved": 3}
    broken_reader(monkeypatch)
    turns.room.put("posts/0-doc.md", "x")
    turns.restart()
    turns.look()
    turns.save("posts/neu.md", "Bài mới")
    assert counted() == {"approved": 3}
    monkeypatch.undo()
    turns.look()
    assert counted() == {"approved": 5}


@pytest.mark.parametrize("looks", [0, 1, 3, 6, 9])
def test_a_stop_cuts_planning_short_cancels_nothing_and_the_next_start_plans_the_rest(
    turns: Turns, looks: int
) -> None:
    fill(turns.room, 3)
    turns.look()
    remove(turns.room, 1)
    for number in range(3):
        turns.room.put(f"posts/moi-{number}.md", f"Bài mới {number}")
    asked = count()
    turns.restart(ending=lambda: next(asked) >= looks)
    turns.look()
    assert next(asked) > looks
    assert (str(turns.planning.failure), turns.told(), counted()) == ("", [], {"approved": 3})
    turns.restart()
    turns.look()
    assert counted() == {"approved": 5, "cancelled": 1}


def test_a_failed_turn_is_told_everywhere_until_one_succeeds(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(turns.room, 1)

    def breaks(*_: object, **__: object) -> None:
        raise OverflowError("date value out of range")

    with monkeypatch.context() as patch:
        patch.setattr(queue_planning, "plan_queue", breaks)
        turns.look()
        since = turns.now
        turns.look()
        assert "OverflowError" in str(turns.planning.failure)
        [failure] = failures(now=turns.now)
        assert failure.since == since
        [text] = turns.told()
        assert "OverflowError" in text
    turns.look()
    assert (str(turns.planning.failure), failures(now=turns.now), turns.told()) == ("", [], [])
    assert counted() == {"approved": 1}


def test_a_save_at_the_desk_is_no_error_when_planning_fails(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is there, and the next turn plans it: an error would make people write it again."""

    def full(*_: object, **__: object) -> None:
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(queue_planning, "plan_queue", full)
        turns.save("posts/00.md", "Bài")
    assert "OperationalError" in str(turns.planning.failure)
    turns.save("posts/01.md", "Bài khác")
    assert counted() == {"approved": 2}


def test_a_failure_that_cannot_be_kept_is_known_to_the_process(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(queue_planning, "plan_queue", full)
    monkeypatch.setattr(queue_planning, "note_turn", full)
    turns.look()
    assert turns.planning.failure


def test_the_traceback_of_a_failure_stands_in_the_log_once(
    turns: Turns, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise OverflowError

    monkeypatch.setattr(queue_planning, "plan_queue", breaks)
    for _ in range(3):
        turns.look()
    assert len([record for record in caplog.records if record.exc_info]) == 1


def test_a_failure_of_a_process_that_is_gone_is_forgotten(
    turns: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise OverflowError

    with monkeypatch.context() as patch:
        patch.setattr(queue_planning, "plan_queue", breaks)
        turns.look()
    assert failures(now=turns.now)
    assert failures(now=turns.now + timedelta(minutes=11)) == []
    turns.restart()
    turns.look()
    assert failures(now=turns.now) == []


@pytest.mark.parametrize("begun_anew", [True, False])
def test_a_queue_that_vanishes_is_a_failure_until_it_is_back(
    turns: Turns, tmp_path: Path, begun_anew: bool
) -> None:
    fill(turns.room, 12)
    turns.look()
    turns.room.queue.rename(tmp_path / "fort")
    turns.room.queue.mkdir()
    if begun_anew:
        turns.restart()
    turns.look()
    assert "giữ nguyên" in str(turns.planning.failure)
    assert counted() == {"approved": 12}
    turns.room.queue.rmdir()
    (tmp_path / "fort").rename(turns.room.queue)
    turns.look()
    assert (str(turns.planning.failure), counted()) == ("", {"approved": 12})


def test_a_fresh_queue_is_no_failure(turns: Turns) -> None:
    turns.look()
    assert not turns.planning.failure


def test_what_is_withheld_is_let_go_at_the_next_look_after_the_yes(turns: Turns) -> None:
    fill(turns.room, 12)
    turns.look()
    remove(turns.room, 12)
    turns.look()
    asked = question()
    assert asked
    [text] = turns.told()
    assert "12" in text
    turns.look()
    assert len(turns.told()) == 1
    agree(Direct(), asked.digest, by="Chi", login="chi", now=turns.now)
    turns.look()
    assert (counted(), question(), turns.told()) == ({"cancelled": 12}, None, [])


def test_files_that_come_back_end_the_question_at_once(turns: Turns) -> None:
    fill(turns.room, 12)
    turns.look()
    remove(turns.room, 12)
    turns.look()
    assert question()
    fill(turns.room, 11)
    turns.save("posts/11.md", "Bài số 11")
    turns.look()
    assert (question(), counted()) == (None, {"approved": 12})


def test_a_notice_of_the_question_has_one_key_while_it_shrinks(turns: Turns) -> None:
    fill(turns.room, 13)
    turns.look()
    remove(turns.room, 13)
    turns.look()
    first = [said.key for said in look({}, now=turns.now)]
    Delivery.objects.filter(entry_id="00").update(state="published")
    turns.look()
    assert [said.key for said in look({}, now=turns.now)] == first
    assert Notice.objects.count() == 0


@pytest.fixture
def office(tmp_path: Path, sandbox: Sandbox, database: None) -> Office:
    return Office(tmp_path, sandbox)


@ON_SQLITE
def test_healthz_is_red_after_a_failed_turn_and_green_by_itself(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise OverflowError

    with office.running() as service:

        def health() -> tuple[int, bool, bool]:
            answer = requests.get(f"{service.web_url}/healthz", timeout=30)
            return answer.status_code, answer.json()["ok"], answer.json()["planning"]

        eventually(lambda: health() == (200, True, True), 60)
        with monkeypatch.context() as patch:
            patch.setattr(queue_planning, "plan_queue", breaks)
            office.write("a", wait=600)
            eventually(lambda: health() == (503, False, False), 60)
        office.write("b", wait=600)
        eventually(lambda: health() == (200, True, True), 60)
        assert office.states().keys() == {"a", "b"}
