"""A cluster of real processes on a real PostgreSQL: upgrades, restarts, deaths, machines that share a folder alone."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import psycopg
import pytest
import requests
from django.core.management import call_command
from PIL import Image

from publisher.channels.facebook.standin import server as server_of_standin
from publisher.channels.facebook.standin.faults import Fault, FaultKind
from publisher.channels.facebook.standin.server import Sandbox
from publisher.domain.page import VIETNAM
from publisher.engines.cluster import AT_ONCE
from publisher.engines.jobs import SIZE
from publisher.engines.pool import PREPARATIONS
from publisher.store import heartbeats
from publisher.store.connection import LOCK_WAIT, MIGRATING, close_store, open_store
from tests.office import PATIENCE, eventually
from tests.postgres import Postgres

pytestmark = pytest.mark.process
PASSWORD = "mat-khau-rat-kin"
# Names the address that has it.
VARIABLE = "CSDL"
UP_TO_DATE = "không có gì phải làm"


class Ended(NamedTuple):
    code: int
    output: str


class Running:
    """A `publisher` process; what it says goes to a file, so that a full pipe never stops it."""

    def __init__(self, folder: Path, *words: str, address: str = "") -> None:
        """`address`: of the database, for the environment."""
        self._log = folder / f"{words[0]}-{time.monotonic_ns()}.log"
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "publisher", *words],
                cwd=folder,
                env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), VARIABLE: address},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    @property
    def output(self) -> str:
        return self._log.read_text("utf-8")

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def holds(self, owner: str) -> bool:
        """Whether a lease is this process's."""
        return f"-{self.process.pid}-" in owner

    def ready(self) -> "Running":
        def said() -> bool:
            assert self.alive, self.output
            return "đang chạy" in self.output

        eventually(said, 20)
        return self

    def terminate(self) -> Ended:
        self.process.send_signal(signal.SIGTERM)
        return self.end()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def end(self, seconds: float = 30) -> Ended:
        try:
            return Ended(self.process.wait(seconds * PATIENCE), self.output)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"it did not end: {self.output}") from None


class Stage:
    """A database, a working folder whose configuration names it, and the processes on them."""

    def __init__(self, folder: Path, url: str, sandbox: Sandbox) -> None:
        self.folder, self.url, self.sandbox = folder, url, sandbox
        self.pages: dict[str, str] = {}
        self._running: list[Running] = []
        self._own: psycopg.Connection[Any] | None = None
        # Seconds in which this machine got them ready, when they began together.
        self.ready_in = 0.0

    def configure(
        self,
        folder: Path | None = None,
        *,
        head: str = "",
        tail: str = "",
        pages: int = 4,
        calls: int = 2,
    ) -> None:
        """Write config.toml and the tokens.

        `head` in the place of the database's lines, `calls` at once in a lane of a worker.
        """
        folder = folder or self.folder
        folder.mkdir(exist_ok=True)
        self.pages = {f"p{number}": str(2_000_000 + number) for number in range(pages)}
        text = head or f'engine = "cluster"\ndatabase = "{self.url}"\n'
        text += (
            f'min_gap = "0s"\n[facebook]\ngraph_url = "{self.sandbox.url}"\ntimeout = "20s"\nlooks = ["1s", "1s"]\n'
            f'[service]\nport = 0\nworkers = {calls}\nbatch = 1\ncatch_up_gap = "0s"\n'
            '[units.u]\nname = "Công đoàn thử"\napproval = "none"\n'
        )
        for slug, facebook_id in self.pages.items():
            (folder / f"{slug}.token").write_text(f"token-{slug}")
            self.sandbox.add_page(facebook_id, slug, f"token-{slug}")
            text += f'[pages.{slug}]\nfacebook_id = "{facebook_id}"\nunit = "u"\ntoken_file = "{slug}.token"\n'
        (folder / "config.toml").write_text(text + tail, encoding="utf-8")

    def write_posts(self, number: int, *, first: float, step: float = 1, extra: str = "") -> None:
        """`number` posts on every page, the first due in so many seconds."""
        posts = self.folder / "queue" / "posts"
        posts.mkdir(parents=True, exist_ok=True)
        for count in range(number):
            due = datetime.now(ZoneInfo(VIETNAM)) + timedelta(seconds=first + count * step)
            text = f"+++\npages = '*'\nat = {due:%Y-%m-%dT%H:%M:%S}\n{extra}+++\nBài số {count}\n"
            (posts / f"bai-{count}.md").write_text(text, encoding="utf-8")

    def start(self, *words: str, folder: Path | None = None, address: str = "") -> Running:
        found = Running(folder or self.folder, *words, address=address)
        self._running.append(found)
        return found

    def begin(self, *commands: str) -> list[Running]:
        """Start them all, and wait until each runs."""
        began = time.monotonic()
        found = [self.start(command) for command in commands]
        for process in found:
            process.ready()
        self.ready_in = time.monotonic() - began
        return found

    @property
    def slowness(self) -> float:
        """How many times slower this machine is than a quiet one, which gets three of them ready in five seconds."""
        return max(1.0, self.ready_in / 5)

    def command(self, *words: str, address: str = "") -> Ended:
        return self.start(*words, address=address).end()

    def rows(self, sql: str) -> list[Any]:
        """By one connection for all: each new one is a process of PostgreSQL's, and tests look many times a second."""
        if self._own is None or self._own.closed:
            self._own = psycopg.connect(self.url, autocommit=True)
        return self._own.execute(sql.encode()).fetchall()

    def states(self) -> list[str]:
        return [state for (state,) in self.rows("SELECT state FROM publisher_delivery")]

    def wait_until_prepared(self, number: int) -> None:
        eventually(lambda: self.states() == ["prepared"] * number, 20)

    def public(self) -> list[str]:
        return sorted(
            f"{page} {post.message}" for page in self.pages for post in self.timeline(page)
        )

    def timeline(self, page: str) -> list[Any]:
        return list(self.sandbox.timeline(self.pages[page]))

    def expected(self, posts: int) -> list[str]:
        return sorted(f"{page} Bài số {number}" for page in self.pages for number in range(posts))

    def flips(self) -> int:
        """Calls that have reached Facebook."""
        return sum(call["step"] == "flip" for call in self.sandbox.calls())

    def holder(self, of: list[Running]) -> Running:
        """The process that has deliveries in the midst of a flip."""
        [owner] = {owner for (owner,) in self.rows(f"{LEASED} AND state = 'publishing'")}
        [found] = [process for process in of if process.holds(owner)]
        return found

    def end(self) -> None:
        if self._own:
            self._own.close()
        for process in self._running:
            if process.alive:
                process.kill()


LEASED = "SELECT lease_owner FROM publisher_delivery WHERE (leased OR lease_owner <> '' OR lease_until IS NOT NULL)"


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    found = Postgres(port=0)
    yield found
    found.stop()


@contextmanager
def a_database(server: Postgres, *, template: str = "template0") -> Iterator[str]:
    """The URL of a new database; gone in the end, whoever uses it."""
    name = f"kiem_thu_{time.monotonic_ns()}"
    with psycopg.connect(server.url, autocommit=True) as own:
        own.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
    try:
        yield server.url.replace("/publisher", f"/{name}")
    finally:
        with psycopg.connect(server.url, autocommit=True) as own:
            own.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(scope="module")
def template(server: Postgres) -> Iterator[str]:
    """The name of a database with today's schema."""
    with a_database(server) as url:
        open_store(url, cluster=True)
        close_store()
        yield urlsplit(url).path[1:]


@pytest.fixture
def empty(tmp_path: Path, server: Postgres, sandbox: Sandbox) -> Iterator[Stage]:
    """On a database without tables."""
    with ExitStack() as stack:
        found = Stage(tmp_path, stack.enter_context(a_database(server)), sandbox)
        found.configure()
        stack.callback(found.end)
        yield found


@pytest.fixture
def stage(tmp_path: Path, server: Postgres, template: str, sandbox: Sandbox) -> Iterator[Stage]:
    """On a database with today's schema."""
    with ExitStack() as stack:
        found = Stage(tmp_path, stack.enter_context(a_database(server, template=template)), sandbox)
        found.configure()
        stack.callback(found.end)
        yield found


# The schema


def test_a_worker_waits_for_nobody_to_make_the_schema_and_says_what_to_run(empty: Stage) -> None:
    refused = empty.command("worker")
    assert (refused.code, "Chạy “publisher database upgrade” một lần" in refused.output) == (
        1,
        True,
    ), refused
    assert "Traceback" not in refused.output
    done = empty.command("database", "upgrade")
    assert (done.code, "Đã nâng cấp" in done.output) == (0, True), done
    again = empty.command("database", "upgrade")
    assert (again.code, UP_TO_DATE in again.output) == (0, True), again
    empty.start("worker").ready()


def test_two_upgrades_at_once_both_end_well(empty: Stage) -> None:
    both = [empty.start("database", "upgrade") for _ in range(2)]
    ended = [process.end() for process in both]
    assert [found.code for found in ended] == [0, 0], ended
    assert sorted(UP_TO_DATE in found.output for found in ended) == [False, True], ended


def test_a_service_that_made_the_schema_stands_in_no_later_upgrades_way(empty: Stage) -> None:
    empty.start("run").ready()
    done = empty.command("database", "upgrade")
    assert (done.code, UP_TO_DATE in done.output) == (0, True), done
    assert (
        empty.rows(f"SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = {MIGRATING}")
        == []
    )


def test_a_worker_without_a_cluster_is_told_to_leave_it_to_run(stage: Stage) -> None:
    stage.configure(head='database = "postgresql://nobody@127.0.0.1:1/x"\n')
    ended = stage.command("worker")
    assert (ended.code, "Một máy thì chỉ cần “publisher run”." in ended.output) == (1, True), ended
    assert "Traceback" not in ended.output


def test_whoever_is_older_than_the_schema_refuses_to_touch_it(stage: Stage) -> None:
    with psycopg.connect(stage.url) as own:
        own.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('publisher', '9999_future', now())"
        )
    for process in [
        stage.start(*words) for words in (["worker"], ["run"], ["database", "upgrade"])
    ]:
        ended = process.end()
        assert (
            ended.code,
            "phiên bản publisher mới hơn ghi (bước 9999_future)" in ended.output,
        ) == (1, True), ended
        assert "Traceback" not in ended.output


def test_an_upgrade_while_a_worker_publishes_disturbs_nobody(stage: Stage) -> None:
    stage.write_posts(3, first=4)
    stage.start("run").ready()
    worker = stage.start("worker").ready()
    eventually(lambda: len(stage.public()) >= 4, 20)
    done = stage.command("database", "upgrade")
    assert (done.code, UP_TO_DATE in done.output) == (0, True), done
    eventually(lambda: stage.public() == stage.expected(3), 20)
    assert worker.alive


def test_an_upgrade_waits_for_a_long_transaction_and_lets_nobody_wait_long_behind_it(
    empty: Stage,
) -> None:
    open_store(empty.url)
    call_command("migrate", "publisher", "0009_sheets", verbosity=0)
    close_store()
    slowest = _Slowest(empty.url)
    with psycopg.connect(empty.url) as reading:
        reading.execute("SELECT count(*) FROM publisher_delivery")
        upgrade = empty.start("database", "upgrade")
        eventually(lambda: "publisher_delivery" in _waited_for(empty), 20)
        with slowest:
            # Somebody has waited behind it, and not until the long transaction was over.
            eventually(lambda: slowest.seconds > 1, LOCK_WAIT + 2)
        assert upgrade.alive, upgrade.output
    done = upgrade.end()
    assert (done.code, "0010_cluster" in done.output) == (0, True), done


def _waited_for(stage: Stage) -> list[str]:
    sql = "SELECT relation::regclass::text FROM pg_locks WHERE NOT granted AND relation IS NOT NULL"
    return [table for (table,) in stage.rows(sql)]


class _Slowest:
    """Reads the table again and again in another thread; how long the slowest look took."""

    def __init__(self, url: str) -> None:
        self._url, self.seconds = url, 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> "_Slowest":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        with psycopg.connect(self._url, autocommit=True) as own:
            while not self._over.is_set():
                began = time.monotonic()
                own.execute("SELECT count(*) FROM publisher_delivery")
                self.seconds = max(self.seconds, time.monotonic() - began)
                time.sleep(0.02)


# Ends


class Held:
    """In the place of the stand-in's clock: slow answers come when they are let go."""

    def __init__(self) -> None:
        self.go_on = threading.Event()

    def sleep(self, seconds: float) -> None:
        if seconds:
            self.go_on.wait(seconds * PATIENCE)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    found = Held()
    monkeypatch.setattr(server_of_standin, "time", found)
    yield found
    found.go_on.set()


def a_slow_minute(stage: Stage) -> list[Running]:
    """A service and two workers; of twelve posts due at once two are being flipped, and Facebook takes its time."""
    stage.configure(pages=12)
    stage.sandbox.fail(Fault(kind=FaultKind.SLOW, step="flip", times=2, seconds=20))
    processes = stage.begin("run", "worker", "worker")
    stage.write_posts(1, first=6 * stage.slowness)
    stage.wait_until_prepared(12)
    eventually(lambda: stage.flips() == 2, 20)
    return processes


def test_sigterm_lets_calls_end_and_the_other_worker_does_the_rest_at_once(
    stage: Stage, held: Held
) -> None:
    _, *workers = a_slow_minute(stage)
    ending = stage.holder(workers)
    ending.process.send_signal(signal.SIGTERM)
    # Neither a lease has to end, nor the calls.
    eventually(lambda: stage.public() == stage.expected(1), 7)
    assert ending.alive
    held.go_on.set()
    ended = ending.end()
    assert (ended.code, "Đã dừng." in ended.output) == (0, True), ended
    assert not [owner for (owner,) in stage.rows(LEASED) if ending.holds(owner)]
    assert set(stage.states()) == {"published"}
    assert stage.flips() == 12


def test_what_a_killed_machine_had_in_work_is_taken_over_and_public_once_also_without_a_service(
    stage: Stage, held: Held
) -> None:
    run, *workers = a_slow_minute(stage)
    dying = stage.holder(workers)
    dying.kill()
    run.kill()
    held.go_on.set()
    eventually(lambda: stage.public() == stage.expected(1), heartbeats.DEAD.total_seconds() + 12)
    eventually(lambda: set(stage.states()) == {"published"}, 10)
    assert stage.rows(LEASED) == []


def test_a_rolling_restart_makes_nothing_late_and_nothing_double(stage: Stage) -> None:
    posts, commands = 12, ("worker", "worker", "run")
    cluster = zip(commands, stage.begin(*commands), strict=True)
    stage.write_posts(posts, first=8 * stage.slowness)
    stage.wait_until_prepared(posts * 4)
    for words, process in cluster:
        ended = process.terminate()
        assert ended.code == 0, ended
        stage.start(words).ready()
    eventually(lambda: len(stage.public()) >= posts * 4, 30)
    eventually(lambda: set(stage.states()) == {"published"}, 5)
    [(latest,)] = stage.rows("SELECT max(published_at - due_at) FROM publisher_delivery")
    assert latest < timedelta(seconds=5) * stage.slowness
    assert stage.public() == stage.expected(posts)


def test_processes_go_on_by_themselves_when_postgresql_was_killed(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    server = Postgres(port=0, durable=True)
    stage = Stage(tmp_path, server.url, sandbox)
    try:
        stage.configure()
        stage.write_posts(4, first=7)
        processes = [stage.start("run").ready(), stage.start("worker"), stage.start("worker")]
        for process in processes:
            process.ready()
        eventually(lambda: len(stage.public()) >= 4, 20)
        server.kill()
        time.sleep(2)
        server.start()
        eventually(lambda: stage.public() == stage.expected(4), 25)
        eventually(lambda: set(stage.states()) == {"published"}, 10)
        assert [process.alive for process in processes] == [True] * 3
        status = stage.command("status")
        assert (status.code, "2 đang chạy" in status.output) == (0, True), status
        for process in processes:
            process.process.send_signal(signal.SIGTERM)
        assert [process.end().code for process in processes] == [0] * 3
    finally:
        stage.end()
        server.stop()


# Another machine


def test_other_machines_publish_cards_and_photos_from_the_shared_folder_and_a_card_is_drawn_once(
    stage: Stage, tmp_path: Path
) -> None:
    object_store = tmp_path / "chung"
    object_store.mkdir()
    # More pages than one worker takes at a time.
    pages = sum(AT_ONCE[PREPARATIONS.name] * [SIZE]) + 10
    machines = [tmp_path / f"may-{number}" for number in range(2)]
    for folder in (tmp_path, *machines):
        stage.configure(
            folder, pages=pages, calls=8, tail=f'[storage]\nfolder = "{object_store}"\n'
        )
    (tmp_path / "queue" / "posts").mkdir(parents=True)
    Image.new("RGB", (1200, 900), "#0a6").save(tmp_path / "queue" / "posts" / "anh.jpg")
    stage.write_posts(1, first=10, extra='card = "slogan"\nphotos = ["anh.jpg"]\n')
    for worker in [stage.start("worker", folder=machine) for machine in machines]:
        worker.ready()
    # Plans only now, so that both workers want the card at the same moment.
    stage.start("run").ready()
    eventually(lambda: len(stage.public()) >= pages, 35)
    assert stage.public() == stage.expected(1)
    shown = [
        tuple(digest for digest, _ in post.photos)
        for page in stage.pages
        for post in stage.timeline(page)
    ]
    assert len(set(shown)) == 1
    assert len(set(shown[0])) == 2
    assert [len(list((object_store / kind).iterdir())) for kind in ("cards", "photos")] == [1, 1]
    # Both had it in hand; whoever draws keeps the ground on which it drew, and only one did.
    assert [len(list((machine / "data" / "cards").iterdir())) for machine in machines] == [1, 1]
    drew = [folder for folder in (tmp_path, *machines) if (folder / "data" / "grounds").exists()]
    assert len(drew) == 1


# What it tells, and what it does not


def test_a_workers_counters_are_served_and_status_knows_it(stage: Stage) -> None:
    stage.write_posts(1, first=4)
    stage.start("run").ready()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    worker = stage.start("worker", "--metrics-port", str(port)).ready()
    eventually(lambda: stage.public() == stage.expected(1), 20)
    eventually(lambda: set(stage.states()) == {"published"}, 5)
    told = requests.get(f"http://127.0.0.1:{port}/metrics", timeout=5 * PATIENCE).text
    assert re.search(r'publisher_facebook_calls_total{outcome="published",step="flip"} 4.0', told)
    assert "publisher_lateness_seconds_count 4.0" in told
    assert "token-p" not in told
    status = stage.command("status")
    assert "Tiến trình đăng bài (worker): 1 đang chạy" in status.output
    assert f"(tiến trình {worker.process.pid}, bản " in status.output


@pytest.fixture
def locked(server: Postgres, stage: Stage) -> str:
    """The address of the stage's database for somebody who needs a password."""
    with psycopg.connect(server.url, autocommit=True) as own:
        own.execute("DROP ROLE IF EXISTS khoa")
        own.execute(f"CREATE ROLE khoa LOGIN SUPERUSER PASSWORD '{PASSWORD}'".encode())
        rules = server.home / "data" / "pg_hba.conf"
        rules.write_text(f"host all khoa all scram-sha-256\n{rules.read_text()}")
        own.execute("SELECT pg_reload_conf()")
    stage.configure(head=f'engine = "cluster"\ndatabase_env = "{VARIABLE}"\n')
    return stage.url.replace("postgres@", f"khoa:{PASSWORD}@")


def test_a_password_from_the_environment_opens_the_database_and_appears_nowhere(
    stage: Stage, locked: str
) -> None:
    stage.write_posts(1, first=4)
    run = stage.start("run", "--json-log", address=locked).ready()
    worker = stage.start("worker", address=locked).ready()
    eventually(lambda: stage.public() == stage.expected(1), 20)
    with psycopg.connect(stage.url, autocommit=True) as own:
        own.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'khoa'")
    time.sleep(2)
    said = run.output + worker.output + stage.command("status", address=locked).output
    assert (run.alive, worker.alive, PASSWORD in said) == (True, True, False), said


def test_a_database_that_cannot_be_had_is_told_in_a_sentence_without_its_password(
    stage: Stage, locked: str
) -> None:
    wrong = locked.replace(PASSWORD, f"{PASSWORD}-sai")
    nowhere = locked.replace(f":{urlsplit(stage.url).port}", ":1")
    told = {
        wrong: "PostgreSQL không nhận tên hoặc mật khẩu",
        nowhere: "Không nối được tới PostgreSQL",
        locked.replace("/kiem_thu", "/khong_co"): "PostgreSQL chưa có cơ sở dữ liệu khong_co",
    }
    for process, sentence in [
        (stage.start("worker", address=address), told[address]) for address in told
    ]:
        ended = process.end()
        assert (ended.code, sentence in ended.output) == (1, True), ended
        assert PASSWORD not in ended.output
        assert "Traceback" not in ended.output
