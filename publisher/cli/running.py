"""`publisher run`, `sandbox`, `demo`: the commands that stay."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import give_up, now_of, open_app, say, warn_of_bad_shaping
from publisher.stopping import StopSignal


def run(
    json_log: Annotated[
        bool, typer.Option("--json-log", help="Nhật ký dạng JSON, mỗi dòng một mục.")
    ] = False,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Chạy dịch vụ: theo dõi hàng đợi, lập lịch, chuẩn bị và đăng đúng giờ.

    Dừng bằng Ctrl-C hoặc SIGTERM.
    """
    from publisher import logs
    from publisher.app import App
    from publisher.config.load import load
    from publisher.service import Service

    settings = load(config)
    logs.set_up(as_json=json_log, secrets=App(settings).secrets)
    stopped = StopSignal()
    warn_of_bad_shaping()
    with Service(settings) as service:
        say(
            f"publisher đang chạy. Bàn làm việc: {settings.service.public_url or service.web_url}/."
            " Dừng: Ctrl-C."
        )
        if link := service.first_link():
            say(
                "Chưa có người quản trị. Mở đường dẫn này (dùng một lần, trong 24 giờ) để tạo tài"
                " khoản đầu tiên:"
            )
            say(f"  {link}")
        stopped.wait()
        say("Đang dừng: chờ các lời gọi dở dang kết thúc…")
    say("Đã dừng.")


def worker(
    json_log: Annotated[
        bool, typer.Option("--json-log", help="Nhật ký dạng JSON, mỗi dòng một mục.")
    ] = False,
    metrics_port: Annotated[
        int,
        typer.Option(
            help="Cổng trên 127.0.0.1 cho /metrics của riêng tiến trình này; 0 là không mở."
        ),
    ] = 0,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Chạy một tiến trình đăng bài cho engine = “cluster”: bao nhiêu tiến trình, trên máy nào
    cũng được."""
    from prometheus_client import start_http_server

    from publisher import logs
    from publisher.app import App
    from publisher.config.load import load
    from publisher.worker import Worker

    settings = load(config)
    logs.set_up(as_json=json_log, secrets=App(settings).secrets)
    stopped = StopSignal()
    warn_of_bad_shaping()
    with Worker(settings) as running:
        if metrics_port:
            start_http_server(metrics_port, addr="127.0.0.1")
        say(f"publisher worker {running.name} đang chạy. Dừng: Ctrl-C.")
        stopped.wait()
        say("Đang dừng: chờ các lời gọi dở dang kết thúc…")
    say("Đã dừng.")


def watch(config: ConfigFile = DEFAULT_CONFIG) -> None:
    """Xem dịch vụ còn sống không;

    đã ngừng thì báo tin cho người nhận và thoát với mã 1 (dùng với cron hay timer).
    """
    from publisher.features.people.notices import (
        NoticeKind,
        Occasion,
        said_of,
        tell,
    )
    from publisher.features.people.notices import say as put
    from publisher.features.reports.attention import SILENT, no_worker, service_pid
    from publisher.store.transactions import Direct

    application = open_app(config)
    application.open_store()
    now = now_of(application)
    if pid := service_pid(now=now):
        missing = no_worker(now=now)
        wrong = said_of(missing) if missing else None
    else:
        wrong = Occasion(f"silent:{now:%Y-%m-%d}", NoticeKind.DOWN, "", SILENT)
    if wrong is None:
        say(f"Dịch vụ đang chạy (tiến trình {pid}).")
        return
    context = application.context(Direct())
    put(context, wrong, now=now)
    tell(context, now=now)
    give_up(wrong.text.whole())


def sandbox(
    folder: Annotated[
        Path, typer.Option(help="Thư mục giữ trạng thái; chạy lại thì tiếp tục.")
    ] = Path("sandbox"),
    port: Annotated[int, typer.Option(help="Cổng; 0 là cổng trống bất kỳ.")] = 8099,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Chạy máy chủ mô phỏng Facebook cho các trang trong cấu hình, để thử mà không đăng thật."""
    from publisher import resources
    from publisher.app import App, utc_now
    from publisher.channels.facebook.standin.server import Sandbox
    from publisher.config.load import load

    application = App(load(config))
    application.vault.check()
    stopped = StopSignal()
    with Sandbox(folder, port=port, now=utc_now, fonts=resources.assets() / "fonts") as facebook:
        for page in application.config.pages.values():
            token = application.token(page.slug)
            facebook.add_page(
                page.facebook_id,
                page.unit.name,
                token.reveal() if token else f"sandbox-{page.slug}",
            )
            if token is None:
                say(f"  {page.slug}: chưa có mã truy cập; máy mô phỏng nhận “sandbox-{page.slug}”.")
        say(f"Máy mô phỏng: {facebook.url} (mở bằng trình duyệt để xem các trang)")
        say(f'Trong config.toml: [facebook] graph_url = "{facebook.url}"')
        stopped.wait()


def demo(
    once: Annotated[bool, typer.Option("--once", help="Thoát khi các bài đầu đã hiện ra.")] = False,
    folder: Annotated[
        Path | None, typer.Option(help="Thư mục của bản trình diễn; bỏ trống là thư mục tạm.")
    ] = None,
) -> None:
    """Trình diễn trọn vẹn với chiến dịch mẫu dời về lúc này: máy mô phỏng, dịch vụ, những bài
    đầu sau vài giây."""
    from publisher.demo import run_demo

    sys.exit(run_demo(once=once, folder=folder, stopped=StopSignal()))
