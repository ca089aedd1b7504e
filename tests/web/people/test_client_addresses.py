"""From where somebody signs in: what the connection says, or a proxy that is said to be there; never the browser."""

import re
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest

from publisher.store.models import SignInFailure
from publisher.web.shared.server import WebServer
from tests.web.desk import Desk

FORGED = "198.51.100.7"


@pytest.fixture(autouse=True)
def _settings_as_before() -> Iterator[None]:
    yield
    WebServer(host="127.0.0.1", port=0).close_unstarted()


def sign_in(public_url: str, forwarded: str) -> str:
    """The address that was counted for a wrong password, sent through a real server."""
    server = WebServer(host="127.0.0.1", port=0, public_url=public_url)
    server.start()
    try:
        asking = HTTPConnection("127.0.0.1", int(server.url.rpartition(":")[2]), timeout=30)
        asking.request("GET", "/sign-in")
        answer = asking.getresponse()
        cookie = str(answer.getheader("Set-Cookie")).partition(";")[0]
        [token] = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.read().decode())
        form = urlencode({"login": "mai", "password": "sai", "csrfmiddlewaretoken": token})
        headers = {
            "Cookie": cookie,
            "X-Forwarded-For": forwarded,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        asking.request("POST", "/sign-in", form, headers)
        assert asking.getresponse().status == 403
        asking.close()
    finally:
        server.stop()
    return SignInFailure.objects.get().address


def test_without_a_proxy_nobody_says_where_he_comes_from(desk: Desk) -> None:
    assert sign_in("", FORGED) == "127.0.0.1"


@pytest.mark.parametrize("forwarded", [FORGED, f"203.0.113.1, {FORGED}"])
def test_behind_a_proxy_its_own_word_counts_and_not_what_the_browser_put_before_it(
    desk: Desk, forwarded: str
) -> None:
    assert sign_in("http://127.0.0.1", forwarded) == FORGED
