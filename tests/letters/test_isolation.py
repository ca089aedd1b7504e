"""Documents are read and understood in a process of their own: whatever they do there, the service goes on."""

import logging
import threading
import time

import pytest

from publisher import isolation, resources
from publisher.domain.errors import PlanRefused
from publisher.isolation import (
    CallLimits,
    NoAnswer,
    NoAnswerReason,
    run_apart,
)
from publisher.letters import isolation as plans_apart
from publisher.letters import reading
from publisher.letters.isolation import read_plan, understand
from publisher.letters.letter import from_json
from publisher.letters.line import LONGEST_LINE, MOST_LINES, LetterLine
from tests.letters.making import letter, letters

WORDS = resources.assets() / "words"


def why(name: str, **limits: int) -> NoAnswerReason:
    with pytest.raises(NoAnswer) as caught:
        run_apart(f"tests.letters.hostile:{name}", b"abc", limits=CallLimits(**limits))
    return caught.value.why


def refused(raw: bytes, name: str = "a.txt") -> str:
    with pytest.raises(PlanRefused) as caught:
        read_plan(raw, name, words=WORDS)
    return str(caught.value)


def test_a_function_is_given_bytes_and_words_and_answers() -> None:
    assert run_apart("tests.letters.hostile:answers", b"abc", "một", "hai") == [3, "một", "hai"]


@pytest.mark.parametrize("name", ["sleeps", "spins"])
def test_what_takes_too_long_is_ended(name: str) -> None:
    begun = time.monotonic()
    assert why(name, seconds=1) is NoAnswerReason.TIME
    assert time.monotonic() - begun < 20


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("eats", NoAnswerReason.MEMORY),
        ("dives", NoAnswerReason.MEMORY),
        ("babbles", NoAnswerReason.MEMORY),
        ("raises", NoAnswerReason.CRASH),
        ("dies", NoAnswerReason.CRASH),
    ],
)
def test_what_misbehaves_is_told_by_its_kind(name: str, said: NoAnswerReason) -> None:
    assert why(name, memory=600_000_000, answer=10_000) is said


def test_the_log_says_where_it_fell_over_and_no_word_of_the_file(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        why("raises")
    assert "KeyError at hostile.py" in caplog.text
    assert "words of the file" not in caplog.text


def test_only_a_few_wait_for_a_process_and_the_next_is_sent_away_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(isolation, "_seats", threading.BoundedSemaphore(1))
    assert isolation._seats.acquire(blocking=False)
    assert why("answers") is NoAnswerReason.BUSY
    assert "chờ một phút" in refused(b"Chao", "a.txt")


def test_the_service_itself_looks_into_no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    def here(*_: object, **__: object) -> None:
        raise AssertionError("read in this process")

    for module in (reading, plans_apart):
        monkeypatch.setattr(module, "plan_of", here)
    monkeypatch.setattr(reading, "read_lines", here)
    monkeypatch.setattr(plans_apart, "plan_here", here)
    one = letter("00-lai-chau-438")
    found = read_plan(one.raw, one.name, words=WORDS)
    assert [slogan.value for slogan in found.slogans] == one.expected["slogans"]
    assert understand(list(found.lines), list(found.notes), words=WORDS) == found


@pytest.mark.parametrize("stem", [one.stem for one in letters()][:4])
def test_a_plan_is_kept_and_taken_back_as_it_was(stem: str) -> None:
    one = letter(stem)
    found = reading.plan_here(one.raw, one.name, words=WORDS)
    assert from_json(found.as_json(), found.lines) == found


@pytest.mark.parametrize(
    ("raw", "name", "said"),
    [
        (
            b"a " + b"1" * 4_000,
            "a.txt",
            f"dòng 1 dài 4002 chữ cái, một đoạn nhiều nhất {LONGEST_LINE}",
        ),
        ((b"[" * 7_900 + b"\n") * 240, "a.md", "dòng 1 dài 7900"),
        ("Ngày 1/5/2027\n\n".encode() * 9_000, "a.txt", f"dài hơn {MOST_LINES} đoạn"),
        ("từ ngày 1/5 đến 2/6\n".encode() * 19_000, "a.md", "đoạn bắt đầu ở dòng 1 dài"),
        (b"x\n" * 20_001, "a.txt", "dài hơn 20000 dòng"),
    ],
)
def test_what_is_too_long_for_a_letter_is_said_and_never_cut(
    raw: bytes, name: str, said: str
) -> None:
    assert said in refused(raw, name)


@pytest.mark.parametrize(
    "line",
    [
        "a " + "1" * 1_990,
        "[" * 1_990,
        "Khẩu hiệu:",
        "1. Việc",
        "nội dung" + " của a" * 280 + "!",
        "“" * 1_990,
    ],
)
def test_a_letter_of_nothing_but_a_hostile_line_is_read_in_time(line: str) -> None:
    begun = time.process_time()
    reading.plan_here(
        f"- {line}\n\n".encode() * min(300, 400_000 // len(line)), "a.md", words=WORDS
    )
    assert time.process_time() - begun < 10


def test_thousands_of_days_are_refused_before_they_are_compared() -> None:
    text = "".join(
        f"Kỷ niệm {n} năm Ngày thành lập ngành {n} (1/5/{n} - 1/5/2027).\n\n"
        for n in range(1000, 1900)
    )
    begun = time.process_time()
    with pytest.raises(PlanRefused, match="nêu hơn 500 ngày kỷ niệm"):
        reading.plan_here(text.encode(), "a.txt", words=WORDS)
    assert time.process_time() - begun < 10


@pytest.mark.parametrize("year", ["0000", "0001", "9999"])
def test_years_at_the_edge_of_the_calendar_are_no_windows(year: str) -> None:
    text = f"Thời gian: từ nay đến năm {year}; trước 1/1/{year}; từ 1/1 đến 31/12/{year}; tháng 12/{year}; quý I/{year}"
    assert reading.plan_here(text.encode(), "a.txt", words=WORDS).windows == []


def test_lines_that_an_older_version_kept_are_understood() -> None:
    found = understand(
        [LetterLine(number=1, text="Khẩu hiệu:"), LetterLine(number=2, text="- Đoàn kết!")],
        [],
        words=WORDS,
    )
    assert [one.value for one in found.slogans] == ["Đoàn kết!"]
