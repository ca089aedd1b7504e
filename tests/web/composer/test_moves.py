"""A time that a person gave in the calendar is the one that every screen shows, and the composer keeps it."""

import json
from datetime import datetime

from publisher.features.people.api_keys import KeyScope, issue
from publisher.store.models import Delivery
from tests.web.desk import Desk, local, sent_by, soup, words

AT, MOVED = "2027-04-15T08:10", "2027-04-15T15:20"


def a_moved_post(desk: Desk) -> Delivery:
    row = desk.post("bai", at=AT)
    desk.as_("chi").post("/deliveries/move", {"keys": str(row.pk), "at": MOVED})
    assert due(row) == local(MOVED)
    return row


def due(row: Delivery) -> datetime:
    row.refresh_from_db()
    return row.due_at


def save(desk: Desk, **changes: str) -> None:
    shown = sent_by(soup(desk.as_("chi").get("/compose", {"entry": "bai"})))
    assert desk.as_("chi").post("/compose", shown | changes).status_code == 302


def test_the_composer_tells_both_times_and_its_preview_the_one_that_holds(desk: Desk) -> None:
    a_moved_post(desk)
    page = soup(desk.as_("chi").get("/compose", {"entry": "bai"}))
    told = " ".join(page.select("#moved")[0].text.split())
    assert "đã dời từ 08:10 ngày mai sang 15:20 ngày mai trên lịch" in told
    assert page.select("#at")[0]["value"] == AT
    shown = sent_by(page)
    before = words(desk.as_("chi").post("/compose/preview", shown))
    assert before.count("15:20") == 2
    assert "08:10" not in before
    back = words(desk.as_("chi").post("/compose/preview", shown | {"take_time": "on"}))
    assert "15:20" not in back


def test_other_words_keep_the_time_of_the_calendar(desk: Desk) -> None:
    row = a_moved_post(desk)
    save(desk, text="Lời mới")
    assert due(row) == local(MOVED)
    assert row.moved_from == local(AT)
    assert "at = 2027-04-15T08:10:00" in desk.file("posts/bai.md")


def test_another_time_in_the_composer_is_the_later_word(desk: Desk) -> None:
    row = a_moved_post(desk)
    save(desk, at="2027-04-15T10:00")
    assert due(row) == local("2027-04-15T10:00")
    assert row.moved_from is None


def test_the_time_of_the_post_is_taken_again_with_one_tick(desk: Desk) -> None:
    row = a_moved_post(desk)
    save(desk, take_time="on", text="Lời mới")
    assert due(row) == local(AT)
    assert row.moved_from is None
    assert not soup(desk.as_("chi").get("/compose", {"entry": "bai"})).select("#moved")


def test_the_very_time_of_the_calendar_in_the_composer_ends_the_move(desk: Desk) -> None:
    row = a_moved_post(desk)
    save(desk, at=MOVED)
    assert due(row) == local(MOVED)
    assert row.moved_from is None
    save(desk, at=AT)
    assert due(row) == local(AT)


def test_a_next_slot_that_was_moved_stays_so_and_is_told_after_other_words(desk: Desk) -> None:
    row = desk.post("bai", at="")
    desk.as_("chi").post("/deliveries/move", {"keys": str(row.pk), "at": MOVED})
    first = row.due_at
    save(desk, text="Lời mới")
    assert due(row) == local(MOVED)
    assert row.moved_from == first


def test_who_may_not_move_is_not_offered_to_take_it_back(desk: Desk) -> None:
    a_moved_post(desk)
    desk.as_("an").post(
        "/compose", {"kind": "post", "text": "Của An", "pages": "lai-chau", "when": "at", "at": AT}
    )
    own = Delivery.objects.exclude(entry_id="bai").filter(campaign="").get()
    desk.as_("chi").post("/deliveries/move", {"keys": str(own.pk), "at": MOVED})
    page = soup(desk.as_("an").get("/compose", {"entry": own.entry_id}))
    assert page.select("#moved")
    assert not page.select("[name=take_time]")


def test_every_screen_shows_the_same_time(desk: Desk) -> None:
    row = a_moved_post(desk)
    client = desk.as_("chi")
    screens = ["/", f"/deliveries/{row.pk}", "/approvals", "/pages/lai-chau", "/log"]
    screens += [
        f"/calendar?{view}on=2027-04-15" for view in ("", "view=day&", "view=week&", "view=agenda&")
    ]
    for screen in screens:
        said = words(client.get(screen))
        assert "15:20" in said, screen
    for screen in ("/", "/approvals", "/calendar?on=2027-04-15"):
        assert "08:10" not in words(client.get(screen)), screen
    assert (
        b"20270415T152000" in client.get("/calendar.ics?from=2027-04-01&until=2027-04-30").content
    )
    key = issue(desk.people["chi"], name="k", scopes=[KeyScope.READ], now=desk.now)
    answer = desk.as_(None).get("/api/v1/deliveries", headers={"Authorization": f"Bearer {key}"})
    (found,) = [one for one in json.loads(answer.content) if one["entry"] == "bai"]
    assert datetime.fromisoformat(found["due_at"]) == local(MOVED)
