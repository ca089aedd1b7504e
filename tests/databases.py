"""The database of a test: a new SQLite file, or the session's PostgreSQL database, emptied."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from publisher.store import connection

# What migrations and Django's start fill, once.
KEPT = frozenset(
    {"django_migrations", "django_content_type", "auth_permission", "procrastinate_version"}
)


# On a test that would take part on both and takes long.
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


class Emptied:
    """A migrated PostgreSQL database that is emptied for each test: a tenth of the time of a new one."""

    def __init__(self, url: str) -> None:
        self.url = url
        # With the cluster's tables, so that no test has to make them.
        connection.open_store(url, cluster=True)
        connection.close_store()
        with psycopg.connect(url) as own:
            tables = own.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            ).fetchall()
            [(self._migrated,)] = own.execute("SELECT max(id) FROM django_migrations").fetchall()
        self._tables = ",".join(f'"{name}"' for (name,) in tables if name not in KEPT)

    def at_rest(self) -> bytes:
        """All that it holds."""
        found = b""
        with psycopg.connect(self.url) as own, own.cursor() as cursor:
            for table in self._tables.split(","):
                with cursor.copy(f"COPY {table} TO STDOUT".encode()) as copy:
                    found += b"".join(bytes(part) for part in copy)
        return found

    def empty(self) -> None:
        """Forget all rows, and count from 1 again. What a test before left open is ended."""
        with psycopg.connect(self.url, autocommit=True) as own:
            own.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            own.execute(f"TRUNCATE {self._tables} RESTART IDENTITY CASCADE".encode())
            own.execute("DELETE FROM django_migrations WHERE id > %s", [self._migrated])


_postgresql: list[Emptied] = []


@contextmanager
def on_postgresql(database: Emptied) -> Iterator[None]:
    """Within, `new_database` gives this one."""
    _postgresql.append(database)
    try:
        yield
    finally:
        _postgresql.pop()


def is_postgresql() -> bool:
    """Whether this test runs on PostgreSQL."""
    return bool(_postgresql)


def new_database(folder: Path) -> str:
    """The URL of an empty database: a file in `folder`, or PostgreSQL, where the one before is gone with it."""
    if not _postgresql:
        return f"sqlite:///{folder / 'publisher.sqlite3'}"
    _postgresql[-1].empty()
    return _postgresql[-1].url


def at_rest(folder: Path) -> bytes:
    """What the database that `new_database` gave holds, byte for byte."""
    if _postgresql:
        return _postgresql[-1].at_rest()
    return b"".join(path.read_bytes() for path in folder.glob("publisher.sqlite3*"))


def setting(folder: Path) -> str:
    """The line of config.toml for `new_database`; none for the file in `data`, which is where it is anyway."""
    return f'database = "{new_database(folder)}"\n' if _postgresql else ""
