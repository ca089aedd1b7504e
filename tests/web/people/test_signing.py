"""Getting in: the first link, invitations, passwords, waiting after failures."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, override_settings

from publisher.domain.errors import MustWait
from publisher.domain.roles import Role
from publisher.features.people import accounts, api_keys
from publisher.features.people import sign_in as signing_in
from publisher.store.models import Action, Invitation, Membership, Person, SignInFailure
from tests.web.desk import NOW, Desk, soup, words

PASSWORD = "con-suoi-nho-2027"
HERE = "127.0.0.1"


@pytest.fixture(autouse=True)
def _hashing_takes_no_time() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


def accept(secret: str, **given: str) -> object:
    data = {"name": "Sùng Thị Mai", "login": "mai", "password": PASSWORD, "again": PASSWORD} | given
    return Client(HTTP_HOST="127.0.0.1").post(f"/invitation/{secret}", data)


@pytest.fixture
def mai(desk: Desk) -> Person:
    secret = accounts.invite(
        "Mai", [("lai-chau", Role.WRITER)], by=desk.people["chi"], now=desk.now
    )
    accept(secret)
    return Person.objects.get(login="mai")


def try_once(login: str, password: str, client: Client | None = None, *, at: str = HERE) -> Any:
    client = client or Client(HTTP_HOST="127.0.0.1")
    return client.post("/sign-in", {"login": login, "password": password}, REMOTE_ADDR=at)


def sign_in(login: str, password: str, *, at: str = HERE) -> int:
    return int(try_once(login, password, at=at).status_code)


def test_the_first_link_makes_an_administrator_of_all_units(desk: Desk) -> None:
    Person.objects.all().delete()
    secret = accounts.first_link(now=desk.now)
    assert accept(secret).status_code == 302  # type: ignore[attr-defined]
    row = Membership.objects.get()
    assert (row.unit, row.role, row.person.login) == ("*", "administrator", "mai")


def test_a_new_first_link_makes_the_one_before_void(desk: Desk) -> None:
    before = accounts.first_link(now=desk.now)
    accounts.first_link(now=desk.now)
    assert accounts.invitation(before, now=desk.now) is None


def test_an_invitation_works_once(desk: Desk) -> None:
    secret = accounts.invite(
        "Mai", [("lai-chau", Role.WRITER)], by=desk.people["chi"], now=desk.now
    )
    assert accept(secret).status_code == 302  # type: ignore[attr-defined]
    assert accept(secret, login="khac").status_code == 410  # type: ignore[attr-defined]
    assert not Person.objects.filter(login="khac").exists()


def test_an_invitation_ends_after_seven_days(desk: Desk) -> None:
    secret = accounts.invite(
        "Mai", [("lai-chau", Role.WRITER)], by=desk.people["chi"], now=desk.now
    )
    assert accounts.invitation(secret, now=desk.now + timedelta(days=6, hours=23))
    assert accounts.invitation(secret, now=desk.now + timedelta(days=7)) is None


def test_the_database_does_not_hold_what_opens_an_invitation(desk: Desk) -> None:
    secret = accounts.first_link(now=desk.now)
    assert secret not in str(list(Invitation.objects.values()))


def test_the_invitation_page_asks_for_a_name_and_a_password(desk: Desk) -> None:
    secret = accounts.invite(
        "Mai", [("lai-chau", Role.WRITER)], by=desk.people["chi"], now=desk.now
    )
    page = soup(Client(HTTP_HOST="127.0.0.1").get(f"/invitation/{secret}"))
    assert [field["name"] for field in page.select("input.x, .field input")] == [
        "name",
        "login",
        "password",
        "again",
    ]


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
def test_what_is_wrong_is_said_and_nothing_is_made(
    desk: Desk, given: dict[str, str], said: str
) -> None:
    import re

    secret = accounts.invite(
        "Mai", [("lai-chau", Role.WRITER)], by=desk.people["chi"], now=desk.now
    )
    response = accept(secret, **given)
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert re.search(said, words(response))
    assert accounts.invitation(secret, now=desk.now)


def test_sign_in_and_out(desk: Desk, mai: Person) -> None:
    client = Client(HTTP_HOST="127.0.0.1")
    assert (
        client.post("/sign-in", {"login": " MAI ", "password": PASSWORD, "next": "/calendar"})[
            "Location"
        ]
        == "/calendar"
    )
    assert client.get("/").status_code == 200
    client.post("/sign-out")
    assert client.get("/").status_code == 302


def test_a_wrong_password_is_told_without_saying_which_part_is_wrong(
    desk: Desk, mai: Person
) -> None:
    said = [
        words(Client(HTTP_HOST="127.0.0.1").post("/sign-in", {"login": who, "password": "sai"}))
        for who in ("mai", "ai")
    ]
    assert all("Tên đăng nhập hoặc mật khẩu không đúng" in one for one in said)


def test_too_many_failures_of_a_place_make_even_the_right_password_wait_there(
    desk: Desk, mai: Person
) -> None:
    for _ in range(signing_in.MOST_FROM_PLACE):
        assert sign_in("mai", "sai") == 403
    assert sign_in("mai", PASSWORD) == 429
    desk.now = NOW + signing_in.SPAN
    assert sign_in("mai", PASSWORD) == 302


def test_many_names_from_one_address_wait_too(desk: Desk, mai: Person) -> None:
    for number in range(signing_in.MOST_FROM_ADDRESS):
        signing_in.begin(f"ten{number}", HERE, known="", now=desk.now)
    assert sign_in("mai", PASSWORD) == 429


def test_five_failures_elsewhere_do_not_keep_the_right_password_out(
    desk: Desk, mai: Person
) -> None:
    for _ in range(signing_in.MOST_FROM_PLACE + 3):
        sign_in("mai", "sai", at="203.0.113.9")
    assert sign_in("mai", PASSWORD) == 302


def test_who_has_the_password_comes_in_after_seconds_however_many_others_fail(
    desk: Desk, mai: Person
) -> None:
    SignInFailure.objects.bulk_create(
        SignInFailure(login="mai", address=f"203.0.113.{number}", at=desk.now)
        for number in range(200)
    )
    answer = try_once("mai", PASSWORD)
    assert answer.status_code == 429
    seconds = int(answer["Retry-After"])
    assert 0 < seconds <= signing_in.LONGEST_WAIT
    assert f"Thử lại sau {seconds} giây" in words(answer)
    # Others go on meanwhile; it changes nothing.
    SignInFailure.objects.bulk_create(
        SignInFailure(login="mai", address=f"198.51.100.{number}", at=desk.now)
        for number in range(200)
    )
    desk.now += timedelta(seconds=seconds)
    assert sign_in("mai", PASSWORD) == 302


def test_each_try_of_a_new_place_waits_while_others_fail(desk: Desk, mai: Person) -> None:
    SignInFailure.objects.bulk_create(
        SignInFailure(login="mai", address=f"203.0.113.{number}", at=desk.now)
        for number in range(200)
    )
    assert sign_in("mai", "sai") == 429
    desk.now += timedelta(seconds=signing_in.LONGEST_WAIT - 1)
    assert sign_in("mai", "sai") == 429
    desk.now += timedelta(seconds=1)
    assert sign_in("mai", "sai") == 403
    assert sign_in("mai", "sai") == 429


def test_the_wait_grows_with_the_failures_of_others(desk: Desk, mai: Person) -> None:
    waits = []
    for count in (signing_in.FREE_FOR_NAME, 2, 200):
        SignInFailure.objects.filter(waits_until__isnull=False).delete()
        SignInFailure.objects.bulk_create(
            SignInFailure(login="mai", address=f"203.0.113.{number}", at=desk.now)
            for number in range(count)
        )
        waits.append(int(try_once("mai", PASSWORD)["Retry-After"]))
    assert waits == [1, 4, signing_in.LONGEST_WAIT]


def test_a_name_that_nobody_has_waits_alike(desk: Desk) -> None:
    SignInFailure.objects.bulk_create(
        SignInFailure(login="ma", address=f"203.0.113.{number}", at=desk.now)
        for number in range(200)
    )
    assert sign_in("ma", PASSWORD) == 429


def test_a_browser_that_knows_the_person_is_kept_out_by_nobody(desk: Desk, mai: Person) -> None:
    own = Client(HTTP_HOST="127.0.0.1")
    assert try_once("mai", PASSWORD, own).status_code == 302
    own.post("/sign-out")
    for _ in range(signing_in.MOST_FROM_ADDRESS + 5):
        sign_in("mai", "sai")
    assert sign_in("mai", PASSWORD) == 429
    assert try_once("mai", PASSWORD, own).status_code == 302


def test_a_browser_that_knows_somebody_counts_by_itself(desk: Desk, mai: Person) -> None:
    own = Client(HTTP_HOST="127.0.0.1")
    try_once("mai", PASSWORD, own)
    tries = [try_once("mai", "sai", own).status_code for _ in range(signing_in.MOST_FROM_PLACE + 1)]
    assert tries == [403] * signing_in.MOST_FROM_PLACE + [429]


def test_a_browser_is_known_only_for_the_people_who_have_signed_in_there(
    desk: Desk, mai: Person
) -> None:
    own = Client(HTTP_HOST="127.0.0.1")
    try_once("mai", PASSWORD, own)
    for _ in range(signing_in.MOST_FROM_PLACE):
        sign_in("binh", "sai")
    assert try_once("binh", "sai", own).status_code == 429


@pytest.mark.parametrize("cookie", ["x", "", '["a",[1]]', "WyJhIixbMV1d:1abc:sig"])
def test_a_cookie_that_we_did_not_sign_makes_no_browser_known(
    desk: Desk, mai: Person, cookie: str
) -> None:
    forged = Client(HTTP_HOST="127.0.0.1")
    forged.cookies["known"] = cookie
    tries = [
        try_once("mai", "sai", forged).status_code for _ in range(signing_in.MOST_FROM_PLACE + 1)
    ]
    assert tries[-1] == 429


def test_what_knows_a_browser_signs_nobody_in(desk: Desk, mai: Person) -> None:
    own, other = Client(HTTP_HOST="127.0.0.1"), Client(HTTP_HOST="127.0.0.1")
    answer = try_once("mai", PASSWORD, own)
    assert answer.cookies["known"]["httponly"]
    other.cookies["known"] = answer.cookies["known"].value
    assert other.get("/").status_code == 302


def test_of_many_tries_at_once_no_more_pass_than_one_after_the_other(desk: Desk) -> None:
    """All have taken their place before the first of them has looked at a password."""
    begun = 0
    for _ in range(16):
        with suppress(MustWait):
            signing_in.begin("mai", HERE, known="", now=desk.now)
            begun += 1
    assert begun == signing_in.MOST_FROM_PLACE


def test_who_signs_in_forgets_only_what_was_wrong_in_the_same_place(
    desk: Desk, mai: Person
) -> None:
    for _ in range(3):
        sign_in("mai", "sai")
        sign_in("mai", "sai", at="203.0.113.9")
    assert sign_in("mai", PASSWORD) == 302
    assert list(SignInFailure.objects.values_list("address", flat=True)) == ["203.0.113.9"] * 3


def test_addresses_of_one_customer_of_ipv6_count_as_one(desk: Desk, mai: Person) -> None:
    for number in range(signing_in.MOST_FROM_PLACE):
        assert sign_in("mai", "sai", at=f"2001:db8:1:2::{number + 1}") == 403
    assert sign_in("mai", "sai", at="2001:db8:1:2:ffff::9") == 429
    assert sign_in("mai", "sai", at="2001:db8:1:3::1") == 403


def test_the_count_keeps_no_more_rows_than_it_needs(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_in, "MOST_ROWS", 50)
    for number in range(80):
        signing_in.begin(f"ten{number}", f"203.0.113.{number}", known="", now=desk.now)
    assert SignInFailure.objects.count() <= 52
    signing_in.begin("mai", HERE, known="", now=desk.now + signing_in.SPAN)
    assert SignInFailure.objects.count() == 1


def test_nobody_is_sent_to_another_site_after_sign_in(desk: Desk, mai: Person) -> None:
    data = {"login": "mai", "password": PASSWORD, "next": "https://example.com/"}
    assert Client(HTTP_HOST="127.0.0.1").post("/sign-in", data)["Location"] == "/"


def test_a_new_password_ends_the_other_sessions(desk: Desk, mai: Person) -> None:
    here, there = Client(HTTP_HOST="127.0.0.1"), Client(HTTP_HOST="127.0.0.1")
    for client in (here, there):
        client.post("/sign-in", {"login": "mai", "password": PASSWORD})
    here.post(
        "/account/password",
        {"old": PASSWORD, "new": "mot-cau-khac-dai", "again": "mot-cau-khac-dai"},
    )
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
    data = {
        "role-lai-chau": "editor",
        "role-thanh-pho": "administrator",
        "role-*": "administrator",
        "active": "on",
    }
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


def reset_link(desk: Desk, person: Person, by: str = "hoa") -> str:
    return accounts.invite_again(person, by=desk.people[by], now=desk.now)


def a_key(desk: Desk, person: Person) -> str:
    return api_keys.issue(person, name="cổng", scopes=["read"], now=desk.now)


def test_keys_of_the_api_end_with_the_password(desk: Desk, mai: Person) -> None:
    secret, client = a_key(desk, mai), Client(HTTP_HOST="127.0.0.1")
    try_once("mai", PASSWORD, client)
    new = {"old": PASSWORD, "new": "mot-cau-khac-dai", "again": "mot-cau-khac-dai"}
    client.post("/account/password", new)
    assert api_keys.holder(secret, now=desk.now) is None
    assert "1 khóa API đã bị thu hồi" in words(client.get("/account"))


def test_keys_of_the_api_stay_when_their_person_wants_them_to(desk: Desk, mai: Person) -> None:
    secret, client = a_key(desk, mai), Client(HTTP_HOST="127.0.0.1")
    try_once("mai", PASSWORD, client)
    assert soup(client.get("/account")).select_one("input[name=keep_keys]")
    new = {
        "old": PASSWORD,
        "new": "mot-cau-khac-dai",
        "again": "mot-cau-khac-dai",
        "keep_keys": "on",
    }
    client.post("/account/password", new)
    assert api_keys.holder(secret, now=desk.now)


def test_keys_of_the_api_end_with_a_password_that_is_set_anew_by_a_link(
    desk: Desk, mai: Person
) -> None:
    secret, other = a_key(desk, mai), a_key(desk, desk.people["an"])
    accept(reset_link(desk, mai), password="mot-cau-khac-dai", again="mot-cau-khac-dai")
    assert api_keys.holder(secret, now=desk.now) is None
    assert api_keys.holder(other, now=desk.now)


def test_sessions_end_with_a_password_that_is_set_anew_by_a_link(desk: Desk, mai: Person) -> None:
    thief = Client(HTTP_HOST="127.0.0.1")
    try_once("mai", PASSWORD, thief)
    accept(reset_link(desk, mai), password="mot-cau-khac-dai", again="mot-cau-khac-dai")
    assert thief.get("/").status_code == 302


def test_a_link_for_a_new_password_ends_when_the_person_has_set_one(
    desk: Desk, mai: Person
) -> None:
    secret = reset_link(desk, mai)
    accounts.change_password(mai, old=PASSWORD, new="mot-cau-khac-dai", now=desk.now)
    assert accounts.invitation(secret, now=desk.now) is None


def test_open_links_of_both_kinds_are_listed_and_can_be_withdrawn(desk: Desk, mai: Person) -> None:
    secrets = [
        accounts.invite(
            "Giàng A Páo", [("lai-chau", Role.WRITER)], by=desk.people["chi"], now=desk.now
        ),
        reset_link(desk, mai, "chi"),
    ]
    page = soup(desk.as_("hoa").get("/people"))
    actions = [str(form["action"]) for form in page.select("form[action$=withdraw]")]
    assert len(actions) == 2
    assert "Giàng A Páo" in page.get_text()
    for action in actions:
        desk.as_("hoa").post(action)
    assert [accounts.invitation(secret, now=desk.now) for secret in secrets] == [None, None]
    assert Action.objects.filter(what="withdraw", by="Phạm Thị Hoa").count() == 2


def test_nobody_withdraws_a_link_for_another_unit(desk: Desk) -> None:
    secret = accounts.invite(
        "Giàng A Páo", [("thanh-pho", Role.WRITER)], by=desk.people["chi"], now=desk.now
    )
    pk = Invitation.objects.get(used_at=None).pk
    assert desk.as_("hoa").post(f"/people/invitations/{pk}/withdraw").status_code == 404
    assert accounts.invitation(secret, now=desk.now)


@pytest.mark.parametrize(
    ("role", "active"),
    [("approver", True), ("administrator", False)],
    ids=["lost the right", "locked"],
)
def test_links_end_with_the_right_of_the_one_who_gave_them(
    desk: Desk, mai: Person, role: str, active: bool
) -> None:
    hoa, chi = desk.people["hoa"], desk.people["chi"]
    secrets = [
        accounts.invite("Giàng A Páo", [("lai-chau", Role.WRITER)], by=hoa, now=desk.now),
        reset_link(desk, mai),
    ]
    given = {"active": active, "within": ["lai-chau"], "by": chi, "now": desk.now}
    accounts.set_roles(hoa, [("lai-chau", Role(role))], **given)  # type: ignore[arg-type]
    assert [accounts.invitation(secret, now=desk.now) for secret in secrets] == [None, None]
    # Not even when the right comes back.
    accounts.set_roles(
        hoa,
        [("lai-chau", Role.ADMINISTRATOR)],
        active=True,
        within=["lai-chau"],
        by=chi,
        now=desk.now,
    )
    assert [accounts.invitation(secret, now=desk.now) for secret in secrets] == [None, None]


def test_a_link_for_a_new_password_ends_when_its_person_is_given_more_than_the_giver_decides(
    desk: Desk, mai: Person
) -> None:
    secret = reset_link(desk, mai)
    given = {"active": True, "within": ["thanh-pho"], "by": desk.people["chi"], "now": desk.now}
    accounts.set_roles(mai, [("thanh-pho", Role.ADMINISTRATOR)], **given)  # type: ignore[arg-type]
    assert accounts.invitation(secret, now=desk.now) is None


def test_a_link_for_a_new_password_opens_no_locked_account(desk: Desk, mai: Person) -> None:
    secret = reset_link(desk, mai)
    Person.objects.filter(pk=mai.pk).update(is_active=False)
    assert accounts.invitation(secret, now=desk.now) is None


def test_links_of_others_stand_when_somebody_loses_a_right(desk: Desk) -> None:
    chi, dung = desk.people["chi"], desk.people["dung"]
    secret = accounts.invite(
        "Giàng A Páo", [("lai-chau", Role.WRITER)], by=desk.people["hoa"], now=desk.now
    )
    accounts.set_roles(dung, [], active=False, within=["thanh-pho"], by=chi, now=desk.now)
    assert accounts.invitation(secret, now=desk.now)
