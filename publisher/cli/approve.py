"""`publisher approve`: what waits for a yes, and the yes."""

from typing import Annotated

import typer

from publisher.app import utc_now
from publisher.cli.opening import open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import complain, give_up, say, wall
from publisher.features.review.approvals import Waiting, waiting
from publisher.features.review.approvals import approve as say_yes
from publisher.store.transactions import Direct


def approve(
    entries: Annotated[
        list[str] | None, typer.Argument(metavar="[BÀI]…", help="Tên bài; bỏ trống thì chỉ xem.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Duyệt mọi lượt đang chờ.")] = False,
    by: Annotated[str, typer.Option(help="Họ tên người duyệt, được ghi lại.")] = "",
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Xem những lượt đang chờ duyệt và duyệt; duyệt gắn với đúng chữ và ảnh sẽ hiện ra."""
    application = open_app(config)
    application.open_store()
    found = waiting(application.config.pages, application.pictures(), entry_ids=entries or None)
    shown = [item for item in found if isinstance(item, Waiting)]
    for item in found:
        if isinstance(item, Waiting):
            say(
                f"{wall(item.row.due_at, item.page.zone)}  {item.page.slug:<20} "
                f" {item.row.entry_id}"
            )
            say("    " + "\n    ".join(item.message.text.splitlines()))
            say(
                f"    ({len(item.pictures)} ảnh; xem bằng “publisher preview {item.row.entry_id} -o"
                " thu-muc”)"
            )
        else:
            complain(f"{item.row.entry_id}: {item.reason}")
    if not (entries or everything):
        say(
            f'{len(shown)} lượt chờ duyệt. Duyệt: publisher approve --all --by "Họ tên", hoặc nêu'
            " tên bài."
        )
        return
    if not by.strip():
        give_up('Thiếu người duyệt: thêm --by "Họ tên".')
    count = say_yes(Direct(), shown, by=by.strip(), now=utc_now())
    say(f"{by.strip()} đã duyệt {count} lượt.")
