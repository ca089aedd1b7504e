"""`publisher check`: the database that the configuration names, and what a cluster needs beside it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from publisher.cli.commands import app
from publisher.store.connection import close_store
from tests.databases import Emptied

OPENED = "✓ Cơ sở dữ liệu: mở được, đúng phiên bản"
NO_STORAGE = "! Kho chung: ảnh chỉ nằm trên máy này"


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(app, ["init", "w"])
    monkeypatch.chdir(tmp_path / "w")
    return tmp_path / "w" / "config.toml"


def change(config: Path, *, head: str = "", tail: str = "") -> None:
    config.write_text(f"{head}{config.read_text('utf-8')}\n{tail}", encoding="utf-8")


def check() -> str:
    result = CliRunner().invoke(app, ["check"])
    close_store()
    return result.output


def test_one_machine_needs_no_shared_storage(config: Path) -> None:
    said = check()
    assert OPENED in said
    assert "Kho chung" not in said


def test_a_cluster_is_looked_at_where_the_environment_says_and_warned_that_it_has_no_shared_storage(
    config: Path, postgresql: Emptied, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSDL", postgresql.url)
    change(config, head='engine = "cluster"\ndatabase_env = "CSDL"\n')
    said = check()
    assert OPENED in said
    assert NO_STORAGE in said
    assert not list(config.parent.rglob("*.sqlite3"))


def test_a_cluster_with_shared_storage_is_not_warned(config: Path, postgresql: Emptied) -> None:
    change(
        config,
        head=f'engine = "cluster"\ndatabase = "{postgresql.url}"\n',
        tail=f'[storage]\nfolder = "{config.parent}"\n',
    )
    said = check()
    assert OPENED in said
    assert NO_STORAGE not in said


def test_a_database_that_cannot_be_had_is_a_finding(config: Path) -> None:
    change(config, head='database = "postgresql://nobody@127.0.0.1:1/bai"\n')
    assert "✗ Cơ sở dữ liệu: Không nối được tới PostgreSQL của cơ sở dữ liệu bai" in check()
