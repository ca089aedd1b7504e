"""One Graph call and what came of it. The only module that knows facebook-sdk; none of its traps
leaves here.

facebook-sdk 3.1.0 (2018, read and run 2026-11-22, reference/graph-api.md 1.3) puts tokens into
URLs, ignores the HTTP status, drops headers, form-encodes lists wrongly, has no time-out and raises
four unrelated kinds of exception. Under it lies a session of ours that moves the token into a
header, keeps the answer and sends to `graph_url`; the answer is judged here from its status and
body, never from what the library made of it.
"""

import hashlib
import hmac
import http.client
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import IO, Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import facebook
import requests
import urllib3.exceptions
from requests.adapters import BaseAdapter

from publisher.channels.port import MOST_TOGETHER
from publisher.domain.secret import Secret

CONNECT_TIMEOUT = 10.0  # seconds
# What the headers of a batch call as a whole tell each of its items: a page's usage would be taken
# for another page's.
OF_APP = frozenset({"x-app-usage"})
Value = str | int | bool | list[Any] | dict[str, Any] | None


class CallFaultKind(StrEnum):
    """What went wrong with a call."""

    # Facebook answered with an error object.
    ERROR = "error"
    # The request certainly never left this machine.
    NOT_SENT = "not_sent"
    # The connection broke or nothing came in time; the request may have arrived.
    NO_ANSWER = "no_answer"
    # Something came that is no Graph answer: HTML, a cut body, a status of 500 with success inside.
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A Graph answer without error."""

    body: Mapping[str, Any]
    # Lower-case names.
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFault:
    """A call that did not succeed; holds no token and no URL."""

    kind: CallFaultKind
    # HTTP status, 0 when there was no answer.
    status: int = 0
    # Facebook's numbers, 0 when it gave none.
    code: int = 0
    subcode: int = 0
    is_transient: bool = False
    # Facebook's words or ours, for logs.
    message: str = ""
    trace_id: str = ""
    headers: Mapping[str, str] | None = None
    # How far Facebook is, of an upload that has to go on elsewhere (`error_data.start_offset`).
    offset: int | None = None


class BatchPost(NamedTuple):
    """One POST of a batch call, and the token that it goes by."""

    path: str
    token: Secret
    params: Mapping[str, Value]


class FilePart(NamedTuple):
    """A file in a form."""

    field: str
    name: str
    content: bytes
    content_type: str


# Every exception that the layers below can raise, the nearest class counts. A test walks their
# modules: one that is new there and not named here fails it. What surely happened before a byte
# left is NOT_SENT; all else may have arrived.
EXCEPTIONS: Mapping[type[Exception], CallFaultKind] = {
    requests.RequestException: CallFaultKind.NO_ANSWER,
    requests.ConnectTimeout: CallFaultKind.NOT_SENT,
    requests.exceptions.InvalidURL: CallFaultKind.NOT_SENT,
    requests.exceptions.InvalidProxyURL: CallFaultKind.NOT_SENT,
    requests.exceptions.InvalidSchema: CallFaultKind.NOT_SENT,
    requests.exceptions.InvalidHeader: CallFaultKind.NOT_SENT,
    requests.exceptions.MissingSchema: CallFaultKind.NOT_SENT,
    requests.exceptions.URLRequired: CallFaultKind.NOT_SENT,
    requests.exceptions.UnrewindableBodyError: CallFaultKind.NO_ANSWER,
    requests.exceptions.ChunkedEncodingError: CallFaultKind.UNREADABLE,
    requests.exceptions.ContentDecodingError: CallFaultKind.UNREADABLE,
    requests.exceptions.JSONDecodeError: CallFaultKind.UNREADABLE,
    requests.exceptions.InvalidJSONError: CallFaultKind.UNREADABLE,
    requests.exceptions.StreamConsumedError: CallFaultKind.UNREADABLE,
    requests.exceptions.HTTPError: CallFaultKind.UNREADABLE,
    requests.exceptions.ConnectionError: CallFaultKind.NO_ANSWER,
    requests.exceptions.ProxyError: CallFaultKind.NO_ANSWER,
    requests.exceptions.SSLError: CallFaultKind.NO_ANSWER,
    requests.exceptions.Timeout: CallFaultKind.NO_ANSWER,
    requests.exceptions.ReadTimeout: CallFaultKind.NO_ANSWER,
    requests.exceptions.TooManyRedirects: CallFaultKind.NO_ANSWER,
    requests.exceptions.RetryError: CallFaultKind.NO_ANSWER,
    # urllib3's are wrapped by requests, but not all of them everywhere.
    urllib3.exceptions.HTTPError: CallFaultKind.NO_ANSWER,
    urllib3.exceptions.ProxySchemeUnsupported: CallFaultKind.NOT_SENT,
    http.client.HTTPException: CallFaultKind.NO_ANSWER,
    # What facebook-sdk makes of an answer does not count: it is judged again from its bytes.
    facebook.GraphAPIError: CallFaultKind.UNREADABLE,
    OSError: CallFaultKind.NO_ANSWER,
}
BELOW = tuple(kind for kind in EXCEPTIONS if kind is not facebook.GraphAPIError)


class Graph:
    """Calls to one Graph host.

    Safe to share between threads: each thread has its own connection pool.
    """

    def __init__(
        self,
        *,
        graph_url: str,
        version: str,
        timeout: timedelta,
        proxy: str | None = None,
        app_secret: Secret | None = None,
        transport: BaseAdapter | None = None,
    ) -> None:
        """`transport` carries the calls in the place of the network.

        With `app_secret` every call carries the proof that Facebook may demand of a server
        (graph-api.md 2).
        """
        self._base, self._version, self._proxy = graph_url.rstrip("/"), version, proxy
        self._app_secret, self._transport = app_secret, transport
        self._timeout = (min(CONNECT_TIMEOUT, timeout.total_seconds()), timeout.total_seconds())
        self._local = threading.local()

    def get(self, path: str, token: Secret, **params: Value) -> Answer | CallFault:
        """Read a node or an edge."""
        return self._call("GET", path, token, args=_encoded(params) | self._proof(token))

    def post(
        self, path: str, token: Secret, params: Mapping[str, Value], *, file: FilePart | None = None
    ) -> Answer | CallFault:
        """Create or change."""
        # An empty post_args would make facebook-sdk put the token into the URL.
        post_args = (_encoded(params) | self._proof(token)) or {"format": "json"}
        files = {file.field: (file.name, file.content, file.content_type)} if file else None
        return self._call("POST", path, token, post_args=post_args, files=files)

    def delete(self, path: str, token: Secret) -> Answer | CallFault:
        """Delete a node."""
        return self._call("DELETE", path, token, args=self._proof(token))

    def ask_together(
        self, token: Secret, paths: Sequence[str]
    ) -> list[Answer | CallFault] | CallFault:
        """Read several paths in one batch call.

        They travel in its body, so a path may hold a secret in its query.
        """
        items = [{"method": "GET", "relative_url": f"{self._version}/{path}"} for path in paths]
        return self._batch(items, token, include_headers=False)

    def post_together(self, changes: Sequence[BatchPost]) -> list[Answer | CallFault] | CallFault:
        """Create or change several things in one batch call, each by its own token; a Fault is of
        the call as a whole.

        Facebook documents that an item may bring a token of its own as a form parameter (it then
        counts before the call's, which is the first item's) and that an item which was not finished
        in time is answered with null. This is read from its page "Batch Requests" (2026-11); nobody
        could try it on a real page yet. Raises ValueError for more than MOST_TOGETHER. There must
        be one at least.
        """
        return self._batch(
            [self._item(change) for change in changes], changes[0].token, include_headers=True
        )

    def _item(self, change: BatchPost) -> dict[str, str]:
        """Its token travels in the body: an item's `relative_url` could be logged like any
        address."""
        own = {"access_token": change.token.reveal()} | self._proof(change.token)
        body = urlencode(_encoded(change.params) | own)
        return {"method": "POST", "relative_url": f"{self._version}/{change.path}", "body": body}

    def _batch(
        self, items: list[dict[str, str]], token: Secret, *, include_headers: bool
    ) -> list[Answer | CallFault] | CallFault:
        if len(items) > MOST_TOGETHER:
            raise ValueError(f"at most {MOST_TOGETHER} calls travel in a batch, not {len(items)}")
        answer = self.post("", token, {"batch": items, "include_headers": include_headers})
        if isinstance(answer, CallFault):
            return answer
        rows = answer.body.get("data")
        if not isinstance(rows, list) or len(rows) != len(items):
            return CallFault(kind=CallFaultKind.UNREADABLE, headers=answer.headers)
        return [_judge_part(row, answer.headers) for row in rows]

    def send_bytes(
        self, url: str, token: Secret, content: IO[bytes], *, offset: int, size: int
    ) -> Answer | CallFault:
        """Stream a file from its present position to an upload address that Facebook gave
        (graph-api.md 3.5)."""
        if not self._is_facebooks(url):
            return CallFault(
                kind=CallFaultKind.NOT_SENT, message="upload address is not Facebook's"
            )
        session = self._session()
        headers = {
            "Authorization": f"OAuth {token.reveal()}",
            "offset": str(offset),
            "file_size": str(size),
        }
        try:
            answer = session.send_raw(url, content, headers, self._timeout)
        except BELOW as error:
            return _fault_of(error)
        return _judge(answer)

    def _is_facebooks(self, url: str) -> bool:
        """Whether a token may travel there: Facebook's own hosts, or the host that the operator
        named."""
        parts, base = urlsplit(url), urlsplit(self._base)
        own = (parts.scheme, parts.netloc) == (base.scheme, base.netloc)
        return own or (parts.scheme == "https" and (parts.hostname or "").endswith(".facebook.com"))

    def _proof(self, token: Secret) -> dict[str, str]:
        if self._app_secret is None:
            return {}
        key, message = self._app_secret.reveal().encode(), token.reveal().encode()
        return {"appsecret_proof": hmac.new(key, message, hashlib.sha256).hexdigest()}

    def _call(
        self,
        method: str,
        path: str,
        token: Secret,
        *,
        args: dict[str, str] | None = None,
        post_args: dict[str, str] | None = None,
        files: Mapping[str, Any] | None = None,
    ) -> Answer | CallFault:
        session = self._session()
        session.begin(self._base)
        sdk = facebook.GraphAPI(access_token=token.reveal(), timeout=self._timeout, session=session)
        # The constructor refuses every version after 3.1.
        sdk.version = self._version
        try:
            sdk.request(
                f"{self._version}/{path}",
                args=args,
                post_args=post_args,
                files=files,
                method=method,
            )
        except (facebook.GraphAPIError, KeyError, json.JSONDecodeError):
            # What the library makes of an answer (no content type: KeyError; cut JSON:
            # JSONDecodeError) does not count.
            pass
        except BELOW as error:
            return _fault_of(error)
        return _judge(session.answer)

    def _session(self) -> "_Session":
        if not hasattr(self._local, "session"):
            self._local.session = _Session(self._proxy, self._transport)
        session: _Session = self._local.session
        return session


class _Session(requests.Session):
    """What facebook-sdk calls instead of the network: decides where to, with which headers, and
    keeps the answer."""

    def __init__(self, proxy: str | None, transport: BaseAdapter | None = None) -> None:
        super().__init__()
        if transport:
            self.mount("http://", transport)
        # ~/.netrc would replace our Authorization header, and HTTPS_PROXY must be the operator's
        # explicit choice.
        self.trust_env = False
        if proxy:
            self.proxies = {"http": proxy, "https": proxy}
        self._base = ""
        self.answer: requests.Response | None = None

    def begin(self, base: str) -> None:
        """Forget the last answer; the next request goes to `base`."""
        self._base, self.answer = base, None

    def request(  # type: ignore[override]
        self, method: Any, url: Any, **kwargs: Any
    ) -> requests.Response:
        path = urlsplit(url).path
        params = dict(kwargs.pop("params", None) or {})
        data = dict(kwargs.pop("data", None) or {}) or None
        token = params.pop("access_token", None) or (data or {}).pop("access_token", None)
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        kwargs |= {"allow_redirects": False, "headers": headers}
        self.answer = super().request(method, self._base + path, params=params, data=data, **kwargs)
        return self.answer

    def send_raw(
        self, url: str, content: IO[bytes], headers: Mapping[str, str], timeout: tuple[float, float]
    ) -> requests.Response:
        """POST a file's bytes as they are."""
        return super().request(
            "POST", url, data=content, headers=headers, timeout=timeout, allow_redirects=False
        )


def _encoded(params: Mapping[str, Value]) -> dict[str, str]:
    """Values as Graph reads them in a form: JSON for lists and objects, lower-case booleans."""
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in params.items()
        if value is not None
    }


def _fault_of(error: Exception) -> CallFault:
    """What an exception below means; raises it again when nobody said (a defect, not a word of the
    network).
    """
    kind = next((EXCEPTIONS[kin] for kin in type(error).__mro__ if kin in EXCEPTIONS), None)
    if kind is None:
        raise error
    # The text of these exceptions may hold the URL; only the kind is told.
    return CallFault(
        kind=CallFaultKind.NOT_SENT if _never_left(error) else kind, message=type(error).__name__
    )


def _never_left(error: BaseException) -> bool:
    """Whether the request failed while the connection was being made: name, route or refusal."""
    cause: Any = error.args[0] if error.args else None
    reason = getattr(cause, "reason", cause)
    return isinstance(
        reason, urllib3.exceptions.NewConnectionError | urllib3.exceptions.ConnectTimeoutError
    )


def _judge(response: requests.Response | None) -> Answer | CallFault:
    if response is None:
        return CallFault(kind=CallFaultKind.NOT_SENT, message="no request was made")
    headers = {name.lower(): value for name, value in response.headers.items()}
    try:
        body = json.loads(response.content)
    except ValueError:
        body = None
    return _read(body, response.status_code, headers)


def _judge_part(row: Any, outer: Mapping[str, str]) -> Answer | CallFault:
    """One answer of a batch: {"code": status, "headers": [{"name", "value"}], "body": "JSON
    text"}, or null."""
    headers = {name: value for name, value in outer.items() if name in OF_APP} | _own_headers(row)
    try:
        return _read(json.loads(row["body"]), int(row["code"]), headers)
    except (ValueError, TypeError, KeyError, OverflowError):
        return CallFault(kind=CallFaultKind.UNREADABLE, headers=headers)


def _own_headers(row: Any) -> dict[str, str]:
    found = row.get("headers") if isinstance(row, dict) else None
    pairs = [pair for pair in found if isinstance(pair, dict)] if isinstance(found, list) else []
    return {str(pair.get("name")).lower(): str(pair.get("value")) for pair in pairs}


def _read(body: Any, status: int, headers: Mapping[str, str]) -> Answer | CallFault:
    if isinstance(body, list):
        # Only batches answer with a list.
        body = {"data": body}
    if not isinstance(body, dict):
        return CallFault(kind=CallFaultKind.UNREADABLE, status=status, headers=headers)
    if isinstance(error := body.get("error"), dict):
        return _graph_fault(error, status, headers)
    if status >= 400 or status in range(300, 400) or body.get("error"):
        return CallFault(kind=CallFaultKind.UNREADABLE, status=status, headers=headers)
    return Answer(body=body, headers=headers)


def _graph_fault(error: Mapping[str, Any], status: int, headers: Mapping[str, str]) -> CallFault:
    return CallFault(
        kind=CallFaultKind.ERROR,
        status=status,
        code=_number(error.get("code")),
        subcode=_number(error.get("error_subcode")),
        is_transient=error.get("is_transient") is True,
        message=str(error.get("message", ""))[:500],
        trace_id=str(error.get("fbtrace_id", "")),
        headers=headers,
        offset=_offset(error.get("error_data")),
    )


def _offset(data: Any) -> int | None:
    """Where a chunked upload goes on; `error_data` is an object or its JSON text (graph-api.md
    section 4).
    """
    try:
        found = json.loads(data) if isinstance(data, str) else data
        return int(found["start_offset"])
    except (ValueError, TypeError, KeyError):
        return None


def _number(value: object) -> int:
    return (
        value
        if isinstance(value, int)
        else int(value)
        if isinstance(value, str) and value.isdigit()
        else 0
    )
