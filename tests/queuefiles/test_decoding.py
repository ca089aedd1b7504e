"""Text files as editors and spreadsheets save them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.queuefiles.decoding import decoded


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff\ufffe")))
def test_utf8_and_utf16_with_its_mark_are_read(encoding: str, text: str) -> None:
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize("raw", [b"\xff", "Công đoàn".encode("utf-16-le"), b"a\0b", b"\xff\xfea"])
def test_anything_else_is_no_text(raw: bytes) -> None:
    assert decoded(raw) is None
