"""The rehearsal at the desk: begun by a button, run in a process of its own, shown as a page."""

import time
from datetime import date

from publisher.domain.reason import reason
from publisher.features.review.rehearsal import Rehearsal, RehearsalFinding
from publisher.store.models import Person
from publisher.web.rehearsals import views as rehearsals
from tests.web.desk import Desk, soup, words


def test_a_button_rehearses_the_campaign_and_the_page_shows_what_came_of_it(desk: Desk) -> None:
    client = desk.as_("an")
    path = desk.folder / "queue" / "campaigns" / "thang.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("2027-04", "2037-04"), encoding="utf-8"
    )
    desk.plan()
    assert "Chưa tổng duyệt" in words(client.get("/campaigns/thang/rehearsal"))
    client.post("/campaigns/thang/rehearse")
    for _ in range(600):
        if rehearsals._running.get("thang") != "running":
            break
        time.sleep(0.1)
    page = soup(client.get("/campaigns/thang/rehearsal"))
    assert "3 lượt của chiến dịch trên 1 trang" in " ".join(page.text.split())
    picture = page.select("img.thumb")[0]
    assert client.get(str(picture["src"])).headers["Content-Type"] == "image/jpeg"


def test_while_one_runs_another_waits(desk: Desk) -> None:
    rehearsals._running["khac"] = "running"
    try:
        response = desk.as_("an").post("/campaigns/thang/rehearse", follow=True)
        assert "Đang có một buổi tổng duyệt khác" in words(response)
    finally:
        rehearsals._running.clear()


def test_what_is_found_is_told_in_the_persons_language(desk: Desk) -> None:
    gap = reason(
        "review.gap", pages=reason("review.page", name="lai-chau"), first="1/4", last="9/4"
    )
    made = Rehearsal(
        campaign="thang",
        title="",
        first=date(2027, 4, 1),
        last=date(2027, 4, 9),
        posts=[],
        findings=[RehearsalFinding(kind="gap", reason=gap)],
    )
    folder = desk.app.config.data / "rehearsals" / "thang"
    folder.mkdir(parents=True)
    (folder / "result.json").write_text(made.as_json(), encoding="utf-8")
    path = "/campaigns/thang/rehearsal"
    assert "trang lai-chau không có bài nào từ 1/4 đến 9/4" in words(desk.as_("chi").get(path))
    Person.objects.update(language="en")
    assert "no post on page lai-chau from 1/4 to 9/4" in words(desk.as_("chi").get(path))


def test_why_there_is_nothing_to_rehearse_is_told_in_the_persons_language(desk: Desk) -> None:
    client = desk.as_("an")
    rehearsals._run("khong-co", desk.app.config.path, desk.folder / "result")
    rehearsals._running["thang"] = rehearsals._running.pop("khong-co")
    try:
        Person.objects.update(language="en")
        page = words(client.get("/campaigns/thang/rehearsal"))
        assert "There is no campaign “khong-co” (there are: thang)." in page
    finally:
        rehearsals._running.clear()


def test_a_picture_that_is_none_is_not_found(desk: Desk) -> None:
    assert desk.as_("an").get(f"/campaigns/thang/rehearsal/{'0' * 64}.jpg").status_code == 404
