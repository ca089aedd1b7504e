"""`publisher database`: bringing the schema up to date, and moving from SQLite to PostgreSQL."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TaskID

from publisher.app import utc_now
from publisher.cli.language import words
from publisher.cli.opening import open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import complain, give_up, say
from publisher.features.install.move_database import (
    Differs,
    MovedBefore,
    MoveDone,
    MoveStep,
    NotFit,
    relocate,
)
from publisher.store.connection import upgrade_store

app = typer.Typer(help="help.database", no_args_is_help=True)


@app.command(help="help.database_upgrade")
def upgrade(config: ConfigFile = DEFAULT_CONFIG) -> None:
    """Upgrade the schema for this version; other machines may go on publishing."""
    settings = open_app(config).config
    done = upgrade_store(settings.database(), cluster=settings.clustered)
    for step in done:
        # The libraries' own steps tell an operator nothing.
        if step.startswith("publisher."):
            say(f"  {step}")
    say(words("cli.upgraded", n=len(done)) if done else words("cli.upgraded_before"))


@app.command(help="help.database_move")
def move(
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="help.move_from",
        ),
    ] = None,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Move all data from SQLite to PostgreSQL."""
    settings = open_app(config).config
    with Progress(
        *Progress.get_default_columns(), MofNCompleteColumn(), console=Console(stderr=True)
    ) as progress:
        outcome = relocate(
            settings, source or settings.sqlite_file, clock=utc_now, watching=_Bars(progress)
        )
    match outcome:
        case MoveDone():
            _say_moved(outcome)
        case MovedBefore(target, day):
            say(words("cli.moved_before", target=target, day=day))
        case NotFit():
            _refuse(outcome)
        case Differs():
            _warn(outcome)


class _Bars:
    """One bar a step."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None

    def begin(self, step: MoveStep, rows: int) -> None:
        """Another bar, below."""
        self._task = self._progress.add_task(
            words("cli.copying" if step is MoveStep.COPYING else "cli.comparing"), total=rows
        )

    def advance(self, rows: int) -> None:
        """So many rows further."""
        assert self._task is not None, "a step begins before it goes on"
        self._progress.advance(self._task, rows)


def _say_moved(done: MoveDone) -> None:
    for table in done.tables:
        rows = f"{table.rows:>9}"
        say(words("cli.moved_table", table=f"{table.table:28}", n=rows, digest=table.digest[:16]))
    if done.given_back:
        say(words("cli.moved_halfway", n=done.given_back))
    for text in done.mended:
        say(words("cli.moved_mended", table=text.table, key=text.key, column=text.column))
    moved = sum(table.rows for table in done.tables)
    say(words("cli.moved", n=moved, target=done.target))
    say(words("cli.moved_keep"))


def _refuse(found: NotFit) -> None:
    for value in found.values:
        place = {"table": value.table, "key": value.key}
        column = value.column or words("cli.foreign_key")
        complain(words("cli.unfit", **place, column=column, why=value.why))
    give_up(words("cli.unfit_values", n=len(found.values)))


def _warn(differs: Differs) -> None:
    found = differs.found
    if found.columns:
        what = "cli.differs_columns"
    else:
        what = "cli.differs_new_only" if found.in_target else "cli.differs_old_only"
    where = words(what, table=found.table, key=found.key, columns=found.columns)
    give_up(words("cli.differs", where=where))
