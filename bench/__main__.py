"""`make bench`: the speeds that matter, measured in one run and printed as ratios or
distributions."""

from bench import (
    batches,
    burst,
    cluster,
    desk,
    dispatch,
    future,
    machines,
    planning,
    preview,
    queue,
    rehearsal,
)
from bench.cards import __main__ as cards

for measure in (
    preview.main,
    cards.main,
    queue.main,
    desk.main,
    rehearsal.main,
    dispatch.main,
    future.main,
    burst.main,
    batches.main,
    planning.main,
    cluster.main,
    machines.main,
):
    measure()
    print()
