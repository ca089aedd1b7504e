"""What lint marks in a text, what it offers instead, and what it leaves alone."""

from datetime import date
from pathlib import Path

import pytest

from publisher import resources
from publisher.domain.text import nfc
from publisher.domain.wording import Vocabulary, remarks
from publisher.features.authoring.lint import lint_text, vocabulary
from tests.queuefiles.test_queue_files import TEN_SLOGANS

WORDS = vocabulary(resources.assets())
UNSEEN = Path(__file__).parents[1] / "cards" / "data" / "unseen-slogans.txt"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Cong doan cơ sở", "“Cong doan cơ sở” thiếu dấu → viết “Công đoàn cơ sở”"),
        ("Hội nghị tổ chuc tại xã", "“tổ chuc” thiếu dấu → viết “tổ chức”"),
        ("CHAO MUNG đại biểu", "“CHAO MUNG” thiếu dấu → viết “CHÀO MỪNG”"),
        ("Vì công đoàn việt nam", "“công đoàn việt nam” sai viết hoa → viết “Công đoàn Việt Nam”"),
        (
            "Liên đoàn lao động tỉnh",
            "“Liên đoàn lao động” sai viết hoa → viết “Liên đoàn Lao động”",
        ),
        ("Nghị quyết của đảng", "“của đảng” sai viết hoa → viết “của Đảng”"),
        (
            "60 năm Công đoàn (15/4/1963-15/4/2027)",
            "“60 năm” không khớp với 15/4/1963 – 15/4/2027 → viết 64 năm",
        ),
        ("Hai  dấu cách", "có hai dấu cách liền nhau"),
        ('Phong trào "Giỏi việc nước"', "viết “Giỏi việc nước”"),
        ("Chào mừng !", "có dấu cách trước “!” ở “mừng !”"),
        ("Đoàn kết,sáng tạo", "thiếu dấu cách sau “,” ở “kết,sáng”"),
        ("Còn nữa...", "viết “…”"),
    ],
)
def test_a_slip_is_marked_with_what_to_write(text: str, told: str) -> None:
    assert any(told in str(problem) for problem in lint_text(text, WORDS)), lint_text(text, WORDS)


@pytest.mark.parametrize(
    "text",
    [
        "NHIỆT LIỆT CHÀO MỪNG ĐẠI HỘI CÔNG ĐOÀN VIỆT NAM",
        "Xem https://congdoan.vn/tin-tuc,bai-viet?a=1 và #CongDoanVietNam, thư tới cong.doan@laichau.gov.vn",
        "Kỷ niệm {age:1886-05-01} năm Ngày Quốc tế Lao động (01/05/1886-01/05/2027)",
        "Chào mừng 141 năm Ngày Quốc tế Lao động (01/05/1886-01/05/2027)!",
        "Giá 1,5 triệu; lúc 7:30.",
    ],
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert lint_text(text, WORDS) == []


def test_sixty_good_slogans_give_no_false_alarm() -> None:
    unseen = [
        line.replace("_", " ")
        for line in UNSEEN.read_text(encoding="utf-8").splitlines()
        if line[:1] != "#"
    ]
    assert [problem for text in (*TEN_SLOGANS, *unseen) for problem in lint_text(text, WORDS)] == []


def test_a_typed_age_is_compared_with_the_entrys_own_day() -> None:
    text = "Kỷ niệm 63 năm Ngày thành lập"
    since = date(1963, 4, 15)
    [remark] = remarks(text, WORDS, since=since, on=date(2027, 4, 15))
    assert "“63 năm” không khớp với ngày gốc 15/04/1963 vào năm 2027" in str(remark.reason)
    assert remarks(text, WORDS, since=since, on=date(2026, 4, 15)) == []


def test_the_queue_is_read_with_file_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from publisher.cli.commands import app

    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(app, ["init", "w"])
    monkeypatch.chdir(tmp_path / "w")
    assert CliRunner().invoke(app, ["lint"]).output == "Không có gì phải sửa.\n"
    post = "+++\nat = 2027-05-01T07:30:00\n+++\nDòng đầu\nNgười  lao động\n"
    (tmp_path / "w" / "queue" / "posts" / "a.md").write_text(post, encoding="utf-8")
    result = CliRunner().invoke(app, ["lint"])
    assert (result.exit_code, result.output) == (
        1,
        "posts/a.md:5: có hai dấu cách liền nhau → giữ lại một dấu cách\n",
    )


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("Ðại", "Đại"),
        ("ðoàn", "đoàn"),
        ("Ɖảng", "Đảng"),
        ("Cоngđoàn", "Congđoàn"),
        ("Ｃông", "Công"),
        ("#CоngDoan", "CongDoan"),
        ("４０", "40"),
        ("đ𝐨𝐚̀𝐧", "đoàn"),
    ],
)
def test_a_letter_of_another_script_is_offered_for_mending(written: str, right: str) -> None:
    found = remarks(f"Mừng {written} hôm nay", Vocabulary([], []))
    assert [remark.swap for remark in found] == [(nfc(written).removeprefix("#"), right)]


@pytest.mark.parametrize("text", ["Москва", "Αθήνα", "đoàn viên", "tia α và β", "Đảng"])
def test_a_word_of_another_script_is_meant(text: str) -> None:
    assert not remarks(text, Vocabulary([], []))


def test_marks_of_markdown_are_told_once_and_words_between_them_are_read() -> None:
    told = lint_text("**Cong doan** tỉnh&nbsp;họp", WORDS)
    assert [problem.reason.code for problem in told] == ["wording.markdown", "wording.no_marks"]
