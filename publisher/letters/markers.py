"""The signs before list items and headings of official letters: "I.", "2.1.", "a)", "-", "+",
"•"."""

import re
from enum import IntEnum
from typing import NamedTuple


class MarkerKind(IntEnum):
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

    kind: MarkerKind
    # Of numbered ones, from 1; 0 for signs.
    number: int
    rest: str
    # ")" and "." number different lists.
    closing: str = ""


_PATTERNS = (
    (MarkerKind.ROMAN, re.compile(r"(?P<n>[IVX]{1,5})(?P<c>[.)/-])")),
    (MarkerKind.ROMAN, re.compile(r"Phần (?:thứ )?(?P<n>[IVX]{1,5})(?P<c>[.:])")),
    (MarkerKind.SECTION, re.compile(r"(?P<n>\d{1,2}(?:\.\d{1,2}){1,8})(?P<c>\.?\)?)(?![\d/])")),
    (MarkerKind.DECIMAL, re.compile(r"(?P<n>\d{1,3})(?P<c>[.)/-]|\.\))(?!\d)")),
    (
        MarkerKind.DECIMAL,
        re.compile(
            r"(?:Câu|Khẩu hiệu|Thông điệp|Băng rôn|Pa nô|Phướn)(?: số)? (?P<n>\d{1,3})(?P<c>[.):])"
        ),
    ),
    (MarkerKind.DECIMAL, re.compile(r"\((?P<n>\d{1,2})(?P<c>\))")),
    (MarkerKind.CAPITAL, re.compile(r"(?P<n>[A-HĐ])(?P<c>[.)])")),
    (MarkerKind.LETTER, re.compile(r"(?P<n>[a-zđ])(?P<c>[.)])")),
    (MarkerKind.DASH, re.compile(r"[-–—−‐‑]")),
    (MarkerKind.PLUS, re.compile(r"\+")),
    (MarkerKind.STAR, re.compile(r"\*")),
    # The last ones are what Word's symbol fonts leave in the place of a bullet.
    (
        MarkerKind.BULLET,
        re.compile(r"[•●○▪■□◦·❖✓✔➢➤►▶→»§◆♦\uf0b7\uf0a7\uf0fc\uf0d8\uf076\uf02d]|[o.](?= [^\W\d_])"),
    ),
)
_OPENING = "“\"„«‘'*"
_ROMAN = {"I": 1, "V": 5, "X": 10}
_SIGNS = frozenset((MarkerKind.DASH, MarkerKind.PLUS, MarkerKind.STAR, MarkerKind.BULLET))


def marker(text: str) -> Marker | None:
    """The innermost marker at the beginning of a line ("- + …" is a plus), or None."""
    found = _first(text)
    while found and found.kind in _SIGNS and (inner := _first(found.rest)):
        found = inner
    return found if found and found.rest else None


def _first(text: str) -> Marker | None:
    for kind, pattern in _PATTERNS:
        if not (found := pattern.match(text)):
            continue
        groups = found.groupdict()
        sign, rest = groups.get("c") or "", text[found.end() :]
        if _begins_words(kind, sign, rest):
            return Marker(kind, _number(kind, groups.get("n") or ""), rest.strip(), sign)
    return None


def _begins_words(kind: MarkerKind, sign: str, rest: str) -> bool:
    """Whether what follows is an item's words: typists leave the blank out, but not before a
    small letter."""
    words = rest.lstrip()
    if not words:
        return False
    capital = words[0].isupper() or words[0] in _OPENING
    if kind in (MarkerKind.SECTION, MarkerKind.CAPITAL) or sign == "-":
        return capital
    if rest[0] != " ":
        # "V.I. Lênin" is a name.
        return capital and (kind is not MarkerKind.ROMAN or (len(words) > 1 and words[1].isalpha()))
    return True


def _number(kind: MarkerKind, text: str) -> int:
    match kind:
        case MarkerKind.ROMAN:
            values = [_ROMAN[char] for char in text]
            return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
        case MarkerKind.SECTION:
            return int(text.rsplit(".", 1)[-1])
        case MarkerKind.DECIMAL:
            return int(text)
        case MarkerKind.LETTER | MarkerKind.CAPITAL:
            return "abcdđeghiklmnopqrstuvxy".find(text.lower()) + 1
        case _:
            return 0
