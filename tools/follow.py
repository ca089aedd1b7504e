"""Follows one slogan from its file to its page: `python -m tools.follow` prints what it enters.

One campaign of one slogan with a card is read, planned, prepared and flipped in this process,
against the stand-in of Facebook. Counted is a module of `publisher/` of which a function is called
meanwhile. Engine and wiring do not count: what opens and configures, the models, the stand-in.
"""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CODE = ROOT / "publisher"
# Engine and wiring, by the beginnings of their names.
APART = (
    *("app", "chores", "config", "context", "engines", "lifecycle", "logs", "resources", "service"),
    *("store.connection", "store.django_settings", "store.models", "store.transactions"),
    "channels.facebook.standin",
)
NOW = datetime(2027, 4, 15, tzinfo=UTC)
CONFIG = """
min_gap = "0s"
[facebook]
graph_url = "{url}"
[units.u]
name = "Công đoàn thử"
approval = "none"
[pages.p]
facebook_id = "100000000000001"
unit = "u"
slots = ["07:30"]
token_file = "p.token"
"""
CAMPAIGN = """+++
title = "Tháng Công nhân"
from = 2027-04-15
until = 2027-04-15
pages = ["p"]
card = "slogan"
+++
- Công đoàn đồng hành, người lao động an tâm!
"""
Stages = dict[str, set[str]]


def entered(stages: list[tuple[str, Callable[[], object]]]) -> Stages:
    """The modules of the package of which each stage calls a function."""
    found: Stages = {}

    def look(frame: FrameType, event: str, _: Any) -> None:
        name = str(frame.f_globals.get("__name__", ""))
        if event == "call" and name.startswith("publisher.") and frame.f_code.co_name != "<module>":
            modules.add(name.removeprefix("publisher."))

    for stage, work in stages:
        modules: set[str] = set()
        sys.setprofile(look)
        try:
            work()
        finally:
            sys.setprofile(None)
        found[stage] = {one for one in modules if not one.startswith(APART)}
    return found


def followed(folder: Path) -> Stages:
    """One slogan from file to page, by stage."""
    # Within, so that counting what stands in files needs no Django.
    from publisher import resources
    from publisher.app import App
    from publisher.channels.facebook.standin.server import Sandbox
    from publisher.config.reading import load
    from publisher.domain.delivery import State
    from publisher.features.delivery.advance import advance
    from publisher.features.scheduling.planning import plan_queue
    from publisher.store import deliveries
    from publisher.store.connection import close_store, open_store
    from publisher.store.models import Delivery
    from publisher.store.transactions import Direct

    now = [NOW]
    (folder / "queue" / "campaigns").mkdir(parents=True)
    (folder / "queue" / "campaigns" / "a.md").write_text(CAMPAIGN, encoding="utf-8")
    (folder / "p.token").write_text("follow-token", encoding="utf-8")
    fonts = resources.assets() / "fonts"
    with Sandbox(folder / "sandbox", now=lambda: now[0], fonts=fonts) as facebook:
        facebook.add_page("100000000000001", "Công đoàn thử", "follow-token")
        config = folder / "config.toml"
        config.write_text(CONFIG.format(url=facebook.url), encoding="utf-8")
        application = App(load(config))
        open_store(f"sqlite:///{folder}/follow.sqlite3")
        context = replace(application.context(Direct()), clock=lambda: now[0])
        reader, queue = application.reader(), []

        def work() -> None:
            due = deliveries.claim(now=now[0], owner="follow", states=list(State), skip=(), limit=9)
            for row in due:
                advance(context, row)

        def later(span: timedelta) -> Callable[[], None]:
            def done() -> None:
                now[0] = NOW + span
                work()

            return done

        try:
            found = entered(
                [
                    ("read", lambda: queue.append(reader.refresh(None).queue)),
                    ("plan", lambda: plan_queue(context, queue[0], now=now[0])),
                    ("prepare", later(timedelta(minutes=25))),
                    ("flip", later(timedelta(minutes=31))),
                ]
            )
            assert Delivery.objects.get().state == State.PUBLISHED.value
        finally:
            close_store()
    return found


def main() -> None:
    """Print each stage with what it enters first."""
    with tempfile.TemporaryDirectory() as folder:
        stages = followed(Path(folder))
    known: set[str] = set()
    for stage, modules in stages.items():
        new = sorted(modules - known)
        sys.stdout.write(f"{stage} {len(modules)} (+{len(new)}): {' '.join(new)}\n")
        known |= modules
    sys.stdout.write(f"modules that one slogan enters: {len(known)}\n")


if __name__ == "__main__":
    main()
