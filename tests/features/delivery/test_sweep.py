"""Orphans at Facebook are swept by rule, and a human's draft never."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from publisher.channels.facebook.standin.faults import Fault, FaultKind
from publisher.channels.facebook.standin.state import APP_ID
from publisher.context import Context
from publisher.features.delivery.sweep import sweep
from tests.clockwork import Clockwork, open_clockwork

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def clock(tmp_path: Path, database: None) -> Iterator[Clockwork]:
    with open_clockwork(tmp_path).running() as clock:
        yield clock


def with_app(clock: Clockwork) -> Context:
    """What sweeping works with where the configuration names our app."""
    context = clock.context()
    facebook = context.config.facebook._replace(app_id=APP_ID)
    return replace(context, config=replace(context.config, facebook=facebook))


def an_orphan(clock: Clockwork, name: str = "a", *, card: str | None = None) -> None:
    """A draft whose answer was lost, and the post that went out in its place."""
    clock.sandbox.fail(Fault(kind=FaultKind.DROP_AFTER, step="create"))
    clock.write(name, wait=15 * MINUTE, text=f"Bài {name}", card=card)
    clock.run(20 * MINUTE)


def a_draft(clock: Clockwork, *, app: str, scheduled: bool = False) -> str:
    at = (clock.now + timedelta(days=2)).timestamp() if scheduled else None
    return clock.sandbox.world.create_post(
        clock.page.facebook_id,
        message="Bản nháp của người",
        link=None,
        photos=(),
        published=False,
        scheduled=at,
        now=clock.now,
        app=app,
    )


def test_a_draft_whose_answer_was_lost_is_deleted_after_an_hour(clock: Clockwork) -> None:
    an_orphan(clock)
    assert (sweep(with_app(clock)), clock.remote("draft")) == (0, ["Bài a"])
    clock.now += 2 * HOUR
    assert (sweep(with_app(clock)), clock.remote("draft")) == (1, [])
    assert clock.public() == ["Bài a"]


def test_a_draft_that_waits_for_its_time_is_left_alone(clock: Clockwork) -> None:
    clock.write(wait=15 * MINUTE)
    clock.run(6 * MINUTE)
    clock.now += 2 * HOUR
    assert (sweep(with_app(clock)), len(clock.remote("draft"))) == (0, 1)


@pytest.mark.parametrize(("app", "scheduled"), [("9999", False), (APP_ID, True), ("9999", True)])
def test_a_humans_draft_or_schedule_is_never_deleted(
    clock: Clockwork, app: str, scheduled: bool
) -> None:
    an_orphan(clock)
    a_draft(clock, app=app, scheduled=scheduled)
    clock.now += 3 * HOUR
    assert sweep(with_app(clock)) == 1
    left = clock.remote("draft") + clock.remote("scheduled")
    assert left == ["Bản nháp của người"]


def test_without_knowing_our_own_app_nothing_is_deleted_until_it_is_learnt(
    clock: Clockwork,
) -> None:
    an_orphan(clock)
    clock.now += 2 * HOUR
    assert sweep(clock.context()) == 0
    clock.write("b", wait=15 * MINUTE, text="Bài b")
    clock.run(6 * MINUTE)
    clock.now += 2 * HOUR
    assert (sweep(clock.context()), clock.remote("draft")) == (1, ["Bài b"])


def test_photos_that_no_post_took_are_deleted(clock: Clockwork) -> None:
    for _ in range(2):
        clock.sandbox.fail(Fault(kind=FaultKind.BEFORE_500, step="create"))
    clock.write(wait=15 * MINUTE, card="slogan")
    clock.run(20 * MINUTE)
    clock.now += 2 * HOUR
    before = clock.sandbox.timeline(clock.page.facebook_id)
    assert sweep(with_app(clock)) == 2
    clock.now += 2 * HOUR
    assert sweep(with_app(clock)) == 0
    assert clock.sandbox.timeline(clock.page.facebook_id) == before


def test_a_page_is_swept_once_an_hour_at_most(clock: Clockwork) -> None:
    an_orphan(clock)
    clock.now += 2 * HOUR
    sweep(with_app(clock))
    calls = len(clock.sandbox.calls())
    sweep(with_app(clock))
    assert len(clock.sandbox.calls()) == calls
