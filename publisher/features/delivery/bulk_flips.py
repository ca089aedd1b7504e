"""Plain flips in bulk: drafts that are due, on pages where nothing stands in the way.

All else goes stage by stage.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from publisher.channels.pacing import Importance
from publisher.channels.port import PageAccess
from publisher.context import Context
from publisher.domain.delivery import State
from publisher.domain.page import Page
from publisher.domain.route import RouteName as Way
from publisher.domain.verdict import Published, Setback
from publisher.features.delivery.aftercare import Aftercare
from publisher.features.delivery.counters import count_flip, count_published
from publisher.features.delivery.stops import Asking, wait_of
from publisher.features.delivery.toolbox import AFTERCARE_DELAY, LATE
from publisher.store import flips as store
from publisher.store import freezes
from publisher.store import page_states as page_store
from publisher.store import stops as stop_store
from publisher.store.flips import DueFlip, Lease
from publisher.store.models import Attempt, Delivery, Freeze
from publisher.store.stops import APP, Stopped

PLAIN = ("", Way.DRAFT.value)


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
    desk: Context, *, owner: str, states: Collection[State], skip: Collection[str], limit: int
) -> Claimed:
    """Lease what is due in one transaction (the caller's); plain flips are begun in it as well."""
    now = desk.clock()
    return begin_flips(
        desk, store.due(now=now, states=states, skip=skip, limit=limit), Lease(owner), now=now
    )


def begin_flips(desk: Context, found: list[DueFlip], lease: Lease, *, now: datetime) -> Claimed:
    """Lease what was found in the same transaction (the caller's), and begin the plain flips.

    A page's further posts are left as they are while one of them is sent: ask again when that has
    come to its end.
    """
    total, stops = len(found), stop_store.standing(now, lock=True)
    if stops:
        found = _without_those_behind(stops, found, lease, now)
    gate = _Gate(desk, found, stops, now)
    open_ = {due.pk: access for due in found if (access := gate.passes(due))}
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
    others = store.lease(
        [due.pk for due in found if due.pk not in open_ and due.page not in sending], lease
    )
    return Claimed(flips, others, total)


def _without_those_behind(
    stops: dict[str, Stopped], found: list[DueFlip], lease: Lease, now: datetime
) -> list[DueFlip]:
    """Let wait what is behind a stop, however much it is;

    the one that tries remains, and what is too late by now.
    """
    waiting: dict[datetime, list[int]] = {}
    go_on = []
    for due in found:
        asking = Asking(
            pk=due.pk, page=due.page, state=due.state, due_at=due.due_at, reads=_only_looks(due)
        )
        if now <= due.latest_at and (until := wait_of(asking, stops, now=now)):
            waiting.setdefault(until, []).append(due.pk)
        else:
            go_on.append(due)
    for until, pks in waiting.items():
        stop_store.wait(pks, owner=lease.after, now=now, until=until)
    return go_on


def _only_looks(due: DueFlip) -> bool:
    return due.state == State.UNKNOWN or due.scheduled_for is not None or bool(due.recall_id)


def send(desk: Context, flip: Flip) -> Published | Setback:
    """The one call."""
    desk.counter.raise_to(flip.attempt)
    return desk.channel.flip(flip.access, flip.draft_id)


def send_together(desk: Context, flips: Sequence[Flip]) -> list[Published | Setback]:
    """One call for flips of as many pages; each has its own answer, in their order."""
    if len(flips) == 1:
        return [send(desk, flips[0])]
    desk.counter.raise_to(max(flip.attempt for flip in flips))
    return desk.channel.flip_together([(flip.access, flip.draft_id) for flip in flips])


def end_flips(desk: Context, done: list[Flip], *, owner: str) -> None:
    """Note in one transaction (the caller's) that posts became public."""
    now = desk.clock()
    pairs = [(flip.delivery, flip.attempt) for flip in done]
    store.end(pairs, owner=owner, now=now, wake_at=now + AFTERCARE_DELAY)
    for flip in done:
        count_flip(now - flip.begun_at)
        count_published(now - flip.due_at)


def take_back(desk: Context, unsent: Iterable[Flip], *, owner: str) -> None:
    """Undo in one transaction (the caller's) what was begun and not sent."""
    store.take_back(
        [(flip.delivery, flip.attempt) for flip in unsent], owner=owner, now=desk.clock()
    )


def go_on(desk: Context, flip: Flip, answer: Published | Setback) -> None:
    """Go on from an answer that is not plainly "published"."""
    row = Delivery.objects.select_related("revision").get(pk=flip.delivery)
    stage = Aftercare(desk, row)
    stage.take_end(Attempt(pk=flip.attempt, step="flip", started_at=flip.begun_at), answer)
    stage.after_flip(answer)


class _Gate:
    """Whether something stands in the way of a flip, asked once for all that are due together."""

    def __init__(
        self, desk: Context, found: list[DueFlip], stops: Collection[str], now: datetime
    ) -> None:
        self.desk, self.now = desk, now
        # Who tries behind a stop goes stage by stage, alone.
        self.stopped = stops
        self.freezes: list[Freeze] = freezes.active()
        self.parked = page_store.parked_pages()
        pages = {due.page for due in found}
        self.access = {slug: access for slug in pages if (access := self._access(slug))}
        gaps = {due.page for due in found if self._gap(due)}
        self.last = store.last_published(gaps, now=now) if gaps else {}

    def passes(self, due: DueFlip) -> PageAccess | None:
        """The page's access when the flip may be sent now, None when it has to go stage by
        stage."""
        access = self.access.get(due.page)
        if access is None or not self._is_plain(due) or self._is_frozen(due):
            return None
        if gap := self._gap(due):
            last = self.last.get(due.page)
            if last and self.now - last < gap:
                return None
            self.last[due.page] = self.now
        return access

    def _is_plain(self, due: DueFlip) -> bool:
        ours = due.state == State.PREPARED and due.sequence in PLAIN and due.draft_id
        untouched = due.scheduled_for is None and not due.recall_id
        return bool(ours) and untouched and due.due_at <= self.now <= due.latest_at

    def _is_frozen(self, due: DueFlip) -> bool:
        unit = self.desk.pages[due.page].unit.slug
        return any(
            (not freeze.unit and not freeze.campaign)
            or freeze.unit == unit
            or (freeze.campaign and freeze.campaign == due.campaign)
            for freeze in self.freezes
        )

    def _access(self, slug: str) -> PageAccess | None:
        page = self.desk.pages.get(slug)
        if page is None or slug in self.parked or slug in self.stopped or APP in self.stopped:
            return None
        if self.desk.pace.wait_until(page.facebook_id, Importance.PUBLISH, self.now):
            return None
        token = self.desk.token(slug)
        return PageAccess(page_id=page.facebook_id, token=token) if token else None

    def _gap(self, due: DueFlip) -> timedelta:
        page: Page | None = self.desk.pages.get(due.page)
        own = page.min_gap if page else timedelta()
        return (
            max(own, self.desk.config.service.catch_up_gap) if self.now - due.due_at > LATE else own
        )
