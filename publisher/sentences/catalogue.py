"""Looks a code up and fills its arguments in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from string import Formatter
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")
# What an argument may be: what JSON can carry, moments, and what another code means.
Value = Any
# A sentence of before there were codes, or one that somebody else wrote: it is told as it is.
UNKNOWN = "told"
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
# Characters of a sentence: what somebody wrote in the wrong place may be a whole text.
LONGEST_MESSAGE = 300


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a code says in both languages, and what to do about it.

    Placeholders are those of `str.format`; moments are shown by the clock of Việt Nam. A list is
    joined by commas. `{n:post|posts}` chooses a word by a number (English). `{why:advice}` is what
    another code says to do, `{why:whole}` the sentence with it, `{why:short}` no longer
    than a message.
    """

    vi: str
    en: str
    # What to do; empty when the sentence says it already.
    do_vi: str = ""
    do_en: str = ""
    # What only whoever runs the program can do: commands to type, keys of the configuration. It is
    # shown at the command line and in logs, never at the desk.
    operator_vi: str = ""
    operator_en: str = ""
    # How rows of before there were codes say it, where the Vietnamese words are others by now: the
    # sentence or what to do.
    before: tuple[str, ...] = ()


class _Filling(Formatter):
    def __init__(self, language: Language) -> None:
        self._language = language

    def format_field(self, value: Value, format_spec: str) -> str:
        if isinstance(value, datetime) and value.tzinfo is not None:
            value = value.astimezone(_ZONE)
        if "|" in format_spec and isinstance(value, int | float):
            one, _, many = format_spec.partition("|")
            return one if value == 1 else many
        if hasattr(value, "code") and hasattr(value, "arguments"):
            meaning = {"advice": advice, "whole": whole, "short": short}.get(format_spec, sentence)
            return meaning(value.code, value.arguments, self._language)
        if isinstance(value, Sequence) and not isinstance(value, str):
            return (format_spec or ", ").join(self.format_field(one, "") for one in value)
        if format_spec and not isinstance(value, int | float | date | time):
            return format(str(value), format_spec)
        shown = str(format(value, format_spec))
        decimal = format_spec and isinstance(value, float) and self._language == "vi"
        return shown.replace(".", ",") if decimal else shown


@cache
def catalogue() -> dict[str, Sentence]:
    """All codes. The same code in two rooms is a mistake of ours: a test looks for it."""
    found: dict[str, Sentence] = {}
    for module in iter_modules(import_module("publisher.sentences").__path__):
        found |= getattr(import_module(f"publisher.sentences.{module.name}"), "SENTENCES", {})
    return found


def sentence(code: str, arguments: Mapping[str, Value], language: Language = "vi") -> str:
    """What a code means, without what to do."""
    if code == UNKNOWN:
        return _of_before(str(arguments.get("sentence", "")), language)
    found = catalogue().get(code)
    return _filled(getattr(found, language), arguments, language) if found else code


def short(code: str, arguments: Mapping[str, Value], language: Language = "vi") -> str:
    """What a code means, no longer than a message."""
    words = sentence(code, arguments, language)
    return words if len(words) <= LONGEST_MESSAGE else words[: LONGEST_MESSAGE - 1] + "…"


def advice(code: str, arguments: Mapping[str, Value], language: Language = "vi") -> str:
    """What to do about it; empty when the sentence says it already."""
    if code == UNKNOWN:
        return _of_before(str(arguments.get("advice", "")), language)
    found = catalogue().get(code)
    words = cast(str, getattr(found, f"do_{language}")) if found else ""
    return _filled(words, arguments, language)


def whole(code: str, arguments: Mapping[str, Value], language: Language = "vi") -> str:
    """The sentence and what to do."""
    return joined(sentence(code, arguments, language), advice(code, arguments, language))


def joined(words: str, more: str) -> str:
    """Two sentences as one text; the first may lack its full stop."""
    if not words or not more:
        return words or more
    return f"{words} {more}" if words[-1] in ".!?…" else f"{words}. {more}"


def for_operator(code: str, arguments: Mapping[str, Value], language: Language = "vi") -> str:
    """What only whoever runs the program can do about it; mostly empty."""
    found = catalogue().get(code)
    words = cast(str, getattr(found, f"operator_{language}")) if found else ""
    return _filled(words, arguments, language)


@cache
def _kept_before() -> dict[str, tuple[str, str]]:
    """What rows of before there were codes say, by the Vietnamese words: both languages."""
    found: dict[str, tuple[str, str]] = {}
    for one in catalogue().values():
        found |= dict.fromkeys(one.before, (one.do_vi or one.vi, one.do_en or one.en))
        found |= {one.do_vi: (one.do_vi, one.do_en), one.vi: (one.vi, one.en)}
    return found


def _of_before(words: str, language: Language) -> str:
    vi, en = _kept_before().get(words, (words, words))
    return en if language == "en" else vi


def _filled(words: str, arguments: Mapping[str, Value], language: Language) -> str:
    try:
        return _Filling(language).vformat(words, (), arguments)
    except (KeyError, ValueError, IndexError, AttributeError):
        # A row of another version lacks an argument: the words without it tell more than nothing.
        return words
