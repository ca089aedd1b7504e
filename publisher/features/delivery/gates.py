"""Reasons to wait before a call: small gates in lists, walked by single deliveries and by flips in
bulk alike.

A gate looks and decides; whoever walks the list acts on what it says. A new reason to wait is a
function here and a place in the lists.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Protocol

from publisher.channels.pacing import FRESH, SOON, Importance
from publisher.channels.port import PageAccess
from publisher.context import Context
from publisher.domain.delivery import Hold, State
from publisher.domain.page import Page
from publisher.domain.reason import NO_REASON, Reason, reason
from publisher.domain.secret import Secret
from publisher.domain.verdict import Refused, Scope
from publisher.features.delivery.stops import Asking, concerning, hear, wait_of
from publisher.store import freezes, page_states
from publisher.store.flips import last_published
from publisher.store.models import Freeze, PageState
from publisher.store.stops import APP, Stopped, flips_wait, opened_since, standing, wakes_at

# Later than this a post is catching up, not merely slow.
LATE = timedelta(minutes=1)
# How long what is not urgent waits for posts that a stop has kept waiting.
AFTER_FLIPS = timedelta(seconds=30)


class Candidate(Protocol):
    """What gates need of a delivery."""

    @property
    def pk(self) -> Any: ...
    @property
    def page(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def campaign(self) -> str: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def latest_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """Why a delivery does not go on now, and what it waits for."""

    reason: Reason = NO_REASON
    # For somebody or something, until it is let go on.
    hold: Hold | None = None
    # For a moment.
    until: datetime | None = None
    # Everything of its page waits for the same: it is parked.
    parks: Refused | None = None
    # So do many others, which are put aside together.
    shared: bool = False
    # It goes on, but nothing else beside it: it tries whether a stop is over.
    alone: bool = False


def access_to(context: Context, slug: str) -> PageAccess | None:
    """The way in to a page; None when the configuration knows it no more, or it has no token."""
    page, token = context.pages.get(slug), context.token(slug)
    return PageAccess(page_id=page.facebook_id, token=token) if page and token else None


class View:
    """What gates look at, read once for all deliveries that are asked about together."""

    def __init__(
        self,
        context: Context,
        asked: Sequence[Candidate],
        *,
        now: datetime,
        importance: Importance = Importance.PUBLISH,
        reads: bool = False,
        alone: bool = False,
        locked: bool = False,
        holding: bool = False,
    ) -> None:
        """`reads`: they only want to look at something; `alone`: it is the only one behind a stop;
        `locked`: stops may be settled, and with `holding` nobody ends a freeze meanwhile."""
        self.context, self.now, self.importance = context, now, importance
        self.reads, self.alone, self.locked = reads, alone, locked
        self._asked, self._holding = asked, holding
        self._tokens: dict[str, Secret | None] = {}
        self._access: dict[str, PageAccess] = {}

    @cached_property
    def freezes(self) -> list[Freeze]:
        """What people have stopped, the oldest first."""
        return freezes.active(lock=self._holding)

    @cached_property
    def parked(self) -> dict[str, PageState]:
        """The pages that are parked."""
        return page_states.parked_pages()

    @cached_property
    def stops(self) -> dict[str, Stopped]:
        """The stops that stand, of the pages and the app."""
        pages = [self._asked[0].page] if len(self._asked) == 1 else None
        return standing(self.now, pages=pages, lock=self.locked)

    @cached_property
    def last(self) -> dict[str, datetime]:
        """When the latest post of each page that keeps a gap went out."""
        pages = {one.page for one in self._asked if self.gap(one)}
        return last_published(pages, now=self.now) if pages else {}

    def page(self, slug: str) -> Page | None:
        """The page, None when the configuration knows it no more."""
        return self.context.pages.get(slug)

    def token(self, slug: str) -> Secret | None:
        """The page's token, None when there is none."""
        if slug not in self._tokens:
            self._tokens[slug] = self.context.token(slug)
        return self._tokens[slug]

    def access(self, slug: str) -> PageAccess:
        """The way in to a page that all gates let pass."""
        if slug not in self._access:
            access = access_to(self.context, slug)
            assert access
            self._access[slug] = access
        return self._access[slug]

    def gap(self, one: Candidate) -> timedelta:
        """What lies between its page's last post and this one: at all times the page's own, and a
        longer one between late posts."""
        page = self.page(one.page)
        own = page.min_gap if page else timedelta()
        return (
            max(own, self.context.config.service.catch_up_gap)
            if self.now - one.due_at > LATE
            else own
        )

    def goes_out(self, one: Candidate) -> None:
        """Count a post as sent for those that are asked about after it."""
        if self.gap(one):
            self.last[one.page] = self.now


Gate = Callable[[View, Candidate], Obstacle | None]


def late(view: View, one: Candidate) -> Obstacle | None:
    """Its time has passed by more than its `max_late`: a person decides."""
    if view.now <= one.latest_at:
        return None
    unapproved = one.state == State.PLANNED
    why = Reason("delivery.too_late_unapproved" if unapproved else "delivery.too_late")
    return Obstacle(hold=Hold.TOO_LATE, reason=why)


def early(view: View, one: Candidate) -> Obstacle | None:
    """Woken before its time, by the end of a freeze or by a new token."""
    return Obstacle(until=one.due_at) if view.now < one.due_at else None


def frozen(view: View, one: Candidate) -> Obstacle | None:
    """A person has stopped everything, its unit or its campaign."""
    if not view.freezes:
        return None
    page = view.page(one.page)
    extents = {("", ""), (page.unit.slug if page else "", ""), ("", one.campaign)}
    freeze = next((item for item in view.freezes if (item.unit, item.campaign) in extents), None)
    if freeze is None:
        return None
    why = reason("delivery.frozen", by=freeze.begun_by, why=freeze.reason)
    return Obstacle(hold=Hold.FROZEN, reason=why)


def turn(view: View, one: Candidate) -> Obstacle | None:
    """Its page's last post is not long enough ago."""
    if not (gap := view.gap(one)):
        return None
    last = view.last.get(one.page)
    return Obstacle(until=last + gap) if last and view.now - last < gap else None


def undeclared(view: View, one: Candidate) -> Obstacle | None:
    """The configuration knows its page no more."""
    if view.page(one.page):
        return None
    return Obstacle(hold=Hold.PAGE_PARKED, reason=reason("delivery.no_such_page", page=one.page))


def parked(view: View, one: Candidate) -> Obstacle | None:
    """Its page waits for another token or role."""
    page = view.parked.get(one.page)
    return Obstacle(hold=Hold.PAGE_PARKED, reason=page.told()) if page else None


def tokenless(view: View, one: Candidate) -> Obstacle | None:
    """Its page has no token yet."""
    if view.token(one.page):
        return None
    return Obstacle(hold=Hold.PAGE_PARKED, reason=_NO_TOKEN.reason, parks=_NO_TOKEN)


def stopped(view: View, one: Candidate) -> Obstacle | None:
    """The channel takes nothing for a while, unless it is this one's turn to try."""
    if not view.stops:
        return None
    wish = asking(view, one)
    if not concerning(wish, view.stops):
        return None
    if not view.locked:
        # Whose turn it is can only be settled under lock.
        return Obstacle(shared=True)
    if until := wait_of(wish, view.stops, now=view.now):
        # What would be too late by then wakes when it is, to be held.
        wakes = wakes_at(one.due_at, one.latest_at, now=view.now, until=until)
        return Obstacle(until=until if view.reads else wakes, shared=True)
    return Obstacle(alone=True)


def asking(view: View, one: Candidate) -> Asking:
    """As what a delivery asks whether it may go on behind a stop."""
    return Asking(pk=one.pk, page=one.page, state=one.state, due_at=one.due_at, reads=view.reads)


def paced(view: View, one: Candidate) -> Obstacle | None:
    """What is left of the limits is for what is more urgent."""
    until = None if view.alone else later_for(view.context, one, view.importance, now=view.now)
    return Obstacle(until=until) if until else None


def later_for(
    context: Context, one: Candidate, importance: Importance, *, now: datetime
) -> datetime | None:
    """Until when a call that is not urgent leaves the page's and the app's limits to those that
    are."""
    if importance is Importance.PREPARE and one.due_at - now <= SOON:
        importance = Importance.PUBLISH
    until = room_from(context, one.page, importance, now)
    # Then it is urgent.
    preparing = importance is Importance.PREPARE
    return min(until, one.due_at - SOON) if until and preparing else until


def room_from(
    context: Context, slug: str, importance: Importance, now: datetime
) -> datetime | None:
    """Until when a call of this importance leaves a page's and the app's limits to what is more
    urgent."""
    if until := context.pace.wait_until(context.pages[slug].facebook_id, importance, now):
        return until
    if importance is Importance.PUBLISH:
        return None
    # What a stop has kept waiting goes out before anything else is prepared or asked.
    freed = opened_since(now - FRESH, pages=[slug])
    return now + AFTER_FLIPS if any(flips_wait(key, now=now) for key in freed) else None


def first(gates: Sequence[Gate], view: View, one: Candidate) -> Obstacle | None:
    """What stands in the way first."""
    for gate in gates:
        if obstacle := gate(view, one):
            return obstacle
    return None


def at_rest(context: Context, slug: str, now: datetime) -> PageAccess | None:
    """A page's access for housekeeping; None while it has no token or calls of ours would harm its
    posts.
    """
    access = access_to(context, slug)
    if access is None or slug in page_states.parked_pages() or standing(now, pages=[slug]):
        return None
    return None if room_from(context, slug, Importance.REST, now) else access


def note_heard(context: Context) -> None:
    """Put stops into their rows that were told by headers alone."""
    if not (heard := context.pace.heard()):
        return
    slugs = {page.facebook_id: slug for slug, page in context.pages.items()} | {APP: APP}
    known = {slugs[key]: said for key, said in heard.items() if key in slugs}
    context.transactions.write(lambda: hear(known, now=context.clock(), spread=context.jitter))
    context.pace.noted(heard)


_NO_TOKEN = Refused(reason=Reason("delivery.no_token"), scope=Scope.PAGE)

# Before any call: the page and its token are there, and the channel takes calls.
LOOK: list[Gate] = [undeclared, parked, tokenless, stopped, paced]
# Before something is prepared that nobody sees yet.
PREPARE: list[Gate] = [late, frozen]
# Before a post becomes public.
FLIP: list[Gate] = [late, frozen, early, turn, *LOOK]
# What goes stage by stage anyway may still be put aside together with others.
TOGETHER: list[Gate] = [late, *LOOK]
# While the channel itself is to publish it.
HANDED_OVER: list[Gate] = [frozen]
# Before words of the unit's appear below its post.
COMMENT: list[Gate] = [frozen]
