"""`publisher export`: the calendar as a file for others."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from publisher import resources
from publisher.app import utc_now
from publisher.cli.language import words
from publisher.cli.opening import first_zone, open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import a_moment, give_up, say
from publisher.features.reports.calendar_files import as_ics, as_xlsx, items_of
from publisher.features.reports.calendar_pdf import as_pdf
from publisher.store.models import Delivery


def export(
    output: Annotated[Path, typer.Argument(help="help.export_output")],
    first: Annotated[
        str | None,
        typer.Option("--from", metavar="help.day", help="help.from_today"),
    ] = None,
    last: Annotated[
        str | None,
        typer.Option("--until", metavar="help.day", help="help.until_30"),
    ] = None,
    campaign: Annotated[str | None, typer.Option(help="help.one_campaign")] = None,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Write the calendar as Excel, for phones (.ics), or as a PDF to print for the leaders."""
    if output.suffix.lower() not in (".xlsx", ".ics", ".pdf"):
        give_up(words("cli.export_kinds", path=str(output)))
    application = open_app(config)
    zone, now = first_zone(application), utc_now()
    start = a_moment(first, zone) if first else now
    end = a_moment(last, zone) + timedelta(days=1) if last else start + timedelta(days=30)
    if end <= start:
        give_up(words("cli.until_after_from"))
    application.open_store()
    rows = Delivery.objects.due_between(start, end).wanted()
    rows = rows.filter(campaign=campaign) if campaign else rows
    titles = {one.id: one.title for one in application.reader().refresh(None).queue.campaigns}
    ordered = rows.select_related("revision").order_by("due_at", "page", "pk")
    items = list(items_of(ordered, application.config.pages, titles))
    until = (end - timedelta(days=1)).astimezone(zone)
    title = words(
        "reports.calendar_of",
        first=f"{start.astimezone(zone):%d/%m/%Y}",
        last=f"{until:%d/%m/%Y}",
    )
    match output.suffix.lower():
        case ".xlsx":
            content = as_xlsx(items)
        case ".ics":
            content = as_ics(items, name=title, now=now)
        case _:
            fonts = resources.assets() / "fonts"
            today = now.astimezone(zone).date()
            content = as_pdf(
                items, title=title, printed_on=today, fonts=fonts, picture=lambda _: None
            )
    output.write_bytes(content)
    say(words("cli.exported", path=str(output), n=len(items)))
