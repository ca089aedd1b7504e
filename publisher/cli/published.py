"""`publisher published`: what people do to posts that are public."""

from typing import Annotated

import typer

from publisher.app import App, utc_now
from publisher.cli.opening import open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import give_up, say
from publisher.context import Context
from publisher.domain.revision import freeze
from publisher.features.delivery import amend
from publisher.features.delivery.amend import public, words_of
from publisher.store.models import Delivery
from publisher.store.transactions import Direct

app = typer.Typer(
    help="Sửa lời hoặc gỡ bài đã đăng; ai làm đều được ghi lại.", no_args_is_help=True
)


Entry = Annotated[
    str, typer.Argument(metavar="BÀI", help="Tên bài, như “publisher queue list” cho thấy.")
]


OnPage = Annotated[str, typer.Option("--page", "-p", help="Chỉ trên trang này.")]


Person = Annotated[str, typer.Option("--by", help="Họ tên người làm, được ghi lại.")]


@app.command("edit")
def edit(
    entry: Entry,
    text: Annotated[
        str, typer.Option("--text", help="Lời mới; bỏ trống là lời đang có trong tệp hàng đợi.")
    ] = "",
    page: OnPage = "",
    by: Person = "",
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Sửa lời của bài đã đăng. Ảnh và đường dẫn của bài đã đăng thì Facebook không cho sửa."""
    application, rows = _asked(entry, page, by, config)
    for row in rows:
        words = text or _words_in_the_queue(application, row)
        amend.edit(_in_the_name_of(application, row, by), row, words, now=utc_now())
        say(f"Đã sửa lời bài {row.entry_id} trên trang {row.page}.")


@app.command("remove")
def remove(
    entry: Entry,
    reason: Annotated[str, typer.Option("--reason", help="Vì sao gỡ, được ghi lại.")] = "",
    page: OnPage = "",
    by: Person = "",
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Gỡ bài đã đăng khỏi trang."""
    if not reason.strip():
        give_up('Thiếu lý do: thêm --reason "…".')
    application, rows = _asked(entry, page, by, config)
    for row in rows:
        amend.remove(_in_the_name_of(application, row, by), row, reason.strip(), now=utc_now())
        say(f"Đã gỡ bài {row.entry_id} khỏi trang {row.page}.")


def _asked(entry: str, page: str, by: str, config: ConfigFile) -> tuple[App, list[Delivery]]:
    if not by.strip():
        give_up('Thiếu người làm: thêm --by "Họ tên".')
    application = open_app(config)
    application.open_store()
    application.check_key()
    rows = [
        row for row in public(entry_id=entry, page=page) if row.page in application.config.pages
    ]
    if not rows:
        give_up(
            f"Không có bài “{entry}” nào đang hiện trên trang; xem bằng “publisher doctor {entry}”."
        )
    return application, rows


def _in_the_name_of(application: App, row: Delivery, by: str) -> Context:
    if application.token(row.page) is None:
        give_up(f"Trang {row.page} chưa có mã truy cập; xem “publisher check”.")
    return application.context(Direct()).by(by.strip())


def _words_in_the_queue(application: App, row: Delivery) -> str:
    queue = application.reader().refresh(None).queue
    entries = [
        *queue.entries,
        *(entry for found in queue.campaigns for entry in (*found.slogans, *found.anniversaries)),
    ]
    found = next((entry for entry in entries if entry.id == row.entry_id), None)
    if found is None:
        give_up(f"Bài “{row.entry_id}” không còn trong hàng đợi; ghi lời mới bằng --text.")
    return words_of(freeze(found), application.config.pages[row.page], row)
