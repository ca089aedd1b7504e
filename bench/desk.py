"""The desk over real HTTP: `publisher run` with a real queue, signed in as a browser is.

Every screen with 10,000 deliveries against 100, in one run: time and packed weight of its HTML, and its
pictures, styles and scripts fetched a first time (no card drawn yet) and a second; then what the server
holds in memory. The bar: no screen takes the server more than 300 ms with 10,000 deliveries (counted as
its CPU time, which a busy machine does not change much), nor sends more than 100 KiB of HTML, packed.
Half of the deliveries lie in the month that is shown.
"""

import gzip
import html
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urljoin
from zoneinfo import ZoneInfo

from PIL import Image

from bench import both, sized
from bench.cluster import cpu_of
from publisher.app import App
from publisher.config.reading import load
from publisher.domain.page import VIETNAM
from publisher.features.scheduling.planning import plan_queue
from publisher.store.connection import close_store
from publisher.store.models import Delivery, Membership, Person
from publisher.store.transactions import Writer

NOW = datetime.now(UTC)
PAGES = sized(40, 2)
FEW, MANY = sized(100, 4) // PAGES * PAGES or PAGES, sized(10_000, 8)
RUNS = sized(7, 1)
PHOTOS = 5
PASSWORD = "mat-khau-cua-chi-2027"
SCREENS = ("/", "/calendar", "/calendar?view=week", "/calendar?view=agenda", "/compose", "/approvals", "/campaigns", "/missed",
           "/pages", "/log", "/media", "/designs", "/approvals/flip", "/approvals/record", "/deliveries/{pk}")  # fmt: skip
# What a browser fetches of a page by itself.
PARTS = re.compile(
    r'<(?:img|script)\b[^>]*?\ssrc="([^"]+)"|<link\b[^>]*?\shref="([^"]+\.css[^"]*)"'
)


class Visit(NamedTuple):
    """Of one screen."""

    # Median seconds until the HTML is here, the server's own CPU seconds for it, its bytes when packed.
    seconds: float
    cpu: float
    weight: int
    # How many pictures, styles and scripts, and the seconds to fetch all of them: first, again.
    parts: int
    first: float
    again: float


class Browser:
    """One connection that stays open, and a session."""

    def __init__(self, port: int) -> None:
        self._line = HTTPConnection("127.0.0.1", port, timeout=120)
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> bytes:
        """The body of a 200."""
        status, body = self._ask("GET", path)
        assert status == 200, (path, status)
        return body

    def sign_in(self, login: str, password: str) -> None:
        """As the form does."""
        [token] = re.findall(
            r'name="csrfmiddlewaretoken" value="(\w+)"', self.get("/sign-in").decode()
        )
        form = urlencode({"login": login, "password": password, "csrfmiddlewaretoken": token})
        status, _ = self._ask("POST", "/sign-in", form)
        assert status == 302, status

    def _ask(self, method: str, path: str, form: str | None = None) -> tuple[int, bytes]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookies} if cookies else {}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._line.request(method, path, form, headers)
        answer = self._line.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, answer.read()


def main() -> None:
    """Print one line a screen."""
    (few, few_memory), (many, held) = both(measure, FEW, MANY)
    print(
        f"{'screen':<24}{FEW:>9,}{MANY:>12,}{'ratio':>8}{'CPU':>9}{'KiB':>7}{'pictures …':>12}{'first':>9}"
        f"{'again':>8}{'ratio':>7}"
    )
    for path, visit in many.items():
        print(_line(path, visit, few[path]))
    worst = max(visit.cpu for visit in many.values())
    heaviest = max(visit.weight for visit in many.values())
    print(
        f"worst {worst * 1000:.0f} ms of CPU (bar 300), heaviest {heaviest / 1024:.1f} KiB of HTML, packed"
        f" (bar 100)\nmemory of the service afterwards: {held:.0f} / {few_memory:.0f} MiB"
        f" ({held / few_memory:.2f})"
    )


def _line(path: str, visit: Visit, few: Visit) -> str:
    return (
        f"{path:<24}{few.seconds * 1000:>6.0f} ms{visit.seconds * 1000:>9.0f} ms"
        f"{visit.seconds / few.seconds:>8.2f}{visit.cpu * 1000:>6.0f} ms{visit.weight / 1024:>7.1f}{visit.parts:>12}"
        f"{visit.first * 1000:>6.0f} ms{visit.again * 1000:>5.0f} ms"
        f"{visit.again / max(visit.first, 1e-9):>7.2f}"
    )


def measure(count: int) -> tuple[dict[str, Visit], float]:
    """What each screen takes, and MiB that the service holds after the walk."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        write_folder(home, count // PAGES)
        shown = fill(home)
        process, port = stack.enter_context(service(home))
        browser = Browser(port)
        browser.sign_in("chi", PASSWORD)
        rest(process.pid)
        found = {path: visit(browser, process.pid, path.format(pk=shown)) for path in SCREENS}
        return found, memory(process.pid)


def visit(browser: Browser, server: int, path: str) -> Visit:
    """A screen with all that belongs to it."""
    page = browser.get(path)
    found = (src or href for src, href in PARTS.findall(page.decode()))
    parts = {urljoin(path, html.unescape(part)) for part in found if not part.startswith("data:")}
    first, again = (_timed(browser, *sorted(parts)) for _ in range(2))
    before = cpu_of(server)
    seconds = statistics.median(_timed(browser, path) for _ in range(RUNS))
    return Visit(
        seconds,
        (cpu_of(server) - before) / RUNS,
        len(gzip.compress(page, 6)),
        len(parts),
        first,
        again,
    )


def _timed(browser: Browser, *paths: str) -> float:
    begun = time.perf_counter()
    for path in paths:
        browser.get(path)
    return time.perf_counter() - begun


def write_folder(home: Path, posts: int) -> None:
    """A working folder with so many posts for all pages: cards, every fourth with photos too."""
    units = "".join(
        f'[units.u{n}]\nname = "Công đoàn cơ sở số {n}"\n[pages.p{n}]\nfacebook_id ='
        f' "{1000 + n}"\nunit = "u{n}"\nslots = ["07:30", "19:30"]\ntoken_env = "X"\n'
        for n in range(PAGES)
    )
    # A port that nobody listens at: nothing leaves this machine.
    head = 'min_gap = "0s"\n[facebook]\ngraph_url = "http://127.0.0.1:9"\n[service]\nport = 0\n'
    (home / "config.toml").write_text(head + units, encoding="utf-8")
    for name in ("posts", "photos"):
        (home / "queue" / name).mkdir(parents=True)
    for number in range(PHOTOS):
        noise = Image.effect_noise((2000, 1500), 60).convert("RGB")
        noise.save(home / "queue" / "photos" / f"anh-{number}.jpg")
    for number in range(posts):
        path = home / "queue" / "posts" / f"bai-{number:04}.md"
        path.write_text(_post(number, posts), encoding="utf-8")


def _post(number: int, posts: int) -> str:
    span = timedelta(days=30) if number % 2 else timedelta(days=200)
    due = NOW - timedelta(days=12) + span * (number / posts)
    if abs(due - NOW) < timedelta(hours=6):
        # Nothing is due while we measure.
        due += timedelta(hours=12)
    wall = due.astimezone(ZoneInfo(VIETNAM))
    photo = f'photos = [{{ file = "anh-{number % PHOTOS}.jpg", alt = "Ảnh buổi lễ" }}]\n'
    return (
        f'+++\nat = {wall:%Y-%m-%dT%H:%M:%S}\nignore_quiet = true\npages = ["*"]\ncard = "slogan"\n'
        f'{photo if number % 4 == 0 else ""}hashtags = ["CongDoan"]\n+++\n'
        f"Khẩu hiệu số {number}: Công đoàn Việt Nam đồng hành cùng người lao động!\n"
    )


def fill(home: Path) -> int:
    """Plan the queue as of three weeks ago, let most of the past be public; the key of a delivery that waits."""
    app = App(load(home / "config.toml"))
    app.open_store()
    with Writer() as writer:
        reading = app.reader().refresh(None)
        assert not reading.problems, reading.problems[:3]
        plan_queue(app.context(writer), reading.queue, now=NOW - timedelta(days=21))
    past = Delivery.objects.filter(due_at__lt=NOW)
    for row in past.exclude(page="p1").iterator():
        row.state, row.published_at, row.wake_at = "published", row.due_at, None
        row.save(update_fields=["state", "published_at", "wake_at"])
    person = Person(login="chi", name="Trần Mai Chi", created_at=NOW)
    person.set_password(PASSWORD)
    person.save()
    Membership.objects.create(person=person, unit="*", role="administrator")
    shown = Delivery.objects.filter(due_at__gt=NOW).order_by("due_at")[0].pk
    close_store()
    return int(shown)


@contextmanager
def service(home: Path) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """`publisher run` in the folder, and the port of its desk."""
    command = [sys.executable, "-m", "publisher", "run"]
    process = subprocess.Popen(
        command, cwd=home, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        assert process.stdout
        found = None
        while not found and (line := process.stdout.readline()):
            found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        assert found, "the service did not start"
        yield process, int(found[1])
    finally:
        process.terminate()
        process.communicate(timeout=60)


def rest(pid: int) -> None:
    """Wait until what a start leaves to do is done."""
    before = -1.0
    while (now := cpu_of(pid)) - before > 0.1:
        before = now
        time.sleep(sized(3, 1))


def memory(pid: int) -> float:
    """MiB that a process holds now."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()
