"""The ground of a card: every layer that no text, unit or emblem changes. Drawn once for a template and a brand."""

import hashlib
import math
import os
from functools import lru_cache
from pathlib import Path
from typing import assert_never

from PIL import Image, ImageDraw
from PIL import __version__ as PILLOW

from publisher.cards import RECIPE
from publisher.cards.brand import Brand, Rgb
from publisher.cards.template import Box, Fill, Frame, Gradient, GroundLayer, Rays, Rings, Template
from publisher.files import write_whole

# Ornaments are soft: drawn at half size and enlarged, four times as fast as at full size.
HALF = 2
# Files of 4 MB each, the longest unused ones go first.
KEPT = 24
RAW = ".rgb"


def ground_of(template: Template, brand: Brand, folder: Path | None) -> Image.Image:
    """A fresh copy of the ground, RGB. In `folder`, when one is given, it is kept for the next process."""
    if folder is None:
        return _drawn(template, brand.path, tuple(brand.colors.items())).copy()
    path = folder / f"{_digest(template, brand)}{RAW}"
    try:
        raw = path.read_bytes()
        os.utime(path)
        return Image.frombytes("RGB", template.size, raw)
    except (OSError, ValueError):
        # Not there, or cut short.
        pass
    ground = _drawn(template, brand.path, tuple(brand.colors.items()))
    _keep(ground, path)
    return ground.copy()


def _digest(template: Template, brand: Brand) -> str:
    facts = [RECIPE, PILLOW, template.size, [layer for layer in template.layers if isinstance(layer, GroundLayer)]]
    return hashlib.sha256(repr([*facts, sorted(brand.colors.items())]).encode()).hexdigest()


def _keep(ground: Image.Image, path: Path) -> None:
    """Raw pixels, since reading them back must cost less than drawing them. A full disk costs only the time."""
    try:
        files = sorted(path.parent.glob(f"*{RAW}"), key=lambda found: found.stat().st_mtime)
        for old in files[: 1 - KEPT or None]:
            old.unlink(missing_ok=True)
        write_whole(path, ground.tobytes(), durable=False)
    except OSError:
        pass


@lru_cache(maxsize=8)
def _drawn(template: Template, _brand: Path, colors: tuple[tuple[str, Rgb], ...]) -> Image.Image:
    painter = _Painter(template.size, dict(colors))
    for layer in template.layers:
        if isinstance(layer, GroundLayer):
            painter.paint(layer)
    return painter.image


class _Painter:
    def __init__(self, size: tuple[int, int], colors: dict[str, Rgb]) -> None:
        self.size, self.colors = size, colors
        self.image = Image.new("RGB", size)
        self.pen = ImageDraw.Draw(self.image)

    def paint(self, layer: GroundLayer) -> None:
        match layer:
            case Gradient():
                self._gradient(layer)
            case Fill(box=box, color=color):
                self.pen.rectangle(_corners(box), fill=self.colors[color])
            case Frame(box=box, color=color, width=width):
                self.pen.rectangle(_corners(box), outline=self.colors[color], width=width)
            case Rays():
                self._rays(layer)
            case Rings():
                self._rings(layer)
            case _ as never:
                assert_never(never)

    def _gradient(self, layer: Gradient) -> None:
        column = Image.new("RGB", (1, self.size[1]), self.colors[layer.top])
        below = Image.new("RGB", column.size, self.colors[layer.bottom])
        column.paste(below, (0, 0), Image.linear_gradient("L").resize(column.size))
        self.image.paste(column.resize(self.size, Image.Resampling.NEAREST))

    def _rays(self, layer: Rays) -> None:
        mask, pen = self._veil()
        x, y = (value / HALF for value in layer.center)
        reach = math.hypot(*self.size)
        for number in range(layer.beams):
            angles = [2 * math.pi * (number + side) / layer.beams for side in (0.0, 0.5)]
            corners = [(x + reach * math.cos(angle), y + reach * math.sin(angle)) for angle in angles]
            pen.polygon([(x, y), *corners], fill=round(255 * layer.opacity))
        self._lay(mask, layer.color)

    def _rings(self, layer: Rings) -> None:
        mask, pen = self._veil()
        x, y = (value / HALF for value in layer.center)
        for number in range(1, layer.circles + 1):
            radius = number * layer.step / HALF
            around = (x - radius, y - radius, x + radius, y + radius)
            pen.ellipse(around, outline=round(255 * layer.opacity), width=round(layer.step / HALF / 3))
        self._lay(mask, layer.color)

    def _veil(self) -> tuple[Image.Image, ImageDraw.ImageDraw]:
        mask = Image.new("L", (self.size[0] // HALF, self.size[1] // HALF))
        return mask, ImageDraw.Draw(mask)

    def _lay(self, mask: Image.Image, color: str) -> None:
        whole = mask.resize(self.size, Image.Resampling.BILINEAR)
        self.image.paste(self.colors[color], (0, 0, *self.size), whole)


def _corners(box: Box) -> tuple[float, float, float, float]:
    left, top, width, height = box
    return left, top, left + width - 1, top + height - 1
