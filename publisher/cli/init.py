"""`publisher init`: from nothing to a folder to work in."""

from pathlib import Path
from typing import Annotated

import typer

from publisher.cli.output import give_up, say
from publisher.domain.errors import AlreadyThere
from publisher.features.install.new_folder import start_folder


def init(
    folder: Annotated[Path, typer.Argument(help="Thư mục sẽ tạo.")] = Path("publisher"),
) -> None:
    """Tạo thư mục làm việc mẫu: cấu hình có giải thích, hàng đợi với chiến dịch mẫu, chỗ đặt mã
    truy cập."""
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
