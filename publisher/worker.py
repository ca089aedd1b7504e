"""`publisher worker` without its signals: hands over what is due and does chunks of it. Any number,
on any machine.

Needs the database and the assets: contents travel as revisions, pictures by the shared storage. No
queue, no desk.
"""

from collections.abc import Callable
from contextlib import ExitStack

from publisher.app import App
from publisher.config.values import Config
from publisher.domain.errors import CannotStart
from publisher.engines.cluster import ClusterEngine, node_name
from publisher.engines.job_worker import JobWorker
from publisher.engines.pool import WorkerPool
from publisher.store.connection import close_store
from publisher.store.heartbeats import WORKER
from publisher.store.locks import ENGINES, present
from publisher.store.shared_clock import SharedClock


class Worker:
    """A running worker;

    use as a context manager. Leaving it lets calls under way end and gives the rest back.
    """

    def __init__(self, config: Config) -> None:
        self._app = App(config)
        self._stack = ExitStack()
        self.name = node_name()
        self._healthy: Callable[[], bool] = lambda: False

    def __enter__(self) -> "Worker":
        """Raises CannotStart or StoreError when it cannot start."""
        config = self._app.config
        if not config.clustered:
            raise CannotStart(
                "“publisher worker” chỉ dùng khi nhiều máy cùng đăng: đặt engine = “cluster” và địa"
                " chỉ PostgreSQL trong config.toml. Một máy thì chỉ cần “publisher run”."
            )
        with ExitStack() as stack:
            self._app.open_store(serving=True, migrate=False)
            stack.callback(close_store)
            if not stack.enter_context(present(ENGINES, sole=False)):
                raise CannotStart(
                    "Trên cơ sở dữ liệu này đang chạy một dịch vụ engine = “embedded”; tắt nó"
                    " trước, rồi chạy mọi máy với engine = “cluster”."
                )
            clock = SharedClock()
            clock.compare()
            engine = self._engine(stack, clock)
            engine.start()
            stack.callback(engine.stop)
            self._healthy = lambda: engine.healthy
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def healthy(self) -> bool:
        """Whether it hands over, takes chunks, and the database answered lately."""
        return self._healthy()

    def _engine(self, stack: ExitStack, clock: SharedClock) -> ClusterEngine:
        writer = stack.enter_context(self._app.committing())
        self._app.look_for_restore(writer, used_before=False, now=clock())
        desk, service = self._app.context(writer, clock=clock), self._app.config.service
        crew = WorkerPool(
            desk=desk,
            writer=writer,
            owner=self.name,
            workers=service.workers,
            batch=service.batch,
            freed=lambda: engine.poke(),
        )
        hands = JobWorker(desk=desk, writer=writer, crew=crew, name=self.name)
        engine = ClusterEngine(
            desk=desk, writer=writer, clock=clock, name=self.name, role=WORKER, hands=hands
        )
        return engine
