"""Stops: Facebook takes nothing of a page, or of the app ("*"), until one delivery alone has tried
and got through.

Which delivery tries is settled in the stop's row, so there is one over all machines. Each function
expects to run in a transaction.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Q, QuerySet

from publisher.domain.delivery import State
from publisher.domain.reason import Reason
from publisher.domain.verdict import Stop
from publisher.store.models import Delivery, PageState
from publisher.store.querysets import RECENT

APP = "*"
# Nobody tried for so long after it might have been: nothing waited, so the stop is forgotten.
FORGOTTEN = {
    Stop.OFFLINE: timedelta(minutes=10),
    Stop.LIMIT: timedelta(hours=1),
    Stop.BLOCK: timedelta(days=1),
}
# A delivery behind a stop wakes when it is too late for it, to be held. The time itself is not too
# late yet.
TOO_LATE = timedelta(seconds=1)
# The order in which they try: first what has to be public by now, then what is prepared, then all
# else.
FLIPS, PREPARATIONS = (State.PREPARED, State.UNKNOWN), (State.APPROVED,)


class Stopped(NamedTuple):
    """A stop."""

    # A page's slug, or APP.
    page: str
    kind: Stop
    reason: Reason
    since: datetime
    # Nothing is sent before.
    until: datetime
    # By Facebook's word.
    estimated: bool
    # How often somebody tried in vain.
    tries: int
    # The delivery that may try, and until when.
    probe: int | None
    probe_until: datetime | None

    def probed(self, now: datetime) -> int | None:
        """Who tries at this moment."""
        return self.probe if self.probe_until and now < self.probe_until else None

    @property
    def wakes(self) -> list[datetime]:
        """The times at which deliveries behind it wake."""
        return [moment for moment in (self.until, self.probe_until) if moment]


def standing(
    now: datetime, *, pages: Collection[str] | None = None, lock: bool = False
) -> dict[str, Stopped]:
    """The stops that stand, of all pages or of some and the app.

    With `lock` nobody changes them meanwhile.
    """
    rows = PageState.objects.exclude(stop="").order_by("page")
    if pages is not None:
        rows = rows.filter(page__in=[*pages, APP])
    rows = rows.select_for_update() if lock else rows
    return {row.page: stopped(row) for row in rows if stands(row, now)}


def stands(row: PageState, now: datetime) -> bool:
    """Whether what is known of a page is that it is stopped."""
    return (
        bool(row.stop)
        and row.quiet_until is not None
        and now < row.quiet_until + FORGOTTEN[Stop(row.stop)]
    )


def stopped(row: PageState) -> Stopped:
    """The stop of a page that is stopped."""
    assert row.stopped_at
    assert row.quiet_until
    return Stopped(
        row.page,
        Stop(row.stop),
        row.stop_reason,
        row.stopped_at,
        row.quiet_until,
        row.estimated,
        row.stop_tries,
        row.probe,
        row.probe_until,
    )


def begin(
    page: str, kind: Stop, reason: Reason, *, now: datetime, until: datetime, estimated: bool
) -> None:
    """Stop a page or the app, whatever stood there before."""
    PageState.objects.update_or_create(
        page=page,
        defaults={
            "stop": kind.value,
            "stop_reason": reason,
            "stopped_at": now,
            "quiet_until": until,
            "estimated": estimated,
            "stop_tries": 0,
            "probe": None,
            "probe_until": None,
        },
    )


def go_on(stop: Stopped, *, until: datetime, estimated: bool, tries: int) -> None:
    """Nobody got through: the next one tries at `until`."""
    PageState.objects.filter(page=stop.page).update(
        quiet_until=until, estimated=estimated, stop_tries=tries, probe=None, probe_until=None
    )
    _behind(stop).filter(wake_at__in=stop.wakes).update(wake_at=until)


def let_try(stop: Stopped, delivery: int, *, until: datetime) -> Stopped:
    """Let one delivery try, and nobody else until then."""
    PageState.objects.filter(page=stop.page).update(probe=delivery, probe_until=until)
    return stop._replace(probe=delivery, probe_until=until)


def end(stop: Stopped, *, now: datetime) -> None:
    """The way is open: whatever waits behind it goes on."""
    PageState.objects.filter(page=stop.page).update(
        stop="",
        stop_reason="",
        stopped_at=None,
        quiet_until=None,
        probe=None,
        probe_until=None,
        opened_at=now,
    )
    later = _behind(stop).filter(wake_at__gt=now)
    later.filter(wake_at__in=stop.wakes).update(wake_at=now)
    # Those that would have woken to be too late; who waits for another reason looks again and waits
    # on.
    overdue = later.filter(state__in=[State.PREPARED.value, State.APPROVED.value])
    overdue.filter(due_at__gte=now - RECENT, due_at__lte=now).update(wake_at=now)


def opened_since(moment: datetime, *, pages: Collection[str]) -> list[str]:
    """Which of some pages and the app had a stop that came to its end after a moment."""
    rows = PageState.objects.filter(page__in=[*pages, APP], opened_at__gt=moment)
    return list(rows.values_list("page", flat=True))


def most_urgent(stop: Stopped, *, now: datetime, may: Sequence[State], reads: bool) -> int | None:
    """Of what is at hand behind a stop in one of the states, the delivery that is due first.

    Without `reads` only such as would post something.
    """
    rows = at_hand(stop.page, now=now).filter(state__in=[state.value for state in may])
    if not reads:
        rows = rows.exclude(state=State.UNKNOWN.value).filter(scheduled_for__isnull=True)
    return rows.order_by("due_at", "pk").values_list("pk", flat=True).first()


def at_hand(page: str, *, now: datetime) -> "QuerySet[Delivery]":
    """What could go on at this moment on a page or, for APP, everywhere: its time to wake has
    come, or it is taken."""
    rows = Delivery.objects.filter(Q(wake_at__lte=now) | Q(leased=True))
    return rows if page == APP else rows.filter(page=page)


def flips_wait(page: str, *, now: datetime) -> bool:
    """Whether a post that is due could be sent at this moment."""
    return (
        at_hand(page, now=now)
        .filter(state__in=[State.PREPARED.value, State.PUBLISHING.value])
        .exists()
    )


def wait(pks: Collection[int], *, owner: str, now: datetime, until: datetime) -> None:
    """Let deliveries that are due wait behind a stop; `owner`: who has them leased, empty for
    nobody.

    What would be too late by then wakes when it is, to be held.
    """
    rows = Delivery.objects.filter(pk__in=pks)
    rows = rows.filter(lease_owner=owner) if owner else rows.filter(wake_at__isnull=False)
    free = {"lease_owner": "", "leased": False, "lease_until": None} if owner else {}
    for pk, due_at, latest_at in rows.filter(latest_at__lt=until).values_list(
        "pk", "due_at", "latest_at"
    ):
        Delivery.objects.filter(pk=pk).update(
            wake_at=wakes_at(due_at, latest_at, now=now, until=until), **free
        )
    rows.filter(latest_at__gte=until).update(wake_at=until, **free)


def wakes_at(due_at: datetime, latest_at: datetime, *, now: datetime, until: datetime) -> datetime:
    """When a delivery that waits behind a stop until then has to be looked at."""
    return min(until, latest_at + TOO_LATE) if due_at <= now <= latest_at else until


def _behind(stop: Stopped) -> "QuerySet[Delivery]":
    rows = Delivery.objects.filter(leased=False)
    return rows if stop.page == APP else rows.filter(page=stop.page)
