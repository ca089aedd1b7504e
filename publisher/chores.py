"""What is done again and again beside publishing. A feature declares its chore beside the use case;
`publisher.app.chores` lists them all."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import Error as DatabaseTrouble

from publisher.context import Context
from publisher.domain.errors import StoreError
from publisher.domain.reason import Reason
from publisher.store import stumbles

log = logging.getLogger("publisher.chores")

# As many letters as a turn of a cluster has for a name.
CHORE_NAME = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Chore:
    """Something that an engine does in its time; in a cluster whoever comes first does it."""

    # At most `CHORE_NAME` letters.
    name: str
    # What it does, for people who are told that it does not.
    title: Reason
    every: timedelta
    # Gets the time now, UTC.
    run: Callable[[Context, datetime], object]
    # After the start.
    first: timedelta = timedelta(seconds=1)
    # Waits for servers of others: has a thread of its own, so that it is in nobody's way.
    slow: bool = False


# A stumble that was not seen again for so long is of a process that is gone.
FORGOTTEN = timedelta(minutes=10)


def told(chore: Chore) -> Chore:
    """The chore, of which people are told when it goes wrong again and again."""

    def run(context: Context, now: datetime) -> object:
        name = f"chore {chore.name}"
        try:
            done = chore.run(context, now)
        except Exception as error:
            lasts = max(FORGOTTEN, stumbles.MOST * chore.every)
            note_stumble(context, name, chore.title, error, now=now, lasts=lasts)
            raise
        if stumbles.stumbles(name):
            note_well(context, name)
        return done

    return replace(chore, run=run)


def note_stumble(
    context: Context,
    name: str,
    what: Reason,
    error: Exception,
    *,
    now: datetime,
    lasts: timedelta = FORGOTTEN,
) -> None:
    """Keep that something did not go well; where the database is to blame, /healthz tells it."""
    try:
        context.transactions.write(
            lambda: stumbles.note(name, what, error, now=now, until=now + lasts)
        )
    except (DatabaseTrouble, StoreError, OSError):
        log.warning("could not note that %s stumbled", name)


def note_well(context: Context, name: str) -> None:
    """Keep that something went well that stumbled before."""
    try:
        context.transactions.write(lambda: stumbles.over(name))
    except (DatabaseTrouble, StoreError, OSError):
        # It is forgotten in a while.
        log.warning("could not note that %s went well", name)
