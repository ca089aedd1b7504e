"""Lines of a text or Markdown file."""

import re

from publisher.plans.joining import Raw, joined
from publisher.plans.line import Line, clean

# What Markdown adds to the words.
_HEADING = re.compile(r"^\s{0,3}(?:#{1,6}\s+|>\s?)+")
_EMPHASIS = re.compile(r"(\*{1,3}|_{2,3})(?=\S)(.+?)(?<=\S)\1")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_TABLE_RULE = re.compile(r"^\s*\|?[\s:|-]+\|[\s:|-]*$")
# Of typewriters: two columns side by side.
# Not where a blank waits for a number or a day by hand.
_COLUMNS = re.compile(r"(?<! )(?<!Số:)(?<!Số :)(?<!ngày)(?<!tháng) {4,}|\t+")


def lines_of_text(text: str) -> list[Line]:
    """The paragraphs of plain text; numbers are those of the file's lines."""
    raws = []
    for number, line in enumerate(_split(text), start=1):
        parts = [part for part in _COLUMNS.split(line.strip()) if part] or [""]
        raws += [Raw(number, clean(part), len(line.rstrip()), alone=len(parts) > 1) for part in parts]
    return [Line(number=raw.number, text=raw.text) for raw in joined(raws)]


def lines_of_markdown(text: str) -> list[Line]:
    """The paragraphs and table cells of Markdown; numbers are those of the file's lines."""
    found: list[Line] = []
    raws: list[Raw] = []
    table, heads, row = -1, [""], 0
    for number, line in enumerate(_split(text), start=1):
        if line.strip().startswith("|"):
            cells = [clean(_without_marks(cell)) for cell in line.strip().strip("|").split("|")]
            if _TABLE_RULE.match(line):
                continue
            if not (found and found[-1].table == table and table >= 0 and not raws):
                found += _paragraphs(raws)
                raws = []
                table, heads, row = table + 1, cells, 0
            found += [
                Line(
                    number=number,
                    text=cell,
                    table=table,
                    row=row,
                    column=column,
                    heading=heads[column] if column < len(heads) and row else "",
                )
                for column, cell in enumerate(cells)
            ]
            row += 1
            continue
        raws.append(Raw(number, clean(_without_marks(_HEADING.sub("", line))), len(line), bool(_HEADING.match(line))))
    return [*found, *_paragraphs(raws)] if not found else sorted([*found, *_paragraphs(raws)], key=lambda x: x.number)


def _paragraphs(raws: list[Raw]) -> list[Line]:
    return [Line(number=raw.number, text=raw.text) for raw in joined(raws)]


def _split(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _without_marks(text: str) -> str:
    text = _LINK.sub(r"\1", text.replace("<br>", " ").replace("<br/>", " "))
    for _ in range(3):
        text = _EMPHASIS.sub(r"\2", text)
    return text.replace("\\", "")
