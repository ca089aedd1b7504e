"""`make bench`: the speeds that matter, measured in one run and printed as ratios or distributions."""

from bench import burst, preview, queue

for measure in (preview.main, queue.main, burst.main):
    measure()
    print()
