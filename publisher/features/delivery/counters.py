"""Counters of this process for Prometheus; what the rows tell is asked at each scrape
(`web/shared/metrics.py`).
"""

from datetime import timedelta

from prometheus_client import Counter, Histogram

CALLS = Counter(
    "publisher_facebook_calls", "Calls to Facebook by step and outcome.", ["step", "outcome"]
)
CALL_SECONDS = Histogram(
    "publisher_facebook_call_seconds",
    "How long Facebook took.",
    ["step"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30),
)
LATENESS = Histogram(
    "publisher_lateness_seconds",
    "From the due time of a post until Facebook said that it is public.",
    buckets=(0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800, 7200),
)


_FLIPS, _FLIP_SECONDS = CALLS.labels("flip", "published"), CALL_SECONDS.labels("flip")


def count_flip(took: timedelta) -> None:
    """As `count_call` for the call of which there are thousands in a second."""
    _FLIPS.inc()
    _FLIP_SECONDS.observe(took.total_seconds())


def count_call(step: str, outcome: str, took: timedelta) -> None:
    """Count a call that has ended."""
    CALLS.labels(step, outcome).inc()
    CALL_SECONDS.labels(step).observe(took.total_seconds())


def count_published(late: timedelta) -> None:
    """Count a post that became public."""
    LATENESS.observe(max(0.0, late.total_seconds()))
