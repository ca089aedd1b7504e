"""What only a database can show: two connections at once, and texts that are as long as their column or longer."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from django.db import DataError, connection, transaction

from bench.dispatch import fill
from publisher.app import App
from publisher.config.reading import load
from publisher.domain.address import LONGEST_KEY, article_key
from publisher.domain.delivery import State
from publisher.domain.reason import told
from publisher.features.scheduling.planning import plan_queue
from publisher.store import deliveries as store
from publisher.store import (
    flips,
    notices,
    page_states,
    planned_rows,
)
from publisher.store.connection import close_store, open_store
from publisher.store.flips import Lease
from publisher.store.models import Attempt, Delivery, Notice, PageState, StoredRevision
from publisher.store.transactions import Direct, Writer
from tests.databases import is_postgresql, new_database

NOW = datetime(2027, 4, 15, tzinfo=UTC)
T = TypeVar("T")
CONFIG = """
[units.u]
name = "Công đoàn thử"
[pages.p]
facebook_id = "1"
unit = "u"
slots = ["07:30"]
"""


@pytest.fixture(autouse=True)
def url(tmp_path: Path, database: None) -> Iterator[str]:
    found = new_database(tmp_path)
    open_store(found)
    yield found
    close_store()


def at_once(count: int, what: Callable[[int], T]) -> list[T]:
    """What each of so many threads got, on a connection of its own, all beginning together."""
    together = threading.Barrier(count)

    def one(number: int) -> T:
        connection.ensure_connection()
        together.wait()
        try:
            with transaction.atomic():
                return what(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


def test_claims_at_the_same_time_never_share_a_row() -> None:
    fill(200, 40, NOW)

    def claim(number: int) -> list[int]:
        rows = store.claim(
            now=NOW, owner=f"worker-{number}", states=[State.PREPARED], skip=(), limit=200
        )
        return [row.pk for row in rows]

    claimed = [pk for some in at_once(4, claim) for pk in some]
    assert (len(claimed), len(set(claimed))) == (200, 200)


def test_flips_begun_at_the_same_time_have_one_attempt_each() -> None:
    fill(200, 40, NOW)
    pks = [due.pk for due in flips.due(now=NOW, states=[State.PREPARED], skip=(), limit=200)]
    begun = at_once(4, lambda number: flips.begin(pks, Lease(f"worker-{number}"), now=NOW))
    assert sum(map(len, begun)) == 200
    assert Attempt.objects.count() == 200


def test_two_planners_that_add_the_same_delivery_leave_one_of_it() -> None:
    fill(1, 1, NOW)
    revision = StoredRevision.objects.get()

    def plan(_: int) -> None:
        planned_rows.add(
            [
                Delivery(
                    entry_id=f"a-{number}",
                    page="p",
                    occurrence="once",
                    revision=revision,
                    due_at=NOW,
                    latest_at=NOW,
                )
                for number in range(50)
            ]
        )

    at_once(4, plan)
    assert Delivery.objects.filter(entry_id__startswith="a-").count() == 50


def test_an_occasion_that_several_see_is_kept_once() -> None:
    class Seen:
        key, kind, unit, text = "k", "down", "", told("Dịch vụ đã ngừng.")

    at_once(4, lambda _: notices.keep([Seen()], now=NOW))
    assert Notice.objects.count() == 1


def test_a_page_that_several_park_for_the_first_time_is_parked_once() -> None:
    at_once(
        4,
        lambda _: page_states.park("p", now=NOW, reason=told("Mã hết hạn."), fingerprint="f"),
    )
    assert str(PageState.objects.get().reason) == "Mã hết hạn."


def test_a_transaction_that_breaks_a_rule_spoils_no_other_of_its_group() -> None:
    fill(1, 1, NOW)
    kept = StoredRevision.objects.get()
    started, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        started.set()
        go_on.wait(10)

    def twice() -> None:
        StoredRevision.objects.create(
            entry_id=kept.entry_id, digest=kept.digest, body="", created_at=NOW
        )

    with Writer() as writer:
        first = writer.submit(hold)
        started.wait(10)
        bad = writer.submit(twice)
        good = writer.submit(lambda: notices.note_sent([], "r", [], now=NOW))
        go_on.set()
        first.result()
        assert bad.exception() is not None
        assert good.exception() is None


@pytest.mark.parametrize(
    "tail", ["a" * 900, "?" + "&".join(f"q{number}=1" for number in range(300))]
)
def test_a_press_article_with_a_very_long_address_is_planned(tmp_path: Path, tail: str) -> None:
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    folder = tmp_path / "queue" / "links"
    folder.mkdir(parents=True)
    (folder / "tin.md").write_text(
        f"- https://bao.vn/{tail} | Tin\n- https://bao.vn/{tail}2 | Tin\n", encoding="utf-8"
    )
    app = App(load(tmp_path / "config.toml"))
    report = plan_queue(app.context(Direct()), app.reader().refresh().queue, now=NOW)
    keys = list(Delivery.objects.values_list("article", flat=True))
    assert (report.added, len(set(keys)), max(map(len, keys))) == (2, 2, LONGEST_KEY)


def test_a_name_that_no_column_holds_is_told_and_the_rest_is_planned(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    folder = tmp_path / "queue" / "posts"
    folder.mkdir(parents=True)
    for name in ("b" * 240, "a"):
        (folder / f"{name}.md").write_text("Chào đoàn viên!\n", encoding="utf-8")
    app = App(load(tmp_path / "config.toml"))
    reading = app.reader().refresh()
    assert ["dài quá 200 ký tự" in str(problem) for problem in reading.problems] == [True]
    assert plan_queue(app.context(Direct()), reading.queue, now=NOW).added == 1


def test_a_short_address_of_an_article_is_its_own_key() -> None:
    assert article_key("https://www.bao.vn/a?utm_source=x") == "bao.vn/a"


def test_postgresql_refuses_what_is_longer_than_its_column() -> None:
    fill(1, 1, NOW)
    if is_postgresql():
        with pytest.raises(DataError):
            Delivery.objects.update(post_id="1" * 101)
    else:
        # Why the limits above are ours: SQLite would keep it, and the way to PostgreSQL were closed.
        assert Delivery.objects.update(post_id="1" * 101) == 1


def test_vietnamese_words_come_back_letter_by_letter() -> None:
    words = "Nhiệt liệt hưởng ứng Tháng Công nhân năm 2027! 🎉 “ấ ề ỗ ữ”"
    fill(1, 1, NOW)
    Delivery.objects.update(reason=words, photo_ids=[words])
    row = Delivery.objects.get()
    assert (str(row.reason), row.photo_ids) == (words, [words])
