"""What is wrong: a place, a code, and sentences made from it."""

from publisher.domain.problem import LONGEST_MESSAGE, Problem
from publisher.domain.reason import reason, told

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


def test_equal_problems_are_one() -> None:
    again = Problem(
        path="links/a.md",
        line=2,
        reason=reason("queuefiles.article_on_line", other=1),
        field="link",
    )

    assert {_TWICE, again} == {_TWICE}
