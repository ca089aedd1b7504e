"""Files that people try to import: old encodings, scans, broken, hostile and huge ones."""

import io
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from publisher import resources
from publisher.domain.encodings import decoded
from publisher.domain.errors import PlanRefused
from publisher.letters import isolation
from publisher.letters.letter import OfficialLetter
from publisher.letters.reading import plan_here, read_lines
from tests.letters.making import (
    letter,
    tcvn3,
    vni,
    word,
)

TEXT = (
    "Công đoàn Việt Nam là tổ chức của người lao động; ĐOÀN KẾT, đổi mới, xứng đáng, quyết thắng!"
)


def refused(raw: bytes, name: str) -> str:
    with pytest.raises(PlanRefused) as caught:
        read_lines(raw, name)
    return str(caught.value)


def rewritten(raw: bytes, **parts: bytes) -> bytes:
    """A Word file with other or further parts."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def empty_pdf(pages: int, words: str = "") -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for _ in range(pages):
        canvas.drawString(72, 720, words)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (TEXT.encode(), "UTF-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "UTF-8"),
        (TEXT.encode("utf-16"), "UTF-16"),
        (tcvn3(TEXT), "TCVN3"),
        (vni(TEXT), "VNI"),
    ],
)
def test_text_of_any_encoding_is_read(raw: bytes, encoding: str) -> None:
    assert decoded(raw) == (TEXT, encoding)


@given(
    st.text(
        alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ ,.!"
    )
)
def test_modern_text_is_never_taken_for_an_old_encoding(text: str) -> None:
    sentence = f"Công đoàn Việt Nam quyết thắng, đoàn kết: {text}"
    assert decoded(sentence.encode())[0] == sentence


def test_an_old_font_inside_a_word_file_is_read_too() -> None:
    raw = word("KÕ ho¹ch tuyªn truyÒn cña C«ng ®oµn ViÖt Nam, ®oµn kÕt, ®æi míi")
    lines, _ = read_lines(raw, "cu.docx")
    assert lines[0].text == "Kế hoạch tuyên truyền của Công đoàn Việt Nam, đoàn kết, đổi mới"


def test_the_reader_says_that_it_converted_a_file() -> None:
    one = letter("02-ngat-dong")
    assert read_lines(one.raw, one.name)[1] == [
        "tệp viết bằng bảng mã TCVN3, đã chuyển sang Unicode; đọc lại chữ"
    ]


def test_bytes_that_are_no_text_are_refused() -> None:
    assert "không nhận ra bảng mã" in refused(bytes(range(128, 256)) * 9, "la.txt")


def test_a_scan_is_refused_with_what_to_ask_for() -> None:
    assert "PDF là ảnh quét" in refused(empty_pdf(3), "quet.pdf")


def test_a_broken_pdf_is_refused() -> None:
    assert "PDF bị hỏng" in refused(b"%PDF-1.7 hong", "hong.pdf")


def test_a_pdf_of_too_many_pages_is_refused_in_time() -> None:
    begun = time.monotonic()
    assert "tệp có 401 trang" in refused(empty_pdf(401, "Cong doan"), "dai.pdf")
    assert time.monotonic() - begun < 30


def test_a_pdf_of_three_hundred_pages_is_read() -> None:
    words = "Hoat dong cua cong doan cac cap trong thang, trang nay khong co gi khac."
    lines, _ = read_lines(empty_pdf(300, words), "dai.pdf")
    assert len(lines) == 300


def test_a_broken_word_file_is_refused() -> None:
    assert "bị hỏng" in refused(b"PK\x03\x04 hong", "hong.docx")
    assert "bị hỏng" in refused(
        rewritten(word("Chào"), **{"word/document.xml": b"<khong-phai>"}), "hong.docx"
    )


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parent / "broken").glob("*.[dp]*")), ids=lambda path: path.name
)
def test_what_a_parser_falls_over_is_called_broken_and_not_too_large(path: Path) -> None:
    for read in (plan_here, isolation.read_plan):
        with pytest.raises(PlanRefused, match="bị hỏng"):
            read(path.read_bytes(), path.name, words=resources.assets() / "words")


def changed(part: str, old: bytes, new: bytes) -> bytes:
    """A Word file with something else in one of its parts."""
    raw = word("~1 Chào\n@table a | b\n@table c | d")
    content = zipfile.ZipFile(io.BytesIO(raw)).read(part)
    assert old in content
    return rewritten(raw, **{part: content.replace(old, new)})


def without(part: str) -> bytes:
    raw, out = word("Chào"), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
    return out.getvalue()


def locked(raw: bytes) -> bytes:
    """A container whose list of contents says that they are encrypted."""
    return raw.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")


@pytest.mark.parametrize(
    ("raw", "name", "said"),
    [
        (word("Chào")[:9_000], "a.docx", "tải về chưa đủ"),
        (without("word/document.xml"), "a.docx", "bị hỏng"),
        (without("[Content_Types].xml"), "a.docx", "bị hỏng"),
        (without("_rels/.rels"), "a.docx", "bị hỏng"),
        (
            changed("[Content_Types].xml", b"wordprocessingml.document.main", b"khac"),
            "a.docx",
            "bị hỏng",
        ),
        (changed("word/numbering.xml", b'w:ilvl="0"', b'w:ilvl="x"'), "a.docx", "bị hỏng"),
        (changed("word/document.xml", b"<w:body>", b"<w:body></w:p>"), "a.docx", "bị hỏng"),
        (locked(word("Chào")), "a.docx", "có mật khẩu"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "a.docx", "Word cũ"),
        (
            b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "a.docx",
            "có mật khẩu",
        ),
        (b"{\\rtf1 Chao}", "a.doc", "RTF"),
        (b"<html><body>Chao</body></html>", "a.doc", "trang web"),
        ("Chào đoàn viên".encode(), "a.docx", "không phải tệp Word"),
        (b"", "a.docx", "trống"),
        (b"PK\x03\x04", "a.docx", "bị hỏng"),
        (b"%PDF-1.7\n", "a.docx", "PDF bị hỏng"),
        (empty_pdf(1)[:300], "a.pdf", "PDF bị hỏng"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_by_what_it_is(raw: bytes, name: str, said: str) -> None:
    told = refused(raw, name)
    assert said in told
    assert "quá lớn" not in told


def test_a_table_of_excel_is_sent_to_where_tables_are_read() -> None:
    out = io.BytesIO()
    Workbook().save(out)
    assert "Nhập bảng" in refused(out.getvalue(), "a.docx")


def test_a_pdf_with_a_password_says_so() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, encrypt=StandardEncryption("mat-khau"))
    canvas.drawString(72, 720, "Ke hoach")
    canvas.save()
    assert "có mật khẩu" in refused(out.getvalue(), "a.pdf")


@pytest.mark.parametrize("start", [b"0", b"-5", b"999999999", b"9" * 30])
def test_lists_that_count_from_anywhere_are_read(start: bytes) -> None:
    for shape in (b"upperRoman", b"lowerLetter"):
        raw = changed(
            "word/numbering.xml", b'<w:start w:val="1"/>', b'<w:start w:val="%s"/>' % start
        )
        numbering = (
            zipfile.ZipFile(io.BytesIO(raw))
            .read("word/numbering.xml")
            .replace(b'"decimal"', b'"%s"' % shape)
        )
        lines, _ = read_lines(rewritten(raw, **{"word/numbering.xml": numbering}), "a.docx")
        assert len(lines[0].text) < 80


def test_a_table_whose_cells_span_a_million_columns_is_refused_at_once() -> None:
    raw = changed("word/document.xml", b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="1000000"/>')
    assert "rộng hơn 64 cột" in refused(raw, "a.docx")


def test_an_old_or_locked_word_file_is_refused_with_what_to_do() -> None:
    assert "lưu thành .docx" in refused(b"\xd0\xcf\x11\xe0" + bytes(600), "cu.doc")


def test_a_file_with_macros_is_read_and_said_to_have_them() -> None:
    raw = rewritten(word("Kế hoạch tuyên truyền"), **{"word/vbaProject.bin": b"\0" * 64})
    lines, notes = read_lines(raw, "macro.docx")
    assert (lines[0].text, notes) == (
        "Kế hoạch tuyên truyền",
        ["tệp có macro; publisher chỉ đọc chữ, không chạy macro"],
    )


def test_a_macro_document_is_refused_with_what_to_do() -> None:
    kinds = zipfile.ZipFile(io.BytesIO(word("Chào"))).read("[Content_Types].xml")
    other = kinds.replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    assert ".docm" in refused(
        rewritten(word("Chào"), **{"[Content_Types].xml": other}), "macro.docm"
    )


def test_a_zip_bomb_is_refused_unopened() -> None:
    bomb = rewritten(word("Chào"), **{"word/media/lon.bin": b"\0" * 90_000_000})
    assert len(bomb) < 400_000
    assert "bung ra" in refused(bomb, "bom.docx")


def test_entities_that_multiply_are_not_expanded() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    inside = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>'
    body = "<w:body><w:p><w:r><w:t>&l11;</w:t></w:r></w:p></w:body>"
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    raw = rewritten(
        word("Chào"),
        **{"word/document.xml": f"{inside}<w:document {space}>{body}</w:document>".encode()},
    )
    try:
        lines, _ = read_lines(raw, "cuoi.docx")
    except PlanRefused:
        return
    assert sum(len(line.text) for line in lines) < 1000


@pytest.mark.parametrize("name", ["anh.jpg", "bang.xlsx", "khong-duoi"])
def test_other_files_are_refused_by_name(name: str) -> None:
    assert "chưa đọc được tệp" in refused(b"abc", name)


def test_an_empty_file_is_refused() -> None:
    assert refused(b"  \n", "trong.txt") == "tệp trống"


@given(
    st.lists(
        st.sampled_from(
            [
                "- ",
                "+ ",
                "1. ",
                "2. ",
                "a) ",
                "I. ",
                "",
                "Khẩu hiệu:",
                "“Đoàn kết!” ",
                "(15/4/1963 - ",
                "từ 1/5 đến ",
                "Nội dung: ",
                "PHỤ LỤC ",
            ]
        ),
        max_size=40,
    )
)
def test_no_text_makes_the_reader_stumble(parts: list[str]) -> None:
    text = (
        "".join(part + ("Đoàn kết!\n" if number % 3 else "") for number, part in enumerate(parts))
        or "x"
    )
    assert isinstance(
        plan_here(text.encode(), "la.txt", words=resources.assets() / "words"), OfficialLetter
    )


@pytest.mark.slow
def test_a_long_text_is_read_in_time() -> None:
    line = "- Kỷ niệm 60 năm Ngày thành lập, từ ngày 1/5 đến tháng 6 “khẩu hiệu” băng rôn nội dung (15/4/1963 \n"
    begun = time.process_time()
    plan_here((line * 4_000).encode(), "dai.txt", words=resources.assets() / "words")
    assert time.process_time() - begun < 20
