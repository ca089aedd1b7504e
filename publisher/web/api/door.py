"""Who may call the API, and how it says no: a key in the header, errors as sentences."""

import logging
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.decorators import decorate_view
from ninja.errors import (
    AuthenticationError,
    HttpError,
    ValidationError,
    ValidationErrorContext,
)
from ninja.security import HttpBearer

from publisher.domain.errors import PublisherError
from publisher.domain.reason import Reason
from publisher.features.authoring.composer import Conflict
from publisher.features.people.api_keys import KeyScope, holder
from publisher.features.people.keyed_calls import KeyInUse
from publisher.files import lacks_room
from publisher.queuefiles.writing import WriteRefused
from publisher.store.models import ApiToken
from publisher.tables import problems_of
from publisher.web.api import repeats
from publisher.web.api.shapes import ProblemOut
from publisher.web.shared.context import context_of
from publisher.web.shared.errors import no_room
from publisher.web.shared.languages import language, say

log = logging.getLogger("publisher.web")

P = ParamSpec("P")


R = TypeVar("R")


Call: TypeAlias = Callable[Concatenate[HttpRequest, P], R]


class _Bearer(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        found = holder(token, now=context_of(request).clock())
        if found:
            request.user = found.person
            # Until the end of this request: the middleware that chose by the cookie puts its own
            # choice back.
            translation.activate(found.person.language or settings.LANGUAGE_CODE)
        return found


class _Api(NinjaAPI):
    def validation_error_from_error_contexts(
        self, error_contexts: list[ValidationErrorContext[Any]]
    ) -> ValidationError:
        """What does not fit, in the words of every other door."""
        return ValidationError(
            [
                {"msg": _named_alone(one.reason).whole(language())}
                for context in error_contexts
                for one in problems_of(
                    context.pydantic_validation_error, path="", text="", model=context.model
                )
            ]
        )


def _named_alone(why: Reason) -> Reason:
    """A key without the name that the whole of what was sent has in our code."""
    key = re.sub(r"^(given|wanted)\.", "", str(why.arguments["key"]))
    return Reason(why.code, dict(why.arguments) | {"key": key})


api = _Api(
    title="publisher",
    version="1",
    auth=_Bearer(),
    docs_url=None,
    urls_namespace="api",
    description=(
        "Queue, approve and follow posts of Vietnamese trade unions. Times of entries are"
        " wall-clock times of each page; all other times carry a zone. A call that creates or"
        " changes may carry an Idempotency-Key: repeated with it within 7 days, it does nothing and"
        " gives the first answer again."
    ),
)


def needs(
    scope: KeyScope,
) -> Callable[[Callable[Concatenate[HttpRequest, P], R]], Callable[Concatenate[HttpRequest, P], R]]:
    """Refuse a key that was not made for this."""

    def wrap(call: Call[P, R]) -> Call[P, R]:
        @wraps(call)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> R:
            key: ApiToken = request.auth  # type: ignore[attr-defined]
            if scope not in key.scopes:
                raise HttpError(403, _("Khóa này không có quyền “%s”.") % scope)
            first = repeats.first_answer(request, key)
            return cast(R, first) if first else call(request, *args, **kwargs)

        decorate_view(repeats.remembering)(guarded)
        return cast(Call[P, R], guarded)

    return wrap


ERRORS: Any = {401: ProblemOut, 403: ProblemOut, 404: ProblemOut, 422: ProblemOut}
# Of a call that may be given a key, so that repeating it does nothing.
REPEATABLE: Any = {409: ProblemOut, **ERRORS}


def _answer(request: HttpRequest, status: int, *problems: str) -> HttpResponse:
    return api.create_response(request, {"problems": list(problems)}, status=status)


@api.exception_handler(WriteRefused)
def _refused(request: HttpRequest, refused: WriteRefused) -> HttpResponse:
    return _answer(request, 422, *map(say, refused.problems))


@api.exception_handler(PublisherError)
def _not_done(request: HttpRequest, error: PublisherError) -> HttpResponse:
    log.warning("%s %s: %s", request.method, request.path, error, exc_info=error)
    return no_room(request) if lacks_room(error) else _answer(request, 422, say(error))


@api.exception_handler(KeyInUse)
def _under_way(request: HttpRequest, error: KeyInUse) -> HttpResponse:
    return _answer(request, 409, say(error))


@api.exception_handler(Conflict)
def _conflict(request: HttpRequest, _conflict: Conflict) -> HttpResponse:
    return _answer(request, 409, _("Bài đã khác với bản đã đọc; đọc lại rồi sửa."))


@api.exception_handler(Http404)
def _missing(request: HttpRequest, _error: Http404) -> HttpResponse:
    return _answer(request, 404, _("Không có mục này."))


@api.exception_handler(PermissionDenied)
def _forbidden(request: HttpRequest, _error: PermissionDenied) -> HttpResponse:
    return _answer(request, 403, _("Người giữ khóa không được giao việc này ở đơn vị đó."))


@api.exception_handler(HttpError)
def _error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _answer(request, error.status_code, str(error))


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    said = _("Thiếu khóa, hoặc khóa đã hết hạn hay bị thu hồi (Authorization: Bearer …).")
    answer = _answer(request, 401, said)
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return _answer(request, 422, *(str(one["msg"]) for one in error.errors))
