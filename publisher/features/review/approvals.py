"""A person's yes, bound to exactly what will appear (words, link, pictures, page), or a no with
a reason."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from publisher.domain.delivery import State, check_move
from publisher.domain.errors import PictureRefused
from publisher.domain.message import Message, compose
from publisher.domain.page import Page
from publisher.domain.revision import Revision
from publisher.pictures.delivery_pictures import DeliveryPicture, Pictures, approval_digest
from publisher.store.activity_log import What, note
from publisher.store.deliveries import in_doubt, recall_columns
from publisher.store.models import Approval, Delivery, signature
from publisher.store.planned_rows import STARTED_OVER
from publisher.store.querysets import DeliveryQuerySet
from publisher.store.transactions import Transactions

# What an approver may still send back.
RETURNABLE = (State.PLANNED, State.APPROVED, State.PREPARED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A delivery with what would appear."""

    row: Delivery
    page: Page
    revision: Revision
    message: Message
    pictures: Sequence[DeliveryPicture]

    @property
    def digest(self) -> str:
        """Of exactly what would appear; an approval names it."""
        return approval_digest(self.page, self.message, self.pictures, self.revision)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotShown:
    """A delivery that cannot be approved because it cannot be shown."""

    row: Delivery
    reason: PictureRefused


class DiffPart(NamedTuple):
    """A stretch of a text beside its older version."""

    text: str
    # "same", "gone" (only in the older one), "new".
    kind: str


class ChangedPart(NamedTuple):
    """One part of a delivery that differs from what was approved."""

    # text, link, comment, pictures, place
    part: str
    pieces: tuple[DiffPart, ...]


def rows_waiting(pages: Iterable[str]) -> DeliveryQuerySet:
    """Deliveries of some pages that wait for a yes and were not sent back, by due time."""
    rows = Delivery.objects.awaiting_approval().filter(page__in=list(pages))
    return rows.select_related("revision").order_by("due_at", "page", "pk")


def waiting(
    pages: Mapping[str, Page], pictures: Pictures, *, entry_ids: Iterable[str] | None = None
) -> list[Waiting | NotShown]:
    """Everything that waits for approval, by due time; only of some entries when `entry_ids` is
    given.
    """
    rows = rows_waiting(pages)
    if entry_ids is not None:
        rows = rows.filter(entry_id__in=list(entry_ids))
    return [shown(row, pages[row.page], pictures) for row in rows]


def shown(row: Delivery, page: Page, pictures: Pictures) -> Waiting | NotShown:
    """What a delivery (with its revision) would show."""
    revision = Revision.from_json(row.revision.body)
    on = row.due_at.astimezone(page.zone).date()
    try:
        found = pictures.of(revision, unit=page.unit, on=on)
    except PictureRefused as refusal:
        return NotShown(row=row, reason=refusal)
    message = compose(revision, unit=page.unit, on=on)
    return Waiting(row=row, page=page, revision=revision, message=message, pictures=found)


def drawn(item: Waiting, pictures: Pictures) -> Waiting | NotShown:
    """The same, once its pictures could be made: whether a text fits is only known then."""
    try:
        for picture in item.pictures:
            pictures.jpeg(picture)
    except PictureRefused as refusal:
        return NotShown(row=item.row, reason=refusal)
    return item


def approve(transactions: Transactions, found: Iterable[Waiting], *, by: str, now: datetime) -> int:
    """Approve deliveries as they were shown; returns how many. One that changed meanwhile is left
    to be shown again.
    """

    def yes(item: Waiting) -> Callable[[], int]:
        def both() -> int:
            unchanged = Delivery.objects.as_shown(item.row)
            done = unchanged.update(**_approved(item, by, now))
            if done:
                _keep(item, by, now)
            return done

        return both

    return sum(transactions.write(yes(item)) for item in found)


def approve_as_seen(
    transactions: Transactions,
    pages: Mapping[str, Page],
    pictures: Pictures,
    seen: Mapping[int, str],
    *,
    by: str,
    now: datetime,
) -> tuple[int, int]:
    """Approve deliveries (by key, each with the digest that the person saw): how many, and how
    many had changed."""
    rows = rows_waiting(pages).filter(pk__in=list(seen))
    found = [shown(row, pages[row.page], pictures) for row in rows]
    same = [
        item for item in found if isinstance(item, Waiting) and item.digest == seen[item.row.pk]
    ]
    same = [item for item in same if isinstance(drawn(item, pictures), Waiting)]
    done = approve(transactions, same, by=by, now=now)
    return done, len(seen) - done


def send_back(
    transactions: Transactions,
    rows: Iterable[Delivery],
    comment: str,
    *,
    by: str,
    now: datetime,
    pages: Mapping[str, Page],
) -> int:
    """Ask for changes; returns how many deliveries. What is approved or prepared
    is stopped by it.
    """

    def no(row: Delivery) -> Callable[[], int]:
        def both() -> int:
            if not _returnable(row):
                return 0
            if row.state != State.PLANNED:
                check_move(State(row.state), State.PLANNED)
            same = Delivery.objects.unchanged(row).filter(revision_id=row.revision_id)
            done = same.update(**_sent_back(row, comment, now))
            if done:
                unit = pages[row.page].unit.slug if row.page in pages else ""
                note(What.SEND_BACK, by=by, now=now, delivery=row, unit=unit, detail=comment)
            return done

        return both

    return sum(transactions.write(no(row)) for row in rows)


def ask_again(transactions: Transactions, rows: Iterable[Delivery]) -> int:
    """Put what was sent back before the approver once more, unchanged; returns how many."""
    keys = [row.pk for row in rows]
    return transactions.write(
        lambda: Delivery.objects.sent_back().filter(pk__in=keys).update(sent_back="")
    )


def differences(item: Waiting, approval: Approval | None) -> list[ChangedPart]:
    """What differs from an approval of the same delivery; empty when nothing does, or there is
    none.
    """
    if approval is None or approval.digest == item.digest:
        return []
    before, after = approval.shown, as_shown(item)
    changes = [
        ChangedPart(part, tuple(_pieces(str(before.get(part) or ""), str(after[part] or ""))))
        for part in ("text", "link", "comment", "place")
        if (before.get(part) or "") != (after[part] or "")
    ]
    if before.get("pictures") != after["pictures"]:
        changes.append(ChangedPart("pictures", ()))
    return changes


def last_approvals(rows: Iterable[Delivery]) -> dict[int, Approval]:
    """The latest approval of each delivery that ever had one, by the delivery's key."""
    found = Approval.objects.filter(delivery__in=[row.pk for row in rows]).order_by("at", "pk")
    return {approval.delivery_id: approval for approval in found}


def as_shown(item: Waiting) -> dict[str, Any]:
    """What appears, in words and digests: what an approval keeps."""
    return {
        "text": item.message.text,
        "link": item.message.link or "",
        "comment": item.message.first_comment or "",
        "pictures": [[picture.digest, picture.alt_text] for picture in item.pictures],
        "place": item.revision.placement.value,
    }


def _approved(item: Waiting, by: str, now: datetime) -> dict[str, Any]:
    return {
        "state": State.APPROVED.value,
        "approved_digest": item.digest,
        "approved_by": by,
        "approved_at": now,
        "wake_at": (
            now if item.row.recall_id else max(now, item.row.due_at - item.page.prepare_ahead)
        ),
        "sent_back": "",
        "reason": "",
        "next_step": "",
    }


def _keep(item: Waiting, by: str, now: datetime) -> None:
    Approval.objects.create(
        delivery=item.row,
        revision_id=item.row.revision_id,
        digest=item.digest,
        **signature(by),
        at=now,
        shown=as_shown(item),
        due_at=item.row.due_at,
    )
    note(What.APPROVE, by=by, now=now, delivery=item.row, unit=item.page.unit.slug)


def _returnable(row: Delivery) -> bool:
    if row.lease_owner or in_doubt(state=row.state, sequence=row.sequence):
        return False
    return row.state in [state.value for state in RETURNABLE]


def _sent_back(row: Delivery, comment: str, now: datetime) -> dict[str, Any]:
    recall = recall_columns(row.draft_id, row.scheduled_for)
    own = {
        "state": State.PLANNED.value,
        "sent_back": comment,
        "reason": "",
        "next_step": "",
        "wake_at": row.latest_at,
    }
    return STARTED_OVER | own | recall | ({"wake_at": now} if recall or row.recall_id else {})


def _pieces(before: str, after: str) -> Iterable[DiffPart]:
    """The words of both texts in one, marked."""
    old, new = _words(before), _words(after)
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield DiffPart("".join(old[a:b]), "same")
            continue
        if a != b:
            yield DiffPart("".join(old[a:b]), "gone")
        if c != d:
            yield DiffPart("".join(new[c:d]), "new")


def _words(text: str) -> list[str]:
    words: list[str] = []
    for part in text.replace("\n", " \n ").split(" "):
        words += [part, " "]
    return words[:-1]
