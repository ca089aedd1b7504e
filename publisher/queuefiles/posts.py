"""Reads `queue/posts/*.md`: one post a file."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from publisher.domain.entry import (
    ALL_PAGES,
    AT_PAGE,
    At,
    Entry,
    EntryKind,
    NextSlot,
    Photo,
    Source,
    Video,
)
from publisher.domain.reason import Problem, nearest
from publisher.domain.route import Placement
from publisher.queuefiles.checks import (
    FileReading,
    Findings,
    Known,
    PhotoFolder,
)
from publisher.queuefiles.frontmatter import QueueFile
from publisher.queuefiles.schema import MOST_PHOTOS, ExceptionKeys, PostKeys, as_they_stand

# What Facebook takes (graph-api.md 3.5); cameras stop a few frames late.
REEL_SECONDS, LONGEST_STORY = (3, 90.5), 60.5
REEL_SIZE = (540, 960)  # px


def read_post(
    document: QueueFile, *, file: Path, known: Known, photo_folder: PhotoFolder
) -> FileReading:
    """The post of a file, or all its problems."""
    findings = Findings(document=document, known=known)
    keys = findings.read(PostKeys)
    if keys is None:
        return FileReading(problems=tuple(findings.problems))
    keys = keys.model_copy(update={"pages": findings.pages(keys.pages)})
    entry = _entry(
        document,
        keys,
        _photos(keys, file, findings, photo_folder),
        _video(keys, file, findings, photo_folder),
    )
    entries = _with_exceptions(entry, keys, findings)
    for one in entries:
        before = len(findings.problems)
        _check(one, findings)
        if one.id != entry.id:
            own = keys.exceptions[one.pages[0]]
            findings.problems[before:] = _of_version(findings.problems[before:], own, one.pages[0])
    return FileReading(
        entries=() if findings.problems else entries,
        problems=tuple(dict.fromkeys(findings.problems)),
    )


def _with_exceptions(entry: Entry, keys: PostKeys, findings: Findings) -> tuple[Entry, ...]:
    """The post, and after it those of pages on which it is different."""
    if "at" not in findings.document.front and any(one.at for one in keys.exceptions.values()):
        findings.at_key(("exceptions",), "queuefiles.blank_at")
    own = []
    for page, other in keys.exceptions.items():
        if page not in entry.pages and ALL_PAGES not in entry.pages:
            hint = nearest(page, entry.pages)
            findings.at_key(("exceptions", page), "queuefiles.other_page", page=page, hint=hint)
        elif page not in findings.known.pages:
            hint = nearest(page, findings.known.pages)
            findings.at_key(("exceptions", page), "queuefiles.no_page", page=page, hint=hint)
        elif not other.skip:
            own.append(_exception(entry, page, other))
    if not keys.exceptions:
        return (entry,)
    left = replace(entry, not_on=tuple(keys.exceptions))
    everywhere = set(findings.known.pages) if ALL_PAGES in entry.pages else set(entry.pages)
    return (*((left,) if everywhere - set(left.not_on) else ()), *own)


def _of_version(problems: Sequence[Problem], own: ExceptionKeys, page: str) -> list[Problem]:
    """Where a version of one page says its own, a problem with it is one of the version's key."""
    said = own.model_dump(exclude_none=True)
    return [
        replace(one, field=f"exceptions.{page}.{one.field}") if one.field in said else one
        for one in problems
    ]


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
        when=(
            At(wall_time=keys.at)
            if isinstance(keys.at, datetime)
            else NextSlot(not_before=keys.after)
        ),
        source=Source(path=document.path, line=_first_line(document)),
        photos=photos,
        video=video,
        **as_they_stand(keys),
    )


def _first_line(document: QueueFile) -> int:
    blank = len(document.body) - len(document.body.lstrip("\n \t"))
    return document.body_line + document.body[:blank].count("\n")


def _photos(
    keys: PostKeys, file: Path, findings: Findings, photo_folder: PhotoFolder
) -> tuple[Photo, ...]:
    found: list[Photo] = []
    for wanted in keys.photos:
        photo = photo_folder.find(wanted.file, file, alt_text=wanted.alt)
        if isinstance(photo, Photo):
            found.append(photo)
        else:
            findings.at_key(("photos",), "queuefiles.photo", what=photo)
    return tuple(found)


def _video(
    keys: PostKeys, file: Path, findings: Findings, photo_folder: PhotoFolder
) -> Video | None:
    if keys.video is None:
        return None
    found = photo_folder.find_video(keys.video, file)
    if isinstance(found, Video):
        return found
    findings.at_key(("video",), "queuefiles.video", what=found)
    return None


def _check(entry: Entry, findings: Findings) -> None:
    findings.check_card(entry)
    findings.check_words(entry)
    if entry.link:
        findings.check_url(entry.link, entry.source.line)
    if not (entry.text or entry.photos or entry.link or entry.video):
        findings.add(entry.source.line, "queuefiles.empty_post", field="text")
    shown = findings.known.card(entry.card) if entry.card else None
    beside = entry.photos[shown.photos[1] :] if shown else entry.photos
    if len(beside) + bool(entry.card) > MOST_PHOTOS:
        findings.at_key(
            ("photos",),
            "queuefiles.too_many_photos_with_card" if entry.card else "queuefiles.too_many_photos",
            count=len(entry.photos),
            most=MOST_PHOTOS,
        )
    _check_placement(entry, len(beside) + bool(entry.card), findings)


def _check_placement(entry: Entry, pictures: int, findings: Findings) -> None:
    """What Facebook shows together: a video stands alone, a reel is a video, a story is one
    picture or one video."""
    if entry.video and pictures:
        findings.at_key(("video",), "queuefiles.video_with_pictures")
    if entry.placement is Placement.REEL and not entry.video:
        findings.at_key(("placement",), "queuefiles.reel_without_video")
    if entry.video:
        _check_film(entry.video, entry.placement, findings)
    if entry.placement is not Placement.STORY:
        return
    if not entry.video and pictures != 1:
        findings.at_key(("placement",), "queuefiles.story_of_one")
    for name, value in (("link", entry.link), ("first_comment", entry.first_comment)):
        if value:
            findings.at_key((name,), "queuefiles.not_in_a_story", name=name)


def _check_film(video: Video, placement: Placement, findings: Findings) -> None:
    """How long and how large a video may be at its place; what its file does not say is not
    asked."""
    if placement is Placement.STORY and video.seconds > LONGEST_STORY:
        findings.at_key(("video",), "queuefiles.story_length", seconds=video.seconds)
    if placement is not Placement.REEL:
        return
    if video.seconds and not REEL_SECONDS[0] <= video.seconds <= REEL_SECONDS[1]:
        findings.at_key(("video",), "queuefiles.reel_length", seconds=video.seconds)
    width, height = video.width, video.height
    if not width or not height:
        return
    if width >= height:
        findings.at_key(("video",), "queuefiles.reel_not_upright", width=width, height=height)
    elif width < REEL_SIZE[0] or height < REEL_SIZE[1]:
        findings.at_key(("video",), "queuefiles.small_reel", width=width, height=height)
