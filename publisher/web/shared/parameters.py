"""Numbers, days, times and words that an address or a form names: within bounds, or as if they were
not there.

Whatever a browser sends is text of any length; calendars, databases and patterns each have an edge
beyond which they raise. Every page asks here, so that no page has to know these edges.
"""

from datetime import date, datetime

from django.urls.converters import IntConverter

FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)
# SQLite and PostgreSQL count rows in 64 bits.
MOST_KEY = 2**63 - 1
# Of a search: longer patterns are refused by databases, and nobody types them.
LONGEST_SEARCH, MOST_WORDS = 200, 20


def number(text: str | None, *, least: int = 0, most: int = MOST_KEY) -> int | None:
    """A whole number; None when it is none, or beyond the bounds."""
    given = text or ""
    if not given.isdecimal() or len(given) > len(str(MOST_KEY)):
        return None
    found = int(given)
    return found if least <= found <= most else None


def day(text: str | None) -> date | None:
    """A day of the years 2000 to 2100; None when it is none."""
    found = _day(text)
    return found if found and FIRST <= found <= LAST else None


def edge(text: str | None) -> date | None:
    """The first or last day of a span: one before 2000 or after 2100 is meant as "from the
    beginning", "to the end"."""
    found = _day(text)
    return min(max(found, FIRST), LAST) if found else None


def moment(text: str | None) -> datetime | None:
    """A time on a wall clock, naive, of the years 2000 to 2100; None when it is none."""
    try:
        found = datetime.fromisoformat(text or "").replace(tzinfo=None)
    except ValueError:
        return None
    return found if FIRST <= found.date() <= LAST else None


def search(text: str | None) -> str:
    """The words that are searched for."""
    return " ".join((text or "")[:LONGEST_SEARCH].split()[:MOST_WORDS])


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


class Key(IntConverter):
    """A row's key in an address; a number that no row can have is no address of ours."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        """The key. Raises ValueError, which means "no such page"."""
        found = super().to_python(value)
        if found > MOST_KEY:
            raise ValueError(value[:40])
        return found
