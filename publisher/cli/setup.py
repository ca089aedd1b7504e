"""`publisher init` and `publisher check`: from nothing to a folder that is known to work."""

from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import TROUBLE, give_up, now_of, open_app, say


def init(
    folder: Annotated[Path, typer.Argument(help="Thư mục sẽ tạo.")] = Path("publisher"),
) -> None:
    """Tạo thư mục làm việc mẫu: cấu hình có giải thích, hàng đợi với chiến dịch mẫu, chỗ đặt mã
    truy cập."""
    from publisher.domain.errors import AlreadyThere
    from publisher.features.install.new_folder import start_folder

    try:
        written = start_folder(folder)
    except AlreadyThere as there:
        give_up(str(there))
    for path in written:
        say(f"  + {path}")
    say()
    say(
        f"Xong. Tiếp theo: sửa {folder / 'config.toml'}, rồi vào thư mục {folder} chạy “publisher"
        " check”."
    )


def check(config: ConfigFile = DEFAULT_CONFIG) -> None:
    """Kiểm tra cấu hình, phông chữ, đồng hồ, cơ sở dữ liệu, quyền thư mục và mã truy cập của
    từng trang."""
    from publisher.app import utc_now
    from publisher.domain.errors import StoreError
    from publisher.features.install.check import check_all, check_key, waiting

    application = open_app(config)
    # Said by the check itself when it cannot be opened.
    with suppress(StoreError):
        application.open_store()
    well, people = True, 0
    findings = check_all(application.config, application.channel(), application.token, now=utc_now)
    for finding in chain([check_key(application.check_key)], findings):
        well &= finding.ok
        say(f"{finding.mark} {finding.subject}: {finding.message}")
    with suppress(StoreError):
        application.open_store()
        for finding in waiting(application.config.pages, now=now_of(application)):
            people += 1
            say(f"{finding.mark} {finding.subject}: {finding.message}")
    say()
    if not well:
        say("Có mục chưa ổn (✗). Sửa theo chỉ dẫn rồi chạy lại.")
        raise SystemExit(TROUBLE)
    say(f"Máy móc ổn; {people} việc cần người (!) ở trên." if people else "Mọi mục đều ổn.")
