"""What the documents name exists: modules, links, sections that the code cites."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]

# A page shows how somebody makes it.
MADE_UP = {"assets/templates/loi-chuc.toml"}
CODE = ("publisher", "tests", "bench", "tools", "deploy")
NUMBER = r"\d{1,2}(?:\.\d{1,2})?(?![\d-])"
# "reference/graph-api.md section 4", "graph-api.md 3.1, 3.2, 3.6 to 3.9"; the line may end and a comment go on.
CITATION = re.compile(
    rf"(reference/)?\b([a-z][a-z-]+)\.md(?:,?[\s#]+(?:section\s+)?({NUMBER}(?:(?:,\s*|\s+and\s+|\s+to\s+){NUMBER})*))?"
)


class Citation(NamedTuple):
    """A place in the code that names a reference page, and maybe its sections."""

    where: str
    page: str
    sections: tuple[str, ...]


def citations_in(where: str, text: str) -> Iterator[Citation]:
    known = {path.stem for path in REFERENCE.glob("*.md")} - {"README"}
    for folder, page, sections in CITATION.findall(text):
        if folder or page in known:
            yield Citation(where, page, tuple(re.findall(NUMBER, sections)))


def citations() -> list[Citation]:
    files = [
        path
        for folder in CODE
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path != Path(__file__)
    ]
    files += [DOCS / "scaling.md", DOCS / "reliability.md"]
    return [
        citation
        for path in files
        for citation in citations_in(
            path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        )
    ]


def headings(page: str) -> set[str]:
    text = (REFERENCE / f"{page}.md").read_text(encoding="utf-8")
    return set(re.findall(r"^#{2,3} (\d+(?:\.\d+)?)\b", text, re.MULTILINE))


def anchors(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def prose(page: Path) -> list[tuple[int, str]]:
    """The numbered lines of a page outside of code, tables and pictures."""
    found, code = [], False
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if line.lstrip().startswith("```"):
            code = not code
        elif not code and not line.startswith(("|", "![")):
            found.append((number, line))
    return found


def test_citations_are_found_however_they_are_written() -> None:
    text = "(graph-api.md 3.1, 3.2, 3.6 to 3.9), reference/engine.md, 2026-11; rendering.md\n# section 4, 2026-11."
    assert [found[1:] for found in citations_in("", text)] == [
        ("graph-api", ("3.1", "3.2", "3.6", "3.9")),
        ("engine", ()),
        ("rendering", ("4",)),
    ]
    assert len(citations()) > 30


def test_every_page_that_the_code_cites_exists() -> None:
    assert [found for found in citations() if not (REFERENCE / f"{found.page}.md").is_file()] == []


def test_every_section_that_the_code_cites_exists() -> None:
    known = {path.stem: headings(path.stem) for path in REFERENCE.glob("*.md")}
    assert [
        found for found in citations() if set(found.sections) - known.get(found.page, set())
    ] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_module_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"(?<![\w/])publisher/[\w./-]*\w/?", text))
    if page.name == "follow-one-post.md":
        # Its paths begin below `publisher/`.
        named |= {
            f"publisher/{path}"
            for path in re.findall(r"`((?!tests/)(?:\w+/)*\w+\.(?:py|html))`", text)
        }
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_test_and_tool_that_a_page_names_exists(page: Path) -> None:
    named = set(
        re.findall(
            r"\b(?:tests|tools|assets|bench|deploy)/[\w./@-]*\w", page.read_text(encoding="utf-8")
        )
    )
    assert [path for path in sorted(named - MADE_UP) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_test_that_a_page_names_without_its_folder_exists(page: Path) -> None:
    known = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    assert set(re.findall(r"\btest_\w+\.py\b", page.read_text(encoding="utf-8"))) - known == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    dead = []
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        file, _, anchor = target.partition("#")
        there = page.parent / file if file else page
        if "://" in target:
            continue
        if not there.exists() or (anchor and anchor not in anchors(there)):
            dead.append(target)
    assert dead == []


def test_every_module_and_class_of_the_glossary_exists() -> None:
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    roots = {path.stem for path in (ROOT / "publisher").iterdir()}
    wrong = []
    for name in re.findall(r"`([a-z_]+(?:\.\w+)*)`", text):
        parts = name.split(".")
        if parts[0] in roots and not _exists(parts):
            wrong.append(name)
    assert wrong == []


def _exists(parts: list[str]) -> bool:
    """Whether `a.b.C` is a module, or a name that the module `a.b` defines."""
    path = ROOT / "publisher" / Path(*parts)
    if path.is_dir() or path.with_suffix(".py").is_file():
        return True
    module = path.parent.with_suffix(".py")
    return module.is_file() and bool(
        re.search(
            rf"^(?:class|def) {parts[-1]}\b|^{parts[-1]}\b.*=",
            module.read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    )


@pytest.mark.parametrize(
    "page",
    [*PAGES, ROOT / "queue" / "README.md"],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)
def test_lines_of_prose_are_short_enough_to_review(page: Path) -> None:
    assert [number for number, line in prose(page) if len(line) > 110] == []
