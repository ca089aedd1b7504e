"""How the work goes: what is due, in work, late and stuck, who lives, and what it costs to ask."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from bench.dispatch import fill
from publisher.context import Context
from publisher.domain.delivery import State
from publisher.engines import pool
from publisher.features.people.notices import (
    NoticeKind,
    Occasion,
    look,
    tell,
)
from publisher.features.reports.attention import no_worker
from publisher.features.reports.workload import (
    LANES,
    PREPARE,
    lateness,
    span,
    workload,
)
from publisher.store import attention, heartbeats
from publisher.store import work_counts as store
from publisher.store.connection import close_store, open_store
from publisher.store.models import Delivery, Node
from tests.contexts import a_context
from tests.databases import is_postgresql, new_database

NOW = datetime(2027, 4, 15, 1, 0, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def opened(tmp_path: Path, database: None) -> Iterator[None]:
    open_store(new_database(tmp_path))
    yield
    close_store()


def put(first: int, count: int, **columns: object) -> None:
    """Change so many rows, from the one with this number on."""
    names = [f"bai-{number}" for number in range(first, first + count)]
    assert Delivery.objects.filter(entry_id__in=names).update(**columns) == count


def sign(name: str, role: str = heartbeats.WORKER, *, seen: datetime = NOW, **columns: Any) -> None:
    values = {
        "host": "may-1",
        "pid": 7,
        "version": "1.0",
        "started_at": seen - HOUR,
        "seen_at": seen,
    }
    heartbeats.sign_node(Node(name=name, role=role, **(values | columns)))


def test_what_is_due_and_nobodys_is_counted_by_lane() -> None:
    fill(7, 7, NOW - MINUTE)
    put(0, 1, state=State.UNKNOWN.value)
    put(1, 2, state=State.APPROVED.value)
    put(3, 1, state=State.PUBLISHED.value)
    fill(5, 5, NOW + HOUR, first=10)
    assert workload(now=NOW).waiting == {"flip": 4, "prepare": 2, "after": 1}


def test_the_lanes_are_those_of_the_engines() -> None:
    for lane in pool.LANES:
        assert {LANES.get(state, PREPARE) for state in (*lane.states, *lane.busy)} == {lane.name}


def test_what_is_handed_over_in_work_and_stuck_is_told_apart() -> None:
    fill(6, 6, NOW - MINUTE)
    put(0, 2, wake_at=None, leased=True, lease_owner="due-1", lease_until=NOW + MINUTE)
    put(2, 1, wake_at=None, leased=True, lease_owner="may-1", lease_until=NOW + MINUTE)
    # The next sweep takes this one back.
    put(3, 1, wake_at=None, leased=True, lease_owner="may-1", lease_until=NOW - 5 * SECOND)
    put(4, 1, wake_at=None, leased=True, lease_owner="may-2", lease_until=NOW - MINUTE)
    found = workload(now=NOW)
    assert (found.depth, found.handed_over, found.in_work, found.stuck) == (3, 2, 2, 1)


def test_in_the_embedded_engine_leases_have_no_end_and_nothing_is_stuck() -> None:
    fill(2, 2, NOW - MINUTE)
    put(0, 2, wake_at=None, leased=True, lease_owner="embedded")
    found = workload(now=NOW)
    assert (found.in_work, found.handed_over, found.stuck, found.processes) == (2, 0, 0, ())


def test_late_is_the_post_that_is_not_out_whoever_has_it() -> None:
    assert workload(now=NOW).late == timedelta()
    fill(1, 1, NOW - MINUTE)
    fill(2, 2, NOW - 2 * MINUTE, first=1)
    put(1, 1, wake_at=None, leased=True, lease_owner="may-1", lease_until=NOW + MINUTE)
    # What is public has only its aftercare before it.
    put(2, 1, state=State.PUBLISHED.value, due_at=NOW - HOUR)
    assert workload(now=NOW).late == 2 * MINUTE


def test_what_is_prepared_before_its_time_is_not_late() -> None:
    fill(1, 1, NOW + 10 * MINUTE)
    put(0, 1, state=State.APPROVED.value, wake_at=NOW)
    found = workload(now=NOW)
    assert (found.depth, found.late) == (1, timedelta())


def test_lateness_of_the_last_hour_is_told_by_its_half_its_most_and_its_latest() -> None:
    assert lateness(now=NOW) is None
    fill(101, 101, NOW - MINUTE)
    for number in range(101):
        due = NOW - (2 * HOUR if number == 100 else MINUTE)
        put(
            number,
            1,
            state=State.PUBLISHED.value,
            due_at=due,
            published_at=due + (number + 1) * SECOND,
        )
    found = lateness(now=NOW)
    assert found
    assert [round(late.total_seconds(), 2) for late in found] == [50, 99, 100]


def test_a_worker_that_gave_no_sign_for_half_a_minute_is_not_alive() -> None:
    sign("a", seen=NOW - 3 * SECOND, busy=4, done=1_000)
    sign("b", seen=NOW - MINUTE)
    sign("c", heartbeats.RUN, version="0.9")
    found = workload(now=NOW)
    assert [(process.name, process.alive, process.silent) for process in found.processes] == [
        ("c", True, timedelta()),
        ("b", False, MINUTE),
        ("a", True, 3 * SECOND),
    ]
    assert [process.name for process in found.workers] == ["a"]
    assert found.versions == ["0.9", "1.0"]


def test_the_size_of_the_database_grows_with_its_rows() -> None:
    from django.db import connection

    before = workload(now=NOW).database
    fill(2_000, 10, NOW)
    if is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    after = workload(now=NOW).database
    assert after.bytes > before.bytes + 500_000
    assert (after.deliveries, after.attempts) == (2_000, 0)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-1, "0 giây"),
        (0.31, "0.3 giây"),
        (59, "59 giây"),
        (90, "90 giây"),
        (130, "2 phút"),
        (7_200, "2 giờ"),
    ],
)
def test_a_time_is_said_in_the_unit_in_which_it_is_at_least_two(seconds: float, said: str) -> None:
    found = span(timedelta(seconds=seconds))
    assert f"{found.number:g} {found.unit}" == said


def plans(ask: Callable[[], object]) -> str:
    """What the database says it would do."""
    from django.db import connection

    with CaptureQueriesContext(connection) as captured:
        ask()
    found = ""
    with connection.cursor() as cursor:
        for query in captured:
            cursor.execute(
                ("EXPLAIN " if is_postgresql() else "EXPLAIN QUERY PLAN ") + query["sql"]
            )
            found += "\n".join(str(row[-1]) for row in cursor.fetchall()) + "\n"
    return found


def test_asking_reads_neither_what_lies_in_the_future_nor_what_is_finished() -> None:
    from django.db import connection

    fill(20, 20, NOW - MINUTE)
    fill(5_000, 50, NOW + timedelta(days=30), first=100)
    fill(5_000, 50, NOW - timedelta(days=30), first=10_000)
    put(10_000, 5_000, state=State.PUBLISHED.value, wake_at=None, published_at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for ask in (
        lambda: store.due(now=NOW),
        lambda: store.leased(now=NOW),
        lambda: store.lateness(now=NOW, since=NOW - HOUR),
        lambda: attention.waiting(now=NOW),
        lambda: attention.in_work(now=NOW),
        attention.asked,
    ):
        told = plans(ask)
        assert "Seq Scan" not in told, told
        # All of an index is read where only what is leased stands in it.
        assert "SCAN" not in told.replace("SCAN publisher_delivery USING INDEX busy_pages", ""), (
            told
        )
        assert any(index in told for index in ("work", "busy_pages", "board", "asks")), told


# Nobody there to publish


def telling(folder: Path) -> Context:
    return a_context(folder, {}, messenger=Mute())


class Mute:
    def send(self, address: str, title: str, body: str) -> bool:
        raise AssertionError("there is nobody to send to")


def missing(now: datetime) -> list[Occasion]:
    sign("run", heartbeats.RUN, seen=now, started_at=NOW - HOUR)
    return [said for said in look({}, now=now) if said.kind == NoticeKind.DOWN]


def test_a_cluster_without_a_worker_is_told_once_an_occasion() -> None:
    fill(1, 1, NOW + 30 * MINUTE)
    sign("a", seen=NOW)
    assert missing(NOW + MINUTE) == []
    [first] = missing(NOW + 3 * MINUTE)
    assert "Không có tiến trình đăng bài nào chạy (lần cuối thấy lúc 08:00 15/04)" in str(
        first.text
    )
    assert missing(NOW + 20 * MINUTE)[0].key == first.key
    sign("b", seen=NOW + 21 * MINUTE)
    assert missing(NOW + 21 * MINUTE) == []
    [second] = missing(NOW + 25 * MINUTE)
    assert second.key != first.key


def test_a_worker_that_ended_in_order_has_two_minutes_to_come_back(tmp_path: Path) -> None:
    fill(1, 1, NOW + 30 * MINUTE)
    sign("run", heartbeats.RUN, started_at=NOW - HOUR)
    sign("a", seen=NOW)
    tell(telling(tmp_path), now=NOW)
    heartbeats.sign_off_node("a")
    assert missing(NOW + MINUTE) == []
    [said] = missing(NOW + 3 * MINUTE)
    assert "lần cuối thấy lúc 08:00 15/04" in str(said.text)


def test_a_cluster_that_has_just_started_waits_for_its_first_worker() -> None:
    fill(1, 1, NOW + 30 * MINUTE)
    sign("run", heartbeats.RUN, started_at=NOW - MINUTE)
    assert no_worker(now=NOW) is None
    sign("run", heartbeats.RUN, started_at=NOW - 3 * MINUTE)
    said = no_worker(now=NOW)
    assert said
    assert "chưa thấy lần nào" in str(said.text)


def test_nobody_is_alarmed_while_nothing_is_due_or_what_is_due_is_out() -> None:
    fill(2, 2, NOW + 3 * HOUR)
    put(1, 1, due_at=NOW - MINUTE, state=State.PUBLISHED.value)
    sign("run", heartbeats.RUN, started_at=NOW - HOUR)
    assert no_worker(now=NOW) is None


def test_what_is_overdue_alarms_as_well() -> None:
    fill(1, 1, NOW - 5 * HOUR)
    sign("run", heartbeats.RUN, started_at=NOW - HOUR)
    assert no_worker(now=NOW)


def test_one_machine_has_no_workers_to_miss() -> None:
    fill(1, 1, NOW)
    assert no_worker(now=NOW) is None
