"""Facebook's routes, and which of them a delivery goes (graph-api.md section 6)."""

from collections.abc import Mapping

from publisher.channels.facebook.routes.common import GraphCalls, draft_way
from publisher.channels.facebook.routes.direct import DirectRoute
from publisher.channels.facebook.routes.draft import DraftRoute
from publisher.channels.facebook.routes.handover import HANDOVER, HandoverRoute
from publisher.channels.facebook.routes.story import PhotoStoryRoute, VideoStoryRoute
from publisher.channels.facebook.routes.video import ReelRoute, VideoRoute
from publisher.channels.port import Route, Wish
from publisher.domain.route import LATEST_HANDOVER, SOONEST_HANDOVER, Placement, RouteName


def routes_of(calls: GraphCalls) -> Mapping[RouteName, Route]:
    """Every route, by name."""
    routes: list[Route] = [
        DraftRoute(calls),
        HandoverRoute(calls),
        DirectRoute(calls),
        VideoRoute(calls),
        ReelRoute(calls),
        PhotoStoryRoute(calls),
        VideoStoryRoute(calls),
    ]
    return {route.name: route for route in routes}


def choose(wish: Wish) -> RouteName:
    """The way of a delivery: by what it shows, what its page wants and refused, and the time that
    is left."""
    match wish.placement:
        case Placement.REEL:
            return RouteName.REEL
        case Placement.STORY:
            return RouteName.VIDEO_STORY if wish.has_video else RouteName.PHOTO_STORY
        case Placement.FEED:
            return RouteName.VIDEO if wish.has_video else _of_post(wish)


def _of_post(wish: Wish) -> RouteName:
    # What is too near or too far for Facebook's scheduler is drafted.
    in_time = SOONEST_HANDOVER <= wish.ahead <= LATEST_HANDOVER
    if wish.wanted is RouteName.HANDOVER and in_time and not wish.is_closed(HANDOVER):
        return RouteName.HANDOVER
    if wish.wanted is RouteName.DIRECT or wish.is_closed(draft_way(wish.kind)):
        return RouteName.DIRECT
    return RouteName.DRAFT
