"""A move from SQLite to PostgreSQL: copying, comparing, and the marks that make it safe to break
off at any moment.

The default database is the SQLite file, `NEW` the PostgreSQL database. Rows are copied as SQLite
stores them and compared as the application reads them: neither way can hide a mistake of the other.
What does not fit: `fitting.py`.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, connections, models, transaction

from publisher.domain.errors import CannotMove
from publisher.store.models import Node, PlanningFailure, ServiceSign, Stumble, Turn
from publisher.store.move import marks
from publisher.store.move.marks import MoveMark, Phase

NEW = "new"
# In one transaction.
ROWS = 5_000
BYTES = 32_000_000
# Of PostgreSQL's advisory locks: one process moves into it at a time.
MOVING = 438_2024

# Signs of life of processes that run on the database now.
ALIVE: tuple[type[models.Model], ...] = (Node, ServiceSign, Turn, PlanningFailure, Stumble)
# People sign in again; the rest is written by the migrations themselves, and nothing of ours refers
# to it.
LEFT = frozenset(
    "django_session django_content_type auth_permission auth_group auth_group_permissions".split()
    + [model._meta.db_table for model in ALIVE]
)

# Kinds of columns that may hold much.
WIDE = (models.CharField, models.TextField, models.JSONField, models.BinaryField)

# Told how many rows more are done.
Advance = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedTable:
    """A table of the SQLite file that is moved."""

    model: type[models.Model]
    rows: int
    # So many rows are surely no more than `BYTES`.
    batch: int

    @property
    def name(self) -> str:
        """In both databases."""
        return self.model._meta.db_table


class Compared(NamedTuple):
    """A table that is the same in both databases."""

    table: str
    rows: int
    # SHA-256 over the rows as PostgreSQL gives them, in the order of their keys in SQLite.
    digest: str


class Difference(NamedTuple):
    """A row that is not the same in both."""

    table: str
    key: str
    # Empty: the whole row stands on one side only.
    columns: tuple[str, ...]
    in_target: bool


def moved_models() -> list[type[models.Model]]:
    """What is moved; what others refer to comes before them."""
    ordered: list[type[models.Model]] = []

    def add(model: type[models.Model]) -> None:
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model not in (
                model,
                *ordered,
            ):
                add(field.related_model)
        if model not in ordered and model not in ALIVE:
            ordered.append(model)

    for model in apps.get_app_config("publisher").get_models():
        add(model)
    return ordered


def is_ours(file: Path) -> bool:
    """Whether a SQLite file holds deliveries; also when it cannot be read: opening it says why."""
    try:
        with closing(sqlite3.connect(file)) as found:
            wanted = (
                "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'publisher_delivery'"
            )
            return found.execute(wanted).fetchone() is not None
    except sqlite3.DatabaseError:
        return True


def target_name() -> str:
    """The PostgreSQL database as people know it, without a password."""
    options = connections[NEW].settings_dict
    host = options["HOST"] or options.get("OPTIONS", {}).get("host") or "localhost"
    port = f":{options['PORT']}" if options["PORT"] else ""
    return f"PostgreSQL “{options['NAME']}” ({host}{port})"


def source_mark() -> MoveMark | None:
    """What the SQLite file knows of a move."""
    return marks.read(connection)


def target_mark() -> MoveMark | None:
    """What the PostgreSQL database knows of a move."""
    return marks.read(connections[NEW])


def used_tables() -> list[str]:
    """Tables of the PostgreSQL database in which somebody wrote."""
    watched: list[type[models.Model]] = [*moved_models(), *ALIVE, Session]
    return [model._meta.db_table for model in watched if _new(model).exists()]


def mark_source(*, now: datetime) -> None:
    """Note in the SQLite file that its move begins: for the first time, or anew.

    Expects to run in a transaction.
    """
    known = source_mark()
    move, turn = (known.move, known.turn + 1) if known else (uuid4().hex, 1)
    marks.write(
        connection, MoveMark(move=move, turn=turn, phase=Phase.MOVING, other=target_name(), at=now)
    )


@contextmanager
def alone_there() -> Iterator[None]:
    """Within, no other process moves into the PostgreSQL database; ends with the connection. Raises
    CannotMove.
    """
    if _value("SELECT pg_try_advisory_lock(%s)", MOVING) is not True:
        raise CannotMove("install.another_move", target=target_name())
    yield
    _value("SELECT pg_advisory_unlock(%s)", MOVING)


def enter_target(source: MoveMark, *, now: datetime) -> dict[str, Any]:
    """Begin in PostgreSQL, or go on there, or begin anew what is out of date; the key copied last,
    by table.
    """
    with transaction.atomic(using=NEW):
        known = target_mark()
        if known and known.phase is Phase.MOVING and known.turn == source.turn:
            return dict(known.progress)
        if known:
            _clear()
        marks.write(
            connections[NEW], replace(source, other=str(connection.settings_dict["NAME"]), at=now)
        )
    return {}


def survey() -> list[CopiedTable]:
    """The tables to move, and how many of their rows at a time fit into memory."""
    return [_surveyed(model) for model in moved_models()]


def copy(table: CopiedTable, progress: dict[str, Any], advance: Advance) -> None:
    """Copy what is not copied yet; each batch is kept together with its last key, in `progress`.
    Raises CannotMove.
    """
    if table.name in progress:
        advance(_new(table.model).count())
    while rows := _stored(table, after=progress.get(table.name)):
        with transaction.atomic(using=NEW):
            _nobody_works_there()
            _insert(table, rows)
            progress[table.name] = rows[-1][0]
            marks.note_progress(connections[NEW], progress)
        advance(len(rows))


def compare(table: CopiedTable, advance: Advance) -> Compared | Difference:
    """Compare every column of every row."""
    digest, done = sha256(), 0
    names = ["pk", *(field.attname for field in table.model._meta.concrete_fields)]
    for rows in _read(table, names):
        there = _new(table.model).filter(pk__in=[row[0] for row in rows])
        found = {row[0]: row for row in there.values_list(*names)}
        for row in rows:
            if found.get(row[0]) != row:
                return _difference(table, names, row, found.get(row[0]))
            digest.update(repr(found[row[0]]).encode())
        done += len(rows)
        advance(len(rows))
    if _new(table.model).count() != done:
        return _surplus(table)
    return Compared(table.name, done, digest.hexdigest())


def begin_anew() -> None:
    """Note that what stands in PostgreSQL cannot be gone on with."""
    known = target_mark()
    if known:
        with transaction.atomic(using=NEW):
            marks.write(connections[NEW], replace(known, turn=0))


def settle() -> None:
    """Let PostgreSQL count on from the highest number that SQLite ever gave, and know how much
    its tables hold."""
    with transaction.atomic(using=NEW):
        for model in moved_models():
            if isinstance(model._meta.pk, models.AutoField) and (highest := _highest(model)):
                _value(
                    f"SELECT setval(pg_get_serial_sequence('{model._meta.db_table}', 'id'), %s)",
                    highest,
                )
        with connections[NEW].cursor() as cursor:
            # Else the planner would go by empty tables until autovacuum comes along.
            cursor.execute(f"ANALYZE {_table_list()}")


def end_source(mark: MoveMark, *, now: datetime) -> None:
    """Note in the SQLite file that its contents went elsewhere. Expects to run in a transaction."""
    marks.write(connection, replace(mark, phase=Phase.MOVED, other=target_name(), at=now))


def end_target(mark: MoveMark, *, now: datetime) -> None:
    """Note in PostgreSQL that all is there: from now on it may be used."""
    with transaction.atomic(using=NEW):
        marks.write(connections[NEW], replace(mark, phase=Phase.MOVED, at=now, progress={}))


def key_column(model: type[models.Model]) -> str:
    """The primary key's column, quoted for a statement."""
    return column(model._meta.pk)


def column(field: "models.Field[Any, Any]") -> str:
    """The field's column, quoted for a statement of either database."""
    assert field.column
    return quoted(field.column)


def quoted(name: str) -> str:
    """As it stands in a statement of either database."""
    return connection.ops.quote_name(name)


def _new(model: type[models.Model]) -> models.QuerySet[Any]:
    return model._base_manager.using(NEW)


def _value(statement: str, *values: int | str) -> object:
    with connections[NEW].cursor() as cursor:
        cursor.execute(statement, values)
        [value] = cursor.fetchone() or [None]
    return value


def _table_list() -> str:
    return ", ".join(quoted(model._meta.db_table) for model in moved_models())


def _clear() -> None:
    with connections[NEW].cursor() as cursor:
        cursor.execute(f"TRUNCATE {_table_list()}")


def _nobody_works_there() -> None:
    if any(_new(model).exists() for model in ALIVE):
        raise CannotMove("install.others_run", target=target_name())


def _surveyed(model: type[models.Model]) -> CopiedTable:
    wide = [field for field in model._meta.concrete_fields if isinstance(field, WIDE)]
    size = "+".join(f"coalesce(length(CAST({column(field)} AS BLOB)), 0)" for field in wide) or "0"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), max({size}) FROM {quoted(model._meta.db_table)}")
        rows, widest = cursor.fetchone()
    return CopiedTable(
        model=model, rows=rows, batch=max(1, min(ROWS, BYTES // max(1, widest or 0)))
    )


def _columns(table: CopiedTable) -> list[str]:
    others = [column(field) for field in table.model._meta.concrete_fields if not field.primary_key]
    return [key_column(table.model), *others]


def _stored(table: CopiedTable, *, after: int | str | None) -> Sequence[tuple[Any, ...]]:
    """The next rows as SQLite has them, the key first."""
    columns = _columns(table)
    later = "" if after is None else f"WHERE {columns[0]} > %s"
    statement = (
        f"SELECT {', '.join(columns)} FROM {quoted(table.name)} {later} ORDER BY {columns[0]} LIMIT"
        f" {table.batch}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [] if after is None else [after])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _insert(table: CopiedTable, rows: Sequence[tuple[Any, ...]]) -> None:
    statement = f"COPY {quoted(table.name)} ({', '.join(_columns(table))}) FROM STDIN"
    new = connections[NEW]
    with new.cursor() as cursor, new.wrap_database_errors, cursor.copy(statement) as target:
        for row in rows:
            target.write_row(row)


def _read(table: CopiedTable, names: Sequence[str]) -> Iterator[list[tuple[Any, ...]]]:
    """All rows of the SQLite file as the application reads them, by the batch."""
    ordered = table.model._base_manager.order_by("pk").values_list(*names)
    rows = list(ordered[: table.batch])
    while rows:
        yield rows
        rows = list(ordered.filter(pk__gt=rows[-1][0])[: table.batch])


def _difference(
    table: CopiedTable, names: Sequence[str], row: tuple[Any, ...], other: tuple[Any, ...] | None
) -> Difference:
    if other is None:
        return Difference(table.name, str(row[0]), (), in_target=False)
    columns = tuple(name for name, old, new in zip(names, row, other, strict=True) if old != new)
    return Difference(table.name, str(row[0]), columns, in_target=True)


def _surplus(table: CopiedTable) -> Difference:
    """A row that only PostgreSQL has; all of SQLite's are there."""
    keys = _new(table.model).order_by("pk").values_list("pk", flat=True)
    known = table.model._base_manager
    [extra] = (key for key in keys.iterator() if not known.filter(pk=key).exists())
    return Difference(table.name, str(extra), (), in_target=True)


def _highest(model: type[models.Model]) -> int:
    """The highest number that SQLite gave to a row, also of those that are gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = %s), 0), "
            f"coalesce((SELECT max(id) FROM {quoted(model._meta.db_table)}), 0))",
            [model._meta.db_table],
        )
        [highest] = cursor.fetchone()
    return int(highest)
