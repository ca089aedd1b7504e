"""How a process that stays begins and ends: `publisher run` and `publisher worker`."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from typing import Self

from publisher.app import App, utc_now
from publisher.config.values import Config
from publisher.context import Context
from publisher.domain.errors import CannotStart
from publisher.store.connection import close_store, is_postgresql
from publisher.store.locks import ENGINES, present
from publisher.store.shared_clock import SharedClock
from publisher.store.transactions import Committing


class Lifecycle(ABC):
    """Use as a context manager. Leaving it lets calls under way end and gives the rest back."""

    def __init__(self, config: Config) -> None:
        self.config, self.app = config, App(config)
        self.clock: Callable[[], datetime] = SharedClock() if config.clustered else utc_now
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Raises CannotStart or StoreError when it cannot start."""
        with ExitStack() as stack:
            self.begin(stack)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @abstractmethod
    def begin(self, stack: ExitStack) -> None:
        """Begin; what has to end is left on the stack."""

    def open_store(self, stack: ExitStack, *, migrate: bool | None = None) -> None:
        """Open the database, and see that no other kind of engine works on it."""
        self.app.open_store(serving=True, migrate=migrate)
        stack.callback(close_store)
        if is_postgresql() and not stack.enter_context(
            present(ENGINES, sole=not self.config.clustered)
        ):
            raise CannotStart("running.other_engine")
        if isinstance(self.clock, SharedClock):
            self.clock.compare()

    def begin_to_write(
        self, stack: ExitStack, *, used_before: bool, ending: Callable[[], bool]
    ) -> tuple[Context, Committing]:
        """The Context of this process; what an older database may publish again is held."""
        writer = stack.enter_context(self.app.committing())
        context = self.app.context(writer, clock=self.clock, ending=ending)
        self.app.look_for_restore(context, used_before=used_before)
        return context, writer
