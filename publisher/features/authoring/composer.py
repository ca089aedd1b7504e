"""What the desk's composer and the API write: from fields to queue files and back, checked as the
reader checks.

New posts, albums and press links are files of `queue/posts`; a slogan is one bullet of a campaign.
"""

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from publisher.context import Context
from publisher.domain.address import article_key
from publisher.domain.durations import parse_duration
from publisher.domain.entry import AT_PAGE, Entry, EntryKind, HashtagPlace, Queue
from publisher.domain.errors import OutsideYears, PublisherError, UnfitValue
from publisher.domain.reason import Problem, Reason, reason
from publisher.domain.route import Placement
from publisher.domain.text import clean, clean_line, slug
from publisher.domain.wallclock import parse_day, wall_time
from publisher.queuefiles import editing, writing
from publisher.queuefiles.checks import GROUP, FileReading, Known
from publisher.queuefiles.decoding import written_text
from publisher.queuefiles.folder import read_text
from publisher.queuefiles.frontmatter import QueueFile, split
from publisher.queuefiles.schema import ExceptionKeys, PostKeys
from publisher.queuefiles.writing import Changed, WriteRefused
from publisher.store.activity_log import What, note

NEXT = "next"
# One key of the head of a file: from what a piece says and was shown, and what it may refer to.
_Write = Callable[["EntryFields", "EntryFields", Known], Any]
# Of a campaign: a file's name, and no way to another folder.
_NAME = re.compile(r"[\w.-]{1,100}", re.ASCII)
LONGEST_STAGGER, LONGEST_LATE = timedelta(hours=12), timedelta(days=3650)
MINUTE = timedelta(minutes=1)
# Characters of what somebody wrote that are repeated to him.
LONGEST_TEXT = 40
# Others are a slip of the hand, and at the edges of the calendar zones cannot be counted.
YEARS = range(2000, 2101)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageException:
    """What is different on one page, as it stands; None and an empty time: as on the others."""

    page: str
    skip: bool = False
    text: str | None = None
    at: str = ""
    first_comment: str | None = None
    hashtags: tuple[str, ...] | None = None


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
    # Between one page and the next, and how late it may be: minutes as a number, or a length such
    # as "2h"; empty for none, and for the page's own.
    stagger: str = ""
    # Of these None is for doors that do not know them: what stands in the file stays.
    max_late: str | None = None
    # Wall-clock time, or empty: the next slot is none before it.
    after: str | None = None
    # A file name in queue/photos (or beside the file), or empty.
    video: str | None = None
    placement: str | None = None
    ignore_quiet: bool | None = None
    again: bool | None = None
    exceptions: tuple[PageException, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An entry that is being changed: where it stands, and the file as it was read."""

    entry: Entry
    path: Path
    raw: str
    # What the person has seen (`queuefiles.writing.update_file`).
    seen: str
    # The head of a post as it was read; None for lists, and for a file that is not well.
    keys: PostKeys | None = None
    # As the file has them.
    line_end: str = "\n"


# What a new post says when nobody says anything.
_BLANK = EntryFields(placement=Placement.FEED.value)


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
    found = next((entry for entry in everything if entry.id in (entry_id, own)), None)
    if found is None or post_id(found) != found.id:
        # Each of its pages has a version of its own.
        versions = [one for one in queue.entries if one.id.startswith(f"{own}{AT_PAGE}")]
        return _of_versions(own, versions)
    return found


def _of_versions(own: str, versions: Sequence[Entry]) -> Entry | None:
    if not versions:
        return None
    return replace(versions[0], id=own, pages=tuple(page for one in versions for page in one.pages))


def post_id(entry: Entry) -> str:
    """The id of the post of which an entry may be the version of one page."""
    return entry.id.removesuffix(f"{AT_PAGE}{entry.pages[0]}") if entry.pages else entry.id


def open_entry(folder: Path, entry: Entry, known: Known) -> Opened | None:
    """The entry with its file as it is now; None when the file is gone."""
    path = folder / entry.source.path
    if not path.is_file():
        return None
    bytes_ = path.read_bytes()
    raw = written_text(bytes_)
    return Opened(
        entry=entry,
        path=path,
        raw=raw,
        seen=hashlib.sha256(bytes_).hexdigest(),
        keys=_keys(entry, raw, known) if is_post(entry) else None,
        line_end="\r\n" if b"\r\n" in bytes_ else "\n",
    )


def _keys(entry: Entry, raw: str, known: Known) -> PostKeys | None:
    document = split(entry.source.path, raw.encode())
    if isinstance(document, Problem):
        return None
    try:
        keys = PostKeys.model_validate(document.front, context={"zone": known.zone})
    except ValidationError:
        return None
    pages = [
        page for one in keys.pages for page in known.groups.get(one.removeprefix(GROUP), (one,))
    ]
    return keys.model_copy(update={"pages": tuple(dict.fromkeys(pages))})


def is_post(entry: Entry) -> bool:
    """Whether an entry is a file of its own, in `posts/` or a folder there, and no item of a
    list."""
    return entry.source.path.startswith("posts/")


def piece_of(opened: Opened) -> EntryFields:
    """The fields of an entry as they are."""
    entry, keys = opened.entry, opened.keys
    if keys is None:
        return _piece_of_item(entry)
    document = split(entry.source.path, opened.raw.encode())
    assert isinstance(document, QueueFile), "its head was read"
    return EntryFields(
        text=document.body.strip(),
        pages=keys.pages,
        at=NEXT if isinstance(keys.at, str) else _wall(keys.at),
        card=keys.card or "",
        format=keys.format,
        fields=dict(keys.fields),
        since=keys.since.isoformat() if keys.since else "",
        photos=tuple((photo.file, photo.alt) for photo in keys.photos),
        link=keys.link or "",
        headline=keys.headline or "",
        publication=keys.publication or "",
        first_comment=keys.first_comment or "",
        hashtags=keys.hashtags,
        hashtags_in=keys.hashtags_in.value,
        stagger=_minutes(keys.stagger),
        max_late=_minutes(keys.max_late),
        after=_wall(keys.after),
        video=keys.video or "",
        placement=keys.placement.value,
        ignore_quiet=keys.ignore_quiet,
        again=keys.again,
        exceptions=tuple(
            PageException(page=page, **other.model_dump() | {"at": _wall(other.at)})
            for page, other in keys.exceptions.items()
        ),
    )


def _piece_of_item(entry: Entry) -> EntryFields:
    """Of a list's item: what is said of it alone, and what the list says of all."""
    return EntryFields(
        kind=EntryKind.SLOGAN if entry.kind is EntryKind.SLOGAN else EntryKind.POST,
        text=entry.text,
        pages=entry.pages,
        card=entry.card or "",
        format=entry.format,
        fields=dict(entry.fields),
        link=entry.link or "",
        headline=entry.headline or "",
        publication=entry.publication or "",
        hashtags=entry.hashtags,
        hashtags_in=entry.hashtags_in.value,
        campaign=entry.campaign or "",
        stagger=_minutes(entry.stagger),
    )


def _wall(at: datetime | None) -> str:
    if at is None:
        return ""
    return at.isoformat(timespec="auto" if at.second or at.microsecond else "minutes")


def _minutes(length: timedelta | None) -> str:
    return f"{length / MINUTE:.4f}".rstrip("0").rstrip(".") if length else ""


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
) -> tuple[Path, str]:
    """Write a piece; returns the file and the entry's id.

    Raises:
        Conflict: the file is not as it was seen.
        Refused: with everything that is wrong; nothing was written.
        OSError, DatabaseError: the folder, or the log of it, cannot be written; then neither was.
    """
    path, content = _written(context, piece, opened, known)
    if opened and content == opened.raw and (opened.keys or not is_post(opened.entry)):
        return path, opened.entry.id
    _refuse_twice(context, piece, opened)
    writing.check(context.config.queue, path, content, _shown_too(known, opened))
    entry = _own(_reading(context, path, content, _shown_too(known, opened)), piece, opened)
    if entry is None:
        raise _refused(path.name, reason("authoring.on_no_page"), field="exceptions")
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
        written = content.replace("\n", opened.line_end) if opened else content
        writing.update_file(path, written, seen=seen, before=told)
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
    context: Context, piece: EntryFields, opened: Opened | None, known: Known
) -> tuple[Path, str]:
    """The file and the text that it would have; of a file that is there nothing changes but what
    the person changed.

    Raises WriteRefused for what cannot even be written down.
    """
    if opened and not is_post(opened.entry):
        return opened.path, _with_item(piece, opened)
    if piece.kind is EntryKind.SLOGAN:
        path = context.config.queue / "campaigns" / f"{piece.campaign}.md"
        if not piece.text.strip():
            raise _refused("campaigns", reason("authoring.empty_slogan"), field="text")
        if not _NAME.fullmatch(piece.campaign) or not path.is_file():
            raise _refused("campaigns", reason("authoring.no_campaign"), field="campaign")
        return path, editing.with_bullet(written_text(path.read_bytes()), piece.text)
    if opened:
        return opened.path, _with_changes(piece, opened, known)
    front = {"pages": list(piece.pages)} | _front(piece, _BLANK, known)
    at = front.get("at")
    day = f"{at:%Y-%m-%d}-" if at else ""
    stem = f"{day}{slug(piece.text or piece.headline or piece.link) or 'bai'}"
    return (
        context.config.queue / "posts" / f"{writing.free_stem(context.config.queue, stem)}.md",
        editing.with_front("", front, piece.text),
    )


def _with_item(piece: EntryFields, opened: Opened) -> str:
    entry = opened.entry
    before, after = (clean_line(_bullet(one, entry)) for one in (piece_of(opened), piece))
    if before == after:
        return opened.raw
    return editing.with_other_bullet(opened.raw, entry.source.line, after)


def _with_changes(piece: EntryFields, opened: Opened, known: Known) -> str:
    if opened.keys is None:
        # Somebody has just made it so; the reader tells what is wrong with it.
        return opened.raw
    shown = piece_of(opened)
    body = None if _plain(piece.text) == _plain(shown.text) else piece.text
    front = _front(piece, shown, known)
    return editing.with_front(opened.raw, front, body) if front or body is not None else opened.raw


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


def _front(piece: EntryFields, shown: EntryFields, known: Known) -> dict[str, Any]:
    """What a piece says otherwise than it was shown, by key as `editing.with_front` takes it."""
    return {
        key: write(piece, shown, known)
        for key, write in _KEYS.items()
        if getattr(piece, key) is not None and _said(piece, key) != _said(shown, key)
    }


def _said(piece: EntryFields, key: str) -> Any:
    """A value in the form in which two that mean the same are the same."""
    value = getattr(piece, key)
    match key:
        case "pages":
            return frozenset(value)
        case "at" | "after":
            return _moment(value or "")
        case "stagger" | "max_late":
            return _length_or_text(value or "")
        case "exceptions":
            return {one.page: _plain(one) for one in value or ()}
        case "fields":
            return {name: _plain(text) for name, text in value.items() if text.strip()}
        case _:
            return _plain(value)


def _plain(value: Any) -> Any:
    match value:
        case str():
            return clean(value).strip()
        case tuple():
            return tuple(_plain(one) for one in value)
        case PageException():
            own = {key: _plain(getattr(value, key)) for key in ExceptionKeys.model_fields}
            return own | {"at": _moment(value.at)}
        case _:
            # False and nothing mean the same to every key that may be true.
            return value or ""


def _moment(text: str) -> datetime | str:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text if text != NEXT else ""


def _text_key(name: str) -> _Write:
    return lambda piece, _shown, _known: clean(getattr(piece, name)).strip() or None


def _true_key(name: str) -> _Write:
    return lambda piece, _shown, _known: True if getattr(piece, name) else None


def _time_key(name: str) -> _Write:
    return lambda piece, _shown, known: _time(getattr(piece, name), known, name)


def _length_key(name: str) -> _Write:
    return lambda piece, _shown, _known: _length(getattr(piece, name), name)


def _word_key(name: str, usual: str) -> _Write:
    return lambda piece, _shown, _known: (
        None if getattr(piece, name) == usual else getattr(piece, name)
    )


def _pages(piece: EntryFields, shown: EntryFields, _known: Known) -> list[str]:
    """Those that stay keep their places: pages may follow each other some minutes apart."""
    places = {page: place for place, page in enumerate(shown.pages)}
    return sorted(piece.pages, key=lambda page: places.get(page, len(places)))


def _photos(piece: EntryFields, _shown: EntryFields, _known: Known) -> list[Any] | None:
    return [_photo(*photo) for photo in piece.photos] or None


def _hashtags(tags: Iterable[str]) -> list[str]:
    return [clean(tag).strip().removeprefix("#") for tag in tags if tag.strip("# ")]


def _fields(piece: EntryFields, shown: EntryFields, _known: Known) -> dict[str, str | None]:
    """Words on the card that are other than before."""
    wanted = {name: clean(text).strip() for name, text in piece.fields.items()}
    return {
        name: wanted.get(name) or None
        for name in (*shown.fields, *(wanted.keys() - shown.fields.keys()))
        if _plain(wanted.get(name, "")) != _plain(shown.fields.get(name, ""))
    }


def _exceptions(piece: EntryFields, shown: EntryFields, known: Known) -> dict[str, Any]:
    """What is different on pages, where that is other than before."""
    before = {one.page: one for one in shown.exceptions or ()}
    found: dict[str, Any] = dict.fromkeys(before)
    seen: set[str] = set()
    for one in piece.exceptions or ():
        _check_exception(one, seen, new=one.page not in before)
        seen.add(one.page)
        found[one.page] = _exception(one, before.get(one.page, PageException(page="")), known)
    return found


def _exception(one: PageException, before: PageException, known: Known) -> dict[str, Any]:
    write: dict[str, Any] = {
        "skip": one.skip or None,
        "text": None if one.text is None else clean(one.text).strip(),
        "at": _time(one.at, known, f"exceptions.{one.page}.at"),
        "first_comment": None if one.first_comment is None else clean(one.first_comment).strip(),
        "hashtags": None if one.hashtags is None else _hashtags(one.hashtags),
    }
    old, new = _plain(before), _plain(one)
    return {key: value for key, value in write.items() if old[key] != new[key]}


def _check_exception(one: PageException, seen: Collection[str], *, new: bool) -> None:
    field = f"exceptions.{one.page}.page"
    if not one.page:
        raise _refused("exceptions", reason("authoring.exception_nowhere"), field=field)
    if one.page in seen:
        raise _refused("exceptions", reason("authoring.exception_twice"), field=field)
    if new and one == PageException(page=one.page):
        raise _refused("exceptions", reason("authoring.exception_of_nothing"), field=field)


# By key of a queue file, in the order of a new one; tables come last.
_KEYS: Mapping[str, _Write] = {
    "pages": _pages,
    "at": _time_key("at"),
    "after": _time_key("after"),
    "stagger": _length_key("stagger"),
    "max_late": _length_key("max_late"),
    "ignore_quiet": _true_key("ignore_quiet"),
    "card": _text_key("card"),
    "format": _word_key("format", "portrait"),
    "since": lambda piece, _shown, _known: _date(piece.since),
    "photos": _photos,
    "video": _text_key("video"),
    "placement": _word_key("placement", Placement.FEED.value),
    "link": _text_key("link"),
    "headline": _text_key("headline"),
    "publication": _text_key("publication"),
    "again": _true_key("again"),
    "first_comment": _text_key("first_comment"),
    "hashtags": lambda piece, _shown, _known: _hashtags(piece.hashtags) or None,
    "hashtags_in": _word_key("hashtags_in", HashtagPlace.TEXT.value),
    "fields": _fields,
    "exceptions": _exceptions,
}


def _photo(name: str, alt: str) -> str | dict[str, str]:
    return {"file": name, "alt": clean(alt).strip()} if alt.strip() else name


def _time(text: str, known: Known, field: str) -> datetime | None:
    if text in (NEXT, ""):
        return None
    try:
        return wall_time(text, known.zone)
    except (OutsideYears, UnfitValue) as error:
        why = reason("authoring.unfit_time", what=error.reason)
        raise _refused(field, why, field=field) from None


def _length_or_text(text: str) -> timedelta | str:
    """A number of minutes, or a length such as "2h"; anything else as it stands."""
    try:
        return timedelta(minutes=float(text.strip().replace(",", ".") or 0))
    except (ValueError, OverflowError):
        pass
    try:
        return parse_duration(text)
    except UnfitValue:
        return text


def _length(text: str, field: str) -> str | None:
    """Kept whatever the time is: it spreads pages once there is a time that all of them share."""
    found = _length_or_text(text)
    most = LONGEST_STAGGER if field == "stagger" else LONGEST_LATE
    if isinstance(found, str) or not timedelta() <= found <= most:
        raise _refused(field, reason("authoring.no_minutes", text=text[:LONGEST_TEXT]), field=field)
    seconds = round(found.total_seconds())
    if not seconds:
        return None
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
        return replace(found[0], id=post_id(found[0]))
    if opened is None or len(found) == 1:
        return found[-1] if found else None
    return next((entry for entry in found if entry.source.line == opened.entry.source.line), None)


def _refused(path: str, why: Reason, *, field: str) -> WriteRefused:
    return WriteRefused([Problem(path=path, line=None, reason=why, field=field)])
