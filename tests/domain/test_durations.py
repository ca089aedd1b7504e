"""Lengths of time as people write them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.domain.durations import LONGEST, parse_duration


@given(st.integers(0, 300), st.integers(0, 500), st.integers(0, 500), st.integers(0, 5000))
def test_parts_add_up(days: int, hours: int, minutes: int, seconds: int) -> None:
    written = f"{days}d{hours}h{minutes}m{seconds}s"
    said = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    assert parse_duration(written) == said


def test_ten_years_are_taken_and_a_second_more_is_not() -> None:
    assert parse_duration("3650d") == LONGEST
    with pytest.raises(ValueError, match="hơn 10 năm"):
        parse_duration("3650d1s")


def test_a_number_of_more_digits_than_ten_years_have_seconds_is_too_long_and_no_crash() -> None:
    with pytest.raises(ValueError, match="hơn 10 năm"):
        parse_duration("9" * 5000 + "h")


@pytest.mark.parametrize("text", ["2h và 3m", "h", "3.5h", "2x", "2h3"])
def test_what_is_left_over_is_not_passed_over(text: str) -> None:
    with pytest.raises(ValueError, match="khoảng thời gian"):
        parse_duration(text)


def test_blanks_between_parts_do_not_matter() -> None:
    assert parse_duration(" 1h 30m ") == timedelta(minutes=90)
