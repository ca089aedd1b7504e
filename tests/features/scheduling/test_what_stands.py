"""What was planned stands: whatever one file or entry does to planning, and until a person lets go of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError

from publisher.domain.entry import Entry
from publisher.domain.message import unit_lacks
from publisher.domain.revision import Revision, freeze
from publisher.features.scheduling import planning as services
from publisher.features.scheduling.planning import PlanReport, plan_queue
from publisher.features.scheduling.withheld import agree, question
from publisher.queuefiles import crashes as stumbling_over
from publisher.store.activity_log import What
from publisher.store.connection import close_store
from publisher.store.models import Action, Delivery
from publisher.store.transactions import Direct
from tests.features.scheduling.test_planning import CAMPAIGN, NOW, Room


@pytest.fixture(autouse=True)
def _nothing_is_told_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stumbling_over, "_told", set())


@pytest.fixture
def room(tmp_path: Path, database: None) -> Iterator[Room]:
    yield Room(tmp_path)
    close_store()


def states() -> dict[str, str]:
    return dict(Delivery.objects.values_list("entry_id", "state"))


def counted() -> dict[str, int]:
    found = list(Delivery.objects.values_list("state", flat=True))
    return {state: found.count(state) for state in sorted(set(found))}


def plan(room: Room, *, now: datetime = NOW) -> PlanReport:
    """The whole queue, as the service does once an hour."""
    reading = room.reader.refresh()
    return plan_queue(
        room.context(), reading.queue, now=now, broken=reading.broken, complete=reading.complete
    )


def fill(room: Room, count: int, *, first: int = 0) -> None:
    for number in range(first, first + count):
        room.put(f"posts/{number:02}.md", f'+++\npages = "*"\n+++\nBài số {number}')


def remove(room: Room, count: int, *, first: int = 0) -> None:
    for number in range(first, first + count):
        (room.queue / "posts" / f"{number:02}.md").unlink()


# One entry over which planning stumbles


def stumbling(monkeypatch: pytest.MonkeyPatch, entry_id: str, error: Exception) -> None:
    """Let freezing fail for one entry."""
    really = freeze

    def stumbles(entry: Entry) -> Revision:
        if entry.id == entry_id:
            raise error
        return really(entry)

    monkeypatch.setattr(services, "freeze", stumbles)


@pytest.mark.parametrize(
    "error", [KeyError("gone"), RecursionError(), OverflowError("date value out of range")]
)
def test_an_entry_that_cannot_be_frozen_stands_alone(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    fill(room, 3)
    plan(room)
    room.put("posts/01.md", "Bài số 1, lời mới")
    room.put("posts/02.md", "Bài số 2, lời mới")
    stumbling(monkeypatch, "01", error)
    before = Delivery.objects.get(entry_id="01").revision_id
    report = plan(room)
    assert room.done(report) == (0, 1, 0)
    assert Delivery.objects.get(entry_id="01").revision_id == before
    [problem] = report.problems
    assert (problem.path, problem.line) == ("posts/01.md", 1)
    assert type(error).__name__ in problem.message
    assert problem.fix
    plan(room)
    assert len([record for record in caplog.records if record.exc_info]) == 1


def test_an_entry_whose_placeholders_cannot_be_looked_at_stands_alone(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(room, 2)
    really = unit_lacks

    def stumbles(words: str, unit: Any) -> Any:
        if "số 0" in words:
            raise ValueError
        return really(words, unit)

    monkeypatch.setattr(services, "unit_lacks", stumbles)
    report = plan(room)
    assert list(states()) == ["01"]
    [problem] = report.problems
    assert problem.path == "posts/00.md"


def test_an_entry_whose_picture_cannot_be_taken_in_stands_alone(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PIL import Image

    from publisher.pictures.delivery_pictures import Pictures

    (room.queue / "photos").mkdir(parents=True)
    Image.new("RGB", (64, 48), "navy").save(room.queue / "photos" / "a.png")
    room.put("posts/a.md", '+++\nphotos = ["a.png"]\n+++\nCó ảnh')
    fill(room, 1)

    def breaks(self: Pictures, photo: object) -> str:
        raise SyntaxError("broken PNG file")

    monkeypatch.setattr(Pictures, "take_in", breaks)
    report = plan(room)
    assert list(states()) == ["00"]
    [problem] = report.problems
    assert problem.path == "posts/a.md"


@pytest.mark.parametrize("step", ["_at", "_next_slot", "_anniversary", "_rotation"])
def test_an_entry_for_which_no_time_can_be_found_keeps_what_it_has(
    room: Room, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    from publisher.domain import planning as domain

    room.put("posts/at.md", "+++\nat = 2027-04-15T06:00:00\n+++\nA")
    room.put("posts/next.md", "B")
    front = CAMPAIGN.removesuffix("+++\n")
    day = '[[anniversaries]]\nname = "N"\nsince = 1963-04-15\nat = "10:00"\ntext = "T"\ncard = "slogan"\n+++\n'
    room.put("campaigns/c.md", front + day + "- Một\n- Hai\n")
    plan(room)
    before = counted()

    def stumbles(*_: Any, **__: Any) -> None:
        raise OverflowError("date value out of range")

    monkeypatch.setattr(domain._Planning, step, stumbles)
    report = plan(room)
    assert report.cancelled == 0
    assert len([problem for problem in report.problems if "ngoài dự kiến" in problem.message]) == 1
    assert counted() == before


def test_a_delay_that_leads_beyond_the_calendar_is_a_finding_of_its_entry(room: Room) -> None:
    room.put("posts/a.md", '+++\nat = 2100-12-31T23:59:00\nmax_late = "3650d"\n+++\nA')
    fill(room, 1)
    assert plan(room).added == 2


def test_a_trouble_of_the_database_is_nobody_elses_and_ends_the_turn(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(room, 2)
    stumbling(monkeypatch, "01", DatabaseError("disk I/O error"))
    with pytest.raises(DatabaseError):
        plan(room)


# Readings that are not complete


@pytest.mark.parametrize("count", [3, 30])
def test_nothing_is_cancelled_from_a_queue_that_vanished(
    room: Room, tmp_path: Path, count: int
) -> None:
    fill(room, count)
    plan(room)
    room.queue.rename(tmp_path / "fort")
    room.reader = room._reader()
    report = plan(room)
    assert (room.done(report), report.stood) == ((0, 0, 0), count)
    assert "giữ nguyên" in " ".join(map(str, report.problems))


def test_a_fresh_queue_without_folders_is_no_trouble(room: Room) -> None:
    report = plan(room)
    assert (report.stood, report.problems) == (0, ())


# Many at once


def test_eleven_of_eleven_wait_for_a_persons_yes(room: Room) -> None:
    fill(room, 11)
    plan(room)
    remove(room, 11)
    report = plan(room)
    assert (report.cancelled, report.withheld, counted()) == (0, 11, {"approved": 11})
    asked = question()
    assert asked
    assert (asked.approved, asked.of, asked.pages) == (11, 11, ["p"])
    assert asked.sources[:2] == ["posts/00.md", "posts/01.md"]


@pytest.mark.parametrize(("there", "gone"), [(10, 10), (60, 12)])
def test_few_or_a_small_part_go_without_a_question(room: Room, there: int, gone: int) -> None:
    fill(room, there)
    plan(room)
    remove(room, gone)
    assert (plan(room).cancelled, question()) == (gone, None)


def test_one_more_than_a_fifth_waits(room: Room) -> None:
    fill(room, 60)
    plan(room)
    remove(room, 13)
    assert plan(room).withheld == 13


def test_what_nobody_approved_goes_without_a_question(room: Room) -> None:
    room.configure("required")
    fill(room, 30)
    plan(room)
    remove(room, 30)
    assert (plan(room).cancelled, question()) == (30, None)


@pytest.mark.parametrize("state", ["prepared", "held", "refused"])
def test_whatever_comes_after_an_approval_counts(room: Room, state: str) -> None:
    fill(room, 11)
    plan(room)
    Delivery.objects.update(state=state)
    remove(room, 11)
    assert plan(room).withheld == 11


def test_what_was_refused_long_ago_neither_asks_nor_hides_what_is_going(room: Room) -> None:
    for number in range(100):
        room.put(f"posts/alt-{number:03}.md", f"Bài cũ {number}")
    plan(room)
    Delivery.objects.update(state="refused", due_at=NOW - timedelta(days=9))
    fill(room, 12)
    plan(room)
    remove(room, 12)
    assert plan(room).withheld == 12
    fill(room, 12)
    for path in (room.queue / "posts").glob("alt-*"):
        path.unlink()
    assert (plan(room).cancelled, question()) == (100, None)


def test_everything_else_of_the_turn_goes_on(room: Room) -> None:
    fill(room, 13)
    plan(room)
    remove(room, 11)
    room.put("posts/11.md", "+++\nat = 2027-04-16T09:00:00\n+++\nBài số 11")
    room.put("posts/neu.md", "Mới")
    report = plan(room)
    assert (report.added, report.changed, report.cancelled) == (1, 1, 0)


def test_the_yes_lets_exactly_these_go_and_is_in_the_log(room: Room) -> None:
    fill(room, 12)
    plan(room)
    remove(room, 12)
    plan(room)
    asked = question()
    assert asked
    assert agree(Direct(), asked.digest, by="Trần Mai Chi", login="chi", now=NOW)
    assert (plan(room).cancelled, question(), counted()) == (12, None, {"cancelled": 12})
    [action] = Action.objects.filter(what=What.LET_GO.value)
    assert (action.by, action.login) == ("Trần Mai Chi", "chi")
    assert "12" in action.detail.said()


def test_a_yes_to_something_else_is_none(room: Room) -> None:
    fill(room, 12)
    plan(room)
    remove(room, 12)
    plan(room)
    assert not agree(Direct(), "another digest", by="Chi", login="chi", now=NOW)
    assert plan(room).withheld == 12


def test_after_a_yes_a_larger_set_asks_again(room: Room) -> None:
    fill(room, 14)
    plan(room)
    remove(room, 12)
    plan(room)
    first = question()
    assert first
    agree(Direct(), first.digest, by="Chi", login="chi", now=NOW)
    remove(room, 1, first=12)
    assert plan(room).withheld == 13
    again = question()
    assert again
    assert (again.digest != first.digest, again.agreed_by) == (True, "")


def test_after_a_yes_a_smaller_set_goes(room: Room) -> None:
    fill(room, 14)
    plan(room)
    remove(room, 13)
    plan(room)
    first = question()
    assert first
    agree(Direct(), first.digest, by="Chi", login="chi", now=NOW)
    fill(room, 1)
    assert (plan(room).cancelled, question()) == (12, None)


def test_adding_the_files_back_ends_the_question(room: Room) -> None:
    fill(room, 12)
    plan(room)
    remove(room, 12)
    plan(room)
    fill(room, 12)
    report = plan(room)
    assert (room.done(report), question(), counted()) == ((0, 0, 0), None, {"approved": 12})


def test_the_question_outlives_the_process(room: Room) -> None:
    fill(room, 12)
    plan(room)
    remove(room, 12)
    plan(room)
    asked_at = question()
    room.reader = room._reader()
    assert plan(room, now=NOW + timedelta(minutes=1)).withheld == 12
    assert question() == asked_at


def test_a_turn_of_some_files_asks_too(room: Room) -> None:
    fill(room, 12)
    plan(room)
    planner = room.context()
    remove(room, 12)
    reading = room.reader.refresh(
        [room.queue / "posts" / f"{number:02}.md" for number in range(12)]
    )
    report = plan_queue(
        planner, reading.changed_queue, now=NOW, changed=reading.changed, complete=reading.complete
    )
    assert (report.cancelled, report.withheld) == (0, 12)


def test_slogans_that_were_reworded_or_moved_are_not_gone(room: Room) -> None:
    """The same campaign fills the same page: withholding the old would double it."""
    room.put("campaigns/c.md", CAMPAIGN + "- Một\n- Hai\n")
    plan(room)
    room.put("campaigns/c.md", CAMPAIGN.replace("08:00", "09:00") + "- Ba\n- Bốn\n")
    report = plan(room)
    assert (report.added, report.cancelled, question()) == (14, 14, None)


def test_files_of_other_names_with_the_same_times_are_not_gone(room: Room) -> None:
    for number in range(12):
        room.put(
            f"posts/{number:02}.md",
            f"+++\nat = 2027-04-{13 + number:02}T06:00:00\n+++\nBài {number}",
        )
    plan(room)
    for number in range(12):
        (room.queue / "posts" / f"{number:02}.md").rename(
            room.queue / "posts" / f"bai-{number:02}.md"
        )
    report = plan(room)
    assert (report.added, report.cancelled, question()) == (12, 12, None)


def test_a_page_that_left_the_configuration_with_much_asks(room: Room) -> None:
    fill(room, 12)
    plan(room)
    text = (room.folder / "config.toml").read_text(encoding="utf-8")
    (room.folder / "config.toml").write_text(
        text.replace("[pages.p]", "[pages.q]"), encoding="utf-8"
    )
    room.reader = room._reader()
    assert plan(room).withheld == 12


def with_another_page(room: Room) -> None:
    """The office gets a second page."""
    text = (room.folder / "config.toml").read_text(encoding="utf-8")
    more = '[pages.q]\nfacebook_id = "2"\nunit = "u"\nslots = ["07:30"]\n'
    (room.folder / "config.toml").write_text(text + more, encoding="utf-8")
    room.reader = room._reader()


def test_what_was_planned_without_naming_a_page_stays_when_another_page_comes(room: Room) -> None:
    """Its files are asked about from then on, and nothing of them goes to the new page."""
    room.put("posts/a.md", "A")
    room.put("links/a.md", "- https://bao.vn/1 | Mời đọc\n")
    room.put("campaigns/c.md", CAMPAIGN + "- Một\n")
    plan(room)
    before = counted()
    with_another_page(room)
    room.put("posts/moi.md", "Bài mới")

    plan(room)

    assert counted() == before
    assert set(Delivery.objects.values_list("page", flat=True)) == {"p"}
    asked = {problem.path: problem.line for problem in room.reader.refresh().problems}
    assert asked == {"campaigns/c.md": 1, "links/a.md": 1, "posts/a.md": 1, "posts/moi.md": 1}


def test_many_pages_in_parts_are_one_turn(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "TOGETHER", 1)
    with_another_page(room)
    fill(room, 6)
    plan(room)
    remove(room, 6)
    assert (plan(room).withheld, counted()) == (12, {"approved": 12})
