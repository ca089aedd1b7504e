"""`publisher lint`: slips of writing in the queue."""

from typing import Annotated

import typer

from publisher import resources
from publisher.cli.language import shown, words
from publisher.cli.opening import open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import TROUBLE, say
from publisher.features.authoring.lint import lint_queue, lint_text, vocabulary


def lint(
    text: Annotated[str | None, typer.Option("--text", "-t", help="help.lint_text")] = None,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Proof-read the queue, or some words."""
    if text is not None:
        found = lint_text(text, vocabulary(resources.assets()))
    else:
        application = open_app(config)
        glossary = [term for unit in application.config.units.values() for term in unit.glossary]
        found = lint_queue(
            application.reader().refresh(None).queue, vocabulary(resources.assets(), glossary)
        )
    for problem in found:
        say(shown(problem))
    if found:
        raise SystemExit(TROUBLE)
    say(words("cli.lint_well"))
