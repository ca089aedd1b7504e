"""A person's yes, bound to exactly what will appear: text, link, first comment, pictures, page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from publisher.domain.delivery import State
from publisher.domain.message import Message, compose
from publisher.domain.page import Page
from publisher.domain.revision import Revision
from publisher.services.picturing import Picture, PictureRefused, Pictures, approval_digest
from publisher.store.models import Delivery
from publisher.store.writer import Transactions


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A delivery that waits for approval, with what would appear."""

    row: Delivery
    page: Page
    revision: Revision
    message: Message
    pictures: Sequence[Picture]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotShown:
    """A delivery that cannot be approved because it cannot be shown."""

    row: Delivery
    reason: str


def waiting(
    pages: Mapping[str, Page], pictures: Pictures, *, entry_ids: Iterable[str] | None = None
) -> list[Waiting | NotShown]:
    """Everything that waits for approval, by due time; only of some entries when `entry_ids` is given."""
    rows = Delivery.objects.filter(state=State.PLANNED.value, page__in=list(pages)).select_related("revision")
    if entry_ids is not None:
        rows = rows.filter(entry_id__in=list(entry_ids))
    return [_shown(row, pages[row.page], pictures) for row in rows.order_by("due_at", "page", "pk")]


def approve(transactions: Transactions, found: Iterable[Waiting], *, by: str, now: datetime) -> int:
    """Approve deliveries as they were shown; returns how many. One that changed meanwhile is left to be shown again."""

    def yes(item: Waiting) -> Callable[[], int]:
        unchanged = Delivery.objects.filter(
            pk=item.row.pk, state=State.PLANNED.value, revision_id=item.row.revision_id, lease_owner=""
        )
        return lambda: unchanged.update(
            state=State.APPROVED.value,
            approved_digest=approval_digest(item.page, item.message, item.pictures, item.revision),
            approved_by=by,
            approved_at=now,
            wake_at=now if item.row.recall_id else max(now, item.row.due_at - item.page.prepare_ahead),
            reason="",
            next_step="",
        )

    return sum(transactions.write(yes(item)) for item in found)


def _shown(row: Delivery, page: Page, pictures: Pictures) -> Waiting | NotShown:
    revision = Revision.from_json(row.revision.body)
    on = row.due_at.astimezone(page.zone).date()
    try:
        shown = pictures.of(revision, unit=page.unit, on=on)
    except PictureRefused as refusal:
        return NotShown(row=row, reason=str(refusal))
    message = compose(revision, unit=page.unit, on=on)
    return Waiting(row=row, page=page, revision=revision, message=message, pictures=shown)
