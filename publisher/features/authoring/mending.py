"""`publisher lint --fix`: writes what a careful editor would, where only one thing can be meant:
letters of other scripts, marks of Markdown, signs and blanks. Words are left to people."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from publisher.domain.errors import PublisherError, UnfitValue
from publisher.domain.text import clean
from publisher.features.authoring.lint import Slip
from publisher.queuefiles import writing
from publisher.queuefiles.checks import Known
from publisher.queuefiles.decoding import written_text
from publisher.queuefiles.frontmatter import FENCE

POSTS = "posts/"
MENDED = frozenset(
    f"wording.{name}"
    for name in (
        "look_alike",
        "markdown",
        "markdown_line",
        "two_blanks",
        "blank_before",
        "no_blank_after",
        "three_dots",
        "quotes",
    )
)


class MendedFile(NamedTuple):
    """A file of the queue in which something was mended, or why it could not be."""

    path: str
    places: int
    refused: PublisherError | None = None


def mend(queue: Path, found: Iterable[Slip], *, known: Known) -> Iterator[MendedFile]:
    """Write each file with what can be mended in it; a file that would not be read is left.

    Raises OSError.
    """
    wanted = [slip for slip in found if slip.remark.reason.code in MENDED and slip.remark.swap]
    for name, slips in groupby(wanted, key=lambda slip: slip.path):
        yield _mended(queue, name, list(slips), known)


def _mended(queue: Path, name: str, slips: list[Slip], known: Known) -> MendedFile:
    path = queue / name
    seen = writing.digest_of(path)
    try:
        before = written_text(path.read_bytes())
        lines, places = mended_lines(before.split("\n"), slips)
        if places:
            content = "\n".join(line for line in lines if line is not None)
            writing.check(queue, path, content, known)
            writing.update_file(path, content, seen=seen)
    except (UnfitValue, writing.WriteRefused) as refused:
        return MendedFile(name, 0, refused)
    return MendedFile(name, places)


def mended_lines(lines: list[str], slips: Iterable[Slip]) -> tuple[list[str | None], int]:
    """The lines of a file as they should be, None for one that goes, and how many places were
    found."""
    mended: list[str | None] = list(lines)
    places = 0
    for slip in slips:
        assert slip.remark.swap
        wrong, right = slip.remark.swap
        if one := next(_standing(mended, wrong, slip), None):
            number, line = one
            mended[number] = _swapped(line, wrong, right, is_item=not slip.path.startswith(POSTS))
            places += 1
    return mended, places


def _swapped(line: str, wrong: str, right: str, *, is_item: bool) -> str | None:
    if not right:
        return None
    if is_item:
        # An item of a list is one line.
        right = right.replace("\n", " ")
    # Blanks before the words are no words.
    start = len(line) - len(line.lstrip())
    if wrong not in line[start:]:
        start = 0
    return line[:start] + line[start:].replace(wrong, right, 1)


def _standing(lines: list[str | None], wrong: str, slip: Slip) -> Iterator[tuple[int, str]]:
    """Where the words stand: on the line that is known, or in the head."""
    head = next((number for number, line in enumerate(lines[1:], 1) if line == FENCE), 0)
    known = [slip.line - 1] if slip.line and slip.field == "text" else []
    for number in (*known, *range(head)):
        line = lines[number] if number < len(lines) else None
        for written in (line, clean(line)) if line is not None else ():
            if wrong in written:
                yield number, written
