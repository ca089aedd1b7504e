"""The command line tells all it tells in English too, to whoever asks for it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from publisher.cli import language
from publisher.cli.commands import COMMANDS, app, command
from publisher.cli.output import fail_kindly

# Letters that only Vietnamese has, and its plain words.
VIETNAMESE = re.compile(r"[ăâđêôơưàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵ\u1ea0-\u1ef9]", re.IGNORECASE)


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(language.VARIABLE, "en")
    language.choose([])


def _all_of(found: Any, path: str) -> Iterator[tuple[str, Any]]:
    yield path, found
    for name, below in getattr(found, "commands", {}).items():
        yield from _all_of(below, f"{path} {name}")


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_is_english(name: str) -> None:
    for path, found in _all_of(command(name), name):
        told = [found.help, *(getattr(one, "help", "") for one in found.params)]
        told += [one.metavar for one in found.params]
        assert found.help, path
        assert [one for one in told if one and VIETNAMESE.search(one)] == [], path
        assert [one for one in told if one and one.startswith(("help.", "field."))] == [], path


def test_the_list_of_commands_is_english() -> None:
    said = CliRunner().invoke(app, ["--lang", "en", "--help"]).output
    assert "Print the calendar" in said
    assert not VIETNAMESE.search(said)


@pytest.mark.parametrize(
    ("args", "environment", "expected"),
    [
        ([], {}, "vi"),
        ([], {"LANG": "en_US.UTF-8", "LC_ALL": "en_US.UTF-8"}, "vi"),
        ([], {"PUBLISHER_LANG": "en"}, "en"),
        (["--lang", "en", "status"], {"PUBLISHER_LANG": "vi"}, "en"),
        (["--lang=vi", "status"], {"PUBLISHER_LANG": "en"}, "vi"),
        (["queue", "add", "post", "--lang", "en"], {}, "vi"),
    ],
    ids=["nothing", "a machine's own", "ours", "option", "option=", "of a post"],
)
def test_the_option_decides_then_the_environment(
    args: list[str],
    environment: dict[str, str],
    expected: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(language.VARIABLE, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    language.choose(args)
    assert language.language() == expected


def _said(args: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as end, fail_kindly():
        app(["--lang", "en", *args], standalone_mode=True)
    assert end.value.code in (0, 1)
    out = capsys.readouterr()
    return out.out + out.err


CONFIG = """
[units.north]
name = "Northern Union"

[pages.north]
facebook_id = "100000000000001"
unit = "north"
slots = ["07:30"]
token_env = "NORTH_TOKEN"
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "queue" / "posts").mkdir(parents=True)
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    return tmp_path


WITHOUT_A_STORE = [
    ["approve", "--all", "-c", "missing.toml"],
    ["connect"],
    ["export", "calendar.doc"],
    ["export", "calendar.xlsx", "--from", "yesterday"],
    ["export", "calendar.xlsx", "--from", "2027-02-02", "--until", "2027-01-01"],
    ["freeze"],
    ["unfreeze"],
    ["missed", "move", "a", "--at", "noon"],
    ["missed", "move", "a", "--at", "2027-04-15T07:30+07:00"],
    ["missed", "now", "a"],
    ["plan", "--until", "2020-13-01"],
    ["published", "remove", "a"],
    ["published", "edit", "a"],
    ["queue", "add", "post", "Hello", "--field", "when"],
    ["queue", "add", "post", "Hello", "--page", "south"],
    ["queue", "add", "post", "Hello", "--at", "noon"],
    ["queue", "check"],
    ["queue", "list", "-c", "missing.toml"],
    ["cards"],
    ["cards", "-o", "cards", "--brand", "nobody"],
    ["lint", "--text", "Hello."],
    ["lint", "--text", "Kỷ niệm 96 năm Ngày thành lập (03/2/1930 - 03/2/2025)"],
    ["preview", "nothing"],
    ["print", "nothing", "-p", "flag"],
    ["rehearse", "nothing"],
    ["report", "-o", "report.pdf"],
    ["report", "--unit", "south"],
    ["import", "plan", "missing.docx"],
    ["import", "plan", "empty.txt"],
    ["import", "sheet", "empty.txt"],
    ["import", "template", "config.toml"],
    ["init", "."],
]


@pytest.mark.parametrize("args", WITHOUT_A_STORE, ids=" ".join)
def test_what_goes_wrong_is_told_in_english(
    args: list[str], office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (office / "empty.txt").write_bytes(b"")
    (office / "queue" / "posts" / "bad.md").write_text("+++\npages = 1\n+++\n", encoding="utf-8")
    said = _said(args, capsys)
    assert said.strip()
    assert [line for line in said.splitlines() if VIETNAMESE.search(_bare(line))] == []


def _bare(line: str) -> str:
    """Without what stands in quotes: names, and words that somebody wrote."""
    return re.sub(r"“[^”]*”|\"[^\"]*\"|'[^']*'", "", line)
