"""Lines of a text or Markdown file."""

import re

from publisher.domain.errors import PlanRefused
from publisher.letters.joining import Raw, joined
from publisher.letters.line import MOST_RAW, LetterLine, check_length, clean

# What Markdown adds to the words.
_HEADING = re.compile(r"^\s{0,3}(?:#{1,6}\s{1,3}|>\s?){1,6}")
_EMPHASIS = re.compile(r"(\*{1,3}|_{2,3})(?=\S)(.{1,400}?)(?<=\S)\1")
_LINK = re.compile(r"!?\[([^\[\]]{0,400})\]\(([^()]{0,600})\)")
# Of typewriters: two columns side by side.
# Not where a blank waits for a number or a day by hand.
_COLUMNS = re.compile(r"(?<! )(?<!Số:)(?<!Số :)(?<!ngày)(?<!tháng) {4,2000}|\t{1,2000}")


def lines_of_text(text: str) -> list[LetterLine]:
    """The paragraphs of plain text; numbers are those of the file's lines."""
    raws = []
    for number, line in enumerate(_split(text), start=1):
        check_length(line.strip(), f"dòng {number}")
        parts = [part for part in _COLUMNS.split(line.strip()) if part] or [""]
        raws += [
            Raw(number, clean(part), len(line.rstrip()), alone=len(parts) > 1) for part in parts
        ]
    return [LetterLine(number=raw.number, text=raw.text) for raw in joined(raws)]


def lines_of_markdown(text: str) -> list[LetterLine]:
    """The paragraphs and table cells of Markdown; numbers are those of the file's lines."""
    found: list[LetterLine] = []
    raws: list[Raw] = []
    table, heads, row = -1, [""], 0
    for number, line in enumerate(_split(text), start=1):
        if line.strip().startswith("|"):
            if _is_table_rule(line.strip()):
                continue
            cells = [_cell(cell, number) for cell in line.strip().strip("|").split("|")]
            if not (found and found[-1].table == table and table >= 0 and not raws):
                found += _paragraphs(raws)
                raws = []
                table, heads, row = table + 1, cells, 0
            found += [
                LetterLine(
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
        check_length(line.strip(), f"dòng {number}")
        raws.append(
            Raw(
                number,
                clean(_without_marks(_HEADING.sub("", line))),
                len(line),
                bool(_HEADING.match(line)),
            )
        )
    return (
        [*found, *_paragraphs(raws)]
        if not found
        else sorted([*found, *_paragraphs(raws)], key=lambda x: x.number)
    )


def addresses(text: str) -> list[str]:
    """The addresses behind Markdown's links and pictures: they are no words of the letter."""
    return [found[2].strip() for found in _LINK.finditer(text) if found[2].strip()]


def _paragraphs(raws: list[Raw]) -> list[LetterLine]:
    return [LetterLine(number=raw.number, text=raw.text) for raw in joined(raws)]


def _split(text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > MOST_RAW:
        raise PlanRefused("letters.many_lines", most=MOST_RAW)
    return lines


def _cell(text: str, number: int) -> str:
    check_length(text.strip(), f"một ô ở dòng {number}")
    return clean(_without_marks(text))


def _is_table_rule(text: str) -> bool:
    """Whether a line such as "|---|:--|" only draws a table."""
    return "|" in text[1:] and not text.strip("|:- \t")


def _without_marks(text: str) -> str:
    text = _LINK.sub(r"\1", text.replace("<br>", " ").replace("<br/>", " "))
    for _ in range(3):
        text = _EMPHASIS.sub(r"\2", text)
    return text.replace("\\", "")
