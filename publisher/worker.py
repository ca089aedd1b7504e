"""`publisher worker` without its signals: hands over what is due and does chunks of it. Any number,
on any machine.

Needs the database and the assets: contents travel as revisions, pictures by the shared storage. No
queue, no desk.
"""

from collections.abc import Callable
from contextlib import ExitStack

from publisher.config.values import Config
from publisher.context import Context
from publisher.domain.errors import CannotStart
from publisher.engines.cluster import ClusterEngine, node_name
from publisher.engines.job_worker import JobWorker
from publisher.engines.pool import WorkerPool
from publisher.lifecycle import Lifecycle
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
