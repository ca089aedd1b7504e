"""How fast Facebook lets us go: thresholds, waits from the header, one page never slowing another."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from publisher.domain.channel import Usage
from publisher.engines.limits import Limits
from publisher.facebook.usage import read_usage
from publisher.sandbox import Fault, FaultKind
from publisher.services.pacing import FRESH, SILENCE, Importance, Pace
from publisher.store import pages
from tests.services.clockwork import Clockwork, open_clockwork

NOW = datetime(2027, 4, 15, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def heard(percent: int, *, wait: timedelta = timedelta(), of_app: bool = False) -> Pace:
    pace = Pace(lambda: NOW, jitter=lambda wait: wait)
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
    assert heard(100, of_app=True).wait_until("78", Importance.PUBLISH, NOW) == NOW + SILENCE


def test_facebooks_own_estimate_is_the_wait() -> None:
    assert heard(100, wait=7 * MINUTE).wait_until("77", Importance.PUBLISH, NOW) == NOW + 7 * MINUTE


def test_a_word_that_is_old_says_nothing_any_more() -> None:
    assert heard(90).wait_until("77", Importance.PREPARE, NOW + FRESH) is None


def test_from_75_percent_a_pages_preparations_keep_a_distance() -> None:
    pace = heard(80)
    assert pace.wait_until("77", Importance.PREPARE, NOW) is None
    assert pace.wait_until("77", Importance.PREPARE, NOW + timedelta(seconds=10)) == NOW + timedelta(seconds=30)


def test_waits_are_spread_so_that_what_waits_together_does_not_return_together() -> None:
    pace = Pace(lambda: NOW)
    untils = set()
    for _ in range(20):
        pace.hear("77", Usage(percent=100, wait=10 * MINUTE, of_app=False))
        untils.add(pace.wait_until("77", Importance.PUBLISH, NOW))
    assert len(untils) > 10
    assert all(until and NOW + 10 * MINUTE <= until <= NOW + 11 * MINUTE for until in untils)


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
        ({"x-business-use-case-usage": "[1]", "x-app-usage": '{"call_count":null}'}, [(0, 0, True)]),
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


def test_at_100_percent_nothing_is_sent_until_facebooks_estimate_has_passed(clock: Clockwork) -> None:
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


def test_a_stop_that_another_process_heard_ends_when_facebook_said(clock: Clockwork) -> None:
    heard_there = {clock.page.slug: (100, clock.now, clock.now + 3 * MINUTE)}
    clock.desk().transactions.write(lambda: pages.keep_usage(heard_there))
    limits = Limits(clock.desk())
    limits.restore()
    waits = [
        clock.pace.wait_until(clock.page.facebook_id, Importance.REST, clock.now + after * MINUTE) for after in (1, 4)
    ]
    assert waits == [clock.now + 3 * MINUTE, None]


def test_what_this_process_heard_later_is_not_overwritten_by_what_lies_in_the_rows(clock: Clockwork) -> None:
    clock.desk().transactions.write(lambda: pages.keep_usage({clock.page.slug: (95, clock.now, None)}))
    clock.now += MINUTE
    clock.pace.hear(clock.page.facebook_id, Usage(percent=10, wait=timedelta(), of_app=False))
    Limits(clock.desk()).restore()
    assert clock.pace.wait_until(clock.page.facebook_id, Importance.REST, clock.now) is None
