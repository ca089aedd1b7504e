"""`publisher queue add …`: write entries."""

import inspect
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer

from publisher.app import utc_now
from publisher.cli.opening import first_zone, open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import complain, say
from publisher.domain.address import bare, tagged, url_trouble
from publisher.domain.errors import NotFetched
from publisher.features.press.fetch import article
from publisher.queuefiles import writing
from publisher.queuefiles.items import gathered, is_list, is_truth
from publisher.queuefiles.schema import Post, title_of

app = typer.Typer(help="Thêm một bài hoặc một đường dẫn báo chí.", no_args_is_help=True)


Pages = Annotated[
    list[str] | None,
    typer.Option(
        "--page",
        "-p",
        help="Trang đăng (lặp lại được); “*” cho mọi trang; chỉ có một trang thì không cần.",
    ),
]


# Of several letters, as people know them; the others are long only.
_SHORT = {"pages": "-p", "hashtags": "-t"}
# How one item of a field is written, after what the field is for.
_WRITTEN = {
    "photos": "Viết TỆP hoặc “TỆP|mô tả”.",
    "fields": "Viết tên=chữ, như when=“07:30, 01/5”.",
    "exceptions": "Viết trang.điều=chữ, như huyen.skip=có, huyen.text=“Lời riêng”.",
}


def add_post(
    text: Annotated[str, typer.Argument(help="Lời bài đăng; “-” để đọc từ đầu vào chuẩn.")],
    name: Annotated[str | None, typer.Option(help="Tên tệp; bỏ trống thì lấy từ lời bài.")] = None,
    config: ConfigFile = DEFAULT_CONFIG,
    **given: Any,
) -> None:
    """Thêm một bài đăng vào hàng đợi."""
    application = open_app(config)
    said = {
        field: gathered(field, value) if is_list(field) else value
        for field, value in given.items()
        if value not in (None, [])
    }
    path = writing.add_post(
        application.config.queue, text=_text(text), name=name, known=application.known(), **said
    )
    say(f"Đã ghi {path}")


def _with_options(command: Callable[..., None]) -> Callable[..., None]:
    """An option for every field of a post, besides those that the command has."""
    own = inspect.signature(command).parameters
    alone = inspect.Parameter.KEYWORD_ONLY
    options = [
        inspect.Parameter(name, alone, annotation=_option(name), default=None)
        for name in Post.model_fields
        if name not in own
    ]
    kept = [one for one in own.values() if one.kind is not inspect.Parameter.VAR_KEYWORD]
    keywords = [one.replace(kind=alone) for one in kept]
    command.__signature__ = inspect.Signature([*keywords, *options])  # type: ignore[attr-defined]
    command.__annotations__ |= {one.name: one.annotation for one in options}
    return command


def _option(name: str) -> Any:
    title = title_of(Post, name)
    most = f" Nhiều nhất {title.most}." if title.most and is_list(name) else ""
    said = f"{title.about_vi} {_WRITTEN.get(name, '')}".strip() + most
    names = [writing.option(name), *([_SHORT[name]] if name in _SHORT else [])]
    if is_list(name):
        return Annotated[list[str] | None, typer.Option(*names, help=f"{said} Lặp lại được.")]
    return Annotated[bool if is_truth(name) else str | None, typer.Option(*names, help=said)]


app.command("post")(_with_options(add_post))


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


def _text(text: str) -> str:
    return sys.stdin.read() if text == "-" else text
