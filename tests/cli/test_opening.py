"""What commands open, and what they say of it."""

import pytest
from PIL import features

from publisher.cards import fonts
from publisher.cli import opening


def test_missing_text_shaping_is_said_loudly_before_pictures_are_made(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(features, "check", lambda name: False)
    fonts.text_shaping.cache_clear()
    try:
        opening.warn_of_bad_shaping()
    finally:
        fonts.text_shaping.cache_clear()
    assert "CẢNH BÁO: thiếu thư viện FriBiDi" in capsys.readouterr().err
