"""What was found in an official plan; every finding says on which line, and whether a person should
look at it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from publisher.letters.line import LetterLine

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract(Generic[T_co]):
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
class LetterWindow:
    """From one day to another, both included; None where the plan leaves an end open."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialLetter:
    """An official plan or guideline, read."""

    # "KẾ HOẠCH", "HƯỚNG DẪN" …; empty when the document does not say.
    kind: str
    title: Extract[str] | None
    number: Extract[str] | None
    signed_on: Extract[date] | None
    place: str
    issuer: Extract[str] | None
    slogans: Sequence[Extract[str]]
    anniversaries: Sequence[Extract[Anniversary]]
    windows: Sequence[Extract[LetterWindow]]
    # Where and by whom, in the plan's own words.
    channels: Sequence[Extract[str]]
    units: Sequence[Extract[str]]
    # When the slogans are to be seen: one of the windows, or put together from them.
    window: Extract[LetterWindow] | None
    lines: Sequence[LetterLine]
    # What the reader has to say about the file ("tệp có macro, …"), in Vietnamese.
    notes: Sequence[str] = ()

    def as_json(self) -> dict[str, Any]:
        """For keeping, without the lines: `from_json` takes it back."""
        return {
            field.name: _plain(getattr(self, field.name))
            for field in fields(self)
            if field.name != "lines"
        }


def from_json(kept: Mapping[str, Any], lines: Sequence[LetterLine]) -> OfficialLetter:
    """A plan as `Plan.as_json` gave it, and its lines."""
    return OfficialLetter(
        kind=kept["kind"],
        title=_maybe(kept["title"], str),
        number=_maybe(kept["number"], str),
        signed_on=_maybe(kept["signed_on"], date.fromisoformat),
        place=kept["place"],
        issuer=_maybe(kept["issuer"], str),
        slogans=[_found(one, str) for one in kept["slogans"]],
        anniversaries=[_found(one, _anniversary) for one in kept["anniversaries"]],
        windows=[_found(one, _window) for one in kept["windows"]],
        channels=[_found(one, str) for one in kept["channels"]],
        units=[_found(one, str) for one in kept["units"]],
        window=_maybe(kept["window"], _window),
        lines=list(lines),
        notes=list(kept["notes"]),
    )


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _found(kept: Mapping[str, Any], value: Callable[[Any], T]) -> Extract[T]:
    return Extract(
        value=value(kept["value"]), line=kept["line"], quote=kept["quote"], doubt=kept["doubt"]
    )


def _maybe(kept: Mapping[str, Any] | None, value: Callable[[Any], T]) -> Extract[T] | None:
    return None if kept is None else _found(kept, value)


def _anniversary(kept: Mapping[str, Any]) -> Anniversary:
    return Anniversary(
        name=kept["name"], since=_day(kept["since"]), on=_day(kept["on"]), age=kept["age"]
    )


def _window(kept: Mapping[str, Any]) -> LetterWindow:
    return LetterWindow(first=_day(kept["first"]), last=_day(kept["last"]))


def _day(kept: str | None) -> date | None:
    return None if kept is None else date.fromisoformat(kept)
