"""The storm, short: a real service killed again and again while Facebook answers badly; the judge sees others fail."""

import random
from pathlib import Path

import pytest

from tests.storm.storm import FELT, Storm, Weather

pytestmark = pytest.mark.process


def a_short_storm(*, rate: float = 0.2) -> Weather:
    return Weather(
        seed=random.randrange(100_000), pages=6, posts=5, kills=5, span=10, patience=900, rate=rate
    )


def test_the_publisher_stands_the_storm(tmp_path: Path) -> None:
    report = Storm(tmp_path, a_short_storm()).run()
    assert report.findings == [], str(report)
    assert report.faults > FELT, str(report)


def test_the_judge_catches_a_naive_publisher_in_the_same_storm(tmp_path: Path) -> None:
    # Hard enough that a double post is not left to luck.
    report = Storm(tmp_path, a_short_storm(rate=0.4)).run_naive()
    seen = {finding.what for finding in report.findings}
    assert {"double", "pictures"} <= seen, str(report)
