"""What is done again and again beside publishing. A feature declares its chore beside the use case;
`publisher.app.chores` lists them all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from publisher.context import Context

# As many letters as a turn of a cluster has for a name.
CHORE_NAME = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Chore:
    """Something that an engine does in its time; in a cluster whoever comes first does it."""

    # At most `CHORE_NAME` letters.
    name: str
    every: timedelta
    # Gets the time now, UTC.
    run: Callable[[Context, datetime], object]
    # After the start.
    first: timedelta = timedelta(seconds=1)
    # Waits for servers of others: has a thread of its own, so that it is in nobody's way.
    slow: bool = False
