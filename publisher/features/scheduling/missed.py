"""What was missed ("bị lỡ"): deliveries held because their time had passed.

A person sends, moves or drops each.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from publisher.context import Context
from publisher.domain.delivery import Hold, State, check_move
from publisher.domain.reason import NO_REASON, reason
from publisher.store.activity_log import What, note
from publisher.store.models import Delivery
from publisher.store.page_states import note_compared
from publisher.store.querysets import MISSED

# The service finds what another process changed within 5 s; its draft may have to be made anew.
LEAST_GRACE = timedelta(minutes=10)
_WHAT = {State.CANCELLED.value: What.DROP, State.PUBLISHED.value: What.ADOPT}


def missed(*, entry_ids: Iterable[str] | None = None, page: str = "") -> list[Delivery]:
    """Everything that was missed, by due time; only of some entries or one page when given."""
    rows = Delivery.objects.missed()
    if entry_ids is not None:
        rows = rows.filter(entry_id__in=list(entry_ids))
    if page:
        rows = rows.filter(page=page)
    return list(rows.order_by("due_at", "page", "pk"))


def reschedule(context: Context, rows: Sequence[Delivery], *, at: datetime, now: datetime) -> int:
    """Give missed deliveries another time (aware; now or later); returns how many. An approval they
    have stands.

    They keep that time: planning, which would move a delivery back to the time in its file, leaves
    it alone.
    """
    still = [row for row in rows if row.state == State.HELD and row.hold in MISSED]
    return _decide(context, [(row, _again(context, row, at=at, now=now)) for row in still], now)


def can_adopt(row: Delivery) -> bool:
    """Whether its account shows a post of its words."""
    return row.hold == Hold.SHOWN and bool(row.post_id)


def adopt(context: Context, rows: Sequence[Delivery], *, now: datetime) -> int:
    """Take deliveries for the posts of their words that their accounts show already; returns how
    many. Nothing is sent."""
    shown = [row for row in rows if can_adopt(row)]
    return _decide(context, [(row, _adopted(row, now)) for row in shown], now)


def _adopted(row: Delivery, now: datetime) -> dict[str, Any]:
    return {
        "state": State.PUBLISHED.value,
        "published_at": min(row.reason.arguments.get("at", now), now),
        "hold": "",
        "held_from": "",
        "reason": "",
        "next_step": "",
    }


def drop(context: Context, rows: Sequence[Delivery], *, now: datetime) -> int:
    """Give missed deliveries up for good; returns how many."""
    changes = {"state": State.CANCELLED.value, "hold": "", "held_from": "", "next_step": ""}
    return _decide(
        context,
        [
            (row, changes | {"reason": reason("delivery.missed_dropped", by=str(context.actor))})
            for row in rows
        ],
        now,
    )


def _again(context: Context, row: Delivery, *, at: datetime, now: datetime) -> dict[str, Any]:
    # What nobody knows of is sent once more, by a person's word.
    state = State.PREPARED if row.hold == Hold.UNCERTAIN else State(row.held_from)
    # As late as its own rule allowed, counted from the new time; but a person's word is not lost to
    # a slow look.
    page = context.pages.get(row.page)
    latest = at + max(row.latest_at - row.due_at, LEAST_GRACE)
    asked_for = row.moved_from or row.due_at
    wake = {
        State.PREPARED: at,
        State.APPROVED: (max(now, at - page.prepare_ahead) if page else now),
    }.get(state, latest)
    return {
        "state": state.value,
        "hold": "",
        "held_from": "",
        "reason": reason("delivery.missed_moved", by=str(context.actor)),
        "next_step": "",
        "due_at": at,
        "latest_at": latest,
        "wake_at": now if row.recall_id else wake,
        "looks": 0,
        "stumbles": 0,
        # Of what is sent once more it was no evidence.
        **({"post_id": "", "permalink": ""} if row.hold == Hold.SHOWN else {}),
        # Moved twice, the queue still asks for the first time.
        "moved_from": None if at == asked_for else asked_for,
    }


def _decide(
    context: Context, decisions: Sequence[tuple[Delivery, dict[str, Any]]], now: datetime
) -> int:
    return sum(
        context.transactions.write(partial(_write, context, row, changes, now))
        for row, changes in decisions
    )


def _write(context: Context, row: Delivery, changes: dict[str, Any], now: datetime) -> int:
    check_move(State.HELD, State(changes["state"]))
    done = Delivery.objects.missed().filter(pk=row.pk).update(**changes)
    if done:
        what = _WHAT.get(changes["state"], What.RESCHEDULE)
        if row.hold == Hold.SHOWN and not row.post_id and what is What.RESCHEDULE:
            # A list that cannot be read is in nobody's way any more.
            note_compared(row.page, now=now)
        detail = (
            reason("log.moved", was=row.due_at, at=changes["due_at"])
            if "due_at" in changes
            else NO_REASON
        )
        page = context.pages.get(row.page)
        note(
            what,
            by=context.actor,
            now=now,
            delivery=row,
            unit=page.unit.slug if page else "",
            detail=detail,
        )
    return done
