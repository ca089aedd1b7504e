"""Decides how a text is set into a box: size, lines, baselines. Draws nothing.

Widths and ink are measured once a word and scaled, so that stacked marks (Ẳ rises 1.22 em) neither
leave the box nor touch the line above.
"""

import math
from collections.abc import Sequence
from itertools import groupby, pairwise
from pathlib import Path
from typing import NamedTuple

from publisher.cards import fonts
from publisher.cards.breaking import Breaker, Word, fewest_lines

# Between the lowest ink of a line and the highest of the next, in em.
AIR = 0.06
LINE_HEIGHT = 1.28  # em; what lines without tall marks get
STEP = 0.985  # each try is so much smaller than the one before
# A slightly smaller size is taken when its lines are so much better.
SHRINKS = (1.0, 0.97, 0.94, 0.91, 0.88, 0.84, 0.8)
SHRINK_PRICE = 0.9
RAGGED, HANGING, TORN, ORPHAN = 1.0, 0.1, 0.15, 0.6


class Faces(NamedTuple):
    """The font files of a text: of most words, and of those that the author emphasised."""

    plain: Path
    strong: Path

    def of(self, piece: Word) -> Path:
        """The font file of a piece."""
        return self.strong if piece.strong else self.plain


class Run(NamedTuple):
    """Words of a line that are drawn alike; `left` is from the line's left end, px."""

    text: str
    strong: bool
    left: float


class FittedLine(NamedTuple):
    """One line as it is drawn; all measures in px."""

    runs: tuple[Run, ...]
    width: float
    # From the top of the box.
    baseline: float
    # Ink above and below the baseline.
    above: float
    below: float

    @property
    def text(self) -> str:
        """The words of the line."""
        return " ".join(" ".join(run.text for run in self.runs).split(" "))


class Setting(NamedTuple):
    """A text set into a box."""

    size: float
    lines: tuple[FittedLine, ...]
    # Height of the ink from the first line's top to the last line's bottom, px.
    height: float


def fit(
    items: Sequence[Word],
    faces: Faces,
    *,
    box: tuple[float, float],
    sizes: tuple[float, float],
    lines: int,
) -> Setting | None:
    """The largest good setting of the pieces into a box (width, height in px); None when it does
    not fit at `sizes[0]`.

    `sizes` are the smallest and the largest size in px, `lines` the most lines.
    """
    return _Fitting(items, faces, box, sizes, lines).best()


class _Fitting:
    def __init__(
        self,
        items: Sequence[Word],
        faces: Faces,
        box: tuple[float, float],
        sizes: tuple[float, float],
        lines: int,
    ) -> None:
        self.items, self.faces, self.box, self.sizes, self.lines = items, faces, box, sizes, lines
        # In em.
        self.widths = [fonts.width(faces.of(piece), piece.text) for piece in items]
        self.space = fonts.space(faces.plain)
        self.breaker = Breaker(items, self.widths, self.space)
        self.inks = [fonts.ink(faces.of(piece), piece.text) for piece in items]

    def best(self) -> Setting | None:
        largest = self._largest()
        if largest is None:
            return None
        best: tuple[float, float, list[range]] | None = None
        for shrink in SHRINKS:
            size, price = largest * shrink, SHRINK_PRICE * (1 - shrink)
            if shrink < 1 and (size < self.sizes[0] or (best and best[0] <= price)):
                # Smaller only costs more from here on.
                break
            for cost, spans in self._settings(size):
                if best is None or cost + price < best[0]:
                    best = (cost + price, size, spans)
        return self._set(best[2], best[1]) if best else None

    def _largest(self) -> float | None:
        size = self.sizes[1]
        while True:
            needed = self._fewest(size)
            # Cheap look first; lines are broken only where they can fit.
            maybe = needed is not None and needed <= self.lines
            if maybe and needed and ((needed - 1) * LINE_HEIGHT + 0.7) * size <= self.box[1]:
                spans = self._broken(size, needed)
                if spans and self._height(spans, size) <= self.box[1]:
                    return size
            if size <= self.sizes[0]:
                return None
            size = max(self.sizes[0], size * STEP)

    def _settings(self, size: float) -> list[tuple[float, list[range]]]:
        """Settings with the fewest lines possible and one more: cost of the breaks, and the
        lines."""
        fewest = self._fewest(size)
        if fewest is None:
            return []
        counts = [count for count in (fewest, fewest + 1) if count <= self.lines]
        found = [spans for count in counts if (spans := self._broken(size, count))]
        return [
            (self._cost(spans), spans)
            for spans in found
            if self._height(spans, size) <= self.box[1]
        ]

    def _fewest(self, size: float) -> int | None:
        return fewest_lines(self.items, self.widths, space=self.space, width=self.box[0] / size)

    def _broken(self, size: float, count: int) -> list[range] | None:
        return self.breaker.lines(self.box[0] / size, count)

    def _cost(self, spans: Sequence[range]) -> float:
        """How ragged the lines are beside each other, and how many end badly; the same measure at
        every size.
        """
        lengths = [self._length(span) for span in spans]
        longest = max(lengths)
        ragged = sum(((longest - length) / longest) ** 2 for length in lengths) / len(lengths)
        hanging = sum(self.items[span.stop - 1].hanging for span in spans[:-1])
        torn = sum(self.items[span.start].joint for span in spans[1:])
        orphan = len(spans) > 1 and len(spans[-1]) == 1
        return RAGGED * ragged + HANGING * hanging + TORN * torn + ORPHAN * orphan

    def _length(self, span: range) -> float:
        return sum(
            self.widths[index]
            + (self.space if self.items[index].spaced and index > span.start else 0.0)
            for index in span
        )

    def _ink(self, span: range, size: float) -> tuple[float, float]:
        """A line reaches as far as the tallest and the deepest of its words; whole pixels,
        outwards.
        """
        above = max(self.inks[index][0] for index in span)
        return math.ceil(above * size), math.ceil(max(self.inks[index][1] for index in span) * size)

    def _advance(self, inks: Sequence[tuple[float, float]], size: float) -> float:
        needed = max((below + above for (_, below), (above, _) in pairwise(inks)), default=0.0)
        return max(LINE_HEIGHT * size, needed + AIR * size)

    def _height(self, spans: Sequence[range], size: float) -> float:
        inks = [self._ink(span, size) for span in spans]
        return inks[0][0] + (len(spans) - 1) * self._advance(inks, size) + inks[-1][1]

    def _set(self, spans: Sequence[range], size: float) -> Setting:
        inks = [self._ink(span, size) for span in spans]
        advance = self._advance(inks, size)
        lines = tuple(
            FittedLine(
                runs=self._runs(span, size),
                width=self._length(span) * size,
                baseline=inks[0][0] + number * advance,
                above=above,
                below=below,
            )
            for number, (span, (above, below)) in enumerate(zip(spans, inks, strict=True))
        )
        return Setting(size=size, lines=lines, height=lines[-1].baseline + lines[-1].below)

    def _runs(self, span: range, size: float) -> tuple[Run, ...]:
        runs: list[Run] = []
        left = 0.0
        for strong, group in groupby(span, key=lambda index: self.items[index].strong):
            text = ""
            indices = list(group)
            if self.items[indices[0]].spaced and indices[0] > span.start:
                left += self.space
            start = left
            for index in indices:
                spaced = self.items[index].spaced and index > indices[0]
                text += (" " if spaced else "") + self.items[index].text
                left += self.widths[index] + (self.space if spaced else 0.0)
            runs.append(Run(text=text, strong=strong, left=start * size))
        return tuple(runs)
