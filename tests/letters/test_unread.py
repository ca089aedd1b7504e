"""What a file holds and no reader takes is named: read and named is everything."""

import io
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from publisher.letters.reading import read_lines

WORDS = "Khau hieu tuyen truyen cho moi nguoi lao dong trong thang nay, tu nay den cuoi nam."


def pdf_notes() -> list[str]:
    out = io.BytesIO()
    canvas = Canvas(out)
    picture = ImageReader(Image.new("RGB", (8, 8), "red"))
    canvas.drawString(50, 700, WORDS)
    canvas.drawString(50, 660, WORDS)
    canvas.textAnnotation("Bỏ câu 2", (10, 10, 30, 30))
    canvas.linkURL("https://a.vn", (0, 0, 10, 10))
    canvas.showPage()
    canvas.drawString(50, 700, WORDS)
    canvas.drawImage(picture, 50, 100, 300, 300)
    canvas.showPage()
    canvas.drawImage(picture, 0, 0, 500, 800)
    canvas.save()
    return read_lines(out.getvalue(), "a.pdf")[1]


def test_pictures_bare_pages_and_notes_of_a_pdf_are_named_with_their_page() -> None:
    assert pdf_notes() == [
        "trang 3: không có chữ để đọc (ảnh quét?)",
        "trang 2: có hình, chữ trong hình không đọc",
        "ghi chú và ô điền gắn trên trang không đọc: “Bỏ câu 2”",
    ]


def test_addresses_of_a_markdown_file_are_named() -> None:
    lines, notes = read_lines("Xem [kế hoạch](https://a.vn/kh) nhé".encode(), "a.md")
    assert [line.text for line in lines] == ["Xem kế hoạch nhé"]
    assert notes == ["địa chỉ liên kết và hình trong tệp không được lấy: “https://a.vn/kh”"]


# Words of real ones: what is none in any spelling is taken for an old font.
PARTS = "Kế hoạch ĐOÀN viên người lao động 1. a) - + * … ! ? : ( ) “ ” ** [ ] 2027 và".split()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(PARTS), max_size=12).map(" ".join), min_size=1, max_size=12),
    st.sampled_from([".txt", ".md"]),
)
def test_no_letter_of_a_text_is_lost(rows: list[str], ending: str) -> None:
    text = "Kế hoạch\n" + "\n".join(rows)
    lines, _ = read_lines(text.encode(), f"a{ending}")
    assert letters(" ".join(line.text for line in lines)) == letters(text)


def letters(text: str) -> Counter[str]:
    return Counter(char for char in text if char.isalpha())
