"""`publisher queue …`: write entries, see where they stand, find what is wrong in the files."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import (
    TROUBLE,
    complain,
    first_zone,
    give_up,
    now_of,
    open_app,
    say,
    say_problems,
    wall,
)

if TYPE_CHECKING:
    from publisher.app import App
    from publisher.domain.entry import Entry
    from publisher.features.reports.status import StatusLine
    from publisher.features.scheduling.withheld import Question

app = typer.Typer(help="Hàng đợi: thêm bài, xem trạng thái, kiểm tra tệp.", no_args_is_help=True)
add = typer.Typer(help="Thêm một bài hoặc một đường dẫn báo chí.", no_args_is_help=True)
app.add_typer(add, name="add")

Pages = Annotated[
    list[str] | None,
    typer.Option("--page", "-p", help="Trang đăng (lặp lại được); bỏ trống là mọi trang."),
]
Hashtags = Annotated[
    list[str] | None, typer.Option("--hashtag", "-t", help="Thẻ, không cần dấu # (lặp lại được).")
]


@add.command("post")
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
    from publisher.queuefiles.writing import add_post as write

    application = open_app(config)
    path = write(
        application.config.queue,
        text=_text(text),
        pages=page or ["*"],
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


@add.command("link")
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
    from publisher.app import utc_now
    from publisher.domain.address import bare, tagged, url_trouble
    from publisher.queuefiles.writing import add_link as write

    application = open_app(config)
    if fetch and not headline and not url_trouble(url):
        url, headline, publication = _read_article(url, publication)
    if not url_trouble(url):
        url = tagged(url, utm) if utm else bare(url)
    path = write(
        application.config.queue,
        url=url,
        text=text,
        headline=headline,
        publication=publication,
        pages=page or ["*"],
        today=utc_now().astimezone(first_zone(application)).date(),
        known=application.known(),
    )
    say(f"Đã ghi {path}")


def _read_article(url: str, publication: str | None) -> tuple[str, str | None, str | None]:
    """Address, headline and newspaper as the article says;

    what it was given when it cannot be read.
    """
    from publisher.domain.errors import NotFetched
    from publisher.features.press.fetch import article

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


@app.command("list")
def list_entries(config: ConfigFile = DEFAULT_CONFIG) -> None:
    """Liệt kê mọi bài trong hàng đợi và trạng thái của từng lượt đăng."""
    from publisher.features.reports.status import deliveries_of

    application = open_app(config)
    reading = application.reader().refresh(None)
    application.open_store()
    entries = [*reading.queue.entries]
    for campaign in reading.queue.campaigns:
        entries += [*campaign.slogans, *campaign.anniversaries]
    found = deliveries_of([entry.id for entry in entries])
    for entry in entries:
        say(_line(application, entry, found[entry.id]))
    say_problems(reading.problems)


@app.command("check")
def check(config: ConfigFile = DEFAULT_CONFIG) -> None:
    """Báo mọi chỗ sai trong mọi tệp của hàng đợi, kèm tệp:dòng và cách sửa."""
    application = open_app(config)
    reading = application.reader().refresh(None)
    say_problems(reading.problems)
    troubles = _known_troubles(application)
    for trouble in troubles:
        complain(trouble)
    entries = len(reading.queue.entries) + sum(
        len(campaign.slogans) + len(campaign.anniversaries) for campaign in reading.queue.campaigns
    )
    say(f"{entries} bài dùng được, {len(reading.problems)} chỗ cần sửa.")
    if reading.problems or troubles:
        raise SystemExit(TROUBLE)


@app.command("let-go")
def let_go(
    code: Annotated[
        str, typer.Argument(metavar="[MÃ]", help="Mã mà lệnh này cho thấy; bỏ trống thì chỉ xem.")
    ] = "",
    by: Annotated[str, typer.Option("--by", help="Họ tên người đồng ý, được ghi lại.")] = "",
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Xem, và đồng ý hủy, những lượt đã duyệt mà hàng đợi bỗng không còn nữa."""
    from publisher.app import utc_now
    from publisher.features.scheduling.withheld import agree, question
    from publisher.store.transactions import Direct

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


def _tell(asked: "Question") -> None:
    say(str(asked))
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


def _known_troubles(application: "App") -> list[str]:
    """What the service says of its planning, where there is a database and it can be asked."""
    from publisher.domain.errors import StoreError
    from publisher.features.scheduling.withheld import needs_a_person

    config = application.config
    if (
        config.database_url.startswith("sqlite")
        and not config.database_env
        and not config.sqlite_file.is_file()
    ):
        return []
    try:
        application.open_store(migrate=False)
        return needs_a_person(now=now_of(application))
    except StoreError:
        # Of the files all is said; “publisher check” tells of the database.
        return []


def _line(application: "App", entry: "Entry", lines: "list[StatusLine]") -> str:
    title = " ".join(entry.text.split())
    short = title if len(title) <= 60 else title[:59] + "…"
    return f"{entry.id}\n    {short or entry.link or ''}\n    {_states(application, lines)}"


def _states(application: "App", lines: "list[StatusLine]") -> str:
    from publisher.features.reports.status import state_in_words

    if not lines:
        return "chưa có lượt đăng nào (publisher run sẽ lập lịch)"
    shown = (
        lines[-1]
        if all(line.published_at for line in lines)
        else next(x for x in lines if not x.published_at)
    )
    page = application.config.pages.get(shown.page)
    zone = page.zone if page else first_zone(application)
    rest = f" (và {len(lines) - 1} lượt khác)" if len(lines) > 1 else ""
    return f"{state_in_words(shown)} · {shown.page} · {wall(shown.due_at, zone)}{rest}"


def _fields(given: list[str]) -> dict[str, str]:
    if strange := [text for text in given if "=" not in text]:
        give_up(f"--field viết như when=“07:30, 01/5”; “{strange[0]}” thiếu dấu =.")
    return {name.strip(): text.strip() for name, _, text in (text.partition("=") for text in given)}


def _text(text: str) -> str:
    return sys.stdin.read() if text == "-" else text


def lint(
    text: Annotated[str | None, typer.Option("--text", "-t", help="Chỉ soát đoạn chữ này.")] = None,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Soát lời văn: thiếu dấu, viết hoa sai tên gọi, số năm không khớp ngày, dấu cách và ngoặc
    kép."""
    from publisher import resources
    from publisher.features.authoring.lint import lint_queue, lint_text, vocabulary

    if text is not None:
        found = lint_text(text, vocabulary(resources.assets()))
    else:
        application = open_app(config)
        glossary = [term for unit in application.config.units.values() for term in unit.glossary]
        found = lint_queue(
            application.reader().refresh(None).queue, vocabulary(resources.assets(), glossary)
        )
    for problem in found:
        say(str(problem))
    if found:
        raise SystemExit(TROUBLE)
    say("Không có gì phải sửa.")
