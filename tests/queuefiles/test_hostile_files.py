"""Files on which a reader could fall over: each is a finding of its own, and nobody else's files suffer."""

import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from publisher.queuefiles import crashes, folder
from publisher.queuefiles.folder import QueueReader, QueueReading
from publisher.queuefiles.posts import read_post
from tests.queuefiles.test_queue_files import Desk

DATA = Path(__file__).parent / "data"
LONG = (
    "Toàn cảnh hội nghị tổng kết hoạt động công đoàn và phong trào công nhân, viên chức, lao động "
    * 4
)


@pytest.fixture(autouse=True)
def _nothing_is_told_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crashes, "_told", set())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def within(seconds: float, what: Callable[[], QueueReading]) -> QueueReading:
    """What it gives; fails when it takes longer."""
    found: list[QueueReading] = []
    thread = threading.Thread(target=lambda: found.append(what()), daemon=True)
    thread.start()
    thread.join(seconds)
    assert found, "it hangs"
    return found[0]


def ids(reading: QueueReading) -> list[str]:
    return [entry.id for entry in reading.queue.entries]


@pytest.mark.parametrize(
    ("front", "line", "said"),
    [
        ("x = " + "[" * 600, 3, "lồng nhau quá sâu"),
        ("x = " + "{a=" * 600, 3, "lồng nhau quá sâu"),
        ("x" + ".x" * 600 + " = 1", 3, "lồng nhau quá sâu"),
        ("x = " + "[" * 200 + "]" * 200, 3, "lồng nhau quá sâu"),
        ("at = " + "9" * 5000, 3, "quá lớn"),
        ("at = 0x" + "f" * 5000, 3, "quá lớn"),
        ("at = 0001-01-01T00:00:00", 3, "2000 đến 2100"),
        ("at = 9999-12-31T23:59:00", 3, "2000 đến 2100"),
        ('at = "0001-01-01T00:00"', 3, "2000 đến 2100"),
        ("after = 2101-01-01T00:00:00", 3, "2000 đến 2100"),
        ("since = 9999-12-31", 3, "2100"),
        ('stagger = "999999999999999999999999999999h"', 3, "quá dài"),
        ('max_late = "99999999d"', 3, "quá dài"),
        ('max_late = "' + "9" * 5000 + 'h"', 3, "quá dài"),
        (f'photos = ["{LONG}"]', 3, "không thấy ảnh"),
        ('photos = ["a\\u0000b.jpg"]', 3, "ký tự"),
        (f'video = "{LONG}"', 3, "không thấy video"),
        ('video = "a\\u0000b.mp4"', 3, "ký tự"),
        (f'card = "{LONG}"', 3, "không có mẫu ảnh"),
        ('card = "a\\u0000b"', 3, "ký tự"),
        ('first_comment = "a\\u0000b"', 3, "ký tự"),
        ('[fields]\nwho = "a\\u0000b"', 4, "ký tự"),
        ("[exceptions.lai-chau]\nat = 0001-01-01T00:00:00", 4, "2000 đến 2100"),
    ],
)
def test_what_is_beyond_all_bounds_is_a_plain_finding_with_its_line(
    desk: Desk, front: str, line: int, said: str
) -> None:
    desk.put("posts/a.md", f"+++\n# một dòng\n{front}\n+++\nLời bài.")
    reading = desk.read()
    [problem] = reading.problems
    assert (problem.path, problem.line, set(reading.broken)) == ("posts/a.md", line, {"posts/a.md"})
    assert said in problem.message
    assert problem.fix or any(advice in problem.message for advice in ("viết", "sửa"))
    assert "ngoài dự kiến" not in problem.message
    assert len(str(problem)) < 600


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("from = 0001-01-01\nuntil = 2027-05-01", "2000 đến 2100"),
        ("from = 2000-01-01\nuntil = 2100-12-31", "dài hơn"),
    ],
)
def test_a_campaign_beyond_all_bounds_is_a_plain_finding(desk: Desk, front: str, said: str) -> None:
    desk.put("campaigns/a.md", f'+++\ntitle = "A"\n{front}\n+++\n- Một')
    [problem] = desk.read().problems
    assert said in problem.message
    assert problem.line


@pytest.mark.parametrize("name", ["nested.md", "digits.md"])
def test_a_file_that_felled_the_reader_once_is_a_finding_with_its_line(
    desk: Desk, name: str
) -> None:
    desk.put("campaigns/a.md", (DATA / name).read_bytes())
    [problem] = desk.read().problems
    assert problem.line
    assert problem.fix
    assert "ngoài dự kiến" not in problem.message


def test_whatever_a_reader_raises_is_a_finding_of_its_file_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    really = read_post

    def stumbles(document: Any, **how: Any) -> Any:
        if document.path == "posts/0.md":
            raise KeyError("something that nobody thought of")
        return really(document, **how)

    monkeypatch.setattr(folder, "read_post", stumbles)
    for name in ("0", "1"):
        desk.put(f"posts/{name}.md", "Lời bài.")
    reading = desk.read()
    assert (ids(reading), set(reading.broken)) == (["1"], {"posts/0.md"})
    [problem] = reading.problems
    assert "ngoài dự kiến" in problem.message
    assert problem.fix
    desk.read()
    told = [record for record in caplog.records if record.exc_info]
    assert len(told) == 1, "the traceback stands in the log once"


def test_an_address_over_which_comparing_stumbles_is_a_finding_of_its_file(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbles(url: str) -> str:
        raise ValueError(url)

    monkeypatch.setattr(folder, "article_key", stumbles)
    desk.put("links/a.md", "- https://bao.vn/a | Lời")
    desk.put("posts/b.md", "Lời bài.")
    reading = desk.read()
    assert (ids(reading), set(reading.broken)) == (["b"], {"links/a.md"})


@pytest.mark.parametrize("kind", ["fifo", "socket", "folder", "link", "loop"])
def test_what_is_no_file_is_told_and_never_waited_for(
    desk: Desk, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.put("posts/z.md", "Lời bài.")
    odd = desk.folder / "posts" / "a.md"
    match kind:
        case "fifo":
            os.mkfifo(odd)
        case "socket":
            # Its path would be too long for a socket.
            monkeypatch.chdir(odd.parent)
            with socket.socket(socket.AF_UNIX) as own:
                own.bind("a.md")
        case "folder":
            odd.mkdir()
        case "link":
            odd.symlink_to("nirgends.md")
        case _:
            odd.symlink_to("a.md")
    reading = within(5, desk.read)
    [problem] = reading.problems
    assert (problem.path, ids(reading), set(reading.broken)) == (
        "posts/a.md",
        ["z"],
        {"posts/a.md"},
    )
    assert problem.fix


def test_a_file_that_becomes_a_fifo_while_it_is_opened_is_not_waited_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looked at as a regular file, opened as something else."""
    ordinary = desk.put("posts/z.md", "Lời bài.").stat()
    os.mkfifo(desk.folder / "posts" / "a.md")
    really = Path.stat

    def stat(path: Path, **how: Any) -> os.stat_result:
        return ordinary if path.name == "a.md" else really(path, **how)

    monkeypatch.setattr(Path, "stat", stat)
    reading = within(5, desk.read)
    assert (ids(reading), set(reading.broken)) == (["z"], {"posts/a.md"})


def test_a_name_that_is_no_text_is_told_and_read_by_nobody(desk: Desk) -> None:
    desk.put("posts/z.md", "Lời bài.")
    Path(os.fsdecode(os.fsencode(desk.folder) + b"/posts/\xff.md")).write_text(
        "Lời bài.", encoding="utf-8"
    )
    reading = desk.read()
    assert ids(reading) == ["z"]
    [problem] = reading.problems
    str(problem).encode()


def test_thousands_of_wrong_keys_are_told_in_few_words_and_in_a_short_time(desk: Desk) -> None:
    desk.put(
        "posts/a.md",
        "+++\n" + "".join(f"khoa{number} = 1\n" for number in range(20_000)) + "+++\nLời.",
    )
    reading = within(20, desk.read)
    assert 0 < len(reading.problems) < 100


def test_a_long_line_of_brackets_within_a_text_costs_no_time(desk: Desk) -> None:
    desk.put("posts/a.md", f'+++\nsai = 1\nheadline = """\n{"[" * 200_000}\n"""\n+++\nLời.')
    assert within(20, desk.read).problems


# Looks that are not complete


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes a folder one that cannot be listed (root may list everything)."""
    really = os.scandir

    def lock(name: str) -> None:
        def scandir(path: Any = ".") -> Any:
            if str(path).endswith(name):
                raise PermissionError(13, "Permission denied", str(path))
            return really(path)

        monkeypatch.setattr(os, "scandir", scandir)

    return lock


def test_a_look_at_everything_is_complete(desk: Desk) -> None:
    desk.put("posts/a.md", "A")
    assert desk.read().complete


def test_a_folder_that_cannot_be_listed_makes_the_look_incomplete_and_is_told(
    desk: Desk, locked: Callable[[str], None]
) -> None:
    desk.put("posts/trong/a.md", "A")
    desk.put("posts/b.md", "B")
    locked("trong")
    reading = desk.read()
    assert not reading.complete
    [problem] = reading.problems
    assert (problem.path, ids(reading)) == ("posts/trong", ["b"])


def test_what_was_read_of_a_folder_stays_while_it_cannot_be_listed(
    desk: Desk, locked: Callable[[str], None]
) -> None:
    desk.put("posts/trong/a.md", "A")
    desk.read()
    locked("trong")
    assert ids(desk.read()) == ["a"]


@pytest.mark.parametrize("left", ["nothing", "an empty folder"])
def test_a_queue_that_vanished_makes_the_look_incomplete(
    desk: Desk, left: str, tmp_path: Path
) -> None:
    desk.put("posts/a.md", "A")
    desk.read()
    desk.folder.rename(tmp_path.parent / f"{tmp_path.name}-fort")
    if left == "an empty folder":
        desk.folder.mkdir()
    reading = desk.read()
    assert not reading.complete
    assert ids(reading) == ["a"]


def test_a_folder_without_its_last_file_is_a_complete_look(desk: Desk) -> None:
    """Git keeps no empty folder."""
    desk.put("posts/a.md", "A")
    desk.put("links/b.md", "- https://bao.vn/a | Lời")
    desk.read()
    (desk.folder / "posts" / "a.md").unlink()
    (desk.folder / "posts").rmdir()
    reading = desk.read()
    assert reading.complete
    assert "a" not in ids(reading)


def test_after_a_look_that_broke_off_the_next_one_looks_at_everything(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b", "c"):
        desk.put(f"posts/{name}.md", name)
    really = QueueReader._read

    def breaks_off(self: QueueReader, name: str) -> Any:
        if name == "posts/b.md":
            raise MemoryError
        return really(self, name)

    monkeypatch.setattr(QueueReader, "_read", breaks_off)
    with pytest.raises(MemoryError):
        desk.read()
    monkeypatch.setattr(QueueReader, "_read", really)
    reading = desk.reader.refresh([desk.folder / "posts" / "c.md"])
    assert ids(reading) == ["a", "b", "c"]
    assert reading.changed == {"posts/a.md", "posts/b.md", "posts/c.md"}
