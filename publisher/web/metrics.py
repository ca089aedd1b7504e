"""`/metrics` for Prometheus: the counters of this process, and what the rows say at this moment.

Page names and lateness are for operators: it answers on the machine itself, or to who has the key.
"""

import hmac
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from ipaddress import ip_address
from typing import Any

from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector, CollectorRegistry

from publisher.domain.delivery import State
from publisher.services.workload import Workload, workload
from publisher.store.freezes import active
from publisher.store.models import Delivery, PageState
from publisher.store.pulse import WORKER
from publisher.web.wiring import is_wired, wiring

WAITING = (State.APPROVED, State.PREPARING, State.PREPARED, State.PUBLISHING, State.UNKNOWN)


class Rows(Collector):
    """Gauges from the database; cheap, because what is finished is not counted."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    def collect(self) -> Iterable[Metric]:
        """Everything at once."""
        states = GaugeMetricFamily(
            "publisher_deliveries", "Deliveries that are not finished, by state.", labels=["state"]
        )
        open_ = Delivery.objects.exclude(state__in=[State.PUBLISHED.value, State.CANCELLED.value])
        for state, number in open_.values_list("state").annotate(Count("pk")):
            states.add_metric([state], number)
        yield states
        waiting = [state.value for state in WAITING]
        oldest = Delivery.objects.filter(state__in=waiting, due_at__lt=self._now()).aggregate(first=Min("due_at"))[
            "first"
        ]
        late = (self._now() - oldest).total_seconds() if oldest else 0.0
        yield GaugeMetricFamily(
            "publisher_overdue_seconds", "Of the post that waits longest past its time.", value=late
        )
        parked = PageState.objects.filter(parked_at__isnull=False).count()
        yield GaugeMetricFamily("publisher_pages_parked", "Pages that nothing is sent to.", value=parked)
        yield GaugeMetricFamily("publisher_freezes", "Freezes that hold.", value=len(active()))
        usage = GaugeMetricFamily("publisher_usage_percent", "Of Facebook's limit, by page.", labels=["page"])
        for page, percent in PageState.objects.filter(usage_at__isnull=False).values_list("page", "usage"):
            usage.add_metric([page], percent)
        yield usage
        yield from _work(workload(now=self._now()))


def _work(found: Workload) -> Iterable[Metric]:
    depth = GaugeMetricFamily("publisher_queue_depth", "Deliveries that are due and nobody's yet.", labels=["lane"])
    for lane, rows in found.waiting.items():
        depth.add_metric([lane], rows)
    yield depth
    yield GaugeMetricFamily("publisher_in_work", "Deliveries that a process has in work.", value=found.in_work)
    taken = found.database.bytes
    yield GaugeMetricFamily("publisher_database_bytes", "Size of the database on the disk.", value=taken)
    if is_wired() and wiring().config.clustered:
        yield from _cluster(found)


def _cluster(found: Workload) -> Iterable[Metric]:
    handed_over = found.handed_over
    yield GaugeMetricFamily("publisher_handed_over", "Deliveries that wait for a worker to begin.", value=handed_over)
    yield GaugeMetricFamily("publisher_stuck", "Deliveries whose lease ended and nobody took back.", value=found.stuck)
    yield GaugeMetricFamily("publisher_workers_alive", "Workers that gave a sign lately.", value=len(found.workers))
    signs = GaugeMetricFamily(
        "publisher_worker_last_sign_seconds", "Since a worker's last sign of life.", labels=["node"]
    )
    for process in found.processes:
        if process.role == WORKER:
            signs.add_metric([process.name], process.silent.total_seconds())
    yield signs


_rows = CollectorRegistry()
_clock: list[Callable[[], datetime]] = []


def provide(clock: Callable[[], datetime]) -> None:
    """Say what time it is, and that there are rows to ask."""
    if not _clock:
        _rows.register(Rows(lambda: _clock[0]()))
    _clock[:] = [clock]


# In a request's environment: a proxy stands between, also where its word is not believed (publisher/web/server.py).
FORWARDED = "publisher.forwarded"
_SIGNS = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REAL_IP", "HTTP_VIA")
_ELSEWHERE = "Số liệu chỉ đọc được từ chính máy chủ, hoặc với khóa ([service] metrics_key_env trong config.toml).\n"


def was_forwarded(environ: Mapping[str, Any]) -> bool:
    """Whether a proxy passed a request on."""
    return bool(environ.get(FORWARDED)) or any(sign in environ for sign in (*_SIGNS, "HTTP_FORWARDED"))


def metrics(request: HttpRequest) -> HttpResponse:
    """The text that Prometheus reads."""
    if not (_is_near(request) or _has_key(request)):
        return HttpResponse(_ELSEWHERE, status=403, content_type="text/plain; charset=utf-8")
    return HttpResponse(generate_latest(REGISTRY) + generate_latest(_rows), content_type=CONTENT_TYPE_LATEST)


def _is_near(request: HttpRequest) -> bool:
    try:
        near = ip_address(str(request.META.get("REMOTE_ADDR", ""))).is_loopback
    except ValueError:
        near = False
    return near and not was_forwarded(request.META)


def _has_key(request: HttpRequest) -> bool:
    key = wiring().config.service.metrics_key.read() if is_wired() else None
    sent = request.headers.get("Authorization", "")
    return key is not None and hmac.compare_digest(sent.encode(), f"Bearer {key.reveal()}".encode())
