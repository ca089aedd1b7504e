"""`publisher demo`: everything at work on this machine, with a sample campaign."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from publisher.demo import run_demo
from publisher.stopping import StopSignal


def demo(
    once: Annotated[bool, typer.Option("--once", help="Thoát khi các bài đầu đã hiện ra.")] = False,
    folder: Annotated[
        Path | None, typer.Option(help="Thư mục của bản trình diễn; bỏ trống là thư mục tạm.")
    ] = None,
) -> None:
    """Trình diễn trọn vẹn với chiến dịch mẫu dời về lúc này: máy mô phỏng, dịch vụ, những bài
    đầu sau vài giây."""
    sys.exit(run_demo(once=once, folder=folder, stopped=StopSignal()))
