"""Watches the queue folder and says which files changed; when nothing can be watched, it says "look
at all".
"""

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from watchfiles import watch

from publisher.store.connection import rest

log = logging.getLogger("publisher.watch")

# A network drive may tell nobody of changes, so everything is looked at again after so long.
LOOK_AGAIN = 60.0  # seconds
GATHER = 150  # milliseconds: an editor's several writes are one change
PULSE = 250  # milliseconds: a quiet watch says so often that it is there


class QueueWatch:
    """Calls `on_change` with the changed files, or with None for "anything may have changed", in
    its own thread."""

    def __init__(self, folder: Path, on_change: Callable[[frozenset[Path] | None], None]) -> None:
        self._folder, self._on_change = folder, on_change
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="queue-watch", daemon=True)

    def start(self) -> None:
        """Begin to watch; the first call of `on_change` comes at once and means everything."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; a call of `on_change` under way comes to its end."""
        self._stopping.set()
        self._thread.join()

    @property
    def alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread.is_alive()

    def _run(self) -> None:
        self._tell(None)
        while not self._stopping.is_set():
            try:
                self._watch()
            except (OSError, RuntimeError) as error:
                # The library's own troubles are of the second kind.
                log.warning(
                    "cannot watch %s (%s); looking again in %s s", self._folder, error, LOOK_AGAIN
                )
                self._stopping.wait(LOOK_AGAIN)
                self._tell(None)

    def _watch(self) -> None:
        changes = watch(
            self._folder,
            stop_event=self._stopping,
            step=GATHER,
            rust_timeout=PULSE,
            yield_on_timeout=True,
            raise_interrupt=False,
        )
        # Nobody watched between the look before and the first word of the watch: one more look
        # then.
        look_at = monotonic()
        for batch in changes:
            if self._stopping.is_set():
                return
            if batch:
                self._tell(frozenset(Path(name) for _, name in batch))
            elif monotonic() >= look_at:
                look_at = monotonic() + LOOK_AGAIN
                self._tell(None)

    def _tell(self, changed: frozenset[Path] | None) -> None:
        try:
            self._on_change(changed)
        except Exception:
            # At the edge of a thread: one bad turn must not end the watch; the next look covers
            # all.
            log.exception("could not take in the changes of the queue")
        finally:
            rest()
