"""What the front matter of every kind of file may hold, and how its values are read."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from publisher.domain.durations import parse_duration
from publisher.domain.entry import ALL_PAGES, MonthDay
from publisher.domain.text import nfc
from publisher.domain.wallclock import within_years
from publisher.queuefiles.tables import (
    LONGEST_WORD,
    boolean,
    key,
    list_of,
    one_of,
    string,
    texts,
)

NEXT = "next"
WEEKDAYS = {
    **{name: number for number, name in enumerate(("t2", "t3", "t4", "t5", "t6", "t7", "cn"))},
    **{
        name: number
        for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
    },
    **{
        name: number
        for number, name in enumerate(
            ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
        )
    },
}


def wall_time_or_next(value: object) -> datetime | str:
    """A local time without a zone, or NEXT."""
    if isinstance(value, str) and value.strip().lower() == NEXT:
        return NEXT
    if isinstance(value, str):
        value = _read_time(value)
    if isinstance(value, datetime) and value.tzinfo is None:
        within_years(value)
        return value
    if isinstance(value, datetime):
        raise ValueError(
            "giờ đăng là giờ địa phương của trang, không ghi múi giờ; viết at = 2027-04-15T07:30:00"
        )
    raise ValueError('viết at = 2027-04-15T07:30:00 (không ngoặc kép), hoặc at = "next"')


def _read_time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(
            f'“{_short(text)}” không phải giờ đăng; viết at = 2027-04-15T07:30:00, hoặc at = "next"'
        ) from None


def wall_time(value: object) -> datetime:
    """A local time without a zone."""
    found = wall_time_or_next(value)
    if isinstance(found, datetime):
        return found
    raise ValueError("viết after = 2027-04-15T07:30:00")


def clock_time(value: object) -> time:
    """A time of day."""
    if isinstance(value, time):
        return value
    try:
        return time.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"“{_short(value)}” không phải giờ; viết như “07:30”") from None


def day(value: object) -> date:
    """A date of our time."""
    found = _date(value)
    within_years(found)
    return found


def old_day(value: object) -> date:
    """A date of any time: the day whose years are counted."""
    found = _date(value)
    within_years(found, first=1)
    return found


def _date(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError(
        f"“{_short(value)}” không phải ngày; viết như 1963-04-15 (năm-tháng-ngày, không ngoặc kép)"
    )


def _short(value: object) -> str:
    return str(value)[:LONGEST_WORD]


def edge(value: object) -> date | MonthDay:
    """The first or last day of a window: a date, or a day of every year."""
    if isinstance(value, str) and (found := re.fullmatch(r"(\d{2})-(\d{2})", value)):
        month, number = int(found[1]), int(found[2])
        try:
            date(2024, month, number)
        except ValueError:
            raise ValueError(f"“{value}” không phải tháng-ngày; viết như “04-11”") from None
        return MonthDay(month=month, day=number)
    if isinstance(value, str):
        raise ValueError(
            f"“{_short(value)}” không phải ngày; viết 2027-04-11, hoặc “04-11” nếu năm nào cũng vậy"
        )
    return day(value)


def weekday(value: object) -> int:
    """A day of the week as datetime counts it: Monday is 0."""
    try:
        return WEEKDAYS[str(value).strip().lower()]
    except KeyError:
        raise ValueError(
            f"“{_short(value)}” không phải thứ trong tuần; viết t2, t3, t4, t5, t6, t7, cn"
        ) from None


def length(value: object) -> timedelta:
    """A duration such as "2h"."""
    return parse_duration(str(value))


def hashtag(value: object) -> str:
    """A hashtag without its sign."""
    tag = nfc(str(value)).strip().removeprefix("#")
    # A space or a sign ends a hashtag at Facebook; {year} and the like are filled later.
    if not re.fullmatch(r"(\w|\{[^{}]*\})+", tag):
        raise ValueError(f"thẻ “{_short(tag)}” chỉ được có chữ, số và gạch dưới, viết liền")
    return tag


@dataclass(frozen=True, kw_only=True)
class Keys:
    """What the front matter of every kind may hold."""

    pages: tuple[str, ...] = key(list_of(string), (ALL_PAGES,))
    hashtags: tuple[str, ...] = key(list_of(hashtag), ())
    hashtags_in: str = key(one_of("text", "comment"), "text")
    card: str | None = key(string, None)
    format: str = key(one_of("portrait", "square", "landscape", "story", "cover"), "portrait")
    fields: tuple[tuple[str, str], ...] = key(texts, ())
    ignore_quiet: bool = key(boolean, False)
    max_late: timedelta | None = key(length, None)
    # Between one page and the next.
    stagger: timedelta = key(length, timedelta())
