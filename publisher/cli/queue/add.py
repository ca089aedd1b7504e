"""`publisher queue add …`: write entries."""

import inspect
import sys
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

import typer

from publisher.app import utc_now
from publisher.cli.language import OF_FIELDS, shown, words
from publisher.cli.opening import first_zone, open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import complain, say
from publisher.domain.address import bare, tagged, url_trouble
from publisher.domain.errors import NotFetched
from publisher.features.press.fetch import article
from publisher.queuefiles import writing
from publisher.queuefiles.items import gathered, is_list, is_truth
from publisher.queuefiles.schema import Post, title_of
from publisher.sentences.catalogue import Language, sentence

app = typer.Typer(help="help.queue_add", no_args_is_help=True)


Pages = Annotated[
    list[str] | None,
    typer.Option("--page", "-p", help="help.pages_or_only"),
]


# Of several letters, as people know them; the others are long only.
_SHORT = {"pages": "-p", "hashtags": "-t"}
# How one item of a field is written, after what the field is for.
_WRITTEN = {
    "photos": "help.write_photos",
    "fields": "help.write_fields",
    "exceptions": "help.write_exceptions",
}


def add_post(
    text: Annotated[str, typer.Argument(help="help.post_text")],
    name: Annotated[str | None, typer.Option(help="help.post_name")] = None,
    config: ConfigFile = DEFAULT_CONFIG,
    **given: Any,
) -> None:
    """Add a post to the queue."""
    application = open_app(config)
    said = {
        field: gathered(field, value) if is_list(field) else value
        for field, value in given.items()
        if value not in (None, [])
    }
    path = writing.add_post(
        application.config.queue, text=_text(text), name=name, known=application.known(), **said
    )
    say(words("cli.written", path=str(path)))


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
    names = [writing.option(name), *([_SHORT[name]] if name in _SHORT else [])]
    code = f"field.{name}"
    OF_FIELDS[code] = partial(_about, name)
    if is_list(name):
        return Annotated[list[str] | None, typer.Option(*names, help=code)]
    return Annotated[bool if is_truth(name) else str | None, typer.Option(*names, help=code)]


def _about(name: str, language: Language) -> str:
    """What a field is for, and how it is written here."""
    title = title_of(Post, name)
    parts = [title.about_vi if language == "vi" else title.about_en]
    if name in _WRITTEN:
        parts.append(sentence(_WRITTEN[name], {}, language))
    if is_list(name):
        parts += [sentence("help.at_most", {"n": title.most}, language)] if title.most else []
        parts.append(sentence("help.repeated", {}, language))
    return " ".join(parts)


app.command("post", help="help.queue_add_post")(_with_options(add_post))


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
    """Add a link to an article to share."""
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


def _text(text: str) -> str:
    return sys.stdin.read() if text == "-" else text
