"""The engine alone: 10,000 flips due in one second with calls that do nothing, SQLite with
synchronous=FULL."""

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bench import sized
from publisher.app import App
from publisher.channels.facebook.routes import routes_of
from publisher.channels.pacing import Pace
from publisher.channels.port import PageAccess, Route
from publisher.config.reading import load
from publisher.context import Context
from publisher.domain.delivery import State
from publisher.domain.entry import EntryKind
from publisher.domain.page import VIETNAM, ApprovalRule, Page, Unit
from publisher.domain.revision import Revision as Content
from publisher.domain.route import RouteName
from publisher.domain.secret import Secret
from publisher.domain.verdict import Published
from publisher.engines.embedded import EmbeddedEngine
from publisher.store.connection import close_store, open_store
from publisher.store.models import Delivery, StoredRevision
from publisher.store.transactions import Direct, Transactions, Writer

COUNT, PAGES = sized(10_000, 100), sized(2_000, 20)


class Nothing:
    """A channel whose calls do nothing; notes when each flip was sent."""

    def __init__(self) -> None:
        self.sent: list[float] = []
        self._routes = routes_of(self)  # type: ignore[arg-type]

    def route(self, name: RouteName) -> Route:
        """The way of this name, by calls that do nothing."""
        return self._routes[name]

    def flip(self, access: PageAccess, post_id: str) -> Published:
        """Published at once."""
        self.sent.append(time.time())
        return Published(post_id=post_id, permalink=None)

    def flip_together(self, flips: Sequence[tuple[PageAccess, str]]) -> list[Published]:
        """Each published at once."""
        return [self.flip(access, post_id) for access, post_id in flips]

    def look(self, access: PageAccess, post_id: str) -> Published:
        """Always public."""
        return Published(post_id=post_id, permalink="https://example.vn/" + post_id)


def main() -> None:
    """Print how late the calls were made."""
    late = sorted(measure(COUNT, PAGES))
    p50, p99 = late[len(late) // 2], late[int(len(late) * 0.99)]
    print(
        f"{len(late)} due at once on {PAGES} pages, no-op calls: dispatch p50 {p50:.2f} s, p99"
        f" {p99:.2f} s (at most 1)"
    )


def measure(count: int, pages: int) -> list[float]:
    """Seconds from the due time to each call."""
    with tempfile.TemporaryDirectory() as name, a_store(Path(name)) as (writer, desk, channel):
        due = (datetime.now(UTC) + timedelta(seconds=sized(6, 2))).replace(microsecond=0)
        fill(count, pages, due)
        engine = EmbeddedEngine(context=desk, writer=writer, workers=12, batch=50)
        engine.start()
        try:
            deadline = time.monotonic() + 60
            while len(channel.sent) < count and time.monotonic() < deadline:
                time.sleep(0.1)
        finally:
            engine.stop()
        return [sent - due.timestamp() for sent in channel.sent]


@contextmanager
def a_store(home: Path, *, pages: int = PAGES) -> Iterator[tuple[Writer, Context, Any]]:
    """An open store with a desk that calls nobody."""
    open_store(f"sqlite:///{home / 'bench.sqlite3'}")
    channel: Any = Nothing()
    with Writer() as writer:
        yield writer, a_desk(home, writer, channel, pages, lambda: datetime.now(UTC)), channel
    close_store()


def a_desk(
    home: Path, writer: Transactions, channel: Any, pages: int, clock: Callable[[], datetime]
) -> Context:
    """What publishing works with, for so many pages of one unit."""
    return replace(
        a_context(home, a_lot_of_pages(pages)),
        transactions=writer,
        channel=channel,
        clock=clock,
        token=lambda _: Secret("token"),
        pace=Pace(clock),
    )


def a_context(home: Path, pages: Mapping[str, Page]) -> Context:
    """A Context of a folder with these pages, of which none waits for another."""
    path = home / "config.toml"
    path.write_text(
        '[service]\ncatch_up_gap = "0s"\n[units.u]\nname = "Công đoàn"\n[pages.p]\n'
        'facebook_id = "1"\nunit = "u"\n',
        encoding="utf-8",
    )
    return App(replace(load(path), pages=pages)).context(Direct())


def a_lot_of_pages(count: int) -> dict[str, Page]:
    """Pages of one unit."""
    unit = Unit(slug="u", name="Công đoàn", brand="", logo=None, approval=ApprovalRule.NONE)
    first = Page(
        slug="p0",
        facebook_id="0",
        unit=unit,
        slots=(),
        zone=ZoneInfo(VIETNAM),
        quiet=None,
        max_late=timedelta(hours=2),
    )
    return {f"p{n}": replace(first, slug=f"p{n}", facebook_id=str(n)) for n in range(count)}


def fill(count: int, pages: int, due: datetime, *, first: int = 0) -> None:
    """So many prepared drafts, due together; the number of the first."""
    content = Content(
        entry_id="bai",
        kind=EntryKind.POST,
        text="Chào đoàn viên!",
        card=None,
        since=None,
        photos=(),
        link=None,
        headline=None,
        publication=None,
        first_comment=None,
        hashtags=(),
        campaign=None,
    )
    revision, _ = StoredRevision.objects.get_or_create(
        entry_id="bai",
        digest=content.digest(),
        defaults={"body": content.to_json(), "created_at": datetime.now(UTC)},
    )
    Delivery.objects.bulk_create(
        [
            Delivery(
                entry_id=f"bai-{number}",
                page=f"p{number % pages}",
                occurrence="once",
                revision=revision,
                due_at=due,
                latest_at=due + timedelta(hours=2),
                wake_at=due,
                state=State.PREPARED.value,
                sequence="draft",
                draft_id=f"{number % pages}_{number}",
            )
            for number in range(first, first + count)
        ],
        batch_size=1_000,
    )


if __name__ == "__main__":
    main()
