"""`publisher print`: the words of the queue for the printer."""

from pathlib import Path
from typing import Annotated

import typer

from publisher import resources
from publisher.app import utc_now
from publisher.cli.language import shown
from publisher.cli.opening import first_zone, open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import TROUBLE, a_day, give_up, say, say_problems
from publisher.domain.errors import NothingFound
from publisher.features.review.print_files import print_entries


def print_files(
    entries: Annotated[
        list[str],
        typer.Argument(metavar="help.entries", help="help.what_to_show"),
    ],
    product: Annotated[
        list[str] | None,
        typer.Option("--product", "-p", help="help.print_product"),
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="help.print_output")] = Path(
        "print"
    ),
    on: Annotated[str | None, typer.Option(metavar="help.day", help="help.print_on")] = None,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Write slogans as PDF files for the printer."""
    application = open_app(config)
    try:
        printed = print_entries(
            entries,
            product or ["bang-ron"],
            reader=application.reader(),
            pages=application.config.pages,
            assets=resources.assets(),
            brand_store=application.pictures().brand_store,
            today=utc_now().astimezone(first_zone(application)).date(),
            on=a_day(on, "--on") if on else None,
        )
    except NothingFound as missing:
        say_problems(missing.problems)
        give_up(shown(missing))
    output.mkdir(parents=True, exist_ok=True)
    for name, pdf in printed.files:
        (output / name).write_bytes(pdf)
        say(str(output / name))
    say_problems(printed.problems)
    if printed.problems:
        raise SystemExit(TROUBLE)
