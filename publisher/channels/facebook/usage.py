"""Reads how much of Facebook's limits is used up from the headers of an answer (graph-api.md
section 5)."""

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from publisher.channels.port import Usage

SHARES = ("call_count", "total_cputime", "total_time")


def read_usage(headers: Mapping[str, str]) -> Iterator[Usage]:
    """What the headers (lower-case names) say; nothing when they say nothing or cannot be read.

    `X-Business-Use-Case-Usage` counts for the page; its keys are ids of pages or businesses and
    tell us nothing, and only its rows of type "pages" are about what we do. `X-App-Usage` counts
    for the app. Absence means nothing.
    """
    if rows := [row for row in _business_rows(headers) if row.get("type", "pages") == "pages"]:
        yield Usage(percent=max(map(_percent, rows)), wait=max(map(_wait, rows)), of_app=False)
    if page := _read(headers.get("x-page-usage")):
        yield Usage(percent=_percent(page), wait=timedelta(), of_app=False)
    if app := _read(headers.get("x-app-usage")):
        yield Usage(percent=_percent(app), wait=_wait(app), of_app=True)


def _business_rows(headers: Mapping[str, str]) -> list[Mapping[str, Any]]:
    groups = _read(headers.get("x-business-use-case-usage")).values()
    return [
        row
        for group in groups
        if isinstance(group, list)
        for row in group
        if isinstance(row, Mapping)
    ]


def _read(header: str | None) -> Mapping[str, Any]:
    try:
        found = json.loads(header or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _percent(row: Mapping[str, Any]) -> int:
    return max((int(_number(row.get(name))) for name in SHARES), default=0)


def _wait(row: Mapping[str, Any]) -> timedelta:
    return timedelta(minutes=_number(row.get("estimated_time_to_regain_access")))


def _number(value: Any) -> float:
    try:
        return max(0.0, float(value or 0))
    except (TypeError, ValueError):
        return 0.0
