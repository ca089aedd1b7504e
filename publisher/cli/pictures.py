"""`publisher preview`: the pictures exactly as they would go out, and a sheet with all of them."""

from pathlib import Path
from typing import Annotated

import typer

from publisher.cli.output import DEFAULT_CONFIG, ConfigFile, give_up, open_app, say, say_problems


def preview(
    entries: Annotated[list[str], typer.Argument(metavar="BÀI…", help="Tên bài, chiến dịch, hoặc tệp trong hàng đợi.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Thư mục ghi ảnh.")] = Path("preview"),
    on: Annotated[str | None, typer.Option(metavar="NĂM-THÁNG-NGÀY", help="Dựng như vào ngày này.")] = None,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Dựng ảnh của một hay nhiều bài vào một thư mục, kèm một tờ xem chung."""
    from publisher.app import utc_now
    from publisher.services.previewing import NothingFound, preview_entries

    application = open_app(config)
    try:
        result = preview_entries(
            entries,
            reader=application.reader(),
            pages=application.config.pages,
            pictures=application.pictures(),
            today=utc_now().astimezone(next(iter(application.config.pages.values())).zone).date(),
            on=on,
        )
    except NothingFound as missing:
        say_problems(missing.problems)
        give_up(str(missing))
    output.mkdir(parents=True, exist_ok=True)
    for name, jpeg in result.files:
        (output / name).write_bytes(jpeg)
        say(str(output / name))
    say_problems(result.problems)
