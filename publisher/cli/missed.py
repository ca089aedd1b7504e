"""`publisher missed`: what was held because its time had passed; a person sends, moves or drops
each.
"""

from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from publisher.app import App, utc_now
from publisher.cli.language import language, words
from publisher.cli.opening import first_zone, open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import give_up, say, wall
from publisher.context import Context
from publisher.domain.errors import OutsideYears
from publisher.domain.wallclock import parse_moment, to_utc
from publisher.features.scheduling.missed import adopt as take_for_public
from publisher.features.scheduling.missed import drop as give_them_up
from publisher.features.scheduling.missed import missed, reschedule
from publisher.store.models import Delivery
from publisher.store.transactions import Direct

app = typer.Typer(help="help.missed", no_args_is_help=True)


Entries = Annotated[list[str], typer.Argument(metavar="help.entries", help="help.missed_entries")]


OnPage = Annotated[str, typer.Option("--page", "-p", help="help.only_page")]


Person = Annotated[str, typer.Option("--by", help="help.decided_by")]


@app.command("list", help="help.missed_list")
def list_missed(config: ConfigFile = DEFAULT_CONFIG) -> None:
    """List the missed deliveries."""
    application = open_app(config)
    application.open_store()
    found = missed()
    for row in found:
        say(
            f"{wall(row.due_at, _zone(application, row))}  {row.page:<20}  {row.entry_id}:"
            f" {row.reason.said(language())}"
        )
    say(words("cli.missed", n=len(found)) if found else words("cli.missed_none"))


@app.command("now", help="help.missed_now")
def send_now(
    entries: Entries, page: OnPage = "", by: Person = "", config: ConfigFile = DEFAULT_CONFIG
) -> None:
    """Publish missed deliveries now (approval is still needed where the unit asks for it)."""
    _, context, rows = _asked(entries, page, by, config)
    now = utc_now()
    count = reschedule(context, rows, at=now, now=now)
    say(words("cli.missed_sent", by=context.actor, n=count))


@app.command("move", help="help.missed_move")
def move(
    entries: Entries,
    at: Annotated[str, typer.Option(help="help.missed_at")],
    page: OnPage = "",
    by: Person = "",
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Move missed deliveries to another time."""
    try:
        wall_time = parse_moment(at)
    except OutsideYears as outside:
        give_up(words("cli.no_day", what="--at", why=outside.reason))
    except ValueError:
        give_up(words("cli.no_time", at=at))
    if wall_time.tzinfo is not None:
        give_up(words("cli.no_zone"))
    application, context, rows = _asked(entries, page, by, config)
    now = utc_now()
    if any(to_utc(wall_time, _zone(application, row)) <= now for row in rows):
        give_up(words("cli.time_past", at=at))
    count = sum(
        reschedule(context, [row], at=to_utc(wall_time, _zone(application, row)), now=now)
        for row in rows
    )
    say(words("cli.missed_moved", by=context.actor, n=count, at=wall_time))


@app.command("adopt", help="help.missed_adopt")
def adopt(
    entries: Entries, page: OnPage = "", by: Person = "", config: ConfigFile = DEFAULT_CONFIG
) -> None:
    """Take the posts that the page shows for these deliveries."""
    _, context, rows = _asked(entries, page, by, config)
    count = take_for_public(context, rows, now=utc_now())
    say(words("cli.missed_adopted", by=context.actor, n=count))


@app.command("drop", help="help.missed_drop")
def drop(
    entries: Entries, page: OnPage = "", by: Person = "", config: ConfigFile = DEFAULT_CONFIG
) -> None:
    """Drop missed deliveries for good."""
    _, context, rows = _asked(entries, page, by, config)
    say(words("cli.missed_dropped", by=context.actor, n=give_them_up(context, rows, now=utc_now())))


def _asked(
    entries: list[str], page: str, by: str, config: ConfigFile
) -> tuple[App, Context, list[Delivery]]:
    if not by.strip():
        give_up(words("cli.missed_nobody"))
    application = open_app(config)
    application.open_store()
    rows = missed(entry_ids=entries, page=page)
    known = {row.entry_id for row in rows}
    if strange := [name for name in entries if name not in known]:
        give_up(words("cli.not_missed", entry=strange[0]))
    return application, application.context(Direct()).by(by.strip()), rows


def _zone(application: App, row: Delivery) -> ZoneInfo:
    page = application.config.pages.get(row.page)
    return page.zone if page else first_zone(application)
