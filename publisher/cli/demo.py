"""`publisher demo` (`make demo`): the main job with everything embedded: sandbox, service, and the
sample campaign shifted to now."""

import shutil
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import tomlkit
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from publisher import logs, resources
from publisher.app import App, utc_now
from publisher.channels.facebook.standin.server import Sandbox
from publisher.cli.language import language, shown, words
from publisher.config.reading import load
from publisher.domain.page import VIETNAM
from publisher.domain.roles import ALL_UNITS, Role
from publisher.features.people.accounts import role_named
from publisher.features.reports.status import Board, board, state_in_words
from publisher.features.review.approvals import Waiting, approve, waiting
from publisher.service import Service
from publisher.stopping import StopSignal
from publisher.store.models import Delivery, Membership, Person
from publisher.store.transactions import Direct

# The first slot lies so far after the start; the later ones follow in this rhythm.
FIRST = timedelta(seconds=8)
RHYTHM = timedelta(seconds=6)
SLOTS = 10
# `--once` gives up after so long.
PATIENCE = timedelta(seconds=60)
ZONE = ZoneInfo(VIETNAM)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPage:
    """A page of the demo; the ids and tokens mean something to the sandbox only."""

    slug: str
    facebook_id: str
    unit: str
    brand: str


PAGES = (
    DemoPage(
        slug="lai-chau",
        facebook_id="100000000000001",
        unit="Liên đoàn Lao động tỉnh Lai Châu",
        brand="cong-doan",
    ),
    DemoPage(
        slug="thanh-pho",
        facebook_id="100000000000002",
        unit="Liên đoàn Lao động thành phố Lai Châu",
        brand="cong-doan",
    ),
    DemoPage(
        slug="vien-chuc",
        facebook_id="100000000000003",
        unit="Công đoàn Viên chức tỉnh Lai Châu",
        brand="xanh-ngoc",
    ),
)


# Sample people, one of each role: only the demo makes them, and it listens on this machine only.
PEOPLE = (
    ("an", "Nguyễn Thị An", "lai-chau", Role.WRITER),
    ("em", "Lý Thị Em", "lai-chau", Role.EDITOR),
    ("binh", "Lò Văn Bình", "lai-chau", Role.APPROVER),
    ("dung", "Vàng A Dũng", "thanh-pho", Role.APPROVER),
    ("chi", "Trần Mai Chi", ALL_UNITS, Role.ADMINISTRATOR),
)
PASSWORD = "xem-thu-ban-lam-viec"
# What is due later than this is left for a person to approve.
APPROVED = FIRST + 6 * RHYTHM


def demo(
    once: Annotated[bool, typer.Option("--once", help="help.demo_once")] = False,
    folder: Annotated[Path | None, typer.Option(help="help.demo_folder")] = None,
) -> None:
    """Show everything with the sample campaign moved to now."""
    sys.exit(run_demo(once=once, folder=folder, stopped=StopSignal()))


def run_demo(*, once: bool, folder: Path | None, stopped: StopSignal) -> int:
    """Run the demo until `stopped`, or with `once` until the first posts are
    public; the exit code.
    """
    with ExitStack() as stack:
        home = folder or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="publisher-demo-"))
        )
        return _run(home, once=once, stopped=stopped, stack=stack)


def _run(home: Path, *, once: bool, stopped: StopSignal, stack: ExitStack) -> int:
    console = Console()
    facebook = stack.enter_context(
        Sandbox(home / "sandbox", now=utc_now, fonts=resources.assets() / "fonts")
    )
    for page in PAGES:
        facebook.add_page(page.facebook_id, page.unit, f"demo-token-{page.slug}")
    config = load(write_folder(home, graph_url=facebook.url, now=datetime.now(UTC)))
    logs.set_up(as_json=False, secrets=App(config).secrets)
    service = stack.enter_context(Service(config))
    add_people(now=utc_now())
    _welcome(console, facebook.url, service.web_url)
    _approve_first(App(config), stopped)
    first = _await_first_posts(console, stopped, total=len(PAGES))
    console.print(_table(board({}, now=utc_now(), limit=9)))
    if not first:
        console.print(_why_not(service))
        return 1
    if not once:
        _serve(console, stopped)
    return 0


def add_people(*, now: datetime) -> None:
    """Let the sample people in; whoever is there already stays."""
    for login, name, unit, role in PEOPLE:
        if not Person.objects.filter(login=login).exists():
            person = Person(login=login, name=name, created_at=now)
            person.set_password(PASSWORD)
            person.save()
            Membership.objects.create(person=person, unit=unit, role=role.value)


def _approve_first(app: App, stopped: StopSignal) -> None:
    """The sample approver has said yes to the first slogans; the others wait for the visitor."""
    deadline = time.monotonic() + PATIENCE.total_seconds()
    while (
        Delivery.objects.count() < SLOTS * len(PAGES)
        and time.monotonic() < deadline
        and not stopped.is_set()
    ):
        stopped.wait(0.1)
    now = utc_now()
    found = [
        item for item in waiting(app.config.pages, app.pictures()) if isinstance(item, Waiting)
    ]
    first = [item for item in found if item.row.due_at < now + APPROVED]
    approve(Direct(), first, by="Lò Văn Bình", now=now)


def write_folder(home: Path, *, graph_url: str, now: datetime) -> Path:
    """A working folder whose campaign begins a few seconds after `now`; returns its configuration
    file.
    """
    queue = home / "queue"
    shutil.copytree(resources.sample_queue(), queue, dirs_exist_ok=True)
    for path in (queue / "campaigns").glob("*.md"):
        path.write_text(shifted(path.read_text(encoding="utf-8"), now=now), encoding="utf-8")
    secrets = home / "secrets"
    secrets.mkdir(exist_ok=True)
    for page in PAGES:
        (secrets / f"{page.slug}.token").write_text(f"demo-token-{page.slug}", encoding="utf-8")
    config = home / "config.toml"
    config.write_text(_config(graph_url), encoding="utf-8")
    return config


def shifted(campaign: str, *, now: datetime) -> str:
    """The text of a campaign file with its window moved to today and its slots to the next
    minutes."""
    _, front, body = campaign.split("+++", 2)
    table = tomlkit.parse(front)
    begin = now.astimezone(ZONE)
    slots = [begin + FIRST + number * RHYTHM for number in range(SLOTS)]
    table["from"], table["until"] = begin.date(), slots[-1].date()
    table["slots"] = [f"{slot:%H:%M:%S}" for slot in slots]
    table.pop("years", None)
    return f"+++{tomlkit.dumps(table)}+++{body}"


def _config(graph_url: str) -> str:
    table = tomlkit.document()
    # The demo shows in seconds what otherwise takes days.
    table["min_gap"] = "0s"
    table["facebook"] = {"graph_url": graph_url}
    table["service"] = {"port": 0}
    table["units"] = {
        page.slug: {"name": page.unit, "brand": page.brand, "approval": "required"}
        for page in PAGES
    }
    table["pages"] = {
        page.slug: {
            "facebook_id": page.facebook_id,
            "unit": page.slug,
            "slots": ["07:30", "19:30"],
            "token_file": f"secrets/{page.slug}.token",
        }
        for page in PAGES
    }
    return tomlkit.dumps(table)


def _welcome(console: Console, facebook: str, web: str) -> None:
    console.print(words("cli.demo"))
    console.print(words("cli.demo_pages", address=facebook))
    console.print(words("cli.demo_desk", address=web))
    people = [
        f"{login} ({role_named(role).said(language())})" for login, _name, _unit, role in PEOPLE
    ]
    console.print(words("cli.demo_people", people=people, password=PASSWORD))


def _await_first_posts(console: Console, stopped: StopSignal, *, total: int) -> bool:
    """Show progress until each page has its first post; False when that takes too long or was
    interrupted.
    """
    deadline = time.monotonic() + PATIENCE.total_seconds()
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=False) as progress:
        task = progress.add_task(words("cli.demo_waiting"), total=total)
        while time.monotonic() < deadline and not stopped.is_set():
            out = _pages_with_posts()
            progress.update(task, completed=len(out))
            if len(out) >= total:
                return True
            stopped.wait(0.2)
    return False


def _pages_with_posts() -> set[str]:
    now = board({}, now=utc_now(), limit=100)
    return {line.page for line in now.gone_out}


def _table(now: Board) -> Table:
    table = Table(title=words("cli.demo_posts"), title_justify="left")
    for heading in ("cli.time", "cli.page", "cli.state"):
        table.add_column(words(heading), no_wrap=True)
    table.add_column(words("cli.post"), overflow="fold")
    for line in [*reversed(now.gone_out), *now.trouble, *now.coming]:
        when = (line.published_at or line.due_at).astimezone(ZONE)
        table.add_row(
            f"{when:%H:%M:%S}",
            line.page,
            state_in_words(line, language()),
            line.entry_id.partition("/")[2],
        )
    return table


def _why_not(service: Service) -> str:
    problems = "\n".join(map(shown, service.problems))
    return words("cli.demo_failed", n=PATIENCE.seconds, problems=problems)


def _serve(console: Console, stopped: StopSignal) -> None:
    console.print(words("cli.demo_try"))
    stopped.wait()
    console.print(_table(board({}, now=utc_now(), limit=100)))
