"""Today: what needs a person, what goes out, what has gone out."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from publisher.domain.reason import Reason
from publisher.domain.roles import Ability
from publisher.features.press.link_watch import troubles as link_troubles
from publisher.features.reports.attention import Item, Matter, attention
from publisher.features.reports.status import troubles
from publisher.features.reports.workload import lateness, workload
from publisher.features.scheduling.withheld import failures
from publisher.store.models import Delivery
from publisher.store.querysets import DeliveryQuerySet
from publisher.web.shared import access
from publisher.web.shared.context import context_of
from publisher.web.shared.delivery_rows import together
from publisher.web.shared.layout import remember_troubles
from publisher.web.shared.menu import MORE, menu
from publisher.web.shared.queue_troubles import queue_troubles
from publisher.web.shared.zones import office_zone
from publisher.web.today.withheld import question_for

# Lines of a list; the calendar has the rest.
LINES = 12
# Each of these deliveries stands in a list with its own button; the others have banners of their
# own.
IN_LISTS = frozenset(
    {
        Matter.MISSED,
        Matter.REPEATED,
        Matter.STUMBLED,
        Matter.RECALL,
        Matter.UNCERTAIN,
        Matter.UNKNOWN,
        Matter.REFUSED,
        Matter.UNDONE,
    }
)
WITH_BANNERS = frozenset(
    {
        Matter.DOWN,
        Matter.PLANNING,
        Matter.LET_GO,
        Matter.QUEUE,
        Matter.FROZEN,
        Matter.RETURNED,
        Matter.LINK,
    }
)
# Rows that are looked at for so many lines: one entry may go to many pages.
ROWS = 200


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """The first page of the day."""
    now = context_of(request).clock()
    rows = access.deliveries(request).select_related("revision")
    today = datetime.combine(now.astimezone(office_zone()).date(), time(), office_zone())
    ahead = rows.ahead(now=now)
    coming = list(ahead.order_by("due_at", "pk")[:ROWS])
    out_today = rows.published_since(today)
    wrong = queue_troubles(request)
    found = _attention(request, now)
    in_lists = {item.matter for item in found if item.count} & {*IN_LISTS, Matter.PARKED}
    bad = (
        troubles(rows, now=now, limit=ROWS, unknown=Matter.UNKNOWN in in_lists) if in_lists else []
    )
    # The frame of the page need not look again.
    number = sum(item.count for item in found if item.matter in in_lists)
    remember_troubles(request, number + len(wrong))
    context = {
        "here": "board",
        "today": today,
        "attention": [item for item in found if item.matter not in IN_LISTS],
        "troubles": together(_latest(bad))[:LINES],
        "returned": together(_returned(rows))[:LINES],
        "coming": together(coming)[:LINES],
        "gone_out": together(rows.published().order_by("-published_at", "pk")[:ROWS])[:LINES],
        "count_ahead": _count_until(ahead, coming, today + timedelta(days=1)),
        "count_out": out_today.count(),
        "wrong": wrong[:LINES],
        "more_wrong": max(0, len(wrong) - LINES),
        "asked": question_for(request),
        "failures": failures(now=now),
        "links": _bad_links(rows.due_from(now)),
        **_machinery(request, now),
    }
    return render(request, "today/board.html", context)


def _attention(request: HttpRequest, now: datetime) -> list[Item]:
    """What concerns the person's pages and has no banner of its own."""
    everywhere = access.standing_of(request).may_everywhere(Ability.EDIT)
    without = WITH_BANNERS if everywhere else WITH_BANNERS | {Matter.CHORE}
    return attention(access.pages(request), now=now, only=True, without=without)


def _latest(rows: Iterable[Delivery]) -> list[Delivery]:
    return sorted(rows, key=lambda row: (row.due_at, -row.pk), reverse=True)[:ROWS]


def _count_until(ahead: DeliveryQuerySet, first: list[Delivery], end: datetime) -> int:
    """How many are due before `end`; `first` are the first `ROWS`, by due time."""
    if len(first) < ROWS:
        return sum(row.due_at < end for row in first)
    return ahead.due_before(end).count()


def _machinery(request: HttpRequest, now: datetime) -> dict[str, object]:
    """What operators see of a cluster; of one machine its own pages are proof enough."""
    if not (
        context_of(request).config.clustered
        and access.standing_of(request).may_everywhere(Ability.PEOPLE)
    ):
        return {}
    return {"work": workload(now=now), "lately": lateness(now=now)}


def _bad_links(rows: DeliveryQuerySet) -> list[tuple[Delivery, Reason]]:
    """Deliveries whose press link is dead or leads elsewhere by now."""
    found = link_troubles(rows)
    return [
        (row, found[row.pk].detail) for row in rows.filter(pk__in=found).order_by("due_at")[:LINES]
    ]


@require_GET
def more(request: HttpRequest) -> HttpResponse:
    """The whole menu, on a phone."""
    own = access.standing_of(request)
    links = menu(MORE, [ability for ability in Ability if own.units(ability)], {})
    return render(request, "today/more.html", {"here": "more", "links": links})


def _returned(rows: DeliveryQuerySet) -> DeliveryQuerySet:
    return rows.sent_back().order_by("due_at", "pk")[:ROWS]
