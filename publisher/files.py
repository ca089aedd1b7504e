"""Writes files whole or not at all, and keeps from others what is not for them."""

import errno
import logging
import os
import stat
import threading
import time
from collections.abc import Iterable
from pathlib import Path

from publisher.sentences.catalogue import sentence

OTHERS = 0o077
log = logging.getLogger("publisher.files")
# What a process leaves that is killed while it writes: of `write_whole`, and of queue files
# (queuefiles/writing.py).
HALVES = (".new-*", ".moi-*.tmp")
# So long nobody takes to write one.
OLD = 600  # seconds
_NO_ROOM = ("disk is full", "No space left on device", "disk I/O error", "readonly database")


def write_whole(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Put content in place of a file: whoever reads it sees the old or the new, never a part. Makes
    the folder.

    It is read by no more people than its folder.

    `durable` waits until it is on the disk for good. Raises OSError, and leaves nothing behind
    then.
    """
    make_folder(path.parent)
    # As good as tempfile's names within one folder of ours, and its import costs a quick command
    # too much.
    new = path.with_name(f".new-{path.name}-{os.getpid()}-{threading.get_ident()}")
    try:
        # Within a folder of our own a file is our own, too, wherever it is copied to.
        mode = stat.S_IMODE(path.parent.stat().st_mode) & 0o666
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def make_folder(folder: Path) -> None:
    """Make a folder with those above it, each open to no more people than the one in which it
    lies. Raises OSError."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(
        mode=stat.S_IMODE(folder.parent.stat().st_mode) & 0o777 | stat.S_IRWXU, exist_ok=True
    )


def private_folder(folder: Path) -> None:
    """Make a folder that nobody else may enter, or close one that is there.

    Raises OSError when there is none then.
    """
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(mode=stat.S_IRWXU, exist_ok=True)
    close_to_others(folder)


def close_to_others(path: Path) -> None:
    """Let nobody else read or enter what is ours; of what is not ours that is only told. Nothing
    there: nothing.
    """
    try:
        found = path.stat()
        if not found.st_mode & OTHERS:
            return
        if found.st_uid == os.geteuid():
            path.chmod(stat.S_IMODE(found.st_mode) & ~OTHERS)
            return
    except FileNotFoundError:
        return
    except OSError as error:
        log.warning("%s: %s", path, error.strerror)
        return
    # For operators, as what a command says.
    log.warning("%s", sentence("storage.open_to_others", {"path": str(path)}))


def lacks_room(error: BaseException) -> bool:
    """Whether something failed because the disk takes nothing: of a file, or of the database
    that wanted to write."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and seen.errno in (
            errno.ENOSPC,
            errno.EDQUOT,
            errno.EFBIG,
            errno.EROFS,
        ):
            return True
        # SQLite's and PostgreSQL's own words; their errors carry no number that all of them share.
        if any(words in str(seen) for words in _NO_ROOM):
            return True
        seen = seen.__cause__
    return False


def sweep_halves(folders: Iterable[Path]) -> int:
    """Delete what processes that were killed in the midst of writing left in these folders; how
    many files.
    """
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
