"""Who may open and do what: every address of the desk, by people of every kind. A new address fails until it is here."""

import uuid
from itertools import pairwise
from typing import NamedTuple

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from publisher.domain.roles import Role
from publisher.features.people import accounts
from publisher.store.activity_log import What, note
from publisher.store.models import Delivery, Draft, Freeze, Invitation, PlanImport, Upload
from tests.web.desk import NOW, Desk

# For everybody, signed in or not.
OPEN = {"sign_in", "invited", "language", "corner", "corner_picture"}
NOBODY, WRITER, EDITOR, APPROVER, ADMIN, OTHER, ALL = None, "an", "em", "binh", "hoa", "dung", "chi"
SIGNED_IN = (WRITER, EDITOR, APPROVER, ADMIN, OTHER, ALL)


class Asked(NamedTuple):
    """A request, and who of the unit (and beside it) may make it."""

    method: str
    may: tuple[str, ...]
    args: tuple[object, ...] = ()
    data: tuple[tuple[str, str], ...] = ()


OWN = (WRITER, EDITOR, APPROVER, ADMIN, ALL)
EDITORS = (EDITOR, APPROVER, ADMIN, ALL)
APPROVERS = (APPROVER, ADMIN, ALL)
ADMINS = (ADMIN, ALL)
KEYS = (("keys", "1"),)
ROUTES: dict[str, Asked] = {
    "board": Asked("get", SIGNED_IN),
    "more": Asked("get", SIGNED_IN),
    "account": Asked("get", SIGNED_IN),
    "sign_out": Asked("post", SIGNED_IN),
    "password": Asked("post", SIGNED_IN, data=(("old", "x"), ("new", "y"), ("again", "z"))),
    "new_key": Asked("post", SIGNED_IN, data=(("name", "cổng"), ("scopes", "read"))),
    "revoke_key": Asked("post", SIGNED_IN, (1,)),
    "people": Asked("get", (ADMIN, ALL)),
    "withdraw_invitation": Asked("post", (ADMIN, ALL), ("INVITATION",)),
    "invite": Asked("get", (ADMIN, ALL)),
    "person": Asked("get", (ADMIN, ALL), ("PERSON",)),
    "new_password": Asked("post", (ADMIN, ALL), ("PERSON",)),
    "calendar": Asked("get", SIGNED_IN),
    "compose": Asked("get", SIGNED_IN),
    "preview": Asked("post", SIGNED_IN, data=(("text", "Chào"),)),
    "fetch_link": Asked("post", SIGNED_IN, data=(("link", "khong-phai"),)),
    "queued": Asked("get", SIGNED_IN),
    "delete_entry": Asked("post", EDITORS, data=(("entry", "bai"),)),
    "drafts": Asked("get", SIGNED_IN),
    "save_draft": Asked("post", (WRITER,), (uuid.UUID(int=1),), (("text", "x"),)),
    "discard_draft": Asked("post", SIGNED_IN, (uuid.UUID(int=1),)),
    "approvals": Asked("get", SIGNED_IN),
    "approve": Asked("post", APPROVERS, data=(("seen", "1:" + "0" * 64),)),
    "send_back": Asked("post", APPROVERS, data=(("keys", "1"), ("comment", "Sửa"))),
    "flip": Asked("get", (APPROVER, ADMIN, OTHER, ALL)),
    "approve_flipped": Asked("post", SIGNED_IN),
    "record": Asked("get", SIGNED_IN),
    "move": Asked("post", EDITORS, data=(("keys", "1"), ("at", "2027-04-16T08:00"))),
    "send_now": Asked("post", EDITORS, data=KEYS),
    "drop": Asked("post", EDITORS, data=KEYS),
    "adopt": Asked("post", EDITORS, data=KEYS),
    "retry": Asked("post", EDITORS, data=KEYS),
    "ask_again": Asked("post", OWN, data=KEYS),
    "delivery": Asked("get", OWN, (1,)),
    "amend": Asked("post", (), (1,)),
    "take_down": Asked("post", (), (1,)),
    "print": Asked("get", OWN, (1,)),
    "download": Asked("get", OWN, (1, 0, "jpg")),
    "missed": Asked("get", SIGNED_IN),
    "undo": Asked("post", (EDITOR,), ("ACTION",)),
    "picture": Asked("get", OWN, (1, 1, 0, "small")),
    "kept_photo": Asked("get", (), ("0" * 64,)),
    "campaigns": Asked("get", SIGNED_IN),
    "campaign": Asked("get", OWN, ("thang",)),
    "rehearsal": Asked("get", OWN, ("thang",)),
    "rehearse": Asked("post", OWN, ("thang",)),
    "rehearsal_thumb": Asked("get", (), ("thang", "0" * 64)),
    "schedule_campaign": Asked("post", EDITORS, ("thang",)),
    "plans": Asked("get", SIGNED_IN),
    "plan": Asked("get", (WRITER,), (uuid.UUID(int=2),)),
    "discard_plan": Asked("post", (WRITER,), (uuid.UUID(int=2),)),
    "share_article": Asked("post", SIGNED_IN, (1,)),
    "report": Asked("get", SIGNED_IN),
    "report_file": Asked("get", SIGNED_IN, ("xlsx",)),
    "export": Asked("get", SIGNED_IN, ("ics",)),
    "sheets": Asked("get", SIGNED_IN),
    "sheet_template": Asked("get", SIGNED_IN),
    "sheet": Asked("get", (WRITER,), (uuid.UUID(int=3),)),
    "suggestions": Asked("get", SIGNED_IN),
    "pages": Asked("get", SIGNED_IN),
    "page": Asked("get", OWN, ("lai-chau",)),
    "connect_page": Asked("post", ADMINS, ("lai-chau",)),
    "freezes": Asked("get", (APPROVER, ADMIN, OTHER, ALL)),
    "let_go": Asked("get", (APPROVER, ADMIN, OTHER, ALL)),
    "end_freeze": Asked("post", APPROVERS, ("FREEZE",)),
    "log": Asked("get", SIGNED_IN),
    "media": Asked("get", SIGNED_IN),
    "upload": Asked("post", SIGNED_IN),
    "upload_picture": Asked("get", OWN, ("UPLOAD",)),
    "change_upload": Asked("post", OWN, ("UPLOAD",), (("alt_text", "Ảnh"),)),
    "designs": Asked("get", SIGNED_IN),
    "sample": Asked("get", OWN, ("lai-chau", "slogan", "square", "jpg")),
    "brand": Asked("get", EDITORS, ("lai-chau",)),
    "brand_reset": Asked("post", EDITORS, ("lai-chau",)),
}


def names() -> set[str]:
    """Every named address but the API's, which has keys of its own."""
    found = [
        one
        for one in get_resolver().url_patterns
        if not (isinstance(one, URLResolver) and one.namespace == "api")
    ]
    return {one.name for one in found if isinstance(one, URLPattern) and one.name}


def test_every_address_is_in_this_table(desk: Desk) -> None:
    assert names() - OPEN == ROUTES.keys()


@pytest.fixture
def room(desk: Desk) -> Desk:
    """A desk with one of everything in the unit lai-chau: a post with a card that somebody by hand queued."""
    Delivery.objects.all().delete()
    (desk.folder / "queue" / "campaigns" / "thang.md").write_text(
        desk.file("campaigns/thang.md").replace("2027-04-2", "2029-04-2"), encoding="utf-8"
    )
    row = desk.post("bai", front='card = "slogan"')
    Delivery.objects.filter(pk=row.pk).update(id=1)
    desk.photo("anh.jpg")
    plan_import(desk)
    Draft.objects.create(pk=uuid.UUID(int=1), person=desk.people["an"], updated_at=NOW)
    return desk


def plan_import(desk: Desk) -> None:
    """An uploaded plan and an uploaded table of the writer."""
    PlanImport.objects.create(
        pk=uuid.UUID(int=2), person=desk.people["an"], name="kh.md", created_at=NOW
    )
    raw = "Ngày,Nội dung\n1/5/2027,Chào\n".encode()
    values = {"kind": "sheet", "name": "kh.csv", "content": raw, "created_at": NOW}
    PlanImport.objects.create(pk=uuid.UUID(int=3), person=desk.people["an"], **values)


def an_invitation(desk: Desk) -> int:
    accounts.invite(
        "Sùng Thị Mai", [("lai-chau", Role.WRITER)], by=desk.people["chi"], now=desk.now
    )
    return Invitation.objects.latest("pk").pk


def ask(desk: Desk, login: str | None, name: str) -> int:
    route = ROUTES[name]
    special = {
        "INVITATION": lambda: an_invitation(desk),
        "PERSON": lambda: desk.people["an"].pk,
        "UPLOAD": lambda: Upload.objects.get().pk,
        "FREEZE": lambda: (
            (
                Freeze.objects.filter(ended_at=None).first()
                or Freeze.objects.create(unit="lai-chau", reason="x", begun_by="x", begun_at=NOW)
            ).pk
        ),
        "ACTION": lambda: (
            note(
                What.MOVE,
                by=accounts.doer(desk.people["em"]),
                now=NOW,
                undo={"move": [[1, "2027-04-17T01:00:00+00:00"]]},
            ).pk
        ),
    }
    args = [
        special[one]() if isinstance(one, str) and one in special else one for one in route.args
    ]
    client = desk.as_(login)
    address = reverse(name, args=args)
    return (client.get if route.method == "get" else client.post)(
        address, dict(route.data)
    ).status_code


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_nobody_passes_unsigned(room: Desk, name: str) -> None:
    assert ask(room, NOBODY, name) == 302


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_only_those_may_who_should(room: Desk, name: str) -> None:
    for login in SIGNED_IN:
        status = ask(room, login, name)
        if login in ROUTES[name].may:
            assert status < 400 or status == 422, (login, status)
        else:
            assert status in (403, 404), (login, status)
        if name == "delete_entry":
            room.post("bai", front='card = "slogan"')
        Delivery.objects.filter(entry_id="bai").update(
            state="planned", sent_back="", vanished=False
        )


def test_a_person_of_another_unit_sees_nothing_of_ours(room: Desk) -> None:
    for path in (
        "/",
        "/calendar?on=2027-04-15",
        "/approvals",
        "/log",
        "/media",
        "/campaigns",
        "/pages",
    ):
        text = room.as_("dung").get(path).content.decode()
        assert "Chào đoàn viên" not in text, path
        assert "Lao động tỉnh Lai Châu" not in text, path


def test_a_person_without_a_role_sees_an_empty_desk(desk: Desk) -> None:
    desk.people["an"].memberships.all().delete()
    assert desk.as_("an").get("/").status_code == 200
    assert desk.as_("an").get("/compose").status_code == 403


def test_a_locked_account_is_let_in_nowhere(desk: Desk) -> None:
    client = desk.as_("an")
    person = desk.people["an"]
    person.is_active = False
    person.save()
    assert client.get("/").status_code == 302


def test_roles_go_up_in_order() -> None:
    from publisher.domain.roles import abilities

    found = [abilities(role) for role in Role]
    assert all(less < more for less, more in pairwise(found))
