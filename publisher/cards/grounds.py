"""The ground of a card: the lowest layers, which no text, unit or photo changes.

Drawn once a template and brand.
"""

import hashlib
import math
import mmap
import os
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import assert_never

from PIL import Image, ImageDraw
from PIL import __version__ as PILLOW

from publisher.cards.brand import Brand, Rgb, color_of
from publisher.cards.card import RECIPE
from publisher.cards.formats import Box, Format
from publisher.cards.template import (
    Dots,
    Ellipse,
    Fill,
    Frame,
    Gradient,
    GroundLayer,
    Layer,
    Point,
    Polygon,
    Rays,
    Rings,
    Star,
)
from publisher.files import write_whole

# Faint ornaments are drawn at half size and enlarged, four times as fast as at full size; the eye
# sees no edge.
HALF = 2
FAINT = 0.2
# Shapes that the eye does see are drawn twice as large and reduced.
FINE = 2
# Files of 2 to 6 MB each, the longest unused ones go first.
KEPT = 24
RAW = ".rgb"
# Grounds in memory: 6 MB each.
_REMEMBERED = 6
_memory: OrderedDict[str, Image.Image] = OrderedDict()


def split_ground(layers: Sequence[Layer]) -> tuple[tuple[GroundLayer, ...], tuple[Layer, ...]]:
    """The ground, which is all layers up to the first that is none, and the rest."""
    count = next(
        (n for n, layer in enumerate(layers) if not isinstance(layer, GroundLayer)), len(layers)
    )
    ground = tuple(layer for layer in layers[:count] if isinstance(layer, GroundLayer))
    return ground, tuple(layers[count:])


def ground_of(
    layers: Sequence[GroundLayer],
    wanted: Format,
    brand: Brand,
    folder: Path | None,
    *,
    remember: bool,
) -> Image.Image:
    """The ground, RGB, to draw on. In `folder`, when one is given, it is kept for the next process.

    `remember` keeps a copy in memory: worth its time only when more cards of the kind follow.
    """
    name = _digest(layers, wanted, brand)
    if known := _memory.get(name):
        return known.copy()
    ground = _kept(folder, name, wanted) if folder else None
    if ground is None:
        ground = _drawn(layers, wanted, brand.colors)
        if folder:
            _keep(ground, folder / f"{name}{RAW}")
    if not remember:
        return ground
    _memory[name] = ground
    while len(_memory) > _REMEMBERED:
        _memory.popitem(last=False)
    return ground.copy()


def forget() -> None:
    """Drop the grounds in memory, as a new process begins."""
    _memory.clear()


def _digest(layers: Sequence[GroundLayer], wanted: Format, brand: Brand) -> str:
    facts = [RECIPE, PILLOW, wanted, layers, sorted(brand.colors.items())]
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def _kept(folder: Path, name: str, wanted: Format) -> Image.Image | None:
    path = folder / f"{name}{RAW}"
    try:
        # Mapped, not read: to touch 4 MB of fresh memory takes longer than to draw the text of a
        # card.
        with (
            path.open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as raw,
            memoryview(raw) as pixels,
        ):
            ground = Image.new("RGB", wanted.size, None)
            ground.frombytes(pixels)
        os.utime(path)
        return ground
    except (OSError, ValueError):
        # Not there, or cut short.
        return None


def _keep(ground: Image.Image, path: Path) -> None:
    """Raw pixels, since reading them back must cost less than drawing them.

    A full disk costs only the time.
    """
    try:
        files = sorted(path.parent.glob(f"*{RAW}"), key=lambda found: found.stat().st_mtime)
        for old in files[: 1 - KEPT or None]:
            old.unlink(missing_ok=True)
        write_whole(path, ground.tobytes(), durable=False)
    except OSError:
        pass


def _drawn(layers: Sequence[GroundLayer], wanted: Format, colors: Mapping[str, Rgb]) -> Image.Image:
    painter = Painter(Image.new("RGB", wanted.size), wanted, colors)
    for layer in layers:
        painter.paint(layer)
    return painter.image


class Painter:
    """Paints shapes onto a picture."""

    def __init__(self, image: Image.Image, wanted: Format, colors: Mapping[str, Rgb]) -> None:
        self.image, self.format, self.colors = image, wanted, colors
        self.size = image.size

    def paint(self, layer: GroundLayer) -> None:
        """Draw one layer over what is there."""
        match layer:
            case Gradient():
                self._gradient(layer)
            case Fill():
                self._fill(layer)
            case Frame():
                self._frame(layer)
            case Ellipse():
                self._ellipse(layer)
            case Polygon(points=points, color=color, opacity=opacity):
                self._polygon([self.format.point(point) for point in points], color, opacity)
            case Rays():
                self._rays(layer)
            case Rings():
                self._rings(layer)
            case Star():
                self._star(layer)
            case Dots():
                self._dots(layer)
            case _ as never:
                assert_never(never)

    def _color(self, name: str) -> Rgb:
        return color_of(name, self.colors)

    def _gradient(self, layer: Gradient) -> None:
        column = Image.new("RGB", (1, self.size[1]), self._color(layer.top))
        below = Image.new("RGB", column.size, self._color(layer.bottom))
        column.paste(below, (0, 0), Image.linear_gradient("L").resize(column.size))
        self.image.paste(column.resize(self.size, Image.Resampling.NEAREST))

    def _fill(self, layer: Fill) -> None:
        box = self.format.bleed(layer.box)
        if layer.opacity == 1 and not layer.radius:
            ImageDraw.Draw(self.image).rectangle(_corners(box), fill=self._color(layer.color))
            return
        mask, pen, scale = self._mask(layer.opacity)
        corners = tuple(value * scale for value in _corners(box))
        pen.rounded_rectangle(
            corners, radius=layer.radius * self.format.unit * scale, fill=round(255 * layer.opacity)
        )
        self._lay(mask, layer.color)

    def _frame(self, layer: Frame) -> None:
        inset, width = layer.inset * self.format.unit, max(1.0, layer.width * self.format.unit)
        mask, pen, scale = self._mask(1)
        corners = (
            inset * scale,
            inset * scale,
            (self.size[0] - inset) * scale,
            (self.size[1] - inset) * scale,
        )
        radius = layer.radius * self.format.unit * scale
        pen.rounded_rectangle(corners, radius=radius, outline=255, width=round(width * scale))
        self._lay(mask, layer.color)

    def _ellipse(self, layer: Ellipse) -> None:
        mask, pen, scale = self._mask(layer.opacity)
        corners = tuple(value * scale for value in _corners(self.format.place(layer.box)))
        value = round(255 * layer.opacity)
        if layer.width:
            pen.ellipse(
                corners, outline=value, width=max(1, round(layer.width * self.format.unit * scale))
            )
        else:
            pen.ellipse(corners, fill=value)
        self._lay(mask, layer.color)

    def _polygon(self, points: Sequence[Point], color: str, opacity: float) -> None:
        mask, pen, scale = self._mask(opacity)
        pen.polygon([(x * scale, y * scale) for x, y in points], fill=round(255 * opacity))
        self._lay(mask, color)

    def _rays(self, layer: Rays) -> None:
        mask, pen, scale = self._mask(layer.opacity)
        x, y = (value * scale for value in self.format.point(layer.center))
        reach = 2 * math.hypot(*self.size)
        for number in range(layer.beams):
            angles = [2 * math.pi * (number + side) / layer.beams for side in (0.0, 0.5)]
            corners = [
                (x + reach * math.cos(angle), y + reach * math.sin(angle)) for angle in angles
            ]
            pen.polygon([(x, y), *corners], fill=round(255 * layer.opacity))
        self._lay(mask, layer.color)

    def _rings(self, layer: Rings) -> None:
        mask, pen, scale = self._mask(layer.opacity)
        x, y = (value * scale for value in self.format.point(layer.center))
        step = layer.step * self.format.unit * scale
        for number in range(1, layer.circles + 1):
            around = (x - number * step, y - number * step, x + number * step, y + number * step)
            pen.ellipse(around, outline=round(255 * layer.opacity), width=max(1, round(step / 3)))
        self._lay(mask, layer.color)

    def _star(self, layer: Star) -> None:
        x, y = self.format.point(layer.center)
        radius = layer.radius * self.format.unit
        # Five points, the inner ones where the sides of a pentagram cross.
        inner = radius * math.sin(math.radians(18)) / math.sin(math.radians(54))
        points = [
            (
                x + (inner if number % 2 else radius) * math.sin(math.pi * number / 5),
                y - (inner if number % 2 else radius) * math.cos(math.pi * number / 5),
            )
            for number in range(10)
        ]
        self._polygon(points, layer.color, layer.opacity)

    def _dots(self, layer: Dots) -> None:
        mask, pen, scale = self._mask(1)
        left, top, width, height = (value * scale for value in self.format.place(layer.box))
        step, radius = (value * self.format.unit * scale for value in (layer.step, layer.radius))
        for row in range(int(height / step) + 1):
            for column in range(int(width / step) + 1):
                x, y = left + column * step, top + row * step
                pen.ellipse(
                    (x - radius, y - radius, x + radius, y + radius),
                    fill=round(255 * layer.opacity),
                )
        self._lay(mask, layer.color)

    def _mask(self, opacity: float) -> tuple[Image.Image, ImageDraw.ImageDraw, float]:
        scale = 1 / HALF if opacity < FAINT else FINE
        mask = Image.new("L", (round(self.size[0] * scale), round(self.size[1] * scale)))
        return mask, ImageDraw.Draw(mask), scale

    def _lay(self, mask: Image.Image, color: str) -> None:
        fine = mask.width > self.size[0]
        whole = mask.reduce(FINE) if fine else mask.resize(self.size, Image.Resampling.BILINEAR)
        self.image.paste(self._color(color), (0, 0, *self.size), whole)


def _corners(box: Box) -> tuple[float, float, float, float]:
    left, top, width, height = box
    return left, top, left + width - 1, top + height - 1
