"""`publisher queue add …`: write entries."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from publisher.app import utc_now
from publisher.cli.opening import first_zone, open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import complain, give_up, say
from publisher.domain.address import bare, tagged, url_trouble
from publisher.domain.errors import NotFetched
from publisher.features.press.fetch import article
from publisher.queuefiles import writing

app = typer.Typer(help="Thêm một bài hoặc một đường dẫn báo chí.", no_args_is_help=True)


Pages = Annotated[
    list[str] | None,
    typer.Option(
        "--page",
        "-p",
        help="Trang đăng (lặp lại được); “*” cho mọi trang; chỉ có một trang thì không cần.",
    ),
]


Hashtags = Annotated[
    list[str] | None, typer.Option("--hashtag", "-t", help="Thẻ, không cần dấu # (lặp lại được).")
]


@app.command("post")
def add_post(
    text: Annotated[str, typer.Argument(help="Lời bài đăng; “-” để đọc từ đầu vào chuẩn.")],
    page: Pages = None,
    at: Annotated[
        str | None,
        typer.Option(
            help="Giờ đăng địa phương, như 2027-04-15T07:30; bỏ trống là khung giờ trống kế tiếp."
        ),
    ] = None,
    photo: Annotated[
        list[Path] | None, typer.Option(help="Ảnh kèm theo (lặp lại được, tối đa 10).")
    ] = None,
    card: Annotated[
        str | None, typer.Option(help="Mẫu ảnh thiết kế; xem bằng publisher cards.")
    ] = None,
    card_format: Annotated[
        str | None,
        typer.Option("--format", help="Khổ ảnh: portrait, square, landscape, story, cover."),
    ] = None,
    field: Annotated[
        list[str] | None,
        typer.Option(help="Trường của mẫu ảnh, như when=“07:30, 01/5” (lặp lại được)."),
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="Ngày gốc để tính {age}, như 1963-04-15.")
    ] = None,
    hashtag: Hashtags = None,
    first_comment: Annotated[str | None, typer.Option(help="Bình luận đầu tiên dưới bài.")] = None,
    name: Annotated[str | None, typer.Option(help="Tên tệp; bỏ trống thì lấy từ lời bài.")] = None,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Thêm một bài đăng vào hàng đợi."""
    application = open_app(config)
    path = writing.add_post(
        application.config.queue,
        text=_text(text),
        pages=page or [],
        at=at,
        photos=photo or [],
        card=card,
        card_format=card_format,
        fields=_fields(field or []),
        since=since,
        hashtags=hashtag or [],
        first_comment=first_comment,
        name=name,
        known=application.known(),
    )
    say(f"Đã ghi {path}")


@app.command("link")
def add_link(
    url: Annotated[str, typer.Argument(help="Địa chỉ bài báo.")],
    text: Annotated[str, typer.Argument(help="Lời dẫn của trang.")] = "",
    headline: Annotated[str | None, typer.Option(help="Tiêu đề bài báo, cho ảnh thiết kế.")] = None,
    publication: Annotated[str | None, typer.Option(help="Tên báo.")] = None,
    page: Pages = None,
    utm: Annotated[
        str | None, typer.Option(help="Gắn mã đo lượt xem (UTM) với tên chiến dịch này.")
    ] = None,
    fetch: Annotated[
        bool, typer.Option(help="Mở bài báo để lấy tiêu đề, tên báo và địa chỉ chuẩn.")
    ] = True,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Thêm một đường dẫn báo chí để chia sẻ; địa chỉ được bỏ mã theo dõi."""
    application = open_app(config)
    if fetch and not headline and not url_trouble(url):
        url, headline, publication = _read_article(url, publication)
    if not url_trouble(url):
        url = tagged(url, utm) if utm else bare(url)
    path = writing.add_link(
        application.config.queue,
        url=url,
        text=text,
        headline=headline,
        publication=publication,
        pages=page or [],
        today=utc_now().astimezone(first_zone(application)).date(),
        known=application.known(),
    )
    say(f"Đã ghi {path}")


def _read_article(url: str, publication: str | None) -> tuple[str, str | None, str | None]:
    """Address, headline and newspaper as the article says; what it was given when it cannot be
    read.
    """
    try:
        found = article(url)
    except NotFetched as error:
        complain(f"Chưa đọc được bài báo: {error}")
        return url, None, publication
    if not found.picture:
        complain(
            "Bài báo không có ảnh: Facebook sẽ hiện thẻ trống. Muốn có ảnh, thêm card ="
            " “press-link” vào danh sách."
        )
    return found.address, found.headline or None, publication or found.publication or None


def _fields(given: list[str]) -> dict[str, str]:
    if strange := [text for text in given if "=" not in text]:
        give_up(f"--field viết như when=“07:30, 01/5”; “{strange[0]}” thiếu dấu =.")
    return {name.strip(): text.strip() for name, _, text in (text.partition("=") for text in given)}


def _text(text: str) -> str:
    return sys.stdin.read() if text == "-" else text
