"""From a plan to the draft of a campaign."""

from datetime import date
from pathlib import Path

import pytest

from publisher import resources
from publisher.domain.entry import Campaign, PhotoLook
from publisher.domain.errors import PlanRefused
from publisher.features.authoring.import_letter import (
    drafted,
    put_on_calendar,
    rendered,
    with_year,
    write_draft,
    year_of,
)
from publisher.letters.isolation import read_plan
from publisher.letters.letter import OfficialLetter
from publisher.letters.reading import plan_here
from publisher.queuefiles.folder import Known, QueueReader
from publisher.queuefiles.writing import WriteRefused
from tests.letters.making import letter

TODAY = date(2026, 11, 24)
KNOWN = Known(
    pages=frozenset({"lai-chau"}),
    cards=frozenset({"slogan", "anniversary"}),
    card=lambda _: None,
    look_at_photo=lambda _: PhotoLook(),
)


def plan(stem: str = "00-lai-chau-438") -> OfficialLetter:
    one = letter(stem)
    return read_plan(one.raw, one.name, words=resources.assets() / "words")


def read(queue: Path) -> Campaign:
    reading = QueueReader(queue, known=KNOWN).refresh()
    assert not reading.problems
    return reading.queue.campaigns[0]


def test_the_draft_says_what_the_plan_says_and_is_read_by_the_queue(tmp_path: Path) -> None:
    write_draft(tmp_path, drafted(plan(), today=TODAY, name="438.md"), known=KNOWN)
    campaign = read(tmp_path)
    assert [slogan.text for slogan in campaign.slogans] == letter("00-lai-chau-438").expected[
        "slogans"
    ]
    assert (campaign.starts, campaign.ends) == (date(2023, 4, 11), date(2023, 5, 31))
    assert campaign.document == "438/KH-LĐLĐ, 11/4/2023"
    assert [day.since for day in campaign.anniversaries] == [
        date(1963, 4, 15),
        date(1886, 5, 1),
        date(1954, 5, 7),
        date(1890, 5, 19),
    ]
    assert campaign.draft


def test_every_item_of_the_draft_names_its_line(tmp_path: Path) -> None:
    text = rendered(drafted(plan(), today=TODAY, name="438.md"))
    assert (
        "<!-- Văn bản, dòng 31 -->\n- Chào mừng 137 năm Ngày Quốc tế Lao động (01/05/1886-01/05/2023)!"
        in text
    )
    assert text.count("# Văn bản, dòng 19") == 4


def test_in_another_year_dates_move_and_years_and_ages_are_computed(tmp_path: Path) -> None:
    write_draft(tmp_path, drafted(plan(), today=TODAY, name="438.md", year=2027), known=KNOWN)
    campaign = read(tmp_path)
    assert (campaign.starts, campaign.ends) == (date(2027, 4, 11), date(2027, 5, 31))
    assert (
        campaign.slogans[0].text
        == "Tháng Công nhân năm {year}: Kết nối đoàn viên, xây dựng tổ chức!"
    )
    assert campaign.slogans[2].text == (
        "Chào mừng {age:1886-05-01} năm Ngày Quốc tế Lao động (01/05/1886-01/05/{year})!"
    )


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("Thi đua năm 2023!", "Thi đua năm {year}!"),
        ("Nghị quyết nhiệm kỳ 2018 - 2023!", "Nghị quyết nhiệm kỳ 2018 - 2023!"),
        ("Kết luận ngày 18/5/2023!", "Kết luận ngày 18/5/2023!"),
        # An age that is wrong in the plan is not made right in silence.
        (
            "61 năm Ngày thành lập (15/4/1963 - 15/4/2023)",
            "61 năm Ngày thành lập (15/4/1963 - 15/4/2023)",
        ),
    ],
)
def test_only_years_of_the_plan_move(text: str, moved: str) -> None:
    assert with_year(text, 2023) == moved


def test_a_doubtful_slogan_is_kept_as_a_comment_and_never_planned(tmp_path: Path) -> None:
    text = "Khẩu hiệu:\n- Đoàn kết!\n- Lao động là vinh quang!\nKhác\n- Mỗi người hãy chia sẻ bài viết!\nHết"
    found = read_plan(text.encode(), "a.txt", words=resources.assets() / "words")
    content = rendered(drafted(found, today=TODAY, name="a.txt"))
    assert (
        "<!-- Chưa chắc, dòng 5 (nằm ngoài danh sách khẩu hiệu): Mỗi người hãy chia sẻ bài viết! -->"
        in content
    )
    assert "- Mỗi người" not in content


def test_a_plan_without_a_window_says_that_its_days_are_made_up() -> None:
    found = read_plan(
        "Khẩu hiệu:\n- Đoàn kết là sức mạnh!".encode(), "a.txt", words=resources.assets() / "words"
    )
    draft = drafted(found, today=TODAY, name="a.txt")
    assert (draft.first, str(draft.remarks[-1])) == (
        TODAY,
        "Văn bản không ghi thời gian: from và until là tạm, sửa lại cho đúng.",
    )


def test_two_imports_of_one_plan_are_two_files(tmp_path: Path) -> None:
    draft = drafted(plan(), today=TODAY, name="438.md")
    first = write_draft(tmp_path, draft, known=KNOWN)
    before = first.read_text()
    assert write_draft(tmp_path, draft, known=KNOWN) != first
    assert first.read_text() == before


def test_a_draft_on_an_unknown_page_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(WriteRefused, match="la"):
        write_draft(tmp_path, drafted(plan(), today=TODAY, name="a", pages=("la",)), known=KNOWN)
    assert not list(tmp_path.rglob("*.md"))


def test_on_the_calendar_only_the_mark_of_the_draft_is_gone(tmp_path: Path) -> None:
    path = write_draft(tmp_path, drafted(plan(), today=TODAY, name="438.md"), known=KNOWN)
    before = path.read_text(encoding="utf-8").splitlines()
    put_on_calendar(path, queue=tmp_path, known=KNOWN)
    after = path.read_text(encoding="utf-8").splitlines()
    assert not read(tmp_path).draft
    gone = [line for line in before if line not in after]
    assert (len(gone), [line for line in after if line not in before]) == (2, [])
    assert "draft = true" in gone


def plan_from(text: str) -> OfficialLetter:
    return plan_here(text.encode(), "plan.txt", words=resources.assets() / "words")


DATED = "Số: 1/KH-LĐLĐ\nLai Châu, ngày 5 tháng 3 năm 2020\nKẾ HOẠCH\nTuyên truyền Tháng Công nhân\n"
LIST = "I. Khẩu hiệu:\n- Đoàn kết là sức mạnh của chúng ta!\n- Lao động là vinh quang muôn đời!\n"


@pytest.mark.parametrize("year", [2019, 2026, 2027])
def test_another_year_moves_only_what_the_document_says(year: int) -> None:
    draft = drafted(plan_from(DATED + LIST), today=TODAY, name="a.txt", year=year)
    assert draft.first.year == year


@pytest.mark.parametrize(
    "days",
    [
        "- Mừng 50 năm Ngày giải phóng tỉnh nhà (3/5/1975 - 3/5/2025)!\n",
        "- Kỷ niệm 50 năm Ngày thành lập tỉnh (03-5-1975 – 03-5-2025)!\n",
        "- Chào mừng 50 năm Ngày chiến thắng (3.5.1975 - 3.5.2025)!\n",
    ],
)
def test_a_plan_without_a_date_is_of_the_year_of_its_days(days: str) -> None:
    plan = plan_from(LIST + days)
    assert year_of(plan) == 2025
    draft = drafted(plan, today=TODAY, name="a.txt", year=2027)
    assert draft.first.year == 2027
    assert any("{year}" in one.text for one in draft.slogans)


def test_a_plan_of_no_known_year_is_not_moved_to_another() -> None:
    with pytest.raises(PlanRefused, match="không biết nó là của năm nào"):
        drafted(plan_from(LIST), today=TODAY, name="a.txt", year=2027)


@pytest.mark.parametrize("year", [None, 2027])
def test_the_days_of_a_plan_without_a_window_fall_into_the_draft_s(year: int | None) -> None:
    plan = plan_from(
        DATED
        + "Kỷ niệm 90 năm Ngày thành lập Đảng (03/02/1930 - 03/02/2020) và 130 năm Ngày sinh Chủ tịch"
        " Hồ Chí Minh (19/5/1890 - 19/5/2020)."
    )
    draft = drafted(plan, today=TODAY, name="a.txt", year=year)
    own = year or 2020
    assert draft.first <= date(own, 2, 3)
    assert date(own, 5, 19) <= draft.last
    assert "được đặt quanh các ngày kỷ niệm" in str(draft.remarks[-1])


def test_the_same_plan_twice_into_a_folder_makes_two_files(tmp_path: Path) -> None:
    queue, folder = tmp_path / "queue", tmp_path / "out"
    queue.mkdir()
    folder.mkdir()
    draft = drafted(plan(), today=TODAY, name="438.md")
    paths = {write_draft(queue, draft, known=KNOWN, folder=folder) for _ in range(3)}
    assert len(paths) == 3
