"""What `make check` finds in style sheets."""

import pytest

from tools.lint_styles import problems, read


def told(text: str, naming: str = "card") -> list[str]:
    return [str(problem) for problem in problems([read("a.css", text)], naming)]


def test_a_sheet_without_fault_is_passed() -> None:
    text = ":root { --ink: #000; } @media print { .card { color: var(--ink); border: 0; border-radius: 4px; } }"
    assert told(text) == []


@pytest.mark.parametrize(
    "text", [".card { color red; }", ".card { color: red; } }", "@media print { .card { x y } }"]
)
def test_what_cannot_be_read_is_told(text: str) -> None:
    [problem] = told(text)
    assert problem.startswith("a.css:1: cannot be read")


def test_a_declaration_that_a_later_one_takes_back_is_told() -> None:
    assert told("\n.card { font-weight: 600; font: inherit; }") == [
        "a.css:2: font-weight is taken back by the font after it"
    ]
    assert told(".card { color: red; color: blue; }") == [
        "a.css:1: color is taken back by the color after it"
    ]


def test_a_radius_is_not_taken_back_by_a_border() -> None:
    assert told(".card { border-radius: 4px; border: 0; }") == []


def test_a_variable_that_nobody_defines_or_nobody_uses_is_told() -> None:
    assert told(".card { color: var(--ink); }") == ["a.css: --ink is defined nowhere"]
    assert told(":root { --ink: #000; }") == ["a.css:1: --ink is used nowhere"]


def test_a_class_that_no_page_has_is_told_and_one_with_a_number_is_known() -> None:
    assert told(".swatch { color: red; }") == ["a.css:1: no page has the class swatch"]
    assert told(".h7 { color: red; }", naming="h{{ length }}") == []
