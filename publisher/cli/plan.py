"""`publisher plan`: what will go out."""

from datetime import timedelta
from typing import Annotated

import typer

from publisher.app import utc_now
from publisher.cli.language import words
from publisher.cli.opening import first_zone, open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import a_moment, give_up, say, say_problems, wall
from publisher.domain.message import compose
from publisher.features.scheduling.planning import preview_plan


def plan(
    first: Annotated[
        str | None,
        typer.Option("--from", metavar="help.day", help="help.from_today"),
    ] = None,
    last: Annotated[
        str | None,
        typer.Option("--until", metavar="help.day", help="help.until_14"),
    ] = None,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Print the calendar of a span of days; nothing is written."""
    application = open_app(config)
    zone = first_zone(application)
    start = a_moment(first, zone) if first else utc_now()
    end = a_moment(last, zone) + timedelta(days=1) if last else start + timedelta(days=14)
    if end <= start:
        give_up(words("cli.until_after_from"))
    reading = application.reader().refresh(None)
    application.open_store()
    wanted = preview_plan(reading.queue, application.config.pages, now=start, until=end)
    for found in wanted.occurrences:
        if start <= found.due_at < end:
            message = compose(found.entry, unit=found.page.unit, on=found.wall_time.date())
            title = " ".join((message.plain or message.link or "").split())
            say(f"{wall(found.due_at, found.page.zone)}  {found.page.slug:<20}  {title}")
    count = sum(start <= found.due_at < end for found in wanted.occurrences)
    say(words("cli.planned", n=count))
    say_problems([*reading.problems, *wanted.problems])
