"""What is due, what went out, what needs a person: the answers for `publisher status`, `queue
list` and the demo."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from publisher.domain.delivery import Hold, State
from publisher.domain.page import Page
from publisher.domain.reason import NO_REASON, Reason, reason
from publisher.features.reports.attention import (
    UNKNOWN_LONG,
    Item,
    attention,
    service_pid,
)
from publisher.sentences.catalogue import Language
from publisher.store.attention import asking, still_unknown
from publisher.store.models import Delivery
from publisher.store.querysets import DeliveryQuerySet

# What each kind of hold and each state is called.
_HELD = {
    Hold.TOO_LATE.value: "reports.held_too_late",
    Hold.PAGE_PARKED.value: "reports.held_page_parked",
    Hold.FROZEN.value: "reports.held_frozen",
    Hold.UNCERTAIN.value: "reports.held_uncertain",
    Hold.RESTORED.value: "reports.held_restored",
    Hold.REPEATED.value: "reports.held_repeated",
    Hold.STUMBLED.value: "reports.held_stumbled",
    Hold.SHOWN.value: "reports.held_shown",
}
STATES = {
    State.PLANNED: "reports.state_planned",
    State.APPROVED: "reports.state_approved",
    State.PREPARING: "reports.state_preparing",
    State.PREPARED: "reports.state_prepared",
    State.PUBLISHING: "reports.state_publishing",
    State.PUBLISHED: "reports.state_published",
    State.HELD: "reports.state_held",
    State.UNKNOWN: "reports.state_unknown",
    State.REFUSED: "reports.state_refused",
    State.CANCELLED: "reports.state_cancelled",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusLine:
    """One delivery in a list."""

    entry_id: str
    page: str
    due_at: datetime
    state: State
    hold: str
    published_at: datetime | None
    address: str
    reason: Reason
    # What a person has to do, as its advice.
    asks: Reason
    # A person took it down after it was public.
    removed: bool = False
    # Nothing is wrong, yet a person should know.
    warning: Reason = NO_REASON


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The state of everything at one moment."""

    # None when no service runs on this data folder.
    service_pid: int | None
    unapproved: int
    # Everything that waits for a person, and everything that is stopped.
    attention: list[Item]
    coming: list[StatusLine]
    gone_out: list[StatusLine]
    # Deliveries that need a person: refused, held, long unknown, or published with something left
    # undone.
    trouble: list[StatusLine]


def board(pages: Mapping[str, Page], *, now: datetime, limit: int) -> Board:
    """At most `limit` lines in each list of deliveries; the nearest to now first."""
    rows = Delivery.objects.all()
    ahead = rows.ahead(now=now)
    bad = sorted(
        troubles(rows, now=now, limit=limit), key=lambda row: (row.due_at, -row.pk), reverse=True
    )
    return Board(
        service_pid=service_pid(now=now),
        unapproved=rows.awaiting_approval().due_from(now).count(),
        attention=attention(pages, now=now),
        coming=_lines(ahead.order_by("due_at", "pk")[:limit]),
        gone_out=_lines(_gone_out(rows, now, limit)),
        trouble=_lines(bad[:limit]),
    )


def troubles(
    rows: DeliveryQuerySet, *, now: datetime, limit: int, unknown: bool = True
) -> list[Delivery]:
    """Of some deliveries those that need a person, at most `limit` of a kind, the latest first.

    Without `unknown` not those of which nobody can tell whether they are public.
    """
    # A freeze needs one person, not one for each delivery.
    asked = asking(rows).not_frozen().order_by("-due_at", "pk")[:limit]
    if not unknown:
        return list(asked)
    unclear = still_unknown(rows, now=now, before=now - UNKNOWN_LONG)
    return [*asked, *unclear.order_by("-due_at", "pk")[:limit]]


def _gone_out(rows: DeliveryQuerySet, now: datetime, limit: int) -> "list[Delivery]":
    """Those that went out last; looked for by their due times, or all that ever went out would be
    sorted.
    """
    out = rows.out_by(now)
    latest = list(out.order_by("-due_at", "pk")[: 2 * limit])
    return sorted(latest, key=lambda row: (row.published_at or row.due_at, -row.pk), reverse=True)[
        :limit
    ]


def deliveries_of(entry_ids: Collection[str]) -> dict[str, list[StatusLine]]:
    """The deliveries of some entries, each list by due time."""
    wanted = set(entry_ids)
    found: dict[str, list[StatusLine]] = {entry_id: [] for entry_id in entry_ids}
    for line in _lines(Delivery.objects.order_by("due_at", "pk")):
        if line.entry_id in wanted:
            found[line.entry_id].append(line)
    return found


def state_in_words(line: StatusLine, language: Language = "vi") -> str:
    """The state as staff say it."""
    return _state(line.state, line.hold, line.removed).said(language)


def state_of(row: Delivery) -> Reason:
    """The state of a delivery as staff say it."""
    return _state(State(row.state), row.hold, row.removed_at is not None)


def _state(state: State, hold: str, removed: bool) -> Reason:
    if state is State.HELD:
        return reason(_HELD.get(hold, "reports.held"))
    return reason("reports.taken_down") if removed else reason(STATES[state])


def _lines(rows: Iterable[Delivery]) -> list[StatusLine]:
    return [_line(row) for row in rows]


def _line(row: Delivery) -> StatusLine:
    return StatusLine(
        entry_id=row.entry_id,
        page=row.page,
        due_at=row.due_at,
        state=State(row.state),
        hold=row.hold,
        published_at=row.published_at,
        address=row.address,
        reason=row.reason,
        asks=row.told() if row.next_step else NO_REASON,
        removed=row.removed_at is not None,
        warning=row.warning,
    )
