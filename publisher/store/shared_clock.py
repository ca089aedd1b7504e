"""The time of a cluster: its database's, so that machines whose clocks differ agree on what is
due and what ended."""

import time
from datetime import UTC, datetime, timedelta

from django.db import connection

# A machine whose clock is off by more than this needs a person: its logs tell other times than the
# rows.
OFF = timedelta(seconds=2)


class SharedClock:
    """Calling it gives the database's time (UTC) as last compared; between comparisons it goes by
    this machine.
    """

    def __init__(self) -> None:
        self.offset = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def compare(self) -> timedelta:
        """Ask the database for its time; how far this machine's clock is behind it. Raises a
        database error.
        """
        began = time.monotonic()
        with connection.cursor() as cursor:
            before = datetime.now(UTC)
            cursor.execute("SELECT clock_timestamp()")
            [told] = cursor.fetchone()
        took = timedelta(seconds=time.monotonic() - began)
        # The answer was on its way for half of that at most; a slow one would only make the clock
        # worse.
        if took < timedelta(seconds=1):
            self.offset = told.astimezone(UTC) - before - took / 2
        return self.offset
