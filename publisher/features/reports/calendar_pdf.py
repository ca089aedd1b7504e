"""The calendar as a PDF, for leaders to read and sign."""

import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Image, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from publisher.domain.text import clean
from publisher.features.reports.calendar_files import CalendarItem

# Lines of a printed calendar; more is a book.
MOST_PRINTED = 600
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
Picture = Callable[[CalendarItem], bytes | None]


def as_pdf(
    items: Sequence[CalendarItem], *, title: str, printed_on: date, fonts: Path, picture: Picture
) -> bytes:
    """A4, a table a day with the pictures, for leaders to read and sign."""
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
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
