"""Opens the press links that are to go out soon: a dead or redirected one is noticed before the
post is public."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from publisher.chores import Chore
from publisher.domain.address import article_key, host_of
from publisher.domain.delivery import State
from publisher.domain.errors import NotFetched
from publisher.domain.reason import NO_REASON, Reason, reason
from publisher.domain.revision import Revision
from publisher.features.press.fetch import Article, article
from publisher.store.models import Delivery, LinkCheck
from publisher.store.querysets import UNSENT, DeliveryQuerySet
from publisher.store.transactions import Transactions

log = logging.getLogger("publisher.links")

# So long before its time a link is opened, and again when so long has passed.
AHEAD, AGAIN = timedelta(hours=48), timedelta(hours=8)
# Links of one round: each may take some seconds.
MOST = 25
# Answers that mean that the article is gone; others (403, 429, 5xx) newspapers also give to
# machines.
GONE = (404, 410, 451)

DEAD, MOVED, FINE, UNCLEAR = "dead", "moved", "fine", "unclear"


class OpenedLink(NamedTuple):
    """What became of opening a link."""

    state: str
    # For staff; empty when all is well.
    detail: Reason
    moved_to: str = ""


def look(address: str, *, read: Callable[[str], Article] = article) -> OpenedLink:
    """Open a link as a reader would."""
    try:
        found = read(address)
    except NotFetched as error:
        if error.status in GONE:
            return OpenedLink(DEAD, reason("attention.link_gone", status=error.status))
        if error.unknown_host:
            return OpenedLink(DEAD, Reason("attention.link_no_host"))
        return OpenedLink(UNCLEAR, NO_REASON)
    except Exception:
        # One link must not end the round of the others; what is known of it is that we know
        # nothing.
        log.exception("could not look at a link of %s", host_of(address))
        return OpenedLink(UNCLEAR, NO_REASON)
    if article_key(found.address) != article_key(address):
        return OpenedLink(
            MOVED,
            reason("attention.link_moved", address=found.address),
            found.address,
        )
    return OpenedLink(FINE, NO_REASON)


def watch_links(
    transactions: Transactions,
    *,
    now: datetime,
    read: Callable[[str], Article] = article,
    ending: Callable[[], bool] = lambda: False,
) -> int:
    """Open the links whose turn it is; returns how many. `ending`: whether to leave the rest for
    another time.
    """
    done = 0
    for address in _todo(now)[:MOST]:
        if ending():
            break
        seen = look(address, read=read)
        try:
            transactions.write(partial(_keep, address, seen, now))
        except Exception:
            log.exception("could not keep what became of a link of %s", host_of(address))
        done += 1
    return done


def troubles(rows: DeliveryQuerySet) -> dict[int, LinkCheck]:
    """Of some deliveries those whose link is dead or moved, with what was seen."""
    links = dict(rows.sharing_a_link().values_list("pk", "article"))
    found = {
        one.key: one
        for one in LinkCheck.objects.in_states([DEAD, MOVED]).filter(key__in=set(links.values()))
    }
    return {pk: found[key] for pk, key in links.items() if key in found}


def trouble_of(row: Delivery) -> Reason:
    """What is known against a delivery's link, for staff; empty when nothing is."""
    if not row.article or State(row.state) not in UNSENT:
        return NO_REASON
    found = LinkCheck.objects.in_states([DEAD, MOVED]).filter(key=row.article).first()
    return found.detail if found else NO_REASON


def _todo(now: datetime) -> list[str]:
    rows = Delivery.objects.due_between(now, now + AHEAD).sharing_a_link()
    rows = rows.order_by("due_at").select_related("revision")
    recent = set(LinkCheck.objects.looked_at_since(now - AGAIN).values_list("key", flat=True))
    return list(dict.fromkeys(_links(row for row in rows if row.article not in recent)))


def _links(rows: Iterable[Delivery]) -> Iterable[str]:
    for row in rows:
        try:
            link = Revision.from_json(row.revision.body).link
        except Exception:
            log.exception("could not read the link of delivery %s", row.pk)
            continue
        if link:
            yield link


def _keep(address: str, seen: OpenedLink, now: datetime) -> None:
    values = {
        "address": address,
        "state": seen.state,
        "detail": seen.detail,
        "moved_to": seen.moved_to,
        "checked_at": now,
    }
    LinkCheck.objects.update_or_create(key=article_key(address)[:500], defaults=values)


CHORE = Chore(
    name="links",
    title=Reason("chores.links"),
    every=timedelta(minutes=20),
    run=lambda context, now: watch_links(context.transactions, now=now, ending=context.ending),
    first=timedelta(seconds=20),
    slow=True,
)
