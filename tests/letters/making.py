"""Letters of the corpus as files of every kind: their words stand in `letters/`, their files are made when needed.

`NAME.txt` and `NAME.md` are used as they are, `NAME.tcvn3.txt` and `NAME.vni.txt` are written in those encodings,
`NAME.pdf.txt` is set on A4, `NAME.docx.txt` becomes a Word file: `~1` and `~2` are automatic numbers of two lists, `~-`
an automatic dash, `@head A / B || C / D` a borderless table, `@table a | b` a row, `@deleted` and `@inserted` tracked
changes.
"""

import io
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

from publisher import resources
from publisher.domain.encodings import _TCVN3, _VNI

LETTERS = Path(__file__).parent / "letters"


@dataclass(frozen=True)
class Letter:
    """A letter and what it says."""

    stem: str
    # The name and the bytes as a person would have the file.
    name: str
    raw: bytes
    expected: dict[str, Any]


def letters() -> list[Letter]:
    """The whole corpus."""
    return [letter(path.stem) for path in sorted(LETTERS.glob("*.toml"))]


def letter(stem: str) -> Letter:
    """One letter of the corpus."""
    expected = tomllib.loads((LETTERS / f"{stem}.toml").read_text(encoding="utf-8"))
    source = next(path for path in LETTERS.glob(f"{stem}.*") if path.suffix != ".toml")
    text = source.read_text(encoding="utf-8")
    match source.name.removeprefix(f"{stem}."):
        case "docx.txt":
            return Letter(stem, f"{stem}.docx", word(text), expected)
        case "pdf.txt":
            return Letter(stem, f"{stem}.pdf", pdf(text), expected)
        case "tcvn3.txt":
            return Letter(stem, f"{stem}.txt", tcvn3(text), expected)
        case "vni.txt":
            return Letter(stem, f"{stem}.txt", vni(text), expected)
        case kind:
            return Letter(stem, f"{stem}.{kind}", source.read_bytes(), expected)


def tcvn3(text: str) -> bytes:
    """Text in TCVN3; capitals with marks become small letters, as with its fonts."""
    codes = {letter: code for code, letter in _TCVN3.items()}
    small = (char if char in codes or char.isascii() else char.lower() for char in text)
    return "".join(codes.get(char, char) for char in small).encode("latin-1")


def vni(text: str) -> bytes:
    """Text in VNI for Windows."""
    codes = {letter: code for code, letter in reversed(_VNI.items())}
    return "".join(codes.get(char, char) for char in text).encode("cp1252")


def pdf(text: str) -> bytes:
    """The paragraphs on A4 with an embedded font, as an office exports them."""
    pdfmetrics.registerFont(
        TTFont("Body", str(resources.assets() / "fonts" / "BeVietnamPro-Regular.ttf"))
    )
    style = ParagraphStyle(
        "body",
        fontName="Body",
        fontSize=13,
        leading=18,
        firstLineIndent=1 * cm,
        alignment=TA_JUSTIFY,
    )
    out = io.BytesIO()
    frame = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=3 * cm,
        rightMargin=2 * cm,
        topMargin=2 * cm,
        bottomMargin=2 * cm,
    )
    frame.build([Paragraph(line, style) for line in text.splitlines() if line.strip()])
    return out.getvalue()


def word(text: str) -> bytes:
    """A Word file as the module's docstring says."""
    document = Document()
    numbers = {sign: _list(document, shape, label) for sign, shape, label in _LISTS}
    rows: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        if line.startswith("@table "):
            rows.append(
                [
                    cell.strip()
                    for cell in line.removeprefix("@table ").replace("||", "|").split("|")
                ]
            )
            continue
        if rows:
            _table(document, rows)
            rows = []
        _write(document, line, numbers)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


_LISTS = (("~1", "decimal", "%1."), ("~2", "decimal", "%1."), ("~-", "bullet", "-"))


def _write(document: Any, line: str, numbers: dict[str, int]) -> None:
    if line.startswith("@head "):
        left, right = line.removeprefix("@head ").split("||")
        table = document.add_table(rows=1, cols=2)
        for cell, words in zip(table.rows[0].cells, (left, right), strict=True):
            first, *rest = [part.strip() for part in words.split(" / ")]
            cell.text = first
            for part in rest:
                cell.add_paragraph(part)
    elif line.startswith(("@deleted ", "@inserted ")):
        kind, _, words = line.partition(" ")
        _tracked(document.add_paragraph(), kind, words)
    elif line[:2] in numbers:
        _numbered(document.add_paragraph(line[2:].strip()), numbers[line[:2]])
    elif line.strip():
        document.add_paragraph(line)


def _table(document: Any, rows: list[list[str]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words


def _tracked(paragraph: Any, kind: str, words: str) -> None:
    around = OxmlElement("w:del" if kind == "@deleted" else "w:ins")
    run, text = OxmlElement("w:r"), OxmlElement("w:delText" if kind == "@deleted" else "w:t")
    text.text = words
    run.append(text)
    around.append(run)
    paragraph._p.append(around)


def _list(document: Any, shape: str, label: str) -> int:
    numbering = document.part.numbering_part.element
    abstract_id = str(900 + len(numbering))
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), abstract_id)
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), "0")
    for name, value in (("w:start", "1"), ("w:numFmt", shape), ("w:lvlText", label)):
        node = OxmlElement(name)
        node.set(qn("w:val"), value)
        level.append(node)
    abstract.append(level)
    # Word wants all definitions before all uses.
    numbering.insert(0, abstract)
    return int(numbering.add_num(int(abstract_id)).numId)


def _numbered(paragraph: Any, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_numId().val = number
    properties.get_or_add_ilvl().val = 0
