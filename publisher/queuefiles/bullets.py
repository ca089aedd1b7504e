"""Bullets of a Markdown body, each with its line; a line that is no bullet goes on with the one
before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

BULLET = re.compile(r"\s*[-*+•]\s+(.*)")


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
    for number, line in enumerate(_without_comments(body).split("\n"), start=first_line):
        if found := BULLET.fullmatch(line):
            if held:
                yield held
            held = Bullet(text=found[1].strip(), line=number)
        elif not line.strip() or line.lstrip().startswith("#"):
            if held:
                yield held
            held = None
        elif held:
            held = Bullet(text=f"{held.text} {line.strip()}", line=held.line)
    if held:
        yield held


def _without_comments(body: str) -> str:
    # Their lines stay, so that the numbers of the others are right.
    return re.sub(
        r"<!--.*?(-->|\Z)", lambda found: "\n" * found[0].count("\n"), body, flags=re.DOTALL
    )
