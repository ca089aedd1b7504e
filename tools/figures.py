"""Prints how the house stands: `python -m tools.figures`. Needs the dev requirements.

Counts are of `publisher/` without migrations, unless a line says otherwise; lines are physical
lines.
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

import grimp

from tools import follow

LONGEST = 100
ROOT = Path(__file__).resolve().parents[1]
CODE = ROOT / "publisher"
# Where every error of ours begins.
ERRORS = "PublisherError"


def sources(folder: Path) -> dict[Path, str]:
    files = (path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts)
    return {path: path.read_text(encoding="utf-8") for path in files}


def parsed(files: dict[Path, str]) -> dict[Path, ast.Module]:
    """The syntax trees of files."""
    return {path: ast.parse(text) for path, text in files.items()}


def imports(trees: Iterable[ast.Module]) -> Iterator[ast.stmt]:
    """Imports inside functions."""
    for tree in trees:
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                yield from (
                    n for n in ast.walk(function) if isinstance(n, ast.Import | ast.ImportFrom)
                )


def edges() -> dict[str, set[str]]:
    sys.path.insert(0, str(ROOT))
    graph = grimp.build_graph("publisher", cache_dir=None, exclude_type_checking_imports=True)
    modules = {name for name in graph.modules if ".migrations" not in name}
    return {name: graph.find_modules_directly_imported_by(name) & modules for name in modules}


def circles(edges: dict[str, set[str]]) -> list[set[str]]:
    """Strongly connected components of more than one module (Tarjan)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[set[str]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for other in edges[name]:
            if other not in index:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], index[other])
        if low[name] == index[name]:
            circle = set(stack[stack.index(name) :])
            del stack[stack.index(name) :]
            if len(circle) > 1:
                found.append(circle)

    for name in edges:
        if name not in index:
            visit(name)
    return found


def longest(edges: dict[str, set[str]], circles: list[set[str]]) -> int:
    """Modules in the longest chain of imports; a circle counts as one."""
    names = {name: min(circle) for circle in circles for name in circle}
    merged: dict[str, set[str]] = defaultdict(set)
    for name, others in edges.items():
        own = names.get(name, name)
        merged[own] |= {names.get(other, other) for other in others} - {own}
    known: dict[str, int] = {}

    def depth(name: str) -> int:
        if name not in known:
            known[name] = 1 + max((depth(other) for other in merged[name]), default=0)
        return known[name]

    return max(depth(name) for name in list(merged))


def classes(trees: dict[Path, ast.Module]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name not in ("Meta", "Config"):
                found[node.name.lstrip("_")].append(path.relative_to(ROOT).as_posix())
    return {name: places for name, places in found.items() if len(places) > 1}


def rootless(trees: Iterable[ast.Module]) -> list[str]:
    """Exceptions that do not come from the one root."""
    bases = {
        node.name: {
            base.id if isinstance(base, ast.Name) else getattr(base, "attr", "")
            for base in node.bases
        }
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }

    def roots(name: str, seen: frozenset[str] = frozenset()) -> set[str]:
        # A class may be named like the one of a library that it extends.
        above = bases.get(name, set()) - seen - {name}
        return {name} | {root for base in above for root in roots(base, seen | {name})}

    errors = [
        name
        for name in bases
        if roots(name) & {"Exception", "RuntimeError", "ValueError", "OSError"}
    ]
    return sorted(name for name in errors if name != ERRORS and ERRORS not in roots(name))


def lengths(trees: Iterable[ast.Module]) -> list[int]:
    """Lines of each function's body, without its docstring and signature."""
    found = []
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                found.append(body[-1].end_lineno - body[0].lineno + 1 if body else 0)  # type: ignore[operator]
    return found


def lines(files: dict[Path, str]) -> int:
    return sum(text.count("\n") for text in files.values())


def main() -> None:
    """Print every figure on a line of its own."""
    sys.setrecursionlimit(10_000)
    code, tests = sources(CODE), sources(ROOT / "tests")
    trees = parsed(code)
    arrows = edges()
    rings = circles(arrows)
    doubles, alone, bodies = classes(trees), rootless(trees.values()), lengths(trees.values())
    templates = [
        line
        for path in CODE.rglob("*.html")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    long = [line for text in code.values() for line in text.splitlines() if len(line) > LONGEST]
    deciles = quantiles(bodies, n=10)
    written = sum(map(len, templates))
    say = sys.stdout.write
    say(
        f"modules: {len(arrows)}; imports a module:"
        f" {sum(map(len, arrows.values())) / len(arrows):.1f}\n"
    )
    say(f"import circles: {len(rings)} {[len(circle) for circle in rings]}; ")
    say(f"longest chain: {longest(arrows, rings)}\n")
    with TemporaryDirectory() as folder:
        stages = follow.followed(Path(folder))
    say(f"modules that one slogan enters: {len(set().union(*stages.values()))} (tools.follow)\n")
    say(f"class names with two meanings: {len(doubles)} {' '.join(sorted(doubles))}\n")
    say(f"imports inside functions: {len(list(imports(trees.values())))}\n")
    say(f"exceptions outside the one tree: {len(alone)} {' '.join(alone)}\n")
    say(f"lines of code over {LONGEST} characters: {len(long)} of {lines(code)}\n")
    over = sum(len(line) > 200 for line in templates)
    say(
        f"template lines over 200: {over} of {len(templates)}; mean:"
        f" {written / max(1, len(templates)):.0f}\n"
    )
    say(
        f"function body, median / p90 / most lines: {deciles[4]:.0f} / {deciles[8]:.0f} /"
        f" {max(bodies)}\n"
    )
    say(
        f"test lines to code lines: {lines(tests) / lines(code):.2f} ({lines(tests)} :"
        f" {lines(code)})\n"
    )


if __name__ == "__main__":
    main()
