"""What keeps the desk safe: headers, forms, hosts, cookies, and links that must not lead into our network."""

import gzip
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings
from django.test import Client

from publisher.domain.errors import NotFetched
from publisher.features.press.fetch import article, fetch, is_public
from publisher.web.shared.server import WebServer
from tests.web.desk import Desk, soup

PAGES = (
    "/",
    "/calendar",
    "/compose",
    "/approvals",
    "/campaigns",
    "/media",
    "/designs",
    "/pages",
    "/log",
    "/freezes",
    "/people",
    "/people/invite",
    "/account",
    "/missed",
    "/drafts",
    "/more",
    "/brands/lai-chau",
    "/chia-se/lai-chau",
    "/suggestions",
    "/report",
    "/sheets",
    "/campaigns/plans",
    "/campaigns/thang/rehearsal",
    "/approvals/record",
)


@pytest.mark.parametrize("path", PAGES)
def test_no_page_holds_an_inline_script_style_or_foreign_source(desk: Desk, path: str) -> None:
    page = soup(desk.as_("chi").get(path))
    assert not [
        one for one in page.select("script:not([src])") if one.get("type") != "application/json"
    ]
    assert not page.select("style, [style]")
    handlers = [name for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert not handlers
    sources = [
        str(tag.get("src") or tag.get("href"))
        for tag in page.select("script[src], link[href], img[src]")
    ]
    assert all(one.startswith(("/", "data:")) for one in sources)


def test_headers(desk: Desk) -> None:
    response = desk.as_("an").get("/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy + ";"
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]


def test_a_form_without_its_token_does_nothing(desk: Desk) -> None:
    row = desk.post("bai")
    client = Client(HTTP_HOST="127.0.0.1", enforce_csrf_checks=True)
    client.force_login(desk.people["em"])
    assert (
        client.post("/deliveries/move", {"keys": str(row.pk), "at": "2027-04-20T09:15"}).status_code
        == 403
    )
    row.refresh_from_db()
    assert row.moved_from is None


def test_nothing_is_changed_by_a_link(desk: Desk) -> None:
    from django.urls import reverse

    from tests.web.shared.test_access import ROUTES

    for name, route in ROUTES.items():
        if route.method == "post" and not any(
            isinstance(one, str) and one.isupper() for one in route.args
        ):
            assert desk.as_("chi").get(reverse(name, args=route.args)).status_code == 405, name


def test_another_host_name_is_refused(desk: Desk) -> None:
    assert Client(HTTP_HOST="evil.example").get("/sign-in").status_code == 400


@pytest.fixture
def restored() -> Iterator[None]:
    yield
    WebServer(host="127.0.0.1", port=0).close_unstarted()


def test_behind_https_cookies_travel_encrypted_only(restored: None) -> None:
    server = WebServer(host="127.0.0.1", port=0, public_url="https://bien-tap.congdoan.vn")
    server.close_unstarted()
    assert settings.SESSION_COOKIE_SECURE
    assert settings.CSRF_COOKIE_SECURE
    assert "bien-tap.congdoan.vn" in settings.ALLOWED_HOSTS
    assert settings.CSRF_TRUSTED_ORIGINS == ["https://bien-tap.congdoan.vn"]
    assert settings.SECURE_HSTS_SECONDS > 0


def test_an_invitation_is_told_to_no_log(caplog: pytest.LogCaptureFixture) -> None:
    import logging

    WebServer(host="127.0.0.1", port=0).close_unstarted()
    logging.getLogger("django.request").error("Internal Server Error: %s", "/invitation/bi-mat_123")
    assert "Internal Server Error: /invitation/…" in caplog.text
    assert "bi-mat" not in caplog.text


def test_the_session_cookie_is_out_of_reach_of_scripts() -> None:
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_AGE == 12 * 3600


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fc00::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "255.255.255.255",
    ],
)
def test_an_address_of_our_network_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["103.9.200.1", "8.8.8.8", "2606:4700::1111"])
def test_the_internet_is_public(address: str) -> None:
    assert is_public(address)


class _Newspaper(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        routes = {
            "/bai": (200, "text/html; charset=utf-8", PAGE.encode()),
            "/nen": (200, "text/html", gzip.compress(b"<title>" + b"a" * 50_000_000)),
            "/vong": (302, "/vong", b""),
            "/noi-bo": (302, "http://noi-bo.example:1/", b""),
            "/tep": (200, "application/zip", b"PK"),
            "/loi": (500, "text/html", b""),
        }
        status, kind, body = routes[self.path]
        self.send_response(status)
        self.send_header("Location" if status == 302 else "Content-Type", kind)
        if self.path == "/nen":
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


PAGE = """<html><head><title>Tên trang</title><meta property="og:title" content="Công đoàn  chăm lo &amp; bảo vệ">
<meta property="og:site_name" content="Báo Lao Động"><meta property="og:image" content="/anh.jpg"></head></html>"""


@pytest.fixture
def newspaper(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A newspaper on this machine under a name of the internet; the name of an inner host leads to 10.0.0.5."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Newspaper)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    really = socket.getaddrinfo

    def lookup(host: str, port: int, *args: object, **kwargs: object) -> object:
        target = {"bao.example": "127.0.0.1", "noi-bo.example": "10.0.0.5"}.get(host, host)
        return really(target, port, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    yield f"http://bao.example:{server.server_port}"
    server.shutdown()
    server.server_close()


def anything(address: str) -> bool:
    """As if this machine were the internet."""
    return address == "127.0.0.1"


def test_an_article_tells_headline_newspaper_and_picture(newspaper: str) -> None:
    found = article(f"{newspaper}/bai", allowed=anything)
    assert found.headline == "Công đoàn chăm lo & bảo vệ"
    assert found.publication == "Báo Lao Động"
    assert found.picture == f"{newspaper}/anh.jpg"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/noi-bo", "mạng công cộng"),
        ("/vong", "chuyển tiếp quá nhiều"),
        ("/tep", "không phải một bài báo"),
        ("/loi", "500"),
    ],
)
def test_what_is_no_article_is_refused_with_the_reason(
    newspaper: str, path: str, said: str
) -> None:
    with pytest.raises(NotFetched, match=said):
        article(newspaper + path, allowed=anything)


def test_a_small_answer_that_swells_is_read_in_part_only(newspaper: str) -> None:
    assert (
        len(fetch(f"{newspaper}/nen", most=100_000, kinds=("text/html",), allowed=anything).body)
        == 100_000
    )


def test_this_machine_is_not_reached_under_any_name(newspaper: str) -> None:
    for url in (
        f"{newspaper}/bai",
        newspaper.replace("bao.example", "127.0.0.1"),
        "http://[::1]:1/",
        "http://0/",
        "ftp://x.vn/",
        "file:///etc/passwd",
        "http://user:pass@8.8.8.8/",
    ):
        with pytest.raises(NotFetched):
            article(url)


def test_the_connection_goes_to_the_address_that_was_checked(
    newspaper: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that answers differently the second time is asked once only."""
    asked: list[str] = []
    before = socket.getaddrinfo

    def once(host: str, *args: object, **kwargs: object) -> object:
        if host == "bao.example":
            asked.append(host)
            assert len(asked) == 1, "asked again after the check"
        return before(host, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", once)
    assert article(f"{newspaper}/bai", allowed=anything).headline
