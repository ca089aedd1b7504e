"""What is not out and what asks for a person, counted by page: at the cost of these rows,
however many are finished."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, cast

from django.db.models import Count, Min, Q

from publisher.domain.delivery import Hold, State
from publisher.store.models import Delivery
from publisher.store.querysets import NOT_OUT, RECENT, DeliveryQuerySet
from publisher.store.work_counts import TAKEN_BACK

# What is past its time wakes within so long: the longest wait is behind a block of posting, a day
# and a little.
WAKES = timedelta(hours=27)
# No post was ever due before.
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
# Of these holds the end lets a post go on by itself, while it is not too late.
PASSING = (Hold.PAGE_PARKED, Hold.FROZEN)


class Rows(NamedTuple):
    """Deliveries of a page that stand alike."""

    page: str
    state: State
    hold: str
    number: int
    # Of their due times.
    earliest: datetime


class InWork(NamedTuple):
    """What somebody has in work."""

    late: list[Rows]
    # With a lease that ended long ago.
    stuck: int


def asking(rows: DeliveryQuerySet) -> DeliveryQuerySet:
    """Of some deliveries those that tell a person what to do, but for those that wait for an
    approval."""
    # In the words of the index "asks": with a bound value, or no term on its column, it would not
    # be used.
    worded = rows.due_from(BEGINNING).extra(where=["NOT (publisher_delivery.next_step = '')"])
    return cast("DeliveryQuerySet", worded).exclude(state=State.PLANNED.value)


def asked() -> list[Rows]:
    """What tells a person what to do."""
    found = asking(Delivery.objects.all()).values_list("page", "state", "hold")
    return _rows(found.annotate(Count("pk"), Min("due_at")).order_by())


def repeats_wait() -> bool:
    """Whether something is held because it repeats another."""
    return asking(Delivery.objects.filter(hold=Hold.REPEATED.value)).exists()


def overdue(*, now: datetime) -> list[Rows]:
    """What is past its time, not out, and waits for nobody but us."""
    return [*waiting(now=now), *in_work(now=now).late]


def waiting(*, now: datetime) -> list[Rows]:
    """Of what is overdue that which nobody has in work."""
    late = Delivery.objects.due_before(now).not_out()
    return by_page(late.filter(wake_at__lte=now + WAKES))


def in_work(*, now: datetime) -> InWork:
    """What somebody has, as far as it is overdue, and how much of it nobody took back from who
    died."""
    late = Q(due_at__lt=now, state__in=[state.value for state in NOT_OUT])
    stuck = Q(lease_until__isnull=False, lease_until__lt=now - TAKEN_BACK)
    found = Delivery.objects.filter(leased=True).values_list("page", "state", "hold").order_by()
    groups = list(
        found.annotate(
            late=Count("pk", filter=late),
            earliest=Min("due_at", filter=late),
            stuck=Count("pk", filter=stuck),
        )
    )
    return InWork(
        _rows(group[:5] for group in groups if group[3]), sum(group[5] for group in groups)
    )


def still_unknown(rows: DeliveryQuerySet, *, now: datetime, before: datetime) -> DeliveryQuerySet:
    """Of some deliveries those that were due before a moment and of which nobody knows whether
    they are public; not what `asking` finds."""
    in_work = Q(wake_at__lte=now + WAKES) | Q(leased=True)
    return rows.filter(in_work, state=State.UNKNOWN.value, due_at__lt=before, next_step="")


def held_up(*, now: datetime) -> list[Rows]:
    """What is past its time and held by something that passes, while it may still go out."""
    held = asking(
        Delivery.objects.filter(state=State.HELD.value, hold__in=[hold.value for hold in PASSING])
    )
    late = held.filter(due_at__lt=now, latest_at__gte=now).values_list("page", "state", "hold")
    return _rows(late.annotate(Count("pk"), Min("due_at")).order_by())


def waking_at(moments: Collection[datetime], *, now: datetime) -> list[Rows]:
    """What is not past its time yet and wakes at one of these moments."""
    rows = Delivery.objects.filter(wake_at__in=moments, due_at__gte=now)
    found = rows.exclude(state=State.PUBLISHED.value).values_list("page", "state", "hold")
    return _rows(found.annotate(Count("pk"), Min("due_at")).order_by())


def unapproved(*, now: datetime, until: datetime) -> DeliveryQuerySet:
    """What is due before a moment and waits for an approval, also when its time has passed."""
    return Delivery.objects.due_between(now - RECENT, until).awaiting_approval()


def returned(*, now: datetime) -> DeliveryQuerySet:
    """What an approver sent back."""
    return Delivery.objects.due_from(now - RECENT).sent_back()


def by_page(rows: DeliveryQuerySet) -> list[Rows]:
    """Some deliveries, counted."""
    return _rows(
        rows.values_list("page", "state", "hold").annotate(Count("pk"), Min("due_at")).order_by()
    )


def frozen(campaign: str) -> int:
    """How many deliveries of a campaign are held by a freeze."""
    return asking(Delivery.objects.filter(campaign=campaign, hold=Hold.FROZEN.value)).count()


def unfinished() -> dict[State, int]:
    """How many deliveries there are in each state in which something is still to come."""
    rows = Delivery.objects.exclude(state__in=[State.PUBLISHED.value, State.CANCELLED.value])
    at_rest = asking(rows.filter(wake_at__isnull=True, leased=False))
    counts: dict[State, int] = {}
    for part in (rows.filter(wake_at__isnull=False), rows.filter(leased=True), at_rest):
        for state, number in part.values_list("state").annotate(Count("pk")).order_by():
            counts[State(state)] = counts.get(State(state), 0) + number
    return counts


def _rows(found: Any) -> list[Rows]:
    return [
        Rows(page, State(state), hold, count, earliest)
        for page, state, hold, count, earliest in found
    ]
