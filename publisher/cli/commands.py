"""All commands: a table, so that `publisher --help` imports none of them.

The first words of a command import its module, and with it all that the command works with.
"""

from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from publisher.cli.language import OPTION, choose, tell
from publisher.sentences.catalogue import Language

# Command: where it stands (module of this package and name in it), and the code of its line.
# A group has its own commands, as a typer.Typer; any other is a function.
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("init:init", "help.init"),
    "check": ("check:check", "help.check"),
    "connect": ("connect:connect", "help.connect"),
    "queue": ("queue:app", "help.queue"),
    "import": ("import_:app", "help.import"),
    "plan": ("plan:plan", "help.plan"),
    "preview": ("preview:preview", "help.preview"),
    "cards": ("cards:show_cards", "help.cards"),
    "print": ("print:print_files", "help.print"),
    "rehearse": ("rehearse:rehearse", "help.rehearse"),
    "report": ("report:report", "help.report"),
    "lint": ("lint:lint", "help.lint"),
    "export": ("export:export", "help.export"),
    "approve": ("approve:approve", "help.approve"),
    "missed": ("missed:app", "help.missed"),
    "published": ("published:app", "help.published"),
    "freeze": ("freeze:freeze", "help.freeze"),
    "unfreeze": ("unfreeze:unfreeze", "help.unfreeze"),
    "run": ("run:run", "help.run"),
    "worker": ("worker:worker", "help.worker"),
    "database": ("database:app", "help.database"),
    "watch": ("watch:watch", "help.watch"),
    "status": ("status:status", "help.status"),
    "doctor": ("doctor:doctor", "help.doctor"),
    "sandbox": ("sandbox:sandbox", "help.sandbox"),
    "demo": ("demo:demo", "help.demo"),
}


def _placeholder() -> None: ...


def command(name: str) -> Any:
    """The command of a name, its module imported."""
    module, _, attribute = COMMANDS[name][0].partition(":")
    found = getattr(import_module(f"publisher.cli.{module}"), attribute)
    around = _typer()
    if isinstance(found, typer.Typer):
        around.add_typer(found, name=name)
    else:
        around.command(name, help=COMMANDS[name][1])(found)
    made = typer.main.get_group(around).commands[name]
    tell(made)
    return made


class _LateGroup(TyperGroup):
    """Knows names and lines of its commands, and puts a command itself in when it is called."""

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """The language first: all else is told in it."""
        choose(args)
        tell(self)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is asked for."""
        if args and args[0] in COMMANDS:
            self.commands[args[0]] = command(args[0])
        return super().resolve_command(ctx, args)


def _typer(**more: Any) -> typer.Typer:
    return typer.Typer(
        add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, **more
    )


app = _typer(name="publisher", help="help.publisher", no_args_is_help=True, cls=_LateGroup)


@app.callback()
def _options(
    lang: Annotated[Language | None, typer.Option(OPTION, help="help.lang")] = None,
) -> None:
    """What stands before a command; the language is chosen by then."""


for _name, (_, _line) in COMMANDS.items():
    app.command(_name, help=_line)(_placeholder)
