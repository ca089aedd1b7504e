"""A line of a letter, wherever it came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.domain.errors import PlanRefused
from publisher.letters.line import (
    LONGEST_LINE,
    MOST_LINES,
    LetterLine,
    clean,
    folded,
    is_rule,
    is_upper,
    within_limits,
)


def line(text: str, number: int = 1) -> LetterLine:
    return LetterLine(number=number, text=text)


@given(st.text(max_size=40))
def test_a_clean_line_is_one_line_and_stays_as_it_is(text: str) -> None:
    found = clean(text)
    assert found == " ".join(found.split())
    assert clean(found) == found


@pytest.mark.parametrize(
    ("raw", "kept"),
    [("a\u00a0\t\n b", "a b"), ("Công\u200b đoa\u0300n\x00", "Công đoàn"), ("ma\u00adi", "mai")],
)
def test_blanks_are_one_and_what_is_unseen_goes(raw: str, kept: str) -> None:
    assert clean(raw) == kept


@pytest.mark.parametrize(
    ("one", "other"), [("hoà bình", "HÒA BÌNH"), ("thuỷ", "Thủy"), ("khoẻ", "khỏe")]
)
def test_two_spellings_of_a_tone_are_looked_up_as_one(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize("word", ["hoạch", "quý", "hoàn"])
def test_a_word_with_one_spelling_keeps_it(word: str) -> None:
    assert folded(word) == word


@given(st.text(max_size=40))
def test_each_character_stays_where_it_was(text: str) -> None:
    assert len(folded(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "capitals"),
    [("KẾ HOẠCH", True), ("KH-LĐ", True), ("TP", False), ("Kế hoạch", False), ("438/KH", False)],
)
def test_a_title_is_of_capitals_and_of_some_letters(text: str, capitals: bool) -> None:
    assert is_upper(text) is capitals


@pytest.mark.parametrize(
    ("text", "rule"), [("-----", True), ("- 3 -", True), ("", True), ("a", False)]
)
def test_a_line_without_letters_is_a_rule(text: str, rule: bool) -> None:
    assert is_rule(text) is rule


def test_a_letter_within_its_bounds_passes() -> None:
    within_limits([line("a" * LONGEST_LINE)] * 2 + [line("")] * (MOST_LINES - 2))


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([line("")] * (MOST_LINES + 1), "letters.many_paragraphs"),
        ([line("a"), line("a" * (LONGEST_LINE + 1), 2)], "letters.long_paragraph"),
        ([line("a" * LONGEST_LINE)] * 751, "letters.much_text"),
    ],
)
def test_a_letter_beyond_them_is_refused_for_what_it_has_too_much_of(
    lines: list[LetterLine], code: str
) -> None:
    with pytest.raises(PlanRefused) as refused:
        within_limits(lines)
    assert refused.value.reason.code == code
