"""The web server's own life: it ends cleanly whatever its clients are doing."""

import socket
import threading
import time
from typing import Any

import pytest
from waitress.trigger import trigger

import publisher.store  # noqa: F401 - sets Django up, as in the service
from publisher.web.shared.server import WebServer

REQUEST = b"GET /nothing HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def keep_asking(port: int, begun: threading.Event) -> None:
    """Open connections and ask, so that the server's loop is never at rest, until nobody answers."""
    open_ones: list[socket.socket] = []
    try:
        while True:
            client = socket.create_connection(("127.0.0.1", port), timeout=5)
            open_ones.append(client)
            client.sendall(REQUEST)
            begun.set()
    except OSError:
        for client in open_ones:
            client.close()


def test_it_stops_in_the_midst_of_requests_and_its_thread_dies_of_nothing() -> None:
    """A thread that dies of an exception fails the test, since every warning is an error here."""
    for _ in range(30):
        server = WebServer(host="127.0.0.1", port=0)
        server.start()
        begun = threading.Event()
        asking = threading.Thread(
            target=keep_asking, args=(int(server.url.rpartition(":")[2]), begun)
        )
        asking.start()
        begun.wait(5)
        server.stop()
        asking.join()
    assert not [thread for thread in threading.enumerate() if thread.name == "web"]


def test_it_closes_nothing_that_its_own_stopping_still_writes_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Waking the loop is slowed down, so that an earlier wake-up always runs the closing first."""
    inside: Any = trigger  # the stubs do not know it
    at_once = inside._physical_pull

    def late(pipe: trigger) -> None:
        if pipe.thunks:
            at_once(pipe)
            time.sleep(0.2)
        at_once(pipe)

    monkeypatch.setattr(trigger, "_physical_pull", late)
    server = WebServer(host="127.0.0.1", port=0)
    server.start()
    server.stop()
    assert not [thread for thread in threading.enumerate() if thread.name == "web"]
