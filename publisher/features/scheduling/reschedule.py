"""Deliveries get another time, or another try: what a person does in the calendar and on the
board."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from publisher.context import Context
from publisher.domain.delivery import State, check_move
from publisher.domain.page import Page
from publisher.domain.reason import Reason, reason
from publisher.features.scheduling.missed import reschedule
from publisher.sentences.catalogue import Value
from publisher.store.activity_log import What, note
from publisher.store.deliveries import in_doubt, recall_columns
from publisher.store.models import Delivery
from publisher.store.querysets import MISSED

# States in which another time means just that.
WAITING = (State.PLANNED, State.APPROVED, State.PREPARED, State.REFUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescheduled:
    """What came of a move."""

    count: int
    # Why the others were not moved.
    problems: tuple[Reason, ...]
    # Of the log; None when nothing was moved.
    action: int | None = None


def can_move(row: Delivery) -> bool:
    """Whether a delivery may get another time now."""
    if row.lease_owner or in_doubt(state=row.state, sequence=row.sequence):
        return False
    return row.state in [state.value for state in WAITING] or (
        row.state == State.HELD and row.hold in MISSED
    )


def move(
    context: Context,
    rows: Sequence[Delivery],
    *,
    at: datetime,
    now: datetime,
    undoing: bool = False,
) -> Rescheduled:
    """Give deliveries another time (aware); their approval stands, and planning leaves the new time
    alone.

    A person may take it back by the log's row, unless this is `undoing` a move already.
    """
    problems = {
        problem
        for row in rows
        if (problem := _trouble(row, context.pages.get(row.page), at=at, now=now)) is not None
    }
    fit = [
        row for row in rows if _trouble(row, context.pages.get(row.page), at=at, now=now) is None
    ]
    missed = [row for row in fit if row.state == State.HELD]
    count = reschedule(context, missed, at=at, now=now)
    waiting = [row for row in fit if row.state != State.HELD]
    done, action = context.transactions.write(
        lambda: _move_all(context, waiting, at=at, now=now, undoing=undoing)
    )
    if count + done < len(fit):
        problems.add(reason("scheduling.changed_meanwhile"))
    return Rescheduled(count=count + done, problems=tuple(sorted(problems, key=str)), action=action)


def retry(context: Context, rows: Iterable[Delivery], *, now: datetime) -> int:
    """Send refused deliveries once more as they are, after a person removed the cause; returns how
    many.
    """

    def both() -> int:
        count = 0
        for row in rows:
            check_move(State.REFUSED, State.APPROVED)
            refused = Delivery.objects.refused().filter(pk=row.pk)
            page = context.pages.get(row.page)
            # What is refused long after its time is sent once more by a person's word, not held as
            # missed.
            latest = max(
                row.latest_at, now + (page.max_late if page else row.latest_at - row.due_at)
            )
            done = refused.update(
                state=State.APPROVED.value,
                reason="",
                next_step="",
                setbacks=0,
                stumbles=0,
                looks=0,
                wake_at=now,
                latest_at=latest,
            )
            if done:
                unit = page.unit.slug if page else ""
                note(What.RETRY, by=context.actor, now=now, delivery=row, unit=unit)
            count += done
        return count

    return context.transactions.write(both)


def skip(context: Context, rows: Sequence[Delivery], *, now: datetime) -> Rescheduled:
    """Leave deliveries out for good; the entry and its other deliveries stand."""

    def both() -> tuple[int, int | None]:
        gone = [row for row in rows if can_move(row) and _skip_one(row, by=context.actor, now=now)]
        if not gone:
            return 0, None
        units = {context.pages[row.page].unit.slug for row in gone if row.page in context.pages}
        action = note(
            What.DROP,
            by=context.actor,
            now=now,
            delivery=gone[0] if len(gone) == 1 else None,
            unit=units.pop() if len(units) == 1 else "",
            entry_id=gone[0].entry_id,
            detail=_on_pages("log.dropped", "log.dropped_on_pages", gone),
            undo={"skip": [row.pk for row in gone]},
        )
        return len(gone), action.pk

    count, action = context.transactions.write(both)
    problems = () if count == len(rows) else (reason("scheduling.not_dropped"),)
    return Rescheduled(count=count, problems=problems, action=action)


def _skip_one(row: Delivery, *, by: str, now: datetime) -> int:
    check_move(State(row.state), State.CANCELLED)
    same = Delivery.objects.unchanged(row)
    recall = recall_columns(row.draft_id, row.scheduled_for)
    wake = {"wake_at": now if recall or row.recall_id else None}
    trouble: dict[str, Any] = {
        "hold": "",
        "held_from": "",
        "next_step": "",
        "reason": reason("delivery.dropped", by=str(by)),
    }
    return same.update(state=State.CANCELLED.value, **trouble, **recall, **wake)


def _trouble(row: Delivery, page: Page | None, *, at: datetime, now: datetime) -> Reason | None:
    if page is None:
        return reason("scheduling.page_gone", page=row.page)
    if not can_move(row):
        return reason("scheduling.not_moved", page=page.slug)
    if at < now:
        return reason("scheduling.new_time_past")
    wall = at.astimezone(page.zone)
    if page.quiet and page.quiet.covers(wall.time()):
        hours = f"{page.quiet.start:%H:%M}–{page.quiet.end:%H:%M}"
        return reason("scheduling.in_quiet_hours", at=f"{wall:%H:%M}", page=page.slug, hours=hours)
    return None


def _move_all(
    context: Context, rows: Sequence[Delivery], *, at: datetime, now: datetime, undoing: bool
) -> tuple[int, int | None]:
    moved = [row for row in rows if _move_one(context.pages[row.page], row, at=at, now=now)]
    if not moved:
        return 0, None
    first = moved[0]
    units = {context.pages[row.page].unit.slug for row in moved}
    before = [[row.pk, row.due_at.isoformat()] for row in moved]
    # One row of the log for all: they were moved, and are taken back, together.
    action = note(
        What.MOVE,
        by=context.actor,
        now=now,
        delivery=first if len(moved) == 1 else None,
        unit=units.pop() if len(units) == 1 else "",
        entry_id=first.entry_id,
        page=first.page if len(moved) == 1 else "",
        detail=_on_pages("log.moved", "log.moved_on_pages", moved, at=at),
        undo={} if undoing else {"move": before},
    )
    return len(moved), action.pk


def _on_pages(one: str, many: str, rows: Sequence[Delivery], **more: Value) -> Reason:
    """The first's due time, and on how many pages."""
    due = rows[0].due_at
    return (
        reason(one, was=due, **more)
        if len(rows) == 1
        else reason(many, was=due, n=len(rows), **more)
    )


def _move_one(page: Page, row: Delivery, *, at: datetime, now: datetime) -> int:
    same = Delivery.objects.unmoved(row)
    return same.update(**_moved(page, row, at, now))


def _moved(page: Page, row: Delivery, at: datetime, now: datetime) -> dict[str, Any]:
    latest = at + (row.latest_at - row.due_at)
    asked_for = row.moved_from or row.due_at
    columns: dict[str, Any] = {
        "due_at": at,
        "latest_at": latest,
        # Back at the time that the queue asks for, it follows the queue again.
        "moved_from": None if at == asked_for else asked_for,
    }
    match State(row.state):
        case State.PREPARED:
            # What Facebook's own scheduler has is moved there at once.
            return columns | {"wake_at": now if row.scheduled_for else at}
        case State.APPROVED:
            return columns | {"wake_at": max(now, at - page.prepare_ahead)}
        case State.PLANNED:
            return columns | {"wake_at": now if row.recall_id else latest}
        case _:
            return columns
