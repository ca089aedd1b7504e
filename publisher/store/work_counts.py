"""What is due, in work and stuck, who lives and how big the database is: counted for people and
monitors.

Every count costs what is due or in work, never what lies in the future or is finished.
"""

from datetime import datetime, timedelta
from math import ceil
from pathlib import Path
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Max, Min, Q

from publisher.domain.delivery import State
from publisher.store.connection import is_postgresql
from publisher.store.heartbeats import (
    DEAD,
    RUN,
    WORKER,
    live_nodes,
)
from publisher.store.leases import HANDED_OVER
from publisher.store.models import Attempt, Delivery, Node, Turn

# Any process that lives takes back a lease within 5 s of its end; what lies longer is stuck.
TAKEN_BACK = timedelta(seconds=15)
# Its `until`: when a worker was seen last. One that ends in order leaves no row of its own.
LAST_WORKER = "last worker"


class DueCount(NamedTuple):
    """Deliveries in one state whose time has come and that nobody has."""

    state: State
    rows: int
    # Of their due times, which may lie ahead: preparing begins before.
    earliest: datetime


class Leased(NamedTuple):
    """Deliveries in one state that somebody has."""

    state: State
    rows: int
    # Of them: with a lease that ended long ago, and of the others: waiting for a worker to begin.
    stuck: int
    handed_over: int
    earliest: datetime


class DatabaseSize(NamedTuple):
    """How big the database is: bytes, and about how many rows."""

    bytes: int
    # None where nobody counted yet.
    deliveries: int | None
    attempts: int | None


class Absence(NamedTuple):
    """A cluster runs, and none of its workers lives."""

    # For so long somebody has been there to miss one.
    since: datetime
    # None: there never was one.
    last_seen: datetime | None


def due(*, now: datetime) -> list[DueCount]:
    """What the engine could begin now."""
    waiting = Delivery.objects.filter(wake_at__lte=now).values_list("state")
    found = waiting.annotate(Count("pk"), Min("due_at")).order_by()
    return [DueCount(State(state), rows, earliest) for state, rows, earliest in found]


def leased(*, now: datetime) -> list[Leased]:
    """What is handed over or in work; with the embedded engine nothing is handed over, and no lease
    ends.
    """
    held = Delivery.objects.filter(leased=True).values_list("state")
    # "Not" of a comparison with nothing is nothing.
    ended = Q(lease_until__isnull=False, lease_until__lt=now - TAKEN_BACK)
    found = held.annotate(
        rows=Count("pk"),
        stuck=Count("pk", filter=ended),
        handed_over=Count("pk", filter=Q(lease_owner__startswith=HANDED_OVER) & ~ended),
        earliest=Min("due_at"),
    ).order_by()
    return [Leased(State(state), *numbers) for state, *numbers in found]


def lateness(*, now: datetime, since: datetime) -> list[float]:
    """How late what was due since then went out, in seconds: of one half at most, of 99 in 100, and
    of the latest.

    Empty when nothing went out.
    """
    # By the index "board", which has due times.
    rows = (
        f"FROM {Delivery._meta.db_table} WHERE due_at BETWEEN %s AND %s AND state = %s AND"
        " published_at IS NOT NULL"
    )
    adapted = [connection.ops.adapt_datetimefield_value(moment) for moment in (since, now)]
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.execute(
                "SELECT percentile_disc(ARRAY[0.5, 0.99, 1]) WITHIN GROUP "
                f"(ORDER BY extract(epoch FROM published_at - due_at)::float) {rows}",
                [*adapted, State.PUBLISHED.value],
            )
            return cursor.fetchone()[0] or []
        cursor.execute(
            f"SELECT (julianday(published_at) - julianday(due_at)) * 86400 {rows} ORDER BY 1",
            [*adapted, State.PUBLISHED.value],
        )
        found = [late for (late,) in cursor.fetchall()]
    return [found[max(0, ceil(len(found) * part) - 1)] for part in (0.5, 0.99, 1)] if found else []


def nodes() -> list[Node]:
    """The processes of a cluster, those that gave no sign for a while too; workers last."""
    return list(Node.objects.order_by("role", "host", "started_at"))


def is_alive(node: Node, *, now: datetime) -> bool:
    """Whether a process gave a sign lately."""
    return node.seen_at >= now - DEAD


def size() -> DatabaseSize:
    """Of the database."""
    return _of_postgresql() if is_postgresql() else _of_sqlite()


def note_workers() -> None:
    """Remember when a worker was seen last. Runs inside a transaction."""
    if seen := _last_sign():
        Turn.objects.update_or_create(name=LAST_WORKER, defaults={"owner": "", "until": seen})


def missing_workers(*, now: datetime) -> Absence | None:
    """What is known when a cluster runs and no worker lives; None otherwise, and with the embedded
    engine.
    """
    running = Node.objects.filter(role=RUN, seen_at__gte=now - DEAD).aggregate(
        since=Min("started_at")
    )["since"]
    if running is None or live_nodes(WORKER, now=now):
        return None
    noted = Turn.objects.filter(name=LAST_WORKER).values_list("until", flat=True).first()
    last_seen = max(filter(None, [_last_sign(), noted]), default=None)
    return Absence(since=max(running, last_seen or running), last_seen=last_seen)


def _last_sign() -> datetime | None:
    signs = Node.objects.filter(role=WORKER).aggregate(last=Max("seen_at"))
    last: datetime | None = signs["last"]
    return last


def _of_postgresql() -> DatabaseSize:
    tables = [model._meta.db_table for model in (Delivery, Attempt)]
    with connection.cursor() as cursor:
        # The planner's own estimates, below 0 before its first count. To count so many rows would
        # take minutes.
        cursor.execute(
            "SELECT relname, reltuples FROM pg_class WHERE oid = ANY(%s::regclass[])", [tables]
        )
        rows = {name: int(number) for name, number in cursor.fetchall() if number >= 0}
        cursor.execute("SELECT pg_database_size(current_database())")
        [taken] = cursor.fetchone()
    return DatabaseSize(taken, *(rows.get(table) for table in tables))


def _of_sqlite() -> DatabaseSize:
    with connection.cursor() as cursor:
        pages, width = (
            cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")
        )
    log = Path(f"{connection.settings_dict['NAME']}-wal")
    # Rows are hardly ever deleted, so the last number is about their count.
    deliveries, attempts = (
        model.objects.aggregate(last=Max("pk"))["last"] or 0 for model in (Delivery, Attempt)
    )
    return DatabaseSize(
        pages * width + (log.stat().st_size if log.exists() else 0), deliveries, attempts
    )
