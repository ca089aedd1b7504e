"""`publisher run`: the service."""

from typing import Annotated

import typer

from publisher import logs
from publisher.app import App
from publisher.cli.language import words
from publisher.cli.opening import warn_of_bad_shaping
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import say
from publisher.config.reading import load
from publisher.service import Service
from publisher.stopping import StopSignal


def run(
    json_log: Annotated[bool, typer.Option("--json-log", help="help.json_log")] = False,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Run the service until it is told to stop."""
    settings = load(config)
    logs.set_up(as_json=json_log, secrets=App(settings).secrets)
    stopped = StopSignal()
    warn_of_bad_shaping()
    with Service(settings) as service:
        say(words("cli.running", address=settings.service.public_url or service.web_url))
        if link := service.first_link():
            say(words("cli.first_link"))
            say(f"  {link}")
        stopped.wait()
        say(words("cli.stopping"))
    say(words("cli.stopped"))
