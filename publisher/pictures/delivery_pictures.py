"""Which pictures a delivery shows, and their bytes: each made once and kept by content."""

import hashlib
import io
import json
import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from publisher.cards import api as cards
from publisher.cards.card import Card, alt_text
from publisher.cards.isolation import prepare_photo
from publisher.channels.port import PhotoUpload
from publisher.domain.address import host_of
from publisher.domain.entry import Photo, Video
from publisher.domain.errors import CardRefused, PhotoRefused, PictureRefused, StorageUnreachable
from publisher.domain.markdown import for_card
from publisher.domain.message import Message, age, compose, fill
from publisher.domain.page import Page, Unit
from publisher.domain.revision import Medium, Revision
from publisher.domain.route import Placement
from publisher.files import make_folder, write_whole
from publisher.pictures.brand_store import BrandStore, Once
from publisher.storage import ObjectStore

# Raise when `prepare_photo` gives other bytes for the same file; the digest is part of what was
# approved, so that only those photos have another that change. Deep greys were cut off at first.
PHOTO_RECIPE, DEEP_RECIPE = "1", "2"


class DeliveryPicture(NamedTuple):
    """One picture of a delivery, by content."""

    # Hex; of everything that goes into it.
    digest: str
    alt_text: str
    # None for a photo, whose bytes the gallery already holds.
    card: Card | None


class Pictures:
    """The gallery in the data folder: `cards/`, `photos/` and `videos/`, files named by digest.

    With an object store, whatever is kept lies there too, under the same names, and the data folder
    only saves the way.
    """

    def __init__(
        self,
        *,
        data: Path,
        assets: Path,
        object_store: ObjectStore | None = None,
        once: Once = nullcontext,
    ) -> None:
        """`once` makes machines that share the object store wait for each other; it gets the name
        of a picture.

        Without it a card may be drawn twice at the same time, which costs time and gives the same
        bytes.
        """
        self._data, self._grounds = data, data / "grounds"
        self._assets, self._object_store = assets, object_store
        self._once = once if object_store else nullcontext
        self._turns = _Turns()
        # Names that are known to lie on the object store.
        self._shared: set[str] = set()
        # What units made at the desk goes before what the configuration says.
        self.brand_store = BrandStore(
            folder=data / "brands", assets=assets, object_store=object_store, once=self._once
        )

    def of(self, revision: Revision, *, unit: Unit, on: date) -> tuple[DeliveryPicture, ...]:
        """The pictures that the revision shows on a unit's page on a local day, in their order:
        card, then photos.

        Raises:
            PictureRefused: the template cannot take this content. StorageUnreachable: a photo or a
            brand that it shows cannot be had now; so do all methods that give or keep.
        """
        inside = self._photos_inside(revision)
        card = card_of(revision, unit=self.brand_store.dressed(unit), on=on)
        if card:
            card = replace(
                card,
                photos=tuple(self._photo_here(photo) for photo in revision.photos[:inside]),
            )
        pictures = [self._card_picture(card)] if card else []
        names = [(_photo_digest(photo), photo.alt_text) for photo in revision.photos[inside:]]
        return (
            *pictures,
            *(DeliveryPicture(digest=digest, alt_text=alt, card=None) for digest, alt in names),
        )

    def upload(self, picture: DeliveryPicture) -> PhotoUpload:
        """The picture's bytes; a card is rendered at its first use.

        Raises:
            PictureRefused: the text does not fit, or a photo is gone from the gallery.
        """
        return PhotoUpload(jpeg=self.jpeg(picture), alt_text=picture.alt_text)

    def jpeg(self, picture: DeliveryPicture) -> bytes:
        """As `upload`, only the bytes."""
        name = f"{'cards' if picture.card else 'photos'}/{picture.digest}.jpg"
        if (kept := self._here(name)) is not None:
            return kept
        with self._turns.of(name):
            found = self._here(name) or self._fetched(name)
            if found is None and picture.card:
                found = self._made(name, picture.card)
        if found is None:
            self._check_storage()
            raise PictureRefused("media.photo_gone")
        return found

    def first(self, revision: Revision, *, unit: Unit, on: date, longest: int) -> bytes | None:
        """The first picture, `longest` px at most; None when there is none or it
        cannot be drawn.
        """
        try:
            found = self.of(revision, unit=unit, on=on)
            return shrink(self.jpeg(found[0]), longest) if found else None
        except PictureRefused:
            return None

    def quick(self, picture: DeliveryPicture, *, scale: float) -> bytes:
        """A smaller look at a card that somebody is still writing; nothing is kept of it. Raises
        PictureRefused.
        """
        assert picture.card, "photos are kept already"
        try:
            return cards.render(
                picture.card, assets=self._assets, grounds=self._grounds, scale=scale
            )
        except CardRefused as refusal:
            raise _refused(refusal) from None

    def try_out(self, picture: DeliveryPicture) -> None:
        """Draw a card of which nothing is kept. Raises PictureRefused."""
        assert picture.card, "photos are kept already"
        try:
            cards.draw(picture.card, assets=self._assets)
        except CardRefused as refusal:
            raise _refused(refusal) from None

    @staticmethod
    def photo_digest(photo: Photo | Medium) -> str:
        """The digest that a photo's `DeliveryPicture` has, from that of the person's file."""
        return _photo_digest(photo)

    def kept_photo(self, digest: str) -> bytes | None:
        """A photo of the gallery by the digest of a `DeliveryPicture`; None when
        it is not there.
        """
        name = f"photos/{digest}.jpg"
        return self._here(name) or self._fetched(name)

    def take_in(self, photo: Photo) -> None:
        """Make a photo ready for Facebook and keep it, so that publishing needs the person's file
        no more.

        Raises:
            PictureRefused: the file is gone, has changed since it was read, or is no usable
            picture. StorageUnreachable: it is kept here, but other machines could not get it yet.
        """
        self.take_a_look(photo)
        self._share(_photo_name(photo))

    def take_a_look(self, photo: Photo) -> None:
        """As `take_in`, but on this machine alone: for what a person only looks at so far.

        Raises PictureRefused.
        """
        path = self._data / _photo_name(photo)
        if path.exists():
            return
        name = Path(photo.path).name
        try:
            raw = Path(photo.path).read_bytes()
        except OSError:
            raise PictureRefused("media.photo_unread", name=name) from None
        if hashlib.sha256(raw).hexdigest() != photo.sha256:
            raise PictureRefused("media.photo_replaced", name=name)
        try:
            write_whole(path, prepare_photo(raw))
        except PhotoRefused as refusal:
            raise PictureRefused("media.photo_unusable", name=name, why=refusal.reason) from None

    def take_in_video(self, video: Video) -> None:
        """Keep a video, as `take_in` keeps a photo.

        Raises:
            PictureRefused: the file is gone or has changed since it was read.
            StorageUnreachable: it is kept here, but other machines could not get it yet.
        """
        name = _video_name(video.sha256)
        if not (self._data / name).exists():
            self._copy_video(video, self._data / name)
        self._share(name)

    def _copy_video(self, video: Video, kept: Path) -> None:
        name, own = Path(video.path).name, kept.with_suffix(".part")
        make_folder(kept.parent)
        try:
            shutil.copyfile(video.path, own)
        except FileNotFoundError:
            raise PictureRefused("media.video_unread", name=name) from None
        with own.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != video.sha256:
                raise PictureRefused("media.video_replaced", name=name)
        own.replace(kept)

    def video_file(self, sha256: str) -> Path:
        """Where a video that was taken in lies on this machine; it is fetched when only the object
        store has it.

        Raises:
            StorageUnreachable: it cannot be had now.
        """
        name = _video_name(sha256)
        if self._object_store and not (self._data / name).exists():
            with self._turns.of(name):
                self._fetch_video(self._object_store, name, sha256)
        return self._data / name

    def _photos_inside(self, revision: Revision) -> int:
        """How many of the photos the card itself shows."""
        if revision.card is None or not revision.photos:
            return 0
        try:
            return cards.template_named(revision.card, assets=self._assets).photos[1]
        except CardRefused as refusal:
            raise _refused(refusal) from None

    def _photo_here(self, photo: Medium) -> Path:
        name = _photo_name(photo)
        if self._object_store and not (self._data / name).exists() and self._fetched(name) is None:
            self._check_storage()
        return self._data / name

    # The data folder and the object store

    def _here(self, name: str) -> bytes | None:
        try:
            return (self._data / name).read_bytes()
        except FileNotFoundError:
            return None

    def _fetched(self, name: str) -> bytes | None:
        """From the object store, and kept here from now on."""
        content = self._object_store.read(name) if self._object_store else None
        if content is not None:
            write_whole(self._data / name, content)
        return content

    def _check_storage(self) -> None:
        """Before something counts as gone: an object store with nothing on it is the wrong one.

        Raises StorageUnreachable.
        """
        self.brand_store.refresh()

    def _share(self, name: str) -> None:
        """Make sure that the object store has what is here.

        Asked once a process: planning takes everything in again.
        """
        if self._object_store is None or name in self._shared:
            return
        if self._object_store.version(name) is None:
            self._object_store.put(name, self._data / name)
        self._shared.add(name)

    def _made(self, name: str, card: Card) -> bytes:
        with self._once(name):
            # Another machine may have drawn it while we waited for our turn.
            found = self._fetched(name)
            if found is None:
                found = self._render(card)
                if self._object_store:
                    self._object_store.write(name, found)
                write_whole(self._data / name, found)
            return found

    def _fetch_video(self, object_store: ObjectStore, name: str, sha256: str) -> None:
        kept = self._data / name
        if kept.exists():
            return
        make_folder(kept.parent)
        part = kept.with_suffix(f".{os.getpid()}.part")
        try:
            if object_store.fetch(name, part):
                with part.open("rb") as file:
                    whole = hashlib.file_digest(file, "sha256").hexdigest() == sha256
                if not whole:
                    raise StorageUnreachable("storage.video_cut")
                part.replace(kept)
            else:
                self._check_storage()
        finally:
            part.unlink(missing_ok=True)

    def _card_picture(self, card: Card) -> DeliveryPicture:
        try:
            return DeliveryPicture(
                digest=cards.digest(card, assets=self._assets), alt_text=alt_text(card), card=card
            )
        except CardRefused as refusal:
            raise _refused(refusal) from None

    def _render(self, card: Card) -> bytes:
        try:
            return cards.render(card, assets=self._assets, grounds=self._grounds)
        except CardRefused as refusal:
            raise _refused(refusal) from None


class _Turns:
    """Lets the threads of a process work on a thing one after the other, and on different things
    side by side."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # By name: its lock, and how many hold it or wait for it.
        self._taken: dict[str, tuple[threading.Lock, int]] = {}

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """Wait for the turn."""
        with self._lock:
            own, count = self._taken.get(name, (threading.Lock(), 0))
            self._taken[name] = own, count + 1
        try:
            with own:
                yield
        finally:
            with self._lock:
                own, count = self._taken.pop(name)
                if count > 1:
                    self._taken[name] = own, count - 1


def _refused(refusal: CardRefused) -> PictureRefused:
    return PictureRefused("media.not_drawn", why=refusal.reason)


def card_of(revision: Revision, *, unit: Unit, on: date) -> Card | None:
    """The card that a revision asks for, filled for a unit and a local day; None
    when it has none.
    """
    if revision.card is None:
        return None
    message = compose(revision, unit=unit, on=on)
    return Card(
        template=revision.card,
        texts=_card_texts(revision, message, unit=unit, on=on),
        unit_name=unit.name,
        brand=Path(unit.brand),
        logo=Path(unit.logo) if unit.logo else None,
        format=revision.format,
        glossary=unit.glossary,
        segment=unit.segment,
    )


def _card_texts(revision: Revision, message: Message, *, unit: Unit, on: date) -> dict[str, str]:
    """The fields that the templates know, as far as the entry has them; a template takes what it
    shows.
    """
    headline = (
        fill(revision.headline, since=revision.since, on=on, unit=unit) if revision.headline else ""
    )
    texts = {"text": for_card(headline) or message.marked, "footer": "  ".join(message.hashtags)}
    if revision.since:
        texts |= {"lead": "Kỷ niệm", "age": str(age(revision.since, on)), "years": "năm"}
        texts["dates"] = (
            f"{_short(revision.since)} – {revision.since.day}/{revision.since.month}/{on.year}"
        )
    if revision.link:
        host = host_of(revision.link)
        texts |= {"source": revision.publication or host, "footer": f"Đọc tại {host}"}
    own = {
        name: for_card(fill(text, since=revision.since, on=on, unit=unit))
        for name, text in revision.fields
    }
    return texts | own


def _short(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def approval_digest(
    page: Page, message: Message, pictures: Sequence[DeliveryPicture], revision: Revision
) -> str:
    """Hex digest of exactly what will appear: page, text, link, first comment, pictures, video,
    and where it stands."""
    seen = [page.facebook_id, message.text, message.link, message.first_comment]
    shown = [[picture.digest, picture.alt_text] for picture in pictures]
    if revision.video or revision.placement is not Placement.FEED:
        shown.append([revision.placement.value, revision.video.sha256 if revision.video else ""])
    return hashlib.sha256(json.dumps([seen, shown]).encode()).hexdigest()


def _photo_name(photo: Photo | Medium) -> str:
    return f"photos/{_photo_digest(photo)}.jpg"


def _video_name(sha256: str) -> str:
    return f"videos/{sha256}.mp4"


def _photo_digest(photo: Photo | Medium) -> str:
    recipe = DEEP_RECIPE if photo.deep else PHOTO_RECIPE
    return hashlib.sha256(f"{recipe}:{photo.sha256}".encode()).hexdigest()


def shrink(jpeg: bytes, longest: int) -> bytes:
    """A picture so small that its longest side has `longest` px."""
    with Image.open(io.BytesIO(jpeg)) as image:
        # Decodes at a fraction of the size: many times faster than decoding all of it.
        image.draft("RGB", (longest * 2, longest * 2))
        image.thumbnail((longest, longest))
        out = io.BytesIO()
        image.convert("RGB").save(out, "JPEG", quality=82)
    return out.getvalue()
