"""What is done when the database is older than what was published: nothing that may be public goes
out by itself.

The database of yesterday believes that today's posts are still to come. What fell due before the
older database was found, and what Facebook's own scheduler may hold, waits for a person, as what
was missed does.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from publisher.chores import Chore
from publisher.counter import Counter
from publisher.domain.page import Page
from publisher.domain.reason import Reason, reason
from publisher.domain.route import LATEST_HANDOVER, RouteName
from publisher.store import restores
from publisher.store.transactions import Transactions


class Restored(NamedTuple):
    """An older database, or an empty one, stands in the place of a newer one."""

    # The last moment that it knows of; None when it knows of none.
    since: datetime | None
    found_at: datetime
    # Deliveries that wait for a person.
    held: int

    def told(self) -> Reason:
        """For people: what was found, and what they have to do."""
        known = (
            reason("attention.knows_until", since=self.since)
            if self.since
            else Reason("attention.knows_nothing")
        )
        return reason("attention.restored", known=known, n=self.held, found=self.found_at)


def look(
    transactions: Transactions,
    counter: Counter,
    pages: Mapping[str, Page],
    *,
    used_before: bool,
    now: datetime,
) -> Restored | None:
    """Compare the database with the counter beside the key before anything is sent; hold what may
    be public.

    `used_before`: the data folder is not new. None when the database knows of everything.
    """
    known, counted = restores.attempts(), counter.number()
    lost = used_before and not known and restores.is_blank()
    if counted <= known and not lost:
        counter.raise_to(known)
        return None
    return transactions.write(lambda: _hold(max(counted, known), pages, now))


def count_on(transactions: Transactions, counter: Counter) -> None:
    """Let the database and the counter go on by one: a copy that was made before is older from
    now on."""
    counter.raise_to(transactions.write(restores.count_on))


def _hold(number: int, pages: Mapping[str, Page], now: datetime) -> Restored:
    restore = restores.note(since=restores.last_sign(), now=now)
    restores.void_sessions()
    why = reason("delivery.restored", at=now)
    held = restores.hold(due_by=now, pages=None, reason=why)
    handed_over = [slug for slug, page in pages.items() if RouteName.HANDOVER in page.publishing]
    held += restores.hold(due_by=now + LATEST_HANDOVER, pages=handed_over, reason=why)
    # The next start finds a database that knows of everything.
    restores.go_on_from(number)
    return Restored(restore.since, now, held)


def may_be_public(found_at: datetime, *, due_at: datetime, page: Page, at_set_time: bool) -> bool:
    """Whether something that the older database does not know of may have been published before it
    was found.

    `at_set_time`: it belongs to its time; what takes the next free slot may have had an earlier
    one.
    """
    ahead = LATEST_HANDOVER if RouteName.HANDOVER in page.publishing else None
    return (
        due_at <= found_at or not at_set_time or (ahead is not None and due_at <= found_at + ahead)
    )


NEW = Reason("delivery.restored_new")

CHORE = Chore(
    name="counter",
    title=Reason("chores.counter"),
    every=timedelta(hours=1),
    run=lambda context, _now: count_on(context.transactions, context.counter),
    first=timedelta(hours=1),
)
