"""Quiet hours: start included, end not, across midnight too."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.domain.page import QuietHours

NIGHT = QuietHours(start=time(22), end=time(6))
NOON = QuietHours(start=time(12), end=time(13, 30))


@pytest.mark.parametrize(
    ("quiet", "at", "covered"),
    [
        (NIGHT, time(21, 59), False),
        (NIGHT, time(22), True),
        (NIGHT, time(0), True),
        (NIGHT, time(5, 59), True),
        (NIGHT, time(6), False),
        (NOON, time(11, 59), False),
        (NOON, time(12), True),
        (NOON, time(13, 29), True),
        (NOON, time(13, 30), False),
        (NOON, time(23), False),
    ],
)
def test_quiet_hours_hold_from_their_start_until_before_their_end(
    quiet: QuietHours, at: time, covered: bool
) -> None:
    assert quiet.covers(at) is covered


@given(st.times(), st.times(), st.times())
def test_hours_and_their_complement_share_the_day_between_them(
    start: time, end: time, at: time
) -> None:
    if start != end:
        others = QuietHours(start=end, end=start)
        assert QuietHours(start=start, end=end).covers(at) is not others.covers(at)


@given(st.times(), st.times())
def test_hours_that_end_where_they_start_are_none(same: time, at: time) -> None:
    assert not QuietHours(start=same, end=same).covers(at)
