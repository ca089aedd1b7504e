"""What people are told: found in the rows, kept until it is sent, sent as a digest to whom it
concerns.

Found by looking, not told by the code that did something: so nothing is missed by a crash, and
nothing told twice.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from publisher.chores import Chore
from publisher.config.values import NoticeSettings
from publisher.context import Context
from publisher.domain.delivery import State
from publisher.domain.page import VIETNAM, Page
from publisher.domain.reason import NO_REASON, Reason, reason
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
from publisher.sentences.catalogue import Language
from publisher.store import heartbeats, work_counts
from publisher.store import notices as store
from publisher.store.attention import asking, returned, still_unknown, unapproved
from publisher.store.models import Delivery, Notice

log = logging.getLogger("publisher.notices")

# Nothing is sent to Facebook earlier, so nothing earlier can be refused (`LATEST_HANDOVER`).
AHEAD = LATEST_HANDOVER
MOST_LINES = 30
# A service that gave no sign of life for so long and did not end in order was down.
DOWN = timedelta(minutes=2)


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
    QUEUE = "queue"


_TITLES = {
    NoticeKind.APPROVAL: "notices.approval",
    NoticeKind.REFUSED: "notices.refused",
    NoticeKind.UNKNOWN: "notices.unknown",
    NoticeKind.MISSED: "notices.missed",
    NoticeKind.TOKEN: "notices.token",
    NoticeKind.PARKED: "notices.parked",
    NoticeKind.LINK: "notices.link",
    NoticeKind.DOWN: "notices.down",
    NoticeKind.STOPPED: "notices.stopped",
    NoticeKind.LATE: "notices.late",
    NoticeKind.QUEUE: "notices.queue",
}
# How the list of what waits for people is told: of deliveries each one, of all else the whole.
_KINDS: Mapping[Matter | None, NoticeKind] = {
    Matter.REFUSED: NoticeKind.REFUSED,
    Matter.UNDONE: NoticeKind.REFUSED,
    Matter.MISSED: NoticeKind.MISSED,
    Matter.REPEATED: NoticeKind.MISSED,
    Matter.STUMBLED: NoticeKind.MISSED,
    Matter.RECALL: NoticeKind.REFUSED,
    Matter.UNCERTAIN: NoticeKind.UNKNOWN,
}
_PREFIXES: Mapping[Matter | None, str] = {
    Matter.REFUSED: "refused",
    Matter.UNDONE: "undone",
    Matter.STUMBLED: "stumbled",
    Matter.RECALL: "recall",
}
_OF_ALL = {
    Matter.DOWN: NoticeKind.DOWN,
    Matter.PLANNING: NoticeKind.DOWN,
    Matter.LET_GO: NoticeKind.APPROVAL,
    Matter.QUEUE: NoticeKind.QUEUE,
    Matter.STUCK: NoticeKind.DOWN,
    Matter.CHORE: NoticeKind.DOWN,
    Matter.STOPPED: NoticeKind.STOPPED,
    Matter.FROZEN: NoticeKind.STOPPED,
    Matter.PARKED: NoticeKind.PARKED,
    Matter.LATE: NoticeKind.LATE,
    Matter.TOKEN: NoticeKind.TOKEN,
    Matter.RENAMED: NoticeKind.DOWN,
}


class Apprise:
    """E-mail, Telegram and a hundred others, by the Apprise library's addresses."""

    def send(self, address: str, title: str, body: str) -> bool:
        """Whether every service behind the address took the message."""
        # A hundred services' modules, for those who have receivers of notices.
        import apprise

        logging.getLogger("apprise").setLevel(logging.ERROR)
        courier = apprise.Apprise()
        return bool(courier.add(address)) and bool(courier.notify(title=title, body=body))


class Occasion(NamedTuple):
    """Something worth telling."""

    key: str
    kind: NoticeKind
    unit: str
    text: Reason


def tell(context: Context, *, now: datetime) -> int:
    """Find what is new, and send what is due; returns how many messages went out."""
    found = list(look(context.pages, now=now))
    context.transactions.write(lambda: _keep(found, now))
    return sum(_tell_one(context, receiver, now) for receiver in context.config.notices)


def _keep(found: Sequence[Occasion], now: datetime) -> None:
    work_counts.note_workers()
    store.keep(found, now=now)
    store.finish_unwanted(before=now - MEMORY, now=now)


def say(context: Context, said: Occasion, *, now: datetime) -> None:
    """Let something be told that no row shows."""
    context.transactions.write(lambda: store.keep([said], now=now))


def say_it_was_down(context: Context) -> None:
    """Let it be told that no service gave a sign of life for long and none had ended in order."""
    now = context.clock()
    if not (span := heartbeats.silence(now=now, longest=DOWN)):
        return
    since, until = span
    text = reason("attention.was_down", since=since, until=until)
    said = Occasion(f"down:{since.timestamp():.0f}", NoticeKind.DOWN, "", text)
    say(context, said, now=now)


def look(pages: Mapping[str, Page], *, now: datetime) -> Iterator[Occasion]:
    """Everything that people have to know at this moment; the same thing always
    has the same key.
    """
    # Both ends: what is far ahead is not even looked at, however much it is.
    rows = Delivery.objects.due_between(now - MEMORY, now + AHEAD)
    for row in unapproved(now=now, until=now + APPROVE_AHEAD):
        yield _of(row, pages, NoticeKind.APPROVAL, f"approval:{row.pk}:{row.revision_id}")
    for row in returned(now=now).due_before(now + AHEAD):
        yield _of(
            row,
            pages,
            NoticeKind.APPROVAL,
            f"returned:{row.pk}:{row.revision_id}",
            reason("attention.sent_back", comment=row.sent_back),
        )
    for row in asking(rows):
        matter = matter_of(State(row.state), row.hold)
        if matter in _KINDS:
            key = f"{_PREFIXES.get(matter, row.hold)}:{row.pk}:{_occasion(row, matter)}"
            yield _of(row, pages, _KINDS[matter], key, row.told(), asks=True)
    for row in still_unknown(rows, now=now, before=now - UNKNOWN_LONG):
        yield _of(
            row,
            pages,
            NoticeKind.UNKNOWN,
            f"unknown:{row.pk}:{row.due_at.timestamp():.0f}",
            row.reason,
        )
    for pk, seen in link_troubles(rows.due_from(now)).items():
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
    return Occasion(item.key, _OF_ALL[item.matter], item.unit, item.text)


def _occasion(row: Delivery, matter: Matter | None) -> str:
    of_words = matter in _PREFIXES and matter is not Matter.STUMBLED
    return str(row.revision_id) if of_words else f"{row.due_at.timestamp():.0f}"


def _of(
    row: Delivery,
    pages: Mapping[str, Page],
    kind: NoticeKind,
    key: str,
    why: Reason = NO_REASON,
    *,
    asks: bool = False,
) -> Occasion:
    zone = pages[row.page].zone if row.page in pages else ZoneInfo(VIETNAM)
    when = f"{row.due_at.astimezone(zone):%H:%M %d/%m}"
    code = "attention.delivery_asks" if asks else "attention.delivery_because"
    text = Reason(
        code if why else "attention.delivery",
        {"entry": row.entry_id, "page": row.page, "when": when, **({"why": why} if why else {})},
    )
    return Occasion(key, kind, _unit(pages, row.page), text)


def _unit(pages: Mapping[str, Page], slug: str) -> str:
    return pages[slug].unit.slug if slug in pages else ""


def _wants(receiver: NoticeSettings, notice: Notice) -> bool:
    of_unit = not receiver.units or not notice.unit or notice.unit in receiver.units
    return of_unit and (not receiver.kinds or notice.kind in receiver.kinds)


def _tell_one(context: Context, receiver: NoticeSettings, now: datetime) -> bool:
    waiting = [notice for notice in store.unsent(receiver.name) if _wants(receiver, notice)]
    last = store.last_sent(receiver.name)
    if not waiting or (last and now - last < receiver.every):
        return False
    address = receiver.address.read()
    if address is None:
        log.error("receiver %s has no address: nothing is sent to it", receiver.name)
        return False
    desk = context.config.service.public_url
    title, body = digest(waiting, desk=desk, language=receiver.language)
    if not context.messenger.send(address.reveal(), title, body):
        log.warning("receiver %s did not take the message; trying again", receiver.name)
        return False
    names = [other.name for other in context.config.notices]
    context.transactions.write(lambda: store.note_sent(waiting, receiver.name, names, now=now))
    return True


def digest(
    notices: Iterable[Notice], *, desk: str = "", language: Language = "vi"
) -> tuple[str, str]:
    """Title and body of one message about many notices: by kind, at most thirty lines."""
    found = list(notices)
    by_kind = {
        reason(_TITLES[kind]).said(language): [
            notice.text.whole(language) for notice in found if notice.kind == kind
        ]
        for kind in NoticeKind
    }
    counts = [f"{title.lower()}: {len(texts)}" for title, texts in by_kind.items() if texts]
    lines: list[str] = []
    for title, texts in by_kind.items():
        if texts:
            lines += [f"{title} ({len(texts)})", *(f"- {text}" for text in texts), ""]
    shown = lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        shown.append(reason("notices.more", n=len(lines) - MOST_LINES).said(language))
    onward = reason("notices.desk", address=f"{desk}/").said(language)
    body = "\n".join(shown).strip()
    return f"publisher: {', '.join(counts)}", f"{body}\n\n{onward}" if desk else body


CHORE = Chore(
    name="notices",
    title=Reason("chores.notices"),
    every=timedelta(seconds=20),
    run=lambda context, now: tell(context, now=now),
)
