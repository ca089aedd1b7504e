"""A content plan from a spreadsheet: every error by its cell, nothing half-imported."""

import io
import json
import os
import resource
import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from publisher.app import App
from publisher.config.reading import load
from publisher.domain.wallclock import clock_time, wall_day, wall_time
from publisher.features.authoring.import_sheet import (
    DryRun,
    columns,
    dry_run,
    template,
    write_all,
)
from publisher.queuefiles.front import post_of
from publisher.queuefiles.frontmatter import QueueFile, split
from publisher.queuefiles.items import as_text, is_list, is_truth, of_text
from publisher.queuefiles.schema import LEFT_OUT, Post, title_of
from publisher.queuefiles.sheets import (
    IN_A_ROW,
    NAMES,
    PlanRow,
    Sheet,
    SheetRefused,
    from_json,
    read_here,
    read_sheet,
)
from tests.letters.making import word
from tests.queuefiles.every_field import lay_media, lay_office, posts

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
        return dry_run(
            read_sheet(raw, name),
            queue=self.queue,
            known=self.app.known(),
            pages=self.app.config.pages,
        )

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
        [
            1,
            date(2037, 5, 1),
            "7h30",
            "tinh, Công đoàn huyện",
            "Chào mừng 1/5!",
            "#ThangCongNhan 1_5",
        ],
        [2, "02/5/2037", "7:30", "Tất cả", "Tin thứ hai", None],
    )
    found = office.look(raw)
    assert (found.problems, list(found.unknown)) == ([], ["STT"])
    assert len(write_all(found)) == 2
    reading = office.app.reader().refresh()
    assert not reading.problems
    first, second = sorted(reading.queue.entries, key=lambda entry: entry.id)
    assert (first.text, first.pages, first.hashtags) == (
        "Chào mừng 1/5!",
        ("tinh", "huyen"),
        ("ThangCongNhan", "1_5"),
    )
    assert str(first.when) == "At(wall_time=datetime.datetime(2037, 5, 1, 7, 30))"
    assert (second.pages, str(second.when)) == (
        ("*",),
        "At(wall_time=datetime.datetime(2037, 5, 2, 7, 30))",
    )


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
        [3, "1/5/2037", "9:00", "la", "Ba", None],
        [4, None, "8:00", "tinh", "Bốn", None],
        [5, "1/5/2037", "9:00", "tinh", "Chào {ten}", None],
        [6, "1/5/2037", "9:00", "tinh", "Tốt", None],
    )
    found = office.look(raw)
    assert [problem.path for problem in found.problems] == ["B2", "C3", "D4", "C5", "E6"]
    assert "“31/2/2037” không có trên lịch" in str(found.problems[0])
    assert len(found.drafts) == 1
    assert office.files() == []


@pytest.mark.parametrize(
    ("column", "value", "field"),
    [
        ("Đường dẫn", "bao.vn/bai", "link"),
        ("Mẫu ảnh", "slogn", "card"),
        ("Ảnh", "khong-co.jpg", "photos"),
        ("Bình luận đầu tiên", "x" * 9_000, "first_comment"),
        ("Hashtag", "Công-đoàn", "hashtags"),
    ],
)
def test_what_the_queue_would_refuse_is_told_at_the_cell_that_it_is_about(
    office: Office, column: str, value: str, field: str
) -> None:
    """Whatever words tell it: the comment's finding speaks of no column at all."""
    found = office.look(
        book(["Nội dung", "Ngày", column, "Trang"], ["Chào", "1/5/2037", value, "*"])
    )

    assert [(problem.path, problem.field) for problem in found.problems] == [("C2", field)]


def test_the_same_table_twice_adds_nothing(office: Office) -> None:
    raw = book(
        HEAD, [1, "1/5/2037", None, "tinh", "Một", None], [2, "1/5/2037", None, "tinh", "Một", None]
    )
    write_all(office.look(raw))
    assert len(office.files()) == 2
    again = office.look(raw)
    assert (len(again.new), len(again.drafts)) == (0, 2)


def test_when_a_file_cannot_be_written_none_is(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = office.look(
        book(HEAD, *([n, "1/5/2037", None, "tinh", f"Bài {n}", None] for n in range(5)))
    )
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
    rows = [
        [n, "1/5/2037", "25:00" if n % 20 == 0 else "8:00", "tinh", f"Bài số {n}", None]
        for n in range(10_000)
    ]
    begun = processor()
    found = office.look(book(HEAD, *rows))
    assert (len(found.problems), len(found.drafts)) == (500, 9_500)
    assert processor() - begun < 60


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
def test_a_file_that_is_no_plan_is_refused_with_what_to_do(
    raw: bytes, name: str, said: str
) -> None:
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


def processor() -> float:
    """Seconds of a processor that this process and those it started have used; other work on the machine counts not."""
    apart = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + apart.ru_utime + apart.ru_stime


def part(body: str, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    """A workbook with another part."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book(HEAD))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for other in old.namelist():
            new.writestr(other, body if other == name else old.read(other))
    return out.getvalue()


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.mark.parametrize(
    "raw",
    [
        part(
            f'<worksheet xmlns="{MAIN}"><sheetData>'
            + '<row r="1"/>' * 1_500_000
            + "</sheetData></worksheet>"
        ),
        part(
            f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{"<x:row/>" * 60_000}</x:sheetData></x:worksheet>'
        ),
        part(
            f'<worksheet xmlns="{MAIN}"><sheetData><row>{"<c/>" * 600_000}</row></sheetData></worksheet>'
        ),
        part(f'<sst xmlns="{MAIN}">{"<si/>" * 2_100_000}</sst>', "xl/styles.xml"),
    ],
    ids=["rows", "rows with a prefix", "cells", "styles"],
)
def test_a_workbook_of_nothing_but_elements_is_refused_in_time(raw: bytes) -> None:
    begun = processor()
    with pytest.raises(SheetRefused, match="quá nhiều ô"):
        read_sheet(raw, "a.xlsx")
    assert processor() - begun < 15


def test_ten_thousand_equal_rows_become_posts_in_time(office: Office) -> None:
    raw = (
        "Ngày;Trang;Nội dung\n" + "1/5/2037;tinh;Chào mừng ngày hội của công nhân!\n" * 9_990
    ).encode()
    begun = processor()
    found = office.look(raw, "a.csv")
    assert (len(found.new), len({draft.path for draft in found.new})) == (9_990, 9_990)
    assert processor() - begun < 20


def test_a_row_that_stands_in_the_queue_under_a_number_is_known(office: Office) -> None:
    row = ["1", "1/5/2037", None, "tinh"]
    write_all(
        office.look(book(HEAD, [*row, "Một!", None], [*row, "Một", None], [*row, "Một?", None]))
    )
    found = office.look(
        book(HEAD, [*row, "Một?", None], [*row, "Một mới", None], [*row, "Một.", None])
    )
    assert [(draft.path.stem, draft.known) for draft in found.drafts] == [
        ("2037-05-01-mot-3", True),
        ("2037-05-01-mot-moi", False),
        ("2037-05-01-mot-4", False),
    ]


def test_a_ditto_mark_takes_the_value_above_and_nothing_across_a_row_that_is_not_read(
    office: Office,
) -> None:
    rows = ("20/12/2036;07:30;tinh;Một", "〃;nt;như trên;Hai", "Ghi chú;;;", ";;nt;Ba")
    raw = "\r\n".join(("Ngày;Giờ;Trang;Nội dung", *rows)).encode()
    found = office.look(raw, "kh.csv")
    assert [(draft.row, *draft.pages, f"{draft.at:%H:%M}") for draft in found.drafts] == [
        (2, "tinh", "07:30"),
        (3, "tinh", "07:30"),
    ]
    assert found.problems[0].path == "C5"
    assert found.problems[0].reason.code == "queuefiles.nothing_above"


def test_empty_rows_behind_a_table_are_no_rows() -> None:
    raw = part(
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Ngày</t></is></c>'
        f'<c r="B1" t="inlineStr"><is><t>Nội dung</t></is></c></row><row r="200000"/></sheetData></worksheet>'
    )
    assert list(read_here(raw, "a.xlsx").rows) == []


def test_columns_that_are_too_many_are_told() -> None:
    raw = f"Ngày,Nội dung{',x' * 70}\n1/5/2037,Chào{',1' * 70}\n".encode()
    assert str(read_here(raw, "a.csv").unknown[-1]) == "từ cột BI trở đi"


def test_a_table_is_kept_and_taken_back_as_it_was() -> None:
    moment, huge = datetime.fromisoformat("2037-05-01T07:30"), 10**30
    row = [1, moment, moment.time(), 1.5, True, "Chào"]
    found = read_here(book(HEAD, row), "a.xlsx")
    assert from_json(json.loads(json.dumps(found.as_json()))) == found
    kept = from_json(
        Sheet([PlanRow(1, {"text": (huge, "A1"), "at": (float("nan"), "B1")})], []).as_json()
    )
    assert (kept.rows[0].text("text"), kept.rows[0].text("at")) == (str(huge), "nan")


@pytest.mark.parametrize(
    ("raw", "name", "said"),
    [
        (
            b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "a.xlsx",
            "có mật khẩu",
        ),
        (b"<html><table><tr><td>Ngay</td></tr></table>", "a.xls", "trang web"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<HTML>', "a.xls", "trang web"),
        (book(HEAD)[:3_000], "a.xlsx", "chưa đủ"),
        (book(HEAD).replace(b"xl/workbook", b"xl/wOrkbook"), "a.xlsx", "bị hỏng"),
        (word("Chào"), "a.xlsx", "văn bản Word"),
        (b"PK\x05\x06" + bytes(18), "a.xlsx", "bị hỏng"),
        (b"\0" * 600, "a.csv", "ký tự rỗng"),
    ],
)
def test_a_broken_or_other_file_is_told_by_what_it_is(raw: bytes, name: str, said: str) -> None:
    with pytest.raises(SheetRefused, match=said):
        read_here(raw, name)


def test_the_template_is_read_as_it_is(office: Office) -> None:
    found = office.look(template())
    assert [(draft.at, draft.title) for draft in found.drafts] == []
    assert [problem.path for problem in found.problems] == ["C2"]


@pytest.mark.parametrize("text", ["7:30", "07h30", "7h30", "07:30:00", "7.30"])
def test_times_are_read_as_people_write_them(text: str) -> None:
    assert clock_time(text).strftime("%H:%M") == "07:30"


@pytest.mark.parametrize(
    "text", ["30/4/2037", "30-04-2037", "2037-04-30", "30.4.2037", "Thứ năm, 30/4/2037"]
)
def test_dates_are_read_as_people_write_them(text: str) -> None:
    assert wall_day(text) == date(2037, 4, 30)


@pytest.mark.parametrize(
    "text", ["30/4/2037 07:30", "07h30 30/4/2037", "2037-04-30T07:30", "30/4/2037, 7:30"]
)
def test_moments_are_read_as_people_write_them(text: str) -> None:
    assert wall_time(text).isoformat() == "2037-04-30T07:30:00"


# Every field


POSTS = {
    name: {field: value for field, value in post.items() if field not in LEFT_OUT["sheet"]}
    for name, post in posts().items()
}


@pytest.mark.parametrize("name", POSTS)
def test_every_field_of_a_post_is_a_column_that_is_read(office: Office, name: str) -> None:
    lay_office(office.queue.parent)
    lay_media(office.queue / "photos")
    app, given = App(load(office.queue.parent / "config.toml")), POSTS[name]
    titles = [NAMES[field][0] for field in given]
    cells = [as_text(field, value) for field, value in given.items()]
    table = read_here(book(titles, cells), "kh.xlsx")

    found = dry_run(table, queue=office.queue, known=app.known(), pages=app.config.pages)

    assert (list(found.problems), list(found.unknown)) == ([], [])
    [path] = write_all(found)
    document = split("posts/a.md", path.read_bytes())
    assert isinstance(document, QueueFile)
    assert post_of(document, None) == Post.model_validate(given)
    again = dry_run(table, queue=office.queue, known=app.known(), pages=app.config.pages)
    assert again.new == []


def test_a_field_has_a_column_in_the_template_or_a_reason_for_none() -> None:
    shown = {name for name, *_ in columns()} - {"date", "time"} | {"at"}
    assert (shown, LEFT_OUT["sheet"].keys() & shown) == (set(IN_A_ROW), set())
    assert set(Post.model_fields) == shown | LEFT_OUT["sheet"].keys()


def test_no_two_columns_are_called_the_same() -> None:
    called = [name for names in NAMES.values() for name in names]
    assert sorted(called) == sorted(set(called))


@pytest.mark.parametrize(
    "name", [name for name in Post.model_fields if is_list(name) or is_truth(name)]
)
def test_the_example_of_a_cell_says_what_the_example_of_a_file_says(name: str) -> None:
    example = title_of(Post, name).example_value()
    said = of_text(name, as_text(name, example))
    assert Post.model_validate({name: said}) == Post.model_validate({name: example})


@pytest.mark.parametrize(
    ("title", "cell", "said"),
    [
        ("Đăng cả trong giờ nghỉ", "chắc vậy", "“chắc vậy” không phải có hay không"),
        ("Chữ trên ảnh", "07:30 01/5", "“07:30 01/5” thiếu tên hay dấu ="),
        ("Được đăng muộn", "lâu", "“lâu” không phải"),
        ("Đăng ở", "bảng tin", "“bảng tin” không dùng được"),
        ("Thẻ", "tháng-năm", "thẻ “tháng-năm” chỉ được có chữ"),
    ],
)
def test_what_does_not_fit_is_told_at_its_cell(
    office: Office, title: str, cell: str, said: str
) -> None:
    found = office.look(book(["Trang", "Nội dung", title], ["tinh", "Lời bài", cell]))
    [problem] = found.problems
    assert problem.path == "C2"
    assert problem.message.startswith(said)
