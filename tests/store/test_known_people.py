"""Rows from before accounts were kept with what people did: what is surely known of them is carried over."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from publisher.store.connection import close_store, open_store
from publisher.store.models import Action, Invitation, Person

NOW = datetime(2027, 4, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _store(tmp_path: Path) -> Iterator[None]:
    open_store(f"sqlite:///{tmp_path / 'publisher.sqlite3'}")
    yield
    close_store()


def of_before() -> None:
    """Two people of one name and one of another, what they did, and a link from each name."""
    call_command("migrate", "publisher", "0013_found", verbosity=0)
    apps = MigrationExecutor(connection).loader.project_state([("publisher", "0013_found")]).apps
    person, action, invitation = (
        apps.get_model("publisher", name) for name in ("Person", "Action", "Invitation")
    )
    for login, name in (("binh", "Lò Văn Bình"), ("binh2", "Lò Văn Bình"), ("chi", "Trần Mai Chi")):
        person.objects.create(login=login, name=name, created_at=NOW)
    for by, login in (("Lò Văn Bình", "binh2"), ("Lò Văn Bình", ""), ("Trần Mai Chi", "gone")):
        action.objects.create(by=by, login=login, at=NOW, what="write")
    for number, by in enumerate(("Lò Văn Bình", "Trần Mai Chi", "publisher run")):
        invitation.objects.create(
            digest=str(number), by=by, created_at=NOW, expires_at=NOW + timedelta(days=7)
        )
    call_command("migrate", "publisher", verbosity=0)


def test_rows_of_before_know_the_account_where_it_is_sure_and_else_the_name_alone() -> None:
    of_before()
    assert list(Action.objects.order_by("pk").values_list("by", "person__login", "via")) == [
        ("Lò Văn Bình", "binh2", ""),
        ("Lò Văn Bình", None, ""),
        ("Trần Mai Chi", None, ""),
    ]
    assert list(Invitation.objects.order_by("pk").values_list("by", "giver__login")) == [
        ("Lò Văn Bình", None),
        ("Trần Mai Chi", "chi"),
        ("publisher run", None),
    ]
    assert list(Person.objects.order_by("pk").values_list("name_key", flat=True)) == [
        "lò văn bình",
        "lò văn bình",
        "trần mai chi",
    ]
