"""How the letters of strangers (`strangers/`) are read, by the form of the file: what is wrong and sure comes first."""

import functools
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from publisher import resources
from publisher.letters.letter import OfficialLetter
from publisher.letters.reading import plan_here
from tests.letters.strangers.make import PARTS, build, read

FOLDER = Path(__file__).parent / "strangers"


@dataclass
class Read:
    """Counts of slogans over letters in one form."""

    wanted: int = 0
    wrong_and_sure: int = 0
    sure: int = 0
    doubted: int = 0
    # What went wrong, to read; of sealed letters nothing.
    told: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of what is sure."""
        found = self.sure + self.wrong_and_sure
        return self.sure / found if found else 1.0

    @property
    def recall(self) -> float:
        """With doubts."""
        return (self.sure + self.doubted) / self.wanted if self.wanted else 1.0

    def add(self, wanted: list[str], plan: OfficialLetter, name: str) -> None:
        """Count one letter."""
        sure = [one.value for one in plan.slogans if one.sure]
        doubted = [one.value for one in plan.slogans if not one.sure and one.value not in sure]
        wrong = [one for one in sure if one not in wanted]
        lost = [one for one in wanted if one not in sure and one not in doubted]
        self.wanted += len(wanted)
        self.wrong_and_sure += len(wrong)
        self.sure += sum(one in sure for one in wanted)
        self.doubted += sum(one in doubted for one in wanted)
        if name:
            self.told += [f"{name} thừa: {one}" for one in wrong]
            self.told += [f"{name} thiếu: {one}" for one in lost]


def forms() -> list[tuple[str, str]]:
    """All parts by kind of file: ("open", "pdf") …, without reading a letter."""
    return sorted({(part, form) for part in PARTS for one in _judged(part) for form in one[2]})


@functools.cache
def measured(part: str) -> dict[str, Read]:
    """A part by kind of file."""
    found: dict[str, Read] = defaultdict(Read)
    for folder, answer, _ in _judged(part):
        for form, plan in _plans(folder):
            found[form].add(_wanted(answer), plan, f"{folder.name} {form}" * (part == "open"))
    return dict(found)


def _judged(part: str) -> Iterator[tuple[Path, dict[str, Any], list[str]]]:
    for source in sorted((FOLDER / part).glob("*/letter.src")):
        answer = tomllib.loads((source.parent / "answer.toml").read_text(encoding="utf-8"))
        if "slogans" not in answer.get("open", ()):
            letter = read(source.read_text(encoding="utf-8"))
            yield source.parent, answer, letter.options["forms"].split()


def _wanted(answer: dict[str, Any]) -> list[str]:
    return [" ".join(one.split()) for one in answer.get("slogans", [])]


def _plans(folder: Path) -> Iterator[tuple[str, OfficialLetter]]:
    with TemporaryDirectory() as out:
        for form, path in build(folder, Path(out)).items():
            words = resources.assets() / "words"
            yield form, plan_here(path.read_bytes(), path.name, words=words)


def table() -> list[str]:
    """Lines for people."""
    head = f"{'strangers':<10}{'form':<14}{'wrong and sure':>15}{'precision':>11}{'recall':>8}{'of':>5}"
    return [head, *(_line(part, form, measured(part)[form]) for part, form in forms())]


def _line(part: str, form: str, one: Read) -> str:
    return (
        f"{part:<10}{form:<14}{one.wrong_and_sure:>15}{one.precision:>11.3f}{one.recall:>8.3f}"
        f"{one.wanted:>5}"
    )


if __name__ == "__main__":
    print("\n".join(table()))  # noqa: T201 - what it is for
