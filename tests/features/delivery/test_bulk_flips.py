"""Flips in bulk: leased, begun, ended and taken back together; finding them costs the same however many wait."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from bench.dispatch import fill
from publisher.domain.delivery import State
from publisher.store import flips
from publisher.store.connection import close_store, open_store
from publisher.store.flips import Lease
from publisher.store.models import Attempt, Delivery
from tests.databases import is_postgresql, new_database

NOW = datetime(2027, 4, 15, tzinfo=UTC)
FLIPS = (State.PREPARED, State.UNKNOWN)


@pytest.fixture(autouse=True)
def store(tmp_path: Path, database: None) -> Iterator[None]:
    open_store(new_database(tmp_path))
    yield
    close_store()


def begun(count: int) -> dict[int, int]:
    fill(count, count, NOW)
    found = flips.due(now=NOW, states=FLIPS, skip=(), limit=count)
    return flips.begin([due.pk for due in found], Lease("me"), now=NOW)


def states() -> set[str]:
    return set(Delivery.objects.values_list("state", flat=True))


def test_what_is_begun_has_an_attempt_each_and_is_found_by_nobody_else() -> None:
    attempts = begun(1_200)
    assert (len(attempts), Attempt.objects.filter(finished_at=None).count(), states()) == (
        1_200,
        1_200,
        {"publishing"},
    )
    assert flips.due(now=NOW, states=FLIPS, skip=(), limit=10) == []


def test_what_was_begun_by_two_is_begun_by_one() -> None:
    fill(3, 3, NOW)
    pks = [due.pk for due in flips.due(now=NOW, states=FLIPS, skip=(), limit=3)]
    assert (
        len(flips.begin(pks, Lease("me"), now=NOW)),
        flips.begin(pks, Lease("you"), now=NOW),
    ) == (3, {})


def test_what_is_ended_is_published_under_its_drafts_name() -> None:
    attempts = begun(3)
    flips.end(list(attempts.items()), owner="me", now=NOW, wake_at=NOW)
    row = Delivery.objects.first()
    assert row
    assert (states(), row.post_id, row.published_at) == ({"published"}, row.draft_id, NOW)
    assert set(Attempt.objects.values_list("outcome", flat=True)) == {"published"}


def test_what_lost_its_lease_is_not_ended_by_its_former_owner() -> None:
    attempts = begun(2)
    Delivery.objects.update(lease_owner="", state=State.UNKNOWN.value)
    flips.end(list(attempts.items()), owner="me", now=NOW, wake_at=NOW)
    assert states() == {"unknown"}


def test_what_was_never_sent_is_taken_back_as_if_it_had_not_been_begun() -> None:
    attempts = begun(2)
    flips.take_back(list(attempts.items()), owner="me", now=NOW)
    assert (states(), Attempt.objects.count()) == ({"prepared"}, 0)
    assert len(flips.due(now=NOW, states=FLIPS, skip=(), limit=10)) == 2


def cost_of_a_claim() -> int:
    """The pages that PostgreSQL looks at, or the steps that SQLite goes."""
    return pages_of_a_claim() if is_postgresql() else steps_of_a_claim()


def pages_of_a_claim() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE publisher_delivery")
    with CaptureQueriesContext(connection) as captured:
        assert len(flips.due(now=NOW, states=FLIPS, skip=(), limit=10)) == 10
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {captured[0]['sql']}")
        [(told,)] = cursor.fetchall()
    plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


def steps_of_a_claim() -> int:
    from django.db import connection

    steps = [0]

    def count() -> int:
        steps[0] += 1
        return 0

    connection.ensure_connection()
    handle: Any = connection.connection
    handle.set_progress_handler(count, 1)
    found = flips.due(now=NOW, states=FLIPS, skip=(), limit=10)
    handle.set_progress_handler(None, 1)
    assert len(found) == 10
    return steps[0]


def test_finding_what_is_due_costs_the_same_however_many_wait_for_their_day() -> None:
    fill(10, 10, NOW)
    fill(1_000, 50, NOW + timedelta(days=30), first=10)
    few = cost_of_a_claim()
    fill(20_000, 50, NOW + timedelta(days=30), first=1_010)
    assert few > 0
    # PostgreSQL's index grows a level somewhere: one page more.
    assert cost_of_a_claim() <= (few + 1 if is_postgresql() else few * 1.2)
