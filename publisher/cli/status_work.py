"""How the work goes, in the words of `publisher status`."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from publisher.features.reports.workload import (
    Lateness,
    Process,
    Workload,
    lateness,
    span,
    workload,
)

LANES = {"flip": "đăng", "prepare": "chuẩn bị", "after": "việc sau khi đăng"}


RESTART = "hãy chạy “publisher worker” trên ít nhất một máy"


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
        yield f"VIỆC KẸT: {_number(found.stuck)} lượt dở dang của tiến trình đã chết: {RESTART}."
    yield _database(found)


def _workers(found: Workload) -> Iterator[str]:
    if found.workers:
        yield f"Tiến trình đăng bài (worker): {len(found.workers)} đang chạy"
    else:
        yield f"KHÔNG có worker nào chạy: bài đến giờ sẽ không được đăng; {RESTART}."
    yield from (f"  {_process(process)}" for process in found.processes)
    if len(found.versions) > 1:
        versions = ", ".join(found.versions)
        yield (
            f"Đang có nhiều phiên bản cùng chạy ({versions}): nâng cấp dở dang? Khởi động lại tiến"
            " trình còn bản cũ."
        )


def _process(process: Process) -> str:
    silent = _span(process.silent)
    sign = f"{silent} trước" if process.alive else f"KHÔNG có dấu hiệu sống từ {silent} trước"
    work = (
        f"; đang xử lý {_number(process.busy)}, đã xong {_number(process.done)}"
        if process.role == "worker"
        else ""
    )
    return (
        f"{process.role:<6} {process.host} (tiến trình {process.pid}, bản {process.version}):"
        f" {sign}{work}"
    )


def _queue(found: Workload, *, clustered: bool) -> str:
    lanes = ", ".join(
        f"{LANES[lane]} {_number(rows)}" for lane, rows in found.waiting.items() if rows
    )
    parts = [
        f"{_number(sum(found.waiting.values()))} lượt đến giờ" + (f" ({lanes})" if lanes else "")
    ]
    if clustered:
        parts.append(f"{_number(found.handed_over)} đã giao cho worker")
    return "Hàng chờ: " + ", ".join([*parts, f"{_number(found.in_work)} đang xử lý"])


def _lateness(found: Workload, lately: Lateness | None) -> str:
    now = (
        f"Trễ nhất bây giờ: {_span(found.late)}" if found.late else "Trễ: không có bài nào quá giờ"
    )
    if lately is None:
        return now
    half, most, latest = map(_span, lately)
    return (
        f"{now}; trong một giờ qua: một nửa trong vòng {half}, 99 % trong {most}, chậm nhất"
        f" {latest}"
    )


def _database(found: Workload) -> str:
    size = found.database
    rows = [
        f"khoảng {_number(rows)} {word}"
        for rows, word in ((size.deliveries, "lượt đăng"), (size.attempts, "lần gửi"))
        if rows is not None
    ]
    return ", ".join([f"Cơ sở dữ liệu: {_bytes(size.bytes)}", *rows])


def _span(of: timedelta) -> str:
    found = span(of)
    return f"{found.number:g} {found.unit}".replace(".", ",")


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _bytes(value: int) -> str:
    for size, unit in BYTES:
        if value >= size:
            return f"{value / size:.1f} {unit}".replace(".", ",")
    return f"{value} byte"
