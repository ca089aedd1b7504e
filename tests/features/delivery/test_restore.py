"""An older or an empty database in the place of a newer one: what may be public already waits for a person."""

# ruff: noqa: F811 - a fixture of another module

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session

from publisher.channels.facebook.standin.server import Sandbox
from publisher.counter import Counter
from publisher.domain.delivery import Hold, State
from publisher.features.delivery.advance import advance
from publisher.features.delivery.restore import count_on, look
from publisher.features.scheduling import missed
from publisher.store import deliveries, restores
from publisher.store.connection import close_store
from publisher.store.models import Attempt, Delivery, Notice, Restore
from publisher.store.transactions import Direct
from publisher.web.shared.sessions import SessionStore
from tests.clockwork import Clockwork, open_clockwork
from tests.databases import is_postgresql
from tests.features.scheduling.test_planning import NOW, Room, room  # noqa: F401 - a fixture
from tests.office import Office, eventually


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    return Counter(tmp_path / "config.toml")


@pytest.fixture
def clock(tmp_path: Path, database: None) -> Iterator[Clockwork]:
    with open_clockwork(tmp_path).running() as clock:
        yield clock


@pytest.fixture
def office(tmp_path: Path, sandbox: Sandbox, database: None) -> Office:
    return Office(tmp_path, sandbox)


def test_a_counter_only_goes_up_and_is_read_by_the_next_process(
    counter: Counter, tmp_path: Path
) -> None:
    counter.raise_to(7)
    counter.raise_to(3)
    assert (counter.number(), Counter(tmp_path / "config.toml").number()) == (7, 7)


def test_two_configurations_in_one_folder_have_a_counter_each(
    counter: Counter, tmp_path: Path
) -> None:
    counter.raise_to(7)
    assert Counter(tmp_path / "thu.toml").number() == 0


def test_a_counter_that_cannot_be_read_is_said_and_stops_nothing(
    counter: Counter, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "publisher.counter").write_text("hỏng", encoding="utf-8")
    assert counter.number() == 0
    assert "publisher.counter" in caplog.text


def test_each_attempt_raises_the_counter_before_its_call(
    clock: Clockwork, counter: Counter
) -> None:
    desk = replace(clock.context(), counter=counter)
    clock.write(wait=timedelta())
    [row] = deliveries.claim(now=clock.now, owner="x", states=list(State), skip=(), limit=1)
    advance(desk, row)
    assert clock.row().state == State.PREPARED
    assert counter.number() == Attempt.objects.order_by("pk").last().pk  # type: ignore[union-attr]


def test_a_database_that_knows_of_everything_holds_nothing(room: Room, counter: Counter) -> None:
    room.put("posts/a.md", "A")
    room.plan()
    counter.raise_to(restores.attempts())
    assert look(Direct(), counter, room.context().pages, used_before=True, now=NOW) is None
    assert not Restore.objects.exists()


def _older(room: Room, counter: Counter) -> None:
    """The counter has heard of attempts that this database does not know."""
    counter.raise_to(restores.attempts() + 5)


def test_what_fell_due_before_an_older_database_was_found_waits_for_a_person(
    room: Room, counter: Counter
) -> None:
    room.put("posts/qua.md", "+++\nat = 2027-04-12T06:30:00\n+++\nĐã đến giờ")
    room.put("posts/sau.md", "+++\nat = 2027-04-13T06:30:00\n+++\nChưa đến giờ")
    room.plan(now=NOW - timedelta(hours=2))
    _older(room, counter)
    found = look(Direct(), counter, room.context().pages, used_before=True, now=NOW)
    assert found
    assert found.held == 1
    assert dict(Delivery.objects.values_list("entry_id", "hold")) == {
        "qua": Hold.RESTORED,
        "sau": "",
    }
    assert "bỏ lượt này" in Delivery.objects.get(entry_id="qua").advice()


def test_the_next_start_finds_nothing_more(room: Room, counter: Counter) -> None:
    _older(room, counter)
    assert look(Direct(), counter, room.context().pages, used_before=True, now=NOW)
    assert look(Direct(), counter, room.context().pages, used_before=True, now=NOW) is None
    attempt = _an_attempt(room)
    assert attempt.pk > counter.number()


def _an_attempt(room: Room) -> Attempt:
    room.put("posts/z.md", "+++\nat = 2027-04-20T06:30:00\n+++\nZ")
    room.plan()
    return Attempt.objects.create(
        delivery=Delivery.objects.get(entry_id="z"), step="flip", started_at=NOW
    )


def test_a_draft_that_can_be_looked_at_by_its_id_is_not_held(room: Room, counter: Counter) -> None:
    room.put("posts/a.md", "+++\nat = 2027-04-12T06:30:00\n+++\nA")
    room.plan(now=NOW - timedelta(hours=2))
    Delivery.objects.update(state="prepared", draft_id="1_2", sequence="draft")
    _older(room, counter)
    found = look(Direct(), counter, room.context().pages, used_before=True, now=NOW)
    assert found
    assert found.held == 0


def test_a_queued_post_that_is_new_to_an_older_database_is_held_before_its_slot(
    room: Room, counter: Counter
) -> None:
    room.put("posts/cho.md", "Vào khung giờ trống kế tiếp")
    room.put("posts/hen.md", "+++\nat = 2027-04-14T06:30:00\n+++\nHẹn giờ")
    _older(room, counter)
    look(Direct(), counter, room.context().pages, used_before=True, now=NOW)
    room.plan()
    assert dict(Delivery.objects.values_list("entry_id", "hold")) == {
        "cho": Hold.RESTORED,
        "hen": "",
    }
    room.put("posts/moi.md", "Viết sau khi lấy lại bản sao lưu")
    room.plan()
    assert Delivery.objects.get(entry_id="moi").hold == ""


def test_new_words_do_not_let_a_held_post_go_and_another_time_does(
    room: Room, counter: Counter
) -> None:
    room.put("posts/a.md", "+++\nat = 2027-04-12T06:30:00\n+++\nA")
    room.plan(now=NOW - timedelta(hours=2))
    _older(room, counter)
    look(Direct(), counter, room.context().pages, used_before=True, now=NOW)
    room.put("posts/a.md", "+++\nat = 2027-04-12T06:30:00\n+++\nA, sửa lời")
    room.plan()
    assert Delivery.objects.get().hold == Hold.RESTORED
    room.put("posts/a.md", "+++\nat = 2027-04-15T06:30:00\n+++\nA, sửa lời")
    room.plan()
    assert (Delivery.objects.get().state, Delivery.objects.get().hold) == ("approved", "")


def test_a_person_lets_held_posts_go_or_drops_them(room: Room, counter: Counter) -> None:
    for name in ("a", "b"):
        room.put(f"posts/{name}.md", f"+++\nat = 2027-04-12T06:3{len(name)}:00\n+++\n{name}")
    room.plan(now=NOW - timedelta(hours=2))
    _older(room, counter)
    look(Direct(), counter, room.context().pages, used_before=True, now=NOW)
    office = room.context().by("Ada")
    assert missed.reschedule(office, missed.missed(entry_ids=["a"]), at=NOW, now=NOW) == 1
    assert missed.drop(office, missed.missed(entry_ids=["b"]), now=NOW) == 1
    assert dict(Delivery.objects.values_list("entry_id", "state")) == {
        "a": "approved",
        "b": "cancelled",
    }


def test_posts_of_a_page_that_hands_over_are_held_as_far_as_facebook_takes_them(
    room: Room, counter: Counter
) -> None:
    text = (room.folder / "config.toml").read_text(encoding="utf-8")
    (room.folder / "config.toml").write_text(text + 'publish = "handover"\n', encoding="utf-8")
    room.put("posts/a.md", "+++\nat = 2027-04-20T06:30:00\n+++\nA")
    room.plan()
    _older(room, counter)
    found = look(Direct(), counter, room.context().pages, used_before=True, now=NOW)
    assert found
    assert found.held == 1


def test_a_blank_database_in_a_used_data_folder_is_noticed_without_a_counter(
    room: Room, counter: Counter
) -> None:
    assert look(Direct(), counter, room.context().pages, used_before=False, now=NOW) is None
    found = look(Direct(), counter, room.context().pages, used_before=True, now=NOW)
    assert found
    assert found.since is None
    assert "trống" in str(found.told())


def test_sessions_live_on_from_start_to_start(room: Room, counter: Counter) -> None:
    SessionStore().create()
    for _ in range(3):
        count_on(Direct(), counter)
        look(Direct(), counter, room.context().pages, used_before=True, now=NOW)
    assert Session.objects.count() == 1


def test_sessions_of_an_older_database_are_void(room: Room, counter: Counter) -> None:
    SessionStore().create()
    _older(room, counter)
    look(Direct(), counter, room.context().pages, used_before=True, now=NOW)
    assert not Session.objects.exists()


def test_a_machine_that_was_away_is_behind_the_database_which_means_nothing(
    room: Room, counter: Counter, tmp_path: Path
) -> None:
    away = Counter(tmp_path / "away.toml")
    for _ in range(5):
        count_on(Direct(), counter)
    SessionStore().create()
    assert look(Direct(), away, room.context().pages, used_before=False, now=NOW) is None
    assert Session.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"x", b"\xff\xfe", b"-", b"9" * 5_000])
def test_a_counter_that_says_nothing_does_no_harm(
    room: Room, counter: Counter, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "publisher.counter").write_bytes(content)
    assert look(Direct(), counter, room.context().pages, used_before=False, now=NOW) is None


def test_a_folder_that_cannot_be_written_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a file").touch()
    Counter(tmp_path / "a file" / "config.toml").raise_to(3)
    assert "cannot be" in caplog.text


def test_a_post_that_went_out_after_the_backup_stands_once_when_the_backup_comes_back(
    office: Office, tmp_path: Path
) -> None:
    if is_postgresql():
        pytest.skip("a file is put back")
    data, kept = tmp_path / "data", tmp_path / "kept"
    with office.running():
        pass
    close_store()
    shutil.copytree(data, kept)
    office.write("a", "Chỉ một lần")
    with office.running():
        eventually(lambda: office.public() == ["Chỉ một lần"])
    close_store()
    shutil.rmtree(data)
    shutil.copytree(kept, data)
    with office.running():
        eventually(lambda: Delivery.objects.filter(hold=Hold.RESTORED).exists())
        assert Notice.objects.filter(key__startswith="restored:").exists()
        assert office.states() == {"a": "held"}
    assert office.public() == ["Chỉ một lần"]


def test_a_post_stands_once_when_the_database_is_lost(office: Office, tmp_path: Path) -> None:
    if is_postgresql():
        pytest.skip("a file is lost")
    office.write("a", "Chỉ một lần")
    with office.running():
        eventually(lambda: office.public() == ["Chỉ một lần"])
    close_store()
    for file in (tmp_path / "data").glob("publisher.sqlite3*"):
        file.unlink()
    with office.running():
        eventually(lambda: Delivery.objects.filter(hold=Hold.RESTORED).exists())
    assert office.public() == ["Chỉ một lần"]
