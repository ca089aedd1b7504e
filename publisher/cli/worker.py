"""`publisher worker`, one process more that publishes: hands over what is due
and does chunks of it. Any number, on any machine.

Needs the database and the assets: contents travel as revisions, pictures by the shared storage. No
queue, no desk.
"""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Annotated

import typer
from prometheus_client import start_http_server

from publisher import logs
from publisher.app import App
from publisher.cli.language import words
from publisher.cli.opening import warn_of_bad_shaping
from publisher.cli.options import DEFAULT_CONFIG, ConfigFile
from publisher.cli.output import say
from publisher.config.reading import load
from publisher.config.values import Config
from publisher.context import Context
from publisher.domain.errors import CannotStart
from publisher.engines.cluster import ClusterEngine, node_name
from publisher.engines.job_worker import JobWorker
from publisher.engines.pool import WorkerPool
from publisher.lifecycle import Lifecycle
from publisher.stopping import StopSignal
from publisher.store.heartbeats import WORKER
from publisher.store.shared_clock import SharedClock
from publisher.store.transactions import Committing


class Worker(Lifecycle):
    """A running worker."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.name = node_name()
        self._healthy: Callable[[], bool] = lambda: False

    @property
    def healthy(self) -> bool:
        """Whether it hands over, takes chunks, and the database answered lately."""
        return self._healthy()

    def begin(self, stack: ExitStack) -> None:
        """Store and engine."""
        if not isinstance(self.clock, SharedClock):
            raise CannotStart("running.no_cluster")
        self.open_store(stack, migrate=False)
        context, writer = self.begin_to_write(stack, used_before=False, ending=lambda: False)
        engine = self._engine(context, writer, self.clock)
        engine.start()
        stack.callback(engine.stop)
        self._healthy = lambda: engine.healthy

    def _engine(self, context: Context, writer: Committing, clock: SharedClock) -> ClusterEngine:
        service = self.config.service
        crew = WorkerPool(
            context=context,
            writer=writer,
            owner=self.name,
            workers=service.workers,
            batch=service.batch,
            freed=lambda: engine.poke(),
        )
        job_worker = JobWorker(context=context, writer=writer, crew=crew, name=self.name)
        engine = ClusterEngine(
            context=context,
            writer=writer,
            clock=clock,
            name=self.name,
            role=WORKER,
            job_worker=job_worker,
        )
        return engine


def worker(
    json_log: Annotated[bool, typer.Option("--json-log", help="help.json_log")] = False,
    metrics_port: Annotated[
        int,
        typer.Option(help="help.metrics_port"),
    ] = 0,
    config: ConfigFile = DEFAULT_CONFIG,
) -> None:
    """Run a publishing process for engine = “cluster”: any number of them, on any machine."""
    settings = load(config)
    logs.set_up(as_json=json_log, secrets=App(settings).secrets)
    stopped = StopSignal()
    warn_of_bad_shaping()
    with Worker(settings) as running:
        if metrics_port:
            start_http_server(metrics_port, addr="127.0.0.1")
        say(words("cli.worker_runs", name=running.name))
        stopped.wait()
        say(words("cli.stopping"))
    say(words("cli.stopped"))
