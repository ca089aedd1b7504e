"""TOML as people write it, within bounds: what the library falls over, and what no reader of
ours could use."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from publisher.domain.errors import PublisherError

# Tables and lists within each other; what we read needs five.
DEEPEST = 30
# TOML's own bound for whole numbers.
LARGEST = 2**63
# Characters of a line in which a key or a table's name is looked for: a line of brackets alone
# would take for ever.
LONGEST_KEY = 200


class OutOfBounds(PublisherError, ValueError):
    """A text that is TOML, or might be, and cannot be used."""

    def __init__(self, code: str, line: int | None) -> None:
        super().__init__(code)
        # 1-based; None when nobody can tell.
        self.line = line


def loads(text: str) -> dict[str, Any]:
    """The tables of a text.

    Raises:
        tomllib.TOMLDecodeError: it is no TOML.
        OutOfBounds: it is nested too deeply, or a number in it is too large.
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError:
        raise _too_deep(_deepest_line(text)) from None
    except ValueError:
        # Python refuses to read a number of more than 4,300 digits.
        raise _too_large(_line_with(text, r"[\d_]{1000}")) from None
    _check(found, text)
    return found


def line_of(text: str, where: Sequence[str | int]) -> int | None:
    """The line of a key in TOML text, or of the nearest table around it; None when neither stands
    there.
    """
    names = [str(part) for part in where if isinstance(part, str)]
    table: list[str] = []
    best: tuple[int, int] | None = None
    for number, whole in enumerate(text.splitlines(), start=1):
        line = whole[:LONGEST_KEY]
        if header := re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line):
            table = [part.strip().strip("\"'") for part in header[1].split(".")]
            here = table
        elif key := re.match(r"\s*([\w.\"'-]+)\s*=", line):
            here = table + [part.strip("\"'") for part in key[1].split(".")]
        else:
            continue
        if names[: len(here)] == here and (best is None or len(here) > best[0]):
            best = (len(here), number)
    return best[1] if best else None


def _check(found: Mapping[str, Any], text: str) -> None:
    """Step by step and not by recursion, which is what the text may be too deep for."""
    left: list[tuple[object, tuple[str | int, ...]]] = [(found, ())]
    while left:
        value, where = left.pop()
        if len(where) > DEEPEST:
            # A key of so many parts stands nowhere as a key of its own.
            raise _too_deep(
                line_of(text, where[:1])
                or _line_with(text, rf"^[\s\[\"']*{re.escape(str(where[0]))}")
            )
        if isinstance(value, Mapping):
            left += [(inner, (*where, name)) for name, inner in value.items()]
        elif isinstance(value, list):
            left += [(inner, (*where, place)) for place, inner in enumerate(value)]
        elif isinstance(value, int) and not -LARGEST <= value < LARGEST:
            raise _too_large(line_of(text, where))


def _too_deep(line: int | None) -> OutOfBounds:
    return OutOfBounds("tables.too_deep", line)


def _too_large(line: int | None) -> OutOfBounds:
    return OutOfBounds("tables.too_large", line)


def _deepest_line(text: str) -> int:
    """The line that opens the most brackets without closing them."""
    opened = [
        line.count("[") + line.count("{") - line.count("]") - line.count("}")
        for line in text.split("\n")
    ]
    return opened.index(max(opened)) + 1


def _line_with(text: str, pattern: str) -> int | None:
    return next(
        (number for number, line in enumerate(text.split("\n"), 1) if re.search(pattern, line)),
        None,
    )
