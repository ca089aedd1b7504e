"""Messages, lengths, secrets, states: the small rules."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.domain.delivery import MOVES, State, check_move
from publisher.domain.durations import parse_duration
from publisher.domain.errors import IllegalMove, UnknownPlaceholder
from publisher.domain.message import compose, fill
from publisher.domain.revision import Revision, freeze
from publisher.domain.secret import Secret
from publisher.domain.text import nfc, slug, utf16_length
from tests.conftest import a_unit, an_entry

DAY = date(2027, 4, 15)


def test_an_age_is_that_of_the_year_in_which_the_post_appears() -> None:
    text = fill(
        "{age} năm, {age:1886-05-01} năm, {year}",
        since=date(1963, 4, 15),
        on=date(2023, 1, 2),
        unit=None,
    )
    assert text == "60 năm, 137 năm, 2023"


@pytest.mark.parametrize("text", ["{ten}", "{age}", "{age:hôm qua}", "{}"])
def test_an_unknown_placeholder_is_refused(text: str) -> None:
    with pytest.raises(UnknownPlaceholder):
        fill(text, since=None, on=DAY, unit=None)


def test_hashtags_stand_below_the_text() -> None:
    message = compose(an_entry(text="Chào!", hashtags=("A{year}", "B")), unit=a_unit(), on=DAY)
    assert message.text == "Chào!\n\n#A2027 #B"


def test_a_link_beside_a_picture_goes_into_the_text_because_facebook_shows_no_card_then() -> None:
    message = compose(
        an_entry(text="Chào!", link="https://a.vn/b", card="press-link"), unit=a_unit(), on=DAY
    )
    assert (message.link, message.text) == (None, "Chào!\n\nhttps://a.vn/b")


def test_a_text_leaves_in_composed_form() -> None:
    decomposed = "Công đoàn Việt Nam".encode().decode()
    import unicodedata

    message = compose(
        an_entry(text=unicodedata.normalize("NFD", decomposed)), unit=a_unit(), on=DAY
    )
    assert message.text == nfc(decomposed)


def test_an_emoji_counts_two_as_facebook_counts() -> None:
    assert utf16_length("ộ👍") == 3


def test_a_slug_is_plain_ascii() -> None:
    assert slug("Đoàn kết – Sáng tạo!") == "doan-ket-sang-tao"


@pytest.mark.parametrize(
    ("text", "length"),
    [("90s", timedelta(seconds=90)), ("1h30m", timedelta(minutes=90)), ("14d", timedelta(days=14))],
)
def test_lengths_of_time_read_as_people_write_them(text: str, length: timedelta) -> None:
    assert parse_duration(text) == length


@pytest.mark.parametrize("text", ["", "2", "2 giờ", "-1h", "h2"])
def test_other_lengths_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="khoảng thời gian"):
        parse_duration(text)


@given(st.text(min_size=4))
def test_a_secret_never_shows_itself(value: str) -> None:
    secret = Secret(f"token-{value}")
    assert f"{secret} {secret!r} {secret:>5} {[secret]}".count("token-") == 0
    assert secret.fingerprint() != Secret("other").fingerprint()


def test_a_revision_survives_json_and_knows_its_content_by_digest() -> None:
    revision = freeze(an_entry(text="Chào!"))
    assert Revision.from_json(revision.to_json()) == revision
    assert revision.digest() != freeze(an_entry(text="Chào")).digest()


def test_every_state_has_its_moves_and_only_published_has_none() -> None:
    assert MOVES.keys() == set(State)
    assert [state for state in State if not MOVES[state]] == [State.PUBLISHED]


def test_a_published_delivery_never_moves_again() -> None:
    with pytest.raises(IllegalMove):
        check_move(State.PUBLISHED, State.PREPARED)
