"""What the pages work with: given once by the service, or by a test, before the first request."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.app import App
from publisher.context import Context
from publisher.domain.actor import Actor
from publisher.domain.entry import Queue
from publisher.domain.problem import Problem
from publisher.pictures.delivery_pictures import Pictures
from publisher.store.transactions import Transactions

if TYPE_CHECKING:
    from publisher.config.values import Config


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """The parts of the running service that pages need."""

    app: App
    transactions: Transactions
    clock: Callable[[], datetime]
    pictures: Pictures
    # The queue as it was read last.
    queue: Callable[[], Queue]
    # What is wrong in the queue at present.
    problems: Callable[[], tuple[Problem, ...]]
    # Reads and plans files that the desk has just written, so that the next page shows it.
    take_in: Callable[[Iterable[Path]], None]
    # Lets the engine look at what was changed in the rows.
    poke: Callable[[], None]

    @property
    def config(self) -> "Config":
        """The configuration."""
        return self.app.config

    def office(self, by: Actor) -> Context:
        """What deciding on deliveries works with, in somebody's name."""
        return self.app.context(self.transactions, clock=self.clock).by(by)


_wiring: list[Wiring] = []


def provide(wiring: Wiring) -> None:
    """Say what the pages of this process work with; the last one said is used."""
    _wiring[:] = [wiring]


def is_wired() -> bool:
    """Whether there is a service behind the pages; the health page answers without one."""
    return bool(_wiring)


def wiring() -> Wiring:
    """What was provided last."""
    assert _wiring, "the service provides it before the first request"
    return _wiring[0]
