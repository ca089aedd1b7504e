"""`publisher status`: what will go out, what became of it and why."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from publisher.app import App
from publisher.cli.opening import first_zone, now_of, open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import say, wall
from publisher.cli.status_work import how_the_work_goes
from publisher.domain.page import Page
from publisher.features.reports.status import Board, StatusLine, board, state_in_words


def status(
    limit: Annotated[int, typer.Option(help="Số dòng nhiều nhất mỗi bảng.")] = 10,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Cho biết dịch vụ có chạy không, cái gì sắp đăng, đã đăng, và cái gì cần người xử lý."""
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
        say(f"! {item.title}: {item.text.whole()}")
    if now.unapproved:
        say(f"{now.unapproved} lượt chờ duyệt: xem và duyệt bằng “publisher approve”.")
    for table in _tables(application, now):
        console.print(table)


def _tables(application: App, now: Board) -> list[Table]:

    tables = [
        _lines(application, "Cần người xử lý", now.trouble, with_reason=True),
        _lines(application, "Sắp đăng", now.coming, with_reason=False),
        _lines(application, "Đã đăng", now.gone_out, with_reason=False),
    ]
    return tables


def _lines(application: App, title: str, lines: list[StatusLine], *, with_reason: bool) -> Table:
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
