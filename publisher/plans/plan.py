"""What was found in an official plan; every finding says on which line, and whether a person should look at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from publisher.plans.line import Line

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[T_co]):
    """One thing that the document says."""

    value: T_co
    # Of `Line.number`: where it begins.
    line: int
    # The words of the document that say it.
    quote: str
    # Why a person should look at it, in Vietnamese; empty when the document leaves no doubt.
    doubt: str = ""

    @property
    def sure(self) -> bool:
        """Whether the document leaves no doubt."""
        return not self.doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class Anniversary:
    """A day that is remembered, as the plan writes it."""

    name: str
    # The day it began; None when the plan gives none with a year.
    since: date | None
    # The day on which the plan has it remembered; None when not given.
    on: date | None
    # The number that the plan gives it; None when it gives none.
    age: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From one day to another, both included; None where the plan leaves an end open."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An official plan or guideline, read."""

    # "KẾ HOẠCH", "HƯỚNG DẪN" …; empty when the document does not say.
    kind: str
    title: Found[str] | None
    number: Found[str] | None
    signed_on: Found[date] | None
    place: str
    issuer: Found[str] | None
    slogans: Sequence[Found[str]]
    anniversaries: Sequence[Found[Anniversary]]
    windows: Sequence[Found[Window]]
    # Where and by whom, in the plan's own words.
    channels: Sequence[Found[str]]
    units: Sequence[Found[str]]
    # When the slogans are to be seen: one of the windows, or put together from them.
    window: Found[Window] | None
    lines: Sequence[Line]
    # What the reader has to say about the file ("tệp có macro, …"), in Vietnamese.
    notes: Sequence[str] = ()
