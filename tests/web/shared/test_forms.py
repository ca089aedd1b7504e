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
