"""`publisher lint`: slips of writing in the queue."""

from typing import Annotated

import typer

from publisher import resources
from publisher.app import App
from publisher.cli.language import shown, words
from publisher.cli.opening import open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import TROUBLE, complain, say
from publisher.features.authoring.lint import Slip, lint_text, slips, vocabulary
from publisher.features.authoring.mending import mend


def lint(
    text: Annotated[str | None, typer.Option("--text", "-t", help="help.lint_text")] = None,
    fix: Annotated[bool, typer.Option("--fix", help="help.lint_fix")] = False,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Proof-read the queue, or some words."""
    if text is not None:
        found = lint_text(text, vocabulary(resources.assets()))
    else:
        application = open_app(config)
        if fix:
            _mend(application)
        found = [slip.problem() for slip in _slips(application)]
    for problem in found:
        say(shown(problem))
    if found:
        raise SystemExit(TROUBLE)
    say(words("cli.lint_well"))


def _slips(application: App) -> list[Slip]:
    glossary = [term for unit in application.config.units.values() for term in unit.glossary]
    queue = application.reader().refresh(None).queue
    return slips(queue, vocabulary(resources.assets(), glossary))


def _mend(application: App) -> None:
    for done in mend(application.config.queue, _slips(application), known=application.known()):
        if done.refused:
            complain(words("cli.lint_unmended", path=done.path, why=shown(done.refused)))
        elif done.places:
            say(words("cli.lint_mended", path=done.path, n=done.places))
