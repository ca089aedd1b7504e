"""Posts that Facebook's own scheduler publishes, so that this machine may be off: given,
followed, moved, recalled."""

from collections.abc import Sequence as List
from datetime import timedelta
from functools import partial

from publisher.channels.port import Found, PageAccess
from publisher.domain.delivery import State
from publisher.domain.reason import Reason
from publisher.domain.route import LATEST_HANDOVER, SOONEST_HANDOVER, RouteName
from publisher.domain.verdict import (
    Accepted,
    Deferred,
    Invisible,
    Missing,
    Published,
    Refused,
    Scope,
    Unknown,
)
from publisher.features.delivery.prepare import Preparing
from publisher.features.delivery.stage import is_gone
from publisher.features.delivery.toolbox import SOON
from publisher.store import deliveries as store
from publisher.store import page_states as page_store
from publisher.store.reason_columns import asking

# Facebook's scheduler is looked at so long after its time, and helped when it has not published by
# then.
FIRST_LOOK = timedelta(seconds=5)
PATIENCE = timedelta(minutes=2)
NEXT_LOOK = timedelta(seconds=10)
# A page that cannot be reached to take a post back is tried again after.
RECALL_AGAIN = timedelta(minutes=1)


class HandingOver(Preparing):
    """The life of a delivery whose post lies with Facebook's scheduler."""

    def prepare(self) -> None:
        """As for every way;

        but while Facebook's scheduler perhaps has the post, nothing else is done, nor held.
        """
        doubtful = store.in_doubt(state=self.row.state, sequence=self.row.sequence)
        if doubtful and store.may_have_happened(self.row, "schedule"):
            return self._find_handed_over()
        return super().prepare()

    def _create(self, access: PageAccess, sequence: RouteName) -> None:
        return (
            self._hand_over(access)
            if sequence is RouteName.HANDOVER
            else super()._create(access, sequence)
        )

    def _hand_over(self, access: PageAccess) -> None:
        self._look_at_link(access)
        draft, at = self._draft(), self.row.due_at
        match self._attempt("schedule", lambda: self.desk.channel.schedule(access, draft, at)):
            case Accepted(object_id=post_id):
                self._handed_over(post_id)
            case Refused() as refused if is_gone(refused) and draft.photo_ids:
                self._photos_are_unknown(State.APPROVED)
            case Refused(scope=Scope.DELIVERY):
                # Too far, too near, or the content: a draft in time will tell.
                self._transact(
                    lambda: page_store.note_refuses(self.row.page, "handover", now=self._now())
                )
                self._start_over()
            case Refused() as refused:
                self._refuse(refused)
            case Deferred() as deferred:
                self._defer(deferred, State.APPROVED)
            case Unknown(reason=reason):
                self._write(store.change, looks=0)
                self._look_later(State.APPROVED, reason=reason)

    def _handed_over(self, post_id: str) -> None:
        due = self.row.due_at
        self._end(
            State.PREPARED,
            draft_id=post_id,
            scheduled_for=due,
            # Looked at once: a person may have stopped or moved it while it was on its way.
            wake_at=self._now(),
            setbacks=0,
            looks=0,
            reason="",
            next_step="",
        )

    def _find_handed_over(self) -> None:
        """The answer was lost: adopt what is there, take back what is there twice, begin anew
        when nothing is."""
        if not (access := self._access(reads=True)):
            return
        draft, at, channel = self._draft(), self.row.due_at, self.desk.channel
        # After its time, what was there is public.
        look = partial(
            channel.find_scheduled if self._now() < at else channel.find_published,
            access,
            draft,
            at,
        )
        match self._attempt("find_scheduled", look):
            case Found(ids=ids):
                mine = [name for name in ids if not store.is_owned(name, besides=self.row.pk)]
                if mine:
                    self._adopt(access, mine)
                elif not self._look_later(
                    State.APPROVED, reason=Reason("delivery.searching_schedule")
                ):
                    self._write(store.settle, "schedule")
                    self._start_over()
            case Refused() as refused:
                self._refuse(refused)
            case Deferred() as deferred:
                self._defer(deferred, State.APPROVED)
            case Unknown(reason=reason):
                self._back_off(State.APPROVED, reason)

    def _adopt(self, access: PageAccess, posts: List[str]) -> None:
        if self.row.due_at <= self._now():
            # Two in public would be a person's business; the first is ours.
            self._write(store.settle, "schedule")
            return self._published(Published(post_id=posts[0], permalink=None), at=self.row.due_at)
        for extra in posts[1:]:
            answer = self._attempt("delete", partial(self.desk.channel.delete, access, extra))
            if not isinstance(answer, Accepted):
                # "Missing" too may only mean that not all of Facebook knows it yet: found again, it
                # is deleted then.
                return self._back_off(State.APPROVED, _TWICE)
        self._write(store.settle, "schedule")
        return self._handed_over(posts[0])

    def _start_over(self) -> None:
        columns: dict[str, object] = {
            "sequence": "",
            "photo_ids": [],
            "photos_at": None,
            "looks": 0,
        }
        self._end(State.APPROVED, wake_at=self._now(), **columns)

    def follow(self) -> None:
        """Nothing to do before the time, unless a person wants otherwise;

        then see that it became public.
        """
        now, at = self._now(), self.row.scheduled_for
        assert at
        if now < at and self._hold_if_frozen(**self._taken_back(), held_from=State.APPROVED.value):
            return
        if now < at and at != self.row.due_at:
            return self._move_handed_over()
        if now < at:
            return self._release(wake_at=at + FIRST_LOOK)
        if access := self._access(reads=True):
            self._look_at_handed_over(access)
        return None

    def _look_at_handed_over(self, access: PageAccess) -> None:
        at = self.row.scheduled_for
        assert at
        match self._attempt("look", lambda: self.desk.channel.look(access, self.row.draft_id)):
            case Published() as published:
                self._published(published, at=at)
            case Invisible() if self._now() < at + PATIENCE:
                self._release(wake_at=self._now() + NEXT_LOOK)
            case Invisible():
                # Facebook's scheduler did not do it: from here on the post is a draft like others.
                self._release(
                    wake_at=self._now(), scheduled_for=None, sequence=RouteName.DRAFT.value
                )
            case Missing() if not self._look_again():
                self._find_vanished(access)
            case Missing():
                pass
            case setback:
                self._still_unknown(setback)

    def _move_handed_over(self) -> None:
        ahead = self.row.due_at - self._now()
        if not SOONEST_HANDOVER <= ahead <= LATEST_HANDOVER:
            return self._end(State.APPROVED, wake_at=self._now(), **self._taken_back())
        if not (access := self._access()):
            return None
        post_id, at = self.row.draft_id, self.row.due_at
        match self._attempt(
            "reschedule", lambda: self.desk.channel.reschedule(access, post_id, at)
        ):
            case Accepted():
                self._release(scheduled_for=at, wake_at=at + FIRST_LOOK, setbacks=0, reason="")
            case Missing():
                self._look_at_handed_over(access)
            case Refused():
                self._end(State.APPROVED, wake_at=self._now(), **self._taken_back())
            case Deferred() as deferred:
                self._defer(deferred, State.PREPARED)
            case Unknown():
                self._later()
        return None

    def _taken_back(self) -> dict[str, object]:
        return store.recall_columns(self.row.draft_id, self.row.scheduled_for) | {
            "wake_at": self._now()
        }

    def recall(self) -> None:
        """Take back a post that lies with Facebook's scheduler and is not wanted any more; then go
        on as the row says.

        Looked at first: one that is public already is not deleted behind people's backs.
        """
        name, now = self.row.recall_id, self._now()
        token = self.desk.token(self.row.page)
        if self.page is None or token is None:
            return self._release(wake_at=now + RECALL_AGAIN)
        if self._waits_behind_a_stop(reads=True):
            return None
        access = PageAccess(page_id=self.page.facebook_id, token=token)
        match self._attempt("look", lambda: self.desk.channel.look(access, name)):
            case Published() as published:
                return self._published(published, recall_id="", **asking(_TOO_FAST))
            case Missing():
                return self._recall_missing()
            case Invisible():
                pass
            case _:
                return self._not_taken()
        match self._attempt("delete", lambda: self.desk.channel.delete(access, name)):
            case Accepted():
                return self._taken()
            case Missing():
                return self._recall_missing()
            case _:
                return self._not_taken()

    def _recall_missing(self) -> None:
        """Deleted;

        or made, or published by Facebook's scheduler, so lately that not all of Facebook knows it.
        """
        deleted = self._transact(lambda: store.may_have_happened(self.row, "delete"))
        # A call of ours that may have deleted it explains that it is missing, unless it was
        # published just now.
        explained = deleted and self.row.looks >= len(SOON)
        if explained or not self._look_again(lately=True, reason=self.row.reason):
            self._taken()

    def _taken(self) -> None:
        resting = self.row.state in (State.HELD, State.CANCELLED, State.REFUSED)
        self._write(store.settle, "delete")
        self._release(recall_id="", setbacks=0, looks=0, wake_at=None if resting else self._now())

    def _not_taken(self) -> None:
        setbacks = self.row.setbacks + 1
        self._release(
            wake_at=self._now() + RECALL_AGAIN,
            setbacks=setbacks,
            **asking(Reason("delivery.not_recalled")),
        )


_TWICE = Reason("delivery.scheduled_twice")
_TOO_FAST = Reason("delivery.published_before_recall")
