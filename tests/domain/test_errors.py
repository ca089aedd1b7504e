"""One tree of errors: each is caught by its root, told as a sentence, and crosses processes."""

import builtins
import pickle
import re
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import publisher
from publisher.cli.output import TROUBLE, fail_kindly
from publisher.domain import errors
from publisher.domain.errors import PublisherError
from publisher.domain.reason import Problem, told
from publisher.isolation import NoAnswerReason

_ROOT = Path(publisher.__file__).parent
# Read by its first lines, not parsed: each worker of pytest does it while it collects.
_CLASS = re.compile(r"^ *class (\w+)(?:\((.*?)\))?:(?: *#[^\n]*)?$", re.MULTILINE | re.DOTALL)
_PROBLEMS = [Problem(path="a.md", line=3, reason=told("sai"))]
# Those that are made of more than a code.
_MADE_OF: dict[str, tuple[Any, ...]] = {
    "AlreadyThere": (Path("config.toml"),),
    "MustWait": (timedelta(seconds=3),),
    "NothingFound": ("x", _PROBLEMS),
    "Changed": (_PROBLEMS,),
    "ConfigError": (_PROBLEMS,),
    "Conflict": ("mine", "theirs", "seen"),
    "GraphError": (100, "Unsupported get request."),
    "NoAnswer": (NoAnswerReason.TIME,),
    "OutOfBounds": ("tables.too_deep", 3),
    "WriteRefused": (_PROBLEMS,),
}


def _classes() -> dict[str, tuple[str, list[str]]]:
    """Every class of the package: its module and the names of its bases."""
    return {
        name: (
            ".".join(("publisher", *path.relative_to(_ROOT).with_suffix("").parts)),
            [base.partition("[")[0].rpartition(".")[2].strip() for base in bases.split(",")],
        )
        for path in sorted(_ROOT.rglob("*.py"))
        if "migrations" not in path.parts
        for name, bases in _CLASS.findall(path.read_text(encoding="utf-8"))
    }


_CLASSES = _classes()


def _comes_from(name: str, root: Callable[[str], bool]) -> bool:
    if root(name):
        return True
    bases = _CLASSES[name][1] if name in _CLASSES else []
    return any(_comes_from(base, root) for base in bases if base != name)


def _is_exception(name: str) -> bool:
    found = getattr(builtins, name, None)
    return isinstance(found, type) and issubclass(found, BaseException)


ERRORS = sorted(
    name
    for name in _CLASSES
    if name != "PublisherError" and _comes_from(name, lambda one: one == "PublisherError")
)


def make(name: str) -> PublisherError:
    kind = getattr(import_module(_CLASSES[name][0]), name)
    if name == "PeopleError":
        error = kind(name="media.photo_gone")
    else:
        error = kind(*_MADE_OF.get(name, ("media.photo_gone",)))
    assert isinstance(error, PublisherError)
    return error


def test_every_exception_of_ours_comes_from_one_root() -> None:
    outside = [
        name
        for name in _CLASSES
        if name != "PublisherError" and name not in ERRORS and _comes_from(name, _is_exception)
    ]

    assert outside == []


def test_the_tree_is_drawn_with_every_error_that_others_may_catch() -> None:
    drawn = errors.__doc__ or ""

    private = {"GraphError", "Undecodable"}  # never leave their own room
    assert [
        name
        for name in ERRORS
        if not name.startswith("_") and name not in private and name not in drawn
    ] == []


@pytest.mark.parametrize("name", ERRORS)
def test_the_command_line_tells_an_error_in_a_sentence(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    error = make(name)

    with pytest.raises(SystemExit) as ended, fail_kindly():
        raise error

    assert ended.value.code == TROUBLE
    assert capsys.readouterr().err == f"{error}\n"


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_crosses_processes_with_all_it_knows(name: str) -> None:
    error = make(name)

    again = pickle.loads(pickle.dumps(error))

    assert type(again) is type(error)
    assert str(again) == str(error)
    assert again.__dict__ == error.__dict__


def test_what_a_command_does_not_expect_shows_itself() -> None:
    with pytest.raises(KeyError), fail_kindly():
        raise KeyError("x")
