"""Marks of Markdown and HTML are found, taken away, and nothing else is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.domain.markdown import for_card, marked_lines, plain_text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("**Thông báo** về việc", "Thông báo về việc"),
        ("**Chú ý:**mang thẻ", "Chú ý:mang thẻ"),
        ("__sức mạnh__ và _ý chí_, ***cả hai***", "sức mạnh và ý chí, cả hai"),
        ("*Sáng tạo*", "Sáng tạo"),
        ("## Mục một", "Mục một"),
        ("> Lời trích", "Lời trích"),
        ("```toml", ""),
        ("|---|---|", ""),
        ("| Giờ | Việc |", "Giờ – Việc"),
        ("Xem [chương trình](https://a.vn/ct_1_)", "Xem chương trình: https://a.vn/ct_1_"),
        ("Xem [https://a.vn](https://a.vn)", "Xem https://a.vn"),
        ("Xem <https://a.vn>", "Xem https://a.vn"),
        ("![](anh.jpg)", ""),
        ("![Đại hội](anh.jpg)", "Đại hội"),
        ("- [x] xong", "- xong"),
        ("Cảm ơn&nbsp;các đồng chí<br>", "Cảm ơn các đồng chí"),
        ("Một<br/>Hai", "Một\nHai"),
        ("<p>Một</p><p class='x'>Hai</p>", "Một\n\nHai"),
        ("&#272;ông &amp; đủ", "Đông & đủ"),
        ("Giá ~~100~~ 50 nghìn", "Giá 50 nghìn"),
        ("`mã` và xong\\.", "mã và xong."),
        ('<a href="https://a.vn">Xem</a>', "Xem: https://a.vn"),
    ],
)
def test_marks_are_taken_away_and_words_and_addresses_stay(text: str, plain: str) -> None:
    assert plain_text(text).rstrip() == plain
    assert list(marked_lines(text, emphasis=False))


@pytest.mark.parametrize(
    "text",
    [
        "#ThangCongNhan_2036 5 * 3 * 2 = 30; cong_doan_tinh@a.vn; a < b > c; R&D; i <3 u",
        "* Lưu ý: mang thẻ; tệp bao_cao_2036.xlsx",
        "(*) Ghi chú",
        "-----",
        "Họ tên: ______ Đơn vị: ______",
        "https://a.vn/_x_?b=*c*&d=[e](f)",
        "{age:1886-05-01} năm",
        "Mừng | Đảng",
        "AT&T; [sic] và (1)",
    ],
)
def test_what_only_looks_like_a_mark_stays(text: str) -> None:
    assert plain_text(text) == text
    assert for_card(text) == text


def test_on_a_card_strong_words_are_emphasised_and_no_mark_is_drawn() -> None:
    assert for_card("**Đoàn kết** là __sức mạnh__") == "*Đoàn kết* là *sức mạnh*"
    assert for_card("# Một\n*Hai* **Chú ý:**ba") == "Một\n*Hai* Chú ý:ba"


def test_emphasis_of_a_card_is_no_mark() -> None:
    assert not list(marked_lines("*Đoàn kết* là sức mạnh", emphasis=True))


@given(st.text(alphabet="aĐ *_`~[]()<>&;#|!-\\/:.\nhtps1\xa0", max_size=80))
def test_any_text_is_taken_as_it_comes_and_lines_stay_in_order(text: str) -> None:
    found = list(marked_lines(text, emphasis=False))
    lines = text.split("\n")
    assert [lines[number] for number, _line, _right in found] == [line for _, line, _ in found]
    assert [number for number, *_ in found] == sorted({number for number, *_ in found})


@pytest.mark.parametrize(
    "part", ["_a ", "**a ", "[a", "|a", "<a ", " ", "~~a ", "&a", "`", "#a ", "\\"]
)
def test_the_longest_text_is_read_at_once(part: str) -> None:
    text = (part * 63_000)[:63_000] + "*"
    begun = time.process_time()
    plain_text(text)
    assert time.process_time() - begun < 3
