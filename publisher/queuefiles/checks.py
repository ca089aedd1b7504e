"""What every entry must satisfy whatever file it stands in; collects problems
instead of raising.
"""

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from publisher.domain.address import url_trouble
from publisher.domain.entry import ALL_PAGES, Campaign, Entry, Photo, PhotoLook, Video
from publisher.domain.message import unknown_placeholders
from publisher.domain.reason import Problem, Reason, nearest, reason
from publisher.domain.text import MESSAGE_LIMIT, utf16_length
from publisher.domain.toml import line_of
from publisher.queuefiles.bullets import doubtful_lines
from publisher.queuefiles.frontmatter import QueueFile
from publisher.queuefiles.schema import LONGEST_COMMENT, ROOM
from publisher.sentences.catalogue import Value
from publisher.tables import LONGEST_WORD, MOST_FINDINGS, dotted, problems_of
from publisher.videoboxes import Film, NoFilm, read_film

Model = TypeVar("Model", bound=BaseModel)
# Before the name of a group of pages.
GROUP = "@"
# Facebook refuses larger ones (1363023, reference/graph-api.md section 4).
LARGEST_VIDEO = 2 * 1024**3
# Pages that are named to somebody who named none.
MOST_NAMED = 6
# What browsers and programs append to a name while they download.
HALVES = (".crdownload", ".part", ".partial", ".download", ".opdownload", ".!ut", ".tmp")
# Characters of an address that are repeated to who wrote it.
LONGEST_ADDRESS = 80


class Takes(NamedTuple):
    """What a card template takes."""

    # By name: title for people, and whether it must be there.
    fields: Mapping[str, tuple[str, bool]]
    # Fewest and most.
    photos: tuple[int, int]


class Known(NamedTuple):
    """What queue files may refer to."""

    pages: frozenset[str]
    cards: frozenset[str]
    # What a template of that name takes; None when it is not there or not well.
    card: "Callable[[str], Takes | None]"
    # What a picture file is like, and what is wrong with it.
    look_at_photo: Callable[[Path], PhotoLook]
    # Pages of each group, by the group's name.
    groups: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    # Whether the person who writes may show a file, a photo or a video, on the pages; None where no
    # person is asked: what stands in the queue was allowed when it was written.
    may_use: Callable[[Path], bool] | None = None
    # By whose clocks a time with a zone of its own is told; None where the pages have several.
    zone: ZoneInfo | None = None

    def allowing(self, entry: Entry) -> "Known":
        """The same, and of files also those that an entry shows already."""
        may_use = self.may_use
        if may_use is None:
            return self
        shown = {Path(photo.path) for photo in entry.photos} | (
            {Path(entry.video.path)} if entry.video else set()
        )
        return self._replace(may_use=lambda path: path in shown or may_use(path))

    def photo_folder(self, queue: Path) -> "PhotoFolder":
        """The photos and videos of a queue that may be shown."""
        return PhotoFolder(queue, self.look_at_photo, self.may_use)


class FileReading(NamedTuple):
    """What one file holds: everything that is well, and what is not."""

    entries: tuple[Entry, ...] = ()
    campaign: Campaign | None = None
    problems: tuple[Problem, ...] = ()

    def all_entries(self) -> tuple[Entry, ...]:
        """The entries, those of the campaign included."""
        if self.campaign is None:
            return self.entries
        return (*self.entries, *self.campaign.slogans, *self.campaign.anniversaries)


@dataclass(slots=True, kw_only=True)
class Findings:
    """Problems of one document, as they are found."""

    document: QueueFile
    known: Known
    problems: list[Problem] = field(default_factory=list)
    # By key: the same key may be wrong for thousands of entries of a file.
    _lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)

    def add(self, line: int | None, code: str, /, *, field: str = "", **arguments: Value) -> None:
        """Note a problem on a line of the file."""
        why = Reason(code, arguments)
        self.problems.append(Problem(path=self.document.path, line=line, reason=why, field=field))

    def at_key(self, where: Sequence[str | int], code: str, /, **arguments: Value) -> None:
        """Note a problem at a key of the front matter."""
        place = tuple(where)
        if place not in self._lines:
            self._lines[place] = line_of(self.document.front_text, place) or 1
        self.add(self._lines[place], code, field=dotted(place), **arguments)

    def read(self, model: type[Model]) -> Model | None:
        """The front matter as `model`, or None after its problems were noted."""
        document = self.document
        try:
            return model.model_validate(document.front, context={"zone": self.known.zone})
        except ValidationError as error:
            self.problems += problems_of(
                error, path=document.path, text=document.front_text, model=model
            )
            return None

    def pages(self, written: Sequence[str]) -> tuple[str, ...]:
        """The pages that are meant: groups (“@cap-huyen”) as their pages; notes those that are not
        there.

        A file that names none means the only page there is. Where there are several nobody can
        tell which were meant, and all of them is what is hardest to take back.
        """
        if not written and len(self.known.pages) == 1 and "pages" not in self.document.front:
            return tuple(self.known.pages)
        if not written:
            some = sorted(self.known.pages)[:MOST_NAMED]
            first = some[0] if some else "tinh"
            self.at_key(("pages",), "queuefiles.no_pages", first=first, known=some)
        found: list[str] = []
        for page in written:
            if page.startswith(GROUP) and page[1:] in self.known.groups:
                found += self.known.groups[page[1:]]
            elif page.startswith(GROUP):
                short = page[:LONGEST_WORD]
                hint = nearest(short, {f"{GROUP}{name}" for name in self.known.groups})
                self.at_key(("pages",), "queuefiles.no_group", group=short, hint=hint)
            else:
                found.append(page)
        self._check_pages(found)
        return tuple(dict.fromkeys(found))

    def _check_pages(self, pages: Sequence[str]) -> None:
        for page in pages:
            if page != ALL_PAGES and page not in self.known.pages:
                short = page[:LONGEST_WORD]
                hint = nearest(short, self.known.pages | {ALL_PAGES})
                self.at_key(("pages",), "queuefiles.no_page", page=short, hint=hint)

    def check_lines(self) -> None:
        """Note the lines of a list that belong to no item."""
        body, first = self.document.body, self.document.body_line
        for line, code in doubtful_lines(body, first_line=first):
            self.add(line, code, field="text")

    def check_card_name(self, card: str | None) -> bool:
        """Whether a card is a template that exists, or none; notes what is wrong."""
        well = card is None or card in self.known.cards
        if card is not None and not well:
            short = card[:LONGEST_WORD]
            hint = nearest(short, self.known.cards)
            self.at_key(("card",), "queuefiles.no_card", card=short, hint=hint)
        return well

    def check_card(self, entry: Entry) -> None:
        """A card must exist and get what its template needs."""
        if (
            entry.card is None
            or not self.check_card_name(entry.card)
            or not (takes := self.known.card(entry.card))
        ):
            return
        self._check_card_fields(entry, entry.card, takes)
        if len(entry.photos) < takes.photos[0]:
            self.at_key(
                ("photos",),
                "queuefiles.card_needs_photos",
                card=entry.card,
                least=takes.photos[0],
                count=len(entry.photos),
            )

    def _check_card_fields(self, entry: Entry, card: str, takes: Takes) -> None:
        given = dict(entry.fields)
        for name in sorted(given.keys() - takes.fields.keys())[:MOST_FINDINGS]:
            hint = nearest(name[:LONGEST_WORD], takes.fields)
            self.at_key(
                ("fields", name), "queuefiles.no_card_field", card=card, name=name, hint=hint
            )
        for name, (title, needed) in takes.fields.items():
            if needed and name not in given and not _comes_by_itself(name, entry):
                self.at_key(
                    ("card",),
                    "queuefiles.card_lacks",
                    card=card,
                    title=title.lower(),
                    how=_how_to_give(name),
                )

    def check_words(self, entry: Entry) -> None:
        """Placeholders must be known, and the text no longer than Facebook takes."""
        for text in (
            entry.text,
            entry.first_comment or "",
            *entry.hashtags,
            *(text for _, text in entry.fields),
        ):
            for placeholder, why in unknown_placeholders(text, has_since=entry.since is not None):
                self.add(
                    entry.source.line,
                    "queuefiles.placeholder",
                    field="text",
                    placeholder=placeholder,
                    what=why,
                )
        if utf16_length(entry.first_comment or "") > LONGEST_COMMENT:
            self.at_key(("first_comment",), "queuefiles.long_comment", most=LONGEST_COMMENT)
        length = (
            utf16_length(entry.text) + sum(utf16_length(tag) + 2 for tag in entry.hashtags) + ROOM
        )
        if length > MESSAGE_LIMIT:
            self.add(
                entry.source.line,
                "queuefiles.long_text",
                field="text",
                length=_with_dots(utf16_length(entry.text)),
                most=_with_dots(MESSAGE_LIMIT),
            )

    def check_url(self, url: str, line: int | None) -> bool:
        """Whether an address can be shared; notes why not."""
        if why := url_trouble(url):
            self.add(
                line, "queuefiles.address", field="link", address=url[:LONGEST_ADDRESS], what=why
            )
        return not why


def _with_dots(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _comes_by_itself(name: str, entry: Entry) -> bool:
    match name:
        case "text":
            return bool(entry.text or entry.headline)
        case "age" | "years" | "dates" | "lead":
            return entry.since is not None
        case "source":
            return bool(entry.link or entry.publication)
        case _:
            return False


def _how_to_give(name: str) -> Reason:
    match name:
        case "text":
            return reason("queuefiles.give_text")
        case "age":
            return reason("queuefiles.give_age")
        case _:
            return reason("queuefiles.give_field", name=name)


class VideoLook(NamedTuple):
    """What looking at a video file gave."""

    trouble: Reason | None = None
    film: Film = Film()


Look = TypeVar("Look", PhotoLook, VideoLook)
# By path: time, size and inode; what it is like; its digest.
_Seen = dict[Path, tuple[tuple[int, int, int], Look, str]]


class PhotoFolder:
    """Finds picture files and knows their digests; a file is read again only when it changed."""

    def __init__(
        self,
        queue: Path,
        look: Callable[[Path], PhotoLook],
        may_use: Callable[[Path], bool] | None = None,
    ) -> None:
        self._queue, self._look, self._may_use = queue, look, may_use
        self._photos: _Seen[PhotoLook] = {}
        self._videos: _Seen[VideoLook] = {}

    def find(self, name: str, beside: Path, *, alt_text: str) -> Photo | Reason:
        """The photo of that name beside a queue file or in `photos/`; or what is wrong."""
        path = self._path(name, beside)
        if path is None:
            return self._missing_photo(name, beside)
        try:
            look, digest = _looked(self._photos, path, self._look)
        except OSError as error:
            return reason("queuefiles.unreadable_photo", name=name, error=error.strerror)
        if look.trouble:
            return reason("queuefiles.unfit_photo", name=name, what=_instead(path, look.trouble))
        return Photo(path=str(path), sha256=digest, alt_text=alt_text, deep=look.deep)

    def find_video(self, name: str, beside: Path) -> Video | Reason:
        """The video of that name beside a queue file or in `photos/`; or what is wrong."""
        path = self._path(name, beside)
        if path is None:
            return self._missing_video(name, beside)
        try:
            size = path.stat().st_size
            look, digest = _looked(self._videos, path, _look_at_video)
        except OSError as error:
            return reason("queuefiles.unreadable_video", name=name, error=error.strerror)
        if look.trouble:
            return reason("queuefiles.unfit_video", name=name, what=look.trouble)
        film = look.film
        return Video(
            path=str(path),
            sha256=digest,
            size=size,
            seconds=film.seconds,
            width=film.width,
            height=film.height,
        )

    def _path(self, name: str, beside: Path) -> Path | None:
        try:
            places = self._places(name, beside)
            path = _first_file(places) or _first_file(
                self._within(found for place in places for found in _alike(place))
            )
        except (OSError, ValueError, RuntimeError):
            # No file can have such a name (it is a sentence, holds a NUL), or it leads in a circle.
            return None
        return path if path is None or self._may_use is None or self._may_use(path) else None

    def _half(self, name: str, beside: Path) -> str:
        """The name of a file that is still being downloaded, to have this name then."""
        halves = (self._path(f"{name}{ending}", beside) for ending in HALVES)
        return next((half.name for half in halves if half), "")

    # Nobody learns which files of others there are.

    def _missing_photo(self, name: str, beside: Path) -> Reason:
        short = name[:LONGEST_WORD]
        if half := self._half(short, beside):
            return reason("queuefiles.half_photo", name=short, half=half)
        if self._may_use is None:
            return reason("queuefiles.photo_nowhere", name=short)
        return reason("queuefiles.photo_not_of_unit", name=short)

    def _missing_video(self, name: str, beside: Path) -> Reason:
        short = name[:LONGEST_WORD]
        if half := self._half(short, beside):
            return reason("queuefiles.half_video", name=short, half=half)
        if self._may_use is None:
            return reason("queuefiles.video_nowhere", name=short)
        return reason("queuefiles.video_not_of_unit", name=short)

    def _places(self, name: str, beside: Path) -> list[Path]:
        return self._within((beside.parent / name, self._queue / "photos" / name))

    def _within(self, places: Iterable[Path]) -> list[Path]:
        """Those in the queue: a name with ../, or a link, must not reach files that were never
        meant for publication."""
        root = self._queue.resolve()
        return [found for place in places if (found := place.resolve()).is_relative_to(root)]


def _first_file(places: Iterable[Path]) -> Path | None:
    return next((place for place in places if place.is_file()), None)


def _alike(place: Path) -> list[Path]:
    """Files whose names, or those of their folders, differ from a place's in spelling alone: a Mac
    takes letters apart, a camera writes .JPG. Equal capitals go first; of several that differ
    there, none is meant."""
    if place.parent == place:
        return []
    folders = [place.parent] if place.parent.is_dir() else _alike(place.parent)
    return [found for folder in folders for found in _spelled(folder, place.name)]


def _spelled(folder: Path, name: str) -> list[Path]:
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    wanted = _composed(name)
    same = [one for one in names if _composed(one) == wanted]
    if not same:
        same = [one for one in names if _composed(one).casefold() == wanted.casefold()]
    return [folder / one for one in same] if len(same) == 1 else []


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _looked(seen: _Seen[Look], path: Path, look: Callable[[Path], Look]) -> tuple[Look, str]:
    """What a file is like and, when it is well, its digest."""
    stat = path.stat()
    signature = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
    if (found := seen.get(path)) and found[0] == signature:
        return found[1], found[2]
    like = look(path)
    with path.open("rb") as file:
        digest = "" if like.trouble else hashlib.file_digest(file, "sha256").hexdigest()
    seen[path] = (signature, like, digest)
    return like, digest


def _instead(path: Path, trouble: Reason) -> Reason:
    """Something nearer than “no photo”: the file is empty, or a video."""
    if path.stat().st_size == 0:
        return reason("queuefiles.no_bytes")
    if trouble.code == "cards.no_photo" and not _look_at_video(path).trouble:
        return reason("queuefiles.video_as_photo")
    return trouble


def _look_at_video(path: Path) -> VideoLook:
    """What a video is like, seen from the heads of its boxes; and what keeps it from being one that
    Facebook takes."""
    if path.stat().st_size > LARGEST_VIDEO:
        return VideoLook(reason("queuefiles.large_video"))
    if path.stat().st_size == 0:
        return VideoLook(reason("queuefiles.no_bytes"))
    with path.open("rb") as file:
        found = read_film(file)
    return VideoLook(film=found) if isinstance(found, Film) else VideoLook(NO_FILM[found])


NO_FILM = {
    NoFilm.OTHER: reason("queuefiles.no_video"),
    NoFilm.CUT: reason("queuefiles.cut_video"),
    NoFilm.NO_TRACK: reason("queuefiles.video_of_sound"),
}
