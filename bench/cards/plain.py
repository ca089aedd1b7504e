"""The best that plain Pillow does: base kept, each word measured once, unhinted font, one encoder
call.

It draws the same kind of card as our slogan template (ground, emblem, unit, footer are the kept
base), fits the text by arithmetic on word widths, and breaks greedily over spaces, as peers do.
"""

import io
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

MEASURED_AT = 200
LINE = 1.32


class PlainBest:
    """Renders slogans on a base picture (RGB) within a box (left, top, width, height, px)."""

    def __init__(
        self, base: Image.Image, font: Path, box: tuple[float, float, float, float]
    ) -> None:
        self._base, self._font, self._box = base, font, box
        self._measure = ImageFont.truetype(str(font), MEASURED_AT)
        self._width = cache(lambda word: self._measure.getlength(word) / MEASURED_AT)
        self._face = cache(lambda size: ImageFont.truetype(str(font), size))

    def jpeg(self, text: str) -> bytes:
        """JPEG, quality 90, 4:4:4."""
        buffer = io.BytesIO()
        self.draw(text).save(buffer, "JPEG", quality=90, subsampling=0)
        return buffer.getvalue()

    def png(self, text: str) -> bytes:
        """PNG, level 1."""
        buffer = io.BytesIO()
        self.draw(text).save(buffer, "PNG", compress_level=1)
        return buffer.getvalue()

    def draw(self, text: str) -> Image.Image:
        """The pixels."""
        picture = self._base.copy()
        pen = ImageDraw.Draw(picture)
        left, top, width, height = self._box
        size, lines = self._fit(text.split(), width, height)
        face = self._face(size)
        first = top + (height - len(lines) * LINE * size) / 2 + size
        for number, line in enumerate(lines):
            at = (left + width / 2, first + number * LINE * size)
            pen.text(at, line, font=face, fill="white", anchor="ms")
        return picture

    def _fit(self, words: list[str], width: float, height: float) -> tuple[int, list[str]]:
        for size in range(117, 30, -1):
            lines = self._wrapped(words, width / size)
            if len(lines) * LINE * size <= height:
                return size, lines
        raise ValueError("too long")

    def _wrapped(self, words: list[str], width: float) -> list[str]:
        lines: list[list[str]] = [[]]
        used = 0.0
        for word in words:
            wanted = self._width(word) + (self._width(" ") if lines[-1] else 0.0)
            if used + wanted > width and lines[-1]:
                lines.append([])
                used, wanted = 0.0, self._width(word)
            lines[-1].append(word)
            used += wanted
        return [" ".join(line) for line in lines]
