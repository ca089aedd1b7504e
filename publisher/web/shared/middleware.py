"""Language of the person, and the door: nobody passes unsigned but to what says that it is for
everybody."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required as for_everybody
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import timezone, translation

from publisher.domain.errors import PublisherError
from publisher.files import lacks_room
from publisher.web.shared.errors import no_room, not_done
from publisher.web.shared.zones import office_zone

__all__ = [
    "LANGUAGE_COOKIE",
    "ErrorMiddleware",
    "HeadMiddleware",
    "KeptSessionMiddleware",
    "LanguageMiddleware",
    "NullMiddleware",
    "RoomMiddleware",
    "SignInMiddleware",
    "for_everybody",
]

log = logging.getLogger("publisher.web")

LANGUAGE_COOKIE = "language"
NUL = "\0"
LONGEST_ONWARD = 600  # characters, each of which may become three
Answer = Callable[[HttpRequest], HttpResponse]
Sent = TypeVar("Sent", bound=QueryDict)


class HeadMiddleware:
    """HEAD gets the head alone: a body after it would be taken for the next answer on the same
    connection."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._answer(request)
        if request.method != "HEAD":
            return response
        if not response.streaming:
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response


class KeptSessionMiddleware(SessionMiddleware):
    """The answer stands even when the session cannot be kept, as on a full disk: what was done
    was done."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Keep the session, if it can be."""
        try:
            return super().process_response(request, response)
        except DatabaseError as error:
            log.error("a session was not kept: %s", error)
            return response


class RoomMiddleware:
    """A disk without room is no mistake of the program: the person hears what to do, and that
    nothing was done."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer in a sentence, when that is what happened."""
        if not lacks_room(exception):
            return None
        log.error("no room on the disk: %s %s: %s", request.method, request.path, exception)
        return no_room(request)


class ErrorMiddleware:
    """What we raise on purpose is told in a sentence, whichever view it passed by."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer in a sentence; the log has where it came from."""
        if not isinstance(exception, PublisherError):
            return None
        log.warning("%s %s: %s", request.method, request.path, exception, exc_info=exception)
        return not_done(request, exception)


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
    """Drops NUL characters from what a browser sent: no word of a person has one, and PostgreSQL
    stores none."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._answer(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Clean the question and the form.

        Raises Http404 for an address with a NUL: there is no such page.
        """
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
    """Sends who is not signed in to the sign-in page; a script gets 401, so that a page keeps what
    was typed.
    """

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
        wanted = request.get_full_path()
        # Django sends nobody to an address of more than 2,048 characters.
        onward = f"?{urlencode({'next': wanted})}" if len(wanted) <= LONGEST_ONWARD else ""
        return HttpResponseRedirect(f"{settings.LOGIN_URL}{onward}")
