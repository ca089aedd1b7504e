"""`publisher connect`: from a pasted token to the tokens of all pages, kept encrypted."""

import sys
from getpass import getpass
from pathlib import Path
from typing import Annotated

import typer

from publisher.app import utc_now
from publisher.cli.language import words
from publisher.cli.opening import open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import TROUBLE, give_up, say
from publisher.domain.secret import Secret
from publisher.features.install.tokens import connect as make
from publisher.store.transactions import Direct


def connect(
    by: Annotated[str, typer.Option("--by", help="help.connected_by")] = "",
    token_file: Annotated[
        Path | None,
        typer.Option("--token-file", help="help.token_file"),
    ] = None,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """From a pasted token to the tokens of all pages."""
    if not by.strip():
        give_up(words("cli.connect_nobody"))
    application = open_app(config)
    application.open_store()
    application.vault.check()
    pasted = _pasted(token_file)
    found, remarks = make(application.context(Direct()).by(by.strip()), pasted, now=utc_now())
    for page in found:
        for message in page.messages:
            say(f"{'✓' if page.ok else '✗'} {page.page}: {message}")
    for remark in remarks:
        say(f"! {remark}")
    say(words("cli.connect_live"))
    say(words("cli.connect_look"))
    if not found or not all(page.ok for page in found):
        raise SystemExit(TROUBLE)


def _pasted(file: Path | None) -> Secret:
    if file:
        text = file.read_text(encoding="utf-8-sig")
    elif sys.stdin.isatty():
        text = getpass(words("cli.connect_paste"))
    else:
        text = sys.stdin.readline()
    if not text.strip():
        give_up(words("cli.connect_nothing"))
    return Secret(text.strip())
