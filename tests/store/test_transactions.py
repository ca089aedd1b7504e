"""Things gathered for one commit: all of them are written, and none waits for ever when the database is away."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

import pytest
from django.db import OperationalError

from publisher.store.transactions import Gathering, Pooled
from tests.databases import Emptied
from tests.postgres import Postgres

T = TypeVar("T")


class Away:
    """Transactions of a database that is away for some time."""

    def __init__(self, times: int) -> None:
        self.times = times

    @property
    def alive(self) -> bool:
        return True

    def write(self, transact: Callable[[], T]) -> T:
        return self.submit(transact).result()

    def submit(self, transact: Callable[[], T]) -> "Future[T]":
        future: Future[T] = Future()
        self.times -= 1
        if self.times >= 0:
            future.set_exception(OperationalError("could not connect"))
        else:
            future.set_result(transact())
        return future


def test_what_is_gathered_while_the_database_is_away_is_let_go_and_what_comes_later_is_written() -> (
    None
):
    written: list[int] = []
    done: list[int] = []
    gathering: Gathering[int] = Gathering(Away(1), written.extend, done.extend)
    gathering.add(1)
    gathering.add(2)
    assert (written, done) == ([2], [1, 2])


@pytest.mark.postgresql
def test_a_pool_goes_on_after_its_server_was_killed() -> None:
    from publisher.store.connection import close_store, open_store
    from publisher.store.models import Node

    server = Postgres(durable=True)
    try:
        open_store(server.url, pooled=True)
        with Pooled() as writer:
            assert writer.write(Node.objects.count) == 0
            server.kill()
            with pytest.raises(OperationalError):
                writer.write(Node.objects.count)
            server.start()
            deadline = time.monotonic() + 20
            while True:
                try:
                    assert writer.write(Node.objects.count) == 0
                    break
                except OperationalError:
                    assert time.monotonic() < deadline, "it does not come back"
                    time.sleep(0.2)
        close_store()
    finally:
        server.stop()


def test_a_transaction_that_fails_leaves_its_thread_without_a_connection(
    postgresql: Emptied,
) -> None:
    from django.db import connection

    from publisher.store.connection import close_store, open_store

    postgresql.empty()
    open_store(postgresql.url, pooled=True)
    with Pooled() as writer, pytest.raises(ZeroDivisionError):
        writer.write(lambda: 1 // 0)
    assert connection.connection is None
    close_store()
