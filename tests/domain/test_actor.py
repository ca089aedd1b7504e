"""Names of people: what is kept, and which are taken for one another."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.domain.actor import UNSEEN, Actor, Via, clean_name, doer, name_key


def test_a_name_that_somebody_typed_has_no_account() -> None:
    found = doer("Mai")
    assert (found, found.person, found.via) == ("Mai", None, Via.COMMAND)


def test_who_signed_in_stays_who_he_is() -> None:
    signed = Actor("Mai", person=7, login="mai", via=Via.API, key=3)
    assert doer(signed) is signed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Lò   Thị\tMai ", "Lò Thị Mai"),
        ("Lo\u0300 Mai", "Lò Mai"),
        ("Ma\u200bi\u202e", "Mai"),
        ("Lò\nMai", "Lò Mai"),
        ("\ud800Mai", "Mai"),
        ("\u200b \n", ""),
    ],
)
def test_a_name_is_kept_as_people_see_it(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


@pytest.mark.parametrize(
    "other", ["LÒ THỊ MAI", "lo\u0300  thị mai", "Ｌò Thị Mai", "Lò Thị M\u200dai"]
)
def test_names_that_look_alike_have_one_key(other: str) -> None:
    assert name_key(other) == name_key("Lò Thị Mai")


def test_names_with_other_tones_are_two() -> None:
    assert name_key("Lò Thị Mai") != name_key("Lô Thị Mai")


@given(st.text(max_size=30))
def test_a_kept_name_has_nothing_unseen_and_is_kept_as_it_is(typed: str) -> None:
    kept = clean_name(typed)
    assert kept == " ".join(kept.split())
    assert not {unicodedata.category(char) for char in kept} & {*UNSEEN, "Cc"}
    assert clean_name(kept) == kept
