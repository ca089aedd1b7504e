"""Reads the queue folder, and afterwards only what changed in it."""

import os
import stat
from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from publisher.domain.address import article_key
from publisher.domain.entry import Campaign, Entry, EntryKind, Queue
from publisher.domain.errors import CutShort, PublisherError
from publisher.domain.reason import Problem, Reason, reason
from publisher.domain.text import same_name
from publisher.queuefiles.campaigns import read_campaign
from publisher.queuefiles.checks import (
    HALVES,
    FileReading,
    Known,
    PhotoFolder,
    Takes,
)
from publisher.queuefiles.crashes import stumbled
from publisher.queuefiles.frontmatter import QueueFile, split
from publisher.queuefiles.links import read_links
from publisher.queuefiles.posts import read_post
from publisher.queuefiles.schema import LONGEST_ID

__all__ = ["Known", "QueueReader", "QueueReading", "Takes", "read_text"]

KINDS = ("campaigns", "links", "posts")
PHOTOS = "photos"
# What lies beside a post as its picture or its film.
_MEDIA = frozenset(
    ".jpg .jpeg .png .gif .webp .bmp .tif .tiff .heic .heif .avif .mp4 .mov .m4v".split()
)
# What systems and office programs leave in every folder.
_SCRAP = frozenset(("readme.md", "thumbs.db", "desktop.ini", "icon\r"))
LARGEST = 1_000_000  # bytes; a queue file is text that people wrote
# Characters, as wide as the column that holds it; PostgreSQL refuses what is longer.
LONGEST_PATH = 500
# Modification time and size, inode: enough to see that a file is another.
Signature = tuple[int, int, int]


class QueueReading(NamedTuple):
    """The queue as it is now, and what changed since the reader looked last."""

    # The whole queue costs its length to put together, so it is, only when somebody asks.
    whole: Callable[[], Queue]
    problems: tuple[Problem, ...]
    # Files (relative to the queue) that cannot be read as a whole: what was planned of them stands.
    broken: frozenset[str]
    # Files that are new, other or gone, and of the queue only what stands in them.
    changed: frozenset[str]
    changed_queue: Queue
    # False when a folder could not be listed, or the queue is not there at all: what is missing
    # need not be gone.
    complete: bool = True
    # Whether files are surely missing, because a folder cannot be listed or what was read before is
    # not seen any more; the first of the problems says so. (A queue that was never filled is not
    # complete either.)
    lost: bool = False

    @property
    def queue(self) -> Queue:
        """Everything that is well, in the order of the files' names and lines."""
        return self.whole()


@dataclass(slots=True)
class _ReadFile:
    signature: Signature
    reading: FileReading
    # What it holds of the names that are one in the whole queue: ids, articles' addresses.
    names: frozenset[str] = field(default_factory=frozenset)
    # The photos and videos that it shows, as they were then.
    media: tuple[tuple[Path, Signature | None], ...] = ()


class QueueReader:
    """Keeps what it read of each file; `refresh` reads again only what changed. Not thread-safe."""

    def __init__(
        self, folder: Path, *, known: Known, ending: Callable[[], bool] = lambda: False
    ) -> None:
        """`ending`: whether the process comes to its end; a look breaks off with CutShort then."""
        self._folder, self._known, self._ending = folder, known, ending
        self._photo_folder = PhotoFolder(folder, known.look_at_photo)
        self._files: dict[str, _ReadFile] = {}
        # Which files hold a name (an id, an article's address), in order; the first one has it.
        self._holders: dict[str, list[str]] = defaultdict(list)
        # Names that several files hold, and files with problems: kept, so that nobody has to search
        # for them.
        self._shared: set[str] = set()
        self._broken: set[str] = set()
        self._strays: tuple[Problem, ...] = ()
        # Whether the last look at the folder saw all of it. Until one has, each look is one at
        # everything.
        self._complete, self._lost = False, False

    def refresh(self, changed: Iterable[Path] | None = None) -> QueueReading:
        """Read the files that changed; with None find out by looking at every
        file's time and size.
        """
        try:
            if (
                changed is None
                or not self._complete
                or any(self._is_shared(path) for path in changed)
            ):
                touched = self._look_at_all()
            else:
                touched = self._look_at({name for path in changed if (name := self._name(path))})
            return self._reading(frozenset(touched))
        except BaseException:
            self._forget()
            raise

    def _forget(self) -> None:
        """A look that broke off leaves behind something between two states: the next one begins
        anew."""
        self._files.clear()
        self._holders.clear()
        self._shared.clear()
        self._broken.clear()
        self._complete = False

    def near(self, name: str) -> QueueReading:
        """Read only the files that an entry of this name probably stands in; for a quick look at
        one entry.
        """
        stem = PurePosixPath(name).stem if name.endswith(".md") else name.split("/")[0]
        found = {
            kind_path
            for kind in KINDS
            if (kind_path := f"{kind}/{stem}.md") and self._path(kind_path).is_file()
        }
        return self._reading(frozenset(self._look_at(found)))

    # Looking

    def _look_at_all(self) -> set[str]:
        files, strays = {}, []
        unlisted: list[Problem] = []
        for name, signature in self._walk(unlisted):
            if trouble := _stray(name):
                strays.append(trouble)
            elif name.endswith(".md"):
                files[name] = signature
        self._complete = not unlisted and any((self._folder / kind).is_dir() for kind in KINDS)
        gone = self._files.keys() - files.keys()
        if not self._complete:
            if gone and not unlisted:
                unlisted.append(_vanished(len(gone)))
            # What cannot be seen need not be gone.
            gone = set()
        self._strays, self._lost = (*unlisted, *strays), bool(unlisted)
        other = {name for name, signature in files.items() if self._is_other(name, signature)}
        return self._look_at(gone | other)

    def _is_other(self, name: str, signature: Signature) -> bool:
        file = self._files.get(name)
        # A broken post may wait for a photo, which changes no time of its own file.
        if file is None or file.signature != signature or file.reading.problems:
            return True
        return any(_signature(path) != seen for path, seen in file.media)

    def _walk(self, unlisted: list[Problem]) -> Iterator[tuple[str, Signature]]:
        """Every file with its signature; folders that cannot be listed are noted."""

        def note(error: OSError) -> None:
            # Without its last file a folder may be gone: git keeps none that is empty.
            if not isinstance(error, FileNotFoundError):
                unlisted.append(
                    _unlisted(self._relative(Path(error.filename or self._folder)), error)
                )

        for kind in KINDS:
            for root, folders, names in os.walk(self._folder / kind, onerror=note):
                folders[:] = sorted(folder for folder in folders if not folder.startswith("."))
                # A folder with the name of an entry is told, and what lies in it is read all the
                # same.
                for name in sorted(
                    [*names, *(folder for folder in folders if folder.endswith(".md"))]
                ):
                    path = Path(root) / name
                    if not _is_scrap(name) and (signature := _signature(path)):
                        yield self._relative(path), signature
        yield from self._beside(note)

    def _beside(self, note: Callable[[OSError], None]) -> Iterator[tuple[str, Signature]]:
        """What lies in the queue where nobody reads it."""
        try:
            found = sorted(self._folder.iterdir())
        except OSError as error:
            note(error)
            return
        for path in found:
            if _is_scrap(path.name):
                continue
            if not path.is_dir():
                yield path.name, (0, 0, 0)
            elif path.name not in KINDS:
                for name in self._strange(path):
                    yield name, (0, 0, 0)

    def _strange(self, folder: Path) -> Iterator[str]:
        """The files of a folder that nobody reads; pictures and films are looked for among the
        photos."""
        wanted = (*_MEDIA, *HALVES) if folder.name == PHOTOS else ()
        for root, folders, names in os.walk(folder):
            folders[:] = sorted(one for one in folders if not one.startswith("."))
            for name in sorted(names):
                if not _is_scrap(name) and not name.lower().endswith(wanted):
                    yield self._relative(Path(root) / name)

    def _relative(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()

    def _look_at(self, names: Iterable[str]) -> set[str]:
        touched: set[str] = set()
        for name in sorted(names):
            if self._ending():
                raise CutShort("running.cut_short")
            before = self._files.pop(name, None)
            after = self._read(name)
            if after:
                self._files[name] = after
            (self._broken.add if after and after.reading.problems else self._broken.discard)(name)
            touched |= {name} | self._hold(name, before, after)
        return touched

    def _read(self, name: str) -> _ReadFile | None:
        path = self._path(name)
        signature = _signature(path)
        if signature is None:
            return None
        try:
            raw = _read_bytes(path)
        except FileNotFoundError:
            return None
        except _NoFile:
            return _ReadFile(signature, _unreadable(name, reason("queuefiles.no_file")))
        except _TooLarge:
            why = reason("queuefiles.large_file", most=LARGEST // 1_000_000)
            return _ReadFile(signature, _unreadable(name, why))
        except OSError as error:
            why = reason("queuefiles.unreadable_file", error=error.strerror)
            return _ReadFile(signature, _unreadable(name, why))
        reading = read_text(
            name, raw, file=path, known=self._known, photo_folder=self._photo_folder
        )
        try:
            return _ReadFile(signature, reading, frozenset(_names(reading)), tuple(_media(reading)))
        except Exception as error:  # noqa: BLE001 - the boundary of a file
            return _ReadFile(signature, _stumbled(name, error))

    def _hold(self, name: str, before: _ReadFile | None, after: _ReadFile | None) -> set[str]:
        """Keep the list of who holds which name; other files that win or lose one by it."""
        old, new = (
            (before.names if before else frozenset()),
            (after.names if after else frozenset()),
        )
        others: set[str] = set()
        for gone in old - new:
            self._holders[gone].remove(name)
        for come in new - old:
            insort(self._holders[come], name)
        for key in old ^ new:
            others.update(self._holders[key])
            (self._shared.add if len(self._holders[key]) > 1 else self._shared.discard)(key)
            if not self._holders[key]:
                del self._holders[key]
        return others - {name}

    # Telling

    def _reading(self, touched: frozenset[str]) -> QueueReading:
        twice = {name for key in self._shared for name in self._holders[key][1:]}
        return QueueReading(
            whole=lambda: self._queue(sorted(self._files)),
            problems=(
                *self._strays,
                *(found for name in sorted(self._broken | twice) for found in self._problems(name)),
            ),
            broken=frozenset(self._broken),
            changed=touched,
            changed_queue=self._queue(sorted(touched & self._files.keys())),
            complete=self._complete,
            lost=self._lost,
        )

    def _queue(self, names: Iterable[str]) -> Queue:
        readings = [(name, self._files[name].reading) for name in names]
        return Queue(
            entries=tuple(
                entry
                for name, reading in readings
                for entry in reading.entries
                if self._owns(name, entry)
            ),
            campaigns=tuple(
                reading.campaign
                for name, reading in readings
                if reading.campaign and self._holders[_id_key(reading.campaign)][0] == name
            ),
        )

    def _owns(self, name: str, entry: Entry) -> bool:
        return all(self._holders[key][0] == name for key in _names_of(entry))

    def _problems(self, name: str) -> Iterator[Problem]:
        reading = self._files[name].reading
        yield from reading.problems
        if reading.campaign and (first := self._holders[_id_key(reading.campaign)][0]) != name:
            what = reason("queuefiles.campaign_named", id=reading.campaign.id)
            yield _twice(name, 1, what, first)
            return
        for entry in reading.entries:
            for key in _names_of(entry):
                if (first := self._holders[key][0]) != name:
                    what = (
                        reason("queuefiles.entry_named", id=entry.id)
                        if key.startswith("id:")
                        else reason("queuefiles.this_article")
                    )
                    yield _twice(name, entry.source.line, what, first)

    # Names

    def _path(self, name: str) -> Path:
        return self._folder / name

    def _name(self, path: Path) -> str | None:
        """The name of a queue file, None when the path is none."""
        try:
            relative = path.resolve().relative_to(self._folder.resolve())
        except (ValueError, OSError):
            return None
        is_entry = (
            len(relative.parts) > 1 and relative.parts[0] in KINDS and relative.suffix == ".md"
        )
        hidden = any(part.startswith(".") for part in relative.parts) or _is_scrap(relative.name)
        return relative.as_posix() if is_entry and not hidden else None

    def _is_shared(self, path: Path) -> bool:
        """Whether a change may concern several files: a photo, or a folder that came or went."""
        # Our own writer's temporary file comes with every added entry and concerns nobody.
        return path.suffix != ".md" and not _is_scrap(path.name)


def read_text(
    name: str, raw: bytes, *, file: Path, known: Known, photo_folder: PhotoFolder
) -> FileReading:
    """What the bytes of a queue file say, whatever they are.

    `name` is relative to the queue and tells the kind.
    """
    try:
        return _read_text(name, raw, file=file, known=known, photo_folder=photo_folder)
    except Exception as error:  # noqa: BLE001 - the boundary of a file
        # One on which a reader of ours falls over keeps nobody else's from being planned.
        return _stumbled(name, error)


def _read_text(
    name: str, raw: bytes, *, file: Path, known: Known, photo_folder: PhotoFolder
) -> FileReading:
    document = split(name, raw)
    if isinstance(document, Problem):
        return FileReading(problems=(document,))
    reading = _read_document(document, file=file, known=known, photo_folder=photo_folder)
    ids = [one.id for one in reading.all_entries()] + (
        [reading.campaign.id] if reading.campaign else []
    )
    if len(name) > LONGEST_PATH or any(len(one) > LONGEST_ID for one in ids):
        return _unreadable(name, reason("queuefiles.long_name", most=LONGEST_ID))
    return reading


def _read_document(
    document: QueueFile, *, file: Path, known: Known, photo_folder: PhotoFolder
) -> FileReading:
    match PurePosixPath(document.path).parts[0]:
        case "campaigns":
            return read_campaign(document, known=known)
        case "links":
            return read_links(document, known=known)
        case _:
            return read_post(document, file=file, known=known, photo_folder=photo_folder)


class _TooLarge(PublisherError, OSError):
    pass


class _NoFile(PublisherError, OSError):
    pass


def _read_bytes(path: Path) -> bytes:
    try:
        found = path.stat()
    except FileNotFoundError:
        raise (_NoFile if path.is_symlink() else FileNotFoundError) from None
    # Opening alone may wait for ever (a pipe) or do something (a device).
    if not stat.S_ISREG(found.st_mode):
        raise _NoFile
    # It may have become another since.
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise _NoFile
        raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise _TooLarge
    return raw


def _signature(path: Path) -> Signature | None:
    """What a file looks like from outside; None when there is none of this name."""
    try:
        found = path.stat()
    except FileNotFoundError:
        # A link that leads nowhere at present.
        return (0, 0, 0) if path.is_symlink() else None
    except NotADirectoryError:
        return None
    except OSError:
        # It is there; reading it says what is wrong.
        return 0, 0, 0
    return found.st_mtime_ns, found.st_size, found.st_ino


def _media(reading: FileReading) -> Iterator[tuple[Path, Signature | None]]:
    for entry in reading.all_entries():
        for shown in (*entry.photos, *((entry.video,) if entry.video else ())):
            yield Path(shown.path), _signature(Path(shown.path))


def _names(reading: FileReading) -> Iterator[str]:
    if reading.campaign:
        yield _id_key(reading.campaign)
    for entry in reading.entries:
        yield from _names_of(entry)


def _names_of(entry: Entry) -> tuple[str, ...]:
    return (
        (_id_key(entry), f"url:{article_key(entry.link or '')}")
        if entry.kind is EntryKind.LINK
        else (_id_key(entry),)
    )


def _id_key(item: Entry | Campaign) -> str:
    return f"id:{same_name(item.id)}"


def _is_scrap(name: str) -> bool:
    """Files that editors and systems leave about, and notes for people."""
    left = name.startswith((".", "~")) or name.endswith(("~", ".tmp", ".swp"))
    return left or name.lower() in _SCRAP


def _stray(name: str) -> Problem | None:
    if not _is_text(name):
        said = name.encode("utf-8", "backslashreplace").decode()
        return Problem(path=said, line=None, reason=reason("queuefiles.name_not_utf8"))
    suffix = PurePosixPath(name).suffix.lower()
    if suffix == ".py":
        return Problem(path=name, line=None, reason=reason("queuefiles.python_file"))
    if PurePosixPath(name).parts[0] not in KINDS or len(PurePosixPath(name).parts) == 1:
        why = reason("queuefiles.elsewhere", folders=list(KINDS))
        return Problem(path=name, line=None, reason=why)
    if name.endswith(".md") or suffix in _MEDIA:
        return None
    as_written = PurePosixPath(name).suffix or PurePosixPath(name).name
    why = reason("queuefiles.other_file", suffix=as_written)
    return Problem(path=name, line=None, reason=why)


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _unlisted(name: str, error: OSError) -> Problem:
    why = reason("queuefiles.unlisted", error=error.strerror)
    return Problem(path=name, line=None, reason=why)


def _vanished(count: int) -> Problem:
    return Problem(path="queue", line=None, reason=reason("queuefiles.vanished", count=count))


def _stumbled(name: str, error: Exception) -> FileReading:
    found = stumbled(error, "queuefiles.file_not_read", path=name, line=None)
    return FileReading(problems=(found,))


def _unreadable(name: str, why: Reason) -> FileReading:
    return FileReading(problems=(Problem(path=name, line=None, reason=why),))


def _twice(name: str, line: int, what: Reason, first: str) -> Problem:
    return Problem(path=name, line=line, reason=reason("queuefiles.twice", what=what, first=first))
