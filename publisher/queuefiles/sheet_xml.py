"""What openpyxl does not tell of a sheet that it reads line by line: hidden rows, hidden columns,
merged cells, words struck through within a cell, formulas without a value. Rows and columns count
from 0.

The part may be hostile: every pattern is bounded.
"""

import re
from collections.abc import Iterator
from itertools import islice

from openpyxl.utils.cell import (
    column_index_from_string,
    coordinate_from_string,
    range_boundaries,
)

_ROW = re.compile(rb"<(?:[\w.-]{1,40}:)?row\s[^<>]{0,2000}>")
_COLUMN = re.compile(rb"<(?:[\w.-]{1,40}:)?col\s[^<>]{0,2000}>")
_FIRST = re.compile(rb'\smin="(\d{1,5})"')
_LAST = re.compile(rb'\smax="(\d{1,5})"')
_HIDDEN = re.compile(rb'\s(?:hidden="(?:1|true)"|ht="0(?:\.0{1,9})?")')
_MERGED = re.compile(
    rb'<(?:[\w.-]{1,40}:)?mergeCell\s{1,9}ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"'
)
_OPEN_FORMULA = re.compile(
    rb'<c\s(?:[^<>]{0,200}\s)?r="([A-Z]{1,3}\d{1,7})"[^<>]{0,200}>\s{0,99}'
    rb"<f[\s>/][^<]{0,9000}(?:</f>)?\s{0,99}(?:<v\s?/>|<v></v>)?\s{0,99}</c>"
)

_CELL = re.compile(rb"<(?:[\w.-]{1,40}:)?c\s")
_CELL_NAME = re.compile(rb'(?:[^<>]{0,200}\s)?r="([A-Z]{1,3}\d{1,7})"')
_STRING = re.compile(rb"<(?:[\w.-]{1,40}:)?si[\s/>]")
_STRING_USED = re.compile(rb'[^<>]{0,200}\bt="s"[^<>]{0,200}>\s{0,9}<v>(\d{1,9})</v>')
_STRUCK = re.compile(rb"<(?:[\w.-]{1,40}:)?strike(?!\s{1,9}val=\"(?:0|false)\")[\s/>]")


def hidden_rows(part: bytes) -> Iterator[int]:
    """Rows that nobody sees: hidden, folded away, filtered out, of no height."""
    for number, found in enumerate(_ROW.finditer(part)):
        if _HIDDEN.search(found[0]):
            own = re.search(rb'\sr="(\d{1,7})"', found[0])
            yield int(own[1]) - 1 if own else number


def hidden_columns(part: bytes, *, most: int) -> Iterator[int]:
    """Columns that nobody sees, among the first."""
    for found in islice(_COLUMN.finditer(part), most):
        first, last = _FIRST.search(found[0]), _LAST.search(found[0])
        if first and last and _HIDDEN.search(found[0]):
            yield from range(int(first[1]) - 1, min(int(last[1]), most))


def merged_ranges(part: bytes, *, most: int) -> Iterator[tuple[int, int, int, int]]:
    """Each merged range, from its first to its last row and column."""
    for found in islice(_MERGED.finditer(part), most):
        left, top, right, bottom = range_boundaries(found[1].decode())
        yield top - 1, left - 1, bottom - 1, right - 1


def open_formulas(part: bytes) -> Iterator[tuple[int, int]]:
    """Cells whose formula no program has computed yet."""
    for found in _OPEN_FORMULA.finditer(part):
        yield _place(found[1])


def struck_strings(shared: bytes) -> frozenset[int]:
    """Numbers of the workbook's strings of which a part is struck through."""
    if not _STRUCK.search(shared):
        return frozenset()
    strings = _STRING.split(shared)[1:]
    return frozenset(number for number, one in enumerate(strings) if _STRUCK.search(one))


def struck_words(part: bytes, strings: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Cells in which some words are struck through; `strings`: what `struck_strings` gave."""
    if not strings and not _STRUCK.search(part):
        return
    for cell in _CELL.split(part)[1:]:
        used = _STRING_USED.match(cell)
        struck = int(used[1]) in strings if used else _STRUCK.search(cell)
        if struck and (name := _CELL_NAME.match(cell)):
            yield _place(name[1])


def _place(name: bytes) -> tuple[int, int]:
    letters, row = coordinate_from_string(name.decode())
    return row - 1, column_index_from_string(letters) - 1
