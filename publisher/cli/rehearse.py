"""`publisher rehearse`: a campaign run through in virtual time, and what there is to see in it."""

import gc
import os
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from rich.console import Console
from rich.progress import Progress

from publisher.app import App, utc_now
from publisher.cli.language import language, shown, words
from publisher.cli.opening import first_zone, open_app
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import TROUBLE, a_day, complain, give_up, say
from publisher.domain.errors import RehearsalRefused
from publisher.features.review import rehearsal
from publisher.features.review.rehearsal import Played, RealRows, Rehearsal
from publisher.pictures.delivery_pictures import shrink
from publisher.store.connection import close_store, open_store
from publisher.store.transactions import Direct
from publisher.web.rehearsals.views import standalone

# A second process costs two seconds to start.
PAGES_A_PART, MOST_PARTS = 5, 4


def rehearse(
    campaign: Annotated[str, typer.Argument(help="help.rehearse_campaign")],
    first: Annotated[
        str | None, typer.Option("--from", metavar="help.day", help="help.from_day")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--until", metavar="help.day", help="help.until_day")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="help.rehearse_output")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", hidden=True)] = False,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Run a whole campaign in virtual time."""
    application = open_app(config)
    folder = (output or application.config.data / "rehearsals" / campaign).resolve()
    try:
        found = _run(application, campaign, first, last, folder, quiet=quiet)
    except RehearsalRefused as refused:
        # The desk reads the last line and says it in the person's language.
        give_up(refused.reason.to_json() if quiet else shown(refused))
    _tell(found)
    say(words("cli.rehearsal_page", path=str(_page(found, folder))))
    if any(one.serious for one in found.findings):
        raise SystemExit(TROUBLE)


def _run(
    application: App, name: str, first: str | None, last: str | None, folder: Path, *, quiet: bool
) -> Rehearsal:
    now, zone = utc_now(), first_zone(application)
    queue = application.reader().refresh(None).queue
    campaign = rehearsal.campaign_of(queue, name)
    window = rehearsal.window_of(campaign, today=now.astimezone(zone).date())
    window = (
        a_day(first, "--from") if first else window[0],
        a_day(last, "--until") if last else window[1],
    )
    if window[1] < window[0]:
        give_up(words("cli.until_after_from"))
    application.open_store()
    known = rehearsal.standing(first=now - timedelta(days=1), last=now + timedelta(days=400))
    close_store()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tong-duyet-") as scratch:
        part = _Part(application.config.path, name, known, now, window, Path(scratch))
        with Progress(console=Console(stderr=True), disable=quiet, transient=True) as progress:
            task = progress.add_task(words("cli.rehearsing"), total=None)
            played = _play(
                part,
                list(application.config.pages),
                lambda done, all_: progress.update(task, completed=done, total=all_),
            )
        found = rehearsal.judged(played, campaign, pages=application.config.pages, window=window)
        found = replace(found, seconds=round(time.monotonic() - begun, 1))
        rehearsal.keep(found, folder, lambda digest: _photo(Path(scratch), digest), _small)
    return found


class _Part(NamedTuple):
    """What a process needs to play some pages."""

    config: Path
    name: str
    known: RealRows
    now: datetime
    window: tuple[date, date]
    scratch: Path


def _play(part: _Part, pages: list[str], progress: Callable[[int, int], None]) -> list[Played]:
    """All pages, side by side when there are many: what one page does concerns no other."""
    parts = min(os.cpu_count() or 1, len(pages) // PAGES_A_PART or 1, MOST_PARTS)
    if parts == 1:
        return [_play_some(part, 0, None, progress)]
    with ProcessPoolExecutor(parts, mp_context=get_context("spawn")) as pool:
        waiting = [
            pool.submit(_play_some, part, number, pages[number::parts]) for number in range(parts)
        ]
        return [one.result() for one in waiting]


def _play_some(
    part: _Part,
    number: int,
    only: list[str] | None,
    progress: Callable[[int, int], None] | None = None,
) -> Played:
    application = open_app(part.config)
    queue = application.reader().refresh(None).queue
    open_store(f"sqlite:///{part.scratch}/{number}.sqlite3")
    rehearsal.speed_up()
    # Millions of short-lived rows of the ORM, and nothing that goes round in circles.
    gc.disable()
    try:
        return rehearsal.play(
            application.context(Direct()),
            queue,
            rehearsal.campaign_of(queue, part.name),
            known=part.known,
            now=part.now,
            window=part.window,
            folder=part.scratch / f"sandbox-{number}",
            only=only,
            progress=progress or (lambda _done, _all: None),
        )
    finally:
        gc.enable()
        close_store()


def _photo(scratch: Path, digest: str) -> bytes | None:
    found = next(scratch.glob(f"sandbox-*/photos/{digest}.jpg"), None)
    return found.read_bytes() if found else None


def _small(raw: bytes) -> bytes:
    return shrink(raw, 360)


def _tell(found: Rehearsal) -> None:
    own = [post for post in found.posts if post.own]
    pages = {post.page for post in own}
    say(
        words(
            "cli.rehearsed",
            title=found.title,
            first=found.first,
            last=found.last,
            n=len(own),
            pages=len(pages),
            others=len(found.posts) - len(own),
            seconds=str(found.seconds),
        )
    )
    for one in found.findings:
        mark, put = ("✗", complain) if one.serious else ("!", say)
        put(f"{mark} {one.reason.said(language())}")
    if not found.findings:
        say(words("cli.rehearsal_well"))


def _page(found: Rehearsal, folder: Path) -> Path:
    """The result as one web page beside its pictures."""
    path = folder / "index.html"
    path.write_text(standalone(found), encoding="utf-8")
    return path
