"""Paragraphs of a PDF that holds text.

Runs in a process of its own (`isolation.py`): the file may be hostile.
"""

import pypdfium2 as pdfium

from publisher.domain.encodings import modern
from publisher.domain.errors import PlanRefused
from publisher.letters.joining import Raw, joined
from publisher.letters.line import (
    MOST_RAW,
    LetterLine,
    clean,
    is_rule,
)
from publisher.letters.markers import marker

MOST_PAGES = 400
# Characters a page: a scan has none, or a stamp's.
LEAST_TEXT = 40


def lines_of_pdf(raw: bytes) -> tuple[list[LetterLine], list[str]]:
    """The lines, and remarks on the file. Raises PlanRefused."""
    try:
        return _lines_of(pdfium.PdfDocument(raw)), []
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
    raws, pages = _raws(document)
    letters = sum(len(raw.text) for raw in raws)
    if letters < LEAST_TEXT * min(len(document), 3):
        raise PlanRefused("letters.scanned")
    return [
        LetterLine(number=raw.number, text=raw.text, place=f"trang {pages[raw.number]}")
        for raw in joined(raws, wrapped=True)
    ]


def _raws(document: pdfium.PdfDocument) -> tuple[list[Raw], dict[int, int]]:
    found: list[Raw] = []
    pages: dict[int, int] = {}
    for number, page in enumerate(document, start=1):
        text = modern(
            page.get_textpage()
            .get_text_bounded()
            .replace("\r\n", "\n")
            .replace("\x02", "")
            .replace("\ufffe", "")
            .replace("\0", "")
        )
        page.close()
        if len(found) > MOST_RAW:
            raise PlanRefused("letters.many_lines", most=MOST_RAW)
        lines = [clean(line) for line in text.split("\n")]
        # The number of the page belongs to no sentence.
        lines = [line for line in lines if line and not (is_rule(line) and not marker(line))]
        for line in lines:
            found.append(Raw(len(found) + 1, line, len(line)))
            pages[len(found)] = number
    return found, pages
