"""`publisher doctor`: the whole story of one entry."""

from typing import Annotated

import typer

from publisher.cli.opening import open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import give_up, say
from publisher.features.reports.history import stories
from publisher.sentences.catalogue import Language


def doctor(
    entry: Annotated[
        str, typer.Argument(metavar="BÀI", help="Tên bài, như “publisher queue list” cho thấy.")
    ],
    page: Annotated[str, typer.Option("--page", "-p", help="Chỉ trên trang này.")] = "",
    language: Annotated[
        str, typer.Option("--language", help="vi hoặc en: kể bằng tiếng Việt hay tiếng Anh.")
    ] = "vi",
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Kể toàn bộ chuyện của một bài: ai duyệt, từng lần gửi Facebook và kết quả, bây giờ ra sao,
    cần làm gì."""
    application = open_app(config)
    application.open_store()
    told_in: Language = "en" if language == "en" else "vi"
    lines = list(stories(entry, application.config.pages, page=page, language=told_in))
    if not lines:
        give_up(f"“{entry}” chưa có lượt đăng nào; xem tên bằng “publisher queue list”.")
    for line in lines:
        say(line)
