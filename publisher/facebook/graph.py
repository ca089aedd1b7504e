"""One Graph call and what came of it. The only module that knows facebook-sdk; none of its traps leaves here.

facebook-sdk 3.1.0 (2018, read and run 2026-11-22, reference/graph-api.md 1.3) puts tokens into URLs, ignores the HTTP
status, drops headers, form-encodes lists wrongly, has no time-out and raises four unrelated kinds of exception. Under
it lies a session of ours that moves the token into a header, keeps the answer and sends to `graph_url`; the answer is
judged here from its status and body, never from what the library made of it.
"""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

import facebook
import requests
import urllib3.exceptions

from publisher.domain.secret import Secret

CONNECT_TIMEOUT = 10.0  # seconds
Value = str | int | bool | list[Any] | dict[str, Any] | None


class FaultKind(StrEnum):
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
class Fault:
    """A call that did not succeed; holds no token and no URL."""

    kind: FaultKind
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


class Graph:
    """Calls to one Graph host. Safe to share between threads: each thread has its own connection pool."""

    def __init__(self, *, graph_url: str, version: str, timeout: timedelta, proxy: str | None = None) -> None:
        self._base, self._version, self._proxy = graph_url.rstrip("/"), version, proxy
        self._timeout = (min(CONNECT_TIMEOUT, timeout.total_seconds()), timeout.total_seconds())
        self._local = threading.local()

    def get(self, path: str, token: Secret, **params: Value) -> Answer | Fault:
        """Read a node or an edge."""
        return self._call(path, token, args=_encoded(params), post_args=None, files=None)

    def post(
        self, path: str, token: Secret, *, file: tuple[str, bytes, str] | None = None, **params: Value
    ) -> Answer | Fault:
        """Create or change; `file` is (name, content, content type) and is sent as the field `source`."""
        # An empty post_args would make facebook-sdk put the token into the URL.
        post_args = _encoded(params) or {"format": "json"}
        return self._call(path, token, args=None, post_args=post_args, files={"source": file} if file else None)

    def _call(
        self,
        path: str,
        token: Secret,
        *,
        args: dict[str, str] | None,
        post_args: dict[str, str] | None,
        files: Mapping[str, Any] | None,
    ) -> Answer | Fault:
        session = self._session()
        session.begin(self._base)
        sdk = facebook.GraphAPI(access_token=token.reveal(), timeout=self._timeout, session=session)
        # The constructor refuses every version after 3.1.
        sdk.version = self._version
        method = "GET" if post_args is None else "POST"
        try:
            sdk.request(f"{self._version}/{path}", args=args, post_args=post_args, files=files, method=method)
        except requests.RequestException as error:
            return _connection_fault(error)
        except (facebook.GraphAPIError, KeyError, ValueError):
            # What the library makes of an answer (no content type: KeyError; cut JSON: ValueError) does not count.
            pass
        return _judge(session.answer)

    def _session(self) -> "_Session":
        if not hasattr(self._local, "session"):
            self._local.session = _Session(self._proxy)
        session: _Session = self._local.session
        return session


class _Session(requests.Session):
    """What facebook-sdk calls instead of the network: decides where to, with which headers, and keeps the answer."""

    def __init__(self, proxy: str | None) -> None:
        super().__init__()
        # ~/.netrc would replace our Authorization header, and HTTPS_PROXY must be the operator's explicit choice.
        self.trust_env = False
        if proxy:
            self.proxies = {"http": proxy, "https": proxy}
        self._base = ""
        self.answer: requests.Response | None = None

    def begin(self, base: str) -> None:
        """Forget the last answer; the next request goes to `base`."""
        self._base, self.answer = base, None

    def request(self, method: Any, url: Any, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        path = urlsplit(url).path
        params = dict(kwargs.pop("params", None) or {})
        data = dict(kwargs.pop("data", None) or {}) or None
        token = params.pop("access_token", None) or (data or {}).pop("access_token", None)
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        kwargs |= {"allow_redirects": False, "headers": headers}
        self.answer = super().request(method, self._base + path, params=params, data=data, **kwargs)
        return self.answer


def _encoded(params: Mapping[str, Value]) -> dict[str, str]:
    """Values as Graph reads them in a form: JSON for lists and objects, lower-case booleans."""
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in params.items()
        if value is not None
    }


def _connection_fault(error: requests.RequestException) -> Fault:
    # The text of these exceptions may hold the URL; only the kind is told.
    if isinstance(error, requests.ConnectTimeout) or _never_left(error):
        return Fault(kind=FaultKind.NOT_SENT, message=type(error).__name__)
    return Fault(kind=FaultKind.NO_ANSWER, message=type(error).__name__)


def _never_left(error: BaseException) -> bool:
    """Whether the request failed while the connection was being made: name, route or refusal."""
    cause: Any = error.args[0] if error.args else None
    reason = getattr(cause, "reason", cause)
    return isinstance(reason, urllib3.exceptions.NewConnectionError | urllib3.exceptions.ConnectTimeoutError)


def _judge(response: requests.Response | None) -> Answer | Fault:
    if response is None:
        return Fault(kind=FaultKind.NOT_SENT, message="no request was made")
    headers = {name.lower(): value for name, value in response.headers.items()}
    try:
        body = json.loads(response.content)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        return Fault(kind=FaultKind.UNREADABLE, status=response.status_code, headers=headers)
    if isinstance(error := body.get("error"), dict):
        return _graph_fault(error, response.status_code, headers)
    if not response.ok or body.get("error"):
        return Fault(kind=FaultKind.UNREADABLE, status=response.status_code, headers=headers)
    return Answer(body=body, headers=headers)


def _graph_fault(error: Mapping[str, Any], status: int, headers: Mapping[str, str]) -> Fault:
    return Fault(
        kind=FaultKind.ERROR,
        status=status,
        code=_number(error.get("code")),
        subcode=_number(error.get("error_subcode")),
        is_transient=error.get("is_transient") is True,
        message=str(error.get("message", ""))[:500],
        trace_id=str(error.get("fbtrace_id", "")),
        headers=headers,
    )


def _number(value: object) -> int:
    return value if isinstance(value, int) else int(value) if isinstance(value, str) and value.isdigit() else 0
