"""`publisher approve`: what waits for a yes, and the yes."""

from typing import Annotated

import typer

from publisher.app import utc_now
from publisher.cli.language import language, words
from publisher.cli.opening import open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import complain, give_up, say, wall
from publisher.features.review.approvals import Waiting, waiting
from publisher.features.review.approvals import approve as say_yes
from publisher.store.transactions import Direct


def approve(
    entries: Annotated[
        list[str] | None, typer.Argument(metavar="help.entries_maybe", help="help.approve_entries")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="help.approve_all")] = False,
    by: Annotated[str, typer.Option(help="help.approved_by")] = "",
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """See what waits for approval, and approve it."""
    application = open_app(config)
    application.open_store()
    found = waiting(application.config.pages, application.pictures(), entry_ids=entries or None)
    shown = [item for item in found if isinstance(item, Waiting)]
    for item in found:
        if isinstance(item, Waiting):
            say(
                f"{wall(item.row.due_at, item.page.zone)}  {item.page.slug:<20} "
                f" {item.row.entry_id}"
            )
            say("    " + "\n    ".join(item.message.text.splitlines()))
            say(words("cli.approve_pictures", n=len(item.pictures), entry=item.row.entry_id))
        else:
            complain(f"{item.row.entry_id}: {item.reason.said(language())}")
    if not (entries or everything):
        say(words("cli.approve_how", n=len(shown)))
        return
    if not by.strip():
        give_up(words("cli.approve_nobody"))
    count = say_yes(Direct(), shown, by=by.strip(), now=utc_now())
    say(words("cli.approved", by=by.strip(), n=count))
