"""The first stage: everything that Facebook has to hold before the due time, none of it visible."""

from dataclasses import asdict, replace
from datetime import timedelta
from functools import cached_property, partial

from publisher.channels.pacing import Importance
from publisher.channels.port import (
    LinkCard,
    PageAccess,
    PhotoUpload,
    Uploaded,
    UploadSession,
    VideoFile,
    VideoKind,
)
from publisher.domain.delivery import State
from publisher.domain.errors import PictureRefused, ShelfUnreachable
from publisher.domain.page import ApprovalRule
from publisher.domain.reason import Reason, reason
from publisher.domain.route import RouteName, media_sequence, post_sequence
from publisher.domain.verdict import Accepted, Deferred, Refused, Scope, Unknown
from publisher.features.delivery.search import Seeking
from publisher.features.delivery.stage import is_gone
from publisher.features.delivery.toolbox import PHOTO_LIFE, note_heard
from publisher.pictures.delivery_pictures import DeliveryPicture, approval_digest
from publisher.store import deliveries as store
from publisher.store import page_states as page_store
from publisher.store.reason_columns import asking
from publisher.store.stops import standing

VIDEO_KINDS = {
    RouteName.VIDEO: VideoKind.FEED,
    RouteName.REEL: VideoKind.REEL,
    RouteName.VIDEO_STORY: VideoKind.STORY,
}
# The clock that woke us may be a little ahead of ours.
EARLY = timedelta(seconds=1)
# An upload that stumbled so often begins anew; its session may be dead.
UPLOAD_TRIES = 5
# Codes with which Facebook may mean "no drafts here" as well as "not this content".
AMBIGUOUS = frozenset({3, 100})


class Preparing(Seeking):
    """Approved, and the time to prepare has come."""

    def prepare(self) -> None:
        """Upload what the post shows and create it unseen, in the way that fits the page and the
        time."""
        if self.hold_if_late() or self._hold_if_frozen():
            return None
        sequence = self._choose()
        if self._too_early(sequence) or not (access := self._access(Importance.PREPARE)):
            return None
        try:
            self._bring(access, sequence)
        except ShelfUnreachable as trouble:
            # What was uploaded stands in the row, and what is missing was not sent: nothing is
            # lost, nothing doubled.
            self._back_off(State.APPROVED, trouble.reason)

    def _bring(self, access: PageAccess, sequence: RouteName) -> None:
        if not self._approval_stands():
            return None
        self._begin(sequence)
        if kind := VIDEO_KINDS.get(sequence):
            return self._upload_video(access, kind)
        return self._create(access, sequence) if self._upload_photos(access) else None

    def _create(self, access: PageAccess, sequence: RouteName) -> None:
        """Make of the uploaded photos what waits for the due time."""
        match sequence:
            case RouteName.DRAFT:
                self._create_draft(access)
            case RouteName.PHOTO_STORY:
                self._ready(draft_id=self.row.photo_ids[0])
            case _:
                self._ready(draft_id="")

    def _choose(self) -> RouteName:
        revision, page = self.revision, self.page
        if media := media_sequence(revision.placement, has_video=revision.video is not None):
            return media
        if page is None:
            return RouteName.DRAFT
        wanted, now = page.publishing.of(self._kind()), self._now()
        if wanted is RouteName.HANDOVER and page_store.refuses(page.slug, "handover", now=now):
            wanted = RouteName.DRAFT
        refused = page_store.refuses(page.slug, f"draft:{self._kind()}", now=now)
        return post_sequence(wanted, ahead=self.row.due_at - now, drafts_refused=refused)

    def _too_early(self, sequence: RouteName) -> bool:
        handed_over = sequence is RouteName.HANDOVER and self.page
        service = self.desk.config.service
        ahead = self.page.prepare_ahead if self.page and handed_over else service.prepare_ahead
        start = self.row.due_at - ahead
        if self._now() >= start - EARLY:
            return False
        self._release(wake_at=start)
        return True

    def _begin(self, sequence: RouteName) -> None:
        stale = self.row.photos_at and self._now() - self.row.photos_at > PHOTO_LIFE
        # Photos for Facebook's scheduler are marked as such when they are uploaded.
        other = sequence is not self.sequence and RouteName.HANDOVER in (sequence, self.sequence)
        dropped: dict[str, object] = {"photo_ids": [], "photos_at": None} if stale or other else {}
        self._write(store.move, State.PREPARING, sequence=sequence.value, **dropped)

    def _approval_stands(self) -> bool:
        assert self.page
        if self.revision.card:
            # A unit may have changed its brand at a desk on another machine. What we know of it may
            # lag by seconds, no more: as if we had begun so much earlier.
            self.desk.pictures.wardrobe.refresh()
        if self.page.unit.approval is ApprovalRule.NONE:
            return True
        try:
            stands = self._is_approved() or (
                bool(self.revision.card) and self._is_approved(afresh=True)
            )
        except PictureRefused as refusal:
            self._refuse(_unshown(refusal))
            return False
        if stands:
            return True
        self._end(
            State.PLANNED,
            wake_at=self.row.latest_at,
            approved_digest="",
            **asking(Reason("delivery.not_as_approved")),
        )
        return False

    def _is_approved(self, *, afresh: bool = False) -> bool:
        """Whether what we would show is what a person said yes to.

        An approval that was given to a new brand within the last seconds must not fall to the old
        one that we still know, so a difference counts only `afresh`: after a look at what is worn
        at this moment.
        """
        assert self.page
        if afresh:
            self.desk.pictures.wardrobe.refresh(within=0)
            del self._shown
        now_says = approval_digest(self.page, self._message(), self._shown, self.revision)
        return now_says == self.row.approved_digest

    @cached_property
    def _shown(self) -> tuple[DeliveryPicture, ...]:
        """The very pictures that the approval was held against, even if the unit changes its
        brand meanwhile."""
        return self._pictures()

    # Photos

    def _upload_photos(self, access: PageAccess) -> bool:
        """Upload what is not there yet; all photos or no post."""
        for_schedule = self.sequence is RouteName.HANDOVER
        try:
            uploads = [self.desk.pictures.upload(picture) for picture in self._shown]
        except PictureRefused as refusal:
            self._refuse(_unshown(refusal))
            return False
        for upload in uploads[len(self.row.photo_ids) :]:
            if self._leaves_room():
                return False
            if not self._upload(access, replace(upload, for_schedule=for_schedule)):
                return False
        return True

    def _leaves_room(self) -> bool:
        """Break off between two calls when what is left of the limits is for posts that are due;

        True when it was.
        """
        note_heard(self.desk)
        stopped = not self._alone and standing(self._now(), pages=[self.row.page])
        until = self._now() if stopped else self._later_for(Importance.PREPARE)
        if until is None or self._alone:
            return False
        # What is uploaded stands in the row; the rest goes on from there.
        self._end(State.APPROVED, wake_at=until)
        return True

    def _upload(self, access: PageAccess, photo: PhotoUpload) -> bool:
        match self._attempt("upload_photo", lambda: self.desk.channel.upload_photo(access, photo)):
            case Accepted(object_id=photo_id):
                ids = [*self.row.photo_ids, photo_id]
                self._write(
                    store.change,
                    photo_ids=ids,
                    photos_at=self.row.photos_at or self._now(),
                    setbacks=0,
                )
                return True
            case Refused() as refused:
                self._refuse(refused)
            case Deferred() as deferred:
                self._defer(deferred, State.APPROVED)
            case Unknown() as unknown:
                # At worst an invisible photo stays behind, which Facebook deletes within a day.
                self._back_off(State.APPROVED, unknown.reason)
        return False

    def _photos_are_unknown(self, state: State) -> None:
        """Nothing came of them: Facebook does not know them yet, or not any more;

        then they are uploaded anew.
        """
        if not self._look_again(state):
            columns: dict[str, object] = {
                "draft_id": "",
                "photo_ids": [],
                "photos_at": None,
                "looks": 0,
            }
            self._end(State.APPROVED, wake_at=self._now(), **columns)

    # Drafts

    def _create_draft(self, access: PageAccess) -> None:
        self._look_at_link(access)
        draft = self._draft()
        match self._attempt("create_draft", lambda: self.desk.channel.create_draft(access, draft)):
            case Accepted(object_id=draft_id):
                self._ready(draft_id=draft_id, works=f"draft:{self._kind()}")
            case Refused() as refused if is_gone(refused) and draft.photo_ids:
                self._photos_are_unknown(State.APPROVED)
            case Refused() as refused if self._may_mean_no_drafts(refused):
                # Whether it is the draft or the content, the due time will tell: a direct post is
                # refused too then.
                self._write(store.change, sequence=RouteName.DIRECT.value)
                self._ready(draft_id="")
            case Refused() as refused:
                self._refuse(refused)
            case Deferred() as deferred:
                self._defer(deferred, State.APPROVED)
            case Unknown() as unknown:
                # At worst an invisible draft stays behind; a photo can be part of one post only, so
                # upload anew.
                self._back_off(State.APPROVED, unknown.reason, photo_ids=[], photos_at=None)

    def _may_mean_no_drafts(self, refused: Refused) -> bool:
        plain = refused.code in AMBIGUOUS and not refused.subcode
        return plain and not page_store.works(self.row.page, f"draft:{self._kind()}")

    def _ready(self, *, draft_id: str, works: str = "") -> None:
        """Everything is there;

        the due time may come. `works`: a way of publishing that was seen to work.
        """
        fresh: dict[str, object] = {"wake_at": self.row.due_at, "reason": "", "next_step": ""}
        fresh |= {"setbacks": 0, "looks": 0}
        new = works and not page_store.works(self.row.page, works)

        def ready() -> None:
            # One transaction: an attempt that ended well and a row without its draft would use its
            # photos again.
            if new:
                page_store.note_works(self.row.page, works, now=self._now())
            store.move(self.row, State.PREPARED, draft_id=draft_id, lease_owner="", **fresh)

        self._transact(ready)

    def _look_at_link(self, access: PageAccess) -> None:
        """Let Facebook read a shared link ahead and warn when its card will have no picture.

        Never in the way.
        """
        link = self._message().link
        busy = self._alone or self._later_for(Importance.REST)
        if not link or busy or self.row.attempts.filter(step="scrape").exists():
            return
        match self._attempt("scrape", lambda: self.desk.channel.scrape(access, link)):
            case LinkCard(has_picture=False):
                self._write(store.change, warning=_NO_LINK_PICTURE)
            case Refused(reason=why):
                self._write(store.change, warning=reason("delivery.link_not_read", why=why))
            case _:
                pass

    # Videos

    def _upload_video(self, access: PageAccess, kind: VideoKind) -> None:
        assert self.revision.video
        video = VideoFile(
            path=self.desk.pictures.video_file(self.revision.video.sha256),
            size=self.revision.video.size,
        )
        if not video.path.exists():
            return self._refuse(_NO_VIDEO_FILE)
        if self.row.setbacks >= UPLOAD_TRIES and self.row.upload:
            self._write(store.change, upload={}, setbacks=0)
        upload, offset = self._upload_session()
        if upload is None:
            match self._attempt(
                "begin_video", lambda: self.desk.channel.begin_video(access, kind, video)
            ):
                case UploadSession() as begun:
                    upload = begun
                    self._write(store.change, upload=asdict(begun) | {"offset": 0})
                case setback:
                    return self._video_setback(setback)
        return self._send_video(access, kind, video, upload, offset)

    def _send_video(
        self,
        access: PageAccess,
        kind: VideoKind,
        video: VideoFile,
        upload: UploadSession,
        offset: int,
    ) -> None:
        while True:
            send = partial(self.desk.channel.send_video, access, kind, video, upload, offset)
            match self._attempt("send_video", send):
                case Uploaded(complete=True):
                    return self._ready(draft_id=upload.video_id)
                case Uploaded(offset=offset):
                    self._write(
                        store.change, upload=asdict(upload) | {"offset": offset}, setbacks=0
                    )
                case setback:
                    return self._video_setback(setback)

    def _upload_session(self) -> tuple[UploadSession | None, int]:
        kept = dict(self.row.upload)
        offset = int(kept.pop("offset", 0))
        return (UploadSession(**kept), offset) if kept else (None, 0)

    def _video_setback(self, setback: Refused | Deferred | Unknown) -> None:
        match setback:
            case Refused() if is_gone(setback) and self.row.upload:
                if not self._look_again(State.APPROVED):
                    self._end(State.APPROVED, wake_at=self._now(), upload={}, looks=0)
            case Refused():
                self._refuse(setback)
            case Deferred():
                self._defer(setback, State.APPROVED)
            case Unknown(reason=reason):
                self._back_off(State.APPROVED, reason)


def _unshown(refusal: PictureRefused) -> Refused:
    return Refused(reason=refusal.reason, scope=Scope.DELIVERY)


_NO_LINK_PICTURE = Reason("delivery.no_link_picture")
_NO_VIDEO_FILE = Refused(reason=Reason("delivery.no_video_file"), scope=Scope.DELIVERY)
