"""What every page shows around its content: the menu by abilities, what waits, what is stopped."""

from datetime import datetime
from typing import NamedTuple

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from publisher import __version__
from publisher.domain.roles import Ability
from publisher.features.reports.attention import UNKNOWN_LONG, service_pid
from publisher.store.attention import asking, still_unknown
from publisher.store.freezes import active
from publisher.store.heartbeats import WORKER, live_nodes
from publisher.store.models import Freeze, Person
from publisher.store.querysets import DeliveryQuerySet
from publisher.web.shared import access
from publisher.web.shared.context import context_of
from publisher.web.shared.menu import SIDE, TABS, MenuLink, menu
from publisher.web.shared.queue_troubles import queue_troubles

# Of a request: how many deliveries and files of the queue need a person.
TROUBLES = "counted_troubles"


class Shell(NamedTuple):
    """The frame of a page."""

    # Names of abilities that the person has in some unit.
    can: frozenset[str]
    side: list[MenuLink]
    tabs: list[MenuLink]
    waiting: int
    troubles: int
    freezes: list[Freeze]
    serving: bool
    # False when a cluster has no worker that lives.
    working: bool
    version: str


def shell(request: HttpRequest) -> dict[str, object]:
    """The context that every template gets; asked for only when a template uses it."""
    if not isinstance(getattr(request, "user", None), Person):
        return {"shell": None}
    return {"shell": SimpleLazyObject(lambda: _shell(request))}


def _shell(request: HttpRequest) -> Shell:
    own, now = access.standing_of(request), context_of(request).clock()
    rows = access.deliveries(request)
    planned = rows.awaiting_approval() if own.units(Ability.APPROVE) else rows.none()
    can = frozenset(ability for ability in Ability if own.units(ability))
    waiting = planned.filter(page__in=list(access.pages(request, Ability.APPROVE))).count()
    known = getattr(request, TROUBLES, None)
    troubles = _troubles(rows, now) + len(queue_troubles(request)) if known is None else known
    counts = {"board": troubles, "approvals": waiting}
    return Shell(
        can=frozenset(ability.value for ability in can),
        side=menu(SIDE, can, counts),
        # A tab that is not there would move the others.
        tabs=menu(TABS, frozenset(Ability), counts),
        waiting=waiting,
        troubles=counts["board"],
        freezes=[found for found in active() if _concerns(found, own.units(Ability.SEE))],
        serving=service_pid(now=now) is not None,
        working=not context_of(request).config.clustered or live_nodes(WORKER, now=now) > 0,
        version=__version__,
    )


def remember_troubles(request: HttpRequest, number: int) -> None:
    """Say how many deliveries and files need a person, where a page has counted them already."""
    setattr(request, TROUBLES, number)


def _troubles(rows: DeliveryQuerySet, now: datetime) -> int:
    """Of some deliveries how many need a person."""
    asked = asking(rows).not_frozen()
    return asked.count() + still_unknown(rows, now=now, before=now - UNKNOWN_LONG).count()


def _concerns(freeze: Freeze, units: frozenset[str]) -> bool:
    return not freeze.unit or freeze.unit in units
