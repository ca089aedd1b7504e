"""Other words for a public post, and taking it down: done at Facebook, with who did it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from publisher.channels.facebook.standin.faults import Fault, FaultKind
from publisher.context import Context
from publisher.domain.errors import CannotAmend
from publisher.domain.text import MESSAGE_LIMIT
from publisher.features.delivery.amend import (
    actions,
    edit,
    public,
    remove,
)
from publisher.features.reports.history import stories
from tests.clockwork import Clockwork, open_clockwork


@pytest.fixture
def clock(tmp_path: Path, database: None) -> Iterator[Clockwork]:
    with open_clockwork(tmp_path).running() as clock:
        clock.write(wait=timedelta(minutes=15))
        clock.run(timedelta(hours=1))
        yield clock


def amending(clock: Clockwork) -> Context:
    return clock.context().by("Nguyễn Thị Ada")


def test_other_words_stand_on_the_page_and_the_story_says_who_wrote_them(clock: Clockwork) -> None:
    edit(amending(clock), clock.row(), "Lời đã sửa.", now=clock.now)
    assert clock.public() == ["Lời đã sửa."]
    [action] = actions(clock.row())
    assert (action.by, action.what, "Xin chào đoàn viên!" in action.detail.said()) == (
        "Nguyễn Thị Ada",
        "edit",
        True,
    )
    assert "Nguyễn Thị Ada sửa lời bài đã đăng" in "\n".join(stories("a", clock.pages))


def test_the_story_is_told_in_english_from_its_first_line_to_its_last(clock: Clockwork) -> None:
    edit(amending(clock), clock.row(), "Words", now=clock.now)
    told = "\n".join(stories("a", clock.pages, language="en"))
    assert "made the post public: is public after" in told
    assert "Nguyễn Thị Ada edited a published text" in told
    assert "Now: published, at" in told


def test_a_post_that_is_taken_down_is_gone_and_is_said_to_be(clock: Clockwork) -> None:
    remove(amending(clock), clock.row(), "Nhầm ảnh", now=clock.now)
    assert (clock.public(), public(entry_id="a")) == ([], [])
    assert "Bây giờ: đã gỡ" in "\n".join(stories("a", clock.pages))


def test_a_post_that_is_gone_already_counts_as_taken_down(clock: Clockwork) -> None:
    clock.sandbox.world.delete(clock.page.facebook_id, clock.row().post_id)
    remove(amending(clock), clock.row(), "Nhầm ảnh", now=clock.now)
    assert clock.row().removed_at == clock.now


@pytest.mark.parametrize("kind", [FaultKind.DROP_AFTER, FaultKind.BEFORE_500])
def test_an_answer_that_is_missing_is_told_and_the_same_command_may_be_run_again(
    clock: Clockwork, kind: FaultKind
) -> None:
    clock.sandbox.fail(Fault(kind=kind, step="delete"))
    with pytest.raises(CannotAmend, match="chạy lại lệnh này"):
        remove(amending(clock), clock.row(), "Nhầm ảnh", now=clock.now)
    remove(amending(clock), clock.row(), "Nhầm ảnh", now=clock.now)
    assert clock.public() == []


def test_what_facebook_refuses_is_told_with_what_to_do(clock: Clockwork) -> None:
    clock.sandbox.fail(Fault(kind=FaultKind.REFUSED, step="edit", code=200))
    with pytest.raises(CannotAmend, match="ngay trên trang Facebook"):
        edit(amending(clock), clock.row(), "Lời đã sửa.", now=clock.now)
    assert clock.row().edited_at is None


def test_words_are_counted_as_facebook_counts_them(clock: Clockwork) -> None:
    with pytest.raises(CannotAmend, match="dài quá"):
        edit(amending(clock), clock.row(), "🎉" * (MESSAGE_LIMIT // 2 + 1), now=clock.now)
