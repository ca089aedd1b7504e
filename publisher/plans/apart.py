"""Reads a file in a process of its own: what hangs, crashes or eats memory there leaves the service alone."""

import json
import subprocess
import sys
from typing import Any

from publisher.plans.line import LONGEST_LINE, Line
from publisher.plans.refusing import PlanRefused

# Seconds; a letter of twenty pages takes under one.
PATIENCE = 30
MEMORY = 1_500_000_000  # bytes of address space
_TOO_MUCH = "tệp quá lớn hoặc quá rắc rối để đọc; nhập đúng tệp kế hoạch, hoặc lưu lại thành .docx rồi thử lần nữa"


def read_apart(raw: bytes, kind: str) -> tuple[list[Line], list[str]]:
    """The lines of a "docx" or "pdf", and remarks on the file. Raises PlanRefused."""
    command = [sys.executable, "-I", "-m", "publisher.plans.apart", kind]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise PlanRefused(_TOO_MUCH) from None
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise PlanRefused(_TOO_MUCH) from None
    if "refused" in answer:
        raise PlanRefused(answer["refused"])
    return [Line(**line) for line in answer["lines"]], answer["notes"]


def _main() -> None:
    _limit()
    raw = sys.stdin.buffer.read()
    try:
        answer = _read(raw, sys.argv[1])
    except PlanRefused as refused:
        answer = {"refused": str(refused)}
    except (MemoryError, RecursionError):
        answer = {"refused": _TOO_MUCH}
    sys.stdout.write(json.dumps(answer))


def _read(raw: bytes, kind: str) -> dict[str, Any]:
    if kind == "docx":
        from publisher.plans.word import lines_of_word

        lines, notes = lines_of_word(raw)
    else:
        from publisher.plans.pdf import lines_of_pdf

        lines, notes = lines_of_pdf(raw)
    return {"lines": [{**line.as_json(), "text": line.text[:LONGEST_LINE]} for line in lines], "notes": notes}


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the time limit still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))


if __name__ == "__main__":
    _main()
