"""Where a key stands, and which word was meant."""

import pytest

from publisher.domain.hints import LONGEST_KEY, line_of, nearest

TEXT = """name = "a"
[units.lai-chau]
name = "b"
"short" = "c"
[[pages]]
slug = "p"
[pages.quiet]
start = 1
"""


@pytest.mark.parametrize(
    ("where", "line"),
    [
        (("name",), 1),
        (("units", "lai-chau"), 2),
        (("units", "lai-chau", "name"), 3),
        (("units", "lai-chau", "short"), 4),
        (("units", "lai-chau", "missing"), 2),
        (("pages", 0, "slug"), 6),
        (("pages", 0, "quiet", "start"), 8),
        (("nowhere",), None),
        ((), None),
    ],
)
def test_a_key_is_found_where_it_stands_or_at_the_table_around_it(
    where: tuple[str | int, ...], line: int | None
) -> None:
    assert line_of(TEXT, where) == line


def test_of_a_key_that_stands_twice_the_first_is_meant() -> None:
    assert line_of("a = 1\na = 2", ("a",)) == 1


def test_a_key_far_behind_in_a_line_is_not_looked_for() -> None:
    assert line_of(" " * LONGEST_KEY + "a = 1", ("a",)) is None


def test_a_mistyped_word_is_asked_about() -> None:
    assert str(nearest("hastags", ["hashtags", "photos"])) == "có phải ý bạn là “hashtags”?"


def test_a_word_that_is_like_none_gets_the_list_in_order() -> None:
    assert str(nearest("xyz", ["photos", "at"])) == "chỉ dùng: at, photos"
