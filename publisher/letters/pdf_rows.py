"""Rows of a page of a PDF by where their characters stand, not by the order in which a program
wrote them.
"""

import ctypes
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from publisher.domain.errors import PlanRefused
from publisher.letters.line import MOST_TEXT

# In the height of a character: blanks between words, and between columns.
WORD_GAP, COLUMN_GAP, WIDE_GAP = 0.3, 0.75, 1.9
# A mark before its words is no column.
LONGEST_MARK = 4
# A ruled line is thinner than this; a page has so many at most.
THIN, MOST_RULES = 3.0, 4_000
# PDFium's own signs for a soft hyphen and for what it cannot tell.
_NO_CHARACTERS = "\x02\ufffe\0\ufffd"


class Cell(NamedTuple):
    """What four ruled lines enclose; measured from the top of the page."""

    left: float
    top: float
    right: float
    bottom: float


class PageRow(NamedTuple):
    """A line of a page, or its part in one column."""

    text: str
    left: float
    right: float
    # Its middle, from the top of the page.
    top: float
    height: float
    cell: Cell | None


class _Char(NamedTuple):
    text: str
    left: float
    right: float
    middle: float
    height: float
    # A blank stands before it.
    apart: bool


class _Rules(NamedTuple):
    # (x, top, bottom) and (y, left, right).
    upright: list[tuple[float, float, float]]
    level: list[tuple[float, float, float]]


def rows_of(page: pdfium.PdfPage) -> list[PageRow]:
    """The rows of a page from its top, cells of ruled tables each by itself."""
    height = page.get_height()
    rules = _rules(page, height)
    cells: dict[Cell | None, list[_Char]] = defaultdict(list)
    for char in _chars(page, height):
        cells[_cell_of(char, rules)].append(char)
    lines = [
        [PageRow(*_told(part), cell) for part in ([line] if cell else _in_columns(line))]
        for cell, inside in cells.items()
        for line in _in_lines(inside)
    ]
    return list(_side_by_side(sorted(lines, key=_reading_order)))


def _reading_order(line: Sequence[PageRow]) -> tuple[float, float, float]:
    row = line[0]
    return (row.cell.top, row.cell.left, row.top) if row.cell else (row.top, 0.0, row.top)


def _side_by_side(lines: Sequence[Sequence[PageRow]]) -> Iterator[PageRow]:
    """Where two columns of words stand beside each other: first the left one, then the right."""
    place = 0
    while place < len(lines):
        block, gutter = [lines[place]], _gutter(lines[place])
        while gutter and place + len(block) < len(lines):
            following = lines[place + len(block)]
            narrowed = _within(gutter, following, block[-1][0])
            if narrowed is None:
                break
            gutter = narrowed
            block.append(following)
        if gutter:
            middle = sum(gutter) / 2
            yield from (row for line in block for row in line if row.left < middle)
            yield from (row for line in block for row in line if row.left >= middle)
        else:
            yield from block[0]
        place += len(block)


def _gutter(line: Sequence[PageRow]) -> tuple[float, float] | None:
    return (line[0].right, line[1].left) if len(line) == 2 else None


def _within(
    gutter: tuple[float, float], line: Sequence[PageRow], above: PageRow
) -> tuple[float, float] | None:
    """The blank between two columns when a further line keeps it; None when it does not."""
    if line[0].cell or line[0].top - above.top > 2.2 * above.height:
        return None
    left = max([gutter[0], *(row.right for row in line if row.left < gutter[0])])
    right = min([gutter[1], *(row.left for row in line if row.left >= gutter[0])])
    return (left, right) if right - left > COLUMN_GAP * above.height else None


def _chars(page: pdfium.PdfPage, height: float) -> list[_Char]:
    text = page.get_textpage()
    count = text.count_chars()
    if count > MOST_TEXT:
        raise PlanRefused("letters.much_text", most=MOST_TEXT // 1000)
    box, apart, found = raw.FS_RECTF(), False, list[_Char]()
    for place in range(count):
        char = chr(raw.FPDFText_GetUnicode(text.raw, place))
        if unicodedata.combining(char) and found:
            # Marks that stand by themselves are drawn anywhere over their letter.
            found[-1] = found[-1]._replace(text=found[-1].text + char)
        elif char.isspace():
            apart = True
        elif char not in _NO_CHARACTERS:
            raw.FPDFText_GetLooseCharBox(text.raw, place, ctypes.byref(box))
            tall = abs(box.top - box.bottom) or 1.0
            middle = height - (box.top + box.bottom) / 2
            found.append(_Char(char, box.left, box.right, middle, tall, apart))
            apart = False
    return found


def _rules(page: pdfium.PdfPage, height: float) -> _Rules:
    """The ruled lines: thin shapes, and the sides of frames."""
    found = _Rules([], [])
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        left, bottom, right, top = thing.get_bounds()
        above, below = height - top, height - bottom
        thin, flat = right - left < THIN, below - above < THIN
        if not flat:
            sides = {(left + right) / 2} if thin else {left, right}
            found.upright.extend((x, above, below) for x in sides)
        if not thin:
            levels = {(above + below) / 2} if flat else {above, below}
            found.level.extend((y, left, right) for y in levels)
        if len(found.upright) + len(found.level) > MOST_RULES:
            return _Rules([], [])
    return found


def _cell_of(char: _Char, rules: _Rules) -> Cell | None:
    x, y = (char.left + char.right) / 2, char.middle
    beside = [at for at, top, bottom in rules.upright if top - 1 <= y <= bottom + 1]
    above = [at for at, left, right in rules.level if left - 1 <= x <= right + 1]
    left = max((at for at in beside if at <= x), default=None)
    right = min((at for at in beside if at > x), default=None)
    top = max((at for at in above if at <= y), default=None)
    bottom = min((at for at in above if at > y), default=None)
    if left is None or right is None or top is None or bottom is None:
        return None
    return Cell(round(left), round(top), round(right), round(bottom))


def _in_lines(chars: Sequence[_Char]) -> list[list[_Char]]:
    """Characters by the line they stand on, each line from the left."""
    lines: list[list[_Char]] = []
    for char in sorted(chars, key=lambda one: one.middle):
        if lines and abs(char.middle - lines[-1][0].middle) < 0.45 * lines[-1][0].height:
            lines[-1].append(char)
        else:
            lines.append([char])
    return [_from_left(line) for line in lines]


def _from_left(line: Sequence[_Char]) -> list[_Char]:
    return sorted(line, key=lambda one: one.left)


def _in_columns(line: Sequence[_Char]) -> Iterator[list[_Char]]:
    gaps = [after.left - before.right for before, after in pairwise(line)]
    usual = sorted(gap for gap in gaps if gap > 0.12 * line[0].height)
    # Justified words stand far apart, but all of them.
    least = max(COLUMN_GAP * line[0].height, 2.5 * usual[len(usual) // 2] if usual else 0.0)
    least = min(least, WIDE_GAP * line[0].height)
    part = [line[0]]
    for gap, char in zip(gaps, line[1:], strict=True):
        if gap > least and len(part) > LONGEST_MARK:
            yield part
            part = []
        part.append(char)
    yield part


def _told(line: Sequence[_Char]) -> tuple[str, float, float, float, float]:
    text, end = "", line[0].left
    for char in line:
        blank = text and (char.apart or char.left - end > WORD_GAP * char.height)
        text += f" {char.text}" if blank else char.text
        end = max(end, char.right)
    tall = sum(char.height for char in line) / len(line)
    return text, line[0].left, end, line[0].middle, tall
