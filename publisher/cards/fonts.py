"""Fonts: loading with one layout engine, widths in em, and which characters can be drawn at all."""

from bisect import bisect_right
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from PIL import ImageFont, features

from publisher.domain.errors import CardRefused
from publisher.domain.reason import Reason

MEASURED_AT = (
    200  # px; widths are proportional to the size within 0.04 % (rendering.md section 3, 2026-11)
)


class ShapingReport(NamedTuple):
    """Whether text is shaped as type should be."""

    ok: bool
    # "raqm" or "basic".
    engine: str
    message: Reason


@cache
def text_shaping() -> ShapingReport:
    """Look for the shaping engine: Pillow's wheel brings Raqm, but loads FriBiDi from the
    system."""
    if features.check("raqm"):
        return ShapingReport(ok=True, engine="raqm", message=Reason("cards.shaping_ready"))
    return ShapingReport(ok=False, engine="basic", message=Reason("cards.no_fribidi"))


@lru_cache(maxsize=64)
def font(path: Path, size: float) -> ImageFont.FreeTypeFont:
    """A font at a size in px; the engine is named, so that the same machine always sets the same
    way.
    """
    engine = ImageFont.Layout.RAQM if text_shaping().ok else ImageFont.Layout.BASIC
    return ImageFont.truetype(str(path), size, layout_engine=engine)


@lru_cache(maxsize=4096)
def width(path: Path, text: str) -> float:
    """Width of a text in em."""
    return font(path, MEASURED_AT).getlength(text) / MEASURED_AT


@cache
def space(path: Path) -> float:
    """Width of a space between letters, in em."""
    return width(path, "a a") - 2 * width(path, "a")


@lru_cache(maxsize=4096)
def ink(path: Path, text: str) -> tuple[float, float]:
    """How far a word's ink reaches above and below the baseline, in em, both positive."""
    _, top, _, bottom = font(path, MEASURED_AT).getbbox(text, anchor="ls")
    return -top / MEASURED_AT, bottom / MEASURED_AT


@cache
def _coverage(path: Path) -> tuple[list[int], list[int]]:
    """First and last code points of the ranges that a font draws; from the file beside our own,
    else from the font.
    """
    file = path.with_name("coverage.txt")
    if not file.is_file():
        points = _points(path)
        return points, points
    ranges = [line.split("-") for line in file.read_text(encoding="ascii").split()]
    return [int(first, 16) for first, _ in ranges], [int(last, 16) for _, last in ranges]


def _points(path: Path) -> list[int]:
    """Every code point that a unit's own font draws. Raises CardRefused when it is no font."""
    # Imported for such a font only: it takes longer than a card.
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(path, lazy=True) as font_file:
            return sorted(font_file.getBestCmap() or {})
    except (TTLibError, OSError) as error:
        raise CardRefused("cards.font_unread", name=path.name, why=str(error)) from None


def missing_characters(path: Path, text: str) -> list[str]:
    """Characters that the font would draw as an empty box: Pillow does so without a word.

    Raises CardRefused.
    """
    firsts, lasts = _coverage(path)
    return [char for char in dict.fromkeys(text) if not _is_in(ord(char), firsts, lasts)]


def _is_in(point: int, firsts: list[int], lasts: list[int]) -> bool:
    place = bisect_right(firsts, point) - 1
    return place >= 0 and point <= lasts[place]
