"""The log: who did what when, with filters."""

from datetime import datetime, time, timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from publisher.domain.roles import Ability
from publisher.store.activity_log import (
    LogQuery,
    What,
    did,
    entries,
)
from publisher.web.shared import access
from publisher.web.shared.languages import say
from publisher.web.shared.parameters import edge, search
from publisher.web.shared.zones import office_zone

ON_PAGE = 50


@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """What people did in the person's units; who sees all units also sees what concerns none."""
    asked, own = request.GET, access.standing_of(request)
    unit, seen = asked.get("unit", ""), own.units(Ability.SEE)
    units = [unit] if unit in seen else None if own.may_everywhere(Ability.SEE) else sorted(seen)
    what = asked.get("what", "")
    wanted = LogQuery(
        units=units,
        by=asked.get("by", ""),
        what=what if what in list(What) else "",
        since=_start(asked.get("from")),
        until=_start(asked.get("until"), later=1),
        text=search(asked.get("text")),
    )
    listing = Paginator(entries(wanted), ON_PAGE).get_page(asked.get("number"))
    people = (
        entries(LogQuery(units=units)).order_by("by").values_list("by", flat=True).distinct()[:200]
    )
    context = {
        "here": "log",
        "listing": listing,
        "rows": [(row, say(did(row.what))) for row in listing.object_list],
        "people": people,
        "whats": [(one.value, say(did(one))) for one in What],
        "units": access.units(request),
        "wanted": wanted,
        "unit": unit,
        "asked": asked,
    }
    return render(request, "people/log.html", context)


def _start(text: str | None, *, later: int = 0) -> datetime | None:
    found = edge(text)
    return datetime.combine(found + timedelta(days=later), time(), office_zone()) if found else None
