"""Searching in texts of people, on whichever database."""

from django.db.models import Q


def holding(column: str, text: str) -> Q:
    """Rows in whose `column` some words stand, whatever their capitals.

    What `icontains` takes for the same letter depends on the database: SQLite knows only the
    capitals of ASCII, and PostgreSQL those of the locale with which it was set up. So the spellings
    that Vietnamese has are asked for by name.
    """
    asked = Q()
    for spelling in dict.fromkeys(
        (text, text.lower(), text.upper(), text.capitalize(), text.title())
    ):
        asked |= Q(**{f"{column}__icontains": spelling})
    return asked
