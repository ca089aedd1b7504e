"""What the program writes for itself is read by nobody else on the machine."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from publisher.app import App
from publisher.cli.commands import app
from publisher.config.reading import load
from publisher.files import close_to_others, make_folder, private_folder, write_whole
from publisher.storage import Folder
from publisher.store.connection import close_store
from publisher.vault import Vault

CONFIG = """
[units.u]
name = "Công đoàn thử"
[pages.p]
facebook_id = "1"
unit = "u"
slots = ["07:30"]
"""


@pytest.fixture(autouse=True)
def _as_most_machines_are() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)
    close_store()


@pytest.fixture
def config(tmp_path: Path) -> Path:
    tmp_path.chmod(0o755)
    (tmp_path / "queue" / "posts").mkdir(parents=True)
    file = tmp_path / "config.toml"
    file.write_text(CONFIG, encoding="utf-8")
    return file


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def open_to_others(folder: Path) -> list[str]:
    return [str(path) for path in (folder, *folder.rglob("*")) if mode(path) & 0o077]


def test_the_data_folder_and_the_database_are_made_for_one_alone(config: Path) -> None:
    App(load(config)).open_store()
    data = config.parent / "data"
    assert (mode(data), mode(data / "publisher.sqlite3")) == (0o700, 0o600)
    assert open_to_others(data) == []


def test_a_data_folder_that_is_open_is_closed_when_the_store_is_opened(config: Path) -> None:
    App(load(config)).open_store()
    close_store()
    data = config.parent / "data"
    data.chmod(0o755)
    for file in data.rglob("*.sqlite3*"):
        file.chmod(0o644)
    App(load(config)).open_store()
    assert (mode(data), mode(data / "publisher.sqlite3")) == (0o700, 0o600)


def test_what_lies_beside_the_database_is_as_closed_as_it(config: Path) -> None:
    application = App(load(config))
    application.open_store()
    from publisher.store.models import Notice

    Notice.objects.count()
    Notice.objects.create(key="a", kind="b", text="c", created_at="2027-04-15T00:00:00Z")
    files = list((config.parent / "data").glob("publisher.sqlite3*"))
    assert len(files) == 3
    assert [mode(file) & 0o077 for file in files] == [0, 0, 0]


def test_a_folder_in_which_the_queue_lies_stays_open_for_the_office(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "queue").mkdir()
    (tmp_path / "config.toml").write_text(
        f'data = "."\nqueue = "queue"\n{CONFIG}', encoding="utf-8"
    )
    App(load(tmp_path / "config.toml")).open_store()
    assert mode(tmp_path) == 0o755
    assert mode(tmp_path / "publisher.sqlite3") == 0o600


def test_the_queue_is_for_the_office_as_before(config: Path) -> None:
    queue = config.parent / "queue"
    App(load(config)).open_store()
    write_whole(queue / "photos" / "a.jpg", b"x")
    assert (mode(queue), mode(queue / "photos"), mode(queue / "photos" / "a.jpg")) == (
        0o755,
        0o755,
        0o644,
    )


def test_a_shared_storage_is_for_all_machines_as_before(tmp_path: Path) -> None:
    object_store = tmp_path / "object store"
    object_store.mkdir(mode=0o775)
    Folder(object_store).write("cards/a.jpg", b"x")
    assert (mode(object_store / "cards"), mode(object_store / "cards" / "a.jpg")) == (0o755, 0o644)


def test_what_is_written_in_a_folder_is_as_closed_as_the_folder(tmp_path: Path) -> None:
    private_folder(tmp_path / "data")
    write_whole(tmp_path / "data" / "cards" / "ab" / "a.jpg", b"x")
    make_folder(tmp_path / "data" / "videos")
    assert open_to_others(tmp_path / "data") == []


def test_init_writes_a_configuration_for_one_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(app, ["init", "w"])
    assert (mode(tmp_path / "w" / "config.toml"), mode(tmp_path / "w" / "secrets")) == (
        0o600,
        0o700,
    )
    assert mode(tmp_path / "w" / "queue" / "posts") == 0o755


def test_a_key_that_others_can_read_is_closed(tmp_path: Path) -> None:
    Vault(tmp_path).derive("x")
    (tmp_path / "publisher.key").chmod(0o644)
    Vault(tmp_path).check()
    assert mode(tmp_path / "publisher.key") == 0o600


def test_what_belongs_to_somebody_else_is_told_not_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tmp_path.chmod(0o755)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    close_to_others(tmp_path)
    assert mode(tmp_path) == 0o755
    assert f"chmod go= {tmp_path}" in caplog.text


def test_check_warns_of_a_data_folder_that_others_can_read(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    App(load(config)).open_store()
    close_store()
    (config.parent / "data").chmod(0o755)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    said = CliRunner().invoke(app, ["check", "--config", str(config)]).output
    assert "! Thư mục dữ liệu" in said
    assert "người khác trên máy cũng đọc được" in said
