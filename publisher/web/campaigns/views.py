"""Campaigns: how far each has come, and its slogans one by one."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Min, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from publisher.domain.delivery import State
from publisher.domain.entry import Campaign, Entry, MonthDay
from publisher.domain.roles import Ability
from publisher.features.authoring.import_letter import put_on_calendar
from publisher.queuefiles.writing import WriteRefused
from publisher.store.activity_log import What, note
from publisher.store.models import Delivery
from publisher.web.shared import access
from publisher.web.shared.context import context_of
from publisher.web.shared.languages import say
from publisher.web.shared.taking_in import then

DONE = (State.PUBLISHED.value,)
READY = tuple(
    state.value for state in (State.APPROVED, State.PREPARING, State.PREPARED, State.PUBLISHING)
)
BAD = tuple(state.value for state in (State.REFUSED, State.HELD, State.UNKNOWN))


class Progress(NamedTuple):
    """Deliveries of a campaign by what they need."""

    waiting: int
    ready: int
    published: int
    trouble: int

    @property
    def total(self) -> int:
        """All but the cancelled."""
        return sum(self)


class Listed(NamedTuple):
    """A slogan or an anniversary of a campaign with its deliveries."""

    entry: Entry
    progress: Progress
    # The next or only delivery, to look at; None when none is planned.
    pk: int | None


@require_GET
def campaigns(request: HttpRequest) -> HttpResponse:
    """All campaigns that concern the person's pages."""
    found = [(one, _window(one), progress) for one, progress in seen_campaigns(request)]
    return render(request, "campaigns/campaigns.html", {"here": "campaigns", "found": found})


@require_GET
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    """One campaign."""
    found = of(request, slug)
    rows = access.deliveries(request).filter(campaign=slug)
    counted = _progress(rows, "entry_id")
    first = dict(rows.wanted().values_list("entry_id").annotate(Min("pk")))
    none = Progress(0, 0, 0, 0)
    listed = [
        Listed(entry, counted.get(entry.id, none), first.get(entry.id))
        for entry in (*found.anniversaries, *found.slogans)
    ]
    mine = list(access.pages(request, Ability.APPROVE))
    approvable = rows.awaiting_approval().filter(page__in=mine)
    context = {
        "here": "campaigns",
        "campaign": found,
        "window": _window(found),
        "progress": _progress(rows, "campaign").get(slug, none),
        "listed": listed,
        "approvable": approvable.count(),
        "may_write": bool(access.standing_of(request).units(Ability.WRITE)),
        "may_change": access.may_change(request, found),
    }
    return render(request, "campaigns/campaign.html", context)


@require_POST
def schedule(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a draft on the calendar: from now on it is planned, and waits for approval."""
    found = of(request, slug)
    if not access.may_change(request, found):
        raise PermissionDenied
    path = context_of(request).config.queue / found.source.path
    who, units, now = (
        access.doer_of(request),
        sorted(access.entry_units(request, found)),
        context_of(request).clock(),
    )
    unit = units[0] if len(units) == 1 else ""

    def told(_path: Path) -> None:
        context_of(request).transactions.write(
            lambda: note(What.SCHEDULE, by=who, now=now, unit=unit, detail=found.title)
        )

    try:
        put_on_calendar(
            path, queue=context_of(request).config.queue, known=access.known(request), before=told
        )
    except WriteRefused as refused:
        for problem in refused.problems:
            messages.error(request, say(problem))
        return redirect("campaign", slug)

    def answer() -> HttpResponse:
        messages.success(request, _("Chiến dịch đã lên lịch; các lượt đăng chờ duyệt."))
        return redirect("campaign", slug)

    return then(request, [path], answer)


def seen_campaigns(request: HttpRequest) -> list[tuple[Campaign, Progress]]:
    """The campaigns on the person's pages, each with how far it has come there."""
    counted = _progress(access.deliveries(request).exclude(campaign=""), "campaign")
    none = Progress(0, 0, 0, 0)
    return [
        (one, counted.get(one.id, none))
        for one in context_of(request).queue.queue().campaigns
        if access.sees(request, one)
    ]


def of(request: HttpRequest, slug: str) -> Campaign:
    """A campaign that the person sees. Raises Http404."""
    for found in context_of(request).queue.queue().campaigns:
        if found.id == slug and access.sees(request, found):
            return found
    raise Http404


def _progress(rows: "QuerySet[Delivery]", by: str) -> dict[str, Progress]:
    counts: dict[str, dict[str, int]] = {}
    for name, state, number in rows.order_by().values_list(by, "state").annotate(Count("pk")):
        counts.setdefault(name, {})[state] = number
    return {name: _sums(found) for name, found in counts.items()}


def _sums(found: dict[str, int]) -> Progress:
    def of_states(states: Iterable[str]) -> int:
        return sum(found.get(state, 0) for state in states)

    return Progress(
        found.get(State.PLANNED.value, 0), of_states(READY), of_states(DONE), of_states(BAD)
    )


def _window(found: Campaign) -> str:
    def said(edge: date | MonthDay) -> str:
        return f"{edge.day}/{edge.month}" + (f"/{edge.year}" if isinstance(edge, date) else "")

    return f"{said(found.starts)} – {said(found.ends)}"
