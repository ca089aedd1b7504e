"""`publisher print`: the words of the queue for the printer."""

from pathlib import Path
from typing import Annotated

import typer

from publisher import resources
from publisher.app import utc_now
from publisher.cli.opening import first_zone, open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import TROUBLE, a_day, give_up, say, say_problems
from publisher.domain.errors import NothingFound
from publisher.features.review.print_files import print_entries


def print_files(
    entries: Annotated[
        list[str],
        typer.Argument(metavar="BÀI…", help="Tên bài, chiến dịch, hoặc tệp trong hàng đợi."),
    ],
    product: Annotated[
        list[str] | None,
        typer.Option(
            "--product", "-p", help="bang-ron, phuon, pano, phong, a0 … a4; ghi lại được."
        ),
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="Thư mục ghi tệp PDF.")] = Path(
        "print"
    ),
    on: Annotated[
        str | None, typer.Option(metavar="NĂM-THÁNG-NGÀY", help="In như cho ngày này.")
    ] = None,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Xuất khẩu hiệu thành tệp PDF cho nhà in: đúng mi-li-mét, có tràn viền, phông chữ nhúng
    sẵn."""
    application = open_app(config)
    try:
        printed = print_entries(
            entries,
            product or ["bang-ron"],
            reader=application.reader(),
            pages=application.config.pages,
            assets=resources.assets(),
            brand_store=application.pictures().brand_store,
            today=utc_now().astimezone(first_zone(application)).date(),
            on=a_day(on, "--on") if on else None,
        )
    except NothingFound as missing:
        say_problems(missing.problems)
        give_up(str(missing))
    output.mkdir(parents=True, exist_ok=True)
    for name, pdf in printed.files:
        (output / name).write_bytes(pdf)
        say(str(output / name))
    say_problems(printed.problems)
    if printed.problems:
        raise SystemExit(TROUBLE)
