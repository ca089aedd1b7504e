"""Inputs that somebody wrote who had not read the code (`tests/strangers/LIST.md`)."""

from pathlib import Path

import pytest

from publisher.domain.entry import ALL_PAGES
from publisher.features.scheduling.copies import copies
from publisher.queuefiles.folder import QueueReading
from tests.features.scheduling.test_planning import CONFIG, Room
from tests.strangers.inputs import INPUTS, Input

PAGES = CONFIG.format(approval="none").replace("[pages.p]", "[pages.tinh]") + (
    '[pages.huyen]\nfacebook_id = "2"\nunit = "u"\nslots = ["07:30"]\n'
)


def of_kind(kind: str) -> list[Input]:
    return [given for given in INPUTS if given.kind == kind]


def read(folder: Path, given: Input) -> QueueReading:
    for name, content in given.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "config.toml").write_text(PAGES, encoding="utf-8")
    room = Room.__new__(Room)
    room.folder = folder
    return room._reader().refresh(None)


@pytest.mark.parametrize("given", of_kind("01-rao"), ids=lambda given: given.name)
def test_what_was_meant_as_a_head_never_widens(tmp_path: Path, given: Input) -> None:
    reading = read(tmp_path, given)
    assert bool(reading.problems) != bool(reading.queue.entries)
    assert all(entry.pages == ("tinh",) != (ALL_PAGES,) for entry in reading.queue.entries)


@pytest.mark.parametrize("given", of_kind("03-ban-sao"), ids=lambda given: given.name)
def test_copies_are_told_and_what_only_looks_like_one_is_not(tmp_path: Path, given: Input) -> None:
    reading = read(tmp_path, given)
    told = [*reading.problems, *copies(reading.queue, ["tinh", "huyen"])]
    assert len(told) == (0 if given.right.startswith("Control") else len(given.files) - 1)


@pytest.mark.parametrize("given", of_kind("11-bo-qua"), ids=lambda given: given.name)
def test_every_file_that_is_not_read_is_named(tmp_path: Path, given: Input) -> None:
    reading = read(tmp_path, given)
    named = {f"queue/{problem.path}" for problem in reading.problems}
    # What an editor keeps for itself is no post of anybody.
    own = {name for name in given.files if name.endswith("~") or Path(name).name[0] in "~."}
    assert named == given.files.keys() - own
