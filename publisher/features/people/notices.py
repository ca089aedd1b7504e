"""What people are told: found in the rows, kept until it is sent, sent as a digest to whom it
concerns.

Found by looking, not told by the code that did something: so nothing is missed by a crash, and
nothing told twice.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from publisher.domain.delivery import State
from publisher.domain.page import VIETNAM, Page
from publisher.domain.route import LATEST_HANDOVER
from publisher.features.press.link_watch import troubles as link_troubles
from publisher.features.reports.attention import (
    APPROVE_AHEAD,
    MEMORY,
    UNKNOWN_LONG,
    Item,
    Matter,
    attention,
    matter_of,
)
from publisher.store import notices as store
from publisher.store import work_counts
from publisher.store.attention import asking, returned, still_unknown, unapproved
from publisher.store.models import Delivery, Notice
from publisher.store.transactions import Transactions

log = logging.getLogger("publisher.notices")

# Nothing is sent to Facebook earlier, so nothing earlier can be refused (`LATEST_HANDOVER`).
AHEAD = LATEST_HANDOVER
MOST_LINES = 30


class NoticeKind(StrEnum):
    """What a notice is about."""

    APPROVAL = "approval"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    MISSED = "missed"
    TOKEN = "token"
    PARKED = "parked"
    LINK = "link"
    DOWN = "down"
    STOPPED = "stopped"
    LATE = "late"


TITLES = {
    NoticeKind.APPROVAL: "Chờ duyệt",
    NoticeKind.REFUSED: "Facebook từ chối",
    NoticeKind.UNKNOWN: "Chưa rõ kết quả",
    NoticeKind.MISSED: "Bị lỡ",
    NoticeKind.TOKEN: "Mã truy cập",
    NoticeKind.PARKED: "Trang đang dừng",
    NoticeKind.LINK: "Đường dẫn báo",
    NoticeKind.DOWN: "Dịch vụ",
    NoticeKind.STOPPED: "Facebook không nhận, tạm dừng",
    NoticeKind.LATE: "Quá giờ mà chưa đăng",
}
# How the list of what waits for people is told: of deliveries each one, of all else the whole.
_KINDS: Mapping[Matter | None, NoticeKind] = {
    Matter.REFUSED: NoticeKind.REFUSED,
    Matter.UNDONE: NoticeKind.REFUSED,
    Matter.MISSED: NoticeKind.MISSED,
    Matter.UNCERTAIN: NoticeKind.UNKNOWN,
}
_PREFIXES: Mapping[Matter | None, str] = {Matter.REFUSED: "refused", Matter.UNDONE: "undone"}
_OF_ALL = {
    Matter.DOWN: NoticeKind.DOWN,
    Matter.PLANNING: NoticeKind.DOWN,
    Matter.LET_GO: NoticeKind.APPROVAL,
    Matter.STUCK: NoticeKind.DOWN,
    Matter.STOPPED: NoticeKind.STOPPED,
    Matter.FROZEN: NoticeKind.STOPPED,
    Matter.PARKED: NoticeKind.PARKED,
    Matter.LATE: NoticeKind.LATE,
    Matter.TOKEN: NoticeKind.TOKEN,
}


class NoticeReceiver(NamedTuple):
    """Somebody who is told."""

    name: str
    # Reads the Apprise address as it is now (it holds secrets); None when there is none.
    address: Callable[[], str | None]
    # Unit slugs; empty means all.
    units: tuple[str, ...]
    # Empty means all.
    kinds: tuple[str, ...]
    # At most one message in so long; the first goes at once.
    every: timedelta

    def wants(self, notice: Notice) -> bool:
        """Whether a notice concerns this receiver."""
        of_unit = not self.units or not notice.unit or notice.unit in self.units
        return of_unit and (not self.kinds or notice.kind in self.kinds)


class Messenger(Protocol):
    """Sends a message to an address."""

    def send(self, address: str, title: str, body: str) -> bool:
        """Whether it was taken."""
        ...


class Apprise:
    """E-mail, Telegram and a hundred others, by the Apprise library's addresses."""

    def send(self, address: str, title: str, body: str) -> bool:
        """Whether every service behind the address took the message."""
        # A hundred services' modules, for those who have receivers of notices.
        import apprise

        logging.getLogger("apprise").setLevel(logging.ERROR)
        courier = apprise.Apprise()
        return bool(courier.add(address)) and bool(courier.notify(title=title, body=body))


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What telling works with."""

    transactions: Transactions
    pages: Mapping[str, Page]
    receivers: Sequence[NoticeReceiver]
    messenger: Messenger
    # Where people open the desk; empty when it is not reached from other machines.
    desk: str = ""


class Occasion(NamedTuple):
    """Something worth telling."""

    key: str
    kind: NoticeKind
    unit: str
    text: str


def tell(telling: Telling, *, now: datetime) -> int:
    """Find what is new, and send what is due; returns how many messages went out."""
    found = list(look(telling.pages, now=now))
    telling.transactions.write(lambda: _keep(found, now))
    return sum(_tell_one(telling, receiver, now) for receiver in telling.receivers)


def _keep(found: Sequence[Occasion], now: datetime) -> None:
    work_counts.note_workers()
    store.keep(found, now=now)
    store.finish_unwanted(before=now - MEMORY, now=now)


def say(telling: Telling, said: Occasion, *, now: datetime) -> None:
    """Let something be told that no row shows."""
    telling.transactions.write(lambda: store.keep([said], now=now))


def look(pages: Mapping[str, Page], *, now: datetime) -> Iterator[Occasion]:
    """Everything that people have to know at this moment;

    the same thing always has the same key.
    """
    # Both ends: what is far ahead is not even looked at, however much it is.
    rows = Delivery.objects.filter(due_at__gte=now - MEMORY, due_at__lt=now + AHEAD)
    for row in unapproved(now=now, until=now + APPROVE_AHEAD):
        yield _of(row, pages, NoticeKind.APPROVAL, f"approval:{row.pk}:{row.revision_id}", "")
    for row in returned(now=now).filter(due_at__lt=now + AHEAD):
        yield _of(
            row,
            pages,
            NoticeKind.APPROVAL,
            f"returned:{row.pk}:{row.revision_id}",
            f"Bị trả lại: {row.sent_back}",
        )
    for row in asking(rows):
        matter = matter_of(State(row.state), row.hold)
        if matter in _KINDS:
            key = f"{_PREFIXES.get(matter, row.hold)}:{row.pk}:{_occasion(row, matter)}"
            yield _of(row, pages, _KINDS[matter], key, f"{row.reason} {row.advice()}")
    for row in still_unknown(rows, now=now, before=now - UNKNOWN_LONG):
        yield _of(
            row,
            pages,
            NoticeKind.UNKNOWN,
            f"unknown:{row.pk}:{row.due_at.timestamp():.0f}",
            str(row.reason),
        )
    for pk, seen in link_troubles(rows.filter(due_at__gte=now)).items():
        yield _of(
            rows.get(pk=pk),
            pages,
            NoticeKind.LINK,
            f"link:{pk}:{seen.state}:{seen.key[:60]}",
            seen.detail,
        )
    # Whether the service is there somebody else has to tell: `publisher watch`.
    for item in attention(pages, now=now):
        if item.key and not item.key.startswith("silent:"):
            yield said_of(item)


def said_of(item: Item) -> Occasion:
    """What is told of something that is no single delivery's."""
    return Occasion(
        item.key, _OF_ALL[item.matter], item.unit, f"{item.text} {item.next_step}".strip()
    )


def _occasion(row: Delivery, matter: Matter | None) -> str:
    return str(row.revision_id) if matter in _PREFIXES else f"{row.due_at.timestamp():.0f}"


def _of(row: Delivery, pages: Mapping[str, Page], kind: NoticeKind, key: str, why: str) -> Occasion:
    zone = pages[row.page].zone if row.page in pages else ZoneInfo(VIETNAM)
    when = f"{row.due_at.astimezone(zone):%H:%M %d/%m}"
    text = f"{row.entry_id} → trang {row.page}, giờ đăng {when}" + (
        f": {why.strip()}" if why.strip() else ""
    )
    return Occasion(key, kind, _unit(pages, row.page), text)


def _unit(pages: Mapping[str, Page], slug: str) -> str:
    return pages[slug].unit.slug if slug in pages else ""


def _tell_one(telling: Telling, receiver: NoticeReceiver, now: datetime) -> bool:
    waiting = [notice for notice in store.unsent(receiver.name) if receiver.wants(notice)]
    last = store.last_sent(receiver.name)
    if not waiting or (last and now - last < receiver.every):
        return False
    address = receiver.address()
    if address is None:
        log.error("receiver %s has no address: nothing is sent to it", receiver.name)
        return False
    title, body = digest(waiting, desk=telling.desk)
    if not telling.messenger.send(address, title, body):
        log.warning("receiver %s did not take the message; trying again", receiver.name)
        return False
    names = [other.name for other in telling.receivers]
    telling.transactions.write(lambda: store.note_sent(waiting, receiver.name, names, now=now))
    return True


def digest(notices: Iterable[Notice], *, desk: str = "") -> tuple[str, str]:
    """Title and body of one message about many notices: by kind, at most thirty lines."""
    found = list(notices)
    by_kind = {
        kind: [notice.text for notice in found if notice.kind == kind] for kind in NoticeKind
    }
    counts = [f"{TITLES[kind].lower()}: {len(texts)}" for kind, texts in by_kind.items() if texts]
    lines: list[str] = []
    for kind, texts in by_kind.items():
        if texts:
            lines += [f"{TITLES[kind]} ({len(texts)})", *(f"- {text}" for text in texts), ""]
    shown = lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        shown.append(f"… và {len(lines) - MOST_LINES} dòng nữa, xem đủ trên bàn làm việc.")
    onward = f"\n\nMở bàn làm việc: {desk}/" if desk else ""
    return f"publisher: {', '.join(counts)}", "\n".join(shown).strip() + onward
