"""What Prometheus reads from a running service."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from publisher.channels.facebook.standin.server import Sandbox
from publisher.store.models import Delivery
from tests.databases import Emptied
from tests.office import Office, eventually
from tests.web.clustered import a_cluster, sign
from tests.web.desk import Desk


def test_the_metrics_tell_calls_lateness_and_what_waits(tmp_path: Path, sandbox: Sandbox) -> None:
    office = Office(tmp_path, sandbox)
    office.write("a", wait=1)
    office.write("b", "Ngày mai", wait=80_000)
    with office.running() as service:
        eventually(lambda: len(office.public()) == 1)
        eventually(
            lambda: 'step="flip"' in requests.get(f"{service.web_url}/metrics", timeout=60).text
        )
        text = requests.get(f"{service.web_url}/metrics", timeout=60).text
    assert 'publisher_facebook_calls_total{outcome="published",step="flip"}' in text
    assert "publisher_lateness_seconds_bucket" in text
    assert 'publisher_deliveries{state="approved"} 1.0' in text
    assert "publisher_pages_parked 0.0" in text
    assert "sandbox-token" not in text


@pytest.fixture
def cluster(tmp_path: Path, postgresql: Emptied) -> Iterator[Desk]:
    with a_cluster(tmp_path, postgresql) as desk:
        yield desk


def gauges(desk: Desk) -> dict[str, float]:
    found = text_string_to_metric_families(desk.as_(None).get("/metrics").content.decode())
    samples = [sample for family in found for sample in family.samples]
    return {" ".join([sample.name, *sample.labels.values()]): sample.value for sample in samples}


def test_a_cluster_tells_its_queue_its_workers_and_its_size(cluster: Desk) -> None:
    row = cluster.post("bai")
    Delivery.objects.filter(pk=row.pk).update(
        state="prepared", wake_at=cluster.now - timedelta(seconds=1)
    )
    sign(cluster, "a", silent=3)
    sign(cluster, "b", silent=90)
    found = gauges(cluster)
    assert found["publisher_queue_depth flip"] == 1
    assert (
        found["publisher_handed_over"],
        found["publisher_in_work"],
        found["publisher_stuck"],
    ) == (0, 0, 0)
    assert found["publisher_workers_alive"] == 1
    assert (
        found["publisher_worker_last_sign_seconds a"],
        found["publisher_worker_last_sign_seconds b"],
    ) == (3, 90)
    assert found["publisher_database_bytes"] > 1_000_000


def test_one_machine_tells_nothing_of_workers(desk: Desk) -> None:
    found = gauges(desk)
    assert found["publisher_queue_depth prepare"] == 0
    assert found["publisher_database_bytes"] > 10_000
    assert not [name for name in found if "worker" in name or "handed" in name]
