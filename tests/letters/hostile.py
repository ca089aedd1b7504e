"""Functions that misbehave, to be run apart."""

import os
import signal
import time


def answers(raw: bytes, *words: str) -> list[object]:
    return [len(raw), *words]


def sleeps(raw: bytes) -> None:
    time.sleep(600)


def spins(raw: bytes) -> None:
    while True:
        pass


def eats(raw: bytes) -> int:
    return len([bytearray(10_000_000) for _ in range(1_000)])


def dives(raw: bytes) -> None:
    dives(raw)


def babbles(raw: bytes) -> str:
    return "x" * 100_000


def raises(raw: bytes) -> None:
    raise KeyError("words of the file")


def dies(raw: bytes) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)
