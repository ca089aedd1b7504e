"""`publisher queue add`: entries written by the command line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from publisher.cli import commands


def test_fields_of_a_template_are_given_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(commands.app, ["init", "w"])
    monkeypatch.chdir(tmp_path / "w")
    words = ["queue", "add", "post", "Mời dự lễ", "--card", "event", "--format", "square"]
    refused = CliRunner().invoke(commands.app, words)
    assert "mẫu “event” còn thiếu thời gian" in str(refused.exception)
    result = CliRunner().invoke(
        commands.app, [*words, "--field", "when=07:30, 01/5", "--field", "where=Hội trường"]
    )
    assert result.exit_code == 0, result.output
    text = (tmp_path / "w" / "queue" / "posts" / "moi-du-le.md").read_text(encoding="utf-8")
    assert text.endswith(
        '\n[fields]\nwhen = "07:30, 01/5"\nwhere = "Hội trường"\n+++\nMời dự lễ\n'
    ), text
