"""How the values in front matter are read: times, days, windows, hashtags."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from publisher.domain import wallclock
from publisher.domain.durations import parse_duration
from publisher.domain.entry import MonthDay
from publisher.domain.errors import UnfitValue
from publisher.domain.text import clean_line
from publisher.domain.wallclock import within_years
from publisher.tables import LONGEST_WORD

NEXT = "next"
_NUMBER = re.compile(r"\d{1,6}(?:[.,]\d{1,4})?", re.ASCII)
WEEKDAYS = {
    name: number
    for names in (
        ("t2", "t3", "t4", "t5", "t6", "t7", "cn"),
        ("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
        ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật"),
    )
    for number, name in enumerate(names)
}


def wall_time_or_next(value: object, zone: ZoneInfo | None = None) -> datetime | str:
    """A local time without a zone, or NEXT; `zone`: as in `wallclock.wall_time`."""
    if isinstance(value, str) and value.strip().lower() == NEXT:
        return NEXT
    if not isinstance(value, str | datetime):
        raise UnfitValue("queuefiles.at")
    return wallclock.wall_time(value, zone)


def wall_time(value: object, zone: ZoneInfo | None = None) -> datetime:
    """A local time without a zone."""
    found = wall_time_or_next(value, zone)
    if isinstance(found, datetime):
        return found
    raise UnfitValue("queuefiles.after")


def clock_time(value: object) -> time:
    """A time of day."""
    found = wallclock.clock_time(value)
    if found.tzinfo is not None:
        raise UnfitValue("times.no_time", text=_short(value))
    return found


def old_day(value: object) -> date:
    """A date of any time: the day whose years are counted."""
    found = wallclock.wall_day(value, first=1) if isinstance(value, str) else _date(value)
    within_years(found, first=1)
    return found


def _day(value: object) -> date:
    found = _date(value)
    within_years(found)
    return found


def _date(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise UnfitValue("queuefiles.no_day", text=_short(value))


def _short(value: object) -> str:
    return str(value)[:LONGEST_WORD]


def edge(value: object) -> date | MonthDay:
    """The first or last day of a window: a date, or a day of every year."""
    if isinstance(value, str) and (found := re.fullmatch(r"(\d{2})-(\d{2})", value)):
        month, number = int(found[1]), int(found[2])
        try:
            date(2024, month, number)
        except ValueError:
            raise UnfitValue("queuefiles.no_month_day", text=value) from None
        return MonthDay(month=month, day=number)
    if isinstance(value, str):
        raise UnfitValue("queuefiles.no_edge", text=_short(value))
    return _day(value)


def weekday(value: object) -> int:
    """A day of the week as datetime counts it: Monday is 0."""
    try:
        return WEEKDAYS[str(value).strip().lower()]
    except KeyError:
        raise UnfitValue("queuefiles.no_weekday", text=_short(value)) from None


def length(value: object) -> timedelta:
    """A duration such as "2h"."""
    return value if isinstance(value, timedelta) else parse_duration(str(value))


def minutes(value: object) -> timedelta:
    """A duration, or a number of minutes."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        # What is no number of seconds at all is no duration either.
        return length(f"{value * 60:.0f}s")
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return minutes(float(value.strip().replace(",", ".")))
    return length(value)


def hashtag(value: object) -> str:
    """A hashtag without its sign."""
    tag = clean_line(str(value)).removeprefix("#")
    # A space or a sign ends a hashtag at Facebook; {year} and the like are filled later.
    if not re.fullmatch(r"(\w|\{[^{}]*\})+", tag):
        raise UnfitValue("queuefiles.no_hashtag", text=_short(tag))
    return tag


def named_texts(value: object) -> object:
    """A table whose values are texts. Raises UnfitValue for what is no table."""
    if not isinstance(value, dict):
        raise UnfitValue("queuefiles.no_texts")
    return value


def named_tables(value: object) -> object:
    """A table of tables. Raises UnfitValue for what is no table."""
    if not isinstance(value, dict):
        raise UnfitValue("queuefiles.no_tables")
    return value


def names(value: object) -> object:
    """A name alone stands for a list of one."""
    return [value] if isinstance(value, str) else value


def photo(value: object) -> object:
    """A file name alone stands for a table with a file."""
    return {"file": value} if isinstance(value, str) else value
