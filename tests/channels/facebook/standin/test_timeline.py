"""The sandbox's pages in a real browser, at desk and phone size."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, sync_playwright

from publisher import resources
from publisher.cards import api as cards
from publisher.channels.facebook.calls import PostBody
from publisher.channels.facebook.channel import FacebookChannel
from publisher.channels.facebook.standin.server import Sandbox
from publisher.channels.facebook.wire import Graph
from publisher.channels.port import PageAccess, PhotoUpload
from publisher.domain.secret import Secret
from publisher.domain.verdict import Accepted
from tests.cards.test_cards import PICTURES

pytestmark = pytest.mark.browser
QUIET = "--no-first-run --disable-background-networking --disable-component-update --disable-sync --disable-quic"
ACCESS = PageAccess(page_id="42", token=Secret("t"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", *QUIET.split()]
        found = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=options)
        yield found
        found.close()


@pytest.fixture
def posted(sandbox: Sandbox) -> Sandbox:
    from datetime import timedelta

    sandbox.add_page("42", "Liên đoàn Lao động tỉnh Lai Châu", "t")
    channel = FacebookChannel(
        Graph(graph_url=sandbox.url, version="v26.0", timeout=timedelta(seconds=5))
    )
    jpeg = cards.render(PICTURES["anniversary"], assets=resources.assets())
    photo = channel.upload_photo(ACCESS, PhotoUpload(jpeg=jpeg, alt_text="Kỷ niệm 64 năm"))
    assert isinstance(photo, Accepted)
    text = "Kỷ niệm 64 năm <b>Công đoàn</b>\n\n#CongDoan https://congdoan.vn/bai."
    draft = channel.create_draft(
        ACCESS, PostBody(message=text, link=None, photo_ids=[photo.object_id])
    )
    assert isinstance(draft, Accepted)
    channel.flip(ACCESS, draft.object_id)
    channel.comment(ACCESS, draft.object_id, "Mời xem thêm.")
    return sandbox


@pytest.mark.parametrize("width", [1280, 390, 360])
def test_a_visitor_sees_post_picture_and_comment_without_scrolling_sideways(
    browser: Browser, posted: Sandbox, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.goto(posted.url)
    page.get_by_role("link", name="Liên đoàn Lao động tỉnh Lai Châu").click()
    article = page.get_by_role("article")
    assert article.get_by_text("Mời xem thêm.").is_visible()
    picture = article.get_by_role("img", name="Kỷ niệm 64 năm")
    picture.scroll_into_view_if_needed()
    # Pictures load lazily: wait until this one is decoded.
    loaded = "async picture => { await picture.decode(); return picture.naturalWidth }"
    assert picture.evaluate(loaded) == 1080
    assert article.get_by_role("link", name="https://congdoan.vn/bai").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_what_people_wrote_is_shown_and_never_run(browser: Browser, posted: Sandbox) -> None:
    page = browser.new_page()
    page.goto(f"{posted.url}/timeline/42")
    assert page.get_by_text("<b>Công đoàn</b>").is_visible()
    assert re.search(r"\d\d:\d\d:\d\d, ", page.get_by_role("article").inner_text())
    page.close()


def test_the_state_outlives_the_server(
    posted: Sandbox, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = posted._world._photos.parent
    with Sandbox(folder, now=lambda: datetime.now(UTC)) as again:
        [post] = again.timeline("42")
    assert (len(post.photos), list(post.comments)) == (1, ["Mời xem thêm."])


def test_stories_and_videos_are_shown_as_what_they_are(browser: Browser, posted: Sandbox) -> None:
    now, world = datetime.now(UTC), posted.world
    photo = world.add_photo(
        "42", cards.render(PICTURES["slogan"], assets=resources.assets()), "", now=now
    )
    world.add_photo_story("42", photo, now=now)
    video = world.start_video("42", "reel", 4, now=now)
    world.take_bytes("42", video, 0, b"mp4!")
    world.finish_video("42", video, "Thước phim mới", now=now)
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{posted.url}/timeline/42")
    assert [
        found.strip().rpartition("· ")[2]
        for found in page.locator(".byline small").all_text_contents()
    ] == [
        "Thước phim",
        "Tin",
        "Công khai",
    ]
    assert page.locator("video").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.close()
