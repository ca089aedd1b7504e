"""Flips in batch calls against single ones: 1,000 pages, 12 threads, the sandbox answering in 50
ms."""

import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench import sized
from publisher.channels.facebook.calls import PostBody
from publisher.channels.facebook.channel import FacebookChannel
from publisher.channels.facebook.standin.server import Sandbox
from publisher.channels.facebook.wire import Graph
from publisher.channels.port import PageAccess
from publisher.domain.secret import Secret
from publisher.domain.verdict import Accepted, Published

PAGES, THREADS, ANSWER = sized(1_000, 24), 12, 0.05
Flip = tuple[PageAccess, str]


def main() -> None:
    """Print posts a second by the size of a batch, and the ratio to single calls."""
    rates = {size: _measure(size, PAGES) for size in (1, 5, 20, 50)}
    told = ", ".join(
        f"{size}: {rate:.0f}/s ({rate / rates[1]:.1f})" for size, rate in rates.items()
    )
    print(f"{PAGES} flips in calls of so many, {THREADS} threads, answers in 50 ms: {told}")
    few = {size: THREADS / _measure(size, THREADS) for size in (1, THREADS)}
    print(
        f"{THREADS} flips, as many as threads: single calls {few[1]:.2f} s, one batch"
        f" {few[THREADS]:.2f} s until the last"
    )


def _measure(size: int, pages: int) -> float:
    """Posts a second."""
    with (
        tempfile.TemporaryDirectory() as name,
        Sandbox(Path(name), now=_now, delay=ANSWER) as facebook,
    ):
        channel = FacebookChannel(
            Graph(graph_url=facebook.url, version="v26.0", timeout=timedelta(seconds=30))
        )
        with ThreadPoolExecutor(THREADS) as pool:
            flips = list(pool.map(lambda number: _draft(facebook, channel, number), range(pages)))
            parts = [flips[start : start + size] for start in range(0, len(flips), size)]
            began = time.perf_counter()
            answers = [
                answer
                for part in pool.map(lambda part: _send(channel, part), parts)
                for answer in part
            ]
            took = time.perf_counter() - began
        assert all(isinstance(answer, Published) for answer in answers)
        return pages / took


def _now() -> datetime:
    return datetime.now(UTC)


def _draft(facebook: Sandbox, channel: FacebookChannel, number: int) -> Flip:
    facebook.add_page(str(1000 + number), f"Trang {number}", f"token-{number}")
    access = PageAccess(page_id=str(1000 + number), token=Secret(f"token-{number}"))
    made = channel.create_draft(
        access, PostBody(message="Chào đoàn viên!", link=None, photo_ids=())
    )
    assert isinstance(made, Accepted)
    return access, made.object_id


def _send(channel: FacebookChannel, flips: Sequence[Flip]) -> Sequence[object]:
    return [channel.flip(*flips[0])] if len(flips) == 1 else channel.flip_together(flips)


if __name__ == "__main__":
    main()
