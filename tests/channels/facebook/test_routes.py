"""Facebook's routes: which call is next, what repeating it does, and which route a delivery goes. No call is made."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from publisher.channels import CHANNELS
from publisher.channels.facebook.routes import choose, routes_of
from publisher.channels.facebook.routes.common import PHOTO_LIFE, GraphCalls
from publisher.channels.port import (
    About,
    PageAccess,
    PhotoUpload,
    Posting,
    Remote,
    Repeating,
    Step,
    StepKind,
    VideoFile,
    Wish,
)
from publisher.domain.route import LATEST_HANDOVER, SOONEST_HANDOVER, Placement, PostKind, RouteName
from publisher.domain.secret import Secret

NOW = datetime(2027, 4, 15, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ROUTES = routes_of(GraphCalls(None))  # type: ignore[arg-type]
ACCESS = PageAccess(page_id="77", token=Secret("token"))
PHOTO = PhotoUpload(jpeg=b"", alt_text="")
POST = Posting(
    access=ACCESS,
    kind=PostKind.PHOTOS,
    text="Chào",
    link=None,
    due_at=NOW,
    now=NOW,
    remote=Remote(),
)
UPLOADED = Remote(photos=("9",), photos_at=NOW)
SESSION: Mapping[str, Any] = {"video_id": "5", "session": "s", "url": "", "offset": 0}
VIDEO = replace(POST, video=VideoFile(path=Path("phim.mp4"), size=1))
READY = {
    RouteName.DRAFT: Remote(object_id="77_1"),
    RouteName.HANDOVER: Remote(object_id="77_1"),
    RouteName.DIRECT: UPLOADED,
    RouteName.PHOTO_STORY: replace(UPLOADED, object_id="9"),
    **dict.fromkeys(
        (RouteName.VIDEO, RouteName.REEL, RouteName.VIDEO_STORY),
        Remote(object_id="5", upload=SESSION),
    ),
}


def step_of(found: Step | Remote | None) -> Step:
    assert isinstance(found, Step)
    return found


def test_every_route_is_there_by_its_name() -> None:
    assert {name: route.name for name, route in ROUTES.items()} == {
        name: name for name in RouteName
    }


def test_channels_are_found_by_name() -> None:
    channel = CHANNELS["facebook"](None, None)  # type: ignore[arg-type]
    assert channel.route(RouteName.REEL).name is RouteName.REEL


@pytest.mark.parametrize(
    "name", [RouteName.DRAFT, RouteName.HANDOVER, RouteName.DIRECT, RouteName.PHOTO_STORY]
)
def test_photos_come_first_and_repeating_leaves_at_most_an_orphan(name: RouteName) -> None:
    step = step_of(ROUTES[name].prepare(replace(POST, photos=[PHOTO])))
    assert (step.name, step.repeating, step.yields) == ("upload_photo", Repeating.ORPHANS, True)


MAKING = [
    (RouteName.DRAFT, "create_draft", Repeating.USES_UP),
    (RouteName.HANDOVER, "schedule", Repeating.TWICE),
]


@pytest.mark.parametrize(("name", "step", "repeating"), MAKING)
def test_what_waits_for_its_time_is_made_when_the_photos_are_there(
    name: RouteName, step: str, repeating: Repeating
) -> None:
    found = step_of(ROUTES[name].prepare(replace(POST, photos=[PHOTO], remote=UPLOADED)))
    assert (found.name, found.repeating, found.about) == (step, repeating, About.PARTS)


@pytest.mark.parametrize("name", [RouteName.DIRECT, RouteName.PHOTO_STORY])
def test_where_nothing_waits_for_its_time_the_photos_are_all(name: RouteName) -> None:
    found = ROUTES[name].prepare(replace(POST, photos=[PHOTO], remote=UPLOADED))
    assert isinstance(found, Remote)
    assert found.object_id == ("9" if name is RouteName.PHOTO_STORY else "")


@pytest.mark.parametrize("name", [RouteName.VIDEO, RouteName.REEL, RouteName.VIDEO_STORY])
def test_an_upload_is_opened_and_then_gone_on_with(name: RouteName) -> None:
    route, under_way = ROUTES[name], replace(VIDEO, remote=Remote(upload=SESSION))
    steps = [step_of(route.prepare(posting)).name for posting in (VIDEO, under_way)]
    assert steps == ["begin_video", "send_video"]


SHOWING = {
    RouteName.DRAFT: ("flip", Repeating.HARMLESS),
    RouteName.HANDOVER: ("flip", Repeating.HARMLESS),
    RouteName.DIRECT: ("direct", Repeating.TWICE),
    RouteName.PHOTO_STORY: ("story", Repeating.TWICE),
    RouteName.VIDEO: ("finish_video", Repeating.HARMLESS),
    RouteName.REEL: ("finish_video", Repeating.HARMLESS),
    RouteName.VIDEO_STORY: ("finish_video", Repeating.HARMLESS),
}


@pytest.mark.parametrize("name", list(RouteName))
def test_one_call_makes_it_public_and_says_whether_repeating_shows_it_twice(
    name: RouteName,
) -> None:
    step = step_of(ROUTES[name].flip(replace(POST, remote=READY[name])))
    assert (step.name, step.repeating) == SHOWING[name]
    assert (step.kind, step.name) == (StepKind.SHOWS, ROUTES[name].traits.shows)


@pytest.mark.parametrize("name", set(RouteName) - {RouteName.DIRECT})
def test_what_was_never_prepared_is_not_flipped(name: RouteName) -> None:
    assert ROUTES[name].flip(POST) is None


@pytest.mark.parametrize("name", [RouteName.DIRECT, RouteName.PHOTO_STORY])
def test_photos_that_facebook_may_have_deleted_are_not_shown(name: RouteName) -> None:
    posting = replace(POST, remote=READY[name], now=NOW + PHOTO_LIFE + HOUR)
    assert ROUTES[name].flip(posting) is None


@pytest.mark.parametrize("name", list(RouteName))
def test_a_call_that_might_show_twice_can_be_looked_for(name: RouteName) -> None:
    route = ROUTES[name]
    made = route.prepare(replace(POST, video=VIDEO.video))
    twice = isinstance(made, Step) and made.repeating is Repeating.TWICE
    assert twice == bool(route.find_prepared(POST)) == bool(route.traits.hands_over)
    assert route.traits.known_by_id == (SHOWING[name][1] is Repeating.HARMLESS)


def a_wish(
    placement: Placement = Placement.FEED,
    *,
    video: bool = False,
    wanted: RouteName = RouteName.DRAFT,
    ahead: timedelta = HOUR,
    closed: tuple[str, ...] = (),
) -> Wish:
    return Wish(placement, video, PostKind.TEXT, wanted, ahead, closed.__contains__)


CHOICES = [
    (a_wish(), RouteName.DRAFT),
    (a_wish(video=True), RouteName.VIDEO),
    (a_wish(Placement.REEL, video=True), RouteName.REEL),
    (a_wish(Placement.STORY), RouteName.PHOTO_STORY),
    (a_wish(Placement.STORY, video=True), RouteName.VIDEO_STORY),
    (a_wish(wanted=RouteName.DIRECT), RouteName.DIRECT),
    (a_wish(closed=("draft:text",)), RouteName.DIRECT),
    (a_wish(closed=("draft:photos",)), RouteName.DRAFT),
    (a_wish(wanted=RouteName.HANDOVER), RouteName.HANDOVER),
    (a_wish(wanted=RouteName.HANDOVER, closed=("handover",)), RouteName.DRAFT),
    (a_wish(wanted=RouteName.HANDOVER, ahead=SOONEST_HANDOVER / 2), RouteName.DRAFT),
    (a_wish(wanted=RouteName.HANDOVER, ahead=2 * LATEST_HANDOVER), RouteName.DRAFT),
]


@pytest.mark.parametrize(("wish", "name"), CHOICES, ids=range(len(CHOICES)))
def test_a_delivery_goes_as_what_it_shows_its_page_and_the_time_allow(
    wish: Wish, name: RouteName
) -> None:
    assert choose(wish) is name
