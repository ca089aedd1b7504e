"""What could be posted next: days to remember that are near."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from publisher import resources
from publisher.domain.entry import Entry
from publisher.domain.message import UnknownPlaceholder, fill
from publisher.domain.roles import Ability
from publisher.services.anniversaries import Feast, all_days
from publisher.services.suggesting import suggestions
from publisher.web import access
from publisher.web.wiring import wiring
from publisher.web.zones import office_zone


class Shown(NamedTuple):
    """A day to remember with what a post would say."""

    feast: Feast
    text: str
    # Days from now.
    left: int
    compose: str
    written: list[Entry]


@require_GET
def suggested(request: HttpRequest) -> HttpResponse:
    """The inbox of suggestions."""
    access.require(request, Ability.WRITE)
    return render(request, "desk/suggestions.html", {"here": "suggestions", "days": near_days(request)})


def near_days(request: HttpRequest) -> list[Shown]:
    """Days to remember for which it is time to write."""
    today = wiring().clock().astimezone(office_zone()).date()
    queue = wiring().queue()
    found = suggestions(all_days(resources.assets(), queue.campaigns), queue, today=today)
    return [
        Shown(
            feast=one.feast,
            text=_filled(one.text, one.feast),
            left=(one.feast.on - today).days,
            compose=f"{reverse('compose')}?{urlencode({'feast': one.feast.day.key, 'on': one.feast.on.isoformat()})}",
            written=[entry for entry in one.written if access.sees(request, entry)],
        )
        for one in found
    ]


def _filled(text: str, feast: Feast) -> str:
    try:
        return fill(text, since=feast.day.since, on=feast.on, unit="")
    except UnknownPlaceholder:
        return text
