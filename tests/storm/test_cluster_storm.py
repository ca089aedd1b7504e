"""The cluster's storm, short: workers, the service and PostgreSQL itself are killed, connections are cut."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Postgres
from tests.storm.cluster import ClusterStorm
from tests.storm.storm import FELT, Weather

pytestmark = pytest.mark.process


@pytest.fixture
def server() -> Iterator[Postgres]:
    found = Postgres(durable=True)
    yield found
    found.stop()


def test_a_cluster_stands_the_storm(tmp_path: Path, server: Postgres) -> None:
    weather = Weather(
        seed=random.randrange(100_000), pages=6, posts=5, kills=6, span=10, patience=900, rate=0.2
    )
    storm = ClusterStorm(tmp_path, weather, server, workers=2)
    report = storm.run()
    assert report.findings == [], f"{report} {storm.happened}"
    assert report.faults > FELT, str(report)
