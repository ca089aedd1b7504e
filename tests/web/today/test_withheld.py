"""The yes to cancelling much at once, and what the board says of planning."""

from datetime import timedelta

import pytest

from publisher.domain.reason import NO_REASON, reason
from publisher.features.scheduling.withheld import note_turn, question
from publisher.store.activity_log import What
from publisher.store.models import Action, Delivery
from tests.web.desk import NOW, Desk, soup, words


@pytest.fixture
def emptied(desk: Desk) -> Desk:
    """A desk on whose page twelve posts were approved, and whose files are gone."""
    return emptied_on(desk, 'pages = ["lai-chau"]')


def emptied_on(desk: Desk, pages: str) -> Desk:
    (desk.folder / "queue" / "campaigns" / "thang.md").unlink()
    desk.plan()
    for number in range(12):
        desk.post(
            f"{number:02}", f"Bài số {number}", front=pages, at=f"2027-04-15T{6 + number:02}:00"
        )
    Delivery.objects.filter(state="planned").update(state="approved")
    for path in (desk.folder / "queue" / "posts").iterdir():
        path.unlink()
    desk.plan()
    return desk


def waiting() -> str:
    asked = question()
    assert asked
    return asked.digest


def test_who_approves_on_the_page_is_asked_on_the_board(emptied: Desk) -> None:
    for login in ("binh", "hoa", "chi"):
        page = soup(emptied.as_(login).get("/"))
        assert "Hàng đợi không còn 12 trong 12 lượt đã duyệt." in page.get_text()
        assert page.select_one('a[href="/let-go"]')


@pytest.mark.parametrize("login", ["an", "em", "dung"])
def test_others_are_not(emptied: Desk, login: str) -> None:
    assert "không còn 12" not in words(emptied.as_(login).get("/"))
    assert emptied.as_(login).post("/let-go", {"digest": waiting()}).status_code == 403
    assert set(
        Delivery.objects.filter(source__startswith="posts/").values_list("state", flat=True)
    ) == {"approved"}


def test_a_set_of_several_units_is_for_those_who_approve_in_all_of_them(desk: Desk) -> None:
    emptied_on(desk, 'pages = ["lai-chau", "thanh-pho"]')
    assert desk.as_("binh").post("/let-go", {"digest": waiting()}).status_code == 403
    assert desk.as_("chi").post("/let-go", {"digest": waiting()}).status_code == 302


def test_the_files_are_shown_before_the_yes(emptied: Desk) -> None:
    page = words(emptied.as_("binh").get("/let-go"))
    assert "posts/00.md" in page
    assert "Đồng ý hủy đúng 12 lượt này" in page


def test_the_yes_cancels_and_is_in_the_log_with_the_persons_key(emptied: Desk) -> None:
    answer = emptied.as_("binh").post("/let-go", {"digest": waiting()}, follow=True)
    assert "Đã đồng ý; các lượt này được hủy." in words(answer)
    assert question() is None
    assert set(
        Delivery.objects.filter(source__startswith="posts/").values_list("state", flat=True)
    ) == {"cancelled"}
    assert Action.objects.get(what=What.LET_GO.value).login == "binh"


def test_a_yes_to_what_was_shown_before_is_none_to_what_waits_now(emptied: Desk) -> None:
    seen = waiting()
    Delivery.objects.filter(entry_id="00").update(state="published")
    emptied.plan()
    answer = emptied.as_("binh").post("/let-go", {"digest": seen}, follow=True)
    assert "đã đổi" in words(answer)
    assert Delivery.objects.filter(state="cancelled", source__startswith="posts/").count() == 0


def test_without_a_question_the_page_says_so(desk: Desk) -> None:
    assert "Không có lượt nào chờ đồng ý hủy" in words(desk.as_("binh").get("/let-go"))


def test_a_failed_turn_stands_on_the_board_of_everybody_while_it_lasts(desk: Desk) -> None:
    note_turn(
        "",
        reason("planning.database_error", name="OperationalError"),
        now=NOW - timedelta(minutes=2),
    )
    for login in ("an", "chi"):
        assert "Hàng đợi chưa xếp được lịch từ" in words(desk.as_(login).get("/"))
    note_turn("", NO_REASON, now=NOW)
    assert "chưa xếp được lịch" not in words(desk.as_("an").get("/"))
