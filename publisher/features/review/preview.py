"""The pictures of entries as files to look at: the same bytes that would go to Facebook.

Needs no database.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from publisher.cards import api as cards
from publisher.domain.entry import ALL_PAGES, At, Campaign, Entry, MonthDay, Yearly
from publisher.domain.errors import NothingFound, PictureRefused
from publisher.domain.page import Page, Unit
from publisher.domain.reason import Problem
from publisher.domain.revision import freeze
from publisher.pictures.delivery_pictures import Pictures
from publisher.queuefiles.folder import QueueReader, QueueReading

SHEET = "tat-ca.jpg"


class Preview(NamedTuple):
    """Files to write, the sheet last when there is more than one picture, and what could not be
    drawn."""

    files: Sequence[tuple[str, bytes]]
    problems: Sequence[Problem]


def preview_entries(
    names: Iterable[str],
    *,
    reader: QueueReader,
    pages: Mapping[str, Page],
    pictures: Pictures,
    today: date,
    on: date | None,
) -> Preview:
    """The pictures of entries or campaigns, one set for each unit that has a page among theirs.

    Raises:
        NothingFound: for a name that is in no file.
    """
    files: list[tuple[str, bytes]] = []
    problems: list[Problem] = []
    for entry, day in wanted_entries(names, reader, today, on):
        for unit in units_of(entry, pages):
            try:
                files += _draw(entry, unit, day, pictures)
            except PictureRefused as refusal:
                place = entry.source
                problems.append(
                    Problem(path=place.path, line=place.line, reason=refusal.reason, field="card")
                )
    if len(files) > 1:
        files.append(
            (SHEET, cards.contact_sheet([(Path(name).stem, jpeg) for name, jpeg in files]))
        )
    return Preview(files=files, problems=problems)


def wanted_entries(
    names: Iterable[str], reader: QueueReader, today: date, on: date | None
) -> Iterable[tuple[Entry, date]]:
    """The entries of these names (ids, campaigns, files), each with the day as which it is drawn.

    Raises:
        NothingFound: for a name that is in no file.
    """
    reading: QueueReading | None = None
    for name in names:
        # A name usually says its file; reading that alone keeps a preview quick in a long queue.
        found = list(_named(name, reader.near(name)))
        if not found:
            reading = reading or reader.refresh(None)
            found = list(_named(name, reading))
        if not found:
            raise NothingFound(name, reading.problems if reading else ())
        for entry, campaign in found:
            yield entry, on or _day_of(entry, campaign, today)


def _named(name: str, reading: QueueReading) -> Iterable[tuple[Entry, Campaign | None]]:
    for entry in reading.queue.entries:
        if name in (entry.id, entry.source.path) or entry.id.startswith(f"{name}/"):
            yield entry, None
    for campaign in reading.queue.campaigns:
        for entry in (*campaign.slogans, *campaign.anniversaries):
            if name in (campaign.id, campaign.source.path, entry.id):
                yield entry, campaign


def _day_of(entry: Entry, campaign: Campaign | None, today: date) -> date:
    """The day as which an entry is drawn: its own, or the first day of its campaign that is
    still to come."""
    match entry.when:
        case At(wall_time=wall_time):
            return wall_time.date()
        case _:
            pass
    if campaign is None:
        return today
    starts, ends = campaign.starts, campaign.ends
    if not isinstance(starts, MonthDay) or not isinstance(ends, MonthDay):
        return starts if isinstance(starts, date) else today
    year = min(campaign.years, default=_next_year(ends, today))
    if isinstance(entry.when, Yearly):
        return date(year, entry.when.month, entry.when.day)
    return date(year, starts.month, starts.day)


def _next_year(ends: MonthDay, today: date) -> int:
    return today.year if (today.month, today.day) <= (ends.month, ends.day) else today.year + 1


def units_of(entry: Entry, pages: Mapping[str, Page]) -> list[Unit]:
    """The units that have a page among the entry's."""
    wanted = (
        pages.values()
        if ALL_PAGES in entry.pages
        else [pages[slug] for slug in entry.pages if slug in pages and slug not in entry.not_on]
    )
    return list({page.unit.slug: page.unit for page in wanted}.values())


def _draw(entry: Entry, unit: Unit, day: date, pictures: Pictures) -> list[tuple[str, bytes]]:
    for photo in entry.photos:
        pictures.take_a_look(photo)
    shown = pictures.of(freeze(entry), unit=unit, on=day)
    stem = f"{entry.id.replace('/', '_')}--{unit.slug}"
    return [
        (f"{stem}-{number}.jpg" if len(shown) > 1 else f"{stem}.jpg", pictures.jpeg(picture))
        for number, picture in enumerate(shown, start=1)
    ]
