"""The inbox of suggestions: days to remember, and what the newspapers write."""

from django.test import Client

from publisher.store.models import Delivery, FeedItem
from tests.web.desk import NOW, Desk, soup, words


def test_a_near_day_is_one_click_from_a_filled_composer(desk: Desk) -> None:
    page = soup(desk.as_("an").get("/suggestions"))
    item = next(one for one in page.select(".list > li") if "Quốc tế Lao động" in one.text)
    assert "141 năm" in item.text
    link = item.find("a", string=lambda text: True) or item.find("a")
    assert link
    composer = soup(desk.as_("an").get(str(link["href"])))
    text = composer.find("textarea", {"name": "text"})
    assert text
    assert text.text.strip() == "Kỷ niệm {age} năm Ngày Quốc tế Lao động (1/5/1886 – 1/5/{year})!"
    since = composer.find("input", {"name": "since"})
    assert since
    assert since["value"] == "1886-05-01"


def test_a_day_that_has_its_post_says_so(desk: Desk) -> None:
    desk.post("le", "Chào mừng Ngày Quốc tế Lao động!", at="2027-05-01T07:30")
    item = next(
        one
        for one in soup(desk.as_("an").get("/suggestions")).select(".list > li")
        if "Quốc tế Lao động" in one.text
    )
    assert "đã có bài" in item.text


def test_an_unknown_day_opens_an_empty_composer(desk: Desk) -> None:
    assert desk.as_("an").get("/compose?feast=khong-co&on=2027-05-01").status_code == 200
    assert "Gợi ý" in words(desk.as_("an").get("/suggestions"))


def article(number: int) -> FeedItem:
    return FeedItem.objects.create(
        feed="bao-lao-dong",
        key=f"https://laodong.vn/{number}",
        address=f"https://laodong.vn/{number}",
        title=f"Tháng Công nhân: tin số {number}",
        summary="",
        keyword="công nhân",
        published_at=NOW,
        found_at=NOW,
    )


def ticked(client: Client) -> list[str]:
    page = soup(client.get("/suggestions"))
    return [str(box["value"]) for box in page.select('[name="pages"]') if box.has_attr("checked")]


def test_with_one_page_an_article_is_shared_by_one_click(desk: Desk) -> None:
    item = article(1)
    client = desk.as_("an")
    pages = ticked(client)
    client.post(f"/suggestions/{item.pk}", {"pages": pages})
    assert pages == ["lai-chau"]
    assert Delivery.objects.get(campaign="").state == "planned"


def test_with_several_pages_those_of_the_last_time_are_ticked(desk: Desk) -> None:
    article(1)
    second = article(2)
    client = desk.as_("chi")
    assert ticked(client) == []
    client.post(f"/suggestions/{second.pk}", {"pages": ["thanh-pho"]})
    assert ticked(client) == ["thanh-pho"]
