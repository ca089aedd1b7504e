"""Calendar files cope with whatever a row of any age holds."""

import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from publisher.features.reports.calendar_files import CalendarItem, as_ics, as_xlsx

AT = datetime(2036, 12, 20, 7, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def item(text: str, address: str = "") -> CalendarItem:
    return CalendarItem(
        key=1,
        at=AT,
        page="tinh",
        unit="Công đoàn tỉnh",
        text=text,
        state="đã đăng",
        campaign="",
        approved_by="",
        address=address,
        entry="bai",
        revision=1,
    )


@pytest.mark.parametrize("text", ["=1+1", "+84 912", "-10 độ", "@tinh", "'nháy", ""])
def test_words_are_words_whatever_they_begin_with(text: str) -> None:
    row = load_workbook(io.BytesIO(as_xlsx([item(text)]))).worksheets[0][2]
    assert row[4].value == (text or None)
    assert row[4].data_type != "f"
    assert row[6].value is None


@pytest.mark.parametrize("char", ["\v", "\f", "\x01", "\ud800", "\ufffe", "\0"])
def test_a_row_of_before_may_hold_what_no_cell_can(char: str) -> None:
    row = load_workbook(io.BytesIO(as_xlsx([item(f"Một{char}hai")]))).worksheets[0][2]
    assert row[4].value in ("Một\nhai", "Mộthai")


def test_an_appointment_names_its_zone() -> None:
    found = as_ics([item("Chào")], name="Lịch", now=datetime(2036, 1, 1, tzinfo=UTC)).decode()
    assert "BEGIN:VTIMEZONE" in found
    assert "DTSTART;TZID=Asia/Ho_Chi_Minh:20361220T073000" in found
