"""How a command that stays is asked to end."""

import signal
import time

LOOK = 0.1  # seconds


class StopSignal:
    """Becomes set by SIGTERM or Ctrl-C; made in the main thread.

    No threading.Event: its `set` in a handler can wait for a lock that the interrupted `wait`
    holds, and a signal that comes just before a wait without end is not noticed until the next one
    (7 of 75 under load, 2026-11).
    """

    def __init__(self) -> None:
        self._is_set = False
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._set)

    def _set(self, *_: object) -> None:
        self._is_set = True

    def is_set(self) -> bool:
        """Whether the signal has come."""
        return self._is_set

    def wait(self, seconds: float = float("inf")) -> None:
        """Return when the signal has come, or after so long."""
        deadline = time.monotonic() + seconds
        while not self._is_set and (left := deadline - time.monotonic()) > 0:
            time.sleep(min(LOOK, left))
