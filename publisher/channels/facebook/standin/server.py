"""The sandbox over HTTP: routes, Graph envelopes, and the faults that were ordered."""

import json
import re
import socket
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from multipart import parse_form_data

from publisher.channels.facebook.standin import timeline
from publisher.channels.facebook.standin.answers import (
    JSON_TYPE,
    VERSION,
    Call,
    GraphAnswers,
    Json,
    Reply,
    last_values,
    refusal,
)
from publisher.channels.facebook.standin.faults import Fault, FaultKind, read_fault
from publisher.channels.facebook.standin.state import GraphError, PublicPost, World

LARGEST = 64 * 1024 * 1024  # bytes of a request; Facebook takes photos up to 10 MB, videos in parts


class Sandbox:
    """A stand-in for Facebook on a free port of this machine. Use as a context manager.

    `folder` keeps the state: another run on it goes on where this one ended, however it ended.
    """

    def __init__(
        self,
        folder: Path,
        *,
        now: Callable[[], datetime],
        host: str = "127.0.0.1",
        port: int = 0,
        fonts: Path | None = None,
        delay: float = 0.0,
    ) -> None:
        """`delay`: every answer comes so many seconds later, as over a real line."""
        self._world = World(folder)
        self._server = _Server((host, port), _Handler)
        self._server.world, self._server.now, self._server.fonts = self._world, now, fonts
        self._server.delay = delay
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )

    def __enter__(self) -> "Sandbox":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._world.close()

    @property
    def url(self) -> str:
        """What `facebook.graph_url` must be; opened in a browser, the list of pages."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    def add_page(self, page_id: str, name: str, token: str) -> None:
        """Make a page known, or give it another token."""
        self._world.add_page(page_id, name, token)

    def revoke(self, page_id: str) -> None:
        """Refuse the page's token from now on."""
        self._world.revoke(page_id)

    @property
    def world(self) -> World:
        """What the sandbox remembers, for whoever sets the stage or judges."""
        return self._world

    def fail(self, fault: Fault) -> None:
        """Let the next fitting calls go wrong."""
        self._world.order(fault)

    def timeline(self, page_id: str) -> list[PublicPost]:
        """What a visitor of the page sees, newest first."""
        self._world.fire_scheduled(now=self._server.now())
        return self._world.timeline(page_id)

    def calls(self) -> list[Json]:
        """Every call so far."""
        return self._world.calls()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # Many pages may be flipped in one second.
    request_queue_size = 256
    world: World
    now: Callable[[], datetime]
    fonts: Path | None
    delay: float

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no error of ours."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    # Head and body leave together; a second small packet would wait 40 ms for the client's
    # acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path.startswith("/sandbox/"):
            return self._control()
        if shown := timeline.page_for(
            path, self.server.world, now=self.server.now(), fonts=self.server.fonts
        ):
            return self._send(
                200, shown.content, shown.content_type, {"Cache-Control": shown.cache}
            )
        return self._graph()

    def do_POST(self) -> None:
        if urlsplit(self.path).path.startswith("/sandbox/"):
            return self._control()
        return self._graph()

    def do_DELETE(self) -> None:
        self.do_POST()

    def log_message(self, format: str, *args: Any) -> None:
        """Silence: the calls are in the journal, and a request line could hold a token."""

    # Graph

    def _graph(self) -> None:
        call = self._read()
        if call is None:
            return self._send_reply(
                self._named(refusal(GraphError(100, "Request too large or unreadable")))
            )
        reply = self._reply(call, delay=self.server.delay)
        return self._send_reply(reply) if reply else self._drop()

    def _reply(self, call: Call, delay: float = 0.0) -> Reply | None:
        """What comes back to a call, by itself or of a batch; None for nothing. Notes it, with the
        fault it meets.
        """
        fault = self._note(call)
        if fault and fault.kind is FaultKind.DROP_BEFORE:
            return None
        if fault and (unheard := _before(fault)):
            return self._named(unheard)
        time.sleep(delay)
        base = f"http://{self.headers.get('Host', '')}"
        reply = self._named(
            GraphAnswers(self.server.world, self.server.now(), base, self._reply).reply(call)
        )
        return _after(fault, reply) if fault else reply

    def _note(self, call: Call) -> Fault | None:
        """A batch is no one page's call; its items are."""
        page = None if call.is_batch else self._page(call)
        return self.server.world.note_call(
            step=call.step,
            page=page,
            path=call.path,
            token_in_url=call.token_in_url,
            now=self.server.now(),
        )

    def _page(self, call: Call) -> str | None:
        try:
            return str(self.server.world.page_of(call.token)["id"])
        except GraphError:
            return None

    def _named(self, reply: Reply) -> Reply:
        """With the headers that Graph's own answers have."""
        if reply.content_type != JSON_TYPE:
            return reply
        graph = {"facebook-api-version": VERSION, "x-fb-trace-id": uuid.uuid4().hex[:12]}
        return reply._replace(headers={**graph, **self._usage_headers(), **reply.headers})

    def _drop(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    # Control

    def _control(self) -> None:
        path, world = urlsplit(self.path).path, self.server.world
        match self.command, path:
            case "GET", "/sandbox/faults":
                self._send_json(200, {"data": world.faults()})
            case "GET", "/sandbox/journal":
                self._send_json(200, {"data": world.calls()})
            case "POST", "/sandbox/faults":
                self._order()
            case "DELETE", "/sandbox/faults":
                world.clear_faults()
                self._send_json(200, {"success": True})
            case _:
                self._send_json(404, {"error": "unknown"})

    def _order(self) -> None:
        try:
            self.server.world.order(read_fault(json.loads(self._body() or b"{}")))
        except (ValueError, TypeError, KeyError) as error:
            return self._send_json(400, {"error": f"no such fault: {error}"})
        return self._send_json(200, {"success": True})

    # Wire

    def _body(self) -> bytes | None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > LARGEST:
            self.close_connection = True
            return None
        return self.rfile.read(length)

    def _read(self) -> Call | None:
        parts = urlsplit(self.path)
        query = last_values(parts.query)
        body = self._body()
        if body is None:
            return None
        content_type = self.headers.get("Content-Type", "")
        fields, file = (
            ({}, None) if parts.path.startswith("/rupload/") else form_of(content_type, body)
        )
        raw = body if parts.path.startswith("/rupload/") else None
        bearer = re.sub(r"^(Bearer|OAuth) ", "", self.headers.get("Authorization", "")).strip()
        return Call(
            method=self.command,
            path=re.sub(r"^/v\d+\.\d+(?=/)", "", parts.path),
            fields=query | fields,
            file=file if raw is None else raw,
            token=bearer or fields.get("access_token", "") or query.get("access_token", ""),
            token_in_url="access_token" in query,
            headers={name.lower(): value for name, value in self.headers.items()},
        )

    def _send_json(self, status: int, body: Json) -> None:
        self._send(status, json.dumps(body).encode(), JSON_TYPE, {})

    def _send_reply(self, reply: Reply) -> None:
        self._send(reply.status, reply.content, reply.content_type, reply.headers)

    def _usage_headers(self) -> Mapping[str, str]:
        """As the setting "usage" says: [percent, minutes to wait]; Facebook tells it only after
        many calls.
        """
        usage = self.server.world.get("usage")
        return _usage(*usage) if usage else {}

    def _send(
        self, status: int, content: bytes, content_type: str | None, headers: Mapping[str, str]
    ) -> None:
        self.send_response(status)
        if content_type:
            self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


def _before(fault: Fault) -> Reply | None:
    """What comes back to a call that fails without effect; None when it fails afterwards or not at
    all.
    """
    match fault.kind:
        case FaultKind.BEFORE_500:
            return refusal(GraphError(2, "Service temporarily unavailable", status=500))
        case FaultKind.HTML_502:
            return Reply(502, b"<html><body>Bad Gateway</body></html>", "text/html")
        case FaultKind.THROTTLED:
            if fault.code == 4:
                return refusal(
                    GraphError(4, "(#4) Application request limit reached"),
                    _app_usage(100, fault.minutes),
                )
            return refusal(
                GraphError(32, "(#32) Page request limit reached"), _usage(100, fault.minutes)
            )
        case FaultKind.REFUSED:
            return refusal(
                GraphError(fault.code, f"(#{fault.code}) Refused as ordered", subcode=fault.subcode)
            )
        case _:
            return None


def _after(fault: Fault, reply: Reply) -> Reply | None:
    """What comes back to a call whose effect is there, None for nothing."""
    match fault.kind:
        case FaultKind.AFTER_500:
            error = GraphError(2, "An unexpected error has occurred. Please retry", status=500)
            return refusal(error, reply.headers)
        case FaultKind.DROP_AFTER:
            return None
        case FaultKind.CUT_BODY:
            return Reply(reply.status, reply.content[: len(reply.content) // 2])
        case FaultKind.NO_CONTENT_TYPE:
            return Reply(reply.status, reply.content, None)
        case _:
            time.sleep(fault.seconds)
            return reply


def _usage(percent: int, minutes: float) -> dict[str, str]:
    row = {"type": "pages", "call_count": percent, "total_cputime": 1, "total_time": 1}
    usage = {"page": [row | {"estimated_time_to_regain_access": minutes}]}
    return {"X-Business-Use-Case-Usage": json.dumps(usage)}


def _app_usage(percent: int, minutes: float) -> dict[str, str]:
    row = {"call_count": percent, "total_cputime": 1, "total_time": 1}
    return {
        "X-App-Usage": json.dumps(
            row | ({"estimated_time_to_regain_access": minutes} if minutes else {})
        )
    }


def form_of(content_type: str, body: bytes) -> tuple[dict[str, str], bytes | None]:
    """The fields of a form and the file in it."""
    if not body:
        return {}, None
    environ = {
        "REQUEST_METHOD": "POST",
        "wsgi.input": BytesIO(body),
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
    }
    forms, files = parse_form_data(environ, memory_limit=LARGEST, disk_limit=LARGEST, part_limit=64)
    source = files.get("source")
    source = source or files.get("video_file_chunk")
    content = source.raw if source else None
    for name in files:
        for part in files.getall(name):
            part.close()
    return {name: forms[name] for name in forms}, content
