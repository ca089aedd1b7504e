"""Equal words on one page, whatever they are called: one goes out, a person decides on the others."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from publisher.domain.entry import Queue
from publisher.features.scheduling.copies import copies
from publisher.features.scheduling.missed import missed, reschedule
from publisher.store.connection import close_store
from publisher.store.models import Delivery
from tests.conftest import an_entry
from tests.features.scheduling.test_planning import NOW, Room
from tests.features.scheduling.test_turns import Turns

NEWS = "Hội nghị tổng kết năm diễn ra lúc 8 giờ.\n"
AT = "+++\nat = 2027-04-20T09:00:00\n+++\n"
DUE = datetime(2027, 4, 20, 2, tzinfo=UTC)


@pytest.fixture
def room(tmp_path: Path, database: None) -> Iterator[Room]:
    yield Room(tmp_path)
    close_store()


def stands() -> dict[str, str]:
    """By entry: the hold, or else the state."""
    rows = Delivery.objects.values_list("entry_id", "hold", "state")
    return {entry_id: hold or state for entry_id, hold, state in rows}


@pytest.mark.parametrize(
    "copy",
    [
        NEWS,
        # As a sync program, a phone and a person write it again.
        NEWS.upper(),
        "  Hội nghị tổng kết năm\r\ndiễn ra lúc 8 giờ  \n\n",
        "Hội nghị tổng kết năm diễn ra lúc 8 giờ!\n#CongDoan #HoiNghi",
    ],
)
def test_a_copy_of_a_post_waits_for_a_person(room: Room, copy: str) -> None:
    room.put("posts/thong-bao.md", NEWS)
    room.plan()
    room.put("posts/thong-bao (1).md", copy)
    room.plan()
    assert stands() == {"thong-bao": "approved", "thong-bao (1)": "repeated"}
    [held] = missed()
    assert "đã được xếp trên trang" in held.reason.said()


def test_of_copies_that_come_together_one_goes_out(room: Room) -> None:
    for name in ("tin (1)", "tin - Copy", "tin"):
        room.put(f"posts/{name}.md", AT + NEWS)
    room.plan()
    assert sorted(stands().values()) == ["approved", "repeated", "repeated"]


@pytest.mark.parametrize(
    "other",
    [
        "Hội nghị tổng kết năm diễn ra lúc 9 giờ.\n",
        '+++\nlink = "https://bao.vn/bai"\n+++\n' + NEWS,
        "+++\nagain = true\n+++\n" + NEWS,
    ],
)
def test_other_words_another_link_and_a_deliberate_again_are_no_copies(
    room: Room, other: str
) -> None:
    room.put("posts/mot.md", NEWS)
    room.put("posts/nam.md", other)
    room.plan()
    assert stands() == {"mot": "approved", "nam": "approved"}


def test_what_is_public_does_not_go_out_again_when_its_file_is_renamed(room: Room) -> None:
    room.put("posts/x.md", NEWS)
    room.plan()
    Delivery.objects.update(state="published", published_at=NOW)
    (room.queue / "posts/x.md").rename(room.queue / "posts/ĐÃ ĐĂNG x.md")
    room.plan(now=NOW + timedelta(days=40))
    assert stands() == {"x": "published", "ĐÃ ĐĂNG x": "repeated"}
    assert "đã đăng trên trang" in missed()[0].reason.said()


def test_the_same_words_a_year_later_are_a_new_post(room: Room) -> None:
    room.put("posts/nam-nay.md", NEWS)
    room.plan()
    Delivery.objects.update(state="published", published_at=NOW)
    room.put("posts/nam-sau.md", NEWS)
    room.plan(now=NOW + timedelta(days=365))
    assert stands()["nam-sau"] == "approved"


def test_a_post_that_is_renamed_before_its_time_goes_out_under_its_new_name(
    tmp_path: Path, database: None
) -> None:
    turns = Turns(Room(tmp_path))
    turns.room.put("posts/x.md", AT + NEWS)
    turns.look()
    (turns.room.queue / "posts/x.md").rename(turns.room.queue / "posts/y.md")
    turns.look()
    turns.look()
    assert stands() == {"x": "cancelled", "y": "approved"}
    close_store()


def test_a_person_may_let_a_repeated_post_go_out_at_its_time(room: Room) -> None:
    room.put("posts/mot.md", NEWS)
    room.put("posts/nam.md", AT + NEWS)
    room.plan()
    assert stands()["nam"] == "repeated"
    assert reschedule(room.context().by("Lan"), missed(), at=DUE, now=NOW) == 1
    room.plan()
    row = Delivery.objects.get(entry_id="nam")
    assert (row.hold, row.state, row.due_at, row.moved_from) == ("", "approved", DUE, None)


def test_a_copy_whose_words_are_changed_goes_its_way(room: Room) -> None:
    room.put("posts/mot.md", NEWS)
    room.put("posts/nam.md", AT + NEWS)
    room.plan()
    room.put("posts/nam.md", AT + "Sáng mai họp tổng kết ở hội trường.")
    room.plan()
    assert stands()["nam"] == "approved"


def test_a_post_that_becomes_a_copy_by_an_edit_waits_for_a_person(room: Room) -> None:
    room.put("posts/mot.md", NEWS)
    room.put("posts/nam.md", AT + "Sáng mai họp tổng kết ở hội trường.")
    room.plan()
    room.put("posts/nam.md", AT + NEWS)
    room.plan()
    assert stands()["nam"] == "repeated"


def test_two_posts_that_change_their_words_for_each_others_both_go_out(room: Room) -> None:
    room.put("posts/mot.md", NEWS)
    room.put("posts/hai.md", "Sáng mai họp tổng kết ở hội trường.")
    room.plan()
    room.put("posts/mot.md", "Sáng mai họp tổng kết ở hội trường.")
    room.put("posts/hai.md", NEWS)
    room.plan()
    assert stands() == {"mot": "approved", "hai": "approved"}


def test_a_copy_goes_its_way_when_the_other_post_gets_other_words(
    tmp_path: Path, database: None
) -> None:
    turns = Turns(Room(tmp_path))
    turns.room.put("posts/mot.md", NEWS)
    turns.room.put("posts/nam.md", AT + NEWS)
    turns.look()
    held = next(name for name, state in stands().items() if state == "repeated")
    other = {"mot": "nam", "nam": "mot"}[held]
    turns.save(f"posts/{other}.md", "Sáng mai họp tổng kết ở hội trường.")
    turns.look()
    assert set(stands().values()) == {"approved"}
    close_store()


def test_planning_copies_a_second_time_writes_nothing(room: Room) -> None:
    room.put("posts/mot.md", NEWS)
    room.put("posts/nam.md", AT + NEWS)
    room.plan()
    assert room.done(room.plan()) == (0, 0, 0)


@pytest.mark.parametrize("state", ["planned", "approved", "prepared"])
def test_a_time_set_in_the_calendar_survives_a_corrected_typo(room: Room, state: str) -> None:
    room.put("posts/tin.md", AT + "Hội ngị tổng kết năm.")
    room.plan()
    afternoon = DUE + timedelta(hours=6)
    Delivery.objects.update(state=state, due_at=afternoon, moved_from=DUE)
    room.put("posts/tin.md", AT + "Hội nghị tổng kết năm.")
    room.plan()
    row = Delivery.objects.get()
    assert (row.due_at, row.moved_from) == (afternoon, DUE)
    assert row.latest_at == afternoon + timedelta(hours=2)
    assert "nghị" in row.revision.body


# What a post may say besides, a line of its head each; the words are changed too.
EDITS = (
    'hashtags = ["ThangCongNhan"]',
    'card = "slogan"',
    'first_comment = "Chi tiết ở trang tỉnh."',
    'link = "https://bao.vn/bai"',
    "since = 1963-04-15",
    "ignore_quiet = true",
    'max_late = "4h"',
    'stagger = "10m"',
    "again = true",
    "after = 2027-04-01T00:00:00",
)


def test_a_time_set_in_the_calendar_survives_every_edit_of_anything_else(room: Room) -> None:
    room.put("posts/tin.md", AT + "Lời 0.")
    room.plan()
    afternoon = DUE + timedelta(hours=6)
    Delivery.objects.update(due_at=afternoon, moved_from=DUE)
    for number in range(1, len(EDITS) + 1):
        head = AT.replace("+++\n", "+++\n" + "\n".join(EDITS[:number]) + "\n", 1)
        room.put("posts/tin.md", f"{head}Lời {number}.")
        room.plan()
        row = Delivery.objects.get()
        assert (row.due_at, row.moved_from) == (afternoon, DUE), EDITS[number - 1]
        assert f"Lời {number}." in row.revision.body


def test_another_time_in_the_file_is_a_later_word_than_the_calendar(room: Room) -> None:
    room.put("posts/tin.md", AT + "Hội ngị tổng kết năm.")
    room.plan()
    Delivery.objects.update(due_at=DUE + timedelta(hours=6), moved_from=DUE)
    room.put("posts/tin.md", AT.replace("09:00", "10:00") + "Hội nghị tổng kết năm.")
    room.plan()
    row = Delivery.objects.get()
    assert (row.due_at, row.moved_from) == (DUE + timedelta(hours=1), None)


def test_the_check_names_each_copy_and_what_it_repeats(room: Room) -> None:
    for name in ("thong-bao", "thong-bao (1)"):
        room.put(f"posts/{name}.md", AT + NEWS)
    room.put("posts/khac.md", "Lời khác.")
    room.put("posts/zz-lai.md", "+++\nagain = true\n+++\n" + NEWS)
    queue = room.reader.refresh().queue
    [problem] = copies(queue, ["p"])
    assert problem.path == "posts/thong-bao.md"
    assert "posts/thong-bao (1).md" in problem.message
    assert "again = true" in problem.fix


def test_the_same_words_on_different_pages_are_no_copies(room: Room) -> None:
    entries = [
        an_entry("a", pages=("p",)),
        an_entry("b", pages=("q",)),
        an_entry("c", not_on=("p", "q")),
    ]
    assert copies(Queue(entries=entries), ["p", "q"]) == []
