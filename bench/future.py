"""What deliveries that are not due yet cost: 100,000 against 1,000, and the claim counted in
steps of SQLite and buffers of PostgreSQL. Fits in 2 GB and ends within five minutes.
"""

import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench import QUICK, both, sized
from bench.dispatch import a_store, fill
from publisher.domain.delivery import State
from publisher.engines.pool import FLIPS
from publisher.store import flips, leases
from publisher.store.connection import close_store, open_store
from publisher.store.models import Delivery
from tests.postgres import Postgres

FEW, MANY, VERY_MANY = sized(1_000, 10), sized(100_000, 20), sized(1_024_000, 40)
PAGES = sized(1_000, 10)
IDLE = sized(12, 1)  # seconds


def main() -> None:
    """Print the ratios."""
    _engines()
    _whole_service()
    few_steps, steps = both(_claim_steps, FEW, VERY_MANY)
    print(
        f"a claim of 10: {steps} steps of SQLite among {VERY_MANY}, {few_steps} among {FEW}"
        f" ({steps / few_steps:.2f}, at most 1.2)"
    )
    few_read, read = both(_claim_reads, FEW, VERY_MANY)
    print(
        f"a claim of 10: {read} buffers of PostgreSQL among {VERY_MANY}, {few_read} among {FEW} "
        f"({read / few_read:.2f}, at most 2)"
    )


def _engines() -> None:
    (few_start, few_memory, few_cpu), (start, memory, cpu) = both(_engine, FEW, MANY)
    print(
        f"engine with {MANY} future deliveries against {FEW}: start {start * 1000:.0f} /"
        f" {few_start * 1000:.0f} ms ({start / few_start:.2f}), memory {memory:.0f} /"
        f" {few_memory:.0f} MiB ({memory / few_memory:.2f}), idle CPU {cpu * 1000:.0f} /"
        f" {few_cpu * 1000:.0f} ms in {IDLE:.0f} s ({cpu / max(few_cpu, 0.001):.2f}); each at most 1.2"
    )


def _whole_service() -> None:
    """The same for `publisher run` with its planning: 100 posts for 1,000 pages against one,
    started a second time."""
    few, many = both(_service, 1, MANY // PAGES)
    shares = ", ".join(
        f"{name} {much:.2f} / {little:.2f} {unit} ({much / max(little, 0.01):.2f})"
        for name, unit, much, little in zip(
            ("start", "memory", "idle CPU"), ("s", "MiB", "s"), many, few, strict=True
        )
    )
    print(f"publisher run with {MANY} future deliveries against {PAGES}: {shares}")


def _service(posts: int) -> tuple[float, float, float]:
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        _write_folder(home, posts)
        if not QUICK:
            _watch(home)
        return _watch(home)


def _watch(home: Path) -> tuple[float, float, float]:
    """Seconds to start, MiB at most, CPU seconds while idle; of one run of the service."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "publisher", "run"],
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
    )
    assert process.stdout
    process.stdout.readline()
    start, spent = time.perf_counter() - began, -1.0
    try:
        while (now := _cpu(process.pid)) - spent > 0.15:
            spent = now
            time.sleep(sized(3, 1))
        time.sleep(IDLE)
        return start, _memory(process.pid), _cpu(process.pid) - now
    finally:
        process.terminate()
        process.wait(timeout=60)


def _write_folder(home: Path, posts: int) -> None:
    (home / "queue" / "posts").mkdir(parents=True)
    tables = '[service]\nport = 0\n[units.u]\nname = "Công đoàn"\napproval = "none"\n'
    for number in range(PAGES):
        tables += (
            f'[pages.p{number}]\nfacebook_id = "{1000 + number}"\nunit = "u"\ntoken_env = "X"\n'
        )
    (home / "config.toml").write_text(tables)
    first = datetime.now(UTC) + timedelta(days=30)
    for number in range(posts):
        at = first + timedelta(hours=7 * number)
        path = home / "queue" / "posts" / f"bai-{number}.md"
        path.write_text(
            '+++\npages = "*"\nignore_quiet = true\n'
            f"at = {at:%Y-%m-%dT%H:%M:%S}\n+++\nBài số {number}\n"
        )


def _cpu(pid: int | str) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int | str) -> float:
    """MiB at most; not ru_maxrss, which a process inherits from the one that started it."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _engine(count: int) -> tuple[float, float, float]:
    """Seconds to start, MiB at most, and CPU seconds of an idle engine, in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        command = [sys.executable, "-m", "bench.future", name, str(count)]
        _fill(Path(name), count)
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    start, memory, cpu = map(float, done.stdout.split())
    return start, memory, cpu


def _fill(home: Path, count: int) -> None:
    open_store(f"sqlite:///{home / 'bench.sqlite3'}")
    fill_many(count, datetime.now(UTC) + timedelta(days=30))
    close_store()


def fill_many(count: int, due: datetime) -> None:
    """`fill`, then the database copies its own rows: a million of them take no memory here."""
    from django.db import connection

    fill(min(count, FEW), PAGES, due)
    columns = [field.column or "" for field in Delivery._meta.fields if not field.primary_key]
    copied = [f"'{{0}}-' || {name}" if name == "entry_id" else name for name in columns]
    table = Delivery._meta.db_table
    insert = f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(copied)} FROM {table}"
    while (there := Delivery.objects.count()) < count:
        with connection.cursor() as cursor:
            cursor.execute(f"{insert} LIMIT {count - there}".format(there))


def _idle(home: Path) -> None:
    """In the child: start the engine, let it idle, print."""
    from publisher.engines.embedded import EmbeddedEngine

    with a_store(home, pages=PAGES) as (writer, desk, _):
        engine = EmbeddedEngine(context=desk, writer=writer, workers=12, batch=50)
        started = time.perf_counter()
        engine.start()
        took = time.perf_counter() - started
        # What the first look leaves to do.
        time.sleep(1)
        cpu = time.process_time()
        time.sleep(IDLE)
        cpu = time.process_time() - cpu
        engine.stop()
    sys.stdout.write(f"{took} {_memory('self')} {cpu}")


def _claim_steps(future: int) -> int:
    """Virtual-machine steps of finding ten due deliveries among so many that are not."""
    from django.db import connection

    with tempfile.TemporaryDirectory() as name:
        open_store(f"sqlite:///{Path(name) / 'bench.sqlite3'}")
        now = datetime.now(UTC)
        fill_many(future, now + timedelta(days=30))
        fill(10, 10, now - timedelta(seconds=1), first=future)
        connection.ensure_connection()
        steps = [0]

        def count() -> int:
            steps[0] += 1
            return 0

        connection.connection.set_progress_handler(count, 1)
        found = flips.due(now=now, states=(State.PREPARED, State.UNKNOWN), skip=(), limit=10)
        connection.connection.set_progress_handler(None, 1)
        assert len(found) == 10
        close_store()
    return steps[0]


def _claim_reads(future: int) -> int:
    """Buffers that PostgreSQL reads to find ten due deliveries among so many that are not."""
    server = Postgres(durable=not QUICK)
    try:
        open_store(server.url, cluster=True)
        now = datetime.now(UTC)
        fill_many(future, now + timedelta(days=30))
        fill(10, 10, now - timedelta(seconds=1), first=future)
        return claim_buffers(now)
    finally:
        close_store()
        server.stop()


def claim_buffers(now: datetime) -> int:
    """Buffers that PostgreSQL reads to find ten due deliveries."""
    from django.db import connection, transaction

    flip, busy = ([state.value for state in some] for some in (FLIPS.states, FLIPS.busy))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(leases.BY_INDEX)
        cursor.execute(
            f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {leases.FIND}", [now, flip, busy, 10]
        )
        [plan] = cursor.fetchone()[0]
    return int(plan["Plan"]["Shared Hit Blocks"]) + int(plan["Plan"]["Shared Read Blocks"])


if __name__ == "__main__":
    if len(sys.argv) == 3:
        _idle(Path(sys.argv[1]))
    else:
        main()
