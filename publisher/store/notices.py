"""Notices at rest: what was found and not yet told. Runs inside transactions."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Protocol

from publisher.domain.reason import Reason
from publisher.store.models import Notice, Receiver

MOST = 500


class NewNotice(Protocol):
    """What a notice is made of."""

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def text(self) -> Reason: ...


def keep(found: Iterable[NewNotice], *, now: datetime) -> None:
    """Keep what is not known yet; the same key is the same occasion."""
    Notice.objects.bulk_create(
        [
            Notice(key=one.key, kind=str(one.kind), unit=one.unit, text=one.text, created_at=now)
            for one in found
        ],
        ignore_conflicts=True,
    )


def unsent(receiver: str) -> list[Notice]:
    """What a receiver was not told, the oldest first."""
    open_ = Notice.objects.filter(done_at__isnull=True).order_by("created_at", "pk")[:MOST]
    return [notice for notice in open_ if receiver not in notice.sent]


def last_sent(receiver: str) -> datetime | None:
    """When a receiver was last told something."""
    return Receiver.objects.filter(name=receiver).values_list("sent_at", flat=True).first()


def note_sent(
    notices: Sequence[Notice], receiver: str, receivers: Collection[str], *, now: datetime
) -> None:
    """Remember that a receiver was told."""
    for notice in notices:
        notice.sent[receiver] = now.isoformat()
        notice.done_at = now if set(receivers) <= notice.sent.keys() else None
    Notice.objects.bulk_update(notices, ["sent", "done_at"], batch_size=200)
    Receiver.objects.update_or_create(name=receiver, defaults={"sent_at": now})


def finish_unwanted(*, before: datetime, now: datetime) -> None:
    """Close what nobody wanted to know, and forget what is long past."""
    Notice.objects.filter(done_at__isnull=True, created_at__lt=before).update(done_at=now)
