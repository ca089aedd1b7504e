"""Reads `queue/posts/*.md`: one post a file."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path, PurePosixPath

from publisher.domain.entry import (
    ALL_PAGES,
    AT_PAGE,
    At,
    Entry,
    EntryKind,
    HashtagPlace,
    NextSlot,
    Photo,
    Source,
    Video,
)
from publisher.domain.hints import nearest
from publisher.domain.route import Placement
from publisher.queuefiles.checks import (
    MOST_PHOTOS,
    FileReading,
    Findings,
    Known,
    PhotoShelf,
)
from publisher.queuefiles.frontmatter import QueueFile
from publisher.queuefiles.keys import (
    NEXT,
    Keys,
    hashtag,
    old_day,
    wall_time,
    wall_time_or_next,
)
from publisher.queuefiles.tables import (
    boolean,
    key,
    list_of,
    one_of,
    read_table,
    string,
    tables_by_name,
)


@dataclass(frozen=True, kw_only=True)
class PhotoKeys:
    """One picture: a file name, or a table with a description."""

    file: str = key(string)
    alt: str = key(string, "")


def _photo(value: object) -> PhotoKeys:
    return read_table({"file": value} if isinstance(value, str) else value, PhotoKeys)


@dataclass(frozen=True, kw_only=True)
class ExceptionKeys:
    """`[exceptions.PAGE]`: what is different on one page; what is not named is as on the others."""

    # Not on this page at all.
    skip: bool = key(boolean, False)
    text: str | None = key(string, None)
    at: datetime | None = key(wall_time, None)
    first_comment: str | None = key(string, None)
    hashtags: tuple[str, ...] | None = key(list_of(hashtag), None)


@dataclass(frozen=True, kw_only=True)
class PostKeys(Keys):
    """Front matter of `queue/posts/*.md`."""

    id: str | None = key(string, None)
    at: datetime | str = key(wall_time_or_next, NEXT)
    after: datetime | None = key(wall_time, None)
    since: date | None = key(old_day, None)
    photos: tuple[PhotoKeys, ...] = key(list_of(_photo), ())
    video: str | None = key(string, None)
    placement: str = key(one_of("feed", "reel", "story"), "feed")
    link: str | None = key(string, None)
    headline: str | None = key(string, None)
    publication: str | None = key(string, None)
    first_comment: str | None = key(string, None)
    # This article once more on a page that has it.
    again: bool = key(boolean, False)
    exceptions: tuple[tuple[str, ExceptionKeys], ...] = key(tables_by_name(ExceptionKeys), ())


def read_post(document: QueueFile, *, file: Path, known: Known, shelf: PhotoShelf) -> FileReading:
    """The post of a file, or all its problems."""
    findings = Findings(document=document, known=known)
    keys = findings.read(PostKeys)
    if keys is None:
        return FileReading(problems=tuple(findings.problems))
    keys = replace(keys, pages=findings.pages(keys.pages))
    entry = _entry(
        document, keys, _photos(keys, file, findings, shelf), _video(keys, file, findings, shelf)
    )
    entries = _with_exceptions(entry, keys, findings)
    for one in entries:
        _check(one, findings)
    return FileReading(
        entries=() if findings.problems else entries,
        problems=tuple(dict.fromkeys(findings.problems)),
    )


def _with_exceptions(entry: Entry, keys: PostKeys, findings: Findings) -> tuple[Entry, ...]:
    """The post, and after it those of pages on which it is different."""
    own = []
    for page, other in keys.exceptions:
        if page not in entry.pages and ALL_PAGES not in entry.pages:
            findings.at_key(
                ("exceptions", page),
                f"“{page}” không phải trang của bài này",
                nearest(page, entry.pages),
            )
        elif page not in findings.known.pages:
            fix = nearest(page, findings.known.pages)
            findings.at_key(("exceptions", page), f"không có trang “{page}” trong cấu hình", fix)
        elif not other.skip:
            own.append(_exception(entry, page, other))
    if not keys.exceptions:
        return (entry,)
    left = replace(entry, not_on=tuple(page for page, _ in keys.exceptions))
    everywhere = set(findings.known.pages) if ALL_PAGES in entry.pages else set(entry.pages)
    return (*((left,) if everywhere - set(left.not_on) else ()), *own)


def _exception(entry: Entry, page: str, other: ExceptionKeys) -> Entry:
    return replace(
        entry,
        id=f"{entry.id}{AT_PAGE}{page}",
        pages=(page,),
        text=entry.text if other.text is None else other.text,
        when=At(wall_time=other.at) if other.at else entry.when,
        first_comment=entry.first_comment if other.first_comment is None else other.first_comment,
        hashtags=entry.hashtags if other.hashtags is None else other.hashtags,
    )


def _entry(
    document: QueueFile, keys: PostKeys, photos: tuple[Photo, ...], video: Video | None
) -> Entry:
    return Entry(
        id=keys.id or PurePosixPath(document.path).stem,
        kind=EntryKind.POST,
        text=document.body.strip(),
        pages=keys.pages,
        when=(
            At(wall_time=keys.at)
            if isinstance(keys.at, datetime)
            else NextSlot(not_before=keys.after)
        ),
        source=Source(path=document.path, line=_first_line(document)),
        card=keys.card,
        format=keys.format,
        fields=keys.fields,
        since=keys.since,
        photos=photos,
        video=video,
        placement=Placement(keys.placement),
        link=keys.link,
        headline=keys.headline,
        publication=keys.publication,
        first_comment=keys.first_comment,
        hashtags=keys.hashtags,
        hashtags_in=HashtagPlace(keys.hashtags_in),
        ignore_quiet=keys.ignore_quiet,
        max_late=keys.max_late,
        again=keys.again,
        stagger=keys.stagger,
    )


def _first_line(document: QueueFile) -> int:
    blank = len(document.body) - len(document.body.lstrip("\n \t"))
    return document.body_line + document.body[:blank].count("\n")


def _photos(keys: PostKeys, file: Path, findings: Findings, shelf: PhotoShelf) -> tuple[Photo, ...]:
    found: list[Photo] = []
    for wanted in keys.photos:
        photo = shelf.find(wanted.file, file, alt_text=wanted.alt)
        if isinstance(photo, Photo):
            found.append(photo)
        else:
            findings.at_key(
                ("photos",), photo, "đặt đúng tệp ảnh vào đó hoặc sửa tên trong photos = […]"
            )
    return tuple(found)


def _video(keys: PostKeys, file: Path, findings: Findings, shelf: PhotoShelf) -> Video | None:
    if keys.video is None:
        return None
    found = shelf.find_video(keys.video, file)
    if isinstance(found, Video):
        return found
    findings.at_key(("video",), found, "đặt đúng tệp .mp4 vào đó hoặc sửa tên trong video = …")
    return None


def _check(entry: Entry, findings: Findings) -> None:
    findings.check_card(entry)
    findings.check_words(entry)
    if entry.link:
        findings.check_url(entry.link, entry.source.line)
    if not (entry.text or entry.photos or entry.link or entry.video):
        findings.add(
            entry.source.line, "bài trống", "viết lời bài dưới dòng +++, hoặc thêm photos, link"
        )
    shown = findings.known.card(entry.card) if entry.card else None
    beside = entry.photos[shown.photos[1] :] if shown else entry.photos
    if len(beside) + bool(entry.card) > MOST_PHOTOS:
        message = (
            f"{len(entry.photos)} ảnh{' và một ảnh thiết kế' if entry.card else ''} là quá nhiều"
        )
        findings.at_key(
            ("photos",), message, f"một bài nhiều nhất {MOST_PHOTOS} ảnh, kể cả ảnh thiết kế"
        )
    _check_placement(entry, len(beside) + bool(entry.card), findings)


def _check_placement(entry: Entry, pictures: int, findings: Findings) -> None:
    """What Facebook shows together: a video stands alone, a reel is a video, a story is one
    picture or one video."""
    if entry.video and pictures:
        findings.at_key(
            ("video",), "video không đi cùng ảnh trong một bài", "bỏ card và photos, hoặc bỏ video"
        )
    if entry.placement is Placement.REEL and not entry.video:
        findings.at_key(
            ("placement",), "thước phim (reel) cần một video", 'thêm video = "ten-video.mp4"'
        )
    if entry.placement is not Placement.STORY:
        return
    if not entry.video and pictures != 1:
        findings.at_key(
            ("placement",),
            "tin (story) cần đúng một ảnh hoặc một video",
            "dùng một card, một ảnh hay video",
        )
    for name, value in (("link", entry.link), ("first_comment", entry.first_comment)):
        if value:
            findings.at_key(
                (name,), f"tin (story) không có {name}", f"bỏ dòng {name}, hoặc bỏ placement"
            )
