"""The one module that turns wall-clock time into UTC and back."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from publisher.domain.errors import OutsideYears

# The years in which anything can be planned. Everybody who reads a date or a time from people asks
# here: at the ends of the calendar there is no room left for a time zone or a lateness.
FIRST_YEAR, LAST_YEAR = 2000, 2100


def within_years(day: date, *, first: int = FIRST_YEAR) -> None:
    """Refuse a day or a time that is in none of the years; `first` may be earlier. Raises
    OutsideYears.
    """
    if not first <= day.year <= LAST_YEAR:
        raise OutsideYears("entries.outside_years", year=day.year, first=first, last=LAST_YEAR)


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
