"""A report as a workbook, and the words and numbers that its letter shares."""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from publisher.domain.reason import Reason, reason
from publisher.domain.text import clean
from publisher.features.reports.results import Numbers, Report, ResultTable

LONGEST_CELL = 32_767  # characters, of Excel
COLUMNS = ("Bài", "Lượt xem", "Người tiếp cận", "Lượt nhấp", "Cảm xúc", "Bình luận", "Chia sẻ")


def as_xlsx(report: Report) -> bytes:
    """Every table on a sheet with a chart, and every post with its link."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Tổng hợp"
    _summary_sheet(sheet, report)
    for table in report.tables:
        if table.rows:
            _table_sheet(book.create_sheet(table.title), table)
    _days_sheet(book.create_sheet("Theo ngày"), report)
    _posts_sheet(book.create_sheet("Bài đã đăng"), report)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def subject(report: Report) -> Reason:
    """What the report is about, as its title says it."""
    first, last = day_of_letter(report.first), day_of_letter(report.last)
    if report.campaign:
        name = report.campaign
        return reason("reports.results_of_campaign", name=name, first=first, last=last)
    return reason("reports.results", first=first, last=last)


def values(numbers: Numbers) -> tuple[int, ...]:
    """A row of the tables, in the order of COLUMNS."""
    return (
        numbers.posts,
        numbers.views,
        numbers.reach,
        numbers.clicks,
        numbers.reactions,
        numbers.comments,
        numbers.shares,
    )


def number(value: int) -> str:
    """A number as Vietnamese letters write it: 12.345."""
    return f"{value:,}".replace(",", ".")


def day_of_letter(day: date) -> str:
    """A day as Vietnamese letters write it: 05/6/2027, but 05/02/2027."""
    return (
        f"{day.day:02}/{day.month}/{day.year}"
        if day.month > 2
        else f"{day.day:02}/{day.month:02}/{day.year}"
    )


# The workbook

HEAD_FILL = PatternFill("solid", fgColor="DCE6F7")


def _summary_sheet(sheet: Any, report: Report) -> None:
    rows = [
        ("Báo cáo", str(subject(report))),
        ("Đơn vị", report.unit or "Tất cả"),
        ("Văn bản", report.document or "–"),
        ("Bài đã đăng", report.total.posts),
        *zip(COLUMNS[1:], values(report.total)[1:], strict=True),
        ("Tương tác", report.total.engagement),
        ("Bài có số liệu", report.total.counted),
        ("Không đăng được", report.failed),
    ]
    for row in rows:
        add_row(sheet, row)
    for cell in sheet["A"]:
        cell.font = Font(bold=True)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 90


def _table_sheet(sheet: Any, table: ResultTable) -> None:
    _header(sheet, (table.title.removeprefix("Theo ").capitalize(), *COLUMNS))
    for row in table.rows:
        add_row(sheet, (row.name, *values(row.numbers)))
    _chart(sheet, table.title, rows=len(table.rows) + 1, column=2)


def _days_sheet(sheet: Any, report: Report) -> None:
    _header(sheet, ("Ngày", "Bài"))
    for day, count in report.days:
        sheet.append((day, count))
    _chart(sheet, "Số bài theo ngày", rows=len(report.days) + 1, column=2)


def _posts_sheet(sheet: Any, report: Report) -> None:
    _header(
        sheet,
        (
            "Ngày, giờ",
            "Đơn vị",
            "Trang",
            "Chiến dịch",
            "Loại",
            "Nội dung",
            "Đường dẫn",
            *COLUMNS[1:],
        ),
    )
    for post in report.posts:
        facts = (post.at, post.unit, post.page, post.campaign, post.kind, post.text, post.address)
        add_row(sheet, (*facts, *values(post.numbers)[1:]))
        cell = sheet.cell(sheet.max_row, 7)
        cell.hyperlink, cell.style = post.address, "Hyperlink"
    for letter, width in zip("ABCDEFG", (17, 34, 16, 28, 16, 70, 40), strict=True):
        sheet.column_dimensions[letter].width = width


def _header(sheet: Any, names: Sequence[str]) -> None:
    sheet.append(list(names))
    for place, cell in enumerate(sheet[1], start=1):
        cell.font, cell.fill = Font(bold=True), HEAD_FILL
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(place)].width = 44 if place == 1 else 14
    sheet.freeze_panes = "A2"


def _chart(sheet: Any, title: str, *, rows: int, column: int) -> None:
    chart = BarChart()
    chart.type, chart.title, chart.legend = "bar", title, None
    chart.add_data(Reference(sheet, min_col=column, min_row=1, max_row=rows), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=rows))
    chart.height = min(20, 4 + rows * 0.6)
    sheet.add_chart(chart, f"{get_column_letter(sheet.max_column + 2)}2")


def add_row(sheet: Any, values: Iterable[object]) -> None:
    """Write a row as it is meant: words are words, whatever they begin with or hold."""
    sheet.append([_fit(value) if isinstance(value, str) else value for value in values])
    for cell in sheet[sheet.max_row]:
        if cell.data_type == "f":
            # No formula: what a person wrote is shown.
            cell.data_type = "s"


def _fit(text: str) -> str:
    """A text of any age as a cell holds it."""
    found = clean(text)
    return found if len(found) <= LONGEST_CELL else f"{found[: LONGEST_CELL - 1]}…"
