"""One delivery: what it shows, its whole story, and what a person may do about it."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from publisher.domain.delivery import Hold, State
from publisher.domain.errors import CannotAmend, CannotUndo
from publisher.domain.page import Page
from publisher.domain.revision import Revision
from publisher.domain.roles import Ability
from publisher.features.delivery.amend import (
    can_edit,
    edit,
    remove,
    words_of,
)
from publisher.features.press.link_watch import trouble_of
from publisher.features.reports.history import told
from publisher.features.review import approvals
from publisher.features.scheduling import missed as missing
from publisher.features.scheduling import reschedule
from publisher.features.scheduling.reschedule import Rescheduled
from publisher.features.scheduling.undo import undo
from publisher.queuefiles.writing import check
from publisher.store.models import Action, Delivery
from publisher.store.querysets import MISSED
from publisher.web.composer.facebook_preview import mock_of
from publisher.web.deliveries.forms import (
    AmendForm,
    ChosenForm,
    MissedForm,
    MoveForm,
    SendBackForm,
    TakeDownForm,
)
from publisher.web.shared import access
from publisher.web.shared.context import context_of
from publisher.web.shared.delivery_rows import DeliveryRow
from publisher.web.shared.forms import DeskForm, back, refused
from publisher.web.shared.languages import say
from publisher.web.shared.taking_in import then
from publisher.web.shared.zones import zone_of
from publisher.web.templatetags.desk import moment


@require_GET
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """The delivery and its story."""
    row = access.delivery(request, pk)
    page = context_of(request).pages.get(row.page)
    phone = request.GET.get("size") == "phone"
    item = approvals.shown(row, page, context_of(request).pictures) if page else None
    shown = item if isinstance(item, approvals.Waiting) else None
    when = moment(row.published_at or row.due_at, row.page)
    context = {
        "here": "calendar",
        "row": row,
        "told": DeliveryRow([row]),
        "page": page,
        "mock": mock_of(shown, when=when, phone=phone) if shown else None,
        "phone": phone,
        "not_shown": item.reason if isinstance(item, approvals.NotShown) else "",
        "pictures": range(len(shown.pictures)) if shown else [],
        "has_card": shown is not None and any(picture.card for picture in shown.pictures),
        "story": told(row),
        "address": row.address,
        "can": _can(request, row, page is not None),
        "own_time": _own_time(row, context_of(request).clock()),
        "link_trouble": trouble_of(row),
    }
    return render(request, "deliveries/delivery.html", context | _forms(row, page, request.path))


def _own_time(row: Delivery, now: datetime) -> str:
    """The wall clock (ISO) at which a post that only says what is there already may still go out,
    else empty."""
    if row.hold not in (Hold.REPEATED, Hold.SHOWN) or row.due_at <= now:
        return ""
    return row.due_at.astimezone(zone_of(row.page)).replace(tzinfo=None).isoformat()


def _forms(row: Delivery, page: Page | None, address: str) -> dict[str, DeskForm]:
    """The forms about one delivery."""
    at = row.due_at.astimezone(zone_of(row.page)).replace(tzinfo=None)
    words = words_of(Revision.from_json(row.revision.body), page, row) if page else ""
    return {
        "about": ChosenForm(initial={"keys": [row.pk], "next": address}, auto_id=False),
        "move_form": MoveForm(initial={"at": at}),
        "amend_form": AmendForm(initial={"text": words}),
        "take_down_form": TakeDownForm(),
        "send_back_form": SendBackForm(),
    }


@require_POST
def move(request: HttpRequest) -> HttpResponse:
    """Another time for some deliveries: `keys`, and `at` on the wall clock of each page."""
    form = MoveForm(request.POST)
    rows = access.some_deliveries(request, form.chosen(), Ability.SCHEDULE)
    if not form.is_valid():
        return refused(request, form, back(request))
    wall = form.cleaned_data["at"]
    moved = [
        reschedule.move(
            access.in_name_of(request),
            group,
            at=wall.replace(tzinfo=zone_of(group[0].page)),
            now=context_of(request).clock(),
        )
        for group in _by_zone(rows)
    ]
    _tell(request, moved, _("Đã dời sang %s.") % f"{wall:%H:%M} {wall.day}/{wall.month}")
    return back(request)


@require_POST
def now(request: HttpRequest) -> HttpResponse:
    """Send what was missed at once."""
    rows = access.some_deliveries(request, ChosenForm(request.POST).chosen(), Ability.SCHEDULE)
    moment_now = context_of(request).clock()
    count = missing.reschedule(access.in_name_of(request), rows, at=moment_now, now=moment_now)
    context_of(request).poke()
    _say(
        request,
        count,
        len(rows),
        ngettext("%d lượt sẽ đăng ngay.", "%d lượt sẽ đăng ngay.", count) % count,
    )
    return back(request)


@require_POST
def adopt(request: HttpRequest) -> HttpResponse:
    """Take the posts that the page shows for what was planned."""
    rows = access.some_deliveries(request, ChosenForm(request.POST).chosen(), Ability.SCHEDULE)
    count = missing.adopt(access.in_name_of(request), rows, now=context_of(request).clock())
    _say(request, count, len(rows), _("Đã ghi nhận là đã đăng; không gửi gì lên trang."))
    return back(request)


@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Leave deliveries out."""
    rows = access.some_deliveries(request, ChosenForm(request.POST).chosen(), Ability.SCHEDULE)
    moved = reschedule.skip(access.in_name_of(request), rows, now=context_of(request).clock())
    _tell(
        request,
        [moved],
        ngettext("Đã bỏ %d lượt đăng.", "Đã bỏ %d lượt đăng.", moved.count) % moved.count,
    )
    return back(request)


@require_POST
def retry(request: HttpRequest) -> HttpResponse:
    """Send what Facebook refused once more."""
    rows = access.some_deliveries(request, ChosenForm(request.POST).chosen(), Ability.SCHEDULE)
    refused = [row for row in rows if row.state == State.REFUSED]
    count = reschedule.retry(access.in_name_of(request), refused, now=context_of(request).clock())
    context_of(request).poke()
    _say(request, count, len(rows), _("Đang gửi lại."))
    return back(request)


@require_POST
def ask_again(request: HttpRequest) -> HttpResponse:
    """Put what was sent back before the approver again, unchanged."""
    rows = access.some_deliveries(request, ChosenForm(request.POST).chosen(), Ability.WRITE)
    count = approvals.ask_again(context_of(request).transactions, rows)
    _say(request, count, len(rows), _("Đã gửi duyệt lại."))
    return back(request)


@require_POST
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Other words for a public post."""
    row, form = access.public_delivery(request, pk), AmendForm(request.POST)
    form.is_valid()
    try:
        edit(
            access.in_name_of(request),
            row,
            form.cleaned_data["text"],
            now=context_of(request).clock(),
        )
    except CannotAmend as error:
        messages.error(request, say(error))
    else:
        messages.success(request, _("Đã sửa lời bài trên Facebook."))
    return redirect("delivery", pk)


@require_POST
def take_down(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a public post down."""
    row, form = access.public_delivery(request, pk), TakeDownForm(request.POST)
    if not form.is_valid():
        return refused(request, form, HttpResponseRedirect(reverse("delivery", args=[pk])))
    reason = form.cleaned_data["reason"]
    try:
        remove(access.in_name_of(request), row, reason, now=context_of(request).clock())
    except CannotAmend as error:
        messages.error(request, say(error))
    else:
        messages.success(request, _("Đã gỡ bài khỏi trang."))
    return redirect("delivery", pk)


@require_GET
def missed(request: HttpRequest) -> HttpResponse:
    """Everything that was missed, to decide on."""
    rows = access.deliveries(request).missed()
    may = access.standing_of(request).units(Ability.SCHEDULE)
    found = [
        DeliveryRow([row])
        for row in rows.select_related("revision").order_by("due_at", "page", "pk")[:300]
    ]
    context = {
        "here": "missed",
        "found": found,
        "may": bool(may),
        "form": MissedForm(initial={"next": request.path}),
    }
    return render(request, "deliveries/missed.html", context)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo what one has just done."""
    action = Action.objects.filter(pk=pk, person=access.person(request)).first()
    if action is None:
        raise Http404
    keys = [int(pair[0]) for pair in action.undo.get("move", [])] + [
        int(key) for key in action.undo.get("skip", [])
    ]
    if keys:
        access.some_deliveries(request, keys, Ability.SCHEDULE)
    else:
        access.require(request, Ability.WRITE, action.unit or None)
    try:
        changed = undo(
            access.in_name_of(request),
            action,
            queue=context_of(request).config.queue,
            known=partial(_well, request),
            now=context_of(request).clock(),
        )
    except CannotUndo as error:
        messages.error(request, say(error))
        return back(request)

    def answer() -> HttpResponse:
        context_of(request).poke()
        messages.success(request, _("Đã hoàn tác."))
        return back(request)

    return then(request, [changed], answer) if changed else answer()


def _well(request: HttpRequest, path: Path, content: str) -> None:
    # It comes back as it was: whoever wrote it was asked about its photos then.
    check(context_of(request).config.queue, path, content, context_of(request).queue.known())


def _can(request: HttpRequest, row: Delivery, configured: bool) -> set[str]:
    """What the buttons may offer."""
    if not configured:
        return set()
    unit = context_of(request).pages[row.page].unit.slug
    own = access.standing_of(request)
    found: set[str] = set()
    if own.may(Ability.SCHEDULE, unit):
        missed_one = row.state == State.HELD and row.hold in MISSED
        found |= {"decide"} if missed_one else {"move"} if reschedule.can_move(row) else set()
        found |= {"adopt"} if missed_one and missing.can_adopt(row) else set()
        found |= {"retry"} if row.state == State.REFUSED else set()
    if own.may(Ability.AMEND, unit) and row.state == State.PUBLISHED and not row.removed_at:
        found |= {"remove", "edit"} if can_edit(access.in_name_of(request), row) else {"remove"}
    if own.may(Ability.APPROVE, unit):
        found |= {"approve"} if row.state == State.PLANNED and not row.sent_back else set()
        found |= (
            {"send_back"}
            if row.state in [s.value for s in approvals.RETURNABLE] and not row.sent_back
            else set()
        )
    if own.may(Ability.WRITE, unit):
        found |= {"write"}
        found |= {"ask_again"} if row.sent_back else set()
    if row.hold == Hold.PAGE_PARKED and own.may(Ability.CONNECT, unit):
        found |= {"connect"}
    return found


def _by_zone(rows: Sequence[Delivery]) -> list[list[Delivery]]:
    found: dict[str, list[Delivery]] = {}
    for row in rows:
        found.setdefault(zone_of(row.page).key, []).append(row)
    return list(found.values())


def _tell(request: HttpRequest, moved: Sequence[Rescheduled], said: str) -> None:
    context_of(request).poke()
    action = next((one.action for one in moved if one.action), None)
    if any(one.count for one in moved):
        messages.success(request, said, extra_tags=str(action or ""))
    for problem in sorted({problem for one in moved for problem in one.problems}, key=str):
        messages.error(request, say(problem))


def _say(request: HttpRequest, count: int, wanted: int, said: str) -> None:
    if count:
        messages.success(request, said)
    if count < wanted:
        messages.error(
            request, _("Có lượt vừa đổi trạng thái nên không làm được; xem lại rồi thử lần nữa.")
        )
