"""`publisher preview` without the command-line library, whose import takes as long as drawing the
card.

Only what is written in the plain way is taken here; anything else (help, a mistyped option) is the
library's to answer.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from publisher.config.values import DEFAULT_NAME, VARIABLE

COMMAND = "preview"
DEFAULT_OUTPUT = "preview"
OPTIONS = {"-o": "output", "--output": "output", "--on": "on", "-c": "config", "--config": "config"}


def run(words: Sequence[str]) -> bool:
    """Do what the words ask for, if it is a plain preview;

    otherwise do nothing and return False.
    """
    wanted = parse(words)
    if wanted is None:
        return False
    from publisher.cli.previewing import write_previews

    entries, options = wanted
    write_previews(
        entries,
        output=Path(options.get("output", DEFAULT_OUTPUT)),
        on=options.get("on"),
        config=Path(options.get("config") or os.environ.get(VARIABLE) or DEFAULT_NAME),
    )
    return True


def parse(words: Sequence[str]) -> tuple[list[str], dict[str, str]] | None:
    """Entries and options of a plain `preview` command line, None for any other."""
    if words[:1] != [COMMAND]:
        return None
    entries: list[str] = []
    options: dict[str, str] = {}
    rest = iter(words[1:])
    for word in rest:
        if name := OPTIONS.get(word):
            value = next(rest, None)
            if value is None or value.startswith("-"):
                return None
            options[name] = value
        elif word.startswith("-"):
            return None
        else:
            entries.append(word)
    return (entries, options) if entries else None
