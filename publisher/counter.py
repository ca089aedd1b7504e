"""How far publishing has come, kept outside the database: tells when an older or an empty one took
its place.

A database that comes back from a backup believes that what was published since is still to be done.
The number of the last attempt to publish lies therefore in a file beside the key as well; a
database that knows of fewer is older.
"""

import logging
import os
import re
import threading
from pathlib import Path

FILE_NAME = "publisher.counter"
# As a column of numbers holds them.
DIGITS = 18

log = logging.getLogger("publisher.counter")


class Counter:
    """The number of the last attempt that this machine made; only ever goes up.
    Shared by threads.
    """

    def __init__(self, config: Path) -> None:
        """`config`: the configuration file, beside which it lies; each in a folder has a counter of
        its own.
        """
        self._file = config.with_name(
            FILE_NAME if config.name == "config.toml" else f"{config.stem}.counter"
        )
        self._lock = threading.Lock()
        self._number: int | None = None

    def number(self) -> int:
        """The number in the file; 0 when there is no file, or none that can be read (said in the
        log).
        """
        try:
            text = self._file.read_text(encoding="ascii", errors="replace").strip()
        except FileNotFoundError:
            return 0
        except OSError as error:
            log.warning("%s cannot be read (%s)", self._file, error.strerror)
            return 0
        if re.fullmatch(f"[0-9]{{1,{DIGITS}}}", text):
            return int(text)
        log.warning("%s holds no number: an older database would not be noticed", self._file)
        return 0

    def raise_to(self, number: int) -> None:
        """Note an attempt that is about to be made.

        Never stops a post: a file that cannot be written is logged.
        """
        with self._lock:
            if self._number is None:
                self._number = self.number()
            if number <= self._number:
                return
            try:
                self._write(number)
            except OSError as error:
                log.warning("%s cannot be written (%s)", self._file, error.strerror)
                return
            self._number = number

    def _write(self, number: int) -> None:
        # In place and not flushed to the disk: it is written before each call, and what guards
        # against a power cut is the database; only an older database is to be noticed, which comes
        # much later.
        with os.fdopen(
            os.open(self._file, os.O_WRONLY | os.O_CREAT, 0o600), "wb", buffering=0
        ) as file:
            file.write(f"{number:0{DIGITS}d}\n".encode())
