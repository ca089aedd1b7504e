"""What Facebook says is not there: looked at again while it may only not know it yet, looked for,
made again.

Facebook answers "no such object" (100/33) for seconds about what it has just made or shown (the
audit of 2026-11).
"""

from datetime import timedelta
from functools import partial

from publisher.channels.port import Found, PageAccess, PostBody
from publisher.domain.delivery import Hold, State
from publisher.domain.reason import Reason
from publisher.domain.route import RouteName
from publisher.domain.verdict import Deferred, Published, Refused, Scope, Setback, Unknown
from publisher.features.delivery.stage import Stage
from publisher.features.delivery.toolbox import SOON, UNSETTLED
from publisher.store import deliveries as store

# Calls that make something at Facebook, and those that make it public.
MAKING = ("create_draft", "schedule", "find_scheduled", "begin_video", "upload_photo")
SHOWING = ("flip", "direct", "story", "finish_video")
VIDEOS = (RouteName.VIDEO, RouteName.REEL, RouteName.VIDEO_STORY)
NOT_KNOWN_YET = Reason("delivery.not_known_yet")


class Seeking(Stage):
    """A delivery whose object Facebook does not know."""

    def _look_again(
        self, state: State | None = None, *, lately: bool = False, reason: Reason = NOT_KNOWN_YET
    ) -> bool:
        """Wait for the next look when Facebook may not know the object yet; False when it surely is
        not there.

        `lately`: it may have been made public a moment ago, by a call that is not ours.
        """
        waits, looks = self._waits(), self.row.looks
        if looks >= len(waits) or not (lately or self._transact(self._is_fresh)):
            return False
        changes = {"wake_at": self._now() + waits[looks], "looks": looks + 1}
        self._end(state or State(self.row.state), reason=reason, **changes)
        return True

    def _waits(self) -> tuple[timedelta, ...]:
        return (*SOON, *self.desk.config.facebook.looks)

    def _is_fresh(self) -> bool:
        since, at = self._now() - UNSETTLED, self.row.scheduled_for
        by_schedule = at is not None and since <= at <= self._now()
        return by_schedule or store.took_effect(self.row, (*MAKING, *SHOWING), since=since)

    def _not_there(self, step: str) -> None:
        """A call that shows the post had no effect, because Facebook knows no such object: not yet,
        or not any more.

        The call itself is repeated as long as no earlier one can have taken effect; else the object
        is looked at.
        """
        doubtful = self._transact(lambda: self._may_have_worked(step))
        if not self._look_again(State.UNKNOWN if doubtful else State.PREPARED):
            # Looked at and looked for before it is given up.
            self._end(State.UNKNOWN, wake_at=self._now())

    def _is_contradicted(self, step: str) -> bool:
        """Whether Facebook, which can see the object now, knew no such object when it was to be
        shown last."""
        last = self.row.attempts.filter(step=step).order_by("-pk").first()
        return last is not None and last.outcome == "refused"

    def _may_have_worked(self, step: str) -> bool:
        """Whether a call of this step may have made public what we have at Facebook now."""
        made = store.made_at(self.row, MAKING) or self.row.due_at
        return store.took_effect(self.row, (step,), since=made)

    def _find_vanished(self, access: PageAccess) -> None:
        """It surely is not there. What is public under whatever name is adopted."""
        made = store.made_at(self.row, MAKING, first=True) or self.row.due_at
        # What only ours shows is the best mark.
        shown = (self.row.draft_id,) if self.sequence in VIDEOS else tuple(self.row.photo_ids)
        message, channel = self._message(), self.desk.channel
        wanted = PostBody(message=message.text, link=message.link, photo_ids=shown)
        look = partial(channel.find_published, access, wanted, made)
        if self.sequence is RouteName.VIDEO_STORY:
            look = partial(channel.find_story, access, self.row.draft_id)
        match self._attempt("find_post", look):
            case Found(ids=ids):
                self._adopt_or_give_up(
                    [name for name in ids if not store.is_owned(name, besides=self.row.pk)]
                )
            case setback:
                self._still_unknown(setback)

    def _adopt_or_give_up(self, mine: list[str]) -> None:
        known = [name for name in mine if name == self.row.draft_id] or mine
        if len(known) == 1:
            at = self.row.scheduled_for
            by_schedule = at is not None and at <= self._now()
            return self._published(
                Published(post_id=known[0], permalink=None), at=at if by_schedule else None
            )
        if known:
            return self._hold(Hold.UNCERTAIN, SEVERAL)
        return self._give_up()

    def _give_up(self) -> None:
        """Neither there nor public: made again where that is safe."""
        if self.row.attempts.filter(step="finish_video", outcome="accepted").exists():
            # Facebook took the video and threw it away: it would again.
            return self._refuse(VANISHED)
        anew: dict[str, object] = {
            "draft_id": "",
            "photo_ids": [],
            "photos_at": None,
            "upload": {},
            "looks": 0,
        }
        anew |= {"scheduled_for": None}
        step, at = "finish_video" if self.sequence in VIDEOS else "flip", self.row.scheduled_for
        if (at and at <= self._now()) or self._transact(lambda: self._may_have_worked(step)):
            # It may have been public, and a person may have deleted it since: to post it again is a
            # person's decision.
            self._write(store.settle, step)
            return self._hold(Hold.UNCERTAIN, NOT_SEEN, **anew)
        return self._end(State.APPROVED, wake_at=self._now(), sequence="", **anew)

    def _still_unknown(self, setback: Setback) -> None:
        match setback:
            case Refused(scope=Scope.DELIVERY, reason=reason, code=code) if code:
                # Facebook refused the question, which says nothing of the post.
                if not self._look_later(State(self.row.state), reason=reason):
                    self._hold(Hold.UNCERTAIN, NOT_SEEN)
            case Refused():
                self._refuse(setback)
            case Deferred():
                self._defer(setback, State(self.row.state))
            case Unknown(reason=reason):
                self._back_off(State(self.row.state), reason)


SEVERAL = Reason("delivery.several")
NOT_SEEN = Reason("delivery.not_seen")
VANISHED = Refused(reason=Reason("delivery.vanished"), scope=Scope.DELIVERY)
