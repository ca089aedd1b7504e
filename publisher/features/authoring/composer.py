"""What the desk's composer and the API write: from fields to queue files and back, checked as the
reader checks.

New posts, albums and press links are files of `queue/posts`; a slogan is one bullet of a campaign.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from publisher.context import Context
from publisher.domain.address import article_key
from publisher.domain.entry import AT_PAGE, At, Entry, EntryKind, HashtagPlace, Queue
from publisher.domain.errors import OutsideYears, PublisherError, UnfitValue
from publisher.domain.reason import Problem, Reason, reason
from publisher.domain.text import clean, slug
from publisher.domain.wallclock import parse_day, wall_time
from publisher.queuefiles import editing, writing
from publisher.queuefiles.checks import FileReading, Known
from publisher.queuefiles.decoding import written_text
from publisher.queuefiles.folder import read_text
from publisher.queuefiles.writing import Changed, WriteRefused
from publisher.store.activity_log import What, note

NEXT = "next"
# Of a campaign: a file's name, and no way to another folder.
_NAME = re.compile(r"[\w.-]{1,100}", re.ASCII)
LONGEST_STAGGER = timedelta(hours=12)
# Characters of what somebody wrote that are repeated to him.
LONGEST_TEXT = 40
# Others are a slip of the hand, and at the edges of the calendar zones cannot be counted.
YEARS = range(2000, 2101)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFields:
    """What a person writes, field by field, as it stands; nothing is checked yet."""

    # post, slogan
    kind: EntryKind = EntryKind.POST
    text: str = ""
    pages: tuple[str, ...] = ()
    # "next", or a wall-clock time such as "2027-04-15T07:30".
    at: str = NEXT
    card: str = ""
    format: str = "portrait"
    fields: Mapping[str, str] = field(default_factory=dict)
    # ISO date, or empty.
    since: str = ""
    # File names in queue/photos (or beside the file), each with its description.
    photos: tuple[tuple[str, str], ...] = ()
    link: str = ""
    headline: str = ""
    publication: str = ""
    first_comment: str = ""
    # Without "#".
    hashtags: tuple[str, ...] = ()
    hashtags_in: str = HashtagPlace.TEXT.value
    # Of a slogan.
    campaign: str = ""
    # Minutes between one page and the next, as a number; empty for none.
    stagger: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An entry that is being changed: where it stands, and the file as it was read."""

    entry: Entry
    path: Path
    raw: str
    # What the person has seen (`queuefiles.writing.update_file`).
    seen: str


class Conflict(PublisherError):
    """Somebody else changed the entry meanwhile; `mine` and `theirs` are the two
    texts of the file.
    """

    def __init__(self, mine: str, theirs: str, seen: str) -> None:
        super().__init__("authoring.conflict")
        self.mine, self.theirs = mine, theirs
        # Names their version: saving with it overwrites what was shown.
        self.seen = seen


def find(queue: Queue, entry_id: str) -> Entry | None:
    """An entry of the queue by its id, slogans of campaigns included."""
    everything = (*queue.entries, *(entry for one in queue.campaigns for entry in one.slogans))
    # What is different on one page stands in the same file: the post itself is what is opened.
    own = entry_id.partition(AT_PAGE)[0]
    return next((entry for entry in everything if entry.id in (entry_id, own)), None)


def open_entry(folder: Path, entry: Entry) -> Opened | None:
    """The entry with its file as it is now; None when the file is gone."""
    path = folder / entry.source.path
    seen = writing.digest_of(path)
    return (
        Opened(entry=entry, path=path, raw=written_text(path.read_bytes()), seen=seen)
        if seen
        else None
    )


def is_post(entry: Entry) -> bool:
    """Whether an entry is a file of its own, in `posts/` or a folder there, and no item of a
    list."""
    return entry.source.path.startswith("posts/")


def piece_of(entry: Entry, folder: Path) -> EntryFields:
    """The fields of an entry as they are."""
    at = entry.when.wall_time.isoformat(timespec="minutes") if isinstance(entry.when, At) else NEXT
    return EntryFields(
        kind=EntryKind.SLOGAN if entry.kind is EntryKind.SLOGAN else EntryKind.POST,
        text=entry.text,
        pages=entry.pages,
        at=at,
        card=entry.card or "",
        format=entry.format,
        fields=dict(entry.fields),
        since=entry.since.isoformat() if entry.since else "",
        photos=tuple(
            (_photo_name(photo.path, entry, folder), photo.alt_text) for photo in entry.photos
        ),
        link=entry.link or "",
        headline=entry.headline or "",
        publication=entry.publication or "",
        first_comment=entry.first_comment or "",
        hashtags=entry.hashtags,
        hashtags_in=entry.hashtags_in.value,
        campaign=entry.campaign or "",
        stagger=f"{entry.stagger / timedelta(minutes=1):g}" if entry.stagger else "",
    )


def read(
    context: Context, piece: EntryFields, opened: Opened | None = None, *, known: Known
) -> tuple[Entry | None, tuple[Problem, ...]]:
    """The entry that a piece would become, and everything that is wrong with it; nothing is
    written.
    """
    try:
        path, content = _written(context, piece, opened, known)
    except WriteRefused as refused:
        return None, refused.problems
    reading = _reading(context, path, content, _shown_too(known, opened))
    return _own(reading, piece, opened), reading.problems


def save(
    context: Context,
    piece: EntryFields,
    opened: Opened | None,
    *,
    known: Known,
    unit: str,
    now: datetime,
    mark: str = "",
) -> tuple[Path, str]:
    """Write a piece; returns the file and the entry's id.

    `mark`: belongs to this writing alone, and to its repetition, which finds the new post by it and
    writes nothing.

    Raises:
        Conflict: the file is not as it was seen.
        Refused: with everything that is wrong; nothing was written.
        OSError, DatabaseError: the folder, or the log of it, cannot be written; then neither was.
    """
    path, content = _written(context, piece, opened, known, mark)
    if mark and opened is None and piece.kind is not EntryKind.SLOGAN and path.exists():
        return path, path.stem
    _refuse_twice(context, piece, opened)
    writing.check(context.config.queue, path, content, _shown_too(known, opened))
    entry = _own(_reading(context, path, content, _shown_too(known, opened)), piece, opened)
    assert entry, "what was checked can be read"
    what = What.CHANGE if opened else What.WRITE
    if opened and opened.entry.id != entry.id:
        # A slogan's id follows its words: the writer stays its writer.
        what = What.WRITE
    seen = opened.seen if opened else None
    if piece.kind is EntryKind.SLOGAN and opened is None:
        seen = writing.digest_of(path)

    def told(_path: Path) -> None:
        context.transactions.write(
            lambda: note(what, by=context.actor, now=now, entry_id=entry.id, unit=unit)
        )

    try:
        writing.update_file(path, content, seen=seen, before=told)
    except Changed:
        theirs = written_text(path.read_bytes()) if path.exists() else ""
        raise Conflict(content, theirs, writing.digest_of(path) or "") from None
    return path, entry.id


def delete(
    context: Context, opened: Opened, *, known: Known, unit: str, now: datetime
) -> tuple[Path, int]:
    """Take an entry out of the queue; returns its file and the log's row, by which it is taken
    back.

    Raises:
        Conflict: the file is not as it was seen.
        Refused: the file would not be well without it.
    """
    path, entry = opened.path, opened.entry
    if writing.digest_of(path) != opened.seen:
        raise Conflict("", written_text(path.read_bytes()) if path.exists() else "", "")

    def told(undo: dict[str, Any]) -> int:
        row = context.transactions.write(
            lambda: note(
                What.DELETE,
                by=context.actor,
                now=now,
                entry_id=entry.id,
                unit=unit,
                detail=entry.text[:200],
                undo=undo,
            )
        )
        return row.pk

    if is_post(entry):
        # First: what took it away, and takes it back, must be known.
        key = told({"file": entry.source.path, "content": opened.raw})
        path.unlink()
        return path, key
    content, line = editing.without_bullet(opened.raw, entry.source.line)
    writing.check(context.config.queue, path, content, _shown_too(known, opened))
    keys: list[int] = []
    bullet = {"bullet": [entry.source.path, line, opened.raw]}
    writing.update_file(
        path, content, seen=opened.seen, before=lambda _path: keys.append(told(bullet))
    )
    return path, keys[0]


def _written(
    context: Context, piece: EntryFields, opened: Opened | None, known: Known, mark: str = ""
) -> tuple[Path, str]:
    """The file and the text that it would have.

    Raises WriteRefused for what cannot even be written down.
    """
    if opened and not is_post(opened.entry):
        return opened.path, editing.with_other_bullet(
            opened.raw, opened.entry.source.line, _bullet(piece, opened.entry)
        )
    if piece.kind is EntryKind.SLOGAN:
        path = context.config.queue / "campaigns" / f"{piece.campaign}.md"
        if not piece.text.strip():
            raise _refused("campaigns", reason("authoring.empty_slogan"), field="text")
        if not _NAME.fullmatch(piece.campaign) or not path.is_file():
            raise _refused("campaigns", reason("authoring.no_campaign"), field="campaign")
        return path, editing.with_bullet(written_text(path.read_bytes()), piece.text)
    front = _front(piece, known)
    content = editing.with_front(opened.raw if opened else "", front, piece.text)
    if opened:
        return opened.path, content
    at = front["at"]
    day = f"{at:%Y-%m-%d}-" if at else ""
    stem = f"{day}{slug(piece.text or piece.headline or piece.link) or 'bai'}"
    name = f"{stem}-{mark}" if mark else writing.free_stem(context.config.queue, stem)
    return context.config.queue / "posts" / f"{name}.md", content


def _bullet(piece: EntryFields, entry: Entry) -> str:
    if entry.kind is EntryKind.SLOGAN:
        return piece.text
    parts = [
        piece.link,
        *(part.replace("|", "-") for part in (piece.text, piece.headline, piece.publication)),
    ]
    while not parts[-1].strip():
        parts.pop()
    return " | ".join(parts)


def _front(piece: EntryFields, known: Known) -> dict[str, Any]:
    """The keys that the composer knows; None takes a key away."""
    return {
        "pages": list(piece.pages),
        "at": _time(piece.at, known),
        "stagger": _stagger(piece.stagger.strip()),
        "card": piece.card or None,
        "format": piece.format if piece.card and piece.format != "portrait" else None,
        "since": _date(piece.since),
        "photos": [_photo(*photo) for photo in piece.photos] or None,
        "link": piece.link.strip() or None,
        "headline": clean(piece.headline).strip() or None,
        "publication": clean(piece.publication).strip() or None,
        "first_comment": clean(piece.first_comment).strip() or None,
        "hashtags": (
            [clean(tag).strip().removeprefix("#") for tag in piece.hashtags if tag.strip("# ")]
            or None
        ),
        "hashtags_in": piece.hashtags_in if piece.hashtags_in != HashtagPlace.TEXT else None,
        "fields": (
            {name: clean(text).strip() for name, text in piece.fields.items() if text.strip()}
            or None
        ),
    }


def _photo(name: str, alt: str) -> str | dict[str, str]:
    return {"file": name, "alt": clean(alt).strip()} if alt.strip() else name


def _time(text: str, known: Known) -> datetime | None:
    if text in (NEXT, ""):
        return None
    try:
        return wall_time(text, known.zone)
    except (OutsideYears, UnfitValue) as error:
        why = reason("authoring.unfit_time", what=error.reason)
        raise _refused("at", why, field="at") from None


def _stagger(text: str) -> str | None:
    """Kept whatever the time is: it spreads pages once there is a time that all of them share."""
    if text in ("", "0"):
        return None
    try:
        seconds = round(float(text.replace(",", ".")) * 60)
    except (ValueError, OverflowError):
        seconds = -1
    if not 0 <= seconds <= LONGEST_STAGGER.total_seconds():
        raise _refused("stagger", reason("authoring.no_minutes", text=text), field="stagger")
    return f"{seconds}s" if seconds % 60 else f"{seconds // 60}m"


def _date(text: str) -> date | None:
    if not text:
        return None
    try:
        return parse_day(text, first=1)
    except OutsideYears as outside:
        why = reason("authoring.unfit_day", what=outside.reason)
        raise _refused("since", why, field="since") from None
    except ValueError:
        why = reason("authoring.no_day", text=text)
        raise _refused("since", why, field="since") from None


def _refuse_twice(context: Context, piece: EntryFields, opened: Opened | None) -> None:
    if not piece.link or (opened and opened.entry.link == piece.link):
        return
    for entry in context.queue.queue().entries:
        if entry.link and article_key(entry.link) == article_key(piece.link):
            place = f"{entry.source.path}:{entry.source.line}"
            raise _refused(place, reason("authoring.article_queued"), field="link")


def _reading(context: Context, path: Path, content: str, known: Known) -> FileReading:
    name = path.relative_to(context.config.queue).as_posix()
    return read_text(
        name,
        content.encode(),
        file=path,
        known=known,
        photo_folder=known.photo_folder(context.config.queue),
    )


def _shown_too(known: Known, opened: Opened | None) -> Known:
    """What the person may refer to; what the entry shows already stays, whoever put it there."""
    return known.allowing(opened.entry) if opened else known


def _own(reading: FileReading, piece: EntryFields, opened: Opened | None) -> Entry | None:
    """Of a file's entries the one that the piece is."""
    found = reading.entries or (reading.campaign.slogans if reading.campaign else ())
    if reading.campaign is None and found and found[0].kind is EntryKind.POST:
        return found[0]
    if opened is None or len(found) == 1:
        return found[-1] if found else None
    return next((entry for entry in found if entry.source.line == opened.entry.source.line), None)


def _photo_name(path: str, entry: Entry, folder: Path) -> str:
    """How a queue file names a photo: within queue/photos, or beside the file."""
    for place in (folder / "photos", (folder / entry.source.path).parent):
        try:
            return Path(path).relative_to(place.resolve()).as_posix()
        except ValueError:
            continue
    return Path(path).name


def _refused(path: str, why: Reason, *, field: str) -> WriteRefused:
    return WriteRefused([Problem(path=path, line=None, reason=why, field=field)])
