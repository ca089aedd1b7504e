"""The calendar as files for leaders and their programs: .xlsx, .ics, and a PDF to print."""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from publisher.domain.delivery import State
from publisher.domain.page import VIETNAM, Page
from publisher.domain.revision import Revision
from publisher.features.media.thumbnails import words_of
from publisher.features.reports.documents import HEAD_FILL, plain
from publisher.features.reports.status import FACEBOOK, WORDS
from publisher.store.models import Delivery

COLUMNS = (
    "Ngày",
    "Giờ",
    "Trang",
    "Đơn vị",
    "Nội dung",
    "Trạng thái",
    "Chiến dịch",
    "Người duyệt",
    "Đường dẫn",
)
# How long an appointment is shown: a post takes no time.
LENGTH = timedelta(minutes=15)
# Lines of a printed calendar; more is a book.
MOST_PRINTED = 600
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarItem:
    """A delivery in a calendar."""

    key: int
    # Aware, in the page's zone.
    at: datetime
    page: str
    unit: str
    text: str
    # In words.
    state: str
    campaign: str
    approved_by: str
    # On Facebook, once it is public.
    address: str
    # Row of the content, by which its picture is found.
    revision: int


Picture = Callable[[CalendarItem], bytes | None]


def items_of(
    rows: Iterable[Delivery], pages: Mapping[str, Page], titles: Mapping[str, str]
) -> Iterable[CalendarItem]:
    """Deliveries as a calendar's lines, in their order."""
    for row in rows:
        page = pages.get(row.page)
        at = row.due_at.astimezone(page.zone if page else ZoneInfo(VIETNAM))
        yield CalendarItem(
            key=row.pk,
            at=at,
            page=row.page,
            unit=page.unit.name if page else row.page,
            text=words_of(Revision.from_json(row.revision.body), page, at.date()),
            state=WORDS[State(row.state)],
            campaign=titles.get(row.campaign, row.campaign),
            approved_by=row.approved_by,
            address=row.permalink
            or (f"{FACEBOOK}{row.post_id}" if row.state == State.PUBLISHED.value else ""),
            revision=row.revision_id,
        )


def as_xlsx(items: Sequence[CalendarItem]) -> bytes:
    """One line a delivery."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Lịch đăng"
    sheet.append(list(COLUMNS))
    for cell, width in zip(sheet[1], (12, 8, 16, 36, 80, 18, 30, 22, 40), strict=True):
        cell.font, cell.fill = Font(bold=True), HEAD_FILL
        sheet.column_dimensions[cell.column_letter].width = width
    for item in items:
        words = (
            item.page,
            item.unit,
            item.text,
            item.state,
            item.campaign,
            item.approved_by,
            item.address,
        )
        sheet.append([item.at.date(), item.at.time().replace(tzinfo=None), *map(plain, words)])
        sheet.cell(sheet.max_row, 1).number_format = "DD/MM/YYYY"
        sheet.cell(sheet.max_row, 2).number_format = "HH:MM"
        sheet.cell(sheet.max_row, 5).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_ics(items: Sequence[CalendarItem], *, name: str, now: datetime) -> bytes:
    """One appointment a delivery (RFC 5545), for Outlook, Google Calendar and telephones."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Cong doan publisher//VN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for item in items:
        event = Event()
        # The same delivery is the same appointment at each export.
        event.add("uid", f"delivery-{item.key}@publisher")
        event.add("dtstamp", now)
        event.add("dtstart", item.at)
        event.add("dtend", item.at + LENGTH)
        event.add("summary", f"{item.page}: {' '.join(item.text.split())[:120]}")
        event.add("description", f"{item.text}\n\n{item.state}")
        event.add("location", item.unit)
        if item.address:
            event.add("url", item.address)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def as_pdf(
    items: Sequence[CalendarItem], *, title: str, printed_on: date, fonts: Path, picture: Picture
) -> bytes:
    """A4, a table a day with the pictures, for leaders to read and sign."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    style = _styles(fonts)
    out = io.BytesIO()
    frame = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=20 * mm,
        rightMargin=15 * mm,
        topMargin=15 * mm,
        bottomMargin=15 * mm,
        title=title,
        author="publisher",
        invariant=1,
    )
    story: list[Any] = [
        Paragraph(_escaped(title), style["title"]),
        Paragraph(_summary(items, printed_on), style["small"]),
    ]
    for day in dict.fromkeys(item.at.date() for item in items[:MOST_PRINTED]):
        story.append(
            Paragraph(f"{WEEKDAYS[day.weekday()]}, {day.day}/{day.month}/{day.year}", style["day"])
        )
        story.append(
            _table([item for item in items[:MOST_PRINTED] if item.at.date() == day], style, picture)
        )
    if len(items) > MOST_PRINTED:
        story.append(
            Paragraph(
                f"(Còn {len(items) - MOST_PRINTED} lượt; xuất Excel để xem đủ.)", style["small"]
            )
        )
    story += [
        Spacer(1, 8 * mm),
        Paragraph("Người duyệt: …………………………………………        Ngày: ……/……/…………", style["body"]),
    ]
    frame.build(story, onFirstPage=_footer, onLaterPages=_footer)
    return out.getvalue()


def _table(items: Sequence[CalendarItem], style: dict[str, Any], picture: Picture) -> Any:
    from reportlab.lib import colors
    from reportlab.lib.units import mm
    from reportlab.platypus import Image, Paragraph, Table, TableStyle

    lines = []
    for item in items:
        raw = picture(item)
        shown = (
            Image(io.BytesIO(raw), width=16 * mm, height=20 * mm, kind="proportional")
            if raw
            else ""
        )
        who = f"{_escaped(item.page)}<br/><font size=7>{_escaped(item.unit)}</font>"
        state = f"{_escaped(item.state)}<br/><font size=7>{_escaped(item.approved_by)}</font>"
        lines.append(
            [
                Paragraph(f"{item.at:%H:%M}", style["body"]),
                shown,
                Paragraph(who, style["body"]),
                Paragraph(_escaped(item.text[:600]).replace("\n", "<br/>"), style["body"]),
                Paragraph(state, style["body"]),
            ]
        )
    table = Table(lines, colWidths=[13 * mm, 19 * mm, 36 * mm, 81 * mm, 26 * mm])
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.HexColor("#c9d1de")),
                ("LEFTPADDING", (0, 0), (-1, -1), 2),
                ("RIGHTPADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    return table


def _styles(fonts: Path) -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name, file in (("Body", "BeVietnamPro-Regular.ttf"), ("Strong", "BeVietnamPro-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(fonts / file)))
    return {
        "title": ParagraphStyle("title", fontName="Strong", fontSize=15, leading=20, spaceAfter=4),
        "day": ParagraphStyle(
            "day",
            fontName="Strong",
            fontSize=11,
            leading=15,
            spaceBefore=8,
            spaceAfter=3,
            keepWithNext=1,
        ),
        "body": ParagraphStyle("body", fontName="Body", fontSize=9, leading=12),
        "small": ParagraphStyle(
            "small", fontName="Body", fontSize=8, leading=11, textColor="#4a5568"
        ),
    }


def _summary(items: Sequence[CalendarItem], printed_on: date) -> str:
    pages = len({item.page for item in items})
    return (
        f"{len(items)} lượt đăng trên {pages} trang · in ngày"
        f" {printed_on.day}/{printed_on.month}/{printed_on.year}"
    )


def _footer(canvas: Any, document: Any) -> None:
    canvas.setFont("Body", 8)
    canvas.drawRightString(
        document.pagesize[0] - document.rightMargin, 18, str(canvas.getPageNumber())
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
