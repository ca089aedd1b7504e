"""Sessions: what lies in the database opens nothing."""

from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from tests.web.desk import Desk


def with_cookie(value: str) -> Client:
    client = Client(HTTP_HOST="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = value
    return client


def cookie_of(client: Client) -> str:
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def everything(row: Session) -> list[Any]:
    return [row.session_key, row.session_data]


def test_a_row_of_the_database_opens_no_session(desk: Desk) -> None:
    client = desk.as_("chi")
    assert client.get("/people").status_code == 200
    row = Session.objects.get()
    assert cookie_of(client) not in str(everything(row))
    for stolen in everything(row):
        assert with_cookie(stolen).get("/people").status_code == 302
    assert with_cookie(cookie_of(client)).get("/people").status_code == 200


def test_a_session_of_before_the_digests_is_void(desk: Desk) -> None:
    client = desk.as_("chi")
    Session.objects.update(session_key=cookie_of(client))
    assert client.get("/people").status_code == 302


def test_a_session_that_was_ended_stays_ended(desk: Desk) -> None:
    client = desk.as_("chi")
    kept = cookie_of(client)
    client.post("/sign-out")
    assert not Session.objects.exists()
    assert with_cookie(kept).get("/people").status_code == 302


def test_a_session_lives_on_from_request_to_request_in_one_row(desk: Desk) -> None:
    client = desk.as_("chi")
    client.post("/language", {"language": "en", "next": "/"})
    client.get("/")
    assert Session.objects.count() == 1


def test_signing_in_changes_the_key(desk: Desk) -> None:
    client = desk.as_("chi")
    before = cookie_of(client)
    client.force_login(desk.people["an"])
    assert cookie_of(client) != before
    assert with_cookie(before).get("/").status_code == 302


def test_a_key_that_nobody_gave_out_is_not_taken_over(desk: Desk) -> None:
    client = with_cookie("a" * 32)
    client.force_login(desk.people["chi"])
    assert cookie_of(client) != "a" * 32
