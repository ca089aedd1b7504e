"""A stop in the middle of many flips: what is begun and not sent goes back, in the engine itself."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bench.dispatch import a_desk, fill
from publisher.domain.reason import told
from publisher.domain.verdict import Deferred, Scope, Stop
from publisher.engines.embedded import EmbeddedEngine
from publisher.store.connection import close_store, open_store
from publisher.store.models import Delivery
from publisher.store.transactions import Writer

WORKERS = 3


class Throttled:
    """An app that has used up its calls."""

    def __init__(self, scope: Scope) -> None:
        self.calls: list[str] = []
        self._answer = Deferred(
            reason=told("Quá nhiều."), wait=timedelta(), scope=scope, stop=Stop.LIMIT
        )

    def flip(self, access: Any, _draft: str) -> Deferred:
        self.calls.append(access.page_id)
        time.sleep(0.02)
        return self._answer


@pytest.mark.parametrize(("scope", "pages"), [(Scope.APP, 100), (Scope.PAGE, 1)])
def test_of_a_hundred_flips_those_under_way_are_refused_and_the_others_not_sent(
    tmp_path: Path, scope: Scope, pages: int
) -> None:
    open_store(f"sqlite:///{tmp_path / 'many.sqlite3'}")
    facebook: Any = Throttled(scope)
    with Writer() as writer:
        desk = a_desk(tmp_path, writer, facebook, pages, lambda: datetime.now(UTC))
        fill(100, pages, datetime.now(UTC) - timedelta(seconds=1))
        engine = EmbeddedEngine(context=desk, writer=writer, workers=WORKERS)
        engine.start()
        deadline = time.monotonic() + 20
        waiting = Delivery.objects.filter(
            state="prepared", wake_at__gt=datetime.now(UTC) + timedelta(minutes=1)
        )
        while waiting.count() < 100 and time.monotonic() < deadline:
            time.sleep(0.05)
        held = waiting.count()
        engine.stop()
    close_store()
    assert held == 100
    # While the first refusal is written, every thread may begin one more.
    assert len(facebook.calls) <= 3 * WORKERS
