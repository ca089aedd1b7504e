"""`publisher plan`, `approve`, `status`, `doctor`: what will go out, who says yes to it, what
became of it and why."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import (
    complain,
    first_zone,
    give_up,
    now_of,
    open_app,
    say,
    say_problems,
    wall,
)
from publisher.cli.working import how_the_work_goes

if TYPE_CHECKING:
    from rich.table import Table

    from publisher.app import App
    from publisher.domain.page import Page
    from publisher.features.reports.status import Board, StatusLine
    from publisher.sentences import Language


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
    from publisher.app import utc_now
    from publisher.domain.message import compose
    from publisher.features.scheduling.planning import preview_plan

    application = open_app(config)
    zone = first_zone(application)
    start = _day(first, zone) if first else utc_now()
    end = _day(last, zone) + timedelta(days=1) if last else start + timedelta(days=14)
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
    from publisher import resources
    from publisher.app import utc_now
    from publisher.domain.delivery import State
    from publisher.features.reports.calendar_files import (
        as_ics,
        as_pdf,
        as_xlsx,
        items_of,
    )
    from publisher.store.models import Delivery

    if output.suffix.lower() not in (".xlsx", ".ics", ".pdf"):
        give_up(f"“{output}”: lịch xuất thành .xlsx, .ics hoặc .pdf.")
    application = open_app(config)
    zone, now = first_zone(application), utc_now()
    start = _day(first, zone) if first else now
    end = _day(last, zone) + timedelta(days=1) if last else start + timedelta(days=30)
    if end <= start:
        give_up("--until phải sau --from.")
    application.open_store()
    rows = Delivery.objects.filter(due_at__gte=start, due_at__lt=end).exclude(
        state=State.CANCELLED.value
    )
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


def approve(
    entries: Annotated[
        list[str] | None, typer.Argument(metavar="[BÀI]…", help="Tên bài; bỏ trống thì chỉ xem.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Duyệt mọi lượt đang chờ.")] = False,
    by: Annotated[str, typer.Option(help="Họ tên người duyệt, được ghi lại.")] = "",
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Xem những lượt đang chờ duyệt và duyệt; duyệt gắn với đúng chữ và ảnh sẽ hiện ra."""
    from publisher.app import utc_now
    from publisher.features.review.approvals import Waiting, waiting
    from publisher.features.review.approvals import approve as say_yes
    from publisher.store.transactions import Direct

    application = open_app(config)
    application.open_store()
    found = waiting(application.config.pages, application.pictures(), entry_ids=entries or None)
    shown = [item for item in found if isinstance(item, Waiting)]
    for item in found:
        if isinstance(item, Waiting):
            say(
                f"{wall(item.row.due_at, item.page.zone)}  {item.page.slug:<20} "
                f" {item.row.entry_id}"
            )
            say("    " + "\n    ".join(item.message.text.splitlines()))
            say(
                f"    ({len(item.pictures)} ảnh; xem bằng “publisher preview {item.row.entry_id} -o"
                " thu-muc”)"
            )
        else:
            complain(f"{item.row.entry_id}: {item.reason}")
    if not (entries or everything):
        say(
            f'{len(shown)} lượt chờ duyệt. Duyệt: publisher approve --all --by "Họ tên", hoặc nêu'
            " tên bài."
        )
        return
    if not by.strip():
        give_up('Thiếu người duyệt: thêm --by "Họ tên".')
    count = say_yes(Direct(), shown, by=by.strip(), now=utc_now())
    say(f"{by.strip()} đã duyệt {count} lượt.")


def status(
    limit: Annotated[int, typer.Option(help="Số dòng nhiều nhất mỗi bảng.")] = 10,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Cho biết dịch vụ có chạy không, cái gì sắp đăng, đã đăng, và cái gì cần người xử lý."""
    from rich.console import Console

    from publisher.features.reports.status import board

    application = open_app(config)
    application.open_store()
    moment = now_of(application)
    now = board(application.config.pages, now=moment, limit=limit)
    console = Console()
    service = (
        f"đang chạy (tiến trình {now.service_pid})"
        if now.service_pid
        else "KHÔNG chạy: hãy chạy “publisher run”"
    )
    say(f"Dịch vụ: {service}")
    for line in how_the_work_goes(now=moment, clustered=application.config.clustered):
        say(line)
    for item in now.attention:
        say(f"! {item.title}: {item.text} {item.next_step}".rstrip())
    if now.unapproved:
        say(f"{now.unapproved} lượt chờ duyệt: xem và duyệt bằng “publisher approve”.")
    for table in _tables(application, now):
        console.print(table)


def doctor(
    entry: Annotated[
        str, typer.Argument(metavar="BÀI", help="Tên bài, như “publisher queue list” cho thấy.")
    ],
    page: Annotated[str, typer.Option("--page", "-p", help="Chỉ trên trang này.")] = "",
    language: Annotated[
        str, typer.Option("--language", help="vi hoặc en: lời giải thích mã lỗi của Facebook.")
    ] = "vi",
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Kể toàn bộ chuyện của một bài: ai duyệt, từng lần gửi Facebook và kết quả, bây giờ ra sao,
    cần làm gì."""
    from publisher.features.delivery.history import stories

    application = open_app(config)
    application.open_store()
    told_in: Language = "en" if language == "en" else "vi"
    lines = list(stories(entry, application.config.pages, page=page, language=told_in))
    if not lines:
        give_up(f"“{entry}” chưa có lượt đăng nào; xem tên bằng “publisher queue list”.")
    for line in lines:
        say(line)


def _tables(application: "App", now: "Board") -> "list[Table]":

    tables = [
        _lines(application, "Cần người xử lý", now.trouble, with_reason=True),
        _lines(application, "Sắp đăng", now.coming, with_reason=False),
        _lines(application, "Đã đăng", now.gone_out, with_reason=False),
    ]
    return tables


def _lines(
    application: "App", title: str, lines: "list[StatusLine]", *, with_reason: bool
) -> "Table":
    from rich.table import Table

    from publisher.features.reports.status import state_in_words

    last = "Vì sao, cần làm gì" if with_reason else "Địa chỉ, lưu ý"
    table = Table(
        "Giờ",
        "Trang",
        "Bài",
        "Trạng thái",
        last,
        title=f"{title} ({len(lines)})",
        title_justify="left",
    )
    for line in lines:
        page: Page | None = application.config.pages.get(line.page)
        when = wall(
            line.published_at or line.due_at, page.zone if page else first_zone(application)
        )
        tail = (
            f"{line.reason} {line.advice}".strip()
            if with_reason
            else line.address or str(line.warning)
        )
        table.add_row(when, line.page, line.entry_id, state_in_words(line), tail)
    return table


def _day(text: str, zone: ZoneInfo) -> datetime:
    from publisher.domain.errors import OutsideYears
    from publisher.domain.wallclock import parse_moment

    try:
        return parse_moment(text).replace(tzinfo=zone)
    except OutsideYears as outside:
        give_up(f"“{text}”: {outside}.")
    except ValueError:
        give_up(f"“{text}” không phải ngày; viết như 2027-04-11.")
