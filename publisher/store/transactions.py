"""One thread that writes: whatever waits at the same moment shares one durable commit.

SQLite with synchronous=FULL pays for the commit, not for the rows (reference/engine.md, measured
2026-11: a commit for each row is 5 times slower than groups). Many calls to Facebook at once
therefore hand their small transactions to this thread and wait; each stands or falls alone, in a
savepoint.
"""

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Generic, Protocol, TypeVar

from django.db import DatabaseError, connection, transaction

T = TypeVar("T")
log = logging.getLogger("publisher.store")
Job = tuple[Callable[[], Any], "Future[Any]"]

GROUP = 200  # jobs in one commit at most


class Writer:
    """Runs transactions of many threads in groups. Use as a context manager."""

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)

    def __enter__(self) -> "Writer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._jobs.put(None)
        self._thread.join()

    @property
    def alive(self) -> bool:
        """Whether the thread runs; a health check asks."""
        return self._thread.is_alive()

    def write(self, transact: Callable[[], T]) -> T:
        """Run `transact` in a transaction and return its value once that is durable.

        Raises:
            whatever `transact` raises (then nothing of it is kept), or DatabaseError when the
            commit fails.
        """
        return self.submit(transact).result()

    def submit(self, transact: Callable[[], T]) -> "Future[T]":
        """As `write`, without waiting."""
        future: Future[T] = Future()
        self._jobs.put((transact, future))
        return future

    def _run(self) -> None:
        while group := self._next_group():
            self._commit(group)
        connection.close()

    def _next_group(self) -> list[Job]:
        group: list[Job] = []
        job = self._jobs.get()
        while job is not None:
            group.append(job)
            if len(group) == GROUP or self._jobs.empty():
                return group
            job = self._jobs.get()
        if group:
            self._jobs.put(None)
        return group

    def _commit(self, group: list[Job]) -> None:
        done: list[tuple[Future[Any], Any]] = []
        try:
            with transaction.atomic():
                for transact, future in group:
                    try:
                        with transaction.atomic():
                            done.append((future, transact()))
                    # It belongs to the waiting caller, who gets it raised.
                    except Exception as error:  # noqa: BLE001
                        future.set_exception(error)
        except DatabaseError as error:
            connection.close()
            for future, _ in done:
                future.set_exception(error)
            for _, future in group:
                if not future.done():
                    future.set_exception(error)
            return
        for future, value in done:
            future.set_result(value)


class Committing(Protocol):
    """Transactions for a service that stays: also without waiting for them."""

    def write(self, transact: Callable[[], T]) -> T:
        """Run `transact` in a transaction and return its value once that is durable."""
        ...

    def submit(self, transact: Callable[[], T]) -> "Future[T]":
        """As `write`, without waiting; one after the other."""
        ...

    @property
    def alive(self) -> bool:
        """Whether it can still write; a health check asks."""
        ...


class Gathering(Generic[T]):
    """Things that many threads want written, by one statement for all that wait: nobody waits
    for the commit."""

    def __init__(
        self, writer: Committing, write: Callable[[list[T]], None], done: Callable[[list[T]], None]
    ) -> None:
        """`write` runs in a transaction; `done` after it, whether it was kept or not (then
        `recover` sees to it).
        """
        self._writer, self._write, self._done = writer, write, done
        self._waiting: list[T] = []
        self._lock = threading.Lock()

    def add(self, thing: T) -> None:
        """Write it with the next commit."""
        with self._lock:
            self._waiting.append(thing)
            if len(self._waiting) > 1:
                return
        self._flush()

    def _flush(self) -> None:
        taken: list[T] = []

        def write() -> None:
            with self._lock:
                taken[:], self._waiting[:] = self._waiting, []
            self._write(taken)

        self._writer.submit(write).add_done_callback(lambda future: self._finish(taken, future))

    def _finish(self, taken: list[T], future: "Future[None]") -> None:
        if error := future.exception():
            if not taken:
                # The transaction could not even begin; what waits for it would wait for ever.
                with self._lock:
                    taken[:], self._waiting[:] = self._waiting, []
            log.error("could not write the end of %d calls: %s", len(taken), error)
        self._done(taken)


class Transactions(Protocol):
    """Anything that runs a transaction and returns once it is durable: a `Writer`, or `Direct`
    for a short command."""

    def write(self, transact: Callable[[], T]) -> T:
        """Run `transact` in a transaction."""
        ...


class Pooled:
    """Each transaction in the calling thread, on a connection that is given back to the pool after
    it.

    For PostgreSQL, which commits of many connections together by itself. Hundreds of threads that
    wait for Facebook share a few connections, because none is held over a call. Use as a context
    manager.
    """

    def __init__(self) -> None:
        self._submitted = ThreadPoolExecutor(1, thread_name_prefix="store-writer")

    def __enter__(self) -> "Pooled":
        return self

    def __exit__(self, *_: object) -> None:
        self._submitted.shutdown(wait=True)

    @property
    def alive(self) -> bool:
        """Always: it has no thread that could have died."""
        return True

    def write(self, transact: Callable[[], T]) -> T:
        """Run `transact` in a transaction.

        Raises whatever it raises (then nothing is kept), or a database error.
        """
        # A read before it may have found that the database was restarted.
        connection.close_if_unusable_or_obsolete()
        try:
            with transaction.atomic():
                return transact()
        finally:
            connection.close()

    def submit(self, transact: Callable[[], T]) -> "Future[T]":
        """As `write`, without waiting; one after the other."""
        return self._submitted.submit(self.write, transact)


class Direct:
    """Each transaction by itself, in the calling thread: for commands that make a few."""

    def write(self, transact: Callable[[], T]) -> T:
        """Run `transact` in a transaction."""
        with transaction.atomic():
            return transact()
