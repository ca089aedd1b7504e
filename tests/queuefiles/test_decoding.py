"""Text files as editors and spreadsheets save them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.domain.reason import Reason, reason
from publisher.queuefiles.decoding import text_of


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff\ufffe")))
def test_utf8_and_utf16_with_its_mark_are_read(encoding: str, text: str) -> None:
    assert text_of(text.encode(encoding)) == text


@pytest.mark.parametrize("raw", [b"\xff", b"\xff\xfea"])
def test_anything_else_is_no_text(raw: bytes) -> None:
    assert text_of(raw) == reason("queuefiles.not_utf8")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_told_by_its_zeros(encoding: str) -> None:
    assert text_of("Công đoàn Việt Nam".encode(encoding)) == "Công đoàn Việt Nam"


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (
            "Công đoàn".encode("cp1258", "ignore"),
            reason("queuefiles.old_encoding", name="Windows-1258"),
        ),
        ("C«ng ®oµn ViÖt Nam".encode("cp1252"), reason("queuefiles.old_encoding", name="TCVN3")),
        ("C«ng ®oµn ViÖt Nam ®oµn kÕt".encode(), reason("queuefiles.old_font", name="TCVN3")),
        (
            "Công đoàn Việt Nam đoàn kết vững mạnh".encode().decode("latin-1").encode(),
            reason("queuefiles.old_font", name="UTF-8"),
        ),
    ],
)
def test_an_old_encoding_is_named_and_never_guessed(raw: bytes, why: Reason) -> None:
    assert text_of(raw) == why


@pytest.mark.parametrize("raw", [b"a\nb\0c", "a\nb\0c".encode("utf-16")])
def test_a_null_character_is_told_with_its_line(raw: bytes) -> None:
    assert text_of(raw) == reason("queuefiles.null_character", line=2)
