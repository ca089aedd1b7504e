"""The rehearsal at the desk: begun by a button, run in a process of its own, shown as a page."""

import time

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


def test_a_picture_that_is_none_is_not_found(desk: Desk) -> None:
    assert desk.as_("an").get(f"/campaigns/thang/rehearsal/{'0' * 64}.jpg").status_code == 404
