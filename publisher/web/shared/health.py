"""`/healthz`: whether the service does its work, for a monitor and for a person."""

from dataclasses import asdict

from django.http import HttpRequest, JsonResponse

from publisher.context import NOT_SERVING
from publisher.web.shared.context import context_of, is_serving


def healthz(request: HttpRequest) -> JsonResponse:
    """200 while all is well, 503 otherwise, with the parts as JSON."""
    health = context_of(request).health() if is_serving() else NOT_SERVING
    return JsonResponse(asdict(health), status=200 if health.ok else 503)
