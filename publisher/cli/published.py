"""`publisher published`: what people do to posts that are public."""

from typing import Annotated

import typer

from publisher.app import App, utc_now
from publisher.cli.language import words
from publisher.cli.opening import open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import give_up, say
from publisher.context import Context
from publisher.domain.revision import freeze
from publisher.features.delivery import amend
from publisher.features.delivery.amend import public, words_of
from publisher.store.models import Delivery
from publisher.store.transactions import Direct

app = typer.Typer(help="help.published", no_args_is_help=True)


Entry = Annotated[str, typer.Argument(metavar="help.entry", help="help.entry_name")]


OnPage = Annotated[str, typer.Option("--page", "-p", help="help.only_page")]


Person = Annotated[str, typer.Option("--by", help="help.done_by")]


@app.command("edit", help="help.published_edit")
def edit(
    entry: Entry,
    text: Annotated[str, typer.Option("--text", help="help.edit_text")] = "",
    page: OnPage = "",
    by: Person = "",
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Change the words of a published post."""
    application, rows = _asked(entry, page, by, config)
    for row in rows:
        new = text or _words_in_the_queue(application, row)
        amend.edit(_in_the_name_of(application, row, by), row, new, now=utc_now())
        say(words("cli.edited", entry=row.entry_id, page=row.page))


@app.command("remove", help="help.published_remove")
def remove(
    entry: Entry,
    reason: Annotated[str, typer.Option("--reason", help="help.remove_reason")] = "",
    page: OnPage = "",
    by: Person = "",
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Take a published post off its page."""
    if not reason.strip():
        give_up(words("cli.remove_why"))
    application, rows = _asked(entry, page, by, config)
    for row in rows:
        amend.remove(_in_the_name_of(application, row, by), row, reason.strip(), now=utc_now())
        say(words("cli.removed", entry=row.entry_id, page=row.page))


def _asked(entry: str, page: str, by: str, config: ConfigFile) -> tuple[App, list[Delivery]]:
    if not by.strip():
        give_up(words("cli.done_by_nobody"))
    application = open_app(config)
    application.open_store()
    application.check_key()
    rows = [
        row for row in public(entry_id=entry, page=page) if row.page in application.config.pages
    ]
    if not rows:
        give_up(words("cli.not_public", entry=entry))
    return application, rows


def _in_the_name_of(application: App, row: Delivery, by: str) -> Context:
    if application.token(row.page) is None:
        give_up(words("cli.no_token", page=row.page))
    return application.context(Direct()).by(by.strip())


def _words_in_the_queue(application: App, row: Delivery) -> str:
    queue = application.reader().refresh(None).queue
    entries = [
        *queue.entries,
        *(entry for found in queue.campaigns for entry in (*found.slogans, *found.anniversaries)),
    ]
    found = next((entry for entry in entries if entry.id == row.entry_id), None)
    if found is None:
        give_up(words("cli.not_queued", entry=row.entry_id))
    return words_of(freeze(found), application.config.pages[row.page], row)
