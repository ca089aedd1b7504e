"""Calls on deliveries, approvals and freezes."""

from typing import Annotated

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Status
from ninja.errors import HttpError

from publisher.domain.delivery import State
from publisher.domain.roles import Ability
from publisher.features.delivery.amend import edit, remove
from publisher.features.people.api_keys import KeyScope
from publisher.features.review import approvals
from publisher.features.review.approvals import NotShown, Waiting
from publisher.features.scheduling import missed, reschedule
from publisher.features.scheduling.freeze import Extent, freeze, unfreeze
from publisher.store import freezes
from publisher.store.models import Delivery, Freeze
from publisher.web.api.door import ERRORS, REPEATABLE, api, needs
from publisher.web.api.repeats import KEYED
from publisher.web.api.shapes import (
    AmendIn,
    ApproveIn,
    DeliveryFilter,
    DeliveryOut,
    DoneOut,
    DropIn,
    FreezeIn,
    FreezeOut,
    Key,
    MoveIn,
    ReasonIn,
    SendBackIn,
    WaitingOut,
)
from publisher.web.approvals.views import say_yes
from publisher.web.shared import access
from publisher.web.shared.context import context_of
from publisher.web.shared.languages import language, say


@api.get("/deliveries", response={200: list[DeliveryOut], **ERRORS})
@needs(KeyScope.READ)
def list_deliveries(request: HttpRequest, wanted: Query[DeliveryFilter]) -> list[DeliveryOut]:
    """Deliveries by due time."""
    rows = access.deliveries(request)
    named = {
        "page": wanted.page,
        "campaign": wanted.campaign,
        "entry_id": wanted.entry,
        "state": wanted.state,
    }
    rows = rows.filter(**{name: value for name, value in named.items() if value})
    rows = rows.due_from(wanted.since) if wanted.since else rows
    rows = rows.due_before(wanted.until) if wanted.until else rows
    chosen = rows.order_by("due_at", "pk")[wanted.offset : wanted.offset + wanted.limit]
    return [_delivery(row) for row in chosen]


@api.get("/deliveries/{int:pk}", response={200: DeliveryOut, **ERRORS})
@needs(KeyScope.READ)
def read_delivery(request: HttpRequest, pk: Key) -> DeliveryOut:
    """One delivery."""
    return _delivery(access.delivery(request, pk))


@api.post("/deliveries/move", response={200: DoneOut, **REPEATABLE}, openapi_extra=KEYED)
@needs(KeyScope.WRITE)
def move_deliveries(request: HttpRequest, given: MoveIn) -> DoneOut:
    """Give deliveries another time; their approval stands."""
    rows = access.some_deliveries(request, given.deliveries, Ability.SCHEDULE)
    moved = reschedule.move(
        access.in_name_of(request), rows, at=given.at, now=context_of(request).clock()
    )
    context_of(request).poke()
    return DoneOut(count=moved.count, problems=[say(one) for one in moved.problems])


@api.post("/deliveries/drop", response={200: DoneOut, **REPEATABLE}, openapi_extra=KEYED)
@needs(KeyScope.WRITE)
def drop_deliveries(request: HttpRequest, given: DropIn) -> DoneOut:
    """Leave deliveries out."""
    rows = access.some_deliveries(request, given.deliveries, Ability.SCHEDULE)
    moved = reschedule.skip(access.in_name_of(request), rows, now=context_of(request).clock())
    context_of(request).poke()
    return DoneOut(count=moved.count, problems=[say(one) for one in moved.problems])


@api.post("/deliveries/now", response={200: DoneOut, **REPEATABLE}, openapi_extra=KEYED)
@needs(KeyScope.WRITE)
def send_now(request: HttpRequest, given: DropIn) -> DoneOut:
    """Send what was missed at once."""
    rows = access.some_deliveries(request, given.deliveries, Ability.SCHEDULE)
    now = context_of(request).clock()
    count = missed.reschedule(access.in_name_of(request), rows, at=now, now=now)
    context_of(request).poke()
    return DoneOut(count=count)


@api.post("/deliveries/retry", response={200: DoneOut, **REPEATABLE}, openapi_extra=KEYED)
@needs(KeyScope.WRITE)
def retry_deliveries(request: HttpRequest, given: DropIn) -> DoneOut:
    """Send what Facebook refused once more."""
    rows = access.some_deliveries(request, given.deliveries, Ability.SCHEDULE)
    refused = [row for row in rows if row.state == State.REFUSED]
    count = reschedule.retry(access.in_name_of(request), refused, now=context_of(request).clock())
    context_of(request).poke()
    return DoneOut(count=count)


@api.post(
    "/deliveries/{int:pk}/edit", response={200: DeliveryOut, **REPEATABLE}, openapi_extra=KEYED
)
@needs(KeyScope.APPROVE)
def edit_public(request: HttpRequest, pk: Key, given: AmendIn) -> DeliveryOut:
    """Give a public post other words; pictures and link of a post cannot be changed at Facebook."""
    row = access.public_delivery(request, pk)
    edit(access.in_name_of(request), row, given.text, now=context_of(request).clock())
    return _delivery(access.delivery(request, pk))


@api.post(
    "/deliveries/{int:pk}/remove", response={200: DeliveryOut, **REPEATABLE}, openapi_extra=KEYED
)
@needs(KeyScope.APPROVE)
def remove_public(request: HttpRequest, pk: Key, given: ReasonIn) -> DeliveryOut:
    """Take a public post down."""
    row = access.public_delivery(request, pk)
    remove(access.in_name_of(request), row, given.reason, now=context_of(request).clock())
    return _delivery(access.delivery(request, pk))


@api.get("/freezes", response={200: list[FreezeOut], **ERRORS})
@needs(KeyScope.READ)
def list_freezes(request: HttpRequest) -> list[FreezeOut]:
    """What is stopped now."""
    seen = access.standing_of(request).units(Ability.SEE)
    return [_freeze(row) for row in freezes.active() if not row.unit or row.unit in seen]


@api.post("/freezes", response={201: FreezeOut, **REPEATABLE}, openapi_extra=KEYED)
@needs(KeyScope.APPROVE)
def begin_freeze(request: HttpRequest, given: FreezeIn) -> Status[FreezeOut]:
    """Stop everything, a unit or a campaign."""
    if given.unit and given.campaign:
        raise HttpError(422, _("Chọn một đơn vị hoặc một chiến dịch."))
    extent = Extent(unit=given.unit, campaign=given.campaign)
    access.may_freeze(request, extent)
    begun = freeze(
        context_of(request).transactions,
        extent,
        reason=given.reason,
        by=access.doer_of(request),
        now=context_of(request).clock(),
        pages=context_of(request).pages,
    )
    context_of(request).poke()
    return Status(201, _freeze(begun))


@api.delete("/freezes/{int:pk}", response={200: DoneOut, **ERRORS})
@needs(KeyScope.APPROVE)
def end_freeze(request: HttpRequest, pk: Key) -> DoneOut:
    """Let go on."""
    found = next((row for row in freezes.active() if row.pk == pk), None)
    if found is None:
        raise Http404
    extent = Extent(unit=found.unit, campaign=found.campaign)
    access.may_freeze(request, extent)
    count = unfreeze(
        context_of(request).transactions,
        extent,
        by=access.doer_of(request),
        now=context_of(request).clock(),
        pages=context_of(request).pages,
    )
    context_of(request).poke()
    return DoneOut(count=count)


@api.get("/approvals", response={200: list[WaitingOut], **ERRORS})
@needs(KeyScope.READ)
def list_waiting(
    request: HttpRequest, limit: Annotated[int, Query(ge=1, le=100)] = 50
) -> list[WaitingOut]:
    """What waits for approval, as it would appear."""
    pages = access.pages(request)
    rows = approvals.rows_waiting(pages)[:limit]
    items = [approvals.shown(row, pages[row.page], context_of(request).pictures) for row in rows]
    return [_waiting(item) for item in items if not isinstance(item, NotShown)]


@api.post("/approvals", response={200: DoneOut, **REPEATABLE}, openapi_extra=KEYED)
@needs(KeyScope.APPROVE)
def approve(request: HttpRequest, given: ApproveIn) -> DoneOut:
    """Approve deliveries as they were shown; what changed since is not approved."""
    done, changed = say_yes(request, {one.id: one.digest for one in given.seen})
    return DoneOut(
        count=done,
        problems=[_("%d lượt đã khác hoặc không còn chờ duyệt.") % changed] if changed else [],
    )


@api.post("/approvals/send-back", response={200: DoneOut, **REPEATABLE}, openapi_extra=KEYED)
@needs(KeyScope.APPROVE)
def send_back(request: HttpRequest, given: SendBackIn) -> DoneOut:
    """Ask for changes."""
    rows = access.some_deliveries(request, given.deliveries, Ability.APPROVE)
    count = approvals.send_back(
        context_of(request).transactions,
        rows,
        given.comment,
        by=access.doer_of(request),
        now=context_of(request).clock(),
        pages=context_of(request).pages,
    )
    context_of(request).poke()
    return DoneOut(count=count)


def _delivery(row: Delivery) -> DeliveryOut:
    return DeliveryOut(
        id=row.pk,
        entry=row.entry_id,
        page=row.page,
        campaign=row.campaign,
        due_at=row.due_at,
        state=row.state,
        hold=row.hold,
        reason=row.reason.said(language()),
        sent_back=row.sent_back,
        approved_by=row.approved_by,
        published_at=row.published_at,
        address=row.address,
    )


def _waiting(item: Waiting) -> WaitingOut:
    return WaitingOut(
        id=item.row.pk,
        page=item.row.page,
        due_at=item.row.due_at,
        text=item.message.text,
        link=item.message.link or "",
        first_comment=item.message.first_comment or "",
        pictures=[picture.digest for picture in item.pictures],
        digest=item.digest,
    )


def _freeze(row: Freeze) -> FreezeOut:
    return FreezeOut(
        id=row.pk,
        unit=row.unit,
        campaign=row.campaign,
        reason=row.reason,
        begun_by=row.begun_by,
        begun_at=row.begun_at,
    )
