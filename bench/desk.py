"""The desk with 10,000 deliveries against one with 100: server time and weight of every screen, in
one run.

The bar: no screen takes more than 300 ms of server time with 10,000 deliveries, nor sends more than
100 KiB of HTML, packed. Half of the deliveries lie in the month that is shown.
"""

import gzip
import statistics
import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.test import Client

from publisher.app import App
from publisher.config.load import load
from publisher.domain.entry import EntryKind, Queue
from publisher.domain.revision import Revision as Content
from publisher.queuefiles.checks import Known
from publisher.store.connection import close_store
from publisher.store.models import Delivery, Membership, Person, StoredRevision
from publisher.store.transactions import Direct
from publisher.web.shared.context import serve

NOW = datetime(2027, 4, 14, 1, 0, tzinfo=UTC)
PAGES = 40
RUNS = 7
SCREENS = ("/", "/calendar", "/calendar?view=week", "/calendar?view=agenda", "/compose", "/approvals", "/campaigns", "/missed",
           "/pages", "/log", "/media", "/designs", "/approvals/flip", "/approvals/record", "/deliveries/{pk}")  # fmt: skip


def main() -> None:
    """Print one line a screen."""
    with tempfile.TemporaryDirectory() as small, tempfile.TemporaryDirectory() as large:
        few, many = measure(Path(small), 100), measure(Path(large), 10_000)
    print(f"{'screen':<26}{'100':>9}{'10,000':>10}{'ratio':>8}{'KiB':>7}")
    for path, (seconds, weight) in many.items():
        before = few[path][0]
        print(
            f"{path:<26}{before * 1000:>6.0f} ms{seconds * 1000:>7.0f}"
            f" ms{seconds / before:>8.2f}{weight / 1024:>7.1f}"
        )
    worst, heaviest = (
        max(found[0] for found in many.values()),
        max(found[1] for found in many.values()),
    )
    print(
        f"worst {worst * 1000:.0f} ms (bar 300), heaviest {heaviest / 1024:.1f} KiB of HTML, packed"
        " (bar 100)"
    )


def measure(folder: Path, count: int) -> dict[str, tuple[float, int]]:
    """Median server time (s) and packed weight (bytes) of each screen."""
    client = desk(folder, count)
    first = Delivery.objects.order_by("pk")[0].pk
    found = {}
    for path in SCREENS:
        times, body = [], b""
        for _ in range(RUNS):
            begun = time.perf_counter()
            response = client.get(path.format(pk=first))
            times.append(time.perf_counter() - begun)
            assert response.status_code == 200, (path, response.status_code)
            body = response.content
        found[path] = statistics.median(times), len(gzip.compress(body, 6))
    close_store()
    return found


class Empty:
    """A queue without files."""

    problems: tuple[str, ...] = ()

    def queue(self) -> Queue:
        """Nothing."""
        return Queue()

    def known(self) -> Known:
        """Nobody writes."""
        raise NotImplementedError

    def take_in_now(self, paths: Iterable[Path]) -> None:
        """Nothing is planned."""


def desk(folder: Path, count: int) -> Client:
    """An administrator's browser before a desk with so many deliveries."""
    units = "".join(
        f'[units.u{n}]\nname = "Công đoàn cơ sở số {n}"\n[pages.p{n}]\nfacebook_id ='
        f' "{1000 + n}"\nunit = "u{n}"\nslots = ["07:30", "19:30"]\n'
        for n in range(PAGES)
    )
    (folder / "config.toml").write_text(units, encoding="utf-8")
    app = App(load(folder / "config.toml"))
    app.open_store()
    serve(replace(app.context(Direct(), clock=lambda: NOW), queue=Empty()))
    fill(count)
    person = Person.objects.create(login="chi", name="Trần Mai Chi", created_at=NOW, password="!")
    Membership.objects.create(person=person, unit="*", role="administrator")
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(person)
    return client


def fill(count: int) -> None:
    """Deliveries of many entries in many states, half of them this month."""
    contents = [_content(number) for number in range(count // 4)]
    StoredRevision.objects.bulk_create(
        [
            StoredRevision(
                entry_id=one.entry_id, digest=one.digest(), body=one.to_json(), created_at=NOW
            )
            for one in contents
        ]
    )
    rows = list(StoredRevision.objects.order_by("pk"))
    states = ("planned", "approved", "published", "published", "held")
    Delivery.objects.bulk_create(
        [
            _delivery(rows[number % len(rows)], number, count, states[number % 5])
            for number in range(count)
        ],
        batch_size=500,
    )


def _content(number: int) -> Content:
    text = f"Khẩu hiệu số {number}: Công đoàn Việt Nam đồng hành cùng người lao động!"
    empty = dict.fromkeys(("since", "link", "headline", "publication", "first_comment", "campaign"))
    return Content(
        entry_id=f"bai-{number}",
        kind=EntryKind.SLOGAN,
        text=text,
        card="slogan",
        photos=(),
        hashtags=("CongDoan",),
        **empty,
    )


def _delivery(revision: StoredRevision, number: int, count: int, state: str) -> Delivery:
    span = timedelta(days=30) if number % 2 else timedelta(days=200)
    due = NOW - timedelta(days=12) + span * (number / count)
    published = due if state == "published" else None
    return Delivery(
        entry_id=revision.entry_id,
        page=f"p{number % PAGES}",
        occurrence=str(number),
        revision=revision,
        due_at=due,
        latest_at=due + timedelta(hours=2),
        state=state,
        hold="too_late" if state == "held" else "",
        held_from="approved" if state == "held" else "",
        reason="Đã quá giờ đăng, không đăng muộn." if state == "held" else "",
        published_at=published,
    )


if __name__ == "__main__":
    main()
