"""Errors are raised with codes: no sentence stands where something is raised."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import publisher
from publisher.sentences.catalogue import Sentence, catalogue

_ROOT = Path(publisher.__file__).parent
# Their readers run the program: they may be told commands.
OPERATORS_ROOMS = ("install", "running", "config", "cli", "help")
# What only an operator can do: commands to type, files and keys of the configuration.
OPERATORS_WORDS = (
    "“publisher ",
    "config.toml",
    "pip install",
    " --",
    "database_env",
    "createdb",
)


def _trees() -> dict[Path, ast.Module]:
    return {
        path: ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(_ROOT.rglob("*.py"))
        if "migrations" not in path.parts
    }


def _errors(trees: dict[Path, ast.Module]) -> set[str]:
    """The names of all classes below the root, told by their bases."""
    bases = {
        node.name: {ast.unparse(base).rpartition(".")[2] for base in node.bases}
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {"PublisherError"}
    while more := {name for name, above in bases.items() if above & found} - found:
        found |= more
    return found


def _sites(tree: ast.Module, errors: set[str]) -> Iterator[ast.Call]:
    """Where errors are made."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            if name in errors or ast.unparse(node.func).endswith("Error.told"):
                yield node


def _constants(tree: ast.Module) -> dict[str, ast.expr]:
    """What a module's own names in capitals stand for."""
    return {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id.isupper()
    }


def _is_prose(site: ast.Call, constants: dict[str, ast.expr]) -> bool:
    given = [*site.args, *(one.value for one in site.keywords)]
    names = {node.id for one in given for node in ast.walk(one) if isinstance(node, ast.Name)}
    return any(
        isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value.strip()
        for one in (*given, *(constants[name] for name in names if name in constants))
        for node in ast.walk(one)
    )


def _prose_sites(text: str, errors: set[str]) -> list[int]:
    """The lines where an error is made of a sentence."""
    tree = ast.parse(text)
    constants = _constants(tree)
    return [site.lineno for site in _sites(tree, errors) if _is_prose(site, constants)]


def test_no_sentence_stands_where_an_error_is_raised() -> None:
    trees = _trees()
    errors = _errors(trees)
    found = [
        f"{path.relative_to(_ROOT).as_posix()}:{line}"
        for path in trees
        # The stand-in raises what Facebook says, in Facebook's words.
        if "standin" not in path.parts
        for line in _prose_sites(path.read_text(encoding="utf-8"), errors)
    ]

    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        'raise Refused("hai chữ")',
        '_BROKEN = "hai chữ"\nraise Refused(_BROKEN)',
        '_SAID = {1: "hai chữ"}\nraise Refused(_SAID[1])',
    ],
    ids=["a sentence", "a constant", "a table"],
)
def test_a_sentence_is_found_wherever_it_comes_from(text: str) -> None:
    assert _prose_sites(text, {"Refused"}) == [text.count("\n") + 1]


_DESK = sorted(
    (code, one)
    for code, one in catalogue().items()
    if code.partition(".")[0] not in OPERATORS_ROOMS
)


@pytest.mark.parametrize(("code", "sentence"), _DESK, ids=[code for code, _ in _DESK])
def test_the_desk_names_no_command_and_no_file_of_the_configuration(
    code: str, sentence: Sentence
) -> None:
    words = " ".join((sentence.vi, sentence.en, sentence.do_vi, sentence.do_en))

    assert [one for one in OPERATORS_WORDS if one in words] == []
    assert bool(sentence.operator_vi) == bool(sentence.operator_en)
