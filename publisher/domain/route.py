"""Ways in which a post becomes public, by name, and what a page prefers."""

from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple


class RouteName(StrEnum):
    """A way to publish."""

    # Create unpublished ahead of time, make public with one small call that may be repeated.
    DRAFT = "draft"
    # Hand over to Facebook's own scheduler, so that this machine may be off.
    HANDOVER = "handover"
    # Create in public at the due time: only where Facebook refuses drafts.
    DIRECT = "direct"
    # The media id is known before anything is public.
    VIDEO = "video"
    REEL = "reel"
    PHOTO_STORY = "photo_story"
    VIDEO_STORY = "video_story"


class Placement(StrEnum):
    """Where on the page an entry appears."""

    FEED = "feed"
    REEL = "reel"
    STORY = "story"


class PostKind(StrEnum):
    """What a post in the feed shows beside its words; Facebook may treat drafts of each kind
    otherwise.
    """

    TEXT = "text"
    LINK = "link"
    PHOTOS = "photos"


class PreferredRoutes(NamedTuple):
    """The way that a page prefers, by kind of post: DRAFT, HANDOVER or DIRECT."""

    text: RouteName = RouteName.DRAFT
    link: RouteName = RouteName.DRAFT
    photos: RouteName = RouteName.DRAFT

    def of(self, kind: PostKind) -> RouteName:
        """The way for a kind."""
        return {PostKind.TEXT: self.text, PostKind.LINK: self.link, PostKind.PHOTOS: self.photos}[
            kind
        ]


DRAFTS = PreferredRoutes()
# Facebook's scheduler takes 10 minutes to just under 30 days in practice; the documents disagree
# (graph-api.md 3.9).
SOONEST_HANDOVER = timedelta(minutes=20)
LATEST_HANDOVER = timedelta(days=28)
