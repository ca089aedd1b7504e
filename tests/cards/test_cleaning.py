"""Texts as a card sets them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.cards.cleaning import PICTURES, clean


@pytest.mark.parametrize(
    ("given_text", "set_text"),
    [
        ("Chào 👋🏽 bạn", "Chào bạn"),
        ("Cờ 🇻🇳!", "Cờ!"),
        ("№ 5 → 6", "Số 5 – 6"),
        ("a  ,  b .", "a, b."),
        ("một\thai", "một hai"),
        ("  một  \n  hai  ", "một\nhai"),
        ("1\u00a0000", "1\u00a0000"),
        ("1\u202f000", "1\u00a0000"),
        ("chuông\x07", "chuông"),
        ("mềm\u00admại", "mềmmại"),
    ],
)
def test_what_fonts_lack_is_said_otherwise_or_left_out(given_text: str, set_text: str) -> None:
    assert clean(given_text) == set_text


@given(st.text(st.sampled_from("aộ ,.!\n\t№→👋🏽\u200b\u00a0\x07e\u0323\u0302"), max_size=30))
def test_a_cleaned_text_is_composed_without_pictures_and_double_blanks(text: str) -> None:
    found = clean(text)
    assert found == unicodedata.normalize("NFC", found)
    assert not PICTURES.search(found)
    assert "  " not in found
    assert "\t" not in found
    assert found == found.strip()
