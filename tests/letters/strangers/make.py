"""The strangers' letters in all their forms, made from `letter.src` (README.md says how it is
written).

    python tests/letters/strangers/make.py OUT [open|sealed|sealed2]

writes OUT/<NN-name>/letter.txt, .md, .docx, letter-table.docx, letter-box.docx ..., the same bytes
each time. `build(folder, out)` does one letter and is what a test calls.
"""

from __future__ import annotations

import argparse
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).parent
PARTS = ("open", "sealed", "sealed2")
FONTS = HERE.parents[2] / "assets" / "fonts"
SOFT = "⏎"
MARKED = re.compile(r"~~(.+?)~~|%%(.+?)%%")

# ---------------------------------------------------------------- the source


@dataclass
class Block:
    kind: str  # head, center, body, list, tasks, table, foot
    mark: str = ""
    lines: list[str] = field(default_factory=list)

    def rows(self) -> list[list[str]]:
        return [[cell.strip() for cell in line.split("||")] for line in self.lines]


@dataclass
class Letter:
    options: dict[str, str]
    blocks: list[Block]

    def on(self, name: str) -> bool:
        return self.options.get(name, "0") not in ("0", "")

    def number(self, name: str, otherwise: float) -> float:
        return float(self.options.get(name, otherwise))


def read(source: str) -> Letter:
    options: dict[str, str] = {}
    blocks: list[Block] = []
    for line in source.splitlines():
        if line.startswith("@opt "):
            name, _, value = line[5:].partition("=")
            options[name.strip()] = value.strip()
        elif line.startswith("@end"):
            blocks.append(Block("body"))
        elif line.startswith("@"):
            kind, _, mark = line[1:].partition(" ")
            blocks.append(Block(kind, mark))
        elif blocks:
            blocks[-1].lines.append(line)
    for block in blocks:
        if block.kind != "body":
            block.lines = [line for line in block.lines if line.strip()]
    return Letter(options, [block for block in blocks if any(block.lines)])


def mark_of(pattern: str, number: int) -> str:
    """The mark of an item: "1.", "a)", "I." count on; "none" is nothing; others stand as they are."""
    if pattern == "none":
        return ""
    if pattern in ("1.", "1)", "1-", "1/", "(1)", "01."):
        return pattern.replace("01", f"{number:02}").replace("1", str(number))
    if pattern in ("a)", "a."):
        return chr(96 + number) + pattern[1]
    if pattern == "I.":
        return ("I II III IV V VI VII VIII IX X XI XII".split())[number - 1] + "."
    if pattern == "N":  # "Khẩu hiệu 1:"
        return f"Khẩu hiệu {number}:"
    return pattern


def shown(text: str, struck: str = "", hidden: str = "") -> str:
    """The text with its struck and hidden words as the form shows them."""
    return MARKED.sub(lambda m: struck.replace("X", m[1]) if m[1] else hidden, text)


# ---------------------------------------------------------------- plain text and Markdown


def beside(left: str, right: str, width: int) -> str:
    return (left.ljust(width) + right).rstrip()


def wrapped(line: str, width: int, hang: str = "") -> list[str]:
    out: list[str] = []
    for part in line.split(SOFT):
        words, row = part.strip().split(" "), "" if not out else hang
        for word in words:
            joined = f"{row} {word}" if row.strip() else row + word
            if width and len(joined) > width and row.strip():
                out.append(row)
                joined = hang + word
            row = joined
        out.append(row)
    return out


def as_text(letter: Letter, md: bool = False) -> str:
    width = 0 if md else int(letter.number("wrap", 0))
    stacked = letter.options.get("head", "stack") == "stack"
    out: list[str] = []
    strike = "~~X~~" if md else ""

    def say(line: str, hang: str = "") -> None:
        parts = wrapped(shown(line, strike), width, hang)
        out.extend(
            part + ("  " if md and at < len(parts) - 1 else "") for at, part in enumerate(parts)
        )

    for block in letter.blocks:
        if block.kind in ("head", "foot"):
            rows = block.rows()
            if stacked or md or block.kind == "foot":
                for side in (0, 1):
                    for row in rows:
                        if len(row) > side and row[side]:
                            bold = md and (row[side].isupper())
                            out.append(
                                f"**{row[side]}**  " if bold else row[side] + ("  " if md else "")
                            )
                    out.append("")
            else:
                longest = max(len(row[0]) for row in rows) + 6
                out += [beside(row[0], row[1] if len(row) > 1 else "", longest) for row in rows]
                out.append("")
        elif block.kind == "center":
            for at, line in enumerate(block.lines):
                if md:
                    out += [f"{'##' if at == 0 else '###'} **{line}**", ""]
                else:
                    out.append(line.center(78).rstrip() if letter.on("centered") else line)
            out.append("")
        elif block.kind in ("list", "tasks"):
            gap = letter.options.get("gap", " ").replace("tab", "\t").replace("nothing", "")
            for number, line in enumerate(block.lines, 1):
                mark = mark_of(block.mark, number)
                if not shown(line, strike).strip():
                    continue
                item = f"{mark}{gap}{line}" if mark else line
                say(item, "  " if letter.on("hang") else "")
                if letter.on("blank"):
                    out.append("")
            if md:
                out.append("")
        elif block.kind == "table":
            if md:
                rows = block.rows()
                out += ["", "| " + " | ".join(rows[0]) + " |", "|" + "---|" * len(rows[0])]
                out += ["| " + " | ".join(row) + " |" for row in rows[1:]] + [""]
            else:
                out += ["\t".join(row) for row in block.rows()]
        else:
            for line in block.lines:
                say(line)
                if md and line.strip():
                    out.append("")
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip() + "\n"
    return text


# ---------------------------------------------------------------- Word


def runs(paragraph: Any, text: str, bold: bool = False, italic: bool = False) -> None:
    at = 0
    for found in [*MARKED.finditer(text), None]:
        end = found.start() if found else len(text)
        pieces = [(text[at:end], "")]
        if found:
            pieces.append((found[1] or found[2], "strike" if found[1] else "vanish"))
            at = found.end()
        for words, how in pieces:
            if not words:
                continue
            run = paragraph.add_run()
            for number, part in enumerate(words.split(SOFT)):
                if number:
                    run.add_break()
                run.add_text(part)
            run.bold, run.italic = bold or None, italic or None
            run.font.strike = True if how == "strike" else None
            run.font.hidden = True if how == "vanish" else None


def numbering(document: Any, mark: str) -> int:
    """A Word list with this mark (the mark is then no part of the text)."""
    part = document.part.numbering_part.element
    kinds = {"1.": ("decimal", "%1."), "1)": ("decimal", "%1)"), "a)": ("lowerLetter", "%1)")}
    kind, shape = kinds.get(mark, ("bullet", mark))
    number = 900 + len(part.findall(qn("w:num")))
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{kind}"/><w:lvlText w:val="{shape}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum>'
    )
    part.insert(0, abstract)
    part.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        )
    )
    return number


def listed(paragraph: Any, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
        )
    )


def a_box(document: Any, items: list[str]) -> None:
    """A text box as Word writes it: the drawing, and the same once more as a fallback."""
    inner = "".join(
        "<w:p>"
        + "<w:r><w:br/></w:r>".join(
            f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>'
            for part in item.split(SOFT)
        )
        + "</w:p>"
        for item in items
    )
    spaces = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    document.element.body.insert(
        len(document.element.body) - 1,
        parse_xml(
            f'<w:p {spaces}><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
            '<wp:inline><wp:extent cx="5400000" cy="1800000"/><wp:docPr id="7" name="Text Box 7"/>'
            '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/'
            'wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr/><wps:txbx>'
            f"<w:txbxContent>{inner}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
            "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
            '<v:shape style="width:425pt;height:142pt"><v:textbox>'
            f"<w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r></w:p>"
        ),
    )


def a_control(document: Any, items: list[str]) -> None:
    """A content control around the paragraphs of the list (a template's field)."""
    inner = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(item)}</w:t></w:r></w:p>' for item in items
    )
    document.element.body.insert(
        len(document.element.body) - 1,
        parse_xml(
            f'<w:sdt {nsdecls("w")}><w:sdtPr><w:alias w:val="Nội dung khẩu hiệu"/></w:sdtPr>'
            f"<w:sdtContent>{inner}</w:sdtContent></w:sdt>"
        ),
    )


def a_table(into: Any, rows: list[list[str]], plain: bool = False) -> Any:
    table = into.add_table(rows=0, cols=max(len(row) for row in rows))
    if not plain:
        table.style = "Table Grid"
    for at, row in enumerate(rows):
        cells = table.add_row().cells
        for cell, words in zip(cells, row, strict=False):
            runs(cell.paragraphs[0], words, bold=at == 0 and not plain)
    return table


def columns_of(letter: Letter, mark: str, lines: list[str]) -> list[list[str]]:
    """The list as a table: its head row is told by `cols`, `#` is the number, `=` the slogan."""
    shape = letter.options.get("cols", "STT:#|Nội dung khẩu hiệu:=")
    fields = [part.rpartition(":") for part in shape.split("|")]
    rows = [] if letter.on("nohead") else [[name for name, _, _ in fields]]
    for number, line in enumerate(lines, 1):
        told = {"#": str(number), "=": line, "m": mark_of(mark, number)}
        rows.append([told.get(what, what) for _, _, what in fields])
    return rows


def as_word(letter: Letter, form: str = "docx") -> bytes:
    document = docx.Document()
    document.core_properties.author = ""
    document.core_properties.created = datetime(2020, 1, 1, tzinfo=UTC)
    document.core_properties.modified = datetime(2020, 1, 1, tzinfo=UTC)
    document.styles["Normal"].font.name = "Times New Roman"
    for block in letter.blocks:
        if block.kind == "head" and letter.options.get("word_head") == "lines":
            for side in (0, 1):
                for row in block.rows():
                    if len(row) > side and row[side]:
                        document.add_paragraph(row[side]).alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif block.kind in ("head", "foot"):
            table = document.add_table(rows=1, cols=2)
            for side in (0, 1):
                cell, first = table.rows[0].cells[side], True
                for row in block.rows():
                    if len(row) > side and row[side]:
                        into = cell.paragraphs[0] if first else cell.add_paragraph()
                        first = False
                        runs(into, row[side], bold=row[side].isupper())
        elif block.kind == "center":
            for line in block.lines:
                paragraph = document.add_paragraph()
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                runs(paragraph, line, bold=True)
        elif block.kind == "list" and form == "docx-table":
            a_table(document, columns_of(letter, block.mark, block.lines))
        elif block.kind == "list" and form == "docx-nested":
            outer = document.add_table(rows=1, cols=1)
            outer.style = "Table Grid"
            cell = outer.rows[0].cells[0]
            cell.paragraphs[0].add_run(letter.options.get("caption", ""))
            a_table(cell, columns_of(letter, block.mark, block.lines))
        elif block.kind == "list" and form in ("docx-box", "docx-control"):
            marks = [mark_of(block.mark, at) for at in range(1, len(block.lines) + 1)]
            items = [
                shown(f"{mark} {line}" if mark else line, "X")
                for mark, line in zip(marks, block.lines, strict=True)
            ]
            (a_box if form == "docx-box" else a_control)(document, items)
        elif block.kind in ("list", "tasks"):
            number = numbering(document, block.mark) if letter.on("word_lists") else 0
            soft = letter.on("one_paragraph") and block.kind == "list"
            lines = [SOFT.join(block.lines)] if soft else block.lines
            for at, line in enumerate(lines, 1):
                mark = mark_of(block.mark, at)
                if soft:
                    line = SOFT.join(
                        f"{mark_of(block.mark, n)} {each}".strip()
                        for n, each in enumerate(block.lines, 1)
                    )
                paragraph = document.add_paragraph()
                if number and mark and not soft:
                    listed(paragraph, number)
                elif mark and not soft:
                    line = f"{mark} {line}"
                runs(paragraph, line)
        elif block.kind == "table":
            a_table(document, block.rows())
        else:
            for line in block.lines:
                if line.strip():
                    runs(document.add_paragraph(), line)
    if letter.on("page_field"):
        paragraph = document.sections[0].header.paragraphs[0]
        simple = OxmlElement("w:fldSimple")
        simple.set(qn("w:instr"), "PAGE")
        paragraph._p.append(simple)
    raw = io.BytesIO()
    document.save(raw)
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), old.read(name))
    return out.getvalue()


# ---------------------------------------------------------------- PDF, set by hand


@dataclass
class Page:
    """A4 with lines at real places: justified lines are set word by word, as Word does."""

    letter: Letter
    canvas: Canvas
    y: float = 0
    number: int = 1

    def __post_init__(self) -> None:
        self.left, self.right = (
            self.letter.number("left", 85),
            A4[0] - self.letter.number("margin", 50),
        )
        self.size = self.letter.number("size", 13)
        self.leading = self.size * self.letter.number("leading", 1.3)
        self.y = A4[1] - 60

    def width(self, text: str, bold: bool = False, size: float = 0) -> float:
        return float(pdfmetrics.stringWidth(text, "B" if bold else "R", size or self.size))

    def put(self, x: float, text: str, bold: bool = False, size: float = 0) -> None:
        self.canvas.setFont("B" if bold else "R", size or self.size)
        if self.letter.on("nfd"):
            text = unicodedata.normalize("NFD", text)
        self.canvas.drawString(x, self.y, text)

    def room(self, height: float) -> None:
        if self.y - height < 60:
            self.turn()

    def turn(self) -> None:
        self.canvas.showPage()
        self.number += 1
        self.y = A4[1] - 40
        where = self.letter.options.get("page_number", "top")
        text = {"dashes": f"- {self.number} -", "words": f"Trang {self.number}"}.get(
            where, str(self.number)
        )
        if where == "bottom":
            self.canvas.setFont("R", 10)
            self.canvas.drawRightString(self.right, 30, text)
        elif where != "none":
            self.put((A4[0] - self.width(text)) / 2, text)
        self.y = A4[1] - 70

    def broken(self, text: str, room: float, first: float = 0, bold: bool = False) -> list[str]:
        lines: list[str] = []
        for part in text.split(SOFT):
            row = ""
            for word in part.split():
                joined = f"{row} {word}" if row else word
                limit = room - (first if not lines else 0)
                if row and self.width(joined, bold) > limit:
                    lines.append(row)
                    joined = word
                row = joined
            lines.append(row + "\n")
        return lines

    def paragraph(
        self, text: str, left: float = 0, first: float = 0, bold: bool = False, mark: str = ""
    ) -> None:
        """`first` is the first line's indent (below 0: hanging), `mark` stands in that room."""
        room = self.right - self.left - left
        lines = self.broken(text, room, first, bold)
        for at, line in enumerate(lines):
            self.room(self.leading)
            x = self.left + left + (first if at == 0 else 0)
            if at == 0 and mark:
                self.put(self.left + left - self.size * 1.4, mark)
            whole = line.endswith("\n")
            line = line.strip()
            words = line.split(" ")
            if self.letter.on("justify") and not whole and len(words) > 1:
                free = self.right - x - sum(self.width(word, bold) for word in words)
                step = free / (len(words) - 1)
                for number, word in enumerate(words):
                    gap = "" if self.letter.on("nospaces") or number == len(words) - 1 else " "
                    self.put(x, word + gap, bold)
                    x += self.width(word, bold) + step
            else:
                self.put(x, line, bold)
            self.y -= self.leading
        self.y -= self.letter.number("after", 4)

    def centered(self, text: str, middle: float, room: float, bold: bool = False) -> None:
        for line in self.broken(text, room, 0, bold):
            line = line.strip()
            self.put(middle - self.width(line, bold) / 2, line, bold)
            self.y -= self.leading

    def sides(self, rows: list[list[str]], centred: bool) -> None:
        top, lowest = self.y, self.y
        middle = self.left + (self.right - self.left) * 0.42
        for side, (start, end) in enumerate(((self.left, middle), (middle + 6, self.right))):
            self.y = top
            for row in rows:
                words = row[side] if len(row) > side else ""
                if not words:
                    if self.letter.on("even"):
                        self.y -= self.leading
                    continue
                bold = words.isupper()
                if centred or side:
                    self.centered(words, (start + end) / 2, end - start, bold)
                else:
                    for line in self.broken(words, end - start, 0, bold):
                        self.put(start, line.strip(), bold)
                        self.y -= self.leading
            lowest = min(lowest, self.y)
        self.y = lowest - self.leading / 2

    def table(self, rows: list[list[str]], shares: list[float]) -> None:
        whole = self.right - self.left
        widths = [whole * share for share in shares]
        pad = 4.0
        for at, row in enumerate(rows):
            cells = [
                self.broken(cell, width - 2 * pad, 0, at == 0)
                for cell, width in zip(row, widths, strict=False)
            ]
            height = max(len(cell) for cell in cells) * self.leading + 2 * pad
            self.room(height + self.leading)
            top, x = self.y + self.leading - pad, self.left
            for number, (cell, width) in enumerate(zip(cells, widths, strict=False)):
                self.canvas.rect(x, top - height, width, height)
                self.y = top - self.leading + pad / 2
                for line in cell:
                    line = line.strip()
                    narrow = number == 0 or at == 0
                    shift = (width - self.width(line, at == 0)) / 2 if narrow else pad
                    self.put(x + shift, line, at == 0)
                    self.y -= self.leading
                x += width
            self.y = top - height - self.leading + pad
        self.y -= self.leading / 2


def shares_of(rows: list[list[str]]) -> list[float]:
    longest = [
        max(min(len(cell), 90) for cell in column) + 4.0 for column in zip(*rows, strict=True)
    ]
    return [length / sum(longest) for length in longest]


def even(rows: list[list[str]]) -> list[list[str]]:
    wide = max(len(row) for row in rows)
    return [row + [""] * (wide - len(row)) for row in rows]


def as_pdf(letter: Letter, form: str = "pdf") -> bytes:
    for name, face in (("R", "Regular"), ("B", "Bold")):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / f"BeVietnamPro-{face}.ttf")))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    page = Page(letter, canvas)
    hang = letter.number("pdf_hang", 18)
    for block in letter.blocks:
        if block.kind in ("head", "foot"):
            page.room(page.leading * (len(block.lines) + 1))
            page.sides(block.rows(), block.kind == "head")
        elif block.kind == "center":
            for line in block.lines:
                page.centered(line, (page.left + page.right) / 2, page.right - page.left, True)
            page.y -= page.leading / 2
        elif block.kind == "table" or (block.kind == "list" and form == "pdf-table"):
            told = block.kind == "table"
            rows = even(block.rows() if told else columns_of(letter, block.mark, block.lines))
            rows = [[shown(cell) for cell in row] for row in rows]
            page.table(rows, shares_of(rows))
        elif block.kind in ("list", "tasks"):
            for number, line in enumerate(block.lines, 1):
                line, mark = shown(line), mark_of(block.mark, number).replace("\uf0b7", "•")
                if not line.strip():
                    continue
                if hang > 0 and mark:
                    page.paragraph(line, left=hang + page.size, mark=mark)
                else:
                    page.paragraph(f"{mark} {line}".strip(), first=-hang)
        else:
            for line in block.lines:
                if line.strip():
                    page.paragraph(shown(line), first=letter.number("first", 28))
    canvas.save()
    return out.getvalue()


# ---------------------------------------------------------------- all forms


def build(folder: Path, out: Path) -> dict[str, Path]:
    """Writes the letter of `folder` into `out` in each form its options name: form → file."""
    letter = read((folder / "letter.src").read_text("utf-8"))
    out.mkdir(parents=True, exist_ok=True)
    made: dict[str, Path] = {}
    for form in letter.options["forms"].split():
        kind, _, variant = form.partition("-")
        path = out / (f"letter-{variant}.{kind}" if variant else f"letter.{kind}")
        if kind in ("txt", "md"):
            code = letter.options.get("code", "utf-8") if kind == "txt" else "utf-8"
            text = as_text(letter, md=kind == "md")
            if letter.on("crlf") and kind == "txt":
                text = text.replace("\n", "\r\n")
            path.write_bytes(text.encode(code))
        elif kind == "docx":
            path.write_bytes(as_word(letter, form))
        else:
            path.write_bytes(as_pdf(letter, form))
        made[form] = path
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("part", nargs="?", choices=PARTS)
    told = parser.parse_args()
    for part in (told.part,) if told.part else PARTS:
        for folder in sorted(path.parent for path in (HERE / part).glob("*/letter.src")):
            build(folder, told.out / part / folder.name)


if __name__ == "__main__":
    main()
