"""The real story in a real browser: queue, send back, mend, approve, publish. And every screen, light and dark, for all.

With PUBLISHER_SCREENSHOTS=1 the pictures of README and docs/huong-dan.md are made anew.
"""

import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db.models import F
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from publisher.app import utc_now
from publisher.channels.facebook.standin.server import Sandbox
from publisher.cli.demo import PASSWORD, PEOPLE, add_people
from publisher.config.reading import load
from publisher.domain.page import VIETNAM
from publisher.service import Service
from publisher.store.models import Delivery
from publisher.web.shared.context import serving
from tests.letters.making import letter as plan_letter
from tests.office import PATIENCE, eventually
from tests.web.desk import CAMPAIGN

pytestmark = pytest.mark.browser
IMAGES = Path(__file__).parents[2] / "docs" / "images"
DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


@dataclass
class House:
    """A running service with its sandbox, and a browser."""

    folder: Path
    sandbox: Sandbox
    service: Service
    browser: Browser

    def sit_down(self, login: str, size: dict[str, int] = DESK, *, dark: bool = False) -> Page:
        """A person signs in by hand."""
        context: BrowserContext = self.browser.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            color_scheme="dark" if dark else "light",
            locale="vi-VN",
            timezone_id=VIETNAM,
            base_url=self.service.web_url,
        )
        context.set_default_timeout(15_000 * PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"script: {error}"))
        page.goto("/")
        page.get_by_label("Tên đăng nhập").fill(login)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        return page


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    (folder / "token").write_text("sandbox-token")
    for name in ("posts", "campaigns", "photos", "links"):
        (folder / "queue" / name).mkdir(parents=True)
    (folder / "queue" / "campaigns" / "thang-cong-nhan.md").write_text(
        coming_campaign(), encoding="utf-8"
    )
    with Sandbox(folder / "sandbox", now=utc_now) as sandbox:
        (folder / "config.toml").write_text(configuration(sandbox), encoding="utf-8")
        # Playwright leaves a loop running in this thread, which Django takes for asynchronous code.
        with (
            Service(load(folder / "config.toml")) as service,
            pytest.MonkeyPatch.context() as patch,
        ):
            patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
            add_people(now=utc_now())
            eventually(lambda: Delivery.objects.filter(campaign="thang-cong-nhan").exists())
            with sync_playwright() as playwright:
                options = ["--no-sandbox", "--disable-dev-shm-usage"]
                browser = playwright.chromium.launch(
                    executable_path="/usr/bin/chromium", args=options
                )
                expect.set_options(timeout=5_000 * PATIENCE)
                yield House(folder, sandbox, service, browser)
                browser.close()


@pytest.fixture(autouse=True)
def _everybody_goes_home(house: House) -> Iterator[None]:
    """Pages that stay open go on asking for news, and drawing it."""
    yield
    for context in house.browser.contexts:
        context.close()


def configuration(sandbox: Sandbox) -> str:
    pages = ""
    for number, (slug, name) in enumerate(UNITS.items(), start=1):
        sandbox.add_page(f"100000{number}", name, "sandbox-token")
        pages += f'[units.{slug}]\nname = "{name}"\n[pages.{slug}]\nfacebook_id = "100000{number}"\nunit = "{slug}"\n'
        pages += 'slots = ["07:30", "19:30"]\ntoken_file = "token"\n'
    return f'min_gap = "0s"\n[facebook]\ngraph_url = "{sandbox.url}"\n[service]\nport = 0\n{pages}'


UNITS = {
    "lai-chau": "Liên đoàn Lao động tỉnh Lai Châu",
    "thanh-pho": "Liên đoàn Lao động thành phố Lai Châu",
    "vien-chuc": "Công đoàn Viên chức tỉnh Lai Châu",
}


def coming_campaign() -> str:
    first = datetime.now(ZoneInfo(VIETNAM)).date() + timedelta(days=1)
    text = CAMPAIGN.replace("2027-04-20", f"{first}").replace(
        "2027-04-22", f"{first + timedelta(days=9)}"
    )
    return text.replace('slots = ["09:00"]', 'slots = ["09:00", "15:00"]')


def photos() -> list[dict[str, object]]:
    """Three small photographs, drawn."""
    found: list[dict[str, object]] = []
    for number, (sky, hill) in enumerate(
        (("#9cc7ef", "#2d6a4f"), ("#f6c98f", "#7a3b1d"), ("#c9d6ea", "#44557a"))
    ):
        image = Image.new("RGB", (960, 720), sky)
        draw = ImageDraw.Draw(image)
        draw.ellipse((640, 90, 780, 230), "#fff4d6")
        draw.polygon(
            [(0, 720), (0, 420), (260, 250), (520, 470), (760, 300), (960, 480), (960, 720)], hill
        )
        out = io.BytesIO()
        image.save(out, "JPEG", quality=88)
        found.append(
            {"name": f"le-{number + 1}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
        )
    return found


def snap(page: Page, name: str) -> None:
    """A picture for the guide, when they are asked for."""
    if not os.environ.get("PUBLISHER_SCREENSHOTS"):
        return
    page.wait_for_load_state("networkidle")
    raw = page.screenshot()
    with Image.open(io.BytesIO(raw)) as image:
        image.convert("RGB").save(IMAGES / f"{name}.jpg", quality=82, optimize=True)


def next_minute() -> str:
    """The next full minute that leaves a little time."""
    return f"{datetime.now(ZoneInfo(VIETNAM)) + timedelta(seconds=75):%Y-%m-%dT%H:%M}"


def test_a_slogan_and_an_album_go_their_way_to_facebook(house: House) -> None:
    writer, approver = house.sit_down("an"), house.sit_down("binh", PHONE)

    # The writer queues a slogan, seeing the card as it is typed.
    writer.get_by_role("link", name="Soạn bài").first.click()
    writer.get_by_label("Lời bài").fill("Công đoàn Việt nam đồng hành cùng *người lao động*!")
    writer.get_by_text("Ảnh thiết kế (dựng từ mẫu)").click()
    writer.get_by_label("Mẫu", exact=True).select_option("slogan")
    expect(writer.locator("#preview .fb-pictures img")).to_be_visible()
    writer.locator("#preview").get_by_role("button", name="Sửa").click()
    expect(writer.get_by_label("Lời bài")).to_have_value(
        "Công đoàn Việt Nam đồng hành cùng *người lao động*!"
    )
    expect(writer.locator("#preview .remark")).to_have_count(0)
    writer.get_by_label("Ngày giờ đăng").fill(next_minute())
    expect(writer.get_by_role("radio", name="Đúng lúc")).to_be_checked()
    expect(writer.locator("#saved")).to_contain_text("✓")
    writer.evaluate("scrollTo(0, 0)")
    snap(writer, "soan-bai")
    writer.get_by_role("button", name="Xếp vào hàng đợi").click()
    expect(writer.get_by_role("status").filter(has_text="Đã xếp bài")).to_be_visible()

    # And an album of three photos.
    writer.goto("/compose?kind=album")
    writer.get_by_label("Lời bài").fill("Hình ảnh lễ phát động Tháng Công nhân tại Sìn Hồ.")
    writer.locator("#files").set_input_files(photos())  # type: ignore[arg-type]
    expect(writer.locator("#photos .photo")).to_have_count(3)
    expect(writer.locator("#preview .fb-pictures.n3 img")).to_have_count(3)
    writer.get_by_label("Mô tả ảnh cho người không nhìn thấy (1)").fill("Đoàn viên dự lễ")
    writer.get_by_label("Ngày giờ đăng").fill(next_minute())
    snap(writer, "album")
    writer.get_by_role("button", name="Xếp vào hàng đợi").click()
    expect(writer.get_by_role("status").filter(has_text="Đã xếp bài")).to_be_visible()

    # The approver, on a phone, says yes to one and sends the other back.
    approver.get_by_role("navigation", name="Các mục chính").get_by_role(
        "link", name=re.compile("Duyệt")
    ).click()
    slogan = approver.locator("article.look").filter(has_text="đồng hành cùng")
    expect(slogan.locator(".fb-pictures img")).to_be_visible()
    snap(approver, "duyet-dien-thoai")
    slogan.get_by_role("button", name="Duyệt").click()
    expect(approver.get_by_role("status").filter(has_text="Đã duyệt 1 lượt đăng")).to_be_visible()
    album = approver.locator("article.look").filter(has_text="lễ phát động")
    album.get_by_text("Trả lại để sửa").click()
    album.get_by_label("Cần sửa gì").fill("Thêm tên xã, và ngày tổ chức.")
    album.get_by_role("button", name="Trả lại").click()
    expect(approver.get_by_role("status").filter(has_text="Đã trả lại")).to_be_visible()

    # The writer finds it on the board and mends it.
    writer.goto("/")
    returned = writer.locator("section").filter(has_text="Bị trả lại, chờ sửa")
    expect(returned).to_contain_text("Thêm tên xã, và ngày tổ chức.")
    snap(writer, "hom-nay")
    returned.get_by_role("link", name="Sửa theo góp ý").click()
    expect(writer.locator("#photos .photo")).to_have_count(3)
    writer.get_by_label("Lời bài").fill(
        "Hình ảnh lễ phát động Tháng Công nhân tại xã Sìn Hồ, ngày 20/4."
    )
    writer.get_by_role("button", name="Lưu thay đổi").click()
    expect(writer.get_by_role("status").filter(has_text="Đã xếp bài")).to_be_visible()

    # It is approved too, and both appear, in time and whole.
    approver.goto("/approvals")
    approver.locator("article.look").filter(has_text="xã Sìn Hồ").get_by_role(
        "button", name="Duyệt"
    ).click()
    expect(approver.get_by_role("status").filter(has_text="Đã duyệt 1 lượt đăng")).to_be_visible()
    eventually(lambda: len(house.sandbox.timeline("1000001")) == 2, seconds=100)
    posts = {post.message.split("\n")[0]: post for post in house.sandbox.timeline("1000001")}
    assert set(posts) == {
        "Công đoàn Việt Nam đồng hành cùng người lao động!",
        "Hình ảnh lễ phát động Tháng Công nhân tại xã Sìn Hồ, ngày 20/4.",
    }
    # The page shows a post a moment before its row says so.
    own = Delivery.objects.filter(page="lai-chau", campaign="")
    eventually(lambda: own.filter(published_at__isnull=False).count() == 2)
    assert not own.filter(published_at__lt=F("due_at")).exists()

    # And the board says so.
    writer.goto("/")
    out = writer.locator("#out")
    expect(out.get_by_text("đồng hành cùng")).to_be_visible()
    expect(out.locator(".state.published")).to_have_count(2)
    snap(writer, "da-dang")


def test_what_is_typed_survives_a_lost_connection_and_a_lost_session(house: House) -> None:
    writer = house.sit_down("an")
    writer.goto("/compose")
    writer.get_by_label("Lời bài").fill("Câu đầu.")
    expect(writer.locator("#saved")).to_contain_text("✓")
    writer.context.set_offline(True)
    writer.get_by_label("Lời bài").fill("Câu đầu. Câu viết khi mất mạng.")
    expect(writer.locator("#offline")).to_be_visible()
    writer.context.set_offline(False)
    expect(writer.locator("#offline")).to_be_hidden(timeout=15_000 * PATIENCE)
    writer.context.clear_cookies(name="sessionid")
    writer.get_by_label("Lời bài").fill("Câu đầu. Câu viết khi hết phiên.")
    expect(writer.locator("#offline")).to_contain_text("Phiên làm việc đã hết")
    writer.reload()
    writer.get_by_label("Tên đăng nhập").fill("an")
    writer.get_by_label("Mật khẩu").fill(PASSWORD)
    writer.get_by_role("button", name="Đăng nhập").click()
    expect(writer.get_by_label("Lời bài")).to_have_value("Câu đầu. Câu viết khi hết phiên.")


def test_a_delivery_is_moved_by_keyboard_and_by_drag_and_taken_back(house: House) -> None:
    editor = house.sit_down("em")
    row = Delivery.objects.filter(campaign="thang-cong-nhan").order_by("due_at")[2]
    before = row.due_at
    editor.goto(f"/calendar?view=week&on={before:%Y-%m-%d}")
    chip = editor.locator(f'[data-keys="{row.pk}"]')
    chip.focus()
    editor.keyboard.press("m")
    direction = "ArrowLeft" if before.astimezone(ZoneInfo(VIETNAM)).weekday() == 6 else "ArrowRight"
    editor.keyboard.press(direction)
    editor.keyboard.press("Enter")
    expect(editor.get_by_role("status").filter(has_text="Đã dời sang")).to_be_visible()
    row.refresh_from_db()
    assert abs(row.due_at - before) == timedelta(days=1)
    snap(editor, "lich-tuan")
    editor.get_by_role("button", name="Hoàn tác").click()
    expect(editor.get_by_role("status").filter(has_text="Đã hoàn tác")).to_be_visible()
    row.refresh_from_db()
    assert row.due_at == before
    day = f"{before.astimezone(ZoneInfo(VIETNAM)) + timedelta(days=1 if direction == 'ArrowRight' else -1):%Y-%m-%d}"
    editor.locator(f'[data-keys="{row.pk}"]').drag_to(editor.locator(f'[data-day="{day}"]'))
    expect(editor.get_by_role("status").filter(has_text="Đã dời sang")).to_be_visible()
    row.refresh_from_db()
    assert abs(row.due_at - before) == timedelta(days=1)


def test_a_campaign_is_flipped_through_with_the_arrow_keys(house: House) -> None:
    approver = house.sit_down("binh")
    approver.goto("/approvals/flip?campaign=thang-cong-nhan")
    expect(approver.locator(".fb-pictures img")).to_be_visible()
    snap(approver, "lat-xem")
    count = int(approver.get_by_role("heading", level=1).inner_text().split("/")[1].split()[0])
    for number in range(1, count + 1):
        approver.keyboard.press("ArrowRight")
        approver.wait_for_url(f"**number={number}*")
    approver.get_by_role("button", name=re.compile("Duyệt cả")).click()
    expect(approver.get_by_role("status").filter(has_text="Đã duyệt")).to_be_visible()
    waiting = Delivery.objects.filter(campaign="thang-cong-nhan", page="lai-chau", state="planned")
    assert not waiting.exists()


def test_from_the_document_alone_a_newcomer_has_a_campaign_on_the_calendar(house: House) -> None:
    """Under five minutes, says the issue; most of what a person needs is reading."""
    page, letter = house.sit_down("chi"), plan_letter("01-phu-luc")
    page.get_by_role("link", name="Chiến dịch").first.click()
    page.get_by_role("link", name="Nhập kế hoạch").click()
    file: Any = {"name": letter.name, "mimeType": "application/octet-stream", "buffer": letter.raw}
    page.get_by_label("Văn bản (.docx").set_input_files(file)
    page.get_by_role("button", name="Đọc văn bản").click()
    expect(page.locator(".found textarea")).to_have_count(6)
    expect(page.locator("#title")).to_have_value(
        re.compile("^Tuyên truyền kỷ niệm các ngày lễ lớn")
    )
    year = datetime.now(ZoneInfo(VIETNAM)).year + 1
    page.get_by_label("Chạy trong năm").select_option(str(year))
    page.get_by_role("button", name="Dời năm").click()
    expect(page.locator("#first")).to_have_value(f"{year}-04-15")
    expect(page.locator(".found textarea").nth(2)).to_have_value(
        re.compile(r"\{age:1886-05-01\} năm")
    )
    snap(page, "nhap-ke-hoach")
    page.get_by_label("Mọi trang").check()
    page.get_by_role("button", name="Tạo chiến dịch nháp").click()
    expect(page.get_by_text("Bản nháp, chưa lên lịch.")).to_be_visible()
    page.get_by_role("link", name="Tổng duyệt").click()
    page.get_by_role("button", name="Bắt đầu tổng duyệt").click()
    expect(page.get_by_text("lượt của chiến dịch trên 3 trang")).to_be_visible(
        timeout=90_000 * PATIENCE
    )
    snap(page, "tong-duyet")
    page.locator("h1 + p a").click()
    page.get_by_role("button", name="Đưa vào lịch").click()
    expect(page.get_by_text("Bản nháp, chưa lên lịch.")).to_have_count(0)
    slug = page.url.rpartition("/")[2]
    campaign = next(one for one in serving().queue.queue().campaigns if one.id == slug)
    assert (campaign.draft, len(campaign.slogans), len(campaign.anniversaries)) == (False, 6, 4)


SCREENS = (
    "/", "/calendar", "/calendar?view=week", "/calendar?view=agenda", "/compose", "/compose?kind=link", "/approvals",
    "/campaigns", "/campaigns/thang-cong-nhan", "/pages", "/pages/lai-chau", "/log", "/designs", "/brands/lai-chau", "/media",
    "/freezes", "/people", "/people/invite", "/missed", "/account", "/drafts", "/more", "/approvals/record",
    "/suggestions", "/report", "/sheets", "/campaigns/plans", "/campaigns/thang-cong-nhan/rehearsal", "/chia-se/lai-chau",
)  # fmt: skip


@pytest.mark.parametrize(
    ("size", "dark"), [(DESK, False), (PHONE, True)], ids=["desk-light", "phone-dark"]
)
def test_axe_finds_nothing_serious_on_any_screen(
    house: House, size: dict[str, int], dark: bool
) -> None:
    page = house.sit_down("chi", size, dark=dark)
    delivery = Delivery.objects.order_by("pk")[0].pk
    found: list[str] = []
    for path in (*SCREENS, f"/deliveries/{delivery}"):
        page.goto(path)
        violations = Axe().run(page).response["violations"]
        found += [
            f"{path}: {one['id']} {[node['html'][:120] for node in one['nodes'][:3]]}"
            for one in violations
            if one["impact"] in ("serious", "critical")
        ]
    assert not found, "\n".join(found)


def test_every_screen_fits_a_phone_of_360_px(house: House) -> None:
    page = house.sit_down("chi", {"width": 360, "height": 740})
    wide = []
    for path in SCREENS:
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            wide.append(path)
    assert not wide


def test_the_whole_desk_speaks_english(house: House) -> None:
    page = house.sit_down("dung")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Coming up")).to_be_visible()
    page.goto("/compose")
    expect(page.get_by_role("button", name="Queue it")).to_be_visible()
    page.goto("/")
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.get_by_role("heading", name="Sắp đăng")).to_be_visible()


def test_pictures_for_the_guide(house: House) -> None:
    chi = house.sit_down("chi")
    for path, name in (
        ("/calendar", "lich-thang"),
        ("/designs", "mau-anh"),
        ("/pages", "trang"),
        ("/freezes", "tam-dung"),
    ):
        chi.goto(path)
        expect(chi.get_by_role("heading", level=1)).to_be_visible()
        snap(chi, name)
    assert len(PEOPLE) >= 4


def test_a_page_weighs_less_than_100_kib(house: House) -> None:
    """What we send for the first page in a fresh browser, pictures of posts aside."""
    page = house.sit_down("chi")
    sizes: dict[str, int] = {}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    names: dict[str, str] = {}
    session.on(
        "Network.responseReceived",
        lambda event: names.update({event["requestId"]: event["response"]["url"]}),
    )
    session.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: int(event["encodedDataLength"])}),
    )
    page.goto("/calendar")
    page.wait_for_load_state("networkidle")
    own = {
        names[key]: size
        for key, size in sizes.items()
        if "/pictures/" not in names.get(key, "/pictures/")
    }
    assert sum(own.values()) < 100 * 1024, own
