"""Stopping and letting go: one switch for everything, a unit or a campaign, with who and why
(Quốc tang, disaster)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from publisher.domain.errors import NotFrozen
from publisher.domain.page import Page
from publisher.domain.reason import Reason, reason
from publisher.store import freezes
from publisher.store.activity_log import What, note
from publisher.store.models import Freeze
from publisher.store.transactions import Transactions


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """What a freeze stops; both empty means everything. At most one is given."""

    unit: str = ""
    campaign: str = ""

    def __str__(self) -> str:
        return self.named().said()

    def named(self) -> Reason:
        """What it is called."""
        if self.unit:
            return reason("scheduling.unit", unit=self.unit)
        if self.campaign:
            return reason("scheduling.campaign", campaign=self.campaign)
        return reason("attention.everything")


def freeze(
    transactions: Transactions,
    extent: Extent,
    *,
    reason: str,
    by: str,
    now: datetime,
    pages: Mapping[str, Page],
) -> Freeze:
    """Stop; what is in the middle of a call ends it. A second freeze of the same extent changes
    nothing.

    What was handed over to Facebook's own scheduler is taken back by the service at once.
    """
    of_unit = (
        [slug for slug, page in pages.items() if page.unit.slug == extent.unit]
        if extent.unit
        else None
    )

    def both() -> Freeze:
        found = freezes.begin(
            unit=extent.unit, campaign=extent.campaign, reason=reason, by=by, now=now
        )
        detail = Reason("log.frozen", {"extent": extent.named(), "why": reason})
        note(What.FREEZE, by=by, now=now, unit=extent.unit, detail=detail)
        freezes.wake_handed_over(pages=of_unit, campaign=extent.campaign, now=now)
        return found

    return transactions.write(both)


def unfreeze(
    transactions: Transactions, extent: Extent, *, by: str, now: datetime, pages: Mapping[str, Page]
) -> int:
    """Let go on; returns how many deliveries were held only for this. What is too late by then is
    held as missed.

    Raises:
        NotFrozen: when nothing of this extent is frozen.
    """
    pages_of = {slug: page.unit.slug for slug, page in pages.items()}

    def both() -> int | None:
        if not freezes.end(unit=extent.unit, campaign=extent.campaign, by=by, now=now):
            return None
        note(What.UNFREEZE, by=by, now=now, unit=extent.unit, detail=extent.named())
        return freezes.let_go_on(now=now, pages_of=pages_of)

    count = transactions.write(both)
    if count is None:
        raise NotFrozen("scheduling.not_frozen", extent=extent.named())
    return count
