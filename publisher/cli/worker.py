"""`publisher worker`: one process more that publishes."""

from typing import Annotated

import typer
from prometheus_client import start_http_server

from publisher import logs
from publisher.app import App
from publisher.cli.opening import warn_of_bad_shaping
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import say
from publisher.config.load import load
from publisher.stopping import StopSignal
from publisher.worker import Worker


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
