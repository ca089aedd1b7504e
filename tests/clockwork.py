"""Publishing in virtual time: the real services on a real database against the sandbox over HTTP, no engine."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from publisher.channels.facebook.channel import FacebookChannel
from publisher.channels.facebook.standin.server import Sandbox
from publisher.channels.facebook.wire import Graph
from publisher.channels.pacing import Pace
from publisher.channels.port import Channel
from publisher.context import Context
from publisher.domain.delivery import State
from publisher.domain.entry import At, Entry, Queue
from publisher.domain.errors import Overtaken
from publisher.domain.page import Page
from publisher.domain.route import PreferredRoutes
from publisher.domain.secret import Secret
from publisher.features.delivery.advance import advance
from publisher.features.scheduling.planning import PlanReport, plan_queue
from publisher.pictures.delivery_pictures import Pictures
from publisher.store import deliveries as store
from publisher.store.connection import close_store, open_store
from publisher.store.models import Attempt, Delivery, PageState
from tests.conftest import ASSETS, a_page, an_entry
from tests.contexts import a_context
from tests.databases import new_database

START = datetime(2027, 4, 15, 0, 0, tzinfo=UTC)
TOKEN = "clockwork-token"


class Clockwork:
    """A page, its deliveries and a clock that stands until it is told to go."""

    def __init__(
        self,
        folder: Path,
        *,
        publishing: PreferredRoutes | None = None,
        min_gap: timedelta = timedelta(),
    ) -> None:
        self.now = START
        page = a_page()
        ahead = timedelta(days=7) if publishing else timedelta(minutes=10)
        self.page: Page = replace(
            page, prepare_ahead=ahead, min_gap=min_gap, publishing=publishing or page.publishing
        )
        self.sandbox = Sandbox(folder / "sandbox", now=lambda: self.now)
        self.token: Secret | None = Secret(TOKEN)
        self.pictures = Pictures(data=folder / "data", assets=ASSETS)
        self.queue: dict[str, Entry] = {}
        self.pace = Pace(lambda: self.now)
        self._context = a_context(
            folder,
            self.pages,
            clock=lambda: self.now,
            token=lambda _: self.token,
            pictures=self.pictures,
            pace=self.pace,
        )
        self._channel: Channel = self._context.channel

    @property
    def pages(self) -> dict[str, Page]:
        return {self.page.slug: self.page}

    @property
    def channel(self) -> Channel:
        graph = Graph(graph_url=self.sandbox.url, version="v26.0", timeout=timedelta(seconds=5))
        return FacebookChannel(graph, self.pace.hear)

    def context(self) -> Context:
        context = self._context.of(self.pages)
        return replace(context, channel=self._channel, pictures=self.pictures, pace=self.pace)

    @contextmanager
    def running(self) -> Iterator["Clockwork"]:
        with self.sandbox:
            self.sandbox.add_page(self.page.facebook_id, "Công đoàn thử", TOKEN)
            self._channel = self.channel
            # The page was published on before: no list is read first.
            PageState.objects.update_or_create(page=self.page.slug, defaults={"compared_at": START})
            try:
                yield self
            finally:
                close_store()

    # What people do

    def write(self, name: str = "a", *, wait: timedelta, **changes: object) -> PlanReport:
        """Write or change an entry that is due `wait` after now, and plan."""
        local = (self.now + wait).astimezone(self.page.zone).replace(tzinfo=None)
        # The same words once more would wait for a person.
        changes = ({} if name == "a" else {"text": f"Xin chào đoàn viên {name}!"}) | changes
        self.queue[name] = an_entry(name, when=At(wall_time=local), **changes)
        return self.plan()

    def drop(self, name: str) -> PlanReport:
        """Take an entry out of the queue, and plan."""
        del self.queue[name]
        return self.plan()

    def plan(self) -> PlanReport:
        return plan_queue(self.context(), Queue(entries=tuple(self.queue.values())), now=self.now)

    # What the engine does

    def work(self) -> bool:
        """Do everything that is due at this moment; whether there was anything."""
        rows = store.claim(now=self.now, owner="clockwork", states=list(State), skip=(), limit=100)
        for row in rows:
            with suppress(Overtaken):
                advance(self.context(), row)
        return bool(rows)

    def run(self, span: timedelta) -> None:
        """Let time pass, stopping at each moment at which something is due."""
        until, turns = self.now + span, 0
        while (wake := store.next_wake()) and wake <= until:
            self.now = max(self.now, wake)
            turns += 1
            assert self.work(), "a delivery woke up and nobody took it"
            assert turns < 2_000, "the work does not end"
        self.now = until

    # What is there to see

    def public(self) -> list[str]:
        return [post.message for post in self.sandbox.timeline(self.page.facebook_id)][::-1]

    def row(self, name: str = "a") -> Delivery:
        return Delivery.objects.get(entry_id=name)

    def steps(self, name: str = "a") -> list[str]:
        found = Attempt.objects.filter(delivery__entry_id=name).order_by("pk")
        return [f"{attempt.step}:{attempt.outcome}" for attempt in found]

    def remote(self, state: str) -> list[str]:
        """Words of the posts in a state ("draft", "scheduled", "published", "deleted") at Facebook."""
        return [row["message"] for row in self.sandbox.world.posts(self.page.facebook_id, [state])]


def open_clockwork(folder: Path, **settings: object) -> Clockwork:
    open_store(new_database(folder))
    return Clockwork(folder, **settings)  # type: ignore[arg-type]
