"""The corpus of nasty words and times through the API comes out as at every other door."""

import json

import pytest

from tests.queuefiles.nasty import TIMES, WORDS_OF
from tests.strangers.inputs import INPUTS
from tests.web.api.test_api import Caller
from tests.web.desk import Desk

AT = "2036-12-20T07:30:00"


@pytest.mark.parametrize("name", WORDS_OF)
def test_words_through_the_api_are_the_same(desk: Desk, name: str) -> None:
    given, meant = WORDS_OF[name]
    body = {"text": given, "pages": ["lai-chau"], "at": AT}
    answer = Caller(desk, "an").send("POST", "/entries", body)
    assert (answer.status_code, answer.json()["text"]) == (201, meant)


def test_times_through_the_api_are_the_same(desk: Desk) -> None:
    caller = Caller(desk, "an")
    for number, (given, meant) in enumerate(TIMES.items()):
        body = {"text": f"Chào {number}", "pages": ["lai-chau"], "at": given}
        answer = caller.send("POST", "/entries", body)
        if meant is None:
            assert answer.status_code in (400, 409, 422), given
        else:
            assert answer.json()["at"] in (meant, meant[:16]), given


@pytest.mark.parametrize("number", [0, 1_765_000_000, 1.5, True])
def test_a_number_is_no_time_at_the_api(desk: Desk, number: object) -> None:
    body = {"text": "Chào", "pages": ["lai-chau"], "at": number}
    assert Caller(desk, "an").send("POST", "/entries", body).status_code == 422


def test_times_of_strangers_are_told_by_the_pages_clock_or_refused(desk: Desk) -> None:
    caller = Caller(desk, "an")
    for given in (one for one in INPUTS if "body.json" in one.files):
        body = json.loads(given.files["body.json"]) | {"pages": ["lai-chau"]}
        answer = caller.send("POST", "/entries", body)
        if "07:30" not in given.right or answer.status_code != 201:
            assert answer.status_code == 422, given.name
        else:
            assert answer.json()["at"][:16] == AT[:16], given.name
