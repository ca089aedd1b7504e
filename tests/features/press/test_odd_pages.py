"""Pages and feeds as nobody would write them: never an exception besides the module's own, and never a long time."""

import random
import time
from collections.abc import Callable
from pathlib import Path

import feedparser
import pytest

from publisher.config.values import FeedSettings
from publisher.domain.address import url_trouble
from publisher.domain.errors import NotFetched
from publisher.features.press.feeds import collect, feed_troubles, read_feed
from publisher.features.press.fetch import Article, Got, understood
from publisher.features.press.link_watch import UNCLEAR, watch_links
from publisher.features.press.page_head import said_of_itself
from publisher.store.models import Delivery, FeedItem, LinkCheck, StoredRevision
from publisher.store.transactions import Direct
from tests.features.press.test_press import (
    FEED,
    NOW,
    RSS,
    link,
)
from tests.features.scheduling.test_planning import Room, room  # noqa: F401 - a fixture

HTML = "text/html; charset=utf-8"
PAGE = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>Tên &amp; trang</title><!-- <title>x</title> -->'
    '<link rel="canonical" href="https://bao.vn/bai?utm_source=x"><meta property="og:title" content="Công đoàn">'
    "<meta property='og:image' content='/anh.jpg'><meta name=description content=ngắn><script>'<title>'</script>"
    '<meta itemprop="datePublished" content="2027-04-11T08:00:00+07:00"></head><body><p>Lời</body></html>'
)
ATOM = (
    '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
    'xmlns:media="http://search.yahoo.com/mrss/"><title>Báo</title><entry><title type="html">&lt;b&gt;Công đoàn</title>'
    '<link href="https://bao.vn/b"/><media:content url="https://bao.vn/a.jpg"/><updated>2027-04-11T01:00:00Z</updated>'
    "<summary><![CDATA[<a href='x'>Đoàn viên</a>]]></summary></entry></feed>"
)
ODD_LINKS = [
    "http://[",
    "http://a.b:99999/",
    "//[",
    "javascript:alert(1)",
    "data:image/png;base64,AAAA",
    "http://[fe80::1%25eth0]/",
    "http://a.b:-1/",
    "http://\ud800.vn/",
    "/\0",
    "http://bao.vn/" + "a" * 100_000,
    "&#" + "9" * 5_000 + ";",
    "http://127.0.0.1:0/",
]
CHARSETS = [
    "idna",
    "rot13",
    "base64",
    "zlib",
    "undefined",
    "punycode",
    "utf-7",
    "unicode_escape",
    "mbcs",
    "\0",
    "a\0b",
]
CHARSETS += [
    "",
    "x" * 100_000,
    "../../os",
    "hex",
    "uu",
    "bz2",
    "utf-8\ud800",
    "đ",
    "oem",
    "raw_unicode_escape",
    '"',
]


def page(text: str, kind: str = HTML) -> Article:
    return understood(Got("https://bao.vn/bai", kind, text.encode("utf-8", "surrogatepass")))


def test_a_page_tells_what_stands_in_its_head_and_not_what_stands_in_comments_and_scripts() -> None:
    found = page(PAGE)
    assert found == Article(
        address="https://bao.vn/bai",
        headline="Công đoàn",
        publication="bao.vn",
        description="ngắn",
        picture="https://bao.vn/anh.jpg",
        published="2027-04-11T08:00:00+07:00",
    )
    assert page(PAGE.replace("og:title", "x")).headline == "Tên & trang"
    assert (
        page(
            "<TITLE\n>A</TITLE><meta content='B' PROPERTY=og:site_name /><meta content=C>"
        ).publication
        == "B"
    )


@pytest.mark.parametrize("odd", ODD_LINKS, ids=range(len(ODD_LINKS)))
@pytest.mark.parametrize(
    "head", ['<link rel=canonical href="{}">', '<meta property="og:url" content="{}">']
)
def test_an_odd_address_that_a_page_gives_itself_is_passed_over(head: str, odd: str) -> None:
    assert url_trouble(page(head.format(odd)).address) is None


@pytest.mark.parametrize("odd", ODD_LINKS, ids=range(len(ODD_LINKS)))
def test_an_odd_address_of_a_picture_is_no_picture(odd: str) -> None:
    picture = page(f'<meta property="og:image" content="{odd}">').picture
    assert not picture or url_trouble(picture) is None


@pytest.mark.parametrize("charset", CHARSETS, ids=range(len(CHARSETS)))
def test_what_is_no_encoding_of_pages_is_read_as_utf_8(charset: str) -> None:
    assert page("<title>Công đoàn</title>", f"text/html; charset={charset}").headline == "Công đoàn"


def test_encodings_of_pages_are_read() -> None:
    raw = "<title>Đoàn viên</title>".encode("utf-16")
    assert (
        understood(Got("https://bao.vn/", "text/html; charset=UTF-16", raw)).headline == "Đoàn viên"
    )
    latin = understood(
        Got("https://bao.vn/", 'text/html; charset="ISO-8859-1"', b"<title>\xe9</title>")
    )
    assert latin.headline == "é"


@pytest.mark.parametrize(
    "text", ["<![<![", "<!-- <!-- -->", "<![CDATA[", "<!", "<?", "<", "<a", "<title", "</", "\0"]
)
def test_markup_that_breaks_off_is_a_page_that_says_nothing(text: str) -> None:
    assert page(text).headline == ""


@pytest.mark.parametrize(
    "unit",
    [
        "<a ",
        "<a b='",
        "<a/a",
        "<!--",
        "<![",
        "</",
        "<meta ",
        '<meta a="',
        "<title>",
        "<script>",
        "<",
        "&#9",
        "a=",
    ],
)
def test_the_time_for_a_page_grows_with_its_length_only(unit: str) -> None:
    began = time.process_time()
    said_of_itself((unit * 100_000)[:200_000])
    assert time.process_time() - began < 2


@pytest.mark.parametrize("odd", ODD_LINKS, ids=range(len(ODD_LINKS)))
def test_an_article_with_an_odd_address_does_not_hide_the_others_of_its_feed(odd: str) -> None:
    raw = RSS.replace("https://bao.vn/vang", odd.replace("&", "&amp;")).encode(
        "utf-8", "surrogatepass"
    )
    assert {"https://bao.vn/a", "https://bao.vn/cu"} <= {item.address for item in read_feed(raw)}
    assert all(url_trouble(item.address) is None for item in read_feed(raw))


def test_an_article_over_which_we_stumble_does_not_hide_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from publisher.features.press import feeds

    before = feeds._item

    def item(entry: dict[str, str]) -> feeds.FeedArticle:
        if "vàng" in entry["title"]:
            raise KeyError("a")
        return before(entry)

    monkeypatch.setattr(feeds, "_item", item)
    assert len(read_feed(RSS.encode())) == 2


@pytest.mark.parametrize(
    "trouble", [KeyError("a"), AssertionError(), LookupError(), RecursionError(), MemoryError()]
)
def test_a_feed_over_which_feedparser_stumbles_is_no_feed(
    monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    def parse(*_: object, **__: object) -> None:
        raise trouble

    monkeypatch.setattr(feedparser, "parse", parse)
    with pytest.raises(NotFetched):
        read_feed(RSS.encode())


def feed(name: str) -> FeedSettings:
    return FeedSettings(name=name, url=f"https://{name}.vn/rss", keywords=())


@pytest.mark.parametrize(
    "trouble", [KeyError("a"), ValueError("Invalid IPv6 URL"), NotFetched("Không mở được.")]
)
def test_a_feed_that_stumbles_does_not_end_the_round_and_is_told(
    room: Room,  # noqa: F811
    trouble: Exception,
) -> None:
    def get(url: str) -> bytes:
        if "hong" in url:
            raise trouble
        return RSS.encode()

    assert collect(Direct(), [feed("hong"), FEED], now=NOW, get=get) == 1
    assert [one.feed for one in feed_troubles([feed("hong"), FEED])] == ["hong"]
    collect(Direct(), [feed("hong"), FEED], now=NOW, get=lambda _: RSS.encode())
    assert feed_troubles([feed("hong"), FEED]) == []


def test_signs_that_no_database_keeps_are_left_out_of_suggestions(room: Room) -> None:  # noqa: F811
    collect(
        Direct(), [FEED], now=NOW, get=lambda _: RSS.replace("trao", "trao&#0;&#x1;\x02").encode()
    )
    assert "\0" not in FeedItem.objects.get().title


def test_rounds_leave_the_rest_when_the_service_ends(room: Room) -> None:  # noqa: F811
    asked: list[str] = []

    def get(url: str) -> bytes:
        asked.append(url)
        return b""

    def read(url: str) -> Article:
        asked.append(url)
        raise NotFetched("không mở")

    collect(Direct(), [FEED], now=NOW, get=get, ending=lambda: True)
    link(room, "a", "https://bao.vn/a")
    room.plan()
    assert watch_links(Direct(), now=NOW, read=read, ending=lambda: True) == 0
    assert asked == []


def test_a_link_over_which_we_stumble_does_not_end_the_round(room: Room) -> None:  # noqa: F811
    link(room, "a", "https://bao.vn/a")
    link(room, "b", "https://bao.vn/b", at="2027-04-12T21:00:00")
    link(room, "c", "https://bao.vn/c", at="2027-04-12T22:00:00")
    room.plan()
    broken = Delivery.objects.get(entry_id="a").revision_id
    StoredRevision.objects.filter(pk=broken).update(body="{")

    def read(url: str) -> Article:
        if url.endswith("b"):
            raise KeyError(url)
        return Article(url, "", "", "", "")

    assert watch_links(Direct(), now=NOW, read=read) == 2
    assert list(LinkCheck.objects.order_by("key").values_list("state", flat=True)) == [
        UNCLEAR,
        "fine",
    ]


# By seed: a case that fails here fails again.
CASES = Path(__file__).parent / "cases"
BITS = [
    *ODD_LINKS[:9],
    *(
        "<![",
        "<!--",
        "-->",
        "]]>",
        "<",
        ">",
        '"',
        "'",
        "=",
        "/",
        "&",
        "&#",
        "&#x",
        ";",
        "\0",
        "\ufffe",
        "<![CDATA[",
    ),
    *(
        "<!DOCTYPE a [",
        "<!ENTITY b 'c'>",
        "&b;",
        "<?xml version='1.1' encoding='rot13'?>",
        "<item>",
        "</entry>",
    ),
    *(
        "<link>http://[</link>",
        "<link href='http://['/>",
        "<base href='http://['>",
        "xml:base='http://['",
        "<title>",
    ),
    *(
        "<media:content url='http://['/>",
        "<georss:point>x</georss:point>",
        "<dc:date>99999-99-99</dc:date>",
    ),
    *(
        "<pubDate>Mon, 99 Foo 0000 99:99:99 +9999</pubDate>",
        "<media:credit>",
        "<itunes:image href=''/>",
        "<enclosure/>",
    ),
]


def mutated(text: str, dice: random.Random) -> bytes:
    """A page or feed of which some places were changed."""
    signs = list(text)
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(signs) + 1)
        match dice.randrange(4):
            case 0:
                del signs[at : at + dice.randint(1, 60)]
            case 1:
                signs[at:at] = dice.choice(BITS)
            case 2:
                signs[at:at] = signs[at : at + dice.randint(1, 80)] * dice.randint(1, 4)
            case _:
                signs[at : at + 1] = chr(
                    dice.choice([dice.randrange(128), dice.randrange(0xD800, 0x110000)])
                )
    raw = "".join(signs).encode("utf-8", "surrogatepass")
    return raw if dice.random() < 0.8 else raw[: dice.randrange(len(raw) + 1)] + dice.randbytes(5)


@pytest.mark.parametrize("seed", range(5))
def test_no_page_ends_in_anything_but_an_article_or_our_own_refusal(
    seed: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    dice = random.Random(seed)
    for _ in range(300):
        kind = f"text/html; charset={dice.choice(CHARSETS)}" if dice.random() < 0.3 else HTML
        found = understood(Got("https://bao.vn/bai", kind, mutated(PAGE, dice)))
        assert url_trouble(found.address) is None
        assert not found.picture or url_trouble(found.picture) is None
    assert "could not understand" not in caplog.text


@pytest.mark.parametrize("seed", range(5))
def test_no_feed_ends_in_anything_but_articles_or_our_own_refusal(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(100):
        try:
            items = read_feed(mutated(dice.choice([RSS, ATOM]), dice))
        except NotFetched:
            continue
        assert all(url_trouble(item.address) is None for item in items)


READERS: dict[str, Callable[[bytes], object]] = {
    "html": lambda raw: understood(Got("https://bao.vn/bai", HTML, raw)),
    "feed": read_feed,
}


@pytest.mark.parametrize("case", sorted(CASES.glob("*.bin")), ids=lambda case: case.name)
def test_what_once_crashed_crashes_no_more(case: Path) -> None:
    with_charset = Got("https://bao.vn/bai", "text/html; charset=idna", case.read_bytes())
    assert READERS[case.name.partition("-")[0]](case.read_bytes()) is not None
    assert understood(with_charset).publication
