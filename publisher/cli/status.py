"""`publisher status`: what will go out, what became of it and why."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from publisher.app import App
from publisher.cli.language import language, words
from publisher.cli.opening import first_zone, now_of, open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import say, wall
from publisher.cli.status_work import how_the_work_goes
from publisher.domain.page import Page
from publisher.features.reports.status import Board, StatusLine, board, state_in_words


def status(
    limit: Annotated[int, typer.Option(help="help.status_limit")] = 10,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Tell whether the service runs, what is coming, what went out, and what needs a person."""
    application = open_app(config)
    application.open_store()
    moment = now_of(application)
    now = board(application.config.pages, now=moment, limit=limit)
    console = Console()
    pid = now.service_pid
    say(words("cli.service_runs", pid=pid) if pid else words("cli.service_down"))
    for line in how_the_work_goes(now=moment, clustered=application.config.clustered):
        say(line)
    for item in now.attention:
        say(f"! {item.title.said(language())}: {item.text.whole(language())}")
    if now.unapproved:
        say(words("cli.unapproved", n=now.unapproved))
    for table in _tables(application, now):
        console.print(table)


def _tables(application: App, now: Board) -> list[Table]:

    tables = [
        _lines(application, words("cli.trouble"), now.trouble, with_reason=True),
        _lines(application, words("cli.coming"), now.coming, with_reason=False),
        _lines(application, words("cli.gone_out"), now.gone_out, with_reason=False),
    ]
    return tables


def _lines(application: App, title: str, lines: list[StatusLine], *, with_reason: bool) -> Table:
    last = "cli.why" if with_reason else "cli.address"
    headings = ("cli.time", "cli.page", "cli.post", "cli.state", last)
    table = Table(
        *map(words, headings),
        title=f"{title} ({len(lines)})",
        title_justify="left",
    )
    for line in lines:
        page: Page | None = application.config.pages.get(line.page)
        when = wall(
            line.published_at or line.due_at, page.zone if page else first_zone(application)
        )
        tail = (
            f"{line.reason.said(language())} {line.asks.advice(language())}".strip()
            if with_reason
            else line.address or line.warning.said(language())
        )
        state = state_in_words(line, language())
        table.add_row(when, line.page, line.entry_id, state, tail)
    return table
