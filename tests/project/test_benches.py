"""Benches run as they are told to, at their smallest size: code that was renamed cannot rot them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import bench

ROOT = Path(__file__).parents[2]


def test_every_bench_is_run_by_python_m_bench() -> None:
    found = {path.stem for path in (ROOT / "bench").glob("*.py") if not path.stem.startswith("_")}
    assert found | {"cards"} == set(bench.NAMES)


@pytest.mark.process
@pytest.mark.parametrize("name", bench.NAMES)
def test_a_bench_runs_and_prints_its_figures(name: str) -> None:
    environment = os.environ | {"BENCH_QUICK": "1", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", f"bench.{name}"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
