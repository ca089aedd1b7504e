"""The report at the desk."""

from datetime import timedelta

import pytest

from publisher.features.reports.report_letter import OWN
from publisher.store.models import Delivery, Insight, Person
from tests.web.desk import NOW, Desk, soup, words


def public(desk: Desk, name: str, **front: str) -> Delivery:
    row = desk.post(name, f"Bài {name}", front='card = "slogan"')
    values = {
        "state": "published",
        "published_at": NOW - timedelta(days=2),
        "due_at": NOW - timedelta(days=2),
    }
    Delivery.objects.filter(pk=row.pk).update(post_id=f"1001_{row.pk}", **values)
    Insight.objects.create(
        delivery=row, days=1, values={"post_media_view": 1200, "reactions": 30}, collected_at=NOW
    )
    return row


def test_the_report_shows_numbers_and_the_best_posts_with_their_pictures(desk: Desk) -> None:
    public(desk, "a")
    page = soup(desk.as_("an").get("/report"))
    text = " ".join(page.get_text(" ").split())
    for said in ("1 bài đã đăng", "Theo khung giờ", "1.200 lượt xem, 30 tương tác"):
        assert said in text
    picture = page.select("img.thumb")[0]
    assert desk.as_("an").get(str(picture["src"])).headers["Content-Type"] == "image/jpeg"


def test_the_downloads_are_real_files_with_telling_names(desk: Desk) -> None:
    public(desk, "a")
    for ending, start in (("docx", b"PK"), ("xlsx", b"PK")):
        response = desk.as_("an").get(
            f"/report.{ending}?unit=lai-chau&from=2027-04-01&until=2027-04-30"
        )
        assert response.content.startswith(start)
        assert f"bao-cao-lai-chau-20270401-20270430.{ending}" in response["Content-Disposition"]


@pytest.mark.parametrize(
    ("language", "said"), [("vi", "Không đọc được mẫu báo cáo"), ("en", "cannot be read")]
)
def test_a_template_of_the_office_that_is_no_word_file_is_told_on_the_page(
    desk: Desk, language: str, said: str
) -> None:
    Person.objects.update(language=language)
    path = desk.app.config.data / OWN
    path.parent.mkdir(parents=True)
    path.write_bytes(b"not a Word file")
    response = desk.as_("an").get("/report.docx?unit=lai-chau&from=2027-04-01", follow=True)
    assert response.redirect_chain == [("/report?unit=lai-chau&from=2027-04-01", 302)]
    assert said in words(response)


def test_nobody_reads_the_numbers_of_another_unit(desk: Desk) -> None:
    public(desk, "a")
    assert "Chưa có bài nào" in words(desk.as_("dung").get("/report"))
    assert desk.as_("dung").get("/report?unit=lai-chau").status_code == 403
