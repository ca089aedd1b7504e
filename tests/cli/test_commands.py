"""The table of commands: it tells of each what the command tells itself, and costs none of their imports."""

import subprocess
import sys
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

from publisher import cli
from publisher.cli import language
from publisher.cli.commands import COMMANDS, app, command

SHARED = {"commands", "language", "opening", "options", "output", "status_work"}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_tells_of_a_command_what_it_tells_itself(name: str) -> None:
    group = typer.main.get_group(app)
    language.tell(group)
    listed = group.commands[name]
    assert listed.get_short_help_str(1000) == command(name).get_short_help_str(1000)


def test_every_command_has_a_module_of_its_name() -> None:
    modules = {path.stem for path in Path(cli.__path__[0]).iterdir() if path.stem[0] != "_"}
    assert modules - SHARED == {name if name != "import" else "import_" for name in COMMANDS}


def test_the_list_of_commands_imports_none_of_them() -> None:
    code = (
        "import sys\nfrom publisher.cli import main\n"
        "try:\n    main()\nfinally:\n"
        "    print({'django', 'pydantic', 'PIL', 'publisher.app', 'publisher.cli.plan'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "--help"], capture_output=True, text=True, timeout=60
    )
    assert done.stderr == ""
    assert "  plan " in done.stdout
    assert done.stdout.endswith("set()\n")


def test_a_mistyped_command_is_answered_with_the_nearest() -> None:
    result = CliRunner().invoke(app, ["statsu"])
    assert result.exit_code == 2
    assert "Did you mean 'status'" in result.output


def test_a_group_has_its_own_commands() -> None:
    result = CliRunner().invoke(app, ["queue", "--help"])
    assert result.exit_code == 0, result.output
    assert all(f"  {name} " in result.output for name in ("add", "list", "check", "let-go"))
