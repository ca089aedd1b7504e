"""One version of what an entry says: kept for ever, so that publishing needs no files and
history survives them."""

import hashlib
from dataclasses import dataclass, fields
from datetime import date
from functools import cache

from pydantic import TypeAdapter

from publisher.domain.address import article_key
from publisher.domain.entry import Entry, EntryKind, HashtagPlace
from publisher.domain.route import Placement
from publisher.domain.text import words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium:
    """A photo by its content: the digest of the file that the person gave, and its description."""

    sha256: str
    alt_text: str
    deep: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A video by its content: the digest of the file that the person gave, and its length in
    bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """The content of an entry without its place in the queue and in time: moving it is no new
    version."""

    entry_id: str
    kind: EntryKind
    text: str
    card: str | None
    since: date | None
    photos: tuple[Medium, ...]
    link: str | None
    headline: str | None
    publication: str | None
    first_comment: str | None
    hashtags: tuple[str, ...]
    campaign: str | None
    # Later than the others: revisions that were stored before have none of them.
    format: str = "portrait"
    fields: tuple[tuple[str, str], ...] = ()
    placement: Placement = Placement.FEED
    video: Clip | None = None
    hashtags_in: HashtagPlace = HashtagPlace.TEXT

    def to_json(self) -> str:
        """JSON text that `from_json` reads back; the same content gives the same text."""
        # A field that is added with a default changes no digest, so that an upgrade withdraws no
        # approval.
        return _json().dump_json(self, exclude_defaults=True).decode()

    @staticmethod
    def from_json(text: str) -> "Revision":
        """The revision that `to_json` wrote."""
        return _json().validate_json(text)

    def digest(self) -> str:
        """Hex SHA-256 of the content."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def words(self) -> str:
        """Names what it says, so that copies of it are found whatever their ids: 32 hex digits.

        Empty for the words of a campaign, which come again on purpose, and for what has none of
        its own: a press article is known by its address.
        """
        said, address = words_of(self.text), article_key(self.link) if self.link else ""
        if self.campaign or (address and not said):
            return ""
        shown = [medium.sha256 for medium in self.photos] if not said else []
        shown += [self.video.sha256] if self.video and not said else []
        if not said and not shown:
            return ""
        whole = "\n".join((said, address, *shown))
        return hashlib.blake2b(whole.encode(), digest_size=16).hexdigest()


@cache
def _json() -> TypeAdapter[Revision]:
    # Built when a revision is stored or read: a look at a card needs none.
    return TypeAdapter(Revision)


def freeze(entry: Entry) -> Revision:
    """The revision that an entry is now."""
    own = {name: getattr(entry, name) for name in _same()}
    return Revision(
        entry_id=entry.id,
        photos=tuple(
            Medium(sha256=photo.sha256, alt_text=photo.alt_text, deep=photo.deep)
            for photo in entry.photos
        ),
        video=Clip(sha256=entry.video.sha256, size=entry.video.size) if entry.video else None,
        **own,
    )


@cache
def _same() -> tuple[str, ...]:
    """What a revision keeps as it stands in the entry."""
    others = ("entry_id", "photos", "video")
    return tuple(one.name for one in fields(Revision) if one.name not in others)
