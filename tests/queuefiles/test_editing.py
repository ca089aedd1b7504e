"""Changes in the text of queue files: what is not touched stays."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.queuefiles.bullets import bullets
from publisher.queuefiles.editing import (
    with_bullet,
    with_front,
    with_other_bullet,
    without_bullet,
)

POST = """+++
# giữ lời này
pages = ["a"]
link = "https://a.vn"  # vì sao
[fields]
who = "Mai"
+++
Lời bài
"""
WORD = st.lists(st.text("abcđê", min_size=1), min_size=1, max_size=3).map(" ".join)


def front(raw: str) -> dict[str, object]:
    return tomllib.loads(raw.split("+++\n")[1])


def test_what_is_not_changed_stays_word_for_word() -> None:
    assert with_front(POST, {"pages": ["a"]}, "Lời bài") == POST


def test_a_value_is_changed_beside_its_comments() -> None:
    found = with_front(POST, {"link": "https://b.vn"}, "Lời khác")
    assert "# giữ lời này" in found
    assert "# vì sao" in found
    assert front(found) == {"pages": ["a"], "link": "https://b.vn", "fields": {"who": "Mai"}}
    assert found.endswith("+++\nLời khác\n")


def test_none_takes_a_key_away_whether_it_is_there_or_not() -> None:
    found = with_front(POST, {"link": None, "card": None}, "")
    assert front(found) == {"pages": ["a"], "fields": {"who": "Mai"}}


def test_a_new_value_stands_before_the_tables_and_does_not_become_part_of_one() -> None:
    found = with_front(POST, {"card": "slogan"}, "")
    assert front(found)["card"] == "slogan"
    assert front(found)["fields"] == {"who": "Mai"}


def test_a_post_without_front_matter_gets_one() -> None:
    assert with_front("Lời cũ", {"card": "slogan"}, "Lời") == '+++\ncard = "slogan"\n+++\nLời\n'


LIST = "# Đề mục\n- một\n  tiếp\n- hai\n\nlời cuối\n"


def test_an_item_goes_with_the_lines_that_belong_to_it() -> None:
    assert without_bullet(LIST, 2) == ("# Đề mục\n- hai\n\nlời cuối\n", "- một\n  tiếp")


def test_other_words_take_the_place_of_an_item_and_its_lines() -> None:
    assert with_other_bullet(LIST, 2, "mới\nhơn") == "# Đề mục\n- mới hơn\n- hai\n\nlời cuối\n"


@pytest.mark.parametrize("line", [0, 1, 3, 5, 99])
def test_a_line_that_begins_no_item_is_refused(line: int) -> None:
    with pytest.raises(ValueError, match=f"line {line}"):
        without_bullet(LIST, line)


@given(st.lists(WORD, max_size=5), WORD, st.data())
def test_adding_changing_and_taking_away_are_what_the_reader_then_sees(
    items: list[str], more: str, data: st.DataObject
) -> None:
    raw = ""
    for item in [*items, more]:
        raw = with_bullet(raw, item)
    assert [one.text for one in bullets(raw, first_line=1)] == [*items, more]
    at = data.draw(st.integers(0, len(items)))
    other = [one.text for one in bullets(with_other_bullet(raw, at + 1, "khác"), first_line=1)]
    assert other == [*[*items, more][:at], "khác", *[*items, more][at + 1 :]]
    rest, taken = without_bullet(raw, at + 1)
    assert taken == f"- {[*items, more][at]}"
    left = [one.text for one in bullets(rest, first_line=1)]
    assert left == [*items, more][:at] + [*items, more][at + 1 :]
