"""TOML within bounds."""

import pytest

from publisher.domain.toml import DEEPEST, LARGEST, OutOfBounds, loads


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
