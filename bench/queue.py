"""A long queue: reading, planning and listing 10,000 entries cold, and the cost of one more
entry."""

import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench import both, sized
from publisher.app import App
from publisher.config.reading import load
from publisher.features.scheduling.planning import plan_queue
from publisher.store.connection import close_store
from publisher.store.transactions import Writer

PAGES = 50
MORE = sized(15, 1)
FEW, MANY = sized(1_000, 10), sized(10_000, 20)


def main() -> None:
    """Print seconds for 10,000 entries and the ratio of one more entry at 10,000 and at 1,000."""
    few, many = both(_measure, FEW, MANY)
    print(
        f"one more entry: {few:.1f} ms in {FEW:,}, {many:.1f} ms in {MANY:,};"
        f" ratio {many / few:.2f}"
    )


def _measure(count: int) -> float:
    with tempfile.TemporaryDirectory() as name:
        return _one_more(Path(name), count)


def _one_more(home: Path, count: int) -> float:
    write_folder(home, count)
    app = App(load(home / "config.toml"))
    app.open_store()
    with Writer() as writer:
        context, reader = app.context(writer), app.reader()
        started = time.perf_counter()
        reading = reader.refresh(None)
        read = time.perf_counter()
        report = plan_queue(context, reading.queue, now=datetime.now(UTC))
        done = time.perf_counter()
        print(
            f"{count} entries: read {read - started:.2f} s, plan {done - read:.2f} s,"
            f" {report.added} deliveries"
        )
        times = []
        for number in range(MORE):
            path = home / "queue" / "posts" / f"z-{number}.md"
            path.write_text(f'+++\npages = ["p{number}"]\n+++\nThêm một bài {number}\n')
            started = time.perf_counter()
            reading = reader.refresh([path])
            plan_queue(
                context, reading.changed_queue, now=datetime.now(UTC), changed=reading.changed
            )
            times.append((time.perf_counter() - started) * 1000)
    close_store()
    started = time.perf_counter()
    command = [sys.executable, "-m", "publisher", "queue", "list"]
    subprocess.run(command, cwd=home, check=True, capture_output=True)
    print(
        f"{count} entries: queue list, cold, {time.perf_counter() - started:.2f} s (10,000: at"
        " most 5)"
    )
    return statistics.median(times)


def write_folder(home: Path, count: int) -> None:
    """A working folder with so many posts on 50 pages."""
    posts = home / "queue" / "posts"
    posts.mkdir(parents=True)
    for number in range(count):
        front = f'pages = ["p{number % PAGES}"]\nhashtags = ["CongDoan"]'
        (posts / f"bai-{number:05}.md").write_text(
            f"+++\n{front}\n+++\nBài số {number} của công đoàn\n"
        )
    tables = '[units.u]\nname = "Công đoàn"\napproval = "none"\n'
    for number in range(PAGES):
        tables += (
            f'[pages.p{number}]\nfacebook_id = "{1000 + number}"\nunit = "u"\nslots = ["07:30",'
            ' "11:30", "19:30"]\n'
        )
    (home / "config.toml").write_text(tables)


if __name__ == "__main__":
    main()
