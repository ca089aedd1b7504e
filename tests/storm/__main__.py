"""`make storm`: the long storm, ours and then the naive one, with the seed printed."""

import argparse
import random
import sys
import tempfile
from pathlib import Path

from tests.storm.storm import Storm, Weather, keep


def main() -> int:
    """Run both; 0 when ours stands and the judge caught the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=random.randrange(100_000))
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--posts", type=int, default=15, help="on each page")
    parser.add_argument("--kills", type=int, default=25)
    parser.add_argument("--without-naive", action="store_true")
    given = parser.parse_args()
    weather = Weather(seed=given.seed, pages=given.pages, posts=given.posts, kills=given.kills)
    with tempfile.TemporaryDirectory() as name:
        ours = Storm(Path(name), weather).run()
        print(f"publisher, {ours}")
        for finding in ours.findings:
            print(f"  {finding.what}: {finding.wanted}")
        if ours.findings:
            print(f"  kept in {keep(Path(name), given.seed)}")
    if given.without_naive:
        return bool(ours.findings)
    with tempfile.TemporaryDirectory() as name:
        naive = Storm(Path(name), weather).run_naive()
        print(f"naive, {naive}")
    return bool(ours.findings) or not naive.findings


if __name__ == "__main__":
    sys.exit(main())
