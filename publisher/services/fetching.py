"""Reads a press article for its headline, newspaper and picture, without letting an address lead into our network.

Each host is resolved once and the connection goes to that very address, so a name that changes its answer between the
check and the call gains nothing; every redirect is checked anew. Few redirects, few bytes, little time.
"""

import ipaddress
import socket
import time
from collections.abc import Callable
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from publisher.domain.address import article_key, bare, url_trouble
from publisher.domain.text import nfc

MOST_REDIRECTS = 4
MOST_PAGE, MOST_PICTURE = 2_000_000, 8_000_000  # bytes
# Seconds for one connection and for one read; and for everything together.
CONNECT, READ, ALTOGETHER = 4.0, 6.0, 15.0
PORTS = {"http": 80, "https": 443}
AGENT = "Mozilla/5.0 (compatible; congdoan-publisher)"

Allowed = Callable[[str], bool]


class NotFetched(Exception):
    """The article could not be read; the text is a Vietnamese sentence with what to do."""

    def __init__(self, text: str, *, status: int = 0, unknown_host: bool = False) -> None:
        super().__init__(text)
        # What the server answered; 0 when it did not.
        self.status = status
        self.unknown_host = unknown_host


class Article(NamedTuple):
    """What a press article says of itself; empty where it says nothing."""

    # After redirects, as the page itself names it, without tracking parameters.
    address: str
    headline: str
    publication: str
    description: str
    # Absolute address of its picture.
    picture: str
    # When it was published, as the page writes it (ISO 8601).
    published: str = ""


class Got(NamedTuple):
    """An answer that was read."""

    address: str
    kind: str
    body: bytes


def is_public(address: str) -> bool:
    """Whether an IP address lies in the public internet, what is wrapped in it (IPv4 in IPv6) included."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        # 64:ff9b::/96 leads to an IPv4 address too.
        if found in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None and not is_public(str(inner)):
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def article(url: str, *, allowed: Allowed = is_public) -> Article:
    """What an article says of itself. Raises NotFetched."""
    got = fetch(url, most=MOST_PAGE, kinds=("text/html", "application/xhtml+xml"), allowed=allowed)
    reader = _Head()
    reader.feed(_text(got))
    said = reader.said
    picture = said.get("og:image", "") or said.get("twitter:image", "")
    return Article(
        address=_canonical(got.address, said),
        headline=_clean(said.get("og:title") or said.get("title", "")),
        publication=_clean(said.get("og:site_name", "") or (urlsplit(got.address).hostname or "").removeprefix("www.")),
        description=_clean(said.get("og:description") or said.get("description", "")),
        picture=urljoin(got.address, picture) if picture else "",
        published=said.get("article:published_time", "") or said.get("datepublished", ""),
    )


def _canonical(address: str, said: dict[str, str]) -> str:
    """The address that the page gives itself, when it is one of the same site; else the one it was found at."""
    own = urljoin(address, said.get("link:canonical", "") or said.get("og:url", ""))
    same = article_key(own).partition("/")[0] == article_key(address).partition("/")[0]
    # A front page as canonical address of every article is a mistake that sites make.
    is_article = urlsplit(own).path.strip("/") != "" or urlsplit(address).path.strip("/") == ""
    return bare(own) if same and is_article and url_trouble(own) is None else bare(address)


def fetch_picture(url: str, *, allowed: Allowed = is_public) -> bytes:
    """The bytes of an article's picture, not decoded yet. Raises NotFetched."""
    return fetch(url, most=MOST_PICTURE, kinds=("image/",), allowed=allowed).body


def fetch(url: str, *, most: int, kinds: tuple[str, ...], allowed: Allowed = is_public) -> Got:
    """Read an address of the public internet. Raises NotFetched."""
    deadline = time.monotonic() + ALTOGETHER
    for _hop in range(MOST_REDIRECTS + 1):
        if trouble := url_trouble(url):
            raise NotFetched(f"Địa chỉ {trouble}; chép nguyên địa chỉ bài báo.")
        answer = _ask(url, allowed)
        try:
            if answer.status in (301, 302, 303, 307, 308) and answer.headers.get("Location"):
                url = urljoin(url, answer.headers["Location"])
                continue
            return _read(url, answer, most, kinds, deadline)
        finally:
            answer.close()
    raise NotFetched("Địa chỉ chuyển tiếp quá nhiều lần; mở bài báo rồi chép địa chỉ cuối cùng.")


def _ask(url: str, allowed: Allowed) -> urllib3.BaseHTTPResponse:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    address = _resolve(host, port, allowed)
    timeout = urllib3.Timeout(connect=CONNECT, read=READ)
    pool: urllib3.HTTPConnectionPool
    if parts.scheme == "https":
        pool = urllib3.HTTPSConnectionPool(address, port, timeout=timeout, server_hostname=host, assert_hostname=host)
    else:
        pool = urllib3.HTTPConnectionPool(address, port, timeout=timeout)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Host": parts.netloc, "User-Agent": AGENT, "Accept-Encoding": "gzip"}
    try:
        return pool.request(
            "GET", path, headers=headers, redirect=False, retries=False, preload_content=False, decode_content=False
        )
    except (HTTPError, OSError, ValueError):
        raise NotFetched("Không mở được trang báo; xem lại địa chỉ, hoặc điền tay tiêu đề và tên báo.") from None


def _resolve(host: str, port: int, allowed: Allowed) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotFetched(f"Không tìm thấy máy chủ {host}; xem lại địa chỉ.", unknown_host=True) from None
    addresses = [str(one[4][0]) for one in found]
    # One bad address among several is enough: the next answer could be that one.
    if not addresses or not all(allowed(address.partition("%")[0]) for address in addresses):
        raise NotFetched("Địa chỉ này không ở trên mạng công cộng nên không được đọc.")
    return addresses[0]


def _read(url: str, answer: urllib3.BaseHTTPResponse, most: int, kinds: tuple[str, ...], deadline: float) -> Got:
    if answer.status != 200:
        text = f"Trang báo trả lời {answer.status}; xem lại địa chỉ, hoặc điền tay tiêu đề và tên báo."
        raise NotFetched(text, status=answer.status)
    kind = answer.headers.get("Content-Type", "").lower()
    if not kind.startswith(kinds):
        raise NotFetched("Địa chỉ này không phải một bài báo; chép địa chỉ của chính bài viết.")
    body = bytearray()
    try:
        # Decoded as it comes, so that a small answer cannot swell without bound.
        for chunk in answer.stream(16_384, decode_content=True):
            body += chunk
            if len(body) > most:
                if kind.startswith("image/"):
                    raise NotFetched("Ảnh của bài báo quá lớn; tải ảnh khác lên.")
                # The head of an article stands at its beginning.
                break
            if time.monotonic() > deadline:
                raise NotFetched("Trang báo trả lời quá chậm; thử lại, hoặc điền tay tiêu đề và tên báo.")
    except (HTTPError, OSError):
        raise NotFetched("Trang báo ngắt giữa chừng; thử lại, hoặc điền tay tiêu đề và tên báo.") from None
    return Got(url, kind, bytes(body[:most]))


def _text(got: Got) -> str:
    _kind, _equals, charset = got.kind.partition("charset=")
    for encoding in (charset.strip(" \"'").split(";")[0] or "utf-8", "utf-8"):
        try:
            return got.body.decode(encoding, errors="replace")
        except LookupError:
            continue
    return got.body.decode("utf-8", errors="replace")


def _clean(text: str) -> str:
    return " ".join(nfc(text).split())[:300]


class _Head(HTMLParser):
    """Collects the title and the meta elements of a page; the first of each counts."""

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[str, str] = {}
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_title = tag == "title"
        given = {name: value or "" for name, value in attrs}
        if tag == "link" and given.get("rel", "").lower() == "canonical" and given.get("href"):
            self.said.setdefault("link:canonical", given["href"])
        if tag != "meta":
            return
        name = (given.get("property") or given.get("name") or given.get("itemprop") or "").lower()
        if name and given.get("content"):
            self.said.setdefault(name, given["content"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.said["title"] = self.said.get("title", "") + data
