"""Plain flips in bulk: drafts that are due, on pages where nothing stands in the way.

All else goes stage by stage.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from publisher.channels.port import PageAccess
from publisher.context import Context
from publisher.domain.delivery import State
from publisher.domain.route import RouteName
from publisher.domain.verdict import Published, Setback
from publisher.features.delivery import gates
from publisher.features.delivery.aftercare import AFTERCARE_DELAY
from publisher.features.delivery.counters import count_flip, count_published
from publisher.features.delivery.publish import after_flip
from publisher.features.delivery.stage import Stage
from publisher.store import flips as store
from publisher.store import stops as stop_store
from publisher.store.flips import DueFlip, Lease
from publisher.store.models import Attempt, Delivery


class Flip(NamedTuple):
    """A flip that is noted as begun and has to be sent now."""

    delivery: int
    due_at: datetime
    begun_at: datetime
    attempt: int
    page: str
    draft_id: str
    access: PageAccess
    # It went wrong before: not together with others, in case that was why.
    again: bool


class Claimed(NamedTuple):
    """What a claim gives out; leased, all of it."""

    flips: list[Flip]
    # For `advance`.
    others: list[Delivery]
    # How many were due; as many as the limit means that more may be.
    found: int


def claim_flips(
    context: Context, *, owner: str, states: Collection[State], skip: Collection[str], limit: int
) -> Claimed:
    """Lease what is due in one transaction (the caller's); plain flips are begun in it as well."""
    now = context.clock()
    return begin_flips(
        context, store.due(now=now, states=states, skip=skip, limit=limit), Lease(owner), now=now
    )


def begin_flips(context: Context, found: list[DueFlip], lease: Lease, *, now: datetime) -> Claimed:
    """Lease what was found in the same transaction (the caller's), and begin the plain flips.

    A page's further posts are left as they are while one of them is sent: ask again when that has
    come to its end.
    """
    open_, others = _sorted(context, found, lease, now)
    attempts = store.begin(list(open_), lease, now=now)
    flips = [
        Flip(
            due.pk,
            due.due_at,
            now,
            attempts[due.pk],
            due.page,
            due.draft_id,
            open_[due.pk],
            due.setbacks > 0,
        )
        for due in found
        if due.pk in attempts
    ]
    # A page whose flip is on its way keeps its other posts waiting: what it did last is not written
    # yet.
    sending = {flip.page for flip in flips}
    return Claimed(
        flips,
        store.lease([due.pk for due in others if due.page not in sending], lease),
        len(found),
    )


def _sorted(
    context: Context, found: list[DueFlip], lease: Lease, now: datetime
) -> tuple[dict[int, PageAccess], list[DueFlip]]:
    """The plain flips at whose gates nothing stands in the way, and all others that go stage by
    stage.

    What waits with many others is put aside with them, however much it is.
    """
    view = gates.View(context, found, now=now, locked=True)
    looks = gates.View(context, found, now=now, locked=True, reads=True)
    # One look at the stops: who is to try is settled once.
    looks.stops = view.stops
    open_: dict[int, PageAccess] = {}
    others: list[DueFlip] = []
    waiting: dict[datetime, list[int]] = {}
    plain = _plain_names(context)
    for due in found:
        untouched = due.scheduled_for is None and not due.recall_id
        shows = untouched and due.state == State.PREPARED
        seen = looks if not untouched or due.state == State.UNKNOWN else view
        obstacle = gates.first(gates.FLIP if shows else gates.TOGETHER, seen, due)
        if obstacle and obstacle.shared and obstacle.until:
            waiting.setdefault(obstacle.until, []).append(due.pk)
        elif obstacle or not (shows and due.sequence in plain and due.draft_id):
            others.append(due)
        else:
            view.goes_out(due)
            open_[due.pk] = view.access(due.page)
    for until, pks in waiting.items():
        stop_store.wait(pks, owner=lease.after, now=now, until=until)
    return open_, others


def _plain_names(context: Context) -> frozenset[str]:
    """The routes whose flips are made in bulk; rows of before there was a choice are drafts."""
    route = context.channel.route
    names = {name for name in RouteName if route(name).traits.together}
    return frozenset(names | {""} if RouteName.DRAFT in names else names)


def send(context: Context, flip: Flip) -> Published | Setback:
    """The one call."""
    context.counter.raise_to(flip.attempt)
    return context.channel.flip(flip.access, flip.draft_id)


def send_together(context: Context, flips: Sequence[Flip]) -> list[Published | Setback]:
    """One call for flips of as many pages; each has its own answer, in their order."""
    if len(flips) == 1:
        return [send(context, flips[0])]
    context.counter.raise_to(max(flip.attempt for flip in flips))
    return context.channel.flip_together([(flip.access, flip.draft_id) for flip in flips])


def end_flips(context: Context, done: list[Flip], *, owner: str) -> None:
    """Note in one transaction (the caller's) that posts became public."""
    now = context.clock()
    pairs = [(flip.delivery, flip.attempt) for flip in done]
    store.end(pairs, owner=owner, now=now, wake_at=now + AFTERCARE_DELAY)
    for flip in done:
        count_flip(now - flip.begun_at)
        count_published(now - flip.due_at)


def take_back(context: Context, unsent: Iterable[Flip], *, owner: str) -> None:
    """Undo in one transaction (the caller's) what was begun and not sent."""
    store.take_back(
        [(flip.delivery, flip.attempt) for flip in unsent], owner=owner, now=context.clock()
    )


def go_on(context: Context, flip: Flip, answer: Published | Setback) -> None:
    """Go on from an answer that is not plainly "published"."""
    row = Delivery.objects.select_related("revision").get(pk=flip.delivery)
    stage = Stage(context, row)
    step = stage.route.flip(stage.posting(flip.access))
    assert step
    stage.take_end(Attempt(pk=flip.attempt, step=step.name, started_at=flip.begun_at), answer)
    after_flip(stage, step, answer)
