"""`publisher init`: from nothing to a folder to work in."""

from pathlib import Path
from typing import Annotated

import typer

from publisher.cli.language import shown, words
from publisher.cli.output import give_up, say
from publisher.domain.errors import AlreadyThere
from publisher.features.install.new_folder import start_folder


def init(
    folder: Annotated[Path, typer.Argument(help="help.init_folder")] = Path("publisher"),
) -> None:
    """Make a working folder to start from."""
    try:
        written = start_folder(folder)
    except AlreadyThere as there:
        give_up(shown(there))
    for path in written:
        say(f"  + {path}")
    say()
    say(words("cli.init_next", file=str(folder / "config.toml"), folder=str(folder)))
