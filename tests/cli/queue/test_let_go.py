"""`publisher queue let-go`, and commands on a queue that holds anything."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from publisher.app import App
from publisher.cli.commands import app
from publisher.config.reading import load
from publisher.domain.reason import reason
from publisher.features.scheduling.planning import plan_queue
from publisher.features.scheduling.withheld import note_turn
from publisher.store.connection import close_store
from publisher.store.models import Delivery
from publisher.store.transactions import Direct

CONFIG = """
[units.u]
name = "Công đoàn thử"
approval = "none"
[pages.p]
facebook_id = "1"
unit = "u"
slots = ["07:30", "19:30"]
"""
DATA = Path(__file__).parents[2] / "queuefiles" / "data"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "queue" / "posts").mkdir(parents=True)
    return tmp_path


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(words))
    close_store()
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def plan(folder: Path) -> None:
    """As the service does."""
    application = App(load(folder / "config.toml"))
    application.open_store()
    reading = application.reader().refresh(None)
    now = datetime.now(UTC)
    plan_queue(
        application.context(Direct()),
        reading.queue,
        now=now,
        broken=reading.broken,
        complete=reading.complete,
    )
    close_store()


def emptied(folder: Path, count: int = 12) -> None:
    """A queue that was planned, and then emptied."""
    for number in range(count):
        (folder / "queue" / "posts" / f"{number:02}.md").write_text(
            f"Bài {number}", encoding="utf-8"
        )
    plan(folder)
    for path in (folder / "queue" / "posts").iterdir():
        path.unlink()
    plan(folder)


def states() -> set[str]:
    App(load(Path("config.toml"))).open_store()
    found = set(Delivery.objects.values_list("state", flat=True))
    close_store()
    return found


def test_nothing_to_let_go_is_said(folder: Path) -> None:
    assert run("queue", "let-go") == (0, "Không có lượt nào chờ đồng ý hủy.\n")


def test_what_waits_is_shown_with_its_files_and_the_command_that_agrees(folder: Path) -> None:
    emptied(folder)
    code, output = run("queue", "let-go")
    assert code == 0
    assert "12 trong 12 lượt đã duyệt" in output
    assert "posts/00.md" in output
    command = output.strip().split("\n")[-1].split("publisher ")[-1].split()
    code, output = run(*command[:3], "--by", "Trần Mai Chi")
    assert (code, "Đã đồng ý hủy 12 lượt" in output) == (0, True)
    assert "Trần Mai Chi đã đồng ý" in run("queue", "let-go")[1]
    plan(folder)
    assert states() == {"cancelled"}


def test_another_code_agrees_to_nothing(folder: Path) -> None:
    emptied(folder)
    code, output = run("queue", "let-go", "00000000", "--by", "Chi")
    assert (code, "đã đổi" in output) == (1, True)
    plan(folder)
    assert states() == {"approved"}


def test_a_yes_without_a_name_is_none(folder: Path) -> None:
    emptied(folder)
    code, output = run("queue", "let-go", "00000000")
    assert (code, "Thiếu người đồng ý" in output) == (1, True)


def test_status_and_check_tell_of_the_question_and_of_a_failed_turn(folder: Path) -> None:
    emptied(folder)
    App(load(folder / "config.toml")).open_store()
    now = datetime.now(UTC) - timedelta(minutes=1)
    note_turn("", reason("planning.unexpected", name="OverflowError"), now=now)
    close_store()
    for words in (("status",), ("queue", "check")):
        code, output = run(*words)
        assert "12 trong 12 lượt đã duyệt" in output
        assert "OverflowError" in output
        assert code == (1 if words[0] == "queue" else 0)


def test_a_queue_that_nobody_planned_yet_is_checked_without_a_database(folder: Path) -> None:
    assert run("queue", "check")[0] == 0
    assert not (folder / "data").exists()


@pytest.mark.parametrize("command", [("queue", "check"), ("queue", "list"), ("plan",), ("lint",)])
def test_no_command_ends_in_a_traceback_because_of_a_queue_file(
    folder: Path, command: tuple[str, ...]
) -> None:
    posts = folder / "queue" / "posts"
    for path in DATA.glob("*.md"):
        (posts / path.name).write_bytes(path.read_bytes())
    for name, front in {
        "nam": "at = 0001-01-01T00:00:00",
        "dai": 'stagger = "999999999999999999999999999999h"',
        "anh": f'photos = ["{"Toàn cảnh hội nghị " * 20}"]',
        "nul": 'photos = ["a\\u0000b.jpg"]',
        "muon": 'at = 2100-12-31T23:59:00\nmax_late = "3650d"',
    }.items():
        (posts / f"{name}.md").write_text(f"+++\n{front}\n+++\nLời bài.", encoding="utf-8")
    os.mkfifo(posts / "ong.md")
    (posts / "tot.md").write_text("Lời bài khác.", encoding="utf-8")
    code, output = run(*command)
    assert "Traceback" not in output
    if command == ("queue", "check"):
        assert (code, "2 bài dùng được, 7 chỗ cần sửa." in output) == (1, True)
