"""Addresses of press articles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.domain.address import article_key, bare, tagged


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://laodong.vn/a.ldo?utm_source=fb&utm_medium=x&fbclid=1", "https://laodong.vn/a.ldo"),
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
    assert url == "https://bao.vn/a?id=1&utm_source=facebook&utm_medium=fanpage&utm_campaign=thang-cong-nhan"
    assert article_key(url) == article_key("https://bao.vn/a?id=1")


@given(st.text(alphabet="abc/?&=#%1utm_source.", max_size=40))
def test_taking_away_twice_is_taking_away_once(rest: str) -> None:
    once = bare(f"https://bao.vn/{rest}")
    assert bare(once) == once
