"""One post for many units: groups, their own words, pages with a version of their own, minutes between them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from publisher.app import App
from publisher.config.reading import load
from publisher.domain.message import compose
from publisher.domain.page import VIETNAM
from publisher.domain.revision import Revision
from publisher.features.scheduling.planning import PlanReport, plan_queue
from publisher.pictures.delivery_pictures import card_of
from publisher.store.connection import close_store
from publisher.store.models import Delivery
from publisher.store.transactions import Direct
from tests.databases import setting

NOW = datetime(2027, 4, 12, tzinfo=UTC)
CONFIG = """
[units.tinh]
name = "Liên đoàn Lao động tỉnh Lai Châu"
short_name = "LĐLĐ tỉnh"
place = "Lai Châu"
contact = "0213.3876.543"
hashtags = ["CongDoanLaiChau"]
[units.huyen]
name = "Liên đoàn Lao động huyện Sìn Hồ"
place = "Sìn Hồ"
[units.nganh]
name = "Công đoàn ngành Y tế"
[pages.tinh]
facebook_id = "1"
unit = "tinh"
slots = ["07:30"]
[pages.huyen]
facebook_id = "2"
unit = "huyen"
slots = ["07:30"]
[pages.nganh]
facebook_id = "3"
unit = "nganh"
slots = ["07:30"]
[groups.dia-phuong]
name = "Địa phương"
pages = ["tinh", "huyen"]
"""


class Province:
    """Three units, a queue, and planning."""

    def __init__(self, folder: Path) -> None:
        (folder / "config.toml").write_text(setting(folder) + CONFIG, encoding="utf-8")
        self.queue = folder / "queue"
        self.app = App(load(folder / "config.toml"))
        self.app.open_store()
        self.reader = self.app.reader()

    def plan(self, front: str, text: str, name: str = "posts/a.md") -> PlanReport:
        path = self.queue / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"+++\n{front}\n+++\n{text}\n", encoding="utf-8")
        reading = self.reader.refresh()
        report = plan_queue(self.app.context(Direct()), reading.queue, now=NOW)
        return replace(report, problems=(*reading.problems, *report.problems))

    def rows(self) -> dict[str, str]:
        """Wall times by page."""
        rows = Delivery.objects.exclude(state="cancelled").order_by("due_at", "pk")
        return {row.page: f"{row.due_at.astimezone(ZoneInfo(VIETNAM)):%H:%M}" for row in rows}

    def said(self, page: str) -> str:
        """What a page's post says."""
        row = Delivery.objects.exclude(state="cancelled").get(page=page)
        revision = Revision.from_json(row.revision.body)
        return compose(revision, unit=self.app.config.pages[page].unit, on=NOW.date()).text


@pytest.fixture
def province(tmp_path: Path, database: None) -> Iterator[Province]:
    yield Province(tmp_path)
    close_store()


AT = "at = 2027-04-15T07:30:00"


def test_a_group_stands_for_its_pages(province: Province) -> None:
    province.plan(f'pages = ["@dia-phuong"]\n{AT}', "Chào!")
    assert province.rows() == {"tinh": "07:30", "huyen": "07:30"}


def test_an_unknown_group_is_named_with_the_right_one(province: Province) -> None:
    [problem] = province.plan(f'pages = ["@dia-phuog"]\n{AT}', "Chào!").problems
    assert (problem.message, "@dia-phuong" in problem.fix) == (
        "không có nhóm trang “@dia-phuog” trong cấu hình",
        True,
    )


def test_each_page_shows_its_unit_s_own_words_and_hashtags(province: Province) -> None:
    province.plan(
        f'pages = ["@dia-phuong"]\n{AT}\nhashtags = ["ThangCongNhan"]',
        "{unit} mời đoàn viên {place} tham gia.",
    )
    assert province.said("tinh") == (
        "Liên đoàn Lao động tỉnh Lai Châu mời đoàn viên Lai Châu tham gia.\n\n#ThangCongNhan #CongDoanLaiChau"
    )
    assert province.said("huyen") == (
        "Liên đoàn Lao động huyện Sìn Hồ mời đoàn viên Sìn Hồ tham gia.\n\n#ThangCongNhan"
    )


def test_a_short_name_that_is_not_given_is_the_name(province: Province) -> None:
    province.plan(f'pages = ["@dia-phuong"]\n{AT}', "{short} thông báo.")
    assert province.said("tinh").startswith("LĐLĐ tỉnh thông báo.")
    assert province.said("huyen").startswith("Liên đoàn Lao động huyện Sìn Hồ thông báo.")


def test_a_unit_that_has_not_said_what_is_asked_gets_no_post_and_the_others_do(
    province: Province,
) -> None:
    [problem] = province.plan(f'pages = ["*"]\n{AT}', "Đoàn viên {place}").problems
    assert problem.message == "đơn vị “nganh” chưa khai place mà bài này cần điền"
    assert province.rows() == {"tinh": "07:30", "huyen": "07:30"}


def test_the_card_is_filled_with_the_unit_s_own_words_too(province: Province) -> None:
    province.plan(
        f'pages = ["tinh"]\n{AT}\ncard = "event"\n[fields]\nwhen = "07:30"\nwhere = "{{place}}, {{contact}}"',
        "Họp",
    )
    revision = Revision.from_json(Delivery.objects.get().revision.body)
    card = card_of(revision, unit=province.app.config.units["tinh"], on=NOW.date())
    assert card
    assert (card.texts["where"], card.unit_name) == (
        "Lai Châu, 0213.3876.543",
        "Liên đoàn Lao động tỉnh Lai Châu",
    )


def test_pages_follow_each_other_by_so_many_minutes(province: Province) -> None:
    province.plan(f'pages = ["*"]\n{AT}\nstagger = "4m"', "Chào!")
    assert province.rows() == {"tinh": "07:30", "huyen": "07:34", "nganh": "07:38"}


def test_slogans_are_staggered_too(province: Province) -> None:
    front = 'title = "C"\nfrom = 2027-04-13\nuntil = 2027-04-13\npages = ["@dia-phuong"]\nslots = ["09:00"]\nstagger = "5m"'
    province.plan(front, "- Đoàn kết!", "campaigns/c.md")
    assert province.rows() == {"tinh": "09:00", "huyen": "09:05"}


def test_a_page_may_have_its_own_words_and_time_or_nothing(province: Province) -> None:
    own = '[exceptions.huyen]\ntext = "Chào Sìn Hồ!"\nat = 2027-04-15T08:00:00\n[exceptions.nganh]\nskip = true'
    front = f'pages = ["*"]\n{AT}\n{own}'
    assert not province.plan(front, "Chào!").problems
    assert province.rows() == {"tinh": "07:30", "huyen": "08:00"}
    assert province.said("huyen") == "Chào Sìn Hồ!"


def test_an_exception_that_comes_later_replaces_what_was_planned_on_that_page_only(
    province: Province,
) -> None:
    province.plan(f'pages = ["*"]\n{AT}', "Chào!")
    before = Delivery.objects.get(page="tinh").pk
    province.plan(f'pages = ["*"]\n{AT}\n[exceptions.huyen]\ntext = "Chào Sìn Hồ!"', "Chào!")
    assert province.rows() == {"tinh": "07:30", "huyen": "07:30", "nganh": "07:30"}
    assert (Delivery.objects.get(page="tinh").pk, province.said("huyen")) == (
        before,
        "Chào Sìn Hồ!",
    )


def test_an_exception_for_a_page_that_the_post_has_not_is_told(province: Province) -> None:
    [problem] = province.plan(
        f'pages = ["@dia-phuong"]\n{AT}\n[exceptions.nganh]\nskip = true', "Chào!"
    ).problems
    assert problem.message == "“nganh” không phải trang của bài này"
