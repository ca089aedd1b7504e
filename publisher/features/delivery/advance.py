"""Brings one leased delivery one stage further. When that happens is the engine's.

Each call to Facebook stands between two transactions: the attempt before it, what came of it after
it. Nothing here keeps state in memory, so a process may die at any instruction;
`store.deliveries.recover` and the next stage go on.
"""

from publisher.context import Context
from publisher.domain.delivery import State
from publisher.features.delivery.aftercare import Aftercare
from publisher.features.delivery.toolbox import back_off
from publisher.store.models import Delivery

__all__ = ["advance", "back_off"]


def advance(desk: Context, row: Delivery) -> None:
    """Do the next stage of a delivery that the caller has leased, and give the lease back.

    Raises:
        Overtaken: another process changed the row; nothing was sent for the changed content.
    """
    stage = Aftercare(desk, row)
    if row.recall_id:
        return stage.recall()
    match State(row.state):
        case State.APPROVED:
            return stage.prepare()
        case State.PREPARED:
            return stage.publish()
        case State.UNKNOWN:
            return stage.reconcile()
        case State.PUBLISHED:
            return stage.aftercare()
        case _:
            stage.hold_if_late()
            return None
