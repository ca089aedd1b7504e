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
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from openpyxl import load_workbook

from publisher.domain.errors import OutsideYears, PublisherError, UnfitValue
from publisher.domain.text import nfc
from publisher.domain.wallclock import FIRST_YEAR, parse_moment, within_years
from publisher.filetypes import FileType, file_type
from publisher.isolation import (
    CallLimits,
    NoAnswer,
    NoAnswerReason,
    run_apart,
)
from publisher.queuefiles.decoding import decoded

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
LONGEST_NAME = 100
# By the field of a post: what columns are called.
NAMES: Mapping[str, Sequence[str]] = {
    "at": (
        "thời gian",
        "ngày giờ",
        "ngày, giờ",
        "thời gian đăng",
        "lịch đăng",
        "at",
        "datetime",
        "publish at",
    ),
    "date": ("ngày", "ngày đăng", "date", "day"),
    "time": ("giờ", "giờ đăng", "khung giờ", "time", "hour"),
    "text": (
        "nội dung",
        "lời",
        "lời đăng",
        "bài viết",
        "nội dung bài",
        "nội dung bài đăng",
        "caption",
        "text",
        "content",
        "message",
    ),
    "pages": ("trang", "fanpage", "trang đăng", "đơn vị", "page", "pages"),
    "link": ("đường dẫn", "liên kết", "link", "url", "địa chỉ"),
    "headline": ("tiêu đề", "tiêu đề bài báo", "headline", "title"),
    "publication": ("tên báo", "báo", "nguồn", "publication", "source"),
    "card": ("mẫu ảnh", "mẫu", "card", "template"),
    "photos": ("ảnh", "tệp ảnh", "hình ảnh", "hình", "photo", "photos", "images"),
    "hashtags": ("thẻ", "hashtag", "hashtags", "tags"),
    "first_comment": ("bình luận", "bình luận đầu tiên", "first comment", "comment"),
    "since": ("ngày gốc", "ngày kỷ niệm", "since"),
}
_FIELDS = {name: field for field, names in NAMES.items() for name in names}
_ROW_TAG = re.compile(rb"<(?:[\w.-]{1,40}:)?row[\s/>]")
_CELL_TAG = re.compile(rb"<(?:[\w.-]{1,40}:)?c[\s/>]")
_BROKEN = "Tệp Excel bị hỏng; mở bằng Excel, lưu lại thành .xlsx rồi nhập lần nữa."
_TOO_LARGE = (
    "Bảng có quá nhiều ô (kể cả ô trống có kẻ khung hay tô màu); chép riêng bảng kế hoạch sang tệp"
    " mới rồi nhập lại."
)
_SAID = {
    NoAnswerReason.TIME: (
        "Đọc quá 20 giây chưa xong: bảng quá lớn; chép riêng bảng kế hoạch sang tệp mới rồi nhập"
        " lại."
    ),
    NoAnswerReason.MEMORY: _TOO_LARGE,
    NoAnswerReason.CRASH: _BROKEN,
    NoAnswerReason.BUSY: "Đang có nhiều tệp được đọc cùng lúc; chờ một phút rồi nhập lại.",
}
# What is no table, and what to do about it.
_OTHERS = {
    FileType.LOCKED: (
        "Tệp có mật khẩu; mở bằng Excel, bỏ mật khẩu (File, Info, Protect Workbook) rồi lưu và nhập"
        " lại."
    ),
    FileType.OLD_OFFICE: "Tệp là kiểu Excel cũ (.xls); mở bằng Excel rồi lưu thành .xlsx.",
    FileType.WORD: (
        "Tệp là văn bản Word, không phải bảng; nhập ở Chiến dịch, hoặc chép bảng sang Excel."
    ),
    FileType.POWERPOINT: (
        "Tệp là bản trình chiếu PowerPoint; chép bảng sang Excel, lưu thành .xlsx rồi nhập lại."
    ),
    FileType.OPEN_DOCUMENT: (
        "Tệp là kiểu OpenDocument (.ods); mở bằng Excel hoặc LibreOffice rồi lưu thành .xlsx."
    ),
    FileType.HTML: (
        "Tệp là một trang web (HTML) dù tên có đuôi khác; mở bằng Excel rồi lưu thành .xlsx."
    ),
    FileType.RTF: "Tệp là văn bản RTF; chép bảng sang Excel, lưu thành .xlsx rồi nhập lại.",
    FileType.BROKEN_ZIP: (
        "Tệp Excel bị hỏng hoặc tải về chưa đủ; mở bằng Excel, lưu lại thành .xlsx rồi nhập lần"
        " nữa."
    ),
}


class SheetRefused(PublisherError):
    """The file is no table that can be read; the text is a Vietnamese sentence with what to do."""


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
        return "" if value is None else nfc(str(value)).strip()

    def place(self, field: str) -> str:
        """The cell of a field, or the row when there is no such column."""
        return self.cells[field][1] if field in self.cells else f"dòng {self.number}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that was read."""

    rows: Sequence[PlanRow]
    # Columns that nobody knows, as they are called.
    unknown: Sequence[str]

    def as_json(self) -> dict[str, Any]:
        """For keeping: `from_json` takes it back."""
        return {
            "unknown": list(self.unknown),
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
    return Sheet(rows, kept["unknown"])


def read_sheet(raw: bytes, name: str) -> Sheet:
    """The rows of a table's first sheet. Raises SheetRefused."""
    _check_size(raw)
    try:
        answer: dict[str, Any] = run_apart(f"{__name__}:_read", raw, name, limits=LIMITS)
    except NoAnswer as none:
        raise SheetRefused(_SAID[none.why]) from None
    if "refused" in answer:
        raise SheetRefused(answer["refused"])
    return from_json(answer)


def read_here(raw: bytes, name: str) -> Sheet:
    """As `read_sheet`, in this process. Raises SheetRefused."""
    _check_size(raw)
    kind = file_type(raw)
    if kind in _OTHERS:
        raise SheetRefused(_OTHERS[kind])
    return _sheet(list(_workbook(raw) if kind is FileType.EXCEL else _text(raw, name)))


def _read(raw: bytes, name: str) -> dict[str, Any]:
    """In the process."""
    try:
        return read_here(raw, name).as_json()
    except SheetRefused as refused:
        return {"refused": str(refused)}


def _check_size(raw: bytes) -> None:
    if not raw.strip():
        raise SheetRefused("Tệp trống.")
    if len(raw) > LARGEST:
        raise SheetRefused(
            f"Tệp lớn hơn {LARGEST // 1_000_000} MB; chỉ giữ bảng kế hoạch, bỏ ảnh trong tệp."
        )


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


def _sheet(grid: Sequence[Sequence[object]]) -> Sheet:
    head = _head(grid)
    if head is None:
        known = "Ngày, Giờ, Nội dung, Trang, Đường dẫn, Mẫu ảnh, Ảnh, Thẻ"
        raise SheetRefused(f"Không thấy hàng tiêu đề; đặt tên cột như tệp mẫu: {known}.")
    fields: dict[str, int] = {}
    unknown = []
    for column, value in enumerate(grid[head]):
        field = _FIELDS.get(_called(value))
        if field and field not in fields:
            fields[field] = column
        elif _called(value):
            unknown.append(str(value).strip()[:LONGEST_NAME])
    if any(_filled(line, MOST_COLUMNS) for line in grid):
        unknown.append(f"từ cột {_letter(MOST_COLUMNS)} trở đi")
    rows = [
        PlanRow(
            number,
            {
                field: (line[column] if column < len(line) else None, f"{_letter(column)}{number}")
                for field, column in fields.items()
            },
        )
        for number, line in enumerate(grid[head + 1 :], start=head + 2)
        if any(_filled(line, column) for column in fields.values())
    ]
    return Sheet(rows, unknown)


def _head(grid: Sequence[Sequence[object]]) -> int | None:
    for number, line in enumerate(grid[:HEAD]):
        found = {_FIELDS[_called(value)] for value in line if _called(value) in _FIELDS}
        if len(found) >= 2 and found & {"text", "link"}:
            return number
    return None


def _filled(line: Sequence[object], column: int) -> bool:
    return column < len(line) and line[column] is not None and str(line[column]).strip() != ""


def _called(value: object) -> str:
    return " ".join(re.sub(r"[*:()]", " ", nfc(str(value or ""))).lower().split())


def _letter(column: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _workbook(raw: bytes) -> Iterator[list[object]]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _check_parts(archive)
            # Only values, line by line: formulas are not computed, macros never run.
            book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
            sheet = book.worksheets[0]
            _check_tags(archive.read(sheet._worksheet_path.lstrip("/")))
        # What the file says of its own size may be a lie.
        sheet.reset_dimensions()
        yield from _within_limits(
            map(list, sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True))
        )
        book.close()
    except (SheetRefused, MemoryError, RecursionError):
        raise
    except Exception as error:
        # openpyxl raises whatever the broken part of the file makes it stumble over.
        raise SheetRefused(_BROKEN) from error


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Refuse what is too much before openpyxl takes it in whole. Raises SheetRefused."""
    size = sum(info.file_size for info in archive.infolist())
    if size > MOST_UNPACKED:
        raise SheetRefused(f"Tệp bung ra {size // 1_000_000} MB, không phải một bảng kế hoạch.")
    if "xl/workbook.bin" in archive.namelist():
        raise SheetRefused("Tệp là kiểu .xlsb; mở bằng Excel rồi lưu thành .xlsx.")
    tags = 0
    for info in archive.infolist():
        if info.filename.endswith((".xml", ".rels")) and not info.filename.startswith(
            "xl/worksheets/"
        ):
            tags += archive.read(info).count(b"<")
    if tags > MOST_TAGS:
        raise SheetRefused(_TOO_LARGE)


def _check_tags(part: bytes) -> None:
    """Refuse a sheet of too many rows and cells: openpyxl would read all of them, and may show
    none."""
    for tag, most in ((_ROW_TAG, MOST_ROW_TAGS), (_CELL_TAG, MOST_CELL_TAGS)):
        if next(islice(tag.finditer(part), most, None), None):
            raise SheetRefused(_TOO_LARGE)


def _within_limits(lines: Iterator[list[object]]) -> Iterator[list[object]]:
    """The lines of a table; empty ones behind its end are none. Raises SheetRefused."""
    text = 0
    for number, line in enumerate(lines):
        text += sum(len(value) for value in line if isinstance(value, str))
        if text > MOST_TEXT:
            raise SheetRefused(
                f"Bảng dài hơn {MOST_TEXT // 1_000_000} triệu chữ cái; chia thành nhiều tệp."
            )
        if number <= MOST_ROWS + HEAD:
            yield line
        elif any(value not in (None, "") for value in line):
            raise SheetRefused(f"Bảng dài hơn {MOST_ROWS} dòng; chia thành nhiều tệp.")


def _text(raw: bytes, name: str) -> Iterator[list[object]]:
    text = decoded(raw)
    if text is None or not name.lower().endswith((".csv", ".txt", ".tsv")):
        raise SheetRefused(
            "Chưa đọc được tệp này; dùng .xlsx, hoặc .csv với mã UTF-8 (Excel: CSV UTF-8)."
        )
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        yield from _within_limits(list(line[: MOST_COLUMNS + 1]) for line in lines)
    except csv.Error as error:
        raise SheetRefused(
            "Tệp CSV bị hỏng; mở bằng Excel, lưu lại thành .xlsx rồi nhập lần nữa."
        ) from error


def a_date(value: object, *, first: int = FIRST_YEAR) -> date:
    """The date in a cell: 30/4/2027, 2027-04-30, or a real date, not before the year `first`.

    Raises UnfitValue.
    """
    found = _date(value)
    within_years(found, first=first)
    return found


def _date(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        parts = [int(found[1]), int(found[2]), int(found[3])]
    elif found := re.fullmatch(
        r"(?:(?:thứ \w+|chủ nhật|T\d|CN),? )?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})",
        text,
        re.IGNORECASE,
    ):
        parts = [int(found[3]), int(found[2]), int(found[1])]
    else:
        raise UnfitValue("queuefiles.cell_no_day", text=text)
    try:
        return date(*parts)
    except ValueError:
        raise UnfitValue("queuefiles.cell_not_on_calendar", text=text) from None


def a_time(value: object) -> time:
    """The time in a cell: 7:30, 07h30, 7h, or a real time. Raises UnfitValue."""
    if isinstance(value, datetime):
        return value.time().replace(second=0, microsecond=0)
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    text = str(value).strip().lower().replace(" ", "")
    found = re.fullmatch(r"(\d{1,2})(?:[:h.](\d{2})?)?(?::\d{2})?", text)
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise UnfitValue("queuefiles.cell_no_time", text=str(value))
    return time(int(found[1]), int(found[2] or 0))


def a_moment(value: object) -> datetime:
    """Date and time in one cell, naive. Raises UnfitValue."""
    if isinstance(value, datetime):
        within_years(value)
        return value.replace(second=0, microsecond=0)
    text = " ".join(str(value).split())
    for day, at in (
        (text.rpartition(" ")[0], text.rpartition(" ")[2]),
        (text.partition(" ")[2], text.partition(" ")[0]),
    ):
        try:
            return datetime.combine(a_date(day.strip(" ,")), a_time(at.strip(" ,")))
        except OutsideYears:
            raise
        except ValueError:
            continue
    try:
        return parse_moment(text).replace(tzinfo=None)
    except OutsideYears:
        raise
    except ValueError:
        raise UnfitValue("queuefiles.cell_no_moment", text=text) from None
