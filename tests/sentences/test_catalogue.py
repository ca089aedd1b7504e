"""One catalogue: every code has both languages, with the same arguments."""

import ast
from pathlib import Path
from string import Formatter

import pytest

import publisher
from publisher.sentences.catalogue import Sentence, catalogue

_ROOT = Path(publisher.__file__).parent
_ALL = sorted(catalogue().items())


def _names(words: str) -> set[str]:
    return {name.split(".")[0] for _, name, _, _ in Formatter().parse(words) if name}


@pytest.mark.parametrize(("code", "sentence"), _ALL, ids=[code for code, _ in _ALL])
def test_a_code_says_the_same_in_both_languages(code: str, sentence: Sentence) -> None:
    assert sentence.vi
    assert sentence.en
    assert bool(sentence.do_vi) == bool(sentence.do_en)
    assert _names(sentence.vi + sentence.do_vi) == _names(sentence.en + sentence.do_en)


def test_no_code_stands_in_two_rooms() -> None:
    rooms = list((_ROOT / "sentences").glob("*.py"))
    codes = [
        key.value
        for path in rooms
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    ]

    assert sorted(codes) == sorted(set(codes))


def test_every_code_is_said_somewhere() -> None:
    said = {
        node.value
        for path in _ROOT.rglob("*.py")
        if "sentences" not in path.parts and "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    assert [code for code, _ in _ALL if code not in said] == []
