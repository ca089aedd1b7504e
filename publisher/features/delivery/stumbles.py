"""A delivery over which our own code fell: put aside for a moment, and after a few times in a row
for a person. Never lost, never sent blindly: what it was in the middle of counts as unknown."""

from datetime import datetime
from typing import Any

from publisher.domain.delivery import Hold, State
from publisher.domain.reason import reason
from publisher.store import deliveries as store
from publisher.store.models import Delivery
from publisher.store.reason_columns import asking
from publisher.store.stumbles import MOST, passes, why

# In these a person may decide what becomes of it.
_UNDECIDED = (State.PLANNED, State.APPROVED, State.PREPARED, State.UNKNOWN)


def put_aside(pk: int, error: Exception, *, now: datetime, wake_at: datetime) -> None:
    """End the lease of a delivery over which our code fell, and count it.

    Expects to run in a transaction.
    """
    row = store.give_back(pk, now=now, wake_at=wake_at)
    times = row.stumbles + 1
    # With a setback, so that its flip travels alone: others would fall with it.
    counted = {"stumbles": times, "setbacks": row.setbacks + 1}
    if times < MOST:
        return store.change(row, **counted)
    if passes(error) or not _is_undecided(row):
        again = reason("delivery.stumbles", n=times, why=why(error))
        return store.change(row, **counted, **asking(again))
    return store.move(row, State.HELD, **counted, **_held(row, times, error))


def _is_undecided(row: Delivery) -> bool:
    """Whether it is ours alone: what lies with the channel's scheduler goes its way."""
    return State(row.state) in _UNDECIDED and not row.scheduled_for and not row.recall_id


def _held(row: Delivery, times: int, error: Exception) -> dict[str, Any]:
    in_doubt = row.state == State.UNKNOWN
    code = "delivery.stumbled_in_doubt" if in_doubt else "delivery.stumbled"
    hold = Hold.UNCERTAIN if in_doubt else Hold.STUMBLED
    columns: dict[str, Any] = {"hold": hold.value, "held_from": row.state, "wake_at": None}
    return columns | asking(reason(code, n=times, why=why(error)))
