"""`/healthz`: whether the service does its work, for a monitor and for a person."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

from django.http import HttpRequest, JsonResponse


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What a monitor needs; holds nothing that a stranger may not know."""

    ok: bool
    # The clock thread, the writer and the queue watch live.
    engine: bool
    database: bool
    # The last turn of planning came to its end: what is in the queue is on the calendar.
    planning: bool
    version: str


_NOT_SERVING = Health(ok=False, engine=False, database=False, planning=False, version="")
_ask: list[Callable[[], Health]] = []


def provide(ask: Callable[[], Health]) -> None:
    """Say who knows the health of this process; the last one said is asked."""
    _ask[:] = [ask]


def healthz(_request: HttpRequest) -> JsonResponse:
    """200 while all is well, 503 otherwise, with the parts as JSON."""
    health = _ask[0]() if _ask else _NOT_SERVING
    return JsonResponse(asdict(health), status=200 if health.ok else 503)
