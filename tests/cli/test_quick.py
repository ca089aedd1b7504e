"""The short cut of `publisher preview`: it must mean what the command line means, or stand aside."""

import pytest
from typer.testing import CliRunner

from publisher.cli import commands, previewing, quick

WANTED = [
    (["bai"], {}),
    (["bai", "-o", "anh"], {"output": "anh"}),
    (["--output", "anh", "mot", "hai", "--on", "2027-05-01"], {"output": "anh", "on": "2027-05-01"}),
    (["mot", "-c", "x.toml", "hai"], {"config": "x.toml"}),
]


@pytest.mark.parametrize(("words", "options"), WANTED)
def test_the_short_cut_understands_what_the_command_understands(
    words: list[str], options: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr(previewing, "write_previews", lambda entries, **how: asked.append((list(entries), how)))
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
