"""The cluster's engine on PostgreSQL: who gets what is due, one at a time on a page, what comes back from the dead."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from bench.dispatch import Nothing, a_desk, fill
from bench.future import claim_buffers
from publisher.channels.port import PageAccess
from publisher.domain.delivery import State
from publisher.domain.errors import CutShort
from publisher.domain.verdict import Published
from publisher.engines import jobs as chunks
from publisher.engines.cluster import ClusterEngine, node_name
from publisher.engines.job_worker import JobWorker
from publisher.engines.pool import (
    AFTERCARE,
    FLIPS,
    LANES,
    PREPARATIONS,
    WorkerPool,
)
from publisher.store import heartbeats, leases
from publisher.store.connection import close_store, open_store
from publisher.store.flips import Lease
from publisher.store.locks import ENGINES, alone, present
from publisher.store.models import Attempt, Delivery, Node
from publisher.store.shared_clock import SharedClock
from publisher.store.transactions import Pooled
from tests.databases import Emptied
from tests.office import eventually

NOW = datetime(2027, 4, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def store(postgresql: Emptied) -> Iterator[None]:
    postgresql.empty()
    open_store(postgresql.url, cluster=True, pooled=True)
    yield
    close_store()


def claim(owner: str = "due-me", *, limit: int = 100, now: datetime = NOW) -> leases.Claim:
    lease = Lease(owner, now + timedelta(minutes=2))
    with transaction.atomic():
        return leases.claim(now=now, states=FLIPS.states, busy=FLIPS.busy, limit=limit, lease=lease)


def owners() -> dict[str, int]:
    found: dict[str, int] = {}
    for owner in Delivery.objects.values_list("lease_owner", flat=True):
        found[owner] = found.get(owner, 0) + 1
    return found


# Claims


def test_what_is_due_on_a_page_is_claimed_together_and_in_its_order() -> None:
    fill(6, 2, NOW)
    found = claim(limit=2)
    assert [len(group) for group in found.groups] == [3, 3]
    assert all(group == sorted(group) for group in found.groups)


def test_a_page_that_has_a_post_in_work_gives_no_other_one() -> None:
    fill(2, 1, NOW)
    fill(1, 1, NOW - timedelta(minutes=1), first=2)
    assert claim(now=NOW - timedelta(seconds=30)).groups == [[3]]
    assert claim().groups == []


def test_a_page_in_work_in_one_lane_is_free_in_the_others() -> None:
    fill(1, 1, NOW)
    claim()
    fill(1, 1, NOW, first=1)
    Delivery.objects.filter(lease_owner="").update(state=State.APPROVED.value)
    lease = Lease("due-you", NOW)
    with transaction.atomic():
        found = leases.claim(
            now=NOW, states=PREPARATIONS.states, busy=PREPARATIONS.busy, limit=10, lease=lease
        )
    assert len(found.groups) == 1


def test_many_claims_at_once_share_everything_out_and_no_page_twice() -> None:
    fill(600, 60, NOW)
    together = threading.Barrier(6)

    def one(number: int) -> list[list[int]]:
        try:
            together.wait()
            found = [claim(f"due-{number}", limit=15) for _ in range(8)]
            return [group for part in found for group in part.groups]
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        groups = [group for found in pool.map(one, range(6)) for group in found]
    claimed = [pk for group in groups for pk in group]
    assert len(claimed) == len(set(claimed))
    by_page: dict[str, set[str]] = {}
    for page, owner in Delivery.objects.exclude(lease_owner="").values_list("page", "lease_owner"):
        by_page.setdefault(page, set()).add(owner)
    assert all(len(found) == 1 for found in by_page.values())


def test_a_claim_that_came_second_on_a_page_says_that_it_missed_something() -> None:
    fill(4, 2, NOW)
    held, go_on = threading.Event(), threading.Event()

    def first() -> None:
        try:
            with transaction.atomic():
                leases.claim(
                    now=NOW,
                    states=FLIPS.states,
                    busy=FLIPS.busy,
                    limit=1,
                    lease=Lease("due-first", NOW),
                )
                held.set()
                go_on.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    held.wait(10)
    found = claim()
    go_on.set()
    thread.join()
    assert (found.missed > 0 or found.found == 2, len(found.groups)) == (True, 1)


def test_a_claim_reads_as_much_among_twenty_thousand_future_posts_as_among_a_thousand() -> None:
    fill(10, 10, NOW)
    fill(1_000, 100, NOW + timedelta(days=30), first=10)
    few = claim_buffers(NOW)
    fill(19_000, 100, NOW + timedelta(days=30), first=1_010)
    assert claim_buffers(NOW) <= 2 * few


# Leases


def test_a_lease_that_has_ended_comes_back_as_if_nobody_had_begun() -> None:
    fill(2, 2, NOW)
    claim()
    with transaction.atomic():
        assert leases.reap(now=NOW + timedelta(minutes=1)) == 0
    with transaction.atomic():
        assert leases.reap(now=NOW + timedelta(minutes=3)) == 2
    assert (owners(), Delivery.objects.filter(wake_at__isnull=False, lease_until=None).count()) == (
        {"": 2},
        2,
    )


def test_a_lease_that_is_renewed_does_not_end() -> None:
    fill(1, 1, NOW)
    [[pk]] = claim().groups
    with transaction.atomic():
        leases.renew([pk], Lease("due-me", NOW + timedelta(minutes=9)))
    with transaction.atomic():
        assert leases.reap(now=NOW + timedelta(minutes=3)) == 0


def test_nobody_renews_the_lease_of_another() -> None:
    fill(1, 1, NOW)
    [[pk]] = claim().groups
    with transaction.atomic():
        leases.renew([pk], Lease("somebody", NOW + timedelta(minutes=9)))
    with transaction.atomic():
        assert leases.reap(now=NOW + timedelta(minutes=3)) == 1


def test_two_who_look_after_leases_at_once_give_each_back_once() -> None:
    fill(100, 100, NOW)
    claim()
    late = NOW + timedelta(minutes=3)

    def reap(_: int) -> int:
        try:
            with transaction.atomic():
                return leases.reap(now=late)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(reap, range(4))) == 100


# Turns and signs of life


def test_a_turn_belongs_to_one_until_its_time_is_over() -> None:
    hour = timedelta(hours=1)
    assert heartbeats.take_turn("links", owner="a", now=NOW, lasts=hour)
    assert not heartbeats.take_turn("links", owner="b", now=NOW + timedelta(minutes=59), lasts=hour)
    assert heartbeats.take_turn("links", owner="b", now=NOW + hour, lasts=hour)


def test_the_turns_of_a_process_that_ended_in_order_are_free() -> None:
    heartbeats.take_turn("links", owner="a", now=NOW, lasts=timedelta(hours=1))
    heartbeats.sign_off_node("a")
    assert heartbeats.take_turn("links", owner="b", now=NOW, lasts=timedelta(hours=1))


def test_the_clock_of_a_cluster_is_its_databases() -> None:
    clock = SharedClock()
    clock.offset = timedelta(hours=-3)
    clock.compare()
    assert abs(clock() - datetime.now(UTC)) < timedelta(seconds=1)


# Whole engines


def _call_first(found: list[Callable[[], None]]) -> None:
    found[0]()


class Machines:
    """Workers of a cluster in this process: each with its own crew, hands and clock, all on one database."""

    def __init__(self, folder: Path, channel: Any, *, pages: int = 20) -> None:
        self.folder, self.channel, self.pages = folder, channel, pages
        self.stack = ExitStack()
        self.engines: list[ClusterEngine] = []

    def start(self, number: int) -> None:
        for _ in range(number):
            clock = SharedClock()
            clock.compare()
            name = node_name()
            writer = self.stack.enter_context(Pooled())
            desk = a_desk(self.folder, writer, self.channel, self.pages, clock)
            poke: list[Callable[[], None]] = []
            freed = partial(_call_first, poke)
            crew = WorkerPool(
                context=desk, writer=writer, owner=name, workers=4, batch=50, freed=freed
            )
            job_worker = JobWorker(context=desk, writer=writer, crew=crew, name=name)
            engine = ClusterEngine(
                context=desk,
                writer=writer,
                clock=clock,
                name=name,
                role=heartbeats.WORKER,
                job_worker=job_worker,
            )
            poke.append(engine.poke)
            engine.start()
            self.engines.append(engine)

    def stop(self) -> None:
        for engine in self.engines:
            engine.stop()
        self.stack.close()


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    found = Machines(tmp_path, Watched())
    yield found
    found.stop()


class Watched(Nothing):
    """Calls that take a moment; notes when two were under way on one page."""

    def __init__(self) -> None:
        super().__init__()
        self.flips: list[str] = []
        self.twice_on_a_page = False
        self._busy: set[str] = set()
        self._lock = threading.Lock()

    def flip(self, access: PageAccess, post_id: str) -> Published:
        with self._lock:
            self.twice_on_a_page |= access.page_id in self._busy
            self._busy.add(access.page_id)
        time.sleep(0.01)
        with self._lock:
            self._busy.discard(access.page_id)
            self.flips.append(post_id)
        return super().flip(access, post_id)


def published() -> int:
    return Delivery.objects.filter(state=State.PUBLISHED.value).count()


def test_several_workers_publish_everything_once_and_one_at_a_time_on_a_page(
    machines: Machines,
) -> None:
    fill(300, 20, datetime.now(UTC) + timedelta(seconds=1))
    machines.start(3)
    eventually(lambda: published() == 300, seconds=30)
    channel: Watched = machines.channel
    assert (len(channel.flips), len(set(channel.flips)), channel.twice_on_a_page) == (
        300,
        300,
        False,
    )
    assert Attempt.objects.filter(step="flip").count() == 300


def test_a_chunk_that_runs_twice_does_nothing_the_second_time(machines: Machines) -> None:
    fill(10, 10, datetime.now(UTC))
    machines.start(1)
    eventually(lambda: published() == 10)
    with transaction.atomic():
        chunks.defer(
            FLIPS.name, "due-long-over", [list(Delivery.objects.values_list("pk", flat=True))]
        )
    eventually(lambda: chunks.waiting(FLIPS.name) == 0)
    machines.stop()
    machines.engines.clear()
    assert len(machines.channel.flips) == 10


def test_what_was_handed_over_and_rolled_back_leaves_neither_lease_nor_job() -> None:
    fill(3, 3, NOW)
    with transaction.atomic():
        lease = Lease("due-me", NOW)
        found = leases.claim(now=NOW, states=FLIPS.states, busy=FLIPS.busy, limit=10, lease=lease)
        assert chunks.defer(FLIPS.name, lease.owner, found.groups) == 1
        transaction.set_rollback(True)
    assert (owners(), chunks.waiting(FLIPS.name)) == ({"": 3}, 0)


def test_a_page_is_never_torn_apart_between_two_chunks() -> None:
    with transaction.atomic():
        jobs = chunks.defer(
            FLIPS.name, "due-me", [[n] for n in range(99)] + [list(range(100, 150)), [200]]
        )
        assert jobs == 2
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT jsonb_array_length(args->'pks') FROM procrastinate_jobs ORDER BY id"
            )
            assert [length for (length,) in cursor.fetchall()] == [149, 1]


def test_work_of_a_process_that_died_is_taken_over_when_its_lease_ends(machines: Machines) -> None:
    now = datetime.now(UTC)
    fill(4, 4, now)
    with transaction.atomic():
        leases.claim(
            now=now,
            states=FLIPS.states,
            busy=FLIPS.busy,
            limit=10,
            lease=Lease("dead", now + timedelta(seconds=2)),
        )
    # As its kill -9 left them: two begun, two not.
    begun = Delivery.objects.order_by("pk")[:2]
    for row in begun:
        Delivery.objects.filter(pk=row.pk).update(state=State.PUBLISHING.value)
        Attempt.objects.create(delivery=row, step="flip", started_at=now)
    machines.start(1)
    eventually(lambda: published() == 4, seconds=20)
    assert Attempt.objects.filter(outcome="lost").count() == 2


def test_workers_that_end_leave_nothing_but_what_waits_in_the_queue_for_others(
    machines: Machines,
) -> None:
    fill(200, 20, datetime.now(UTC) + timedelta(seconds=1))
    machines.start(2)
    eventually(lambda: published() > 0)
    machines.stop()
    machines.engines.clear()
    held = {owner for owner in owners() if owner and not owner.startswith("due-")}
    assert (held, Node.objects.count()) == (set(), 0)
    assert Delivery.objects.filter(state=State.PUBLISHING.value).count() == 0


class Slow(Nothing):
    """Calls that last as long as a test wants."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go_on = threading.Semaphore(0), threading.Event()

    def flip(self, access: PageAccess, post_id: str) -> Published:
        self.begun.release()
        self.go_on.wait(30)
        return super().flip(access, post_id)


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Machines]:
    found = Machines(tmp_path, Slow(), pages=250)
    yield found
    found.channel.go_on.set()
    found.stop()


@contextmanager
def ending(machines: Machines) -> Iterator[None]:
    """Within, the worker is told to end and waits for its calls; after it, they and it have ended."""
    thread = threading.Thread(target=machines.engines.pop().stop)
    thread.start()
    try:
        yield
    finally:
        machines.channel.go_on.set()
        thread.join()


def test_a_worker_that_ends_keeps_what_is_under_way_until_its_call_has_ended(
    slow: Machines,
) -> None:
    fill(1, 1, datetime.now(UTC))
    slow.start(1)
    assert slow.channel.begun.acquire(timeout=10)
    lease = Delivery.objects.get().lease_until
    assert lease
    # By a second sweep at least: one may have begun before.
    renewed = Delivery.objects.filter(lease_until__gt=lease + timedelta(seconds=6))
    with ending(slow):
        eventually(renewed.exists, seconds=15)
    assert (published(), Delivery.objects.filter(leased=True).count()) == (1, 0)


def test_a_worker_that_ends_gives_unsent_flips_back_before_its_calls_have_ended(
    slow: Machines,
) -> None:
    fill(250, 250, datetime.now(UTC))
    slow.start(1)
    begun = Delivery.objects.filter(state=State.PUBLISHING.value)
    eventually(lambda: begun.count() == 250)
    with ending(slow):
        # Four calls are under way, for a fourth of a chunk each; the other two chunks wait for a thread.
        eventually(lambda: begun.count() <= 100)
        free = Delivery.objects.filter(
            state=State.PREPARED.value, leased=False, wake_at__isnull=False
        ).count()
        assert free + begun.count() == 250
    assert (published(), Attempt.objects.count()) == (250 - free, 250 - free)


def test_a_worker_ends_in_order_when_its_queue_was_left_before_its_calls_ended(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    machines.start(1)
    [engine] = machines.engines
    job_worker = engine._job_worker
    assert isinstance(job_worker, JobWorker)
    eventually(lambda: job_worker.healthy)
    monkeypatch.setattr(job_worker._crew, "stop", job_worker._thread.join)
    job_worker.stop()
    assert not job_worker.healthy


def test_what_was_left_over_goes_out_when_a_worker_comes_back(machines: Machines) -> None:
    fill(200, 20, datetime.now(UTC) + timedelta(seconds=1))
    machines.start(1)
    eventually(lambda: published() > 0)
    machines.stop()
    machines.engines.clear()
    machines.start(1)
    eventually(lambda: published() == 200, seconds=30)
    assert len(set(machines.channel.flips)) == len(machines.channel.flips) == 200


def test_a_worker_leaves_posts_of_pages_that_it_does_not_know_to_those_that_do(
    machines: Machines,
) -> None:
    fill(4, 4, datetime.now(UTC))
    machines.pages = 2
    machines.start(1)
    eventually(lambda: published() == 2)
    eventually(lambda: Delivery.objects.filter(leased=True).count() == 0)
    left = Delivery.objects.filter(page__in=["p2", "p3"]).values_list("state", "hold")
    assert set(left) == {(State.PREPARED.value, "")}
    machines.pages = 4
    machines.start(1)
    eventually(lambda: published() == 4, seconds=60)


def test_without_a_worker_only_a_few_chunks_lie_in_the_queue(tmp_path: Path) -> None:
    fill(3_000, 3_000, datetime.now(UTC))
    clock = SharedClock()
    with Pooled() as writer:
        desk = a_desk(tmp_path, writer, Nothing(), 3_000, clock)
        engine = ClusterEngine(context=desk, writer=writer, clock=clock, name="run", role="run")
        engine.start()
        eventually(lambda: chunks.waiting(FLIPS.name) > 0)
        time.sleep(0.5)
        engine.stop()
    assert chunks.waiting(FLIPS.name) <= 12


def test_every_lane_takes_the_states_that_make_its_pages_busy() -> None:
    for lane in LANES:
        assert set(lane.states) <= set(lane.busy)
    assert set(AFTERCARE.busy) & set(FLIPS.busy) == set()
    assert {state for lane in LANES for state in lane.busy} == set(State)


# One engine on a database


def test_an_embedded_engine_and_a_cluster_keep_each_other_out() -> None:
    with (
        present(ENGINES, sole=False) as one,
        present(ENGINES, sole=False) as two,
        present(ENGINES, sole=True) as third,
    ):
        assert (one, two, third) == (True, True, False)
    with present(ENGINES, sole=True) as alone_there, present(ENGINES, sole=False) as other:
        assert (alone_there, other) == (True, False)


def test_those_who_wait_to_be_alone_take_no_connection_from_the_pool() -> None:
    entered, leave = threading.Barrier(5), threading.Event()

    def hold(number: int) -> None:
        with alone(f"card {number}"):
            entered.wait(10)
            leave.wait(10)

    with ThreadPoolExecutor(4) as pool:
        held = [pool.submit(hold, number) for number in range(4)]
        entered.wait(10)
        began = time.monotonic()
        with ThreadPoolExecutor(10) as readers:
            assert list(readers.map(lambda _: counted(), range(10))) == [0] * 10
        assert time.monotonic() - began < 5
        leave.set()
        for one in held:
            one.result()


def test_who_waits_to_be_alone_goes_when_its_process_ends() -> None:
    asked: list[bool] = []

    def ending() -> bool:
        asked.append(True)
        return len(asked) > 1

    with alone("planning"), pytest.raises(CutShort), alone("planning", ending=ending):
        raise AssertionError("two are within at once")
    assert len(asked) == 2
    with alone("planning", ending=lambda: True):
        pass


def counted() -> int:
    try:
        return Delivery.objects.count()
    finally:
        connection.close()
