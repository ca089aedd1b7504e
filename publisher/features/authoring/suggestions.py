"""What could be posted: days to remember that are near and that nobody has written for yet."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from publisher.domain.entry import At, Entry, Queue, Yearly
from publisher.domain.text import slug
from publisher.features.authoring.anniversaries import Feast, FeastDay, feasts
from publisher.features.authoring.composer import EntryFields

# The hour of anniversaries when a page has no slot in the morning.
MORNING = time(7, 30)
FARTHEST = timedelta(weeks=8)


class Suggestion(NamedTuple):
    """A feast that is near, with what a post could say."""

    feast: Feast
    text: str
    # Entries that speak of it already; staff see them before they write another.
    written: tuple[Entry, ...]


def suggestions(days: Iterable[FeastDay], queue: Queue, *, today: date) -> list[Suggestion]:
    """The feasts for which it is time to write (each day says how many weeks ahead), the nearest
    first."""
    near = feasts(days, first=today, last=today + FARTHEST)
    due = [
        feast
        for feast in near
        if feast.on <= today + timedelta(weeks=feast.day.weeks + (2 if feast.round else 0))
    ]
    return [Suggestion(feast, text_of(feast), written_for(feast, queue)) for feast in due]


def text_of(feast: Feast) -> str:
    """The words of a suggested post, its places still to fill by the composer ({age}, {year})."""
    day = feast.day
    if day.text:
        return day.text
    if day.since is None:
        # A day without an age is an occasion to take part in; a feast is welcomed.
        opening = (
            "Hướng tới"
            if day.solemn
            else "Hưởng ứng"
            if day.name.startswith("Ngày ")
            else "Chào mừng"
        )
        return f"{opening} {day.name} {feast.on.day}/{feast.on.month}/{{year}}."
    opening = "Kỷ niệm" if day.solemn or not feast.round else "Nhiệt liệt chào mừng kỷ niệm"
    since = day.since
    dates = f"({since.day}/{since.month}/{since.year} – {feast.on.day}/{feast.on.month}/{{year}})"
    return f"{opening} {{age}} năm {day.name} {dates}{'.' if day.solemn else '!'}"


def piece_for(feast: Feast, pages: Sequence[str], slots: Sequence[time]) -> EntryFields:
    """The composer's fields for a feast: on its day, in the first slot of the morning."""
    at = next((slot for slot in sorted(slots) if slot < time(11)), MORNING)
    since = feast.day.since
    card = "solemn" if feast.day.solemn else "anniversary" if since else "slogan"
    return EntryFields(
        text=text_of(feast),
        pages=tuple(pages),
        at=datetime.combine(feast.on, at).isoformat(timespec="minutes"),
        card=card,
        since=since.isoformat() if since else "",
        headline=feast.name if since else "",
    )


def written_for(feast: Feast, queue: Queue) -> tuple[Entry, ...]:
    """The queue's entries of that day which name it or count its years."""
    name = slug(feast.name.removeprefix("Ngày "), words=20)
    return tuple(
        entry for entry in _of_day(queue, feast.on) if _speaks_of(entry, name, feast.day.since)
    )


def _of_day(queue: Queue, on: date) -> Iterable[Entry]:
    for entry in queue.entries:
        if isinstance(entry.when, At) and entry.when.wall_time.date() == on:
            yield entry
    for campaign in queue.campaigns:
        for entry in campaign.anniversaries:
            if isinstance(entry.when, Yearly) and (entry.when.month, entry.when.day) == (
                on.month,
                on.day,
            ):
                yield entry


def _speaks_of(entry: Entry, name: str, since: date | None) -> bool:
    said = slug(f"{entry.headline or ''} {entry.text}", words=200)
    return name in said or (since is not None and entry.since == since)
