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
from publisher.queuefiles.front import post_of
from publisher.queuefiles.frontmatter import QueueFile, split
from publisher.queuefiles.schema import Post, titles_of
from publisher.store.models import ApiToken, Delivery, Person
from publisher.web.api.entry_shapes import EntryIn
from tests.films import a_film
from tests.queuefiles.every_field import FILM, PHOTOS, posts
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


POSTS = posts(("lai-chau", "thanh-pho"), "tat-ca")


@pytest.fixture
def gallery(desk: Desk) -> Desk:
    """A desk with the photos and the film of the posts."""
    for name in PHOTOS:
        desk.photo(name)
    (desk.folder / "queue" / "photos" / FILM).write_bytes(a_film())
    return desk


@pytest.mark.parametrize("name", POSTS)
def test_every_field_is_written_told_again_and_sent_back_without_a_change(
    gallery: Desk, name: str
) -> None:
    caller, given = Caller(gallery, "chi"), POSTS[name]
    made = caller.send("POST", "/entries", given)
    assert made.status_code == 201, made.json()
    file = gallery.folder / "queue" / made.json()["source"]
    raw = file.read_text(encoding="utf-8")
    document = split("posts/a.md", raw.encode())
    assert isinstance(document, QueueFile)
    assert post_of(document, None) == Post.model_validate(given)
    read = caller.get(f"/entries/{made.json()['id']}").json()
    assert Post.model_validate({key: read[key] for key in given}) == Post.model_validate(given)
    assert caller.send("PUT", f"/entries/{read['id']}", read).json()["seen"] == read["seen"]
    assert file.read_text(encoding="utf-8") == raw


def test_what_a_change_does_not_name_stays(gallery: Desk) -> None:
    caller, given = Caller(gallery, "chi"), POSTS["timed"]
    read = caller.send("POST", "/entries", given).json()
    sent = {"seen": read["seen"], "first_comment": "", "at": None}
    read = caller.send("PUT", f"/entries/{read['id']}", sent).json()
    left = Post.model_validate(given | {"first_comment": None, "at": "next"})
    assert Post.model_validate({key: read[key] for key in given}) == left


def test_the_next_slot_is_null_or_next_and_is_told_as_next(desk: Desk) -> None:
    caller = Caller(desk, "an")
    for at in (None, "next"):
        told = caller.send("POST", "/entries", POST | {"text": f"Chào {at}", "at": at}).json()
        assert told["at"] == "next"


def test_minutes_are_taken_as_a_number_or_as_files_have_them_and_told_as_files_have_them(
    desk: Desk,
) -> None:
    caller = Caller(desk, "an")
    for stagger in (2.5, "2m30s", "150s"):
        body = POST | {"text": f"Chào {stagger}", "stagger": stagger}
        assert caller.send("POST", "/entries", body).json()["stagger"] == "2m30s"


def test_a_key_that_no_field_has_is_refused_and_the_one_meant_is_named(desk: Desk) -> None:
    answer = Caller(desk, "an").send("POST", "/entries", POST | {"stager": 5})
    assert answer.json()["problems"] == ["không có khóa “stager”. có phải ý bạn là “stagger”?"]


def test_a_post_without_pages_is_asked_about(desk: Desk) -> None:
    answer = Caller(desk, "chi").send("POST", "/entries", {"text": "Chào"})
    assert answer.status_code == 422
    assert "pages: chưa chọn trang đăng" in answer.json()["problems"][0]


def test_only_who_writes_everywhere_writes_for_all_pages(desk: Desk) -> None:
    body = {"text": "Chào", "pages": ["*"]}
    assert Caller(desk, "an").send("POST", "/entries", body).status_code == 403
    assert (
        Caller(desk, "an").send("POST", "/entries", body | {"pages": "@tat-ca"}).status_code == 403
    )
    assert Caller(desk, "chi").send("POST", "/entries", body).json()["pages"] == ["*"]


def test_an_item_of_a_campaign_says_its_words_and_nothing_of_its_campaign(desk: Desk) -> None:
    caller = Caller(desk, "em")
    body = {"kind": "slogan", "campaign": "thang", "text": "Đoàn kết là sức mạnh!"}
    refused = caller.send("POST", "/entries", body | {"at": "2027-05-01T07:30"})
    assert "“at” là của cả chiến dịch" in refused.json()["problems"][0]
    read = caller.send("POST", "/entries", body).json()
    assert (read["kind"], read["campaign"], read["pages"]) == ("slogan", "thang", ["lai-chau"])
    changed = caller.send("PUT", f"/entries/{read['id']}", read | {"text": "Đoàn kết!"})
    assert (changed.status_code, changed.json()["text"]) == (200, "Đoàn kết!")


def test_a_name_is_given_once_and_stays(desk: Desk) -> None:
    caller = Caller(desk, "an")
    read = caller.send("POST", "/entries", POST | {"id": "le"}).json()
    again = caller.send("POST", "/entries", POST | {"id": "le", "text": "Khác"})
    assert (read["id"], again.status_code) == ("le", 422)
    renamed = caller.send("PUT", "/entries/le", {"seen": read["seen"], "id": "le-2"})
    assert "giữ “le”" in renamed.json()["problems"][0]


def test_the_only_page_there_is_is_told_and_stays_unnamed_in_its_file(desk: Desk) -> None:
    file = desk.folder / "queue" / "posts" / "a.md"
    file.write_text("+++\nat = 2027-05-01T07:30:00\n+++\nChào\n", encoding="utf-8")
    desk.with_one_page()
    caller = Caller(desk, "em")
    read = caller.get("/entries/a").json()
    assert read["pages"] == ["lai-chau"]
    assert caller.send("PUT", "/entries/a", read | {"text": "Khác"}).status_code == 200
    assert file.read_text("utf-8") == "+++\nat = 2027-05-01T07:30:00\n+++\nKhác\n"


def test_the_description_tells_every_field_in_words_and_in_both_languages() -> None:
    told = EntryIn.model_json_schema()["properties"]
    for name, title in titles_of(Post).items():
        assert title.about_en in str(told[name])
        assert title.about_vi in str(told[name])


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
