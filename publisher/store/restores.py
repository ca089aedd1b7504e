"""Older databases in the place of newer ones, and what is held back because of it.

Runs inside transactions.
"""

from collections.abc import Collection
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Max, Q

from publisher.domain.delivery import Hold, State, check_move
from publisher.domain.reason import Reason
from publisher.domain.route import RouteName
from publisher.store.models import Attempt, Delivery, Node, PageState, Person, Restore, ServiceSign
from publisher.store.reason_columns import asking

# Nothing of these was begun that an older database could not find again by its id.
NOT_BEGUN = (State.PLANNED.value, State.APPROVED.value)
# Of these only the words tell whether they are public.
WITHOUT_DRAFT = ("", RouteName.DIRECT.value, RouteName.PHOTO_STORY.value)


def attempts() -> int:
    """The number of the last attempt that this database gave out, those that were deleted since
    included."""
    kept = Attempt.objects.aggregate(last=Max("pk"))["last"] or 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT last_value, is_called FROM {Attempt._meta.db_table}_id_seq")
            [(last, called)] = cursor.fetchall()
            return max(kept, last if called else 0)
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [Attempt._meta.db_table])
        found = cursor.fetchone()
    return max(kept, found[0] if found else 0)


def go_on_from(number: int) -> None:
    """Let the next attempt have a higher number than this."""
    if not number:
        return
    table = Attempt._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, number])
            return
        cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [number, table])
        if not cursor.rowcount:
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number]
            )


def count_on() -> int:
    """Take the next number for no attempt: this database has come so far; returns it."""
    if connection.vendor != "postgresql":
        number = attempts() + 1
        go_on_from(number)
        return number
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Attempt._meta.db_table])
        [(number,)] = cursor.fetchall()
    return int(number)


def void_sessions() -> int:
    """Everybody signs in again; returns how many sessions ended.

    On an older database who had signed out since, or lost the password, would be signed in again.
    """
    count, _ = Session.objects.all().delete()
    return count


def is_blank() -> bool:
    """Whether nobody ever worked with this database."""
    return not Person.objects.exists() and not Delivery.objects.exists()


def last_sign() -> datetime | None:
    """The latest moment that this database knows of; None when it knows of none."""
    found = (
        ServiceSign.objects.aggregate(at=Max("seen_at"))["at"],
        Node.objects.aggregate(at=Max("seen_at"))["at"],
        Attempt.objects.aggregate(at=Max("started_at"))["at"],
    )
    return max((at for at in found if at), default=None)


def note(*, since: datetime | None, now: datetime) -> Restore:
    """Keep that an older database was found; `since` is the last thing that it knows of. What
    accounts show is held against what is planned anew."""
    PageState.objects.update(compared_at=None)
    return Restore.objects.create(found_at=now, since=since)


def unplanned() -> Restore | None:
    """The restore after which the queue was not planned as a whole yet; None when there is none."""
    return Restore.objects.filter(planned_at=None).order_by("found_at").last()


def planned(*, now: datetime) -> None:
    """Note that the whole queue was planned: what is new from here on was written after the
    restore."""
    Restore.objects.filter(planned_at=None).update(planned_at=now)


def hold(*, due_by: datetime, pages: Collection[str] | None, reason: Reason) -> int:
    """Hold what is due by a time, of some pages (None: all), and may be public unknown to us;
    returns how many.
    """
    uncertain = Q(state__in=NOT_BEGUN) | Q(
        state=State.PREPARED.value, sequence__in=WITHOUT_DRAFT, draft_id=""
    )
    rows = Delivery.objects.filter(uncertain, due_at__lte=due_by, lease_owner="")
    if pages is not None:
        rows = rows.filter(page__in=list(pages))
    held = 0
    for state in (*NOT_BEGUN, State.PREPARED.value):
        check_move(State(state), State.HELD)
        held += rows.filter(state=state).update(
            state=State.HELD.value,
            hold=Hold.RESTORED.value,
            held_from=state,
            wake_at=None,
            **asking(reason),
        )
    return held
