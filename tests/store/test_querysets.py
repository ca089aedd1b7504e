"""What is asked of the rows, each question once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from publisher.domain.delivery import Hold, State
from publisher.store import connection
from publisher.store.connection import close_store, open_store
from publisher.store.models import Delivery, StoredRevision

NOW = datetime(2027, 4, 11, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _store(tmp_path: Path) -> Iterator[None]:
    open_store(f"sqlite:///{tmp_path / 'publisher.sqlite3'}")
    yield
    close_store()


def put(name: str, **columns: Any) -> Delivery:
    revision, _ = StoredRevision.objects.get_or_create(
        entry_id="bai", digest="x", defaults={"body": "{}", "created_at": NOW}
    )
    values = {"due_at": NOW, "latest_at": NOW + 2 * HOUR, "state": State.PREPARED.value} | columns
    return Delivery.objects.create(
        entry_id=name, page="p", occurrence="once", revision=revision, **values
    )


def names(rows: Any) -> list[str]:
    return sorted(rows.values_list("entry_id", flat=True))


def test_what_is_late_is_ahead_as_long_as_its_own_lateness_allows() -> None:
    put("patient", due_at=NOW - 5 * HOUR, latest_at=NOW + HOUR)
    put("strict", due_at=NOW - HOUR, latest_at=NOW - timedelta(minutes=30))
    put("coming", due_at=NOW + HOUR, latest_at=NOW + 3 * HOUR)
    assert names(Delivery.objects.ahead(now=NOW)) == ["coming", "patient"]
    assert names(Delivery.objects.coming(now=NOW)) == ["coming"]


def test_what_was_sent_back_awaits_no_approval() -> None:
    put("new", state="planned")
    put("back", state="planned", sent_back="Đổi ảnh")
    put("done", state="approved")
    assert names(Delivery.objects.awaiting_approval()) == ["new"]
    assert names(Delivery.objects.sent_back()) == ["back"]


def test_what_is_held_for_a_freeze_or_a_page_was_not_missed() -> None:
    for hold in Hold:
        put(hold.value, state="held", hold=hold.value)
    put("in_work", state="held", hold=Hold.TOO_LATE.value, lease_owner="a", leased=True)
    one_by_one = ["repeated", "restored", "shown", "stumbled", "too_late", "uncertain"]
    assert names(Delivery.objects.missed()) == one_by_one


def test_what_was_taken_down_no_longer_stands() -> None:
    out = {"state": "published", "published_at": NOW, "post_id": "1"}
    put("there", **out)
    put("gone", **out, removed_at=NOW)
    put("nameless", **(out | {"post_id": ""}))
    assert names(Delivery.objects.published()) == ["gone", "nameless", "there"]
    assert names(Delivery.objects.standing()) == ["nameless", "there"]
    assert names(Delivery.objects.shown()) == ["there"]


def test_a_row_that_somebody_has_in_work_is_no_longer_unchanged() -> None:
    row = put("bai")
    assert names(Delivery.objects.unchanged(row)) == ["bai"]
    Delivery.objects.update(due_at=NOW + HOUR)
    assert names(Delivery.objects.unmoved(row)) == []
    Delivery.objects.update(lease_owner="a", leased=True)
    assert names(Delivery.objects.unchanged(row)) == []


class _LockNotAvailable(Exception):
    """As psycopg raises it."""

    sqlstate = "55P03"


def test_a_lock_that_is_not_to_be_had_is_known_by_its_number_in_whatever_words() -> None:
    error = OperationalError("hết giờ chờ khóa")
    error.__cause__ = _LockNotAvailable()
    assert connection._lock_timed_out(error)
    assert not connection._lock_timed_out(OperationalError("canceling: lock timeout"))
