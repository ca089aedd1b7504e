"""`publisher connect`: from a pasted token to the tokens of all pages, kept encrypted."""

import sys
from getpass import getpass
from pathlib import Path
from typing import Annotated

import typer

from publisher.app import utc_now
from publisher.cli.opening import open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import TROUBLE, give_up, say
from publisher.domain.secret import Secret
from publisher.features.install.tokens import connect as make
from publisher.store.transactions import Direct


def connect(
    by: Annotated[str, typer.Option("--by", help="Họ tên người kết nối, được ghi lại.")] = "",
    token_file: Annotated[
        Path | None,
        typer.Option("--token-file", help="Tệp chứa mã; bỏ trống thì dán mã khi được hỏi."),
    ] = None,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Kết nối các trang: dán mã của người quản trị hoặc người dùng hệ thống; mã từng trang được lấy
    và cất kín.
    """
    if not by.strip():
        give_up('Thiếu người kết nối: thêm --by "Họ tên".')
    application = open_app(config)
    application.open_store()
    application.vault.check()
    pasted = _pasted(token_file)
    found, remarks = make(application.context(Direct()).by(by.strip()), pasted, now=utc_now())
    for page in found:
        for message in page.messages:
            say(f"{'✓' if page.ok else '✗'} {page.page}: {message}")
    for remark in remarks:
        say(f"! {remark}")
    say(
        "! Ứng dụng Facebook phải ở chế độ Live; ở chế độ Development chỉ người quản trị thấy bài,"
        " mà không báo lỗi."
    )
    say("  Sau bài đầu tiên, hãy mở bài đó bằng một trình duyệt chưa đăng nhập.")
    if not found or not all(page.ok for page in found):
        raise SystemExit(TROUBLE)


def _pasted(file: Path | None) -> Secret:
    if file:
        text = file.read_text(encoding="utf-8-sig")
    elif sys.stdin.isatty():
        text = getpass("Dán mã truy cập (không hiện ra màn hình), rồi Enter: ")
    else:
        text = sys.stdin.readline()
    if not text.strip():
        give_up("Chưa có mã truy cập nào được dán.")
    return Secret(text.strip())
