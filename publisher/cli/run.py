"""`publisher run`: the service."""

from typing import Annotated

import typer

from publisher import logs
from publisher.app import App
from publisher.cli.opening import warn_of_bad_shaping
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import say
from publisher.config.reading import load
from publisher.service import Service
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
