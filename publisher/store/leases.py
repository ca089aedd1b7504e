"""Leases of a cluster: due deliveries are claimed by many processes at once, and come back when their process dies.

A delivery's own row is the only truth: `lease_owner` has it in work, `lease_until` ends by itself. A page is busy in a
lane while one of its deliveries there is leased; nothing else has to be given back or cleaned up. PostgreSQL only. Each
function expects to run in a transaction.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from zlib import crc32

from django.db import connection

from publisher.domain.delivery import State
from publisher.store.deliveries import Overtaken, give_back
from publisher.store.flips import Lease
from publisher.store.models import Delivery

# Of leases that have ended, given back in one transaction.
REAPED = 200

TABLE = Delivery._meta.db_table
_BUSY = (
    f"EXISTS (SELECT 1 FROM {TABLE} busy WHERE busy.page = found.page "
    "AND busy.lease_until IS NOT NULL AND busy.state = ANY(%s))"
)


class Claim(NamedTuple):
    """What one claim got."""

    # Each page's in due order, the page whose delivery is due first coming first.
    groups: list[list[int]]
    # How many were found due on pages that seemed free; as many as the limit means that more may be.
    found: int

    @property
    def missed(self) -> bool:
        """Whether another claim came first on some page: what is left there can be had in a moment."""
        return sum(map(len, self.groups)) < self.found


def claim(*, now: datetime, states: Collection[State], busy: Collection[State], limit: int, lease: Lease) -> Claim:
    """Lease up to `limit` deliveries in `states` whose time has come, none of a page that has one in `busy` leased.

    Any number of processes may claim at once: rows are skipped that another one is looking at, and so are its pages.
    """
    ids, waits = [state.value for state in states], [state.value for state in busy]
    with connection.cursor() as cursor:
        # Two statements and no sequential scans: with statistics from when the table was empty the planner reads all of
        # it, or even drops the limit (reference/engine.md, measured 2026-11).
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            f"SELECT id, page FROM {TABLE} found WHERE wake_at <= %s AND state = ANY(%s) AND NOT {_BUSY} "
            "ORDER BY wake_at, id LIMIT %s FOR UPDATE SKIP LOCKED",
            [now, ids, waits, limit],
        )
        found: dict[int, str] = dict(cursor.fetchall())
        if not found:
            return Claim([], 0)
        # Rows of one page may be found by two claims at once; the page belongs to the first. Held until the end of the
        # transaction, so that the next one sees our leases. Two names with one hash only wait for each other.
        cursor.execute(
            "SELECT page FROM unnest(%s::text[]) AS page WHERE pg_try_advisory_xact_lock(hashtextextended(page, %s))",
            [list(dict.fromkeys(found.values())), crc32(",".join(waits).encode())],
        )
        ours = {page for (page,) in cursor.fetchall()}
        cursor.execute(
            f"UPDATE {TABLE} found SET wake_at = NULL, lease_owner = %s, lease_until = %s "
            f"WHERE id = ANY(%s) AND NOT {_BUSY} RETURNING id",
            [lease.owner, lease.until, [pk for pk, page in found.items() if page in ours], waits],
        )
        leased = {pk for (pk,) in cursor.fetchall()}
    return Claim(_by_page({pk: page for pk, page in found.items() if pk in leased}), len(found))


def renew(pks: Sequence[int], lease: Lease) -> None:
    """Let leases last longer. A row that is being written at this moment is left for the next time."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {TABLE} SET lease_until = %s WHERE id IN "
            f"(SELECT id FROM {TABLE} WHERE id = ANY(%s) AND lease_owner = %s FOR UPDATE SKIP LOCKED)",
            [lease.until, list(pks), lease.owner],
        )


def reap(*, now: datetime) -> int:
    """Give back deliveries whose lease has ended; returns how many. What was under way counts as unknown."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {TABLE} WHERE lease_until < %s ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED",
            [now, REAPED],
        )
        ended = [pk for (pk,) in cursor.fetchall()]
    return sum(_give_back(pk, now) for pk in ended)


def let_go(pks: Sequence[int], *, owner: str, now: datetime) -> None:
    """Give back deliveries that were handed over and not begun."""
    unbegun = Delivery.objects.filter(pk__in=pks, lease_owner=owner)
    unbegun.update(lease_owner="", lease_until=None, wake_at=now)


def give_back_all(*, owner: str, now: datetime) -> int:
    """Give back everything that a process still has in work as it ends; returns how many."""
    left = Delivery.objects.filter(lease_owner=owner).order_by("pk").values_list("pk", flat=True)
    return sum(_give_back(pk, now) for pk in left)


def _give_back(pk: int, now: datetime) -> int:
    try:
        give_back(pk, now=now, wake_at=now)
    except Overtaken:
        return 0
    return 1


def _by_page(found: dict[int, str]) -> list[list[int]]:
    pages: dict[str, list[int]] = {}
    for pk, page in found.items():
        pages.setdefault(page, []).append(pk)
    return list(pages.values())
