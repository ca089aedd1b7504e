"""Opens the database: SQLite made durable, PostgreSQL with a pool, the schema brought up to date
or refused."""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import dj_database_url
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import Error as DatabaseTrouble
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from filelock import FileLock

from publisher.domain.errors import StoreError
from publisher.domain.reason import Reason, reason
from publisher.files import close_to_others
from publisher.store.models import Delivery
from publisher.store.move import marks

SQLITE_OPTIONS = {
    # FULL: a claim must be on the disk before the call that it guards.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000;",
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
}


# The queue of a cluster; its tables come with its own migrations, which only PostgreSQL
# understands.
PROCRASTINATE, QUEUE = "procrastinate.contrib.django", "procrastinate"
# A command opens one connection and closes it; a process that stays shares so many among its
# threads.
POOL = 10
# A host that drops packets would hold a connection for the operating system's minutes.
CONNECT_WAIT = 10  # seconds
# So long a thread waits for one of them; no longer than a worker can be without its leases.
POOL_WAIT = 8  # seconds
# So long a statement that changes the schema waits for those who use a table; whoever comes after
# it waits as long.
LOCK_WAIT = 3  # seconds
# The number of its error when a lock is not to be had in that time.
LOCK_NOT_AVAILABLE = "55P03"
LOCK_TRIES = 20
# Of PostgreSQL's advisory locks: one process changes the schema at a time.
MIGRATING = 438_2023


def open_store(
    database_url: str,
    *,
    cluster: bool = False,
    migrate: bool = True,
    pooled: bool = False,
    moving: bool = False,
) -> None:
    """Make `database_url` the database of this process and bring its schema up to date.

    `cluster`: with the tables of the cluster's queue. Without `migrate` a schema that is behind is
    refused instead. `pooled`: on PostgreSQL threads share a few connections, each of which they
    close after use. `moving`: to move it from SQLite to PostgreSQL, or to go on with that.

    Raises:
        StoreError: when it cannot be opened, is damaged, is behind, was written by a newer version,
        holds a part only
            of what is being moved into it, or was moved elsewhere.
    """
    database = _parsed(database_url, pooled=False)
    if cluster:
        _know_queue()
    try:
        _use(database)
        if not moving:
            _check_mark(str(database["NAME"]))
        _check_schema(cluster=cluster, migrate=migrate)
        if pooled and is_postgresql():
            # Only now: a pool keeps what an upgrade sets for its session, and tells no reason when
            # it cannot connect.
            _use(_parsed(database_url, pooled=True))
    except ImproperlyConfigured as error:
        raise StoreError("store.no_driver") from error
    except (DatabaseTrouble, sqlite3.DatabaseError) as error:
        raise StoreError(_why(error, str(database["NAME"]))) from error
    if not is_postgresql():
        _close_to_others(Path(database["NAME"]))


def upgrade_store(database_url: str, *, cluster: bool) -> list[str]:
    """Bring the schema up to date; the names of the steps that were taken. Raises StoreError as
    `open_store` does.

    May be run while others work: a step waits only seconds for a table and tries again; nobody
    waits long behind it.
    """
    database = _parsed(database_url, pooled=False)
    if cluster:
        _know_queue()
    try:
        _use(database)
        executor = MigrationExecutor(connection)
        _refuse_newer(executor)
        return _migrate(_targets(executor, cluster=cluster))
    except ImproperlyConfigured as error:
        raise StoreError("store.no_driver") from error
    except (DatabaseTrouble, sqlite3.DatabaseError) as error:
        raise StoreError(_why(error, str(database["NAME"]))) from error


@contextmanager
def open_beside(database_url: str, alias: str) -> Iterator[None]:
    """Within, a second database is known to Django as `alias`; its schema is not looked at. Raises
    StoreError.
    """
    beside = {alias: _parsed(database_url, pooled=False)}
    connections.settings = connections.configure_settings(connections.settings | beside)
    try:
        yield
    finally:
        connections[alias].close()
        del connections[alias], connections.settings[alias]


def is_postgresql() -> bool:
    """Whether the open database is PostgreSQL."""
    return connection.vendor == "postgresql"


def is_empty_postgresql() -> bool:
    """Whether the open database is a PostgreSQL in which nothing was ever planned."""
    return is_postgresql() and not Delivery.objects.exists()


def deliveries_in(file: Path) -> int:
    """How many deliveries a SQLite file holds; none when there is no such file, or it is no store
    of ours.
    """
    if not file.is_file():
        return 0
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as other:
        try:
            [(count,)] = other.execute(f"SELECT count(*) FROM {Delivery._meta.db_table}")
        except sqlite3.DatabaseError:
            return 0
    return int(count)


def answers() -> bool:
    """Whether the database answers now."""
    try:
        connection.close_if_unusable_or_obsolete()
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseTrouble:
        return False
    return True


def rest() -> None:
    """Give this thread's connection back at the end of a piece of work, where it is more than an
    open file.

    On PostgreSQL each is a process of the server, and a broken one is never mended; SQLite takes 2
    ms to open again.
    """
    if is_postgresql():
        connection.close()


def close_store() -> None:
    """Close this thread's connection, and the pool if there is one."""
    connections.close_all()
    if is_postgresql():
        _close_pool()


def _parsed(database_url: str, *, pooled: bool) -> dict[str, Any]:
    try:
        database: dict[str, Any] = dict(dj_database_url.parse(database_url))
    except ValueError:
        # The address may hold a password, and the library's words hold the address.
        raise StoreError("store.bad_address") from None
    if database["ENGINE"].endswith("sqlite3"):
        database["OPTIONS"] = SQLITE_OPTIONS
        _make_folder(Path(database["NAME"]).parent)
        return database
    database["OPTIONS"] = {"connect_timeout": CONNECT_WAIT} | database.get("OPTIONS", {})
    if pooled:
        database["CONN_HEALTH_CHECKS"] = True
        database["OPTIONS"] |= {"pool": {"min_size": 1, "max_size": POOL, "timeout": POOL_WAIT}}
    return database


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError("store.no_folder", folder=folder, why=error.strerror) from error


def _close_to_others(file: Path) -> None:
    """SQLite makes the files beside it as it finds the first."""
    for name in (file.name, f"{file.name}-wal", f"{file.name}-shm"):
        close_to_others(file.with_name(name))


def _use(database: dict[str, Any]) -> None:
    connections.close_all()
    if is_postgresql():
        _close_pool()
    connections.settings = connections.configure_settings({"default": database})
    del connections["default"]


def _close_pool() -> None:
    close: Any = getattr(connection, "close_pool", None)
    if close:
        close()


def _know_queue() -> None:
    """Let Django know the tables of Procrastinate: importing it would cost every other process
    its start."""
    if PROCRASTINATE in settings.INSTALLED_APPS:
        return
    wanted = [*settings.INSTALLED_APPS, PROCRASTINATE]
    try:
        # What Django's own tests change apps with; there is no other way once it is set up, and no
        # way back.
        apps.set_installed_apps(wanted)
    except ImportError as error:
        apps.unset_installed_apps()
        raise StoreError("store.no_driver") from error
    settings.INSTALLED_APPS = wanted


def _targets(executor: MigrationExecutor, *, cluster: bool) -> list[tuple[str, str]]:
    """The last step of each app that this database should have."""
    return [step for step in executor.loader.graph.leaf_nodes() if cluster or step[0] != QUEUE]


def _check_mark(name: str) -> None:
    mark = marks.read(connection)
    if mark is None:
        return
    if is_postgresql() and mark.phase is marks.Phase.MOVING:
        raise StoreError("store.part_only", name=name)
    if not is_postgresql() and mark.phase is marks.Phase.MOVED:
        raise StoreError("store.moved_away", name=name, other=mark.other, day=mark.day)
    if not is_postgresql() and mark.phase is marks.Phase.MOVING:
        # While the move is at work it holds the file, and this ends as locked.
        marks.make_void(connection)


def _refuse_newer(executor: MigrationExecutor) -> None:
    known = set(executor.loader.disk_migrations)
    newer = [
        name
        for name in executor.loader.applied_migrations
        if name[0] == "publisher" and name not in known
    ]
    if newer:
        raise StoreError("store.newer", step=newer[0][1])


def _check_schema(*, cluster: bool, migrate: bool) -> None:
    executor = MigrationExecutor(connection)
    _refuse_newer(executor)
    targets = _targets(executor, cluster=cluster)
    if not executor.migration_plan(targets):
        return
    if not migrate:
        raise StoreError("store.older")
    _migrate(targets)


def _migrate(targets: Sequence[tuple[str, str]]) -> list[str]:
    if not is_postgresql():
        with _alone_on(str(connection.settings_dict["NAME"])):
            return _migrate_now(targets)
    with connection.cursor() as cursor:
        # Of the session, so that it outlasts the transactions of the steps.
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
        try:
            cursor.execute(f"SET lock_timeout = '{LOCK_WAIT}s'")
            return _migrate_patiently(targets)
        finally:
            connection.close()


@contextmanager
def _alone_on(name: str) -> Iterator[None]:
    """A command and the service that meet a new SQLite file at once: one changes it, the other
    finds it done."""
    lock = FileLock(f"{name}.upgrading")
    try:
        if ":memory:" not in name:
            lock.acquire()
    except OSError:
        # What is wrong with the folder the database says itself, in its sentence.
        pass
    try:
        yield
    finally:
        lock.release()


def _migrate_patiently(targets: Sequence[tuple[str, str]]) -> list[str]:
    done: set[str] = set()
    for tries_left in reversed(range(LOCK_TRIES)):
        try:
            return sorted(done | set(_migrate_now(targets)))
        except DatabaseTrouble as error:
            if not tries_left or not _lock_timed_out(error):
                raise
            time.sleep(1)
    raise AssertionError("the last try returns or raises")


def _migrate_now(targets: Sequence[tuple[str, str]]) -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(targets)
    labels = (
        [(label,) for label, _ in targets]
        if len(targets) < len(executor.loader.graph.leaf_nodes())
        else [()]
    )
    for label in labels if plan else ():
        call_command("migrate", *label, verbosity=0, interactive=False)
    return [f"{step.app_label}.{step.name}" for step, _ in plan]


def _lock_timed_out(error: BaseException) -> bool:
    """Whether PostgreSQL gave up waiting for a lock: its class LockNotAvailable, by its number,
    because its library is there only with the extra [cluster]."""
    return getattr(error.__cause__ or error, "sqlstate", None) == LOCK_NOT_AVAILABLE


def _why(error: Exception, name: str) -> Reason:
    if _lock_timed_out(error):
        return reason("store.busy", name=name)
    text = str(error)
    for words, code in _TROUBLES:
        if all(any(word in text for word in each) for each in words):
            return Reason(code, {"name": name})
    return reason("store.unusable", name=name, why=text)


# What databases say of a trouble (each of these, in one of its forms), and what we say.
_TROUBLES = (
    ((("readonly", "read-only"),), "store.readonly"),
    ((("full",),), "store.disk_full"),
    ((("not a database", "malformed"),), "store.no_database"),
    ((("password authentication failed", "no password supplied"),), "store.password"),
    ((("does not exist",), ("database",)), "store.not_made"),
    ((("connection",), ("refused", "failed", "timeout")), "store.no_connection"),
    ((("database is locked",),), "store.locked"),
    ((("unable to open",),), "store.not_opened"),
)
