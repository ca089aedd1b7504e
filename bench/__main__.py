"""`make bench`: the speeds that matter, a process each, printed as ratios or distributions."""

import subprocess
import sys

from bench import NAMES


def main() -> None:
    """Run one after the other; a failed one does not keep the others from running."""
    failed = []
    for name in NAMES:
        print(f"## {name}", flush=True)
        # In a process of its own: what one leaves in memory does not count for the next.
        if subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode:
            failed.append(name)
        print(flush=True)
    if failed:
        raise SystemExit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
