"""The media gallery: photos and videos that people upload, looked into, kept once by content,
found again."""

import hashlib
import io
import secrets
import threading
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db.models import QuerySet
from PIL import Image

from publisher.cards.isolation import prepare_photo
from publisher.context import Context
from publisher.domain.errors import PhotoRefused, UploadRefused
from publisher.domain.text import clean as clean_text
from publisher.domain.text import nfc, slug
from publisher.files import write_whole
from publisher.queuefiles.checks import NO_FILM
from publisher.store.activity_log import What, note
from publisher.store.models import Upload
from publisher.store.text_search import holding
from publisher.videoboxes import Film, read_film

# Bytes. Larger videos are laid into the folder itself.
LARGEST, LARGEST_VIDEO = 30_000_000, 38_000_000
# Endings that a kept file may have; the content decides what it is.
SUFFIXES = {
    ending: ending
    for ending in (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".gif", ".bmp", ".tif")
}
# Endings of videos in the same folder.
VIDEOS = frozenset({".mp4", ".mov", ".m4v"})
# A name is given out and taken at once.
_naming = threading.Lock()


def photos_of(context: Context) -> Path:
    """The queue's folder of photos: a queue file names them."""
    return context.config.queue / "photos"


def keep(
    context: Context, raw: bytes, *, name: str, unit: str, now: datetime, alt_text: str = ""
) -> Upload:
    """Keep a photo or a video; the same bytes in the same unit are kept once.

    Raises:
        UploadRefused: it is too large, or nothing that can be shown.
        OSError: the folder cannot be written.
    """
    refuse_large(len(raw), name)
    digest = hashlib.sha256(raw).hexdigest()
    if found := Upload.objects.filter(sha256=digest, unit=unit).first():
        return found
    width, height = _size_of_film(raw) if is_video(name) else _size_of_photo(raw)
    with _naming:
        path = _free(
            photos_of(context),
            slug(Path(name).stem) or "anh",
            _ending(name),
        )
        write_whole(path, raw)

    def both() -> Upload:
        note(What.UPLOAD, by=context.actor, now=now, unit=unit, detail=path.name)
        return Upload.objects.create(
            file=path.name,
            sha256=digest,
            width=width,
            height=height,
            size=len(raw),
            alt_text=clean_text(alt_text).strip(),
            unit=unit,
            by=context.actor,
            at=now,
        )

    try:
        return context.transactions.write(both)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def search(rows: "QuerySet[Upload]", text: str) -> "QuerySet[Upload]":
    """Photos whose name or description holds some words, the newest first."""
    for word in nfc(text).split():
        rows = rows.filter(holding("file", slug(word) or word) | holding("alt_text", word))
    return rows.order_by("-at", "-pk")


def describe(context: Context, upload: Upload, alt_text: str) -> None:
    """Give a photo another description; posts that use it keep theirs."""
    text = clean_text(alt_text).strip()
    context.transactions.write(lambda: Upload.objects.filter(pk=upload.pk).update(alt_text=text))


def discard(context: Context, upload: Upload, *, used: Iterable[str], now: datetime) -> None:
    """Delete a photo that no queue file names. Raises UploadRefused when one does."""
    if upload.file in set(used):
        raise UploadRefused("media.upload_in_use")
    (photos_of(context) / upload.file).unlink(missing_ok=True)

    def both() -> None:
        note(What.DISCARD, by=context.actor, now=now, unit=upload.unit, detail=upload.file)
        Upload.objects.filter(pk=upload.pk).delete()

    context.transactions.write(both)


def is_video(name: str) -> bool:
    """Whether a file is named as a video."""
    return Path(name).suffix.lower() in VIDEOS


def refuse_large(size: int, name: str) -> None:
    """Refuse a file of too many bytes. Raises UploadRefused."""
    if is_video(name) and size > LARGEST_VIDEO:
        raise UploadRefused("media.upload_large_video", most=LARGEST_VIDEO // 1_000_000)
    if not is_video(name) and size > LARGEST:
        raise UploadRefused("media.upload_large", most=LARGEST // 1_000_000)


def _ending(name: str) -> str:
    given = Path(name).suffix.lower()
    return given if given in VIDEOS else SUFFIXES.get(given, ".jpg")


def _size_of_photo(raw: bytes) -> tuple[int, int]:
    try:
        # Decoded to its end: what only begins like a picture is found out. The original is kept,
        # for the best print.
        clean = prepare_photo(raw)
    except PhotoRefused as refusal:
        raise UploadRefused("media.upload_unusable", why=refusal.reason) from None
    with Image.open(io.BytesIO(clean)) as image:
        return image.size


def _size_of_film(raw: bytes) -> tuple[int, int]:
    found = read_film(io.BytesIO(raw))
    if not isinstance(found, Film):
        raise UploadRefused("media.unusable_video", why=NO_FILM[found])
    return found.width, found.height


def _free(folder: Path, stem: str, suffix: str) -> Path:
    """A name that says what it is to people and that nobody guesses."""
    for _ in range(100):
        path = folder / f"{stem}-{secrets.token_hex(6)}{suffix}"
        if not path.exists():
            return path
    raise FileExistsError(stem)
