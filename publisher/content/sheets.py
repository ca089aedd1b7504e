"""Reads a content plan from .xlsx or .csv: columns by their Vietnamese or English names, every cell by its place."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from publisher.content.decoding import decoded
from publisher.domain.text import nfc
from publisher.domain.wallclock import FIRST_YEAR, OutsideYears, parse_moment, within_years

LARGEST = 10_000_000  # bytes
MOST_UNPACKED = 120_000_000
MOST_ROWS, MOST_COLUMNS = 10_000, 60
# The head of a table stands within so many rows.
HEAD = 12
# By the field of a post: what columns are called.
NAMES: Mapping[str, Sequence[str]] = {
    "at": ("thời gian", "ngày giờ", "ngày, giờ", "thời gian đăng", "lịch đăng", "at", "datetime", "publish at"),
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


class SheetRefused(Exception):
    """The file is no table that can be read; the text is a Vietnamese sentence with what to do."""


@dataclass(frozen=True, slots=True)
class Row:
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

    rows: Sequence[Row]
    # Columns that nobody knows, as they are called.
    unknown: Sequence[str]


def read_sheet(raw: bytes, name: str) -> Sheet:
    """The rows of a table's first sheet. Raises SheetRefused."""
    if not raw.strip():
        raise SheetRefused("Tệp trống.")
    if len(raw) > LARGEST:
        raise SheetRefused(f"Tệp lớn hơn {LARGEST // 1_000_000} MB; chỉ giữ bảng kế hoạch, bỏ ảnh trong tệp.")
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise SheetRefused("Tệp là kiểu Excel cũ (.xls) hoặc có mật khẩu; mở bằng Excel rồi lưu thành .xlsx.")
    grid = list(_workbook(raw) if raw.startswith(b"PK") else _text(raw, name))
    return _sheet(grid)


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
            unknown.append(str(value).strip())
    rows = [
        Row(
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
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            size = sum(info.file_size for info in archive.infolist())
        if size > MOST_UNPACKED:
            raise SheetRefused(f"Tệp bung ra {size // 1_000_000} MB, không phải một bảng kế hoạch.")
        # Only values, line by line: formulas are not computed, macros never run.
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        # What the file says of its own size may be a lie.
        sheet.reset_dimensions()
        for number, line in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)):
            if number > MOST_ROWS + HEAD:
                raise SheetRefused(f"Bảng dài hơn {MOST_ROWS} dòng; chia thành nhiều tệp.")
            yield list(line)
        book.close()
    except SheetRefused:
        raise
    except Exception as error:
        # openpyxl raises whatever the broken part of the file makes it stumble over.
        raise SheetRefused("Tệp Excel bị hỏng; mở bằng Excel, lưu lại thành .xlsx rồi nhập lần nữa.") from error


def _text(raw: bytes, name: str) -> Iterator[list[object]]:
    text = decoded(raw)
    if text is None or not name.lower().endswith((".csv", ".txt", ".tsv")):
        raise SheetRefused("Chưa đọc được tệp này; dùng .xlsx, hoặc .csv với mã UTF-8 (Excel: CSV UTF-8).")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        for number, line in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter)):
            if number > MOST_ROWS + HEAD:
                raise SheetRefused(f"Bảng dài hơn {MOST_ROWS} dòng; chia thành nhiều tệp.")
            yield list(line[:MOST_COLUMNS])
    except csv.Error as error:
        raise SheetRefused("Tệp CSV bị hỏng; mở bằng Excel, lưu lại thành .xlsx rồi nhập lần nữa.") from error


def a_date(value: object, *, first: int = FIRST_YEAR) -> date:
    """The date in a cell: 30/4/2027, 2027-04-30, or a real date, not before the year `first`.

    Raises ValueError in Vietnamese.
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
        r"(?:(?:thứ \w+|chủ nhật|T\d|CN),? )?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text, re.IGNORECASE
    ):
        parts = [int(found[3]), int(found[2]), int(found[1])]
    else:
        raise ValueError(f"“{text}” không phải ngày; viết như 30/4/2027")
    try:
        return date(*parts)
    except ValueError:
        raise ValueError(f"“{text}” không có trên lịch") from None


def a_time(value: object) -> time:
    """The time in a cell: 7:30, 07h30, 7h, or a real time. Raises ValueError in Vietnamese."""
    if isinstance(value, datetime):
        return value.time().replace(second=0, microsecond=0)
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    text = str(value).strip().lower().replace(" ", "")
    found = re.fullmatch(r"(\d{1,2})(?:[:h.](\d{2})?)?(?::\d{2})?", text)
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise ValueError(f"“{value}” không phải giờ; viết như 07:30")
    return time(int(found[1]), int(found[2] or 0))


def a_moment(value: object) -> datetime:
    """Date and time in one cell, naive. Raises ValueError in Vietnamese."""
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
        raise ValueError(f"“{text}” không phải ngày giờ; viết như 30/4/2027 07:30") from None
