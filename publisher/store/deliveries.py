"""Claims, moves and attempts: the transactions by which deliveries live.

Each function expects to run inside one.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Max, Q

from publisher.domain.delivery import Hold, State, check_move
from publisher.domain.errors import Overtaken
from publisher.domain.reason import Reason
from publisher.domain.route import RouteName
from publisher.store.models import Attempt, Delivery
from publisher.store.querysets import RECENT
from publisher.store.reason_columns import asking

# What the process may have died in.
INTERRUPTED = {State.PREPARING: State.APPROVED, State.PUBLISHING: State.UNKNOWN}
LOST = "lost"
SETTLED = "settled"
# Outcomes of calls of which nobody knows whether they took effect, and of those that did.
UNCERTAIN = ("", LOST, "unknown")
DONE = ("accepted", "published", "found")


def claim(
    *, now: datetime, owner: str, states: Collection[State], skip: Collection[str], limit: int
) -> list[Delivery]:
    """Lease up to `limit` deliveries in `states` whose time has come, earliest first, none of
    the pages in `skip`."""
    due = Delivery.objects.filter(wake_at__lte=now, state__in=[state.value for state in states])
    if skip:
        due = due.exclude(page__in=skip)
    ids = list(due.order_by("wake_at", "id").values_list("id", flat=True)[:limit])
    if not ids:
        return []
    # Two statements, not one with a sub-select: PostgreSQL's planner may drop the limit
    # (reference/engine.md).
    Delivery.objects.filter(id__in=ids, wake_at__isnull=False).update(
        wake_at=None, lease_owner=owner, leased=True
    )
    rows = Delivery.objects.filter(id__in=ids, lease_owner=owner).select_related("revision")
    return sorted(rows, key=lambda row: (row.due_at, row.pk))


def next_wake(*, after: datetime | None = None) -> datetime | None:
    """The earliest time at which a delivery needs the engine; with `after` only
    later ones count.
    """
    waiting = Delivery.objects.filter(wake_at__isnull=False)
    if after:
        waiting = waiting.filter(wake_at__gt=after)
    return waiting.order_by("wake_at").values_list("wake_at", flat=True).first()


def move(row: Delivery, to: State, **changes: Any) -> None:
    """Bring a leased delivery into another state and change other columns with it.

    Raises:
        IllegalMove: when the life of a delivery has no such move.
        Overtaken: when the lease was lost.
    """
    check_move(State(row.state), to)
    change(row, state=to.value, **changes)


def change(row: Delivery, **changes: Any) -> None:
    """Change columns of a leased delivery. Raises Overtaken when the lease was lost."""
    if changes.get("lease_owner") == "":
        changes = _over(row) | changes | {"leased": False, "lease_until": None}
    if Delivery.objects.filter(pk=row.pk, lease_owner=row.lease_owner).update(**changes) != 1:
        raise Overtaken("store.overtaken", delivery=row.pk)
    for name, value in changes.items():
        setattr(row, name, value)


def _over(row: Delivery) -> dict[str, Any]:
    """Columns of a delivery that came to the end of a stage and waits for nothing but us: what our
    code fell over there before is over.

    On all others only getting on proves that: a look, or a wait at a gate, tells nothing of a flip.
    """
    waits_for_us = row.state == State.PUBLISHED or row.scheduled_for or row.recall_id
    if not row.stumbles or not waits_for_us:
        return {}
    told = {"reason": "", "next_step": ""} if row.reason.code == "delivery.stumbles" else {}
    return {"stumbles": 0} | told


def begin(row: Delivery, step: str, *, now: datetime) -> Attempt:
    """Note that a call is about to be made."""
    return Attempt.objects.create(delivery_id=row.pk, step=step, started_at=now)


def finish(attempt: Attempt, *, now: datetime, outcome: str, **facts: Any) -> None:
    """Note what came of the call."""
    Attempt.objects.filter(pk=attempt.pk).update(finished_at=now, outcome=outcome, **facts)


def may_have_happened(row: Delivery, step: str) -> bool:
    """Whether a call of this step was made of which nobody knows that it failed."""
    return row.attempts.filter(step=step, outcome__in=UNCERTAIN).exists()


def took_effect(row: Delivery, steps: Collection[str], *, since: datetime) -> bool:
    """Whether one of these calls, made at or after `since`, had an effect or may have had one."""
    lately = row.attempts.filter(step__in=list(steps), started_at__gte=since)
    return lately.filter(outcome__in=[*UNCERTAIN, *DONE]).exists()


def made_at(row: Delivery, steps: Collection[str], *, first: bool = False) -> datetime | None:
    """When the latest of these calls that was answered well was made; the first of them when asked
    for.
    """
    order = "pk" if first else "-pk"
    well = row.attempts.filter(step__in=list(steps), outcome__in=[*DONE, SETTLED]).order_by(order)
    moment: datetime | None = well.values_list("started_at", flat=True).first()
    return moment


def recover(*, now: datetime, running: Collection[int]) -> int:
    """Give back deliveries that a dead worker holds; returns how many. `running` are in work in
    this process.
    """
    leased = Delivery.objects.filter(leased=True).values_list("pk", flat=True)
    orphans = [pk for pk in leased if pk not in running]
    for pk in orphans:
        give_back(pk, now=now, wake_at=now)
    return len(orphans)


def give_back(pk: int, *, now: datetime, wake_at: datetime) -> Delivery:
    """End the lease of a delivery whose worker died or stumbled; what it was in the middle of
    counts as unknown. Returns it as it is then.
    """
    row = Delivery.objects.get(pk=pk)
    open_calls = Attempt.objects.filter(delivery=row, finished_at=None)
    # A draft that was perhaps created holds the photos, and a photo can be part of one post only:
    # upload anew.
    drafting = open_calls.filter(step="create_draft").exists()
    changes: dict[str, Any] = {"photo_ids": [], "photos_at": None} if drafting else {}
    open_calls.update(finished_at=now, outcome=LOST)
    state = State(row.state)
    changes |= {"stumbles": row.stumbles, "reason": row.reason, "next_step": row.next_step}
    if state is State.PUBLISHING:
        # A call that was perhaps made now: whatever was looked for before, it is looked for anew.
        changes |= {"looks": 0}
    if state in INTERRUPTED:
        move(row, INTERRUPTED[state], lease_owner="", wake_at=wake_at, **changes)
    else:
        change(row, lease_owner="", wake_at=wake_at, **changes)
    return row


def last_published(page: str, *, now: datetime) -> datetime | None:
    """When a page's latest post went out, of those that were due within the last days; None when
    there is none.
    """
    recent = Delivery.objects.filter(
        page=page, due_at__gte=now - RECENT, due_at__lte=now, published_at__isnull=False
    )
    latest: datetime | None = recent.aggregate(last=Max("published_at"))["last"]
    return latest


def settle(row: Delivery, step: str) -> None:
    """Note that calls of this step whose end nobody knew are accounted for: what they made is
    found, or not there."""
    row.attempts.filter(step=step, outcome__in=UNCERTAIN).update(outcome=SETTLED)


def is_owned(object_id: str, *, besides: int = 0) -> bool:
    """Whether a post at Facebook belongs to a delivery; to another than `besides` when given."""
    ours = Q(post_id=object_id) | Q(draft_id=object_id) | Q(recall_id=object_id)
    return Delivery.objects.filter(ours).exclude(pk=besides).exists()


def owned(page: str) -> set[str]:
    """The posts at the channel that belong to deliveries of a page."""
    rows = Delivery.objects.filter(page=page).exclude(post_id="", draft_id="")
    return {name for pair in rows.values_list("post_id", "draft_id") for name in pair if name}


def not_begun(page: str) -> list[Delivery]:
    """What is planned on a page, and nobody has begun."""
    states = [State.PLANNED.value, State.APPROVED.value]
    rows = Delivery.objects.filter(page=page, state__in=states, lease_owner="")
    return list(rows.select_related("revision"))


def hold_planned(row: Delivery, hold: Hold, why: Reason, **columns: Any) -> None:
    """Hold a delivery that nobody has begun, unless it has gone on meanwhile."""
    check_move(State(row.state), State.HELD)
    same = Delivery.objects.filter(pk=row.pk, state=row.state, lease_owner="")
    held = {"state": State.HELD.value, "hold": hold.value, "held_from": row.state, "wake_at": None}
    same.update(**held, **asking(why), **columns)


def recall_columns(draft_id: str, scheduled_for: datetime | None) -> dict[str, Any]:
    """The columns by which a delivery lets go of a post that lies with Facebook's scheduler; none
    when it has none.
    """
    if scheduled_for is None:
        return {}
    gone: dict[str, Any] = {
        "draft_id": "",
        "scheduled_for": None,
        "photo_ids": [],
        "photos_at": None,
        "sequence": "",
    }
    return gone | {"recall_id": draft_id}


def in_doubt(*, state: str, sequence: str) -> bool:
    """Whether Facebook's scheduler may hold the post and nobody knows yet: such a delivery must not
    change.

    Seen from the row alone; a hand-over that was only begun looks the same for a moment.
    """
    return state == State.APPROVED and sequence == RouteName.HANDOVER


def campaign_pages(*, now: datetime, until: datetime) -> set[str]:
    """Pages on which something of a campaign is due in a span."""
    rows = Delivery.objects.filter(due_at__gte=now, due_at__lt=until).exclude(campaign="")
    return set(rows.values_list("page", flat=True).distinct())


def loose_photos(page: str, *, older_than: datetime, newer_than: datetime) -> list[str]:
    """Photos that we uploaded to a page within a span and that no delivery uses any more."""
    uploads = Attempt.objects.filter(
        delivery__page=page,
        step="upload_photo",
        outcome="accepted",
        started_at__gte=newer_than,
        started_at__lt=older_than,
    ).exclude(object_id="")
    rows = uploads.values_list("object_id", "delivery__photo_ids", "delivery__draft_id")
    return [name for name, used, draft in rows if name not in used and name != draft]


def note_photo_gone(name: str) -> None:
    """Forget the name of a photo that was deleted, or that Facebook keeps because a post shows
    it."""
    Attempt.objects.filter(step="upload_photo", object_id=name).update(object_id="")
