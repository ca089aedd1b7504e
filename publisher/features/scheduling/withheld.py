"""When the queue wants so much no more at once that it looks like an accident: nothing goes before
a person's yes.

A folder that was emptied by mistake, a share that came back with half of its files, a configuration
without a page: seen from planning all look like a wish to cancel. So a turn that would cancel more
than a fifth of what is approved, and more than ten of it, cancels nothing and asks. The posts go
out as planned meanwhile; when their files come back the question ends by itself.
"""

import hashlib
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from publisher.domain.actor import Actor, doer
from publisher.domain.reason import Reason, reason
from publisher.store import planned_rows, withheld
from publisher.store.activity_log import What, note
from publisher.store.models import Person, PlanningFailure, Withheld
from publisher.store.planned_rows import Planned
from publisher.store.transactions import Transactions

log = logging.getLogger("publisher.queue")

# So few are a person's doing.
FEW = 10
# One in so many.
PART = 5
# Names of files that are told.
MOST_SOURCES = 20


class Going(NamedTuple):
    """What planning some pages found unwanted, and what it added there."""

    unwanted: Sequence[Planned]
    # Page, campaign (empty for none) and due time of each.
    added: Sequence[tuple[str, str, datetime]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetGo:
    """What became of the unwanted."""

    cancelled: int = 0
    withheld: int = 0
    # On which something was cancelled.
    pages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What waits for a person's yes."""

    # Names the very set of deliveries.
    digest: str
    # Deliveries after their approval that would be cancelled, and how many there are in all.
    approved: int
    of: int
    pages: list[str]
    # Files that they stood in, the first ones.
    sources: list[str]
    asked_at: datetime
    # Empty until somebody has said yes; planning does it then.
    agreed_by: str

    @property
    def code(self) -> str:
        """Short enough to type."""
        return self.digest[:8]

    def told(self) -> Reason:
        """What it is about."""
        return reason("attention.let_go", n=self.approved, of=self.of)


def let_go(
    transactions: Transactions, going: Sequence[Going], *, now: datetime, whole: bool
) -> LetGo:
    """Cancel what the queue wants no more, or ask first.

    `whole`: it was planned whole, so this is all there is.
    """
    unwanted = list(_sorted_out(going))
    gone = [row for row, replaced in unwanted if not replaced]
    approved = sorted((row for row in gone if row.is_after_yes(now=now)), key=lambda row: row.pk)
    known = withheld.current() if whole or len(approved) > FEW else None
    if _is_much(approved, now) and not _is_agreed(known, approved):
        _ask(transactions, approved, known, now=now)
        done = _cancel(transactions, [row for row, replaced in unwanted if replaced], now=now)
        return LetGo(cancelled=done.cancelled, withheld=len(gone), pages=done.pages)
    done = _cancel(transactions, [row for row, _ in unwanted], now=now)
    if known:
        transactions.write(lambda: _end(known, done.cancelled, now=now))
    return done


def question() -> Question | None:
    """What a person is asked at present."""
    found = withheld.current()
    if found is None:
        return None
    return Question(
        digest=found.digest,
        approved=len(found.deliveries),
        of=found.of,
        pages=found.pages,
        sources=found.sources,
        asked_at=found.asked_at,
        agreed_by=found.agreed_by,
    )


def agree(transactions: Transactions, digest: str, *, by: str, login: str, now: datetime) -> bool:
    """A person's yes to cancelling exactly this; False when it is not the question any more.
    Planning does it next.
    """
    return transactions.write(lambda: withheld.agree(digest, by=by, login=login, now=now))


def asks_or_was_told() -> bool:
    """Whether there is a question, or a yes that is not done: then only a turn that plans
    everything knows more."""
    return withheld.current() is not None


def note_turn(owner: str, failure: Reason, *, now: datetime) -> None:
    """Keep why a process's turn of planning failed (empty: it did not).

    Expects to run in a transaction.
    """
    if failure:
        withheld.note_failure(owner, failure, now=now)
    else:
        withheld.note_success(owner)


def failures(*, now: datetime) -> list[PlanningFailure]:
    """What fails at present, the longest first."""
    return withheld.failures(now=now)


def needs_a_person(*, now: datetime) -> list[Reason]:
    """What a person has to know of planning at present; empty when all is well."""
    asked = question()
    return [
        *(told_of(failure) for failure in failures(now=now)),
        *([asked.told()] if asked and not asked.agreed_by else []),
    ]


def told_of(failure: PlanningFailure) -> Reason:
    """A failure with its time."""
    return reason("attention.planning_failed", since=failure.since, why=failure.text)


def _sorted_out(going: Sequence[Going]) -> Iterator[tuple[Planned, bool]]:
    """Each unwanted delivery, and whether something else takes its place: withholding it would
    double that."""
    for some in going:
        campaigns = {(page, campaign) for page, campaign, _ in some.added if campaign}
        times = {(page, due_at) for page, _, due_at in some.added}
        for row in some.unwanted:
            yield row, (row.page, row.campaign) in campaigns or (row.page, row.due_at) in times


def _is_much(approved: Sequence[Planned], now: datetime) -> bool:
    return len(approved) > FEW and len(approved) * PART > planned_rows.approved(now=now)


def _is_agreed(known: Withheld | None, approved: Sequence[Planned]) -> bool:
    return (
        known is not None
        and bool(known.agreed_by)
        and {row.pk for row in approved} <= set(known.deliveries)
    )


def _ask(
    transactions: Transactions,
    approved: Sequence[Planned],
    known: Withheld | None,
    *,
    now: datetime,
) -> None:
    keys = [row.pk for row in approved]
    if known and known.deliveries == keys:
        return
    found = Withheld(
        digest=hashlib.sha256(json.dumps(keys).encode()).hexdigest(),
        deliveries=keys,
        of=planned_rows.approved(now=now),
        pages=sorted({row.page for row in approved}),
        sources=sorted({row.source for row in approved})[:MOST_SOURCES],
        # What has gone out in the meantime makes it no new occasion.
        asked_at=known.asked_at if known and set(keys) <= set(known.deliveries) else now,
    )
    log.warning(
        "%d of %d approved deliveries would be cancelled: waiting for a yes", len(keys), found.of
    )
    transactions.write(lambda: withheld.ask(found))


def _cancel(transactions: Transactions, rows: Sequence[Planned], *, now: datetime) -> LetGo:
    gone = transactions.write(lambda: [planned_rows.cancel(row, now=now) for row in rows])
    return LetGo(cancelled=sum(gone), pages=frozenset(row.page for row in rows))


def _end(known: Withheld, cancelled: int, *, now: datetime) -> None:
    if known.agreed_by and cancelled:
        detail = reason("log.cancelled", n=cancelled)
        note(What.LET_GO, by=_who(known), now=now, detail=detail)
    withheld.end()


def _who(known: Withheld) -> Actor:
    """Who said yes: an account of the desk, or a name that was typed at the command line."""
    if not known.agreed_login:
        return doer(known.agreed_by)
    person = Person.objects.filter(login=known.agreed_login).values_list("pk", flat=True).first()
    return Actor(known.agreed_by, person=person, login=known.agreed_login)
