"""Following: the board, a delivery's story, what was missed, freezes, the log, pages, media, brands."""

import io
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import responses
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from publisher.domain.delivery import Hold, State
from publisher.domain.reason import reason
from publisher.domain.secret import Secret
from publisher.store.models import (
    Action,
    Approval,
    Delivery,
    Freeze,
    PageState,
    StoredToken,
    Upload,
)
from publisher.store.reason_columns import ASKS
from publisher.web.shared.context import serving
from tests.web.counting import queries
from tests.web.desk import NOW, Desk, soup, words


def put(row: Delivery, **columns: object) -> Delivery:
    Delivery.objects.filter(pk=row.pk).update(**columns)
    row.refresh_from_db()
    return row


def late(desk: Desk, name: str = "bai") -> Delivery:
    row = desk.post(name)
    return put(
        row,
        state="held",
        hold=Hold.TOO_LATE.value,
        held_from="approved",
        reason="Đã quá giờ đăng.",
        next_step="Xem và quyết định bằng “publisher missed”: đăng ngay, dời giờ hoặc bỏ.",
    )


def test_a_post_that_repeats_another_keeps_its_time_with_one_click(desk: Desk) -> None:
    desk.post("mot", "Mời họp lúc 8 giờ.")
    copy = desk.post("hai", "Mời họp lúc 8 giờ!", at="2027-04-16T09:05")
    due, client = copy.due_at, desk.as_("em")
    page = soup(client.get(f"/deliveries/{copy.pk}"))
    button = page.find("button", string=lambda text: text and text.strip() == "Giữ giờ này")
    form = button.find_parent("form") if button else None
    assert form
    fields = {str(one["name"]): str(one["value"]) for one in form.find_all("input")}
    client.post(str(form["action"]), fields)
    copy.refresh_from_db()
    assert (copy.state, copy.hold, copy.due_at, copy.moved_from) == ("planned", "", due, None)


def test_a_post_that_the_page_shows_already_is_noted_as_published(desk: Desk) -> None:
    address = "https://www.facebook.com/1_2"
    why = reason("delivery.shown", at=NOW, address=address)
    row = desk.post("tin")
    shown = {"state": "held", "hold": "shown", "post_id": "1_2", "permalink": address}
    put(row, **shown, held_from="planned", reason=why, next_step=ASKS)
    client = desk.as_("em")
    page = soup(client.get(f"/deliveries/{row.pk}"))
    assert page.select_one(f"a[href='{address}']")
    button = page.find("button", string=lambda text: text and text.strip() == "Đã đăng rồi")
    form = button.find_parent("form") if button else None
    assert form
    fields = {str(one["name"]): str(one["value"]) for one in form.find_all("input")}
    client.post(str(form["action"]), fields)
    row.refresh_from_db()
    assert (row.state, row.published_at) == ("published", NOW)


def test_a_post_of_the_past_that_repeats_another_has_no_time_to_keep(desk: Desk) -> None:
    copy = put(desk.post("hai"), state="held", hold="repeated", due_at=NOW - timedelta(minutes=5))
    assert "Giữ giờ này" not in words(desk.as_("em").get(f"/deliveries/{copy.pk}"))


TROUBLES: dict[str, tuple[dict[str, Any], str]] = {
    "missed": (
        {"state": "held", "hold": "too_late", "reason": "Đã quá giờ.", "next_step": "Chọn."},
        "Quyết định",
    ),
    "uncertain": (
        {"state": "held", "hold": "uncertain", "reason": "Chưa rõ.", "next_step": "Xem."},
        "Quyết định",
    ),
    "parked": (
        {"state": "held", "hold": "page_parked", "reason": "Mã hết hạn.", "next_step": "Xin mã."},
        "Kết nối lại trang",
    ),
    "refused": ({"state": "refused", "reason": "Trùng bài.", "next_step": "Đổi lời."}, "Sửa bài"),
    "unknown": (
        {"state": "unknown", "reason": "Chưa rõ.", "due_at": NOW - timedelta(hours=1)},
        "Xem diễn biến",
    ),
    "comment": (
        {"state": "published", "reason": "Bình luận chưa gửi.", "next_step": "Gửi tay."},
        "Xem diễn biến",
    ),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_each_problem_has_one_sentence_and_one_button(desk: Desk, name: str) -> None:
    columns, label = TROUBLES[name]
    put(desk.post("bai"), **columns)
    found = soup(desk.as_("em").get("/")).select("#trouble > ul > li")
    assert len(found) == 1
    assert [one.text for one in found[0].select("a.button")] == [label]
    assert str(columns["reason"]) in found[0].text


def test_the_desk_never_sends_anybody_to_the_command_line(desk: Desk) -> None:
    row = late(desk)
    for path in ("/", "/missed", f"/deliveries/{row.pk}"):
        assert "“publisher " not in words(desk.as_("em").get(path)), path


def test_a_frozen_delivery_is_no_problem_of_its_own(desk: Desk) -> None:
    put(desk.post("bai"), state="held", hold="frozen", held_from="approved")
    assert not soup(desk.as_("em").get("/")).select("#trouble")


def test_what_was_missed_is_sent_now_by_a_word(desk: Desk) -> None:
    row = late(desk)
    desk.now += timedelta(days=1, hours=3)
    desk.as_("em").post("/deliveries/now", {"keys": str(row.pk)})
    row.refresh_from_db()
    assert (row.state, row.due_at) == ("approved", desk.now)
    assert desk.pokes == 1


def test_what_was_missed_is_moved_together(desk: Desk) -> None:
    rows = [late(desk, "a"), late(desk, "b")]
    desk.as_("em").post(
        "/deliveries/move", {"keys": [str(row.pk) for row in rows], "at": "2027-04-20T09:00"}
    )
    assert {str(row.due_at) for row in Delivery.objects.filter(entry_id__in=["a", "b"])} == {
        "2027-04-20 02:00:00+00:00"
    }


def test_a_refused_post_is_sent_again_as_it_is(desk: Desk) -> None:
    row = put(desk.post("bai"), state="refused", reason="x", next_step="y")
    desk.as_("em").post("/deliveries/retry", {"keys": str(row.pk)})
    row.refresh_from_db()
    assert (row.state, str(row.reason)) == ("approved", "")


def test_the_story_tells_every_step_with_its_person(desk: Desk) -> None:
    row = desk.post("bai")
    row.attempts.create(
        step="create_draft",
        started_at=desk.now,
        finished_at=desk.now,
        outcome="refused",
        code=506,
        detail="Trùng bài.",
    )
    desk.as_("binh").post("/approvals/no", {"keys": str(row.pk), "comment": "Sửa chữ đầu"})
    said = words(desk.as_("an").get(f"/deliveries/{row.pk}"))
    assert "tạo bài nháp: bị từ chối sau 0,0 giây (mã 506): Trùng bài." in said
    assert "Lò Văn Bình trả lại: Sửa chữ đầu" in said


def test_a_freeze_needs_a_reason_and_shows_on_every_page(desk: Desk) -> None:
    client = desk.as_("binh")
    assert client.post("/freezes", {"extent": "unit:lai-chau", "reason": ""}).status_code == 422
    client.post("/freezes", {"extent": "unit:lai-chau", "reason": "Quốc tang"})
    assert "Quốc tang" in words(desk.as_("an").get("/calendar"))
    assert "Quốc tang" not in words(desk.as_("dung").get("/calendar"))
    client.post(f"/freezes/{Freeze.objects.get().pk}/end")
    assert "Quốc tang" not in words(desk.as_("an").get("/calendar"))


@pytest.mark.parametrize("extent", ["all:", "unit:thanh-pho", "unit:", "campaign:", "x"])
def test_an_approver_stops_nothing_but_their_own(desk: Desk, extent: str) -> None:
    assert desk.as_("binh").post("/freezes", {"extent": extent, "reason": "x"}).status_code in (
        403,
        404,
        422,
    )
    assert not Freeze.objects.exists()


def test_only_who_may_everywhere_stops_everything(desk: Desk) -> None:
    desk.as_("chi").post("/freezes", {"extent": "all:", "reason": "Quốc tang"})
    assert Freeze.objects.get().unit == ""


def test_the_log_is_filtered(desk: Desk) -> None:
    row = desk.post("bai")
    desk.as_("binh").post("/approvals/no", {"keys": str(row.pk), "comment": "Sửa chữ đầu"})
    desk.as_("binh").post("/freezes", {"extent": "unit:lai-chau", "reason": "Bão"})
    for query, there, gone in (
        ({"what": "freeze"}, "Bão", "Sửa chữ đầu"),
        ({"text": "chữ đầu"}, "Sửa chữ đầu", "Bão"),
        ({"by": "Ai khác"}, "Không có gì khớp", "Bão"),
        ({"until": "2027-04-13"}, "Không có gì khớp", "Bão"),
    ):
        rows = soup(desk.as_("an").get("/log", query)).select_one("tbody")
        assert rows
        assert there in rows.text, query
        assert gone not in rows.text, query


def test_page_health_names_what_is_wrong_first(desk: Desk) -> None:
    PageState.objects.create(
        page="thanh-pho",
        parked_at=desk.now,
        reason="Mã truy cập hết hạn.",
        usage=80,
        usage_at=desk.now,
    )
    found = [one.text for one in soup(desk.as_("chi").get("/pages")).select("ul.list > li")]
    assert "Mã truy cập hết hạn." in found[0] + found[1]
    assert "hạn mức Facebook đã dùng 80 %" in " ".join(" ".join(found).split())


def test_a_pasted_token_is_kept_sealed_and_shown_nowhere(desk: Desk) -> None:
    with responses.RequestsMock() as facebook:
        facebook.get("http://127.0.0.1:9/v26.0/me", json={"id": "1001", "name": "LĐLĐ tỉnh"})
        response = desk.as_("hoa").post("/pages/lai-chau/connect", {"token": "EAABsecret123"})
    assert "đã lưu mã truy cập" in words(response)
    assert b"EAABsecret123" not in response.content
    assert b"EAABsecret123" not in bytes(StoredToken.objects.get().ciphertext)
    assert Action.objects.get(what="connect").page == "lai-chau"


def test_a_token_that_facebook_refuses_is_not_kept(desk: Desk) -> None:
    with responses.RequestsMock() as facebook:
        body = {"error": {"message": "x", "code": 190, "type": "OAuthException"}}
        facebook.get("http://127.0.0.1:9/v26.0/me", json=body, status=400)
        response = desk.as_("hoa").post("/pages/lai-chau/connect", {"token": "EAABsecret123"})
    assert response.status_code == 422
    assert b"EAABsecret123" not in response.content
    assert not StoredToken.objects.exists()


def test_media_are_found_by_name_and_description(desk: Desk) -> None:
    for name, alt in (("le-phat-dong.jpg", "Lễ phát động"), ("tang-qua.jpg", "Tặng quà đoàn viên")):
        Upload.objects.create(
            file=name,
            sha256=name,
            width=1,
            height=1,
            size=1,
            alt_text=alt,
            unit="lai-chau",
            by="An",
            at=desk.now,
        )
    for text in ("quà", "tang-qua"):
        found = soup(desk.as_("an").get("/media", {"text": text})).select("article strong")
        assert [one.text for one in found] == ["tang-qua.jpg"]


def test_a_campaign_shows_how_far_it_is(desk: Desk) -> None:
    rows = list(Delivery.objects.filter(campaign="thang").order_by("pk"))
    put(rows[0], state="published")
    page = soup(desk.as_("an").get("/campaigns/thang"))
    progress = page.select_one("progress")
    assert progress
    assert (progress["value"], progress["max"]) == ("1", "3")
    assert "Tháng Công nhân năm 2027" in page.text
    assert "Nhiệt liệt hưởng ứng Tháng Công nhân năm 2027!" in page.text


def logo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGBA", (300, 300), (200, 0, 0, 128)).save(out, "PNG")
    return SimpleUploadedFile("logo.png", out.getvalue())


def colors(**changes: str) -> dict[str, object]:
    from publisher.features.media.brand_editor import colors_of

    now = colors_of(serving().pictures.brand_store, serving().config.units["lai-chau"]) | changes
    return {f"color-{role}": value for role, value in now.items()}


def test_a_unit_draws_its_own_brand_and_emblem_at_once(desk: Desk) -> None:
    row = desk.post("bai", front='card = "slogan"')
    before = desk.as_("em").get(f"/pictures/{row.pk}/{row.revision_id}/0/full.jpg").content
    desk.as_("em").post(
        "/brands/lai-chau", colors(ground="#5A1E6B") | {"lines": "LĐLĐ\nLai Châu", "logo": logo()}
    )
    after = desk.as_("em").get(f"/pictures/{row.pk}/{row.revision_id}/0/full.jpg").content
    assert before != after
    desk.as_("em").post("/brands/lai-chau/reset")
    assert desk.as_("em").get(f"/pictures/{row.pk}/{row.revision_id}/0/full.jpg").content == before


def test_colours_that_cannot_be_read_are_refused_by_name(desk: Desk) -> None:
    response = desk.as_("em").post("/brands/lai-chau", colors(ground="#EEEEEE"))
    assert response.status_code == 422
    assert "chữ trên nền đậm trên nền chính chỉ 1,2:1" in words(response)


@pytest.mark.parametrize("raw", [b"no picture", b"GIF89a", b"<svg/>"])
def test_an_emblem_that_is_no_picture_is_refused(desk: Desk, raw: bytes) -> None:
    response = desk.as_("em").post(
        "/brands/lai-chau", colors() | {"logo": SimpleUploadedFile("l.png", raw)}
    )
    assert response.status_code == 422
    assert not (desk.folder / "data" / "brands").exists()


def test_an_emblem_that_breaks_off_in_the_middle_of_its_pixels_is_refused(desk: Desk) -> None:
    whole = logo().read()
    at = whole.index(b"IDAT")
    # The rest of the pixels is where the next part should begin, with a name that is none.
    part = (30).to_bytes(4, "big") + whole[at : at + 34] + b"\0" * 4
    raw = whole[: at - 4] + part + b"M\xfc\x00\x01\x1d\xc5w@" * 40
    response = desk.as_("em").post(
        "/brands/lai-chau", colors() | {"logo": SimpleUploadedFile("l.png", raw)}
    )
    assert response.status_code == 422
    assert "không phải ảnh PNG, JPEG hay WebP; chọn tệp khác" in words(response)


def test_an_emblem_of_many_millions_of_pixels_is_refused_with_what_to_do(desk: Desk) -> None:
    out = io.BytesIO()
    Image.new("1", (8000, 8000)).save(out, "PNG")
    raw = SimpleUploadedFile("l.png", out.getvalue())
    response = desk.as_("em").post("/brands/lai-chau", colors() | {"logo": raw})
    assert response.status_code == 422
    assert "Biểu trưng quá lớn; xuất lại với cạnh dài khoảng 1.000 điểm ảnh." in words(response)
    assert not (desk.folder / "data" / "brands").exists()


@pytest.mark.parametrize(("ending", "head"), [("jpg", b"\xff\xd8"), ("png", b"\x89PNG")])
def test_a_card_is_downloaded_as_jpeg_and_png(desk: Desk, ending: str, head: bytes) -> None:
    row = desk.post("bai", front='card = "slogan"')
    response = desk.as_("an").get(f"/deliveries/{row.pk}/0.{ending}")
    assert response.content.startswith(head)
    assert "attachment" in response["Content-Disposition"]


def test_a_banner_is_downloaded_for_print(desk: Desk) -> None:
    row = desk.post("bai", front='card = "slogan"')
    page = soup(desk.as_("an").get(f"/deliveries/{row.pk}/print"))
    link = page.select_one("ul.list a")
    assert link
    assert (
        desk.as_("an").get(f"/deliveries/{row.pk}/print{link['href']}").content.startswith(b"%PDF")
    )


def test_ten_more_rows_cost_no_more_queries(desk: Desk) -> None:
    def fill(first: int, last: int) -> None:
        for number in range(first, last):
            row = late(desk, f"l{number}")
            Approval.objects.create(
                delivery=row,
                revision=row.revision,
                digest="x",
                by="B",
                at=desk.now,
                due_at=desk.now,
            )
            Upload.objects.create(
                file=f"a{number}.jpg",
                sha256=f"{number}",
                width=1,
                height=1,
                size=1,
                unit="lai-chau",
                by="An",
                at=desk.now,
            )
            desk.post(f"p{number}")
            Action.objects.create(at=desk.now, by="An", what="write", unit="lai-chau")

    paths = (
        "/",
        "/calendar?on=2027-04-15",
        "/calendar?view=week&on=2027-04-15",
        "/calendar?view=agenda&on=2027-04-15",
        "/missed",
        "/log",
        "/media",
        "/campaigns",
        "/campaigns/thang",
        "/pages",
        "/approvals/record",
        "/people",
        "/drafts",
        "/suggestions",
        "/report",
        "/campaigns/plans",
    )
    fill(0, 2)
    client = desk.as_("chi")
    few = {path: queries(partial(client.get, path)) for path in paths}
    fill(2, 12)
    many = {path: queries(partial(client.get, path)) for path in paths}
    # PageTokens asks every two seconds, whoever comes.
    assert {
        path: count for path, count in many.items() if count > few[path] + (path == "/pages")
    } == {}


def test_states_have_a_word_and_a_colour_of_their_own(desk: Desk) -> None:
    from publisher.web.templatetags.desk import state_class, state_word

    row = desk.post("bai")
    for state in State:
        row.state = state.value
        assert state_word(row)
        assert state_class(row)


@pytest.mark.parametrize("what", ["edit", "remove"])
def test_a_public_post_is_amended_by_editors_only(desk: Desk, what: str) -> None:
    row = put(desk.post("bai"), state="published", post_id="1_2")
    data = {"text": "Lời khác", "reason": "Sai"}
    assert desk.as_("an").post(f"/deliveries/{row.pk}/{what}", data).status_code == 403
    assert desk.as_("dung").post(f"/deliveries/{row.pk}/{what}", data).status_code == 404
    said = words(desk.as_("em").post(f"/deliveries/{row.pk}/{what}", data, follow=True))
    assert "kết nối trang rồi thử lại" in said


def test_a_public_post_gets_other_words_at_facebook(desk: Desk) -> None:
    desk.serve(token=lambda _page: Secret("bi-mat-cua-trang"))
    row = put(desk.post("bai"), state="published", post_id="1001_2")
    with responses.RequestsMock() as facebook:
        facebook.post("http://127.0.0.1:9/v26.0/1001_2", json={"success": True})
        desk.as_("em").post(f"/deliveries/{row.pk}/edit", {"text": "Lời khác"})
        assert "L%E1%BB%9Di+kh%C3%A1c" in str(facebook.calls[0].request.body)
    assert Action.objects.get(what="edit").detail.said().endswith("Lời khác")
    row.refresh_from_db()
    assert row.edited_at
