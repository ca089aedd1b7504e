"""What Prometheus reads from a running service."""

from pathlib import Path

import requests

from publisher.sandbox import Sandbox
from tests.services.office import Office, eventually


def test_the_metrics_tell_calls_lateness_and_what_waits(tmp_path: Path, sandbox: Sandbox) -> None:
    office = Office(tmp_path, sandbox)
    office.write("a", wait=1)
    office.write("b", "Ngày mai", wait=80_000)
    with office.running() as service:
        eventually(lambda: len(office.public()) == 1)
        eventually(lambda: 'step="flip"' in requests.get(f"{service.web_url}/metrics", timeout=5).text)
        text = requests.get(f"{service.web_url}/metrics", timeout=5).text
    assert 'publisher_facebook_calls_total{outcome="published",step="flip"}' in text
    assert "publisher_lateness_seconds_bucket" in text
    assert 'publisher_deliveries{state="approved"} 1.0' in text
    assert "publisher_pages_parked 0.0" in text
    assert "sandbox-token" not in text
