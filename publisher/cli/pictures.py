"""`publisher preview`: the pictures exactly as they would go out, and a sheet with all of them."""

from pathlib import Path
from typing import Annotated

import typer

from publisher.cli.options import DEFAULT_CONFIG, ConfigFile


def preview(
    entries: Annotated[list[str], typer.Argument(metavar="BÀI…", help="Tên bài, chiến dịch, hoặc tệp trong hàng đợi.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Thư mục ghi ảnh.")] = Path("preview"),
    on: Annotated[str | None, typer.Option(metavar="NĂM-THÁNG-NGÀY", help="Dựng như vào ngày này.")] = None,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Dựng ảnh của một hay nhiều bài vào một thư mục, kèm một tờ xem chung."""
    from publisher.cli.previewing import write_previews

    write_previews(entries, output=output, on=on, config=config)
