"""`publisher run` without its signals: lock, store, queue watch, planning, engine and web pages
as one thing."""

import logging
import threading
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from django.db import Error as DatabaseTrouble
from filelock import FileLock, Timeout

from publisher import __version__
from publisher.app import chores
from publisher.config.values import Config
from publisher.context import Context, Health
from publisher.domain.errors import CannotStart
from publisher.domain.reason import Problem
from publisher.engines.embedded import EmbeddedEngine
from publisher.engines.folder_watch import QueueWatch
from publisher.features.delivery.restore import count_on
from publisher.features.people.accounts import first_link, has_administrator
from publisher.features.people.notices import say_it_was_down
from publisher.features.scheduling.queue_planning import QueuePlanning
from publisher.features.scheduling.renamed import follow_accounts
from publisher.lifecycle import Lifecycle
from publisher.store import heartbeats
from publisher.store.connection import answers, deliveries_in, is_empty_postgresql
from publisher.store.shared_clock import SharedClock
from publisher.store.transactions import Committing
from publisher.web.shared.context import serve
from publisher.web.shared.server import WebServer

log = logging.getLogger("publisher.service")


class Engine(Protocol):
    """When things run: embedded, or handed over to a cluster's workers."""

    def start(self) -> None:
        """Begin."""
        ...

    def stop(self) -> None:
        """End in order: calls under way come to their end, the rest is given back."""
        ...

    def poke(self) -> None:
        """Look for due work now."""
        ...

    @property
    def healthy(self) -> bool:
        """Whether it does its work."""
        ...


class Service(Lifecycle):
    """The running service."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self._planning: QueuePlanning | None = None
        self._ending = threading.Event()
        self._web: WebServer | None = None

    @property
    def web_url(self) -> str:
        """Where the web pages are served."""
        assert self._web, "the service runs inside its with block only"
        return self._web.url

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in the queue at present."""
        return self._planning.problems if self._planning else ()

    def __exit__(self, *error: object) -> None:
        self._ending.set()
        super().__exit__(*error)

    def begin(self, stack: ExitStack) -> None:
        """Lock, store, engine, planning, pages: each ends before what it stands on."""
        used_before = _is_used(self.config.data)
        stack.enter_context(_only_one(self.config.data))
        self.open_store(stack)
        _not_forgotten(self.config.sqlite_file)
        web = self._listen()
        context, writer = self.begin_to_write(
            stack, used_before=used_before, ending=self._ending.is_set
        )
        # Once more at the end: a copy that is made while it runs is older by then.
        _count_on(context)
        stack.callback(_count_on, context)
        say_it_was_down(context)
        follow_accounts(context)
        engine = self._engine(context, writer)
        context = replace(context, poke=engine.poke)
        reader = self.app.reader(ending=self._ending.is_set)
        planning = QueuePlanning(context, reader, known=self.app.known)
        watch = QueueWatch(_existing(self.config.queue), planning.take_in)
        serve(replace(context, queue=planning, health=lambda: _health(engine, watch, planning)))
        for part in (engine, watch, web):
            part.start()
            stack.callback(part.stop)
        self._planning, self._web = planning, web

    def first_link(self) -> str | None:
        """Where the first administrator makes an account; None when there is one already."""
        if has_administrator():
            return None
        base = self.config.service.public_url or self.web_url
        return f"{base}/invitation/{first_link(now=self.clock())}"

    def _engine(self, context: Context, writer: Committing) -> Engine:
        service, wanted = self.config.service, chores(self.config)
        if not isinstance(self.clock, SharedClock):
            return EmbeddedEngine(
                context=context,
                writer=writer,
                workers=service.workers,
                batch=service.batch,
                chores=wanted,
            )
        # An optional extra of the installation: one machine does without.
        from publisher.engines.cluster import ClusterEngine, in_turn, node_name

        name = node_name()
        return ClusterEngine(
            context=context,
            writer=writer,
            clock=self.clock,
            name=name,
            role=heartbeats.RUN,
            chores=[in_turn(chore, writer=writer, owner=name) for chore in wanted],
        )

    def _listen(self) -> WebServer:
        service = self.config.service
        try:
            return WebServer(
                host=service.host,
                port=service.port,
                secret=self.app.vault.derive("desk"),
                public_url=service.public_url,
            )
        except OSError as error:
            raise CannotStart(
                "running.port_taken", host=service.host, port=service.port, why=error.strerror or ""
            ) from error


def _count_on(context: Context) -> None:
    try:
        count_on(context.transactions, context.counter)
    except DatabaseTrouble as error:
        # It ends in order all the same; the next start or hour counts on.
        log.warning("%s", error)


def _only_one(data: Path) -> FileLock:
    """Hold the data folder; released by the system when the process dies in whatever way."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = FileLock(data / "service.lock")
        lock.acquire(timeout=0)
    except Timeout:
        raise CannotStart("running.one_service", folder=str(data)) from None
    except OSError as error:
        raise CannotStart(
            "running.data_not_written", folder=str(data), why=error.strerror or ""
        ) from error
    return lock


def _is_used(data: Path) -> bool:
    """Whether a service published from this folder before: pictures that were prepared lie
    there."""
    return (data / "service.lock").exists() and any((data / "cards").glob("*"))


def _not_forgotten(left: Path) -> None:
    """An empty PostgreSQL beside a SQLite file with posts: somebody changed `database` and
    forgot to move them."""
    if is_empty_postgresql() and deliveries_in(left):
        raise CannotStart("running.database_not_moved", file=str(left))


def _existing(queue: Path) -> Path:
    try:
        queue.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(
            "running.no_queue", folder=str(queue), why=error.strerror or ""
        ) from error
    return queue


def _health(engine: Engine, watch: QueueWatch, planning: QueuePlanning) -> Health:
    working, database, planned = engine.healthy and watch.alive, answers(), not planning.failure
    return Health(
        ok=working and database and planned,
        engine=working,
        database=database,
        planning=planned,
        version=__version__,
    )
