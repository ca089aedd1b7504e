"""`Idempotency-Key`: a call that is repeated does nothing and gives the first answer again."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from publisher.features.people import keyed_calls
from publisher.store.models import Action, Delivery, Freeze, KeyedCall, Upload
from publisher.store.transactions import Direct
from tests.web.api.test_api import POST, Caller
from tests.web.desk import Desk

FREEZE = {"unit": "lai-chau", "reason": "Quốc tang"}


def keyed(caller: Caller, path: str, body: object, key: str = "don-1", method: str = "POST") -> Any:
    return caller.send(method, path, body, headers={"Idempotency-Key": key})


def posts(desk: Desk) -> list[str]:
    return sorted(path.stem for path in (desk.folder / "queue/posts").glob("*.md"))


def died_in_it() -> None:
    """As a call is left whose process was killed before it could remember its answer."""
    dead = KeyedCall.objects.get()
    dead.status, dead.body, dead.begun_at = None, "", dead.begun_at - keyed_calls.LONGEST_CALL
    dead.save()


def test_a_repeated_call_gives_the_first_answer_and_queues_nothing(desk: Desk) -> None:
    caller = Caller(desk, "an")
    first = keyed(caller, "/entries", POST)
    again = keyed(caller, "/entries", POST)
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert posts(desk) == [first.json()["id"]]


def test_without_a_key_a_repeated_post_waits_for_a_person(desk: Desk) -> None:
    caller = Caller(desk, "an")
    for _ in range(2):
        assert caller.send("POST", "/entries", POST).status_code == 201
    rows = Delivery.objects.filter(entry_id__startswith="2027-05-01-chuc-mung")
    assert sorted(rows.values_list("hold", flat=True)) == ["", "repeated"]


def test_a_key_is_for_one_content_only(desk: Desk) -> None:
    caller = Caller(desk, "an")
    keyed(caller, "/entries", POST)
    other = keyed(caller, "/entries", POST | {"text": "Lời khác!"})
    assert other.status_code == 422
    assert "nội dung khác" in other.json()["problems"][0]
    assert len(posts(desk)) == 1


def test_another_callers_key_is_another_key(desk: Desk) -> None:
    keyed(Caller(desk, "an"), "/entries", POST)
    other = keyed(Caller(desk, "em"), "/entries", POST | {"text": "Lời khác!"})
    assert other.status_code == 201


def test_a_call_that_comes_while_the_first_runs_is_told_to_come_again(desk: Desk) -> None:
    caller = Caller(desk, "an")
    keyed(caller, "/entries", POST)
    KeyedCall.objects.update(status=None)
    again = keyed(caller, "/entries", POST)
    assert again.status_code == 409
    assert "đang được thực hiện" in again.json()["problems"][0]


def test_a_call_whose_process_was_killed_is_found_by_what_it_made(desk: Desk) -> None:
    caller = Caller(desk, "an")
    first = keyed(caller, "/entries", POST)
    died_in_it()
    again = keyed(caller, "/entries", POST)
    assert (again.status_code, again.json()["id"]) == (201, first.json()["id"])
    assert len(posts(desk)) == 1


def test_a_slogan_whose_call_was_killed_is_not_added_twice(desk: Desk) -> None:
    caller = Caller(desk, "em")
    slogan = {"kind": "slogan", "campaign": "thang", "text": "Đoàn kết là sức mạnh!"}
    assert keyed(caller, "/entries", slogan).status_code == 201
    died_in_it()
    keyed(caller, "/entries", slogan)
    assert desk.file("campaigns/thang.md").count("Đoàn kết là sức mạnh!") == 1


def test_a_refused_call_uses_up_no_key(desk: Desk) -> None:
    caller = Caller(desk, "an")
    assert keyed(caller, "/entries", POST | {"text": ""}).status_code == 422
    assert keyed(caller, "/entries", POST).status_code == 201


def test_a_freeze_and_a_move_are_done_once(desk: Desk) -> None:
    row, caller = desk.post("bai"), Caller(desk, "binh")
    first = keyed(caller, "/freezes", FREEZE)
    Freeze.objects.update(ended_at=desk.now)
    assert keyed(caller, "/freezes", FREEZE).content == first.content
    assert Freeze.objects.count() == 1
    move = {"deliveries": [row.pk], "at": "2027-04-16T00:00:00Z"}
    for _ in range(2):
        assert keyed(caller, "/deliveries/move", move, "doi-1").json()["count"] == 1
    assert Action.objects.filter(what="move", delivery=row).count() == 1


def test_a_change_that_was_answered_is_no_conflict_when_it_comes_again(desk: Desk) -> None:
    desk.post("bai", "Lời đầu")
    caller = Caller(desk, "em")
    change = POST | {"seen": caller.get("/entries/bai").json()["seen"]}
    first = keyed(caller, "/entries/bai", change, method="PUT")
    assert first.status_code == 200
    assert keyed(caller, "/entries/bai", change, method="PUT").content == first.content


def test_an_upload_is_known_again_whatever_stands_between_its_parts(desk: Desk) -> None:
    out = io.BytesIO()
    Image.new("RGB", (320, 200), "teal").save(out, "PNG")
    caller = Caller(desk, "an")

    def upload(data: bytes) -> Any:
        return caller.client.post(
            "/api/v1/photos?unit=lai-chau",
            {"file": SimpleUploadedFile("le.png", data, "image/png")},
            headers={"Idempotency-Key": "anh-1"},
        )

    first = upload(out.getvalue())
    assert first.status_code == 201, first.content
    Upload.objects.all().delete()
    assert upload(out.getvalue()).content == first.content
    assert upload(out.getvalue() + b"0").status_code == 422


@pytest.mark.parametrize("key", ["", "hai chữ", "k" * 201])
def test_a_key_that_no_header_should_carry_is_refused(desk: Desk, key: str) -> None:
    answer = keyed(Caller(desk, "an"), "/entries", POST, key)
    assert answer.status_code == 422
    assert "Idempotency-Key" in answer.json()["problems"][0]


def test_keys_are_forgotten_after_a_week(desk: Desk) -> None:
    caller = Caller(desk, "binh")
    keyed(caller, "/freezes", FREEZE)
    desk.now += keyed_calls.LIFE + timedelta(minutes=1)
    assert keyed(caller, "/freezes", FREEZE | {"reason": "Bão số 3"}).status_code == 201
    desk.now += keyed_calls.LIFE + timedelta(minutes=1)
    keyed_calls.prune(desk.app.context(Direct()), desk.now)
    assert not KeyedCall.objects.exists()


def test_the_description_names_the_key_for_every_call_that_changes(desk: Desk) -> None:
    found = desk.as_(None).get("/api/v1/openapi.json").json()
    for path, calls in found["paths"].items():
        for method, call in calls.items():
            names = [one["name"] for one in call["parameters"]]
            assert ("Idempotency-Key" in names) == (method in ("post", "put")), path
