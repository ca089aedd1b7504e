"""Which brand and emblem a unit wears: its own from the desk, or those of the configuration.

What units made lies in the data folder. When several machines publish, it lies on their shelf too:
each file by its content, and one small list that says which files each unit wears now. The list is
all that ever changes there.
"""

import hashlib
import json
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from time import monotonic

from publisher.domain.errors import ShelfUnreachable
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
# By unit and ending: the name on the shelf; "" when the unit went back to the configuration.
Looks = Mapping[str, Mapping[str, str]]


class BrandStore:
    """Where units keep what they made at the desk."""

    def __init__(
        self,
        *,
        folder: Path,
        assets: Path,
        shelf: ObjectStore | None = None,
        once: Once = nullcontext,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.folder, self.assets = folder, assets
        self._shelf, self._once, self._clock = shelf, once, clock
        self._lock = threading.Lock()
        # As the shelf had it at `_known_at`; None when it had none.
        self._looks: Looks | None = None
        self._version: str | None = None
        self._known_at = self._asked_at = float("-inf")

    def dressed(self, unit: Unit) -> Unit:
        """The unit with its own brand and emblem, where it has them: at most FRESH old, if the
        shelf answers.

        When it does not, the last that is known stands: looking at pictures must go on. Who binds
        anything to what is seen calls `refresh` before. Raises ShelfUnreachable only for a file
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
        nothing without a shelf.

        Raises:
            ShelfUnreachable: nobody can tell, or nothing was ever put on the shelf: another prefix
            than that of the
                machine with the queue, or a share that is not mounted.
        """
        if self._shelf is None:
            return
        with self._lock:
            if self._looks is None or self._clock() - self._known_at > within:
                self._ask(self._shelf)
            if self._looks is None:
                raise ShelfUnreachable("storage.empty")

    def begin(self) -> None:
        """Put on an empty shelf what units made before there was one. For the machine with the
        queue, at each planning.

        Raises:
            ShelfUnreachable: to be done at the next planning.
        """
        if self._shelf is None or self._looks is not None:
            return
        self._change(self._shelf, {})

    def keep(self, slug: str, ending: str, content: bytes) -> None:
        """Let a unit wear this file from now on. Raises OSError."""
        if self._shelf:
            name = self._put(self._shelf, ending, content)
            self._change(self._shelf, {slug: {ending: name}})
        write_whole(self.folder / f"{slug}.{ending}", content)

    def forget(self, slug: str) -> None:
        """Let a unit wear what is configured. Raises OSError."""
        if self._shelf:
            # Said, not left out: files of former days in some data folder must not come back.
            self._change(self._shelf, {slug: dict.fromkeys(ENDINGS, "")})
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
        """A file of the shelf on this machine: named by content, so a picture is drawn with what
        it was named by."""
        path = self.folder / "shared" / Path(name).name
        if not path.is_file():
            assert self._shelf, "names come from the shelf"
            content = self._shelf.read(name)
            if content is None:
                raise ShelfUnreachable("storage.lacks", name=name)
            write_whole(path, content)
        return path

    def _current(self) -> Looks | None:
        if self._shelf is None:
            return None
        with self._lock:
            if self._clock() - self._asked_at > FRESH:
                with suppress(ShelfUnreachable):
                    self._ask(self._shelf)
            return self._looks

    def _ask(self, shelf: ObjectStore) -> None:
        self._asked_at = now = self._clock()
        version = shelf.version(LIST)
        if version is None or version != self._version:
            raw = shelf.read(LIST)
            self._looks = json.loads(raw) if raw is not None else None
            # Read after it was asked for, so it may be newer than this version: then it is read
            # once more.
            self._version = version
        self._known_at = now

    def _change(self, shelf: ObjectStore, changes: Looks) -> None:
        with self._lock, self._once(LIST):
            raw = shelf.read(LIST)
            looks: dict[str, Mapping[str, str]] = dict(
                json.loads(raw) if raw is not None else self._made_before(shelf)
            )
            for slug, change in changes.items():
                looks[slug] = {**looks.get(slug, {}), **change}
            if changes or raw is None:
                shelf.write(LIST, json.dumps(looks, sort_keys=True).encode())
            self._looks, self._version = looks, None
            self._asked_at = self._known_at = float("-inf")

    def _made_before(self, shelf: ObjectStore) -> Looks:
        looks: dict[str, dict[str, str]] = {}
        for path in self._files():
            ending = path.suffix.removeprefix(".")
            looks.setdefault(path.stem, {})[ending] = self._put(shelf, ending, path.read_bytes())
        return looks

    def _files(self) -> Iterable[Path]:
        return (path for ending in ENDINGS for path in sorted(self.folder.glob(f"*.{ending}")))

    def _put(self, shelf: ObjectStore, ending: str, content: bytes) -> str:
        name = f"brands/{hashlib.sha256(content).hexdigest()}.{ending}"
        if shelf.version(name) is None:
            shelf.write(name, content)
        return name
