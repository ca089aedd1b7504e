"""`publisher export`: the calendar as a file for others."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from publisher import resources
from publisher.app import utc_now
from publisher.cli.opening import first_zone, open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import a_moment, give_up, say
from publisher.features.reports.calendar_files import as_ics, as_xlsx, items_of
from publisher.features.reports.calendar_pdf import as_pdf
from publisher.store.models import Delivery


def export(
    output: Annotated[Path, typer.Argument(help="Tệp .xlsx, .ics hoặc .pdf sẽ ghi.")],
    first: Annotated[
        str | None,
        typer.Option("--from", metavar="NĂM-THÁNG-NGÀY", help="Từ ngày; mặc định hôm nay."),
    ] = None,
    last: Annotated[
        str | None,
        typer.Option("--until", metavar="NĂM-THÁNG-NGÀY", help="Đến hết ngày; mặc định 30 ngày."),
    ] = None,
    campaign: Annotated[str | None, typer.Option(help="Chỉ một chiến dịch.")] = None,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Xuất lịch đăng ra Excel, lịch điện thoại (.ics), hoặc PDF để in trình lãnh đạo."""
    if output.suffix.lower() not in (".xlsx", ".ics", ".pdf"):
        give_up(f"“{output}”: lịch xuất thành .xlsx, .ics hoặc .pdf.")
    application = open_app(config)
    zone, now = first_zone(application), utc_now()
    start = a_moment(first, zone) if first else now
    end = a_moment(last, zone) + timedelta(days=1) if last else start + timedelta(days=30)
    if end <= start:
        give_up("--until phải sau --from.")
    application.open_store()
    rows = Delivery.objects.due_between(start, end).wanted()
    rows = rows.filter(campaign=campaign) if campaign else rows
    titles = {one.id: one.title for one in application.reader().refresh(None).queue.campaigns}
    ordered = rows.select_related("revision").order_by("due_at", "page", "pk")
    items = list(items_of(ordered, application.config.pages, titles))
    until = (end - timedelta(days=1)).astimezone(zone)
    title = f"Lịch đăng từ {start.astimezone(zone):%d/%m/%Y} đến {until:%d/%m/%Y}"
    match output.suffix.lower():
        case ".xlsx":
            content = as_xlsx(items)
        case ".ics":
            content = as_ics(items, name=title, now=now)
        case _:
            fonts = resources.assets() / "fonts"
            today = now.astimezone(zone).date()
            content = as_pdf(
                items, title=title, printed_on=today, fonts=fonts, picture=lambda _: None
            )
    output.write_bytes(content)
    say(f"Đã ghi {output}: {len(items)} lượt đăng.")
