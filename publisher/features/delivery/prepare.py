"""Approved, and the time to prepare has come: everything that the channel has to hold before the
due time, none of it visible."""

from collections.abc import Sequence
from datetime import timedelta

from publisher.channels.pacing import Importance
from publisher.channels.port import (
    LinkCard,
    PageAccess,
    PhotoUpload,
    Repeating,
    Route,
    Step,
    StepDone,
    StepKind,
    VideoFile,
    Wish,
)
from publisher.domain.delivery import State
from publisher.domain.errors import PictureRefused, StorageUnreachable
from publisher.domain.page import ApprovalRule
from publisher.domain.reason import Reason, reason
from publisher.domain.route import RouteName
from publisher.domain.verdict import Refused, Scope
from publisher.features.delivery import gates
from publisher.features.delivery.first_look import Unread, compared
from publisher.features.delivery.gates import note_heard
from publisher.features.delivery.settle import columns_of, ready, settle
from publisher.features.delivery.stage import Stage
from publisher.pictures.delivery_pictures import DeliveryPicture, approval_digest
from publisher.store import deliveries as store
from publisher.store import page_states as page_store
from publisher.store.reason_columns import asking
from publisher.store.stops import standing

# The clock that woke us may be a little ahead of ours.
EARLY = timedelta(seconds=1)
# An upload that stumbled so often begins anew; its session may be dead.
UPLOAD_TRIES = 5


def prepare(stage: Stage) -> None:
    """Bring what the post shows to its channel unseen, in the way that fits the page and the
    time."""
    if stage.waits(gates.PREPARE):
        return None
    route = _choose(stage)
    if _too_early(stage, route) or not (access := stage.let_in(Importance.PREPARE)):
        return None
    listed = compared(stage, access)
    if isinstance(listed, Unread):
        return settle(stage, *listed)
    if not listed:
        return None
    try:
        return _bring(stage, route, access)
    except PictureRefused as refusal:
        return stage.refuse(_unshown(refusal))
    except StorageUnreachable as trouble:
        # What was uploaded stands in the row, and what is missing was not sent: nothing is lost,
        # nothing doubled.
        return stage.back_off(State.APPROVED, trouble.reason)


def _choose(stage: Stage) -> Route:
    revision, page = stage.revision, stage.context.pages.get(stage.row.page)
    now, slug = stage.now, stage.row.page
    return stage.context.channel.choose(
        Wish(
            placement=revision.placement,
            has_video=revision.video is not None,
            kind=stage.kind,
            wanted=page.publishing.of(stage.kind) if page else RouteName.DRAFT,
            ahead=stage.row.due_at - now,
            is_closed=lambda way: page_store.refuses(slug, way, now=now),
        )
    )


def _too_early(stage: Stage, route: Route) -> bool:
    page = stage.context.pages.get(stage.row.page)
    handed_over = route.traits.hands_over and page
    ahead = (
        page.prepare_ahead if page and handed_over else stage.context.config.service.prepare_ahead
    )
    start = stage.row.due_at - ahead
    if stage.now >= start - EARLY:
        return False
    stage.release(wake_at=start)
    return True


def _bring(stage: Stage, route: Route, access: PageAccess) -> None:
    shown = Shown(stage)
    if not _approval_stands(stage, shown):
        return None
    _begin(stage, route)
    video = _video(stage)
    if video and not video.path.exists():
        return stage.refuse(_NO_VIDEO_FILE)
    return _go_on(stage, access, () if video else shown.photos(), video)


def _begin(stage: Stage, route: Route) -> None:
    row, before = stage.row, stage.route
    stale = row.photos_at and stage.now - row.photos_at > route.traits.photo_life
    own = route.traits.own_photos or before.traits.own_photos
    dropped: dict[str, object] = {}
    if stale or (own and route.name is not before.name):
        dropped = {"photo_ids": [], "photos_at": None}
    if row.upload and row.setbacks >= UPLOAD_TRIES:
        dropped |= {"upload": {}, "setbacks": 0}
    stage.write(store.move, State.PREPARING, sequence=route.name.value, **dropped)


def _go_on(
    stage: Stage, access: PageAccess, photos: Sequence[PhotoUpload], video: VideoFile | None
) -> None:
    """Step by step until nothing is missing; all photos or no post."""
    while True:
        step = stage.route.prepare(stage.posting(access, photos=photos, video=video))
        if not isinstance(step, Step):
            return ready(stage, step)
        if step.yields and _leaves_room(stage):
            return None
        if step.repeating is not Repeating.ORPHANS and stage.route.traits.reads_link:
            _look_at_link(stage, access)
        answer = stage.attempt(step)
        if not isinstance(answer, StepDone):
            return settle(stage, step, answer)
        if answer.complete:
            return ready(stage, answer.remote, proves=step.proves, at=answer.scheduled_for)
        stage.write(store.change, setbacks=0, **columns_of(answer.remote))


def _leaves_room(stage: Stage) -> bool:
    """Break off between two calls when what is left of the limits is for posts that are due; True
    when it was.
    """
    note_heard(stage.context)
    if stage.alone:
        return False
    stopped = standing(stage.now, pages=[stage.row.page])
    until = stage.now if stopped else stage.later_for(Importance.PREPARE)
    if until is None:
        return False
    # What is uploaded stands in the row; the rest goes on from there.
    stage.end(State.APPROVED, wake_at=until)
    return True


def _look_at_link(stage: Stage, access: PageAccess) -> None:
    """Let the channel read a shared link ahead and warn when its card will have no picture.

    Never in the way.
    """
    link = stage.message.link
    busy = stage.alone or stage.later_for(Importance.REST)
    if not link or busy or stage.row.attempts.filter(step="scrape").exists():
        return
    step = Step(
        name="scrape",
        kind=StepKind.LOOKS,
        repeating=Repeating.HARMLESS,
        call=lambda: stage.context.channel.scrape(access, link),
    )
    match stage.attempt(step):
        case LinkCard(has_picture=False):
            stage.write(store.change, warning=_NO_LINK_PICTURE)
        case Refused(reason=why):
            stage.write(store.change, warning=reason("delivery.link_not_read", why=why))
        case _:
            pass


# What was approved


class Shown:
    """The very pictures that the approval is held against, even if the unit changes its brand
    meanwhile."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._pictures: tuple[DeliveryPicture, ...] | None = None

    @property
    def pictures(self) -> tuple[DeliveryPicture, ...]:
        """The pictures, drawn or read once."""
        if self._pictures is None:
            self._pictures = self._stage.context.pictures.of(
                self._stage.revision, unit=self._stage.page.unit, on=self._stage.day
            )
        return self._pictures

    def forget(self) -> None:
        """Let them be drawn anew."""
        self._pictures = None

    def photos(self) -> list[PhotoUpload]:
        """As they are uploaded."""
        return [self._stage.context.pictures.upload(picture) for picture in self.pictures]


def _approval_stands(stage: Stage, shown: Shown) -> bool:
    brand_store, card = stage.context.pictures.brand_store, stage.revision.card
    if card:
        # A unit may have changed its brand at a desk on another machine. What we know of it may lag
        # by seconds, no more: as if we had begun so much earlier.
        brand_store.refresh()
    if stage.page.unit.approval is ApprovalRule.NONE or _is_approved(stage, shown):
        return True
    if card:
        # An approval that was given to a new brand within the last seconds must not fall to the old
        # one that we still know: a difference counts only after a look at what is worn at this
        # moment.
        brand_store.refresh(within=0)
        shown.forget()
        if _is_approved(stage, shown):
            return True
    stage.end(
        State.PLANNED,
        wake_at=stage.row.latest_at,
        approved_digest="",
        **asking(Reason("delivery.not_as_approved")),
    )
    return False


def _is_approved(stage: Stage, shown: Shown) -> bool:
    """Whether what we would show is what a person said yes to."""
    digest = approval_digest(stage.page, stage.message, shown.pictures, stage.revision)
    return digest == stage.row.approved_digest


def _video(stage: Stage) -> VideoFile | None:
    if not (video := stage.revision.video):
        return None
    return VideoFile(path=stage.context.pictures.video_file(video.sha256), size=video.size)


def _unshown(refusal: PictureRefused) -> Refused:
    return Refused(reason=refusal.reason, scope=Scope.DELIVERY)


_NO_LINK_PICTURE = Reason("delivery.no_link_picture")
_NO_VIDEO_FILE = Refused(reason=Reason("delivery.no_video_file"), scope=Scope.DELIVERY)
