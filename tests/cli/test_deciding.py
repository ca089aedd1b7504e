"""`publisher freeze`, `missed`, `doctor`: who decided what, and what is told of it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from publisher.cli.commands import app
from publisher.store.connection import close_store


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(app, ["init", "w"])
    monkeypatch.chdir(tmp_path / "w")
    return tmp_path / "w"


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(words))
    close_store()
    return result.exit_code, result.output + str(result.exception or "")


def test_a_freeze_is_shown_with_its_reason_and_person_until_it_is_ended(folder: Path) -> None:
    code, output = run("freeze", "--reason", "Quốc tang", "--by", "Lò Thị Mai")
    assert (code, "Đã tạm dừng toàn bộ (Lò Thị Mai: Quốc tang)" in output) == (0, True), output
    assert "Đang tạm dừng: toàn bộ: Quốc tang (Lò Thị Mai" in run("status")[1]
    code, output = run("unfreeze", "--by", "Lò Thị Mai")
    assert (code, output) == (0, "Đã bỏ tạm dừng toàn bộ; 0 lượt đi tiếp.\n")
    assert "TẠM DỪNG" not in run("status")[1]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["freeze", "--by", "Mai"], "Thiếu lý do hoặc người ra lệnh"),
        (
            ["freeze", "--reason", "Bão", "--by", "Mai", "--unit", "lai-chao"],
            "có phải ý bạn là “lai-chau”?",
        ),
        (
            ["freeze", "--reason", "Bão", "--by", "Mai", "--unit", "lai-chau", "--campaign", "c"],
            "Chọn một trong hai",
        ),
        (
            ["freeze", "--reason", "Bão", "--by", "Mai", "--campaign", "thang-cong-nha"],
            "là “thang-cong-nhan”?",
        ),
        (["unfreeze"], "Thiếu người ra lệnh"),
        (
            ["unfreeze", "--by", "Mai", "--unit", "lai-chau"],
            "Không có lệnh tạm dừng đơn vị lai-chau nào",
        ),
    ],
)
def test_what_is_missing_or_mistyped_is_told(folder: Path, words: list[str], told: str) -> None:
    code, output = run(*words)
    assert (code, told in output) == (1, True), output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["missed", "list"], "Không có lượt nào bị lỡ."),
        (["missed", "now", "bai"], "Thiếu người quyết định"),
        (["missed", "drop", "bai", "--by", "Mai"], "Không có lượt bị lỡ nào của “bai”"),
        (["missed", "move", "bai", "--at", "mai", "--by", "Mai"], "--at “mai” không phải giờ"),
        (
            ["missed", "move", "bai", "--at", "2027-04-15T07:30+07:00", "--by", "Mai"],
            "không ghi múi giờ",
        ),
    ],
)
def test_what_cannot_be_decided_on_the_missed_is_told(
    folder: Path, words: list[str], told: str
) -> None:
    assert told in run(*words)[1]


def test_the_story_of_an_unknown_entry_is_refused_in_words(folder: Path) -> None:
    code, output = run("doctor", "khong-co")
    assert (code, "“khong-co” chưa có lượt đăng nào" in output) == (1, True), output


@pytest.mark.parametrize("command", ["preview", "print"])
def test_a_day_that_is_none_is_told_in_words(folder: Path, command: str) -> None:
    code, output = run(command, "thang-cong-nhan", "--on", "2027-13-01")
    assert (code, "--on “2027-13-01” không phải ngày" in output) == (1, True), output
