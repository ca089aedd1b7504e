"""What is read from official plans: the corpus of letters in every habit, and rules that one letter does not show."""

from datetime import date

import pytest

from publisher import resources
from publisher.letters.letter import LetterWindow, OfficialLetter
from publisher.letters.reading import plan_here as read_plan
from tests.letters.making import Letter, letter, letters
from tests.letters.measuring import KINDS, measured, read

ALL = letters()


def plan_from(text: str) -> OfficialLetter:
    return read_plan(text.encode(), "plan.txt", words=resources.assets() / "words")


def slogans(text: str) -> list[str]:
    return [one.value for one in plan_from(text).slogans if one.sure]


@pytest.mark.parametrize("one", ALL, ids=[one.stem for one in ALL])
def test_a_letter_of_the_corpus_is_read_word_for_word(one: Letter) -> None:
    assert {kind: score.told for kind, score in measured(one).items()} == {
        kind: [] for kind in KINDS
    }


@pytest.mark.parametrize("one", ALL, ids=[one.stem for one in ALL])
def test_the_head_of_a_letter_is_read(one: Letter) -> None:
    plan = read(one)
    assert plan.number
    assert plan.issuer
    assert (plan.number.value, plan.issuer.value) == (
        one.expected["number"],
        one.expected["issuer"],
    )
    assert (plan.signed_on.value if plan.signed_on else None) == one.expected.get("date")


@pytest.mark.parametrize("one", ALL, ids=[one.stem for one in ALL])
def test_the_window_of_the_slogans_is_told_from_the_others(one: Letter) -> None:
    plan = read(one)
    assert plan.window
    assert [plan.window.value.first, plan.window.value.last] == one.expected["window"]


@pytest.mark.parametrize("one", ALL, ids=[one.stem for one in ALL])
def test_every_finding_stands_on_the_line_that_it_names(one: Letter) -> None:
    plan = read(one)
    lines = {line.number: " ".join(line.text.split()) for line in plan.lines}
    for found in plan.slogans:
        assert found.value in lines[found.line]
    for window in plan.windows:
        assert window.quote in lines[window.line]


def test_channels_and_bodies_are_found_in_the_plan_s_own_words() -> None:
    plan = read(letter("00-lai-chau-438"))
    assert [one.value for one in plan.units] == [
        "Các cấp công đoàn",
        "Liên đoàn Lao động tỉnh",
        "LĐLĐ các huyện, thành phố, Công đoàn ngành, Công đoàn Viên chức",
    ]
    assert {"Facebook, fanpage", "Zalo", "YouTube", "Băng rôn", "Báo chí"} <= {
        one.value for one in plan.channels
    }


def test_a_letter_that_only_speaks_of_slogans_has_none() -> None:
    assert (
        slogans("Số: 1/KH-LĐLĐ\n- Treo khẩu hiệu tại trụ sở.\n- Số lượng khẩu hiệu: 05 chiếc.")
        == []
    )


def test_a_call_outside_of_any_list_is_left_to_a_person() -> None:
    found = plan_from(
        "1. Công tác khác\n- Mỗi đoàn viên hãy chia sẻ bài viết này!\n2. Kinh phí"
    ).slogans
    assert [(one.value, one.sure) for one in found] == [
        ("Mỗi đoàn viên hãy chia sẻ bài viết này!", False)
    ]


def test_the_same_slogan_twice_is_one() -> None:
    text = "Khẩu hiệu:\n- Đoàn kết là sức mạnh!\n- Lao động là vinh quang!\nPHỤ LỤC KHẨU HIỆU\n1. Đoàn kết là sức mạnh!"
    assert slogans(text) == ["Đoàn kết là sức mạnh!", "Lao động là vinh quang!"]


def test_a_label_ends_the_list_of_slogans() -> None:
    text = "- Nội dung băng rôn, khẩu hiệu:\n- Đoàn kết là sức mạnh!\n- Hình thức: treo tại trụ sở!\n- Đoàn kết!"
    assert slogans(text) == ["Đoàn kết là sức mạnh!"]


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("Từ nay đến hết ngày 30/6/2025", date(2025, 3, 5), date(2025, 6, 30)),
        ("từ tháng 4 đến tháng 6 năm 2025", date(2025, 4, 1), date(2025, 6, 30)),
        ("từ ngày 15/12 đến ngày 15/01/2026", date(2025, 12, 15), date(2026, 1, 15)),
        ("từ 08 - 20/10/2025", date(2025, 10, 8), date(2025, 10, 20)),
        ("Quý II, III năm 2025", date(2025, 4, 1), date(2025, 9, 30)),
        ("Tháng 4 và tháng 5/2025", date(2025, 4, 1), date(2025, 5, 31)),
        (
            "Từ ngày 20 tháng 4 năm 2025 đến ngày 31 tháng 5 năm 2025",
            date(2025, 4, 20),
            date(2025, 5, 31),
        ),
        ("cả năm 2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("từ tháng 02/2024 đến hết tháng 02/2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("từ ngày ban hành kế hoạch đến hết tháng 5/2025", date(2025, 3, 5), date(2025, 5, 31)),
    ],
)
def test_a_window_is_read_in_many_words(said: str, first: date, last: date) -> None:
    plan = plan_from(
        f"Số: 1/KH-LĐLĐ\nLai Châu, ngày 5 tháng 3 năm 2025\nKẾ HOẠCH\nI. Việc\n- Thời gian: {said}."
    )
    assert [one.value for one in plan.windows] == [LetterWindow(first=first, last=last)]


def test_a_window_without_a_year_takes_the_plan_s_and_says_so() -> None:
    plan = plan_from("Số: 1/KH\nLai Châu, ngày 5 tháng 3 năm 2025\n- Thời gian: từ 10/4 đến 20/5.")
    assert plan.windows[0].value == LetterWindow(first=date(2025, 4, 10), last=date(2025, 5, 20))
    assert plan.windows[0].doubt == "văn bản không ghi năm; lấy năm ban hành"


def test_a_wrong_age_is_left_to_a_person_with_the_right_one() -> None:
    found = plan_from(
        "Kỷ niệm 61 năm Ngày thành lập Công đoàn tỉnh (15/4/1963 - 15/4/2023)."
    ).anniversaries
    assert [one.doubt for one in found] == ["văn bản ghi 61 năm, tính theo ngày là 60 năm"]


def test_a_day_that_is_on_no_calendar_is_left_to_a_person() -> None:
    found = plan_from(
        "Kỷ niệm 50 năm Ngày thành lập Công đoàn tỉnh (31/4/1975 - 31/4/2025)."
    ).anniversaries
    assert [(one.value.since, one.doubt) for one in found] == [
        (None, "ngày gốc không có trên lịch")
    ]


def test_a_day_that_is_named_with_its_number_alone_is_left_to_a_person() -> None:
    found = plan_from(
        "Hưởng ứng 95 năm Ngày thành lập Công đoàn Việt Nam, các đơn vị tổ chức."
    ).anniversaries
    assert [(one.value.name, one.value.age, one.sure) for one in found] == [
        ("Ngày thành lập Công đoàn Việt Nam", 95, False)
    ]


def test_years_of_work_are_no_anniversary() -> None:
    assert not plan_from(
        "Sơ kết 5 năm thực hiện Nghị quyết số 20 (25/10/2017 - 25/10/2022)."
    ).anniversaries
