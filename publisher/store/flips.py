"""Many flips at once: leased, begun and ended in a few statements, however many they are. Runs
inside transactions.

A durable row by row would make 10,000 posts of one second late by ten seconds; in groups they are
late by less than one (reference/engine.md, measured 2026-11). The price: after a crash a whole
group is looked at, not one delivery.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from django.db import connection
from django.db.models import F, Max, QuerySet

from publisher.domain.delivery import State
from publisher.store.models import Attempt, Delivery
from publisher.store.querysets import RECENT

CHUNK = 500
T = TypeVar("T")


class Lease(NamedTuple):
    """Who has deliveries in work."""

    owner: str
    # When it ends unless it is renewed; None in the embedded engine, whose leases end with it.
    until: datetime | None = None
    # Who had them before and handed them over; empty: nobody, they were found due.
    after: str = ""


class DueFlip(NamedTuple):
    """What deciding about a flip needs of a delivery."""

    pk: int
    page: str
    state: str
    sequence: str
    campaign: str
    due_at: datetime
    latest_at: datetime
    draft_id: str
    scheduled_for: datetime | None
    recall_id: str
    setbacks: int


_COLUMNS = ("id", *DueFlip._fields[1:])


def due(
    *, now: datetime, states: Collection[State], skip: Collection[str], limit: int
) -> list[DueFlip]:
    """Up to `limit` deliveries in `states` whose time has come, earliest first, none of the
    pages in `skip`."""
    rows: QuerySet[Delivery] = Delivery.objects.in_states(states).filter(wake_at__lte=now)
    if skip:
        # As `exclude(page__in=…)`, which looks at each of thousands of names in Python.
        rows = rows.extra(
            where=[f"page NOT IN ({','.join(['%s'] * len(skip))})"], params=list(skip)
        )
    return [
        DueFlip(*values) for values in rows.order_by("wake_at", "id").values_list(*_COLUMNS)[:limit]
    ]


def handed(pks: Sequence[int], *, owner: str) -> list[DueFlip]:
    """Those of some deliveries that `owner` still holds, earliest first."""
    rows = Delivery.objects.filter(pk__in=pks, lease_owner=owner).order_by("due_at", "id")
    return [DueFlip(*values) for values in rows.values_list(*_COLUMNS)]


def lease(pks: Sequence[int], lease: Lease) -> list[Delivery]:
    """Lease deliveries that were just found due or that were handed over, and read them whole."""
    for some in _chunks(pks):
        free = Delivery.objects.filter(pk__in=some)
        free = (
            free.filter(lease_owner=lease.after)
            if lease.after
            else free.filter(wake_at__isnull=False)
        )
        free.update(wake_at=None, lease_owner=lease.owner, leased=True, lease_until=lease.until)
    rows = [row for some in _chunks(pks) for row in _owned(some, lease.owner)]
    return sorted(rows, key=lambda row: (row.due_at, row.pk))


def begin(pks: Sequence[int], lease: Lease, *, now: datetime) -> dict[int, int]:
    """Lease deliveries, move them to PUBLISHING and note an attempt for each; the attempts by
    delivery.
    """
    attempts: dict[int, int] = {}
    free, params = (
        ("lease_owner = %s", [lease.after]) if lease.after else ("wake_at IS NOT NULL", [])
    )
    until = connection.ops.adapt_datetimefield_value(lease.until) if lease.until else None
    # Plain SQL: the flips of one second wait for these statements, and an ORM takes ten times as
    # long over 500 ids.
    deliveries, tries = Delivery._meta.db_table, Attempt._meta.db_table
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        for some in _chunks(pks):
            ids = ",".join(map(str, some))
            mine = f"id IN ({ids}) AND lease_owner = %s AND state = %s"
            cursor.execute(
                f"UPDATE {deliveries} "
                "SET wake_at = NULL, lease_owner = %s, leased = TRUE, lease_until = %s, state = %s "
                f"WHERE id IN ({ids}) AND state = %s AND {free}",
                [lease.owner, until, State.PUBLISHING.value, State.PREPARED.value, *params],
            )
            cursor.execute(
                f"INSERT INTO {tries} (delivery_id, step, started_at, outcome, object_id, detail,"
                f" code, subcode) SELECT id, 'flip', %s, '', '', '', 0, 0 FROM {deliveries} WHERE"
                f" {mine} RETURNING delivery_id, id",
                [moment, lease.owner, State.PUBLISHING.value],
            )
            attempts |= dict(cursor.fetchall())
    return attempts


def end(done: Sequence[tuple[int, int]], *, owner: str, now: datetime, wake_at: datetime) -> None:
    """Note (delivery, attempt) pairs whose post became public; what lost its lease meanwhile is
    left alone.
    """
    for some in _chunks(done):
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {Attempt._meta.db_table} SET finished_at = %s, outcome = 'published' "
                f"WHERE id IN ({','.join(str(attempt) for _, attempt in some)})",
                [connection.ops.adapt_datetimefield_value(now)],
            )
        ids = ",".join(str(pk) for pk, _ in some)
        mine = Delivery.objects.extra(where=[f"id IN ({ids})"])
        mine.filter(lease_owner=owner, state=State.PUBLISHING.value).update(
            state=State.PUBLISHED.value,
            post_id=F("draft_id"),
            published_at=now,
            wake_at=wake_at,
            setbacks=0,
            stumbles=0,
            looks=0,
            reason="",
            next_step="",
            lease_owner="",
            leased=False,
            lease_until=None,
        )


def take_back(begun: Sequence[tuple[int, int]], *, owner: str, now: datetime) -> None:
    """Undo `begin` for flips that were never sent."""
    for some in _chunks(begun):
        Attempt.objects.filter(pk__in=[attempt for _, attempt in some]).delete()
        Delivery.objects.filter(pk__in=[pk for pk, _ in some], lease_owner=owner).update(
            state=State.PREPARED.value, lease_owner="", leased=False, lease_until=None, wake_at=now
        )


def last_published(pages: Collection[str], *, now: datetime) -> dict[str, datetime]:
    """When the latest post of each page went out, of those that were due within the last days."""
    recent = Delivery.objects.filter(
        page__in=pages, due_at__gte=now - RECENT, due_at__lte=now, published_at__isnull=False
    )
    return dict(recent.values_list("page").annotate(Max("published_at")))


def _owned(pks: Sequence[int], owner: str) -> list[Delivery]:
    return list(Delivery.objects.filter(pk__in=pks, lease_owner=owner).select_related("revision"))


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))
