"""`publisher queue let-go`: approved deliveries that the queue suddenly has no more."""

from typing import Annotated

import typer

from publisher.app import utc_now
from publisher.cli.opening import open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import give_up, say
from publisher.features.scheduling.withheld import Question, agree, question
from publisher.store.transactions import Direct


def let_go(
    code: Annotated[
        str, typer.Argument(metavar="[MÃ]", help="Mã mà lệnh này cho thấy; bỏ trống thì chỉ xem.")
    ] = "",
    by: Annotated[str, typer.Option("--by", help="Họ tên người đồng ý, được ghi lại.")] = "",
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Xem, và đồng ý hủy, những lượt đã duyệt mà hàng đợi bỗng không còn nữa."""
    application = open_app(config)
    application.open_store()
    asked = question()
    if asked is None:
        say("Không có lượt nào chờ đồng ý hủy.")
        return
    if not code:
        _tell(asked)
        return
    if not by.strip():
        give_up(f'Thiếu người đồng ý: publisher queue let-go {code} --by "Họ tên".')
    if code != asked.code or not agree(
        Direct(), asked.digest, by=by.strip(), login="", now=utc_now()
    ):
        give_up(
            "Danh sách chờ hủy đã đổi hoặc đã có người đồng ý; xem lại bằng “publisher queue"
            " let-go”."
        )
    say(f"Đã đồng ý hủy {asked.approved} lượt; dịch vụ hủy trong vòng một phút.")


def _tell(asked: Question) -> None:
    say(asked.told().whole())
    say(f"Trang: {', '.join(asked.pages)}")
    for source in asked.sources:
        say(f"  {source}")
    if asked.agreed_by:
        say(f"{asked.agreed_by} đã đồng ý; dịch vụ hủy trong vòng một phút.")
    else:
        say(
            f"Đồng ý hủy đúng {asked.approved} lượt này: publisher queue let-go {asked.code} --by"
            ' "Họ tên"'
        )
