"""`/metrics` for Prometheus: the counters of this process, and what the rows say at this moment.

Page names and lateness are for operators: it answers on the machine itself, or to who has the key.
"""

import hmac
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from ipaddress import ip_address
from typing import Any

from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector, CollectorRegistry

from publisher.context import Context
from publisher.domain.reason import Reason
from publisher.features.reports.attention import Item, Matter, attention
from publisher.features.reports.workload import Workload, workload
from publisher.store.attention import unfinished
from publisher.store.freezes import active
from publisher.store.heartbeats import WORKER
from publisher.store.models import PageState
from publisher.web.shared.context import context_of, is_serving
from publisher.web.shared.languages import say


class RowGauges(Collector):
    """Gauges from the database; cheap, because what is finished is not counted."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def collect(self) -> Iterable[Metric]:
        """Everything at once."""
        states = GaugeMetricFamily(
            "publisher_deliveries", "Deliveries that are not finished, by state.", labels=["state"]
        )
        for state, number in unfinished().items():
            states.add_metric([state.value], number)
        yield states
        now = self._context.clock()
        found = workload(now=now)
        late = found.late.total_seconds()
        yield GaugeMetricFamily(
            "publisher_overdue_seconds", "Of the post that waits longest past its time.", value=late
        )
        yield GaugeMetricFamily(
            "publisher_overdue", "Posts past their time and not out.", value=found.overdue
        )
        yield from _waiting(attention(self._context.pages, now=now), now)
        parked = PageState.objects.parked().count()
        yield GaugeMetricFamily(
            "publisher_pages_parked", "Pages that nothing is sent to.", value=parked
        )
        yield GaugeMetricFamily("publisher_freezes", "Freezes that hold.", value=len(active()))
        usage = GaugeMetricFamily(
            "publisher_usage_percent", "Of Facebook's limit, by page.", labels=["page"]
        )
        for page, percent in PageState.objects.measured().values_list("page", "usage"):
            usage.add_metric([page], percent)
        yield usage
        yield from _work(found, clustered=self._context.config.clustered)


def _waiting(items: Sequence[Item], now: datetime) -> Iterable[Metric]:
    """What waits for people, and the stops with what waits behind them; "*" is the app."""
    waiting = GaugeMetricFamily(
        "publisher_attention",
        "What waits for a person or is stopped: things, or deliveries.",
        labels=["matter"],
    )
    for matter in Matter:
        waiting.add_metric(
            [matter.value], sum(max(1, item.count) for item in items if item.matter is matter)
        )
    yield waiting
    labels = ["page"]
    seconds = GaugeMetricFamily(
        "publisher_stopped_seconds", "Since Facebook takes nothing, by page.", labels=labels
    )
    behind = GaugeMetricFamily(
        "publisher_stopped_waiting", "Posts that wait behind a stop.", labels=labels
    )
    overdue = GaugeMetricFamily(
        "publisher_stopped_overdue", "Of them past their time.", labels=labels
    )
    for item in items:
        if item.matter is Matter.STOPPED and item.since:
            seconds.add_metric([item.page], (now - item.since).total_seconds())
            behind.add_metric([item.page], item.count)
            overdue.add_metric([item.page], item.overdue)
    yield from (seconds, behind, overdue)


def _work(found: Workload, *, clustered: bool) -> Iterable[Metric]:
    depth = GaugeMetricFamily(
        "publisher_queue_depth", "Deliveries that are due and nobody's yet.", labels=["lane"]
    )
    for lane, rows in found.waiting.items():
        depth.add_metric([lane], rows)
    yield depth
    yield GaugeMetricFamily(
        "publisher_in_work", "Deliveries that a process has in work.", value=found.in_work
    )
    taken = found.database.bytes
    yield GaugeMetricFamily(
        "publisher_database_bytes", "Size of the database on the disk.", value=taken
    )
    if clustered:
        yield from _cluster(found)


def _cluster(found: Workload) -> Iterable[Metric]:
    handed_over = found.handed_over
    yield GaugeMetricFamily(
        "publisher_handed_over", "Deliveries that wait for a worker to begin.", value=handed_over
    )
    yield GaugeMetricFamily(
        "publisher_stuck", "Deliveries whose lease ended and nobody took back.", value=found.stuck
    )
    yield GaugeMetricFamily(
        "publisher_workers_alive", "Workers that gave a sign lately.", value=len(found.workers)
    )
    signs = GaugeMetricFamily(
        "publisher_worker_last_sign_seconds", "Since a worker's last sign of life.", labels=["node"]
    )
    for process in found.processes:
        if process.role == WORKER:
            signs.add_metric([process.name], process.silent.total_seconds())
    yield signs


def _rows(request: HttpRequest) -> bytes:
    if not is_serving():
        return b""
    registry = CollectorRegistry()
    registry.register(RowGauges(context_of(request)))
    return generate_latest(registry)


# In a request's environment: a proxy stands between, also where its word is not believed
# (web/shared/server.py).
FORWARDED = "publisher.forwarded"
_SIGNS = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_REAL_IP",
    "HTTP_VIA",
)
_ELSEWHERE = Reason("running.metrics_elsewhere")


def was_forwarded(environ: Mapping[str, Any]) -> bool:
    """Whether a proxy passed a request on."""
    return bool(environ.get(FORWARDED)) or any(
        sign in environ for sign in (*_SIGNS, "HTTP_FORWARDED")
    )


def metrics(request: HttpRequest) -> HttpResponse:
    """The text that Prometheus reads."""
    if not (_is_near(request) or _has_key(request)):
        return HttpResponse(
            f"{say(_ELSEWHERE)}\n", status=403, content_type="text/plain; charset=utf-8"
        )
    return HttpResponse(
        generate_latest(REGISTRY) + _rows(request), content_type=CONTENT_TYPE_LATEST
    )


def _is_near(request: HttpRequest) -> bool:
    try:
        near = ip_address(str(request.META.get("REMOTE_ADDR", ""))).is_loopback
    except ValueError:
        near = False
    return near and not was_forwarded(request.META)


def _has_key(request: HttpRequest) -> bool:
    key = context_of(request).config.service.metrics_key.read() if is_serving() else None
    sent = request.headers.get("Authorization", "")
    return key is not None and hmac.compare_digest(sent.encode(), f"Bearer {key.reveal()}".encode())
