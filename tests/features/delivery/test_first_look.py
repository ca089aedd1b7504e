"""The first post of a page that this database does not know: what the account shows already waits for a person."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from publisher.channels.facebook.standin.faults import Fault, FaultKind
from publisher.domain.delivery import Hold, State
from publisher.domain.route import PreferredRoutes, RouteName
from publisher.domain.secret import Secret
from publisher.features.scheduling.missed import adopt, drop, missed, reschedule
from publisher.store import restores
from publisher.store.models import Approval, Attempt, Delivery, Insight, PageState
from tests.clockwork import START, Clockwork, open_clockwork

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
HELD = (State.HELD.value, Hold.SHOWN.value)


@pytest.fixture
def clock(tmp_path: Path) -> Iterator[Clockwork]:
    with open_clockwork(tmp_path).running() as clock:
        forget()
        yield clock


def forget() -> None:
    """As on a new machine, or after the data folder was lost with all that lay beside it."""
    for model in (Attempt, Approval, Insight, Delivery, PageState):
        model.objects.all().delete()


def publish_and_forget(clock: Clockwork, name: str = "a", **changes: object) -> None:
    clock.write(name, wait=MINUTE, **changes)
    clock.run(5 * MINUTE)
    assert len(clock.public()) == 1
    forget()
    clock.queue.clear()


def lists(clock: Clockwork) -> int:
    return sum(step.startswith("list_public") for step in _steps())


def _steps() -> list[str]:
    return list(Attempt.objects.order_by("pk").values_list("step", flat=True))


def stands(clock: Clockwork, name: str = "a") -> tuple[str, str]:
    row = clock.row(name)
    return row.state, row.hold


def test_what_was_published_before_the_database_was_lost_is_not_published_again(
    clock: Clockwork,
) -> None:
    publish_and_forget(clock)
    clock.write(wait=HOUR)
    clock.run(2 * HOUR)
    assert stands(clock) == HELD
    row = clock.row()
    assert row.address in row.reason.said()
    assert "Đã đăng rồi" in row.advice()
    assert len(clock.public()) == 1


def test_the_list_is_read_once_for_a_page_and_holds_whatever_is_planned(clock: Clockwork) -> None:
    publish_and_forget(clock, "b")
    for number, name in enumerate(("a", "b", "c")):
        clock.write(name, wait=(number + 1) * HOUR)
    clock.run(50 * MINUTE)
    assert stands(clock, "b") == HELD
    clock.run(4 * HOUR)
    assert lists(clock) == 1
    assert len(clock.public()) == 3


def test_a_page_on_which_nothing_was_published_begins_without_a_word(clock: Clockwork) -> None:
    clock.write(wait=HOUR)
    clock.run(2 * HOUR)
    assert (stands(clock), lists(clock)) == (("published", ""), 1)


def test_hashtags_and_breaks_make_no_other_post_of_it(clock: Clockwork) -> None:
    publish_and_forget(clock, "x", text="Họp lúc 8 giờ.\n\nĐủ mặt!", hashtags=("CongDoan",))
    clock.write("y", wait=HOUR, text="họp lúc 8 giờ, đủ mặt")
    clock.run(2 * HOUR)
    assert stands(clock, "y") == HELD


def test_the_same_words_with_another_link_are_another_post(clock: Clockwork) -> None:
    publish_and_forget(clock, "x", text="Mời đọc.", link="https://bao.vn/mot")
    clock.write("y", wait=HOUR, text="Mời đọc.", link="https://bao.vn/hai")
    clock.run(2 * HOUR)
    assert stands(clock, "y")[0] == "published"


def test_what_a_campaign_says_again_days_later_is_no_repeat(clock: Clockwork) -> None:
    publish_and_forget(clock, "x", campaign="thang", text="Một lời")
    clock.write("near", wait=HOUR, campaign="thang", text="Một lời")
    clock.write("far", wait=30 * HOUR, campaign="thang", text="Một lời")
    clock.run(40 * HOUR)
    assert stands(clock, "near") == HELD
    assert stands(clock, "far")[0] == "published"


def test_a_person_may_publish_it_once_more(clock: Clockwork) -> None:
    publish_and_forget(clock)
    clock.write(wait=HOUR)
    clock.run(2 * HOUR)
    assert reschedule(clock.context().by("Lan"), missed(), at=clock.now, now=clock.now) == 1
    clock.run(MINUTE)
    assert stands(clock) == ("published", "")
    assert len(clock.public()) == 2


def test_a_person_may_say_that_it_is_out_already(clock: Clockwork) -> None:
    publish_and_forget(clock)
    clock.write(wait=HOUR, first_comment="Xem thêm.")
    clock.run(2 * HOUR)
    [post] = clock.sandbox.timeline(clock.page.facebook_id)
    assert adopt(clock.context().by("Lan"), missed(), now=clock.now) == 1
    row = clock.row()
    assert (row.state, row.post_id, row.hold) == ("published", post.id, "")
    assert row.published_at
    assert row.published_at < START + 10 * MINUTE
    clock.plan()
    clock.run(2 * HOUR)
    assert len(clock.public()) == 1


def test_a_person_may_drop_it(clock: Clockwork) -> None:
    publish_and_forget(clock)
    clock.write(wait=HOUR)
    clock.run(2 * HOUR)
    assert drop(clock.context().by("Lan"), missed(), now=clock.now) == 1
    clock.plan()
    clock.run(2 * HOUR)
    assert len(clock.public()) == 1


def test_a_corrected_typo_tells_nothing_of_what_is_public(clock: Clockwork) -> None:
    publish_and_forget(clock)
    clock.write(wait=HOUR)
    clock.run(55 * MINUTE)
    due = clock.row().due_at
    clock.write(wait=due - clock.now, text="Xin chào đoàn viên thân mến!")
    assert stands(clock) == HELD
    clock.run(2 * HOUR)
    assert len(clock.public()) == 1


def test_what_facebook_is_to_publish_by_itself_is_shown_too(tmp_path: Path) -> None:
    ways = PreferredRoutes(*[RouteName.HANDOVER] * 3)
    with open_clockwork(tmp_path, publishing=ways).running() as clock:
        clock.write(wait=30 * HOUR)
        clock.run(MINUTE)
        assert clock.remote("scheduled")
        forget()
        clock.write(wait=30 * HOUR - MINUTE)
        clock.run(40 * HOUR)
        assert stands(clock) == HELD
        assert len(clock.public()) == 1


def test_an_older_database_looks_at_the_lists_anew_and_knows_its_own_posts(
    clock: Clockwork,
) -> None:
    clock.write(wait=MINUTE)
    clock.run(5 * MINUTE)
    restores.note(since=None, now=clock.now)
    clock.write("b", wait=HOUR)
    clock.run(2 * HOUR)
    assert (stands(clock, "b"), lists(clock)) == (("published", ""), 2)


# The list cannot be read


def fail(clock: Clockwork, step: str, kind: FaultKind, *, times: int, code: int = 200) -> None:
    clock.sandbox.fail(Fault(kind=kind, step=step, times=times, code=code))


def test_a_list_that_answers_an_error_is_asked_for_again(clock: Clockwork) -> None:
    fail(clock, "list", FaultKind.BEFORE_500, times=2)
    clock.write(wait=HOUR)
    clock.run(2 * HOUR)
    assert (stands(clock), lists(clock)) == (("published", ""), 3)


def test_a_list_that_is_refused_is_tried_again_and_then_a_person_decides(clock: Clockwork) -> None:
    fail(clock, "list", FaultKind.REFUSED, times=4)
    clock.write(wait=HOUR)
    clock.write("b", wait=3 * HOUR)
    clock.run(2 * HOUR)
    assert stands(clock) == HELD
    assert lists(clock) == 4
    assert "không hỏi lại" in clock.row().advice()
    assert reschedule(clock.context().by("Lan"), missed(), at=clock.now, now=clock.now) == 1
    fail(clock, "list", FaultKind.REFUSED, times=9)
    clock.run(2 * HOUR)
    assert len(clock.public()) == 2
    assert lists(clock) == 4


def test_what_waited_for_a_list_goes_on_when_it_is_read_at_last(clock: Clockwork) -> None:
    fail(clock, "list", FaultKind.REFUSED, times=4)
    clock.write(wait=HOUR, max_late=5 * HOUR)
    clock.write("b", wait=2 * HOUR)
    clock.run(90 * MINUTE)
    assert stands(clock) == HELD
    clock.run(2 * HOUR)
    assert len(clock.public()) == 2


def test_a_dead_token_parks_the_page_as_ever(clock: Clockwork) -> None:
    clock.token = Secret("another-token")
    clock.write(wait=HOUR)
    clock.run(2 * HOUR)
    assert stands(clock)[1] == Hold.PAGE_PARKED


def test_a_page_that_is_known_reads_no_list(clock: Clockwork) -> None:
    PageState.objects.create(page=clock.page.slug, compared_at=START)
    clock.write(wait=HOUR)
    clock.run(2 * HOUR)
    assert lists(clock) == 0
