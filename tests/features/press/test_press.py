"""Feeds that suggest, links that are watched, articles that are shared once."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from publisher.config.values import FeedSettings
from publisher.domain.errors import NotFetched
from publisher.features.people.notices import NoticeKind
from publisher.features.people.notices import look as notices
from publisher.features.press import fetch
from publisher.features.press.feeds import FeedArticle, collect, read_feed, wanted
from publisher.features.press.fetch import Article
from publisher.features.press.link_watch import (
    DEAD,
    FINE,
    MOVED,
    UNCLEAR,
    look,
    watch_links,
)
from publisher.store.models import Delivery, FeedItem, LinkCheck
from publisher.store.transactions import Direct
from tests.features.scheduling.test_planning import Room, room  # noqa: F401 - a fixture

NOW = datetime(2027, 4, 12, tzinfo=UTC)
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Báo</title>
<item><title>Công đoàn Lai Châu trao mái ấm</title><link>https://bao.vn/a?utm_source=rss</link>
<description>&lt;img src="x"&gt;Trao nhà cho đoàn viên.</description>
<pubDate>Sun, 11 Apr 2027 08:00:00 +0700</pubDate></item>
<item><title>Giá vàng hôm nay</title><link>https://bao.vn/vang</link>
<pubDate>Sun, 11 Apr 2027 08:00:00 +0700</pubDate></item>
<item><title>Công nhân nghỉ lễ</title><link>https://bao.vn/cu</link>
<pubDate>Mon, 01 Mar 2027 08:00:00 +0700</pubDate></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Báo</title><entry><title>Người lao động</title>
<link href="https://bao.vn/b"/><updated>2027-04-11T01:00:00Z</updated></entry></feed>"""
FEED = FeedSettings(name="bao", url="https://bao.vn/rss", keywords=())


def test_a_feed_s_articles_lose_their_tracking_and_their_markup() -> None:
    first = read_feed(RSS.encode())[0]
    assert first == FeedArticle(
        title="Công đoàn Lai Châu trao mái ấm",
        address="https://bao.vn/a",
        summary="Trao nhà cho đoàn viên.",
        picture="",
        published_at=datetime(2027, 4, 11, 1, tzinfo=UTC),
    )


def test_atom_is_read_too() -> None:
    assert [item.title for item in read_feed(ATOM.encode())] == ["Người lao động"]


@pytest.mark.parametrize(
    "raw", [b"<html><body>404</body></html>", b"", b"\x00\xff\xfe", b"<rss><channel>"]
)
def test_what_is_no_feed_is_refused(raw: bytes) -> None:
    with pytest.raises(NotFetched):
        read_feed(raw)


def test_entities_that_multiply_do_not_swell_a_feed() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    feed = '<rss version="2.0"><channel><item><title>&l9;</title></item></channel></rss>'
    raw = f'<!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]>{feed}'
    try:
        items = read_feed(raw.encode())
    except NotFetched:
        return
    assert sum(len(item.title) for item in items) < 10_000


def test_only_what_speaks_of_unions_is_wanted_and_whole_words_count() -> None:
    def item(title: str) -> FeedArticle:
        return FeedArticle(title, "https://b.vn", "", "", None)

    assert wanted(item("CÔNG ĐOÀN Lai Châu"), ()) == "công đoàn"
    assert wanted(item("Công đoạn cuối"), ()) == ""
    assert wanted(item("Tin Sìn Hồ"), ("Sìn Hồ",)) == "Sìn Hồ"


def test_fresh_articles_of_ours_are_kept_once(room: Room) -> None:  # noqa: F811
    get = lambda _: RSS.encode()  # noqa: E731
    assert collect(Direct(), [FEED], now=NOW, get=get) == 1
    assert collect(Direct(), [FEED], now=NOW + timedelta(hours=1), get=get) == 0
    assert list(FeedItem.objects.values_list("title", "keyword")) == [
        ("Công đoàn Lai Châu trao mái ấm", "công đoàn")
    ]


def test_a_feed_that_fails_does_not_hide_the_others(room: Room) -> None:  # noqa: F811
    def get(url: str) -> bytes:
        if "hong" in url:
            raise NotFetched("không mở được")
        return RSS.encode()

    broken = FeedSettings(name="hong", url="https://hong.vn/rss", keywords=())
    assert collect(Direct(), [broken, FEED], now=NOW, get=get) == 1


def test_suggestions_that_nobody_took_are_forgotten(room: Room) -> None:  # noqa: F811
    collect(Direct(), [FEED], now=NOW, get=lambda _: RSS.encode())
    collect(Direct(), [], now=NOW + timedelta(days=31))
    assert not FeedItem.objects.exists()


class Endless(BaseHTTPRequestHandler):
    """A feed that never ends."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"<item><title>x</title></item>" * 2000)
        except OSError:
            pass

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def endless() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endless)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_feed_that_never_ends_is_cut_off(endless: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from publisher.features.press import feeds

    monkeypatch.setattr(fetch, "url_trouble", lambda _: None)
    got = fetch.fetch(endless, most=feeds.MOST, kinds=feeds.KINDS, allowed=lambda _: True)
    assert len(got.body) == feeds.MOST
    monkeypatch.setattr(feeds, "fetch", lambda *_, **__: got)
    with pytest.raises(NotFetched, match="không kết thúc"):
        feeds.fetch_feed(endless)


def an_article(address: str) -> Article:
    return Article(address=address, headline="", publication="", description="", picture="")


def test_a_dead_a_moved_and_a_living_link_are_told_apart() -> None:
    def gone(_: str) -> Article:
        raise NotFetched("x", status=404)

    def closed(_: str) -> Article:
        raise NotFetched("x", status=403)

    def lost(_: str) -> Article:
        raise NotFetched("x", unknown_host=True)

    url = "https://bao.vn/a"
    assert [look(url, read=read).state for read in (gone, lost, closed)] == [DEAD, DEAD, UNCLEAR]
    assert look(url, read=lambda _: an_article("https://bao.vn/khac")).state == MOVED
    assert look(url, read=lambda _: an_article("https://www.bao.vn/a?utm_source=x")).state == FINE


def link(room: Room, name: str, url: str, at: str = "2027-04-12T20:00:00", more: str = "") -> None:  # noqa: F811
    room.put(f"posts/{name}.md", f'+++\nat = {at}\nlink = "{url}"\n{more}+++\nMời đọc\n')


def test_a_dead_link_is_noticed_before_it_goes_out_and_looked_at_again_later(room: Room) -> None:  # noqa: F811
    link(room, "a", "https://bao.vn/a")
    room.plan()
    looked: list[str] = []

    def gone(url: str) -> Article:
        looked.append(url)
        raise NotFetched("x", status=410)

    watch_links(Direct(), now=NOW, read=gone)
    watch_links(Direct(), now=NOW + timedelta(hours=1), read=gone)
    assert looked == ["https://bao.vn/a"]
    [said] = [one for one in notices(room.context().pages, now=NOW) if one.kind is NoticeKind.LINK]
    assert "không còn (trang báo trả lời 410)" in str(said.text)
    watch_links(Direct(), now=NOW + timedelta(hours=9), read=lambda url: an_article(url))
    assert LinkCheck.objects.get().state == FINE


def test_the_same_article_is_not_shared_twice_on_a_page(room: Room) -> None:  # noqa: F811
    link(room, "a", "https://bao.vn/a")
    room.plan()
    link(room, "b", "https://m.bao.vn/a?utm_source=zalo", at="2027-04-13T08:00:00")
    report = room.plan()
    assert "bài báo này đã có trên trang p (bài “a”)" in str(report.problems[0])
    assert [row.entry_id for row in Delivery.objects.all()] == ["a"]
    link(room, "b", "https://m.bao.vn/a", at="2027-04-13T08:00:00", more="again = true\n")
    assert not room.plan().problems
    assert Delivery.objects.count() == 2


def test_an_article_whose_first_post_was_taken_out_may_be_shared(room: Room) -> None:  # noqa: F811
    link(room, "a", "https://bao.vn/a")
    room.plan()
    (room.queue / "posts" / "a.md").unlink()
    room.plan()
    link(room, "b", "https://bao.vn/a")
    assert (room.plan().problems, Delivery.objects.filter(entry_id="b").count()) == ((), 1)
