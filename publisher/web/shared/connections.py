"""What a connection may cost before anybody is known: the size of what it sends, and the time
that it takes for it."""

import json
import time
from copy import copy
from http.cookies import CookieError, SimpleCookie
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import ErrorTask

from publisher.web.shared.errors import unread
from publisher.web.shared.middleware import LANGUAGE_COOKIE

# A photo of the gallery is the largest thing that the desk takes (30 MB); a form carries some words
# beside it.
LARGEST_BODY = 40_000_000  # bytes
# Of a body without a session or a key: a password, an invitation.
LARGEST_UNSIGNED = 1_000_000  # bytes
# A browser shows an answer only after it has sent everything: so much of a refused body runs by,
# kept nowhere.
RUNS_BY = 5 * LARGEST_BODY
# Nothing comes and nothing goes.
IDLE = 20  # seconds
# From the first byte of a request to the end of its head: a drop a second keeps no connection.
HEAD_TIME = 20  # seconds
# A body may be slow, as over a bad mobile line, but not as slow as one that is sent to hold a
# connection.
BODY_GRACE, BODY_PACE = 60, 1_000  # seconds, bytes a second


class Parser(HTTPRequestParser):
    """Reads a request; of somebody unknown only a small one."""

    def __init__(self, adj: Adjustments) -> None:
        super().__init__(adj)
        # Nobody says to be signed in.
        self.unknown = False
        # Of a body that was refused: what is still to come.
        self._left = 0

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head, and set how large the body may be."""
        super().parse_header(header_plus)
        self.unknown = not self._is_known()
        if self.unknown:
            self.adj = copy(self.adj)
            self.adj.max_request_body_size = LARGEST_UNSIGNED

    def received(self, data: bytes) -> int:
        """Take in a part; what is too large is answered when the browser listens."""
        if self._left:
            taken = min(self._left, len(data))
            self._left -= taken
            self.completed = not self._left
            return taken
        taken = super().received(data)
        if self.completed and self.error and self.error.code == 413 and not self.chunked:
            self._let_run_by()
        return taken

    def _let_run_by(self) -> None:
        # Who asks before sending is told at once.
        asks, self.expect_continue = self.expect_continue, False
        if not asks and self.content_length <= RUNS_BY:
            self._left, self.completed = self.content_length, False

    def _is_known(self) -> bool:
        """Whether somebody says to be signed in; whether it is so is found out later, by the
        database.
        """
        name = str(settings.SESSION_COOKIE_NAME)
        return "AUTHORIZATION" in self.headers or f"{name}=" in self.headers.get("COOKIE", "")


class RefusedRequest(ErrorTask):
    """Says in plain words why a request was not even read."""

    def execute(self) -> None:
        """Write the answer and close."""
        request: Any = self.request
        headers: dict[str, str] = request.headers
        title, text = _said(request.error.code, headers.get("COOKIE", ""), unknown=request.unknown)
        if (
            str(getattr(request, "path", "")).startswith("/api/")
            or headers.get("X_REQUESTED_WITH") == "fetch"
        ):
            said = f"{title}. {text}"
            kind, body = "application/json", json.dumps({"problem": said, "problems": [said]})
        else:
            kind, body = (
                "text/html; charset=utf-8",
                render_to_string("shared/error.html", {"title": title, "text": text}),
            )
        content = body.encode()
        self.status = f"{request.error.code} {request.error.reason}"
        self.response_headers = [*self.response_headers, ("Content-Type", kind)]
        self.set_close_on_finish()
        self.content_length = len(content)
        self.write(b"" if str(getattr(request, "command", "")) == "HEAD" else content)


def _said(status: int, cookies: str, *, unknown: bool) -> tuple[str, str]:
    try:
        morsel = SimpleCookie(cookies).get(LANGUAGE_COOKIE)
    except CookieError:
        morsel = None
    english = morsel is not None and morsel.value == "en"
    with translation.override("en" if english else settings.LANGUAGE_CODE):
        return unread(status, LARGEST_BODY, unknown=unknown)


class TimedChannel(HTTPChannel):
    """A connection that is closed when a request takes too long to come."""

    parser_class = Parser
    error_task_class = RefusedRequest
    _begun = 0.0

    def received(self, data: bytes) -> bool:
        """Take in a part of a request."""
        before = self.request
        going_on = super().received(data)
        if self.request is not before:
            self._begun = time.monotonic()
        return going_on

    def readable(self) -> bool:
        """Whether more may come; asked for every connection each second at least."""
        if self.request is not None and not self.requests and self._is_overdue(self.request):
            self.will_close = True
        return super().readable()

    def _is_overdue(self, request: HTTPRequestParser) -> bool:
        taken = time.monotonic() - self._begun
        if not request.headers_finished:
            return taken > HEAD_TIME
        return taken > BODY_GRACE and request.body_bytes_received < (taken - BODY_GRACE) * BODY_PACE
