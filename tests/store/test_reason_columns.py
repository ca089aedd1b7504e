"""Rows say why by codes; those of before there were codes still say it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from publisher.domain.reason import Reason, reason, told
from publisher.store import page_states
from publisher.store.connection import close_store, open_store
from publisher.store.models import Attempt, Delivery, PageState, StoredRevision
from publisher.store.reason_columns import asking

NOW = datetime(2027, 4, 11, tzinfo=UTC)
TOO_LATE = Reason("delivery.too_late")


@pytest.fixture(autouse=True)
def _store(tmp_path: Path) -> Iterator[None]:
    open_store(f"sqlite:///{tmp_path / 'publisher.sqlite3'}")
    yield
    close_store()


@pytest.fixture
def row() -> Delivery:
    revision = StoredRevision.objects.create(entry_id="bai", digest="x", body="{}", created_at=NOW)
    return Delivery.objects.create(
        entry_id="bai",
        page="p",
        occurrence="once",
        revision=revision,
        due_at=NOW,
        latest_at=NOW,
    )


def _kept_before(reason: str, next_step: str) -> Delivery:
    """As the version before wrote it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE publisher_delivery SET reason = %s, next_step = %s", [reason, next_step]
        )
    return Delivery.objects.get()


def test_a_row_gives_back_the_reason_that_it_keeps(row: Delivery) -> None:
    why = reason("delivery.frozen", by="Ada", why="Quốc tang")
    Delivery.objects.update(**asking(why))
    row.refresh_from_db()
    assert row.reason == why
    assert row.reason.said("en") == "Ada put everything on hold: Quốc tang"
    assert row.advice("en") == "It goes on by itself when somebody ends the stop."
    assert list(Delivery.objects.values_list("reason", flat=True)) == [why]


def test_a_reason_that_asks_for_nobody_advises_nothing(row: Delivery) -> None:
    row.reason = TOO_LATE
    row.save()
    assert Delivery.objects.get().advice() == ""


def test_a_row_without_a_reason_keeps_nothing(row: Delivery) -> None:
    row.refresh_from_db()
    assert not row.reason
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason, next_step, warning FROM publisher_delivery")
        assert cursor.fetchone() == ("", "", "")


def test_a_sentence_of_before_is_told_as_it_is_in_both_languages(row: Delivery) -> None:
    old = _kept_before("Ảnh a.jpg hỏng.", "Thay ảnh a.jpg.")
    assert (old.reason.said(), old.reason.said("en")) == ("Ảnh a.jpg hỏng.", "Ảnh a.jpg hỏng.")
    assert (old.advice(), old.advice("en")) == ("Thay ảnh a.jpg.", "Thay ảnh a.jpg.")


def test_a_sentence_of_before_that_is_still_said_has_its_english(row: Delivery) -> None:
    old = _kept_before(
        "Mã truy cập đã hết hạn.", "Xin mã truy cập mới cho trang; bài chờ sẽ tự đi tiếp."
    )
    assert old.reason.said("en") == "The token has expired."
    assert old.advice("en") == "Get a new token for the page; what waits goes on by itself."


def test_a_step_of_before_that_named_a_command_is_told_in_the_words_of_today(
    row: Delivery,
) -> None:
    old = _kept_before(
        "Đã quá giờ đăng, không đăng muộn.",
        "Xem và quyết định bằng “publisher missed”: đăng ngay, dời giờ hoặc bỏ.",
    )
    assert old.advice() == "Chọn: đăng ngay, dời giờ hoặc bỏ."
    assert old.advice("en") == "Choose: publish now, move it, or drop it."


def test_a_page_parked_before_there_were_codes_tells_its_posts_the_whole_reason() -> None:
    PageState.objects.create(page="p", parked_at=NOW, reason="Mã hỏng.", next_step="Xin mã mới.")
    assert page_states.parked_pages()["p"].told() == told("Mã hỏng.", "Xin mã mới.")


def test_an_attempt_keeps_why_it_failed_as_a_code(row: Delivery) -> None:
    attempt = Attempt.objects.create(
        delivery=row, step="flip", started_at=NOW, detail=Reason("facebook.busy")
    )
    attempt.refresh_from_db()
    assert attempt.detail.said("en") == "Facebook reports too many calls of the page or the app."
