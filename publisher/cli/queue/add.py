"""`publisher queue add …`: write entries."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from publisher.app import utc_now
from publisher.cli.language import shown, words
from publisher.cli.opening import first_zone, open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import complain, give_up, say
from publisher.domain.address import bare, tagged, url_trouble
from publisher.domain.errors import NotFetched
from publisher.features.press.fetch import article
from publisher.queuefiles import writing

app = typer.Typer(help="help.queue_add", no_args_is_help=True)


Pages = Annotated[
    list[str] | None,
    typer.Option("--page", "-p", help="help.pages_or_only"),
]


Hashtags = Annotated[list[str] | None, typer.Option("--hashtag", "-t", help="help.post_hashtag")]


@app.command("post", help="help.queue_add_post")
def add_post(
    text: Annotated[str, typer.Argument(help="help.post_text")],
    page: Pages = None,
    at: Annotated[
        str | None,
        typer.Option(help="help.post_at"),
    ] = None,
    photo: Annotated[list[Path] | None, typer.Option(help="help.post_photo")] = None,
    card: Annotated[str | None, typer.Option(help="help.post_card")] = None,
    card_format: Annotated[
        str | None,
        typer.Option("--format", help="help.post_format"),
    ] = None,
    field: Annotated[
        list[str] | None,
        typer.Option(help="help.post_field"),
    ] = None,
    since: Annotated[str | None, typer.Option(help="help.post_since")] = None,
    hashtag: Hashtags = None,
    first_comment: Annotated[str | None, typer.Option(help="help.post_comment")] = None,
    name: Annotated[str | None, typer.Option(help="help.post_name")] = None,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Add a post to the queue."""
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
    say(words("cli.written", path=str(path)))


@app.command("link", help="help.queue_add_link")
def add_link(
    url: Annotated[str, typer.Argument(help="help.link_url")],
    text: Annotated[str, typer.Argument(help="help.link_text")] = "",
    headline: Annotated[str | None, typer.Option(help="help.link_headline")] = None,
    publication: Annotated[str | None, typer.Option(help="help.link_publication")] = None,
    page: Pages = None,
    utm: Annotated[str | None, typer.Option(help="help.link_utm")] = None,
    fetch: Annotated[bool, typer.Option(help="help.link_fetch")] = True,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Add a link to an article to share; tracking codes are taken off the address."""
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
    say(words("cli.written", path=str(path)))


def _read_article(url: str, publication: str | None) -> tuple[str, str | None, str | None]:
    """Address, headline and newspaper as the article says; what it was given when it cannot be
    read.
    """
    try:
        found = article(url)
    except NotFetched as error:
        complain(words("cli.article_unread", why=shown(error)))
        return url, None, publication
    if not found.picture:
        complain(words("cli.article_bare"))
    return found.address, found.headline or None, publication or found.publication or None


def _fields(given: list[str]) -> dict[str, str]:
    if strange := [text for text in given if "=" not in text]:
        give_up(words("cli.bad_field", text=strange[0]))
    return {name.strip(): text.strip() for name, _, text in (text.partition("=") for text in given)}


def _text(text: str) -> str:
    return sys.stdin.read() if text == "-" else text
