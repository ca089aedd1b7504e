"""Inputs of strangers: the same kinds as the rows of the round's table of cases, in other forms.

    python tests/strangers/inputs.py OUT     writes OUT/<kind>/<input>/...
    python tests/strangers/inputs.py --list  writes LIST.md beside this file

An input is laid over an office with the pages `tinh` and `huyen` and `approval = "none"`: what is
under `queue/` goes there, a sheet is imported, a `.json` is a body of POST /api/v1/entries.
`INPUTS` says what is right; "either ... or" leaves the choice, "control" must go through unharmed.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

HERE = Path(__file__).parent
DAY = date(2036, 12, 20)
SERIAL = (DAY - date(1899, 12, 30)).days
HEAD = ["Ngày", "Giờ", "Trang", "Nội dung"]


@dataclass(frozen=True)
class Input:
    kind: str
    name: str
    files: dict[str, bytes]
    right: str


INPUTS: list[Input] = []


def given(kind: str, name: str, files: dict[str, bytes], right: str) -> None:
    INPUTS.append(Input(kind, name, files, " ".join(right.split())))


# ---------------------------------------------------------------- how files are written


def post(
    text: str, pages: str = '["tinh"]', at: str = "2036-12-20T07:30:00", more: str = ""
) -> str:
    return f"+++\npages = {pages}\nat = {at}\n{more}+++\n{text}\n"


def queue(name: str, text: str | bytes, folder: str = "posts") -> dict[str, bytes]:
    raw = text if isinstance(text, bytes) else text.encode()
    return {f"queue/{folder}/{name}": raw}


def campaign(lines: str) -> dict[str, bytes]:
    head = (
        '+++\ntitle = "Tháng hành động"\nfrom = 2036-12-01\nuntil = 2036-12-05\n'
        'pages = ["tinh"]\nslots = ["09:00"]\n+++\n'
    )
    return queue("thang.md", head + lines + "\n", "campaigns")


def csv(lines: list[str], sep: str = ";", head: list[str] | None = None) -> str:
    return "\r\n".join([sep.join(head or HEAD), *lines]) + "\r\n"


def saved(book: Any) -> bytes:
    """The workbook's bytes, the same each time."""
    raw, out = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2020-01-01T00:00:00Z", part)
            # openpyxl leaves a height of 0 away.
            part = part.replace(b'<row r="5" customHeight', b'<row r="5" ht="0" customHeight')
            new.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), part)
    return out.getvalue()


def sheet(
    rows: list[list[Any]],
    change: Callable[[Any], None] | None = None,
    head: list[str] | None = None,
) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.append(head or HEAD)
    for row in rows:
        page.append(row)
    if change:
        change(page)
    return saved(book)


def row(hour: str, text: Any, page: Any = "tinh", day: Any = DAY) -> list[Any]:
    return [day, hour, page, text]


# ---------------------------------------------------------------- 01: heads that are none

REFUSED = "Refused, naming file and line; no word of the head is ever published, to no page."

given(
    "01-rao",
    "yaml-ba-cham",
    queue(
        "b.md", "\ufeff---\npages: [tinh, huyen]\nat: 2036-12-20 07:30\n...\nMời họp chi đoàn.\n"
    ),
    "YAML closed by `...`, behind a BOM. " + REFUSED,
)
given(
    "01-rao",
    "json",
    queue(
        "b.md", '{\n  "pages": ["tinh"],\n  "at": "2036-12-20T07:30:00"\n}\n\nMời họp chi đoàn.\n'
    ),
    "JSON head. " + REFUSED,
)
given(
    "01-rao",
    "khong-rao",
    queue("b.md", 'pages = ["tinh"]\nat = 2036-12-20T07:30:00\n\nMời họp chi đoàn.\n'),
    "TOML without a fence. " + REFUSED,
)
given(
    "01-rao",
    "khong-dong",
    queue("b.md", '+++\npages = ["tinh"]\nat = 2036-12-20T07:30:00\n\nMời họp chi đoàn.\n'),
    "The fence is opened and never closed. " + REFUSED,
)
given(
    "01-rao",
    "toml-trong-code",
    queue("b.md", '```toml\npages = ["tinh"]\nat = 2036-12-20T07:30:00\n```\nMời họp chi đoàn.\n'),
    "As a chat program hands it over: the head in a code block. " + REFUSED,
)
given(
    "01-rao",
    "trang-truoc-rao",
    queue("b.md", "\n\u200b\n" + post("Mời họp chi đoàn.")),
    "Blank line and U+200B above the fence. Either read as the head (tinh, 07:30, text without it) "
    "or refused; never text, never all pages.",
)
given(
    "01-rao",
    "rao-thut-vao",
    queue("b.md", " +++\n pages = ['tinh']\n at = 2036-12-20T07:30:00\n +++ \nMời họp chi đoàn.\n"),
    "Fence and keys indented by a blank. Either read or refused; never text.",
)
given(
    "01-rao",
    "dau-viet-tay",
    queue("b.md", "Trang: tinh\nNgày đăng: 20/12/2036 07:30\n\nMời họp chi đoàn lúc 8 giờ.\n"),
    "A head typed in Vietnamese. Refused or asked about; not published to all pages.",
)
given(
    "01-rao",
    "doi-chung",
    queue("b.md", post("Mời họp\n---\nThời gian: 8 giờ\n+++\nĐịa điểm: hội trường")),
    "Control: a right post whose text holds `---`, `+++` and `x: y` lines. Goes out whole, to tinh.",
)

# ---------------------------------------------------------------- 02: blank and merged cells


def merged(*ranges: str) -> Callable[[Any], None]:
    def change(page: Any) -> None:
        for each in ranges:
            page.merge_cells(each)

    return change


given(
    "02-o-gop",
    "gop-trang-va-chan",
    {
        "bang.xlsx": sheet(
            [
                row("07:30", "Bài sáng"),
                row("09:00", "Bài trưa", None),
                row("15:00", "Bài chiều", None),
                ["Tổng cộng: 03 bài", None, None, None],
                [None, None, None, "NGƯỜI LẬP BIỂU"],
            ],
            merged("C2:C4", "A5:D5"),
        )
    },
    "Page merged over three rows: tinh for each. 'Tổng cộng' and 'NGƯỜI LẬP BIỂU' are no posts: "
    "asked about or refused with their row, never 'all pages, next slot'.",
)
given(
    "02-o-gop",
    "gop-noi-dung",
    {
        "bang.xlsx": sheet(
            [row("07:30", "Chúc mừng năm mới"), row("07:30", None, "huyen")], merged("D2:D3")
        )
    },
    "The text merged over two rows of two pages: one post each, the same words; or D3 asked for.",
)
given(
    "02-o-gop",
    "tieu-de-gop-ngang",
    {
        "bang.xlsx": sheet(
            [[None] * 4, HEAD, row("07:30", "Bài sáng"), row("09:00", "Bài trưa", "huyen")],
            merged("A1:D1"),
            ["KẾ HOẠCH ĐĂNG BÀI TUẦN 51", "", "", ""],
        )
    },
    "A merged title above the header row. Two posts (tinh, huyen), or refused with the row; "
    "the title and the header are no posts.",
)
given(
    "02-o-gop",
    "nhu-tren",
    {
        "bang.xlsx": sheet(
            [
                row("07:30", "Bài một"),
                row("08:30", "Bài hai", '"', '"'),
                row("nt", "Bài ba", "-nt-"),
            ]
        )
    },
    'Ditto marks (", nt, -nt-). Either the value above holds or each cell is named; no page "all".',
)
given(
    "02-o-gop",
    "o-trang-khong-gop.csv",
    {
        "bang.csv": csv(
            [
                "20/12/2036;07:30;tinh;Bài một",
                ";;;Bài hai không ngày, không trang",
                "21/12/2036;;  ;Bài ba trang là dấu cách",
                ";;;",
                "Duyệt: ........;;;",
            ]
        ).encode("utf-8-sig")
    },
    "Blank cells in rows with neighbours: B, C of rows 3, 4 asked for. Row 5 is empty, row 6 a "
    "footer: no posts.",
)
given(
    "02-o-gop",
    "tat-ca-co-y",
    {"bang.xlsx": sheet([row("07:30", "Gửi mọi trang", "*")])},
    'Control: "*" is a deliberate "all": one post for tinh and huyen.',
)

# ---------------------------------------------------------------- 03: copies

SAME = "Hội nghị người lao động khai mạc lúc 8 giờ ngày 20/12/2036 tại hội trường tầng 2."

given(
    "03-ban-sao",
    "khac-byte",
    {
        **queue("hoi-nghi.md", post(SAME)),
        **queue(
            "hoi-nghi (bản sao).md",
            "\ufeff" + unicodedata.normalize("NFD", post(SAME + "  ")).replace("\n", "\r\n"),
        ),
    },
    "The same words in NFD, with BOM, CR LF and blanks at the end: told as copies, one goes out.",
)
given(
    "03-ban-sao",
    "xung-dot",
    {
        **queue("hoi-nghi.md", post(SAME, '["tinh", "huyen"]')),
        **queue("hoi-nghi (Xung đột của Lan 2036-12-01).md", post(SAME, '["huyen", "tinh"]')),
        **queue("hoi-nghi~1.md", post(SAME, '["huyen"]', "2036-12-20T09:00:00")),
    },
    "A sync program's copies; pages in other order, one at another hour of the day: told, and each "
    "page gets the words once unless a person says otherwise.",
)
given(
    "03-ban-sao",
    "thu-muc-con",
    {**queue("hoi-nghi.md", post(SAME)), **queue("tuan-51/hoi-nghi.md", post(SAME))},
    "The copy lies in a subfolder: told as copies, one goes out.",
)
given(
    "03-ban-sao",
    "doi-chung",
    {
        **queue("hop-1.md", post("Họp tổ 1 lúc 8 giờ.")),
        **queue("hop-2.md", post("Họp tổ 2 lúc 9 giờ.", at="2036-12-20T08:30:00")),
    },
    "Control: like each other, but other words: both go out, no question.",
)

# ---------------------------------------------------------------- 04: control characters

SURVIVES = "Afterwards calendar.xlsx, .ics, PDF, report.docx/.xlsx and JSON are made without fault."

given(
    "04-ky-tu",
    "ngat-trang-va-dong",
    queue("b.md", post("Trang một\x0cTrang hai\u2028Dòng ba\u2029Đoạn bốn\u0085Dòng năm")),
    "U+000C, U+2028, U+2029, U+0085: line breaks, five lines. " + SURVIVES,
)
given(
    "04-ky-tu",
    "nul-va-esc",
    queue("b.md", post("Chào\x00mừng \x1b[1mđại hội\x1b[0m\x07 \x7fcấp xã")),
    "NUL, ESC, BEL, DEL: out or told with their line; PostgreSQL takes the text. " + SURVIVES,
)
given(
    "04-ky-tu",
    "phi-ky-tu",
    queue("b.md", post("Chào mừng\uffff đại hội\ufffe \ufdd0cấp xã \U0001ffff.")),
    "Noncharacters (XML forbids the first two): out or told. " + SURVIVES,
)
given(
    "04-ky-tu",
    "trong-bang.csv",
    {"bang.csv": csv(['20/12/2036;07:30;tinh;"Dòng một\x0bDòng hai\x1f"']).encode("utf-8-sig")},
    "U+000B and U+001F in a CSV cell: two lines, the rest out or told. " + SURVIVES,
)

# ---------------------------------------------------------------- 06: encodings

WORDS = post("Bài lưu bằng một chương trình khác: ưu đãi đoàn viên, ổn định việc làm.")
SAME_EVERYWHERE = (
    "Read, with the same words in check, preview, desk and API; saved as UTF-8. No 500."
)

given("06-ma", "utf16-be", queue("b.md", b"\xfe\xff" + WORDS.encode("utf-16-be")), SAME_EVERYWHERE)
given(
    "06-ma",
    "utf16-khong-bom",
    queue("b.md", WORDS.encode("utf-16-le")),
    "UTF-16 without a BOM: read, or refused in words that name the encoding; never published with "
    "NULs between the letters, no 500 at any door.",
)
given(
    "06-ma",
    "utf8-bom-crlf",
    queue("b.md", b"\xef\xbb\xbf" + WORDS.replace("\n", "\r\n").encode()),
    "Control. " + SAME_EVERYWHERE + " No BOM or CR in the post.",
)
given(
    "06-ma",
    "windows-1258",
    queue("b.md", post("ưu đa\u0303i đoa\u0300n viên").encode("cp1258")),
    "Windows-1258 bytes: refused, saying that the file is not UTF-8, at every door alike.",
)
given(
    "06-ma",
    "excel-van-ban-unicode",
    {"bang.txt": csv(["20/12/2036\t07:30\ttinh\tƯu đãi đoàn viên"], "\t").encode("utf-16")},
    "Excel's 'Unicode Text' (UTF-16, tabs): one post at 07:30, or refused by name of its kind.",
)
given(
    "06-ma",
    "csv-utf16",
    {"bang.csv": csv(["20/12/2036\t07:30\ttinh\tƯu đãi đoàn viên"], "\t").encode("utf-16")},
    "The same named .csv.",
)

# ---------------------------------------------------------------- 10: list marks

given(
    "10-gach",
    "dau-tron",
    campaign("•\tMột lòng theo Đảng!\n·  Hai tốt trong dạy và học!\n▪ Ba sạch trong gia đình!"),
    "Three slogans.",
)
given(
    "10-gach",
    "so-va-chu",
    campaign("1. Một lòng theo Đảng!\n2) Hai tốt!\n3/ Ba sạch!\na) Bốn tại chỗ!\n(5) Năm không!"),
    "Five slogans without their marks, or each line told; never joined.",
)
given(
    "10-gach",
    "zalo",
    campaign("✅ Một lòng theo Đảng!\n👉 Hai tốt trong dạy và học!\n🔹Ba sạch trong gia đình!"),
    "Three slogans (the sign kept or taken off), or each line told; never joined.",
)
given(
    "10-gach",
    "khong-cach",
    campaign("-Một lòng theo Đảng!\n–Hai tốt trong dạy và học!\n*Ba sạch trong gia đình!"),
    "Marks without a blank: three slogans, or each line told.",
)
given(
    "10-gach",
    "noi-tiep",
    campaign(
        "– Nhiệt liệt chào mừng Đại hội Công đoàn tỉnh,\n  nhiệm kỳ 2035 – 2040!\n"
        "– Đảng – Niềm tin – Mùa xuân!\n\n– 100% đoàn viên tham gia!"
    ),
    "Three slogans: the second line goes on the first; dashes inside a line part nothing; "
    "a blank line between items changes nothing.",
)
given(
    "10-gach",
    "cau-so",
    campaign("- 20.11 - Ngày hội của thầy cô!\n- 5 không, 3 sạch!\n- 30/4 và 1/5 rực rỡ cờ hoa!"),
    "Control: three slogans; numbers behind the mark belong to the words.",
)

# ---------------------------------------------------------------- 11: files that nobody reads

given(
    "11-bo-qua",
    "duoi-khac",
    {
        **queue("bai.md.txt", post("Windows giấu đuôi tệp")),
        **queue("bai.markdown", post("Đuôi dài")),
        **queue("bai.MD", post("Đuôi viết hoa")),
        **queue("bai.docx", b"PK\x03\x04 khong phai Word"),
    },
    "Each of the four is read or named with why not; the return code is not 0 when one is unread.",
)
given(
    "11-bo-qua",
    "thu-muc-sai-ten",
    {
        **queue("bai.md", post("Thư mục số ít"), "post"),
        **queue("bai.md", post("Thư mục viết hoa"), "Posts 2"),
        **queue("thang.md", post("Thư mục số ít"), "campaign"),
    },
    "Three files in folders of another name: each named.",
)
given(
    "11-bo-qua",
    "tam-va-an",
    {
        **queue("bai.md~", post("Bản lưu của trình soạn thảo")),
        **queue("~$bai.md", b"\x04Lan"),
        **queue(".bai.md", post("Tệp ẩn")),
        **queue("bai.md.part", post("Tải dở")),
        **queue("bai.md.crdownload", b""),
    },
    "Half-downloaded files are named; an editor's own files may be passed over, said in one line.",
)
given(
    "11-bo-qua",
    "rong",
    {**queue("rong.md", b""), **queue("chi-dau-cach.md", b" \r\n\t\n")},
    "Two empty files: named, not posts.",
)


# ---------------------------------------------------------------- 12: sheets of a workbook


def book(change: Callable[[Any], None]) -> bytes:
    made = openpyxl.Workbook()
    made.active.title = "Tháng 12"
    for each in (HEAD, row("07:30", "Bài tháng mười hai")):
        made.active.append(each)
    change(made)
    return saved(made)


def _hidden(made: Any) -> None:
    for name, state in (("Nháp", "hidden"), ("Cũ", "veryHidden")):
        page = made.create_sheet(name)
        page.append(HEAD)
        page.append(row("08:30", f"Bài ở trang tính {name}"))
        page.sheet_state = state


def _other_head(made: Any) -> None:
    page = made.create_sheet("Tháng 1")
    page.append(["Thời gian", "Đăng ở đâu", "Lời"])
    page.append(["05/01/2037 07:30", "huyen", "Bài tháng một"])


def _empty_first(made: Any) -> None:
    made.create_sheet("Bìa", 0)["A1"] = "KẾ HOẠCH TRUYỀN THÔNG QUÝ IV"
    made.active = 0
    made.create_sheet("Trống")


given(
    "12-trang-tinh",
    "an",
    {"bang.xlsx": book(_hidden)},
    "One post; the hidden and the very hidden sheet are named and not queued without consent.",
)
given(
    "12-trang-tinh",
    "dau-khac",
    {"bang.xlsx": book(_other_head)},
    "The second sheet has other heads: named as unread (or asked about), not left out silently.",
)
given(
    "12-trang-tinh",
    "bia-truoc",
    {"bang.xlsx": book(_empty_first)},
    "A cover sheet stands first: the post of 'Tháng 12' is read, or the cover is named; "
    "the empty sheet needs no word.",
)


# ---------------------------------------------------------------- 12b: hidden and struck rows


def _collapsed(page: Any) -> None:
    page.row_dimensions.group(3, 4, hidden=True)
    page.row_dimensions[5].height = 0


def _filtered(page: Any) -> None:
    page.auto_filter.ref = "A1:D4"
    page.auto_filter.add_filter_column(2, ["tinh"])
    page.row_dimensions[3].hidden = True


def _column(page: Any) -> None:
    page.column_dimensions["C"].hidden = True


def _struck(page: Any) -> None:
    page["D2"].font = Font(strike=True)
    page["D3"] = CellRichText(
        "Họp lúc ", TextBlock(InlineFont(strike=True), "8 giờ"), " 9 giờ sáng mai"
    )
    page["B4"].font = Font(strike=True)


THREE = [row("07:30", "Bài một"), row("08:30", "Bài hai", "huyen"), row("09:30", "Bài ba")]

given(
    "12b-an-gach",
    "nhom-gap-lai",
    {"bang.xlsx": sheet([*THREE, row("10:30", "Bài bốn")], _collapsed)},
    "Rows 3-4 folded away, row 5 of height 0: said, queued only with consent.",
)
given(
    "12b-an-gach",
    "bo-loc",
    {"bang.xlsx": sheet(THREE, _filtered)},
    "An automatic filter hides row 3: said, queued only with consent; rows 2 and 4 are posts.",
)
given(
    "12b-an-gach",
    "cot-trang-an",
    {"bang.xlsx": sheet(THREE, _column)},
    "The page's column is hidden: its values hold (tinh, huyen, tinh); never 'all pages'.",
)
given(
    "12b-an-gach",
    "gach-mot-phan",
    {"bang.xlsx": sheet(THREE, _struck)},
    "Text struck (row 2), a word of it struck (row 3: 'Họp lúc 9 giờ sáng mai' or asked), the "
    "hour struck (row 4): each told; '8 giờ 9 giờ' never goes out without a question.",
)

# ---------------------------------------------------------------- 13: errors in cells

given(
    "13-o-loi",
    "moi-loi",
    {
        "bang.xlsx": sheet(
            [
                row("07:30", "#DIV/0!"),
                row("08:30", "#NAME?"),
                row("09:30", "#VALUE!"),
                row("10:30", "#NULL!"),
                row("11:30", "#NUM!"),
                row("07:30", "Trang lỗi", "#N/A"),
                row("07:30", "Ngày lỗi", "tinh", "#REF!"),
                row("#VALUE!", "Giờ lỗi"),
            ]
        )
    },
    "Each of the eight cells named as a broken formula with its place; nothing queued.",
)
given(
    "13-o-loi",
    "cong-thuc-chua-tinh",
    {
        "bang.xlsx": sheet(
            [
                row("07:30", "Bài một"),
                row("07:30", '="Bài "&"hai"', "tinh", "=A2+1"),
                row("07:30", "Bài ba", "=C2"),
            ]
        )
    },
    "Formulas without a stored value (written by a script): the cells named; an uncounted page is "
    "not 'all pages', an uncounted date not 'next slot', `=...` no text.",
)
given(
    "13-o-loi",
    "trong.csv",
    {
        "bang.csv": csv(
            [
                "20/12/2036;07:30;tinh;#N/A",
                "20/12/2036;08:30;tinh;#ERROR!",
                "20/12/2036;09:30;tinh;Loading...",
                "########;10:30;tinh;Cột hẹp",
            ]
        ).encode("utf-8-sig")
    },
    "The errors of Excel and Google in text form: each named (Loading... at least doubted).",
)
given(
    "13-o-loi",
    "doi-chung",
    {
        "bang.xlsx": sheet(
            [row("07:30", "#TuHaoCongDoan #2036"), row("08:30", "Lỗi #REF! trong Excel là gì?")]
        )
    },
    "Control: hashtags and a sentence about an error are posts.",
)

# ---------------------------------------------------------------- 13b: _x000D_

given(
    "13b-x000d",
    "cac-ma",
    {"bang.xlsx": sheet([row("07:30", "Một_x000A_hai_x000d_\nba_x0009_bốn_x000B_năm")])},
    "_x000A_, lower-case _x000d_, _x0009_, _x000B_: line breaks and a blank; no `_x` stands.",
)
given(
    "13b-x000d",
    "o-khac",
    {"bang.xlsx": sheet([row("07:30_x000D_", "Bài một", "tinh_x000D_\n")])},
    "In the hour and the page: 07:30 and tinh, or the cells named; never 'all pages'.",
)
given(
    "13b-x000d",
    "doi-chung",
    {"bang.xlsx": sheet([row("07:30", "Mã hàng _x005F_x000D_ và ten_x0_tep")])},
    "Control: `_x005F_` is an escaped underscore: the text is 'Mã hàng _x000D_ và ten_x0_tep'.",
)

# ---------------------------------------------------------------- 14: times

AT = ["at", "page", "content"]


def at_csv(*times: str) -> dict[str, bytes]:
    return {"bang.csv": csv([f"{at},tinh,Bài {at}" for at in times], ",", AT).encode()}


given(
    "14-gio",
    "co-mui.csv",
    at_csv(
        "2036-12-20T07:30:00+07:00",
        "2036-12-20T00:30:00.000Z",
        "2036-12-20 00:30:00+00:00",
        "2036-12-20T09:30:00+0900",
        "2036-12-19T23:30:00-01:00",
    ),
    "All five are 07:30 on the 20th (Vietnam), or refused; none at 00:30, 09:30 or on the 19th.",
)
given(
    "14-gio",
    "ten-mui.csv",
    at_csv("2036-12-20T00:30:00 UTC", "2036-12-20T07:30:00 ICT", "2036-12-20T07:30 (GMT+7)"),
    "Zones by name: 07:30, or refused; never cut off.",
)
given(
    "14-gio",
    "khong-co.csv",
    at_csv("2036-12-20T24:30:00", "2036-02-30T07:30:00", "2036-12-20T07:60", "2036-13-01T07:30"),
    "Times that do not exist: each refused with its row.",
)
given(
    "14-gio",
    "viet-tay.csv",
    {
        "bang.csv": csv(
            [
                "20/12/2036;7h30;tinh;Bảy giờ rưỡi sáng một",
                "20/12/2036;7 giờ 30;tinh;Bảy giờ rưỡi sáng hai",
                "20/12/2036;07.30;tinh;Bảy giờ rưỡi sáng ba",
                "20/12/2036;7:30 CH;tinh;Bảy giờ rưỡi tối một",
                "20/12/2036;7:30 PM;tinh;Bảy giờ rưỡi tối hai",
                "20/12/36;19h30;tinh;Bảy giờ rưỡi tối ba",
                "12/20/2036;07:30;tinh;Tháng mười ba",
                "20/12;07:30;tinh;Không năm",
                "thứ Bảy;07:30;tinh;Không ngày",
            ]
        ).encode("utf-8-sig")
    },
    "Morning rows 07:30, evening rows 19:30, or refused; 'CH/PM' is never dropped; the last three "
    "rows are refused.",
)
given(
    "14-gio",
    "o-so.xlsx",
    {
        "bang.xlsx": sheet(
            [
                row("07:30", "Ngày là số", "tinh", SERIAL),
                [DAY, time(7, 30), "tinh", "Giờ là ô giờ"],
                [DAY, 0.3125, "tinh", "Giờ là phân số"],
                [datetime.combine(DAY, time(15, 0)), "07:30", "tinh", "Ngày đã có giờ khác"],
                [datetime.combine(DAY, time(7, 30)), None, "tinh", "Giờ nằm trong ô ngày"],
                row("730", "Giờ không dấu"),
            ]
        )
    },
    "Rows 2, 3, 4: 07:30 on 20/12/2036, or refused. Row 5: two hours that differ are asked about. "
    "Row 6: 07:30, not the default hour by chance. Row 7: refused (or 07:30).",
)
given(
    "14-gio",
    "tep-bai",
    {
        **queue("z.md", post("Giờ UTC", at="2036-12-20T00:30:00Z")),
        **queue("lech.md", post("Giờ Tokyo", at="2036-12-20T09:30:00+09:00")),
        **queue("chu.md", post("Giờ trong nháy", at='"2036-12-20 07:30"')),
        **queue("ngay.md", post("Chỉ có ngày", at="2036-12-20")),
        **queue("gio.md", post("Chỉ có giờ", at="07:30:00")),
        **queue("so.md", post("Giờ là số", at="2113345800")),
    },
    "z, lech, chu: 07:30 or refused; ngay, gio, so: refused (or asked); none at 00:30 or 09:30.",
)
for name, at, right in (
    ("api-lech", "2036-12-20T00:30:00+00:00", "07:30 local, or refused (422)."),
    ("api-lech-gon", "20361220T003000Z", "07:30 local, or refused (422)."),
    ("api-so", 2113345800, "A number: refused (422), never taken as local seconds."),
    ("api-mili", "2113345800000", "Milliseconds as text: refused (422)."),
    ("api-ngay", "2036-12-20", "A day without an hour: refused (422); never 00:00."),
    ("api-trong", "", "An empty time: refused (422); never 'next slot'."),
):
    given(
        "14-gio",
        name,
        {"body.json": json.dumps({"text": "Bài qua API", "pages": ["tinh"], "at": at}).encode()},
        right,
    )

# ---------------------------------------------------------------- 17: Markdown

TOLD = "Lint or composer tells it and offers plain text; no mark of Markdown on page or card."

given(
    "17-markdown",
    "dau-nhan",
    queue("b.md", post("_Nghiêng_ và __đậm__, ~~bỏ~~, `mã`, ***cả hai***")),
    TOLD,
)
given(
    "17-markdown",
    "khoi",
    queue(
        "b.md",
        post("> Lời trích\n\n```\nmã\n```\n\n| Giờ | Việc |\n|---|---|\n| 8h | Họp |\n\n***"),
    ),
    TOLD,
)
given(
    "17-markdown",
    "html",
    queue(
        "b.md", post("<b>Kính mời</b> &quot;đoàn viên&quot; &#272;ông &amp; đủ<br/><p>Trân trọng")
    ),
    TOLD,
)
given(
    "17-markdown",
    "lien-ket",
    queue(
        "b.md",
        post("Xem <https://a.example.vn>, [1]: https://b.example.vn, [ở đây][1] - [x] xong\\."),
    ),
    TOLD + " The addresses stay.",
)
given(
    "17-markdown",
    "the-anh",
    queue("b.md", post("# Đoàn kết\n*Sáng tạo*", more='card = "slogan"\n')),
    TOLD + " Nothing of `#` and `*` is drawn on the card.",
)
given(
    "17-markdown",
    "doi-chung",
    queue(
        "b.md",
        post(
            "#ThangCongNhan 5 * 3 * 2 = 30; thư: cong_doan_tinh@example.vn; a < b > c; "
            "R&D; i <3 u; * Lưu ý: mang thẻ; tệp bao_cao_2036.xlsx"
        ),
    ),
    "Control: nothing told, nothing changed.",
)

# ---------------------------------------------------------------- 18: look-alikes

given(
    "18-giong",
    "kirin-hy-lap",
    queue("b.md", post("C\u043eng đoàn, \u0421ông đoàn, đ\u043eàn viên, \u0391n toàn, \u0412áo")),
    "Cyrillic and Greek letters inside Vietnamese words: each told, one click mends them.",
)
given(
    "18-giong",
    "chu-d",
    queue("b.md", post("\u0110ảng, \u0189ại hội, \u00d0oàn, \u0111oàn, \u0257oàn, \u00f0iện")),
    "U+0189, U+00D0, U+0257, U+00F0 told, one click gives Đ/đ; U+0110, U+0111 are right.",
)
given(
    "18-giong",
    "vo-hinh",
    queue(
        "b.md", post("Công\u00a0đo\u00adàn t\u200bỉnh \u202eabc\u202c #Cong\u2060Doan \ufeffhết")
    ),
    "Soft hyphen, U+200B, U+2060, U+FEFF, direction marks: out or told; U+00A0 is a blank.",
)
given(
    "18-giong",
    "toan-khoi",
    queue("b.md", post("ＣＨÀＯ ＭỪＮＧ ４０ năm; 𝐂𝐨̂𝐧𝐠 đ𝐨𝐚̀𝐧; #ＣôｎｇĐｏàｎ")),
    "Full-width and mathematical letters (from 'font' sites): told, one click gives plain letters.",
)
given(
    "18-giong",
    "the-va-ten",
    queue("b.md", post("#C\u043engDoan", '["tinh"]', more='tags = ["Thang\u0421ongNhan"]\n')),
    "In hashtags: told with the letter's place (an unknown key is refused by name).",
)
given(
    "18-giong",
    "doi-chung",
    queue("b.md", post("Đoàn Москва, thư viện Ленин, tia α, β-caroten, 5 µm, Ørsted, café, naïve")),
    "Control: whole words of another script, single Greek letters, Western names: nothing told.",
)


# ---------------------------------------------------------------- writing


def build(out: Path) -> list[Path]:
    made: list[Path] = []
    for each in INPUTS:
        folder = out / each.kind / each.name
        for name, raw in each.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)
        made.append(folder)
    return made


def listed() -> str:
    lines = [
        "# Inputs of strangers",
        "",
        "Written by `inputs.py --list`; `inputs.py OUT` makes them. Kinds are the rows of the round's",
        "table of cases. Written by somebody who had not read the code.",
        "",
        "| kind | input | files | what is right |",
        "|---|---|---|---|",
    ]
    for each in INPUTS:
        files = ", ".join(f"`{name}`" for name in each.files)
        right = each.right.replace("|", "\\|")
        lines.append(f"| {each.kind} | {each.name} | {files} | {right} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, nargs="?")
    parser.add_argument("--list", action="store_true")
    told = parser.parse_args()
    if told.list:
        (HERE / "LIST.md").write_text(listed(), "utf-8")
    if told.out:
        build(told.out)


if __name__ == "__main__":
    main()
