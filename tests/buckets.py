"""As much of an S3 store as it takes to put and get objects, on loopback: path-style addresses, uploads in parts."""

import hashlib
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import parse_qs, unquote, urlsplit

ACCESS, SECRET = "AKIATHU", "bi-mat-cua-kho"


class BucketServer:
    """A store with one bucket; use as a context manager. `objects` is what it holds, by key."""

    def __init__(self, bucket: str = "anh-cong-doan") -> None:
        self.bucket = bucket
        self.objects: dict[str, bytes] = {}
        # Method and key of each request, in their order; "POST" and "PUT" of a part too.
        self.asked: list[tuple[str, str]] = []
        # What a client that is not let in must get: a status for each request to come, then the truth again.
        self.refusals: list[int] = []
        self._parts: dict[str, dict[int, bytes]] = {}
        self._lock = threading.Lock()
        store = self

        class Handler(_Handler):
            server_of = store

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}
        )

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "BucketServer":
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def begin_upload(self) -> str:
        """The name of an upload in parts."""
        with self._lock:
            name = f"upload-{len(self._parts)}"
            self._parts[name] = {}
        return name

    def take_part(self, upload: str, number: int, content: bytes) -> None:
        """Keep one part."""
        self._parts[upload][number] = content

    def end_upload(self, upload: str, key: str) -> None:
        """Make one object of the parts."""
        self.objects[key] = b"".join(
            content for _, content in sorted(self._parts.pop(upload).items())
        )


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_of: BucketServer
    # A client may keep its connection for as long as it likes; a test does not wait for it.
    timeout = 5

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_PUT(self) -> None:
        """An object, or a part of one."""
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if (key := self._begin()) is None:
            return
        if upload := self._asked("uploadId"):
            self.server_of.take_part(upload, int(self._asked("partNumber")), content)
        else:
            self.server_of.objects[key] = content
        self._answer(200, etag=_etag(content))

    def do_POST(self) -> None:
        """The begin or the end of an upload in parts."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if (key := self._begin()) is None:
            return
        if upload := self._asked("uploadId"):
            self.server_of.end_upload(upload, key)
            self._answer(
                200,
                b"<CompleteMultipartUploadResult><ETag>x</ETag></CompleteMultipartUploadResult>",
            )
            return
        name = self.server_of.begin_upload()
        body = f"<InitiateMultipartUploadResult><UploadId>{name}</UploadId></InitiateMultipartUploadResult>"
        self._answer(200, body.encode())

    def do_GET(self) -> None:
        """An object, or a range of it."""
        if (key := self._begin()) is None:
            return
        content = self.server_of.objects.get(key)
        if content is None:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
            return
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if asked is None:
            self._answer(200, content, etag=_etag(content))
            return
        first, last = int(asked[1]), int(asked[2] or len(content) - 1)
        part = content[first : last + 1]
        where = f"bytes {first}-{first + len(part) - 1}/{len(content)}"
        self._answer(206, part, etag=_etag(content), where=where)

    do_HEAD = do_GET

    def _begin(self) -> str | None:
        """The key that is asked for; None when the client was told no."""
        path = unquote(urlsplit(self.path).path)
        _, bucket, key = path.split("/", 2)
        self.server_of.asked.append((self.command, key))
        if self.server_of.refusals:
            status = self.server_of.refusals.pop(0)
            self._answer(status, b"<Error><Code>AccessDenied</Code></Error>")
            return None
        if f"Credential={ACCESS}/" not in self.headers.get("Authorization", ""):
            self._answer(403, b"<Error><Code>InvalidAccessKeyId</Code></Error>")
            return None
        if bucket != self.server_of.bucket:
            self._answer(404, b"<Error><Code>NoSuchBucket</Code></Error>")
            return None
        return key

    def _asked(self, name: str) -> str:
        return parse_qs(urlsplit(self.path).query).get(name, [""])[0]

    def _answer(self, status: int, body: bytes = b"", *, etag: str = "", where: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if etag:
            self.send_header("ETag", f'"{etag}"')
        if where:
            self.send_header("Content-Range", where)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _etag(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
