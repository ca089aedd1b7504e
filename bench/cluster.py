"""The cluster: 10,000 posts of one second on 2,000 pages with 1, 2 and 4 workers, and 100,000
drained; calls do nothing.

PostgreSQL with fsync on, on the same two cores as the workers. Each worker is a process of its own:
what `publisher worker` is, with a channel that calls nobody.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from django.db import connection

from bench import QUICK, sized
from bench.dispatch import Nothing, a_desk, fill
from publisher.domain.delivery import State
from publisher.engines.cluster import ClusterEngine, node_name
from publisher.engines.job_worker import JobWorker
from publisher.engines.pool import WorkerPool
from publisher.stopping import StopSignal
from publisher.store.connection import close_store, open_store
from publisher.store.heartbeats import WORKER
from publisher.store.models import Delivery
from publisher.store.shared_clock import SharedClock
from publisher.store.transactions import Pooled
from tests.postgres import Postgres

COUNT, PAGES = sized(10_000, 20), sized(2_000, 10)
MANY = sized(100_000, 40)
CREWS = (1, 2, 4)[: sized(3, 1)]
# From the moment when all workers are ready; with the rows still to be written.
AHEAD = timedelta(seconds=sized(8, 3))


class Result(NamedTuple):
    """Of one run."""

    # Seconds from the due time to each call, sorted.
    late: list[float]
    # Seconds until the last row was written.
    drained: float
    # CPU seconds of all workers, and of PostgreSQL.
    worker_cpu: float
    database_cpu: float


def main() -> None:
    """Print lateness and throughput."""
    server = Postgres(durable=not QUICK)
    try:
        for workers in CREWS:
            print(_line(COUNT, workers, measure(server, COUNT, PAGES, workers)))
        print(_line(MANY, 2, measure(server, MANY, PAGES * 10, 2)))
    finally:
        server.stop()


def _line(count: int, workers: int, found: Result) -> str:
    p50, p99, last = (found.late[int((len(found.late) - 1) * share)] for share in (0.5, 0.99, 1))
    return (
        f"{count} due at once, {workers} worker(s), no-op calls: dispatch p50 {p50:.2f}, p99"
        f" {p99:.2f}, max {last:.2f} s; drained in {found.drained:.1f} s"
        f" ({count / found.drained:.0f}/s); CPU a delivery: workers"
        f" {found.worker_cpu / count * 1e6:.0f} µs, PostgreSQL"
        f" {found.database_cpu / count * 1e6:.0f} µs"
    )


def measure(server: Postgres, count: int, pages: int, workers: int) -> Result:
    """One run in an emptied database."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        open_store(server.url, cluster=True)
        stack.callback(close_store)
        with connection.cursor() as cursor:
            # Deleted, the rows of the run before would lie in the way until they are vacuumed.
            cursor.execute(f"TRUNCATE {Delivery._meta.db_table} CASCADE")
        clock = SharedClock()
        clock.compare()
        files = [Path(name) / f"worker-{number}.json" for number in range(workers)]
        crew = [_start(server.url, pages, file) for file in files]
        for process in crew:
            stack.callback(process.kill)
        for process in crew:
            _hear(process, "ready")
        due = (clock() + AHEAD + timedelta(seconds=count / 2_000)).replace(microsecond=0)
        fill(count, pages, due)
        for process in crew:
            _say_go(process)
        for process in crew:
            _hear(process, "at work")
        assert clock() < due - timedelta(seconds=1), "the rows took too long to write"
        before = cpu_of(server.pid)
        published = Delivery.objects.filter(state=State.PUBLISHED.value)
        while (done := published.count()) < count and (clock() - due).total_seconds() < 120:
            time.sleep(0.25 if done > count * 0.8 else 0.5)
        drained = (clock() - due).total_seconds()
        database = cpu_of(server.pid) - before
        for process in crew:
            process.terminate()
        for process in crew:
            assert process.wait(30) == 0
        told = [json.loads(file.read_text()) for file in files]
        late = sorted(sent - due.timestamp() for worker in told for sent in worker["sent"])
        assert len(late) == count, f"{len(late)} calls for {count} deliveries"
        return Result(late, drained, sum(worker["cpu"] for worker in told), database)


def cpu_of(parent: int) -> float:
    """CPU seconds of a process and its children, those that have ended included."""
    spent = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if parent in (int(fields[1]), int(stat.parent.name)):
            spent += sum(map(int, fields[11:13]))
        if parent == int(stat.parent.name):
            spent += sum(map(int, fields[13:15]))
    return spent / os.sysconf("SC_CLK_TCK")


def _start(url: str, pages: int, file: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "bench.cluster", url, str(pages), str(file)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _hear(worker: "subprocess.Popen[str]", word: str) -> None:
    assert worker.stdout
    heard = worker.stdout.readline().strip()
    assert heard == word, f"a worker ended before it was {word}"


def _say_go(worker: "subprocess.Popen[str]") -> None:
    assert worker.stdin
    worker.stdin.write("go\n")
    worker.stdin.flush()


def _work(url: str, pages: int, file: Path) -> None:
    """In the child: a worker that calls nobody; notes when it would have."""
    stopped, channel = StopSignal(), Nothing()
    open_store(url, cluster=True, migrate=False, pooled=True)
    clock = SharedClock()
    clock.compare()
    name = node_name()
    with Pooled() as writer:
        desk = a_desk(file.parent, writer, channel, pages, clock)
        crew = WorkerPool(
            context=desk,
            writer=writer,
            owner=name,
            workers=12,
            batch=50,
            freed=lambda: engine.poke(),
        )
        job_worker = JobWorker(context=desk, writer=writer, crew=crew, name=name)
        engine = ClusterEngine(
            context=desk, writer=writer, clock=clock, name=name, role=WORKER, job_worker=job_worker
        )
        # Whatever a process takes to start is over when the first row is written.
        print("ready", flush=True)
        sys.stdin.readline()
        engine.start()
        cpu = time.process_time()
        print("at work", flush=True)
        stopped.wait()
        cpu = time.process_time() - cpu
        engine.stop()
    close_store()
    offset = clock.offset.total_seconds()
    file.write_text(json.dumps({"sent": [sent + offset for sent in channel.sent], "cpu": cpu}))


if __name__ == "__main__":
    if len(sys.argv) == 4:
        _work(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
