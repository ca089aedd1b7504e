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
from publisher.domain.durations import said
from publisher.domain.entry import AT_PAGE, Entry, EntryKind, HashtagPlace, Queue
from publisher.domain.errors import OutsideYears, PublisherError, UnfitValue
from publisher.domain.reason import Problem, Reason, reason
from publisher.domain.text import clean_line, slug
from publisher.domain.wallclock import parse_day, wall_time
from publisher.queuefiles import editing, writing
from publisher.queuefiles.checks import GROUP, FileReading, Known
from publisher.queuefiles.decoding import written_text
from publisher.queuefiles.folder import read_text
from publisher.queuefiles.front import new_file, post_of, with_post
from publisher.queuefiles.frontmatter import split
from publisher.queuefiles.schema import ExceptionKeys, Post
from publisher.queuefiles.values import minutes
from publisher.queuefiles.writing import Changed, WriteRefused
from publisher.store.activity_log import What, note
from publisher.tables import problems_of

NEXT = "next"
_NUMBER = re.compile(r"\d{1,9}(\.\d{0,9})?", re.ASCII)
# Of a campaign: a file's name, and no way to another folder.
_NAME = re.compile(r"[\w.-]{1,100}", re.ASCII)
LONGEST_STAGGER = timedelta(hours=12)
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
    # The whole, from doors that give it as a file says it; what stands above is the same then.
    post: Post | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An entry that is being changed: where it stands, and the file as it was read."""

    entry: Entry
    path: Path
    raw: str
    # What the person has seen (`queuefiles.writing.update_file`).
    seen: str
    # What it says; None for lists, and for a file that is not well.
    post: Post | None = None
    # Its pages, groups as theirs.
    pages: tuple[str, ...] = ()
    # As the file has them.
    line_end: str = "\n"


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
    found = path.read_bytes()
    raw = written_text(found)
    post = _post_in(entry, raw, known) if is_post(entry) else None
    return Opened(
        entry=entry,
        path=path,
        raw=raw,
        seen=hashlib.sha256(found).hexdigest(),
        post=post,
        # A file may leave the only page there is unnamed.
        pages=expanded(post.pages, known) if post and post.pages else entry.pages,
        line_end="\r\n" if b"\r\n" in found else "\n",
    )


def _post_in(entry: Entry, raw: str, known: Known) -> Post | None:
    document = split(entry.source.path, raw.encode())
    try:
        return None if isinstance(document, Problem) else post_of(document, known.zone)
    except ValidationError:
        return None


def expanded(pages: Sequence[str], known: Known) -> tuple[str, ...]:
    """Pages with groups as theirs."""
    groups = {f"{GROUP}{name}": slugs for name, slugs in known.groups.items()}
    return tuple(dict.fromkeys(page for one in pages for page in groups.get(one, (one,))))


def is_post(entry: Entry) -> bool:
    """Whether an entry is a file of its own, in `posts/` or a folder there, and no item of a
    list."""
    return entry.source.path.startswith("posts/")


def piece_of(opened: Opened) -> EntryFields:
    """The fields of an entry as they are."""
    if opened.post is None:
        return _piece_of_item(opened.entry)
    return replace(piece_of_post(opened.post), pages=opened.pages, post=None)


def piece_of_post(post: Post) -> EntryFields:
    """The fields of a post that is given as a whole."""
    return EntryFields(
        post=post,
        text=post.text,
        pages=post.pages,
        at=NEXT if isinstance(post.at, str) else _wall(post.at),
        card=post.card or "",
        format=post.format,
        fields=dict(post.fields),
        since=post.since.isoformat() if post.since else "",
        photos=tuple((photo.file, photo.alt) for photo in post.photos),
        link=post.link or "",
        headline=post.headline or "",
        publication=post.publication or "",
        first_comment=post.first_comment or "",
        hashtags=post.hashtags,
        hashtags_in=post.hashtags_in.value,
        stagger=_minutes(post.stagger),
        max_late=_minutes(post.max_late),
        after=_wall(post.after),
        video=post.video or "",
        placement=post.placement.value,
        ignore_quiet=post.ignore_quiet,
        again=post.again,
        exceptions=tuple(_exception_of(*one) for one in post.exceptions.items()),
    )


def _exception_of(page: str, keys: ExceptionKeys) -> PageException:
    return PageException(
        page=page,
        skip=keys.skip,
        text=keys.text,
        at=_wall(keys.at),
        first_comment=keys.first_comment,
        hashtags=keys.hashtags,
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
) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """What a piece would become: one entry, or more where pages have versions of their own; and
    everything that is wrong with it. Nothing is written.
    """
    try:
        path, content = _written(context, piece, opened, known)
    except WriteRefused as refused:
        return (), refused.problems
    reading = _reading(context, path, content, _shown_too(known, opened))
    own = _own(reading, piece, opened)
    versions = reading.entries if own and own.kind is EntryKind.POST else (own,) if own else ()
    return versions, reading.problems


def save(
    context: Context,
    piece: EntryFields,
    opened: Opened | None,
    *,
    known: Known,
    unit: str,
    now: datetime,
    mark: str = "",
    with_it: Callable[[Path, str], object] = lambda _path, _entry_id: None,
) -> tuple[Path, str]:
    """Write a piece; returns the file and the entry's id.

    `mark`: belongs to this writing alone, and to its repetition, which finds the new post by it and
    writes nothing. `with_it`: what the database is told in one with the log, of the file and the
    entry's id.

    Raises:
        Conflict: the file is not as it was seen.
        Refused: with everything that is wrong; nothing was written.
        OSError, DatabaseError: the folder, or the log of it, cannot be written; then neither was.
    """
    path, content = _written(context, piece, opened, known, mark)
    if opened and content == opened.raw and (opened.post or not is_post(opened.entry)):
        return path, opened.entry.id
    if mark and opened is None and piece.kind is not EntryKind.SLOGAN and path.exists():
        return path, (piece.post and piece.post.id) or path.stem
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

    def both() -> None:
        note(what, by=context.actor, now=now, entry_id=entry.id, unit=unit)
        with_it(path, entry.id)

    def told(_path: Path) -> None:
        context.transactions.write(both)

    try:
        written = content.replace("\n", opened.line_end) if opened else content
        writing.update_file(path, written, seen=seen, before=told)
    except (Changed, FileExistsError):
        if opened is None and piece.kind is not EntryKind.SLOGAN:
            # Written twice at once: the name was free a moment ago, and there is another one.
            return save(context, piece, None, known=known, unit=unit, now=now, mark=mark)
        theirs = written_text(path.read_bytes()) if path.exists() else ""
        raise Conflict(content, theirs, writing.digest_of(path) or "") from None
    return path, entry.id


def written(piece: EntryFields, opened: Opened, *, known: Known) -> str:
    """The text of the file of an entry with a piece in its place; only to be looked at."""
    try:
        changed = _with_changes if is_post(opened.entry) else lambda *given: _with_item(*given[:2])
        return changed(piece, opened, known)
    except WriteRefused:
        return piece.text


def stands(context: Context, path: Path, entry_id: str, known: Known) -> bool:
    """Whether a file holds an entry now."""
    if not path.is_file():
        return False
    found = _reading(context, path, written_text(path.read_bytes()), known)
    return any(entry_id in (one.id, post_id(one)) for one in found.all_entries())


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
    post = _post(piece, None, known)
    day = f"{post.at:%Y-%m-%d}-" if isinstance(post.at, datetime) else ""
    stem = f"{day}{slug(piece.text or piece.headline or piece.link) or 'bai'}"
    name = f"{stem}-{mark}" if mark else writing.free_stem(context.config.queue, stem)
    return context.config.queue / "posts" / f"{name}.md", new_file(post)


def _with_item(piece: EntryFields, opened: Opened) -> str:
    entry = opened.entry
    before, after = (clean_line(_bullet(one, entry)) for one in (piece_of(opened), piece))
    if before == after:
        return opened.raw
    return editing.with_other_bullet(opened.raw, entry.source.line, after)


def _with_changes(piece: EntryFields, opened: Opened, known: Known) -> str:
    if opened.post is None:
        # Somebody has just made it so; the reader tells what is wrong with it.
        return opened.raw
    return with_post(opened.raw, opened.post, _post(piece, opened, known))


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


def _post(piece: EntryFields, opened: Opened | None, known: Known) -> Post:
    """What a piece says. Raises WriteRefused for what fits no key."""
    if piece.post:
        return piece.post
    before = opened.post if opened and opened.post else Post()
    values = {
        "text": piece.text,
        "pages": _pages(piece, opened),
        "at": _time(piece.at, known, "at") or NEXT,
        "after": _time(piece.after or "", known, "after"),
        "stagger": _length(piece.stagger, "stagger", before.stagger) or "0s",
        "max_late": _length(piece.max_late or "", "max_late", before.max_late),
        "since": _date(piece.since),
        "photos": [{"file": file, "alt": alt} for file, alt in piece.photos],
        "hashtags": _hashtags(piece.hashtags),
        "fields": _fields(piece, before),
        "exceptions": _exceptions(piece, opened, known),
    }
    values |= {name: _line(piece, before, name) or None for name in _WORDS}
    values |= {name: getattr(piece, name) for name in _AS_THEY_ARE}
    kept = {name: getattr(before, name) for name in _LATER if getattr(piece, name) is None}
    try:
        found = Post.model_validate(
            {key: one for key, one in values.items() if one is not None},
            context={"zone": known.zone},
        )
    except ValidationError as error:
        raise WriteRefused(_misfits(error)) from None
    return found.model_copy(update=kept | {"id": before.id})


# Empty means that nothing is said.
_WORDS = ("card", "link", "headline", "publication", "first_comment", "video")
_AS_THEY_ARE = ("format", "hashtags_in", "placement", "ignore_quiet", "again")
# What a door may not know.
_LATER = ("max_late", "after", "video", "placement", "ignore_quiet", "again", "exceptions")


def _fields(piece: EntryFields, before: Post) -> Mapping[str, str]:
    if not piece.card and not before.card:
        # Of no use while there is no card, and nobody was asked.
        return before.fields
    return {name: text for name, text in piece.fields.items() if text.strip()}


def _line(piece: EntryFields, before: Post, name: str) -> str:
    """As it was written, while only blanks are other: a line of a form takes no line ends."""
    said, was = getattr(piece, name) or "", getattr(before, name) or ""
    same = name != "first_comment" and "".join(said.split()) == "".join(was.split())
    return was if same else said.strip()


def _misfits(error: ValidationError) -> list[Problem]:
    """Each is told at its field, so its key is not told."""
    found = problems_of(error, path="", text="", model=Post)
    whats = ((one, one.reason.arguments.get("what")) for one in found)
    return [replace(one, reason=what) if isinstance(what, Reason) else one for one, what in whats]


def _pages(piece: EntryFields, opened: Opened | None) -> Sequence[str]:
    """As they were written, while they are the same: a group stays one. Else those that stay keep
    their places: pages may follow each other some minutes apart."""
    if opened is None or opened.post is None:
        return piece.pages
    if set(piece.pages) == set(opened.pages):
        return opened.post.pages
    places = {page: place for place, page in enumerate(opened.pages)}
    return sorted(piece.pages, key=lambda page: places.get(page, len(places)))


def _hashtags(tags: Iterable[str]) -> list[str]:
    return [tag for tag in tags if tag.strip("# ")]


def _exceptions(piece: EntryFields, opened: Opened | None, known: Known) -> dict[str, Any]:
    before = opened.post.exceptions if opened and opened.post else {}
    found: dict[str, Any] = {}
    for one in piece.exceptions or ():
        _check_exception(one, found, new=one.page not in before)
        values = {
            "skip": one.skip,
            "text": one.text,
            "at": _time(one.at, known, f"exceptions.{one.page}.at"),
            "first_comment": one.first_comment,
            "hashtags": None if one.hashtags is None else _hashtags(one.hashtags),
        }
        found[one.page] = {key: value for key, value in values.items() if value is not None}
    return found


def _check_exception(one: PageException, seen: Collection[str], *, new: bool) -> None:
    field = f"exceptions.{one.page}.page"
    if not one.page:
        raise _refused("exceptions", reason("authoring.exception_nowhere"), field=field)
    if one.page in seen:
        raise _refused("exceptions", reason("authoring.exception_twice"), field=field)
    if new and one == PageException(page=one.page):
        raise _refused("exceptions", reason("authoring.exception_of_nothing"), field=field)


def _time(text: str, known: Known, field: str) -> datetime | None:
    if text in (NEXT, ""):
        return None
    try:
        return wall_time(text, known.zone)
    except (OutsideYears, UnfitValue) as error:
        why = reason("authoring.unfit_time", what=error.reason)
        raise _refused(field, why, field=field) from None


def _length(text: str, field: str, before: timedelta | None) -> str | None:
    """As a file has it; kept whatever the time is: it spreads pages once there is a time that all
    of them share."""
    given = text.strip().replace(",", ".")
    if not given:
        return None
    try:
        found = minutes(float(given) if _NUMBER.fullmatch(given) else given)
    except UnfitValue:
        found = None
    if found is None or (field == "stagger" and found > LONGEST_STAGGER and found != before):
        raise _refused(field, reason("authoring.no_minutes", text=text[:LONGEST_TEXT]), field=field)
    return said(found) if found else None


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
