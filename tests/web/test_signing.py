"""Getting in: the first link, invitations, passwords, waiting after failures."""

from datetime import timedelta

import pytest
from django.test import Client

from publisher.domain.roles import Role
from publisher.services import people
from publisher.store.models import Action, Invitation, Membership, Person
from tests.web.desk import NOW, Desk, soup, words

PASSWORD = "con-suoi-nho-2027"


def accept(secret: str, **given: str) -> object:
    data = {"name": "Sùng Thị Mai", "login": "mai", "password": PASSWORD, "again": PASSWORD} | given
    return Client(HTTP_HOST="127.0.0.1").post(f"/invitation/{secret}", data)


@pytest.fixture
def mai(desk: Desk) -> Person:
    secret = people.invite("Mai", [("lai-chau", Role.WRITER)], by=desk.people["chi"], now=desk.now)
    accept(secret)
    return Person.objects.get(login="mai")


def sign_in(login: str, password: str, **extra: str) -> int:
    data = {"login": login, "password": password} | extra
    return Client(HTTP_HOST="127.0.0.1").post("/sign-in", data).status_code


def test_the_first_link_makes_an_administrator_of_all_units(desk: Desk) -> None:
    Person.objects.all().delete()
    secret = people.first_link(now=desk.now)
    assert accept(secret).status_code == 302  # type: ignore[attr-defined]
    row = Membership.objects.get()
    assert (row.unit, row.role, row.person.login) == ("*", "administrator", "mai")


def test_a_new_first_link_makes_the_one_before_void(desk: Desk) -> None:
    before = people.first_link(now=desk.now)
    people.first_link(now=desk.now)
    assert people.invitation(before, now=desk.now) is None


def test_an_invitation_works_once(desk: Desk) -> None:
    secret = people.invite("Mai", [("lai-chau", Role.WRITER)], by=desk.people["chi"], now=desk.now)
    assert accept(secret).status_code == 302  # type: ignore[attr-defined]
    assert accept(secret, login="khac").status_code == 410  # type: ignore[attr-defined]
    assert not Person.objects.filter(login="khac").exists()


def test_an_invitation_ends_after_seven_days(desk: Desk) -> None:
    secret = people.invite("Mai", [("lai-chau", Role.WRITER)], by=desk.people["chi"], now=desk.now)
    assert people.invitation(secret, now=desk.now + timedelta(days=6, hours=23))
    assert people.invitation(secret, now=desk.now + timedelta(days=7)) is None


def test_the_database_does_not_hold_what_opens_an_invitation(desk: Desk) -> None:
    secret = people.first_link(now=desk.now)
    assert secret not in str(list(Invitation.objects.values()))


def test_the_invitation_page_asks_for_a_name_and_a_password(desk: Desk) -> None:
    secret = people.invite("Mai", [("lai-chau", Role.WRITER)], by=desk.people["chi"], now=desk.now)
    page = soup(Client(HTTP_HOST="127.0.0.1").get(f"/invitation/{secret}"))
    assert [field["name"] for field in page.select("input.x, .field input")] == ["name", "login", "password", "again"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"password": "ngan", "again": "ngan"}, "quá ngắn"),
        ({"password": "password12", "again": "password12"}, "phổ biến"),
        ({"password": "20270414000", "again": "20270414000"}, "chữ số|hoàn toàn|số"),
        ({"again": "khac-han-roi"}, "khác nhau"),
        ({"login": "có dấu cách"}, "Tên đăng nhập viết liền"),
        ({"login": "AN"}, "đã có người dùng"),
        ({"name": " "}, "Ghi họ tên"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(desk: Desk, given: dict[str, str], said: str) -> None:
    import re

    secret = people.invite("Mai", [("lai-chau", Role.WRITER)], by=desk.people["chi"], now=desk.now)
    response = accept(secret, **given)
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert re.search(said, words(response))
    assert people.invitation(secret, now=desk.now)


def test_sign_in_and_out(desk: Desk, mai: Person) -> None:
    client = Client(HTTP_HOST="127.0.0.1")
    assert (
        client.post("/sign-in", {"login": " MAI ", "password": PASSWORD, "next": "/calendar"})["Location"]
        == "/calendar"
    )
    assert client.get("/").status_code == 200
    client.post("/sign-out")
    assert client.get("/").status_code == 302


def test_a_wrong_password_is_told_without_saying_which_part_is_wrong(desk: Desk, mai: Person) -> None:
    said = [
        words(Client(HTTP_HOST="127.0.0.1").post("/sign-in", {"login": who, "password": "sai"}))
        for who in ("mai", "ai")
    ]
    assert all("Tên đăng nhập hoặc mật khẩu không đúng" in one for one in said)


def test_too_many_failures_make_even_the_right_password_wait(desk: Desk, mai: Person) -> None:
    for _ in range(people.MOST_FOR_NAME):
        assert sign_in("mai", "sai") == 403
    assert sign_in("mai", PASSWORD) == 429
    desk.now = NOW + people.THROTTLE_SPAN
    assert sign_in("mai", PASSWORD) == 302


def test_many_names_from_one_address_wait_too(desk: Desk, mai: Person) -> None:
    for number in range(people.MOST_FROM_ADDRESS):
        people.note_failure(f"ten{number}", "127.0.0.1", now=desk.now)
    assert sign_in("mai", PASSWORD) == 429


def test_nobody_is_sent_to_another_site_after_sign_in(desk: Desk, mai: Person) -> None:
    data = {"login": "mai", "password": PASSWORD, "next": "https://example.com/"}
    assert Client(HTTP_HOST="127.0.0.1").post("/sign-in", data)["Location"] == "/"


def test_a_new_password_ends_the_other_sessions(desk: Desk, mai: Person) -> None:
    here, there = Client(HTTP_HOST="127.0.0.1"), Client(HTTP_HOST="127.0.0.1")
    for client in (here, there):
        client.post("/sign-in", {"login": "mai", "password": PASSWORD})
    here.post("/account/password", {"old": PASSWORD, "new": "mot-cau-khac-dai", "again": "mot-cau-khac-dai"})
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302


def test_a_forgotten_password_is_set_anew_by_a_link(desk: Desk, mai: Person) -> None:
    page = soup(desk.as_("hoa").post(f"/people/{mai.pk}/password"))
    field = page.select_one("#link")
    assert field
    link = str(field["value"]).partition("127.0.0.1")[2]
    data = {"password": "mot-cau-khac-dai", "again": "mot-cau-khac-dai"}
    assert Client(HTTP_HOST="127.0.0.1").post(link, data).status_code == 302
    assert sign_in("mai", "mot-cau-khac-dai") == 302


def test_an_administrator_of_a_unit_gives_roles_in_that_unit_only(desk: Desk) -> None:
    an = desk.people["an"]
    data = {"role-lai-chau": "editor", "role-thanh-pho": "administrator", "role-*": "administrator", "active": "on"}
    desk.as_("hoa").post(f"/people/{an.pk}", data)
    assert list(an.memberships.values_list("unit", "role")) == [("lai-chau", "editor")]


def test_the_last_administrator_cannot_be_locked_out(desk: Desk) -> None:
    Membership.objects.exclude(person=desk.people["chi"]).filter(role="administrator").delete()
    chi = desk.people["chi"]
    response = desk.as_("chi").post(f"/people/{chi.pk}", {"role-*": "writer", "active": "on"})
    assert response.status_code == 422
    assert chi.memberships.get().role == "administrator"


def test_who_let_whom_in_is_in_the_log(desk: Desk, mai: Person) -> None:
    assert list(Action.objects.filter(what__in=["invite", "join"]).values_list("what", "by")) == [
        ("invite", "Trần Mai Chi"),
        ("join", "Sùng Thị Mai"),
    ]


def test_a_script_without_a_session_gets_401_and_keeps_its_page(desk: Desk) -> None:
    client = Client(HTTP_HOST="127.0.0.1")
    assert client.post("/compose/preview", headers={"HX-Request": "true"}).status_code == 401
    assert client.post("/media/upload", headers={"X-Requested-With": "fetch"}).status_code == 401


def test_the_language_follows_the_person(desk: Desk) -> None:
    client = desk.as_("an")
    client.post("/language", {"language": "en", "next": "/"})
    assert soup(client.get("/")).select_one("html[lang=en]")
