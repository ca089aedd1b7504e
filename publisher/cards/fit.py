"""Decides how a text is set into a box: size, lines, baselines. Draws nothing.

Widths and ink are measured once a word and scaled, so that stacked marks (Ẳ rises 1.22 em) neither leave the box nor
touch the line above.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from publisher.cards import fonts
from publisher.cards.breaking import Piece, break_lines, fewest_lines

# Between the lowest ink of a line and the highest of the next, in em.
AIR = 0.06
LINE_HEIGHT = 1.28  # em; what lines without tall marks get
STEP = 0.985  # each try is so much smaller than the one before
# A slightly smaller size is taken when its lines are so much better.
SHRINKS = (1.0, 0.97, 0.94, 0.91, 0.88)
SHRINK_PRICE = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line as it is drawn."""

    text: str
    # From the top of the box, px.
    baseline: float
    # Ink above and below the baseline, px.
    above: float
    below: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A text set into a box."""

    size: float
    lines: tuple[Line, ...]
    # Height of the ink from the first line's top to the last line's bottom, px.
    height: float


def fit(
    items: Sequence[Piece], font: Path, *, box: tuple[float, float], sizes: tuple[float, float], lines: int
) -> Setting | None:
    """The largest good setting of the pieces into a box (width, height in px); None when it does not fit at `sizes[0]`.

    `sizes` are the smallest and the largest size in px, `lines` the most lines.
    """
    widths = [fonts.width(font, piece.text) for piece in items]
    space = fonts.width(font, "a a") - 2 * fonts.width(font, "a")
    largest = _largest(items, widths, font, space=space, box=box, sizes=sizes, lines=lines)
    if largest is None:
        return None
    best = min(
        (
            (cost, setting)
            for shrink in SHRINKS
            if (size := largest * shrink) >= sizes[0] or shrink == 1.0
            for cost, setting in _settings(items, widths, font, size, space=space, box=box, lines=lines)
        ),
        key=lambda option: option[0] + SHRINK_PRICE * (1 - option[1].size / largest),
        default=None,
    )
    return best[1] if best else None


def _largest(
    items: Sequence[Piece],
    widths: Sequence[float],
    font: Path,
    *,
    space: float,
    box: tuple[float, float],
    sizes: tuple[float, float],
    lines: int,
) -> float | None:
    size = sizes[1]
    while True:
        needed = fewest_lines(items, widths, space=space, width=box[0] / size)
        # Cheap look first; the ink is asked for only where it can fit.
        maybe = needed is not None and needed <= lines and ((needed - 1) * LINE_HEIGHT + 0.7) * size <= box[1]
        if maybe and needed and _set(items, widths, font, size, needed, space=space, box=box):
            return size
        if size <= sizes[0]:
            return None
        size = max(sizes[0], size * STEP)


def _settings(
    items: Sequence[Piece],
    widths: Sequence[float],
    font: Path,
    size: float,
    *,
    space: float,
    box: tuple[float, float],
    lines: int,
) -> list[tuple[float, Setting]]:
    """Settings with the fewest lines possible and one more, each with the cost of its breaks."""
    fewest = fewest_lines(items, widths, space=space, width=box[0] / size)
    if fewest is None:
        return []
    counts = [count for count in (fewest, fewest + 1) if count <= lines]
    found = (_set(items, widths, font, size, count, space=space, box=box) for count in counts)
    return [option for option in found if option]


def _set(
    items: Sequence[Piece],
    widths: Sequence[float],
    font: Path,
    size: float,
    count: int,
    *,
    space: float,
    box: tuple[float, float],
) -> tuple[float, Setting] | None:
    spans = break_lines(items, widths, space=space, width=box[0] / size, lines=count)
    if spans is None:
        return None
    texts = [_joined(items, span) for span in spans]
    setting = _baselines(texts, font, size)
    return (_cost(items, widths, spans, space), setting) if setting.height <= box[1] else None


def _cost(items: Sequence[Piece], widths: Sequence[float], spans: Sequence[range], space: float) -> float:
    """How ragged the lines are beside each other, and how many end badly; the same measure at every size."""
    lengths = [
        sum(widths[index] + (space if items[index].spaced and index > span.start else 0.0) for index in span)
        for span in spans
    ]
    longest = max(lengths)
    ragged = sum(((longest - length) / longest) ** 2 for length in lengths) / len(lengths)
    hanging = sum(items[span.stop - 1].hanging for span in spans[:-1])
    orphan = len(spans) > 1 and len(spans[-1]) == 1
    return ragged + 0.1 * hanging + 0.5 * orphan


def _baselines(texts: Sequence[str], font: Path, size: float) -> Setting:
    inks = [_ink(text, font, size) for text in texts]
    needed = max((below + above for (_, below), (above, _) in pairwise(inks)), default=0.0)
    advance = max(LINE_HEIGHT * size, needed + AIR * size)
    first = inks[0][0]
    lines = tuple(
        Line(text=text, baseline=first + number * advance, above=above, below=below)
        for number, (text, (above, below)) in enumerate(zip(texts, inks, strict=True))
    )
    return Setting(size=size, lines=lines, height=lines[-1].baseline + lines[-1].below)


def _ink(text: str, font: Path, size: float) -> tuple[float, float]:
    """A line reaches as far as the tallest and the deepest of its words; whole pixels, outwards."""
    words = [fonts.ink(font, word) for word in text.split()]
    return math.ceil(max(above for above, _ in words) * size), math.ceil(max(below for _, below in words) * size)


def _joined(items: Sequence[Piece], span: range) -> str:
    return "".join((" " if items[index].spaced and index > span.start else "") + items[index].text for index in span)
