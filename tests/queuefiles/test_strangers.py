"""Inputs that somebody wrote who had not read the code (`tests/strangers/LIST.md`)."""

from datetime import datetime
from pathlib import Path

import pytest

from publisher.domain.entry import ALL_PAGES, At
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


# The words of each input that is read; None where it is refused.
ENCODED = {
    "ngat-trang-va-dong": "Trang một\nTrang hai\nDòng ba\nĐoạn bốn\nDòng năm",
    "nul-va-esc": None,
    "phi-ky-tu": "Chào mừng đại hội cấp xã .",
    "utf16-be": "Bài lưu bằng một chương trình khác: ưu đãi đoàn viên, ổn định việc làm.",
    "utf16-khong-bom": "Bài lưu bằng một chương trình khác: ưu đãi đoàn viên, ổn định việc làm.",
    "utf8-bom-crlf": "Bài lưu bằng một chương trình khác: ưu đãi đoàn viên, ổn định việc làm.",
    "windows-1258": None,
}


@pytest.mark.parametrize("name", ENCODED)
def test_words_are_read_as_they_were_meant_or_refused(tmp_path: Path, name: str) -> None:
    (given,) = (one for one in INPUTS if one.name == name)
    reading = read(tmp_path, given)
    words = ENCODED[name]
    assert [entry.text for entry in reading.queue.entries] == ([words] if words else [])
    assert len(reading.problems) == (words is None)


def test_a_null_character_is_told_with_its_line(tmp_path: Path) -> None:
    (given,) = (one for one in INPUTS if one.name == "nul-va-esc")
    (problem,) = read(tmp_path, given).problems
    assert (problem.line, problem.reason.code) == (5, "queuefiles.null_character")


def test_times_of_posts_are_told_by_the_pages_clock_or_refused(tmp_path: Path) -> None:
    (given,) = (one for one in INPUTS if one.name == "tep-bai")
    reading = read(tmp_path, given)
    assert {entry.id for entry in reading.queue.entries} == {"z", "lech", "chu"}
    at = datetime.fromisoformat("2036-12-20T07:30:00")
    assert {entry.when for entry in reading.queue.entries} == {At(wall_time=at)}
    assert {problem.path for problem in reading.problems} == {
        f"posts/{name}.md" for name in ("ngay", "gio", "so")
    }


# By input: its slogans; None where the lines are told.
LISTS: dict[str, tuple[str, ...] | None] = {
    "dau-tron": ("Một lòng theo Đảng!", "Hai tốt trong dạy và học!", "Ba sạch trong gia đình!"),
    "so-va-chu": ("Một lòng theo Đảng!", "Hai tốt!", "Ba sạch!", "Bốn tại chỗ!", "Năm không!"),
    "zalo": ("Một lòng theo Đảng!", "Hai tốt trong dạy và học!", "Ba sạch trong gia đình!"),
    "khong-cach": None,
    "noi-tiep": (
        "Nhiệt liệt chào mừng Đại hội Công đoàn tỉnh, nhiệm kỳ 2035 – 2040!",
        "Đảng – Niềm tin – Mùa xuân!",
        "100% đoàn viên tham gia!",
    ),
    "cau-so": (
        "20.11 - Ngày hội của thầy cô!",
        "5 không, 3 sạch!",
        "30/4 và 1/5 rực rỡ cờ hoa!",
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_list_marks_of_all_programs_begin_slogans_or_are_told(tmp_path: Path, name: str) -> None:
    (given,) = (one for one in INPUTS if one.name == name)
    reading = read(tmp_path, given)
    slogans = [one.text for campaign in reading.queue.campaigns for one in campaign.slogans]
    expected = LISTS[name]
    assert tuple(slogans) == (expected or ())
    assert [problem.line for problem in reading.problems] == ([] if expected else [8, 9, 10])
