"""The sandbox without a wire: a transport for `requests` that hands each call to it in this very
process."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter

from publisher.channels.facebook.standin.answers import (
    Call,
    GraphAnswers,
    Reply,
    last_values,
)
from publisher.channels.facebook.standin.server import form_of
from publisher.channels.facebook.standin.state import World

ADDRESS = "http://sandbox.invalid"


class Nearby(BaseAdapter):
    """Answers as the sandbox's server does, without faults and without a journal: there is
    nothing to judge."""

    def __init__(self, world: World, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._world, self._now = world, now

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """The answer to a request."""
        return _response(
            request, GraphAnswers(self._world, self._now(), ADDRESS).reply(_call(request))
        )

    def close(self) -> None:
        """Nothing is open."""


def _call(request: requests.PreparedRequest) -> Call:
    parts = urlsplit(request.url or "")
    query = last_values(str(parts.query))
    body = request.body or b""
    content = body.encode() if isinstance(body, str) else body
    if hasattr(content, "read"):
        content = content.read()
    raw = str(parts.path).startswith("/rupload/")
    fields, file = (
        ({}, content) if raw else form_of(request.headers.get("Content-Type", ""), content)
    )
    bearer = re.sub(r"^(Bearer|OAuth) ", "", request.headers.get("Authorization", "")).strip()
    return Call(
        method=request.method or "GET",
        path=re.sub(r"^/v\d+\.\d+(?=/)", "", str(parts.path)),
        fields=query | fields,
        file=file,
        token=bearer or fields.get("access_token", "") or query.get("access_token", ""),
        token_in_url="access_token" in query,
        headers={name.lower(): value for name, value in request.headers.items()},
    )


def _response(request: requests.PreparedRequest, reply: Reply) -> requests.Response:
    response = requests.Response()
    response.status_code, response.request, response.url = reply.status, request, request.url or ""
    response.headers["Content-Type"] = reply.content_type or ""
    response._content = reply.content
    return response
