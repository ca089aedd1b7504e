"""The one module that turns wall-clock time into UTC and back."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def to_utc(wall_time: datetime, zone: ZoneInfo) -> datetime:
    """The moment at which clocks in `zone` show a naive wall time.

    A time that a clock change skips moves forward by the gap; of a time that comes twice the first is meant.
    """
    if wall_time.tzinfo is not None:
        raise ValueError("a wall time has no zone of its own")
    # fold=0 takes the offset before the change: for a skipped time that is exactly the move forward by the gap.
    return wall_time.replace(tzinfo=zone, fold=0).astimezone(UTC)


def to_wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """What clocks in `zone` show at an aware moment, as an aware time."""
    return moment.astimezone(zone)
