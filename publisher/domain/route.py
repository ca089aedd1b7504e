"""Ways in which a post becomes public, and which of them a delivery takes
(reference/graph-api.md section 6)."""

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
    """What a post in the feed shows beside its words;

    Facebook may treat drafts of each kind otherwise.
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


def media_sequence(placement: Placement, *, has_video: bool) -> RouteName | None:
    """The way of videos, reels and stories; None for a post in the feed, which has a choice."""
    match placement:
        case Placement.REEL:
            return RouteName.REEL
        case Placement.STORY:
            return RouteName.VIDEO_STORY if has_video else RouteName.PHOTO_STORY
        case Placement.FEED:
            return RouteName.VIDEO if has_video else None


def post_sequence(wanted: RouteName, *, ahead: timedelta, drafts_refused: bool) -> RouteName:
    """The way of a post in the feed that is due in `ahead`, when its page wants `wanted`.

    What is too near or too far for Facebook's scheduler is drafted; where Facebook refused drafts
    of this kind, the post is created directly.
    """
    if wanted is RouteName.HANDOVER and SOONEST_HANDOVER <= ahead <= LATEST_HANDOVER:
        return RouteName.HANDOVER
    return RouteName.DIRECT if drafts_refused or wanted is RouteName.DIRECT else RouteName.DRAFT
