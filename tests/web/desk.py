"""A desk without its service: two units, people of every role, a queue that is planned when a page writes to it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from publisher.app import App
from publisher.config.reading import load
from publisher.domain.entry import Queue
from publisher.domain.page import VIETNAM
from publisher.domain.reason import Problem
from publisher.domain.roles import Role
from publisher.features.scheduling.planning import plan_queue
from publisher.features.scheduling.queue_problems import keep
from publisher.queuefiles.folder import Known, QueueReading
from publisher.store.models import Delivery, Membership, Person, Upload
from publisher.store.transactions import Direct
from publisher.web.shared.context import serve
from tests.databases import setting

# 08:00 in Vietnam, a Wednesday.
NOW = datetime(2027, 4, 14, 1, 0, tzinfo=UTC)
PEOPLE = {
    # Writer, editor, approver and administrator of lai-chau; approver of another unit; administrator of all.
    "an": ("Nguyễn Thị An", "lai-chau", Role.WRITER),
    "em": ("Lý Thị Em", "lai-chau", Role.EDITOR),
    "binh": ("Lò Văn Bình", "lai-chau", Role.APPROVER),
    "hoa": ("Phạm Thị Hoa", "lai-chau", Role.ADMINISTRATOR),
    "dung": ("Vàng A Dũng", "thanh-pho", Role.APPROVER),
    "chi": ("Trần Mai Chi", "*", Role.ADMINISTRATOR),
}
CONFIG = """
[facebook]
graph_url = "http://127.0.0.1:9"
[units.lai-chau]
name = "Liên đoàn Lao động tỉnh Lai Châu"
[units.thanh-pho]
name = "Liên đoàn Lao động thành phố Lai Châu"
[pages.lai-chau]
facebook_id = "1001"
unit = "lai-chau"
slots = ["07:30", "19:30"]
quiet = ["22:00", "05:30"]
[pages.thanh-pho]
facebook_id = "1002"
unit = "thanh-pho"
slots = ["07:30", "19:30"]
[feeds.bao-lao-dong]
url = "http://127.0.0.1:9/rss"
keywords = ["công nhân"]
[groups.tat-ca]
name = "Cả tỉnh"
pages = ["lai-chau", "thanh-pho"]
"""
CAMPAIGN = """+++
title = "Tháng Công nhân năm {year}"
from = 2027-04-20
until = 2027-04-22
pages = ["lai-chau"]
slots = ["09:00"]
card = "slogan"
hashtags = ["ThangCongNhan{year}"]
document = "438/KH-LĐLĐ"
+++
- Nhiệt liệt hưởng ứng Tháng Công nhân năm {year}!
- Công đoàn vì quyền lợi của người lao động!
"""


class Desk:
    """The pages of a desk as people see them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = NOW
        (folder / "config.toml").write_text(setting(folder) + CONFIG, encoding="utf-8")
        for name in ("posts", "campaigns", "links", "photos"):
            (folder / "queue" / name).mkdir(parents=True)
        (folder / "queue" / "campaigns" / "thang.md").write_text(CAMPAIGN, encoding="utf-8")
        self.app = App(load(folder / "config.toml"))
        self.app.open_store()
        self._reader = self.app.reader()
        self._reading: QueueReading | None = None
        self._problems: tuple[Problem, ...] = ()
        self.pokes = 0
        self.serve()
        self.people = {login: self._person(login, *who) for login, who in PEOPLE.items()}
        self.plan()

    def with_one_page(self) -> None:
        """The office has no other page than lai-chau."""
        config = self.folder / "config.toml"
        text = config.read_text(encoding="utf-8").partition("[groups.tat-ca]")[0]
        before, _, after = text.partition("[pages.thanh-pho]")
        config.write_text(before + after[after.index("[feeds") :], encoding="utf-8")
        self.app = App(load(config))
        self._reader = self.app.reader()
        self.serve()

    def serve(self, **parts: object) -> None:
        """Give the pages the Context of `app`; `parts` go in the place of the real ones."""
        context = self.app.context(Direct(), clock=lambda: self.now)
        own: dict[str, object] = {"queue": self, "poke": self._poke}
        serve(replace(context, **(own | parts)))  # type: ignore[arg-type]

    def known(self) -> Known:
        return self.app.known()

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self._problems

    def take_in_now(self, _paths: Iterable[Path]) -> None:
        self.plan()

    def queue(self) -> Queue:
        self._reading = self._reader.refresh(None)
        return self._reading.queue

    def plan(self) -> None:
        context, queue = self.app.context(Direct(), clock=lambda: self.now), self.queue()
        assert self._reading
        report = plan_queue(context, queue, now=self.now, broken=self._reading.broken)
        self._problems = (*self._reading.problems, *report.problems)
        keep(context, self._problems, queue)

    def post(
        self,
        name: str,
        text: str = "Chào đoàn viên!",
        *,
        front: str = "",
        at: str = "2027-04-15T07:30",
    ) -> Delivery:
        """A post on the page lai-chau as a person would write it by hand; its delivery."""
        when = f"at = {at}:00\n" if at else ""
        pages = "" if "pages" in front else 'pages = ["lai-chau"]\n'
        content = f"+++\n{when}{pages}{front}\n+++\n{text}\n"
        (self.folder / "queue" / "posts" / f"{name}.md").write_text(content, encoding="utf-8")
        self.plan()
        return Delivery.objects.filter(entry_id=name).order_by("pk")[0]

    def photo(self, name: str, color: str = "navy") -> None:
        """A photo of the unit lai-chau in the gallery."""
        Image.new("RGB", (640, 480), color).save(self.folder / "queue" / "photos" / name)
        values = {
            "sha256": name,
            "width": 640,
            "height": 480,
            "size": 1,
            "unit": "lai-chau",
            "by": "An",
            "at": NOW,
        }
        Upload.objects.update_or_create(file=name, defaults=values)

    def as_(self, login: str | None) -> Client:
        """A browser in which a person is signed in; None: nobody."""
        client = Client(HTTP_HOST="127.0.0.1")
        if login:
            client.force_login(self.people[login])
        return client

    def file(self, name: str) -> str:
        return (self.folder / "queue" / name).read_text(encoding="utf-8")

    def _poke(self) -> None:
        self.pokes += 1

    @staticmethod
    def _person(login: str, name: str, unit: str, role: Role) -> Person:
        person = Person(login=login, name=name, created_at=NOW)
        person.set_unusable_password()
        person.save()
        Membership.objects.create(person=person, unit=unit, role=role.value)
        return person


class OtherQueue:
    """The queue of a desk with something else in the place of what it does."""

    def __init__(
        self,
        desk: Desk,
        *,
        queue: Callable[[], Queue] | None = None,
        take_in: Callable[[Iterable[Path]], None] | None = None,
    ) -> None:
        self._desk = desk
        self.queue, self.take_in_now = queue or desk.queue, take_in or desk.take_in_now

    def known(self) -> Known:
        return self._desk.known()

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self._desk.problems


def soup(response: Any) -> BeautifulSoup:
    """The page that a client got."""
    assert response.status_code < 400, response.content[:500]
    return BeautifulSoup(cast(HttpResponse, response).content, "html.parser")


def words(response: Any) -> str:
    """The text of a page, blanks as one."""
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def sent_by(page: BeautifulSoup) -> dict[str, Any]:
    """What a browser without scripts sends of the composer as it is shown."""
    form = page.select_one("#composer")
    assert form
    found: dict[str, Any] = {}
    for one in form.select("input[name], textarea[name], select[name]"):
        if (value := _value(one)) is not None:
            found.setdefault(str(one["name"]), []).append(value)
    return found


def _value(one: Tag) -> str | None:
    if one.find_parent("fieldset", attrs={"disabled": True}):
        return None
    if one.name == "textarea":
        # A browser leaves out the first line end, and sends those of the web.
        return one.text.removeprefix("\n").replace("\n", "\r\n")
    if one.name == "select":
        chosen = one.select_one("option[selected]") or one.select_one("option")
        return str(chosen["value"]) if chosen else None
    if one.get("type") in ("checkbox", "radio") and not one.has_attr("checked"):
        return None
    value = str(one.get("value", "on" if one.get("type") == "checkbox" else ""))
    return value if one.get("type") == "hidden" else value.replace("\n", "")


def local(text: str) -> datetime:
    """A moment by the wall clock of Vietnam."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(VIETNAM))


def some(rows: Iterable[Delivery]) -> str:
    return ",".join(str(row.pk) for row in rows)
