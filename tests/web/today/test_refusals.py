"""Whatever reading, planning, preparing or a chore refuses is told by the board, `status`, `check`, the list of what
waits and a notice, once; mended, it is told no more."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from publisher.app import App
from publisher.chores import Chore, told
from publisher.cli.commands import app as commands
from publisher.config.values import NoticeSettings, TokenSource
from publisher.context import Context
from publisher.domain.delivery import State
from publisher.domain.reason import told as as_told
from publisher.domain.revision import freeze
from publisher.domain.secret import Secret
from publisher.engines.usage_memory import unpark
from publisher.features.delivery.advance import advance
from publisher.features.people.notices import tell
from publisher.features.reports.attention import Matter, attention
from publisher.features.scheduling.queue_planning import QueuePlanning
from publisher.store import deliveries
from publisher.store.models import Delivery
from publisher.store.transactions import Direct
from tests.web.desk import Desk, soup, words
from tests.web.today.test_attention import office  # noqa: F401 - a fixture

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
DATA = Path(__file__).parents[2] / "cards" / "data"
AT = "at = 2027-04-16T08:00:00"


class Postbox:
    def __init__(self) -> None:
        self.got: list[str] = []

    def send(self, _address: str, _title: str, body: str) -> bool:
        self.got.append(body)
        return True


class Given(TokenSource):
    def read(self) -> Secret | None:
        return Secret("hop-thu")


class Shift:
    """An office with its service's planning, by a clock of ours."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.box = desk, Postbox()
        self.queue = desk.folder / "queue"
        self.planning = QueuePlanning(self.context(), desk.app.reader(), known=desk.app.known)
        desk.serve(queue=self.planning)
        self.look()

    def context(self) -> Context:
        found = self.desk.app.context(Direct(), clock=lambda: self.desk.now)
        receiver = NoticeSettings(
            name="hop-thu", address=Given("hop-thu", None), units=(), kinds=(), every=MINUTE
        )
        return replace(found, config=replace(found.config, notices=(receiver,)), messenger=self.box)

    def look(self) -> None:
        """As the watch does each minute, and the chore of notices after it."""
        self.desk.now += MINUTE
        self.planning.take_in(None)
        tell(self.context(), now=self.desk.now)

    def put(self, name: str, text: str) -> None:
        path = self.queue / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def post(self, name: str, *front: str, text: str = "") -> None:
        head = "\n".join(('pages = ["lai-chau"]', *front))
        self.put(f"posts/{name}.md", f"+++\n{head}\n+++\n{text or f'Lời của bài {name}.'}\n")

    def told(self, matter: Matter) -> list[str]:
        found = attention(self.desk.app.config.pages, now=self.desk.now)
        return [item.text.whole() for item in found if item.matter is matter]

    def on_the_board(self) -> str:
        page = soup(self.desk.as_("chi").get("/"))
        return " ".join(
            part.get_text(" ") for part in page.select("#trouble, [data-matter], .banner")
        )

    def by_command(self, name: str) -> str:
        return CliRunner().invoke(commands, [name]).output


@pytest.fixture
def shift(office: Desk) -> Shift:  # noqa: F811
    return Shift(office)


Change = Callable[[Shift], Any]


def photo(name: str, source: str = "xam16.png") -> Change:
    return lambda shift: shutil.copy(DATA / source, shift.queue / "photos" / name)


def all_of(*changes: Change) -> Change:
    return lambda shift: [change(shift) for change in changes]


def post(name: str, *front: str, text: str = "") -> Change:
    return lambda shift: shift.post(name, *front, text=text)


def gone(name: str) -> Change:
    return lambda shift: (shift.queue / name).unlink()


def put(name: str, text: str) -> Change:
    return lambda shift: shift.put(name, text)


CAMPAIGN = '+++\ntitle = "C"\nfrom = 2027-05-01\nuntil = 2027-05-02\npages = ["lai-chau"]\nslots = ["09:00"]\n+++\n'
SAME_LINK = 'link = "https://laodong.vn/bai-1"'

# What puts it there, what it is told by, and what mends it.
REFUSED: dict[str, tuple[Change, str, Change]] = {
    "a title above the head": (
        put("posts/tieu-de.md", 'Tiêu đề\n\n+++\npages = ["lai-chau"]\n+++\nLời\n'),
        "không nằm ở đầu tệp",
        gone("posts/tieu-de.md"),
    ),
    "a head that is no TOML": (post("hong", "at = mai"), "posts/hong.md", post("hong", AT)),
    "a page that is not there": (
        put("posts/la.md", '+++\npages = ["la"]\n+++\nLời\n'),
        "posts/la.md:2",
        post("la", AT),
    ),
    "a file that nobody reads": (
        put("bai-goc.md", "Lời"),
        "nằm ngoài các thư mục",
        gone("bai-goc.md"),
    ),
    "a line of a campaign that belongs to none": (
        put("campaigns/c.md", CAMPAIGN + "- Đoàn kết!\nSáng tạo!\n"),
        "campaigns/c.md:9",
        put("campaigns/c.md", CAMPAIGN + "- Đoàn kết!\n- Sáng tạo!\n"),
    ),
    "a photo that is not there": (
        post("anh", AT, 'photos = ["chua-co.png"]'),
        "chua-co.png",
        photo("chua-co.png"),
    ),
    "a photo of which half was downloaded": (
        all_of(photo("do.jpg", "tai-do.jpg"), post("do", AT, 'photos = ["do.jpg"]')),
        "tải về chưa trọn",
        post("do", AT),
    ),
    "a time that is past": (
        post("muon", "at = 2027-04-13T08:00:00"),
        "đã qua",
        post("muon", AT),
    ),
    "a time in the quiet hours": (
        post("dem", "at = 2027-04-16T23:00:00"),
        "giờ nghỉ",
        post("dem", "at = 2027-04-16T23:00:00", "ignore_quiet = true"),
    ),
    "words that the unit has not given": (
        post("goi", AT, text="Gọi {contact} nhé!"),
        "chưa khai contact",
        post("goi", AT, text="Gọi nhé!"),
    ),
    "a second post about an article": (
        all_of(post("mot", AT, SAME_LINK), post("hai", "at = 2027-04-17T08:00:00", SAME_LINK)),
        "bài báo này đã có trên trang",
        post("hai", "at = 2027-04-17T08:00:00", SAME_LINK, "again = true"),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_queue_is_refused_for_is_told_everywhere_once_until_it_is_mended(
    shift: Shift, name: str
) -> None:
    put_in, said, mend = REFUSED[name]
    put_in(shift)
    for _ in range(3):
        shift.look()
    [item] = shift.told(Matter.QUEUE)
    assert said in item
    assert said in shift.on_the_board()
    assert said in " ".join(shift.by_command("status").split())
    assert said in " ".join(shift.by_command("check").split())
    assert 'publisher_attention{matter="queue"} 1.0' in words(shift.desk.as_(None).get("/metrics"))
    [letter] = [body for body in shift.box.got if "Hàng đợi có chỗ phải sửa" in body]
    assert said in letter
    mend(shift)
    shift.look()
    assert shift.told(Matter.QUEUE) == []
    assert said not in shift.on_the_board()


def test_what_nobody_mends_is_told_again_after_a_week(shift: Shift) -> None:
    shift.post("hong", "at = mai")
    shift.look()
    shift.desk.now += 7 * DAY
    shift.look()
    assert len([body for body in shift.box.got if "posts/hong.md" in body]) == 2


def test_a_photo_that_is_gone_after_it_was_read_is_told_and_comes_back_by_itself(
    shift: Shift,
) -> None:
    photo("doi.png")(shift)
    shift.post("doi", AT, 'photos = ["doi.png"]')
    shift.look()
    assert shift.told(Matter.QUEUE) == []
    (shift.queue / "photos" / "doi.png").rename(shift.desk.folder / "doi.png")
    shift.look()
    assert "doi.png" in shift.told(Matter.QUEUE)[0]
    (shift.desk.folder / "doi.png").rename(shift.queue / "photos" / "doi.png")
    shift.look()
    assert shift.told(Matter.QUEUE) == []


def test_what_planning_refused_stays_told_while_other_files_change(shift: Shift) -> None:
    shift.post("muon", "at = 2027-04-13T08:00:00")
    shift.look()
    shift.post("khac", AT)
    shift.look()
    assert "đã qua" in shift.told(Matter.QUEUE)[0]


def test_an_entry_over_which_planning_falls_is_told_and_holds_up_nobody(
    shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall(entry: Any) -> Any:
        if entry.id == "nga":
            raise KeyError(entry.id)
        return freeze(entry)

    with monkeypatch.context() as broken:
        broken.setattr("publisher.features.scheduling.planning.freeze", fall)
        shift.post("nga", AT)
        shift.post("khac", AT)
        shift.look()
    assert "posts/nga.md" in shift.told(Matter.QUEUE)[0]
    assert Delivery.objects.filter(entry_id="khac").exists()


def test_a_refused_post_leads_to_where_it_is_mended(shift: Shift) -> None:
    shift.post("muon", "at = 2027-04-13T08:00:00")
    shift.look()
    page = soup(shift.desk.as_("chi").get("/"))
    [link] = page.select('[data-matter="queue"] a')
    assert link["href"] == "/compose?entry=muon"
    assert shift.desk.as_("chi").get("/compose?entry=muon").status_code == 200


@pytest.mark.parametrize(("login", "sees"), [("an", True), ("em", True), ("dung", False)])
def test_a_refused_post_is_told_to_the_people_of_its_unit(
    shift: Shift, login: str, sees: bool
) -> None:
    shift.post("muon", "at = 2027-04-13T08:00:00")
    shift.look()
    page = soup(shift.desk.as_(login).get("/"))
    assert bool(page.select('[data-matter="queue"]')) is sees


def test_many_mistakes_of_one_file_are_one_line(shift: Shift) -> None:
    shift.put("campaigns/c.md", CAMPAIGN + "- Đoàn kết!\n" + "Lạc dòng!\n\n" * 30)
    shift.look()
    [item] = shift.told(Matter.QUEUE)
    assert "chỗ nữa trong tệp này" in item


def test_a_token_with_an_unseen_sign_is_told_by_the_check_and_parks_its_page(
    shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = shift.desk
    held = {"token": Secret("EAAG\u200bB")}
    monkeypatch.setattr(App, "token", lambda *_: held["token"])
    assert "có ký tự lạ" in shift.by_command("check")
    row = desk.post("bai", at="2027-04-14T09:00")
    Delivery.objects.filter(pk=row.pk).update(state="approved", wake_at=desk.now)
    context = replace(shift.context(), token=lambda _: held["token"])
    approved = [State.APPROVED]
    [claimed] = deliveries.claim(now=desk.now, owner="may", states=approved, skip=(), limit=1)
    desk.now += 50 * MINUTE
    advance(context, claimed)
    tell(context, now=desk.now)
    for said in (
        shift.told(Matter.PARKED)[0],
        shift.on_the_board(),
        shift.by_command("status"),
        shift.by_command("check"),
        shift.box.got[-1],
    ):
        assert "có ký tự lạ" in said
        assert "EAAG" not in said
    held["token"] = Secret("EAAGB")
    unpark(context, desk.now)
    assert shift.told(Matter.PARKED) == []
    assert Delivery.objects.get(pk=row.pk).state == "approved"


def test_a_chore_that_falls_again_and_again_is_told_until_it_goes_well(shift: Shift) -> None:
    well = False

    def run(_context: Context, _now: Any) -> None:
        if not well:
            raise KeyError("x")

    chore = told(Chore(name="links", title=as_told("Kiểm tra liên kết"), every=HOUR, run=run))
    for number in range(3):
        assert shift.told(Matter.CHORE) == [], number
        with pytest.raises(KeyError):
            chore.run(shift.context(), shift.desk.now)
        shift.desk.now += HOUR
    [item] = shift.told(Matter.CHORE)
    assert "Kiểm tra liên kết: lỗi liên tiếp từ 08:01 14/04." in item
    assert "KeyError" in item
    assert "Kiểm tra liên kết" in shift.on_the_board()
    assert "Kiểm tra liên kết" in shift.by_command("status")
    for _ in range(3):
        shift.look()
    assert len([body for body in shift.box.got if "Kiểm tra liên kết" in body]) == 1
    well = True
    chore.run(shift.context(), shift.desk.now)
    assert shift.told(Matter.CHORE) == []


def test_trouble_of_the_machine_is_no_news_for_who_writes_for_one_unit(shift: Shift) -> None:
    def fall(_context: Context, _now: Any) -> None:
        raise KeyError("x")

    chore = told(Chore(name="links", title=as_told("Kiểm tra liên kết"), every=HOUR, run=fall))
    for _ in range(3):
        with pytest.raises(KeyError):
            chore.run(shift.context(), shift.desk.now)
    assert "Kiểm tra liên kết" not in words(shift.desk.as_("an").get("/"))
    assert "Kiểm tra liên kết" in words(shift.desk.as_("chi").get("/"))
