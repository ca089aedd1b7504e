"""`publisher queue let-go`: approved deliveries that the queue suddenly has no more."""

from typing import Annotated

import typer

from publisher.app import utc_now
from publisher.cli.language import language, words
from publisher.cli.opening import open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import give_up, say
from publisher.features.scheduling.withheld import Question, agree, question
from publisher.store.transactions import Direct


def let_go(
    code: Annotated[str, typer.Argument(metavar="help.code", help="help.let_go_code")] = "",
    by: Annotated[str, typer.Option("--by", help="help.agreed_by")] = "",
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """See approved deliveries that the queue suddenly has no more, and agree to cancel them."""
    application = open_app(config)
    application.open_store()
    asked = question()
    if asked is None:
        say(words("cli.let_go_none"))
        return
    if not code:
        _tell(asked)
        return
    if not by.strip():
        give_up(words("cli.let_go_nobody", code=code))
    if code != asked.code or not agree(
        Direct(), asked.digest, by=by.strip(), login="", now=utc_now()
    ):
        give_up(words("cli.let_go_changed"))
    say(words("cli.let_go_done", n=asked.approved))


def _tell(asked: Question) -> None:
    say(asked.told().whole(language()))
    say(words("cli.let_go_pages", pages=list(asked.pages)))
    for source in asked.sources:
        say(f"  {source}")
    if asked.agreed_by:
        say(words("cli.let_go_agreed", by=asked.agreed_by))
    else:
        say(words("cli.let_go_how", n=asked.approved, code=asked.code))
