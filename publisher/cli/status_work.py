"""How the work goes, in the words of `publisher status`."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from publisher.cli.language import label, language, words
from publisher.features.reports.workload import (
    Lateness,
    Process,
    Workload,
    lateness,
    span,
    workload,
)

LANES = {"flip": "cli.lane_flip", "prepare": "cli.lane_prepare", "after": "cli.lane_after"}
BYTES = ((1 << 40, "TB"), (1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB"))


def how_the_work_goes(*, now: datetime, clustered: bool) -> Iterator[str]:
    """Lines on the queue, lateness and the database, and on the workers when `clustered`; the store
    is open.
    """
    found = workload(now=now)
    if clustered:
        yield from _workers(found)
    yield _queue(found, clustered=clustered)
    yield _lateness(found, lateness(now=now))
    if found.stuck:
        yield words("cli.stuck", n=_number(found.stuck))
    yield _database(found)


def _workers(found: Workload) -> Iterator[str]:
    if found.workers:
        yield words("cli.workers", n=len(found.workers))
    else:
        yield words("cli.no_worker")
    yield from (f"  {_process(process)}" for process in found.processes)
    if len(found.versions) > 1:
        yield words("cli.versions", versions=list(found.versions))


def _process(process: Process) -> str:
    sign = words("cli.sign" if process.alive else "cli.no_sign", ago=_span(process.silent))
    busy, done = _number(process.busy), _number(process.done)
    return words(
        "cli.process",
        role=f"{process.role:<6}",
        host=process.host,
        pid=process.pid,
        version=process.version,
        sign=sign,
    ) + (words("cli.process_work", busy=busy, done=done) if process.role == "worker" else "")


def _queue(found: Workload, *, clustered: bool) -> str:
    lanes = ", ".join(
        f"{words(LANES[lane])} {_number(rows)}" for lane, rows in found.waiting.items() if rows
    )
    due = words("cli.due", n=_number(sum(found.waiting.values())))
    parts = [due + (f" ({lanes})" if lanes else "")]
    if clustered:
        parts.append(words("cli.handed_over", n=_number(found.handed_over)))
    parts.append(words("cli.in_work", n=_number(found.in_work)))
    return words("cli.work", parts=parts)


def _lateness(found: Workload, lately: Lateness | None) -> str:
    now = words("cli.late", span=_span(found.late)) if found.late else words("cli.not_late")
    if lately is None:
        return now
    half, most, latest = map(_span, lately)
    return words("cli.lately", now=now, half=half, most=most, latest=latest)


def _database(found: Workload) -> str:
    size = found.database
    rows = [
        words(code, n=_number(rows))
        for rows, code in ((size.deliveries, "cli.deliveries"), (size.attempts, "cli.attempts"))
        if rows is not None
    ]
    return words("cli.database", parts=[_bytes(size.bytes), *rows])


def _span(of: timedelta) -> str:
    found = span(of)
    return f"{_decimal(f'{found.number:g}')} {label(found.unit)}"


def _number(value: int) -> str:
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if language() == "vi" else grouped


def _decimal(number: str) -> str:
    return number.replace(".", ",") if language() == "vi" else number


def _bytes(value: int) -> str:
    for size, unit in BYTES:
        if value >= size:
            return f"{_decimal(f'{value / size:.1f}')} {unit}"
    return f"{value} byte"
