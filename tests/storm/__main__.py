"""`make storm`: the long storm, ours, then a cluster's, then the naive one, with the seed printed."""

import argparse
import random
import sys
import tempfile
from pathlib import Path

from tests.postgres import Postgres
from tests.storm.cluster import ClusterStorm
from tests.storm.storm import Report, Storm, Weather, keep


def main() -> int:
    """Run all; 0 when ours stand and the judge caught the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=random.randrange(100_000))
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--posts", type=int, default=15, help="on each page")
    parser.add_argument("--kills", type=int, default=25)
    parser.add_argument("--workers", type=int, default=3, help="of the cluster")
    parser.add_argument("--only", choices=["one", "cluster", "naive"])
    given = parser.parse_args()
    weather = Weather(seed=given.seed, pages=given.pages, posts=given.posts, kills=given.kills)
    wanted = [given.only] if given.only else ["one", "cluster", "naive"]
    failed = False
    with tempfile.TemporaryDirectory() as name:
        if "one" in wanted:
            failed |= _tell(
                "publisher", Storm(_folder(name, "one"), weather).run(), _folder(name, "one")
            )
        if "cluster" in wanted:
            failed |= _cluster(_folder(name, "cluster"), weather, given.workers)
        if "naive" in wanted:
            naive = Storm(_folder(name, "naive"), weather).run_naive()
            print(f"naive, {naive}")
            failed |= not naive.findings
    return failed


def _cluster(folder: Path, weather: Weather, workers: int) -> bool:
    server = Postgres(durable=True)
    try:
        storm = ClusterStorm(folder, weather, server, workers=workers)
        report = storm.run()
        blows = ", ".join(f"{number} {what}" for what, number in storm.happened.items())
        return _tell(f"cluster of {workers} workers ({blows})", report, folder)
    finally:
        server.stop()


def _tell(name: str, report: Report, folder: Path) -> bool:
    print(f"{name}, {report}")
    for finding in report.findings:
        print(f"  {finding.what}: {finding.wanted}")
    if report.findings:
        print(f"  kept in {keep(folder, report.weather.seed)}")
    return bool(report.findings)


def _folder(name: str, what: str) -> Path:
    folder = Path(name) / what
    folder.mkdir(exist_ok=True)
    return folder


if __name__ == "__main__":
    sys.exit(main())
