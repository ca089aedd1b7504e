"""A database that came back from a backup: its sessions are void."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session

from publisher.store.connection import close_store, open_store
from publisher.store.models import Age
from publisher.store.restored import FILE_NAME, grow_older, void_sessions
from publisher.web.sessions import SessionStore
from tests.databases import is_postgresql, new_database


@pytest.fixture(autouse=True)
def _store(tmp_path: Path, database: None) -> Iterator[None]:
    open_store(new_database(tmp_path))
    yield
    close_store()


def somebody_signs_in() -> None:
    SessionStore().create()


def test_all_sessions_can_be_made_void(tmp_path: Path) -> None:
    somebody_signs_in()
    somebody_signs_in()
    assert void_sessions() == 2
    assert not Session.objects.exists()


def test_sessions_live_on_from_start_to_start(tmp_path: Path) -> None:
    grow_older(tmp_path)
    somebody_signs_in()
    assert [grow_older(tmp_path) for _ in range(5)] == [False] * 5
    assert Session.objects.count() == 1


def test_sessions_of_an_older_database_are_void(tmp_path: Path) -> None:
    grow_older(tmp_path)
    number = Age.objects.get().number
    for _ in range(3):
        grow_older(tmp_path)
    somebody_signs_in()
    # What a backup of the first moment holds.
    Age.objects.update(number=number)
    assert grow_older(tmp_path)
    assert not Session.objects.exists()


def test_a_database_that_was_found_older_is_known_from_then_on(tmp_path: Path) -> None:
    for _ in range(3):
        grow_older(tmp_path)
    Age.objects.update(number=1)
    grow_older(tmp_path)
    somebody_signs_in()
    assert not grow_older(tmp_path)
    assert Session.objects.count() == 1


def test_a_new_database_where_this_machine_has_seen_one_counts_as_older(tmp_path: Path) -> None:
    for _ in range(3):
        grow_older(tmp_path)
    Age.objects.all().delete()
    assert grow_older(tmp_path)


def test_a_machine_that_was_away_ends_nobody_s_session(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
        grow_older(folder)
    for _ in range(5):
        grow_older(here)
    somebody_signs_in()
    assert not grow_older(there)
    assert Session.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"x", b"\xff\xfe", b"-", b"9" * 5_000])
def test_a_file_that_says_nothing_does_no_harm(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    grow_older(tmp_path)
    somebody_signs_in()
    assert not grow_older(tmp_path)
    assert Session.objects.count() == 1


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    somebody_signs_in()
    (tmp_path / "a file").touch()
    assert not grow_older(tmp_path / "a file")
    assert Session.objects.count() == 1
    assert "cannot write" in caplog.text


def test_a_copy_of_the_file_of_before_is_an_older_database(tmp_path: Path) -> None:
    if is_postgresql():
        pytest.skip("of a file")
    file, copy = tmp_path / "publisher.sqlite3", tmp_path / "copy.sqlite3"
    grow_older(tmp_path)
    somebody_signs_in()
    close_store()
    shutil.copyfile(file, copy)
    open_store(f"sqlite:///{file}")
    grow_older(tmp_path)
    close_store()
    shutil.copyfile(copy, file)
    open_store(f"sqlite:///{file}")
    assert grow_older(tmp_path)
    assert not Session.objects.exists()
