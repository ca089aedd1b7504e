"""Bullets of a Markdown body."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.queuefiles.bullets import bullets

WORD = st.text("abcđê ", min_size=1).map(str.strip).filter(bool)


def found(body: str, first_line: int = 1) -> list[tuple[int, str]]:
    return [(bullet.line, bullet.text) for bullet in bullets(body, first_line=first_line)]


@pytest.mark.parametrize("sign", ["-", "*", "+", "•"])
def test_each_of_the_signs_begins_an_item(sign: str) -> None:
    assert found(f"{sign} một\n  {sign}   hai") == [(1, "một"), (2, "hai")]


def test_a_line_that_is_no_bullet_goes_on_with_the_one_before() -> None:
    assert found("lời dẫn\n- một\n  tiếp\n- hai") == [(2, "một tiếp"), (4, "hai")]


def test_headings_blank_lines_and_comments_end_an_item() -> None:
    body = "- một\n\nlời khác\n- hai\n# đề mục\nlời nữa\n<!-- - ba\n- bốn -->\n- năm"
    assert found(body, first_line=10) == [(10, "một"), (13, "hai"), (18, "năm")]


def test_a_comment_that_is_not_closed_hides_the_rest() -> None:
    assert found("- một\n<!-- \n- hai") == [(1, "một")]


@given(st.lists(WORD, max_size=6), st.integers(1, 50))
def test_every_item_is_found_on_its_own_line(items: list[str], first_line: int) -> None:
    body = "\n".join(f"- {item}" for item in items)
    assert found(body, first_line) == list(enumerate(items, start=first_line))
