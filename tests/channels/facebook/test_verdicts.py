"""The verdict table: every number of the reference, both languages, and every exception of the layers below."""

import inspect
from pathlib import Path
from types import ModuleType

import facebook
import pytest
import requests
import urllib3.exceptions

from publisher.channels.facebook.verdicts import (
    BY_SUBCODE,
    STRANGE,
    TABLE,
    GraphStep,
    Meaning,
    judge,
    row_of,
)
from publisher.channels.facebook.wire import (
    EXCEPTIONS,
    CallFault,
    CallFaultKind,
    _fault_of,
)
from publisher.domain.verdict import Deferred, Refused, Unknown

# Every code and (code, subcode) of reference/graph-api.md section 4, copied from it on 2026-11-23.
CODES = [
    1,
    2,
    3,
    4,
    10,
    12,
    2635,
    17,
    32,
    21,
    100,
    102,
    104,
    190,
    105,
    194,
    197,
    5101,
    240,
    283,
    1705,
    324,
    325,
    341,
]
CODES += [
    368,
    382,
    389,
    6000,
    6001,
    506,
    613,
    1500,
    2061006,
    1609005,
    2500,
    3001,
    1504028,
    1363047,
    1609010,
    210,
]
CODES += [200, 203, 210, 250, 299, *range(80_000, 80_015)]
PAIRS = [
    (1, 2853006),
    (17, 2446079),
    (100, 33),
    (613, 1996),
    (200, 1609008),
    (200, 2069030),
    (200, 2069031),
]
PAIRS += [
    (200, 2069033),
    (368, 1390008),
    (368, 4854002),
    (368, 1404082),
    (368, 1404006),
    (368, 1404112),
]
PAIRS += [
    (368, 1404078),
    *((190, sub) for sub in (458, 459, 460, 463, 464, 466, 467, 490, 492, 2069032)),
]
SUBCODES = [
    1346003,
    1404102,
    1390008,
    1404006,
    1404112,
    1404078,
    1366046,
    1366051,
    2069019,
    1349125,
]
SUBCODES += [1363019, 1363020, 1363021, 1363030, 1363031, 1363033, 1363037, 1363041, 1363045]
SUBCODES += [
    1363022,
    1363023,
    1363024,
    1363025,
    1363026,
    1363040,
    1363127,
    1363128,
    1363129,
    1363005,
    1363042,
]


@pytest.mark.parametrize("code", CODES)
def test_every_code_of_the_reference_has_a_row(code: int) -> None:
    assert row_of(code, 0)


@pytest.mark.parametrize(("code", "subcode"), PAIRS)
def test_every_pair_of_the_reference_has_a_row_of_its_own(code: int, subcode: int) -> None:
    assert (code, subcode) in TABLE


@pytest.mark.parametrize("subcode", SUBCODES)
def test_every_subcode_of_the_reference_counts_under_any_code(subcode: int) -> None:
    assert row_of(100, subcode) is BY_SUBCODE[subcode]


@pytest.mark.parametrize(
    "row", [*TABLE.values(), *BY_SUBCODE.values(), STRANGE], ids=lambda row: row.reason.code
)
def test_every_row_says_in_both_languages_what_happened_and_what_to_do(row: "object") -> None:
    from publisher.channels.facebook.verdicts import VerdictRow

    assert isinstance(row, VerdictRow)
    assert row.reason.said().endswith(".")
    assert row.reason.said("en").endswith(".")
    acts = row.meaning not in (Meaning.TRANSIENT, Meaning.THROTTLED)
    assert (bool(row.reason.advice()), bool(row.reason.advice("en"))) == (acts, acts)


def exceptions_of(module: ModuleType) -> set[type[Exception]]:
    found = [
        kind
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Exception)
    ]
    return {kind for kind in found if not issubclass(kind, Warning)}


def test_every_exception_of_requests_has_a_meaning_of_its_own() -> None:
    unmapped = {
        kind
        for kind in exceptions_of(requests.exceptions)
        if kind.__module__.startswith("requests")
    } - EXCEPTIONS.keys()
    assert unmapped == set(), (
        "requests can raise something that nobody gave a meaning (channels/facebook/wire.py)"
    )


@pytest.mark.parametrize("module", [urllib3.exceptions, facebook], ids=["urllib3", "facebook-sdk"])
def test_every_exception_of_the_layers_below_has_a_meaning(module: ModuleType) -> None:
    known = tuple(EXCEPTIONS)
    own = {
        kind
        for kind in exceptions_of(module)
        if kind.__module__.startswith(module.__name__.split(".")[0])
    }
    unmapped = {kind for kind in own if not issubclass(kind, known)}
    assert unmapped == set(), (
        "a layer below can raise something that nobody gave a meaning (channels/facebook/wire.py)"
    )


def test_an_exception_that_nobody_mapped_is_a_defect_that_shows_itself() -> None:
    with pytest.raises(ArithmeticError):
        _fault_of(ArithmeticError())


@pytest.mark.parametrize(
    "step",
    [
        GraphStep.DRAFT,
        GraphStep.DIRECT,
        GraphStep.SCHEDULE,
        GraphStep.COMMENT,
        GraphStep.STORY,
        GraphStep.UPLOAD,
    ],
)
@pytest.mark.parametrize("kind", [CallFaultKind.NO_ANSWER, CallFaultKind.UNREADABLE])
def test_a_create_whose_answer_is_missing_is_unknown(step: GraphStep, kind: CallFaultKind) -> None:
    assert isinstance(judge(CallFault(kind=kind, status=500), step), Unknown)


@pytest.mark.parametrize("code", [1, 2, 100, 506, 197, 999_999])
def test_a_5xx_on_a_create_is_unknown_whatever_its_code(code: int) -> None:
    assert isinstance(
        judge(CallFault(kind=CallFaultKind.ERROR, status=500, code=code), GraphStep.DIRECT), Unknown
    )


@pytest.mark.parametrize("status", [400, 401, 500])
def test_a_dead_token_is_a_dead_token_with_any_status(status: int) -> None:
    assert isinstance(
        judge(CallFault(kind=CallFaultKind.ERROR, status=status, code=190), GraphStep.DIRECT),
        Refused,
    )


@pytest.mark.parametrize("step", GraphStep)
def test_what_never_left_may_be_sent_again(step: GraphStep) -> None:
    assert isinstance(judge(CallFault(kind=CallFaultKind.NOT_SENT), step), Deferred)


def test_the_page_of_verdicts_in_the_docs_is_the_table() -> None:
    from tools.write_verdicts import page

    docs = Path(__file__).parents[3] / "docs" / "verdicts.md"
    assert docs.read_text(encoding="utf-8") == page(), "run python -m tools.write_verdicts"
