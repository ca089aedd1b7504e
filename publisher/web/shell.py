"""What every page shows around its content: the menu by abilities, what waits, what is stopped."""

from typing import NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from publisher import __version__
from publisher.domain.delivery import Hold, State
from publisher.domain.roles import Ability
from publisher.services.reporting import service_pid
from publisher.store.freezes import active
from publisher.store.models import Delivery, Freeze, Person
from publisher.store.pulse import WORKER, live_nodes
from publisher.web import access
from publisher.web.wiring import wiring


class Shell(NamedTuple):
    """The frame of a page."""

    # Names of abilities that the person has in some unit.
    can: frozenset[str]
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
    own, now = access.standing_of(request), wiring().clock()
    rows = access.deliveries(request)
    planned = rows.filter(state=State.PLANNED.value, sent_back="") if own.units(Ability.APPROVE) else rows.none()
    return Shell(
        can=frozenset(ability.value for ability in Ability if own.units(ability)),
        waiting=planned.filter(page__in=list(access.pages(request, Ability.APPROVE))).count(),
        troubles=troubles(rows).count(),
        freezes=[found for found in active() if _concerns(found, own.units(Ability.SEE))],
        serving=service_pid(now=now) is not None,
        working=not wiring().config.clustered or live_nodes(WORKER, now=now) > 0,
        version=__version__,
    )


def troubles(rows: "QuerySet[Delivery]") -> "QuerySet[Delivery]":
    """Of some deliveries those that need a person."""
    bad = rows.filter(state__in=[State.REFUSED.value, State.UNKNOWN.value, State.HELD.value])
    return bad.exclude(hold=Hold.FROZEN.value) | rows.filter(state=State.PUBLISHED.value).exclude(next_step="")


def _concerns(freeze: Freeze, units: frozenset[str]) -> bool:
    return not freeze.unit or freeze.unit in units
