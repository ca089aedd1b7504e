"""Paragraphs and table cells of a .docx file, with the markers that Word adds by itself.

Runs in a process of its own (`isolation.py`): the file may be hostile.
"""

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from publisher.domain.encodings import modern
from publisher.domain.errors import PlanRefused
from publisher.letters.line import MOST_LINES, LetterLine, clean

# Bytes that a document may be unpacked; letters with scanned stamps are a few MB.
MOST_UNPACKED = 80_000_000
# Word's lists have nine levels; its numbers go on much further than letters do.
MOST_LEVELS, MOST_NUMBER = 9, 1_000
LONGEST_LABEL = 40
# A cell spans so many columns at most.
WIDEST = 64
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def lines_of_word(raw: bytes) -> tuple[list[LetterLine], list[str]]:
    """The lines, and remarks on the file. Raises PlanRefused."""
    try:
        notes = _checked(raw)
        return _lines(Document(io.BytesIO(raw))), notes
    except (PlanRefused, MemoryError, RecursionError):
        raise
    except Exception as error:
        # zipfile, lxml and python-docx raise whatever the broken part of a file makes them stumble
        # over.
        raise PlanRefused("letters.word_broken") from error


def _checked(raw: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        names, size = archive.namelist(), sum(info.file_size for info in archive.infolist())
        kinds = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if size > MOST_UNPACKED:
        raise PlanRefused("letters.unpacks", size=size // 1000000)
    if b"macroEnabled" in kinds:
        raise PlanRefused("letters.macros")
    return (
        ["tệp có macro; publisher chỉ đọc chữ, không chạy macro"]
        if any("vbaProject" in name for name in names)
        else []
    )


def _lines(document: Any) -> list[LetterLine]:
    numbering = _Numbering(document)
    found: list[LetterLine] = []
    tables = 0
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            found += _cells(block, tables, len(found), numbering)
            tables += 1
        else:
            found += _paragraph(block, len(found), numbering)
        if len(found) > MOST_LINES:
            raise PlanRefused("letters.many_paragraphs", most=MOST_LINES)
    return found


def _paragraph(paragraph: Paragraph, before: int, numbering: "_Numbering") -> Iterator[LetterLine]:
    label = numbering.label(paragraph)
    for place, text in enumerate(_texts(paragraph)):
        whole = f"{label} {text}" if label and place == 0 else text
        before += 1
        yield LetterLine(number=before, text=whole, place=f"đoạn {before}")


def _cells(table: Table, number: int, before: int, numbering: "_Numbering") -> Iterator[LetterLine]:
    """Each paragraph of each cell; a cell that spans several is one."""
    heads: list[str] = []
    seen: set[Any] = set()
    rows = list(table.rows)
    for row_number, row in enumerate(rows):
        texts = []
        if sum(cell.grid_span for cell in row._tr.tc_lst) > WIDEST:
            raise PlanRefused("letters.wide_table", number=number + 1, widest=WIDEST)
        for column, cell in enumerate(row.cells):
            if cell._tc in seen:
                continue
            seen.add(cell._tc)
            lines = [
                line for paragraph in cell.paragraphs for line in _labelled(paragraph, numbering)
            ]
            texts.append(" ".join(lines))
            for text in lines:
                before += 1
                head = heads[column] if column < len(heads) and row_number else ""
                # A table of one row and no heading is the layout of a letter's head.
                inside = len(rows) > 1
                yield LetterLine(
                    number=before,
                    text=text,
                    place=(
                        f"bảng {number + 1}, hàng {row_number + 1}" if inside else f"đoạn {before}"
                    ),
                    table=number if inside else -1,
                    row=row_number if inside else -1,
                    column=column if inside else -1,
                    heading=head,
                )
        if before + len(seen) > 4 * MOST_LINES:
            raise PlanRefused("letters.many_paragraphs", most=MOST_LINES)
        heads = heads or [clean(cell.text) for cell in row.cells]


def _labelled(paragraph: Paragraph, numbering: "_Numbering") -> list[str]:
    label, texts = numbering.label(paragraph), _texts(paragraph)
    return [f"{label} {texts[0]}", *texts[1:]] if label and texts else texts


def _texts(paragraph: Paragraph) -> list[str]:
    """The words that stand there now: what was deleted with changes tracked is gone, what was
    added is there."""
    parts: list[str] = []
    for node in paragraph._p.iter():
        if node.tag == qn("w:t"):
            parts.append(node.text or "")
        elif node.tag in (qn("w:tab"), qn("w:noBreakHyphen")):
            parts.append(" " if node.tag == qn("w:tab") else "-")
        elif node.tag in (qn("w:br"), qn("w:cr")):
            parts.append("\n")
    # Old fonts hold other letters in the places of ours; a paragraph is enough to tell.
    return [text for line in modern("".join(parts)).split("\n") if (text := clean(line))]


class _Numbering:
    """What Word writes before the paragraphs of automatic lists; counted as it counts."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        part = next(
            (
                rel.target_part
                for rel in document.part.rels.values()
                if rel.reltype.endswith("/numbering")
            ),
            None,
        )
        if part is None:
            return
        root = part.element
        abstract = {
            node.get(qn("w:abstractNumId")): node for node in root.findall(qn("w:abstractNum"))
        }
        for num in root.findall(qn("w:num")):
            link = num.find(qn("w:abstractNumId"))
            node = abstract.get(link.get(qn("w:val"))) if link is not None else None
            if node is not None:
                levels = dict(map(_level, node.findall(qn("w:lvl"))))
                self._levels[num.get(qn("w:numId"))] = {
                    depth: level for depth, level in levels.items() if 0 <= depth < MOST_LEVELS
                }

    def label(self, paragraph: Paragraph) -> str:
        """ "1.", "a)", "-" … or "" for a paragraph of no list."""
        number, depth = self._place(paragraph)
        level = self._levels.get(number, {}).get(depth)
        if level is None:
            return ""
        shape, text, start = level
        if shape == "bullet":
            return text if text.strip() in ("-", "–", "+", "*", "•") else "•"
        if shape == "none":
            return ""
        counts = self._counts[number]
        counts[depth] = counts.get(depth, start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        return self._filled(number, text, depth)

    def _filled(self, number: str, text: str, depth: int) -> str:
        for level in range(depth + 1):
            shape, _, start = self._levels[number].get(level, ("decimal", "", 1))
            text = text.replace(
                f"%{level + 1}", _said(shape, self._counts[number].get(level, start))
            )
        return text

    def _place(self, paragraph: Paragraph) -> tuple[str, int]:
        properties = [paragraph._p.pPr]
        style: Any = paragraph.style
        while style is not None and len(properties) < 8:
            properties.append(style.element.pPr)
            style = style.base_style
        for found in properties:
            numbered: Any = found.numPr if found is not None else None
            if numbered is not None and numbered.numId is not None:
                return str(numbered.numId.val), (
                    numbered.ilvl.val if numbered.ilvl is not None else 0
                )
        return "", 0


def _level(node: Any) -> tuple[int, tuple[str, str, int]]:
    def value(name: str, default: str) -> str:
        found = node.find(qn(name))
        return str(found.get(qn("w:val"))) if found is not None else default

    return int(node.get(qn("w:ilvl"))), (
        value("w:numFmt", "decimal"),
        value("w:lvlText", "")[:LONGEST_LABEL],
        int(value("w:start", "1")),
    )


def _said(shape: str, number: int) -> str:
    match shape if 0 < number < MOST_NUMBER else "decimal":
        case "lowerLetter" | "upperLetter":
            letter = _LETTERS[(number - 1) % 26]
            return letter.upper() if shape == "upperLetter" else letter
        case "upperRoman" | "lowerRoman":
            roman = _roman(number)
            return roman if shape == "upperRoman" else roman.lower()
        case _:
            return str(number)


def _roman(number: int) -> str:
    text = ""
    for value, sign in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        text += sign * (number // value)
        number %= value
    return text
