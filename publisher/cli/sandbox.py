"""`publisher sandbox`: a stand-in of Facebook to try things with."""

from pathlib import Path
from typing import Annotated

import typer

from publisher import resources
from publisher.app import App, utc_now
from publisher.channels.facebook.standin.server import Sandbox
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import say
from publisher.config.reading import load
from publisher.stopping import StopSignal


def sandbox(
    folder: Annotated[
        Path, typer.Option(help="Thư mục giữ trạng thái; chạy lại thì tiếp tục.")
    ] = Path("sandbox"),
    port: Annotated[int, typer.Option(help="Cổng; 0 là cổng trống bất kỳ.")] = 8099,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Chạy máy chủ mô phỏng Facebook cho các trang trong cấu hình, để thử mà không đăng thật."""
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
