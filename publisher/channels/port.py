"""The port to Facebook: the few calls that the services make, each of which answers with a value
and never raises.

A method says in its first line what repeating it does, because that decides what may be done after
a lost answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from publisher.domain.secret import Secret
from publisher.domain.verdict import Accepted, Invisible, Missing, Published, Setback

# So many calls travel together at most: Facebook's limit for one batch call.
MOST_TOGETHER = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAccess:
    """Which page, and the token that may act for it."""

    page_id: str
    token: Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoUpload:
    """One picture as bytes, ready for Facebook."""

    # JPEG, at most 4 MB, without metadata.
    jpeg: bytes
    # What a person who cannot see the picture is told; empty when nobody wrote it.
    alt_text: str
    # Part of a post that Facebook's own scheduler will publish; such photos live longer.
    for_schedule: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PostBody:
    """A post before it is public: text, and either a link or up to ten uploaded photos."""

    message: str
    link: str | None
    # Facebook ids of uploaded photos in their order.
    photo_ids: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHealth:
    """What Facebook says of a page and our token for it."""

    name: str
    # The API version that Facebook served, None when it does not tell.
    served_version: str | None
    # What Facebook's clock showed (the answer's Date header), None when it does not tell.
    server_time: datetime | None = None


class VideoKind(StrEnum):
    """Where a video is shown; each has an edge of its own at Facebook."""

    FEED = "feed"
    REEL = "reel"
    STORY = "story"


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoFile:
    """A video as a file of ours."""

    path: Path
    # Bytes.
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadSession:
    """A video upload under way: Facebook's names for it. Kept, so that it goes on after a crash."""

    video_id: str
    # Of a chunked upload to /videos; empty for reels and stories.
    session: str = ""
    # Where reels and stories take the bytes; empty for /videos.
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """How far an upload is."""

    # Bytes that Facebook has.
    offset: int
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a look at a list found: the ids of everything that matches, and none when it is
    empty."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCard:
    """What Facebook will show of a link."""

    title: str
    has_picture: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteDraft:
    """A post of the page that is neither public nor scheduled."""

    id: str
    # Id of the app that made it; None when Facebook does not tell.
    app_id: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """How much of a limit is used up, from the headers of one answer."""

    # The highest of the percentages in it; at 100 Facebook refuses.
    percent: int
    # How long Facebook asks to wait; zero when it does not.
    wait: timedelta
    # Of the app as a whole rather than of one page.
    of_app: bool


class Channel(Protocol):
    """What publishing needs of Facebook.

    No method raises for anything that the network or Facebook does.
    """

    def upload_photo(self, access: PageAccess, photo: PhotoUpload) -> Accepted | Setback:
        """Upload one photo unpublished; repeating leaves at most an invisible orphan."""
        ...

    def create_draft(self, access: PageAccess, draft: PostBody) -> Accepted | Setback:
        """Create the post unpublished; repeating leaves at most an invisible orphan."""
        ...

    def schedule(self, access: PageAccess, draft: PostBody, at: datetime) -> Accepted | Setback:
        """Hand a post over to Facebook's own scheduler;

        repeating would show it twice at `at` (aware).
        """
        ...

    def find_scheduled(self, access: PageAccess, draft: PostBody, at: datetime) -> Found | Setback:
        """The handed-over posts with this content and time."""
        ...

    def reschedule(
        self, access: PageAccess, post_id: str, at: datetime
    ) -> Accepted | Missing | Setback:
        """Give a handed-over post another time; repeating changes nothing."""
        ...

    def publish_directly(self, access: PageAccess, draft: PostBody) -> Published | Setback:
        """Create the post in public; repeating would show it twice."""
        ...

    def find_published(
        self, access: PageAccess, draft: PostBody, since: datetime
    ) -> Found | Setback:
        """The public posts with this content that were made at or after `since` (aware)."""
        ...

    def flip(self, access: PageAccess, post_id: str) -> Published | Setback:
        """Make the draft public; repeating a flip that took effect changes nothing."""
        ...

    def flip_together(self, flips: Sequence[tuple[PageAccess, str]]) -> list[Published | Setback]:
        """Make drafts public in one call, an answer to each in their order; repeating is as
        harmless as with `flip`.

        Each goes by its own page's token. What was decided about the call as a whole is no verdict
        on any of its pages: then each is Unknown. Raises ValueError for more than MOST_TOGETHER.
        """
        ...

    def look(self, access: PageAccess, post_id: str) -> Published | Invisible | Missing | Setback:
        """Ask whether a post is public."""
        ...

    def comment(self, access: PageAccess, post_id: str, message: str) -> Accepted | Setback:
        """Comment as the page; repeating would show twice."""
        ...

    def find_comment(
        self, access: PageAccess, post_id: str, message: str
    ) -> Accepted | Missing | Setback:
        """Look for the page's own comment with exactly this text."""
        ...

    def edit(self, access: PageAccess, post_id: str, message: str) -> Accepted | Missing | Setback:
        """Give a public post other words; repeating changes nothing."""
        ...

    def delete(self, access: PageAccess, object_id: str) -> Accepted | Missing | Setback:
        """Delete a post or an unused photo; repeating finds nothing any more."""
        ...

    def drafts(self, access: PageAccess) -> tuple[RemoteDraft, ...] | Setback:
        """Every post of the page that is neither public nor scheduled, whoever made it."""
        ...

    def scrape(self, access: PageAccess, url: str) -> LinkCard | Setback:
        """Let Facebook read a link ahead; repeating reads it again."""
        ...

    def begin_video(
        self, access: PageAccess, kind: VideoKind, video: VideoFile
    ) -> UploadSession | Setback:
        """Open an upload; repeating leaves at most an invisible orphan."""
        ...

    def send_video(
        self,
        access: PageAccess,
        kind: VideoKind,
        video: VideoFile,
        upload: UploadSession,
        offset: int,
    ) -> Uploaded | Setback:
        """Send the bytes from `offset` on (all, or a part); repeating goes on where Facebook is."""
        ...

    def publish_video(
        self, access: PageAccess, kind: VideoKind, upload: UploadSession, message: str
    ) -> Accepted | Setback:
        """Ask for an uploaded video to be shown; whether it is, `look_video` tells."""
        ...

    def look_video(
        self, access: PageAccess, video_id: str
    ) -> Published | Invisible | Missing | Setback:
        """Ask whether a video is public; Deferred while Facebook is at work on it."""
        ...

    def publish_story(self, access: PageAccess, photo_id: str) -> Published | Setback:
        """Show an uploaded photo as a story; repeating might show it twice."""
        ...

    def find_story(self, access: PageAccess, media_id: str) -> Found | Setback:
        """The stories that show this photo or video."""
        ...

    def check_page(self, access: PageAccess) -> PageHealth | Setback:
        """Ask Facebook about the page and the token; changes nothing."""
        ...
