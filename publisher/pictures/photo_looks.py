"""What examining a photo file gave, kept as long as the file is the same: decoding one takes a
tenth of a second, and every door to the queue asks for it."""

import hashlib
import json
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from publisher.cards.isolation import examine_photo
from publisher.domain.entry import PhotoLook
from publisher.domain.errors import PhotoRefused
from publisher.domain.reason import Reason
from publisher.files import write_whole

# Raise when `examine_photo` judges otherwise.
EDITION = 2
# A file that changed just now may change again within the same tick of its clock.
SETTLED = 2  # seconds
# Not a fault of the file: it is tried again.
PASSING = ("cards.not_opened_here", "cards.photo_unread")


class PhotoLooks:
    """Remembers looks in the data folder (`looks/`), one small file for each path."""

    def __init__(self, data: Path) -> None:
        self._folder = data / "looks"

    def look(self, path: Path) -> PhotoLook:
        """What the file is like; it is decoded only when it is another than at the last look.

        Raises OSError when it is not there.
        """
        kept, identity = self._kept(path), _identity(path)
        if found := _read(kept, identity):
            return found
        look = _examined(path)
        if _lasts(look) and identity == _identity(path) and _is_settled(path):
            self._keep(kept, _written(look, identity))
        return look

    def _keep(self, kept: Path, content: bytes) -> None:
        # A command makes no data folder, and who may not write there looks anew each time.
        if self._folder.parent.is_dir():
            with suppress(OSError):
                write_whole(kept, content, durable=False)

    def _kept(self, path: Path) -> Path:
        name = hashlib.sha256(os.fsencode(path.absolute())).hexdigest()
        return self._folder / f"{name}.json"


def _identity(path: Path) -> list[int]:
    stat = path.stat()
    return [EDITION, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino]


def _is_settled(path: Path) -> bool:
    stat = path.stat()
    return time.time() - max(stat.st_mtime, stat.st_ctime) > SETTLED


def _lasts(look: PhotoLook) -> bool:
    return look.trouble is None or look.trouble.code not in PASSING


def _examined(path: Path) -> PhotoLook:
    try:
        return PhotoLook(deep=examine_photo(path))
    except PhotoRefused as refusal:
        return PhotoLook(trouble=refusal.reason)


def _written(look: PhotoLook, identity: list[int]) -> bytes:
    trouble = look.trouble.to_json() if look.trouble else None
    return json.dumps({"of": identity, "deep": look.deep, "trouble": trouble}).encode()


def _read(kept: Path, identity: list[int]) -> PhotoLook | None:
    try:
        found: dict[str, Any] = json.loads(kept.read_bytes())
        if found["of"] != identity:
            return None
        trouble = Reason.from_json(found["trouble"]) if found["trouble"] else None
        return PhotoLook(trouble=trouble, deep=bool(found["deep"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
