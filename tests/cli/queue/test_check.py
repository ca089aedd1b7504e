"""`publisher queue check` says what planning and preparing would refuse, before they do."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from publisher.app import App
from publisher.cli.commands import app
from publisher.config.reading import load
from publisher.features.scheduling.planning import plan_queue
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
slots = ["07:30"]
quiet = ["22:00", "05:30"]
"""
CAMPAIGN = (
    '+++\ntitle = "C"\nfrom = 2037-05-01\nuntil = 2037-05-02\npages = ["*"]\nslots = ["09:00"]\n'
)


class Folder:
    """A working folder; what its queue check says, as one line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "config.toml").write_text(CONFIG, encoding="utf-8")

    def put(self, name: str, text: str) -> None:
        path = self.folder / "queue" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def post(self, name: str, front: str, text: str = "") -> None:
        text = text or f"Lời của bài {name}."
        self.put(f"posts/{name}.md", f'+++\npages = ["p"]\n{front}\n+++\n{text}\n')

    def check(self, command: str = "queue check") -> tuple[int, str]:
        result = CliRunner().invoke(app, command.split())
        close_store()
        return result.exit_code, " ".join(result.output.split())

    def plan(self, *, now: datetime) -> None:
        application = App(load(self.folder / "config.toml"))
        application.open_store()
        queue = application.reader().refresh(None).queue
        plan_queue(application.context(Direct()), queue, now=now)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.chdir(tmp_path)
    return Folder(tmp_path)


def test_a_line_that_can_be_no_slogan_is_warned_of_and_counts_as_no_mistake(
    folder: Folder,
) -> None:
    folder.put("campaigns/c.md", f"{CAMPAIGN}+++\n- Đoàn kết!\n- Nơi nhận:\n")
    code, said = folder.check()
    assert "Lưu ý: campaigns/c.md:9: dòng này là nơi nhận của văn bản" in said
    assert (code, "0 chỗ cần sửa" in said) == (0, True)


def test_a_rehearsal_names_the_line_that_can_be_no_slogan(folder: Folder) -> None:
    folder.put("campaigns/c.md", f"{CAMPAIGN}+++\n- Đoàn kết!\n- Nơi nhận:\n")
    _, said = folder.check("rehearse c --quiet")
    assert "campaigns/c.md:9" in said


@pytest.mark.parametrize(
    ("front", "text", "why"),
    [
        ("at = 2037-04-15T23:00:00", "", "giờ nghỉ của trang"),
        ("at = 2037-04-15T08:00:00", "Gọi {contact}!", "chưa khai contact"),
        ('at = 2037-04-15T08:00:00\ncard = "slogan"', "Đoàn kết " * 300, "posts/a.md:"),
    ],
    ids=["quiet hours", "words of the unit", "a card that is too full"],
)
def test_without_a_database_it_says_what_files_and_pages_tell_and_makes_none(
    folder: Folder, front: str, text: str, why: str
) -> None:
    folder.post("a", front, text)
    code, said = folder.check()
    assert (code, why in said, "1 chỗ cần sửa" in said) == (1, True, True), said
    assert not (folder.folder / "data").exists()


def test_without_a_database_nobody_knows_whether_what_is_past_was_published(
    folder: Folder,
) -> None:
    folder.post("a", "at = 2026-01-05T08:00:00")
    assert folder.check()[0] == 0


def test_what_is_past_and_was_never_planned_is_refused_as_planning_does(folder: Folder) -> None:
    folder.plan(now=datetime.now(UTC))
    folder.post("a", "at = 2026-01-05T08:00:00")
    code, said = folder.check()
    assert (code, "đã qua" in said) == (1, True)


def test_what_was_published_is_well_and_its_renamed_file_repeats_it(folder: Folder) -> None:
    now = datetime.now(UTC)
    at = (now + timedelta(days=1)).strftime("at = %Y-%m-%dT08:00:00")
    folder.post("a", at, "Đã đăng.")
    folder.plan(now=now)
    Delivery.objects.update(state="published", published_at=now, due_at=now)
    assert folder.check()[0] == 0
    (folder.folder / "queue" / "posts" / "a.md").unlink()
    folder.post("b", at, "Đã đăng.")
    code, said = folder.check()
    assert (code, "posts/b.md: Đúng lời này đã đăng trên trang" in said) == (1, True), said


def test_two_files_that_say_the_same_are_told_once(folder: Folder) -> None:
    folder.plan(now=datetime.now(UTC))
    folder.post("a", "at = 2037-04-15T08:00:00", "Như nhau.")
    folder.post("b", "at = 2037-04-15T08:00:00", "Như nhau.")
    code, said = folder.check()
    assert (code, "1 chỗ cần sửa" in said) == (1, True), said
