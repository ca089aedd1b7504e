"""A desk that belongs to a cluster, and its processes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from publisher.app import App
from publisher.config.values import EngineKind
from publisher.store import heartbeats
from publisher.store.connection import close_store
from publisher.store.heartbeats import WORKER
from publisher.store.models import Node
from tests.databases import Emptied, on_postgresql
from tests.web.desk import Desk


@contextmanager
def a_cluster(folder: Path, postgresql: Emptied) -> Iterator[Desk]:
    """A desk on PostgreSQL whose configuration says `engine = "cluster"`."""
    with on_postgresql(postgresql):
        desk = Desk(folder)
        desk.app = App(replace(desk.app.config, engine=EngineKind.CLUSTER))
        desk.serve()
        yield desk
        close_store()


def sign(
    desk: Desk, name: str, role: str = WORKER, *, silent: float = 0, version: str = "1.0"
) -> None:
    """A process gave its last sign of life so many seconds ago."""
    seen = desk.now - timedelta(seconds=silent)
    node = Node(
        name=name,
        role=role,
        host=f"may-{name}",
        pid=7,
        version=version,
        started_at=seen,
        seen_at=seen,
    )
    heartbeats.sign_node(node)
