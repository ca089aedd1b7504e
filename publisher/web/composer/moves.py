"""Times that a person gave deliveries in the calendar, beside the time in the composer."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest

from publisher.domain.planning import Occurrence
from publisher.domain.roles import Ability
from publisher.features.scheduling import reschedule
from publisher.store.models import Delivery
from publisher.web.shared import access
from publisher.web.shared.context import context_of
from publisher.web.shared.languages import say


def moved(request: HttpRequest, entry_id: str) -> list[Delivery]:
    """The deliveries of an entry whose time is not the entry's."""
    return list(access.deliveries(request).moved().of_entry(entry_id).order_by("due_at", "page"))


def may_take_back(request: HttpRequest, rows: Iterable[Delivery]) -> bool:
    """Whether the person may give all of them the entry's time again."""
    allowed = access.pages(request, Ability.SCHEDULE)
    return all(row.page in allowed for row in rows)


def take_back(request: HttpRequest, entry_id: str) -> None:
    """Give the deliveries of an entry the entry's time again, and tell why some could not be."""
    own = access.deliveries(request, Ability.SCHEDULE)
    rows = own.moved().of_entry(entry_id).order_by("moved_from")
    problems = set()
    for asked_for, group in groupby(rows, key=lambda row: row.moved_from):
        assert asked_for, "it was moved"
        done = reschedule.move(
            access.in_name_of(request),
            list(group),
            at=asked_for,
            now=context_of(request).clock(),
        )
        problems |= set(done.problems)
    for problem in sorted(problems, key=str):
        messages.error(request, say(problem))


def due(found: Occurrence, rows: Sequence[Delivery]) -> datetime:
    """When a page shows an entry: the time in the calendar, while the entry's is the same."""
    mine = (row for row in rows if row.page == found.page.slug and row.moved_from == found.due_at)
    return next((row.due_at for row in mine), found.due_at)
