"""Planning: what appears where and when."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.domain.entry import Entry, EntryKind, NextSlot, Queue, Yearly
from publisher.domain.page import Page, QuietHours
from publisher.domain.planning import Occurrence, Taken, plan
from tests.conftest import a_campaign, a_page, an_entry, at

NOW = datetime(2027, 4, 12, 0, 0, tzinfo=UTC)
SOON = NOW + timedelta(days=7)


def planned(
    queue: Queue,
    *pages: Page,
    taken: Iterable[Taken] = (),
    now: datetime = NOW,
    until: datetime = SOON,
) -> list[Occurrence]:
    return list(
        plan(queue, {page.slug: page for page in pages}, taken, now=now, until=until).occurrences
    )


def kept(occurrences: Sequence[Occurrence]) -> list[Taken]:
    return [
        Taken(
            entry_id=found.entry.id,
            page=found.page.slug,
            key=found.key,
            due_at=found.due_at,
            campaign=found.entry.campaign,
        )
        for found in occurrences
    ]


def walls(occurrences: Sequence[Occurrence]) -> list[str]:
    return [f"{found.wall_time:%d %H:%M}" for found in occurrences]


def test_an_explicit_time_is_read_on_each_pages_own_clock() -> None:
    queue = Queue(entries=[an_entry(when=at("2027-04-15T07:30"))])
    here, there = a_page(), a_page("warszawa", zone="Europe/Warsaw")
    found = {item.page.slug: item.due_at for item in planned(queue, here, there)}
    assert found["lai-chau"] == datetime(2027, 4, 15, 0, 30, tzinfo=UTC)
    assert found["warszawa"] == datetime(2027, 4, 15, 5, 30, tzinfo=UTC)


def test_a_time_that_a_clock_change_skips_moves_forward_by_the_gap() -> None:
    queue = Queue(entries=[an_entry(when=at("2027-03-28T02:30"))])
    now = datetime(2027, 3, 27, tzinfo=UTC)
    [found] = planned(queue, a_page(zone="Europe/Warsaw"), now=now)
    assert f"{found.wall_time:%H:%M}" == "03:30"


def test_a_time_that_comes_twice_is_taken_the_first_time() -> None:
    queue = Queue(entries=[an_entry(when=at("2027-10-31T02:30"))])
    [found] = planned(queue, a_page(zone="Europe/Warsaw"), now=datetime(2027, 10, 30, tzinfo=UTC))
    assert found.due_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_a_time_long_past_is_a_problem_that_names_the_line() -> None:
    queue = Queue(entries=[an_entry(when=at("2027-04-01T07:30"))])
    result = plan(queue, {"lai-chau": a_page()}, [], now=NOW, until=SOON)
    assert not result.occurrences
    assert str(result.problems[0]).startswith(
        "posts/bai.md:1: giờ đăng 07:30 ngày 01/04/2027 đã qua"
    )


def test_a_time_just_missed_is_still_planned() -> None:
    queue = Queue(entries=[an_entry(when=at("2027-04-12T06:30"))])
    assert walls(planned(queue, a_page())) == ["12 06:30"]


def test_queued_entries_take_the_free_slots_in_order() -> None:
    queue = Queue(entries=[an_entry(name) for name in ("a", "b", "c")])
    found = planned(queue, a_page(slots="07:30 19:30"))
    assert [(item.entry.id, wall) for item, wall in zip(found, walls(found), strict=True)] == [
        ("a", "12 07:30"),
        ("b", "12 19:30"),
        ("c", "13 07:30"),
    ]


def test_a_queued_entry_waits_for_its_first_day() -> None:
    queue = Queue(
        entries=[an_entry(when=NextSlot(not_before=datetime.fromisoformat("2027-04-20T12:00")))]
    )
    assert walls(planned(queue, a_page())) == ["21 07:30"]


def test_a_slot_in_quiet_hours_over_midnight_is_passed_over() -> None:
    page = a_page(slots="05:00 12:00 23:00", quiet=QuietHours(start=time(22), end=time(6)))
    assert walls(planned(Queue(entries=[an_entry("a"), an_entry("b")]), page)) == [
        "12 12:00",
        "13 12:00",
    ]


def test_an_explicit_time_in_quiet_hours_is_a_problem_unless_the_person_insists() -> None:
    page = a_page(quiet=QuietHours(start=time(22), end=time(6)))
    entry = an_entry(when=at("2027-04-15T23:00"))
    result = plan(Queue(entries=[entry]), {"lai-chau": page}, [], now=NOW, until=SOON)
    assert "giờ nghỉ" in result.problems[0].message
    assert walls(planned(Queue(entries=[replace(entry, ignore_quiet=True)]), page)) == ["15 23:00"]


def test_a_page_without_slots_is_named() -> None:
    result = plan(
        Queue(entries=[an_entry()]), {"lai-chau": a_page(slots="")}, [], now=NOW, until=SOON
    )
    assert "trang “lai-chau” chưa có khung giờ" in result.problems[0].message


def test_slogans_take_turns_in_the_order_of_the_file() -> None:
    found = planned(Queue(campaigns=[a_campaign()]), a_page())
    order = [item.entry.id[-1] for item in found]
    assert len(order) == 14
    assert all(order[number] != order[number + 1] for number in range(13))
    assert order[:3] == order[3:6] == order[6:9]


def test_a_yearly_campaign_runs_in_any_year_and_only_in_its_window() -> None:
    queue = Queue(campaigns=[a_campaign()])
    for year in (2026, 2030):
        found = planned(
            queue,
            a_page(),
            now=datetime(year, 1, 1, tzinfo=UTC),
            until=datetime(year, 12, 31, tzinfo=UTC),
        )
        days = [item.wall_time.date().isoformat() for item in found]
        assert (days[0], days[-1], len(days)) == (f"{year}-04-11", f"{year}-05-31", 102)


def test_a_campaign_keeps_to_its_years_and_weekdays() -> None:
    only_mondays = a_campaign(years=frozenset({2027}), weekdays=frozenset({0}))
    assert walls(planned(Queue(campaigns=[only_mondays]), a_page())) == ["12 08:00", "12 20:00"]
    assert not planned(Queue(campaigns=[a_campaign(years=frozenset({2028}))]), a_page())


def test_an_anniversary_has_its_day_each_year() -> None:
    day = an_entry("thang/ngay", when=Yearly(month=4, day=15, at=time(7, 30)), campaign="thang")
    found = planned(Queue(campaigns=[a_campaign(0, anniversaries=(day,))]), a_page())
    assert [(item.key, wall) for item, wall in zip(found, walls(found), strict=True)] == [
        ("2027", "15 07:30")
    ]


def test_a_slogan_gives_way_to_what_a_person_put_in_the_same_minute() -> None:
    queue = Queue(entries=[an_entry(when=at("2027-04-13T08:00"))], campaigns=[a_campaign()])
    at_eight = [
        item for item in planned(queue, a_page()) if f"{item.wall_time:%d %H:%M}" == "13 08:00"
    ]
    assert [item.entry.kind for item in at_eight] == [EntryKind.POST]


@given(st.integers(1, 6), st.integers(0, 5), st.integers(1, 3))
def test_planning_again_adds_nothing_and_moves_nothing(
    slogans: int, posts: int, slots: int
) -> None:
    page = a_page(slots=" ".join(["07:30", "08:00", "19:30"][:slots]))
    queue = Queue(
        entries=[an_entry(f"p{number}") for number in range(posts)], campaigns=[a_campaign(slogans)]
    )
    first = planned(queue, page)
    again = planned(queue, page, taken=kept(first))
    assert kept(again) == kept(first)


@given(st.integers(1, 6), st.integers(1, 4))
def test_a_slogan_added_later_moves_nothing_that_stands(before: int, more: int) -> None:
    first = planned(Queue(campaigns=[a_campaign(before)]), a_page())
    after = planned(
        Queue(campaigns=[a_campaign(before + more)]),
        a_page(),
        taken=kept(first),
        until=SOON + timedelta(days=7),
    )
    assert kept(after)[: len(first)] == kept(first)
    assert {item.entry.id for item in after[len(first) :]} >= {f"thang/{before}"}


@given(st.integers(1, 7), st.integers(1, 6))
def test_planning_in_two_steps_equals_planning_at_once(slogans: int, days: int) -> None:
    queue = Queue(campaigns=[a_campaign(slogans)])
    middle = NOW + timedelta(days=days)
    first = planned(queue, a_page(), until=middle)
    second = planned(queue, a_page(), taken=kept(first), now=middle)
    assert kept(first) + kept(second) == kept(planned(queue, a_page()))


@given(st.integers(1, 7), st.integers(0, 6))
def test_starting_late_gives_the_same_slots_as_starting_early(slogans: int, days: int) -> None:
    queue = Queue(campaigns=[a_campaign(slogans)])
    late = NOW + timedelta(days=days)
    early = [item for item in planned(queue, a_page()) if item.due_at >= late]
    assert kept(planned(queue, a_page(), now=late)) == kept(early)


@given(st.permutations(range(4)))
def test_pages_do_not_depend_on_each_others_order(order: list[int]) -> None:
    pages = [a_page(f"p{number}") for number in order]
    queue = Queue(entries=[an_entry("a"), an_entry("b")], campaigns=[a_campaign()])
    assert kept(planned(queue, *pages)) == kept(
        planned(queue, *sorted(pages, key=lambda page: page.slug))
    )


def test_a_gone_slogan_frees_its_slot() -> None:
    first = planned(Queue(campaigns=[a_campaign(3)]), a_page())
    smaller = a_campaign(3)
    smaller = replace(smaller, slogans=smaller.slogans[:2])
    after = planned(Queue(campaigns=[smaller]), a_page(), taken=kept(first))
    assert len(after) == len(first)
    assert {item.entry.id for item in after} == {"thang/0", "thang/1"}


@pytest.mark.parametrize("wanted", [0, 1, 5])
def test_one_new_entry_alone_gets_the_same_slot_as_within_the_whole_queue(wanted: int) -> None:
    entries: list[Entry] = [an_entry(f"p{number}") for number in range(6)]
    whole = planned(Queue(entries=entries), a_page())
    others = [item for item in kept(whole) if item.entry_id != f"p{wanted}"]
    [alone] = planned(Queue(entries=[entries[wanted]]), a_page(), taken=others)
    assert alone.due_at == whole[wanted].due_at
