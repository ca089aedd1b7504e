"""Many cards at once, on all cores: Pillow holds the interpreter's lock while it draws, so
processes share the work."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

from publisher.cards.api import render
from publisher.cards.card import Card
from publisher.domain.errors import CardRefused

# Fewer cards are drawn sooner than a process starts.
WORTH = 12
CHUNK = 8


def render_many(
    found: Sequence[Card], *, assets: Path, grounds: Path | None = None, workers: int | None = None
) -> Iterator[bytes | CardRefused]:
    """The JPEG of each card, in their order as they are done, or why it cannot be drawn.

    `workers`: all cores.
    """
    count = min(workers or os.cpu_count() or 1, max(1, len(found) // WORTH))
    one = partial(_one, assets=assets, grounds=grounds)
    if count == 1:
        yield from map(one, found)
        return
    # A fork of a process with threads may hang; a fresh interpreter does not.
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_one, found, repeat(assets), repeat(grounds), chunksize=CHUNK)


def _one(card: Card, assets: Path, grounds: Path | None) -> bytes | CardRefused:
    try:
        return render(card, assets=assets, grounds=grounds)
    except CardRefused as refusal:
        return refusal
