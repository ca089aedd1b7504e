"""Pictures as bytes, faster than encoding them whole: only the rows that differ from the base are
encoded anew.

The base of a card (ground, emblem, unit) is encoded once with a JPEG restart marker after each row
of blocks. Segments between markers stand for themselves, so those of the rows with the card's own
words replace the base's. The decoded pixels are those of encoding the whole (tested). The idea and
its measure: reference/rendering.md section 4, 2026-11.
"""

import io
from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

from PIL import Image

QUALITY = 90
BLOCK = 8
# To encode so many rows of blocks costs less than to begin anew.
NEAR = 4
# Fast: a picture to download is made while somebody waits.
PNG_LEVEL = 3
# Without chroma subsampling, in which red type on blue would bleed.
_OPTIONS: dict[str, Any] = {"quality": QUALITY, "subsampling": 0, "restart_marker_rows": 1}


class _Jpeg(NamedTuple):
    raw: bytes
    # Where each segment of entropy-coded data begins, and last where the end marker stands.
    starts: Sequence[int]


class Base:
    """What cards of a kind share, with its encoded forms, made at the first use."""

    def __init__(self, image: Image.Image, *, keep: object = None) -> None:
        self.image = image
        # Whatever the base's place in a cache depends on by identity.
        self.keep = keep

    @cached_property
    def jpeg(self) -> _Jpeg:
        """The base as JPEG in segments."""
        return _segments(_encode(self.image))


def jpeg(image: Image.Image, base: Base | None, rows: Sequence[tuple[int, int]]) -> bytes:
    """The picture as JPEG (quality 90, 4:4:4, no metadata); outside of `rows` it is as the base."""
    if base is None:
        # The bytes are the same in both ways.
        return _encode(image)
    whole = base.jpeg
    parts: list[bytes] = []
    done = 0
    for first, after in _blocks(rows):
        parts.append(whole.raw[whole.starts[done] if done else 0 : whole.starts[first]])
        band = image.crop((0, first * BLOCK, image.width, min(image.height, after * BLOCK)))
        parts += _renumbered(_segments(_encode(band)), first, len(whole.starts) - 1)
        done = after
    parts.append(whole.raw[whole.starts[done] if done else 0 :])
    return b"".join(parts)


def _blocks(rows: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Rows of pixels as rows of blocks: first and after the last, in order, near ones as one."""
    found: list[tuple[int, int]] = []
    for top, bottom in sorted(rows):
        first, after = top // BLOCK, -(-bottom // BLOCK)
        if found and first <= found[-1][1] + NEAR:
            found[-1] = (found[-1][0], max(after, found[-1][1]))
        elif first < after:
            found.append((first, after))
    return found


def _renumbered(part: _Jpeg, first: int, count: int) -> list[bytes]:
    """The segments of a band that begins at block row `first` of `count`, with the markers of
    their place there."""
    pieces: list[bytes] = []
    last = len(part.starts) - 2
    for number in range(last + 1):
        end = part.starts[number + 1] - (2 if number < last else 0)
        pieces.append(part.raw[part.starts[number] : end])
        if first + number < count - 1:
            pieces.append(bytes((0xFF, 0xD0 + (first + number) % 8)))
    return pieces


def small(image: Image.Image, scale: float) -> bytes:
    """A reduced picture as JPEG."""
    buffer = io.BytesIO()
    image.reduce(round(1 / scale)).save(buffer, "JPEG", quality=QUALITY, subsampling=0)
    return buffer.getvalue()


def png(image: Image.Image) -> bytes:
    """The picture as PNG, RGB."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=PNG_LEVEL)
    return buffer.getvalue()


class _Named(io.BytesIO):
    # By the ending of a name Pillow loads one plug-in; asked for "JPEG" it first loads those of
    # five formats (20 ms).
    name = "card.jpg"


def _encode(image: Image.Image) -> bytes:
    buffer = _Named()
    image.save(buffer, **_OPTIONS)
    return buffer.getvalue()


def _segments(raw: bytes) -> _Jpeg:
    scan = raw.index(b"\xff\xda")
    start = scan + 2 + int.from_bytes(raw[scan + 2 : scan + 4], "big")
    starts = [start]
    # Within the data 0xFF is always followed by 0x00, except in a marker.
    number = 0
    while True:
        found = raw.find(bytes((0xFF, 0xD0 + number % 8)), starts[-1])
        if found < 0:
            break
        starts.append(found + 2)
        number += 1
    return _Jpeg(raw, [*starts, len(raw) - 2])
