"""A content plan from a spreadsheet: every error by its cell, nothing half-imported."""

import io
import os
import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from publisher.app import App
from publisher.config import load
from publisher.content.sheets import SheetRefused, a_date, a_moment, a_time, read_sheet
from publisher.services.sheets import DryRun, dry_run, template, write_all

CONFIG = """
[units.u]
name = "Công đoàn tỉnh"
[units.v]
name = "Công đoàn huyện"
[pages.tinh]
facebook_id = "1"
unit = "u"
slots = ["07:30"]
[pages.huyen]
facebook_id = "2"
unit = "v"
slots = ["07:30"]
"""


class Office:
    """A queue to import into."""

    def __init__(self, folder: Path) -> None:
        (folder / "config.toml").write_text(CONFIG, encoding="utf-8")
        self.app = App(load(folder / "config.toml"))
        self.queue = folder / "queue"

    def look(self, raw: bytes, name: str = "kh.xlsx") -> DryRun:
        return dry_run(read_sheet(raw, name), queue=self.queue, known=self.app.known(), pages=self.app.config.pages)

    def files(self) -> list[Path]:
        return sorted(self.queue.rglob("*.md"))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def book(*rows: object) -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


HEAD = ["STT", "Ngày đăng", "Giờ", "Trang", "Nội dung", "Hashtag"]


def test_a_table_with_vietnamese_columns_becomes_posts(office: Office) -> None:
    raw = book(
        ["KẾ HOẠCH NỘI DUNG THÁNG 5"],
        HEAD,
        [1, date(2037, 5, 1), "7h30", "tinh, Công đoàn huyện", "Chào mừng 1/5!", "#ThangCongNhan 1_5"],
        [2, "02/5/2037", None, "Tất cả", "Tin thứ hai", None],
    )
    found = office.look(raw)
    assert (found.problems, list(found.unknown)) == ([], ["STT"])
    assert len(write_all(found)) == 2
    reading = office.app.reader().refresh()
    assert not reading.problems
    first, second = sorted(reading.queue.entries, key=lambda entry: entry.id)
    assert (first.text, first.pages, first.hashtags) == ("Chào mừng 1/5!", ("tinh", "huyen"), ("ThangCongNhan", "1_5"))
    assert str(first.when) == "At(wall_time=datetime.datetime(2037, 5, 1, 7, 30))"
    assert (second.pages, str(second.when)) == (("*",), "At(wall_time=datetime.datetime(2037, 5, 2, 7, 30))")


def test_english_columns_and_csv_of_any_delimiter_are_read(office: Office) -> None:
    raw = "\ufeffdate;time;page;caption\n2037-05-01;19:30;tinh;Chào!\n".encode()
    found = office.look(raw, "plan.csv")
    assert [(draft.title, draft.at, draft.pages) for draft in found.new] == [
        ("Chào!", datetime.fromisoformat("2037-05-01T19:30"), ("tinh",))
    ]


def test_every_wrong_cell_is_told_at_once_and_nothing_is_written(office: Office) -> None:
    raw = book(
        HEAD,
        [1, "31/2/2037", "7h30", "tinh", "Một", None],
        [2, "1/5/2037", "25:00", "tinh", "Hai", None],
        [3, "1/5/2037", None, "la", "Ba", None],
        [4, None, "8:00", "tinh", "Bốn", None],
        [5, "1/5/2037", None, "tinh", "Chào {ten}", None],
        [6, "1/5/2037", None, "tinh", "Tốt", None],
    )
    found = office.look(raw)
    assert [problem.path for problem in found.problems] == ["B2", "C3", "D4", "C5", "E6"]
    assert "“31/2/2037” không có trên lịch" in str(found.problems[0])
    assert len(found.drafts) == 1
    assert office.files() == []


def test_the_same_table_twice_adds_nothing(office: Office) -> None:
    raw = book(HEAD, [1, "1/5/2037", None, "tinh", "Một", None], [2, "1/5/2037", None, "tinh", "Một", None])
    write_all(office.look(raw))
    assert len(office.files()) == 2
    again = office.look(raw)
    assert (len(again.new), len(again.drafts)) == (0, 2)


def test_when_a_file_cannot_be_written_none_is(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    found = office.look(book(HEAD, *([n, "1/5/2037", None, "tinh", f"Bài {n}", None] for n in range(5))))
    at_once, calls = os.link, []

    def full(ready: Path, path: Path) -> None:
        calls.append(path)
        if len(calls) == 4:
            raise OSError(28, "No space left on device")
        at_once(ready, path)

    monkeypatch.setattr(os, "link", full)
    with pytest.raises(OSError, match="No space"):
        write_all(found)
    assert office.files() == []


def test_ten_thousand_rows_with_five_hundred_errors_are_told_in_time(office: Office) -> None:
    rows = [[n, "1/5/2037", "25:00" if n % 20 == 0 else "8:00", "tinh", f"Bài số {n}", None] for n in range(10_000)]
    begun = time.monotonic()
    found = office.look(book(HEAD, *rows))
    assert (len(found.problems), len(found.drafts)) == (500, 9_500)
    assert time.monotonic() - begun < 60


@pytest.mark.parametrize(
    ("raw", "name", "said"),
    [
        (b"", "a.xlsx", "trống"),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "a.xls", ".xlsx"),
        (b"PK\x03\x04hong", "a.xlsx", "bị hỏng"),
        (b"a,b,c\n1,2,3\n", "a.csv", "Không thấy hàng tiêu đề"),
        (bytes(range(128, 256)), "a.csv", "UTF-8"),
        (b"%PDF-1.7", "a.pdf", ".xlsx"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_with_what_to_do(raw: bytes, name: str, said: str) -> None:
    with pytest.raises(SheetRefused, match=said):
        read_sheet(raw, name)


def test_too_many_rows_and_a_zip_bomb_are_refused() -> None:
    with pytest.raises(SheetRefused, match="dài hơn 10000 dòng"):
        read_sheet(("Ngày,Nội dung\n" + "1/5/2037,x\n" * 10_100).encode(), "a.csv")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * 130_000_000)
    with pytest.raises(SheetRefused, match="bung ra"):
        read_sheet(out.getvalue(), "a.xlsx")


def test_the_template_is_read_as_it_is(office: Office) -> None:
    found = office.look(template())
    assert [(draft.at, draft.title) for draft in found.drafts] == []
    assert [problem.path for problem in found.problems] == ["C2"]


@pytest.mark.parametrize("text", ["7:30", "07h30", "7h30", "07:30:00", "7.30"])
def test_times_are_read_as_people_write_them(text: str) -> None:
    assert a_time(text).strftime("%H:%M") == "07:30"


@pytest.mark.parametrize("text", ["30/4/2037", "30-04-2037", "2037-04-30", "30.4.2037", "Thứ năm, 30/4/2037"])
def test_dates_are_read_as_people_write_them(text: str) -> None:
    assert a_date(text) == date(2037, 4, 30)


@pytest.mark.parametrize("text", ["30/4/2037 07:30", "07h30 30/4/2037", "2037-04-30T07:30", "30/4/2037, 7:30"])
def test_moments_are_read_as_people_write_them(text: str) -> None:
    assert a_moment(text).isoformat() == "2037-04-30T07:30:00"
