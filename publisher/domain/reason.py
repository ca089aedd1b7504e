"""Why something is as it is: a code and its arguments, never a sentence; and what is wrong with
something a person wrote: where, why, what to write instead."""

import difflib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from publisher.sentences.catalogue import (
    UNKNOWN,
    Language,
    Value,
    advice,
    for_operator,
    joined,
    sentence,
    short,
    whole,
)


@dataclass(frozen=True, slots=True)
class Reason:
    """A code of `publisher.sentences` with what is filled in there.

    An argument is text, a number, a truth, None, a moment (aware), a day, a list of these, or
    another Reason. `str()` is the Vietnamese sentence, for logs and tests; screens ask `said`.
    """

    code: str
    arguments: Mapping[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.said()

    def __bool__(self) -> bool:
        return bool(self.code)

    def __hash__(self) -> int:
        return hash(self.to_json())

    def said(self, language: Language = "vi") -> str:
        """The sentence, without what to do."""
        return sentence(self.code, self.arguments, language) if self.code else ""

    def advice(self, language: Language = "vi") -> str:
        """What to do; empty when the sentence says it already."""
        return advice(self.code, self.arguments, language) if self.code else ""

    def whole(self, language: Language = "vi") -> str:
        """The sentence and what to do, as the desk shows it."""
        return whole(self.code, self.arguments, language) if self.code else ""

    def in_full(self, language: Language = "vi") -> str:
        """With what only an operator can do: for the command line and logs."""
        more = for_operator(self.code, self.arguments, language) if self.code else ""
        return joined(self.whole(language), more)

    def to_json(self) -> str:
        """As rows keep it; empty when there is no reason. Words alone are kept as they are, so that
        they can be searched, unless they would be read as a code."""
        words = self.arguments.get("sentence", "") if self.code == UNKNOWN else ""
        if words and len(self.arguments) == 1 and not words.startswith("{"):
            return str(words)
        return json.dumps(_plain(self), ensure_ascii=False, sort_keys=True) if self.code else ""

    @classmethod
    def from_json(cls, kept: str) -> "Reason":
        """As `to_json` wrote it. A sentence that was kept before there were codes is told as it
        is."""
        if not kept:
            return NO_REASON
        try:
            found = _rich(json.loads(kept)) if kept.startswith("{") else None
        except ValueError:
            found = None
        return found if isinstance(found, cls) else told(kept)


NO_REASON = Reason("")


def reason(code: str, /, **arguments: Value) -> Reason:
    """A reason with its arguments."""
    return Reason(code, arguments)


def told(sentence: str, advice: str = "") -> Reason:
    """What has no code: words of somebody else, or a sentence of an older version."""
    return Reason(UNKNOWN, {"sentence": sentence, **({"advice": advice} if advice else {})})


def nearest(word: str, known: Iterable[str]) -> Reason:
    """A suggestion for a mistyped word: the nearest known one as a question, or the list of all."""
    names = sorted(known)
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return reason("hints.perhaps", word=close[0])
    return reason("hints.only", known=", ".join(names))


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One finding for a person."""

    # The file as the person knows it (relative to the folder they work in), a cell of a table, or a
    # word of the command line; a reason where it is said in words of ours.
    path: str | Reason
    # 1-based; None when the whole file is meant.
    line: int | None
    # What is wrong; its advice is what to write or do instead.
    reason: Reason
    # What it is about, by its key in the front matter or the configuration ("pages", "at"); empty
    # when no single one is to blame.
    field: str = ""

    @property
    def message(self) -> str:
        """What is wrong, in Vietnamese, without a full stop."""
        return self.said()

    @property
    def fix(self) -> str:
        """What to write or do instead, in Vietnamese; empty when the message says it already."""
        return self.reason.advice()

    def said(self, language: Language = "vi") -> str:
        """What is wrong, without a full stop."""
        return short(self.reason.code, self.reason.arguments, language)

    def told(self, language: Language = "vi") -> str:
        """`queue/posts/a.md:3: what is wrong → what to do`."""
        return self.to_reason().said(language)

    def to_reason(self) -> Reason:
        """The finding with its place, as rows and errors keep it."""
        code = "review.problem_to_mend" if self.fix else "review.problem"
        return reason(code, place=self._place(), why=self.reason)

    def _place(self) -> str | Reason:
        if self.line is None:
            return self.path
        if isinstance(self.path, str):
            return f"{self.path}:{self.line}"
        return reason("review.place", path=self.path, line=self.line)

    def __str__(self) -> str:
        return self.told()


def all_of(problems: Iterable[Problem]) -> Reason:
    """Several findings as one reason, each on its line."""
    return reason("review.problems", problems=[one.to_reason() for one in problems])


def _plain(value: Value) -> Any:
    match value:
        case Reason():
            return {"code": value.code} | (
                {"arguments": {name: _plain(one) for name, one in value.arguments.items()}}
                if value.arguments
                else {}
            )
        case datetime():
            return {"at": value.isoformat()}
        case date():
            return {"on": value.isoformat()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case str() | bool() | int() | float() | None:
            return value
        case _:
            return str(value)


def _rich(value: Any) -> Value:
    match value:
        case {"code": str(code), "arguments": dict(kept)}:
            return Reason(code, {name: _rich(one) for name, one in kept.items()})
        case {"code": str(code)}:
            return Reason(code)
        case {"at": str(moment)}:
            return datetime.fromisoformat(moment)
        case {"on": str(day)}:
            return date.fromisoformat(day)
        case list():
            return [_rich(one) for one in value]
        case _:
            return value
