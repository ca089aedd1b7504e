"""Freezes: what is stopped now, and the deliveries that a stop holds.

Each function expects to run in a transaction.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from publisher.domain.delivery import Hold, State, check_move
from publisher.store.models import Delivery, Freeze


def active(*, lock: bool = False) -> list[Freeze]:
    """The freezes that hold at this moment, the oldest first.

    With `lock` nobody ends them before the caller's transaction does.
    """
    found = Freeze.objects.filter(ended_at=None).order_by("begun_at", "pk")
    return list(found.select_for_update() if lock else found)


def over(*, unit: str, campaign: str) -> Freeze | None:
    """The freeze that stops a delivery of this unit and campaign (empty: of none), or None."""
    wanted = Q(unit="", campaign="") | Q(unit=unit, campaign="")
    if campaign:
        wanted |= Q(unit="", campaign=campaign)
    found = Freeze.objects.filter(wanted, ended_at=None).order_by("begun_at", "pk")
    return found.first()


def begin(*, unit: str, campaign: str, reason: str, by: str, now: datetime) -> Freeze:
    """Stop everything (both empty), a unit or a campaign; the freeze that is there already, if
    there is one.
    """
    found = Freeze.objects.filter(unit=unit, campaign=campaign, ended_at=None).first()
    return found or Freeze.objects.create(
        unit=unit, campaign=campaign, reason=reason, begun_by=by, begun_at=now
    )


def end(*, unit: str, campaign: str, by: str, now: datetime) -> bool:
    """End a freeze; False when there is none of this kind."""
    return bool(
        Freeze.objects.filter(unit=unit, campaign=campaign, ended_at=None).update(
            ended_by=by, ended_at=now
        )
    )


def wake_handed_over(*, pages: Collection[str] | None, campaign: str, now: datetime) -> None:
    """Let the engine look at once at what Facebook's own scheduler holds, of some pages (None:
    all) or a campaign."""
    rows = Delivery.objects.filter(
        state=State.PREPARED.value, scheduled_for__isnull=False, lease_owner=""
    )
    if pages is not None:
        rows = rows.filter(page__in=pages)
    if campaign:
        rows = rows.filter(campaign=campaign)
    rows.update(wake_at=now)


def let_go_on(*, now: datetime, pages_of: dict[str, str]) -> int:
    """Let go on what no freeze stops any more; returns how many. `pages_of`: unit slug by page
    slug.
    """
    held = Delivery.objects.filter(state=State.HELD.value, hold=Hold.FROZEN.value, lease_owner="")
    free = [row for row in held if not over(unit=pages_of.get(row.page, ""), campaign=row.campaign)]
    return sum(_resume(row, now) for row in free)


def _resume(row: Delivery, now: datetime) -> int:
    check_move(State.HELD, State(row.held_from))
    return Delivery.objects.filter(pk=row.pk, state=State.HELD.value, lease_owner="").update(
        state=row.held_from, hold="", held_from="", reason="", next_step="", wake_at=now
    )
