"""Timings. `python -m bench` runs them all, `python -m bench.NAME` one; each prints ratios of one run.

With BENCH_QUICK=1 each runs at its smallest size: that it still works, and no figure to quote.
"""

import os
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

NAMES = (
    "preview",
    "cards",
    "queue",
    "desk",
    "rehearsal",
    "dispatch",
    "future",
    "burst",
    "batches",
    "planning",
    "cluster",
    "machines",
)
QUICK = os.environ.get("BENCH_QUICK") == "1"


def sized(whole: int, quick: int) -> int:
    """How much of something to measure with."""
    return quick if QUICK else whole


def both(measure: Callable[[int], T], few: int, many: int) -> tuple[T, T]:
    """What is measured with few and with many; quickly, with few alone."""
    first = measure(few)
    return first, first if QUICK else measure(many)
