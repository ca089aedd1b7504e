"""Builders and fixtures that several areas share."""

import gc
import os
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from whitenoise.middleware import WhiteNoiseMiddleware
from xdist.scheduler import LoadScopeScheduling

from publisher import resources
from publisher.channels.facebook.standin.server import Sandbox
from publisher.domain.entry import (
    At,
    Campaign,
    Entry,
    EntryKind,
    InRotation,
    MonthDay,
    NextSlot,
    Source,
    When,
)
from publisher.domain.page import VIETNAM, ApprovalRule, Page, QuietHours, Unit
from publisher.store import connection
from tests import databases, postgres

# The suite starts hundreds of processes: where Python is told to keep no bytecode, each would compile everything anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# What commands say, here and in processes, is asked for in Vietnamese, whatever this machine speaks.
os.environ["PUBLISHER_LANG"] = "vi"
ASSETS = resources.assets()
# How long an example takes says more of the machine than of the code.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


def a_unit(**changes: object) -> Unit:
    values: dict[str, object] = {
        "slug": "lai-chau",
        "name": "Liên đoàn Lao động tỉnh Lai Châu",
        "brand": str(ASSETS / "brands" / "cong-doan.toml"),
        "logo": None,
        "approval": ApprovalRule.NONE,
    }
    return Unit(**(values | changes))  # type: ignore[arg-type]


def a_page(
    slug: str = "lai-chau",
    *,
    zone: str = VIETNAM,
    quiet: QuietHours | None = None,
    slots: str = "07:30",
) -> Page:
    return Page(
        slug=slug,
        facebook_id=str(1000 + sum(slug.encode())),
        unit=a_unit(),
        slots=tuple(time.fromisoformat(slot) for slot in slots.split()),
        zone=ZoneInfo(zone),
        quiet=quiet,
        max_late=timedelta(hours=2),
    )


def an_entry(name: str = "bai", *, when: When | None = None, **changes: object) -> Entry:
    values: dict[str, object] = {
        "id": name,
        "kind": EntryKind.POST,
        "text": "Xin chào đoàn viên!",
        "pages": ("*",),
        "when": when or NextSlot(),
        "source": Source(path=f"posts/{name}.md", line=1),
    }
    return Entry(**(values | changes))  # type: ignore[arg-type]


def at(text: str) -> At:
    return At(wall_time=datetime.fromisoformat(text))


def a_campaign(count: int = 3, *, slots: str = "08:00 20:00", **changes: object) -> Campaign:
    slogans = tuple(
        an_entry(f"thang/{number}", when=InRotation(), kind=EntryKind.SLOGAN, campaign="thang")
        for number in range(count)
    )
    values: dict[str, object] = {
        "id": "thang",
        "title": "Tháng Công nhân",
        "starts": MonthDay(month=4, day=11),
        "ends": MonthDay(month=5, day=31),
        "years": frozenset(),
        "pages": ("*",),
        "slots": tuple(time.fromisoformat(slot) for slot in slots.split()),
        "weekdays": frozenset(range(7)),
        "slogans": slogans,
        "anniversaries": (),
        "document": "",
        "channels": (),
        "source": Source(path="campaigns/thang.md", line=1),
    }
    return Campaign(**(values | changes))  # type: ignore[arg-type]


# Tests with processes of their own run one at a time in each of these: many of them at once make each other late. They
# mostly wait; other workers do the rest meanwhile.
HEAVY = {"process": "processes", "storm": "storms", "engines": "storms"}
LONGEST = "test_story.py"
# What the tests of a file share is dear to make: once, on one worker.
TOGETHER = frozenset(
    {
        "tests/channels/test_names.py",
        "tests/letters/test_strangers.py",
        "tests/project/test_house.py",
        "tests/web/test_story.py",
    }
)


class OneAtATime(LoadScopeScheduling):  # type: ignore[misc]
    """What starts processes on two workers, files that share on one; all else wherever there is room.

    In the place of `--dist loadgroup`, which marks names of tests in a way that pytest 9 no longer takes.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        alone = file if file in TOGETHER else nodeid
        return HEAVY.get(nodeid.split("/")[1], alone)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling | None:
    """The scheduler of `make test`."""
    return OneAtATime(config, log) if config.getvalue("dist") == "loadgroup" else None


def pytest_collection() -> None:
    """Nothing of what is being collected is garbage: looking for it takes a third of the time."""
    gc.disable()


def pytest_collection_finish() -> None:
    """What has been collected stays; each `gc.collect()` of a test would look through all of it, half a second."""
    gc.enable()
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what `make test-fast` leaves out, and let begin first what takes longest."""
    for item in items:
        if "storm" in item.path.parts:
            item.add_marker(pytest.mark.storm)
        callspec = getattr(item, "callspec", None)
        on_both = callspec is not None and callspec.params.get("database") == "postgresql"
        if on_both or "postgresql" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.postgresql)
    items.sort(key=lambda item: (item.path.parts[-2] not in HEAVY, item.path.name != LONGEST))


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(tmp_path / "sandbox", now=lambda: datetime.now(UTC)) as facebook:
        yield facebook
    gc.collect()


@pytest.fixture(scope="session")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with today's schema and no rows."""
    template = tmp_path_factory.mktemp("schema") / "template.sqlite3"
    connection.open_store(f"sqlite:///{template}")
    connection.close_store()
    return template


@pytest.fixture(scope="session", autouse=True)
def _schema_is_made_once(schema: Path) -> Iterator[None]:
    """A new SQLite database begins as a copy of `schema`: migrating takes two seconds of work each time.

    Nor is it written through to the disk: no test in this process takes the power away. tests/process and tests/storm
    start real processes, which migrate and write through by themselves.
    """
    really, check, copied = connection._use, connection._check_schema, False

    def begin_with_copy(database: dict[str, object]) -> None:
        nonlocal copied
        path = Path(str(database["NAME"]))
        copied = (
            str(database["ENGINE"]).endswith("sqlite3")
            and path.parent.is_dir()
            and not path.exists()
        )
        if copied:
            shutil.copyfile(schema, path)
        really(database)

    def check_what_was_there(*, cluster: bool, migrate: bool) -> None:
        if not copied:
            check(cluster=cluster, migrate=migrate)

    quick = str(connection.SQLITE_OPTIONS["init_command"]).replace("=FULL", "=OFF")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "_use", begin_with_copy)
        patch.setattr(connection, "_check_schema", check_what_was_there)
        patch.setitem(connection.SQLITE_OPTIONS, "init_command", quick)
        yield


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_listed_once() -> Iterator[None]:
    """Every `Client` and every server makes its middleware anew; this one walks through all static files."""
    known: dict[str, object] = {}
    really = WhiteNoiseMiddleware.add_files_from_finders

    def list_once(self: WhiteNoiseMiddleware) -> None:
        if not known:
            really(self)
            known.update(self.files)
        self.files.update(known)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", list_once)
        yield


@pytest.fixture(scope="session")
def postgresql() -> Iterator[databases.Emptied]:
    """One database a session; under pytest-xdist each worker process starts a server of its own (0.7 s)."""
    with postgres.a_database() as url:
        yield databases.Emptied(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that asks for it runs twice: `tests.databases.new_database` is a SQLite file, then PostgreSQL."""
    if request.param == "sqlite":
        yield
        return
    with databases.on_postgresql(request.getfixturevalue("postgresql")):
        yield
