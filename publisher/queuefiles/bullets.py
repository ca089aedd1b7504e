"""Bullets of a Markdown body, each with its line; a line that is no bullet goes on with the one
before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

# Marks of Markdown, of Word (which makes a dash of a hyphen), of Zalo and telephones, numbers and
# letters. A hyphen, a dash or a star needs a blank after it: words may begin with one.
_SIGNS = "·•▪▫◦‣⁃∙●○■□◆◇★☆⭐👉🔹🔸🔴🔵📌📍✓✔✅☑➢➤►▶▸→⇒\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d"
BULLET = re.compile(
    rf"\s*(?:[-*+–—‒―−]\s+|[{_SIGNS}]\ufe0f?\s*|(?:[0-9]\ufe0f?\u20e3)+\s*|[➀-➓①-⑳❶-❿]\s*"
    r"|\d{1,3}[.)]\s+|\d{1,3}/\s+|[a-zđ][.)]\s+|\(\d{1,3}\)\s+|\([a-zđ]\)\s+)(.*)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullet:
    """One list item."""

    text: str
    line: int


def bullets(body: str, *, first_line: int) -> Iterator[Bullet]:
    """The list items of a body whose first line is `first_line` of the file.

    Headings and comments are passed over.
    """
    held: Bullet | None = None
    for number, line, kind in _lines(body, first_line):
        if kind is _Line.MORE and held:
            held = Bullet(text=f"{held.text} {line.strip()}", line=held.line)
            continue
        if held:
            yield held
        found = BULLET.fullmatch(line) if kind is _Line.ITEM else None
        held = Bullet(text=found[1].strip(), line=number) if found else None
    if held:
        yield held


def doubtful_lines(body: str, *, first_line: int) -> Iterator[tuple[int, str]]:
    """The lines that belong to no item, or perhaps to none, each with the code of what to say."""
    before = ""
    for number, line, kind in _lines(body, first_line):
        if kind is _Line.OTHER:
            yield number, "queuefiles.line_not_read"
        elif kind is _Line.MORE and _begins_anew(before, line):
            yield number, "queuefiles.perhaps_an_item"
        before = line


class _Line(Enum):
    """What a line of a list is."""

    ITEM = 1
    # Of the item before it.
    MORE = 2
    # Blank, a heading, a comment.
    NOTE = 3
    OTHER = 4


def _lines(body: str, first_line: int) -> Iterator[tuple[int, str, _Line]]:
    within = False
    for number, line in enumerate(_without_comments(body).split("\n"), start=first_line):
        bare = line.strip()
        if BULLET.fullmatch(line):
            kind, within = _Line.ITEM, True
        elif not bare or bare.startswith("#"):
            kind, within = _Line.NOTE, False
        else:
            kind = _Line.MORE if within else _Line.OTHER
        yield number, line, kind


def _begins_anew(before: str, line: str) -> bool:
    """Whether a line without a mark reads like an item of its own: the one before has ended, and
    this one is neither indented nor begins small."""
    ended = before.rstrip(' ”"’»').endswith(("!", ".", "?", "…"))
    return ended and not line[:1].isspace() and not line[:1].islower()


def _without_comments(body: str) -> str:
    # Their lines stay, so that the numbers of the others are right.
    return re.sub(
        r"<!--.*?(-->|\Z)", lambda found: "\n" * found[0].count("\n"), body, flags=re.DOTALL
    )
