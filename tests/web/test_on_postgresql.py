"""The pages of the desk on both databases: no query is one that only SQLite understands or orders."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from publisher.domain.delivery import Hold
from publisher.store.activity_log import What
from publisher.store.connection import close_store
from publisher.store.models import Action, Delivery, FeedItem, Freeze, Insight, Upload
from tests.web.desk import NOW, Desk, soup, words

PAGES = (
    "/",
    "/more",
    "/calendar",
    "/calendar?view=week",
    "/approvals",
    "/approvals/flip",
    "/approvals/record",
    "/missed",
    "/pages",
    "/pages/lai-chau",
    "/log",
    "/log?text=chào&what=move&from=2027-04-01&until=2027-04-30",
    "/media",
    "/media?text=đoàn",
    "/report",
    "/campaigns",
    "/campaigns/thang",
    "/campaigns/plans",
    "/drafts",
    "/designs",
    "/freezes",
    "/people",
    "/suggestions",
    "/sheets",
    "/account",
    "/compose",
    "/chia-se/lai-chau",
    "/metrics",
)


@pytest.fixture
def desk(tmp_path: Path, database: None) -> Iterator[Desk]:
    yield Desk(tmp_path)
    close_store()


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A desk with something on each of its pages."""
    late, out, _ = (desk.post(name, f"Bài {name}") for name in ("late", "out", "next"))
    past = {"due_at": NOW - timedelta(days=2), "published_at": NOW - timedelta(days=2)}
    Delivery.objects.filter(pk=out.pk).update(state="published", post_id="1001_1", **past)
    Delivery.objects.filter(pk=late.pk).update(
        state="held", hold=Hold.TOO_LATE.value, held_from="approved"
    )
    Insight.objects.create(
        delivery=out, days=1, values={"post_media_view": 1200, "reactions": 30}, collected_at=NOW
    )
    Freeze.objects.create(unit="thanh-pho", reason="Quốc tang", begun_by="Chi", begun_at=NOW)
    FeedItem.objects.create(
        key="k",
        feed="bao-lao-dong",
        address="https://a.vn/1",
        title="A",
        published_at=NOW,
        found_at=NOW,
    )
    desk.photo("le-ky-niem.jpg")
    return desk


def test_every_page_of_the_desk_opens(busy: Desk) -> None:
    client = busy.as_("chi")
    rows = [f"/deliveries/{row.pk}" for row in Delivery.objects.order_by("pk")[:3]]
    assert {path: client.get(path).status_code for path in (*PAGES, *rows)} == dict.fromkeys(
        (*PAGES, *rows), 200
    )


@pytest.mark.parametrize("asked", ["đoàn viên", "Đoàn viên", "ĐOÀN VIÊN"])
def test_the_log_is_searched_whatever_the_capitals(desk: Desk, asked: str) -> None:
    for detail in ("Quà cho Đoàn viên", "Quà cho đoàn viên", "Quà cho người lao động"):
        Action.objects.create(at=NOW, by="An", what=What.MOVE.value, detail=detail, unit="lai-chau")
    said = words(desk.as_("an").get("/log", {"text": asked}))
    assert ("Quà cho Đoàn viên" in said, "Quà cho đoàn viên" in said, "người lao động" in said) == (
        True,
        True,
        False,
    )


@pytest.mark.parametrize("asked", ["đoàn", "ĐOÀN"])
def test_photos_are_searched_whatever_the_capitals(desk: Desk, asked: str) -> None:
    desk.photo("a.jpg")
    desk.photo("b.jpg")
    Upload.objects.filter(file="a.jpg").update(alt_text="Đoàn viên nhận quà")
    found = soup(desk.as_("an").get("/media", {"text": asked})).select("article strong")
    assert [one.text for one in found] == ["a.jpg"]


def test_a_null_in_a_form_is_dropped(desk: Desk) -> None:
    form = {"extent": "unit:lai-chau", "reason": "Quốc\0 tang"}
    answer = desk.as_("binh").post("/freezes", form)
    assert (answer.status_code, Freeze.objects.get().reason) == (302, "Quốc tang")


@pytest.mark.parametrize("name", ["login", "password"])
def test_a_sign_in_of_any_length_is_refused_like_any_other(desk: Desk, name: str) -> None:
    given = {"login": "an", "password": "sai"} | {name: "a\0" * 500}
    assert desk.as_(None).post("/sign-in", given).status_code == 403


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/log?text=a%00b&by=%00", 200),
        ("/media?text=%00", 200),
        ("/calendar?from=%00", 200),
        ("/campaigns/a%00", 404),
    ],
)
def test_a_null_in_an_address_breaks_nothing(desk: Desk, path: str, status: int) -> None:
    assert desk.as_("chi").get(path).status_code == status
