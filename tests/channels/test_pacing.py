"""How fast Facebook lets us go: thresholds, waits from the header, one page never slowing another."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from publisher.channels.facebook.standin.faults import Fault, FaultKind
from publisher.channels.facebook.usage import read_usage
from publisher.channels.pacing import (
    FRESH,
    SOON,
    Importance,
    Pace,
    spread,
)
from publisher.channels.port import Usage
from publisher.engines.usage_memory import UsageMemory
from publisher.features.delivery.gates import note_heard
from publisher.store import page_states, stops
from publisher.store.models import Attempt
from tests.clockwork import Clockwork, open_clockwork
from tests.features.delivery.test_routes import a_photo

NOW = datetime(2027, 4, 15, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def heard(percent: int, *, wait: timedelta = timedelta(), of_app: bool = False) -> Pace:
    pace = Pace(lambda: NOW)
    pace.hear("77", Usage(percent=percent, wait=wait, of_app=of_app))
    return pace


@pytest.mark.parametrize(
    ("percent", "waiting"),
    [
        (74, set()),
        (75, {Importance.REST}),
        (90, {Importance.REST, Importance.PREPARE}),
        (100, set(Importance)),
    ],
)
def test_the_nearer_the_limit_the_less_is_sent(percent: int, waiting: set[Importance]) -> None:
    pace = heard(percent)
    assert {what for what in Importance if pace.wait_until("77", what, NOW)} == waiting


def test_a_page_near_its_limit_slows_no_other_page() -> None:
    assert heard(100).wait_until("78", Importance.REST, NOW) is None


def test_the_apps_limit_concerns_every_page() -> None:
    assert heard(100, of_app=True).wait_until("78", Importance.PUBLISH, NOW) == NOW + SOON


def test_facebooks_own_estimate_is_the_wait() -> None:
    assert heard(100, wait=7 * MINUTE).wait_until("77", Importance.PUBLISH, NOW) == NOW + 7 * MINUTE


def test_a_word_that_is_old_says_nothing_any_more() -> None:
    assert heard(90).wait_until("77", Importance.PREPARE, NOW + FRESH) is None


def test_from_75_percent_a_pages_preparations_keep_a_distance() -> None:
    pace = heard(80)
    assert pace.wait_until("77", Importance.PREPARE, NOW) is None
    assert pace.wait_until(
        "77", Importance.PREPARE, NOW + timedelta(seconds=10)
    ) == NOW + timedelta(seconds=30)


def test_a_stop_that_stands_in_its_row_is_the_rows_business(clock: "Clockwork") -> None:
    clock.pace.hear(clock.page.facebook_id, Usage(percent=100, wait=10 * MINUTE, of_app=False))
    note_heard(clock.context())
    assert clock.pace.wait_until(clock.page.facebook_id, Importance.PUBLISH, clock.now) is None
    assert stops.standing(clock.now)[clock.page.slug].until == clock.now + 10 * MINUTE


def test_ends_of_stops_are_spread_so_that_pages_do_not_come_back_together(
    clock: "Clockwork",
) -> None:
    desk, untils = replace(clock.context(), jitter=spread), set()
    for _ in range(20):
        clock.now += timedelta(days=1)
        clock.pace.hear(clock.page.facebook_id, Usage(percent=100, wait=10 * MINUTE, of_app=False))
        note_heard(desk)
        untils.add(stops.standing(clock.now)[clock.page.slug].until - clock.now)
    assert len(untils) > 10
    assert all(10 * MINUTE <= wait <= 11 * MINUTE for wait in untils)


BUSINESS = '{"108824017345866":[{"type":"pages","call_count":97,"total_cputime":23,"total_time":23,'


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"x-app-usage": '{"call_count":28,"total_time":25,"total_cputime":25}'}, [(28, 0, True)]),
        (
            {"x-business-use-case-usage": BUSINESS + '"estimated_time_to_regain_access":4}]}'},
            [(97, 4, False)],
        ),
        ({"x-business-use-case-usage": '{"1":[{"type":"messenger","call_count":99}]}'}, []),
        ({"x-page-usage": '{"call_count":"81"}'}, [(81, 0, False)]),
        ({"x-app-usage": "no json"}, []),
        (
            {"x-business-use-case-usage": "[1]", "x-app-usage": '{"call_count":null}'},
            [(0, 0, True)],
        ),
        ({}, []),
    ],
)
def test_usage_headers_are_read_whatever_they_hold(
    headers: dict[str, str], expected: list[tuple[int, int, bool]]
) -> None:
    found = [(usage.percent, usage.wait // MINUTE, usage.of_app) for usage in read_usage(headers)]
    assert found == expected


@pytest.fixture
def clock(tmp_path: Path, database: None) -> Iterator[Clockwork]:
    with open_clockwork(tmp_path).running() as clock:
        yield clock


def test_at_90_percent_posts_go_out_and_drafts_of_later_ones_wait(clock: Clockwork) -> None:
    clock.write("a", wait=15 * MINUTE)
    clock.run(10 * MINUTE)
    clock.sandbox.world.set("usage", [92, 0])
    clock.write("b", wait=18 * MINUTE, text="Bài sau")
    clock.run(7 * MINUTE)
    assert clock.public() == ["Xin chào đoàn viên!"]
    assert clock.row("b").draft_id == ""


def test_at_100_percent_nothing_is_sent_until_facebooks_estimate_has_passed(
    clock: Clockwork,
) -> None:
    clock.write("a", wait=15 * MINUTE)
    clock.run(6 * MINUTE)
    clock.sandbox.fail(Fault(kind=FaultKind.THROTTLED, step="flip", minutes=20))
    clock.run(27 * MINUTE)
    calls = len(clock.sandbox.calls())
    assert clock.public() == []
    clock.run(MINUTE)
    assert len(clock.sandbox.calls()) == calls
    clock.run(5 * MINUTE)
    assert clock.public() == ["Xin chào đoàn viên!"]


def test_usage_that_another_process_heard_counts_here_too(clock: Clockwork) -> None:
    clock.context().transactions.write(
        lambda: page_states.keep_usage({clock.page.slug: (95, clock.now)})
    )
    limits = UsageMemory(clock.context())
    limits.restore()
    waits = [
        clock.pace.wait_until(clock.page.facebook_id, Importance.REST, clock.now + after * MINUTE)
        for after in (1, 16)
    ]
    assert waits == [clock.now + FRESH, None]


def test_a_stop_that_a_header_told_of_is_kept_with_the_usage(clock: Clockwork) -> None:
    clock.pace.hear(clock.page.facebook_id, Usage(percent=100, wait=3 * MINUTE, of_app=False))
    clock.pace.hear("999", Usage(percent=100, wait=3 * MINUTE, of_app=True))
    UsageMemory(clock.context()).keep()
    assert set(stops.standing(clock.now)) == {clock.page.slug, "*"}


def test_what_this_process_heard_later_is_not_overwritten_by_what_lies_in_the_rows(
    clock: Clockwork,
) -> None:
    clock.context().transactions.write(
        lambda: page_states.keep_usage({clock.page.slug: (95, clock.now)})
    )
    clock.now += MINUTE
    clock.pace.hear(clock.page.facebook_id, Usage(percent=10, wait=timedelta(), of_app=False))
    UsageMemory(clock.context()).restore()
    assert clock.pace.wait_until(clock.page.facebook_id, Importance.REST, clock.now) is None


def test_photos_that_are_left_wait_when_the_limit_comes_near_in_the_middle(
    clock: Clockwork, tmp_path: Path
) -> None:
    photos = tuple(a_photo(clock, tmp_path, colour) for colour in ("navy", "maroon", "teal"))
    clock.write("a", wait=15 * MINUTE, photos=photos)
    clock.sandbox.world.set("usage", [92, 0])
    clock.run(6 * MINUTE)
    assert clock.steps() == ["upload_photo:accepted"]
    clock.run(10 * MINUTE)
    assert len(clock.public()) == 1
    assert clock.steps()[:4] == ["upload_photo:accepted"] * 3 + ["create_draft:accepted"]


@pytest.mark.parametrize(
    ("fault", "times"),
    [
        (Fault(kind=FaultKind.THROTTLED, step="flip", minutes=0, times=3), [0, 2, 7, 17]),
        (Fault(kind=FaultKind.THROTTLED, step="flip", minutes=0, times=3, code=4), [0, 2, 7, 17]),
        (Fault(kind=FaultKind.THROTTLED, step="flip", minutes=9, times=2, code=4), [0, 9, 18]),
        (Fault(kind=FaultKind.REFUSED, step="flip", times=3, code=80001), [0, 2, 7, 17]),
        (Fault(kind=FaultKind.REFUSED, step="flip", times=1, code=368, subcode=1390008), [0, 60]),
        (Fault(kind=FaultKind.REFUSED, step="flip", times=1, code=341), [0, 60]),
    ],
)
def test_facebooks_codes_are_waited_for_as_they_mean(
    clock: Clockwork, fault: Fault, times: list[int]
) -> None:
    clock.write("a", wait=15 * MINUTE)
    due = clock.now + 15 * MINUTE
    clock.sandbox.fail(fault)
    clock.run(3 * HOUR)
    flips = Attempt.objects.filter(step="flip").order_by("pk").values_list("started_at", flat=True)
    assert [(at - due) // MINUTE for at in flips] == times
    assert clock.public() == ["Xin chào đoàn viên!"]


def test_the_figure_of_a_stop_keeps_no_comment_waiting_once_the_stop_is_over() -> None:
    now = [NOW]
    pace = Pace(lambda: now[0])
    pace.hear("1", Usage(percent=100, wait=timedelta(seconds=2), of_app=False))
    pace.noted(pace.heard())
    now[0] += timedelta(seconds=3)
    assert pace.wait_until("1", Importance.PREPARE, now[0]) is None
    assert pace.wait_until("1", Importance.REST, now[0]) is None
