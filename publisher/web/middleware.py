"""Language of the person, and the door: nobody passes unsigned but to what says that it is for everybody."""

from collections.abc import Callable
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required as for_everybody
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import timezone, translation

from publisher.web.zones import office_zone

__all__ = ["LANGUAGE_COOKIE", "LanguageMiddleware", "NullMiddleware", "SignInMiddleware", "for_everybody"]

LANGUAGE_COOKIE = "language"
NUL = "\0"
Answer = Callable[[HttpRequest], HttpResponse]
Sent = TypeVar("Sent", bound=QueryDict)


class LanguageMiddleware:
    """Vietnamese, unless the person (or before sign-in the cookie) asks for another."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wanted = getattr(request.user, "language", "") or request.COOKIES.get(LANGUAGE_COOKIE, "")
        known = dict(settings.LANGUAGES)
        chosen = wanted if wanted in known else settings.LANGUAGE_CODE
        with translation.override(chosen), timezone.override(office_zone()):
            return self._answer(request)


class NullMiddleware:
    """Drops NUL characters from what a browser sent: no word of a person has one, and PostgreSQL stores none."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._answer(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Clean the question and the form. Raises Http404 for an address with a NUL: there is no such page."""
        if NUL in request.path:
            raise Http404
        request.GET = _without_nul(request.GET)
        # The API says itself what its bodies may hold, once it knows who asks.
        if not request.path.startswith("/api/"):
            request.POST = _without_nul(request.POST)
        return None


def _without_nul(sent: Sent) -> Sent:
    if not any(NUL in value for name, values in sent.lists() for value in (name, *values)):
        return sent
    kept = sent.copy()
    for name, values in sent.lists():
        del kept[name]
        kept.setlist(name.replace(NUL, ""), [value.replace(NUL, "") for value in values])
    kept._mutable = False
    return cast(Sent, kept)


class SignInMiddleware:
    """Sends who is not signed in to the sign-in page; a script gets 401, so that a page keeps what was typed."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._answer(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            # What a person saw must not come back from the browser's memory after signing out.
            response["Cache-Control"] = "private, no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Stop who is not signed in."""
        # The API asks for a key at each call, and knows no session.
        if request.path.startswith("/api/"):
            return None
        if request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        if "HX-Request" in request.headers or request.headers.get("X-Requested-With") == "fetch":
            return HttpResponse(status=401)
        return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}")
