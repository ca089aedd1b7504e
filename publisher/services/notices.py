"""What people are told: found in the rows, kept until it is sent, sent as a digest to whom it concerns.

Found by looking, not told by the code that did something: so nothing is missed by a crash, and nothing told twice.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from publisher.domain.delivery import Hold, State
from publisher.domain.page import VIETNAM, Page
from publisher.domain.sequence import LATEST_HANDOVER
from publisher.services.letting_go import failed_in_words, failures, question
from publisher.services.linkwatch import troubles as link_troubles
from publisher.services.missing import MISSED
from publisher.store import notices as store
from publisher.store import tokens as token_store
from publisher.store import workload
from publisher.store.models import Delivery, Notice, PageState
from publisher.store.writer import Transactions

log = logging.getLogger("publisher.notices")

# What has to be approved is told so long before its time.
APPROVE_AHEAD = timedelta(hours=24)
# A reconciling that takes longer than this is worth a look.
UNKNOWN_LONG = timedelta(minutes=15)
# Older troubles were told, or are of before there were notices.
MEMORY = timedelta(days=3)
# Days before a token ends.
TOKEN_DAYS = (14, 7, 1)
# Nothing is sent to Facebook earlier, so nothing earlier can be refused (`LATEST_HANDOVER`).
AHEAD = LATEST_HANDOVER
# A cluster without a worker is told after so long (an upgrade takes less), when something is due within so long.
NO_WORKER, NO_WORKER_AHEAD = timedelta(minutes=2), timedelta(hours=1)
# What a worker would have to bring further.
FOR_WORKERS = (State.APPROVED, State.PREPARING, State.PREPARED, State.PUBLISHING, State.UNKNOWN)
MOST_LINES = 30


class Kind(StrEnum):
    """What a notice is about."""

    APPROVAL = "approval"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    MISSED = "missed"
    TOKEN = "token"
    PARKED = "parked"
    LINK = "link"
    DOWN = "down"


TITLES = {
    Kind.APPROVAL: "Chờ duyệt",
    Kind.REFUSED: "Facebook từ chối",
    Kind.UNKNOWN: "Chưa rõ kết quả",
    Kind.MISSED: "Bị lỡ",
    Kind.TOKEN: "Mã truy cập",
    Kind.PARKED: "Trang đang dừng",
    Kind.LINK: "Đường dẫn báo",
    Kind.DOWN: "Dịch vụ",
}


class Receiver(NamedTuple):
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
        import apprise

        logging.getLogger("apprise").setLevel(logging.ERROR)
        courier = apprise.Apprise()
        return bool(courier.add(address)) and bool(courier.notify(title=title, body=body))


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What telling works with."""

    transactions: Transactions
    pages: Mapping[str, Page]
    receivers: Sequence[Receiver]
    messenger: Messenger
    # Where people open the desk; empty when it is not reached from other machines.
    desk: str = ""


class Said(NamedTuple):
    """Something worth telling."""

    key: str
    kind: Kind
    unit: str
    text: str


def tell(telling: Telling, *, now: datetime) -> int:
    """Find what is new, and send what is due; returns how many messages went out."""
    found = list(look(telling.pages, now=now))
    telling.transactions.write(lambda: _keep(found, now))
    return sum(_tell_one(telling, receiver, now) for receiver in telling.receivers)


def _keep(found: Sequence[Said], now: datetime) -> None:
    workload.note_workers()
    store.keep(found, now=now)
    store.finish_unwanted(before=now - MEMORY, now=now)


def say(telling: Telling, said: Said, *, now: datetime) -> None:
    """Let something be told that no row shows."""
    telling.transactions.write(lambda: store.keep([said], now=now))


def look(pages: Mapping[str, Page], *, now: datetime) -> Iterator[Said]:
    """Everything that people have to know at this moment; the same thing always has the same key."""
    # Both ends: what is far ahead is not even looked at, however much it is.
    rows = Delivery.objects.filter(due_at__gte=now - MEMORY, due_at__lt=now + AHEAD)
    for row in rows.filter(state=State.PLANNED.value, sent_back="", due_at__gte=now, due_at__lt=now + APPROVE_AHEAD):
        yield _of(row, pages, Kind.APPROVAL, f"approval:{row.pk}:{row.revision_id}", "")
    for row in rows.filter(state=State.REFUSED.value):
        yield _of(row, pages, Kind.REFUSED, f"refused:{row.pk}:{row.revision_id}", f"{row.reason} {row.next_step}")
    for row in rows.filter(state=State.HELD.value, hold__in=MISSED):
        kind = Kind.UNKNOWN if row.hold == Hold.UNCERTAIN else Kind.MISSED
        yield _of(
            row, pages, kind, f"{row.hold}:{row.pk}:{row.due_at.timestamp():.0f}", f"{row.reason} {row.next_step}"
        )
    for row in rows.filter(state=State.UNKNOWN.value, due_at__lt=now - UNKNOWN_LONG):
        yield _of(row, pages, Kind.UNKNOWN, f"unknown:{row.pk}:{row.due_at.timestamp():.0f}", row.reason)
    for pk, seen in link_troubles(rows.filter(due_at__gte=now)).items():
        yield _of(rows.get(pk=pk), pages, Kind.LINK, f"link:{pk}:{seen.state}:{seen.key[:60]}", seen.detail)
    yield from _tokens(pages, now)
    for page in PageState.objects.filter(parked_at__isnull=False):
        assert page.parked_at
        text = f"Trang {page.page}: {page.reason} {page.next_step}"
        yield Said(f"parked:{page.page}:{page.parked_at.timestamp():.0f}", Kind.PARKED, _unit(pages, page.page), text)
    if missing := no_worker(now=now):
        yield missing
    yield from _planning(now)


def _planning(now: datetime) -> Iterator[Said]:
    for failure in failures(now=now):
        key = f"planning:{failure.owner[:100]}:{failure.since.timestamp():.0f}"
        yield Said(key, Kind.DOWN, "", failed_in_words(failure))
    asked = question()
    if asked and not asked.agreed_by:
        yield Said(f"let-go:{asked.asked_at.timestamp():.0f}", Kind.APPROVAL, "", str(asked))


def no_worker(*, now: datetime) -> Said | None:
    """What is to be told when a cluster runs, none of its workers gave a sign for 2 minutes, and something is due."""
    absence = workload.missing_workers(now=now)
    if absence is None or now - absence.since < NO_WORKER:
        return None
    rows = Delivery.objects.filter(due_at__gte=now - MEMORY, due_at__lt=now + NO_WORKER_AHEAD)
    if not rows.filter(state__in=[state.value for state in FOR_WORKERS]).exists():
        return None
    seen = absence.last_seen
    known = f"lần cuối thấy lúc {seen.astimezone(ZoneInfo(VIETNAM)):%H:%M %d/%m}" if seen else "chưa thấy lần nào"
    text = (
        f"Không có tiến trình đăng bài nào chạy ({known}): bài đến giờ sẽ không được đăng. "
        "Chạy “publisher worker” trên ít nhất một máy."
    )
    return Said(f"workers:{seen.timestamp() if seen else 0:.0f}", Kind.DOWN, "", text)


def _tokens(pages: Mapping[str, Page], now: datetime) -> Iterator[Said]:
    for slug, check in token_store.checks().items():
        if slug not in pages:
            continue
        unit, key = _unit(pages, slug), f"token:{slug}:{check.fingerprint}"
        if check.problem:
            yield Said(f"{key}:bad", Kind.TOKEN, unit, f"Trang {slug}: {check.problem}")
        if check.expires_at is None:
            continue
        left = check.expires_at - now
        if days := min((days for days in TOKEN_DAYS if left <= timedelta(days=days)), default=0):
            ends = check.expires_at.astimezone(pages[slug].zone)
            text = f"Trang {slug}: mã truy cập hết hạn {ends:%H:%M %d/%m/%Y}. Lấy mã mới rồi chạy “publisher connect”."
            yield Said(f"{key}:{days}", Kind.TOKEN, unit, text)


def _of(row: Delivery, pages: Mapping[str, Page], kind: Kind, key: str, why: str) -> Said:
    zone = pages[row.page].zone if row.page in pages else ZoneInfo(VIETNAM)
    when = f"{row.due_at.astimezone(zone):%H:%M %d/%m}"
    text = f"{row.entry_id} → trang {row.page}, giờ đăng {when}" + (f": {why.strip()}" if why.strip() else "")
    return Said(key, kind, _unit(pages, row.page), text)


def _unit(pages: Mapping[str, Page], slug: str) -> str:
    return pages[slug].unit.slug if slug in pages else ""


def _tell_one(telling: Telling, receiver: Receiver, now: datetime) -> bool:
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
    by_kind = {kind: [notice.text for notice in found if notice.kind == kind] for kind in Kind}
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
