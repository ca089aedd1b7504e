"""Lateness in a real service, the sandbox answering in 50 ms: lone posts, and 1,000 due at once
on 100 pages."""

import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bench import sized
from publisher.channels.facebook.standin.server import Sandbox
from publisher.domain.page import VIETNAM

ANSWER = 0.05  # seconds
LONE = sized(30, 2)
PAGES, EACH = sized(100, 2), sized(10, 1)
# Seconds for preparing them.
AHEAD = sized(100, 8)


def main() -> None:
    """Print how late the posts were by the sandbox's clock, and how many calls it took to make
    one public."""
    lone, _ = _run(pages=1, each=LONE, ahead=sized(8, 5), apart=1.5)
    print(f"{LONE} lone posts: worst {lone[-1]:.2f} s after its due time (p99 at most 1)")
    late, flips = _run(pages=PAGES, each=EACH, ahead=AHEAD, apart=0)
    p50, p99, last = late[len(late) // 2], late[int(len(late) * 0.99)], late[-1]
    print(
        f"{len(late)} due at once on {PAGES} pages: p50 {p50:.2f}, p99 {p99:.2f}, last {last:.2f} s"
        " (at most 15)"
    )
    print(f"calls in the flip phase: {flips / len(late):.2f} a post (1)")


def _run(*, pages: int, each: int, ahead: float, apart: float) -> tuple[list[float], int]:
    """Sorted lateness in seconds, and the number of flips."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        with Sandbox(home / "sandbox", now=lambda: datetime.now(UTC), delay=ANSWER) as facebook:
            first = (datetime.now(UTC) + timedelta(seconds=ahead)).replace(microsecond=0)
            due = [first + timedelta(seconds=round(number * apart)) for number in range(each)]
            _write(home, facebook, due, pages)
            log = (home / "log").open("w")
            process = subprocess.Popen(
                [sys.executable, "-m", "publisher", "run"],
                cwd=home,
                stdout=log,
                stderr=log,
                env=os.environ,
            )
            try:
                return _wait(facebook, due, pages), sum(
                    call["step"] == "flip" for call in facebook.calls()
                )
            finally:
                process.terminate()
                process.wait(timeout=60)
                log.close()


def _wait(facebook: Sandbox, due: list[datetime], pages: int) -> list[float]:
    total, posts = pages * len(due), []
    while datetime.now(UTC) < due[-1] + timedelta(seconds=120):
        time.sleep(1)
        if datetime.now(UTC) > due[-1]:
            posts = [
                post for number in range(pages) for post in facebook.timeline(str(1000 + number))
            ]
            if len(posts) == total:
                at = {f"Bài số {number}": moment for number, moment in enumerate(due)}
                return sorted(
                    (post.published_at - at[post.message]).total_seconds() for post in posts
                )
    raise SystemExit(f"only {len(posts)} of {total} became public")


def _write(home: Path, facebook: Sandbox, due: list[datetime], pages: int) -> None:
    tables = f'min_gap = "0s"\n[facebook]\ngraph_url = "{facebook.url}"\n[service]\nport = 0\n'
    tables += '[units.u]\nname = "Công đoàn"\napproval = "none"\n'
    (home / "queue" / "posts").mkdir(parents=True)
    for number in range(pages):
        (home / f"t{number}").write_text(f"token-{number}")
        facebook.add_page(str(1000 + number), f"Trang {number}", f"token-{number}")
        tables += (
            f'[pages.p{number}]\nfacebook_id = "{1000 + number}"\nunit = "u"\ntoken_file ='
            f' "t{number}"\n'
        )
    for number, moment in enumerate(due):
        wall = moment.astimezone(ZoneInfo(VIETNAM))
        path = home / "queue" / "posts" / f"bai-{number}.md"
        path.write_text(
            '+++\npages = "*"\nignore_quiet = true\n'
            f"at = {wall:%Y-%m-%dT%H:%M:%S}\n+++\nBài số {number}\n"
        )
    (home / "config.toml").write_text(tables)


if __name__ == "__main__":
    main()
