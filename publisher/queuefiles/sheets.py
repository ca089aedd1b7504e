"""Reads a content plan from .xlsx or .csv: columns by their Vietnamese or English names, every cell
by its place.

It is taken apart in a process of its own (`publisher.isolation`): the file may be hostile.
"""

import csv
import io
import math
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from openpyxl import load_workbook

from publisher.domain.errors import PublisherError
from publisher.domain.reason import Reason, reason
from publisher.domain.text import clean
from publisher.filetypes import FileType, file_type
from publisher.isolation import (
    CallLimits,
    NoAnswer,
    NoAnswerReason,
    run_apart,
)
from publisher.queuefiles.decoding import text_of
from publisher.queuefiles.schema import LEFT_OUT, Post, title_of
from publisher.queuefiles.sheet_xml import (
    hidden_columns,
    hidden_rows,
    merged_ranges,
    open_formulas,
    struck_strings,
    struck_words,
)

LARGEST = 10_000_000  # bytes
MOST_UNPACKED = 120_000_000
MOST_ROWS, MOST_COLUMNS = 10_000, 60
# In the file, empty ones with a frame included.
MOST_ROW_TAGS, MOST_CELL_TAGS = 50_000, 500_000
# Of the parts that say how cells look and what stands in them.
MOST_TAGS = 2_000_000
MOST_TEXT = 8_000_000  # characters
LIMITS = CallLimits(seconds=20, memory=1_000_000_000)
# The head of a table stands within so many rows.
HEAD = 12
MOST_SHEETS = 40
LONGEST_NAME = 100
# Names the entry of the queue that a row was exported from.
ENTRY_COLUMN = "Mã bài"
# By field: what columns are called besides the field's own titles.
_ALSO: Mapping[str, Sequence[str]] = {
    "at": (
        "thời gian",
        "ngày giờ",
        "ngày, giờ",
        "thời gian đăng",
        "lịch đăng",
        "datetime",
        "publish at",
    ),
    "date": ("ngày", "ngày đăng", "day"),
    "time": ("giờ", "giờ đăng", "khung giờ", "hour"),
    "text": (
        "lời",
        "lời bài",
        "lời đăng",
        "bài viết",
        "nội dung bài",
        "nội dung bài đăng",
        "caption",
        "content",
        "message",
    ),
    "pages": ("fanpage", "trang đăng", "đơn vị", "page"),
    "link": ("liên kết", "url", "địa chỉ"),
    "headline": ("tiêu đề", "title"),
    "publication": ("báo", "nguồn", "source"),
    "card": ("mẫu", "template"),
    "photos": ("tệp ảnh", "hình ảnh", "hình", "photo", "images"),
    "video": ("tệp video", "phim"),
    "hashtags": ("hashtag", "tags"),
    "first_comment": ("bình luận", "comment"),
    "since": ("ngày kỷ niệm",),
    "entry": (ENTRY_COLUMN.lower(),),
}


def _titles(field: str) -> Sequence[str]:
    # “Giờ đăng” is a time of day where a day stands beside it.
    title = title_of(Post, field) if field in Post.model_fields and field != "at" else None
    return (title.vi.lower(), title.en.lower(), field) if title else (field,)


IN_A_ROW = tuple(name for name in Post.model_fields if name not in LEFT_OUT["sheet"])
NAMES: Mapping[str, Sequence[str]] = {
    field: tuple(dict.fromkeys((*_titles(field), *_ALSO.get(field, ()))))
    for field in (*IN_A_ROW, "date", "time", "entry")
}
_FIELDS = {name: field for field, names in NAMES.items() for name in names}
# What stands for the value above, in lists that people keep.
_DITTO = re.compile(r"[-–\s]{0,9}(?:[\"”“〃″]|''|n\.?t\.?|như trên)[-–\s]{0,9}", re.IGNORECASE)
# An underscore that Excel has escaped, so that what follows is no code; and where that would be one
# again for whoever reads the text next.
_ESCAPED = re.compile("_x005[Ff]_(?=x(?!00[01]|FFF[EF])[0-9A-Fa-f]{4}_)")
_ESCAPED_CONTROL = re.compile("_x005[Ff]_x(?:00[01][0-9A-Fa-f]|FFF[EF])_")
_ROW_TAG = re.compile(rb"<(?:[\w.-]{1,40}:)?row[\s/>]")
_CELL_TAG = re.compile(rb"<(?:[\w.-]{1,40}:)?c[\s/>]")
_ERRORS = frozenset(
    "#N/A #REF! #VALUE! #NAME? #DIV/0! #NULL! #NUM! #SPILL! #CALC! #FIELD! #BUSY! #GETTING_DATA"
    " #UNKNOWN! #BLOCKED! #CONNECT! #ERROR! LOADING...".split()
)
# What stands under tables, as `_called` gives it.
_FOOTER = re.compile(
    r"(?:tổng(?: cộng| số)?|cộng|người (?:lập|duyệt|ký|thực hiện)|ghi chú|lưu ý|nơi nhận"
    r"|thủ trưởng|(?:phó )?chủ tịch|tm\.|kt\.|t/m|ký tên|ngày .{0,12}tháng|xác nhận|duyệt|total)"
    r"(?!\w)"
)
_SAID = {
    NoAnswerReason.TIME: "queuefiles.sheet_slow",
    NoAnswerReason.MEMORY: "queuefiles.sheet_too_many_cells",
    NoAnswerReason.CRASH: "queuefiles.sheet_broken",
    NoAnswerReason.BUSY: "queuefiles.sheet_busy",
}
# What is no table, and what to do about it.
_OTHERS = {
    FileType.LOCKED: "queuefiles.sheet_locked",
    FileType.OLD_OFFICE: "queuefiles.sheet_old_excel",
    FileType.WORD: "queuefiles.sheet_is_word",
    FileType.POWERPOINT: "queuefiles.sheet_is_powerpoint",
    FileType.OPEN_DOCUMENT: "queuefiles.sheet_is_open_document",
    FileType.HTML: "queuefiles.sheet_is_html",
    FileType.RTF: "queuefiles.sheet_is_rtf",
    FileType.BROKEN_ZIP: "queuefiles.sheet_cut_short",
}


class SheetRefused(PublisherError):
    """The file is no table that can be read."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A line of the plan."""

    # As the program shows it, from 1.
    number: int
    # By field: the value as it stands, and the name of its cell ("C5").
    cells: Mapping[str, tuple[object, str]]

    def text(self, field: str) -> str:
        """What stands in a field, as text; empty when nothing does."""
        value = self.cells.get(field, ("", ""))[0]
        return "" if value is None else clean(str(value)).strip()

    def place(self, field: str) -> str | Reason:
        """The cell of a field, or the row when there is no such column."""
        if field in self.cells:
            return self.cells[field][1]
        sheet, mark, _cell = next(iter(self.cells.values()))[1].rpartition("!")
        return reason("queuefiles.sheet_row", row=f"{sheet}{mark}{self.number}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that was read."""

    rows: Sequence[PlanRow]
    # Columns that nobody knows, as they are called.
    unknown: Sequence[str | Reason]
    # What else stands in the file and is not read, and why.
    unread: Sequence[Reason] = ()
    # Cells whose value nobody can know, and why.
    broken: Sequence[tuple[str, Reason]] = ()

    def as_json(self) -> dict[str, Any]:
        """For keeping: `from_json` takes it back."""
        return {
            "unknown": [one if isinstance(one, str) else one.to_json() for one in self.unknown],
            "unread": [one.to_json() for one in self.unread],
            "broken": [[place, why.to_json()] for place, why in self.broken],
            "rows": [
                [
                    row.number,
                    {field: [_plain(value), place] for field, (value, place) in row.cells.items()},
                ]
                for row in self.rows
            ],
        }


def from_json(kept: Mapping[str, Any]) -> Sheet:
    """A table as `Sheet.as_json` gave it."""
    rows = [
        PlanRow(number, {field: (_rich(value), place) for field, (value, place) in cells.items()})
        for number, cells in kept["rows"]
    ]
    # Kept before these were told.
    unread = [Reason.from_json(one) for one in kept.get("unread", ())]
    broken = [(place, Reason.from_json(why)) for place, why in kept.get("broken", ())]
    return Sheet(rows, [_column(one) for one in kept["unknown"]], unread, broken)


def _column(kept: str) -> str | Reason:
    return Reason.from_json(kept) if kept.startswith("{") else kept


def read_sheet(raw: bytes, name: str) -> Sheet:
    """The rows of every table in a file. Raises SheetRefused."""
    _check_size(raw)
    try:
        answer: dict[str, Any] = run_apart(f"{__name__}:_read", raw, name, limits=LIMITS)
    except NoAnswer as none:
        raise SheetRefused(_SAID[none.why]) from None
    if "refused" in answer:
        raise SheetRefused(Reason.from_json(answer["refused"]))
    return from_json(answer)


def read_here(raw: bytes, name: str) -> Sheet:
    """As `read_sheet`, in this process. Raises SheetRefused."""
    _check_size(raw)
    kind = file_type(raw)
    if kind in _OTHERS:
        raise SheetRefused(_OTHERS[kind])
    grids = _workbook(raw) if kind is FileType.EXCEL else [Grid(list(_text(raw, name)))]
    return _joined(grids)


def _read(raw: bytes, name: str) -> dict[str, Any]:
    """In the process."""
    try:
        return read_here(raw, name).as_json()
    except SheetRefused as refused:
        return {"refused": refused.reason.to_json()}


def _check_size(raw: bytes) -> None:
    if not raw.strip():
        raise SheetRefused("queuefiles.sheet_empty")
    if len(raw) > LARGEST:
        raise SheetRefused("queuefiles.sheet_large", most=LARGEST // 1_000_000)


def _plain(value: object) -> object:
    """A cell's value as JSON holds it, and databases keep it."""
    match value:
        case None | bool():
            return value
        case int() if abs(value) < 2**53:
            return value
        case float() if math.isfinite(value):
            return value
        case datetime() | date() | time():
            return {type(value).__name__: value.isoformat()}
        case _:
            return str(value).encode("utf-8", "replace").decode().replace("\0", "")


def _rich(value: object) -> object:
    match value:
        case {"datetime": str(text)}:
            return datetime.fromisoformat(text)
        case {"date": str(text)}:
            return date.fromisoformat(text)
        case {"time": str(text)}:
            return time.fromisoformat(text)
        case _:
            return value


@dataclass(slots=True)
class Grid:
    """What stands in one sheet; rows and columns count from 0."""

    lines: list[list[object]]
    title: str = ""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    # Each from its first to its last row and column.
    merged: Sequence[tuple[int, int, int, int]] = ()
    struck: frozenset[tuple[int, int]] = frozenset()
    # Formulas that no program has computed yet.
    open_formulas: frozenset[tuple[int, int]] = frozenset()
    is_hidden: bool = False

    def spread(self) -> None:
        """Give every row of a merged range its value, and no column but the first."""
        for top, left, bottom, _right in self.merged:
            if top >= len(self.lines) or left >= len(self.lines[top]):
                continue
            for line in self.lines[top + 1 : min(bottom, MOST_ROWS + HEAD) + 1]:
                line += [None] * (left + 1 - len(line))
                line[left] = self.lines[top][left]

    def covers(self, row: int, column: int) -> bool:
        """Whether a cell lies under a neighbour on its left: a heading across the table."""
        return any(
            top <= row <= bottom and left < column <= right
            for top, left, bottom, right in self.merged
        )


def _joined(grids: Sequence[Grid]) -> Sheet:
    """The tables of all sheets; the first one's cells are named without their sheet."""
    found: Sheet | None = None
    unread: list[Reason] = []
    for grid in grids:
        if not any(_filled(line, column) for line in grid.lines for column in range(len(line))):
            continue
        if grid.is_hidden or _head(grid.lines) is None:
            code = "queuefiles.hidden_sheet" if grid.is_hidden else "queuefiles.sheet_without_head"
            unread.append(reason(code, title=grid.title))
            continue
        one = _sheet(grid, f"{grid.title}!" if found else "")
        found = _together(found, one) if found else one
    if found is None:
        raise SheetRefused("queuefiles.sheet_no_head")
    return replace(found, unread=[*unread, *found.unread])


def _together(one: Sheet, other: Sheet) -> Sheet:
    return Sheet(
        [*one.rows, *other.rows],
        list(dict.fromkeys((*one.unknown, *other.unknown))),
        [*one.unread, *other.unread],
        [*one.broken, *other.broken],
    )


def _sheet(grid: Grid, sheet: str) -> Sheet:
    head = _head(grid.lines)
    assert head is not None
    fields, unknown = _columns(grid, head)
    grid.spread()
    rows: list[PlanRow] = []
    broken: list[tuple[str, Reason]] = []
    left = _outside(grid, head, sheet)
    above: list[object] = []
    for number, line in enumerate(grid.lines[head + 1 :], start=head + 1):
        if why := _not_read(grid, number, fields):
            left.append(reason(why, row=f"{sheet}{number + 1}"))
            above = []
        elif any(_filled(line, column) for column in fields.values()):
            # An exported row says what stands in the queue, whatever it looks like.
            if not ("entry" in fields and _filled(line, fields["entry"])):
                broken += _take_over(line, above, number, fields, sheet)
                broken += _broken(grid, line, number, fields, sheet)
            above = line
            rows.append(_row(line, number, fields, sheet))
        elif any(_filled(line, column) for column in range(len(line))):
            left.append(reason("queuefiles.row_beside_the_table", row=f"{sheet}{number + 1}"))
        elif any((number, column) in grid.open_formulas for column in fields.values()):
            broken += _broken(grid, line, number, fields, sheet)
    return Sheet(rows, unknown, left, broken)


def _columns(grid: Grid, head: int) -> tuple[dict[str, int], list[str | Reason]]:
    """The column of each field, and what other columns are called."""
    fields: dict[str, int] = {}
    unknown: list[str | Reason] = []
    for column, value in enumerate(grid.lines[head]):
        field = _FIELDS.get(_called(value))
        if field and field not in fields:
            # Whoever hid it still means what stands there.
            fields[field] = column
        elif _called(value):
            name = str(value).strip()[:LONGEST_NAME]
            hidden = column in grid.hidden_columns
            unknown.append(reason("queuefiles.hidden_column", name=name) if hidden else name)
        elif any(_filled(line, column) for line in grid.lines[head + 1 :]):
            unknown.append(_letter(column))
    if any(_filled(line, MOST_COLUMNS) for line in grid.lines):
        unknown.append(reason("queuefiles.columns_from", first=_letter(MOST_COLUMNS)))
    return fields, unknown


def _outside(grid: Grid, head: int, sheet: str) -> list[Reason]:
    return [
        reason("queuefiles.row_above_the_table", row=f"{sheet}{number + 1}")
        for number, line in enumerate(grid.lines[:head])
        if any(_filled(line, column) for column in range(len(line)))
    ]


def _not_read(grid: Grid, number: int, fields: Mapping[str, int]) -> str:
    """The code of why a row is no post, empty when it is one."""
    line = grid.lines[number]
    filled = [column for column in fields.values() if _filled(line, column)]
    if not filled:
        return ""
    if number in grid.hidden_rows:
        return "queuefiles.hidden_row"
    words = [fields[name] for name in ("text", "link") if name in fields]
    if any((number, column) in grid.struck for column in fields.values()):
        return "queuefiles.struck_row"
    said = [column for column in words if _filled(line, column)]
    if not said and any(grid.covers(number, column) for column in words):
        return "queuefiles.heading_row"
    when = [fields[name] for name in ("at", "date", "time", "pages") if name in fields]
    first = next((str(value) for value in line if value not in (None, "")), "")
    alone = not any(_filled(line, column) for column in when if column != _first(line))
    return "queuefiles.footer_row" if alone and _FOOTER.match(_called(first)) else ""


def _first(line: Sequence[object]) -> int:
    return next((column for column in range(len(line)) if _filled(line, column)), -1)


def _row(line: Sequence[object], number: int, fields: Mapping[str, int], sheet: str) -> PlanRow:
    cells = {
        field: (
            line[column] if column < len(line) else None,
            f"{sheet}{_letter(column)}{number + 1}",
        )
        for field, column in fields.items()
    }
    return PlanRow(number + 1, cells)


def _take_over(
    line: list[object],
    above: Sequence[object],
    number: int,
    fields: Mapping[str, int],
    sheet: str,
) -> Iterator[tuple[str, Reason]]:
    """Put the value above where a ditto mark stands; where there is none, it is told."""
    for column in fields.values():
        if not (_filled(line, column) and _DITTO.fullmatch(clean(str(line[column])))):
            continue
        if _filled(above, column):
            line[column] = above[column]
        else:
            why = reason("queuefiles.nothing_above", text=str(line[column]).strip())
            yield f"{sheet}{_letter(column)}{number + 1}", why


def _broken(
    grid: Grid, line: Sequence[object], number: int, fields: Mapping[str, int], sheet: str
) -> Iterator[tuple[str, Reason]]:
    for column in fields.values():
        value = clean(str(line[column])).strip() if _filled(line, column) else ""
        place = f"{sheet}{_letter(column)}{number + 1}"
        if value.upper() in _ERRORS:
            yield place, reason("queuefiles.cell_error", text=value)
        elif found := _ESCAPED_CONTROL.search(value):
            yield place, reason("queuefiles.escaped_control", text=found[0])
        elif (number, column) in grid.open_formulas and not value:
            yield place, reason("queuefiles.open_formula")


def _head(grid: Sequence[Sequence[object]]) -> int | None:
    for number, line in enumerate(grid[:HEAD]):
        found = {_FIELDS[_called(value)] for value in line if _called(value) in _FIELDS}
        if len(found) >= 2 and found & {"text", "link"}:
            return number
    return None


def _filled(line: Sequence[object], column: int) -> bool:
    return column < len(line) and line[column] is not None and str(line[column]).strip() != ""


def _called(value: object) -> str:
    return " ".join(re.sub(r"[*:()]", " ", clean(str(value or ""))).lower().split())


def _letter(column: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _workbook(raw: bytes) -> list[Grid]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _check_parts(archive)
            # Only values, line by line: formulas are not computed, macros never run.
            book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
            struck = struck_strings(_strings(archive))
            found = [_grid(sheet, archive, struck) for sheet in book.worksheets[:MOST_SHEETS]]
            book.close()
            return found
    except (SheetRefused, MemoryError, RecursionError):
        raise
    except Exception as error:
        # openpyxl raises whatever the broken part of the file makes it stumble over.
        raise SheetRefused("queuefiles.sheet_broken") from error


def _strings(archive: zipfile.ZipFile) -> bytes:
    """The part that holds the words of all cells; workbooks of scripts may have none."""
    names = (name for name in archive.namelist() if name.lower() == "xl/sharedstrings.xml")
    return b"".join(map(archive.read, names))


def _grid(sheet: Any, archive: zipfile.ZipFile, strings: frozenset[int]) -> Grid:
    part = archive.read(sheet._worksheet_path.lstrip("/"))
    _check_tags(part)
    # What the file says of its own size may be a lie.
    sheet.reset_dimensions()
    struck = set(struck_words(part, strings))
    rows = sheet.iter_rows(max_col=MOST_COLUMNS + 1)
    return Grid(
        lines=list(_within_limits(_values(row, at, struck) for at, row in enumerate(rows))),
        title=sheet.title,
        hidden_rows=frozenset(hidden_rows(part)),
        hidden_columns=frozenset(hidden_columns(part, most=MOST_COLUMNS)),
        merged=list(merged_ranges(part, most=MOST_ROWS)),
        struck=frozenset(struck),
        open_formulas=frozenset(open_formulas(part)),
        is_hidden=sheet.sheet_state != "visible",
    )


def _values(row: Sequence[Any], number: int, struck: set[tuple[int, int]]) -> list[object]:
    for column, cell in enumerate(row):
        if cell.value is not None and cell.font is not None and cell.font.strike:
            struck.add((number, column))
    return [_unescaped(cell.value) for cell in row]


def _unescaped(value: object) -> object:
    return _ESCAPED.sub("_", value) if isinstance(value, str) else value


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Refuse what is too much before openpyxl takes it in whole. Raises SheetRefused."""
    size = sum(info.file_size for info in archive.infolist())
    if size > MOST_UNPACKED:
        raise SheetRefused("queuefiles.sheet_unpacks", size=size // 1_000_000)
    if "xl/workbook.bin" in archive.namelist():
        raise SheetRefused("queuefiles.sheet_is_xlsb")
    tags = 0
    for info in archive.infolist():
        if info.filename.endswith((".xml", ".rels")) and not info.filename.startswith(
            "xl/worksheets/"
        ):
            tags += archive.read(info).count(b"<")
    if tags > MOST_TAGS:
        raise SheetRefused("queuefiles.sheet_too_many_cells")


def _check_tags(part: bytes) -> None:
    """Refuse a sheet of too many rows and cells: openpyxl would read all of them, and may show
    none."""
    for tag, most in ((_ROW_TAG, MOST_ROW_TAGS), (_CELL_TAG, MOST_CELL_TAGS)):
        if next(islice(tag.finditer(part), most, None), None):
            raise SheetRefused("queuefiles.sheet_too_many_cells")


def _within_limits(lines: Iterator[list[object]]) -> Iterator[list[object]]:
    """The lines of a table; empty ones behind its end are none. Raises SheetRefused."""
    text = 0
    for number, line in enumerate(lines):
        text += sum(len(value) for value in line if isinstance(value, str))
        if text > MOST_TEXT:
            raise SheetRefused("queuefiles.sheet_much_text", most=MOST_TEXT // 1_000_000)
        if number <= MOST_ROWS + HEAD:
            yield line
        elif any(value not in (None, "") for value in line):
            raise SheetRefused("queuefiles.sheet_many_rows", most=MOST_ROWS)


def _text(raw: bytes, name: str) -> Iterator[list[object]]:
    text = text_of(raw)
    if isinstance(text, Reason):
        raise SheetRefused("queuefiles.sheet_not_read", why=text)
    if not name.lower().endswith((".csv", ".txt", ".tsv")):
        raise SheetRefused("queuefiles.sheet_unknown_kind")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    text = _lone_quotes_told(text, delimiter)
    _check_quotes(text, delimiter)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        yield from _within_limits(list(line[: MOST_COLUMNS + 1]) for line in lines)
    except csv.Error as error:
        raise SheetRefused("queuefiles.sheet_csv_broken") from error


def _lone_quotes_told(text: str, delimiter: str) -> str:
    """A cell that is one quotation mark, on a line where marks do not pair: typed by hand for
    "as above", and no program's beginning of a text that goes on."""
    lone = re.compile(rf'(?<![^{delimiter}])"(?=[{delimiter}]|$)')
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.count('"') % 2:
            lines[number] = lone.sub("〃", line.removesuffix("\r")) + line[len(line.rstrip("\r")) :]
    return "\n".join(lines)


def _check_quotes(text: str, delimiter: str) -> None:
    """Refuse a text in quotation marks that has no end: it would swallow every row below. Raises
    SheetRefused."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begun = 1
    try:
        for _line in reader:
            begun = reader.line_num + 1
    except csv.Error as error:
        # The words are those of Python's own reader, which has no codes.
        if "end of data" in str(error):
            raise SheetRefused("queuefiles.sheet_open_quote", line=begun) from error
