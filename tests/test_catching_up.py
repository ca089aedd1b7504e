"""A planning turn that fails is made up for: what was written meanwhile is planned as soon as it can be."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from publisher.channels.facebook.standin.server import Sandbox
from publisher.features.scheduling.planning import plan_queue
from publisher.web.shared.context import serving
from tests.office import Office, eventually


@pytest.fixture
def office(tmp_path: Path, sandbox: Sandbox) -> Office:
    return Office(tmp_path, sandbox)


@pytest.mark.parametrize(
    "error", [OperationalError("database or disk is full"), OSError(28, "x"), sqlite3.Error("x")]
)
def test_what_could_not_be_planned_on_a_full_disk_is_planned_with_the_next_change(
    office: Office, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    full = [True]

    def planning(*args: Any, **kwargs: Any) -> Any:
        if full[0]:
            raise error
        return plan_queue(*args, **kwargs)

    office.write("truoc", wait=80_000)
    with office.running():
        eventually(lambda: "truoc" in office.states(), 60)
        monkeypatch.setattr("publisher.features.scheduling.queue_planning.plan_queue", planning)
        office.write("day", text="Bài viết khi đầy đĩa.", wait=80_000)
        with pytest.raises(type(error)):
            serving().queue.take_in_now([office.folder / "queue" / "posts" / "day.md"])
        full[0] = False
        serving().queue.take_in_now([])
        assert office.states() == {"truoc": "approved", "day": "approved"}
