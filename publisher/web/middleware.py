"""Language of the person, and the door: nobody passes unsigned but to what says that it is for everybody."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required as for_everybody
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation

from publisher.web.zones import office_zone

__all__ = ["LANGUAGE_COOKIE", "LanguageMiddleware", "SignInMiddleware", "for_everybody"]

LANGUAGE_COOKIE = "language"
Answer = Callable[[HttpRequest], HttpResponse]


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
