"""What the pages work with: the Context of this process, held by Django's settings.

`ContextMiddleware` puts it on each request; what has no request (a template filter) asks `serving`.
"""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from publisher.context import Context


def serve(context: Context) -> None:
    """Say what the pages of this process work with, before the first request."""
    settings.CONTEXT = context


def is_serving() -> bool:
    """Whether there is a service behind the pages; the health page answers without one."""
    return settings.CONTEXT is not None


def serving() -> Context:
    """What the pages of this process work with."""
    assert settings.CONTEXT, "the service says it before the first request"
    return cast(Context, settings.CONTEXT)


def context_of(request: HttpRequest) -> Context:
    """What a request works with."""
    return cast(Context, request.context)  # type: ignore[attr-defined]


class ContextMiddleware:
    """Puts the Context on the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the Context at hand; None where no service stands behind the pages."""
        request.context = settings.CONTEXT  # type: ignore[attr-defined]
        return self._get_response(request)
