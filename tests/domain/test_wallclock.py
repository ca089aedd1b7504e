"""Wall-clock time and UTC."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.domain.errors import OutsideYears
from publisher.domain.wallclock import (
    parse_day,
    parse_moment,
    to_utc,
    to_wall,
    within_years,
)

HANOI, BERLIN = ZoneInfo("Asia/Ho_Chi_Minh"), ZoneInfo("Europe/Berlin")


def wall(text: str) -> datetime:
    """What a clock shows."""
    return datetime.fromisoformat(text)


@given(st.datetimes(wall("2000-01-01"), wall("2100-12-31")))
def test_in_vietnam_every_wall_time_comes_back(clock: datetime) -> None:
    there = to_utc(clock, HANOI)
    assert there.replace(tzinfo=None) == clock - timedelta(hours=7)
    assert to_wall(there, HANOI).replace(tzinfo=None) == clock


def test_a_time_that_the_clocks_skip_moves_forward_by_the_gap() -> None:
    moment = to_utc(wall("2027-03-28T02:30"), BERLIN)
    assert to_wall(moment, BERLIN).replace(tzinfo=None) == wall("2027-03-28T03:30")


@pytest.mark.parametrize("fold", [0, 1])
def test_of_a_time_that_comes_twice_the_first_is_meant(fold: int) -> None:
    twice = wall("2027-10-31T02:30").replace(fold=fold)
    assert to_utc(twice, BERLIN) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_a_wall_time_with_a_zone_of_its_own_is_refused() -> None:
    with pytest.raises(ValueError, match="no zone"):
        to_utc(datetime(2027, 1, 1, tzinfo=UTC), HANOI)


@pytest.mark.parametrize(("year", "well"), [(1999, 0), (2000, 1), (2100, 1), (2101, 0)])
def test_years_at_the_edges(year: int, well: int) -> None:
    if well:
        within_years(date(year, 1, 1))
        return
    with pytest.raises(OutsideYears, match=f"năm {year}"):
        within_years(date(year, 1, 1))


def test_a_day_of_history_may_be_earlier_where_that_is_said() -> None:
    assert parse_day(" 1929-07-28 ", first=1800) == date(1929, 7, 28)
    with pytest.raises(OutsideYears):
        parse_day("1929-07-28")


def test_a_moment_keeps_the_zone_that_was_written() -> None:
    assert parse_moment("2027-04-15T07:30:00+07:00").utcoffset() == timedelta(hours=7)
    with pytest.raises(OutsideYears):
        parse_moment("1999-12-31T23:59:59")
