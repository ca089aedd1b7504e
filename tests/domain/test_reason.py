"""A reason is a code with arguments; its sentence is made where it is shown."""

from datetime import UTC, date, datetime

import pytest

from publisher.domain.errors import PublisherError
from publisher.domain.reason import (
    NO_REASON,
    Problem,
    Reason,
    all_of,
    nearest,
    reason,
    told,
)
from publisher.sentences.catalogue import LONGEST_MESSAGE, Sentence, catalogue

WORDS = {
    "trial.late": Sentence(
        "Lùi đến {until:%H:%M %d/%m}: {why}.", "Moved to {until:%H:%M %d/%m}: {why}."
    ),
    "trial.many": Sentence("còn {n} bài", "{n} {n:post|posts} left", "Chờ thêm.", "Wait."),
    "trial.lists": Sentence("thiếu {names}", "{names} missing"),
    "trial.took": Sentence("sau {seconds:.1f} giây", "after {seconds:.1f} s"),
}


@pytest.fixture(autouse=True)
def _words(monkeypatch: pytest.MonkeyPatch) -> None:
    for code, words in WORDS.items():
        monkeypatch.setitem(catalogue(), code, words)


LATE = reason(
    "trial.late", until=datetime(2026, 5, 1, 1, 30, tzinfo=UTC), why=reason("trial.many", n=1)
)


def test_a_reason_is_told_by_the_clock_of_vietnam_in_either_language() -> None:
    assert LATE.said() == "Lùi đến 08:30 01/05: còn 1 bài."
    assert LATE.said("en") == "Moved to 08:30 01/05: 1 post left."


def test_a_decimal_is_written_as_the_language_writes_it() -> None:
    took = reason("trial.took", seconds=1.5)
    assert (took.said(), took.said("en")) == ("sau 1,5 giây", "after 1.5 s")


@pytest.mark.parametrize(
    "kept",
    [
        NO_REASON,
        LATE,
        reason(
            "trial.lists", names=["a", "b"], day=date(2026, 5, 1), sure=True, share=0.5, no=None
        ),
        told("Câu cũ.", "Việc cũ."),
    ],
)
def test_a_row_gives_back_what_it_was_given(kept: Reason) -> None:
    assert Reason.from_json(kept.to_json()) == kept


@pytest.mark.parametrize("old", ["Trang đã ngừng.", "{không phải JSON", '{"code": 3}', '{"a": 1}'])
def test_a_sentence_of_before_there_were_codes_is_told_as_it_is(old: str) -> None:
    assert Reason.from_json(old).said("en") == old


def test_an_argument_that_is_missing_leaves_the_words() -> None:
    assert "còn {n} bài" in reason("trial.many").said()


def test_a_list_is_joined() -> None:
    assert str(reason("trial.lists", names=("a", "b"))) == "thiếu a, b"


def test_an_error_says_what_is_wrong_and_what_to_do() -> None:
    error = PublisherError("trial.many", n=3)

    assert (str(error), error.said("en")) == ("còn 3 bài. Chờ thêm.", "3 posts left. Wait.")
    assert error.reason == reason("trial.many", n=3)


def test_a_mistyped_word_is_asked_about() -> None:
    assert str(nearest("hastags", ["hashtags", "photos"])) == "có phải ý bạn là “hashtags”?"


def test_a_word_that_is_like_none_gets_the_list_in_order() -> None:
    assert str(nearest("xyz", ["photos", "at"])) == "chỉ dùng: at, photos"


_TWICE = Problem(
    path="links/a.md", line=2, reason=reason("queuefiles.article_on_line", other=1), field="link"
)


def test_a_problem_is_told_with_its_place_and_what_to_do_in_both_languages() -> None:
    assert str(_TWICE) == "links/a.md:2: bài báo này đã có ở dòng 1 → bỏ một trong hai dòng"
    assert _TWICE.told("en") == (
        "links/a.md:2: this article stands on line 1 already → take one of the two lines away"
    )


def test_a_problem_of_a_whole_file_names_no_line() -> None:
    assert str(Problem(path="a.md", line=None, reason=told("trống"))) == "a.md: trống"


def test_a_text_in_the_wrong_place_is_not_repeated_whole() -> None:
    long = Problem(path="a.md", line=1, reason=told("x" * 1000))

    assert len(long.message) == LONGEST_MESSAGE
    assert long.message.endswith("…")


@pytest.mark.parametrize(
    ("words", "as_written"), [('Sửa “ảnh” "bìa"\nnhé', True), ('{"code": "trial.many"}', False)]
)
def test_words_alone_are_kept_to_be_searched_and_are_never_read_as_a_code(
    words: str, as_written: bool
) -> None:
    assert (told(words).to_json() == words) is as_written
    assert Reason.from_json(told(words).to_json()).said() == words


def test_problems_that_are_kept_as_one_reason_are_told_like_problems_in_both_languages() -> None:
    long = Problem(path="a.md", line=None, reason=told("x" * 1000))
    kept = Reason.from_json(all_of([_TWICE, long]).to_json())

    assert kept.said() == f"{_TWICE}\n{long}"
    assert kept.said("en") == f"{_TWICE.told('en')}\n{long}"


def test_equal_problems_are_one() -> None:
    again = Problem(
        path="links/a.md",
        line=2,
        reason=reason("queuefiles.article_on_line", other=1),
        field="link",
    )

    assert {_TWICE, again} == {_TWICE}
