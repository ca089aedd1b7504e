"""The official letter of a report, made from a Word file that staff may edit."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from PIL import Image

from publisher import resources
from publisher.domain.errors import LetterTemplateRefused
from publisher.features.reports.documents import as_xlsx
from publisher.features.reports.report_letter import (
    ASSET,
    MOST_EVIDENCE,
    OWN,
    as_docx,
    letterhead,
    template_in,
)
from publisher.features.reports.results import Numbers, Report, ReportedPost, ResultRow, ResultTable

PAGE = Path(__file__).parents[3] / "docs" / "report-letter.md"
NUMBERS = Numbers(
    posts=12345, views=2001, reach=3002, clicks=4003, reactions=5004, comments=6005, shares=7006
)


def a_post(
    number: int = 1, text: str = "Chào đoàn viên", *, pictured: bool = False
) -> ReportedPost:
    return ReportedPost(
        delivery=number,
        at=datetime(2027, 4, 15, 7, 30, tzinfo=UTC),
        page="lai-chau",
        unit="LĐLĐ tỉnh Lai Châu",
        campaign="",
        kind="text",
        text=text,
        address=f"https://www.facebook.com/1001/{number}?a=1&b=2",
        revision=1,
        pictured=pictured,
        numbers=NUMBERS,
    )


def a_report(*posts: ReportedPost) -> Report:
    table = ResultTable(
        title="Theo đơn vị", rows=[ResultRow("LĐLĐ tỉnh Lai Châu", NUMBERS)] if posts else []
    )
    return Report(
        first=date(2027, 2, 1),
        last=date(2027, 4, 30),
        campaign="Tháng Công nhân",
        document="438/KH-LĐLĐ",
        unit="Liên đoàn Lao động tỉnh Lai Châu",
        total=NUMBERS,
        failed=0,
        tables=[table] * 3,
        best=posts[:10],
        posts=posts,
        days=[(date(2027, 4, 15), len(posts))],
        collected_at=None,
    )


def letter(report: Report, template: Path | None = None, picture: bytes | None = None) -> Any:
    head = letterhead("Liên đoàn Lao động tỉnh Lai Châu", "Lai Châu")
    raw = as_docx(
        report, head, today=date(2027, 2, 5), picture=lambda _: picture, template=template
    )
    return Document(io.BytesIO(raw))


def said(document: Any) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.fixture
def edited(tmp_path: Path) -> Callable[..., Path]:
    """Writes an office's own template: the one that came along, with some words changed."""

    def edit(old: str, new: str) -> Path:
        document = Document(str(resources.assets() / ASSET))
        cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
        paragraphs = [*document.paragraphs, *(one for cell in cells for one in cell.paragraphs)]
        [run] = [run for paragraph in paragraphs for run in paragraph.runs if run.text == old]
        run.text = new
        path = tmp_path / OWN
        path.parent.mkdir(exist_ok=True)
        document.save(str(path))
        return path

    return edit


def test_a_line_of_a_table_has_its_numbers_as_vietnamese_letters_write_them() -> None:
    document = letter(a_report(a_post()))
    [row] = [
        [cell.text for cell in row.cells]
        for row in document.tables[2].rows
        if row.cells[0].text == "LĐLĐ tỉnh Lai Châu"
    ]
    assert row[1:] == ["12.345", "2.001", "3.002", "4.003", "5.004", "6.005", "7.006"]


def test_a_letter_of_february_writes_its_day_with_noughts() -> None:
    assert "Lai Châu, ngày 05 tháng 02 năm 2027" in said(letter(a_report()))


def test_nothing_of_the_template_s_own_marks_is_left() -> None:
    assert not re.search("[{}]|%", said(letter(a_report(a_post()))))


def test_without_posts_the_letter_says_so_and_has_no_chart() -> None:
    words = said(letter(a_report()))
    assert "Chưa có bài nào được đăng trong thời gian này." in words
    assert "Biểu đồ" not in words


def test_the_evidence_ends_and_tells_how_much_the_workbook_has_more() -> None:
    words = said(letter(a_report(*(a_post(number) for number in range(MOST_EVIDENCE + 3)))))
    assert "(Còn 3 bài trong bảng tính kèm theo.)" in words


def test_the_best_posts_have_their_picture_and_an_address_to_follow() -> None:
    raw = io.BytesIO()
    Image.new("RGB", (480, 600), "navy").save(raw, "JPEG")
    document = letter(a_report(a_post(7, pictured=True)), picture=raw.getvalue())
    assert len(document.inline_shapes) == 1
    links = {rel.target_ref for rel in document.part.rels.values() if rel.is_external}
    assert links == {"https://www.facebook.com/1001/7?a=1&b=2"}


@pytest.mark.parametrize("text", ["{{ so }} <b> & “c”", "{% if x %}"])
def test_what_a_post_says_stands_in_the_letter_as_it_was_written(text: str) -> None:
    assert text in said(letter(a_report(a_post(text=text))))


@pytest.mark.parametrize("char", ["\v", "\f", "\x01", "\0", "\ud800", "\uffff"])
def test_a_post_of_before_may_hold_what_no_letter_can(char: str) -> None:
    post = a_post(text=f"Một{char}hai")
    report = a_report(replace(post, at=post.at.replace(tzinfo=None)))
    assert "Một" in said(letter(report))
    assert as_xlsx(report)


def test_an_office_s_own_template_is_used_when_it_is_there(
    tmp_path: Path, edited: Callable[..., Path]
) -> None:
    assert template_in(tmp_path) == resources.assets() / ASSET
    path = edited("TM. BAN THƯỜNG VỤ", "TM. BAN CHẤP HÀNH {{ nam }}")
    assert template_in(tmp_path) == path
    words = said(letter(a_report(a_post()), path))
    assert "TM. BAN CHẤP HÀNH 2027" in words
    assert "TM. BAN THƯỜNG VỤ" not in words


def test_a_place_that_nobody_fills_is_named_with_those_that_are(
    edited: Callable[..., Path],
) -> None:
    path = edited("{{ trich_yeu }}", "{{ trich_yu }}")
    with pytest.raises(LetterTemplateRefused) as refused:
        letter(a_report(), path)
    assert "Mẫu báo cáo bao-cao.docx có chỗ điền “trich_yu”" in str(refused.value)
    assert "trich_yeu" in str(refused.value)
    assert "“trich_yu”" in refused.value.said("en")


def test_a_place_of_a_table_that_nobody_fills_is_named_too(edited: Callable[..., Path]) -> None:
    path = edited("{{ dong.luot_xem }}", "{{ dong.luot_xen }}")
    with pytest.raises(LetterTemplateRefused, match="“luot_xen”"):
        letter(a_report(a_post()), path)


@pytest.mark.parametrize(
    "wrong", ["{{ so", "{% if so %}", "{{ so + 1 }}", "{{ so.__class__.__mro__ }}"]
)
def test_a_place_that_is_written_wrongly_is_told(edited: Callable[..., Path], wrong: str) -> None:
    with pytest.raises(
        LetterTemplateRefused, match=r"Mẫu báo cáo bao-cao\.docx có chỗ điền viết sai"
    ):
        letter(a_report(), edited("{{ trich_yeu }}", wrong))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7"])
def test_a_file_that_is_no_word_file_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bao-cao.docx"
    path.write_bytes(content)
    with pytest.raises(LetterTemplateRefused, match=r"Không đọc được mẫu báo cáo bao-cao\.docx"):
        letter(a_report(), path)


def test_the_page_of_the_letter_names_every_place() -> None:
    with io.BytesIO((resources.assets() / ASSET).read_bytes()) as raw:
        words = said(Document(raw))
    used = {name.rpartition(".")[2] for name in re.findall(r"\{\{r? ?([\w.]+)", words)}
    used |= {name.rpartition(".")[2] for name in re.findall(r" in ([\w.]+)", words)}
    named = set(re.findall(r"`(\w+)`", PAGE.read_text(encoding="utf-8")))
    assert used - {"dong", "noi", "mot"} <= named
