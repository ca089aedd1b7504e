"""The share corner: what everybody may see of a unit, and nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from publisher.store.models import Delivery
from tests.web.counting import queries
from tests.web.desk import NOW, Desk, soup, words


def public(
    desk: Desk, name: str, text: str = "Chào đoàn viên!", front: str = 'card = "slogan"'
) -> Delivery:
    row = desk.post(name, text, front=front)
    at = NOW - timedelta(hours=1)
    values = {
        "state": "published",
        "published_at": at,
        "due_at": at,
        "permalink": f"https://www.facebook.com/1001/{row.pk}",
    }
    Delivery.objects.filter(pk=row.pk).update(
        post_id=f"1001_{row.pk}", approved_by="Lò Văn Bình", **values
    )
    return row


def test_everybody_sees_a_published_post_with_picture_caption_and_share_links(desk: Desk) -> None:
    row = public(desk, "a", front='card = "slogan"\nhashtags = ["CongDoan"]')
    client = desk.as_(None)
    page = soup(client.get("/chia-se/lai-chau"))
    article = page.select(f"#b{row.pk}")[0]
    assert article.select(".caption")[0].text == "Chào đoàn viên!\n\n#CongDoan"
    links = {str(link["href"]) for link in article.find_all("a")}
    assert (
        f"https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fwww.facebook.com%2F1001%2F{row.pk}"
        in links
    )
    for size in ("small", "full"):
        picture = client.get(f"/chia-se/lai-chau/{row.pk}/0-{size}.jpg")
        assert picture.content.startswith(b"\xff\xd8")
    assert "attachment" in picture["Content-Disposition"]


@pytest.mark.parametrize(
    "change",
    [
        {"state": "approved"},
        {"state": "planned"},
        {"state": "refused"},
        {"state": "unknown"},
        {"state": "held"},
        {"removed_at": NOW},
        {"post_id": ""},
    ],
    ids=str,
)
def test_what_is_not_public_is_neither_shown_nor_drawn(
    desk: Desk, change: dict[str, object]
) -> None:
    row = public(desk, "a")
    Delivery.objects.filter(pk=row.pk).update(**change)
    client = desk.as_(None)
    assert "Chào đoàn viên" not in words(client.get("/chia-se/lai-chau"))
    assert client.get(f"/chia-se/lai-chau/{row.pk}/0-full.jpg").status_code == 404


def test_a_unit_shows_its_own_pages_only(desk: Desk) -> None:
    row = public(desk, "a")
    client = desk.as_(None)
    assert "Chào đoàn viên" not in words(client.get("/chia-se/thanh-pho"))
    assert client.get(f"/chia-se/thanh-pho/{row.pk}/0-full.jpg").status_code == 404


def test_nothing_of_people_stands_on_the_page(desk: Desk) -> None:
    public(desk, "a")
    text = desk.as_(None).get("/chia-se/lai-chau").content.decode()
    assert not [
        name for name in ("Lò Văn Bình", "Nguyễn Thị An", "sessionid", "csrf") if name in text
    ]


def test_who_is_signed_in_gets_the_very_same_page_without_a_cookie(desk: Desk) -> None:
    public(desk, "a")
    signed, unsigned = (desk.as_(login).get("/chia-se/lai-chau") for login in ("chi", None))
    assert signed.content == unsigned.content
    assert not signed.cookies
    assert signed["Cache-Control"] == "public, max-age=120"


def test_the_page_is_cheap_however_many_posts_there_are(desk: Desk) -> None:
    for number in range(30):
        public(desk, f"bai-{number}")
    client = desk.as_(None)
    response = client.get("/chia-se/lai-chau")
    assert len(soup(response).find_all("article")) == 24
    assert queries(lambda: client.get("/chia-se/lai-chau")) <= 2
    again = client.get("/chia-se/lai-chau", HTTP_IF_NONE_MATCH=response["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_an_unknown_unit_and_one_without_a_corner_are_not_found(desk: Desk) -> None:
    client = desk.as_(None)
    assert client.get("/chia-se/la").status_code == 404
    units = dict(desk.app.config.units)
    units["lai-chau"] = replace(units["lai-chau"], share_corner=False)
    desk.app.config = replace(desk.app.config, units=units)
    desk.serve()
    assert client.get("/chia-se/lai-chau").status_code == 404


def test_a_page_without_posts_says_so(desk: Desk) -> None:
    assert "Chưa có bài nào" in words(desk.as_(None).get("/chia-se/lai-chau"))
