"""Small rules of text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.domain.text import LONGEST_SLUG, slug, utf16_length, without_emphasis


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("*Công đoàn* vững mạnh", "Công đoàn vững mạnh"),
        ("một *hai ba* bốn *năm*", "một hai ba bốn năm"),
        ("2*3*4", "2*3*4"),
        ("* không *", "* không *"),
        ("* không*", "* không*"),
        ("*dở", "*dở"),
        ("*qua\ndòng*", "*qua\ndòng*"),
        ("**đậm**", "**đậm**"),
    ],
)
def test_only_asterisks_around_words_are_emphasis(marked: str, plain: str) -> None:
    assert without_emphasis(marked) == plain


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_length_is_that_of_utf16(text: str) -> None:
    assert utf16_length(text) == len(text.encode("utf-16-le")) // 2


@given(st.text(max_size=150), st.integers(1, 20))
def test_a_slug_is_a_name_for_files_whatever_it_is_made_of(text: str, words: int) -> None:
    found = slug(text, words=words)
    assert set(found) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(found) <= LONGEST_SLUG
    assert found == found.strip("-")
    assert len(found.split("-")) <= words
    assert slug(found, words=words) == found


def test_a_long_slug_ends_with_no_hyphen() -> None:
    assert slug("a" * (LONGEST_SLUG - 1) + " b") == "a" * (LONGEST_SLUG - 1)
