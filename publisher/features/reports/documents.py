"""A report as files: .docx in the layout of an official report (Nghị định 30/2020/NĐ-CP, annex
I), and .xlsx."""

import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from publisher.features.reports.results import (
    Numbers,
    Post,
    Report,
    ResultTable,
)

# Nghị định 30/2020/NĐ-CP, annex I: A4, margins top and bottom 20-25 mm, left 30-35, right 15-20;
# Times New Roman.
FONT = "Times New Roman"
COLUMNS = ("Bài", "Lượt xem", "Người tiếp cận", "Lượt nhấp", "Cảm xúc", "Bình luận", "Chia sẻ")
# Lines of the table of evidence in the document; the workbook has all.
MOST_EVIDENCE = 60
# A bar of a chart in text, where a picture would not be editable.
BAR, BAR_LENGTH = "█", 24
Picture = Callable[[Post], bytes | None]


class Letterhead(NamedTuple):
    """What stands around an official report."""

    # The body above, and the one that reports.
    superior: str
    issuer: str
    place: str
    # "…/BC-LĐLĐ".
    number: str
    recipients: Sequence[str]


def letterhead(unit: str, place: str) -> Letterhead:
    """The head of a unit's report, by its name: what is not known is left open with dots, as in
    a draft letter."""
    name = unit or "ĐƠN VỊ BÁO CÁO"
    superior = (
        "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM"
        if name.lower().startswith("liên đoàn lao động tỉnh")
        else "…………………"
    )
    sign = "LĐLĐ" if name.lower().startswith("liên đoàn") else "CĐ"
    recipients = (
        "Liên đoàn Lao động cấp trên (để báo cáo)",
        "Các đơn vị trực thuộc",
        f"Lưu: VT, {sign}",
    )
    return Letterhead(superior, name.upper(), place or "…………", f"……/BC-{sign}", recipients)


def as_docx(report: Report, head: Letterhead, *, today: date, picture: Picture) -> bytes:
    """The official report: head, results in words and tables, the best posts with picture and
    link, signature."""
    document = Document()
    _page(document)
    _head(document, head, today)
    _title(document, report)
    _paragraph(document, _opening(report))
    _heading(document, "I. KẾT QUẢ CHUNG")
    for line in _results(report):
        _paragraph(document, line)
    _days_chart(document, report)
    _heading(document, "II. KẾT QUẢ CHI TIẾT")
    for number, table in enumerate((one for one in report.tables if one.rows), start=1):
        _heading(document, f"{number}. {table.title}", level=2)
        _numbers_table(document, table)
    _heading(document, "III. BÀI ĐƯỢC QUAN TÂM NHẤT")
    _best(document, report, picture)
    _heading(document, "IV. DANH SÁCH BÀI ĐÃ ĐĂNG (MINH CHỨNG)")
    _evidence(document, report)
    _paragraph(document, _closing(report))
    _signature(document, head)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


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


def subject(report: Report) -> str:
    """What the report is about, as its title says it."""
    what = (
        f"chiến dịch “{report.campaign}”"
        if report.campaign
        else "trên các trang Facebook của công đoàn"
    )
    return f"Kết quả truyền thông {what} từ ngày {_day(report.first)} đến ngày {_day(report.last)}"


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


# Words


def _opening(report: Report) -> str:
    by = f"Thực hiện văn bản số {report.document}, " if report.document else ""
    who = report.unit or "Công đoàn"
    return f"{by}{who} báo cáo kết quả truyền thông trên mạng xã hội Facebook như sau:"


def _results(report: Report) -> list[str]:
    total, units = report.total, len(report.tables[1].rows)
    lines = [
        (
            f"- Tổng số bài đã đăng: {number(total.posts)} bài trên {len(report.tables[2].rows)}"
            f" trang của {units} đơn vị."
        ),
    ]
    if total.counted:
        lines.append(
            f"- Lượt xem: {number(total.views)}; số người tiếp cận: {number(total.reach)}; lượt"
            f" nhấp: {number(total.clicks)}; tương tác (cảm xúc, bình luận, chia sẻ):"
            f" {number(total.engagement)}."
        )
    if total.counted < total.posts:
        left = total.posts - total.counted
        lines.append(
            f"- {number(left)} bài chưa có số liệu của Facebook (số liệu được đọc sau khi đăng 1, 7"
            " và 28 ngày)."
        )
    if report.failed:
        lines.append(
            f"- {number(report.failed)} lượt dự kiến mà không đăng được (bị từ chối hoặc lỡ giờ)."
        )
    return lines


def _closing(report: Report) -> str:
    at = (
        f" Số liệu của Facebook đọc đến ngày {_day(report.collected_at.date())}."
        if report.collected_at
        else ""
    )
    return f"Trên đây là báo cáo kết quả truyền thông.{at}/."


def _day(day: date) -> str:
    return (
        f"{day.day:02}/{day.month}/{day.year}"
        if day.month > 2
        else f"{day.day:02}/{day.month:02}/{day.year}"
    )


# The letter


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(6)
    style.paragraph_format.line_spacing = 1.15


def _page_number(paragraph: Any) -> None:
    """Arabic, in the middle above, from the second page on."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        node = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            node.set(qn("w:fldCharType"), kind)
        else:
            node.text = text
        run._r.append(node)


def _head(document: Any, head: Letterhead, today: date) -> None:
    table = document.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    left, right = table.rows[0].cells
    left.width, right.width = Cm(7.2), Cm(9.3)
    _cell(left, head.superior, size=13)
    _cell(left, head.issuer, size=13, bold=True, ruled=0.4)
    _cell(left, f"Số: {head.number}", size=13)
    _cell(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=13, bold=True)
    _cell(right, "Độc lập - Tự do - Hạnh phúc", size=14, bold=True, ruled=1.0)
    _cell(
        right,
        f"{head.place}, ngày {today.day:02} tháng {_month(today)} năm {today.year}",
        size=13,
        italic=True,
    )
    document.add_paragraph()


def _month(day: date) -> str:
    # January and February are written with a nought before (Nghị định 30/2020, annex I).
    return f"{day.month:02}" if day.month <= 2 else str(day.month)


def _cell(
    cell: Any, text: str, *, size: int, bold: bool = False, italic: bool = False, ruled: float = 0
) -> None:
    paragraph = cell.paragraphs[0] if not cell.paragraphs[0].text else cell.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    if ruled:
        _rule(cell, ruled)


def _rule(cell: Any, part: float) -> None:
    """A line under a name, as long as `part` of it."""
    paragraph = cell.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(4)
    run = paragraph.add_run("―" * max(6, int(18 * part)))
    run.font.size = Pt(6)


def _title(document: Any, report: Report) -> None:
    for text, size in (("BÁO CÁO", 14), (subject(report), 14)):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(0 if text == "BÁO CÁO" else 12)
        run = paragraph.add_run(text)
        run.bold, run.font.size = True, Pt(size)


def _heading(document: Any, text: str, *, level: int = 1) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(8)
    paragraph.paragraph_format.keep_with_next = True
    run = paragraph.add_run(text)
    run.bold = True
    run.font.size = Pt(14 if level == 1 else 13)


def _paragraph(document: Any, text: str) -> None:
    paragraph = document.add_paragraph(text)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Cm(1.0)


def _days_chart(document: Any, report: Report) -> None:
    """Posts by week as bars of letters: readable on paper, and nobody needs a program to change
    them."""
    weeks: dict[date, int] = {}
    for day, count in report.days:
        monday = date.fromordinal(day.toordinal() - day.weekday())
        weeks[monday] = weeks.get(monday, 0) + count
    if sum(weeks.values()) == 0:
        return
    _paragraph(document, "Biểu đồ số bài theo tuần:")
    table = document.add_table(rows=0, cols=3)
    most = max(weeks.values())
    for monday, count in weeks.items():
        cells = table.add_row().cells
        bar = BAR * max(1, round(BAR_LENGTH * count / most)) if count else ""
        for cell, text, width in zip(
            cells, (f"Tuần từ {_day(monday)}", bar, str(count)), (5, 9, 2), strict=True
        ):
            cell.width = Cm(width)
            _small(cell, text, align=None)


def _numbers_table(document: Any, table: ResultTable) -> None:
    made = document.add_table(rows=1, cols=len(COLUMNS) + 1)
    made.style = "Table Grid"
    for cell, text in zip(
        made.rows[0].cells, (table.title.removeprefix("Theo ").capitalize(), *COLUMNS), strict=True
    ):
        _small(cell, text, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    for row in table.rows:
        cells = made.add_row().cells
        _small(cells[0], row.name, align=None)
        for cell, value in zip(cells[1:], values(row.numbers), strict=True):
            _small(cell, number(value), align=WD_ALIGN_PARAGRAPH.RIGHT)
    _repeat_head(made)


def _small(cell: Any, text: str, *, bold: bool = False, align: Any = None) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = 1.0
    if align is not None:
        paragraph.alignment = align
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(11), bold


def _repeat_head(table: Any) -> None:
    properties = table.rows[0]._tr.get_or_add_trPr()
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    properties.append(mark)


def _best(document: Any, report: Report, picture: Picture) -> None:
    if not report.best:
        return _paragraph(document, "Chưa có bài nào được đăng trong thời gian này.")
    table = document.add_table(rows=0, cols=2)
    for post in report.best:
        left, right = table.add_row().cells
        left.width, right.width = Cm(3.4), Cm(13)
        raw = picture(post) if post.pictured else None
        if raw:
            left.paragraphs[0].add_run().add_picture(io.BytesIO(raw), width=Cm(3))
        _small(right, post.text, bold=True)
        counted = post.numbers
        facts = (
            f"{post.unit}, {post.at:%H:%M} ngày {_day(post.at.date())}. Lượt xem"
            f" {number(counted.views)}, cảm xúc {number(counted.reactions)}, bình luận"
            f" {number(counted.comments)}, chia sẻ {number(counted.shares)}."
        )
        paragraph = right.add_paragraph(facts)
        paragraph.runs[0].font.size = Pt(11)
        _link(right.add_paragraph(), post.address)
    return None


def _evidence(document: Any, report: Report) -> None:
    table = document.add_table(rows=1, cols=4)
    table.style = "Table Grid"
    for cell, text in zip(
        table.rows[0].cells, ("Ngày, giờ", "Trang", "Nội dung", "Đường dẫn"), strict=True
    ):
        _small(cell, text, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    for post in report.posts[:MOST_EVIDENCE]:
        cells = table.add_row().cells
        _small(cells[0], f"{post.at:%H:%M} {_day(post.at.date())}")
        _small(cells[1], post.page)
        _small(cells[2], post.text if len(post.text) <= 120 else f"{post.text[:117]}…")
        _link(cells[3].paragraphs[0], post.address, text="Xem bài")
    _repeat_head(table)
    if len(report.posts) > MOST_EVIDENCE:
        left = len(report.posts) - MOST_EVIDENCE
        _paragraph(document, f"(Còn {number(left)} bài trong bảng tính kèm theo.)")


def _link(paragraph: Any, address: str, *, text: str = "") -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    around = OxmlElement("w:hyperlink")
    around.set(qn("r:id"), paragraph.part.relate_to(address, kind, is_external=True))
    run = paragraph.add_run(text or address)
    run.font.size, run.font.underline = Pt(11), True
    around.append(run._r)
    paragraph._p.append(around)


def _signature(document: Any, head: Letterhead) -> None:
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    paragraph = left.paragraphs[0]
    run = paragraph.add_run("Nơi nhận:")
    run.bold, run.italic, run.font.size = True, True, Pt(12)
    for who in head.recipients:
        line = left.add_paragraph(f"- {who};")
        line.paragraph_format.space_after = Pt(0)
        line.runs[0].font.size = Pt(11)
    for text in ("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "", "", "", "…………………………"):
        _cell_line(right, text)


def _cell_line(cell: Any, text: str) -> None:
    paragraph = cell.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.bold = True


# The workbook

HEAD_FILL = PatternFill("solid", fgColor="DCE6F7")


def _summary_sheet(sheet: Any, report: Report) -> None:
    rows = [
        ("Báo cáo", subject(report)),
        ("Đơn vị", report.unit or "Tất cả"),
        ("Văn bản", report.document or "–"),
        ("Bài đã đăng", report.total.posts),
        *zip(COLUMNS[1:], values(report.total)[1:], strict=True),
        ("Tương tác", report.total.engagement),
        ("Bài có số liệu", report.total.counted),
        ("Không đăng được", report.failed),
    ]
    for row in rows:
        sheet.append(row)
    for cell in sheet["A"]:
        cell.font = Font(bold=True)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 90


def _table_sheet(sheet: Any, table: ResultTable) -> None:
    _header(sheet, (table.title.removeprefix("Theo ").capitalize(), *COLUMNS))
    for row in table.rows:
        sheet.append((plain(row.name), *values(row.numbers)))
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
        sheet.append(
            (
                *(plain(one) if isinstance(one, str) else one for one in facts),
                *values(post.numbers)[1:],
            )
        )
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


def plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t" else text
