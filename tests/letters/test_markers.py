"""The signs before list items and headings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.letters.markers import Marker, MarkerKind, marker


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("IV. Tổ chức", Marker(MarkerKind.ROMAN, 4, "Tổ chức", ".")),
        ("Phần thứ II: Nội dung", Marker(MarkerKind.ROMAN, 2, "Nội dung", ":")),
        ("2.1. Tuyên truyền", Marker(MarkerKind.SECTION, 1, "Tuyên truyền", ".")),
        ("12) treo băng rôn", Marker(MarkerKind.DECIMAL, 12, "treo băng rôn", ")")),
        ("Khẩu hiệu số 3: Chào mừng", Marker(MarkerKind.DECIMAL, 3, "Chào mừng", ":")),
        ("(2) Công đoàn", Marker(MarkerKind.DECIMAL, 2, "Công đoàn", ")")),
        ("đ) gửi báo cáo", Marker(MarkerKind.LETTER, 5, "gửi báo cáo", ")")),
        ("B. Yêu cầu", Marker(MarkerKind.CAPITAL, 2, "Yêu cầu", ".")),
        ("– treo cờ", Marker(MarkerKind.DASH, 0, "treo cờ")),
        ("-Treo cờ", Marker(MarkerKind.DASH, 0, "Treo cờ")),
        ("- + treo cờ", Marker(MarkerKind.PLUS, 0, "treo cờ")),
        ("\uf0b7 treo cờ", Marker(MarkerKind.BULLET, 0, "treo cờ")),
    ],
)
def test_a_marker_says_its_kind_its_number_and_the_words_behind_it(
    line: str, found: Marker
) -> None:
    assert marker(line) == found


@pytest.mark.parametrize(
    "line",
    ["V.I. Lênin", "-treo cờ", "15/4/2027", "1.5 triệu đồng", "2.1.", "-", "Công đoàn", "a.b", ""],
)
def test_names_numbers_and_bare_signs_are_no_markers(line: str) -> None:
    assert marker(line) is None


@pytest.mark.parametrize(
    ("roman", "number"), [("I", 1), ("IX", 9), ("XIV", 14), ("XVIII", 18), ("XXIX", 29)]
)
def test_roman_numbers_are_read(roman: str, number: int) -> None:
    found = marker(f"{roman}. Tổ chức")
    assert found
    assert found.number == number


@given(st.integers(1, 999), st.sampled_from(".)"))
def test_every_number_before_words_is_a_marker(number: int, sign: str) -> None:
    assert marker(f"{number}{sign} Công đoàn") == Marker(
        MarkerKind.DECIMAL, number, "Công đoàn", sign
    )
