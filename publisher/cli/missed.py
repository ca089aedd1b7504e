"""`publisher missed`: what was held because its time had passed; a person sends, moves or drops
each.
"""

from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from publisher.app import App, utc_now
from publisher.cli.opening import first_zone, open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import give_up, say, wall
from publisher.context import Context
from publisher.domain.errors import OutsideYears
from publisher.domain.wallclock import parse_moment, to_utc
from publisher.features.scheduling.missed import adopt as take_for_public
from publisher.features.scheduling.missed import drop as give_them_up
from publisher.features.scheduling.missed import missed, reschedule
from publisher.store.models import Delivery
from publisher.store.transactions import Direct

app = typer.Typer(help="Các lượt bị lỡ: xem, đăng ngay, dời giờ, bỏ.", no_args_is_help=True)


Entries = Annotated[
    list[str], typer.Argument(metavar="BÀI…", help="Tên bài, như “publisher missed list” cho thấy.")
]


OnPage = Annotated[str, typer.Option("--page", "-p", help="Chỉ trên trang này.")]


Person = Annotated[str, typer.Option("--by", help="Họ tên người quyết định, được ghi lại.")]


@app.command("list")
def list_missed(config: ConfigFile = DEFAULT_CONFIG) -> None:
    """Kể các lượt bị lỡ."""
    application = open_app(config)
    application.open_store()
    found = missed()
    for row in found:
        say(
            f"{wall(row.due_at, _zone(application, row))}  {row.page:<20}  {row.entry_id}:"
            f" {row.reason}"
        )
    say(f"{len(found)} lượt bị lỡ." if found else "Không có lượt nào bị lỡ.")


@app.command("now")
def send_now(
    entries: Entries, page: OnPage = "", by: Person = "", config: ConfigFile = DEFAULT_CONFIG
) -> None:
    """Đăng ngay các lượt bị lỡ (vẫn phải có phê duyệt nếu đơn vị yêu cầu)."""
    _, context, rows = _asked(entries, page, by, config)
    now = utc_now()
    say(f"{context.actor} cho đăng ngay {reschedule(context, rows, at=now, now=now)} lượt.")


@app.command("move")
def move(
    entries: Entries,
    at: Annotated[
        str, typer.Option(help="Giờ mới, giờ địa phương của trang, như 2027-04-15T07:30.")
    ],
    page: OnPage = "",
    by: Person = "",
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Dời các lượt bị lỡ sang giờ khác."""
    try:
        wall_time = parse_moment(at)
    except OutsideYears as outside:
        give_up(f"--at: {outside}.")
    except ValueError:
        give_up(f"--at “{at}” không phải giờ; viết như 2027-04-15T07:30.")
    if wall_time.tzinfo is not None:
        give_up("--at là giờ địa phương của trang, không ghi múi giờ; viết như 2027-04-15T07:30.")
    application, context, rows = _asked(entries, page, by, config)
    now = utc_now()
    if any(to_utc(wall_time, _zone(application, row)) <= now for row in rows):
        give_up(f"--at {at} đã qua; đặt một giờ sắp tới, hoặc dùng “publisher missed now”.")
    count = sum(
        reschedule(context, [row], at=to_utc(wall_time, _zone(application, row)), now=now)
        for row in rows
    )
    say(f"{context.actor} dời {count} lượt sang {wall_time:%H:%M ngày %d/%m/%Y}.")


@app.command("adopt")
def adopt(
    entries: Entries, page: OnPage = "", by: Person = "", config: ConfigFile = DEFAULT_CONFIG
) -> None:
    """Ghi nhận bài mà trang đã có là chính bài này; không gửi gì."""
    _, context, rows = _asked(entries, page, by, config)
    say(f"{context.actor} nhận {take_for_public(context, rows, now=utc_now())} lượt là đã đăng.")


@app.command("drop")
def drop(
    entries: Entries, page: OnPage = "", by: Person = "", config: ConfigFile = DEFAULT_CONFIG
) -> None:
    """Bỏ hẳn các lượt bị lỡ."""
    _, context, rows = _asked(entries, page, by, config)
    say(f"{context.actor} bỏ {give_them_up(context, rows, now=utc_now())} lượt.")


def _asked(
    entries: list[str], page: str, by: str, config: ConfigFile
) -> tuple[App, Context, list[Delivery]]:
    if not by.strip():
        give_up('Thiếu người quyết định: thêm --by "Họ tên".')
    application = open_app(config)
    application.open_store()
    rows = missed(entry_ids=entries, page=page)
    known = {row.entry_id for row in rows}
    if strange := [name for name in entries if name not in known]:
        give_up(f"Không có lượt bị lỡ nào của “{strange[0]}”; xem bằng “publisher missed list”.")
    return application, application.context(Direct()).by(by.strip()), rows


def _zone(application: App, row: Delivery) -> ZoneInfo:
    page = application.config.pages.get(row.page)
    return page.zone if page else first_zone(application)
