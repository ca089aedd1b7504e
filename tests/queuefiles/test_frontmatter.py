"""Front matter and body of a queue file, each with its lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.domain.reason import Problem
from publisher.queuefiles.frontmatter import QueueFile, split

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)


def well(raw: str) -> QueueFile:
    found = split("posts/a.md", raw.encode())
    assert isinstance(found, QueueFile)
    return found


def wrong(raw: bytes) -> tuple[str, int | None]:
    found = split("posts/a.md", raw)
    assert isinstance(found, Problem)
    return found.reason.code.removeprefix("queuefiles."), found.line


def test_values_and_words_stand_apart_and_keep_their_lines() -> None:
    found = well('\n+++\nlink = "a"\n+++\nmột\nhai')
    assert (found.front, found.body, found.body_line) == ({"link": "a"}, "một\nhai", 5)
    assert found.front_text.split("\n")[2] == 'link = "a"'


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_is_one(end: str) -> None:
    found = well(end.join(["+++", "a = 1", "+++", "một", "hai"]))
    assert (found.front, found.body, found.body_line) == ({"a": 1}, "một\nhai", 4)


def test_a_fence_further_down_belongs_to_the_words() -> None:
    found = well("một\n+++\na = 1\n+++\n")
    assert (found.front, found.body, found.body_line) == ({}, "một\n+++\na = 1\n+++\n", 1)


def test_words_are_composed() -> None:
    assert well("Công đoa\u0300n").body == "Công đoàn"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("link = “a”", "curly_quotes"),
        ('b = "»', "curly_quotes"),
        ("a = 2", "key_twice"),
        ("công đoàn", "no_equals_sign"),
        ("link = Lai Châu", "no_quotes"),
        ('link = "a', "syntax"),
        ("[bảng", "syntax"),
    ],
)
def test_what_people_get_wrong_in_a_line_is_told_at_the_line(line: str, code: str) -> None:
    assert wrong(f"+++\na = 1\n{line}\nz = 3\n+++\n".encode()) == (code, 3)


def test_what_is_never_closed_is_told_where_it_begins() -> None:
    assert wrong(b"\n\n+++\na = 1\n") == ("open_front_matter", 3)


def test_a_number_out_of_bounds_is_told_at_its_line() -> None:
    assert wrong(b"+++\na = 1\nb = 99999999999999999999\n+++\n") == ("tables.too_large", 3)


def test_what_is_no_text_is_told_at_the_beginning() -> None:
    assert wrong(b"\xff") == ("not_utf8", 1)


@given(st.lists(TEXT, max_size=5), st.lists(TEXT, max_size=5))
def test_a_body_begins_on_the_line_that_is_told(comments: list[str], words: list[str]) -> None:
    raw = "\n".join(["+++", *(f"# {one}" for one in comments), "+++", *words])
    found = well(raw)
    assert found.body_line == len(comments) + 3
    assert len(found.body.split("\n")) == max(1, len(words))
