"""The calendar: what lies where, free slots, feasts, filters, and moves that can be taken back."""

import pytest

from publisher.store.models import Action, Delivery, Person
from tests.web.desk import Desk, local, soup, words


def day(desk: Desk, on: str, **query: str) -> str:
    page = soup(desk.as_("em").get("/calendar", {"on": on} | query))
    found = page.select_one(f'[data-day="{on}"]')
    assert found
    return " ".join(found.get_text(" ").split())


def test_a_delivery_stands_on_its_day_at_its_hour_with_its_state(desk: Desk) -> None:
    desk.post("bai", "Chào đoàn viên!")
    assert "07:30 chờ duyệt Chào đoàn viên!" in day(desk, "2027-04-15")


def test_a_late_evening_lies_on_the_day_of_the_page_not_of_utc(desk: Desk) -> None:
    desk.post("bai", "Sáng sớm", at="2027-04-16T05:45")
    assert "Sáng sớm" in day(desk, "2027-04-16")
    assert "Sáng sớm" not in day(desk, "2027-04-15")


def test_one_post_on_two_pages_is_one_chip(desk: Desk) -> None:
    desk.post("bai", front='pages = ["lai-chau", "thanh-pho"]')
    page = soup(desk.as_("chi").get("/calendar", {"on": "2027-04-15"}))
    assert [one.text for one in page.select('[data-day="2027-04-15"] .chip .quiet')] == ["×2"]


def test_a_full_day_shows_some_and_leads_to_all(desk: Desk) -> None:
    for number in range(7):
        desk.post(
            f"bai{number}",
            f"Bài số {number}",
            at=f"2027-04-15T0{number + 1}:30" if number > 4 else "2027-04-15T08:00",
        )
    assert "3 lượt nữa" in day(desk, "2027-04-15")
    assert "Bài số 6" in words(desk.as_("em").get("/calendar", {"view": "day", "on": "2027-04-15"}))


def test_feasts_stand_with_the_age_of_their_year(desk: Desk) -> None:
    assert "Ngày thành lập Công đoàn tỉnh Lai Châu (64 năm)" in day(desk, "2027-04-15")
    assert "Ngày Quốc tế Lao động (141 năm)" in day(desk, "2027-05-01")


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ({"page": "thanh-pho"}, False),
        ({"unit": "lai-chau"}, True),
        ({"campaign": "thang"}, False),
        ({"state": "published"}, False),
        ({"state": "waiting"}, True),
    ],
)
def test_filters(desk: Desk, query: dict[str, str], there: bool) -> None:
    desk.post("bai", "Chào đoàn viên!")
    page = words(desk.as_("chi").get("/calendar", {"on": "2027-04-15"} | query))
    assert ("Chào đoàn viên!" in page) == there


def test_free_slots_are_shown_and_lead_to_the_composer(desk: Desk) -> None:
    desk.post("bai")
    page = soup(desk.as_("em").get("/calendar", {"on": "2027-04-15", "view": "week"}))
    free = page.select('[data-day="2027-04-15"] .chip.free')
    assert [one.select(".t")[0].text for one in free] == ["19:30"]
    assert free[0]["href"] == "/compose?page=lai-chau&at=2027-04-15T19:30"


def test_what_has_passed_is_not_free(desk: Desk) -> None:
    page = soup(desk.as_("em").get("/calendar", {"on": "2027-04-14", "view": "week"}))
    assert [
        one.select(".t")[0].text for one in page.select('[data-day="2027-04-14"] .chip.free')
    ] == ["19:30"]


def move(desk: Desk, row: Delivery, at: str) -> str:
    client = desk.as_("em")
    said = words(
        client.post(
            "/deliveries/move", {"keys": str(row.pk), "at": at, "next": "/calendar"}, follow=True
        )
    )
    row.refresh_from_db()
    return said


def test_a_move_stands_against_planning_and_is_taken_back(desk: Desk) -> None:
    row = desk.post("bai")
    assert "Đã dời sang 09:15 20/4" in move(desk, row, "2027-04-20T09:15")
    assert row.due_at == local("2027-04-20T09:15")
    desk.plan()
    row.refresh_from_db()
    assert row.due_at == local("2027-04-20T09:15")
    desk.as_("em").post(f"/undo/{Action.objects.get().pk}")
    row.refresh_from_db()
    assert (row.due_at, row.moved_from) == (local("2027-04-15T07:30"), None)


def test_an_undo_is_done_once(desk: Desk) -> None:
    row = desk.post("bai")
    move(desk, row, "2027-04-20T09:15")
    client = desk.as_("em")
    pk = Action.objects.get().pk
    client.post(f"/undo/{pk}")
    assert "không hoàn tác được nữa" in words(
        client.post(f"/undo/{pk}", {"next": "/calendar"}, follow=True)
    )


def test_why_something_was_not_moved_is_told_in_english_too(desk: Desk) -> None:
    row = desk.post("bai")
    Person.objects.update(language="en")
    assert "falls into the quiet hours of the page “lai-chau”" in move(
        desk, row, "2027-04-20T23:00"
    )


def test_a_move_keeps_the_approval(desk: Desk) -> None:
    row = desk.post("bai")
    Delivery.objects.filter(pk=row.pk).update(
        state="approved", approved_digest="x", approved_by="Bình"
    )
    move(desk, row, "2027-04-20T09:15")
    assert (row.state, row.approved_by) == ("approved", "Bình")


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2027-04-13T08:00", "đã qua"),
        ("2027-04-15T23:00", "giờ nghỉ"),
        ("", "Chưa có giờ mới"),
        ("x", "Chưa có giờ mới"),
    ],
)
def test_a_move_that_makes_no_sense_is_refused_with_the_reason(
    desk: Desk, at: str, said: str
) -> None:
    row = desk.post("bai")
    assert said in move(desk, row, at)
    assert row.due_at == local("2027-04-15T07:30")


@pytest.mark.parametrize("state", ["publishing", "preparing", "published", "cancelled", "unknown"])
def test_what_is_under_way_or_done_is_not_moved(desk: Desk, state: str) -> None:
    row = desk.post("bai")
    Delivery.objects.filter(pk=row.pk).update(state=state)
    assert "không dời được nữa" in move(desk, row, "2027-04-20T09:15")
    assert row.due_at == local("2027-04-15T07:30")


def test_a_skipped_slogan_stays_skipped_until_it_is_taken_back(desk: Desk) -> None:
    row = Delivery.objects.filter(campaign="thang").order_by("due_at")[0]
    desk.as_("em").post("/deliveries/drop", {"keys": str(row.pk)})
    desk.plan()
    row.refresh_from_db()
    assert row.state == "cancelled"
    desk.as_("em").post(f"/undo/{Action.objects.get().pk}")
    row.refresh_from_db()
    assert row.state == "planned"
