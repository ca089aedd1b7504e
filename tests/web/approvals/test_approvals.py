"""Approval: bound to what was shown, withdrawn by any change, never given to what was not seen."""

import pytest

from publisher.features.review import approvals
from publisher.features.review.approvals import Waiting
from publisher.store.models import Action, Approval, Delivery
from publisher.web.shared.context import serving
from tests.web.counting import queries
from tests.web.desk import Desk, soup, words


def seen(desk: Desk, **query: str) -> list[str]:
    page = soup(desk.as_("binh").get("/approvals", query))
    return [str(field["value"]) for field in page.select("input[name=seen]")]


def test_a_yes_to_what_was_shown_approves_it(desk: Desk) -> None:
    row = desk.post("bai")
    desk.as_("binh").post("/approvals/yes", {"seen": seen(desk, entry="bai")})
    row.refresh_from_db()
    assert (row.state, row.approved_by) == ("approved", "Lò Văn Bình")
    assert Approval.objects.get().digest == row.approved_digest
    assert list(Action.objects.values_list("what", "by", "unit")) == [
        ("approve", "Lò Văn Bình", "lai-chau")
    ]
    assert desk.pokes == 1


def test_what_changed_after_it_was_shown_is_not_approved(desk: Desk) -> None:
    row = desk.post("bai", "Lời đầu")
    shown = seen(desk, entry="bai")
    desk.post("bai", "Lời đã lén đổi")
    response = desk.as_("binh").post("/approvals/yes", {"seen": shown}, follow=True)
    assert "vừa thay đổi nên chưa duyệt" in words(response)
    row.refresh_from_db()
    assert row.state == "planned"


def test_another_picture_is_another_thing(desk: Desk) -> None:
    """The brand changes between the look and the yes."""
    from publisher.features.media.brand_editor import colors_of, keep_brand

    row = desk.post("bai", front='card = "slogan"')
    shown = seen(desk, entry="bai")
    brand_store, unit = serving().pictures.brand_store, serving().config.units["lai-chau"]
    keep_brand(
        brand_store, unit, colors=colors_of(brand_store, unit) | {"ground": "#103B73"}, lines=[]
    )
    desk.as_("binh").post("/approvals/yes", {"seen": shown})
    row.refresh_from_db()
    assert row.state == "planned"


def test_an_edit_withdraws_the_yes_and_shows_the_difference(desk: Desk) -> None:
    desk.post("bai", "Chào mừng đại hội lần thứ nhất")
    desk.as_("binh").post("/approvals/yes", {"seen": seen(desk, entry="bai")})
    desk.post("bai", "Chào mừng đại hội lần thứ hai")
    page = soup(desk.as_("binh").get("/approvals", {"entry": "bai"}))
    assert [one.text.strip() for one in page.select("del")] == ["nhất"]
    assert [one.text.strip() for one in page.select("ins")] == ["hai"]
    assert "Lò Văn Bình đã duyệt bản trước" in " ".join(page.get_text(" ").split())


def test_the_picture_is_there_at_full_size(desk: Desk) -> None:
    desk.post("bai", front='card = "slogan"')
    client = desk.as_("binh")
    picture = soup(client.get("/approvals", {"entry": "bai"})).select_one(".fb-pictures img")
    assert picture
    import io

    from PIL import Image

    raw = client.get(str(picture["src"])).content
    with Image.open(io.BytesIO(raw)) as image:
        assert image.size == (1080, 1350)


def test_pages_of_two_units_are_two_looks(desk: Desk) -> None:
    desk.post("bai", "Chào {unit}!", front='pages = ["lai-chau", "thanh-pho"]\ncard = "slogan"')
    page = soup(desk.as_("chi").get("/approvals", {"entry": "bai"}))
    names = [one.text for one in page.select(".fb-head b")]
    assert names == ["Liên đoàn Lao động tỉnh Lai Châu", "Liên đoàn Lao động thành phố Lai Châu"]
    assert len(soup(desk.as_("binh").get("/approvals", {"entry": "bai"})).select(".fb-head b")) == 1


def test_what_is_sent_back_waits_for_its_writer_with_the_comment(desk: Desk) -> None:
    row = desk.post("bai", "Lời đầu")
    desk.as_("binh").post("/approvals/no", {"keys": str(row.pk), "comment": "Thiếu tên đơn vị"})
    assert not seen(desk, entry="bai")
    assert "Thiếu tên đơn vị" in words(desk.as_("an").get("/"))
    desk.post("bai", "Lời đã sửa")
    assert seen(desk, entry="bai")


def test_sending_back_needs_a_reason(desk: Desk) -> None:
    row = desk.post("bai")
    desk.as_("binh").post("/approvals/no", {"keys": str(row.pk), "comment": "  "})
    row.refresh_from_db()
    assert row.sent_back == ""


def test_an_approved_post_can_still_be_sent_back(desk: Desk) -> None:
    row = desk.post("bai")
    desk.as_("binh").post("/approvals/yes", {"seen": seen(desk, entry="bai")})
    desk.as_("binh").post("/approvals/no", {"keys": str(row.pk), "comment": "Khoan đã"})
    row.refresh_from_db()
    assert (row.state, row.approved_digest, row.sent_back) == ("planned", "", "Khoan đã")


def test_the_writer_may_ask_again_without_a_change(desk: Desk) -> None:
    row = desk.post("bai")
    desk.as_("binh").post("/approvals/no", {"keys": str(row.pk), "comment": "Sao lại thế?"})
    desk.as_("an").post("/deliveries/ask-again", {"keys": str(row.pk)})
    assert seen(desk, entry="bai")


def flip(desk: Desk, last: int) -> None:
    client = desk.as_("binh")
    desk.flipper = client  # type: ignore[attr-defined]
    for number in range(last):
        client.get("/approvals/flip", {"campaign": "thang", "number": str(number)})


def states(desk: Desk) -> list[str]:
    return sorted(Delivery.objects.filter(campaign="thang").values_list("state", flat=True))


def test_a_campaign_is_approved_after_flipping_through_it(desk: Desk) -> None:
    count = Delivery.objects.filter(campaign="thang").count()
    assert count == 3
    flip(desk, count)
    desk.flipper.post("/approvals/flip/yes", {"campaign": "thang"})  # type: ignore[attr-defined]
    assert states(desk) == ["approved"] * 3


def test_only_what_was_flipped_through_is_approved(desk: Desk) -> None:
    flip(desk, 1)
    desk.flipper.post("/approvals/flip/yes", {"campaign": "thang"})  # type: ignore[attr-defined]
    assert "planned" in states(desk)
    assert "approved" in states(desk)


def test_nothing_is_approved_without_flipping(desk: Desk) -> None:
    desk.as_("binh").post("/approvals/flip/yes", {"campaign": "thang"})
    assert states(desk) == ["planned"] * 3


def test_the_record_names_document_person_time_and_content(desk: Desk) -> None:
    flip(desk, 3)
    desk.flipper.post("/approvals/flip/yes", {"campaign": "thang"})  # type: ignore[attr-defined]
    said = words(desk.as_("binh").get("/approvals/record", {"campaign": "thang"}))
    for part in (
        "438/KH-LĐLĐ",
        "Lò Văn Bình",
        "14/04/2027 08:00:00",
        "Nhiệt liệt hưởng ứng Tháng Công nhân năm 2027!",
    ):
        assert part in said, part


def test_the_record_keeps_a_yes_that_was_withdrawn(desk: Desk) -> None:
    desk.post("bai", "Lời đầu")
    desk.as_("binh").post("/approvals/yes", {"seen": seen(desk, entry="bai")})
    desk.post("bai", "Lời khác")
    said = words(desk.as_("binh").get("/approvals/record"))
    assert "Lời đầu" in said
    assert "đã thay đổi sau khi duyệt" in said


def test_ten_more_deliveries_cost_no_more_queries(desk: Desk) -> None:
    for number in range(3):
        desk.post(f"bai{number}")
    few = queries(lambda: desk.as_("binh").get("/approvals"))
    for number in range(3, 13):
        desk.post(f"bai{number}")
    assert queries(lambda: desk.as_("binh").get("/approvals")) <= few


def test_what_cannot_be_shown_cannot_be_approved(desk: Desk) -> None:
    row = desk.post("bai", "x " * 400, front='card = "slogan"')
    assert not seen(desk, entry="bai")
    assert "Không dựng được ảnh" in words(desk.as_("binh").get("/approvals", {"entry": "bai"}))
    item = approvals.shown(row, serving().config.pages["lai-chau"], serving().pictures)
    assert isinstance(item, Waiting)
    desk.as_("binh").post("/approvals/yes", {"seen": f"{row.pk}:{item.digest}"})
    row.refresh_from_db()
    assert row.state == "planned"


@pytest.mark.parametrize(
    "columns",
    [{"state": "publishing"}, {"state": "published"}, {"state": "approved", "lease_owner": "x"}],
)
def test_what_is_under_way_or_public_is_not_sent_back(desk: Desk, columns: dict[str, str]) -> None:
    row = desk.post("bai")
    Delivery.objects.filter(pk=row.pk).update(**columns)
    response = desk.as_("binh").post(
        "/approvals/no", {"keys": str(row.pk), "comment": "Khoan"}, follow=True
    )
    assert "không trả lại được" in words(response)
    row.refresh_from_db()
    assert (row.state, row.sent_back) == (columns["state"], "")
