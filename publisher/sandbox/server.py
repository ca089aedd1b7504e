"""The sandbox over HTTP: routes, Graph envelopes, and the faults that were ordered."""

import json
import re
import socket
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from multipart import parse_form_data

from publisher.sandbox import timeline
from publisher.sandbox.world import Fault, FaultKind, GraphError, PublicPost, World, read_fault

VERSION = "v26.0"
LARGEST = 12 * 1024 * 1024  # bytes of a request; Facebook takes photos up to 10 MB
STATES = {
    "feed": ("published", "draft", "scheduled"),
    "posts": ("published",),
    "published_posts": ("published",),
    "scheduled_posts": ("scheduled",),
}
Json = dict[str, Any]


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
    ) -> None:
        self._world = World(folder)
        self._server = _Server((host, port), _Handler)
        self._server.world, self._server.now, self._server.fonts = self._world, now, fonts
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

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

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no error of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    """A Graph call, read."""

    method: str
    path: str
    fields: Mapping[str, str]
    file: bytes | None
    token: str
    token_in_url: bool

    @property
    def parts(self) -> list[str]:
        return [part for part in self.path.split("/") if part]

    @property
    def step(self) -> str:
        """The word by which faults name this call."""
        match self.method, self.parts:
            case "POST", [_, "photos"]:
                return "upload"
            case "POST", [_, "feed"]:
                return "create"
            case _, [_, "comments"]:
                return "comment" if self.method == "POST" else "find_comment"
            case "POST", [_]:
                return "flip" if "is_published" in self.fields else "edit"
            case "DELETE", _:
                return "delete"
            case "GET", [name] if "_" in name:
                return "look"
            case _:
                return "page"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    # Head and body leave together; a second small packet would wait 40 ms for the client's acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path.startswith("/sandbox/"):
            return self._control()
        if shown := timeline.page_for(path, self.server.world, now=self.server.now(), fonts=self.server.fonts):
            return self._send(200, shown.content, shown.content_type, {"Cache-Control": shown.cache})
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
            return self._send_json(400, _envelope(GraphError(100, "Request too large or unreadable")))
        page = self._page(call)
        fault = self.server.world.note_call(
            step=call.step, page=page, path=call.path, token_in_url=call.token_in_url, now=self.server.now()
        )
        if fault and (before := self._before(fault)):
            return before()
        status, body = self._answer(call)
        return self._after(fault, status, body) if fault else self._send_json(status, body)

    def _page(self, call: _Call) -> str | None:
        try:
            return str(self.server.world.page_of(call.token)["id"])
        except GraphError:
            return None

    def _answer(self, call: _Call) -> tuple[int, Json]:
        try:
            base = f"http://{self.headers.get('Host', '')}"
            return 200, _Graph(self.server.world, self.server.now(), base).answer(call)
        except GraphError as error:
            return error.status, _envelope(error)

    def _before(self, fault: Fault) -> Callable[[], None] | None:
        """How a call fails that has no effect; None when it fails afterwards or not at all."""
        match fault.kind:
            case FaultKind.BEFORE_500:
                return lambda: self._send_json(500, _envelope(GraphError(2, "Service temporarily unavailable")))
            case FaultKind.DROP_BEFORE:
                return self._drop
            case FaultKind.HTML_502:
                return lambda: self._send(502, b"<html><body>Bad Gateway</body></html>", "text/html", {})
            case FaultKind.THROTTLED:
                return lambda: self._throttle(fault.minutes)
            case FaultKind.REFUSED:
                error = GraphError(fault.code, f"(#{fault.code}) Refused as ordered", subcode=fault.subcode)
                return lambda: self._send_json(400, _envelope(error))
            case _:
                return None

    def _after(self, fault: Fault, status: int, body: Json) -> None:
        """How a call fails whose effect is there."""
        content = json.dumps(body).encode()
        match fault.kind:
            case FaultKind.AFTER_500:
                self._send_json(500, _envelope(GraphError(2, "An unexpected error has occurred. Please retry")))
            case FaultKind.DROP_AFTER:
                self._drop()
            case FaultKind.CUT_BODY:
                self._send(status, content[: len(content) // 2], "application/json; charset=UTF-8", {})
            case FaultKind.NO_CONTENT_TYPE:
                self._send(status, content, None, {})
            case _:
                time.sleep(fault.seconds)
                self._send_json(status, body)

    def _throttle(self, minutes: int) -> None:
        usage = {"page": [{"type": "pages", "call_count": 100, "estimated_time_to_regain_access": minutes}]}
        error = GraphError(32, "(#32) Page request limit reached")
        self._send_json(400, _envelope(error), {"X-Business-Use-Case-Usage": json.dumps(usage)})

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

    def _read(self) -> _Call | None:
        parts = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        body = self._body()
        if body is None:
            return None
        fields, file = _form(self.headers.get("Content-Type", ""), body)
        bearer = self.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        return _Call(
            method=self.command,
            path=re.sub(r"^/v\d+\.\d+(?=/)", "", parts.path),
            fields=query | fields,
            file=file,
            token=bearer or fields.get("access_token", "") or query.get("access_token", ""),
            token_in_url="access_token" in query,
        )

    def _send_json(self, status: int, body: Json, headers: Mapping[str, str] | None = None) -> None:
        graph = {"facebook-api-version": VERSION, "x-fb-trace-id": uuid.uuid4().hex[:12]}
        self._send(status, json.dumps(body).encode(), "application/json; charset=UTF-8", graph | dict(headers or {}))

    def _send(self, status: int, content: bytes, content_type: str | None, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        if content_type:
            self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


class _Graph:
    """Answers as the real host does (graph-api.md 3 and 9), and refuses encodings that only seem to work."""

    def __init__(self, world: World, now: datetime, base: str) -> None:
        self._world, self._now, self._base = world, now, base

    def answer(self, call: _Call) -> Json:
        """The body of a success. Raises GraphError."""
        self._world.fire_scheduled(now=self._now)
        page = self._world.page_of(call.token)
        owner = str(page["id"])
        match call.method, call.parts:
            case "GET", ["me"]:
                return {"id": owner, "name": page["name"]}
            case "GET", ["me", "accounts"]:
                return {"data": [{"id": owner, "name": page["name"], "tasks": ["CREATE_CONTENT", "MANAGE"]}]}
            case "GET", [node] if node == owner:
                return {"id": owner, "name": page["name"]}
            case "POST", [node, "photos"] if node == owner:
                return self._photo(owner, call)
            case "POST", [node, "feed"] if node == owner:
                return self._create(owner, call)
            case "GET", [node, edge] if node == owner and edge in STATES:
                return self._list(owner, edge, call)
            case "POST", [post, "comments"]:
                return {"id": self._world.add_comment(owner, post, _words(call, "message"), now=self._now)}
            case "GET", [post, "comments"]:
                return self._comments(owner, page["name"], post, call)
            case "GET", [post]:
                return _post_fields(self._world.post(owner, post), self._base)
            case "POST", [post]:
                return self._change(owner, post, call)
            case "DELETE", [post]:
                self._world.delete(owner, post)
                return {"success": True}
            case _:
                raise GraphError(200, "(#200) Permissions error or unsupported request", status=403)

    def _photo(self, owner: str, call: _Call) -> Json:
        if call.file is None:
            raise GraphError(324, "(#324) Missing or invalid image file")
        if not call.file.startswith((b"\xff\xd8", b"\x89PNG", b"GIF8", b"RIFF")):
            raise GraphError(100, "Invalid parameter", subcode=1366046)
        if _flag(call, "published", default=True):
            raise GraphError(100, "(#100) The sandbox takes unpublished photos only")
        name = self._world.add_photo(owner, call.file, call.fields.get("alt_text_custom", ""), now=self._now)
        return {"id": name}

    def _create(self, owner: str, call: _Call) -> Json:
        scheduled = call.fields.get("scheduled_publish_time")
        name = self._world.create_post(
            owner,
            message=call.fields.get("message", ""),
            link=call.fields.get("link"),
            photos=_attached(call),
            published=_flag(call, "published", default=True),
            scheduled=_schedule(scheduled, self._now) if scheduled else None,
            now=self._now,
        )
        return {"id": name, "post_supports_client_mutation_id": True}

    def _change(self, owner: str, post: str, call: _Call) -> Json:
        if "is_published" in call.fields:
            if not _flag(call, "is_published", default=False):
                raise GraphError(100, "(#100) A post cannot be unpublished")
            self._world.publish(owner, post, now=self._now)
        else:
            time_ = call.fields.get("scheduled_publish_time")
            scheduled = _schedule(time_, self._now) if time_ else None
            self._world.edit(owner, post, message=call.fields.get("message"), scheduled=scheduled)
        return {"success": True}

    def _list(self, owner: str, edge: str, call: _Call) -> Json:
        rows = self._world.posts(owner, STATES[edge])
        return _page_of([_post_fields(row, self._base) for row in rows], call)

    def _comments(self, owner: str, name: str, post: str, call: _Call) -> Json:
        self._world.post(owner, post)
        rows = self._world.comments_of(post)
        if call.fields.get("order") == "reverse_chronological":
            rows = rows[::-1]
        author = {"id": owner, "name": name}
        return _page_of([{"id": row["id"], "message": row["message"], "from": author} for row in rows], call)


def _form(content_type: str, body: bytes) -> tuple[dict[str, str], bytes | None]:
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
    content = source.raw if source else None
    for name in files:
        for part in files.getall(name):
            part.close()
    return {name: forms[name] for name in forms}, content


def _envelope(error: GraphError) -> Json:
    inner: Json = {
        "message": error.message,
        "type": "OAuthException",
        "code": error.code,
        "fbtrace_id": uuid.uuid4().hex[:11],
    }
    if error.subcode:
        inner["error_subcode"] = error.subcode
    if error.code in (1, 2):
        inner["is_transient"] = True
    return {"error": inner}


def _flag(call: _Call, name: str, *, default: bool) -> bool:
    value = call.fields.get(name)
    if value is None:
        return default
    if value not in ("true", "false"):
        raise GraphError(100, f"(#100) {name} must be true or false")
    return value == "true"


def _words(call: _Call, name: str) -> str:
    if not call.fields.get(name):
        raise GraphError(194, f"(#194) Requires the parameter {name}")
    return call.fields[name]


def _attached(call: _Call) -> list[str]:
    try:
        media = json.loads(call.fields.get("attached_media", "[]"))
        return [str(item["media_fbid"]) for item in media]
    except (ValueError, TypeError, KeyError):
        raise GraphError(100, "(#100) attached_media must be a list of {media_fbid}") from None


def _schedule(value: str, now: datetime) -> float:
    try:
        moment = float(value)
    except ValueError:
        moment = 0.0
    ahead = moment - now.timestamp()
    # 10 minutes to just under 30 days (graph-api.md 3.9).
    if not 600 <= ahead <= 29.5 * 86_400:
        raise GraphError(100, "(#100) The specified scheduled publish time is invalid.")
    return moment


def _post_fields(row: sqlite3.Row, base: str) -> Json:
    created = datetime.fromtimestamp(row["published"] or row["created"], UTC)
    fields: Json = {
        "id": row["id"],
        "message": row["message"],
        "created_time": f"{created:%Y-%m-%dT%H:%M:%S}+0000",
        "is_published": row["state"] == "published",
        # The real host gives an address of its own; ours is where the post can be seen.
        "permalink_url": f"{base}/timeline/{row['page']}#{row['id']}",
    }
    if row["scheduled"]:
        fields["scheduled_publish_time"] = row["scheduled"]
    return fields


def _page_of(rows: list[Json], call: _Call) -> Json:
    """One page of a list with cursors; `next` is there while more may follow."""
    start, limit = int(call.fields.get("after", "0") or 0), min(int(call.fields.get("limit", "25")), 100)
    shown = rows[start : start + limit]
    paging: Json = {"cursors": {"before": str(start), "after": str(start + len(shown))}}
    if start + limit < len(rows):
        paging["next"] = f"{call.path}?limit={limit}&after={start + limit}"
    return {"data": shown, "paging": paging}
