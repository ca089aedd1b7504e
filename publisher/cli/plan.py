"""`publisher plan`: what will go out."""

from datetime import timedelta
from typing import Annotated

import typer

from publisher.app import utc_now
from publisher.cli.opening import first_zone, open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import a_moment, give_up, say, say_problems, wall
from publisher.domain.message import compose
from publisher.features.scheduling.planning import preview_plan


def plan(
    first: Annotated[
        str | None,
        typer.Option("--from", metavar="NĂM-THÁNG-NGÀY", help="Từ ngày; mặc định hôm nay."),
    ] = None,
    last: Annotated[
        str | None,
        typer.Option("--until", metavar="NĂM-THÁNG-NGÀY", help="Đến hết ngày; mặc định 14 ngày."),
    ] = None,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """In lịch đăng của một khoảng thời gian; không ghi gì."""
    application = open_app(config)
    zone = first_zone(application)
    start = a_moment(first, zone) if first else utc_now()
    end = a_moment(last, zone) + timedelta(days=1) if last else start + timedelta(days=14)
    if end <= start:
        give_up("--until phải sau --from.")
    reading = application.reader().refresh(None)
    application.open_store()
    wanted = preview_plan(reading.queue, application.config.pages, now=start, until=end)
    for found in wanted.occurrences:
        if start <= found.due_at < end:
            message = compose(found.entry, unit=found.page.unit, on=found.wall_time.date())
            title = " ".join((message.plain or message.link or "").split())
            say(f"{wall(found.due_at, found.page.zone)}  {found.page.slug:<20}  {title}")
    say(f"{sum(start <= found.due_at < end for found in wanted.occurrences)} lượt đăng.")
    say_problems([*reading.problems, *wanted.problems])
