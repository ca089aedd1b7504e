"""From SQLite to PostgreSQL with one command: everything, once, whatever happens in between."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command

from publisher.channels.facebook.tokens import TokenCalls
from publisher.channels.facebook.wire import Graph
from publisher.config.reading import load
from publisher.config.values import Config
from publisher.domain.delivery import State
from publisher.domain.errors import CannotMove, StoreError
from publisher.domain.page import ApprovalRule
from publisher.domain.reason import Reason
from publisher.domain.roles import Role
from publisher.domain.secret import Secret
from publisher.features.install.move_database import (
    Differs,
    MovedBefore,
    MoveDone,
    MoveStep,
    NotFit,
    Outcome,
    relocate,
)
from publisher.features.install.tokens import connect
from publisher.features.people import (
    accounts,
    api_keys,
    sign_in,
)
from publisher.features.review.approvals import Waiting, approve, waiting
from publisher.features.scheduling import freeze
from publisher.features.scheduling.freeze import Extent
from publisher.service import Service as RunningService
from publisher.store import activity_log, deliveries, heartbeats
from publisher.store.connection import close_store, open_store
from publisher.store.models import (
    Action,
    ApiToken,
    Attempt,
    Delivery,
    Draft,
    FeedCheck,
    FeedItem,
    Insight,
    Invitation,
    KeyedCall,
    LinkCheck,
    Membership,
    Notice,
    PageState,
    Person,
    PlanImport,
    QueueProblem,
    Receiver,
    Restore,
    SignInFailure,
    StoredRevision,
    StoredToken,
    TokenCheck,
    Upload,
    Withheld,
)
from publisher.store.move import copying
from publisher.store.transactions import Direct
from publisher.vault import Vault
from tests.clockwork import START, Clockwork
from tests.databases import Emptied

HOUR = timedelta(hours=1)
PERSON_TOKEN = "person-token-very-secret"
# Of every kind that the columns hold: stacked marks, signs beyond 16 bits, quotes, backslashes, line ends, tabs.
WORDS = 'Đoàn viên “Lò Thị Ẩm” 🎉 \\N \\u0041 \t "x"\r\nhết'


class Quiet:
    """Watches a move, and does something at one moment of it."""

    def __init__(
        self, step: MoveStep | None = None, *, after: int = 0, do: Callable[[], None] = lambda: None
    ) -> None:
        self._step, self._after, self._do = step, after, do
        self._now: MoveStep | None = None
        self.done: dict[MoveStep, int] = {}

    def begin(self, step: MoveStep, rows: int) -> None:
        self._now = step
        self.advance(0)

    def advance(self, rows: int) -> None:
        assert self._now
        before = self.done.get(self._now, -1)
        self.done[self._now] = max(before, 0) + rows
        if self._now is self._step and before < self._after <= self.done[self._now]:
            self._do()


class PulledOut(Exception):
    """The move ends here."""


def pull_out() -> None:
    raise PulledOut


class Installation:
    """A filled SQLite installation whose configuration names an empty PostgreSQL database already."""

    def __init__(self, folder: Path, target: str) -> None:
        self.folder, self.target = folder, target
        self.file = folder / "data" / "publisher.sqlite3"
        (folder / "config.toml").write_text(
            f'database = "{target}"\n[service]\nport = 0\n[units.u]\nname = "Công đoàn"\n'
            '[pages.lai-chau]\nfacebook_id = "1"\nunit = "u"\n',
            encoding="utf-8",
        )
        self.open_file()
        self.clock = Clockwork(folder)

    @property
    def config(self) -> Config:
        return load(self.folder / "config.toml")

    def open_file(self) -> None:
        open_store(f"sqlite:///{self.file}")

    def open_target(self) -> None:
        open_store(self.target)

    def move(self, watching: Quiet | None = None) -> Outcome:
        return relocate(
            self.config, self.file, clock=lambda: self.clock.now, watching=watching or Quiet()
        )

    def in_file(self, statement: str, *values: object) -> list[Any]:
        with closing(sqlite3.connect(self.file)) as own, own:
            return own.execute(statement, values).fetchall()

    def in_target(self, query: str) -> list[Any]:
        with psycopg.connect(self.target) as own:
            return own.execute(query.encode()).fetchall()

    def change_target(self, statement: str) -> None:
        with psycopg.connect(self.target) as own:
            own.execute(statement.encode())


@pytest.fixture
def installation(tmp_path: Path, postgresql: Emptied) -> Iterator[Installation]:
    postgresql.empty()
    found = Installation(tmp_path, postgresql.url)
    with found.clock.running():
        yield found
    close_store()
    found.change_target("DROP TABLE IF EXISTS publisher_move")


def contents() -> dict[str, list[dict[str, Any]]]:
    """All that is moved, as the open database gives it."""
    return {
        model._meta.db_table: list(model._base_manager.order_by("pk").values())
        for model in copying.moved_models()
    }


def fill(installation: Installation) -> None:
    """By the services where there are services; at least a row in every table."""
    clock = installation.clock
    clock.write("cong-khai", wait=HOUR, text=WORDS)
    clock.run(2 * HOUR)
    clock.page = replace(clock.page, unit=replace(clock.page.unit, approval=ApprovalRule.REQUIRED))
    clock.write("cho-duyet", wait=3 * HOUR)
    assert approve_all(clock) == 1
    clock.write("sap-toi", wait=4 * HOUR, first_comment=WORDS)
    freeze.freeze(
        Direct(), Extent(campaign="khac"), reason=WORDS, by="Ada", now=clock.now, pages=clock.pages
    )
    _fill_people(clock)
    _fill_token(installation)
    _fill_rest(clock)


def approve_all(clock: Clockwork) -> int:
    found = [item for item in waiting(clock.pages, clock.pictures) if isinstance(item, Waiting)]
    return approve(Direct(), found, by="Ada Nguyễn", now=clock.now)


def _fill_people(clock: Clockwork) -> None:
    link = accounts.first_link(now=clock.now)
    ada = accounts.accept(
        link, login="ada@congdoan.vn", name="Ada Nguyễn", password="mật khẩu rất dài", now=clock.now
    )
    accounts.invite("Bình", [("u", Role.EDITOR)], by=ada, now=clock.now)
    sign_in.begin("ada@congdoan.vn", "203.0.113.9", known="", now=clock.now)
    api_keys.issue(ada, name="kho ảnh", scopes=["read"], now=clock.now)
    KeyedCall.objects.create(
        token=ApiToken.objects.get(),
        key="k",
        digest="d",
        begun_at=clock.now,
        status=201,
        body=WORDS,
    )
    QueueProblem.objects.create(
        digest="d", path="posts/a.md", line=3, reason=Reason("queuefiles.no_bytes"), since=clock.now
    )
    activity_log.note(
        activity_log.What.FREEZE,
        by="Ada",
        now=clock.now,
        delivery=clock.row("cong-khai"),
        undo={"a": [1, None]},
    )
    Draft.objects.create(
        id=uuid4(),
        person=ada,
        body={"lời": WORDS, "số": [1, 2.5, True, None]},
        updated_at=clock.now,
    )
    PlanImport.objects.create(
        id=uuid4(),
        person=ada,
        kind="sheet",
        name="kế hoạch.xlsx",
        content=bytes(range(256)) * 40,
        created_at=clock.now,
    )
    SessionStore().create()


def _fill_token(installation: Installation) -> None:
    clock = installation.clock
    clock.sandbox.world.add_person(PERSON_TOKEN, "Ada", pages=[clock.page.facebook_id])
    graph = Graph(graph_url=clock.sandbox.url, version="v26.0", timeout=timedelta(seconds=5))
    connecting = replace(
        clock.context().by("Ada"), token_calls=TokenCalls(graph), vault=Vault(installation.folder)
    )
    connect(connecting, Secret(PERSON_TOKEN), now=clock.now)
    Restore.objects.create(found_at=clock.now, since=clock.now)
    TokenCheck.objects.get_or_create(page="khac", fingerprint="f", checked_at=clock.now)


def _fill_rest(clock: Clockwork) -> None:
    now = clock.now.replace(microsecond=123456)
    Insight.objects.create(
        delivery=clock.row("cong-khai"), days=1, values={"lượt xem": 12}, collected_at=now
    )
    Notice.objects.create(
        key="k", kind="down", text=WORDS, created_at=now, sent={"zalo": now.isoformat()}
    )
    Receiver.objects.create(name="zalo", sent_at=now)
    Upload.objects.create(
        file="a.jpg", sha256="0" * 64, width=1, height=2, size=3, unit="*", by="Ada", at=now
    )
    FeedItem.objects.create(
        key="a", feed="báo", address="https://a", title=WORDS, published_at=now, found_at=now
    )
    Withheld.objects.create(
        digest="d", deliveries=[1, 2], of=3, pages=["p"], sources=["posts/a.md"], asked_at=now
    )
    FeedCheck.objects.create(feed="báo", trouble=WORDS, checked_at=now)
    LinkCheck.objects.create(key="a", address="https://a", state="fine", checked_at=now)


def many_revisions(count: int) -> None:
    StoredRevision.objects.bulk_create(
        StoredRevision(
            entry_id=f"e{number}", digest=f"{number:064}", body=WORDS * 20, created_at=START
        )
        for number in range(count)
    )


def test_every_table_stands_in_postgresql_with_the_same_rows_and_is_counted(
    installation: Installation,
) -> None:
    fill(installation)
    before = contents()
    assert [table for table, rows in before.items() if not rows] == []
    done = installation.move()
    assert isinstance(done, MoveDone)
    assert {table.table: table.rows for table in done.tables} == {
        table: len(rows) for table, rows in before.items()
    }
    installation.open_target()
    assert contents() == before


def test_every_table_is_moved_or_left_for_a_reason() -> None:
    names = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    ours = {name for name in names if not name.startswith("procrastinate")}
    assert {model._meta.db_table for model in copying.moved_models()} == ours - copying.LEFT


def test_what_others_refer_to_is_copied_before_them() -> None:
    models = copying.moved_models()
    for first, later in (
        (StoredRevision, Delivery),
        (Delivery, Attempt),
        (Delivery, Action),
        (Person, Draft),
    ):
        assert models.index(first) < models.index(later)
    assert models.index(Person) < min(models.index(Membership), models.index(Invitation))


def test_a_sealed_token_opens_after_the_move(installation: Installation) -> None:
    fill(installation)
    sealed = bytes(StoredToken.objects.get().ciphertext)
    installation.move()
    installation.open_target()
    assert bytes(StoredToken.objects.get().ciphertext) == sealed


def test_after_the_move_only_what_was_not_public_is_published(installation: Installation) -> None:
    fill(installation)
    clock = installation.clock
    freeze.unfreeze(Direct(), Extent(campaign="khac"), by="Ada", now=clock.now, pages=clock.pages)
    installation.move()
    installation.open_target()
    assert clock.plan().added == 0
    assert approve_all(clock) == 1
    clock.run(timedelta(hours=8))
    assert len(clock.public()) == 3
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.PUBLISHED.value}


def test_new_rows_get_higher_numbers_also_than_those_that_are_gone(
    installation: Installation,
) -> None:
    installation.clock.write("a", wait=HOUR)
    installation.clock.write("b", wait=HOUR)
    highest = Delivery.objects.order_by("-pk")[0].pk
    Delivery.objects.filter(pk=highest).delete()
    installation.move()
    installation.open_target()
    installation.clock.write("c", wait=HOUR)
    assert installation.clock.row("c").pk > highest


def test_what_a_killed_service_was_in_the_middle_of_is_looked_at_and_not_sent_again(
    installation: Installation,
) -> None:
    clock = installation.clock
    clock.write("a", wait=HOUR)
    clock.run(HOUR - timedelta(seconds=1))
    clock.now += timedelta(seconds=1)
    [row] = deliveries.claim(now=clock.now, owner="killed", states=list(State), skip=(), limit=10)
    deliveries.move(row, State.PUBLISHING)
    attempt = deliveries.begin(row, "flip", now=clock.now)
    moved = installation.move()
    assert isinstance(moved, MoveDone)
    assert moved.given_back == 1
    installation.open_target()
    row = clock.row("a")
    assert (row.state, row.lease_owner, Attempt.objects.get(pk=attempt.pk).outcome) == (
        "unknown",
        "",
        "lost",
    )
    clock.run(HOUR)
    assert len(clock.public()) == 1


def test_the_old_file_is_refused_and_says_where_everything_went(installation: Installation) -> None:
    installation.clock.write("a", wait=HOUR)
    installation.move()
    with pytest.raises(StoreError, match="đã chuyển sang PostgreSQL “publisher”") as refused:
        installation.open_file()
    assert "Đặt khóa database" in str(refused.value)


def test_a_service_with_the_old_configuration_does_not_start(installation: Installation) -> None:
    installation.move()
    path = installation.folder / "config.toml"
    path.write_text("\n".join(path.read_text().splitlines()[1:]))
    assert installation.config.database_url == f"sqlite:///{installation.file}"
    with pytest.raises(StoreError, match="đã chuyển sang"), RunningService(installation.config):
        pass


def test_no_password_stands_in_the_old_file(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = installation.target.replace("postgres@", "postgres:rat-bi-mat@")
    monkeypatch.setenv("DATABASE_URL", bare)
    path = installation.folder / "config.toml"
    path.write_text(
        path.read_text().replace(
            f'database = "{installation.target}"', 'database_env = "DATABASE_URL"'
        )
    )
    assert isinstance(installation.move(), MoveDone)
    assert b"rat-bi-mat" not in b"".join(
        file.read_bytes() for file in installation.file.parent.glob("publisher.*")
    )


def test_a_half_filled_postgresql_is_refused_until_the_move_is_done(
    installation: Installation,
) -> None:
    fill(installation)
    before = contents()
    with pytest.raises(PulledOut):
        installation.move(Quiet(MoveStep.COPYING, after=5, do=pull_out))
    with pytest.raises(StoreError, match="Chạy lại “publisher database move”"):
        installation.open_target()
    with pytest.raises(StoreError, match="mới nhận một phần"), RunningService(installation.config):
        pass
    assert isinstance(installation.move(), MoveDone)
    installation.open_target()
    assert contents() == before


def test_a_move_that_was_cut_short_goes_on_where_it_ended(installation: Installation) -> None:
    PageState.objects.all().delete()
    many_revisions(12_000)
    with pytest.raises(PulledOut):
        installation.move(Quiet(MoveStep.COPYING, after=5_000, do=pull_out))
    [(before,)] = installation.in_target(
        "SELECT xmin::text FROM publisher_revision WHERE entry_id = 'e0'"
    )
    watched = Quiet()
    assert isinstance(installation.move(watched), MoveDone)
    [(after,)] = installation.in_target(
        "SELECT xmin::text FROM publisher_revision WHERE entry_id = 'e0'"
    )
    assert (before, watched.done[MoveStep.COPYING]) == (after, 12_000)


def test_a_move_that_was_cut_short_while_comparing_ends_well(installation: Installation) -> None:
    fill(installation)
    with pytest.raises(PulledOut):
        installation.move(Quiet(MoveStep.COMPARING, after=3, do=pull_out))
    assert isinstance(installation.move(), MoveDone)


def test_a_file_that_was_used_again_after_a_broken_move_is_copied_anew(
    installation: Installation,
) -> None:
    clock = installation.clock
    clock.write("a", wait=HOUR)
    clock.write("b", wait=2 * HOUR)
    with pytest.raises(PulledOut):
        installation.move(Quiet(MoveStep.COMPARING, do=pull_out))
    installation.open_file()
    clock.run(HOUR)
    assert isinstance(installation.move(), MoveDone)
    installation.open_target()
    assert clock.row("a").state == State.PUBLISHED
    clock.run(2 * HOUR)
    assert len(clock.public()) == 2


def test_a_move_that_ended_between_its_two_marks_is_ended_by_the_next_one(
    installation: Installation,
) -> None:
    installation.clock.write("a", wait=HOUR)
    installation.move()
    installation.change_target("UPDATE publisher_move SET phase = 'moving'")
    with pytest.raises(StoreError):
        installation.open_target()
    assert isinstance(installation.move(), MovedBefore)
    installation.open_target()


def test_moving_twice_changes_nothing(installation: Installation) -> None:
    installation.clock.write("a", wait=HOUR)
    installation.move()
    installation.open_target()
    installation.clock.run(2 * HOUR)
    assert isinstance(installation.move(), MovedBefore)
    installation.open_target()
    assert installation.clock.row("a").state == State.PUBLISHED


@pytest.mark.parametrize(
    ("statement", "columns", "there"),
    [
        (
            "UPDATE publisher_delivery SET state = 'cancelled', looks = 7 WHERE id = 1",
            ("state", "looks"),
            True,
        ),
        ("DELETE FROM publisher_delivery WHERE id = 1", (), False),
        (
            "INSERT INTO publisher_revision (id, entry_id, digest, body, created_at) VALUES (99, 'x', 'x', '', now())",
            (),
            True,
        ),
    ],
)
def test_a_row_that_changed_between_copy_and_comparison_is_named(
    installation: Installation, statement: str, columns: tuple[str, ...], there: bool
) -> None:
    installation.clock.write("a", wait=HOUR)
    changed = Quiet(MoveStep.COMPARING, do=lambda: installation.change_target(statement))
    outcome = installation.move(changed)
    assert isinstance(outcome, Differs)
    key = "99" if "INSERT" in statement else "1"
    assert (outcome.found.table in statement, outcome.found.key) == (True, key)
    assert (outcome.found.columns, outcome.found.in_target) == (columns, there)
    assert isinstance(installation.move(), MoveDone)
    installation.open_target()
    assert (installation.clock.row("a").state, StoredRevision.objects.count()) == ("approved", 1)


def test_a_running_service_is_refused(installation: Installation) -> None:
    path = installation.folder / "config.toml"
    text = path.read_text()
    path.write_text("\n".join(text.splitlines()[1:]))
    with RunningService(installation.config):
        path.write_text(text)
        with pytest.raises(CannotMove, match="Dịch vụ publisher đang chạy"):
            installation.move()
    assert isinstance(installation.move(), MoveDone)


def test_a_database_in_use_is_refused_and_left_alone(installation: Installation) -> None:
    installation.open_target()
    Receiver.objects.create(name="ai đó", sent_at=START)
    with pytest.raises(CannotMove, match="đã có dữ liệu"):
        installation.move()
    assert installation.in_target("SELECT name FROM publisher_receiver") == [("ai đó",)]
    installation.open_file()


def test_a_worker_that_waits_on_the_empty_database_is_refused(installation: Installation) -> None:
    installation.open_target()
    heartbeats.sign(pid=1, started_at=START, now=START)
    with pytest.raises(CannotMove, match="publisher_service"):
        installation.move()


def test_a_worker_that_turns_up_in_the_middle_ends_the_move(installation: Installation) -> None:
    many_revisions(11_000)
    signs = (
        "INSERT INTO publisher_service (id, pid, started_at, seen_at) VALUES (1, 1, now(), now())"
    )
    with pytest.raises(CannotMove, match="tắt mọi dịch vụ và worker"):
        installation.move(
            Quiet(MoveStep.COPYING, after=5_000, do=lambda: installation.change_target(signs))
        )
    installation.change_target("DELETE FROM publisher_service")
    assert isinstance(installation.move(), MoveDone)


def test_the_unfinished_move_of_another_file_is_refused(
    installation: Installation, tmp_path: Path
) -> None:
    many_revisions(10)
    with pytest.raises(PulledOut):
        installation.move(Quiet(MoveStep.COMPARING, do=pull_out))
    (tmp_path / "b").mkdir()
    other = Installation(tmp_path / "b", installation.target)
    with other.clock.running(), pytest.raises(CannotMove, match="dữ liệu của tệp khác"):
        other.move()


def test_a_moved_file_is_not_moved_into_a_second_database(installation: Installation) -> None:
    many_revisions(10)
    installation.move()
    installation.change_target("DROP TABLE publisher_move")
    with pytest.raises(CannotMove, match="không phải sang"):
        installation.move()


def test_two_moves_at_once_into_one_database_are_refused(installation: Installation) -> None:
    with psycopg.connect(installation.target) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [copying.MOVING])
        with pytest.raises(CannotMove, match="Một lệnh chuyển khác"):
            installation.move()


def test_nobody_writes_to_the_file_while_it_is_moved(installation: Installation) -> None:
    def write() -> None:
        with closing(sqlite3.connect(installation.file, timeout=0)) as own:
            own.execute("UPDATE publisher_delivery SET state = 'cancelled'")

    with pytest.raises(sqlite3.OperationalError, match="locked"):
        installation.move(Quiet(MoveStep.COPYING, do=write))


def test_a_configuration_without_postgresql_is_refused(installation: Installation) -> None:
    config = replace(installation.config, database_url=f"sqlite:///{installation.file}")
    with pytest.raises(CannotMove, match="chưa trỏ tới PostgreSQL"):
        relocate(config, installation.file, clock=lambda: START, watching=Quiet())


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.touch()])
def test_a_file_that_is_not_ours_is_refused_and_nothing_is_made(
    installation: Installation, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    other = tmp_path / "khac" / "x.sqlite3"
    other.parent.mkdir()
    make(other)
    with pytest.raises(CannotMove, match="--from"):
        relocate(installation.config, other, clock=lambda: START, watching=Quiet())
    assert not other.exists() or other.stat().st_size == 0


def test_signs_that_postgresql_cannot_store_are_taken_out_and_named(
    installation: Installation,
) -> None:
    installation.clock.write("a", wait=HOUR)
    Notice.objects.create(
        key="k", kind="down", text="ab", created_at=START, sent={"x\0": ["\ud83d", "🎉"]}
    )
    close_store()
    # As a row of before there were codes may hold it.
    installation.in_file("UPDATE publisher_notice SET text = 'a' || char(0) || 'b'")
    done = installation.move()
    assert isinstance(done, MoveDone)
    assert {(text.table, text.column) for text in done.mended} == {
        ("publisher_notice", "text"),
        ("publisher_notice", "sent"),
    }
    installation.open_target()
    kept = Notice.objects.get()
    assert (str(kept.text), kept.sent) == ("ab", {"x": ["?", "🎉"]})


def test_all_that_postgresql_would_refuse_is_named_at_once_and_nothing_is_changed(
    installation: Installation,
) -> None:
    installation.clock.write("a", wait=HOUR)
    row = installation.clock.row("a")
    Delivery.objects.filter(pk=row.pk).update(leased=True, lease_owner="killed", campaign="c" * 201)
    Upload.objects.create(
        file="a", sha256="0", width=1, height=1, size=1, unit="*", by="A", at=START
    )
    close_store()
    installation.in_file("UPDATE publisher_upload SET size = 3000000000, at = 'hôm qua'")
    installation.in_file("UPDATE publisher_revision SET body = CAST(x'ff41' AS TEXT)")
    installation.in_file("PRAGMA foreign_keys = OFF")
    installation.in_file(
        "INSERT INTO publisher_insight (delivery_id, days, \"values\", collected_at) VALUES (77, 1, '{}', '2027-01-01')"
    )
    outcome = installation.move()
    assert isinstance(outcome, NotFit)
    assert {(value.table, value.column) for value in outcome.values} == {
        ("publisher_delivery", "campaign"),
        ("publisher_upload", "size"),
        ("publisher_upload", "at"),
        ("publisher_revision", "body"),
        ("publisher_insight", ""),
    }
    assert installation.in_file("SELECT lease_owner FROM publisher_delivery") == [("killed",)]
    installation.open_file()


def test_rows_that_are_wide_are_read_a_few_at_a_time(installation: Installation) -> None:
    person = Person.objects.create(
        login="a", name="A", password=make_password(None), created_at=START
    )
    for number in range(5):
        PlanImport.objects.create(
            id=uuid4(),
            person=person,
            name=str(number),
            content=bytes([number]) * 9_000_000,
            created_at=START,
        )
    [table] = [table for table in copying.survey() if table.model is PlanImport]
    assert table.batch == 3
    assert isinstance(installation.move(), MoveDone)


def test_a_file_of_an_older_version_is_upgraded_first(installation: Installation) -> None:
    call_command("migrate", "publisher", "0009_sheets", verbosity=0)
    close_store()
    assert (
        installation.in_file("SELECT name FROM sqlite_master WHERE name = 'publisher_node'") == []
    )
    assert isinstance(installation.move(), MoveDone)


def test_times_stay_the_same_instant(installation: Installation) -> None:
    many_revisions(1)
    moment = START.replace(hour=23, minute=59, second=59, microsecond=999999)
    StoredRevision.objects.update(created_at=moment)
    installation.move()
    [(found,)] = installation.in_target("SELECT created_at FROM publisher_revision")
    assert found.astimezone(UTC) == moment


def test_sign_ins_and_signs_of_life_are_left_behind(installation: Installation) -> None:
    fill(installation)
    heartbeats.sign(pid=1, started_at=START, now=START)
    assert SignInFailure.objects.count() == 1
    installation.move()
    assert installation.in_target("SELECT count(*) FROM django_session") == [(0,)]
    assert installation.in_target("SELECT count(*) FROM publisher_service") == [(0,)]
