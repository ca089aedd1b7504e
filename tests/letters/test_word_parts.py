"""Parts of a Word file where letters keep words: boxes, controls, tables in tables, soft breaks; and what was left out."""

import io
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml

from publisher import resources
from publisher.letters.letter import OfficialLetter
from publisher.letters.reading import plan_here

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
ONE, OTHER = "Đoàn kết là sức mạnh của chúng ta!", "Lao động là vinh quang muôn đời!"


def p(text: str, marks: str = "") -> str:
    return f"<w:p><w:r><w:rPr>{marks}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: str) -> str:
    cells = "".join(f"<w:tr><w:tc>{row}</w:tc></w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{cells}</w:tbl>"


def read(*parts: str, change: Any = None) -> OfficialLetter:
    document = Document()
    document.add_paragraph("Khẩu hiệu tuyên truyền:")
    for part in parts:
        document.element.body.insert(
            len(document.element.body) - 1, parse_xml(part.replace(">", f" {SPACES}>", 1))
        )
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out)
    return plan_here(out.getvalue(), "a.docx", words=resources.assets() / "words")


def slogans(plan: OfficialLetter) -> list[str]:
    return [one.value for one in plan.slogans]


INNER = f"<w:txbxContent>{p(ONE)}{p(OTHER)}</w:txbxContent>"


@pytest.mark.parametrize(
    "box",
    [
        f"<w:p><w:r><w:pict><v:shape><v:textbox>{INNER}</v:textbox></v:shape></w:pict></w:r></w:p>",
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{INNER}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{INNER}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        f"<w:sdt><w:sdtContent>{p(ONE)}{p(OTHER)}</w:sdtContent></w:sdt>",
        f"<w:sdt><w:sdtContent><w:sdt><w:sdtContent>{p(ONE)}</w:sdtContent></w:sdt>{p(OTHER)}</w:sdtContent></w:sdt>",
        table(p("Nội dung"), table(p("Khẩu hiệu"), p(ONE), p(OTHER)) + "<w:p/>"),
        f"<w:p><w:r><w:t>{ONE}</w:t><w:br/><w:t>{OTHER}</w:t></w:r></w:p>",
    ],
    ids=[
        "box",
        "box with a fallback",
        "control",
        "control in a control",
        "table in a table",
        "break",
    ],
)
def test_each_paragraph_of_a_part_is_a_line_of_its_own_and_there_once(box: str) -> None:
    plan = read(box)
    assert [line.text for line in plan.lines if line.text in (ONE, OTHER)] == [ONE, OTHER]
    assert slogans(plan) == [ONE, OTHER]
    assert not plan.notes


@pytest.mark.parametrize("mark", ["<w:strike/>", "<w:dstrike/>", "<w:vanish/>"])
def test_struck_and_hidden_words_are_left_out_and_named(mark: str) -> None:
    plan = read(p(ONE), p(OTHER, mark))
    assert slogans(plan) == [ONE]
    assert plan.notes == [f"chữ bị gạch hoặc ẩn trong tệp không được lấy: “{OTHER}”"]


def test_a_mark_that_is_switched_off_leaves_words_in() -> None:
    assert slogans(read(p(ONE), p(OTHER, '<w:strike w:val="0"/>'))) == [ONE, OTHER]


def test_a_soft_break_within_an_item_does_not_cut_it() -> None:
    whole = read(
        "<w:p><w:r><w:t>- Công đoàn Hà Bắc</w:t><w:br/><w:t>Đổi mới vì đoàn viên!</w:t></w:r></w:p>"
    )
    assert slogans(whole) == ["Công đoàn Hà Bắc Đổi mới vì đoàn viên!"]


def test_words_of_headers_are_named_as_unread() -> None:
    def change(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "DỰ THẢO lần hai"

    plan = read(p(ONE), change=change)
    assert plan.notes == ["đầu trang, chân trang, chú thích không đọc: “DỰ THẢO lần hai”"]


def test_words_where_no_reader_looks_are_named_as_unread() -> None:
    odd = "<w:moveTo><w:r><w:t>Lời ở chỗ lạ</w:t></w:r></w:moveTo>"
    assert read(odd).notes == ["chưa đọc được chữ này trong tệp: “Lời ở chỗ lạ”"]
