"""What only one process may do at a time: a lock of PostgreSQL that ends with its session, however the process ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from zlib import crc32

from django.db import connection

# Apart from the locks of pages, which have one number each.
SPACE = 438


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Within, nobody else is within the same name; waits for whoever is. Raises a database error.

    On a connection of its own, because those of transactions go back to the pool.
    """
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            key = crc32(name.encode()) - 2**31
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [SPACE, key])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [SPACE, key])
    finally:
        own.close()
