"""Servers that send a byte every so often, or nothing at all: a fetch ends at its deadline, wherever it is."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from publisher.domain.errors import NotFetched
from publisher.features.press import fetch as fetching
from publisher.features.press.fetch import fetch, few_at_once

WITHIN, SLACK = 0.3, 0.5
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
# A block of packed data that unpacks to nothing.
EMPTY = b"\0\0\0\xff\xff"
Serve = Callable[[bytes, bytes], str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """A server that sends the first bytes at once, then the others one by one, for ever; at each connection anew."""
    server, over = socket.create_server(("127.0.0.1", 0)), threading.Event()

    def trickle(line: socket.socket, at_once: bytes, slowly: bytes) -> None:
        with line:
            line.recv(10_000)
            try:
                line.sendall(at_once)
                while not over.is_set():
                    for byte in slowly:
                        line.sendall(bytes([byte]))
                        if over.wait(0.03):
                            return
            except OSError:
                return

    def accept(at_once: bytes, slowly: bytes) -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=trickle, args=(line, at_once, slowly), daemon=True).start()

    def begin(at_once: bytes, slowly: bytes) -> str:
        threading.Thread(target=accept, args=(at_once, slowly), daemon=True).start()
        return f"http://127.0.0.1:{server.getsockname()[1]}/"

    yield begin
    over.set()
    server.shutdown(socket.SHUT_RDWR)
    server.close()


def refusal(
    url: str, *, within: float = WITHIN, resolve: fetching.Resolve = fetching.system_lookup
) -> NotFetched:
    """Why an address is not read; in time."""
    began = time.monotonic()
    with pytest.raises(NotFetched) as refused:
        fetch(
            url,
            most=1_000_000,
            kinds=("text/html",),
            allowed=lambda _: True,
            within=within,
            resolve=resolve,
        )
    assert time.monotonic() - began < within + SLACK
    return refused.value


@pytest.mark.parametrize(
    ("at_once", "slowly"),
    [
        (b"HTTP/1.1 200 ", b"O"),
        (b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"),
        (b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (HEAD + b"Content-Length: 900000\r\n\r\n", b"a"),
        (HEAD + b"\r\n", b"a"),
        (
            HEAD
            + b"Content-Encoding: gzip\r\nContent-Length: 900000\r\n\r\n"
            + gzip.compress(b"a")[:10],
            EMPTY,
        ),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"x: y\r\n"),
    ],
    ids=[
        "status",
        "head",
        "continue",
        "sized",
        "unsized",
        "gzip",
        "chunks",
        "chunk-size",
        "trailer",
    ],
)
def test_a_byte_every_so_often_ends_at_the_deadline(
    serve: Serve, at_once: bytes, slowly: bytes
) -> None:
    assert "quá chậm" in str(refusal(serve(at_once, slowly)))


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_server_that_says_nothing_at_all_ends_at_the_deadline(scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert "quá chậm" in str(refusal(f"{scheme}://127.0.0.1:{silent.getsockname()[1]}/"))


def test_redirects_share_the_deadline(serve: Serve) -> None:
    url = serve(b"HTTP/1.1 302 Found\r\nLocation: /\r\nX-A: ", b"abcde\r\n\r\n")
    refusal(url, within=0.5)


def test_a_connection_that_is_never_made_ends_at_the_deadline() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting = [socket.socket() for _ in range(8)]
        for line in waiting:
            line.setblocking(False)
            line.connect_ex(full.getsockname())
        assert "quá chậm" in str(refusal(f"http://127.0.0.1:{full.getsockname()[1]}/"))
        for line in waiting:
            line.close()


@pytest.fixture
def never(monkeypatch: pytest.MonkeyPatch) -> Iterator[fetching.Resolve]:
    """A look-up of names that does not come back before the test is over."""
    monkeypatch.setattr(fetching, "_lookups", threading.BoundedSemaphore(2))
    over = threading.Event()

    def resolve(_host: str, _port: int) -> list[str]:
        over.wait()
        return []

    yield resolve
    over.set()


def test_a_name_that_is_never_found_ends_at_the_deadline_and_keeps_no_more_than_its_thread(
    never: fetching.Resolve,
) -> None:
    before = threading.active_count()
    for _ in range(3):
        assert "quá chậm" in str(refusal("http://bao.example/", within=0.1, resolve=never))
    assert threading.active_count() <= before + 2


def test_threads_of_lookups_that_came_back_are_free_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_lookups", threading.BoundedSemaphore(1))

    def unknown(_host: str, _port: int) -> list[str]:
        raise OSError

    for _ in range(3):
        assert refusal("http://bao.example/", resolve=unknown).unknown_host


def test_the_one_who_comes_third_is_told_and_takes_no_thread() -> None:
    turns = threading.BoundedSemaphore(2)
    third = few_at_once(turns, wait=0.01)
    with few_at_once(turns), few_at_once(turns), pytest.raises(NotFetched, match="một lúc"), third:
        pytest.fail("went in")
    with few_at_once(turns, wait=0.01):
        pass


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0\0\0\0",
        b"HTTP/1.1 \xff\xff\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 " + b"a" * 70_000,
        HEAD + b"Content-Length: 9\r\n\r\nabc",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n",
        HEAD + b"Content-Encoding: gzip\r\n\r\nno gzip",
        HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"a" * 9_000)[:-9],
        b"HTTP/1.1 302 Found\r\nLocation: http://[\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: javascript:alert(1)\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://a.b:99999/\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: \xc3\xa1\x01\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: /\r\nRefresh: 0\r\n\r\n",
        b"HTTP/1.1 99999 OK\r\n\r\n",
    ],
    ids=range(16),
)
def test_whatever_a_server_answers_is_told_as_the_module_s_own_error(raw: bytes) -> None:
    server = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line:
                line.recv(10_000)
                line.sendall(raw)

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    try:
        assert str(refusal(f"http://127.0.0.1:{server.getsockname()[1]}/", within=3)).endswith(
            (".", "báo", "cùng.")
        )
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


@pytest.mark.parametrize(
    "trouble", [KeyError("a"), RecursionError(), AssertionError(), MemoryError()]
)
def test_an_exception_that_nobody_thought_of_is_the_module_s_own_error(trouble: Exception) -> None:
    def allowed(_: str) -> bool:
        raise trouble

    with pytest.raises(NotFetched):
        fetch("http://127.0.0.1:1/", most=1, kinds=("text/html",), allowed=allowed)


def test_a_page_in_vietnamese_letters_under_a_vietnamese_address_is_read() -> None:
    server = socket.create_server(("127.0.0.1", 0))
    asked: list[bytes] = []

    def answer() -> None:
        line, _ = server.accept()
        with line:
            asked.append(line.recv(10_000))
            line.sendall(HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress("chào".encode()))

    thread = threading.Thread(target=answer)
    thread.start()
    got = fetch(
        f"http://bảo.vn:{server.getsockname()[1]}/đoàn?q=á",
        most=100,
        kinds=("text/html",),
        allowed=lambda _: True,
        resolve=lambda _host, _port: ["127.0.0.1"],
    )
    thread.join()
    server.close()
    assert got.body.decode() == "chào"
    assert asked[0].startswith(b"GET /%C4%91o%C3%A0n?q=%C3%A1 HTTP/1.1\r\n")
    assert b"Host: xn--" in asked[0]
