"""Lateness: 1,000 deliveries due in one second on 50 pages, and a lone one, in a real service against the sandbox."""

import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from publisher.domain.page import VIETNAM
from publisher.sandbox import Sandbox

PAGES = 50
EACH = 20
AHEAD = 75  # seconds for preparing them


def main() -> None:
    """Print how late the posts were by the sandbox's clock."""
    lone = _run(pages=1, each=1, ahead=6)
    print(f"lone delivery: public {lone[0]:.2f} s after its due time (at most 1)")
    late = _run(pages=PAGES, each=EACH, ahead=AHEAD)
    p50, p99 = late[len(late) // 2], late[int(len(late) * 0.99)]
    print(f"{len(late)} due at once on {PAGES} pages: p50 {p50:.2f} s, p99 {p99:.2f} s")
    print(f"last of them {late[-1]:.2f} s after the due time (at most 30)")


def _run(*, pages: int, each: int, ahead: int) -> list[float]:
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        with Sandbox(home / "sandbox", now=lambda: datetime.now(UTC)) as facebook:
            due = (datetime.now(UTC) + timedelta(seconds=ahead)).replace(microsecond=0)
            _write(home, facebook, due, pages, each)
            log = (home / "log").open("w")
            process = subprocess.Popen(
                [sys.executable, "-m", "publisher", "run"], cwd=home, stdout=log, stderr=log, env=os.environ
            )
            try:
                return _wait(facebook, due, pages, each)
            finally:
                process.terminate()
                process.wait(timeout=60)
                log.close()


def _wait(facebook: Sandbox, due: datetime, pages: int, each: int) -> list[float]:
    while datetime.now(UTC) < due + timedelta(seconds=120):
        time.sleep(1)
        if datetime.now(UTC) > due:
            posts = [post for number in range(pages) for post in facebook.timeline(str(1000 + number))]
            if len(posts) == pages * each:
                return sorted((post.published_at - due).total_seconds() for post in posts)
    raise SystemExit(f"only {len(posts)} of {pages * each} became public")


def _write(home: Path, facebook: Sandbox, due: datetime, pages: int, each: int) -> None:
    tables = f'min_gap = "0s"\n[facebook]\ngraph_url = "{facebook.url}"\n[service]\nport = 0\n'
    tables += '[units.u]\nname = "Công đoàn"\napproval = "none"\n'
    wall = due.astimezone(ZoneInfo(VIETNAM))
    (home / "queue" / "posts").mkdir(parents=True)
    for number in range(pages):
        (home / f"t{number}").write_text(f"token-{number}")
        facebook.add_page(str(1000 + number), f"Trang {number}", f"token-{number}")
        tables += f'[pages.p{number}]\nfacebook_id = "{1000 + number}"\nunit = "u"\ntoken_file = "t{number}"\n'
    for number in range(each):
        path = home / "queue" / "posts" / f"bai-{number}.md"
        path.write_text(f"+++\nat = {wall:%Y-%m-%dT%H:%M:%S}\nignore_quiet = true\n+++\nBài số {number}\n")
    (home / "config.toml").write_text(tables)
