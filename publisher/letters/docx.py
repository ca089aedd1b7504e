"""Paragraphs and table cells of a .docx file, with the markers that Word adds by itself.

Runs in a process of its own (`isolation.py`): the file may be hostile.
"""

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from publisher.domain.encodings import modern
from publisher.domain.errors import PlanRefused
from publisher.letters.line import MOST_LINES, LetterLine, clean
from publisher.letters.markers import marker

# Bytes that a document may be unpacked; letters with scanned stamps are a few MB.
MOST_UNPACKED = 80_000_000
# Word's lists have nine levels; its numbers go on much further than letters do.
MOST_LEVELS, MOST_NUMBER = 9, 1_000
LONGEST_LABEL = 40
# A cell spans so many columns at most.
WIDEST = 64
# Tables in cells of tables that are read as tables.
DEEPEST_TABLE = 6
LONGEST_QUOTE = 160
_P, _T, _TBL = qn("w:p"), qn("w:t"), qn("w:tbl")
_BOX = qn("w:txbxContent")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_WRAPPERS = frozenset(map(qn, ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:smartTag")))
_SIGNS = {qn("w:tab"): " ", qn("w:noBreakHyphen"): "-", qn("w:br"): "\n", qn("w:cr"): "\n"}
_SENTENCE_ENDS = '.!?;:”"'
_LEFT_OUT = tuple(map(qn, ("w:strike", "w:dstrike", "w:vanish")))
_BESIDE = ("/word/footnotes", "/word/endnotes", "/word/header", "/word/footer")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def lines_of_word(raw: bytes) -> tuple[list[LetterLine], list[str]]:
    """The lines, and remarks on the file. Raises PlanRefused."""
    try:
        notes = _checked(raw)
        return _lines(Document(io.BytesIO(raw)), notes), notes
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


def _lines(document: Any, notes: list[str]) -> list[LetterLine]:
    reading = _Reading(document)
    for block in _blocks(document.element.body):
        reading.take(block)
    notes += reading.remarks()
    return reading.found


def _blocks(around: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, those in content controls and the like too."""
    for node in around:
        if node.tag in (_P, _TBL):
            yield node
        elif node.tag in _WRAPPERS:
            yield from _blocks(node)


class _Reading:
    """A document on its way to lines."""

    def __init__(self, document: Any) -> None:
        self.found: list[LetterLine] = []
        self._document = document
        self._numbering = _Numbering(document)
        self._tables = 0
        self._read: set[Any] = set()
        self._left_out: list[str] = []

    def take(self, block: Any, depth: int = 0) -> None:
        """Read a paragraph or a table."""
        if block.tag == _TBL:
            self._table(Table(block, self._document), depth)
        else:
            for text in self._paragraph(block):
                self._add(text)
        if len(self.found) > MOST_LINES:
            raise PlanRefused("letters.many_paragraphs", most=MOST_LINES)

    def remarks(self) -> list[str]:
        """What was left out, and what was not read: nothing of the file is passed over."""
        said = [f"chữ bị gạch hoặc ẩn trong tệp không được lấy: {_quoted(self._left_out)}"]
        body = self._document.element.body
        unread = [
            node.text
            for node in body.iter(_T)
            if node not in self._read and (node.text or "").strip() and not _is_copy(node)
        ]
        beside = [text for part in self._document.part.package.parts for text in _beside(part)]
        return [
            *(said if self._left_out else []),
            *([f"chưa đọc được chữ này trong tệp: {_quoted(unread)}"] if unread else []),
            *([f"đầu trang, chân trang, chú thích không đọc: {_quoted(beside)}"] if beside else []),
        ]

    def _add(self, text: str, **where: Any) -> None:
        number = len(self.found) + 1
        place = {"place": f"đoạn {number}"} | where
        self.found.append(LetterLine(number=number, text=text, **place))

    def _paragraph(self, node: Any, *, in_cell: bool = False) -> list[str]:
        """The lines of a paragraph with its mark; a text box in it holds lines of its own."""
        label = self._numbering.label(Paragraph(node, self._document))
        texts = self._words(node, one=bool(label) or in_cell)
        if label and texts:
            texts[0] = f"{label} {texts[0]}"
        for box in _boxes(node):
            for inner in box.iter(_P):
                texts += self._words(inner)
        return texts

    def _words(self, paragraph: Any, *, one: bool = False) -> list[str]:
        """The words that stand there now: what was deleted with changes tracked, struck or hidden
        is gone, what was added is there."""
        parts: list[str] = []
        for node in _own(paragraph):
            if node.tag == _T:
                self._read.add(node)
                if _is_left_out(node):
                    self._left_out.append(node.text or "")
                else:
                    parts.append(node.text or "")
            elif node.tag in _SIGNS:
                parts.append(_SIGNS[node.tag])
        # Old fonts hold other letters in the places of ours; a paragraph is enough to tell.
        return _soft_lines(modern("".join(parts)), one=one)

    def _table(self, table: Table, depth: int) -> None:
        """Each paragraph of each cell; a cell that spans several is one."""
        number, self._tables = self._tables, self._tables + 1
        heads: list[str] = []
        seen: set[Any] = set()
        rows = list(table.rows)
        for place, row in enumerate(rows):
            if sum(cell.grid_span for cell in row._tr.tc_lst) > WIDEST:
                raise PlanRefused("letters.wide_table", number=number + 1, widest=WIDEST)
            for column, cell in enumerate(row.cells):
                if cell._tc in seen:
                    continue
                seen.add(cell._tc)
                head = heads[column] if column < len(heads) and place else ""
                # A table of one row and no heading is the layout of a letter's head.
                where = _cell(number, place, column, head) if len(rows) > 1 else {}
                self._cell(cell._tc, where, depth)
            if len(self.found) + len(seen) > 4 * MOST_LINES:
                raise PlanRefused("letters.many_paragraphs", most=MOST_LINES)
            heads = heads or [clean(cell.text) for cell in row.cells]

    def _cell(self, cell: Any, where: dict[str, Any], depth: int) -> None:
        for block in _blocks(cell):
            if block.tag == _TBL and depth < DEEPEST_TABLE:
                self.take(block, depth + 1)
                continue
            for node in block.iter(_P) if block.tag == _TBL else [block]:
                for text in self._paragraph(node, in_cell=bool(where)):
                    self._add(text, **where)


def _cell(number: int, row: int, column: int, heading: str) -> dict[str, Any]:
    place = f"bảng {number + 1}, hàng {row + 1}"
    return {"place": place, "table": number, "row": row, "column": column, "heading": heading}


def _own(paragraph: Any) -> Iterator[Any]:
    """What stands in a paragraph itself, not in a text box in it."""
    for node in paragraph:
        if node.tag in (_FALLBACK, _BOX):
            continue
        yield node
        yield from _own(node)


def _boxes(around: Any) -> Iterator[Any]:
    """Text boxes, without the copy that Word keeps for old programs."""
    for node in around:
        if node.tag == _BOX:
            yield node
        elif node.tag != _FALLBACK:
            yield from _boxes(node)


def _is_copy(node: Any) -> bool:
    return any(above.tag == _FALLBACK for above in node.iterancestors())


def _is_left_out(text: Any) -> bool:
    """Whether words are struck through or hidden."""
    run = next((above for above in text.iterancestors() if above.tag == qn("w:r")), None)
    properties = run.find(qn("w:rPr")) if run is not None else None
    if properties is None:
        return False
    return any(
        mark.get(qn("w:val"), "1") not in ("0", "false", "off")
        for name in _LEFT_OUT
        if (mark := properties.find(name)) is not None
    )


def _soft_lines(text: str, *, one: bool) -> list[str]:
    """The lines of a paragraph: a soft break ends one, but not in the midst of a sentence.

    `one`: it is an item of a list, or a cell.
    """
    # One call sign at the end: one call on several lines.
    one = one or (text.rstrip().endswith("!") and text.count("!") == 1)
    found: list[str] = []
    for line in text.split("\n"):
        words = clean(line)
        if found and words and _goes_on(found[-1], words, one=one or bool(marker(found[0]))):
            found[-1] = f"{found[-1]} {words}"
        elif words:
            found.append(words)
    return found


def _goes_on(before: str, words: str, *, one: bool) -> bool:
    return before[-1] not in _SENTENCE_ENDS and (words[0].islower() or (one and not marker(words)))


def _beside(part: Any) -> list[str]:
    """The words of headers, footers and notes."""
    if not str(part.partname).startswith(_BESIDE):
        return []
    root = getattr(part, "element", None)
    root = parse_xml(part.blob) if root is None else root
    texts = [clean("".join(node.text or "" for node in one.iter(_T))) for one in root.iter(_P)]
    return [text for text in texts if any(char.isalpha() for char in text)]


def _quoted(texts: list[str]) -> str:
    words = clean(" ".join(texts))
    return f"“{words[:LONGEST_QUOTE]}…”" if len(words) > LONGEST_QUOTE else f"“{words}”"


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
