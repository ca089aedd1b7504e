"""How the letters of strangers (`strangers/`) are read, by the form of the file: what is wrong and sure comes first."""

import functools
import io
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unicodedata import normalize

from docx import Document
from pypdfium2 import PdfDocument

from publisher import resources
from publisher.domain.encodings import decoded
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
    # Lines that are left to a person, and are no slogans.
    noise: int = 0
    # Letters of the alphabet that the file holds, and neither the lines nor the remarks do.
    passed_over: int = 0
    # Windows of slogans: right, said by the letters, and wrong without a doubt.
    windows: int = 0
    windows_said: int = 0
    windows_wrong_and_sure: int = 0
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

    def add_window(self, answer: dict[str, Any], plan: OfficialLetter) -> None:
        """Count from when to when the slogans of one letter are to be seen."""
        if "from" in answer.get("open", ()) or "from" not in answer:
            return
        value = plan.window.value if plan.window else None
        right = value is not None and (value.first, value.last) == (answer["from"], answer["to"])
        self.windows_said += 1
        self.windows += right
        self.windows_wrong_and_sure += bool(plan.window and plan.window.sure and not right)

    def add(self, wanted: list[str], plan: OfficialLetter, name: str) -> None:
        """Count one letter."""
        sure = [one.value for one in plan.slogans if one.sure]
        doubted = [one.value for one in plan.slogans if not one.sure and one.value not in sure]
        wrong = [one for one in sure if one not in wanted]
        lost = [one for one in wanted if one not in sure and one not in doubted]
        self.wanted += len(wanted)
        self.noise += sum(one not in wanted for one in doubted)
        self.wrong_and_sure += len(wrong)
        self.sure += sum(one in sure for one in wanted)
        self.doubted += sum(one in doubted for one in wanted)
        if name:
            self.told += [f"{name} thừa: {one}" for one in wrong]
            self.told += [f"{name} thiếu: {one}" for one in lost]


def forms() -> list[tuple[str, str]]:
    """Each part with each form that its letters have: ("open", "pdf") …"""
    found = {
        (part, form)
        for part in PARTS
        for folder in _folders(part)
        for form in read((folder / "letter.src").read_text("utf-8")).options["forms"].split()
    }
    return sorted(found)


@functools.cache
def measured(part: str) -> dict[str, Read]:
    """A part by kind of file."""
    found: dict[str, Read] = defaultdict(Read)
    for folder in _folders(part):
        answer = tomllib.loads((folder / "answer.toml").read_text(encoding="utf-8"))
        for form, raw, plan in _plans(folder):
            name = f"{folder.name} {form}" if part.startswith("open") else ""
            found[form].passed_over += passed_over(raw, form, plan)
            found[form].add_window(answer, plan)
            if "slogans" not in answer.get("open", ()):
                found[form].add(_wanted(answer), plan, name)
    return dict(found)


def _folders(part: str) -> list[Path]:
    return sorted(path.parent for path in (FOLDER / part).glob("*/letter.src"))


def passed_over(raw: bytes, form: str, plan: OfficialLetter) -> int:
    """How many letters of a file are neither in the lines read nor in the remarks on it."""
    said = " ".join([*(line.text for line in plan.lines), *plan.notes])
    return (_letters(_present(raw, form.partition("-")[0])) - _letters(said)).total()


def _letters(text: str) -> Counter[str]:
    return Counter(char for char in normalize("NFC", text).lower() if char.isalpha())


def _present(raw: bytes, kind: str) -> str:
    if kind == "pdf":
        pages = [page.get_textpage().get_text_range() for page in PdfDocument(raw)]
        # The number of a page is no word of the letter.
        return " ".join(re.sub(r"(?m)^Trang \d+\s*$", "", page) for page in pages)
    if kind != "docx":
        return decoded(raw)[0]
    body = Document(io.BytesIO(raw)).element.body
    return "".join(body.xpath(".//w:t[not(ancestor::*[local-name()='Fallback'])]/text()"))


def _wanted(answer: dict[str, Any]) -> list[str]:
    return [" ".join(one.split()) for one in answer.get("slogans", [])]


def _plans(folder: Path) -> Iterator[tuple[str, bytes, OfficialLetter]]:
    with TemporaryDirectory() as out:
        for form, path in build(folder, Path(out)).items():
            words = resources.assets() / "words"
            raw = path.read_bytes()
            yield form, raw, plan_here(raw, path.name, words=words)


def table() -> list[str]:
    """Lines for people."""
    head = f"{'strangers':<10}{'form':<14}{'wrong and sure':>15}{'precision':>11}{'recall':>8}{'of':>5}{'sure':>6}{'noise':>7}{'windows':>9}"
    return [
        head,
        *(
            f"{part:<10}{form:<14}{one.wrong_and_sure:>15}{one.precision:>11.3f}{one.recall:>8.3f}"
            f"{one.wanted:>5}{one.sure:>6}{one.noise:>7}{f'{one.windows}/{one.windows_said}':>9}"
            for part, form, one in _all()
        ),
    ]


def told() -> list[str]:
    """What went wrong in the open letters."""
    return [line for _, _, one in _all() for line in one.told]


def _all() -> list[tuple[str, str, Read]]:
    return [(part, form, one) for part in PARTS for form, one in sorted(measured(part).items())]


if __name__ == "__main__":
    print("\n".join([*table(), *told()]))  # noqa: T201 - what it is for
