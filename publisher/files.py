"""Writes files whole or not at all."""

import errno
import os
import threading
from pathlib import Path


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
    """Whether something failed because the disk is full: of a file, or of the database that wanted to write one."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and seen.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            return True
        # SQLite's and PostgreSQL's own words; their errors carry no number that all of them share.
        if any(words in str(seen) for words in ("disk is full", "No space left on device", "disk I/O error")):
            return True
        seen = seen.__cause__
    return False
