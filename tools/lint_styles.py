"""Reads the desk's style sheets: `python tools/lint_styles.py` tells what is wrong and fails.

What cannot be read, a declaration that a later one of the same rule takes back, a variable that
nobody defines or uses, and a class that no page has. No linter of CSS comes as a wheel that is
kept up and runs on every machine; the parser (tinycss2) does.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import tinycss2

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "publisher" / "web"
SHEETS = WEB / "static" / "desk"
# Where a class may be named: pages, what makes parts of them, and scripts.
NAMING = ("*.html", "*.py", "*.js")
# States are classes too.
STATES = ROOT / "publisher" / "domain" / "delivery.py"
# Written around rules, not around declarations.
AROUND = ("media", "supports", "container", "layer")
# Begin like a shorthand that leaves them alone.
LEFT_ALONE = ("border-radius", "border-collapse", "border-spacing")


class StyleProblem(NamedTuple):
    """One thing that is wrong, and where."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class StyleSheet(NamedTuple):
    """A style sheet as far as it could be read."""

    name: str
    text: str
    # Style rules, those inside @media and the like too.
    rules: list[Any]
    errors: list[Any]


def read(name: str, text: str) -> StyleSheet:
    """A style sheet from its text."""
    rules: list[Any] = []
    errors: list[Any] = []
    waiting = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    while waiting:
        node = waiting.pop(0)
        if node.type == "error":
            errors.append(node)
        elif node.type == "qualified-rule":
            rules.append(node)
        elif node.lower_at_keyword in AROUND:
            waiting += tinycss2.parse_rule_list(
                node.content, skip_comments=True, skip_whitespace=True
            )
    return StyleSheet(name, text, rules, errors)


def problems(sheets: Iterable[StyleSheet], naming: str) -> list[StyleProblem]:
    """What is wrong in sheets that belong together; `naming` is all text that names classes."""
    sheets = list(sheets)
    found = [one for sheet in sheets for one in (*_unread(sheet), *_taken_back(sheet))]
    return [*found, *_variables(sheets), *_strangers(sheets, naming)]


def _declarations(rule: Any) -> list[Any]:
    parsed: list[Any] = tinycss2.parse_blocks_contents(
        rule.content, skip_comments=True, skip_whitespace=True
    )
    return parsed


def _unread(sheet: StyleSheet) -> Iterator[StyleProblem]:
    inner = (node for rule in sheet.rules for node in _declarations(rule) if node.type == "error")
    for error in (*sheet.errors, *inner):
        yield StyleProblem(f"{sheet.name}:{error.source_line}", f"cannot be read: {error.message}")


def _taken_back(sheet: StyleSheet) -> Iterator[StyleProblem]:
    """Of each rule what a later declaration in it makes void."""
    for rule in sheet.rules:
        names = [node.lower_name for node in _declarations(rule) if node.type == "declaration"]
        for at, name in enumerate(names):
            for later in names[at + 1 :]:
                if name == later or (name.startswith(f"{later}-") and name not in LEFT_ALONE):
                    where = f"{sheet.name}:{rule.source_line}"
                    yield StyleProblem(where, f"{name} is taken back by the {later} after it")


def _variables(sheets: list[StyleSheet]) -> Iterator[StyleProblem]:
    """Variables that are used and nowhere defined, or the other way round."""
    defined = {
        node.name: f"{sheet.name}:{node.source_line}"
        for sheet in sheets
        for rule in sheet.rules
        for node in _declarations(rule)
        if node.type == "declaration" and node.name.startswith("--")
    }
    used = {
        name: sheet.name
        for sheet in sheets
        for name in re.findall(r"var\(\s*(--[\w-]+)", sheet.text)
    }
    for name in sorted(used.keys() - defined.keys()):
        yield StyleProblem(used[name], f"{name} is defined nowhere")
    for name in sorted(defined.keys() - used.keys()):
        yield StyleProblem(defined[name], f"{name} is used nowhere")


def _strangers(sheets: list[StyleSheet], naming: str) -> Iterator[StyleProblem]:
    """Classes that no page, no filter and no script names; `h7` is named by `h{{ length }}`."""
    known = set(re.findall(r"[A-Za-z][\w-]*", naming))
    numbered = set(re.findall(r"([A-Za-z][\w-]*)\{", naming))
    for sheet in sheets:
        for rule in sheet.rules:
            named = re.findall(r"\.([A-Za-z][\w-]*)", tinycss2.serialize(rule.prelude))
            for name in sorted(set(named) - known):
                if re.sub(r"\d+$", "", name) in numbered:
                    continue
                yield StyleProblem(
                    f"{sheet.name}:{rule.source_line}", f"no page has the class {name}"
                )


def main() -> None:
    """Print every problem on a line of its own."""
    sheets = [
        read(path.name, path.read_text(encoding="utf-8")) for path in sorted(SHEETS.glob("*.css"))
    ]
    files = [STATES, *(path for kind in NAMING for path in WEB.rglob(kind))]
    found = problems(sheets, "\n".join(path.read_text(encoding="utf-8") for path in files))
    sys.stdout.writelines(f"{problem}\n" for problem in found)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
