"""Four machines: workers in network namespaces of their own, real calls to the sandbox, which
answers in 50 ms.

The whole way: planned, drafted, made public in the second in which all are due. PostgreSQL (fsync
on), the sandbox and all workers share the two cores of this machine, so throughput here is a lower
bound. Needs root and iproute2.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg

from bench import QUICK
from bench.cluster import cpu_of
from publisher.channels.facebook.standin.server import Sandbox
from publisher.domain.page import VIETNAM
from tests.postgres import Postgres

ANSWER = 0.05  # seconds
PAGES, EACH = 1_000, 2
# Machines, and the most posts in a call.
CREWS = ((1, 50), (2, 50), (4, 50), (4, 1))
HOST, BRIDGE = "10.77.0.1", "pub-bridge"
AHEAD = timedelta(seconds=50)
ROOT = Path(__file__).parents[1]


def main() -> None:
    """Print lateness, throughput and CPU for 1, 2 and 4 machines, then for 4 with a call for
    each post."""
    if QUICK or os.geteuid() != 0 or shutil.which("ip") is None:
        print("four machines: not measured; network namespaces need root, iproute2, time")
        return
    for machines, batch in CREWS:
        with tempfile.TemporaryDirectory() as name:
            _measure(Path(name), machines, batch)


def _measure(home: Path, machines: int, batch: int) -> None:
    with ExitStack() as stack:
        addresses = stack.enter_context(network(machines))
        server = Postgres(durable=True, port=0, listen=HOST)
        stack.callback(server.stop)
        facebook = stack.enter_context(
            Sandbox(home / "sandbox", now=lambda: datetime.now(UTC), host=HOST, delay=ANSWER)
        )
        due = (datetime.now(UTC) + AHEAD).replace(microsecond=0)
        _write(home, facebook, server.url_at(HOST), due, batch)
        run = _start(stack, home, ["run"])
        _until(lambda: _count(server, "TRUE") == PAGES * EACH, due)
        workers = [_start(stack, home, ["worker"], inside=name) for name in addresses]
        _until(lambda: _count(server, "state = 'prepared'") == PAGES * EACH, due)
        _tell(server, facebook, due, machines, batch, [process.pid for process in workers])
        for process in (*workers, run):
            process.terminate()
            process.wait(60)


def _tell(
    server: Postgres, facebook: Sandbox, due: datetime, machines: int, batch: int, pids: list[int]
) -> None:
    time.sleep(max(0.0, (due - datetime.now(UTC)).total_seconds() - 1))
    before, database = sum(map(cpu_of, pids)), cpu_of(server.pid)
    total, steps = PAGES * EACH, len(facebook.calls())
    _until(lambda: _count(server, "state = 'published'") == total, due + timedelta(seconds=60))
    took = sum(map(cpu_of, pids)) - before, cpu_of(server.pid) - database
    posts = [post for number in range(PAGES) for post in facebook.timeline(str(1000 + number))]
    late = sorted((post.published_at - due).total_seconds() for post in posts)
    assert len(late) == total, f"{len(late)} of {total} posts are public"
    journal = facebook.calls()[steps:]
    flips, calls = (
        sum(call["step"] == "flip" for call in journal),
        sum(call["step"] == "batch" for call in journal),
    )
    p50, p99, last = late[len(late) // 2], late[int(len(late) * 0.99)], late[-1]
    print(
        f"{machines} machine(s), batch {batch}: {total} due at once on {PAGES} pages, answers in 50"
        f" ms: p50 {p50:.2f}, p99 {p99:.2f}, max {last:.2f} s; {total / last:.0f} posts/s; {flips}"
        f" flips in {calls} batch calls; CPU a delivery: workers {took[0] / total * 1e3:.2f} ms,"
        f" PostgreSQL {took[1] / total * 1e3:.2f} ms",
        flush=True,
    )


@contextmanager
def network(machines: int) -> Iterator[list[str]]:
    """Namespaces on one bridge, each with an address of its own; their names."""
    names = [f"pub-{number}" for number in range(machines)]
    try:
        _ip("link", "add", BRIDGE, "type", "bridge")
        _ip("addr", "add", f"{HOST}/24", "dev", BRIDGE)
        _ip("link", "set", BRIDGE, "up")
        for number, name in enumerate(names):
            _ip("netns", "add", name)
            _ip("link", "add", f"{name}-out", "type", "veth", "peer", "name", "eth0", "netns", name)
            _ip("link", "set", f"{name}-out", "master", BRIDGE, "up")
            _ip("-n", name, "addr", "add", f"10.77.0.{10 + number}/24", "dev", "eth0")
            _ip("-n", name, "link", "set", "eth0", "up")
            _ip("-n", name, "link", "set", "lo", "up")
        yield names
    finally:
        for name in names:
            subprocess.run(["ip", "netns", "del", name], check=False, capture_output=True)
        subprocess.run(["ip", "link", "del", BRIDGE], check=False, capture_output=True)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


def _start(
    stack: ExitStack, home: Path, words: list[str], *, inside: str = ""
) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "publisher", *words]
    log = stack.enter_context((home / f"log-{inside or 'run'}").open("wb"))
    process = subprocess.Popen(
        [*(["ip", "netns", "exec", inside] if inside else []), *command],
        cwd=home,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=log,
        stderr=log,
    )
    stack.callback(process.kill)
    return process


def _count(server: Postgres, what: str) -> int:
    try:
        with psycopg.connect(server.url) as own:
            [(count,)] = own.execute(
                f"SELECT count(*) FROM publisher_delivery WHERE {what}".encode()
            ).fetchall()
    except psycopg.errors.UndefinedTable:
        return 0
    return int(count)


def _until(what: Callable[[], bool], deadline: datetime) -> None:
    while not what():
        assert datetime.now(UTC) < deadline, "not in time"
        time.sleep(0.3)


def _write(home: Path, facebook: Sandbox, database: str, due: datetime, batch: int) -> None:
    tables = (
        f'engine = "cluster"\ndatabase = "{database}"\nmin_gap = "0s"\n[facebook]\ngraph_url ='
        f' "{facebook.url}"\n'
    )
    tables += (
        f'[service]\nport = 0\nbatch = {batch}\n[units.u]\nname = "Công đoàn"\napproval = "none"\n'
    )
    (home / "queue" / "posts").mkdir(parents=True)
    for number in range(PAGES):
        (home / f"t{number}").write_text(f"token-{number}")
        facebook.add_page(str(1000 + number), f"Trang {number}", f"token-{number}")
        tables += (
            f'[pages.p{number}]\nfacebook_id = "{1000 + number}"\nunit = "u"\ntoken_file ='
            f' "t{number}"\n'
        )
    (home / "config.toml").write_text(tables)
    wall = due.astimezone(ZoneInfo(VIETNAM))
    for number in range(EACH):
        path = home / "queue" / "posts" / f"bai-{number}.md"
        path.write_text(
            '+++\npages = "*"\nignore_quiet = true\n'
            f"at = {wall:%Y-%m-%dT%H:%M:%S}\n+++\nBài số {number}\n"
        )


if __name__ == "__main__":
    main()
