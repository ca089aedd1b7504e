"""`publisher preview`: what would go out, as pictures."""

from pathlib import Path
from typing import Annotated

import typer

from publisher.app import utc_now
from publisher.cli.language import shown
from publisher.cli.opening import first_zone, open_app, warn_of_bad_shaping
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import a_day, give_up, say, say_problems
from publisher.domain.errors import NothingFound
from publisher.features.review.preview import preview_entries


def preview(
    entries: Annotated[
        list[str],
        typer.Argument(metavar="help.entries", help="help.what_to_show"),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="help.preview_output")] = Path(
        "preview"
    ),
    on: Annotated[str | None, typer.Option(metavar="help.day", help="help.preview_on")] = None,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Draw the pictures of one or more posts into a folder, with one sheet of them all."""
    application = open_app(config)
    try:
        result = preview_entries(
            entries,
            reader=application.reader(),
            pages=application.config.pages,
            pictures=application.own_pictures(),
            today=utc_now().astimezone(first_zone(application)).date(),
            on=a_day(on, "--on") if on else None,
        )
    except NothingFound as missing:
        say_problems(missing.problems)
        give_up(shown(missing))
    warn_of_bad_shaping()
    output.mkdir(parents=True, exist_ok=True)
    for name, jpeg in result.files:
        (output / name).write_bytes(jpeg)
        say(str(output / name))
    say_problems(result.problems)
