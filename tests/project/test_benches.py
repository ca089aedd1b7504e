"""Benches run as they are told to, at their smallest size: code that was renamed cannot rot them.

Those that start a database server or a service for their figures are dear even then: here they are imported
alone, mypy reads them, and `BENCH_QUICK=1 make bench` runs them.
"""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import bench

ROOT = Path(__file__).parents[2]
DEAR = ("burst", "cards", "cluster", "future", "machines", "planning")


def test_every_bench_is_run_by_python_m_bench() -> None:
    found = {path.stem for path in (ROOT / "bench").glob("*.py") if not path.stem.startswith("_")}
    assert found | {"cards"} == set(bench.NAMES)


@pytest.mark.parametrize("name", DEAR)
def test_a_dear_bench_is_imported_and_has_a_main(name: str) -> None:
    module = "bench.cards.__main__" if name == "cards" else f"bench.{name}"
    assert callable(import_module(module).main)


@pytest.mark.process
@pytest.mark.parametrize("name", sorted(set(bench.NAMES) - set(DEAR)))
def test_a_bench_runs_and_prints_its_figures(name: str) -> None:
    environment = os.environ | {"BENCH_QUICK": "1", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", f"bench.{name}"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=1200,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
