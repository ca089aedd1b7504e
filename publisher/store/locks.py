"""What only one process may do at a time: a lock of PostgreSQL that ends with its session,
however the process ends."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from zlib import crc32

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from publisher.domain.errors import CutShort

# Apart from the locks of pages, which have one number each.
SPACE = 438
# Every process that publishes is present under it: an embedded engine takes all leases for its own.
ENGINES = "engines"
# Each holds a connection, and what is done within is work for a core: more at a time would only
# wait.
AT_ONCE = 4
# Whoever waits looks again after so long.
LOOK = 0.1  # seconds
_few = threading.BoundedSemaphore(AT_ONCE)


@contextmanager
def alone(name: str, *, ending: Callable[[], bool] = lambda: False) -> Iterator[None]:
    """Within, nobody else is within the same name; waits for whoever is. Raises a database error,
    and CutShort when the process comes to its end before its turn has come.
    """
    with _few, _session() as own, own.cursor() as cursor:
        # No wait in the database: nothing could end it but the other's end.
        while not _taken(cursor, "pg_try_advisory_lock", name):
            if ending():
                raise CutShort("running.cut_short")
            time.sleep(LOOK)
        yield


@contextmanager
def present(name: str, *, sole: bool) -> Iterator[bool]:
    """Within, this process counts as present under a name; False when it may not. Raises a database
    error.

    One that is `sole` there and any other exclude each other; those that are not are any number. A
    presence ends with its session: whoever lost the connection keeps nobody out any more.
    """
    take = "pg_try_advisory_lock" if sole else "pg_try_advisory_lock_shared"
    with _session() as own, own.cursor() as cursor:
        yield _taken(cursor, take, name)


@contextmanager
def _session() -> Iterator[BaseDatabaseWrapper]:
    """A connection apart from those of transactions, which go back to a pool that lives on.

    Its end frees its locks.
    """
    own = connection.copy()
    own.settings_dict.get("OPTIONS", {}).pop("pool", None)
    try:
        yield own
    finally:
        own.close()


def _taken(cursor: Any, take: str, name: str) -> bool:
    cursor.execute(f"SELECT {take}(%s, %s)", [SPACE, _key(name)])
    [taken] = cursor.fetchone()
    return bool(taken)


def _key(name: str) -> int:
    return crc32(name.encode()) - 2**31
