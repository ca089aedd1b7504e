"""Runs a function in a process of its own: what hangs, crashes or eats memory there leaves the
service alone.

Each call starts a fresh interpreter that imports only what it needs (0.2 to 0.4 s). A process with
threads cannot be forked safely, and a fork server would hold memory all day for a few files a week.
"""

import importlib
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from publisher.domain.errors import PublisherError
from publisher.domain.reason import told

log = logging.getLogger(__name__)

# Processes at once, so that publishing keeps a processor and memory; and calls that wait for one of
# them, so that the threads of the desk stay free.
AT_ONCE, TOGETHER = 2, 4
_turns, _seats = threading.BoundedSemaphore(AT_ONCE), threading.BoundedSemaphore(TOGETHER)
SLACK = 3
_START = "import sys; sys.path.insert(0, sys.argv[1]); from publisher.isolation import main; main()"


class NoAnswerReason(StrEnum):
    """NoAnswerReason a function gave no answer."""

    # It took longer than it may.
    TIME = "time"
    # It wanted more memory or depth than it may, or answered more.
    MEMORY = "memory"
    # It fell over.
    CRASH = "crash"
    # Too many others are being run; it was not begun.
    BUSY = "busy"


class NoAnswer(PublisherError):
    """The function gave no answer."""

    def __init__(self, why: NoAnswerReason) -> None:
        super().__init__(told(why.value))
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLimits:
    """What a call may take."""

    # Of a processor; on the clock three times as long, for machines that are busy.
    seconds: int = 30
    # Bytes of address space.
    memory: int = 1_500_000_000
    # Characters of its answer.
    answer: int = 40_000_000


def run_apart(function: str, raw: bytes, *args: str, limits: CallLimits | None = None) -> Any:
    """What a function ("package.module:name") makes of bytes and words, by way of JSON.

    Raises NoAnswer.
    """
    limits = limits or CallLimits()
    if not _seats.acquire(blocking=False):
        raise NoAnswer(NoAnswerReason.BUSY)
    try:
        if not _turns.acquire(timeout=SLACK * limits.seconds):
            raise NoAnswer(NoAnswerReason.BUSY)
        try:
            return _answer(function, _run(function, raw, args, limits))
        finally:
            _turns.release()
    finally:
        _seats.release()


def _run(
    function: str, raw: bytes, args: tuple[str, ...], limits: CallLimits
) -> "subprocess.CompletedProcess[bytes]":
    # Isolated: neither the folder it is started in nor the environment tell it what to import.
    root = str(Path(__file__).parents[1])
    command = [
        sys.executable,
        "-I",
        "-c",
        _START,
        root,
        function,
        json.dumps(asdict(limits)),
        *args,
    ]
    try:
        return subprocess.run(
            command, input=raw, capture_output=True, timeout=SLACK * limits.seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise NoAnswer(NoAnswerReason.TIME) from None


def _answer(function: str, done: "subprocess.CompletedProcess[bytes]") -> Any:
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise NoAnswer(_why_silent(function, done.returncode)) from None
    if "why" in answer:
        why = NoAnswerReason(answer["why"])
        if why is NoAnswerReason.CRASH:
            log.error("%s fell over: %s", function, answer["at"])
        raise NoAnswer(why)
    return answer["answer"]


def _why_silent(function: str, code: int) -> NoAnswerReason:
    """Of a process that could not even say it: by the signal that ended it."""
    if -code in (getattr(signal, "SIGXCPU", None), getattr(signal, "SIGKILL", None)):
        return NoAnswerReason.TIME
    if code < 0:
        log.error("%s was ended by signal %d", function, -code)
        return NoAnswerReason.CRASH
    return NoAnswerReason.MEMORY


def main() -> None:
    """In the process: read, call, answer."""
    function, limits, args = sys.argv[2], CallLimits(**json.loads(sys.argv[3])), sys.argv[4:]
    _limit(limits)
    try:
        answer = json.dumps({"answer": _call(function, sys.stdin.buffer.read(), args)})
        if len(answer) > limits.answer:
            answer = json.dumps({"why": NoAnswerReason.MEMORY})
    except (MemoryError, RecursionError):
        answer = json.dumps({"why": NoAnswerReason.MEMORY})
    except Exception as error:  # noqa: BLE001 (whatever it is, the caller hears of it)
        # Its own words may be those of the file.
        answer = json.dumps(
            {"why": NoAnswerReason.CRASH, "at": f"{type(error).__name__} at {_place(error)}"}
        )
    sys.stdout.write(answer)


def _call(function: str, raw: bytes, args: list[str]) -> Any:
    module, _, name = function.partition(":")
    return getattr(importlib.import_module(module), name)(raw, *args)


def _place(error: BaseException) -> str:
    found, here = "?", error.__traceback__
    while here:
        found, here = (
            f"{Path(here.tb_frame.f_code.co_filename).name}:{here.tb_lineno}",
            here.tb_next,
        )
    return found


def _limit(limits: CallLimits) -> None:
    if hasattr(os, "nice"):
        # Publishing goes first, but on a busy machine a letter is still read.
        os.nice(3)
    try:
        import resource
    except ImportError:  # Windows has no such limits; the time limit still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
