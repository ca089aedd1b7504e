"""TOML within bounds."""

import pytest

from publisher.domain.toml import DEEPEST, LARGEST, LONGEST_KEY, OutOfBounds, line_of, loads


@pytest.mark.parametrize("number", [LARGEST - 1, -LARGEST])
def test_the_largest_numbers_of_toml_are_read(number: int) -> None:
    assert loads(f"a = {number}") == {"a": number}


@pytest.mark.parametrize("number", [str(LARGEST), str(-LARGEST - 1), "0x" + "f" * 5000])
def test_a_larger_number_is_refused_at_its_line(number: str) -> None:
    with pytest.raises(OutOfBounds) as refused:
        loads(f"a = 1\nb = {number}\n")
    assert (refused.value.line, "quá lớn" in str(refused.value)) == (2, True)


def test_a_number_that_python_refuses_to_read_is_refused_at_its_line_too() -> None:
    with pytest.raises(OutOfBounds) as refused:
        loads("a = 1\nb = " + "9" * 5000)
    assert (refused.value.line, "quá lớn" in str(refused.value)) == (2, True)


def test_lists_are_read_to_the_depth_that_is_told_and_no_deeper() -> None:
    well = DEEPEST - 1
    assert loads("a = " + "[" * well + "1" + "]" * well)
    with pytest.raises(OutOfBounds) as refused:
        loads("b = 1\na = " + "[" * (well + 1) + "1" + "]" * (well + 1))
    assert (refused.value.line, "quá sâu" in str(refused.value)) == (2, True)


def test_what_is_too_deep_even_to_be_read_is_refused_at_its_line() -> None:
    with pytest.raises(OutOfBounds) as refused:
        loads("b = 1\na = " + "[" * 5000)
    assert (refused.value.line, "quá sâu" in str(refused.value)) == (2, True)


def test_a_key_of_too_many_parts_is_refused_at_its_line() -> None:
    with pytest.raises(OutOfBounds) as refused:
        loads("b = 1\n" + "a." * (DEEPEST + 5) + "z = 1")
    assert refused.value.line == 2


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
