"""Flips of many pages in one call: each by its own token and with a verdict of its own, asserted at the wire."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
import requests
import responses

from publisher.channels.facebook.channel import FacebookChannel
from publisher.channels.facebook.wire import Answer, CallFault, Graph
from publisher.channels.port import MOST_TOGETHER, PageAccess, Usage
from publisher.domain.secret import Secret
from publisher.domain.verdict import Deferred, Published, Refused, Scope, Unknown

URL = "https://graph.example/v26.0/"
SUCCESS = {"code": 200, "headers": [], "body": '{"success": true}'}
TIMED_OUT = requests.ReadTimeout("url: /?access_token=EAAG-0")


def flips(count: int = 3) -> list[tuple[PageAccess, str]]:
    return [
        (PageAccess(page_id=str(70 + n), token=Secret(f"EAAG-{n}")), f"{70 + n}_1")
        for n in range(count)
    ]


def public(post_id: str) -> Published:
    return Published(post_id=post_id, permalink=None)


def a_channel(heard: list[tuple[str, Usage]] | None = None, *, secret: str = "") -> FacebookChannel:
    graph = Graph(
        graph_url="https://graph.example",
        version="v26.0",
        timeout=timedelta(seconds=5),
        app_secret=Secret(secret) if secret else None,
    )
    return FacebookChannel(
        graph, (lambda page, usage: heard.append((page, usage))) if heard is not None else None
    )


def an_error(
    code: int, *, status: int = 400, headers: Sequence[dict[str, str]] = ()
) -> dict[str, Any]:
    return {
        "code": status,
        "headers": list(headers),
        "body": json.dumps({"error": {"code": code, "message": "-"}}),
    }


def usage(percent: int, minutes: int = 0) -> dict[str, str]:
    row = {"type": "pages", "call_count": percent, "estimated_time_to_regain_access": minutes}
    return {"name": "X-Business-Use-Case-Usage", "value": json.dumps({"1": [row]})}


def request() -> requests.PreparedRequest:
    call = responses.calls[-1]
    assert isinstance(call, responses.Call)
    return call.request


def form() -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(str(request().body)).items()}


def items() -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(form()["batch"])
    return found


@responses.activate
def test_each_flip_travels_in_its_order_with_its_own_pages_token() -> None:
    responses.post(URL, json=[SUCCESS] * 3)
    assert a_channel().flip_together(flips()) == [public("70_1"), public("71_1"), public("72_1")]
    assert [item["relative_url"] for item in items()] == ["v26.0/70_1", "v26.0/71_1", "v26.0/72_1"]
    assert [parse_qs(item["body"]) for item in items()] == [
        {"is_published": ["true"], "access_token": [f"EAAG-{n}"]} for n in range(3)
    ]
    assert {item["method"] for item in items()} == {"POST"}
    assert form()["include_headers"] == "true"


@responses.activate
def test_tokens_travel_in_the_body_and_one_header_and_in_no_address() -> None:
    responses.post(URL, json=[SUCCESS] * 3)
    a_channel().flip_together(flips())
    assert request().headers["Authorization"] == "Bearer EAAG-0"
    assert request().url == URL
    assert not any("EAAG" in item["relative_url"] for item in items())
    assert "access_token" not in form()


@responses.activate
def test_a_token_with_signs_of_its_own_arrives_whole() -> None:
    responses.post(URL, json=[SUCCESS])
    a_channel().flip_together([(PageAccess(page_id="7", token=Secret("a|b&c=d e+ễ")), "7_1")])
    assert parse_qs(items()[0]["body"])["access_token"] == ["a|b&c=d e+ễ"]


@responses.activate
def test_each_flip_carries_the_proof_of_its_own_token() -> None:
    responses.post(URL, json=[SUCCESS] * 2)
    a_channel(secret="app-secret").flip_together(flips(2))
    proofs = [
        hmac.new(b"app-secret", f"EAAG-{n}".encode(), hashlib.sha256).hexdigest() for n in range(2)
    ]
    assert [parse_qs(item["body"])["appsecret_proof"] for item in items()] == [
        [proof] for proof in proofs
    ]
    assert form()["appsecret_proof"] == proofs[0]


@responses.activate
def test_no_flips_are_no_call() -> None:
    assert (a_channel().flip_together([]), len(responses.calls)) == ([], 0)


@responses.activate
def test_more_flips_than_a_batch_takes_are_a_defect_of_the_caller() -> None:
    with pytest.raises(ValueError, match="at most 50"):
        a_channel().flip_together(flips(MOST_TOGETHER + 1))
    assert len(responses.calls) == 0


@responses.activate
def test_each_item_is_judged_by_itself() -> None:
    odd = {"code": 200, "body": '{"id": "70_1"}'}
    rows = [SUCCESS, an_error(190), an_error(32), an_error(2, status=500), an_error(100), odd]
    responses.post(URL, json=rows)
    found = a_channel().flip_together(flips(6))
    assert [type(verdict) for verdict in found] == [
        Published,
        Refused,
        Deferred,
        Unknown,
        Refused,
        Unknown,
    ]
    scopes = [found[n].scope for n in (1, 2, 4)]  # type: ignore[union-attr]
    assert scopes == [Scope.PAGE, Scope.PAGE, Scope.DELIVERY]


@responses.activate
@pytest.mark.parametrize(
    "row",
    [
        None,
        {},
        [],
        "200",
        {"code": 200},
        {"code": 200, "body": None},
        {"code": 200, "body": {"success": True}},
        {"code": 200, "body": '{"success": tr'},
        {"code": 502, "body": "<html></html>"},
        {"code": 500, "body": '{"success": true}'},
        {"code": "much", "body": '{"success": true}'},
        {"code": None, "body": '{"success": true}'},
        {"code": float("inf"), "body": '{"success": true}'},
    ],
    ids=str,
)
def test_an_item_without_a_readable_answer_is_unknown_and_its_neighbours_are_not(
    row: object,
) -> None:
    responses.post(URL, body=json.dumps([SUCCESS, row, SUCCESS]), content_type="application/json")
    first, second, third = a_channel().flip_together(flips())
    assert (first, third) == (public("70_1"), public("72_1"))
    assert isinstance(second, Unknown)


@responses.activate
@pytest.mark.parametrize(
    "answer",
    [
        {"body": TIMED_OUT},
        {"body": requests.ConnectionError("reset")},
        {"body": "<html>Bad gateway</html>", "status": 502, "content_type": "text/html"},
        {"json": [SUCCESS] * 3, "status": 500},
        {"json": [SUCCESS] * 2},
        {"json": [SUCCESS] * 4},
        {"json": []},
        {"json": {"success": True}},
        {"json": {"error": 3, "error_description": "Unexpected end of JSON string"}},
        {"body": json.dumps([SUCCESS] * 3)[:-20], "content_type": "application/json"},
        {"json": {"error": {"code": 2, "message": "-", "is_transient": True}}, "status": 503},
        {"json": {"error": {"code": 1, "message": "-"}}, "status": 500},
        {"json": {"error": {"code": 987_654, "message": "-"}}, "status": 400},
    ],
    ids=str,
)
def test_a_call_without_a_readable_answer_leaves_each_flip_unknown(answer: dict[str, Any]) -> None:
    responses.post(URL, **answer)
    found = a_channel().flip_together(flips())
    assert [type(verdict) for verdict in found] == [Unknown] * 3
    assert "EAAG" not in repr(found)


@responses.activate
@pytest.mark.parametrize("code", [10, 17, 32, 100, 190, 200, 368, 613, 80_001])
def test_a_refusal_of_the_call_is_no_verdict_on_its_pages(code: int) -> None:
    headers = {usage(100, 60)["name"]: usage(100, 60)["value"]}
    responses.post(URL, json={"error": {"code": code, "message": "-"}}, status=400, headers=headers)
    heard: list[tuple[str, Usage]] = []
    found = a_channel(heard).flip_together(flips())
    assert [(type(verdict), verdict.code) for verdict in found] == [(Unknown, code)] * 3  # type: ignore[union-attr]
    assert heard == []


@responses.activate
def test_the_apps_own_limit_holds_for_every_page() -> None:
    responses.post(URL, json={"error": {"code": 4, "message": "-"}}, status=400)
    found = a_channel().flip_together(flips())
    assert {(type(verdict), verdict.scope) for verdict in found} == {(Deferred, Scope.APP)}  # type: ignore[union-attr]


@responses.activate
def test_a_version_that_is_no_longer_served_holds_for_every_page() -> None:
    responses.post(URL, json={"error": {"code": 2635, "message": "-"}}, status=400)
    found = a_channel().flip_together(flips())
    assert {(type(verdict), verdict.scope) for verdict in found} == {(Refused, Scope.APP)}  # type: ignore[union-attr]


def test_what_never_left_may_be_sent_again() -> None:
    graph = Graph(graph_url="http://127.0.0.1:9", version="v26.0", timeout=timedelta(seconds=5))
    found = FacebookChannel(graph).flip_together(flips())
    assert {(type(verdict), verdict.scope) for verdict in found} == {(Deferred, Scope.APP)}  # type: ignore[union-attr]


@responses.activate
def test_each_items_usage_is_heard_for_its_own_page() -> None:
    rows = [SUCCESS | {"headers": [usage(80)]}, SUCCESS, an_error(32, headers=[usage(100, 7)])]
    responses.post(URL, json=rows)
    heard: list[tuple[str, Usage]] = []
    _, _, throttled = a_channel(heard).flip_together(flips())
    assert [(page, found.percent) for page, found in heard] == [("70", 80), ("72", 100)]
    assert isinstance(throttled, Deferred)
    assert throttled.wait == timedelta(minutes=7)


@responses.activate
def test_the_headers_of_the_call_tell_of_the_app_and_of_no_page() -> None:
    headers = {usage(99, 9)["name"]: usage(99, 9)["value"], "X-App-Usage": '{"call_count": 76}'}
    responses.post(URL, json=[SUCCESS, None], headers=headers)
    heard: list[tuple[str, Usage]] = []
    a_channel(heard).flip_together(flips(2))
    assert {(found.percent, found.of_app) for _, found in heard} == {(76, True)}


@responses.activate
@pytest.mark.parametrize(
    "headers", [None, "x", [None], ["x"], [{}], [{"name": 1, "value": None}]], ids=str
)
def test_headers_that_nobody_can_read_spoil_nothing(headers: object) -> None:
    responses.post(URL, json=[SUCCESS | {"headers": headers}])
    assert a_channel([]).flip_together(flips(1)) == [public("70_1")]


@responses.activate
def test_questions_asked_together_are_answered_as_before() -> None:
    responses.post(URL, json=[{"code": 200, "body": '{"id": "1"}'}, an_error(100)])
    graph = Graph(graph_url="https://graph.example", version="v26.0", timeout=timedelta(seconds=5))
    found = graph.ask_together(Secret("app"), ["a?b=c", "d"])
    assert isinstance(found, list)
    assert [type(answer) for answer in found] == [Answer, CallFault]
    assert (form()["include_headers"], items()[0]) == (
        "false",
        {"method": "GET", "relative_url": "v26.0/a?b=c"},
    )
