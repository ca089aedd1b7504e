"""A picture that stands in for a photo where a template is shown by itself: hills under a
morning sky, drawn."""

import io
import math
import tempfile
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw

SIZE = (1600, 1200)
SKY, HAZE, SUN = (122, 170, 214), (250, 226, 186), (255, 240, 200)
HILLS = ((120, 150, 168), (78, 118, 124), (44, 88, 84), (24, 58, 52))


def placeholder(number: int = 0) -> Image.Image:
    """The picture; another number gives another view. The same number gives the same pixels."""
    width, height = SIZE
    picture = Image.new("RGB", SIZE, SKY)
    ramp = Image.linear_gradient("L").resize(SIZE)
    picture.paste(Image.new("RGB", SIZE, HAZE), (0, 0), ramp)
    pen = ImageDraw.Draw(picture)
    x, y, radius = width * (0.25 + 0.17 * (number % 4)), height * 0.3, height * 0.09
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=SUN)
    for layer, color in enumerate(HILLS):
        base = height * (0.5 + 0.13 * layer)
        ridge = [
            (
                at,
                base
                - 90 * math.sin(at / (190 + 60 * layer) + 1.7 * layer + number)
                - 45 * math.sin(at / (61 + 13 * layer) + number * 2.3),
            )
            for at in range(0, width + 8, 8)
        ]
        pen.polygon([(0, height), *ridge, (width, height)], fill=color)
    return picture


@cache
def placeholder_file(number: int = 0) -> Path:
    """The picture as a file that lasts as long as the process's temporary folder."""
    path = Path(_folder().name) / f"mau-{number}.jpg"
    buffer = io.BytesIO()
    placeholder(number).save(buffer, "JPEG", quality=90)
    path.write_bytes(buffer.getvalue())
    return path


@cache
def _folder() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix="publisher-")
