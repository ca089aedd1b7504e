"""`make bench`: the speeds that matter, measured in one run and printed as ratios or distributions."""

from bench import burst, desk, dispatch, future, preview, queue, rehearsal
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
):
    measure()
    print()
