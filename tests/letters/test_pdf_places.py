"""A PDF is read by where its words stand."""

import io
from collections.abc import Callable

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from publisher import resources
from publisher.letters.line import LetterLine
from publisher.letters.reading import read_lines

FULL = "Nhiệt liệt chào mừng Đại hội đại biểu Công đoàn tỉnh Hà Bắc, nhiệm kỳ 2025 -"


def drawn(draw: Callable[[Canvas], None]) -> list[LetterLine]:
    pdfmetrics.registerFont(
        TTFont("Body", str(resources.assets() / "fonts" / "BeVietnamPro-Regular.ttf"))
    )
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont("Body", 12)
    draw(canvas)
    canvas.save()
    return read_lines(out.getvalue(), "a.pdf")[0]


def texts(lines: list[LetterLine]) -> list[str]:
    return [line.text for line in lines]


@pytest.mark.parametrize("rest", ["2030!", "- 2030!"])
def test_digits_alone_in_the_midst_of_a_page_are_words(rest: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(80, 600, f"- {FULL.removesuffix(' -') if rest[0] == '-' else FULL}")
        canvas.drawString(80, 582, rest)
        canvas.drawString(80, 564, "- Đoàn kết là sức mạnh!")

    assert texts(drawn(draw)) == [f"- {FULL} 2030!", "- Đoàn kết là sức mạnh!"]


@pytest.mark.parametrize("number", ["2", "- 2 -", "Trang 2", "2/5"])
@pytest.mark.parametrize("height", [810, 30])
def test_the_number_of_a_page_belongs_to_no_sentence(number: str, height: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawCentredString(297, height, number)
        canvas.drawString(80, 600, "Đoàn kết là sức mạnh của tất cả chúng ta!")
        canvas.drawString(80, 560, "Lao động là vinh quang muôn đời!")

    assert len(drawn(draw)) == 2


def test_two_columns_are_read_one_after_the_other() -> None:
    def draw(canvas: Canvas) -> None:
        for place, (left, right) in enumerate(
            [("HỘI ĐỒNG NGHĨA VỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"), ("QUÂN SỰ", "VIỆT NAM")]
        ):
            canvas.drawString(70, 780 - 18 * place, left)
            canvas.drawString(300, 780 - 18 * place, right)
        canvas.drawString(70, 700, "Một đoạn văn ở dưới hai cột, đủ dài để không là cột.")

    found = " ".join(texts(drawn(draw)))
    assert found.index("QUÂN SỰ") < found.index("CỘNG HÒA") < found.index("VIỆT NAM")


def test_cells_of_a_ruled_table_are_cells_over_a_page_s_end() -> None:
    def row(canvas: Canvas, top: int, cells: list[list[str]]) -> None:
        for left, width, lines in zip((70, 110, 420), (40, 310, 100), cells, strict=True):
            canvas.rect(left, top - 44, width, 44)
            for place, text in enumerate(lines):
                canvas.drawString(left + 4, top - 16 - 18 * place, text)

    def draw(canvas: Canvas) -> None:
        canvas.drawString(70, 200, "Khẩu hiệu tuyên truyền:")
        row(canvas, 180, [["STT"], ["Nội dung"], ["Ghi chú"]])
        row(canvas, 136, [["1"], ["Đoàn kết là sức mạnh của", "tất cả chúng ta!"], ["Cổng"]])
        canvas.showPage()
        canvas.setFont("Body", 12)
        row(canvas, 780, [["2"], ["Lao động là vinh quang!"], ["Sân"]])

    cells = [line for line in drawn(draw) if line.table == 0 and line.column == 1]
    assert [(cell.row, cell.heading, cell.text) for cell in cells] == [
        (0, "", "Nội dung"),
        (1, "Nội dung", "Đoàn kết là sức mạnh của tất cả chúng ta!"),
        (2, "Nội dung", "Lao động là vinh quang!"),
    ]
