"""A disk without room: what was written is never called an error, and what could not be written is not half there."""

import errno
import os
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError, connection
from django.test import Client

from publisher.files import OLD, lacks_room, sweep_halves, write_whole
from publisher.store.models import Action, Delivery, Draft, PlanImport, Upload
from publisher.web.shared.context import serving
from tests.web.api.test_api import POST, Caller
from tests.web.desk import NOW, Desk, OtherQueue, soup, words
from tests.web.letters.test_letters import fields
from tests.web.letters.test_letters import upload as upload_plan
from tests.web.sheets import test_sheets
from tests.web.suggestions.test_suggestions import article

FORM = {"text": "Chào mừng 1/5!", "pages": "lai-chau", "when": "at", "at": "2027-05-01T07:30"}
NAME = "posts/2027-05-01-chao-mung-1-5.md"
FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def refuse(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
    if sql.lstrip().startswith(("INSERT", "UPDATE", "DELETE")):
        raise OperationalError("database or disk is full")
    return execute(sql, *rest)


def full_database() -> AbstractContextManager[None]:
    """Within, the database takes nothing more: as SQLite says it on a disk without room."""
    return connection.execute_wrapper(refuse)


def planning_that_raises(desk: Desk, error: Exception) -> None:
    def take_in(_paths: Iterable[Path]) -> None:
        raise error

    desk.serve(queue=OtherQueue(desk, take_in=take_in))


def planning_on_a_full_database(desk: Desk) -> None:
    """The file is written and its row too; from the planning on there is no room."""

    def take_in(_paths: Iterable[Path]) -> None:
        connection.execute_wrappers.append(refuse)
        desk.plan()

    desk.serve(queue=OtherQueue(desk, take_in=take_in))


@pytest.fixture
def browser(desk: Desk) -> Client:
    client = desk.as_("chi")
    client.raise_request_exception = False
    return client


def hidden(desk: Desk) -> list[str]:
    return [path.name for path in desk.folder.rglob(".*") if path.is_file()]


# The file was written


@pytest.mark.parametrize(
    "error", [FULL, OperationalError("database or disk is full"), RuntimeError("x"), KeyError(1)]
)
def test_a_post_whose_planning_fails_is_said_to_be_queued(
    desk: Desk, browser: Client, error: Exception
) -> None:
    planning_that_raises(desk, error)
    answer = browser.post("/compose", FORM, follow=True)
    assert answer.status_code == 200
    said = words(answer)
    assert "Đã lưu" in said
    assert "đừng gửi lại" in said
    assert ("có chỗ trống" in said) == lacks_room(error)
    assert desk.file(NAME)
    desk.plan()
    assert Delivery.objects.filter(entry_id=Path(NAME).stem).exists()


def test_it_is_said_even_when_the_session_and_the_draft_cannot_be_written(
    desk: Desk, browser: Client
) -> None:
    draft = Draft.objects.create(pk=UUID(int=7), person=desk.people["chi"], updated_at=NOW)
    planning_on_a_full_database(desk)
    try:
        answer = browser.post("/compose", FORM | {"draft": str(draft.pk)}, follow=True)
    finally:
        connection.execute_wrappers.clear()
    assert answer.status_code == 200
    assert "có chỗ trống" in words(answer)
    assert desk.file(NAME)
    assert Action.objects.filter(entry_id=Path(NAME).stem, login="chi").exists(), (
        "the writer stays its writer"
    )


def test_a_call_of_the_api_hears_that_it_is_queued(desk: Desk) -> None:
    caller = Caller(desk, "an")
    planning_that_raises(desk, FULL)
    answer = caller.send("POST", "/entries", POST)
    assert (answer.status_code, answer.json()["id"]) == (201, "2027-05-01-chuc-mung")
    assert "có chỗ trống" in answer.json()["note"]
    seen = answer.json()["seen"]
    changed = caller.send(
        "PUT", "/entries/2027-05-01-chuc-mung", POST | {"text": "Lời khác", "seen": seen}
    )
    assert (changed.status_code, "đừng gửi lại" in changed.json()["note"]) == (200, True)
    assert caller.send("DELETE", "/entries/2027-05-01-chuc-mung").status_code == 204


def test_it_hears_it_also_when_the_queue_cannot_be_read_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller = Caller(desk, "an")
    planning_that_raises(desk, FULL)
    empty = replace(desk.queue(), entries=())
    desk.serve(queue=OtherQueue(desk, queue=lambda: empty, take_in=serving().queue.take_in_now))
    answer = caller.send("POST", "/entries", POST)
    assert (answer.status_code, answer.json()["source"]) == (201, "posts/2027-05-01-chuc-mung.md")
    assert len(answer.json()["seen"]) == 64


def test_a_sheet_whose_planning_fails_is_queued_once(desk: Desk) -> None:
    address, client = test_sheets.upload(desk, test_sheets.GOOD), desk.as_("an")
    planning_that_raises(desk, FULL)
    assert "đừng gửi lại" in words(client.post(address, follow=True))
    assert client.post(address).status_code == 404, "a second click finds nothing to queue"
    assert len(list((desk.folder / "queue" / "posts").glob("*.md"))) == 2


def test_a_plan_an_article_a_deletion_and_taking_it_back_are_said_to_be_queued(
    desk: Desk, browser: Client
) -> None:
    kept = upload_plan(desk)
    item = article(1)
    desk.post("bai")
    planning_that_raises(desk, FULL)
    address = f"/campaigns/plans/{kept.pk}"
    for path, form in (
        (address, fields(soup(browser.get(address)))),
        (f"/suggestions/{item.pk}", {"pages": "lai-chau"}),
        ("/compose/delete", {"entry": "bai"}),
    ):
        answer = browser.post(path, form)
        assert answer["Location"] == "/compose/queued?why=room", path
    action = Action.objects.get(what="delete")
    assert browser.post(f"/undo/{action.pk}")["Location"] == "/compose/queued?why=room"
    assert desk.file("posts/bai.md")


# The file could not be written


def test_a_post_that_the_disk_refuses_is_not_queued_and_its_words_stay_in_the_form(
    desk: Desk, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise FULL

    monkeypatch.setattr(os, "fsync", refuse)
    answer = browser.post("/compose", FORM)
    assert answer.status_code == 507
    assert "chưa xếp bài" in words(answer)
    assert "Chào mừng 1/5!" in answer.content.decode()
    assert not (desk.folder / "queue" / NAME).exists()
    assert hidden(desk) == []
    assert not Action.objects.filter(what="write").exists()


def test_a_post_that_the_database_refuses_is_not_queued_either(desk: Desk, browser: Client) -> None:
    with full_database():
        answer = browser.post("/compose", FORM)
    assert answer.status_code == 507
    assert "ổ đĩa của máy chủ đầy" in words(answer)
    assert "Chào mừng 1/5!" in answer.content.decode()
    assert not (desk.folder / "queue" / NAME).exists()
    assert hidden(desk) == []


def test_a_call_of_the_api_that_the_disk_refuses_says_so_and_queues_nothing(desk: Desk) -> None:
    caller = Caller(desk, "an")
    caller.client.raise_request_exception = False
    with full_database():
        answer = caller.send("POST", "/entries", POST)
    assert answer.status_code == 507
    assert "chưa được lưu" in answer.json()["problems"][0]
    assert list((desk.folder / "queue" / "posts").iterdir()) == []


def test_a_sheet_that_the_disk_refuses_leaves_nothing_and_can_be_sent_again(desk: Desk) -> None:
    address, client = test_sheets.upload(desk, test_sheets.GOOD), desk.as_("an")
    with full_database():
        answer = client.post(address)
    assert (answer.status_code, "chưa xếp bài nào" in words(answer)) == (507, True)
    assert list((desk.folder / "queue" / "posts").iterdir()) == []
    assert PlanImport.objects.exists()
    assert client.post(address).status_code == 302


def test_a_sheet_whose_last_file_does_not_fit_leaves_none(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, client = test_sheets.upload(desk, test_sheets.GOOD), desk.as_("an")
    really, links = os.link, []

    def link(*args: Any) -> None:
        links.append(args)
        if len(links) == 2:
            raise FULL
        really(*args)

    monkeypatch.setattr(os, "link", link)
    assert client.post(address).status_code == 507
    assert list((desk.folder / "queue" / "posts").iterdir()) == []


def test_a_deletion_that_cannot_be_noted_deletes_nothing(desk: Desk, browser: Client) -> None:
    desk.post("bai")
    with full_database():
        answer = browser.post("/compose/delete", {"entry": "bai"})
    assert answer.status_code == 507
    assert "Chưa lưu được" in words(answer)
    assert desk.file("posts/bai.md")


def test_a_photo_that_the_database_refuses_leaves_no_file(
    desk: Desk, browser: Client, tmp_path: Path
) -> None:
    from PIL import Image

    Image.new("RGB", (64, 48), "teal").save(tmp_path / "x.png")
    with full_database(), (tmp_path / "x.png").open("rb") as file:
        assert browser.post("/media/upload", {"file": file}).status_code == 507
    assert list((desk.folder / "queue" / "photos").iterdir()) == []
    assert not Upload.objects.exists()


def test_pages_are_still_shown_and_every_other_change_says_that_it_was_not_made(
    desk: Desk, browser: Client
) -> None:
    row = desk.post("bai")
    with full_database():
        assert browser.get("/").status_code == 200
        for path, form in (
            ("/deliveries/move", {"keys": str(row.pk), "at": "2027-04-20T09:15"}),
            ("/deliveries/drop", {"keys": str(row.pk)}),
            ("/freezes", {"extent": "all", "reason": "x"}),
            ("/language", {"language": "en"}),
        ):
            answer = browser.post(path, form)
            assert (answer.status_code, "Chưa lưu được" in words(answer)) == (507, True), path


# What a process leaves that is killed while it writes


def test_leftovers_of_half_writes_are_swept_and_nothing_else(tmp_path: Path) -> None:
    write_whole(tmp_path / "anh.jpg", b"x")
    for name in (".new-anh.jpg-1-2", ".moi-abc.tmp", ".new-moi-1-1", ".gitkeep", "new-x"):
        (tmp_path / name).write_text("x")
    old = time.time() - OLD - 5
    for name in (".new-anh.jpg-1-2", ".moi-abc.tmp", ".gitkeep", "new-x", "anh.jpg"):
        os.utime(tmp_path / name, (old, old))
    assert sweep_halves([tmp_path, tmp_path / "khong-co"]) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".gitkeep",
        ".new-moi-1-1",
        "anh.jpg",
        "new-x",
    ]


@pytest.mark.parametrize(
    ("error", "full"),
    [
        (FULL, True),
        (OperationalError("database or disk is full"), True),
        (OSError(errno.EACCES, "x"), False),
        (ValueError("full"), False),
    ],
)
def test_a_full_disk_is_told_from_other_troubles(error: Exception, full: bool) -> None:
    assert lacks_room(error) is full
    outer = RuntimeError("x")
    outer.__cause__ = error
    assert lacks_room(outer) is full
