"""The due time: one call that makes the post public, and finding out what it did when its answer
was lost."""

from collections.abc import Callable
from datetime import timedelta

from publisher.channels.port import Found, PageAccess
from publisher.domain.delivery import Hold, State
from publisher.domain.reason import Reason
from publisher.domain.route import RouteName
from publisher.domain.verdict import (
    Accepted,
    Deferred,
    Invisible,
    Missing,
    Published,
    Refused,
    Scope,
    Setback,
    Unknown,
)
from publisher.features.delivery.hand_over import HandingOver
from publisher.features.delivery.prepare import VIDEO_KINDS
from publisher.features.delivery.search import NOT_SEEN, SEVERAL
from publisher.features.delivery.stage import is_gone
from publisher.features.delivery.toolbox import PHOTO_LIFE
from publisher.store import deliveries as store
from publisher.store import page_states as page_store

# Facebook's words for "this post is there already": after a lost answer a hint that it took effect.
DUPLICATES = frozenset({(506, 0), (368, 1404082), (100, 1366051)})
# A finished video is asked for after so long.
FIRST_VIDEO_LOOK = timedelta(seconds=2)


class Sending(HandingOver):
    """Prepared, and the due time has come; or sent, and nobody knows with what effect."""

    def publish(self) -> None:
        """Make the post public."""
        if self.row.scheduled_for:
            return self.follow()
        if self.hold_if_late() or self._hold_if_frozen():
            return None
        if self._now() < self.row.due_at:
            # Woken by the end of a freeze or by a new token.
            return self._release(wake_at=self.row.due_at)
        if self._waits_its_turn():
            return None
        if self._photos_are_stale() or self._nothing_to_send():
            return self._end(
                State.APPROVED, photo_ids=[], photos_at=None, draft_id="", wake_at=self._now()
            )
        if not (access := self._access()):
            return None
        match self.sequence:
            case RouteName.DIRECT:
                return self._publish_directly(access)
            case RouteName.PHOTO_STORY:
                return self._publish_story(access)
            case RouteName.VIDEO | RouteName.REEL | RouteName.VIDEO_STORY:
                return self._publish_video(access)
            case _:
                return self._flip(access)

    def reconcile(self) -> None:
        """Find out whether a call with an unknown end took effect."""
        if not (access := self._access(reads=True)):
            return None
        match self.sequence:
            case RouteName.DIRECT:
                return self._find_post(access)
            case RouteName.PHOTO_STORY:
                return self._find_story(access)
            case RouteName.VIDEO | RouteName.REEL | RouteName.VIDEO_STORY:
                return self._look_at_video(access)
            case _:
                return self._look_at_draft(access)

    def _nothing_to_send(self) -> bool:
        return not self.row.draft_id and self.sequence is not RouteName.DIRECT

    def _photos_are_stale(self) -> bool:
        """Photos that no post uses yet do not live long."""
        if self.sequence not in (RouteName.DIRECT, RouteName.PHOTO_STORY) or not self.row.photos_at:
            return False
        return self._now() - self.row.photos_at > PHOTO_LIFE

    # Draft and flip

    def _flip(self, access: PageAccess) -> None:
        answer = self._attempt(
            "flip", lambda: self.desk.channel.flip(access, self.row.draft_id), State.PUBLISHING
        )
        self.after_flip(answer)

    def after_flip(self, answer: Published | Setback) -> None:
        """Go on from the answer to a flip."""
        match answer:
            case Published() as published:
                self._published(published)
            case Refused() as refused if is_gone(refused):
                self._not_there("flip")
            case Refused(scope=Scope.DELIVERY) as refused:
                self._flip_is_refused(refused)
            case Refused() as refused:
                self._refuse(refused)
            case Deferred() as deferred:
                self._defer(deferred, State.PREPARED)
            case Unknown(reason=reason):
                self._back_off(State.UNKNOWN, reason, looks=0)

    def _look_at_draft(self, access: PageAccess) -> None:
        match self._attempt("look", lambda: self.desk.channel.look(access, self.row.draft_id)):
            case Published() as published:
                self._published(published)
            case Invisible() if self._is_contradicted("flip"):
                if not self._look_again(State.PREPARED, lately=True):
                    self._flip_is_refused(_NEVER_SHOWN)
            case Invisible():
                self._end(State.PREPARED, wake_at=self._now())
            case Missing() if not self._look_again():
                self._find_vanished(access)
            case Missing():
                pass
            case setback:
                self._still_unknown(setback)

    def _flip_is_refused(self, refused: Refused) -> None:
        """Facebook took the draft and does not make it public: the content is well, so it is the
        way that is closed."""
        self._transact(
            lambda: page_store.note_refuses(self.row.page, f"draft:{self._kind()}", now=self._now())
        )
        # The draft stays invisible and is swept; its photos belong to it, so they are uploaded
        # anew.
        columns: dict[str, object] = {"draft_id": "", "photo_ids": [], "photos_at": None}
        self._end(State.APPROVED, wake_at=self._now(), reason=refused.reason, **columns)

    # Directly

    def _publish_directly(self, access: PageAccess) -> None:
        draft = self._draft()
        answer = self._attempt(
            "direct", lambda: self.desk.channel.publish_directly(access, draft), State.PUBLISHING
        )
        match answer:
            case Published() as published:
                self._note_that_drafts_are_refused()
                self._published(published)
            case Refused(code=code, subcode=subcode) if (code, subcode) in DUPLICATES:
                self._look_for_it(answer.reason)
            case Refused() as refused if is_gone(refused) and self.row.photo_ids:
                self._photos_are_unknown(State.PREPARED)
            case Refused() as refused:
                self._refuse(refused)
            case Deferred() as deferred:
                self._defer(deferred, State.PREPARED)
            case Unknown(reason=reason):
                self._look_for_it(reason)

    def _note_that_drafts_are_refused(self) -> None:
        """The same content that was refused as a draft was taken in public: remember it for the
        page."""
        refused = self.row.attempts.filter(step="create_draft", outcome="refused").exists()
        if refused:
            way = f"draft:{self._kind()}"
            self._transact(lambda: page_store.note_refuses(self.row.page, way, now=self._now()))

    def _look_for_it(self, reason: Reason) -> None:
        self._write(store.move, State.UNKNOWN, looks=0)
        self._look_later(State.UNKNOWN, reason=reason)

    def _find_post(self, access: PageAccess) -> None:
        first = self.row.attempts.filter(step="direct").order_by("started_at").first()
        since = first.started_at if first else self.row.due_at
        draft = self._draft()
        self._find(
            lambda: self.desk.channel.find_published(access, draft, since),
            nowhere=lambda: self._hold(Hold.UNCERTAIN, NOT_SEEN),
        )

    def _find(self, look: Callable[[], Found | Setback], *, nowhere: Callable[[], None]) -> None:
        match self._attempt("find_post", look):
            case Found(ids=ids):
                mine = [name for name in ids if not store.is_owned(name, besides=self.row.pk)]
                if len(mine) == 1:
                    self._published(Published(post_id=mine[0], permalink=None))
                elif mine:
                    self._hold(Hold.UNCERTAIN, SEVERAL)
                elif not self._look_later(State.UNKNOWN, reason=Reason("delivery.searching_page")):
                    nowhere()
            case setback:
                self._still_unknown(setback)

    # Stories and videos

    def _publish_story(self, access: PageAccess) -> None:
        photo = self.row.draft_id
        match self._attempt(
            "story", lambda: self.desk.channel.publish_story(access, photo), State.PUBLISHING
        ):
            case Published() as published:
                self._published(published)
            case Refused() as refused if is_gone(refused):
                self._photos_are_unknown(State.PREPARED)
            case Refused() as refused:
                self._refuse(refused)
            case Deferred() as deferred:
                self._defer(deferred, State.PREPARED)
            case Unknown(reason=reason):
                self._look_for_it(reason)

    def _find_story(self, access: PageAccess) -> None:
        photo = self.row.draft_id
        self._find(
            lambda: self.desk.channel.find_story(access, photo),
            # Known by its photo, which nothing else shows: it is not there, so it may be sent
            # again.
            nowhere=lambda: self._end(State.PREPARED, wake_at=self._now(), looks=0),
        )

    def _publish_video(self, access: PageAccess) -> None:
        kind, (upload, _) = VIDEO_KINDS[self.sequence], self._upload_session()
        if upload is None:
            return self._end(State.APPROVED, draft_id="", wake_at=self._now())
        text = self._message().text
        answer = self._attempt(
            "finish_video",
            lambda: self.desk.channel.publish_video(access, kind, upload, text),
            State.PUBLISHING,
        )
        match answer:
            case Accepted():
                self._end(
                    State.UNKNOWN, wake_at=self._now() + FIRST_VIDEO_LOOK, reason=_AT_WORK, looks=0
                )
            case Refused() as refused if is_gone(refused):
                self._not_there("finish_video")
            case Refused() as refused:
                self._refuse(refused)
            case Deferred() as deferred:
                self._defer(deferred, State.PREPARED)
            case Unknown(reason=reason):
                self._back_off(State.UNKNOWN, reason, looks=0)
        return None

    def _look_at_video(self, access: PageAccess) -> None:
        match self._attempt(
            "look", lambda: self.desk.channel.look_video(access, self.row.draft_id)
        ):
            case Published() as published:
                self._published(published)
            case Invisible() if self.row.attempts.filter(
                step="finish_video", outcome="accepted"
            ).exists():
                self._back_off(State.UNKNOWN, _AT_WORK)
            case Invisible() if self._is_contradicted("finish_video"):
                if not self._look_again(State.PREPARED, lately=True):
                    self._end(State.APPROVED, wake_at=self._now(), draft_id="", upload={}, looks=0)
            case Invisible():
                # Facebook never heard the last call: it may be made again.
                self._end(State.PREPARED, wake_at=self._now())
            case Missing() if not self._look_again():
                self._find_vanished(access)
            case Missing():
                pass
            case setback:
                self._still_unknown(setback)


_AT_WORK = Reason("facebook.video_at_work")
_NEVER_SHOWN = Refused(reason=Reason("delivery.never_shown"), scope=Scope.DELIVERY)
