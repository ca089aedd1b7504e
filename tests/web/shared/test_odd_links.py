"""A link whose address cannot be understood is refused in plain words wherever it comes in, and breaks no page."""

import threading

import pytest

from publisher.domain.errors import NotFetched
from publisher.features.authoring.import_sheet import dry_run
from publisher.features.press import fetch
from publisher.queuefiles.sheets import read_sheet
from publisher.store.models import Delivery, FeedCheck
from publisher.web.shared.context import serving
from tests.web.api.test_api import Caller
from tests.web.composer.test_composer import fields
from tests.web.desk import NOW, Desk, soup, words

ODD = [
    "http://[",
    "http://a.b:99999/",
    "http://a.b:0/",
    "http://[::1%25lo]/",
    "http://a..b/",
    "//[",
    "http://a.b]/",
]


@pytest.mark.parametrize("url", ODD)
def test_the_preview_of_an_odd_link_tells_what_is_wrong(desk: Desk, url: str) -> None:
    response = desk.as_("an").post("/compose/preview", fields(kind="link", link=url))
    assert response.status_code == 200
    assert f"Địa chỉ “{url}”" in words(response)


@pytest.mark.parametrize("url", [*ODD, "http://a.b/" + "a" * 100_000, "javascript:alert(1)"])
def test_a_pasted_odd_link_is_not_opened_and_the_reason_is_told(desk: Desk, url: str) -> None:
    response = desk.as_("an").post("/compose/link", {"link": url})
    assert response.status_code == 422
    assert response.json()["problem"].startswith("Địa chỉ ")


@pytest.mark.parametrize("url", ODD)
def test_an_odd_link_is_not_queued(desk: Desk, url: str) -> None:
    forms = fields(kind="link", link=url), fields(kind="link", link=url, utm="1")
    for form in forms:
        response = desk.as_("an").post("/compose", form)
        assert response.status_code == 422
        assert f"Địa chỉ “{url}”" in words(response)
    assert not Delivery.objects.filter(campaign="").exists()


@pytest.mark.parametrize("url", ODD)
def test_an_odd_link_beside_others_in_the_queue_is_told_and_leaves_them_alone(
    desk: Desk, url: str
) -> None:
    posts = desk.folder / "queue" / "posts"
    links = posts.with_name("links")
    links.mkdir(exist_ok=True)
    (links / "tin.md").write_text(
        f'+++\npages = "*"\n+++\n- {url} | Tin\n- https://bao.vn/a | Tin\n', encoding="utf-8"
    )
    (posts / "a.md").write_text(
        f'+++\npages = "*"\nlink = "{url}"\n+++\nMời đọc\n', encoding="utf-8"
    )
    desk.plan()
    assert " ".join(map(str, serving().queue.problems)).count(f"địa chỉ “{url}”") == 2
    assert set(Delivery.objects.exclude(article="").values_list("article", flat=True)) == {
        "bao.vn/a"
    }


@pytest.mark.parametrize("url", ODD)
def test_an_odd_link_is_refused_to_a_script(desk: Desk, url: str) -> None:
    answer = Caller(desk, "an").send(
        "POST", "/entries", {"text": "Mời đọc", "pages": ["lai-chau"], "link": url}
    )
    assert answer.status_code == 422
    assert not Delivery.objects.filter(campaign="").exists()


@pytest.mark.parametrize("url", ODD)
def test_an_odd_link_in_a_sheet_is_told(desk: Desk, url: str) -> None:
    raw = f'Ngày,Nội dung,Trang,Địa chỉ\n1/5/2037,Mời đọc,lai-chau,"{url}"\n'.encode()
    config = desk.app.config
    found = dry_run(
        read_sheet(raw, "a.csv"), queue=config.queue, known=desk.app.known(), pages=config.pages
    )
    assert any(f"địa chỉ “{url}”" in str(one) for one in found.problems)


def test_a_third_person_who_opens_a_link_is_told_to_wait(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from publisher.web.composer import views as compose

    turns = threading.BoundedSemaphore(1)
    monkeypatch.setattr(compose, "few_at_once", lambda: fetch.few_at_once(turns, wait=0.01))
    with fetch.few_at_once(turns):
        response = desk.as_("an").post("/compose/link", {"link": "https://bao.vn/a"})
    assert response.status_code == 422
    assert "đợi vài giây" in response.json()["problem"]


def test_a_feed_s_trouble_stands_where_feeds_are_shown(desk: Desk) -> None:
    FeedCheck.objects.create(
        feed="bao-lao-dong", trouble="Nguồn tin trả lời quá chậm.", checked_at=NOW
    )
    FeedCheck.objects.create(feed="da-bo", trouble="Nguồn tin cũ.", checked_at=NOW)
    page = soup(desk.as_("an").get("/suggestions"))
    [said] = page.select(".banner.warn")
    assert "bao-lao-dong" in said.text
    assert "trả lời quá chậm" in said.text


def test_an_article_that_cannot_be_read_is_told_in_the_person_s_words(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from publisher.web.composer import views as compose

    def refuse(_: str) -> None:
        raise NotFetched("press.slow")

    monkeypatch.setattr(compose, "article", refuse)
    assert desk.as_("an").post("/compose/link", {"link": "https://bao.vn/a"}).status_code == 422
