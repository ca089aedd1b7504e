"""Sheets of strangers (`tests/strangers/LIST.md`): each row is a post as it was meant, or is named."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from publisher.features.authoring.import_sheet import DryRun, dry_run, write_all
from publisher.queuefiles.sheets import read_here
from tests.features.authoring.test_import_sheet import Office
from tests.strangers.inputs import DAY, INPUTS, Input

# What becomes a post: "row page hour text" on 20/12/2036 where nothing else is said; and the cells
# and rows that are named.
RIGHT = {
    "gop-trang-va-chan": (
        ["2 tinh 07:30 Bài sáng", "3 tinh 09:00 Bài trưa", "4 tinh 15:00 Bài chiều"],
        ["5", "6"],
    ),
    "gop-noi-dung": (
        ["2 tinh 07:30 Chúc mừng năm mới", "3 huyen 07:30 Chúc mừng năm mới"],
        [],
    ),
    "tieu-de-gop-ngang": (["4 tinh 07:30 Bài sáng", "5 huyen 09:00 Bài trưa"], ["1"]),
    "nhu-tren": (
        ["2 tinh 07:30 Bài một", "3 tinh 08:30 Bài hai", "4 tinh 08:30 Bài ba"],
        [],
    ),
    "o-trang-khong-gop.csv": (["2 tinh 07:30 Bài một"], ["A3", "B4", "C3", "C4", "6"]),
    "tat-ca-co-y": (["2 * 07:30 Gửi mọi trang"], []),
    "trong-bang.csv": (["2 tinh 07:30 Dòng một/Dòng hai"], []),
    "excel-van-ban-unicode": (["2 tinh 07:30 Ưu đãi đoàn viên"], []),
    "csv-utf16": (["2 tinh 07:30 Ưu đãi đoàn viên"], []),
    "an": (["2 tinh 07:30 Bài tháng mười hai"], ["Nháp", "Cũ"]),
    "dau-khac": (["2 tinh 07:30 Bài tháng mười hai"], ["dòng Tháng 1!2", "Đăng ở đâu"]),
    "bia-truoc": (["2 tinh 07:30 Bài tháng mười hai"], ["Bìa"]),
    "nhom-gap-lai": (["2 tinh 07:30 Bài một"], ["3", "4", "5"]),
    "bo-loc": (["2 tinh 07:30 Bài một", "4 tinh 09:30 Bài ba"], ["3"]),
    "cot-trang-an": (
        ["2 tinh 07:30 Bài một", "3 huyen 08:30 Bài hai", "4 tinh 09:30 Bài ba"],
        [],
    ),
    "gach-mot-phan": ([], ["2", "3", "4"]),
    "moi-loi": ([], ["D2", "D3", "D4", "D5", "D6", "C7", "A8", "B9"]),
    "cong-thuc-chua-tinh": (["2 tinh 07:30 Bài một"], ["A3", "D3", "C4"]),
    "trong.csv": ([], ["D2", "D3", "D4", "A5"]),
    "13-o-loi doi-chung": (
        ["2 tinh 07:30 #TuHaoCongDoan #2036", "3 tinh 08:30 Lỗi #REF! trong Excel là gì?"],
        [],
    ),
    "cac-ma": (["2 tinh 07:30 Một/hai/ba\tbốn/năm"], []),
    "o-khac": (["2 tinh 07:30 Bài một"], []),
    # No door could tell the code from Excel's own afterwards.
    "13b-x000d doi-chung": ([], ["D2"]),
    "co-mui.csv": (
        [
            "2 tinh 07:30 Bài 2036-12-20T07:30:00+07:00",
            "3 tinh 07:30 Bài 2036-12-20T00:30:00.000Z",
            "4 tinh 07:30 Bài 2036-12-20 00:30:00+00:00",
            "5 tinh 07:30 Bài 2036-12-20T09:30:00+0900",
            "6 tinh 07:30 Bài 2036-12-19T23:30:00-01:00",
        ],
        [],
    ),
    "ten-mui.csv": ([], ["A2", "A3", "A4"]),
    "khong-co.csv": ([], ["A2", "A3", "A4", "A5"]),
    "viet-tay.csv": (
        [
            "2 tinh 07:30 Bảy giờ rưỡi sáng một",
            "3 tinh 07:30 Bảy giờ rưỡi sáng hai",
            "4 tinh 07:30 Bảy giờ rưỡi sáng ba",
        ],
        ["B5", "B6", "A7", "A8", "A9", "A10"],
    ),
    "o-so.xlsx": (
        ["3 tinh 07:30 Giờ là ô giờ", "6 tinh 07:30 Giờ nằm trong ô ngày"],
        ["A2", "B4", "B5", "B7"],
    ),
}


def sheets() -> list[Input]:
    return [one for one in INPUTS if any("queue" not in name for name in one.files)]


def named(found: DryRun) -> list[str]:
    left = [str(why.arguments.get("row", why.arguments.get("title"))) for why in found.unread]
    return [*(str(one.path) for one in found.problems), *left, *map(str, found.unknown)]


def look(office: Office, given: Input) -> DryRun:
    ((name, raw),) = given.files.items()
    known, pages = office.app.known(), office.app.config.pages
    return dry_run(read_here(raw, name), queue=office.queue, known=known, pages=pages)


@pytest.mark.parametrize(
    "given", [one for one in sheets() if "body.json" not in one.files], ids=lambda one: one.name
)
def test_each_row_is_a_post_as_it_was_meant_or_is_named(tmp_path: Path, given: Input) -> None:
    office = Office(tmp_path)
    found = look(office, given)
    posts, places = RIGHT.get(given.name) or RIGHT[f"{given.kind} {given.name}"]
    assert sorted(named(found)) == sorted(places)
    assert [_told(post.row, post.pages, post.content, post.at) for post in found.drafts] == posts
    write_all(found)
    assert not look(office, given).new


def _told(row: int, pages: Sequence[str], content: str, at: datetime | None) -> str:
    words = content.split("+++\n", 2)[2].strip().replace("\n", "/")
    assert at
    assert at.date() == DAY
    return f"{row} {','.join(pages)} {at:%H:%M} {words}"
