"""`publisher database move` as an operator runs it, also when it or the database server is killed in the middle."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from publisher.store.connection import close_store, open_store
from publisher.store.models import Attempt, Delivery, StoredRevision
from tests import postgres
from tests.office import PATIENCE

pytestmark = pytest.mark.process
# What counts is the number of batches, between which somebody is killed: small ones are as good as many rows.
DELIVERIES, BATCH = 4_000, 200
IN_SMALL_BATCHES = f"""
from publisher.store.move import copying
from publisher.cli import main
copying.ROWS = {BATCH}
main()
"""
NOW = datetime(2027, 4, 15, 1, 2, 3, 456, tzinfo=UTC)


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Postgres]:
    found = postgres.Postgres(durable=True)
    yield found
    found.stop()


@pytest.fixture
def target(server: postgres.Postgres) -> str:
    """The URL of an empty database."""
    name = f"dich_{time.monotonic_ns()}"
    with psycopg.connect(server.url, autocommit=True) as own:
        own.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
    return server.url.replace("/publisher", f"/{name}")


@pytest.fixture(scope="module")
def many_rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with many rows, written once: writing them takes as long as moving them."""
    path = tmp_path_factory.mktemp("rows") / "publisher.sqlite3"
    open_store(f"sqlite:///{path}")
    revision = StoredRevision.objects.create(
        entry_id="e", digest="0" * 64, body="Đoàn viên", created_at=NOW
    )
    Delivery.objects.bulk_create(
        Delivery(
            entry_id=f"e{number}",
            page="p",
            occurrence="once",
            revision=revision,
            due_at=NOW + timedelta(seconds=number),
            latest_at=NOW + timedelta(days=1),
            photo_ids=[str(number), "ảnh 🎉"],
            reason="Chờ duyệt",
        )
        for number in range(DELIVERIES)
    )
    Attempt.objects.bulk_create(
        Attempt(delivery_id=row, step="flip", started_at=NOW, outcome="lost")
        for row in Delivery.objects.values_list("pk", flat=True)
    )
    close_store()
    with closing(sqlite3.connect(path)) as own:
        own.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def folder(tmp_path: Path, target: str, many_rows: Path) -> Path:
    """With many rows in SQLite, and the empty PostgreSQL database in the configuration."""
    (tmp_path / "config.toml").write_text(
        f'database = "{target}"\n[service]\nport = 0\n[units.u]\nname = "Công đoàn"\n'
        '[pages.p]\nfacebook_id = "1"\nunit = "u"\n',
        encoding="utf-8",
    )
    (tmp_path / "data").mkdir()
    shutil.copyfile(many_rows, tmp_path / "data" / "publisher.sqlite3")
    return tmp_path


def publisher(folder: Path, *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", IN_SMALL_BATCHES, *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def move(folder: Path) -> tuple[int, str]:
    process = publisher(folder, "database", "move")
    output, _ = process.communicate(timeout=120 * PATIENCE)
    return process.returncode, output


def copied(url: str) -> int:
    """How many rows have been kept so far."""
    with psycopg.connect(url) as own:
        try:
            [(rows,)] = own.execute(
                "SELECT (SELECT count(*) FROM publisher_delivery) + (SELECT count(*) FROM publisher_attempt) "
                "FROM publisher_move"
            ).fetchall()
        except psycopg.errors.UndefinedTable:
            return 0
    return int(rows)


def wait_until_copied(url: str, rows: int) -> None:
    deadline = time.monotonic() + 60
    while copied(url) < rows:
        assert time.monotonic() < deadline, "it did not copy in time"
        time.sleep(0.01)


def rows_of(database_url: str) -> dict[str, list[tuple[Any, ...]]]:
    open_store(database_url, moving=True)
    found = {
        model.__name__: list(model._base_manager.order_by("pk").values_list())
        for model in (StoredRevision, Delivery, Attempt)
    }
    close_store()
    return found


def assert_all_is_there(folder: Path, target: str) -> None:
    assert rows_of(target) == rows_of(f"sqlite:///{folder}/data/publisher.sqlite3")
    code, output = move(folder)
    assert (code, "không còn gì phải chuyển" in output) == (0, True), output


def test_kill_9_at_random_moments_of_a_move_neither_doubles_nor_loses_a_row(
    folder: Path, target: str
) -> None:
    seed = random.randrange(10_000)
    chance = random.Random(seed)
    for least in (0, BATCH, 4 * BATCH):
        process = publisher(folder, "database", "move")
        wait_until_copied(target, least)
        time.sleep(chance.uniform(0, 0.2))
        process.send_signal(signal.SIGKILL)
        process.communicate()
    half = publisher(folder, "run")
    output, _ = half.communicate(timeout=30 * PATIENCE)
    assert (half.returncode, "Chạy lại “publisher database move”" in output) == (1, True), (
        f"seed {seed}: {output}"
    )
    code, output = move(folder)
    assert (code, "so từng hàng đều khớp" in output) == (0, True), f"seed {seed}: {output}"
    assert_all_is_there(folder, target)


def test_a_database_server_that_dies_in_the_middle_is_told_in_a_sentence_and_gone_on_with(
    folder: Path, server: postgres.Postgres, target: str
) -> None:
    process = publisher(folder, "database", "move")
    wait_until_copied(target, BATCH)
    server.kill()
    output, _ = process.communicate(timeout=60 * PATIENCE)
    assert (process.returncode, "việc sẽ làm tiếp" in output, "Traceback" in output) == (
        1,
        True,
        False,
    ), output
    server.start()
    assert move(folder)[0] == 0
    assert_all_is_there(folder, target)


def test_what_does_not_fit_is_named_and_the_move_ends_well_once_it_is_mended(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "data" / "publisher.sqlite3")) as own, own:
        own.execute("UPDATE publisher_delivery SET campaign = ? WHERE id = 7", ["c" * 201])
    code, output = move(folder)
    assert (code, "bảng publisher_delivery, hàng 7, cột campaign: dài 201 ký tự" in output) == (
        1,
        True,
    ), output
    with closing(sqlite3.connect(folder / "data" / "publisher.sqlite3")) as own, own:
        own.execute("UPDATE publisher_delivery SET campaign = '' WHERE id = 7")
    assert move(folder)[0] == 0
