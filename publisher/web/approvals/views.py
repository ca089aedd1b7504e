"""The approval inbox: exactly what will appear, a yes bound to it or a no with a reason, and the
record of both."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from publisher.domain.page import ApprovalRule
from publisher.domain.roles import Ability
from publisher.features.review import approvals as approving
from publisher.features.review.approvals import ChangedPart, NotShown, Waiting
from publisher.store.models import Approval, Delivery
from publisher.web.approvals.forms import ApproveForm, FlippedForm
from publisher.web.composer.facebook_preview import Mock, mock_of
from publisher.web.deliveries.forms import SendBackForm
from publisher.web.shared import access, parameters
from publisher.web.shared.context import context_of
from publisher.web.shared.forms import back, refused
from publisher.web.shared.zones import office_zone
from publisher.web.templatetags.desk import moment

# Looks on one screen; the flip-through shows them one by one.
ON_PAGE = 6


@dataclass(frozen=True, slots=True)
class ApprovalItem:
    """Deliveries that look the same: one entry on the pages of one unit."""

    items: Sequence[Waiting]
    mock: Mock
    changes: Sequence[ChangedPart]
    # The yes that was withdrawn by the change.
    before: Approval | None
    pictures: int
    # Where the person goes after an answer.
    onward: str

    @property
    def row(self) -> Delivery:
        """The first of them."""
        return self.items[0].row

    @property
    def approve_form(self) -> ApproveForm:
        """The yes: each delivery with the digest of what was shown."""
        seen = " ".join(f"{item.row.pk}:{item.digest}" for item in self.items)
        return ApproveForm(initial={"seen": [seen], "next": self.onward}, auto_id=False)

    @property
    def send_back_form(self) -> SendBackForm:
        """The no, for all of them."""
        keys = ",".join(str(item.row.pk) for item in self.items)
        return SendBackForm(
            initial={"keys": [keys], "next": self.onward}, auto_id=f"%s-{self.row.pk}"
        )


class Batch(NamedTuple):
    """A campaign, or the posts of none, with what waits in it."""

    campaign: str
    title: str
    waiting: int


@require_GET
def approvals(request: HttpRequest) -> HttpResponse:
    """Everything that waits for the person's yes; without that ability, what waits
    for somebody's.
    """
    may = bool(access.standing_of(request).units(Ability.APPROVE))
    pages = access.pages(request, Ability.APPROVE if may else Ability.SEE)
    entry, campaign = request.GET.get("entry", ""), request.GET.get("campaign", "")
    rows = approving.rows_waiting(pages)
    rows = rows.filter(entry_id=entry) if entry else rows
    rows = rows.filter(campaign=campaign) if campaign else rows
    shown = Paginator(
        _grouped(request, rows.values_list("pk", "entry_id", "page", "revision_id")), ON_PAGE
    )
    page = shown.get_page(request.GET.get("number"))
    looks, trouble = _looks(request, [pk for group in page.object_list for pk in group])
    context = {
        "here": "approvals",
        "may": may,
        "looks": looks,
        "trouble": trouble,
        "listing": page,
        "entry": entry,
        "campaign": campaign,
        "batches": _batches(request, pages),
        "phone": request.GET.get("size") == "phone",
        "free": [unit for unit in access.units(request) if unit.approval is ApprovalRule.NONE],
    }
    return render(request, "approvals/approvals.html", context)


@require_POST
def approve(request: HttpRequest) -> HttpResponse:
    """Say yes to what was shown; what changed meanwhile is shown again."""
    _approve(request, ApproveForm(request.POST).what_was_seen())
    return back(request)


@require_POST
def send_back(request: HttpRequest) -> HttpResponse:
    """Say what has to be changed."""
    form = SendBackForm(request.POST)
    rows = access.some_deliveries(request, form.chosen(), Ability.APPROVE)
    if not form.is_valid():
        return refused(request, form, back(request))
    by, now = access.doer_of(request), context_of(request).clock()
    count = approving.send_back(
        context_of(request).transactions,
        rows,
        form.cleaned_data["comment"],
        by=by,
        now=now,
        pages=context_of(request).pages,
    )
    context_of(request).poke()
    if count:
        messages.success(request, _("Đã trả lại cho người viết."))
    if count < len(rows):
        messages.error(request, _("Có lượt đang gửi hoặc đã đăng nên không trả lại được."))
    return back(request)


@require_GET
def flip(request: HttpRequest) -> HttpResponse:
    """A campaign (or everything) look by look; at its end one yes for all that was seen."""
    pages = access.pages(request, Ability.APPROVE)
    if not pages:
        raise Http404
    campaign = request.GET.get("campaign", "")
    rows = approving.rows_waiting(pages)
    rows = rows.filter(campaign=campaign) if campaign else rows
    groups = _grouped(request, rows.values_list("pk", "entry_id", "page", "revision_id"))
    name = f"flip:{campaign}"
    number = parameters.number(request.GET.get("number")) or 0
    if number == 0 or name not in request.session:
        request.session[name] = {}
    context = {"here": "approvals", "campaign": campaign, "number": number, "count": len(groups)}
    if number >= len(groups):
        seen = request.session.get(name, {})
        return render(
            request,
            "approvals/flip_end.html",
            context
            | {
                "seen": len(seen),
                "all": sum(map(len, groups)),
                "form": FlippedForm(initial={"campaign": campaign}),
            },
        )
    looks, trouble = _looks(request, groups[number])
    request.session[name] |= {
        str(item.row.pk): item.digest for look in looks for item in look.items
    }
    request.session.modified = True
    phone = request.GET.get("size") == "phone"
    return render(
        request,
        "approvals/flip.html",
        context | {"looks": looks, "trouble": trouble, "phone": phone},
    )


@require_POST
def approve_flipped(request: HttpRequest) -> HttpResponse:
    """Say yes to everything that was flipped through, and to nothing else."""
    form = FlippedForm(request.POST)
    form.is_valid()
    name = f"flip:{form.cleaned_data['campaign']}"
    seen = {int(pk): str(digest) for pk, digest in request.session.pop(name, {}).items()}
    if not seen:
        messages.error(request, _("Lật xem từ đầu rồi duyệt."))
        return redirect("approvals")
    _approve(request, seen)
    return redirect("approvals")


@require_GET
def record(request: HttpRequest) -> HttpResponse:
    """Who approved what when, to print and to file."""
    today = context_of(request).clock().astimezone(office_zone()).date()
    first = parameters.edge(request.GET.get("from")) or today - timedelta(days=30)
    last = parameters.edge(request.GET.get("until")) or today
    campaign = request.GET.get("campaign", "")
    start = datetime.combine(first, time(), office_zone())
    end = datetime.combine(last, time(), office_zone()) + timedelta(days=1)
    found = Approval.objects.given_between(start, end)
    found = found.filter(delivery__page__in=list(access.pages(request)))
    if campaign:
        found = found.filter(delivery__campaign=campaign)
    rows = found.select_related("delivery", "revision").order_by("at", "pk")
    campaigns = {
        one.id: one
        for one in context_of(request).queue.queue().campaigns
        if access.sees(request, one)
    }
    chosen = campaigns.get(campaign)
    context = {
        "here": "approvals",
        "rows": [(row, row.digest == row.delivery.approved_digest) for row in rows[:2000]],
        "first": first,
        "last": last,
        "campaign": campaign,
        "campaigns": campaigns.values(),
        "documents": {one.id: one.document for one in campaigns.values()},
        "document": chosen.document if chosen else "",
        "title": chosen.title if chosen else "",
        "now": context_of(request).clock(),
        "units": access.units(request),
    }
    return render(request, "approvals/record.html", context)


def _looks(request: HttpRequest, keys: Iterable[int]) -> tuple[list[ApprovalItem], list[NotShown]]:
    pages, pictures = context_of(request).pages, context_of(request).pictures
    rows = list(
        access.deliveries(request)
        .filter(pk__in=list(keys))
        .select_related("revision")
        .order_by("due_at", "pk")
    )
    told = [approving.shown(row, pages[row.page], pictures) for row in rows if row.page in pages]
    items = [
        approving.drawn(item, pictures) if isinstance(item, Waiting) else item for item in told
    ]
    before = approving.last_approvals(rows)
    same: dict[tuple[str, str], list[Waiting]] = {}
    for item in items:
        if isinstance(item, Waiting):
            look = repr(
                (item.message, [picture.digest for picture in item.pictures], item.page.unit.slug)
            )
            same.setdefault((item.row.entry_id, look), []).append(item)
    phone = request.GET.get("size") == "phone"
    onward = request.get_full_path()
    looks = [_look(group, before.get(group[0].row.pk), phone, onward) for group in same.values()]
    return looks, [item for item in items if isinstance(item, NotShown)]


def _look(
    items: Sequence[Waiting], before: Approval | None, phone: bool, onward: str
) -> ApprovalItem:
    first = items[0]
    return ApprovalItem(
        items=items,
        mock=mock_of(first, when=moment(first.row.due_at, first.row.page), phone=phone),
        changes=approving.differences(first, before),
        before=before,
        pictures=len(first.pictures),
        onward=onward,
    )


def _grouped(request: HttpRequest, rows: Iterable[tuple[int, str, str, int]]) -> list[list[int]]:
    """Keys of deliveries of one entry in one unit, in the order of the first; what differs more is
    told apart later.
    """
    known = context_of(request).pages
    found: dict[tuple[str, str, int], list[int]] = {}
    for pk, entry, page, revision in rows:
        found.setdefault((entry, known[page].unit.slug, revision), []).append(pk)
    return list(found.values())


def _batches(request: HttpRequest, pages: Iterable[str]) -> list[Batch]:
    counted = approving.rows_waiting(pages).order_by().values_list("campaign").annotate(Count("pk"))
    titles = {one.id: one.title for one in context_of(request).queue.queue().campaigns}
    return [
        Batch(slug, titles.get(slug, slug), number)
        for slug, number in counted.order_by("campaign")
        if slug
    ]


def say_yes(request: HttpRequest, seen: dict[int, str]) -> tuple[int, int]:
    """Approve what the person saw: how many, and how many had changed.

    Raises Http404 or PermissionDenied.
    """
    access.some_deliveries(request, list(seen), Ability.APPROVE)
    told = approving.approve_as_seen(
        context_of(request).transactions,
        access.pages(request, Ability.APPROVE),
        context_of(request).pictures,
        seen,
        by=access.doer_of(request),
        now=context_of(request).clock(),
    )
    context_of(request).poke()
    return told


def _approve(request: HttpRequest, seen: dict[int, str]) -> None:
    done, changed = say_yes(request, seen)
    if done:
        messages.success(
            request, ngettext("Đã duyệt %d lượt đăng.", "Đã duyệt %d lượt đăng.", done) % done
        )
    if changed:
        text = ngettext(
            "%d lượt vừa thay đổi nên chưa duyệt; xem lại bản mới.",
            "%d lượt vừa thay đổi nên chưa duyệt; xem lại bản mới.",
            changed,
        )
        messages.error(request, text % changed)
