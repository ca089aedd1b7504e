"""What reading and planning refuse, for those who may mend it."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from publisher.domain.reason import Reason
from publisher.domain.roles import Ability
from publisher.features.scheduling import queue_problems
from publisher.web.shared import access
from publisher.web.shared.context import context_of


class QueueTrouble(NamedTuple):
    """A file of the queue in which something is wrong."""

    text: Reason
    # Where it can be mended at the desk; empty when only the file itself can be.
    address: str


def queue_troubles(request: HttpRequest) -> list[QueueTrouble]:
    """The files in which something is wrong: those of the person's units, and for editors of all
    units every one."""
    own = access.standing_of(request)
    everywhere, units = own.may_everywhere(Ability.EDIT), own.units(Ability.WRITE)
    files = queue_problems.by_file()
    seen = {path: rows for path, rows in files.items() if everywhere or rows[0].unit in units}
    places = _places(request) if seen else {}
    return [
        QueueTrouble(queue_problems.told(rows), places.get(path, "")) for path, rows in seen.items()
    ]


def _places(request: HttpRequest) -> dict[str, str]:
    """By file: the page of the desk on which what it holds is changed."""
    queue = context_of(request).queue.queue()
    compose = reverse("compose")
    found = {
        entry.source.path: f"{compose}?{urlencode({'entry': entry.id})}" for entry in queue.entries
    }
    return found | {one.source.path: reverse("campaign", args=[one.id]) for one in queue.campaigns}
