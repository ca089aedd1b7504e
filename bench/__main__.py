"""`make bench`: the speeds that matter, measured in one run and printed as ratios or distributions."""

from bench import burst, dispatch, future, preview, queue
from bench.cards import __main__ as cards

for measure in (preview.main, cards.main, queue.main, dispatch.main, future.main, burst.main):
    measure()
    print()
