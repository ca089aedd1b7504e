"""The work of `publisher preview`, free of the command-line library."""

from collections.abc import Sequence
from pathlib import Path

from publisher.cli.output import a_day, give_up, say, say_problems, warn_of_bad_shaping


def write_previews(entries: Sequence[str], *, output: Path, on: str | None, config: Path) -> None:
    """Write the pictures of entries into a folder and say their names. Raises ConfigError."""
    from publisher.app import App, utc_now
    from publisher.config.load import load_quickly
    from publisher.domain.errors import NothingFound
    from publisher.features.review.preview import preview_entries

    application = App(load_quickly(config))
    try:
        result = preview_entries(
            entries,
            reader=application.reader(),
            pages=application.config.pages,
            pictures=application.own_pictures(),
            today=utc_now().astimezone(next(iter(application.config.pages.values())).zone).date(),
            on=a_day(on, "--on") if on else None,
        )
    except NothingFound as missing:
        say_problems(missing.problems)
        give_up(str(missing))
    warn_of_bad_shaping()
    output.mkdir(parents=True, exist_ok=True)
    for name, jpeg in result.files:
        (output / name).write_bytes(jpeg)
        say(str(output / name))
    say_problems(result.problems)
