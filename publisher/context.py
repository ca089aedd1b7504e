"""What use cases work with: one Context, built by `publisher.app`, and their first argument.

A use case asks it for what it needs. `context.by("…")` is the same in somebody's name, for what is
written down with who did it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from publisher.channels.pacing import spread

# The Context holds these and makes none of them: whoever takes one does not import them all.
if TYPE_CHECKING:
    from publisher.channels.facebook.insights import InsightCalls
    from publisher.channels.facebook.tokens import TokenCalls
    from publisher.channels.pacing import Pace
    from publisher.channels.port import Channel
    from publisher.config.values import Config
    from publisher.counter import Counter
    from publisher.domain.entry import Queue
    from publisher.domain.page import Page
    from publisher.domain.reason import Problem
    from publisher.domain.secret import Secret
    from publisher.pictures.delivery_pictures import Pictures
    from publisher.queuefiles.checks import Known
    from publisher.store.transactions import Transactions
    from publisher.vault import Vault


class QueueAccess(Protocol):
    """The queue as this process sees it."""

    def queue(self) -> Queue:
        """As it was read last."""
        ...

    def known(self) -> Known:
        """What its files may refer to."""
        ...

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in it at present."""
        ...

    def take_in_now(self, paths: Iterable[Path]) -> None:
        """Read and plan files that were just written; raises what keeps it from its end."""
        ...


class Messenger(Protocol):
    """Sends a message to an address."""

    def send(self, address: str, title: str, body: str) -> bool:
        """Whether it was taken."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What a monitor needs; holds nothing that a stranger may not know."""

    ok: bool
    # The clock thread, the writer and the queue watch live.
    engine: bool
    database: bool
    # The last turn of planning came to its end: what is in the queue is on the calendar.
    planning: bool
    version: str


NOT_SERVING = Health(ok=False, engine=False, database=False, planning=False, version="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What use cases work with."""

    config: Config
    transactions: Transactions
    # The time now, UTC.
    clock: Callable[[], datetime]
    channel: Channel
    token_calls: TokenCalls
    insight_calls: InsightCalls
    # A page's token as it is now, None when there is none.
    token: Callable[[str], Secret | None]
    vault: Vault
    pictures: Pictures
    pace: Pace
    # Hears the number of each attempt before its call.
    counter: Counter
    messenger: Messenger
    queue: QueueAccess
    # Lets the engine look at what was changed in the rows; of commands the service's own sweep
    # takes notice.
    poke: Callable[[], None] = field(default=lambda: None)
    health: Callable[[], Health] = field(default=lambda: NOT_SERVING)
    # Whether the process comes to its end: long rounds leave the rest for another time.
    ending: Callable[[], bool] = field(default=lambda: False)
    # A wait, a little longer each time otherwise.
    jitter: Callable[[timedelta], timedelta] = field(default=spread)
    # In whose name; it is written down.
    actor: str = ""

    @property
    def pages(self) -> Mapping[str, Page]:
        """The configured pages by name."""
        return self.config.pages

    def by(self, person: str) -> Context:
        """The same in somebody's name."""
        return replace(self, actor=person)

    def of(self, pages: Mapping[str, Page]) -> Context:
        """The same for some pages only."""
        return replace(self, config=replace(self.config, pages=pages))
