"""The composer writes the files that people write, never over a change that was not seen, and loses nothing."""

import json
import re
import uuid
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from publisher.queuefiles.schema import LONGEST_COMMENT, PostKeys, title_of
from publisher.store.models import Action, Delivery, Draft, Upload
from tests.films import a_film
from tests.web.desk import Desk, soup, words


def fields(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "post",
        "text": "Chúc mừng ngày hội của người lao động!",
        "pages": ["lai-chau"],
        "when": "at",
        "at": "2027-05-01T07:30",
    } | changes


def opened(desk: Desk, login: str, entry: str) -> dict[str, str]:
    """The fields of the composer as the page sends them."""
    page = soup(desk.as_(login).get("/compose", {"entry": entry}))
    found = {
        str(one["name"]): str(one.get("value", ""))
        for one in page.select("#composer input[type=hidden]")
    }
    text = page.select_one("#text")
    assert text
    photos = page.select_one("#photos-now")
    return found | {"text": text.text.strip(), "photos": photos.text if photos else "[]"}


def test_a_post_becomes_a_file_and_a_delivery_that_waits(desk: Desk) -> None:
    response = desk.as_("an").post(
        "/compose", fields(hashtags="#Thang5 CongDoan", first_comment="Xem thêm")
    )
    row = Delivery.objects.get(entry_id__startswith="2027-05-01")
    assert response["Location"] == f"/deliveries/{row.pk}"
    assert (row.state, row.page, row.due_at.isoformat()) == (
        "planned",
        "lai-chau",
        "2027-05-01T00:30:00+00:00",
    )
    assert desk.file("posts/2027-05-01-chuc-mung-ngay-hoi-cua-nguoi-lao-dong.md") == (
        '+++\npages = ["lai-chau"]\nat = 2027-05-01T07:30:00\n'
        'hashtags = ["Thang5", "CongDoan"]\nfirst_comment = "Xem thêm"\n+++\nChúc mừng ngày hội của người lao động!\n'
    )


def test_who_wrote_it_is_in_the_log(desk: Desk) -> None:
    desk.as_("an").post("/compose", fields())
    assert list(Action.objects.values_list("what", "by", "login", "unit")) == [
        ("write", "Nguyễn Thị An", "an", "lai-chau")
    ]


def test_everything_that_is_missing_is_said_in_the_words_of_the_desk(desk: Desk) -> None:
    response = desk.as_("an").post("/compose", fields(text="", pages=[]))
    said = words(response)
    assert response.status_code == 422
    assert "Chọn ít nhất một trang." in said
    assert "Viết lời bài, hoặc thêm ảnh, đường dẫn." in said
    assert not list((desk.folder / "queue" / "posts").glob("*.md"))


def test_what_was_typed_stands_in_the_form_after_a_refusal(desk: Desk) -> None:
    page = words(desk.as_("an").post("/compose", fields(pages=[], text="Một câu dài đã gõ")))
    assert "Một câu dài đã gõ" in page


def test_nobody_queues_for_a_page_of_another_unit(desk: Desk) -> None:
    assert (
        desk.as_("an").post("/compose", fields(pages=["lai-chau", "thanh-pho"])).status_code == 403
    )
    assert not list((desk.folder / "queue" / "posts").glob("*.md"))


def test_the_word_for_all_pages_is_for_those_who_write_everywhere(desk: Desk) -> None:
    assert desk.as_("binh").post("/compose", fields(pages=["*"])).status_code == 403
    assert desk.as_("chi").post("/compose", fields(pages=["*"])).status_code == 302


def test_a_change_keeps_comments_and_what_nobody_changed(desk: Desk) -> None:
    desk.post("bai", front='max_late = "1h" # sáng thôi\nplacement = "feed"')
    data = fields() | opened(desk, "em", "bai") | {"text": "Lời mới", "max_late": "60"}
    assert desk.as_("em").post("/compose", data).status_code == 302
    assert 'max_late = "1h" # sáng thôi' in desk.file("posts/bai.md")
    assert desk.file("posts/bai.md").endswith("+++\nLời mới\n")


def test_the_only_page_there_is_is_ticked_for_a_file_that_does_not_name_it(desk: Desk) -> None:
    file = desk.folder / "queue" / "posts" / "bai.md"
    file.write_text("+++\nat = 2027-05-01T07:30:00\n+++\nChào\n", encoding="utf-8")
    desk.with_one_page()
    page = soup(desk.as_("em").get("/compose", {"entry": "bai"}))
    boxes = page.select('[name="pages"]')
    assert [box["value"] for box in boxes if box.has_attr("checked")] == ["lai-chau"]
    data = fields() | opened(desk, "em", "bai") | {"text": "Lời mới", "pages": ["lai-chau"]}
    assert desk.as_("em").post("/compose", data).status_code == 302
    assert "pages" not in desk.file("posts/bai.md")


def test_a_writer_changes_only_what_they_wrote(desk: Desk) -> None:
    desk.post("bai")
    assert desk.as_("an").get("/compose", {"entry": "bai"}).status_code == 403
    desk.as_("an").post("/compose", fields())
    own = Delivery.objects.get(entry_id__startswith="2027-05-01").entry_id
    assert desk.as_("an").get("/compose", {"entry": own}).status_code == 200


def test_a_change_by_somebody_else_is_not_overwritten_but_shown_beside_ours(desk: Desk) -> None:
    desk.post("bai", "Lời đầu")
    data = fields() | opened(desk, "em", "bai") | {"text": "Lời của Em"}
    desk.post("bai", "Lời của người khác")
    response = desk.as_("em").post("/compose", data)
    assert response.status_code == 409
    page = words(response)
    assert "Lời của Em" in page
    assert "Lời của người khác" in page
    assert "Lời của người khác" in desk.file("posts/bai.md")


def test_having_seen_both_one_may_overwrite(desk: Desk) -> None:
    desk.post("bai", "Lời đầu")
    data = fields() | opened(desk, "em", "bai") | {"text": "Lời của Em"}
    desk.post("bai", "Lời của người khác")
    page = BeautifulSoup(desk.as_("em").post("/compose", data).content, "html.parser")
    seen = page.select_one("input[name=seen]")
    assert seen
    assert desk.as_("em").post("/compose", data | {"seen": str(seen["value"])}).status_code == 302
    assert "Lời của Em" in desk.file("posts/bai.md")


def test_a_post_for_all_pages_stays_one_while_that_is_ticked(desk: Desk) -> None:
    desk.post("bai", front='pages = ["*"]')
    data = (
        fields()
        | opened(desk, "chi", "bai")
        | {"text": "Lời mới", "pages": ["*", "lai-chau", "thanh-pho"]}
    )
    assert desk.as_("chi").post("/compose", data).status_code == 302
    assert 'pages = ["*"]' in desk.file("posts/bai.md")
    data = fields() | opened(desk, "chi", "bai") | {"pages": ["lai-chau"]}
    desk.as_("chi").post("/compose", data)
    assert 'pages = ["lai-chau"]' in desk.file("posts/bai.md")


def test_an_article_of_a_list_is_changed_in_its_own_line(desk: Desk) -> None:
    path = desk.folder / "queue" / "links" / "2027-04.md"
    front = '+++\npages = ["lai-chau"]\n+++\n'
    path.write_text(
        f"{front}- https://bao.example/a | Lời A | Tiêu đề A\n- https://bao.example/b | Lời B\n",
        encoding="utf-8",
    )
    desk.plan()
    entry = next(entry for entry in desk.queue().entries if entry.link == "https://bao.example/a")
    data = opened(desk, "em", entry.id) | {
        "text": "Lời mới",
        "link": entry.link,
        "headline": "Tiêu đề A",
        "publication": "",
    }
    assert desk.as_("em").post("/compose", data).status_code == 302
    assert desk.file("links/2027-04.md") == (
        f"{front}- https://bao.example/a | Lời mới | Tiêu đề A\n- https://bao.example/b | Lời B\n"
    )


def test_a_slogan_is_added_to_its_campaign(desk: Desk) -> None:
    data = {"kind": "slogan", "campaign": "thang", "text": "Mỗi ngày một niềm vui\nlao động!"}
    assert desk.as_("an").post("/compose", data).status_code == 302
    assert desk.file("campaigns/thang.md").endswith(
        "- Công đoàn vì quyền lợi của người lao động!\n- Mỗi ngày một niềm vui lao động!\n"
    )


def test_a_slogan_is_changed_in_its_own_line(desk: Desk) -> None:
    entry = desk.queue().campaigns[0].slogans[0]
    data = opened(desk, "em", entry.id) | {"text": "Hưởng ứng Tháng Công nhân năm {year}!"}
    assert desk.as_("em").post("/compose", data).status_code == 302
    texts = [slogan.text for slogan in desk.queue().campaigns[0].slogans]
    assert texts == [
        "Hưởng ứng Tháng Công nhân năm {year}!",
        "Công đoàn vì quyền lợi của người lao động!",
    ]


def test_the_same_article_is_not_queued_twice(desk: Desk) -> None:
    data = fields(kind="link", link="https://laodong.vn/bai-1.html", headline="Tiêu đề")
    assert desk.as_("an").post("/compose", data).status_code == 302
    response = desk.as_("an").post("/compose", data)
    assert response.status_code == 422
    assert "đã có trong hàng đợi" in words(response)


def test_a_deleted_post_is_taken_back_whole(desk: Desk) -> None:
    desk.post("bai", "Lời quý", front="# ghi chú")
    before = desk.file("posts/bai.md")
    client = desk.as_("em")
    client.post("/compose/delete", opened(desk, "em", "bai"))
    assert Delivery.objects.get(entry_id="bai").state == "cancelled"
    action = Action.objects.get(what="delete")
    client.post(f"/undo/{action.pk}")
    assert desk.file("posts/bai.md") == before
    assert Delivery.objects.get(entry_id="bai").state == "planned"


def test_a_deleted_slogan_comes_back_too(desk: Desk) -> None:
    entry = desk.queue().campaigns[0].slogans[0]
    client = desk.as_("em")
    client.post("/compose/delete", opened(desk, "em", entry.id))
    assert len(desk.queue().campaigns[0].slogans) == 1
    client.post(f"/undo/{Action.objects.get(what='delete').pk}")
    assert {slogan.id for slogan in desk.queue().campaigns[0].slogans} >= {entry.id}


def test_a_draft_is_kept_as_typed_and_found_again(desk: Desk) -> None:
    name = uuid.uuid4()
    client = desk.as_("an")
    assert client.post(f"/drafts/{name}", fields(text="Đang viết dở")).status_code == 200
    assert "Đang viết dở" in words(client.get("/compose", {"draft": str(name)}))
    assert "Đang viết dở" in words(client.get("/drafts"))


def test_nobody_reads_or_overwrites_the_draft_of_another(desk: Desk) -> None:
    name = uuid.uuid4()
    desk.as_("an").post(f"/drafts/{name}", fields(text="Của An"))
    assert desk.as_("em").post(f"/drafts/{name}", fields(text="Của Em")).status_code == 404
    assert "Của An" not in words(desk.as_("em").get("/compose", {"draft": str(name)}))


def test_a_photo_of_the_gallery_joins_the_draft(desk: Desk) -> None:
    desk.photo("anh.jpg")
    Upload.objects.update(alt_text="Lễ")
    name = uuid.uuid4()
    client = desk.as_("an")
    client.post(f"/drafts/{name}", fields(text="Đang viết dở"))
    page = soup(client.get("/compose", {"draft": str(name), "photo": "anh.jpg"}, follow=True))
    assert "Đang viết dở" in page.text
    photos = page.select_one("#photos-now")
    assert photos
    assert [(one["file"], one["alt"]) for one in json.loads(photos.text)] == [("anh.jpg", "Lễ")]


def test_a_queued_draft_is_gone(desk: Desk) -> None:
    name = uuid.uuid4()
    client = desk.as_("an")
    client.post(f"/drafts/{name}", fields())
    client.post("/compose", fields(draft=str(name)))
    assert "Đang viết" not in words(client.get("/drafts"))
    assert "form" not in Draft.objects.get().body


def test_the_preview_shows_post_card_times_and_what_to_mend(desk: Desk) -> None:
    data = fields(text="Chào mừng công đoàn Việt nam", card="slogan", hashtags="#Thang5")
    page = soup(desk.as_("an").post("/compose/preview", data))
    picture = page.select_one(".fb-pictures img")
    assert picture
    assert str(picture["src"]).startswith("data:image/jpeg;base64,")
    assert picture["alt"] == "Chào mừng công đoàn Việt nam"
    assert "07:30 1/5" in page.get_text(" ")
    fix = page.select_one("[data-wrong]")
    assert fix
    assert (fix["data-wrong"], fix["data-right"]) == ("công đoàn Việt nam", "Công đoàn Việt Nam")


def test_the_preview_offers_plain_text_for_marks_of_markdown(desk: Desk) -> None:
    data = fields(text="Kính gửi\nXem [ở đây](https://a.vn) và **đến dự**", hashtags="#CоngDoan")
    fixes = soup(desk.as_("an").post("/compose/preview", data)).select("[data-wrong]")
    assert [(fix["data-wrong"], fix["data-right"]) for fix in fixes] == [
        ("Xem [ở đây](https://a.vn) và **đến dự**", "Xem ở đây: https://a.vn và đến dự"),
        ("CоngDoan", "CongDoan"),
    ]


def test_the_preview_of_a_next_slot_tells_which(desk: Desk) -> None:
    page = words(desk.as_("an").post("/compose/preview", fields(when="next")))
    assert "19:30 hôm nay" in page


def test_a_pasted_article_fills_headline_newspaper_and_picture(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    from PIL import Image

    from publisher.features.press.fetch import Article
    from publisher.web.composer import views as compose

    out = io.BytesIO()
    Image.new("RGB", (600, 315), "maroon").save(out, "JPEG")
    link = "https://bao.example/bai"
    monkeypatch.setattr(
        compose,
        "article",
        lambda url: Article(url, "Tiêu đề", "Báo Lao Động", "", "https://bao.example/a.jpg"),
    )
    monkeypatch.setattr(compose, "fetch_picture", lambda _url: out.getvalue())
    client = desk.as_("an")
    answer = client.post("/compose/link", {"link": link}).json()
    assert (answer["headline"], answer["publication"]) == ("Tiêu đề", "Báo Lao Động")
    data = fields(
        kind="link", link=link, headline=answer["headline"], link_picture=answer["photo"]["thumb"]
    )
    page = soup(client.post("/compose/preview", data))
    picture = page.select_one(".fb-link img")
    assert picture
    assert client.get(str(picture["src"])).status_code == 200


def test_the_preview_takes_no_picture_from_elsewhere(desk: Desk) -> None:
    data = fields(
        kind="link", link="https://bao.example/bai", link_picture="https://evil.example/x.png"
    )
    assert not soup(desk.as_("an").post("/compose/preview", data)).select(".fb-link img")


def test_a_link_that_cannot_be_read_is_told_and_the_rest_may_be_typed(desk: Desk) -> None:
    response = desk.as_("an").post("/compose/link", {"link": "http://127.0.0.1/"})
    assert response.status_code == 422
    assert response.json()["problem"]


def test_an_empty_form_is_no_mistake(desk: Desk) -> None:
    page = words(desk.as_("an").post("/compose/preview", {"kind": "post"}))
    assert "Còn thiếu" not in page


def test_a_long_text_is_cut_where_facebook_cuts_it(desk: Desk) -> None:
    page = soup(desk.as_("an").post("/compose/preview", fields(text="chữ " * 200)))
    rest = page.select_one(".rest-of-text")
    assert rest
    assert rest.has_attr("hidden")
    assert page.select_one("button.more")


@pytest.mark.parametrize("count", range(1, 11))
def test_albums_of_one_to_ten_are_laid_out(desk: Desk, count: int) -> None:
    for number in range(count):
        desk.photo(f"a{number}.jpg", color=f"rgb({number * 20}, 50, 90)")
    photos = [{"file": f"a{number}.jpg", "alt": ""} for number in range(count)]
    page = soup(desk.as_("an").post("/compose/preview", fields(photos=json.dumps(photos))))
    assert len(page.select(".fb-pictures img")) == min(count, 5)
    assert (f"+{count - 5}" in page.get_text()) == (count > 5)


def test_a_photo_is_uploaded_and_posted(desk: Desk) -> None:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (320, 200), "teal").save(out, "PNG")
    client = desk.as_("an")
    file = SimpleUploadedFile("Ảnh lễ.png", out.getvalue())
    answer = client.post(
        "/media/upload", {"file": file}, headers={"X-Requested-With": "fetch"}
    ).json()
    # A name that people know again, and that nobody guesses.
    assert re.fullmatch(r"anh-le-[0-9a-f]{12}\.png", answer["file"])
    assert client.get(answer["thumb"])["Content-Type"] == "image/jpeg"
    client.post("/compose", fields(photos=json.dumps([answer | {"alt": "Lễ phát động"}])))
    row = Delivery.objects.get(entry_id__startswith="2027-05-01")
    assert '"alt_text":"Lễ phát động"' in row.revision.body


@pytest.mark.parametrize(
    "raw",
    [b"GIF89a but no picture", b"<svg onload=alert(1)>", b"", b"\x89PNG\r\n\x1a\n" + b"0" * 99],
)
def test_what_is_no_picture_is_refused_by_decoding(desk: Desk, raw: bytes) -> None:
    file = SimpleUploadedFile("anh.jpg", raw, content_type="image/jpeg")
    response = desk.as_("an").post(
        "/media/upload", {"file": file}, headers={"X-Requested-With": "fetch"}
    )
    assert response.status_code == 422
    assert response.json()["problem"]
    assert not Upload.objects.exists()
    assert not list((desk.folder / "queue" / "photos").iterdir())


def test_a_photo_that_ends_the_process_that_opens_it_is_refused_and_the_next_is_taken(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from publisher.cards import isolation
    from tests.web.today.test_following import logo

    well = isolation._START
    monkeypatch.setattr(isolation, "_workers", isolation._Workers())
    monkeypatch.setattr(isolation, "_START", "import os; os.abort()")
    client, script = desk.as_("an"), {"X-Requested-With": "fetch"}
    response = client.post("/media/upload", {"file": logo()}, headers=script)
    assert response.status_code == 422
    assert "hãy mở ảnh rồi lưu lại thành JPEG" in response.json()["problem"]
    monkeypatch.setattr(isolation, "_START", well)
    assert client.post("/media/upload", {"file": logo()}, headers=script).status_code == 200
    isolation._workers.end()


def test_a_photo_of_too_many_pixels_is_refused_with_its_size_and_what_to_do(desk: Desk) -> None:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("1", (7000, 6500)).save(out, "PNG")
    file = SimpleUploadedFile("anh.png", out.getvalue())
    response = desk.as_("an").post(
        "/media/upload", {"file": file}, headers={"X-Requested-With": "fetch"}
    )
    assert response.status_code == 422
    assert "7000x6500 điểm ảnh là quá lớn; hãy thu nhỏ ảnh" in response.json()["problem"]


@pytest.mark.parametrize(
    "name", ["cua-thanh-pho.jpg", "../photos/cua-thanh-pho.jpg", "../posts/nhap.jpg"]
)
def test_a_photo_of_another_unit_is_not_used_by_naming_it(desk: Desk, name: str) -> None:
    desk.photo("cua-thanh-pho.jpg")
    Upload.objects.update(unit="thanh-pho")
    data = fields(photos=json.dumps([{"file": name, "alt": ""}]))
    assert not soup(desk.as_("an").post("/compose/preview", data)).select(".fb-pictures img")
    response = desk.as_("an").post("/compose", data)
    assert response.status_code == 422
    assert f"không có ảnh “{name}” trong kho ảnh của đơn vị" in words(response).lower()


def test_a_video_is_uploaded_chosen_and_posted_and_stays_while_it_is_used(desk: Desk) -> None:
    client = desk.as_("an")
    file = SimpleUploadedFile("Lễ ra quân.mp4", a_film())
    answer = client.post(
        "/media/upload", {"file": file}, headers={"X-Requested-With": "fetch"}
    ).json()
    assert re.fullmatch(r"le-ra-quan-[0-9a-f]{12}\.mp4", answer["video"])
    page = soup(client.get("/compose", {"photo": answer["video"]}))
    assert page.select(f'#video option[value="{answer["video"]}"][selected]')
    assert page.select("#photos-now")[0].text == "[]"
    sent = fields(more="1", video=answer["video"], placement="reel")
    assert client.post("/compose", sent).status_code == 302
    assert f'video = "{answer["video"]}"' in desk.file(
        "posts/2027-05-01-chuc-mung-ngay-hoi-cua-nguoi-lao-dong.md"
    )
    client.post(f"/media/{Upload.objects.get().pk}", {"discard": "1"})
    assert Upload.objects.exists()


def test_what_is_no_video_is_refused_by_its_boxes(desk: Desk) -> None:
    file = SimpleUploadedFile("phim.mp4", a_film()[:300])
    response = desk.as_("an").post(
        "/media/upload", {"file": file}, headers={"X-Requested-With": "fetch"}
    )
    assert response.status_code == 422
    assert "Không dùng được video này" in response.json()["problem"]
    assert not Upload.objects.exists()


def test_a_photo_that_a_post_uses_is_not_deleted(desk: Desk) -> None:
    desk.photo("anh.jpg")
    row = Upload.objects.get()
    desk.post("bai", front='photos = ["anh.jpg"]')
    client = desk.as_("an")
    client.post(f"/media/{row.pk}", {"discard": "1"})
    assert (desk.folder / "queue" / "photos" / "anh.jpg").exists()
    desk.as_("em").post("/compose/delete", opened(desk, "em", "bai"))
    client.post(f"/media/{row.pk}", {"discard": "1"})
    assert not (desk.folder / "queue" / "photos" / "anh.jpg").exists()


def test_pages_may_follow_each_other_some_minutes_apart(desk: Desk) -> None:
    desk.as_("chi").post("/compose", fields(pages=["lai-chau", "thanh-pho"], stagger="7"))
    times = Delivery.objects.filter(campaign="").order_by("due_at").values_list("due_at", flat=True)
    assert [time.strftime("%H:%M") for time in times] == ["00:30", "00:37"]
    assert 'stagger = "7m"' in desk.file(
        "posts/2027-05-01-chuc-mung-ngay-hoi-cua-nguoi-lao-dong.md"
    )


def test_the_minutes_between_pages_stand_in_the_form_again(desk: Desk) -> None:
    desk.post("bai", front='stagger = "90s"\npages = ["lai-chau", "thanh-pho"]')
    page = soup(desk.as_("chi").get("/compose", {"entry": "bai"}))
    assert page.select("#stagger")[0]["value"] == "1.5"


def test_a_word_in_the_place_of_minutes_is_refused(desk: Desk) -> None:
    said = words(
        desk.as_("chi").post("/compose", fields(pages=["lai-chau", "thanh-pho"], stagger="lâu"))
    )
    assert "không phải số phút" in said


def refused(desk: Desk, login: str, sent: dict[str, Any]) -> BeautifulSoup:
    """The composer as it answers what cannot be queued."""
    response = desk.as_(login).post("/compose", sent)
    assert response.status_code == 422
    return BeautifulSoup(response.content, "html.parser")


def test_the_minutes_between_pages_are_kept_while_no_time_is_set(desk: Desk) -> None:
    desk.post("bai", front='stagger = "90s"\npages = ["lai-chau", "thanh-pho"]')
    sent = fields(pages=["lai-chau", "thanh-pho"], when="next", stagger="1.5")
    desk.as_("chi").post("/compose", sent | {"entry": "bai", "text": "Lời mới"})
    assert 'stagger = "90s"' in desk.file("posts/bai.md")
    assert "Lời mới" in desk.file("posts/bai.md")


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"at": "hôm qua"}, "#at"),
        ({"since": "hôm qua"}, "#since"),
        ({"stagger": "lâu"}, "#stagger"),
        ({"text": "", "photos": "[]"}, "#text"),
        ({"link": "https://bao.vn/ a"}, "#link"),
        ({"first_comment": "a" * (LONGEST_COMMENT + 1)}, "#first_comment"),
        ({"card": "khong-co"}, "#card"),
        ({"card": "quote", "field-khong-co": "a"}, "#card"),
        ({"pages": []}, "#pages"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_the_list_above_leads_there(
    desk: Desk, wrong: dict[str, Any], place: str
) -> None:
    page = refused(desk, "chi", fields() | wrong)
    above = page.select_one(f'.banner.bad a[href="{place}"]')
    field = page.select_one(place)
    assert above
    assert field
    said = [page.select(f"#{name}")[0].text for name in str(field["aria-describedby"]).split()]
    assert above.text in " ".join(said)


def test_a_photo_that_is_not_there_is_told_where_photos_are_chosen(desk: Desk) -> None:
    photos = json.dumps([{"file": "khong-co.jpg", "alt": ""}])
    page = refused(desk, "an", fields(photos=photos))
    assert page.select('.banner.bad a[href="#files"]')
    assert page.select("#files")[0]["aria-describedby"] == "photos_error"
    assert "khong-co.jpg" in page.select("#photos_error")[0].text


def test_the_counter_of_the_comment_goes_as_far_as_the_reader(desk: Desk) -> None:
    page = soup(desk.as_("an").get("/compose"))
    most = int(str(page.select('[data-count="#first_comment"]')[0]["data-most"]))
    sent = fields(first_comment="a" * most)
    assert desk.as_("an").post("/compose", sent).status_code == 302
    assert (
        desk.as_("an").post("/compose", sent | {"first_comment": "a" * (most + 1)}).status_code
        == 422
    )


def test_titles_are_those_of_the_list_of_fields(desk: Desk) -> None:
    page = soup(desk.as_("an").get("/compose"))
    for name in ("headline", "publication", "first_comment"):
        assert page.select(f'label[for="{name}"]')[0].text == title_of(PostKeys, name).vi


def test_a_refusal_gives_back_every_field_as_it_was_typed(desk: Desk) -> None:
    typed = {
        "link": "https://bao.vn/bai?fbclid=1",
        "headline": "Ngày hội",
        "publication": "Báo Lao Động",
        "hashtags": "#Thang5, CongDoan",
        "since": "1963-04-15",
        "at": "2027-05-01T07:30",
        "stagger": "7",
    }
    sent = fields(pages=[], when="next", utm="1", hashtags_in="comment") | typed
    page = refused(desk, "chi", sent)
    assert {name: page.select(f"#{name}")[0]["value"] for name in typed} == typed
    assert page.select("[name=utm][checked]")
    assert page.select("[name=when][value=next][checked]")
    assert page.select("#hashtags_in option[value=comment][selected]")


def test_photos_of_a_post_stay_where_no_script_runs(desk: Desk) -> None:
    desk.photo("anh.jpg")
    desk.post("bai", front='photos = [{ file = "anh.jpg", alt = "Lễ ra quân" }]')
    page = soup(desk.as_("chi").get("/compose", {"entry": "bai"}))
    assert json.loads(str(page.select("[name=photos]")[0]["value"])) == [
        {"file": "anh.jpg", "alt": "Lễ ra quân"}
    ]


def test_a_card_asks_for_its_words_and_keeps_what_was_typed(desk: Desk) -> None:
    sent = fields(pages=[], card="quote") | {"field-who": "Bác Hồ"}
    page = refused(desk, "an", sent)
    assert page.select("#f-quote-field-who")[0]["value"] == "Bác Hồ"
