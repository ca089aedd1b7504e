"""Spreadsheets at the desk: a table in, the calendar out."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from icalendar import Calendar
from openpyxl import load_workbook
from pypdf import PdfReader

from publisher.queuefiles import sheets
from publisher.store.models import Delivery, PlanImport
from tests.web.desk import Desk, words

GOOD = "Ngày,Giờ,Trang,Nội dung\n1/5/2037,7h30,lai-chau,Chào mừng 1/5!\n2/5/2037,8h,lai-chau,Tin thứ hai\n"


def upload(desk: Desk, text: str, login: str = "an") -> str:
    response = desk.as_(login).post(
        "/sheets", {"file": SimpleUploadedFile("kh.csv", text.encode())}
    )
    assert response.status_code == 302, words(response)
    return str(response["Location"])


def test_a_table_is_looked_at_first_and_queued_with_one_click(desk: Desk) -> None:
    address, client = upload(desk, GOOD), desk.as_("an")
    assert "Xếp 2 bài vào hàng đợi" in words(client.get(address))
    assert not list((desk.folder / "queue" / "posts").glob("*.md"))
    client.post(address)
    assert sorted(Delivery.objects.filter(campaign="").values_list("entry_id", flat=True)) == [
        "2037-05-01-chao-mung-1-5",
        "2037-05-02-tin-thu-hai",
    ]
    assert not PlanImport.objects.exists()


def test_a_table_is_read_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    address, client = upload(desk, GOOD), desk.as_("an")

    def again(*_: object, **__: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(sheets, "run_apart", again)
    assert "Xếp 2 bài vào hàng đợi" in words(client.get(address))
    assert client.post(address).status_code == 302
    assert Delivery.objects.filter(campaign="").count() == 2


def test_a_table_that_an_older_version_took_in_is_read_when_somebody_looks(desk: Desk) -> None:
    address, client = upload(desk, GOOD), desk.as_("an")
    PlanImport.objects.update(found={}, content=GOOD.encode())
    assert "Xếp 2 bài vào hàng đợi" in words(client.get(address))
    assert PlanImport.objects.get().content is None
    PlanImport.objects.update(found={}, content=b"\0")
    assert "ký tự rỗng" in words(client.get(address, follow=True))


def test_wrong_cells_are_shown_and_the_button_is_not(desk: Desk) -> None:
    address, client = upload(desk, GOOD.replace("2/5/2037", "32/5/2037")), desk.as_("an")
    shown = words(client.get(address))
    assert "A3" in shown
    assert "không có trên lịch" in shown
    assert "Xếp 1 bài" not in shown
    assert client.post(address).status_code == 422
    assert not list((desk.folder / "queue" / "posts").glob("*.md"))


def test_nobody_queues_on_the_pages_of_another_unit(desk: Desk) -> None:
    for pages in ("thanh-pho", "*"):
        address = upload(desk, GOOD.replace("lai-chau", pages))
        assert desk.as_("an").post(address).status_code == 403


@pytest.mark.parametrize(("cell", "blank"), [("lai-chau,Tin", ",Tin"), ("8h,", ",")])
def test_a_blank_page_or_time_beside_rows_that_have_one_is_asked_for(
    desk: Desk, cell: str, blank: str
) -> None:
    address, client = upload(desk, GOOD.replace(cell, blank)), desk.as_("an")
    assert "Xếp 2 bài" not in words(client.get(address))
    assert client.post(address).status_code == 422
    assert not list((desk.folder / "queue" / "posts").glob("*.md"))


def test_the_calendar_is_taken_away_as_workbook_appointments_and_print(desk: Desk) -> None:
    desk.post("a", "Chào đoàn viên!", front='card = "slogan"')
    client, query = desk.as_("an"), "?from=2027-04-15&until=2027-04-16"
    sheet = load_workbook(io.BytesIO(client.get(f"/calendar.xlsx{query}").content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][2:6] == [
        "lai-chau",
        "Liên đoàn Lao động tỉnh Lai Châu",
        "Chào đoàn viên!",
        "chờ duyệt",
    ]
    [event] = Calendar.from_ical(client.get(f"/calendar.ics{query}").content).walk("VEVENT")
    assert str(event["summary"]) == "lai-chau: Chào đoàn viên!"
    assert event.decoded("dtstart").isoformat() == "2027-04-15T07:30:00+07:00"
    pdf = PdfReader(io.BytesIO(client.get(f"/calendar.pdf{query}").content))
    assert "Chào đoàn viên!" in pdf.pages[0].extract_text()
    assert len(pdf.pages[0].images) == 1


def test_an_appointment_keeps_its_name_when_it_is_exported_again(desk: Desk) -> None:
    desk.post("a")
    query = "?from=2027-04-15&until=2027-04-16"
    first, second = (desk.as_("an").get(f"/calendar.ics{query}").content for _ in range(2))
    assert first == second


def test_nobody_takes_away_the_calendar_of_another_unit(desk: Desk) -> None:
    desk.post("a", "Chuyện riêng")
    raw = desk.as_("dung").get("/calendar.ics?from=2027-04-15&until=2027-04-16").content.decode()
    assert "VEVENT" not in raw
