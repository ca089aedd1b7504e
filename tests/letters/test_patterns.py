"""Every pattern that runs over a letter: no text makes one of them slow."""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from pathlib import Path
from re import _constants, _parser

import pytest

import publisher.letters
from publisher import resources
from publisher.letters.line import LONGEST_LINE
from publisher.letters.parties import vocabulary

# Beside the package: what runs over the words of a letter on their way into a campaign.
MODULES = [
    *(
        f"publisher.letters.{found.name}"
        for found in pkgutil.iter_modules(publisher.letters.__path__)
    ),
    "publisher.features.authoring.import_letter",
]


def patterns() -> Iterator[re.Pattern[str]]:
    """All patterns that the modules hold, also those in tuples."""
    seen: set[str] = set()
    for name in MODULES:
        for value in vars(importlib.import_module(name)).values():
            for one in within(value):
                if isinstance(one.pattern, str) and one.pattern not in seen:
                    seen.add(one.pattern)
                    yield one
    for _, pattern in vocabulary(resources.assets() / "words" / "channels.toml"):
        yield pattern


def within(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from within(one)


ALL = list(patterns())
# Seconds of a whole line: what takes no longer is not measured any closer.
QUICK = 0.08


def unbounded(parsed: object) -> Iterator[str]:
    """The repetitions of a pattern that have no end."""
    for operation, argument in parsed:  # type: ignore[attr-defined]
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            if argument[1] is _constants.MAXREPEAT:
                yield name
            yield from unbounded(argument[2])
        elif name == "BRANCH":
            for branch in argument[1]:
                yield from unbounded(branch)
        elif name in ("SUBPATTERN", "ATOMIC_GROUP"):
            yield from unbounded(argument[-1] if name == "SUBPATTERN" else argument)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from unbounded(argument[1])


def literals(parsed: object) -> Iterator[str]:
    """The words of a pattern, each as a run of literal characters."""
    run = ""
    for operation, argument in parsed:  # type: ignore[attr-defined]
        name = str(operation)
        if name == "LITERAL":
            run += chr(argument)
            continue
        if run:
            yield run
        run = ""
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            yield from literals(argument[2])
        elif name == "BRANCH":
            for branch in argument[1]:
                yield from literals(branch)
        elif name == "SUBPATTERN":
            yield from literals(argument[-1])
        elif name == "IN":
            yield from (chr(one[1]) for one in argument if str(one[0]) == "LITERAL")
    if run:
        yield run


def pieces(pattern: re.Pattern[str]) -> list[str]:
    """What is repeated: each character of the pattern and of its classes, its words, and words in front of digits."""
    words = sorted(set(literals(_parser.parse(pattern.pattern, pattern.flags & re.IGNORECASE))))[
        :60
    ]
    characters = {char for word in words for char in word} | set('1a A(["“*_-.,;: /|')
    return [
        *sorted(characters),
        *words,
        *(f"{word} 1 " for word in words),
        "1/1 ",
        "1 năm ngày a",
        "a 1 ",
        "1.1",
    ]


def seconds(pattern: re.Pattern[str], text: str) -> float:
    begun = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - begun


def test_the_walk_finds_the_patterns() -> None:
    assert len(ALL) > 80


@pytest.mark.parametrize("pattern", ALL, ids=[one.pattern[:40] for one in ALL])
def test_a_pattern_repeats_nothing_without_end(pattern: re.Pattern[str]) -> None:
    assert list(unbounded(_parser.parse(pattern.pattern, pattern.flags & re.IGNORECASE))) == []


@pytest.mark.parametrize("pattern", ALL, ids=[one.pattern[:40] for one in ALL])
def test_a_pattern_takes_twice_the_time_for_twice_the_text(pattern: re.Pattern[str]) -> None:
    for piece in pieces(pattern):
        half, whole = (
            "a " + piece * (size // len(piece)) + " x" for size in (LONGEST_LINE // 2, LONGEST_LINE)
        )
        if seconds(pattern, whole) > QUICK:
            long = min(seconds(pattern, whole) for _ in range(3))
            ratio = long / min(seconds(pattern, half) for _ in range(3))
            assert ratio < 3.2, (pattern.pattern, piece)
            assert long < 1, (pattern.pattern, piece)


def test_no_module_of_the_package_makes_patterns_where_the_walk_does_not_find_them() -> None:
    for found in pkgutil.iter_modules(publisher.letters.__path__):
        module = importlib.import_module(f"publisher.letters.{found.name}")
        assert module.__file__
        source = Path(module.__file__).read_text(encoding="utf-8")
        assert not re.search(
            r"\bre\.(search|match|fullmatch|sub|split|findall|finditer)\(", source
        ), found.name
