"""Reads chosen newspapers' RSS and Atom feeds and keeps what concerns unions as suggestions to share."""

import io
import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from publisher.config import FeedSettings
from publisher.domain.address import article_key, bare, url_trouble
from publisher.domain.text import nfc
from publisher.services.fetching import NotFetched, fetch
from publisher.store.models import FeedItem
from publisher.store.writer import Transactions

log = logging.getLogger("publisher.feeds")

# Bytes of a feed; a feed that never ends is cut off and refused by `fetch`'s own limits of size and time.
MOST = 3_000_000
# A newspaper's feed holds some dozens.
MOST_ITEMS = 200
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


class Item(NamedTuple):
    """An article of a feed."""

    title: str
    # Absolute, without tracking parameters.
    address: str
    summary: str
    picture: str
    # UTC; None when the feed gives no time.
    published_at: datetime | None


class FeedTrouble(Exception):
    """A feed cannot be read; the text is a Vietnamese sentence."""


def fetch_feed(url: str) -> bytes:
    """The bytes of a feed. Raises NotFetched."""
    got = fetch(url, most=MOST, kinds=KINDS)
    if len(got.body) >= MOST:
        raise NotFetched("Nguồn tin không kết thúc; xem lại địa chỉ.")
    return got.body


def read_feed(raw: bytes) -> list[Item]:
    """The articles of a feed, in its order, each address once. Raises FeedTrouble."""
    import feedparser

    # A stream, never a text: feedparser would open a text that looks like an address.
    found = feedparser.parse(io.BytesIO(raw))
    if not found.entries and (found.bozo or not found.get("version")):
        raise FeedTrouble("Địa chỉ này không phải nguồn tin RSS hay Atom.")
    items: dict[str, Item] = {}
    for entry in found.entries[:MOST_ITEMS]:
        item = _item(entry)
        if item.title and url_trouble(item.address) is None:
            items.setdefault(article_key(item.address), item)
    return list(items.values())


def wanted(item: Item, keywords: Sequence[str]) -> str:
    """The first of some words that an article speaks of; empty when none."""
    text = f" {_folded(item.title)} {_folded(item.summary)} "
    return next((word for word in keywords or KEYWORDS if f" {_folded(word)} " in text), "")


def collect(
    transactions: Transactions, feeds: Iterable[FeedSettings], *, now: datetime, get: Fetch = fetch_feed
) -> int:
    """Look at every feed and keep what is new and ours; returns how many. A feed that fails is logged and left."""
    found = 0
    for feed in feeds:
        try:
            items = read_feed(get(feed.url))
        except (NotFetched, FeedTrouble) as error:
            log.warning("feed %s: %s", feed.name, error)
            continue
        rows = list(_rows(feed, items, now))
        if rows:
            found += transactions.write(lambda rows=rows: _keep(rows))  # type: ignore[misc]
    transactions.write(lambda: FeedItem.objects.filter(found_at__lt=now - FORGET, taken_at=None).delete())
    return found


def _rows(feed: FeedSettings, items: Iterable[Item], now: datetime) -> Iterator[FeedItem]:
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
    known = set(FeedItem.objects.filter(key__in=[row.key for row in rows]).values_list("key", flat=True))
    new = [row for row in rows if row.key not in known]
    FeedItem.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _item(entry: Any) -> Item:
    published = entry.get("published_parsed") or entry.get("updated_parsed")
    return Item(
        title=_plain(entry.get("title", ""))[:300],
        address=bare(entry.get("link", "")),
        summary=_plain(entry.get("summary", ""))[:600],
        picture=next((one.get("url", "") for one in entry.get("media_content", ()) if one.get("url")), ""),
        published_at=_moment(published),
    )


def _moment(parts: Any) -> datetime | None:
    try:
        year, month, day, hour, minute, second = parts[:6] if parts else (0, 0, 0, 0, 0, 0)
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC) if parts else None
    except ValueError:
        return None


def _plain(text: str) -> str:
    from html import unescape

    return " ".join(unescape(re.sub(r"<[^>]{0,2000}>", " ", nfc(text))).split())


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", nfc(text).lower()))
