"""Nothing is passed over in silence: what was read and what is named as unread is all there is."""

import io
import re
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from publisher.features.authoring.import_sheet import DryRun, dry_run
from publisher.queuefiles.bullets import bullets, doubtful_lines
from publisher.queuefiles.sheets import SheetRefused, read_here
from tests.features.authoring.test_import_sheet import Office

# Workbooks are slow to write: a failing one is small enough, and is not made smaller.
quick = settings(
    max_examples=25,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

# ---------------------------------------------------------------- folders

FOLDERS: tuple[str, ...] = (
    "",
    "posts/",
    "posts/tuan 51/",
    "campaigns/",
    "links/",
    "photos/",
    "photos/hop/",
)
FOLDERS += ("post/", "Posts 2/", "thư/mục/sâu/")
NAMES: tuple[str, ...] = (
    "a.md",
    "b.MD",
    "c.md.txt",
    "d.docx",
    "e.jpg",
    "g.JPEG",
    "h",
    "i.markdown",
    "k.md.part",
)
NAMES += ("l.xlsx", "m.mp4", "n n.md", ".an.md", "~$o.md", "p.md~", "README.md", "q.md.crdownload")
CONTENT = {
    "posts": '+++\npages = ["tinh"]\n+++\n{words}\n',
    "campaigns": (
        '+++\ntitle = "T"\nfrom = 2036-12-01\nuntil = 2036-12-05\npages = ["tinh"]\n'
        'slots = ["09:00"]\n+++\n- {words}\n'
    ),
    "links": '+++\npages = ["tinh"]\n+++\n- https://a.vn/{words}\n',
}
# What programs keep for themselves, and what a post shows beside it or in `photos`.
OWN = re.compile(r"(?:^|/)(?:[.~][^/]*|[^/]*~|README\.md)$")
SHOWN = re.compile(r"(?i)^(?:posts|campaigns|links|photos)/.*\.(?:jpe?g|mp4)$")
COMING = re.compile(r"^photos/.*\.(?:part|crdownload)$")


@quick
@given(
    paths=st.sets(st.builds(str.__add__, st.sampled_from(FOLDERS), st.sampled_from(NAMES))),
    broken=st.integers(0, 3),
)
def test_each_file_of_the_queue_is_read_or_named(
    tmp_path: Path, paths: set[str], broken: int
) -> None:
    with TemporaryDirectory(dir=tmp_path) as folder:
        office = Office(Path(folder))
        for number, name in enumerate(sorted(paths)):
            path = office.queue / name
            path.parent.mkdir(parents=True, exist_ok=True)
            text = CONTENT.get(name.partition("/")[0], "{words}").format(words=f"bai-{number}")
            path.write_text("" if number % 4 < broken else text, encoding="utf-8")
        reading = office.app.reader().refresh(None)
        queue = reading.queue
        read = {entry.source.path for entry in queue.entries}
        read |= {campaign.source.path for campaign in queue.campaigns}
        named = {problem.path for problem in reading.problems}
        silent = {
            name for pattern in (OWN, SHOWN, COMING) for name in paths if pattern.search(name)
        }
        assert read | named >= paths - silent
        assert read | named <= paths | {"queue"}


# ---------------------------------------------------------------- lists

LINES = st.lists(
    st.builds(
        str.__add__,
        st.sampled_from(
            ["- ", "– ", "* ", "1. ", "a) ", "•", "👉", "-", "–", "  ", "", "\t", "(2) "]
        ),
        st.builds(
            " ".join,
            st.lists(st.integers(10**5, 10**6).map(lambda n: f"w{n}"), min_size=1, max_size=3),
        ),
    )
    | st.just(""),
    max_size=12,
)


@given(LINES)
def test_each_word_of_a_list_belongs_to_an_item_or_to_a_line_that_is_told(lines: list[str]) -> None:
    body = "\n".join(lines)
    items = [item.text for item in bullets(body, first_line=1)]
    told = [lines[number - 1] for number, _code in doubtful_lines(body, first_line=1)]
    assert words(items) | words(told) == words(lines)
    assert len(items) <= len(lines)


def words(lines: Iterable[str]) -> set[str]:
    return {word for line in lines for word in re.findall(r"w\d+", line)}


# ---------------------------------------------------------------- sheets and workbooks

HEAD = ["Ngày", "Giờ", "Trang", "Nội dung", "Người phụ trách"]
CELLS = {
    "Ngày": ["20/12/2036", "", "〃", "sáng mai", "#REF!", "kế tiếp"],
    "Giờ": ["07:30", "", "nt", "7h30", "25:00"],
    "Trang": ["tinh", "huyen, tinh", "", "*", '"', "khong-co"],
    "Nội dung": ["Bài {n}", "", "#N/A", "=A1", "Tổng cộng", "Bài chung", "__{n}__ <br>"],
    "Người phụ trách": ["", "chị Mai"],
}
ROW = st.tuples(*(st.sampled_from(CELLS[name]) for name in HEAD))
ROWS = st.lists(ROW | st.just(("",) * 5), max_size=6)


def filled(rows: Iterable[tuple[str, ...]]) -> list[list[str]]:
    return [[cell.format(n=number) for cell in row] for number, row in enumerate(rows, start=2)]


def looked_at(office: Office, raw: bytes, name: str) -> DryRun | None:
    known, pages = office.app.known(), office.app.config.pages
    try:
        return dry_run(read_here(raw, name), queue=office.queue, known=known, pages=pages)
    except SheetRefused:
        return None


def rows_told(found: DryRun) -> set[str]:
    """The rows that are named, those of other sheets with the sheet's name."""
    places = [str(problem.path) for problem in found.problems]
    rows = {re.sub(r"(?:dòng )?((?:[^!]*!)?)[A-Z]*(\d+)$", r"\1\2", place) for place in places}
    return rows | {str(why.arguments.get("row", "")) for why in found.unread}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@quick
@given(ROWS)
def test_each_row_of_a_sheet_is_a_post_or_named(
    office: Office, rows: list[tuple[str, ...]]
) -> None:
    table = filled(rows)
    found = looked_at(office, "\n".join("\t".join(row) for row in (HEAD, *table)).encode(), "a.csv")
    assert found
    posts = {str(post.row) for post in found.drafts}
    there = {str(number) for number, row in enumerate(table, start=2) if any(row)}
    assert posts | rows_told(found) == there


@quick
@given(
    st.lists(st.tuples(st.sampled_from(["", "hidden", "bare"]), ROWS), min_size=1, max_size=3),
    st.sampled_from(["", "hidden", "struck", "partly", "merged"]),
)
def test_each_sheet_of_a_workbook_and_each_of_its_rows_is_read_or_named(
    office: Office, sheets: list[tuple[str, list[tuple[str, ...]]]], odd: str
) -> None:
    raw, there = workbook(sheets, odd)
    found = looked_at(office, raw, "a.xlsx")
    if found is None:
        # No sheet has a head that could be read.
        assert all(kind for kind, _rows in sheets)
        return
    titles = {str(why.arguments.get("title", "")) for why in found.unread} - {""}
    told = rows_told(found)
    first = next((number for number, (kind, _rows) in enumerate(sheets) if not kind), 0)
    for number, rows in enumerate(there):
        if sheets[number][0]:
            assert f"T{number}" in titles or not any(rows.values())
            continue
        mark = "" if number == first else f"T{number}!"
        posts = {post.row for post in found.drafts}
        for row, said in rows.items():
            assert not said or row in posts or f"{mark}{row}" in told


def workbook(
    sheets: list[tuple[str, list[tuple[str, ...]]]], odd: str
) -> tuple[bytes, list[dict[int, bool]]]:
    """The workbook, and of each sheet which rows hold something; `odd`: what its third row is."""
    book, there = Workbook(), []
    for number, (kind, rows) in enumerate(sheets):
        sheet = book.create_sheet(f"T{number}")
        table = filled(rows)
        for row in (["Bìa"] if kind == "bare" else HEAD, *table):
            sheet.append([cell or None for cell in row])
        sheet.sheet_state = "hidden" if kind == "hidden" else "visible"
        if len(table) >= 2:
            spoil(sheet, odd)
        there.append({at: any(row) for at, row in enumerate(table, start=2)})
    # The one that a new workbook has: empty, so it needs no word.
    book.active = 0
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue(), there


def spoil(sheet: Any, odd: str) -> None:
    if odd == "hidden":
        sheet.row_dimensions[3].hidden = True
    if odd == "struck" and sheet["D3"].value:
        sheet["D3"].font = Font(strike=True)
    if odd == "partly":
        sheet["D3"] = CellRichText("Họp ", TextBlock(InlineFont(strike=True), "8 giờ"), " 9 giờ")
    if odd == "merged":
        sheet.merge_cells("C2:C3")
