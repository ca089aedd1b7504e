"""Chunks of due deliveries on their way to a worker: what Procrastinate is asked to do, and nothing
else of it.

A job names a claim and some deliveries that were leased under that name in the same transaction. It
holds no truth: a job that runs twice finds nothing the second time, one that is lost only lets its
leases run out. No job lies in the future; Procrastinate's search for work walks over all that do
(reference/engine.md, measured 2026-11).
"""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from django.db import connection
from procrastinate import JobContext
from procrastinate.contrib.django import DjangoApp
from procrastinate.contrib.django.django_connector import DjangoConnector

TASK = "publisher.chunk"
# Deliveries in a job; a page is never torn apart, so that no two jobs have one page.
SIZE = 100
JOB_WORKER = "hands"

app = DjangoApp(connector=DjangoConnector())


class Doing(Protocol):
    """What does a chunk, in a worker: given to Procrastinate as additional context under
    `HANDS`."""

    def do(self, lane_name: str, claim: str, pks: Sequence[int]) -> None:
        """Bring the deliveries further that the claim still holds."""
        ...


@app.task(name=TASK, pass_context=True)
def chunk(context: JobContext, *, lane: str, claim: str, pks: list[int]) -> None:
    """The one kind of job."""
    job_worker: Doing = context.additional_context[JOB_WORKER]
    job_worker.do(lane, claim, pks)


def defer(lane: str, claim: str, groups: Sequence[Sequence[int]]) -> int:
    """Hand deliveries of a lane over, each page's together, in the caller's transaction; returns
    how many jobs it took.
    """
    jobs: list[dict[str, Any]] = [
        {"lane": lane, "claim": claim, "pks": pks} for pks in _chunks(groups)
    ]
    if jobs:
        app.configure_task(TASK, queue=lane).batch_defer(*jobs)
    return len(jobs)


def waiting(lane: str) -> int:
    """How many jobs no worker has begun."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE queue_name = %s AND status = 'todo'",
            [lane],
        )
        return int(cursor.fetchone()[0])


def _chunks(groups: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    chunk: list[int] = []
    for group in groups:
        chunk += group
        if len(chunk) >= SIZE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
