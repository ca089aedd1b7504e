"""Opens the press links that are to go out soon: a dead or redirected one is noticed before the
post is public."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from django.db.models import QuerySet

from publisher.domain.address import article_key, host_of
from publisher.domain.delivery import State
from publisher.domain.errors import NotFetched
from publisher.domain.revision import Revision
from publisher.features.press.fetch import Article, article
from publisher.store.models import Delivery, LinkCheck
from publisher.store.transactions import Transactions

log = logging.getLogger("publisher.links")

# So long before its time a link is opened, and again when so long has passed.
AHEAD, AGAIN = timedelta(hours=48), timedelta(hours=8)
# Links of one round: each may take some seconds.
MOST = 25
WAITING = (State.PLANNED, State.APPROVED, State.PREPARING, State.PREPARED, State.HELD)
# Answers that mean that the article is gone; others (403, 429, 5xx) newspapers also give to
# machines.
GONE = (404, 410, 451)

DEAD, MOVED, FINE, UNCLEAR = "dead", "moved", "fine", "unclear"


class OpenedLink(NamedTuple):
    """What became of opening a link."""

    state: str
    # For staff, Vietnamese; empty when all is well.
    detail: str
    moved_to: str = ""


def look(address: str, *, read: Callable[[str], Article] = article) -> OpenedLink:
    """Open a link as a reader would."""
    try:
        found = read(address)
    except NotFetched as error:
        if error.status in GONE:
            return OpenedLink(
                DEAD,
                f"Đường dẫn báo không còn (trang báo trả lời {error.status}); sửa hoặc bỏ bài này.",
            )
        if error.unknown_host:
            return OpenedLink(
                DEAD, "Không tìm thấy máy chủ của đường dẫn báo; sửa hoặc bỏ bài này."
            )
        return OpenedLink(UNCLEAR, "")
    except Exception:
        # One link must not end the round of the others; what is known of it is that we know
        # nothing.
        log.exception("could not look at a link of %s", host_of(address))
        return OpenedLink(UNCLEAR, "")
    if article_key(found.address) != article_key(address):
        return OpenedLink(
            MOVED,
            f"Đường dẫn báo nay chuyển sang {found.address}; mở xem có đúng bài không.",
            found.address,
        )
    return OpenedLink(FINE, "")


def watch_links(
    transactions: Transactions,
    *,
    now: datetime,
    read: Callable[[str], Article] = article,
    ending: Callable[[], bool] = lambda: False,
) -> int:
    """Open the links whose turn it is;

    returns how many. `ending`: whether to leave the rest for another time.
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


def troubles(rows: "QuerySet[Delivery]") -> dict[int, LinkCheck]:
    """Of some deliveries those whose link is dead or moved, with what was seen."""
    links = dict(
        rows.filter(state__in=[state.value for state in WAITING])
        .exclude(article="")
        .values_list("pk", "article")
    )
    found = {
        one.key: one
        for one in LinkCheck.objects.filter(key__in=set(links.values()), state__in=[DEAD, MOVED])
    }
    return {pk: found[key] for pk, key in links.items() if key in found}


def trouble_of(row: Delivery) -> str:
    """What is known against a delivery's link, for staff; empty when nothing is."""
    if not row.article or row.state not in [state.value for state in WAITING]:
        return ""
    found = LinkCheck.objects.filter(key=row.article, state__in=[DEAD, MOVED]).first()
    return found.detail if found else ""


def _todo(now: datetime) -> list[str]:
    rows = Delivery.objects.filter(
        due_at__gte=now, due_at__lt=now + AHEAD, state__in=[one.value for one in WAITING]
    )
    rows = rows.exclude(article="").order_by("due_at").select_related("revision")
    recent = set(LinkCheck.objects.filter(checked_at__gt=now - AGAIN).values_list("key", flat=True))
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
