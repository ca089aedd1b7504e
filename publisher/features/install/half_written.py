"""Sweeps the hidden files of processes that were killed while they wrote."""

from datetime import datetime, timedelta

from publisher.chores import Chore
from publisher.context import Context
from publisher.domain.reason import Reason
from publisher.files import sweep_halves


def sweep_half_written(context: Context, _now: datetime) -> int:
    """Delete them in the data folder and in the queue; returns how many."""
    tops = (context.config.data, context.config.queue)
    return sweep_halves(folder for top in tops for folder in (top, *top.glob("*/")))


CHORE = Chore(
    name="halves",
    title=Reason("chores.halves"),
    every=timedelta(hours=1),
    run=sweep_half_written,
    first=timedelta(seconds=20),
    slow=True,
)
