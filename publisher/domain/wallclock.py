"""The one module that turns wall-clock time into UTC and back."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from publisher.domain.errors import OutsideYears, UnfitValue
from publisher.domain.text import clean_line

_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(
    r"(?:(?:thứ \w{2,4}|chủ nhật|t\d|cn),? ?)?(?:ngày )?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(\d{1,2})(?::(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?| ?(?:h|g|giờ) ?(\d{2})?(?: ?(?:p|phút))?"
    r"|\.(\d{2}))",
    re.IGNORECASE,
)
_ISO = re.compile(
    r"(\d{4}-\d{1,2}-\d{1,2})(?:[Tt]| )([\d:]{4,8}(?:[.,]\d{1,9})?) ?([Zz]|[+-]\d{2}:?\d{2})"
)
_HALF_DAY = re.compile(r"\d ?(?:[ap]\.?m\b|[SC]A\b|[SC]H\b|sáng|chiều|tối)", re.IGNORECASE)
_WEEK = re.compile(r"\d{4}-?W\d", re.IGNORECASE)
LONGEST = 60  # characters of what somebody wrote that are repeated

# The years in which anything can be planned. Everybody who reads a date or a time from people asks
# here: at the ends of the calendar there is no room left for a time zone or a lateness.
FIRST_YEAR, LAST_YEAR = 2000, 2100


def within_years(day: date, *, first: int = FIRST_YEAR) -> None:
    """Refuse a day or a time that is in none of the years; `first` may be earlier. Raises
    OutsideYears.
    """
    if not first <= day.year <= LAST_YEAR:
        raise OutsideYears("entries.outside_years", year=day.year, first=first, last=LAST_YEAR)


def wall_time(value: object, zone: ZoneInfo | None = None) -> datetime:
    """The wall-clock time that somebody gave, naive: a time, or a text of day and time in either
    order, as in "2027-04-15T07:30" and "07h30, 15/4/2027".

    With a zone of its own it is told by the clocks of `zone`; without one it is refused there, for
    nothing of a time is ever cut off. Raises UnfitValue or OutsideYears.
    """
    found = value if isinstance(value, datetime) else _parsed(value)
    within_years(found)
    if found.tzinfo is None:
        return found
    if zone is None:
        raise UnfitValue("times.zone", text=found.isoformat())
    return found.astimezone(zone).replace(tzinfo=None)


def wall_day(value: object, *, first: int = FIRST_YEAR) -> date:
    """The day that somebody gave: a day, or a text such as "2027-04-15" and "Thứ Năm, 15/4/2027".

    Raises UnfitValue or OutsideYears.
    """
    if isinstance(value, date):
        # Of a cell: a day is a time at midnight there.
        found = value.date() if isinstance(value, datetime) else value
    else:
        found = _day(_text(value))
    within_years(found, first=first)
    return found


def clock_time(value: object) -> time:
    """The time of day that somebody gave: a time, or a text such as "07:30", "7h30" and "7h".

    Raises UnfitValue.
    """
    if isinstance(value, datetime | time):
        return value.time() if isinstance(value, datetime) else value
    return _clock(_text(value))


def one_zone(zones: Iterable[ZoneInfo]) -> ZoneInfo | None:
    """The zone by whose clocks times with a zone are told; None where there are several."""
    found = set(zones)
    return found.pop() if len(found) == 1 else None


def parse_moment(text: str) -> datetime:
    """The time that an ISO text says, as it stands there.

    Raises ValueError when it is none, or OutsideYears.
    """
    found = datetime.fromisoformat(text.strip())
    within_years(found)
    return found


def parse_day(text: str, *, first: int = FIRST_YEAR) -> date:
    """The day that an ISO text says. Raises ValueError when it is none, or OutsideYears."""
    found = date.fromisoformat(text.strip())
    within_years(found, first=first)
    return found


def to_utc(wall_time: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which clocks in `zone` show a naive wall time.

    A time that a clock change skips moves forward by the gap; of a time that comes twice the first
    is meant.
    """
    if wall_time.tzinfo is not None:
        raise ValueError("a wall time has no zone of its own")
    # fold=0 takes the offset before the change: for a skipped time that is exactly the move forward
    # by the gap.
    return wall_time.replace(tzinfo=zone, fold=0).astimezone(UTC)


def to_wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """What clocks in `zone` show at an aware moment, as an aware time."""
    return moment.astimezone(zone)


def _text(value: object) -> str:
    """What stands there on one line. A number is no time: nobody can see what it counts."""
    if isinstance(value, int | float):
        raise UnfitValue("times.number", text=str(value)[:LONGEST])
    return clean_line(str(value))


def _parsed(value: object) -> datetime:
    text = _text(value)
    if found := _ISO.fullmatch(text):
        return _with_zone(text, *found.groups())
    for pattern, code in ((_HALF_DAY, "times.half_day"), (_WEEK, "times.week")):
        if pattern.search(text):
            raise UnfitValue(code, text=text[:LONGEST])
    day, clock = _apart(text)
    return datetime.combine(_day(day), _clock(clock))


def _with_zone(text: str, day: str, clock: str, zone: str) -> datetime:
    naive = datetime.combine(_day(day), _clock(clock.replace(",", ".")))
    try:
        return datetime.fromisoformat(f"{naive.isoformat()}{zone.upper().replace('Z', '+00:00')}")
    except ValueError:
        raise UnfitValue("times.no_moment", text=text[:LONGEST]) from None


def _apart(text: str) -> tuple[str, str]:
    """The day and the time of a text in which either comes first."""
    iso = re.fullmatch(r"(\S+)[Tt](\d\S*)", text)
    if iso and _YEAR_FIRST.fullmatch(iso[1]):
        return iso[1], iso[2]
    for pattern in (_YEAR_FIRST, _DAY_FIRST):
        for found in pattern.finditer(text):
            before, after = text[: found.start()].strip(" ,"), text[found.end() :].strip(" ,")
            if bool(before) != bool(after):
                return found[0], before or after
            if not before:
                raise UnfitValue("times.no_clock", text=text[:LONGEST])
    raise UnfitValue("times.no_moment", text=text[:LONGEST])


def _day(text: str) -> date:
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
    else:
        code = "times.week" if _WEEK.search(text) else "times.no_day"
        raise UnfitValue(code, text=text[:LONGEST])
    try:
        return date(year, month, day)
    except ValueError:
        raise UnfitValue("times.not_on_calendar", text=text[:LONGEST]) from None


def _clock(text: str) -> time:
    if _HALF_DAY.search(text):
        raise UnfitValue("times.half_day", text=text[:LONGEST])
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise UnfitValue("times.no_time", text=text[:LONGEST])
    hour, minute = int(found[1]), int(found[2] or found[4] or found[5] or 0)
    if hour == 24:
        raise UnfitValue("times.twenty_four", text=text[:LONGEST])
    try:
        return time(hour, minute, int(found[3] or 0))
    except ValueError:
        raise UnfitValue("times.no_time", text=text[:LONGEST]) from None
