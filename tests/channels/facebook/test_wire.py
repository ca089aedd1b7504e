"""Each trap of facebook-sdk 3.1.0 (reference/graph-api.md 1.3), closed: asserted at the wire."""

import json
from datetime import timedelta

import pytest
import responses

from publisher.channels.facebook.calls import PostBody
from publisher.channels.facebook.channel import FacebookChannel
from publisher.channels.facebook.verdicts import (
    BY_SUBCODE,
    TABLE,
    GraphStep,
    Meaning,
    judge,
    row_of,
)
from publisher.channels.facebook.wire import (
    Answer,
    CallFault,
    CallFaultKind,
    Graph,
)
from publisher.channels.port import PageAccess, PhotoUpload
from publisher.domain.secret import Secret
from publisher.domain.verdict import Accepted, Deferred, Published, Refused, Scope, Unknown

URL = "https://graph.example/v26.0"
TOKEN = "EAAG-very-secret"
ACCESS = PageAccess(page_id="77", token=Secret(TOKEN))


def a_graph() -> Graph:
    return Graph(graph_url="https://graph.example", version="v26.0", timeout=timedelta(seconds=5))


def sent() -> "responses.Call":
    call = responses.calls[-1]
    assert isinstance(call, responses.Call)
    return call


@responses.activate
def test_a_500_with_success_inside_is_not_success() -> None:
    responses.post(f"{URL}/77_1", json={"success": True}, status=500)
    assert isinstance(FacebookChannel(a_graph()).flip(ACCESS, "77_1"), Unknown)


@responses.activate
@pytest.mark.parametrize("body", ["<html>Bad gateway</html>", '{"id": "77_', "[]", ""])
def test_an_unreadable_answer_to_a_create_is_unknown(body: str) -> None:
    responses.post(f"{URL}/77/feed", body=body, content_type="application/json")
    draft = PostBody(message="Chào", link=None, photo_ids=())
    assert isinstance(FacebookChannel(a_graph()).create_draft(ACCESS, draft), Unknown)


@responses.activate
def test_html_with_its_own_content_type_is_unknown_and_no_exception() -> None:
    responses.post(f"{URL}/77_1", body="<html></html>", status=502, content_type="text/html")
    assert isinstance(FacebookChannel(a_graph()).flip(ACCESS, "77_1"), Unknown)


@responses.activate
def test_the_token_travels_in_a_header_and_never_in_an_address() -> None:
    responses.get(f"{URL}/me", json={"id": "77", "name": "Trang"})
    responses.post(f"{URL}/77_1", json={"success": True})
    channel = FacebookChannel(a_graph())
    channel.check_page(ACCESS)
    channel.flip(ACCESS, "77_1")
    for call in responses.calls:
        assert call.request.headers["Authorization"] == f"Bearer {TOKEN}"
        assert TOKEN not in (call.request.url or "")
        assert TOKEN not in str(call.request.body)


@responses.activate
def test_lists_are_sent_as_json_and_booleans_in_lower_case() -> None:
    responses.post(f"{URL}/77/feed", json={"id": "77_1"})
    draft = PostBody(message="Chào", link=None, photo_ids=("1", "2"))
    assert FacebookChannel(a_graph()).create_draft(ACCESS, draft) == Accepted(object_id="77_1")
    from urllib.parse import parse_qs

    fields = parse_qs(str(sent().request.body))
    assert json.loads(fields["attached_media"][0]) == [{"media_fbid": "1"}, {"media_fbid": "2"}]
    assert fields["published"] == ["false"]
    assert "link" not in fields


@responses.activate
def test_the_configured_version_stands_in_the_path() -> None:
    responses.post("https://graph.example/v27.0/77_1", json={"success": True})
    graph = Graph(graph_url="https://graph.example/", version="v27.0", timeout=timedelta(seconds=5))
    assert isinstance(FacebookChannel(graph).flip(ACCESS, "77_1"), Published)


@responses.activate
def test_a_photo_is_sent_as_bytes_with_its_description() -> None:
    responses.post(f"{URL}/77/photos", json={"id": "9"})
    photo = PhotoUpload(jpeg=b"\xff\xd8\xff-bytes", alt_text="Lễ kỷ niệm")
    assert FacebookChannel(a_graph()).upload_photo(ACCESS, photo) == Accepted(object_id="9")
    body = sent().request.body
    assert isinstance(body, bytes)
    assert b"\xff\xd8\xff-bytes" in body
    assert "Lễ kỷ niệm".encode() in body
    assert TOKEN.encode() not in body


@responses.activate
def test_every_call_has_a_time_limit_and_follows_no_redirect() -> None:
    responses.post(f"{URL}/77_1", status=302, headers={"Location": "https://elsewhere.example/"})
    assert isinstance(FacebookChannel(a_graph()).flip(ACCESS, "77_1"), Unknown)
    assert len(responses.calls) == 1
    assert sent().request.req_kwargs["timeout"] == (5.0, 5.0)  # type: ignore[attr-defined]


@responses.activate
def test_a_faults_text_holds_neither_token_nor_address() -> None:
    import requests

    error = requests.ReadTimeout(f"url: /v26.0/me?access_token={TOKEN}")
    responses.post(f"{URL}/77_1", body=error)
    fault = a_graph().post("77_1", Secret(TOKEN), {"is_published": True})
    assert isinstance(fault, CallFault)
    assert fault.kind is CallFaultKind.NO_ANSWER
    assert TOKEN not in repr(fault)


@responses.activate
def test_headers_are_kept_for_throttling() -> None:
    usage = json.dumps({"77": [{"type": "pages", "estimated_time_to_regain_access": 7}]})
    error = {"error": {"code": 80001, "message": "too many calls"}}
    responses.post(
        f"{URL}/77_1", json=error, status=400, headers={"X-Business-Use-Case-Usage": usage}
    )
    verdict = FacebookChannel(a_graph()).flip(ACCESS, "77_1")
    assert isinstance(verdict, Deferred)
    assert (verdict.wait, verdict.scope) == (timedelta(minutes=7), Scope.PAGE)


@responses.activate
def test_numbers_beyond_the_library_are_read_from_the_body() -> None:
    error = {"error": {"code": 190, "error_subcode": 460, "message": "changed", "fbtrace_id": "Ab"}}
    responses.get(f"{URL}/me", json=error, status=401)
    verdict = FacebookChannel(a_graph()).check_page(ACCESS)
    assert isinstance(verdict, Refused)
    assert (verdict.code, verdict.subcode, verdict.scope) == (190, 460, Scope.PAGE)


def test_a_refused_connection_was_never_sent() -> None:
    graph = Graph(graph_url="http://127.0.0.1:9", version="v26.0", timeout=timedelta(seconds=5))
    answer = graph.get("me", Secret(TOKEN))
    assert not isinstance(answer, Answer)
    assert answer.kind is CallFaultKind.NOT_SENT


def a_fault(code: int, subcode: int = 0, *, status: int = 400) -> CallFault:
    return CallFault(kind=CallFaultKind.ERROR, status=status, code=code, subcode=subcode)


@pytest.mark.parametrize(
    ("code", "subcode"), sorted(TABLE) + [(100, sub) for sub in sorted(BY_SUBCODE)]
)
def test_every_row_of_the_table_gives_staff_a_sentence(code: int, subcode: int) -> None:
    row, verdict = row_of(code, subcode), judge(a_fault(code, subcode), GraphStep.DRAFT)
    assert row
    assert str(verdict.reason).endswith(".")
    expected = {Meaning.TRANSIENT: Unknown, Meaning.THROTTLED: Deferred}.get(row.meaning, Refused)
    assert type(verdict) is expected
    if isinstance(verdict, Refused):
        assert verdict.reason.advice().endswith(".")


def test_an_unlisted_code_on_a_create_is_never_tried_again_blindly() -> None:
    assert isinstance(judge(a_fault(987_654), GraphStep.DRAFT), Refused)


def test_an_unlisted_code_with_a_5xx_may_have_taken_effect() -> None:
    assert isinstance(judge(a_fault(987_654, status=500), GraphStep.FLIP), Unknown)


@pytest.mark.parametrize("step", [GraphStep.LOOK, GraphStep.FIND_COMMENT, GraphStep.CHECK])
def test_a_question_may_always_be_asked_again(step: GraphStep) -> None:
    assert isinstance(judge(a_fault(2, status=500), step), Deferred)


@pytest.mark.parametrize(
    ("code", "scope"),
    [(200, Scope.PAGE), (273, Scope.PAGE), (2635, Scope.APP), (100, Scope.DELIVERY)],
)
def test_a_refusal_reaches_as_far_as_its_cause(code: int, scope: Scope) -> None:
    verdict = judge(a_fault(code), GraphStep.DRAFT)
    assert isinstance(verdict, Refused)
    assert verdict.scope is scope
