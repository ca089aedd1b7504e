"""The house stays in order: what `python -m tools.figures` counts may not grow again."""

import ast
from functools import cache
from pathlib import Path

from tools import figures


@cache
def code() -> dict[Path, str]:
    """What is written in each file; read by the first test that asks, not by every worker that collects."""
    return figures.sources(figures.CODE)


@cache
def trees() -> dict[Path, ast.Module]:
    """The same, parsed."""
    return figures.parsed(code())


def test_a_class_name_means_one_thing() -> None:
    assert figures.classes(trees()) == {}


def test_every_error_of_ours_has_the_one_root() -> None:
    assert figures.rootless(trees().values()) == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert figures.circles(figures.edges()) == []


def test_the_longest_chain_of_imports_does_not_grow() -> None:
    arrows = figures.edges()
    assert figures.longest(arrows, figures.circles(arrows)) <= 18


def test_imports_inside_functions_are_few() -> None:
    assert len(list(figures.imports(trees().values()))) <= 60


def test_no_line_is_longer_than_agreed() -> None:
    long = [
        f"{path.relative_to(figures.ROOT)}:{n}"
        for path, text in code().items()
        for n, line in enumerate(text.splitlines(), start=1)
        if len(line) > figures.LONGEST
    ]
    assert long == []


def test_no_line_of_a_template_is_too_long_to_review() -> None:
    long = [
        f"{path.relative_to(figures.ROOT)}:{n}"
        for path in sorted(figures.CODE.rglob("*.html"))
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > 200
    ]
    assert long == []


def test_most_functions_fit_a_glance() -> None:
    lengths = sorted(figures.lengths(trees().values()))
    assert lengths[len(lengths) // 2] <= 6
    assert lengths[len(lengths) * 9 // 10] <= 17
