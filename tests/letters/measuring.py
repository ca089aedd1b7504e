"""How much of what the letters of the corpus say is found, and how much is found that they do not say."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from publisher import resources
from publisher.letters.letter import OfficialLetter
from publisher.letters.reading import plan_here as read_plan
from tests.letters.making import Letter

KINDS = ("slogans", "dates", "ages", "windows")


@dataclass
class Score:
    """Counts of one kind of finding."""

    right: int = 0
    # Found for sure and not said.
    wrong: int = 0
    # Said and not found.
    missed: int = 0
    # Found with a doubt, right or wrong: a person looks at it.
    doubted: int = 0
    # What went wrong, to read.
    told: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The part of what was found for sure that the letters say."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The part of what the letters say that was found for sure."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.right + other.right,
            self.wrong + other.wrong,
            self.missed + other.missed,
            self.doubted + other.doubted,
            [*self.told, *other.told],
        )


def read(letter: Letter) -> OfficialLetter:
    """The plan of a letter."""
    return read_plan(letter.raw, letter.name, words=resources.assets() / "words")


def measured(letter: Letter) -> dict[str, Score]:
    """How well one letter is read, by kind of finding."""
    plan, expected = read(letter), letter.expected
    days = [one for one in plan.anniversaries if one.sure]
    return {
        "slogans": _score(
            [one.value for one in plan.slogans if one.sure],
            expected["slogans"],
            sum(not one.sure for one in plan.slogans),
        ),
        "dates": _score(
            [(one.value.since, one.value.on) for one in days],
            [(one["since"], one["on"]) for one in expected["anniversaries"]],
            len(plan.anniversaries) - len(days),
        ),
        "ages": _score(
            [(one.value.name, one.value.age) for one in days],
            [(one["name"], one["age"]) for one in expected["anniversaries"]],
        ),
        "windows": _score(
            [
                (one.value.first, one.value.last)
                for one in plan.windows
                if one.value.first and one.value.last
            ],
            [tuple(one) for one in expected["windows"]],
        ),
    }


def _score(found: Iterable[Any], said: Iterable[Any], doubted: int = 0) -> Score:
    got, wanted = Counter(found), Counter(said)
    wrong, missed = got - wanted, wanted - got
    told = [f"thừa: {item}" for item in wrong.elements()] + [
        f"thiếu: {item}" for item in missed.elements()
    ]
    return Score((got & wanted).total(), wrong.total(), missed.total(), doubted, told)
