"""`publisher report`: what a span of days came to, on the terminal, as an official letter, or as
a workbook."""

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from publisher.app import App, utc_now
from publisher.cli.language import label, language, words
from publisher.cli.opening import first_zone, open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import a_day, give_up, say
from publisher.domain.message import fill
from publisher.features.media.thumbnails import picture_of
from publisher.features.reports.documents import COLUMNS, as_xlsx, number, subject, values
from publisher.features.reports.report_letter import as_docx, letterhead, template_in
from publisher.features.reports.results import EVIDENCE, Report, ReportedPost, ReportScope
from publisher.features.reports.results import report as results


def report(
    campaign: Annotated[str | None, typer.Option(help="help.campaign_file")] = None,
    unit: Annotated[str | None, typer.Option(help="help.one_unit")] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="help.day", help="help.from_day")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--until", metavar="help.day", help="help.until_day")
    ] = None,
    output: Annotated[
        list[Path] | None,
        typer.Option("--output", "-o", help="help.report_output"),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(help="help.report_template"),
    ] = None,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Report the results of a span of days."""
    application = open_app(config)
    used = template_in(application.config.data)
    if template:
        template.write_bytes(used.read_bytes())
        say(words("cli.written", path=str(template)))
        return
    wrong = [path for path in output or [] if path.suffix.lower() not in (".docx", ".xlsx")]
    if wrong:
        give_up(words("cli.report_kinds", path=str(wrong[0])))
    today = utc_now().astimezone(first_zone(application)).date()
    until = a_day(last, "--until") if last else today
    since = a_day(first, "--from") if first else until - timedelta(days=30)
    if until < since:
        give_up(words("cli.until_after_from"))
    application.open_store()
    found = _report(application, campaign or "", unit or "", since, until)
    _tell(found)
    pictures, pages = application.pictures(), application.config.pages

    def small(post: ReportedPost) -> bytes | None:
        return picture_of(post.delivery, pictures, pages, on=post.at.date(), longest=EVIDENCE)

    place = application.config.units[unit].place if unit else ""
    for path in output or []:
        if path.suffix.lower() == ".docx":
            head = letterhead(found.unit, place)
            content = as_docx(found, head, today=today, picture=small, template=used)
        else:
            content = as_xlsx(found)
        path.write_bytes(content)
        say(words("cli.written", path=str(path)))


def _report(application: App, campaign: str, unit: str, first: date, last: date) -> Report:
    config = application.config
    if unit and unit not in config.units:
        give_up(words("cli.no_unit_of", name=unit, known=list(config.units)))
    campaigns = application.reader().refresh(None).queue.campaigns
    found = next((one for one in campaigns if one.id == campaign), None)
    if campaign and found is None:
        known = [one.id for one in campaigns] or words("cli.none_yet")
        give_up(words("cli.no_campaign_of", name=campaign, known=known))
    pages = {
        slug: page for slug, page in config.pages.items() if not unit or page.unit.slug == unit
    }
    return results(
        ReportScope(first, last, pages, campaign, unit),
        pages=config.pages,
        titles={one.id: fill(one.title, since=None, on=first, unit=None) for one in campaigns},
        document=found.document if found else "",
        unit_name=config.units[unit].name if unit else "",
    )


def _tell(found: Report) -> None:
    say(subject(found).said(language()))
    if not found.posts:
        say(words("cli.report_none"))
        return
    for table in found.tables:
        say()
        say(f"{label(table.title):<44}" + "".join(f"{label(name):>16}" for name in COLUMNS))
        for row in table.rows:
            say(
                f"{row.name[:43]:<44}"
                + "".join(f"{number(value):>16}" for value in values(row.numbers))
            )
    say()
    total = found.total
    posts, engagement = number(total.posts), number(total.engagement)
    say(words("cli.report_total", posts=posts, engagement=engagement, failed=found.failed))
