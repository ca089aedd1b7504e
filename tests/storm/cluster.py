"""The storm over a cluster: workers and PostgreSQL die and come back, connections are cut, Facebook answers badly."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import psycopg

from publisher.channels.facebook.standin.server import Sandbox
from tests.office import PATIENCE
from tests.postgres import Postgres
from tests.storm.storm import FIRST, Report, Storm, Weather

RUN, WORKER = ["run"], ["worker"]


class ClusterStorm(Storm):
    """As a storm, with one `publisher run`, several `publisher worker` and a PostgreSQL that may be killed."""

    def __init__(
        self, folder: Path, weather: Weather, server: Postgres, *, workers: int = 3
    ) -> None:
        super().__init__(folder, weather)
        self.server, self.workers = server, workers
        self.chances = random.Random(weather.seed + 1)
        self.happened = {"worker": 0, "run": 0, "postgres": 0, "cut": 0}

    # The stage

    def _write_config(self, url: str) -> None:
        super()._write_config(url)
        path = self.folder / "config.toml"
        head = f'engine = "cluster"\ndatabase = "{self.server.url}"\n'
        path.write_text(head + path.read_text(encoding="utf-8"), encoding="utf-8")

    # The weather

    def _blow(self, facebook: Sandbox, command: list[str], settled: Callable[[], bool]) -> Report:
        report, began = Report(weather=self.weather), time.monotonic()
        self._set_weather(facebook)
        end = FIRST + self.weather.span
        revoke_at, renew_at = end * 0.4, end * 0.7
        running = [self._begin(RUN)]
        # The first one makes the schema; a worker never does.
        self._wait_for_rows()
        running += [self._begin(WORKER) for _ in range(self.workers)]
        try:
            while report.kills < self.weather.kills or time.monotonic() - began < end:
                time.sleep(self.chance.uniform(0.4, 2 * max(1.0, end / self.weather.kills) - 0.4))
                self._strike(running)
                report.kills += 1
                if time.monotonic() - began > revoke_at:
                    facebook.revoke(self.page_ids[self.revoked])
                    revoke_at = float("inf")
                if time.monotonic() - began > renew_at:
                    self._renew(facebook)
                    renew_at = float("inf")
            self._let_it_be_felt(facebook, settled)
            self._drop_wind(facebook)
            deadline = time.monotonic() + self.weather.patience
            while not settled() and time.monotonic() < deadline:
                time.sleep(0.5)
        finally:
            self._end(running)
        report.faults = self._faults(facebook)
        report.seconds = time.monotonic() - began
        return report

    def _strike(self, running: "list[subprocess.Popen[bytes]]") -> None:
        """One blow, and what a supervisor does about it."""
        dice = self.chances.random()
        if dice < 0.55:
            self._kill(running, self.chances.randrange(1, len(running)), WORKER, "worker")
        elif dice < 0.7:
            self._kill(running, 0, RUN, "run")
        elif dice < 0.8:
            self.happened["postgres"] += 1
            self.server.kill()
            time.sleep(self.chances.uniform(0.1, 1.5))
            self.server.start()
        else:
            self._cut()
        for number, process in enumerate(running):
            # A worker or the service may have given up on a database that was away; systemd starts it again.
            if process.poll() is not None:
                running[number] = self._begin(RUN if number == 0 else WORKER)

    def _kill(
        self, running: "list[subprocess.Popen[bytes]]", number: int, command: list[str], what: str
    ) -> None:
        self.happened[what] += 1
        with suppress(ProcessLookupError):
            os.killpg(running[number].pid, signal.SIGKILL)
        running[number].wait()
        running[number] = self._begin(command)

    def _cut(self) -> None:
        """Every second connection, in whatever it is just doing."""
        self.happened["cut"] += 1
        with (
            suppress(psycopg.OperationalError),
            psycopg.connect(self.server.url, autocommit=True) as own,
        ):
            own.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND pid %% 2 = %s",
                [self.chances.randrange(2)],
            )

    def _begin(self, command: list[str]) -> "subprocess.Popen[bytes]":
        return self._start([sys.executable, "-m", "publisher", *command])

    def _end(self, running: "list[subprocess.Popen[bytes]]") -> None:
        for process in running:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in running:
            process.wait(timeout=60 * PATIENCE)

    def _wait_for_rows(self) -> None:
        deadline = time.monotonic() + 30 * PATIENCE
        while len(self._rows()) < self.weather.deliveries:
            assert time.monotonic() < deadline, "nothing was planned"
            time.sleep(0.2)

    # Our own rows

    def _rows(self) -> list[tuple[str, str, str, str, str]]:
        query = "SELECT page, entry_id, state, hold, wake_at IS NULL AND NOT leased FROM publisher_delivery"
        try:
            with closing(psycopg.connect(self.server.url)) as own:
                return own.execute(query).fetchall()
        except psycopg.Error:
            return []
