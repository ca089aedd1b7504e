"""Which brand and emblem a unit wears: its own from the desk, or those of the configuration.

What units made lies in the data folder. When several machines publish, it lies on their object
store too: each file by its content, and one small list that says which files each unit wears now.
The list is all that ever changes there.
"""

import hashlib
import json
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from time import monotonic

from publisher.domain.errors import StorageUnreachable
from publisher.domain.page import Unit
from publisher.files import write_whole
from publisher.storage import ObjectStore

# Waits until nobody in the whole cluster works on the thing of this name.
Once = Callable[[str], AbstractContextManager[object]]

LIST = "brands/list.json"
# A brand file and an emblem.
ENDINGS = ("toml", "png")
# How old the list may be.
FRESH = 5.0  # seconds
# By unit and ending: the name on the object store; "" when the unit went back to the configuration.
Looks = Mapping[str, Mapping[str, str]]


class BrandStore:
    """Where units keep what they made at the desk."""

    def __init__(
        self,
        *,
        folder: Path,
        assets: Path,
        object_store: ObjectStore | None = None,
        once: Once = nullcontext,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.folder, self.assets = folder, assets
        self._object_store, self._once, self._clock = object_store, once, clock
        self._lock = threading.Lock()
        # As the object store had it at `_known_at`; None when it had none.
        self._looks: Looks | None = None
        self._version: str | None = None
        self._known_at = self._asked_at = float("-inf")

    def dressed(self, unit: Unit) -> Unit:
        """The unit with its own brand and emblem, where it has them: at most FRESH old, if the
        object store answers.

        When it does not, the last that is known stands: looking at pictures must go on. Who binds
        anything to what is seen calls `refresh` before. Raises StorageUnreachable only for a file
        that this machine never had.
        """
        brand, logo = (self._own(unit.slug, ending) for ending in ENDINGS)
        if brand:
            unit = replace(unit, brand=str(brand))
        return replace(unit, logo=str(logo)) if logo else unit

    def has_brand(self, slug: str) -> bool:
        """Whether the unit has a brand of its own."""
        return self._own(slug, "toml") is not None

    def refresh(self, *, within: float = FRESH) -> None:
        """Make sure that what units wear is known as it was at most so many seconds ago. Does
        nothing without an object store.

        Raises:
            StorageUnreachable: nobody can tell, or nothing was ever put on the object store:
            another prefix than that of the
                machine with the queue, or a share that is not mounted.
        """
        if self._object_store is None:
            return
        with self._lock:
            if self._looks is None or self._clock() - self._known_at > within:
                self._ask(self._object_store)
            if self._looks is None:
                raise StorageUnreachable("storage.empty")

    def begin(self) -> None:
        """Put on an empty object store what units made before there was one. For the machine with
        the queue, at each planning.

        Raises:
            StorageUnreachable: to be done at the next planning.
        """
        if self._object_store is None or self._looks is not None:
            return
        self._change(self._object_store, {})

    def keep(self, slug: str, ending: str, content: bytes) -> None:
        """Let a unit wear this file from now on. Raises OSError."""
        if self._object_store:
            name = self._put(self._object_store, ending, content)
            self._change(self._object_store, {slug: {ending: name}})
        write_whole(self.folder / f"{slug}.{ending}", content)

    def forget(self, slug: str) -> None:
        """Let a unit wear what is configured. Raises OSError."""
        if self._object_store:
            # Said, not left out: files of former days in some data folder must not come back.
            self._change(self._object_store, {slug: dict.fromkeys(ENDINGS, "")})
        for ending in ENDINGS:
            (self.folder / f"{slug}.{ending}").unlink(missing_ok=True)

    def _own(self, slug: str, ending: str) -> Path | None:
        looks = self._current()
        if looks is None:
            here = self.folder / f"{slug}.{ending}"
            return here if here.is_file() else None
        name = looks.get(slug, {}).get(ending, "")
        return self._at_hand(name) if name else None

    def _at_hand(self, name: str) -> Path:
        """A file of the object store on this machine: named by content, so a picture is drawn with
        what it was named by.
        """
        path = self.folder / "shared" / Path(name).name
        if not path.is_file():
            assert self._object_store, "names come from the object store"
            content = self._object_store.read(name)
            if content is None:
                raise StorageUnreachable("storage.lacks", name=name)
            write_whole(path, content)
        return path

    def _current(self) -> Looks | None:
        if self._object_store is None:
            return None
        with self._lock:
            if self._clock() - self._asked_at > FRESH:
                with suppress(StorageUnreachable):
                    self._ask(self._object_store)
            return self._looks

    def _ask(self, object_store: ObjectStore) -> None:
        self._asked_at = now = self._clock()
        version = object_store.version(LIST)
        if version is None or version != self._version:
            raw = object_store.read(LIST)
            self._looks = json.loads(raw) if raw is not None else None
            # Read after it was asked for, so it may be newer than this version: then it is read
            # once more.
            self._version = version
        self._known_at = now

    def _change(self, object_store: ObjectStore, changes: Looks) -> None:
        with self._lock, self._once(LIST):
            raw = object_store.read(LIST)
            looks: dict[str, Mapping[str, str]] = dict(
                json.loads(raw) if raw is not None else self._made_before(object_store)
            )
            for slug, change in changes.items():
                looks[slug] = {**looks.get(slug, {}), **change}
            if changes or raw is None:
                object_store.write(LIST, json.dumps(looks, sort_keys=True).encode())
            self._looks, self._version = looks, None
            self._asked_at = self._known_at = float("-inf")

    def _made_before(self, object_store: ObjectStore) -> Looks:
        looks: dict[str, dict[str, str]] = {}
        for path in self._files():
            ending = path.suffix.removeprefix(".")
            looks.setdefault(path.stem, {})[ending] = self._put(
                object_store, ending, path.read_bytes()
            )
        return looks

    def _files(self) -> Iterable[Path]:
        return (path for ending in ENDINGS for path in sorted(self.folder.glob(f"*.{ending}")))

    def _put(self, object_store: ObjectStore, ending: str, content: bytes) -> str:
        name = f"brands/{hashlib.sha256(content).hexdigest()}.{ending}"
        if object_store.version(name) is None:
            object_store.write(name, content)
        return name
