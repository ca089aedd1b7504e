"""Calls that may be repeated: `Idempotency-Key` names one, and its first answer is given again."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from publisher.domain.errors import PeopleError
from publisher.features.people import keyed_calls
from publisher.store.models import ApiToken, KeyedCall
from publisher.web.shared.context import context_of

HEADER = "Idempotency-Key"
LONGEST_KEY = 200
# For the description of the API.
KEYED: Any = {
    "parameters": [
        {
            "in": "header",
            "name": HEADER,
            "required": False,
            "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
            "description": (
                "Names this call, in words of the caller's. The same call with the same key within"
                " 7 days does nothing and gives the first answer again; another one with it is"
                " refused (422); one that comes while the first runs is told to come again (409)."
                " A call that was refused has used up no key."
            ),
        }
    ]
}
# Under which the call that runs stands in its request.
_CALL = "_keyed_call"
_CHANGING = ("POST", "PUT")


def first_answer(request: HttpRequest, token: ApiToken) -> HttpResponse | None:
    """What was answered when this call was made before; None when it is to be made now.

    Raises PeopleError and KeyInUse, as `keyed_calls.begin` does.
    """
    key = request.headers.get(HEADER)
    if key is None or request.method not in _CHANGING:
        return None
    if not 0 < len(key) <= LONGEST_KEY or not all("!" <= letter <= "~" for letter in key):
        raise PeopleError(key="people.call_key")
    call = keyed_calls.begin(context_of(request), token, key, _digest(request))
    if call.status is not None:
        return HttpResponse(call.body, status=call.status, content_type="application/json")
    setattr(request, _CALL, call)
    return None


def remembering(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep the answer of a call that has a key; one that was not done may be made anew."""

    @wraps(run)
    def kept(request: HttpRequest, **given: Any) -> HttpResponse:
        try:
            answer = run(request, **given)
        except BaseException:
            # Whatever it was, it goes on its way: nothing was answered, so the key is free again.
            _forget(request)
            raise
        call: KeyedCall | None = getattr(request, _CALL, None)
        if call and answer.status_code < 300:
            body = answer.content.decode()
            keyed_calls.end(context_of(request), call, status=answer.status_code, body=body)
        else:
            _forget(request)
        return answer

    return kept


def mark_of(request: HttpRequest) -> str:
    """Some letters that belong to this call alone: what it makes is found by them when its process
    died before it could answer. Empty for a call without a key."""
    call: KeyedCall | None = getattr(request, _CALL, None)
    if call is None:
        return ""
    own = f"{call.token_id}\n{call.key}\n{call.digest}"
    return hashlib.sha256(own.encode()).hexdigest()[:8]


def _forget(request: HttpRequest) -> None:
    if call := getattr(request, _CALL, None):
        keyed_calls.forget(context_of(request), call)


def _digest(request: HttpRequest) -> str:
    """Of all that a call asks for; of an upload without the marks between its parts, which are
    others each time."""
    asked = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type != "multipart/form-data":
        asked.update(request.body)
        return asked.hexdigest()
    for name, values in sorted(request.POST.lists()):
        asked.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            asked.update(f"{name}\n{hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
            file.seek(0)
    return asked.hexdigest()
