"""Wall clocks: a delivery is told in its page's zone, everything else in the office's."""

from zoneinfo import ZoneInfo

from publisher.domain.page import VIETNAM

# Template filters and rows on a page ask for zones, and neither has a request: hence `serving`.
from publisher.web.shared.context import is_serving, serving


def office_zone() -> ZoneInfo:
    """The zone of the first page."""
    first = next(iter(serving().pages.values()), None) if is_serving() else None
    return first.zone if first else ZoneInfo(VIETNAM)


def zone_of(page: str) -> ZoneInfo:
    """A page's zone by its slug; the office's when the page is not known."""
    found = serving().pages.get(page)
    return found.zone if found else office_zone()
