"""Posts of before their words had a name get it: copies of them are found as of any other."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from publisher.domain.revision import freeze
from publisher.store.connection import close_store, open_store
from publisher.store.models import Delivery
from tests.conftest import an_entry

NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def _store(tmp_path: Path) -> Iterator[None]:
    open_store(f"sqlite:///{tmp_path / 'publisher.sqlite3'}")
    yield
    close_store()


def test_rows_of_before_know_their_words_but_for_slogans_articles_and_what_is_long_past() -> None:
    call_command("migrate", "publisher", "0019_names", verbosity=0)
    apps = MigrationExecutor(connection).loader.project_state([("publisher", "0019_names")]).apps
    delivery, revision = (
        apps.get_model("publisher", name) for name in ("Delivery", "StoredRevision")
    )
    content = freeze(an_entry(text="Hội nghị, lúc 8 giờ! #CongDoan"))
    body = revision.objects.create(
        entry_id="a", digest=content.digest(), body=content.to_json(), created_at=NOW
    )
    rows: dict[str, dict[str, object]] = {
        "post": {},
        "slogan": {"campaign": "c"},
        "article": {"article": "bao.vn/1"},
        "old": {"due_at": NOW - timedelta(days=400)},
    }
    for page, more in rows.items():
        columns: dict[str, object] = {"due_at": NOW, "latest_at": NOW, "occurrence": "once"} | more
        delivery.objects.create(entry_id="a", page=page, revision=body, **columns)
    call_command("migrate", "publisher", verbosity=0)
    assert dict(Delivery.objects.values_list("page", "words")) == {
        "post": content.words(),
        "slogan": "",
        "article": "",
        "old": "",
    }
