"""From an entry to the words that one page shows on one day: placeholders filled, hashtags
placed."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple, Protocol

from publisher.domain.entry import HashtagPlace
from publisher.domain.errors import UnknownPlaceholder
from publisher.domain.markdown import for_card
from publisher.domain.page import Unit
from publisher.domain.reason import Reason
from publisher.domain.text import nfc, without_emphasis

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
KNOWN = ("{year}", "{age}", "{age:1886-05-01}", "{unit}", "{short}", "{place}", "{contact}")
# What each unit says of itself in the configuration; the key is the name in `Unit` and in
# config.toml.
OF_UNIT = {"short": "short_name", "place": "place", "contact": "contact"}


class Message(NamedTuple):
    """What goes to Facebook in words."""

    text: str
    link: str | None
    first_comment: str | None
    # The slogan or caption without hashtags.
    plain: str
    # The same with the author's *emphasis*, for the card.
    marked: str
    # With "#".
    hashtags: tuple[str, ...]


class Wording(Protocol):
    """What composing needs of an entry or of one of its revisions."""

    @property
    def text(self) -> str: ...
    @property
    def since(self) -> date | None: ...
    @property
    def hashtags(self) -> tuple[str, ...]: ...
    @property
    def first_comment(self) -> str | None: ...
    @property
    def link(self) -> str | None: ...
    @property
    def card(self) -> str | None: ...
    @property
    def photos(self) -> tuple[object, ...]: ...
    @property
    def video(self) -> object | None: ...
    @property
    def hashtags_in(self) -> HashtagPlace: ...


def age(since: date, on: date) -> int:
    """The number that an anniversary carries in the year of `on`: 15/4/1963 has age 63
    throughout 2026."""
    return on.year - since.year


def unknown_placeholders(text: str, *, has_since: bool) -> Iterator[tuple[str, Reason]]:
    """Each placeholder that `fill` would refuse, with what is wrong."""
    for found in PLACEHOLDER.finditer(text):
        try:
            _value(
                found[1],
                since=date(2000, 1, 1) if has_since else None,
                on=date(2000, 1, 1),
                unit=None,
            )
        except UnknownPlaceholder as error:
            yield found[0], error.reason


def unit_lacks(text: str, unit: Unit) -> Iterator[str]:
    """Keys of the unit's configuration that a text asks for and that are empty there."""
    for name, key in OF_UNIT.items():
        # A unit without a short name is called by its own.
        if name != "short" and f"{{{name}}}" in text and not getattr(unit, key):
            yield key


def fill(text: str, *, since: date | None, on: date, unit: Unit | None) -> str:
    """The text with `{year}`, `{age}`, `{age:YYYY-MM-DD}` and a unit's own words filled for a local
    day.

    Without a unit its places stay as they are; what a unit does not say of itself becomes its name
    (`{short}`) or nothing, which planning refuses before (`unit_lacks`).

    Raises:
        UnknownPlaceholder: for any other name in braces, or `{age}` without `since`.
    """
    return PLACEHOLDER.sub(lambda found: _value(found[1], since=since, on=on, unit=unit), text)


def compose(entry: Wording, *, unit: Unit, on: date) -> Message:
    """What the unit's page shows of the entry on a local day.

    Raises:
        UnknownPlaceholder: see `fill`; content checks refuse such entries before they are planned.
    """

    def filled(text: str) -> str:
        return nfc(fill(text, since=entry.since, on=on, unit=unit)).strip()

    # Emphasis is for cards; without one an asterisk is an asterisk.
    marked = for_card(filled(entry.text)).strip() if entry.card else filled(entry.text)
    plain = without_emphasis(marked) if entry.card else marked
    hashtags = tuple(dict.fromkeys(f"#{filled(tag)}" for tag in (*entry.hashtags, *unit.hashtags)))
    comment = filled(entry.first_comment) if entry.first_comment else None
    # A link beside photos gets no card at Facebook, so it must stand in the text to be seen at all.
    with_picture = bool(entry.card or entry.photos or entry.video)
    loose_link = entry.link if entry.link and with_picture else None
    below = entry.hashtags_in is HashtagPlace.TEXT
    text = _paragraphs(plain, loose_link, " ".join(hashtags) if below else "")
    comment = _paragraphs(comment, "" if below else " ".join(hashtags)) or None
    return Message(
        text=text,
        link=None if with_picture else entry.link,
        first_comment=comment,
        plain=plain,
        marked=marked,
        hashtags=hashtags,
    )


def _paragraphs(*parts: str | None) -> str:
    return "\n\n".join(part for part in parts if part)


def _value(name: str, *, since: date | None, on: date, unit: Unit | None) -> str:
    match name.split(":", 1):
        case ["year"]:
            return str(on.year)
        case ["unit" | "short" | "place" | "contact"] if unit is None:
            return f"{{{name}}}"
        case ["unit"]:
            return unit.name if unit else ""
        case ["short"]:
            return (unit.short_name or unit.name) if unit else ""
        case ["place" | "contact"]:
            return str(getattr(unit, OF_UNIT[name]))
        case ["age"]:
            if since is None:
                raise UnknownPlaceholder("entries.no_origin")
            return str(age(since, on))
        case ["age", day]:
            return str(age(_day(day), on))
        case _:
            pass
    raise UnknownPlaceholder("entries.no_placeholder", name=name, known=list(KNOWN))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnknownPlaceholder("entries.no_day", text=text) from None
