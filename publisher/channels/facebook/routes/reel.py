"""A reel: a video with an edge of its own."""

from publisher.channels.facebook.calls import VideoKind
from publisher.channels.facebook.routes.video import VideoRoute
from publisher.domain.route import RouteName


class ReelRoute(VideoRoute):
    """As a video in the feed."""

    name = RouteName.REEL
    kind = VideoKind.REEL
