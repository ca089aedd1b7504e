"""The JSON API: keys, scopes, the same rules as the desk, and a description that holds under schemathesis."""

import io
import json
from typing import Any

import pytest
import schemathesis
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from hypothesis import HealthCheck, settings
from PIL import Image
from schemathesis.specs.openapi.checks import positive_data_acceptance

from publisher.features.people import api_keys
from publisher.features.people.api_keys import KeyScope
from publisher.store.models import ApiToken, Delivery, Person
from publisher.web.api.shapes import EntryIn, EntryOut
from tests.web.desk import Desk, soup

EVERYTHING = [scope.value for scope in KeyScope]


class Caller:
    """A script with a person's key."""

    def __init__(self, desk: Desk, login: str, scopes: list[str] | None = None) -> None:
        self.key = api_keys.issue(
            desk.people[login], name="cổng", scopes=scopes or EVERYTHING, now=desk.now
        )
        self.client = Client(HTTP_HOST="127.0.0.1", headers={"Authorization": f"Bearer {self.key}"})

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1{path}", query)

    def send(
        self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> Any:
        return self.client.generic(
            method,
            f"/api/v1{path}",
            json.dumps(body),
            content_type="application/json",
            headers=headers,
        )


POST = {
    "text": "Chúc mừng!",
    "pages": ["lai-chau"],
    "at": "2027-05-01T07:30:00",
    "hashtags": ["Thang5"],
}


def test_a_script_queues_a_post_that_waits_for_a_person(desk: Desk) -> None:
    answer = Caller(desk, "an").send("POST", "/entries", POST)
    assert answer.status_code == 201
    assert answer.json()["id"] == "2027-05-01-chuc-mung"
    assert Delivery.objects.get(entry_id="2027-05-01-chuc-mung").state == "planned"


def test_a_script_approves_what_it_has_read(desk: Desk) -> None:
    row = desk.post("bai")
    caller = Caller(desk, "binh")
    shown = [one for one in caller.get("/approvals").json() if one["id"] == row.pk]
    answer = caller.send(
        "POST", "/approvals", {"seen": [{"id": row.pk, "digest": shown[0]["digest"]}]}
    )
    assert answer.json() == {"count": 1, "problems": []}


def test_a_digest_that_nobody_showed_approves_nothing(desk: Desk) -> None:
    row = desk.post("bai")
    answer = Caller(desk, "binh").send(
        "POST", "/approvals", {"seen": [{"id": row.pk, "digest": "0" * 64}]}
    )
    assert answer.json()["count"] == 0


def test_an_entry_is_changed_only_as_it_was_read(desk: Desk) -> None:
    caller = Caller(desk, "em")
    desk.post("bai", "Lời đầu")
    seen = caller.get("/entries/bai").json()["seen"]
    desk.post("bai", "Lời của người khác")
    assert caller.send("PUT", "/entries/bai", POST | {"seen": seen}).status_code == 409
    seen = caller.get("/entries/bai").json()["seen"]
    assert caller.send("PUT", "/entries/bai", POST | {"seen": seen}).status_code == 200


EVERY_FIELD = POST | {
    "pages": ["lai-chau", "thanh-pho"],
    "card": "event",
    "format": "square",
    "fields": {"when": "07:30, 01/5", "where": "Quảng trường"},
    "since": "1886-05-01",
    "link": "https://baolaichau.vn/ngay-hoi",
    "headline": "Ngày hội",
    "publication": "Báo Lai Châu",
    "first_comment": "Xem thêm",
    "hashtags_in": "comment",
    "stagger": 2.5,
}
# A slogan's; and photos, which have a test of their own.
OF_OTHERS = {"kind", "campaign", "photos"}


def test_what_is_read_and_sent_back_changes_nothing(desk: Desk) -> None:
    caller = Caller(desk, "chi")
    made = caller.send("POST", "/entries", EVERY_FIELD)
    assert made.status_code == 201, made.json()
    file = desk.folder / "queue" / made.json()["source"]
    before = file.read_text(encoding="utf-8")
    read = caller.get(f"/entries/{made.json()['id']}").json()
    assert {name: read[name] for name in EVERY_FIELD} == EVERY_FIELD | {"at": "2027-05-01T07:30"}
    sent = {name: read[name] for name in EVERY_FIELD} | {"seen": read["seen"]}
    assert caller.send("PUT", f"/entries/{read['id']}", sent).status_code == 200
    assert file.read_text(encoding="utf-8") == before


def test_every_field_that_is_taken_is_tried_and_told_again() -> None:
    assert set(EVERY_FIELD) | OF_OTHERS == set(EntryIn.model_fields)
    assert set(EntryIn.model_fields) <= set(EntryOut.model_fields)


def test_everything_wrong_is_said_at_once(desk: Desk) -> None:
    answer = Caller(desk, "an").send(
        "POST", "/entries", POST | {"text": "", "hashtags": ["hai chữ"], "pages": ["lai-chau"]}
    )
    assert answer.status_code == 422
    assert any("viết liền" in one for one in answer.json()["problems"])


def test_a_photo_is_put_into_the_gallery(desk: Desk) -> None:
    out = io.BytesIO()
    Image.new("RGB", (320, 200), "teal").save(out, "PNG")
    caller = Caller(desk, "an")
    answer = caller.client.post(
        "/api/v1/photos?unit=lai-chau",
        {"file": SimpleUploadedFile("le.png", out.getvalue(), "image/png")},
    )
    assert answer.status_code == 201
    assert answer.json()["file"].startswith("le-")


@pytest.mark.parametrize(
    ("scope", "method", "path", "body"),
    [
        (KeyScope.READ, "POST", "/entries", POST),
        (KeyScope.WRITE, "GET", "/pages", None),
        (KeyScope.WRITE, "POST", "/approvals", {"seen": [{"id": 1, "digest": "0" * 64}]}),
        (
            KeyScope.READ,
            "POST",
            "/deliveries/move",
            {"deliveries": [1], "at": "2027-05-01T00:00:00Z"},
        ),
    ],
)
def test_a_key_does_only_what_it_was_made_for(
    desk: Desk, scope: str, method: str, path: str, body: object
) -> None:
    assert Caller(desk, "chi", [scope]).send(method, path, body).status_code == 403


@pytest.mark.parametrize(
    ("language", "words"), [("vi", "năm 9999 ở ngoài"), ("en", "the year 9999 lies outside of")]
)
def test_a_year_at_the_edge_of_the_calendar_is_refused_in_the_persons_language(
    desk: Desk, language: str, words: str
) -> None:
    row, caller = desk.post("bai"), Caller(desk, "em")
    Person.objects.update(language=language)
    body = {"deliveries": [row.pk], "at": "9999-05-01T00:00:00Z"}
    answer = caller.send("POST", "/deliveries/move", body)
    assert answer.status_code == 422
    assert words in str(answer.json())


def test_a_key_can_do_no_more_than_its_person(desk: Desk) -> None:
    row = desk.post("bai")
    writer, other = Caller(desk, "an"), Caller(desk, "dung")
    assert (
        writer.send(
            "POST", "/approvals", {"seen": [{"id": row.pk, "digest": "0" * 64}]}
        ).status_code
        == 403
    )
    assert writer.send("POST", "/entries", POST | {"pages": ["thanh-pho"]}).status_code == 403
    assert other.get(f"/deliveries/{row.pk}").status_code == 404
    assert other.get("/entries/bai").status_code == 404
    assert row.pk not in [one["id"] for one in other.get("/deliveries").json()]


def test_a_script_stops_a_unit_and_lets_it_go_on(desk: Desk) -> None:
    caller = Caller(desk, "binh")
    begun = caller.send("POST", "/freezes", {"unit": "lai-chau", "reason": "Quốc tang"})
    assert begun.status_code == 201
    assert [one["reason"] for one in Caller(desk, "an").get("/freezes").json()] == ["Quốc tang"]
    assert Caller(desk, "dung").get("/freezes").json() == []
    assert caller.send("DELETE", f"/freezes/{begun.json()['id']}").status_code == 200
    assert caller.get("/freezes").json() == []


@pytest.mark.parametrize(
    "given", [{"unit": "thanh-pho"}, {}, {"unit": "lai-chau", "campaign": "thang"}]
)
def test_a_script_stops_nothing_beyond_its_person(desk: Desk, given: dict[str, str]) -> None:
    answer = Caller(desk, "binh").send("POST", "/freezes", given | {"reason": "x"})
    assert answer.status_code in (403, 404, 422)


def test_only_what_is_public_is_edited_or_removed(desk: Desk) -> None:
    row = desk.post("bai")
    caller = Caller(desk, "em")
    assert caller.send("POST", f"/deliveries/{row.pk}/edit", {"text": "Khác"}).status_code == 404
    Delivery.objects.filter(pk=row.pk).update(state="published", post_id="1_2")
    answer = caller.send("POST", f"/deliveries/{row.pk}/remove", {"reason": "Sai"})
    assert answer.status_code == 422
    assert "mã truy cập" in answer.json()["problems"][0]


def test_campaigns_tell_how_far_they_are(desk: Desk) -> None:
    [found] = Caller(desk, "an").get("/campaigns").json()
    assert (found["id"], found["slogans"], found["waiting"]) == ("thang", 2, 3)


def test_a_revoked_or_ended_key_opens_nothing(desk: Desk) -> None:
    caller = Caller(desk, "an")
    assert caller.get("/pages").status_code == 200
    api_keys.revoke(desk.people["an"], ApiToken.objects.get().pk, now=desk.now)
    assert caller.get("/pages").status_code == 401
    later = Caller(desk, "an")
    desk.now += api_keys.LIFE
    assert later.get("/pages").status_code == 401


def test_a_session_is_no_key(desk: Desk) -> None:
    assert desk.as_("chi").get("/api/v1/pages").status_code == 401


def test_a_key_is_shown_once_and_kept_as_a_digest(desk: Desk) -> None:
    client = desk.as_("an")
    made = soup(client.post("/account/keys", {"name": "cổng", "scopes": ["read"]})).select_one(
        ".banner code"
    )
    assert made
    assert made.text.startswith("cdp_")
    assert made.text not in client.get("/account").content.decode()
    assert made.text not in str(list(ApiToken.objects.values()))


def test_the_description_is_public_and_names_every_call(desk: Desk) -> None:
    found = Client(HTTP_HOST="127.0.0.1").get("/api/v1/openapi.json").json()
    assert found["openapi"].startswith("3.")
    assert set(found["paths"]) == {
        "/api/v1/pages",
        "/api/v1/entries",
        "/api/v1/entries/{entry}",
        "/api/v1/deliveries",
        "/api/v1/deliveries/{pk}",
        "/api/v1/deliveries/move",
        "/api/v1/deliveries/drop",
        "/api/v1/deliveries/now",
        "/api/v1/deliveries/retry",
        "/api/v1/deliveries/{pk}/edit",
        "/api/v1/deliveries/{pk}/remove",
        "/api/v1/campaigns",
        "/api/v1/freezes",
        "/api/v1/freezes/{pk}",
        "/api/v1/approvals",
        "/api/v1/approvals/send-back",
        "/api/v1/photos",
    }


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_schemathesis_finds_no_answer_that_the_description_does_not_allow(desk: Desk) -> None:
    desk.post("bai")
    key = Caller(desk, "chi").key
    description = Client(HTTP_HOST="127.0.0.1").get("/api/v1/openapi.json").json()
    schema = schemathesis.openapi.from_dict(description)
    schema.app = WSGIHandler()
    checked = 0
    headers = {"Authorization": f"Bearer {key}", "Host": "127.0.0.1", "Accept-Encoding": "identity"}

    for result in schema.get_all_operations():
        operation: Any = result.ok()  # type: ignore[union-attr]

        @settings(
            max_examples=12,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        )
        @schemathesis_given(operation)  # type: ignore[untyped-decorator]
        def check(case: Any) -> None:
            nonlocal checked
            checked += 1
            # Our rules refuse what has the right shape, too: an unknown page, a post without words.
            case.call_and_validate(
                headers=headers,
                base_url="http://127.0.0.1",
                excluded_checks=[positive_data_acceptance],
            )

        check()
    assert checked > 150


def schemathesis_given(operation: Any) -> Any:
    from hypothesis import given

    return given(case=operation.as_strategy())
