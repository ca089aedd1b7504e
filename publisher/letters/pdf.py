"""Paragraphs of a PDF that holds text.

Runs in a process of its own (`isolation.py`): the file may be hostile.
"""

import re
from collections.abc import Sequence
from typing import Any

import pypdfium2 as pdfium

from publisher.domain.encodings import modern
from publisher.domain.errors import PlanRefused
from publisher.letters.joining import Raw, joined
from publisher.letters.line import MOST_RAW, LetterLine, clean, folded
from publisher.letters.markers import marker
from publisher.letters.pdf_rows import PageRow, RuledCell, rows_of
from publisher.letters.pdf_unread import unread_of

MOST_PAGES = 400
# Characters a page: a scan has none, or a stamp's.
LEAST_TEXT = 40
# The part of a page's height at its edges where its number stands.
EDGE = 0.12
_ENDS = (".", "!", "?", ";", ":")
_PAGE_NUMBER = re.compile(r"^(?:trang )?[-–—\s]{0,6}\d{1,4}(?:\s?/\s?\d{1,4})?[-–—\s]{0,6}$")


def lines_of_pdf(raw: bytes) -> tuple[list[LetterLine], list[str]]:
    """The lines, and remarks on the file. Raises PlanRefused."""
    try:
        document = pdfium.PdfDocument(raw)
        return _lines_of(document), unread_of(document)
    except (PlanRefused, MemoryError, RecursionError):
        raise
    except pdfium.PdfiumError as error:
        said = str(error).lower()
        if "password" in said or "security" in said:
            raise PlanRefused("letters.pdf_locked") from error
        raise PlanRefused("letters.pdf_broken") from error
    except Exception as error:
        raise PlanRefused("letters.pdf_broken") from error


def _lines_of(document: pdfium.PdfDocument) -> list[LetterLine]:
    if len(document) > MOST_PAGES:
        raise PlanRefused("letters.pdf_pages", pages=len(document), most=MOST_PAGES)
    pages = []
    for page in document:
        pages.append(_without_numbers(rows_of(page), page.get_height()))
        page.close()
        if sum(map(len, pages)) > MOST_RAW:
            raise PlanRefused("letters.many_lines", most=MOST_RAW)
    letters = sum(len(row.text) for rows in pages for row in rows)
    if letters < LEAST_TEXT * min(len(document), 3):
        raise PlanRefused("letters.scanned")
    return _lines(pages)


def _without_numbers(rows: list[PageRow], height: float) -> list[PageRow]:
    """Without the number of the page: what has no letters and stands alone at its edge."""
    tops = sorted({row.top for row in rows})
    edges = {tops[0], tops[-1]} if len(tops) > 2 else set()
    return [
        row
        for row in rows
        if row.cell
        or row.top not in edges
        or not _is_number(row.text)
        or EDGE * height < row.top < (1 - EDGE) * height
        or sum(other.top == row.top for other in rows) > 1
    ]


def _is_number(text: str) -> bool:
    return bool(_PAGE_NUMBER.match(folded(text)))


def _lines(pages: Sequence[Sequence[PageRow]]) -> list[LetterLine]:
    raws: list[Raw] = []
    rows: dict[int, tuple[PageRow, int]] = {}
    tables = _Tables()
    for number, page in enumerate(pages, start=1):
        widest = max((row.right for row in page if row.cell is None), default=0.0)
        before: PageRow | None = None
        first = True
        for row in page:
            if before and row.cell and row.cell == before.cell and raws and _in_cell(raws[-1], row):
                raws[-1] = raws[-1]._replace(text=f"{raws[-1].text} {clean(modern(row.text))}")
                continue
            place = len(raws) + 1
            rows[place] = (row, number)
            tables.see(row, number)
            begins = before is not None and _begins(before, row, widest)
            follows = before is not None and not begins and _follows(before, row, widest, first)
            first = not follows
            text = clean(modern(row.text))
            raws.append(Raw(place, text, len(text), row.cell is not None, begins, follows))
            before = row
    return [
        LetterLine(
            number=raw.number,
            text=raw.text,
            place=f"trang {rows[raw.number][1]}",
            **tables.place(*rows[raw.number], raw.text),
        )
        for raw in joined((raw for raw in raws if raw.text), wrapped=False)
    ]


def _in_cell(before: Raw, row: PageRow) -> bool:
    """Whether a row of a cell goes on with the one above it."""
    return not (marker(row.text) or before.text.endswith(_ENDS))


def _begins(before: PageRow, row: PageRow, widest: float) -> bool:
    """Whether a row begins a paragraph: it stands lower than the lines of one, or beside."""
    if row.cell or before.cell or row.top <= before.top:
        return row.top <= before.top and row.left > before.right
    return row.top - before.top > 1.75 * max(row.height, before.height)


def _follows(before: PageRow, row: PageRow, widest: float, first: bool) -> bool:
    """Whether a row goes on with a full one before it, whatever it begins with.

    `first`: the row before begins a paragraph; the later rows of one stand under each other.
    """
    if row.left <= before.right and _is_rest(before, row):
        return True
    if before.cell or row.cell or not (first or abs(row.left - before.left) <= 1):
        return False
    letter = (row.right - row.left) / max(len(row.text), 1)
    word = letter * len(row.text.split(maxsplit=1)[0]) if row.text.strip() else 0.0
    # Its first word had no room in the row before.
    return before.right + word + letter > widest - 0.5 * before.height


def _is_rest(before: PageRow, row: PageRow) -> bool:
    """Whether a row is the last word of a centred name: "HỘI ĐỒNG NGHĨA VỤ QUÂN" and "SỰ"."""
    return (
        before.text.isupper()
        and row.text.isupper()
        and row.text[:1].isalpha()
        and len(row.text.split()) <= 2
        and 0 < row.top - before.top < 1.5 * before.height
        and row.right - row.left < (before.right - before.left) / 2
    )


class _Tables:
    """The cells of ruled tables by table, row and column; one may go on over a page's end."""

    def __init__(self) -> None:
        self._lefts: dict[int, list[float]] = {}
        self._tops: dict[int, list[tuple[int, float]]] = {}
        self._of: dict[tuple[int, RuledCell], int] = {}
        self._heads: dict[tuple[int, int], str] = {}
        self._last: tuple[int, float] | None = None

    def see(self, row: PageRow, page: int) -> None:
        """Take a row of the document, in order."""
        if row.cell is None:
            # A number of a page or a heading may stand between; words end a table.
            self._last = None
            return
        table = self._of.get((page, row.cell))
        if table is None:
            table = self._table(row.cell, page)
            self._of[page, row.cell] = table
            top, left = (page, row.cell.top), row.cell.left
            if top not in self._tops[table]:
                self._tops[table].append(top)
            if all(abs(left - other) > 2 for other in self._lefts[table]):
                self._lefts[table].append(left)
        self._last = (table, row.cell.bottom)

    def _table(self, cell: RuledCell, page: int) -> int:
        if self._last is None:
            number = len(self._lefts)
            self._lefts[number], self._tops[number] = [], []
            return number
        return self._last[0]

    def place(self, row: PageRow, page: int, text: str) -> dict[str, Any]:
        """Where a row stands, as a line says it."""
        if row.cell is None:
            return {}
        table = self._of[page, row.cell]
        lefts, tops = sorted(self._lefts[table]), self._tops[table]
        if len(tops) < 2:
            return {}
        left = row.cell.left
        column = min(range(len(lefts)), key=lambda at: abs(lefts[at] - left))
        at = tops.index((page, row.cell.top))
        if at == 0:
            self._heads[table, column] = text
        heading = self._heads.get((table, column), "") if at else ""
        return {"table": table, "row": at, "column": column, "heading": heading}
