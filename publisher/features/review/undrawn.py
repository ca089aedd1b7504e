"""Cards that cannot be drawn, found before their time: a text that does not fit, a letter that the
type lacks."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from publisher.domain.entry import ALL_PAGES, Entry, Queue
from publisher.domain.errors import PictureRefused, UnknownPlaceholder
from publisher.domain.page import Page
from publisher.domain.reason import Problem
from publisher.domain.revision import freeze
from publisher.pictures.delivery_pictures import Pictures


def undrawn(
    queue: Queue, pages: Mapping[str, Page], pictures: Pictures, *, now: datetime
) -> Iterator[Problem]:
    """The entries whose card cannot be drawn for the first page on which they appear.

    Not those with photos in the card: they are looked at when they are planned.
    """
    for entry in _with_cards(queue):
        page = next(iter(_shown_on(entry, pages)), None)
        if page and (why := _refusal(entry, page, pictures, now.astimezone(page.zone).date())):
            yield Problem(
                path=entry.source.path, line=entry.source.line, reason=why.reason, field="card"
            )


def _with_cards(queue: Queue) -> Iterator[Entry]:
    campaigns = [one for one in queue.campaigns if not one.draft]
    slogans = (entry for one in campaigns for entry in (*one.slogans, *one.anniversaries))
    yield from (entry for entry in (*queue.entries, *slogans) if entry.card and not entry.photos)


def _shown_on(entry: Entry, pages: Mapping[str, Page]) -> Iterable[Page]:
    wanted = pages if ALL_PAGES in entry.pages else entry.pages
    return (pages[slug] for slug in wanted if slug in pages and slug not in entry.not_on)


def _refusal(entry: Entry, page: Page, pictures: Pictures, on: date) -> PictureRefused | None:
    try:
        for picture in pictures.of(freeze(entry), unit=page.unit, on=on):
            pictures.try_out(picture)
    except PictureRefused as refusal:
        return refusal
    except UnknownPlaceholder:
        # Planning says what the unit has not given.
        return None
    return None
