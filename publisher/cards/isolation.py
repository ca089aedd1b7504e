"""Opens pictures from elsewhere in processes of their own: what hangs or eats memory there ends no
service.

A worker is kept warm and used again: starting one takes a tenth of a second, a question to it a
millisecond. Two at a time work for a process. They end with it, also when it is killed: each reads
the end of its pipe, and has an alarm set while it works.
"""

import atexit
import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from PIL import Image

from publisher.cards import photo
from publisher.cards.photo import LARGEST_FILE, MOST_PIXELS_REDUCED
from publisher.domain.errors import PhotoRefused, PhotoTooLarge, PublisherError
from publisher.domain.reason import Reason, reason

AT_A_TIME = 2
# Seconds for a picture; the largest take three on one core.
PATIENCE = 30.0
# Address space beyond what Python itself takes, bytes. The largest pictures that we take need 400
# MB.
MEMORY = 440_000_000
# Pictures, after which a worker makes room for a new one: what readers leak or write over ends with
# it.
ENOUGH = 100
# What a worker gets of our environment: no secret is near bytes from elsewhere.
KEPT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")

_PHOTO, _EMBLEM, _EXAMINE = b"p", b"e", b"l"
_WELL, _REFUSED, _TOO_LARGE = b"+", b"-", b"!"
# The worker's own code is that of whoever starts it, wherever that was imported from.
_START = (
    "import sys; sys.path[:] = sys.argv[1:]; from publisher.cards.isolation import work; work()"
)


def prepare_photo(raw: bytes) -> bytes:
    """As `photo.prepare_photo`, apart. Raises PhotoRefused, also for what exceeds the limits."""
    if len(raw) > LARGEST_FILE:
        raise PhotoTooLarge("cards.file_too_large", most=LARGEST_FILE // 1024 // 1024)
    return _workers.ask(_PHOTO, raw)


def prepare_emblem(raw: bytes) -> bytes:
    """As `photo.prepare_emblem`, apart. Raises PhotoRefused."""
    return _workers.ask(_EMBLEM, raw)


def examine_photo(path: Path) -> bool:
    """As `photo.examine_photo`, apart. Raises PhotoRefused."""
    return bool(_workers.ask(_EXAMINE, os.fsencode(path.absolute())))


class _Died(PublisherError):
    """A worker ended before its answer."""


class _PictureWorker:
    """A process that opens one picture after the other."""

    def __init__(self) -> None:
        self.done = 0
        paths = [str(Path(__file__).resolve().parents[2]), *filter(os.path.isabs, sys.path)]
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _START, *paths],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # A fork in the middle of a question must not hold a copy of its rest.
            bufsize=0,
            # One arena and no table of languages: both are address space that no picture gets.
            env={name: os.environ[name] for name in KEPT if name in os.environ}
            | {"MALLOC_ARENA_MAX": "1", "LC_ALL": "C"},
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, wish: bytes, content: bytes) -> tuple[bytes, bytes]:
        """The answer and what kind it is. Raises _Died, or PhotoRefused when it takes too long."""
        late = threading.Event()

        def give_up() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(PATIENCE, give_up)
        timer.daemon = True
        timer.start()
        assert self._process.stdin
        assert self._process.stdout
        try:
            _send(self._process.stdin, wish, content)
            answer = _receive(self._process.stdout)
        except OSError:
            answer = None
        finally:
            timer.cancel()
        if answer is None and late.is_set():
            raise PhotoTooLarge("cards.too_much")
        if answer is None:
            raise _Died
        self.done += 1
        return answer

    def end(self) -> None:
        """Let it go; whatever it is at does not matter any more."""
        self._process.kill()
        self._process.wait()
        self.close()

    def forget(self) -> None:
        """In a fork: it is the child of another, who looks after it."""
        self._process.returncode = 0
        self.close()

    def close(self) -> None:
        """Give its pipes back; it ends by itself when nobody else has them."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()


class _Workers:
    """Those of this process: idle ones are kept for the next picture."""

    def __init__(self) -> None:
        self._places = threading.BoundedSemaphore(AT_A_TIME)
        self._idle: list[_PictureWorker] = []
        # These and those at work; also of the process that we were forked from.
        self._all: set[_PictureWorker] = set()

    def ask(self, wish: bytes, content: bytes) -> bytes:
        """The answer of a worker, when one has time. Raises PhotoRefused."""
        with self._places:
            try:
                kind, answer = self._asked(wish, content)
            except OSError as error:
                raise PhotoRefused("cards.not_opened_here", why=error.strerror) from error
        if kind == _WELL:
            return answer
        why = Reason.from_json(answer.decode())
        raise (PhotoTooLarge if kind == _TOO_LARGE else PhotoRefused)(why)

    def end(self) -> None:
        """End those that wait."""
        while worker := self._waiting():
            self._end(worker)

    def forget(self) -> None:
        """In a fork: leave them to the process whose they are."""
        for worker in self._all:
            worker.forget()

    def pids(self) -> list[int]:
        """The processes that wait for a picture."""
        return [worker.pid for worker in self._idle]

    def _asked(self, wish: bytes, content: bytes) -> tuple[bytes, bytes]:
        with contextlib.suppress(_Died), self._worker() as worker:
            if not worker.done:
                return self._first(worker, wish, content)
            return worker.ask(wish, content)
        # It may have died of the picture before this one, or been ended while it waited.
        with self._worker(fresh=True) as worker:
            return self._first(worker, wish, content)

    @staticmethod
    def _first(worker: _PictureWorker, wish: bytes, content: bytes) -> tuple[bytes, bytes]:
        try:
            return worker.ask(wish, content)
        except _Died:
            raise PhotoTooLarge("cards.too_much") from None

    @contextlib.contextmanager
    def _worker(self, *, fresh: bool = False) -> Iterator[_PictureWorker]:
        worker = (None if fresh else self._waiting()) or self._started()
        try:
            yield worker
        except BaseException:
            self._end(worker)
            raise
        if worker.done < ENOUGH:
            self._idle.append(worker)
        else:
            self._end(worker)

    def _waiting(self) -> _PictureWorker | None:
        try:
            return self._idle.pop()
        except IndexError:
            return None

    def _started(self) -> _PictureWorker:
        worker = _PictureWorker()
        self._all.add(worker)
        return worker

    def _end(self, worker: _PictureWorker) -> None:
        worker.end()
        self._all.discard(worker)


_workers = _Workers()
atexit.register(lambda: _workers.end())


def _anew() -> None:
    """A fork shares its parent's pipes: it gets workers of its own, and keeps those of its
    parent not alive."""
    global _workers
    _workers.forget()
    _workers = _Workers()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_anew)


def _send(pipe: IO[bytes], kind: bytes, content: bytes) -> None:
    for part in (kind + len(content).to_bytes(8, "big"), content):
        rest = memoryview(part)
        while rest:
            rest = rest[pipe.write(rest) :]
    pipe.flush()


def _receive(pipe: IO[bytes]) -> tuple[bytes, bytes] | None:
    """What was sent; None at the end of the pipe."""
    head = _exactly(pipe, 9)
    length = int.from_bytes(head[1:], "big")
    if len(head) < 9 or length > LARGEST_FILE:
        return None
    content = _exactly(pipe, length)
    return (head[:1], content) if len(content) == length else None


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    """So many bytes, fewer at the end of the pipe."""
    found = bytearray()
    while part := pipe.read(min(length - len(found), 1 << 20)):
        found += part
    return bytes(found)


# In the worker


def work() -> None:
    """Answer until the pipe ends: the whole life of a worker."""
    # What readers of pictures print must not stand between our answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    # We judge sizes ourselves, and say what to do; Pillow refuses only what is beyond all reason.
    Image.MAX_IMAGE_PIXELS = 5 * MOST_PIXELS_REDUCED
    alarm = _limit()
    while asked := _receive(sys.stdin.buffer):
        alarm(int(PATIENCE) + 5)
        kind, answer = _answer(*asked)
        del asked
        alarm(0)
        _send(answers, kind, answer)
        del answer


def _answer(wish: bytes, content: bytes) -> tuple[bytes, bytes]:
    try:
        if wish == _EXAMINE:
            deep = photo.examine_photo(Path(os.fsdecode(content)))
            return _WELL, b"deep" if deep else b""
        return _WELL, (photo.prepare_photo if wish == _PHOTO else photo.prepare_emblem)(content)
    except PhotoRefused as refusal:
        kind = _TOO_LARGE if isinstance(refusal, PhotoTooLarge) else _REFUSED
        return kind, refusal.reason.to_json().encode()
    except (MemoryError, RecursionError):
        return _TOO_LARGE, reason("cards.too_much").to_json().encode()


def _limit() -> Callable[[int], object]:
    """Take what this process may not have; returns what sets its alarm."""
    try:
        import resource
        import signal
    except ImportError:  # Windows has no such limits; whoever asks still ends what takes too long
        return lambda _seconds: None
    # It ends with its parent, at the end of the pipe: a service that stops in order needs its
    # answer first.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    most = _address_space() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return signal.alarm


def _address_space() -> int:
    """What this process has of it, bytes."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return MEMORY
