"""A key that is none, or another one: every command that needs it says so in one sentence, and begins nothing."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from typer.testing import CliRunner

from publisher.cli import main
from publisher.cli.commands import app
from publisher.domain.errors import VaultError
from publisher.domain.secret import Secret
from publisher.store.connection import close_store, open_store
from publisher.store.models import StoredToken
from publisher.vault import VARIABLE, Vault
from tests.web.desk import NOW

CONFIG = """
[facebook]
graph_url = "http://127.0.0.1:9"
[service]
port = 0
[units.u]
name = "Công đoàn thử"
[pages.p]
facebook_id = "1"
unit = "u"
slots = ["07:30"]
"""
NO_KEYS = {
    "empty": b"",
    "blank": b" \n\n",
    "words": "không phải khóa".encode(),
    "no text": b"\xff\xfe\x00",
    "too short": b"c2hvcnQ=\n",
    "second is none": Fernet.generate_key() + b"\nabc\n",
}
NEED = [
    ["run"],
    ["connect", "--by", "Ada"],
    ["published", "remove", "bai", "--by", "Ada", "--reason", "x"],
    ["sandbox"],
]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    return tmp_path / "config.toml"


def ends(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[object, str]:
    """The exit code and what was complained of, as the console shows it."""
    monkeypatch.setattr("sys.argv", ["publisher", *arguments])
    with pytest.raises(SystemExit) as end:
        main()
    close_store()
    return end.value.code, capsys.readouterr().err


@pytest.mark.parametrize("command", NEED, ids=lambda command: str(command[0]))
@pytest.mark.parametrize("content", NO_KEYS.values(), ids=NO_KEYS)
def test_a_key_file_that_is_no_key_ends_a_command_with_a_sentence(
    config: Path,
    command: list[str],
    content: bytes,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (config.parent / "publisher.key").write_bytes(content)
    code, said = ends([*command, "--config", str(config)], monkeypatch, capsys)
    assert code == 1
    assert said.strip().startswith(f"Tệp khóa {config.parent / 'publisher.key'}")
    assert "Chép lại từ bản sao lưu" in said
    assert "Traceback" not in said
    assert (config.parent / "publisher.key").read_bytes() == content


@pytest.mark.parametrize("content", ["x", " ", "c2hvcnQ="])
def test_a_variable_that_is_no_key_is_named(
    config: Path, content: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, content)
    code, said = ends(["run", "--config", str(config)], monkeypatch, capsys)
    assert code == 1
    assert said.startswith(f"Biến môi trường {VARIABLE}")


def test_another_key_than_that_of_the_tokens_starts_nothing(
    config: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_a_token(config)
    monkeypatch.setenv(VARIABLE, Fernet.generate_key().decode())
    code, said = ends(["run", "--config", str(config)], monkeypatch, capsys)
    assert code == 1
    assert "không phải khóa đã dùng khi lưu" in said


def test_a_lost_key_starts_nothing_while_tokens_are_kept(
    config: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_a_token(config)
    (config.parent / "publisher.key").unlink()
    code, said = ends(["run", "--config", str(config)], monkeypatch, capsys)
    assert code == 1
    assert "Thiếu tệp khóa" in said
    assert not (config.parent / "publisher.key").exists()


def test_check_tells_of_the_key_among_the_other_things(config: Path) -> None:
    (config.parent / "publisher.key").write_bytes(b"")
    result = CliRunner().invoke(app, ["check", "--config", str(config)])
    close_store()
    assert "✗ Khóa: Tệp khóa" in result.output
    assert "Thư mục dữ liệu" in result.output


def test_a_freeze_needs_no_key(config: Path) -> None:
    (config.parent / "publisher.key").write_bytes(b"")
    result = CliRunner().invoke(
        app, ["freeze", "--by", "Ada", "--reason", "bão", "--config", str(config)]
    )
    close_store()
    assert result.exit_code == 0, result.output


def test_no_key_yet_is_well(tmp_path: Path) -> None:
    Vault(tmp_path).check()
    assert not (tmp_path / "publisher.key").exists()


def test_an_empty_variable_is_none(tmp_path: Path) -> None:
    Vault(tmp_path, variable=lambda: "").seal(Secret("x"))
    assert (tmp_path / "publisher.key").exists()


def test_nothing_is_derived_from_what_is_no_key(tmp_path: Path) -> None:
    (tmp_path / "publisher.key").write_text("password")
    with pytest.raises(VaultError, match="không chứa khóa đúng dạng"):
        Vault(tmp_path).derive("desk")


def keep_a_token(config: Path) -> None:
    open_store(f"sqlite:///{config.parent / 'data' / 'publisher.sqlite3'}")
    sealed = Vault(config.parent, variable=lambda: None).seal(Secret("mã"))
    StoredToken.objects.create(page="p", ciphertext=sealed, connected_by="Ada", connected_at=NOW)
    close_store()
