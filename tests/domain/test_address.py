"""Addresses of press articles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.domain.address import (
    LONGEST_KEY,
    article_key,
    bare,
    host_of,
    joined,
    tagged,
    url_trouble,
)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        (
            "https://laodong.vn/a.ldo?utm_source=fb&utm_medium=x&fbclid=1",
            "https://laodong.vn/a.ldo",
        ),
        ("https://laodong.vn/a.ldo?id=5&fbclid=1#binh-luan", "https://laodong.vn/a.ldo?id=5"),
        # Nothing to take away: spelled as the newspaper spells it.
        ("https://bao.vn/tin?q=công%20đoàn&x=", "https://bao.vn/tin?q=công%20đoàn&x="),
        ("https://bao.vn/tin?zarsrc=31&utm_campaign=z", "https://bao.vn/tin"),
    ],
)
def test_what_follows_readers_about_is_taken_away_and_nothing_else(url: str, kept: str) -> None:
    assert bare(url) == kept


@pytest.mark.parametrize(
    "other",
    [
        "http://laodong.vn/cong-doan/bai-1.ldo",
        "https://www.laodong.vn/cong-doan/bai-1.ldo/",
        "https://m.laodong.vn/cong-doan/bai-1.ldo?utm_source=zalo",
        "https://LAODONG.vn/cong-doan/bai-1.ldo#xem",
    ],
)
def test_one_article_has_one_name_on_all_its_addresses(other: str) -> None:
    assert article_key(other) == article_key("https://laodong.vn/cong-doan/bai-1.ldo")


def test_two_articles_have_two_names() -> None:
    assert article_key("https://bao.vn/a?id=1") != article_key("https://bao.vn/a?id=2")


def test_our_own_mark_replaces_that_of_others_and_names_the_same_article() -> None:
    url = tagged("https://bao.vn/a?id=1&utm_source=zalo", "thang-cong-nhan")
    assert (
        url
        == "https://bao.vn/a?id=1&utm_source=facebook&utm_medium=fanpage&utm_campaign=thang-cong-nhan"
    )
    assert article_key(url) == article_key("https://bao.vn/a?id=1")


@given(st.text(alphabet="abc/?&=#%1utm_source.", max_size=40))
def test_taking_away_twice_is_taking_away_once(rest: str) -> None:
    once = bare(f"https://bao.vn/{rest}")
    assert bare(once) == once


ODD = [
    "http://[",
    "http://[::1",
    "http://a.b]/",
    "http://[bao.vn]/",
    "http://[fe80::1%25eth0]/",
    "http://[fe80::1%eth0.vn]/",
    "http://[v1.a]/",
    "http://a.b:99999/",
    "http://a.b:65536/",
    "http://a.b:0/",
    "http://a.b:-1/",
    "http://a.b:8o/",
    "http://a.b:８０/",
    "http://a..b/",
    "http://.vn/",
    f"http://{'a' * 64}.é.vn/",
    f"http://{'a.' * 200}vn/",
    "http://a.b\\.vn/",
    "http://a.b\\@10.0.0.1/",
    "http://@a.b/",
    "http://:mat-khau@a.b/",
    "http://a.b<script>/",
    "http://a.b%00.vn/",
    "http://a.b/\0",
    "http://a.b/\x1b[2J",
    "http://a.b/\x85",
    "http://a.b/\ud800",
    "http://\udfff.vn/",
    "http://ａ.ｂ／c@d/",
    "http:///a.b",
    "http:a.b",
    "//a.b/",
    "data:text/html,a.b",
    "javascript:alert(1)//a.b",
    "http://bao.vn/" + "a" * 100_000,
    "http://bao.vn/?" + "utm_source=a&" * 8_000,
    "http://" + "a." * 50_000 + "vn/",
    "http://" + "ă" * 100_000 + ".vn/",
    "",
    "[",
]


@pytest.mark.parametrize("url", ODD, ids=lambda url: ascii(url[:30]))
def test_an_address_that_cannot_be_opened_is_refused_in_plain_words(url: str) -> None:
    trouble = url_trouble(url)
    assert trouble
    assert str(trouble).split()[0] in ("có", "dài", "sai", "không", "thiếu", "chứa")


@pytest.mark.parametrize("url", ODD, ids=lambda url: ascii(url[:30]))
def test_what_is_no_address_can_be_compared_shortened_and_tagged_all_the_same(url: str) -> None:
    assert bare(bare(url)) == bare(url)
    assert len(article_key(url)) <= LONGEST_KEY
    assert isinstance(tagged(url, "thang\ud800"), str)
    assert isinstance(host_of(url), str)
    assert url_trouble(joined("https://bao.vn/a", url) or "https://bao.vn/") is None


@pytest.mark.parametrize(
    "url",
    [
        "https://bao.vn/",
        "https://bao.vn:8443/tin?q=công-đoàn&x=[1]#y",
        "https://BAO.vn./a",
        "https://báo-lao-động.vn/tin",
        "https://tin_tuc.bao.vn/a|b",
        "http://103.9.200.1/",
        "http://[2606:4700::1111]:8080/a",
        "https://bao.vn?a=b",
    ],
)
def test_an_address_that_can_be_opened_is_not_refused(url: str) -> None:
    assert url_trouble(url) is None


@given(st.text(max_size=60))
def test_no_text_at_all_is_too_odd_for_an_address(text: str) -> None:
    for url in (text, f"http://{text}", f"https://bao.vn:{text}", f"https://bao.vn/{text}"):
        assert isinstance(url_trouble(url), str | None)
        assert len(article_key(url)) <= LONGEST_KEY
        assert bare(bare(url)) == bare(url)
        assert url_trouble(joined("https://bao.vn/a", url) or "https://bao.vn/") is None
