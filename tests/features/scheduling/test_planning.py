"""Planning over the store: what is added, changed, cancelled, and what stands."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from publisher.app import App
from publisher.config.reading import load
from publisher.context import Context
from publisher.domain.entry import Queue
from publisher.domain.errors import StoreError
from publisher.domain.revision import Revision as Content
from publisher.features.scheduling.planning import FullPages, PlanReport, plan_queue
from publisher.queuefiles.folder import QueueReader
from publisher.store import planned_rows
from publisher.store.connection import close_store, open_store
from publisher.store.deliveries import recover
from publisher.store.models import Attempt, Delivery, StoredRevision
from publisher.store.transactions import Direct
from tests.conftest import a_campaign, a_page, an_entry
from tests.contexts import a_context
from tests.databases import new_database

CAMPAIGN = '+++\ntitle = "C"\nfrom = "04-11"\nuntil = "05-31"\nslots = ["08:00"]\n+++\n'
NOW = datetime(2027, 4, 12, tzinfo=UTC)
CONFIG = """
[units.u]
name = "Công đoàn thử"
approval = "{approval}"
[pages.p]
facebook_id = "1"
unit = "u"
slots = ["07:30", "19:30"]
"""


class Room:
    """A queue, a store, and planning between them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.queue = folder / "queue"
        self.configure("none")
        self.database = new_database(folder / "data")
        open_store(self.database)
        self.reader = self._reader()
        self.full: FullPages = {}

    def configure(self, approval: str) -> None:
        (self.folder / "config.toml").write_text(CONFIG.format(approval=approval), encoding="utf-8")

    def _app(self) -> App:
        return App(load(self.folder / "config.toml"))

    def _reader(self) -> QueueReader:
        return self._app().reader()

    def put(self, name: str, text: str) -> None:
        path = self.queue / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def plan(self, *, now: datetime = NOW) -> PlanReport:
        reading = self.reader.refresh()
        return plan_queue(self.context(), reading.queue, now=now, broken=reading.broken)

    def add(self, name: str, text: str | None) -> None:
        """Write a file (None: remove it) and plan only that, as the running service does."""
        if text is None:
            (self.queue / name).unlink()
        else:
            self.put(name, text)
        reading = self.reader.refresh([self.queue / name])
        plan_queue(
            self.context(), reading.changed_queue, now=NOW, changed=reading.changed, full=self.full
        )

    def context(self) -> Context:
        return self._app().context(Direct())

    def slots(self) -> dict[str, datetime]:
        return dict(Delivery.objects.exclude(state="cancelled").values_list("entry_id", "due_at"))

    def done(self, report: PlanReport) -> tuple[int, int, int]:
        return report.added, report.changed, report.cancelled


@pytest.fixture
def room(tmp_path: Path, database: None) -> Iterator[Room]:
    yield Room(tmp_path)
    close_store()


def test_planning_a_second_time_writes_nothing(room: Room) -> None:
    room.put("posts/a.md", "A")
    room.put("campaigns/c.md", CAMPAIGN + "- Một\n- Hai\n")
    assert room.done(room.plan()) == (15, 0, 0)
    assert room.done(room.plan()) == (0, 0, 0)


def test_new_words_withdraw_the_approval_and_forget_the_draft(room: Room) -> None:
    room.put("posts/a.md", "Cũ")
    room.plan()
    Delivery.objects.update(
        state="prepared", draft_id="1_2", approved_by="Ada", approved_digest="x"
    )
    room.configure("required")
    room.put("posts/a.md", "Mới hơn")
    assert room.done(room.plan()) == (0, 1, 0)
    row = Delivery.objects.get()
    assert (row.state, row.draft_id, row.approved_by, StoredRevision.objects.count()) == (
        "planned",
        "",
        "",
        2,
    )


def test_another_time_moves_the_delivery_and_keeps_its_draft(room: Room) -> None:
    room.put("posts/a.md", "+++\nat = 2027-04-15T07:30:00\n+++\nA")
    room.plan()
    Delivery.objects.update(state="prepared", draft_id="1_2")
    room.put("posts/a.md", "+++\nat = 2027-04-16T09:00:00\n+++\nA")
    room.plan()
    row = Delivery.objects.get()
    assert (row.due_at, row.draft_id) == (datetime(2027, 4, 16, 2, 0, tzinfo=UTC), "1_2")


def test_a_published_delivery_is_never_touched_again(room: Room) -> None:
    room.put("posts/a.md", "+++\nat = 2027-04-12T08:00:00\n+++\nA")
    room.plan()
    Delivery.objects.update(state="published")
    room.put("posts/a.md", "+++\nat = 2027-04-13T08:00:00\n+++\nKhác hẳn")
    assert room.done(room.plan()) == (0, 0, 0)


def test_a_slogan_hidden_by_a_broken_edit_keeps_its_slot_alone(room: Room) -> None:
    room.put("campaigns/c.md", CAMPAIGN + "- Một\n- Hai\n")
    room.plan()
    before = sorted(Delivery.objects.values_list("entry_id", "due_at", "state"))
    room.put("campaigns/c.md", CAMPAIGN + "- Một\n- Hai {sai}\n")
    assert room.done(room.plan()) == (0, 0, 0)
    assert sorted(Delivery.objects.values_list("entry_id", "due_at", "state")) == before


def test_a_deleted_entry_is_cancelled_and_comes_back_with_its_file(room: Room) -> None:
    room.put("posts/a.md", "A")
    room.plan()
    (room.queue / "posts" / "a.md").unlink()
    assert room.done(room.plan()) == (0, 0, 1)
    room.put("posts/a.md", "A")
    assert room.done(room.plan()) == (0, 1, 0)
    assert Delivery.objects.get().state == "approved"


def test_entries_planned_one_by_one_get_the_slots_that_they_would_get_together(room: Room) -> None:
    for name in ("a", "b", "c", "d"):
        room.add(f"posts/{name}.md", name)
    one_by_one = room.slots()
    Delivery.objects.all().delete()
    room.plan()
    assert room.slots() == one_by_one


def test_a_slot_that_is_given_back_goes_to_the_next_entry(room: Room) -> None:
    for name in ("a", "b", "c"):
        room.add(f"posts/{name}.md", name)
    freed = room.slots()["b"]
    room.add("posts/b.md", None)
    room.add("posts/d.md", "d")
    assert room.slots()["d"] == freed


def test_one_more_entry_does_not_read_what_fills_the_page_before_it(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        room.add(f"posts/{number}.md", str(number))
    read: list[int] = []
    planned = planned_rows.planned

    def counted(**how: Any) -> dict[tuple[str, str, str], planned_rows.Planned]:
        rows = planned(**how)
        read.append(len(rows))
        return rows

    monkeypatch.setattr(planned_rows, "planned", counted)
    room.add("posts/last.md", "Thêm một bài")
    assert read == [1]


def test_deliveries_of_the_past_are_not_cancelled_by_time_passing(room: Room) -> None:
    room.put("campaigns/c.md", CAMPAIGN + "- Một\n")
    room.plan()
    assert room.done(room.plan(now=NOW + timedelta(days=3)))[2] == 0


def test_a_database_of_a_newer_version_is_refused_in_words(room: Room) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('publisher', '0999_later', '2030-01-01')"
        )
    with pytest.raises(StoreError, match="phiên bản publisher mới hơn ghi"):
        open_store(room.database)


def test_a_file_that_is_no_database_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite3").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match="không phải cơ sở dữ liệu hoặc đã hỏng"):
        open_store(f"sqlite:///{tmp_path}/x.sqlite3")


def test_sqlite_finds_due_work_by_its_index_without_sorting(tmp_path: Path) -> None:
    from django.db import connection

    open_store(new_database(tmp_path))
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN QUERY PLAN SELECT id FROM publisher_delivery WHERE wake_at <= %s AND state IN ('prepared') "
            "ORDER BY wake_at, id LIMIT 10",
            [NOW],
        )
        plan = " ".join(str(row) for row in cursor.fetchall())
    close_store()
    assert "USING INDEX work (wake_at<?)" in plan
    assert "TEMP B-TREE" not in plan


def test_a_time_that_a_person_set_stands_until_the_file_asks_for_another(room: Room) -> None:
    room.put("posts/a.md", "+++\nat = 2027-04-15T07:30:00\n+++\nA")
    room.plan()
    [row] = Delivery.objects.all()
    Delivery.objects.update(due_at=row.due_at + timedelta(days=1), moved_from=row.due_at)
    assert room.done(room.plan()) == (0, 0, 0)
    room.put("posts/a.md", "+++\nat = 2027-04-20T09:00:00\n+++\nA")
    room.plan()
    row = Delivery.objects.get()
    assert (row.due_at, row.moved_from) == (datetime(2027, 4, 20, 2, 0, tzinfo=UTC), None)


@pytest.mark.parametrize(("step", "left"), [("create_draft", []), ("upload_photo", ["1", "2"])])
def test_photos_that_a_lost_draft_may_hold_are_not_used_again(
    room: Room, step: str, left: list[str]
) -> None:
    room.put("posts/a.md", "A")
    room.plan()
    Delivery.objects.update(
        state="preparing", leased=True, lease_owner="dead", photo_ids=["1", "2"], photos_at=NOW
    )
    Attempt.objects.create(delivery=Delivery.objects.get(), step=step, started_at=NOW)
    recover(now=NOW, running=())
    row = Delivery.objects.get()
    assert (row.state, row.lease_owner, row.photo_ids) == ("approved", "", left)


def test_a_revision_stored_before_cards_had_formats_is_read_and_is_no_other_version() -> None:
    stored = (
        '{"entry_id":"a","kind":"post","text":"A","card":"slogan","since":null,"photos":[],"link":null,'
        '"headline":null,"publication":null,"first_comment":null,"hashtags":[],"campaign":null}'
    )
    assert Content.from_json(stored).to_json() == stored
    assert Content.from_json(stored).format == "portrait"


def test_many_pages_planned_in_parts_give_what_they_give_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: None
) -> None:
    from publisher.features.scheduling import planning

    def planned(folder: Path) -> set[tuple[str, str, datetime, str]]:
        open_store(new_database(folder))
        pages = {f"p{number}": a_page(f"p{number}", slots="07:30 19:30") for number in range(7)}
        context = a_context(folder, pages, service={"plan_ahead": timedelta(days=14)})
        queue = Queue(
            entries=(an_entry("a"), an_entry("b", pages=("p2", "p5"))), campaigns=(a_campaign(),)
        )
        plan_queue(context, queue, now=NOW)
        # One page is given up, one entry changes.
        del pages["p3"]
        queue = Queue(entries=(an_entry("a", text="Lời mới"),), campaigns=(a_campaign(),))
        plan_queue(context, queue, now=NOW)
        rows = set(Delivery.objects.values_list("entry_id", "page", "due_at", "state"))
        close_store()
        return rows

    (tmp_path / "together").mkdir()
    (tmp_path / "parts").mkdir()
    together = planned(tmp_path / "together")
    monkeypatch.setattr(planning, "TOGETHER", 2)
    assert planned(tmp_path / "parts") == together
    assert {state for _, page, _, state in together if page == "p3"} == {"cancelled"}


def test_a_draft_of_a_campaign_is_not_planned_and_what_became_one_again_is_taken_back(
    room: Room,
) -> None:
    # Of what was approved so much at once would wait for a yes (tests/features/scheduling/test_what_stands.py).
    room.configure("required")
    room.put(
        "campaigns/c.md",
        CAMPAIGN.replace('title = "C"', 'title = "C"\ndraft = true') + "- Đoàn kết!\n",
    )
    assert room.plan().added == 0
    room.put("campaigns/c.md", CAMPAIGN + "- Đoàn kết!\n")
    added = room.plan().added
    assert added > 0
    room.put(
        "campaigns/c.md",
        CAMPAIGN.replace('title = "C"', 'title = "C"\ndraft = true') + "- Đoàn kết!\n",
    )
    assert room.plan().cancelled == added
