"""Many flips at once: leased, begun and ended in a few statements, however many they are. Runs inside transactions.

A durable row by row would make 10,000 posts of one second late by ten seconds; in groups they are late by less than one
(reference/engine.md, measured 2026-11). The price: after a crash a whole group is looked at, not one delivery.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

from django.db import connection
from django.db.models import F, Max

from publisher.domain.delivery import State
from publisher.store.deliveries import RECENT
from publisher.store.models import Attempt, Delivery

CHUNK = 500
T = TypeVar("T")


class Due(NamedTuple):
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


def due(*, now: datetime, states: Collection[State], skip: Collection[str], limit: int) -> list[Due]:
    """Up to `limit` deliveries in `states` whose time has come, earliest first, none of the pages in `skip`."""
    rows = Delivery.objects.filter(wake_at__lte=now, state__in=[state.value for state in states])
    if skip:
        rows = rows.exclude(page__in=skip)
    columns = ("id", *Due._fields[1:])
    return [Due(*values) for values in rows.order_by("wake_at", "id").values_list(*columns)[:limit]]


def lease(pks: Sequence[int], *, owner: str) -> list[Delivery]:
    """Lease deliveries that were just found due, and read them whole."""
    for some in _chunks(pks):
        Delivery.objects.filter(pk__in=some, wake_at__isnull=False).update(wake_at=None, lease_owner=owner)
    rows = [row for some in _chunks(pks) for row in _owned(some, owner)]
    return sorted(rows, key=lambda row: (row.due_at, row.pk))


def begin(pks: Sequence[int], *, owner: str, now: datetime) -> dict[int, int]:
    """Lease deliveries, move them to PUBLISHING and note an attempt for each; the attempts by delivery."""
    attempts: dict[int, int] = {}
    for some in _chunks(pks):
        Delivery.objects.filter(pk__in=some, wake_at__isnull=False, state=State.PREPARED.value).update(
            wake_at=None, lease_owner=owner, state=State.PUBLISHING.value
        )
        mine = Delivery.objects.filter(pk__in=some, lease_owner=owner, state=State.PUBLISHING.value)
        ours = list(mine.values_list("pk", flat=True))
        _note_attempts(ours, now)
        open_ = Attempt.objects.filter(delivery_id__in=ours, step="flip", finished_at=None)
        attempts |= dict(open_.order_by("pk").values_list("delivery_id", "pk"))
    return attempts


def _note_attempts(pks: Sequence[int], now: datetime) -> None:
    """As `bulk_create`, ten times faster: the flips of one second wait for it."""
    table, values = Attempt._meta.db_table, ("flip", connection.ops.adapt_datetimefield_value(now))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} (delivery_id, step, started_at, outcome, object_id, detail, code, subcode) "
            "VALUES (%s, %s, %s, '', '', '', 0, 0)",
            [(pk, *values) for pk in pks],
        )


def end(done: Sequence[tuple[int, int]], *, owner: str, now: datetime, wake_at: datetime) -> None:
    """Note (delivery, attempt) pairs whose post became public; what lost its lease meanwhile is left alone."""
    for some in _chunks(done):
        Attempt.objects.filter(pk__in=[attempt for _, attempt in some]).update(finished_at=now, outcome="published")
        mine = Delivery.objects.filter(pk__in=[pk for pk, _ in some], lease_owner=owner, state=State.PUBLISHING.value)
        mine.update(
            state=State.PUBLISHED.value,
            post_id=F("draft_id"),
            published_at=now,
            wake_at=wake_at,
            setbacks=0,
            looks=0,
            reason="",
            next_step="",
            lease_owner="",
        )


def take_back(begun: Sequence[tuple[int, int]], *, owner: str, now: datetime) -> None:
    """Undo `begin` for flips that were never sent."""
    for some in _chunks(begun):
        Attempt.objects.filter(pk__in=[attempt for _, attempt in some]).delete()
        Delivery.objects.filter(pk__in=[pk for pk, _ in some], lease_owner=owner).update(
            state=State.PREPARED.value, lease_owner="", wake_at=now
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
