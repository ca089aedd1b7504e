"""`publisher report`: what a span of days came to, on the terminal, as an official letter, or as
a workbook."""

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from publisher.app import App, utc_now
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
    campaign: Annotated[str | None, typer.Option(help="Chỉ một chiến dịch (tên tệp).")] = None,
    unit: Annotated[str | None, typer.Option(help="Chỉ một đơn vị.")] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="NĂM-THÁNG-NGÀY", help="Từ ngày.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--until", metavar="NĂM-THÁNG-NGÀY", help="Đến hết ngày.")
    ] = None,
    output: Annotated[
        list[Path] | None,
        typer.Option("--output", "-o", help="Tệp .docx hoặc .xlsx (lặp lại được)."),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(help="Ghi mẫu Word đang dùng ra tệp này, để sửa thành mẫu của mình."),
    ] = None,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Báo cáo kết quả: theo chiến dịch, đơn vị, trang, loại bài, khung giờ; mặc
    định 30 ngày qua.
    """
    application = open_app(config)
    used = template_in(application.config.data)
    if template:
        template.write_bytes(used.read_bytes())
        say(f"Đã ghi {template}")
        return
    wrong = [path for path in output or [] if path.suffix.lower() not in (".docx", ".xlsx")]
    if wrong:
        give_up(f"“{wrong[0]}”: báo cáo ghi thành .docx hoặc .xlsx.")
    today = utc_now().astimezone(first_zone(application)).date()
    until = a_day(last, "--until") if last else today
    since = a_day(first, "--from") if first else until - timedelta(days=30)
    if until < since:
        give_up("--until phải sau --from.")
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
        say(f"Đã ghi {path}")


def _report(application: App, campaign: str, unit: str, first: date, last: date) -> Report:
    config = application.config
    if unit and unit not in config.units:
        give_up(f"Không có đơn vị “{unit}” (có: {', '.join(config.units)}).")
    campaigns = application.reader().refresh(None).queue.campaigns
    found = next((one for one in campaigns if one.id == campaign), None)
    if campaign and found is None:
        give_up(
            f"Không có chiến dịch “{campaign}” (có:"
            f" {', '.join(one.id for one in campaigns) or 'chưa có'})."
        )
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
    say(subject(found))
    if not found.posts:
        say("Chưa có bài nào được đăng trong thời gian này.")
        return
    for table in found.tables:
        say()
        say(f"{table.title:<44}" + "".join(f"{name:>16}" for name in COLUMNS))
        for row in table.rows:
            say(
                f"{row.name[:43]:<44}"
                + "".join(f"{number(value):>16}" for value in values(row.numbers))
            )
    say()
    total = found.total
    say(
        f"Tổng: {number(total.posts)} bài, {number(total.engagement)} tương tác; {found.failed}"
        " lượt không đăng được."
    )
