"""Days to remember: national, Party and union days of `assets/calendar`, and those of the queue's campaigns."""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from publisher.domain.entry import Campaign
from publisher.domain.message import age


class Day(NamedTuple):
    """A day of every year."""

    month: int
    day: int
    name: str
    # The day whose years are counted; None for a day that has no age.
    since: date | None


class Feast(NamedTuple):
    """Such a day in one year."""

    on: date
    name: str
    # None for a day that has no age, or in the years before it.
    age: int | None

    @property
    def round(self) -> bool:
        """Whether it is one of those that are celebrated more (năm tròn): 5, 10, 15 …"""
        return self.age is not None and self.age > 0 and self.age % 5 == 0


@cache
def known_days(assets: Path) -> tuple[Day, ...]:
    """The days of `assets/calendar`. Raises OSError or ValueError for a file that is not well."""
    return tuple(_read(raw) for path in sorted((assets / "calendar").glob("*.toml")) for raw in _days(path))


def feasts(days: Iterable[Day], *, first: date, last: date) -> list[Feast]:
    """Those that lie in a span of days, both ends included, in order."""
    found = [feast for day in days for year in range(first.year, last.year + 1) if (feast := _in(day, year))]
    return sorted(feast for feast in found if first <= feast.on <= last)


def of_campaigns(campaigns: Sequence[Campaign]) -> Iterator[Day]:
    """The anniversaries that the queue's campaigns name."""
    for campaign in campaigns:
        for entry in campaign.anniversaries:
            if entry.since and entry.headline:
                yield Day(entry.since.month, entry.since.day, entry.headline, entry.since)


def _days(path: Path) -> list[dict[str, object]]:
    found = tomllib.loads(path.read_text(encoding="utf-8"))["days"]
    assert isinstance(found, list), f"{path.name}: days is a list"
    return found


def _read(raw: dict[str, object]) -> Day:
    # A leap year, so that 29 February can be a day of every year.
    on = date.fromisoformat(f"2000-{raw['day']}")
    since = raw.get("since")
    return Day(on.month, on.day, str(raw["name"]), since if isinstance(since, date) else None)


def _in(day: Day, year: int) -> Feast | None:
    try:
        on = date(year, day.month, day.day)
    except ValueError:
        on = date(year, 3, 1) - timedelta(days=1)
    years = age(day.since, on) if day.since else None
    if years is not None and years < 0:
        return None
    return Feast(on, day.name, years)
