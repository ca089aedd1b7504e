"""`publisher sandbox`: a stand-in of Facebook to try things with."""

from pathlib import Path
from typing import Annotated

import typer

from publisher import resources
from publisher.app import App, utc_now
from publisher.channels.facebook.standin.server import Sandbox
from publisher.cli.language import words
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import say
from publisher.config.reading import load
from publisher.stopping import StopSignal


def sandbox(
    folder: Annotated[Path, typer.Option(help="help.sandbox_folder")] = Path("sandbox"),
    port: Annotated[int, typer.Option(help="help.sandbox_port")] = 8099,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Run a stand-in of Facebook for the configured pages, to try things without publishing."""
    application = App(load(config))
    application.vault.check()
    stopped = StopSignal()
    with Sandbox(folder, port=port, now=utc_now, fonts=resources.assets() / "fonts") as facebook:
        for page in application.config.pages.values():
            token = application.token(page.slug)
            facebook.add_page(
                page.facebook_id,
                page.unit.name,
                token.reveal() if token else f"sandbox-{page.slug}",
            )
            if token is None:
                say(words("cli.sandbox_token", page=page.slug))
        say(words("cli.sandbox", address=facebook.url))
        say(words("cli.sandbox_key", address=facebook.url))
        stopped.wait()
