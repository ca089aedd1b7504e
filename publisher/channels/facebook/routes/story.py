"""Stories: of a photo, which is uploaded ahead, or of a video."""

from dataclasses import replace
from datetime import datetime

from publisher.channels.facebook.calls import VideoKind
from publisher.channels.facebook.routes.common import PHOTO_LIFE, FacebookRoute, is_stale, looking
from publisher.channels.facebook.routes.video import VideoRoute
from publisher.channels.port import (
    About,
    Posting,
    Remote,
    Repeating,
    RouteTraits,
    Step,
    StepKind,
)
from publisher.domain.route import RouteName


class PhotoStoryRoute(FacebookRoute):
    """Known by its photo, which nothing else shows."""

    name = RouteName.PHOTO_STORY
    traits = RouteTraits(
        shows="story",
        photo_life=PHOTO_LIFE,
        known_by_id=False,
        surely_found=True,
        editable=False,
        commented=False,
        addressed=False,
    )

    def prepare(self, posting: Posting) -> Step | Remote:
        """Upload the photo; repeating leaves at most an invisible one."""
        first = next(iter(posting.remote.photos), "")
        return self.next_photo(posting) or replace(posting.remote, object_id=first)

    def flip(self, posting: Posting) -> Step | None:
        """Show the photo as a story; repeating might show it twice."""
        photo = posting.remote.object_id
        if not photo or is_stale(posting):
            return None
        return Step(
            name=self.traits.shows,
            kind=StepKind.SHOWS,
            repeating=Repeating.TWICE,
            call=lambda: self.calls.publish_story(posting.access, photo),
            about=About.PARTS,
        )

    def find(self, posting: Posting, since: datetime) -> Step:
        """Search the page's stories for the photo; repeating changes nothing."""
        media = posting.remote.object_id
        return looking("find_post", lambda: self.calls.find_story(posting.access, media))


class VideoStoryRoute(VideoRoute):
    """As a video in the feed, in the list of stories."""

    name = RouteName.VIDEO_STORY
    kind = VideoKind.STORY
    traits = RouteTraits(shows="finish_video", editable=False, commented=False, addressed=False)

    def find(self, posting: Posting, since: datetime) -> Step:
        """Search the page's stories for the video; repeating changes nothing."""
        media = posting.remote.object_id
        return looking("find_post", lambda: self.calls.find_story(posting.access, media))
