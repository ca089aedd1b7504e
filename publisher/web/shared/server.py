"""Serves the web pages in a thread of the service's own process, by waitress."""

import logging
import re
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIHandler
from waitress.server import BaseWSGIServer, create_server

from publisher.web.shared.connections import IDLE, LARGEST_BODY, TimedChannel
from publisher.web.shared.metrics import FORWARDED, was_forwarded

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

# Pages wait for the database and for pictures, not for Facebook.
THREADS = 8
CONNECTIONS = 1_000
# Open files of this process, where the system allows so many: connections beside the database,
# pictures and Facebook.
FILES = 4_096
INVITATION = re.compile(r"(/invitation/)[\w-]+")


class WebServer:
    """Listens from construction on; `start` answers, `stop` ends. Port 0 takes a free one."""

    def __init__(self, *, host: str, port: int, secret: str = "", public_url: str = "") -> None:
        """`secret` signs what browsers keep; `public_url`: where people open the desk through a
        proxy.

        Raises OSError when the port is taken.
        """
        _configure(host, secret, public_url)
        self._channels: dict[int, Any] = {}
        server = create_server(
            WSGIHandler(),
            map=self._channels,
            host=host,
            port=port,
            threads=THREADS,
            ident="publisher",
            max_request_body_size=LARGEST_BODY,
            # Half of what may be open, so that whoever holds connections never keeps the service
            # from its files.
            connection_limit=min(CONNECTIONS, _files() // 2),
            channel_timeout=IDLE,
            cleanup_interval=IDLE // 4,
            # select() knows no file beyond the thousandth.
            asyncore_use_poll=True,
            **_proxy(public_url),
        )
        assert isinstance(server, BaseWSGIServer), "one address, one socket"
        server.channel_class = TimedChannel
        server.application = _noting_proxies(server.application)
        self._server = server
        self._thread = threading.Thread(target=self._server.run, name="web", daemon=True)

    @property
    def url(self) -> str:
        """Where it answers."""
        assert self._server.socket
        host, port = self._server.socket.getsockname()[:2]
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"

    def start(self) -> None:
        """Answer requests."""
        self._thread.start()

    def close_unstarted(self) -> None:
        """Give the port back without having answered."""
        self._server.close()

    def stop(self) -> None:
        """Close the port and every connection, and end the threads."""
        # Workers end first: at the end of an answer each wakes the loop through a descriptor that
        # closing takes away.
        self._server.task_dispatcher.shutdown()
        # Closed by the loop's own thread: it may be waiting on these very sockets.
        trigger: Any = self._server.trigger  # the stubs take it for a number
        woken = threading.Event()
        trigger.pull_trigger(lambda: self._close_after(woken))
        woken.set()
        self._thread.join()

    def _close_after(self, woken: threading.Event) -> None:
        # An earlier call may have woken the loop already, and `pull_trigger` still writes to what
        # closing takes away.
        woken.wait()
        for channel in list(self._channels.values()):
            channel.close()


class _WithoutSecrets(logging.Filter):
    """An invitation's link is a secret while it lasts; a request that fails must not tell it to the
    log.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = INVITATION.sub(r"\1…", record.getMessage()), ()
        return True


class _InOneLine(logging.Filter):
    """What a stranger sends (a wrong host name, a forged session) is no event of ours: told,
    without our own code."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = record.exc_text = None
        record.msg, record.args = record.getMessage()[:300], ()
        return True


def _kinds(of: type[Exception]) -> list[type[Exception]]:
    return [of, *(deeper for kind in of.__subclasses__() for deeper in _kinds(kind))]


def _files() -> int:
    """How many files may be open; as many as we want, where the system lets us."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        return wanted
    return FILES if soft == resource.RLIM_INFINITY else soft


def _noting_proxies(inner: "WSGIApplication") -> "WSGIApplication":
    """What a proxy says of itself is cleared where no proxy is believed; that there was one is
    kept.
    """

    def outer(environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        environ[FORWARDED] = was_forwarded(environ)
        return inner(environ, start_response)

    return outer


def _quieten_logs() -> None:
    for kind in _kinds(SuspiciousOperation):
        logging.getLogger(f"django.security.{kind.__name__}").filters = [_InOneLine()]
    requests = logging.getLogger("django.request")
    # What a person got wrong, or may not do, was told to that person.
    requests.setLevel(logging.ERROR)
    requests.filters = [_WithoutSecrets()]
    # A browser asks for thirty pictures at once; waiting for a thread is no event.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


def _configure(host: str, secret: str, public_url: str) -> None:
    """What depends on the installation: the key, the names that it answers to, cookies that only
    travel encrypted."""
    _quieten_logs()
    if secret:
        settings.SECRET_KEY = secret
    public = urlsplit(public_url)
    own = [host] if host not in ("", "0.0.0.0", "::") else []
    settings.ALLOWED_HOSTS = [
        "127.0.0.1",
        "localhost",
        "[::1]",
        *own,
        *([public.hostname] if public.hostname else []),
    ]
    encrypted = public.scheme == "https"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = encrypted
    settings.CSRF_TRUSTED_ORIGINS = [public_url] if public_url else []
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if encrypted else None
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600 if encrypted else 0


def _proxy(public_url: str) -> dict[str, Any]:
    """Only a proxy on this machine is believed, and only when there is said to be one."""
    if not public_url:
        return {"clear_untrusted_proxy_headers": True}
    told = {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"}
    return {
        "trusted_proxy": "127.0.0.1",
        "trusted_proxy_headers": told,
        "clear_untrusted_proxy_headers": True,
    }
