"""A name is not a person: approvals and the log know the account, and nobody is called as somebody else is."""

from collections.abc import Iterator

import pytest
from django.test import Client, override_settings

from publisher.domain.actor import (
    Actor,
    Via,
    clean_name,
    name_key,
)
from publisher.domain.errors import PeopleError
from publisher.domain.roles import Role
from publisher.features.people import accounts, api_keys
from publisher.features.reports.history import told
from publisher.features.review.approvals import Waiting, approve, waiting
from publisher.store.activity_log import What, note
from publisher.store.models import Action, Approval, Delivery, Person
from publisher.store.transactions import Direct
from tests.web.desk import Desk, soup, words

PASSWORD = "con-suoi-nho-2027"
SAME = [
    "Lò Văn Bình",
    "  lò   VĂN bình ",
    "Lo\u0300 Va\u0306n Bi\u0300nh",
    "Lò\u00a0Văn\u2003Bình",
    "Lò Văn\u200b Bình\u2060",
    "\u202eLò Văn Bình",
    "Ｌò Văn Bình",
    "Lò\tVăn\nBình",
]


@pytest.fixture(autouse=True)
def _hashing_takes_no_time() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


def the_rest(desk: Desk) -> list[Waiting]:
    return [
        item
        for item in waiting(desk.app.config.pages, desk.app.pictures())
        if isinstance(item, Waiting)
    ]


def approve_at_the_desk(desk: Desk, row: Delivery, login: str) -> None:
    digest = next(item.digest for item in the_rest(desk) if item.row.pk == row.pk)
    desk.as_(login).post("/approvals/yes", {"seen": f"{row.pk}:{digest}"})


def test_an_approval_and_its_row_of_the_log_keep_the_account(desk: Desk) -> None:
    approve_at_the_desk(desk, desk.post("bai"), "binh")
    binh = desk.people["binh"]
    expected = ("Lò Văn Bình", binh.pk, "binh", "desk", None)
    columns = ("by", "person", "login", "via", "key")
    assert Approval.objects.values_list(*columns).get() == expected
    assert Action.objects.filter(what="approve").values_list(*columns).get() == expected


def test_an_approval_by_the_api_keeps_the_key_too(desk: Desk) -> None:
    row, binh = desk.post("bai"), desk.people["binh"]
    secret = api_keys.issue(binh, name="cổng", scopes=["read", "approve"], now=desk.now)
    digest = next(item.digest for item in the_rest(desk) if item.row.pk == row.pk)
    answer = Client(HTTP_HOST="127.0.0.1").post(
        "/api/v1/approvals",
        {"seen": [{"id": row.pk, "digest": digest}]},
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert answer.status_code == 200, answer.content
    found = Approval.objects.get()
    assert (found.person, found.via, found.key) == (binh, "api", binh.api_tokens.get().pk)


def test_a_name_typed_at_the_command_line_is_no_account(desk: Desk) -> None:
    row = desk.post("bai")
    approve(
        Direct(),
        [item for item in the_rest(desk) if item.row.pk == row.pk],
        by="Lò Văn Bình",
        now=desk.now,
    )
    found = Approval.objects.get()
    assert (found.by, found.person, found.login, found.via) == ("Lò Văn Bình", None, "", "command")
    assert "gõ ở dòng lệnh" in words(desk.as_("binh").get("/log"))
    assert "gõ ở dòng lệnh" in words(desk.as_("binh").get("/approvals/record"))
    assert [str(one.words) for one in told(row)] == ["Lò Văn Bình duyệt (dòng lệnh)"]


@pytest.mark.parametrize("path", ["/log", "/approvals/record"])
def test_the_sign_in_name_stands_beside_the_name(desk: Desk, path: str) -> None:
    approve_at_the_desk(desk, desk.post("bai"), "binh")
    assert "Lò Văn Bình binh" in words(desk.as_("binh").get(path))


def test_what_everybody_does_at_the_desk_is_kept_with_the_account(desk: Desk) -> None:
    row = desk.post("bai")
    desk.as_("em").post("/deliveries/move", {"keys": row.pk, "at": "2027-04-16T08:00"})
    desk.as_("an").post(
        "/compose", {"kind": "post", "text": "Chào!", "pages": "lai-chau", "at": "2027-04-18T08:00"}
    )
    desk.as_("binh").post("/approvals/no", {"keys": row.pk, "comment": "Sửa"})
    desk.as_("binh").post("/freezes", {"extent": "unit:lai-chau", "reason": "Quốc tang"})
    desk.as_("hoa").post("/brands/lai-chau/reset")
    accounts.invite("Giàng A Páo", [("lai-chau", Role.WRITER)], by=desk.people["hoa"], now=desk.now)
    api_keys.issue(desk.people["an"], name="cổng", scopes=["read"], now=desk.now)
    found = dict(Action.objects.values_list("what", "person__login"))
    assert found == {
        "move": "em",
        "write": "an",
        "send_back": "binh",
        "freeze": "binh",
        "brand": "hoa",
        "invite": "hoa",
        "key": "an",
    }


@pytest.mark.parametrize("name", SAME)
def test_nobody_is_invited_by_the_name_of_somebody_else(desk: Desk, name: str) -> None:
    with pytest.raises(PeopleError, match="Đã có người tên này"):
        accounts.invite(name, [("lai-chau", Role.WRITER)], by=desk.people["chi"], now=desk.now)


@pytest.mark.parametrize("name", [*SAME, "Ai đó (binh)", "Lò Văn Bình ( binh )"])
def test_nobody_who_was_invited_takes_the_name_of_somebody_else(desk: Desk, name: str) -> None:
    secret = accounts.invite(
        "Giàng A Páo", [("lai-chau", Role.WRITER)], by=desk.people["chi"], now=desk.now
    )
    data = {"name": name, "login": "pao", "password": PASSWORD, "again": PASSWORD}
    answer = Client(HTTP_HOST="127.0.0.1").post(f"/invitation/{secret}", data)
    assert answer.status_code == 422
    assert "Đã có người tên này" in words(answer)
    assert not Person.objects.filter(login="pao").exists()


def test_a_name_in_brackets_that_is_no_account_is_a_name(desk: Desk) -> None:
    accounts.invite(
        "Lò Văn Bình (Than Uyên)", [("lai-chau", Role.WRITER)], by=desk.people["chi"], now=desk.now
    )


def test_the_name_of_somebody_who_is_locked_is_free(desk: Desk) -> None:
    Person.objects.filter(login="binh").update(is_active=False)
    accounts.invite("Lò Văn Bình", [("lai-chau", Role.WRITER)], by=desk.people["chi"], now=desk.now)


def test_a_name_is_kept_without_what_cannot_be_seen(desk: Desk) -> None:
    name = " Gia\u0300ng\u200b  A\u00a0Páo\u202e "
    secret = accounts.invite(name, [("lai-chau", Role.WRITER)], by=desk.people["chi"], now=desk.now)
    person = accounts.accept(secret, login="pao", name=name, password=PASSWORD, now=desk.now)
    assert person.name == "Giàng A Páo"


def test_two_who_are_called_the_same_from_before_are_shown_with_their_sign_in_names(
    desk: Desk,
) -> None:
    Person.objects.create(login="binh2", name="lò văn  bình", created_at=desk.now)
    row = desk.post("bai")
    approve_at_the_desk(desk, row, "binh")
    assert Approval.objects.get().by == "Lò Văn Bình (binh)"
    assert "Lò Văn Bình (binh)" in words(desk.as_("binh").get(f"/deliveries/{row.pk}"))


def test_a_long_name_keeps_room_for_the_sign_in_name(desk: Desk) -> None:
    for login in ("dai1", "dai2"):
        person = Person.objects.create(
            login=login, name="Ạ" * accounts.LONGEST_NAME, created_at=desk.now
        )
    assert accounts.display_name(person).endswith("Ạ (dai2)")
    assert len(accounts.display_name(person)) == accounts.LONGEST_NAME


def test_nobody_takes_back_what_a_namesake_did(desk: Desk) -> None:
    row, em = desk.post("bai"), desk.people["em"]
    desk.as_("em").post("/deliveries/move", {"keys": row.pk, "at": "2027-04-16T08:00"})
    action = Action.objects.get(what="move")
    Person.objects.filter(login="binh").update(name=em.name)
    assert desk.as_("binh").post(f"/undo/{action.pk}").status_code == 404
    assert desk.as_("em").post(f"/undo/{action.pk}").status_code == 302


def test_the_log_outlives_an_account(desk: Desk) -> None:
    note(What.MOVE, by=accounts.doer(desk.people["an"]), now=desk.now)
    desk.people["an"].delete()
    found = Action.objects.get()
    assert (found.by, found.login, found.person) == ("Nguyễn Thị An", "an", None)
    assert soup(desk.as_("chi").get("/log"))


def test_who_does_something_is_a_name_wherever_a_name_is_said() -> None:
    who = Actor("Lò Văn Bình", person=3, login="binh", via=Via.API, key=4)
    assert f"{who} duyệt" == "Lò Văn Bình duyệt"
    assert (who.person, who.login, who.via, who.key) == (3, "binh", "api", 4)


def test_the_key_of_a_name_tells_people_apart() -> None:
    assert {name_key(name) for name in SAME} == {name_key("Lò Văn Bình")}
    assert name_key("Lò Văn Bính") != name_key("Lò Văn Bình")
    assert clean_name("  Lò\tVăn \n Bình ") == "Lò Văn Bình"
