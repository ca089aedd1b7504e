"""Reads chosen newspapers' RSS and Atom feeds and keeps what concerns unions as suggestions to
share."""

import io
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from html import unescape
from typing import Any, NamedTuple

from publisher.chores import CHORE_NAME, Chore
from publisher.config.values import FeedSettings
from publisher.context import Context
from publisher.domain.address import article_key, bare, url_trouble
from publisher.domain.errors import NotFetched
from publisher.domain.reason import Reason, reason
from publisher.domain.text import nfc
from publisher.features.press.fetch import fetch
from publisher.store.models import FeedCheck, FeedItem
from publisher.store.transactions import Transactions

log = logging.getLogger("publisher.feeds")

# Bytes of a feed; a feed that never ends is cut off and refused by `fetch`'s own limits of size and
# time.
MOST = 3_000_000
# A newspaper's feed holds some dozens.
MOST_ITEMS = 200
# Characters of a title or summary that are looked at.
LONGEST = 5_000
# Older news is no news.
MEMORY = timedelta(days=7)
# Suggestions that nobody took are forgotten after.
FORGET = timedelta(days=30)
KINDS = (
    "application/rss",
    "application/atom",
    "application/xml",
    "text/xml",
    "application/rdf",
    "text/html",
    "text/plain",
)
# What makes an article one of ours when a feed names no words of its own.
KEYWORDS = (
    "công đoàn",
    "đoàn viên",
    "người lao động",
    "công nhân",
    "liên đoàn lao động",
    "lđlđ",
    "tổng liên đoàn",
    "tháng công nhân",
    "an toàn lao động",
    "an toàn, vệ sinh lao động",
    "tiền lương",
    "lương tối thiểu",
    "bảo hiểm xã hội",
    "nhà ở xã hội",
    "thỏa ước lao động",
)

Fetch = Callable[[str], bytes]


class FeedArticle(NamedTuple):
    """An article of a feed."""

    title: str
    # Absolute, without tracking parameters.
    address: str
    summary: str
    picture: str
    # UTC; None when the feed gives no time.
    published_at: datetime | None


def fetch_feed(url: str) -> bytes:
    """The bytes of a feed. Raises NotFetched."""
    try:
        got = fetch(url, most=MOST, kinds=KINDS)
    except NotFetched as error:
        raise NotFetched(
            _for_feeds(error), status=error.status, unknown_host=error.unknown_host
        ) from error
    if len(got.body) >= MOST:
        raise NotFetched("press.feed_endless")
    return got.body


def _for_feeds(error: NotFetched) -> Reason:
    """Why a feed was not read, where the words for an article would give advice that does not
    fit."""
    if error.status:
        return reason("press.feed_answered", number=error.status)
    return _OF_FEEDS.get(error.reason.code, error.reason)


_OF_FEEDS = {
    "press.slow": reason("press.feed_slow"),
    "press.broken": reason("press.feed_broken"),
    "press.closed": reason("press.feed_closed"),
}


def read_feed(raw: bytes) -> list[FeedArticle]:
    """The articles of a feed, in its order, each address once; odd ones are left out. Raises
    NotFetched only.
    """
    entries = _entries(raw)
    items: dict[str, FeedArticle] = {}
    for entry in entries[:MOST_ITEMS]:
        try:
            item = _item(entry)
        except Exception:
            # Whatever in one article we did not think of must not hide the others.
            log.exception("left out an article of a feed")
            continue
        if item.title and url_trouble(item.address) is None:
            items.setdefault(article_key(item.address), item)
    return list(items.values())


def _entries(raw: bytes) -> Sequence[Any]:
    # Only an installation with feeds needs it in memory.
    import feedparser

    try:
        # A stream, never a text: feedparser would open a text that looks like an address. We take
        # the markup away.
        found = feedparser.parse(io.BytesIO(raw), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:
        # It stumbles over some feeds itself (KeyError, AssertionError, LookupError,
        # RecursionError).
        log.warning("feedparser stumbled: %r", error)
        raise NotFetched("press.feed_unclear") from error
    if not found.entries and (found.bozo or not found.get("version")):
        raise NotFetched("press.no_feed")
    entries: Sequence[Any] = found.entries
    return entries


def wanted(item: FeedArticle, keywords: Sequence[str]) -> str:
    """The first of some words that an article speaks of; empty when none."""
    text = f" {_folded(item.title)} {_folded(item.summary)} "
    return next((word for word in keywords or KEYWORDS if f" {_folded(word)} " in text), "")


def collect(
    transactions: Transactions,
    feeds: Iterable[FeedSettings],
    *,
    now: datetime,
    get: Fetch = fetch_feed,
    ending: Callable[[], bool] = lambda: False,
) -> int:
    """Look at every feed and keep what is new and ours; returns how many. A feed that fails is told
    and left.

    `ending`: whether to leave the rest for another time.
    """
    found = 0
    for feed in feeds:
        if ending():
            return found
        try:
            found += _collect_one(transactions, feed, now=now, get=get)
        except Exception:
            # One feed must not end the round of the others.
            log.exception("feed %s stumbled", feed.name)
    transactions.write(lambda: FeedItem.objects.untaken().found_before(now - FORGET).delete())
    return found


def feed_troubles(feeds: Iterable[FeedSettings]) -> list[FeedCheck]:
    """Of some feeds those that could not be read the last time, with why."""
    names = [feed.name for feed in feeds]
    return list(FeedCheck.objects.filter(feed__in=names).exclude(trouble="").order_by("feed"))


def _collect_one(
    transactions: Transactions, feed: FeedSettings, *, now: datetime, get: Fetch
) -> int:
    rows: Sequence[FeedItem] = ()
    trouble = ""
    try:
        rows = list(_rows(feed, read_feed(get(feed.url)), now))
    except NotFetched as error:
        log.warning("feed %s: %s", feed.name, error)
        trouble = error.reason.to_json()
    except Exception:
        log.exception("feed %s stumbled", feed.name)
        trouble = reason("press.feed_stumbled").to_json()

    def write() -> int:
        FeedCheck.objects.update_or_create(
            feed=feed.name, defaults={"trouble": trouble, "checked_at": now}
        )
        return _keep(rows) if rows else 0

    return transactions.write(write)


def _rows(feed: FeedSettings, items: Iterable[FeedArticle], now: datetime) -> Iterator[FeedItem]:
    for item in items:
        word = wanted(item, feed.keywords)
        if word and (item.published_at is None or item.published_at > now - MEMORY):
            yield FeedItem(
                key=article_key(item.address)[:500],
                feed=feed.name,
                address=item.address,
                title=item.title,
                summary=item.summary,
                keyword=word,
                # A time in the future is a wrong clock, not news of tomorrow.
                published_at=min(item.published_at or now, now),
                found_at=now,
            )


def _keep(rows: Sequence[FeedItem]) -> int:
    known = set(
        FeedItem.objects.filter(key__in=[row.key for row in rows]).values_list("key", flat=True)
    )
    new = [row for row in rows if row.key not in known]
    FeedItem.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _item(entry: Any) -> FeedArticle:
    published = entry.get("published_parsed") or entry.get("updated_parsed")
    pictures = (str(one.get("url") or "") for one in entry.get("media_content") or ())
    return FeedArticle(
        title=_plain(entry.get("title"))[:300],
        address=bare(str(entry.get("link") or "")),
        summary=_plain(entry.get("summary"))[:600],
        picture=next((one for one in pictures if url_trouble(one) is None), ""),
        published_at=_moment(published),
    )


def _moment(parts: Any) -> datetime | None:
    try:
        year, month, day, hour, minute, second = parts[:6] if parts else (0, 0, 0, 0, 0, 0)
        return (
            datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC) if parts else None
        )
    except (ValueError, TypeError, OverflowError):
        return None


def _plain(text: object) -> str:
    # Cut first: a feed is anybody's, and each step must end soon. Without `<` inside, no sign is
    # looked at twice.
    words = unescape(re.sub(r"<[^<>]{0,2000}>", " ", nfc(str(text or "")[:LONGEST])))
    return " ".join(_STRANGE.sub("", words).split())


# Nothing that a text holds, and no database keeps it.
_STRANGE = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", nfc(text).lower()))


def chores(feeds: Sequence[FeedSettings]) -> list[Chore]:
    """One a feed, each with a thread of its own: one that hangs keeps no other from being read."""

    def look(feed: FeedSettings, context: Context, now: datetime) -> int:
        found = collect(context.transactions, [feed], now=now, ending=context.ending)
        for trouble in feed_troubles([feed]):
            raise NotFetched(Reason.from_json(trouble.trouble))
        return found

    return [
        Chore(
            name=f"feed {feed.name}"[:CHORE_NAME],
            title=reason("chores.feed", name=feed.name),
            every=timedelta(minutes=30),
            run=partial(look, feed),
            # One after the other, so that a dozen newspapers are not opened at once.
            first=timedelta(seconds=20 + 5 * number),
            slow=True,
        )
        for number, feed in enumerate(feeds)
    ]
