"""What a stranger's connection may cost: large bodies, half-sent requests, odd heads; and who reads the metrics."""

import logging
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from publisher.context import Health
from publisher.features.media.gallery import LARGEST
from publisher.store.connection import close_store
from publisher.web.shared import connections
from publisher.web.shared.connections import LARGEST_BODY, LARGEST_UNSIGNED
from publisher.web.shared.context import serve
from publisher.web.shared.context import serving as context
from publisher.web.shared.server import WebServer
from tests.web import desk as a_desk
from tests.web.desk import CONFIG, Desk

KEY = 'metrics_key_env = "METRICS_KEY"'
HALF = b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A"


@pytest.fixture
def served(desk: Desk) -> Iterator[WebServer]:
    with serving() as server:
        yield server


@contextmanager
def serving(**more: str) -> Iterator[WebServer]:
    well = Health(ok=True, engine=True, database=True, planning=True, version="1")
    serve(replace(context(), health=lambda: well))
    server = WebServer(host="127.0.0.1", port=0, **more)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        WebServer(host="127.0.0.1", port=0).close_unstarted()


def port(server: WebServer) -> int:
    return int(server.url.rpartition(":")[2])


def connected(server: WebServer) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port(server)), timeout=10)


def said(client: socket.socket) -> bytes:
    """Everything until the server closes."""
    found = b""
    while part := client.recv(65536):
        found += part
    return found


def ends(client: socket.socket, part: bytes, *, pause: float, times: int) -> bool:
    """Whether the server closes while the same part is sent again and again."""
    try:
        for _ in range(times):
            client.sendall(part)
            time.sleep(pause)
    except OSError:
        return True
    return False


# Half-sent requests


def test_half_sent_requests_do_not_make_the_health_page_silent(served: WebServer) -> None:
    crowd = [connected(served) for _ in range(150)]
    for client in crowd:
        client.sendall(HALF)
    begun = time.monotonic()
    assert requests.get(f"{served.url}/healthz", timeout=60).status_code == 200
    assert time.monotonic() - begun < 2
    for client in crowd:
        client.close()


def test_more_open_files_than_select_knows_stop_nothing(served: WebServer) -> None:
    with ExitStack() as stack:
        for _ in range(1100):
            stack.enter_context(Path("/dev/null").open("rb"))
        assert requests.get(f"{served.url}/healthz", timeout=60).status_code == 200


def test_a_head_that_comes_in_drops_is_not_waited_for(
    served: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "HEAD_TIME", 0.5)
    with connected(served) as client:
        client.sendall(HALF)
        assert ends(client, b"a", pause=0.2, times=30)


def test_a_slow_body_is_taken_and_one_that_only_holds_the_connection_is_not(
    served: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "BODY_GRACE", 0.5)
    monkeypatch.setattr(connections, "BODY_PACE", 100)
    head = b"POST /language HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 2000\r\n\r\n"
    with connected(served) as slow, connected(served) as holding:
        slow.sendall(head)
        holding.sendall(head)
        for _ in range(10):
            slow.sendall(b"a" * 200)
            time.sleep(0.25)
        assert said(slow).startswith(b"HTTP/1.1 403")
        holding.settimeout(5)
        assert holding.recv(100) == b""


# Large bodies


def kept(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What goes into temporary files."""
    made: list[str] = []
    really = tempfile.TemporaryFile

    def noted(*args: object, **kwargs: object) -> object:
        made.append("file")
        return really(*args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(tempfile, "TemporaryFile", noted)
    return made


def test_a_large_body_of_somebody_unknown_is_kept_nowhere_and_refused_in_words(
    served: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = kept(monkeypatch)
    answer = requests.post(f"{served.url}/sign-in", data=b"a" * (LARGEST_UNSIGNED + 1), timeout=10)
    assert answer.status_code == 413
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "phiên đã hết" in answer.text
    assert made == []


def test_the_composer_s_script_hears_it_as_it_hears_other_problems(served: WebServer) -> None:
    headers = {"X-Requested-With": "fetch"}
    answer = requests.post(
        f"{served.url}/media/upload", data=b"a" * 2_000_000, headers=headers, timeout=10
    )
    assert "Đăng nhập rồi gửi lại" in answer.json()["problem"]


def test_chunks_without_an_end_are_refused_too(served: WebServer) -> None:
    chunk = b"186A0\r\n" + b"a" * 100_000 + b"\r\n"
    with connected(served) as client:
        client.sendall(
            b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        assert ends(client, chunk, pause=0, times=10_000)


def test_the_refusal_reaches_a_browser_that_sends_everything_first(served: WebServer) -> None:
    size = 3 * LARGEST_UNSIGNED
    with connected(served) as client:
        client.sendall(
            f"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {size}\r\n\r\n".encode()
        )
        client.sendall(b"a" * size)
        assert said(client).startswith(b"HTTP/1.1 413")


def test_a_program_that_asks_first_sends_nothing(served: WebServer) -> None:
    with connected(served) as client:
        client.sendall(
            b"POST /api/v1/photos HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\nContent-Length: 90000000\r\n\r\n"
        )
        answer = said(client)
    assert answer.startswith(b"HTTP/1.1 413")
    assert b'"problems"' in answer


def test_a_body_beyond_all_measure_is_not_even_read(served: WebServer) -> None:
    with connected(served) as client:
        client.sendall(
            b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 400000000\r\n\r\n"
        )
        assert said(client).startswith(b"HTTP/1.1 413")


def test_the_largest_photo_passes_for_who_says_to_be_signed_in(served: WebServer) -> None:
    cookie = {"Cookie": "sessionid=x"}
    assert LARGEST + LARGEST_UNSIGNED < LARGEST_BODY
    answer = requests.post(
        f"{served.url}/media/upload", data=b"a" * LARGEST, headers=cookie, timeout=20
    )
    assert answer.status_code == 403, "taken, and refused for its missing form token"
    answer = requests.post(f"{served.url}/x", data=b"a" * LARGEST_BODY, headers=cookie, timeout=20)
    assert (answer.status_code, "nhiều nhất 40 MB" in answer.text) == (413, True)


def test_a_form_that_is_too_large_is_told_with_the_same_words(desk: Desk) -> None:
    answer = desk.as_("an").post("/compose", {"text": "a" * 6_000_000})
    assert answer.status_code == 413
    assert "Gửi lên quá lớn" in answer.content.decode()


def test_the_refusal_is_english_for_who_reads_english(served: WebServer) -> None:
    headers = {"Cookie": "language=en"}
    answer = requests.post(
        f"{served.url}/sign-in", data=b"a" * 1_100_000, headers=headers, timeout=10
    )
    assert "Gửi" not in answer.text


def test_a_request_that_is_no_request_is_answered_in_words(served: WebServer) -> None:
    with connected(served) as client:
        client.sendall(b"HELLO\r\n\r\n")
        assert "Yêu cầu không đọc được".encode() in said(client)


# HEAD


@pytest.mark.parametrize(
    "path",
    [
        "/healthz",
        "/metrics",
        "/nothing",
        "/sign-in",
        "/",
        "/chia-se/lai-chau",
        "/static/desk/desk.css",
        "/api/v1/x",
    ],
)
def test_head_sends_no_body_and_keeps_the_connection_in_step(served: WebServer, path: str) -> None:
    with connected(served) as client:
        head = f"HEAD {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        last = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        client.sendall((head + last).encode())
        first, _blank, rest = said(client).partition(b"\r\n\r\n")
    assert first.startswith(b"HTTP/1.1 ")
    assert rest.startswith(b"HTTP/1.1 200"), rest[:200]


def test_head_tells_the_length_of_what_get_would_send(served: WebServer) -> None:
    get, head = (
        requests.get(f"{served.url}/healthz", timeout=60),
        requests.head(f"{served.url}/healthz", timeout=60),
    )
    assert head.headers["Content-Length"] == get.headers["Content-Length"] != "0"


# Host names


def test_a_wrong_host_is_one_line_of_the_log_and_an_answer_in_words(
    served: WebServer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        answer = requests.get(f"{served.url}/sign-in", headers={"Host": "evil.example"}, timeout=60)
    assert answer.status_code == 400
    assert "Địa chỉ lạ" in answer.text
    lines = [record for record in caplog.records if "evil.example" in record.getMessage()]
    assert len(lines) == 1
    assert "Traceback" not in caplog.text


# Who reads the metrics


def test_the_machine_itself_reads_the_metrics(served: WebServer) -> None:
    assert requests.get(f"{served.url}/metrics", timeout=60).status_code == 200


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Real-IP", "Via"]
)
@pytest.mark.parametrize("public_url", ["", "https://bien-tap.congdoan.vn"])
def test_who_comes_through_a_proxy_does_not(desk: Desk, header: str, public_url: str) -> None:
    value = {"Forwarded": "for=127.0.0.1", "X-Forwarded-Host": "127.0.0.1"}.get(header, "127.0.0.1")
    with serving(public_url=public_url) as server:
        answer = requests.get(f"{server.url}/metrics", headers={header: value}, timeout=60)
    assert answer.status_code == 403
    assert "metrics_key_env" in answer.text
    assert "publisher_deliveries" not in answer.text


def test_who_comes_from_elsewhere_does_not(desk: Desk) -> None:
    assert desk.as_(None).get("/metrics", REMOTE_ADDR="10.0.0.7").status_code == 403


@pytest.fixture
def keyed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(
        a_desk, "CONFIG", CONFIG.replace("[facebook]", f"[service]\n{KEY}\n[facebook]")
    )
    yield Desk(tmp_path)
    close_store()


def test_who_has_the_key_reads_them_from_anywhere(
    keyed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METRICS_KEY", "bi-mat-dai")
    client = keyed.as_(None)
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.7").status_code == 403
    for sent, status in (
        ("Bearer bi-mat-dai", 200),
        ("Bearer khac", 403),
        ("bi-mat-dai", 403),
        ("Bearer ", 403),
    ):
        assert (
            client.get("/metrics", REMOTE_ADDR="10.0.0.7", HTTP_AUTHORIZATION=sent).status_code
            == status
        ), sent
    assert "bi-mat-dai" in [secret.reveal() for secret in keyed.app.secrets()], (
        "so no log line holds it"
    )


def test_a_key_that_is_not_set_opens_nothing(keyed: Desk) -> None:
    client = keyed.as_(None)
    assert (
        client.get("/metrics", REMOTE_ADDR="10.0.0.7", HTTP_AUTHORIZATION="Bearer ").status_code
        == 403
    )
