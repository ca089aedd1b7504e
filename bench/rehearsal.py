"""A rehearsal of two months on 20 pages, of which the issue asks that it take under 20 s beside
rendering."""

import os
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from bench import both, sized
from publisher import resources

PAGES, BAR = sized(20, 1), 20.0
FIRST, DAYS = date(2037, 4, 1), sized(61, 3)


def main() -> None:
    """One rehearsal to render the pictures, one to measure."""
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        _write(home)
        first, second = both(lambda _: _rehearse(home), 1, 2)
    print(f"rehearsal of {DAYS} days on {PAGES} pages ({os.cpu_count()} cores)")
    print(
        f"  with rendering {first:.1f} s, again {second:.1f} s: {second / BAR:.2f} of the {BAR:.0f}"
        " s it may take"
    )


def _write(home: Path) -> None:
    tables = [
        f'[units.u{n}]\nname = "Công đoàn cơ sở số {n}"\n[pages.p{n}]\nfacebook_id = "{n}"\nunit ='
        f' "u{n}"\nslots = ["07:30"]\n'
        for n in range(PAGES)
    ]
    (home / "config.toml").write_text("".join(tables), encoding="utf-8")
    sample = next((resources.sample_queue() / "campaigns").glob("*.md")).read_text(encoding="utf-8")
    last = FIRST + timedelta(days=DAYS - 1)
    text = sample.replace('from = "04-11"', f"from = {FIRST}").replace(
        'until = "05-31"', f"until = {last}"
    )
    assert f"from = {FIRST}" in text
    assert f"until = {last}" in text
    (home / "queue" / "campaigns").mkdir(parents=True)
    (home / "queue" / "campaigns" / "thang.md").write_text(text, encoding="utf-8")


def _rehearse(home: Path) -> float:
    begun = time.perf_counter()
    command = [sys.executable, "-m", "publisher", "rehearse", "thang", "--quiet"]
    subprocess.run(command, cwd=home, check=True, capture_output=True)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
