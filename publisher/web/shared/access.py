"""Who may: every view and every call of the API loads through here, so that none can forget to
ask."""

from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path
from typing import cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from publisher.context import Context
from publisher.domain.actor import Actor
from publisher.domain.delivery import State
from publisher.domain.entry import ALL_PAGES, Campaign, Entry
from publisher.domain.page import Page, Unit
from publisher.domain.roles import Ability
from publisher.features.people.accounts import Standing, doer, standing
from publisher.features.scheduling.freeze import Extent
from publisher.queuefiles.checks import Known
from publisher.store.activity_log import What
from publisher.store.models import Action, ApiToken, Delivery, Draft, Person, PlanImport, Upload
from publisher.store.querysets import DeliveryQuerySet
from publisher.web.shared.context import context_of


def person(request: HttpRequest) -> Person:
    """Who asks; the sign-in middleware has let nobody else through."""
    found = request.user
    assert isinstance(found, Person)
    return found


def doer_of(request: HttpRequest) -> Actor:
    """The person as one who does something: what approvals and the log keep.

    Also the key that a program came with.
    """
    key = getattr(request, "auth", None)
    return doer(person(request), key=key.pk if isinstance(key, ApiToken) else None)


def standing_of(request: HttpRequest) -> Standing:
    """What the person may do, computed once a request."""
    kept = getattr(request, "standing", None)
    if kept is None:
        kept = standing(person(request), list(context_of(request).config.units))
        request.standing = kept  # type: ignore[attr-defined]
    return cast(Standing, kept)


def require(request: HttpRequest, ability: Ability, unit: str | None = None) -> None:
    """Refuse unless the person may do something in a unit (None: in any).

    Raises PermissionDenied.
    """
    own = standing_of(request)
    if not (own.may(ability, unit) if unit is not None else own.units(ability)):
        raise PermissionDenied


def require_everywhere(request: HttpRequest, ability: Ability) -> None:
    """Refuse unless the person may do something that concerns all units.

    Raises PermissionDenied.
    """
    if not standing_of(request).may_everywhere(ability):
        raise PermissionDenied


def units(request: HttpRequest, ability: Ability = Ability.SEE) -> list[Unit]:
    """The units in which the person may do something."""
    allowed = standing_of(request).units(ability)
    return [unit for slug, unit in context_of(request).config.units.items() if slug in allowed]


def unit(request: HttpRequest, slug: str, ability: Ability = Ability.SEE) -> Unit:
    """A unit. Raises Http404 when the person may not see it, PermissionDenied when not do this."""
    found = context_of(request).config.units.get(slug)
    if found is None or not standing_of(request).may(Ability.SEE, slug):
        raise Http404
    require(request, ability, slug)
    return found


def pages(request: HttpRequest, ability: Ability = Ability.SEE) -> dict[str, Page]:
    """The pages of those units, by slug."""
    allowed = standing_of(request).units(ability)
    return {
        slug: page for slug, page in context_of(request).pages.items() if page.unit.slug in allowed
    }


def page(request: HttpRequest, slug: str, ability: Ability = Ability.SEE) -> Page:
    """A page. Raises Http404 when the person may not see it, PermissionDenied when not do this."""
    found = context_of(request).pages.get(slug)
    if found is None:
        raise Http404
    unit(request, found.unit.slug, ability)
    return found


def deliveries(request: HttpRequest, ability: Ability = Ability.SEE) -> DeliveryQuerySet:
    """The deliveries with which the person may do something."""
    allowed = standing_of(request).units(ability)
    if allowed == context_of(request).config.units.keys() and standing_of(request).everywhere:
        # Pages that left the configuration belong to no unit: only who sees all units sees what
        # went there.
        return Delivery.objects.all()
    return Delivery.objects.filter(page__in=list(pages(request, ability)))


def delivery(request: HttpRequest, pk: int, ability: Ability = Ability.SEE) -> Delivery:
    """A delivery with its revision.

    Raises Http404 when it may not be seen, PermissionDenied when not this be done.
    """
    found = deliveries(request).filter(pk=pk).select_related("revision").first()
    if found is None:
        raise Http404
    if ability is not Ability.SEE and found.page in context_of(request).pages:
        page(request, found.page, ability)
    elif ability is not Ability.SEE:
        require_everywhere(request, ability)
    return found


def some_deliveries(
    request: HttpRequest, keys: Collection[int], ability: Ability
) -> list[Delivery]:
    """Deliveries by key, each one checked as `delivery` does."""
    found = list(
        deliveries(request)
        .filter(pk__in=list(keys))
        .select_related("revision")
        .order_by("due_at", "pk")
    )
    if len(found) != len(set(keys)):
        raise Http404
    for slug in {row.page for row in found}:
        page(request, slug, ability)
    return found


def entry_units(request: HttpRequest, item: Entry | Campaign) -> set[str]:
    """The units on whose pages an entry or a campaign appears."""
    known = context_of(request).pages
    if ALL_PAGES in item.pages:
        return set(context_of(request).config.units)
    # Pages with a version of their own stand in the same file: who changes it changes theirs.
    return {known[slug].unit.slug for slug in item.pages if slug in known}


def sees(request: HttpRequest, item: Entry | Campaign) -> bool:
    """Whether an entry or a campaign appears on a page that the person sees."""
    return bool(entry_units(request, item) & standing_of(request).units(Ability.SEE))


def may_change(request: HttpRequest, item: Entry | Campaign) -> bool:
    """Whether the person may change an entry or a campaign: editors of all its units, writers
    what they wrote."""
    own, touched = standing_of(request), entry_units(request, item)
    if ALL_PAGES in item.pages and own.everywhere is None and touched != own.units(Ability.WRITE):
        return False
    if touched and touched <= own.units(Ability.EDIT):
        return True
    return (
        bool(touched)
        and touched <= own.units(Ability.WRITE)
        and isinstance(item, Entry)
        and wrote(request, item.id)
    )


def wrote(request: HttpRequest, entry_id: str) -> bool:
    """Whether the person queued an entry."""
    return Action.objects.filter(
        entry_id=entry_id, what=What.WRITE.value, login=person(request).login
    ).exists()


def writable_pages(request: HttpRequest, slugs: Iterable[str]) -> list[Page]:
    """Pages on which the person may queue something.

    Raises PermissionDenied when one is not among them.
    """
    allowed = pages(request, Ability.WRITE)
    wanted = list(slugs)
    if any(slug not in allowed for slug in wanted):
        raise PermissionDenied
    return [allowed[slug] for slug in wanted]


def uploads(request: HttpRequest) -> "QuerySet[Upload]":
    """The photos of the gallery that the person may use."""
    own = standing_of(request)
    shared = ["*"] if own.everywhere else []
    return Upload.objects.filter(unit__in=[*own.units(Ability.SEE), *shared])


def upload(request: HttpRequest, pk: int) -> Upload:
    """A photo of the gallery. Raises Http404."""
    found = uploads(request).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def in_name_of(request: HttpRequest) -> Context:
    """What use cases work with, in the person's name."""
    return context_of(request).by(doer_of(request))


def known(request: HttpRequest) -> Known:
    """What the person's queue files may refer to: of photos and videos those of the gallery that
    the person may use.

    Every view that writes to the queue takes it from here, so that none can forget to ask.
    """
    everything = context_of(request).queue.known()
    if standing_of(request).everywhere:
        return everything
    folder, own = (context_of(request).config.queue / "photos").resolve(), uploads(request)

    @cache
    def may_use(path: Path) -> bool:
        return path.parent == folder and own.filter(file=path.name).exists()

    return everything._replace(may_use=may_use)


def plan_imports(request: HttpRequest) -> "QuerySet[PlanImport]":
    """The plans that the person uploaded."""
    return PlanImport.objects.filter(person=person(request)).order_by("-created_at")


def plan_import(request: HttpRequest, pk: UUID) -> PlanImport:
    """A plan that the person uploaded. Raises Http404."""
    found = plan_imports(request).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def drafts(request: HttpRequest) -> "QuerySet[Draft]":
    """What the person is writing."""
    mine = Draft.objects.filter(person=person(request)).unqueued()
    return mine.order_by("-updated_at")


def public_delivery(request: HttpRequest, pk: int) -> Delivery:
    """A public post that the person may amend. Raises Http404 or PermissionDenied."""
    row = delivery(request, pk, Ability.AMEND)
    if row.state != State.PUBLISHED or row.removed_at or row.page not in context_of(request).pages:
        raise Http404
    return row


def may_freeze(request: HttpRequest, extent: Extent) -> None:
    """Refuse who may not stop or let go on something. Raises Http404 or PermissionDenied."""
    if extent.unit:
        unit(request, extent.unit, Ability.FREEZE)
    elif extent.campaign:
        found = [
            one for one in context_of(request).queue.queue().campaigns if one.id == extent.campaign
        ]
        own = standing_of(request).units(Ability.FREEZE)
        # A campaign that is gone from the queue belongs to nobody's unit any more.
        if not all(entry_units(request, one) <= own for one in found) or not own:
            raise PermissionDenied
    else:
        require_everywhere(request, Ability.FREEZE)
