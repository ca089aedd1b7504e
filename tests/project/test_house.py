"""The house stays in order: what `python -m tools.figures` counts may not grow again."""

from tools import figures

CODE = figures.sources(figures.CODE)
TREES = figures.parsed(CODE)


def test_a_class_name_means_one_thing() -> None:
    assert figures.classes(TREES) == {}


def test_every_error_of_ours_has_the_one_root() -> None:
    assert figures.rootless(TREES.values()) == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert figures.circles(figures.edges()) == []


def test_the_longest_chain_of_imports_does_not_grow() -> None:
    arrows = figures.edges()
    assert figures.longest(arrows, figures.circles(arrows)) <= 18


def test_imports_inside_functions_are_few() -> None:
    assert len(list(figures.imports(TREES.values()))) <= 60


def test_no_line_is_longer_than_agreed() -> None:
    long = [
        f"{path.relative_to(figures.ROOT)}:{n}"
        for path, text in CODE.items()
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
    lengths = sorted(figures.lengths(TREES.values()))
    assert lengths[len(lengths) // 2] <= 6
    assert lengths[len(lengths) * 9 // 10] <= 17
