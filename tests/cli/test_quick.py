"""The short cut of `publisher preview`: it must mean what the command line means, or stand aside."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from publisher.cli import commands, output, previewing, quick

WANTED = [
    (["bai"], {}),
    (["bai", "-o", "anh"], {"output": "anh"}),
    (
        ["--output", "anh", "mot", "hai", "--on", "2027-05-01"],
        {"output": "anh", "on": "2027-05-01"},
    ),
    (["mot", "-c", "x.toml", "hai"], {"config": "x.toml"}),
]


@pytest.mark.parametrize(("words", "options"), WANTED)
def test_the_short_cut_understands_what_the_command_understands(
    words: list[str], options: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr(
        previewing, "write_previews", lambda entries, **how: asked.append((list(entries), how))
    )
    assert quick.run(["preview", *words])
    result = CliRunner().invoke(commands.app, ["preview", *words])
    assert result.exit_code == 0, result.output
    quickly, wholly = asked
    assert quickly == wholly
    parsed = quick.parse(["preview", *words])
    assert parsed is not None
    assert parsed[1] == options


@pytest.mark.parametrize(
    "words",
    [
        ["queue", "list"],
        ["preview"],
        ["preview", "--help"],
        ["preview", "bai", "--outputt", "x"],
        ["preview", "bai", "-o"],
        ["preview", "bai", "--on=2027-05-01"],
        [],
    ],
)
def test_anything_else_is_left_to_the_command_line(words: list[str]) -> None:
    assert not quick.run(words)


def test_missing_text_shaping_is_said_loudly_before_pictures_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from PIL import features

    from publisher.cards import fonts

    monkeypatch.setattr(features, "check", lambda name: False)
    fonts.text_shaping.cache_clear()
    try:
        output.warn_of_bad_shaping()
    finally:
        fonts.text_shaping.cache_clear()
    assert "CẢNH BÁO: thiếu thư viện FriBiDi" in capsys.readouterr().err


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
