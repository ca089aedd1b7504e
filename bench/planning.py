"""One post to 100,000 pages: how long planning takes, and how much memory, on SQLite and on
PostgreSQL."""

import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench import QUICK, sized
from bench.dispatch import a_context, a_lot_of_pages
from publisher.domain.entry import At, Entry, EntryKind, Queue, Source
from publisher.features.scheduling.planning import plan_queue
from publisher.store.connection import close_store, open_store
from publisher.store.models import Delivery
from publisher.store.transactions import Pooled, Transactions, Writer
from tests.postgres import Postgres

FEW, MANY = sized(10_000, 20), sized(100_000, 40)


def main() -> None:
    """Print seconds and MiB for few pages and for many."""
    server = Postgres(durable=not QUICK)
    try:
        for pages in (FEW, MANY)[: sized(2, 1)]:
            with tempfile.TemporaryDirectory() as name:
                for database in (f"sqlite:///{name}/bench.sqlite3", server.url):
                    print(_line(database, pages, Path(name)))
    finally:
        server.stop()


def _line(database: str, pages: int, home: Path) -> str:
    command = [sys.executable, "-m", "bench.planning", database, str(pages), str(home)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    first, again, memory, pages_alone = map(float, done.stdout.split())
    return (
        f"one post to {pages} pages, {database.partition(':')[0]}: planned in {first:.1f} s (at"
        f" most 60 for {MANY}), again in {again:.1f} s; memory {memory:.0f} MiB at most, of which"
        f" {pages_alone:.0f} before planning"
    )


def _plan(database: str, count: int, home: Path) -> None:
    """In a child, so that memory is this run's alone."""
    with ExitStack() as stack:
        postgresql = database.startswith("postgresql")
        open_store(database, cluster=postgresql, pooled=postgresql)
        stack.callback(close_store)
        Delivery.objects.all().delete()
        writer: Transactions
        writer = stack.enter_context(Pooled()) if postgresql else stack.enter_context(Writer())
        now = datetime.now(UTC)
        due = At(wall_time=(now + timedelta(days=1)).replace(tzinfo=None, microsecond=0))
        source = Source(path="posts/bai.md", line=1)
        entry = Entry(
            id="bai",
            kind=EntryKind.POST,
            text="Chào đoàn viên!",
            pages=("*",),
            when=due,
            source=source,
        )
        pages = a_lot_of_pages(count)
        context = replace(a_context(home, pages), transactions=writer)
        before = _memory()
        took = []
        for _ in range(2):
            began = time.perf_counter()
            plan_queue(context, Queue(entries=(entry,)), now=now)
            took.append(time.perf_counter() - began)
        assert Delivery.objects.count() == count
        print(*took, _memory(), before)


def _memory() -> float:
    """MiB at most so far."""
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    if len(sys.argv) == 4:
        _plan(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
