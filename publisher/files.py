"""Writes files whole or not at all."""

import errno
import os
import threading
import time
from collections.abc import Iterable
from pathlib import Path

# What a process leaves that is killed while it writes: of `write_whole`, and of queue files (content/writing.py).
HALVES = (".new-*", ".moi-*.tmp")
# So long nobody takes to write one.
OLD = 600  # seconds
_NO_ROOM = ("disk is full", "No space left on device", "disk I/O error", "readonly database")


def write_whole(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Put content in place of a file: whoever reads it sees the old or the new, never a part. Makes the folder.

    `durable` waits until it is on the disk for good. Raises OSError, and leaves nothing behind then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # As good as tempfile's names within one folder of ours, and its import costs a quick command too much.
    new = path.with_name(f".new-{path.name}-{os.getpid()}-{threading.get_ident()}")
    try:
        with new.open("wb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def lacks_room(error: BaseException) -> bool:
    """Whether something failed because the disk takes nothing: of a file, or of the database that wanted to write."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and seen.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS):
            return True
        # SQLite's and PostgreSQL's own words; their errors carry no number that all of them share.
        if any(words in str(seen) for words in _NO_ROOM):
            return True
        seen = seen.__cause__
    return False


def sweep_halves(folders: Iterable[Path]) -> int:
    """Delete what processes that were killed in the midst of writing left in these folders; how many files."""
    before, count = time.time() - OLD, 0
    for folder in folders:
        for pattern in HALVES:
            for path in folder.glob(pattern):
                try:
                    if path.is_file() and path.stat().st_mtime < before:
                        path.unlink()
                        count += 1
                except OSError:
                    continue
    return count
