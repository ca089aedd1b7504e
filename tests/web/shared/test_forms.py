"""Small forms of the desk: what each shows again, and what it says when something is missing."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from publisher.store.models import Freeze, Upload
from tests.web.desk import Desk, soup, words


def names(page: BeautifulSoup) -> list[str]:
    return [str(one["value"]) for one in page.select('[name="extent"] option')]


def jpeg(name: str, color: str) -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (640, 480), color).save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


@pytest.mark.parametrize(
    ("login", "extents"),
    [
        ("binh", ["unit:lai-chau", "campaign:thang"]),
        ("dung", ["unit:thanh-pho"]),
        ("chi", ["all:", "unit:lai-chau", "unit:thanh-pho", "campaign:thang"]),
    ],
)
def test_a_freeze_offers_what_the_person_may_stop(
    desk: Desk, login: str, extents: list[str]
) -> None:
    assert names(soup(desk.as_(login).get("/freezes"))) == extents


def test_a_freeze_without_a_reason_keeps_its_extent_and_stops_nothing(desk: Desk) -> None:
    answer = desk.as_("chi").post("/freezes", {"extent": "unit:thanh-pho", "reason": " "})
    page = BeautifulSoup(answer.content, "html.parser")
    chosen = page.select_one('[name="extent"] option[selected]')
    assert answer.status_code == 422
    assert "Ghi lý do; mọi người sẽ thấy vì sao bài không ra." in page.get_text()
    assert chosen
    assert chosen["value"] == "unit:thanh-pho"
    assert not Freeze.objects.exists()


@pytest.mark.parametrize("extent", ["", "unit:", "mot-thu:gi"])
def test_a_freeze_of_nothing_keeps_its_reason(desk: Desk, extent: str) -> None:
    answer = desk.as_("chi").post("/freezes", {"extent": extent, "reason": "Quốc tang"})
    page = BeautifulSoup(answer.content, "html.parser")
    reason = page.select_one('[name="reason"]')
    assert answer.status_code == 422
    assert "Chọn tạm dừng cái gì." in page.get_text()
    assert reason
    assert reason["value"] == "Quốc tang"


@pytest.mark.parametrize("reason", ["", "Quốc tang"])
def test_what_others_decide_is_refused_whether_there_is_a_reason_or_not(
    desk: Desk, reason: str
) -> None:
    given = {"extent": "all:", "reason": reason}
    assert desk.as_("binh").post("/freezes", given).status_code == 403


def test_no_token_is_asked_for_again_in_its_field(desk: Desk) -> None:
    answer = desk.as_("hoa").post("/pages/lai-chau/connect", {"token": " "})
    assert answer.status_code == 422
    assert "Dán mã truy cập vào ô rồi thử lại." in words(answer)


def test_a_token_that_was_refused_is_not_shown_again(desk: Desk) -> None:
    answer = desk.as_("hoa").post("/pages/lai-chau/connect", {"token": "EAAhidden"})
    assert answer.status_code == 422
    assert b"EAAhidden" not in answer.content


def test_several_photos_are_taken_in_by_one_form(desk: Desk) -> None:
    files = [jpeg("le.jpg", "navy"), jpeg("hoi.jpg", "red")]
    desk.as_("an").post("/media/upload", {"file": files})
    assert Upload.objects.count() == 2


def test_an_empty_file_is_told_by_its_name(desk: Desk) -> None:
    answer = desk.as_("an").post(
        "/media/upload", {"file": SimpleUploadedFile("trong.jpg", b"")}, follow=True
    )
    assert "trong.jpg:" in words(answer)


def test_a_photo_gets_the_description_that_was_typed(desk: Desk) -> None:
    desk.photo("le.jpg")
    found = Upload.objects.get()
    desk.as_("an").post(f"/media/{found.pk}", {"alt_text": " Lễ phát động "})
    page = soup(desk.as_("an").get("/media"))
    field = page.select_one('[name="alt_text"]')
    assert field
    assert field["value"] == "Lễ phát động"


def test_a_photo_that_no_post_shows_is_thrown_away(desk: Desk) -> None:
    desk.photo("le.jpg")
    found = Upload.objects.get()
    desk.as_("an").post(f"/media/{found.pk}", {"alt_text": "", "discard": "1"})
    assert not Upload.objects.exists()


def test_a_delivery_offers_its_own_time_to_be_moved_from(desk: Desk) -> None:
    row = desk.post("le", at="2027-04-15T07:30")
    field = soup(desk.as_("em").get(f"/deliveries/{row.pk}")).select_one('[name="at"]')
    assert field
    assert (field["type"], field["value"]) == ("datetime-local", "2027-04-15T07:30")


@pytest.mark.parametrize("at", ["", "mai", "1999-01-01T07:00"])
def test_a_time_that_is_none_is_told_where_the_person_came_from(desk: Desk, at: str) -> None:
    row = desk.post("le")
    here = f"/deliveries/{row.pk}"
    given = {"keys": str(row.pk), "at": at, "next": here}
    answer = desk.as_("em").post("/deliveries/move", given, follow=True)
    assert answer.redirect_chain == [(here, 302)]
    assert "Chưa có giờ mới; chọn ngày và giờ rồi thử lại." in words(answer)


def test_a_no_without_a_comment_sends_nothing_back(desk: Desk) -> None:
    row = desk.post("le")
    given = {"keys": str(row.pk), "comment": " \n", "next": f"/deliveries/{row.pk}"}
    answer = desk.as_("binh").post("/approvals/no", given, follow=True)
    row.refresh_from_db()
    assert "Ghi rõ cần sửa gì, để người viết biết." in words(answer)
    assert not row.sent_back


def test_a_brand_that_was_refused_is_shown_as_it_was_typed(desk: Desk) -> None:
    page = soup(desk.as_("em").get("/brands/lai-chau"))
    given = {str(one["name"]): str(one["value"]) for one in page.select("[type=color]")}
    first = next(iter(given))
    emblem = SimpleUploadedFile("logo.png", b"khong phai anh", "image/png")
    sent = given | {first: "#123456", "lines": "Công đoàn\n\nSìn Hồ", "logo": emblem}
    answer = desk.as_("em").post("/brands/lai-chau", sent)
    shown = BeautifulSoup(answer.content, "html.parser")
    color, lines = shown.select_one(f"#{first}"), shown.select_one("#lines")
    assert answer.status_code == 422
    assert color
    assert lines
    assert color["value"] == "#123456"
    assert "Sìn Hồ" in lines.text


def test_a_brand_is_kept_as_it_was_typed(desk: Desk) -> None:
    page = soup(desk.as_("em").get("/brands/lai-chau"))
    given = {str(one["name"]): str(one["value"]) for one in page.select("[type=color]")}
    sent = given | {"lines": " Công đoàn \n\n Sìn Hồ "}
    assert desk.as_("em").post("/brands/lai-chau", sent).status_code == 302
    lines = soup(desk.as_("em").get("/brands/lai-chau")).select_one("#lines")
    assert lines
    assert lines.text.strip().split("\n") == ["Công đoàn", "Sìn Hồ"]
