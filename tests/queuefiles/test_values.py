"""Values of front matter as people write them."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.domain.entry import MonthDay
from publisher.domain.errors import OutsideYears, UnfitValue
from publisher.queuefiles.values import (
    NEXT,
    clock_time,
    edge,
    hashtag,
    old_day,
    photo,
    wall_time,
    wall_time_or_next,
    weekday,
)

MORNING = datetime.fromisoformat("2027-04-15T07:30")


@pytest.mark.parametrize(
    ("value", "read"),
    [(" Next ", NEXT), (" 2027-04-15 07:30 ", MORNING), (MORNING, MORNING)],
)
def test_a_time_to_post_is_a_time_of_the_clock_or_the_next_slot(
    value: object, read: object
) -> None:
    assert wall_time_or_next(value) == read


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("sáng mai", "times.no_moment"),
        (date(2027, 4, 15), "queuefiles.at"),
        (5, "queuefiles.at"),
        ("2027-04-15T07:30+07:00", "times.zone"),
        (datetime(2027, 4, 15, tzinfo=UTC), "times.zone"),
        ("1999-04-15T07:30", "entries.outside_years"),
    ],
)
def test_another_time_to_post_is_refused_for_what_it_is(value: object, code: str) -> None:
    with pytest.raises((UnfitValue, OutsideYears)) as refused:
        wall_time_or_next(value)
    assert refused.value.reason.code == code


def test_the_next_slot_is_no_time_to_wait_for() -> None:
    with pytest.raises(UnfitValue) as refused:
        wall_time("next")
    assert refused.value.reason.code == "queuefiles.after"


@given(st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_a_time_of_the_day_is_read_as_text_and_as_itself(at: time) -> None:
    assert clock_time(f"{at:%H:%M}") == clock_time(at) == at


@pytest.mark.parametrize("value", ["24:30", 7, ""])
def test_what_no_clock_shows_is_refused(value: object) -> None:
    with pytest.raises(UnfitValue):
        clock_time(value)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("02-29", MonthDay(month=2, day=29)),
        ("12-31", MonthDay(month=12, day=31)),
        (date(2027, 5, 1), date(2027, 5, 1)),
    ],
)
def test_a_window_ends_on_a_day_of_one_year_or_of_every_year(value: object, read: object) -> None:
    assert edge(value) == read


@pytest.mark.parametrize(
    "value", ["02-30", "13-01", "1-5", "2027-05-01", 5, date(1999, 5, 1), MORNING]
)
def test_what_is_no_such_day_ends_no_window(value: object) -> None:
    with pytest.raises((UnfitValue, OutsideYears)):
        edge(value)


def test_only_a_day_whose_years_are_counted_may_be_old() -> None:
    assert old_day(date(1886, 5, 1)) == date(1886, 5, 1)
    with pytest.raises(OutsideYears):
        old_day(date(2101, 1, 1))


@pytest.mark.parametrize(
    ("value", "number"),
    [("t2", 0), ("CN", 6), (" Thứ Bảy ", 5), ("mon", 0), ("Sun", 6), ("chủ nhật", 6)],
)
def test_weekdays_are_understood_in_three_ways(value: str, number: int) -> None:
    assert weekday(value) == number


@pytest.mark.parametrize("value", ["t8", 2, "thứ", ""])
def test_what_is_no_weekday_is_refused(value: object) -> None:
    with pytest.raises(UnfitValue):
        weekday(value)


@pytest.mark.parametrize(
    ("value", "tag"),
    [("#CôngĐoàn", "CôngĐoàn"), (" Tháng5 ", "Tháng5"), ("Năm{year}", "Năm{year}"), (2027, "2027")],
)
def test_a_hashtag_loses_its_sign(value: object, tag: str) -> None:
    assert hashtag(value) == tag


@pytest.mark.parametrize("value", ["công đoàn", "a-b", "##a", "#", "a{b", "a!"])
def test_a_sign_or_a_blank_would_end_a_hashtag(value: str) -> None:
    with pytest.raises(UnfitValue):
        hashtag(value)


@pytest.mark.parametrize(
    ("value", "table"),
    [("a.jpg", {"file": "a.jpg"}), ({"file": "b", "alt": "c"}, {"file": "b", "alt": "c"})],
)
def test_a_file_name_alone_is_a_photo(value: Any, table: object) -> None:
    assert photo(value) == table
