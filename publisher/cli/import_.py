"""`publisher import …`: what others wrote becomes content of the queue."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from publisher import resources
from publisher.app import utc_now
from publisher.cli.language import shown, words
from publisher.cli.opening import first_zone, open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import complain, give_up, say
from publisher.domain.errors import PlanRefused
from publisher.features.authoring.import_letter import drafted, write_draft
from publisher.features.authoring.import_sheet import dry_run, template, write_all
from publisher.letters.isolation import read_plan
from publisher.letters.letter import Anniversary, Extract, OfficialLetter
from publisher.letters.reading import LARGEST
from publisher.queuefiles.sheets import SheetRefused, read_sheet
from publisher.queuefiles.writing import WriteRefused, chosen_pages

app = typer.Typer(
    help="help.import",
    no_args_is_help=True,
)


@app.callback()
def group() -> None:
    """Turn an official letter into a draft campaign, or a sheet of plans into posts."""


@app.command("plan", help="help.import_plan")
def plan(
    file: Annotated[Path, typer.Argument(help="help.plan_file")],
    output: Annotated[
        Path | None,
        typer.Option(help="help.plan_output"),
    ] = None,
    year: Annotated[
        int | None,
        typer.Option(help="help.plan_year"),
    ] = None,
    page: Annotated[
        list[str] | None, typer.Option("--page", "-p", help="help.pages_or_only")
    ] = None,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Write an official letter as a draft campaign."""
    application = open_app(config)
    if file.stat().st_size > LARGEST:
        give_up(words("cli.import_large", file=str(file), n=LARGEST // 1_000_000))
    try:
        found = read_plan(file.read_bytes(), file.name, words=resources.assets() / "words")
    except PlanRefused as refused:
        give_up(f"{file}: {shown(refused)}.")
    _tell(found)
    today = utc_now().astimezone(first_zone(application)).date()
    try:
        pages = tuple(chosen_pages(page or (), application.known()))
        draft = drafted(found, today=today, name=file.name, year=year, pages=pages)
    except (PlanRefused, WriteRefused) as refused:
        give_up(f"{file}: {shown(refused)}.")
    if not draft.slogans and not draft.days:
        give_up(words("cli.import_nothing"))
    try:
        path = write_draft(
            application.config.queue, draft, known=application.known(), folder=output
        )
    except WriteRefused as refused:
        give_up(f"{file}: {shown(refused)}")
    for remark in draft.remarks[1 + len(found.notes) :]:
        complain(words("cli.note", what=remark))
    slogans, days = len(draft.slogans), len(draft.days)
    say(words("cli.imported", path=str(path), slogans=slogans, days=days))
    if output is None:
        say(words("cli.import_next"))


def _tell(found: OfficialLetter) -> None:
    head = ", ".join(
        part
        for part in (
            found.kind,
            found.number.value if found.number else "",
            f"{found.signed_on.value:%d/%m/%Y}" if found.signed_on else "",
            found.issuer.value if found.issuer else "",
        )
        if part
    )
    say(head or words("cli.letter_no_head"))
    title = found.title.value if found.title else words("cli.letter_no_title")
    say(words("cli.letter_title", title=title))
    for note in found.notes:
        complain(words("cli.letter_note", what=note))
    _list("cli.letter_slogans", ((one, one.value) for one in found.slogans))
    _list("cli.letter_days", ((one, _day(one)) for one in found.anniversaries))
    _list(
        "cli.letter_times",
        (
            (one, f"{_date(one.value.first)} – {_date(one.value.last)}  ({one.quote})")
            for one in found.windows
        ),
    )
    _list("cli.letter_channels", ((one, one.value) for one in found.channels))
    _list("cli.letter_units", ((one, one.value) for one in found.units))


def _list(code: str, found: Iterable[tuple[Extract[object], str]]) -> None:
    lines = [
        words("cli.letter_line", line=f"{one.line:>3}", said=said)
        + (words("cli.letter_doubt", doubt=one.doubt) if one.doubt else "")
        for one, said in found
    ]
    say(f"{words(code)}: {len(lines) or words('cli.letter_none')}")
    for line in lines:
        say(line)


def _day(one: Extract[Anniversary]) -> str:
    value = one.value
    dates = " – ".join(_date(day) for day in (value.since, value.on) if day)
    return " ".join(
        part
        for part in (
            words("cli.letter_age", n=value.age) if value.age is not None else "",
            value.name,
            f"({dates})" if dates else "",
        )
        if part
    )


def _date(day: object) -> str:
    return f"{day.day}/{day.month}/{day.year}" if isinstance(day, date) else "…"


@app.command("sheet", help="help.import_sheet")
def sheet(
    file: Annotated[Path, typer.Argument(help="help.sheet_file")],
    write: Annotated[bool, typer.Option("--write", help="help.sheet_write")] = False,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Read a sheet of plans: tell each wrong cell; posts are queued only when none is left."""
    application = open_app(config)
    try:
        table = read_sheet(file.read_bytes(), file.name)
    except SheetRefused as refused:
        give_up(f"{file}: {shown(refused)}")
    found = dry_run(
        table,
        queue=application.config.queue,
        known=application.known(),
        pages=application.config.pages,
    )
    if found.unknown:
        complain(words("cli.sheet_columns", columns=found.unknown))
    for left in found.unread:
        complain(words("cli.sheet_unread", what=left))
    for problem in found.problems:
        complain(f"{file.name} {shown(problem)}")
    new, wrong = len(found.new), len(found.problems)
    say(words("cli.sheet_read", new=new, known=len(found.drafts) - new, wrong=wrong))
    if found.problems:
        give_up(words("cli.sheet_wrong"))
    if not write:
        say(words("cli.sheet_look"))
        return
    say(words("cli.sheet_queued", n=len(write_all(found))))


@app.command("template", help="help.import_template")
def sheet_template(output: Annotated[Path, typer.Argument(help="help.template_output")]) -> None:
    """Write an Excel file to fill in plans."""
    if output.exists():
        give_up(words("cli.file_there", path=str(output)))
    output.write_bytes(template())
    say(words("cli.written", path=str(output)))
