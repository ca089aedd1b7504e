"""A finding of the queue's reader as the desk tells it."""

import pytest
from django.utils.translation import override

from publisher.domain.reason import Problem, reason
from publisher.sentences.catalogue import catalogue
from publisher.web.composer import preview
from publisher.web.composer.preview import plain


def _problem(code: str, **arguments: object) -> Problem:
    return Problem(path="posts/a.md", line=3, reason=reason(code, **arguments))


def test_advice_for_people_is_told_with_the_finding() -> None:
    found = _problem("queuefiles.long_comment", most=7_800)

    assert plain(found) == "Bình luận dài quá 7800 ký tự: rút ngắn bình luận"


def test_advice_for_those_who_write_files_is_not_told_at_the_desk() -> None:
    found = _problem("planning.no_slots", page="lai-chau")

    assert plain(found) == "Trang “lai-chau” chưa có khung giờ"


def test_a_finding_is_told_in_english_to_who_reads_english() -> None:
    with override("en"):
        assert plain(_problem("queuefiles.long_comment", most=7_800)) == (
            "The comment is longer than 7800 characters: shorten the comment"
        )
        assert (
            plain(_problem("queuefiles.no_pages", first="tinh", known=["tinh"]))
            == "Choose at least one page."
        )


@pytest.mark.parametrize("code", sorted(preview._FOR_FILES | preview._WORDS.keys()))
def test_what_the_desk_tells_otherwise_is_a_finding_that_there_is(code: str) -> None:
    assert catalogue()[code].do_vi


def test_no_advice_of_the_reader_that_speaks_of_files_reaches_the_desk() -> None:
    """A new finding whose advice shows a key of the front matter belongs among those for files."""
    told = [
        code
        for code, sentence in catalogue().items()
        if code.startswith(("queuefiles.", "planning."))
        and any(sign in sentence.do_vi for sign in (" = ", "+++", "config.toml", ".md"))
        and code not in preview._FOR_FILES | preview._WORDS.keys()
    ]

    assert told == []
