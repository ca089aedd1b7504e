"""Brings one leased delivery one stage further. When that happens is the engine's.

Each call stands between two transactions: the attempt before it, what came of it after it. Nothing
here keeps state in memory, so a process may die at any instruction; `store.deliveries.recover` and
the next stage go on.
"""

from publisher.context import Context
from publisher.domain.delivery import State
from publisher.features.delivery import gates
from publisher.features.delivery.aftercare import aftercare
from publisher.features.delivery.hand_over import (
    find_handed_over,
    follow,
    perhaps_handed_over,
    recall,
)
from publisher.features.delivery.prepare import prepare
from publisher.features.delivery.publish import publish, reconcile
from publisher.features.delivery.stage import RESTING, Stage
from publisher.store.models import Delivery


def advance(context: Context, row: Delivery) -> None:
    """Do the next stage of a delivery that the caller has leased, and give the lease back.

    Raises:
        Overtaken: another process changed the row; nothing was sent for the changed content.
    """
    stage = Stage(context, row)
    if row.recall_id:
        return recall(stage)
    match stage.state:
        case State.APPROVED:
            return find_handed_over(stage) if perhaps_handed_over(stage) else prepare(stage)
        case State.PREPARED:
            return follow(stage) if stage.row.scheduled_for else publish(stage)
        case State.UNKNOWN:
            return reconcile(stage)
        case State.PUBLISHED:
            return aftercare(stage)
        case _:
            return _rest(stage)


def _rest(stage: Stage) -> None:
    """Nothing is to do, unless its time has passed without an approval."""
    if stage.state in RESTING:
        return stage.release(wake_at=None)
    if not stage.waits([gates.late]) and stage.state is State.PLANNED:
        return stage.end(State.PLANNED, wake_at=stage.row.latest_at)
    return None
