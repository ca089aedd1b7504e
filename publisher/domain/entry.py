"""What people wrote: entries and campaigns, after reading and before planning."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from publisher.domain.reason import Reason
from publisher.domain.route import Placement

ALL_PAGES = "*"
# Between the id of a post and the page on which it is different.
AT_PAGE = "@"
EVERY_DAY = frozenset(range(7))


class EntryKind(StrEnum):
    """The three kinds of entry."""

    POST = "post"
    SLOGAN = "slogan"
    LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an entry stands in the queue."""

    # Relative to the queue folder, with forward slashes: "posts/2026-04-15-63-nam.md".
    path: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """Once, at a wall-clock time; each page reads it in its own time zone."""

    wall_time: datetime  # naive on purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class NextSlot:
    """Once, at the page's next free slot, not before `not_before` (wall clock) when given."""

    not_before: datetime | None = None  # naive on purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Yearly:
    """Every year on a day, at a wall-clock time: an anniversary of a campaign."""

    month: int
    day: int
    at: time


@dataclass(frozen=True, slots=True, kw_only=True)
class InRotation:
    """In the slots of its campaign, in turn with the other slogans."""


When = At | NextSlot | Yearly | InRotation


class HashtagPlace(StrEnum):
    """Where the hashtags of a post stand."""

    TEXT = "text"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """A video file of an entry."""

    # Absolute path of the file as the person gave it.
    path: str
    # Hex SHA-256 of the file's bytes.
    sha256: str
    # Bytes.
    size: int
    # As it is shown: seconds, px; 0 is what the file does not say.
    seconds: float = 0.0
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A picture file of an entry."""

    # Absolute path of the file as the person gave it.
    path: str
    # Hex SHA-256 of the file's bytes.
    sha256: str
    # What a person who cannot see it is told; empty when nobody wrote it.
    alt_text: str = ""
    # Grey of more than 8 bits a pixel, which was prepared wrongly once.
    deep: bool = False


class PhotoLook(NamedTuple):
    """What looking at a picture file gave."""

    # What keeps it from being shown; None when it is well.
    trouble: Reason | None = None
    deep: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing to publish, as written: placeholders such as `{age}` are still unfilled.

    All texts are NFC.
    """

    # Unique in the queue and stable over edits: file stem, or file stem and a part for files of
    # many entries.
    id: str
    kind: EntryKind
    text: str
    # Page slugs, or ("*",) for every page of the configuration.
    pages: tuple[str, ...]
    when: When
    source: Source
    # Name of a card template ("slogan", "anniversary", "press-link"), or None for no card.
    card: str | None = None
    # Format of the card: portrait, square, landscape, story, cover.
    format: str = "portrait"
    # Texts that the template shows beside the entry's own, by field name, placeholders unfilled.
    fields: tuple[tuple[str, str], ...] = ()
    # The day whose years `{age}` counts.
    since: date | None = None
    photos: tuple[Photo, ...] = ()
    # Address of the press article that is shared.
    link: str | None = None
    # Of the article: for the press-link card.
    headline: str | None = None
    publication: str | None = None
    first_comment: str | None = None
    # Without the "#", placeholders unfilled.
    hashtags: tuple[str, ...] = ()
    # Id of the campaign it belongs to.
    campaign: str | None = None
    # A person said that this one may go out in quiet hours.
    ignore_quiet: bool = False
    # Where on the page it appears.
    placement: Placement = Placement.FEED
    # A video in the place of pictures.
    video: Video | None = None
    # Hashtags stand below the text, or in the first comment.
    hashtags_in: HashtagPlace = HashtagPlace.TEXT
    # Overrides the page's `max_late`.
    max_late: timedelta | None = None
    # A person wants an article on a page that has it already.
    again: bool = False
    # Pages of `pages` that do not show it: they have another version, or none.
    not_on: tuple[str, ...] = ()
    # How much later each further page shows it, in the order of `pages`.
    stagger: timedelta = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDay:
    """A day of any year."""

    month: int
    day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A window of days in which slogans take turns and anniversaries have their day (chiến
    dịch)."""

    id: str
    title: str
    # A full date makes the campaign happen once; MonthDay makes it happen every year (or in
    # `years`). Both ends are of the same kind, and both days belong to the window. A yearly window
    # may cross New Year.
    starts: date | MonthDay
    ends: date | MonthDay
    # The years (of the first day) in which a yearly campaign runs; empty means every year.
    years: frozenset[int]
    pages: tuple[str, ...]
    # Wall-clock times; empty means the slots of each page.
    slots: tuple[time, ...]
    # 0 is Monday.
    weekdays: frozenset[int]
    # In the order of the file; all have `InRotation`.
    slogans: Sequence[Entry]
    # All have `Yearly`; they appear only on days inside the window.
    anniversaries: Sequence[Entry]
    # The official plan, for example "438/KH-LĐLĐ, 11/4/2023"; empty when not given.
    document: str
    # Where else the plan wants the slogans ("Pano", "Cổng thông tin điện tử"): information for
    # people.
    channels: tuple[str, ...]
    source: Source
    # How much later each further page shows a slogan, in the order of `pages`.
    stagger: timedelta = timedelta()
    # Read and checked, but nobody has put it on the calendar yet.
    draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Everything in the queue that is well."""

    # Posts and links, in the order of their files' names and then of their lines.
    entries: Sequence[Entry] = field(default=())
    campaigns: Sequence[Campaign] = field(default=())
