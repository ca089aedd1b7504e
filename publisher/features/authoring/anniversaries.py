"""Days to remember: those of `assets/calendar`, solar and lunar, and those of the queue's
campaigns."""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from vnlunar import convert_lunar_to_solar

from publisher.domain.entry import Campaign
from publisher.domain.errors import CalendarError
from publisher.domain.message import age
from publisher.domain.reason import reason
from publisher.domain.text import slug

# Weeks ahead in which a day is suggested when its file does not say.
WEEKS = 3
# Days of the last lunar month, which has 29 or 30.
_LUNAR_KEYS = {"day", "lunar", "since", "name", "tone", "text", "weeks", "source"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FeastDay:
    """A day of every year."""

    month: int
    day: int
    name: str
    # The day whose years are counted; None for a day that has no age.
    since: date | None = None
    # Month and day are those of the Vietnamese lunar calendar (UTC+7).
    lunar: bool = False
    # For a suggested post, with places such as {age}; empty: made from the name.
    text: str = ""
    # Remembered in mourning or thanks, not celebrated.
    solemn: bool = False
    weeks: int = WEEKS
    # Where the day is from: a law, a decision, a tradition.
    source: str = ""

    @property
    def key(self) -> str:
        """Names it among all days."""
        return f"{'am-' if self.lunar else ''}{self.month:02}-{self.day:02}-{slug(self.name)}"


class Feast(NamedTuple):
    """Such a day in one year."""

    on: date
    name: str
    # None for a day that has no age, or in the years before it.
    age: int | None
    day: FeastDay

    @property
    def round(self) -> bool:
        """Whether it is one of those that are celebrated more (năm tròn): 5, 10, 15 …"""
        return self.age is not None and self.age > 0 and self.age % 5 == 0


@cache
def known_days(assets: Path) -> tuple[FeastDay, ...]:
    """The days of `assets/calendar`.

    Raises OSError, or CalendarError for a file that is not well.
    """
    return tuple(
        day for path in sorted((assets / "calendar").glob("*.toml")) for day in read_days(path)
    )


def read_days(path: Path) -> list[FeastDay]:
    """The days of one file. Raises OSError, CalendarError."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))["days"]
    except (ValueError, KeyError) as error:
        raise CalendarError("authoring.days_unread", name=path.name, why=str(error)) from error
    return [_read(raw, path.name, number) for number, raw in enumerate(found, start=1)]


def feasts(days: Iterable[FeastDay], *, first: date, last: date) -> list[Feast]:
    """Those that lie in a span of days, both ends included, in order."""
    # A lunar day of late in a year lies early in the next solar one.
    found = [
        feast
        for day in days
        for year in range(first.year - day.lunar, last.year + 1)
        if (feast := feast_of(day, year))
    ]
    return sorted(
        (feast for feast in found if first <= feast.on <= last),
        key=lambda feast: (feast.on, feast.name),
    )


def of_campaigns(campaigns: Sequence[Campaign]) -> Iterator[FeastDay]:
    """The anniversaries that the queue's campaigns name."""
    for campaign in campaigns:
        for entry in campaign.anniversaries:
            if entry.since and entry.headline:
                yield FeastDay(
                    month=entry.since.month,
                    day=entry.since.day,
                    name=entry.headline,
                    since=entry.since,
                )


def all_days(assets: Path, campaigns: Sequence[Campaign]) -> list[FeastDay]:
    """Known days and those of the campaigns, each once."""
    found = {
        (day.lunar, day.month, day.day, day.since or day.name): day
        for day in of_campaigns(campaigns)
    }
    return list(
        {
            **found,
            **{
                (day.lunar, day.month, day.day, day.since or day.name): day
                for day in known_days(assets)
            },
        }.values()
    )


def feast_of(day: FeastDay, year: int) -> Feast | None:
    """The day in a year (of a lunar day: the lunar year of that number); None when there is none
    yet.
    """
    on = _lunar(day, year) if day.lunar else _solar(day, year)
    years = age(day.since, on) if day.since and on else None
    if on is None or (years is not None and years < 0):
        return None
    return Feast(on, day.name, years, day)


def _solar(day: FeastDay, year: int) -> date:
    try:
        return date(year, day.month, day.day)
    except ValueError:
        return date(year, 3, 1) - timedelta(days=1)


def _lunar(day: FeastDay, year: int) -> date | None:
    """The solar day by the Vietnamese calendar, whose months begin at the new moon in UTC+7 (not
    China's UTC+8)."""
    found = convert_lunar_to_solar(day.day, day.month, year)
    # A month may have 29 days: its last day stands in for the 30th.
    found = found or convert_lunar_to_solar(day.day - 1, day.month, year)
    return date(found[2], found[1], found[0]) if found else None


def _read(raw: dict[str, Any], file: str, number: int) -> FeastDay:
    where = reason("authoring.day_in_file", file=file, n=number)
    if strange := raw.keys() - _LUNAR_KEYS:
        raise CalendarError("authoring.days_strange_key", where=where, key=sorted(strange)[0])
    written = raw.get("lunar") or raw.get("day")
    name, since = raw.get("name"), raw.get("since")
    if (
        not isinstance(written, str)
        or not isinstance(name, str)
        or ("lunar" in raw) == ("day" in raw)
    ):
        raise CalendarError("authoring.days_needs_day", where=where)
    try:
        # A leap year, so that 29 February can be a day of every year; a lunar month may have a
        # 30th.
        month, day = map(int, written.split("-"))
        if not ("lunar" in raw and 1 <= month <= 12 and 1 <= day <= 30):
            date(2000, month, day)
    except ValueError:
        raise CalendarError("authoring.days_no_day", where=where, written=written) from None
    if since is not None and (
        not isinstance(since, date) or (since.month, since.day) != (month, day)
    ):
        raise CalendarError("authoring.days_since", where=where)
    return FeastDay(
        month=month,
        day=day,
        name=name,
        since=since,
        lunar="lunar" in raw,
        text=str(raw.get("text", "")),
        solemn=raw.get("tone") == "solemn",
        weeks=int(raw.get("weeks", WEEKS)),
        source=str(raw.get("source", "")),
    )
