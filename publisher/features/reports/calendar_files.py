"""The calendar as files for leaders and their programs: .xlsx and .ics."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from publisher.domain.delivery import State
from publisher.domain.page import VIETNAM, Page
from publisher.domain.reason import reason
from publisher.domain.revision import Revision
from publisher.domain.text import clean
from publisher.features.media.thumbnails import words_of
from publisher.features.reports.documents import HEAD_FILL, add_row
from publisher.features.reports.status import STATES
from publisher.queuefiles.sheets import ENTRY_COLUMN
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
    # No column of a plan to import: that one is a press article.
    "Đường dẫn bài đăng",
    ENTRY_COLUMN,
)
# How long an appointment is shown: a post takes no time.
LENGTH = timedelta(minutes=15)


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
    # In the queue: by it an import knows its own again.
    entry: str
    # Row of the content, by which its picture is found.
    revision: int


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
            # A row of before may hold what no file can.
            text=clean(words_of(Revision.from_json(row.revision.body), page, at.date())),
            state=reason(STATES[State(row.state)]).said(),
            campaign=titles.get(row.campaign, row.campaign),
            approved_by=row.approved_by,
            address=row.address,
            entry=row.entry_id,
            revision=row.revision_id,
        )


def as_xlsx(items: Sequence[CalendarItem]) -> bytes:
    """One line a delivery."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Lịch đăng"
    sheet.append(list(COLUMNS))
    for cell, width in zip(sheet[1], (12, 8, 16, 36, 80, 18, 30, 22, 40, 30), strict=True):
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
            item.entry,
        )
        add_row(sheet, (item.at.date(), item.at.time().replace(tzinfo=None), *words))
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
    # Such a file is wanted once a year; the service goes without.
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
    # Telephones abroad show the right hour by it.
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
