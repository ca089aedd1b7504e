"""The signs before list items and headings of official letters: "I.", "2.1.", "a)", "-", "+", "•"."""

import re
from enum import IntEnum
from typing import NamedTuple


class Kind(IntEnum):
    """What a marker is; nothing follows from the order."""

    ROMAN = 1
    SECTION = 2
    DECIMAL = 3
    LETTER = 4
    DASH = 5
    PLUS = 6
    STAR = 7
    BULLET = 8
    CAPITAL = 9


class Marker(NamedTuple):
    """A marker, and the words behind it."""

    kind: Kind
    # Of numbered ones, from 1; 0 for signs.
    number: int
    rest: str
    # ")" and "." number different lists.
    closing: str = ""


_PATTERNS = (
    (Kind.ROMAN, re.compile(r"(?P<n>[IVX]{1,5})(?P<c>[.)/-])")),
    (Kind.ROMAN, re.compile(r"Phần (?:thứ )?(?P<n>[IVX]{1,5})(?P<c>[.:])")),
    (Kind.SECTION, re.compile(r"(?P<n>\d{1,2}(?:\.\d{1,2}){1,8})(?P<c>\.?\)?)(?![\d/])")),
    (Kind.DECIMAL, re.compile(r"(?P<n>\d{1,3})(?P<c>[.)/-]|\.\))(?!\d)")),
    (Kind.DECIMAL, re.compile(r"(?:Câu|Khẩu hiệu)(?: số)? (?P<n>\d{1,3})(?P<c>[.):])")),
    (Kind.DECIMAL, re.compile(r"\((?P<n>\d{1,2})(?P<c>\))")),
    (Kind.CAPITAL, re.compile(r"(?P<n>[A-HĐ])(?P<c>[.)])")),
    (Kind.LETTER, re.compile(r"(?P<n>[a-zđ])(?P<c>[.)])")),
    (Kind.DASH, re.compile(r"[-–—−‐‑]")),
    (Kind.PLUS, re.compile(r"\+")),
    (Kind.STAR, re.compile(r"\*")),
    # The last ones are what Word's symbol fonts leave in the place of a bullet.
    (Kind.BULLET, re.compile(r"[•●○▪■□◦·❖✓✔➢➤►▶→»§◆♦\uf0b7\uf0a7\uf0fc\uf0d8\uf076\uf02d]|[o.](?= [^\W\d_])")),
)
_OPENING = "“\"„«‘'*"
_ROMAN = {"I": 1, "V": 5, "X": 10}
_SIGNS = frozenset((Kind.DASH, Kind.PLUS, Kind.STAR, Kind.BULLET))


def marker(text: str) -> Marker | None:
    """The innermost marker at the beginning of a line ("- + …" is a plus), or None."""
    found = _first(text)
    while found and found.kind in _SIGNS and (inner := _first(found.rest)):
        found = inner
    return found if found and found.rest else None


def without_marker(text: str) -> str:
    """The words of a line behind its marker."""
    found = marker(text)
    return found.rest if found else text


def _first(text: str) -> Marker | None:
    for kind, pattern in _PATTERNS:
        if not (found := pattern.match(text)):
            continue
        groups = found.groupdict()
        sign, rest = groups.get("c") or "", text[found.end() :]
        if _begins_words(kind, sign, rest):
            return Marker(kind, _number(kind, groups.get("n") or ""), rest.strip(), sign)
    return None


def _begins_words(kind: Kind, sign: str, rest: str) -> bool:
    """Whether what follows is an item's words: typists leave the blank out, but not before a small letter."""
    words = rest.lstrip()
    if not words:
        return False
    capital = words[0].isupper() or words[0] in _OPENING
    if kind in (Kind.SECTION, Kind.CAPITAL) or sign == "-":
        return capital
    if rest[0] != " ":
        # "V.I. Lênin" is a name.
        return capital and (kind is not Kind.ROMAN or (len(words) > 1 and words[1].isalpha()))
    return True


def _number(kind: Kind, text: str) -> int:
    match kind:
        case Kind.ROMAN:
            values = [_ROMAN[char] for char in text]
            return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
        case Kind.SECTION:
            return int(text.rsplit(".", 1)[-1])
        case Kind.DECIMAL:
            return int(text)
        case Kind.LETTER | Kind.CAPITAL:
            return "abcdđeghiklmnopqrstuvxy".find(text.lower()) + 1
        case _:
            return 0
