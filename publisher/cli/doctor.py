"""`publisher doctor`: the whole story of one entry."""

from typing import Annotated

import typer

from publisher.cli.language import language, words
from publisher.cli.opening import open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import give_up, say
from publisher.features.reports.history import stories
from publisher.sentences.catalogue import Language


def doctor(
    entry: Annotated[str, typer.Argument(metavar="help.entry", help="help.entry_name")],
    page: Annotated[str, typer.Option("--page", "-p", help="help.only_page")] = "",
    told_in: Annotated[
        Language | None, typer.Option("--language", help="help.doctor_language")
    ] = None,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Tell the whole story of a post."""
    application = open_app(config)
    application.open_store()
    lines = list(
        stories(entry, application.config.pages, page=page, language=told_in or language())
    )
    if not lines:
        give_up(words("cli.no_delivery", entry=entry))
    for line in lines:
        say(line)
