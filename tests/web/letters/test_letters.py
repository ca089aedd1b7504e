"""Importing a plan at the desk: upload, review beside the document, a draft, the calendar."""

import threading
import time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from publisher.isolation import CallLimits, NoAnswer, run_apart
from publisher.letters import isolation as plans_apart
from publisher.store.models import Action, Delivery, PlanImport
from tests.letters.making import letter
from tests.web.desk import Desk, soup, words


def upload(desk: Desk, stem: str = "00-lai-chau-438", login: str = "chi") -> PlanImport:
    one = letter(stem)
    response = desk.as_(login).post(
        "/campaigns/plans", {"file": SimpleUploadedFile(one.name, one.raw)}
    )
    assert response.status_code == 302, words(response)
    return PlanImport.objects.latest("created_at")


def fields(page: Any) -> dict[str, Any]:
    """The form as a browser would send it, after its pages were chosen."""
    form = page.find("form", class_="review")
    found: dict[str, Any] = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name = field.get("name")
        if field.name == "select":
            found[name] = next(
                one["value"] for one in field.find_all("option") if one.has_attr("selected")
            )
        elif field.name == "textarea":
            found[name] = field.text.strip()
        elif field.get("type") == "checkbox":
            if field.has_attr("checked"):
                found.setdefault(name, []).append(field["value"])
        elif name:
            found[name] = field.get("value", "")
    # Of several pages none is chosen by itself.
    return {"pages": ["*"]} | found


def test_from_the_document_to_the_calendar_in_five_clicks(desk: Desk) -> None:
    kept = upload(desk)
    client = desk.as_("chi")
    address = f"/campaigns/plans/{kept.pk}"
    moved = soup(
        client.post(address, fields(soup(client.get(address))) | {"year": "2028", "again": "1"})
    )
    made = client.post(address, fields(moved))
    assert made.status_code == 302
    assert "Bản nháp, chưa lên lịch." in words(client.get(made["Location"]))
    assert not Delivery.objects.filter(campaign=PlanImport.objects.get().campaign).exists()
    client.post(f"{made['Location']}/schedule")
    campaign = next(
        one for one in desk.queue().campaigns if one.id == PlanImport.objects.get().campaign
    )
    assert (
        campaign.draft,
        str(campaign.starts)[:4],
        len(campaign.slogans),
        len(campaign.anniversaries),
    ) == (
        False,
        "2028",
        10,
        4,
    )
    assert Action.objects.filter(what="schedule", by="Trần Mai Chi").exists()


def test_the_review_shows_each_slogan_with_its_line_beside_the_document(desk: Desk) -> None:
    page = soup(desk.as_("chi").get(f"/campaigns/plans/{upload(desk).pk}"))
    assert [field.text.strip() for field in page.select(".found textarea")] == letter(
        "00-lai-chau-438"
    ).expected["slogans"]
    for link in page.select(".found a"):
        assert page.select(str(link["href"])), link
    assert page.select("#l29.marked")


def test_what_a_person_unticks_is_not_taken_and_what_they_mend_is(desk: Desk) -> None:
    kept, client = upload(desk), desk.as_("chi")
    form = fields(soup(client.get(f"/campaigns/plans/{kept.pk}")))
    del form["take-1"]
    form["slogan-0"] = "Tháng Công nhân: Kết nối đoàn viên!"
    client.post(f"/campaigns/plans/{kept.pk}", form)
    text = desk.file(f"campaigns/{PlanImport.objects.get().campaign}.md")
    assert "- Tháng Công nhân: Kết nối đoàn viên!\n" in text
    assert "văn bản viết: Tháng Công nhân năm 2023: Kết nối đoàn viên, xây dựng tổ chức!" in text
    assert "- Nhiệt liệt hưởng ứng Tháng Công nhân năm 2023!" not in text


def test_all_wrong_fields_are_told_at_once_and_nothing_is_lost(desk: Desk) -> None:
    kept, client = upload(desk), desk.as_("chi")
    form = fields(soup(client.get(f"/campaigns/plans/{kept.pk}")))
    form |= {"title": " ", "last": "2022-01-01", "slots": "25:00, 7h30", "slogan-0": "Lời đã sửa!"}
    del form["pages"]
    response = client.post(f"/campaigns/plans/{kept.pk}", form)
    told = words(response)
    assert response.status_code == 422
    for said in ("Chưa có tên", "Ngày kết thúc trước", "Chưa chọn trang", "“25:00” không phải giờ"):
        assert said in told
    assert "Lời đã sửa!" in told
    assert not list((desk.folder / "queue" / "campaigns").glob("*2023*"))


def test_the_review_does_not_read_the_letter_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, client = upload(desk), desk.as_("chi")

    def again(*_: object, **__: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(plans_apart, "run_apart", again)
    page = soup(client.get(f"/campaigns/plans/{kept.pk}"))
    assert [one.text.strip() for one in page.select(".found textarea")] == letter(
        "00-lai-chau-438"
    ).expected["slogans"]
    assert client.post(f"/campaigns/plans/{kept.pk}", fields(page)).status_code == 302


def test_an_upload_of_an_older_version_is_understood_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, client = upload(desk), desk.as_("chi")
    before = PlanImport.objects.get().found
    PlanImport.objects.update(found={})
    assert client.get(f"/campaigns/plans/{kept.pk}").status_code == 200
    assert PlanImport.objects.get().found == before


def test_an_upload_that_cannot_be_understood_any_more_says_why(desk: Desk) -> None:
    kept = upload(desk)
    PlanImport.objects.update(found={}, lines=[{"number": 1, "text": "a" * 3_000}])
    response = desk.as_("chi").get(f"/campaigns/plans/{kept.pk}", follow=True)
    assert "dòng 1 dài 3000 chữ cái" in words(response)


def test_the_desk_answers_while_a_letter_is_read(desk: Desk) -> None:
    """The thread that took the letter in waits for a process, and holds nothing that others need."""
    answered: list[float] = []
    reading = threading.Event()

    def read() -> None:
        reading.set()
        with pytest.raises(NoAnswer):
            run_apart("tests.letters.hostile:spins", b"", limits=CallLimits(seconds=1))

    thread = threading.Thread(target=read)
    thread.start()
    assert reading.wait(5)
    client = desk.as_(None)
    while thread.is_alive():
        begun = time.thread_time()
        assert client.get("/healthz").status_code in (200, 503)
        answered.append(time.thread_time() - begun)
        thread.join(0.05)
    assert len(answered) > 3
    assert max(answered) < 1


def test_a_file_that_cannot_be_read_says_why(desk: Desk) -> None:
    response = desk.as_("chi").post(
        "/campaigns/plans", {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4 hong")}
    )
    assert response.status_code == 422
    assert "PDF bị hỏng" in words(response)
    assert not PlanImport.objects.exists()


@pytest.mark.parametrize(("login", "status"), [("an", 302), ("dung", 403)])
def test_a_writer_makes_drafts_for_the_own_pages_only(desk: Desk, login: str, status: int) -> None:
    kept, client = upload(desk, login=login), desk.as_(login)
    form = fields(soup(client.get(f"/campaigns/plans/{kept.pk}"))) | {"pages": ["lai-chau"]}
    assert client.post(f"/campaigns/plans/{kept.pk}", form).status_code == status


def test_a_writer_does_not_put_a_campaign_on_the_calendar(desk: Desk) -> None:
    kept, client = upload(desk, login="an"), desk.as_("an")
    made = client.post(
        f"/campaigns/plans/{kept.pk}", fields(soup(client.get(f"/campaigns/plans/{kept.pk}")))
    )
    assert client.post(f"{made['Location']}/schedule").status_code == 403
    assert desk.as_("em").post(f"{made['Location']}/schedule").status_code == 302


def test_nobody_sees_the_upload_of_another(desk: Desk) -> None:
    assert desk.as_("em").get(f"/campaigns/plans/{upload(desk, login='an').pk}").status_code == 404


def test_a_dropped_upload_leaves_its_campaign(desk: Desk) -> None:
    kept, client = upload(desk), desk.as_("chi")
    client.post(
        f"/campaigns/plans/{kept.pk}", fields(soup(client.get(f"/campaigns/plans/{kept.pk}")))
    )
    campaign = PlanImport.objects.get().campaign
    client.post(f"/campaigns/plans/{kept.pk}/discard")
    assert not PlanImport.objects.exists()
    assert desk.file(f"campaigns/{campaign}.md")
