"""The calendar: a month, a week or an agenda of deliveries, with free slots and the days to
remember."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from publisher import resources
from publisher.domain.delivery import Hold, State
from publisher.domain.page import Page
from publisher.domain.roles import Ability
from publisher.domain.wallclock import to_utc
from publisher.features.authoring.anniversaries import Feast, all_days, feasts
from publisher.store.models import Delivery
from publisher.web.shared import access, parameters
from publisher.web.shared.context import context_of
from publisher.web.shared.delivery_rows import DeliveryRow
from publisher.web.shared.zones import office_zone, zone_of

# What a day of the month shows; the day itself shows all.
MONTH_LINES, WEEK_LINES, AGENDA_LINES = 4, 14, 60
AGENDA_DAYS = 14
# Free slots of so many pages are shown at once.
FREE_PAGES = 4
DAY = timedelta(days=1)
# An export covers two years at most.
LONGEST = timedelta(days=740)
WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
# What people ask for, and the states behind it.
STATES: Mapping[str, tuple[State, ...]] = {
    "waiting": (State.PLANNED,),
    "approved": (State.APPROVED, State.PREPARING, State.PREPARED, State.PUBLISHING),
    "published": (State.PUBLISHED,),
    "trouble": (State.REFUSED, State.UNKNOWN, State.HELD),
    "cancelled": (State.CANCELLED,),
}


class Cell(NamedTuple):
    """What a delivery is in a calendar: the columns that its place needs, and no more."""

    pk: int
    entry_id: str
    page: str
    due_at: datetime
    state: str
    hold: str
    sent_back: str
    removed_at: datetime | None


class Free(NamedTuple):
    """A slot of a page that nothing uses."""

    page: str
    # On the page's wall clock, naive.
    at: datetime


@dataclass(slots=True)
class DayOf:
    """One day of the calendar."""

    on: date
    # Of the month that is shown.
    inside: bool
    today: bool
    past: bool
    feasts: list[Feast] = field(default_factory=list)
    told: list[DeliveryRow] = field(default_factory=list)
    # Deliveries groups that are not shown here.
    rest: int = 0
    free: list[Free] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CalendarQuery:
    """What the person asked to see."""

    view: str
    on: date
    unit: str
    page: str
    campaign: str
    state: str

    @property
    def span(self) -> tuple[date, date]:
        """First and last day."""
        if self.view == "month":
            weeks = Calendar().monthdatescalendar(self.on.year, self.on.month)
            return weeks[0][0], weeks[-1][-1]
        if self.view == "week":
            first = self.on - timedelta(days=self.on.weekday())
            return first, first + timedelta(days=6)
        return self.on, self.on + timedelta(days=0 if self.view == "day" else AGENDA_DAYS - 1)

    @property
    def before(self) -> date:
        """The day that "back" leads to."""
        if self.view == "month":
            return (self.on.replace(day=1) - DAY).replace(day=1)
        return self.on - (self.span[1] - self.span[0] + DAY)

    @property
    def after(self) -> date:
        """The day that "on" leads to."""
        if self.view == "month":
            return (self.on.replace(day=28) + timedelta(days=4)).replace(day=1)
        return self.span[1] + DAY

    @property
    def lines(self) -> int:
        """What a day shows at most."""
        return {"month": MONTH_LINES, "week": WEEK_LINES, "day": 10 * AGENDA_LINES}.get(
            self.view, AGENDA_LINES
        )


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """The calendar as it was asked for."""
    today = context_of(request).clock().astimezone(office_zone()).date()
    wanted = _wanted(request, today)
    pages = _pages(request, wanted)
    days = _days(wanted, today)
    cells = _cells(request, wanted, pages)
    _fill(days, cells, wanted)
    _add_feasts(request, days, wanted)
    if wanted.view != "month" and len(pages) <= FREE_PAGES and not wanted.state:
        _add_free(request, days, pages, cells)
    seen = access.pages(request)
    campaigns = [
        found
        for found in context_of(request).queue.queue().campaigns
        if access.sees(request, found)
    ]
    context = {
        "here": "calendar",
        "wanted": wanted,
        "days": list(days.values()),
        "first": next(iter(days)),
        "last": list(days)[-1],
        "today": today,
        "units": access.units(request),
        "pages": seen,
        "campaigns": campaigns,
        "may_move": bool(access.standing_of(request).units(Ability.SCHEDULE)),
        "may_write": bool(access.standing_of(request).units(Ability.WRITE)),
        "count": len(cells),
        "weekdays": WEEKDAYS_EN if get_language() == "en" else WEEKDAYS,
        "free_possible": len(pages) <= FREE_PAGES,
    }
    return render(request, "calendar/calendar.html", context)


def _wanted(request: HttpRequest, today: date) -> CalendarQuery:
    given = request.GET
    view = given.get("view", "month")
    return CalendarQuery(
        view=view if view in ("month", "week", "agenda", "day") else "month",
        on=parameters.day(given.get("on")) or today,
        unit=given.get("unit", ""),
        page=given.get("page", ""),
        campaign=given.get("campaign", ""),
        state=given.get("state", "") if given.get("state") in STATES else "",
    )


def _pages(request: HttpRequest, wanted: CalendarQuery) -> dict[str, Page]:
    return {
        slug: page
        for slug, page in access.pages(request).items()
        if wanted.unit in ("", page.unit.slug) and wanted.page in ("", slug)
    }


def _days(wanted: CalendarQuery, today: date) -> dict[date, DayOf]:
    first, last = wanted.span
    count = (last - first).days + 1
    found = [first + timedelta(days=number) for number in range(count)]
    inside = wanted.on.month if wanted.view == "month" else None
    return {on: DayOf(on, inside in (None, on.month), on == today, on < today) for on in found}


def chosen(request: HttpRequest) -> tuple[CalendarQuery, date, date, dict[str, Page]]:
    """What the person sees of the calendar: filters, first and last day (`from`, `until`
    overrule them), pages."""
    wanted = _wanted(request, context_of(request).clock().astimezone(office_zone()).date())
    first, last = (
        parameters.edge(request.GET.get("from")),
        parameters.edge(request.GET.get("until")),
    )
    if not (first and last):
        first, last = wanted.span
    return wanted, first, min(max(first, last), first + LONGEST), _pages(request, wanted)


def _cells(request: HttpRequest, wanted: CalendarQuery, pages: Mapping[str, Page]) -> list[Cell]:
    first, last = wanted.span
    start = datetime.combine(first, time(), office_zone()) - DAY
    end = datetime.combine(last, time(), office_zone()) + 2 * DAY
    rows = rows_of(request, wanted, pages, start, end)
    columns = rows.order_by("due_at", "page", "pk").values_list(*Cell._fields)
    return [Cell(*values) for values in columns.iterator(chunk_size=2000)]


def rows_of(
    request: HttpRequest,
    wanted: CalendarQuery,
    pages: Mapping[str, Page],
    start: datetime,
    end: datetime,
) -> "QuerySet[Delivery]":
    """The deliveries of a span that pass the filters."""
    rows = access.deliveries(request).due_between(start, end)
    if wanted.unit or wanted.page:
        rows = rows.filter(page__in=list(pages))
    if wanted.campaign:
        rows = rows.filter(campaign=wanted.campaign)
    return rows.in_states(STATES[wanted.state]) if wanted.state else rows.wanted()


def _fill(days: Mapping[date, DayOf], cells: Sequence[Cell], wanted: CalendarQuery) -> None:
    """Give each day its first groups; only of these the rows are read whole."""
    groups: dict[date, dict[tuple[object, ...], list[Cell]]] = defaultdict(dict)
    local_times = _Local()
    for cell in cells:
        local = local_times.of(cell)
        on = local.date()
        if on in days:
            key = (
                cell.entry_id,
                local,
                cell.state,
                cell.hold,
                bool(cell.sent_back),
                cell.removed_at is None,
            )
            groups[on].setdefault(key, []).append(cell)
    shown = {on: list(found.values())[: wanted.lines] for on, found in groups.items()}
    rows = _rows(cell.pk for found in shown.values() for group in found for cell in group)
    for on, found in shown.items():
        days[on].told = [
            DeliveryRow([rows[cell.pk] for cell in group if cell.pk in rows]) for group in found
        ]
        days[on].rest = len(groups[on]) - len(found)


class _Local:
    """Wall-clock times of many deliveries: most are due at the times of others, in a handful of
    zones."""

    def __init__(self) -> None:
        self._zones: dict[str, ZoneInfo] = {}
        self._known: dict[tuple[datetime, str], datetime] = {}

    def of(self, cell: Cell) -> datetime:
        """When a delivery is due on the wall clock of its page, naive."""
        zone = self._zones.get(cell.page)
        if zone is None:
            zone = self._zones[cell.page] = zone_of(cell.page)
        known = self._known.get((cell.due_at, zone.key))
        if known is None:
            known = self._known[cell.due_at, zone.key] = cell.due_at.astimezone(zone).replace(
                tzinfo=None
            )
        return known


def _rows(keys: Iterable[int]) -> dict[int, Delivery]:
    return {
        row.pk: row for row in Delivery.objects.filter(pk__in=list(keys)).select_related("revision")
    }


def _add_feasts(request: HttpRequest, days: Mapping[date, DayOf], wanted: CalendarQuery) -> None:
    known = all_days(resources.assets(), context_of(request).queue.queue().campaigns)
    first, last = wanted.span
    for feast in feasts(known, first=first, last=last):
        days[feast.on].feasts.append(feast)


def _add_free(
    request: HttpRequest,
    days: Mapping[date, DayOf],
    pages: Mapping[str, Page],
    cells: Sequence[Cell],
) -> None:
    now = context_of(request).clock()
    taken = {(cell.page, cell.due_at) for cell in cells if cell.hold != Hold.TOO_LATE}
    for day in days.values():
        for page in pages.values():
            for slot in page.slots:
                at = to_utc(datetime.combine(day.on, slot), page.zone)
                quiet = page.quiet and page.quiet.covers(slot)
                if at > now and not quiet and (page.slug, at) not in taken:
                    day.free.append(Free(page.slug, at.astimezone(page.zone).replace(tzinfo=None)))
        day.free.sort(key=lambda free: (free.at, free.page))
