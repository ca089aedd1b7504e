"""Counts what a page asks of the database."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries(what: Callable[[], object]) -> int:
    """How many statements it runs."""
    with CaptureQueriesContext(connection) as captured:
        what()
    return len(captured)
