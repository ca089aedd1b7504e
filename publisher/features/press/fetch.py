"""Reads a press article for its headline, newspaper and picture, without letting an address lead
into our network.

Each host is resolved once and the connection goes to that very address, so a name that changes its
answer between the check and the call gains nothing; every redirect is checked anew. Few redirects,
few bytes, and one deadline for all.
"""

import http.client
import io
import ipaddress
import logging
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from publisher.domain.address import article_key, bare, host_of, joined, url_trouble
from publisher.domain.errors import NotFetched
from publisher.domain.text import nfc
from publisher.features.press.page_head import decoded, said_of_itself

log = logging.getLogger("publisher.fetching")

MOST_REDIRECTS = 4
MOST_PAGE, MOST_PICTURE = 2_000_000, 8_000_000  # bytes
# Seconds for one connection and for one read; and for everything together, from the name to the
# last byte.
CONNECT, READ, ALTOGETHER = 4.0, 6.0, 15.0
PORTS = {"http": 80, "https": 443}
AGENT = "Mozilla/5.0 (compatible; congdoan-publisher)"
# Names that are looked up at once. A look-up cannot be ended: one that hangs keeps its thread and
# its place.
LOOKUPS = 16
# Links that people at the desk open at once, and seconds that one more waits for its turn.
AT_ONCE, TURN = 2, 1.0
CHUNK = 16_384

# Nothing that a text holds, and no database keeps it.
_STRANGE = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")

Allowed = Callable[[str], bool]
# The IP addresses of a host and port. Raises OSError or UnicodeError.
Resolve = Callable[[str, int], list[str]]


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
    """Whether an IP address lies in the public internet, what is wrapped in it (IPv4 in IPv6)
    included."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        # 64:ff9b::/96 leads to an IPv4 address too.
        if found in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None and not is_public(str(inner)):
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def system_lookup(host: str, port: int) -> list[str]:
    """What the system's resolver says; it may take as long as it likes."""
    return [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def article(url: str, *, allowed: Allowed = is_public, within: float = ALTOGETHER) -> Article:
    """What an article says of itself, read in `within` seconds. Raises NotFetched."""
    kinds = ("text/html", "application/xhtml+xml")
    return understood(fetch(url, most=MOST_PAGE, kinds=kinds, allowed=allowed, within=within))


def understood(got: Got) -> Article:
    """What a page that was read says of itself. Raises NotFetched."""
    try:
        return _understood(got)
    except Exception as error:
        # Pages are anybody's: whatever in one we did not think of is that page's trouble only.
        log.exception("could not understand a page of %s", host_of(got.address))
        raise NotFetched("press.unclear") from error


def _understood(got: Got) -> Article:
    said = said_of_itself(decoded(got.body, got.kind))
    picture = said.get("og:image", "") or said.get("twitter:image", "")
    return Article(
        address=_canonical(got.address, said),
        headline=_clean(said.get("og:title") or said.get("title", "")),
        publication=_clean(
            said.get("og:site_name", "") or host_of(got.address).removeprefix("www.")
        ),
        description=_clean(said.get("og:description") or said.get("description", "")),
        picture=joined(got.address, picture) if picture else "",
        published=_clean(said.get("article:published_time", "") or said.get("datepublished", ""))[
            :40
        ],
    )


def _canonical(address: str, said: dict[str, str]) -> str:
    """The address that the page gives itself, when it is one of the same site; else the one it was
    found at.
    """
    own = joined(address, said.get("link:canonical", "") or said.get("og:url", ""))
    if not own or article_key(own).partition("/")[0] != article_key(address).partition("/")[0]:
        return bare(address)
    # A front page as canonical address of every article is a mistake that sites make.
    is_article = urlsplit(own).path.strip("/") != "" or urlsplit(address).path.strip("/") == ""
    return bare(own if is_article else address)


def fetch_picture(url: str, *, allowed: Allowed = is_public) -> bytes:
    """The bytes of an article's picture, not decoded yet. Raises NotFetched."""
    return fetch(url, most=MOST_PICTURE, kinds=("image/",), allowed=allowed).body


_turns = threading.BoundedSemaphore(AT_ONCE)


@contextmanager
def few_at_once(turns: threading.Semaphore = _turns, wait: float = TURN) -> Iterator[None]:
    """Open links for people within: slow newspapers must not take all threads of the desk.

    Raises NotFetched.
    """
    if not turns.acquire(timeout=wait):
        raise NotFetched("press.busy")
    try:
        yield
    finally:
        turns.release()


def fetch(
    url: str,
    *,
    most: int,
    kinds: tuple[str, ...],
    allowed: Allowed = is_public,
    within: float = ALTOGETHER,
    resolve: Resolve = system_lookup,
) -> Got:
    """Read an address of the public internet in `within` seconds altogether.

    Raises NotFetched and nothing else.
    """
    try:
        return _fetch(url, _FetchLimits(most, kinds, allowed, resolve, _Deadline(within)))
    except TimeoutError:
        raise NotFetched("press.slow") from None
    except (OSError, ValueError, http.client.HTTPException) as error:
        log.info("%s: %r", host_of(url), error)
        raise NotFetched("press.closed") from None
    except NotFetched:
        raise
    except Exception as error:
        # Servers are anybody's: what they answer must not end more than this one call.
        log.exception("could not read from %s", host_of(url))
        raise NotFetched("press.closed") from error


class _Deadline:
    """When a fetch ends, however little its server sends at a time."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, most: float = float("inf")) -> float:
        """Seconds that one step may take. Raises TimeoutError when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(left, most)


class _FetchLimits(NamedTuple):
    most: int
    kinds: tuple[str, ...]
    allowed: Allowed
    resolve: Resolve
    deadline: _Deadline


def _fetch(url: str, limits: _FetchLimits) -> Got:
    for _hop in range(MOST_REDIRECTS + 1):
        if trouble := url_trouble(url):
            raise NotFetched("press.bad_address", trouble=trouble)
        with closing(_connected(url, limits)) as line:
            answer = _ask(url, line, limits.deadline)
            onward = answer.headers.get("Location", "")
            if answer.status not in (301, 302, 303, 307, 308) or not onward:
                return _read(url, answer, limits)
        url = joined(url, onward)
        if not url:
            raise NotFetched("press.leads_nowhere")
    raise NotFetched("press.leads_on")


def _connected(url: str, limits: _FetchLimits) -> socket.socket:
    parts, deadline = urlsplit(url), limits.deadline
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    address = _resolve(host, port, limits)
    line = socket.create_connection((address, port), timeout=deadline.left(CONNECT))
    if parts.scheme != "https":
        return line
    try:
        line.settimeout(deadline.left(READ))
        return ssl.create_default_context().wrap_socket(line, server_hostname=host)
    except BaseException:
        line.close()
        raise


class _Timed:
    """A connection of which each step takes no more than what is left, so that many small ones
    do not either."""

    def __init__(self, line: socket.socket, deadline: _Deadline) -> None:
        self._line, self._deadline = line, deadline

    def sendall(self, data: Any) -> None:
        """As of a socket."""
        self._line.settimeout(self._deadline.left(READ))
        self._line.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        """To read from."""
        return io.BufferedReader(_Received(self._line, self._deadline), CHUNK)

    def close(self) -> None:
        """Whoever opened it closes it: `http.client` does before it has read the answer."""


class _Received(io.RawIOBase):
    def __init__(self, line: socket.socket, deadline: _Deadline) -> None:
        super().__init__()
        self._line, self._deadline = line, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._line.settimeout(self._deadline.left(READ))
        return self._line.recv_into(buffer)


def _ask(url: str, line: socket.socket, deadline: _Deadline) -> http.client.HTTPResponse:
    parts = urlsplit(url)
    wanted = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    headers = {"Host": host, "User-Agent": AGENT, "Accept-Encoding": "gzip", "Connection": "close"}
    connection = http.client.HTTPConnection(parts.hostname or "")
    connection.sock = _Timed(line, deadline)
    connection.request("GET", quote(wanted, safe="!#$%&'()*+,/:;=?@[]~"), headers=headers)
    return connection.getresponse()


_lookups = threading.BoundedSemaphore(LOOKUPS)


def _resolve(host: str, port: int, limits: _FetchLimits) -> str:
    try:
        addresses = _looked_up(host, port, limits)
    except TimeoutError:
        raise
    except (OSError, UnicodeError):
        raise NotFetched("press.unknown_host", host=host, unknown_host=True) from None
    # One bad address among several is enough: the next answer could be that one.
    if not addresses or not all(limits.allowed(address.partition("%")[0]) for address in addresses):
        raise NotFetched("press.not_public")
    return addresses[0]


def _looked_up(host: str, port: int, limits: _FetchLimits) -> list[str]:
    """The addresses of a host, looked up in a thread that is left behind when it takes too long."""
    places = _lookups
    if not places.acquire(timeout=limits.deadline.left()):
        raise TimeoutError
    found: list[list[str]] = []
    troubles: list[Exception] = []

    def look() -> None:
        try:
            found.append(limits.resolve(host, port))
        except (OSError, ValueError) as error:
            troubles.append(error)
        finally:
            places.release()

    thread = threading.Thread(target=look, name="lookup", daemon=True)
    try:
        thread.start()
    except RuntimeError:
        places.release()
        raise
    thread.join(limits.deadline.left())
    if troubles:
        raise troubles[0]
    if not found:
        raise TimeoutError
    return found[0]


def _read(url: str, answer: http.client.HTTPResponse, limits: _FetchLimits) -> Got:
    if answer.status != 200:
        raise NotFetched("press.answered", number=answer.status, status=answer.status)
    kind = answer.headers.get("Content-Type", "").lower()
    if not kind.startswith(limits.kinds):
        raise NotFetched("press.no_article")
    try:
        body = _body(answer, limits)
    except (http.client.HTTPException, zlib.error):
        raise NotFetched("press.broken") from None
    if len(body) > limits.most and kind.startswith("image/"):
        raise NotFetched("press.picture_large")
    # The head of an article stands at its beginning.
    return Got(url, kind, bytes(body[: limits.most]))


def _body(answer: http.client.HTTPResponse, limits: _FetchLimits) -> bytearray:
    """At most one byte more than is wanted, unpacked as it comes: a small answer cannot swell
    without bound."""
    packed = answer.headers.get("Content-Encoding", "").strip().lower() in (
        "gzip",
        "x-gzip",
        "deflate",
    )
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 32) if packed else None
    body = bytearray()
    while len(body) <= limits.most and not (unpack and unpack.eof):
        limits.deadline.left()
        chunk = answer.read1(CHUNK)
        if not chunk:
            if answer.length or unpack:
                raise http.client.IncompleteRead(b"")
            break
        body += unpack.decompress(chunk, limits.most + 1 - len(body)) if unpack else chunk
    return body


def _clean(text: str) -> str:
    return " ".join(nfc(_STRANGE.sub("", text)).split())[:300]
