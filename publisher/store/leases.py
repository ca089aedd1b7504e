"""Leases of a cluster: due deliveries are claimed by many processes at once, and come back when
their process dies.

A delivery's own row is the only truth: `lease_owner` has it in work, `lease_until` ends by itself.
A page is busy in a lane while one of its deliveries there is leased; nothing else has to be given
back or cleaned up. PostgreSQL only. Each function expects to run in a transaction.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zlib import crc32

from django.db import connection

from publisher.domain.delivery import State
from publisher.domain.errors import Overtaken
from publisher.store.deliveries import give_back
from publisher.store.flips import Lease
from publisher.store.models import Delivery

# How the owner is called of what was handed over and not begun.
HANDED_OVER = "due-"
# Of leases that have ended, given back in one transaction.
REAPED = 200

TABLE = Delivery._meta.db_table
# Time, states, states that make a page busy, limit.
FIND = (
    f"SELECT id, page FROM {TABLE} found WHERE wake_at <= %s AND state = ANY(%s) AND NOT EXISTS ("
    f"SELECT 1 FROM {TABLE} busy WHERE page = found.page AND leased AND state = ANY(%s)) "
    "ORDER BY wake_at, id LIMIT %s FOR UPDATE SKIP LOCKED"
)
BY_INDEX = (
    "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off"
)
# Of a page whose turn it is, what is due about then is taken along: else each of its posts would
# need a claim.
ALONG, MOST_ALONG = timedelta(days=1), 20


class Claim(NamedTuple):
    """What one claim got."""

    # Each page's in due order, the page whose delivery is due first coming first.
    groups: list[list[int]]
    # How many were found due on pages that seemed free; as many as the limit means that more may
    # be.
    found: int
    # How many of them were on pages to which another claim came first; what is left there can be
    # had in a moment.
    missed: int


def claim(
    *, now: datetime, states: Collection[State], busy: Collection[State], limit: int, lease: Lease
) -> Claim:
    """Lease deliveries in `states` whose time has come, none of a page that has one in `busy`
    leased.

    Found by the `limit` that are due first, each with what else is due on its page. Any number of
    processes may claim at once: rows are skipped that another one is looking at, and so are its
    pages.
    """
    names, waits = [state.value for state in states], [state.value for state in busy]
    with connection.cursor() as cursor:
        # One statement to find, one to lease, and only by the index of what waits: with statistics
        # from when the table was empty the planner reads and sorts all of it, or even drops the
        # limit (reference/engine.md, 2026-11).
        cursor.execute(BY_INDEX)
        cursor.execute(FIND, [now, names, waits, limit])
        found: dict[int, str] = dict(cursor.fetchall())
        if not found:
            return Claim([], 0, 0)
        ours = _free_pages(cursor, list(dict.fromkeys(found.values())), waits)
        # A page at a time, in the order of its calendar, so that no other index will do.
        cursor.execute(
            "SELECT along.id, ours.page FROM unnest(%s::text[]) AS ours(page) CROSS JOIN LATERAL"
            f" (SELECT id FROM {TABLE} d WHERE d.page = ours.page AND due_at BETWEEN %s AND %s AND"
            " wake_at <= %s AND state = ANY(%s) ORDER BY d.page, due_at LIMIT %s FOR UPDATE SKIP"
            " LOCKED) AS along",
            [list(ours), now - ALONG, now + ALONG, now, names, MOST_ALONG],
        )
        leased = {pk: page for pk, page in found.items() if page in ours} | dict(cursor.fetchall())
        if leased:
            cursor.execute(
                f"UPDATE {TABLE} SET wake_at = NULL, lease_owner = %s, leased = TRUE, lease_until ="
                " %s WHERE id = ANY(%s)",
                [lease.owner, lease.until, list(leased)],
            )
    return Claim(_by_page(leased), len(found), sum(page not in ours for page in found.values()))


def _free_pages(cursor: Any, pages: Sequence[str], busy: Sequence[str]) -> set[str]:
    """Those pages that belong to this claim until its transaction ends, and that nobody has in
    work.

    Rows of one page may be found by two claims at once; the page belongs to the first. Looked at
    again once it is ours: what another claim has leased meanwhile is committed by then. Two names
    with one hash only wait for each other.
    """
    cursor.execute(
        "SELECT page FROM unnest(%s::text[]) AS page WHERE"
        " pg_try_advisory_xact_lock(hashtextextended(page, %s))",
        [pages, crc32(",".join(busy).encode())],
    )
    ours = {page for (page,) in cursor.fetchall()}
    cursor.execute(
        f"SELECT DISTINCT page FROM {TABLE} WHERE page = ANY(%s) AND leased AND state = ANY(%s)",
        [list(ours), busy],
    )
    return ours - {page for (page,) in cursor.fetchall()}


def renew(pks: Sequence[int], lease: Lease) -> None:
    """Let leases last longer.

    A row that is being written at this moment is left for the next time.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {TABLE} SET lease_until = %s WHERE id IN (SELECT id FROM {TABLE} WHERE id ="
            " ANY(%s) AND lease_owner = %s FOR UPDATE SKIP LOCKED)",
            [lease.until, list(pks), lease.owner],
        )


def reap(*, now: datetime) -> int:
    """Give back deliveries whose lease has ended; returns how many. What was under way counts as
    unknown.
    """
    with connection.cursor() as cursor:
        cursor.execute(BY_INDEX)
        cursor.execute(
            f"SELECT id FROM {TABLE} WHERE leased AND lease_until < %s LIMIT %s FOR UPDATE SKIP"
            " LOCKED",
            [now, REAPED],
        )
        ended = [pk for (pk,) in cursor.fetchall()]
    return sum(_give_back(pk, now) for pk in ended)


def let_go(pks: Sequence[int], *, owner: str, wake_at: datetime) -> None:
    """Give back deliveries that were handed over and not begun."""
    unbegun = Delivery.objects.filter(pk__in=pks, lease_owner=owner)
    unbegun.update(lease_owner="", leased=False, lease_until=None, wake_at=wake_at)


def give_back_all(*, owner: str, now: datetime) -> int:
    """Give back everything that a process still has in work as it ends; returns how many."""
    left = (
        Delivery.objects.filter(leased=True, lease_owner=owner)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
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
