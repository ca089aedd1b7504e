"""A delivery in work: the transactions around each call, attempts, holds, back-offs. It *has* a
route, which knows the calls (`channels.port`)."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property, partial
from typing import Any, TypeVar

from publisher.channels.pacing import Importance
from publisher.channels.port import (
    Answer,
    Found,
    LinkCard,
    ListedPosts,
    PageAccess,
    PhotoUpload,
    Posting,
    Remote,
    Route,
    Step,
    StepDone,
    VideoFile,
)
from publisher.context import Context
from publisher.domain.delivery import Hold, State
from publisher.domain.message import Message, compose
from publisher.domain.page import Page
from publisher.domain.reason import Reason
from publisher.domain.revision import Revision
from publisher.domain.route import PostKind, RouteName
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
from publisher.features.delivery import gates, stops
from publisher.features.delivery.counters import count_call, count_published
from publisher.store import deliveries as store
from publisher.store import page_states as page_store
from publisher.store.models import Attempt, Delivery
from publisher.store.reason_columns import asking

# Nothing happens to these by itself.
RESTING = (State.HELD, State.CANCELLED, State.REFUSED)
# Calls that make something at the channel, and those that make it public.
MAKING = ("create_draft", "schedule", "find_scheduled", "begin_video", "upload_photo")
SHOWING = ("flip", "direct", "story", "finish_video")
# The columns of a delivery of which the channel holds nothing.
NOTHING: dict[str, Any] = {"draft_id": "", "photo_ids": [], "photos_at": None, "upload": {}}
# Of something made or made public so lately, "there is no such object" may only mean that not all
# of Facebook knows it.
UNSETTLED = timedelta(minutes=15)
# Such a thing mostly shows itself within seconds and its post may be due: it is asked for so soon
# before `facebook.looks` begin. A flip may be repeated, so it is its own look.
SOON = (timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8))
LONGEST_BACK_OFF = timedelta(minutes=10)
NOT_KNOWN_YET = Reason("delivery.not_known_yet")
R = TypeVar("R")


class Stage:
    """One delivery in work.

    Keeps nothing that is not in its row: a process may die at any instruction.
    """

    def __init__(self, context: Context, row: Delivery) -> None:
        self.context, self.row = context, row
        # Its next call is the only one behind a stop.
        self.alone = False
        # Notes the end of the last attempt; runs in the same transaction as what follows from it.
        self._note_end: Callable[[], None] | None = None

    @property
    def route(self) -> Route:
        """The way it goes; rows of before there was a choice are drafts."""
        return self.context.channel.route(RouteName(self.row.sequence or RouteName.DRAFT))

    @property
    def state(self) -> State:
        """Where it is in its life."""
        return State(self.row.state)

    @property
    def now(self) -> datetime:
        """The time now, UTC."""
        return self.context.clock()

    # What it shows, and what its channel has of it

    @cached_property
    def revision(self) -> Revision:
        """What the delivery says."""
        return Revision.from_json(self.row.revision.body)

    @property
    def page(self) -> Page:
        """Its page, which the configuration knows."""
        return self.context.pages[self.row.page]

    @property
    def day(self) -> date:
        """The day on which it appears there."""
        return self.row.due_at.astimezone(self.page.zone).date()

    @property
    def message(self) -> Message:
        """Its words."""
        return compose(self.revision, unit=self.page.unit, on=self.day)

    @property
    def kind(self) -> PostKind:
        """What it shows beside its words."""
        if self.revision.card or self.revision.photos:
            return PostKind.PHOTOS
        return PostKind.LINK if self.revision.link else PostKind.TEXT

    @property
    def remote(self) -> Remote:
        """What its channel holds of it."""
        row = self.row
        return Remote(
            object_id=row.draft_id,
            photos=tuple(row.photo_ids),
            photos_at=row.photos_at,
            upload=row.upload,
        )

    def posting(
        self,
        access: PageAccess,
        *,
        photos: Sequence[PhotoUpload] = (),
        video: VideoFile | None = None,
    ) -> Posting:
        """The delivery as its route sees it."""
        message = self.message
        return Posting(
            access=access,
            kind=self.kind,
            text=message.text,
            link=message.link,
            due_at=self.row.due_at,
            now=self.now,
            remote=self.remote,
            photos=photos,
            video=video,
        )

    # Reasons to wait

    def waits(
        self,
        walked: Sequence[gates.Gate],
        importance: Importance = Importance.PUBLISH,
        *,
        reads: bool = False,
        **changes: Any,
    ) -> bool:
        """Put the delivery aside when one of these gates is closed; True when it was.

        `reads`: it only wants to look at something. `changes`: of what is held.
        """
        gates.note_heard(self.context)
        seen = self._view(importance, reads)
        for gate in walked:
            obstacle = gate(seen, self.row)
            act = partial(self._give_way, gate, importance, reads, changes)
            if obstacle is not None and self.transact(act):
                return True
            seen.alone = self.alone
        return False

    def _view(self, importance: Importance, reads: bool, *, settles: bool = False) -> gates.View:
        return gates.View(
            self.context,
            [self.row],
            now=self.now,
            importance=importance,
            reads=reads,
            alone=self.alone,
            locked=settles,
            holding=settles,
        )

    def _give_way(
        self, gate: gates.Gate, importance: Importance, reads: bool, changes: dict[str, Any]
    ) -> bool:
        # Asked again in the transaction that acts on it: whoever opens the gate meanwhile finds the
        # delivery, or we the gate open.
        seen = self._view(importance, reads, settles=True)
        obstacle = gate(seen, self.row)
        if obstacle is None:
            return False
        if obstacle.alone:
            stops.try_alone(gates.asking(seen, self.row), seen.stops, now=seen.now)
            self.alone = True
            return False
        if obstacle.parks:
            self._park_page(obstacle.parks)
        if obstacle.hold:
            self._hold_row(obstacle.hold, obstacle.reason, changes)
        else:
            store.change(self.row, wake_at=obstacle.until, lease_owner="")
        return True

    def let_in(
        self, importance: Importance = Importance.PUBLISH, *, reads: bool = False
    ) -> PageAccess | None:
        """The page and its token, or None after the delivery was put aside: one of them is missing,
        or it has to wait."""
        return None if self.waits(gates.LOOK, importance, reads=reads) else self.access

    @property
    def access(self) -> PageAccess:
        """The page and its token, which are there."""
        access = gates.access_to(self.context, self.row.page)
        assert access
        return access

    def later_for(self, importance: Importance) -> datetime | None:
        """Until when a call that is not urgent leaves the page's and the app's limits to those
        that are."""
        return gates.later_for(self.context, self.row, importance, now=self.now)

    # Attempts and transactions

    def attempt(self, step: Step, entering: State | None = None) -> Answer:
        """Make a call between two transactions: its attempt is kept before it, its end with
        whatever is written next."""

        def begin() -> Attempt:
            if entering:
                store.move(self.row, entering)
            return store.begin(self.row, step.name, now=self.now)

        attempt = self.transact(begin)
        self.context.counter.raise_to(attempt.pk)
        answer = step.call()
        self.take_end(attempt, answer)
        return answer

    def take_end(self, attempt: Attempt, answer: Answer) -> None:
        """Let the end of an attempt be written with whatever is written next."""
        ended, said = self.now, facts(answer)
        if attempt.started_at:
            count_call(attempt.step, said["outcome"], ended - attempt.started_at)
        concerns = self.alone or (isinstance(answer, Deferred) and answer.stop is not None)
        self.alone = False

        def end() -> None:
            store.finish(attempt, now=ended, **said)
            if concerns:
                stops.answered(
                    self.row, attempt.step, answer, now=ended, spread=self.context.jitter
                )

        self._note_end = end

    def write(self, what: Callable[..., None], *args: Any, **changes: Any) -> None:
        """Do something to the row in a transaction."""
        self.transact(lambda: what(self.row, *args, **changes))

    def transact(self, what: Callable[[], R]) -> R:
        """Run `what` in one transaction with the end of the attempt before it: both are kept, or
        neither."""

        def both() -> R:
            if self._note_end:
                self._note_end()
            return what()

        result = self.context.transactions.write(both)
        self._note_end = None
        return result

    # Ends of a stage: each gives the lease back

    def end(self, state: State, **changes: Any) -> None:
        """Put the delivery into a state and give the lease back."""
        if state == self.row.state:
            return self.release(**changes)
        return self.write(store.move, state, **(changes | {"lease_owner": ""}))

    def release(self, **changes: Any) -> None:
        """Give the lease back."""
        self.write(store.change, **(changes | {"lease_owner": ""}))

    def later(self) -> None:
        """Try again after a while."""
        self.back_off(self.state)

    def back_off(self, state: State, why: Reason | None = None, **changes: Any) -> None:
        """Try again in a state after a while, each time a longer one."""
        setbacks = self.row.setbacks + 1
        told = {} if why is None else {"reason": why}
        wake_at = self.now + self.context.jitter(back_off(setbacks))
        self.end(state, **({"wake_at": wake_at, "setbacks": setbacks} | told | changes))

    def begin_looking(self, state: State, why: Reason | None = None, **changes: Any) -> None:
        """Look for what a lost answer may have left, first when lists may show it."""
        told = {} if why is None else {"reason": why}
        wake_at = self.now + self._looks[0]
        self.end(state, **({"wake_at": wake_at, "looks": 1} | told | changes))

    def look_later(self, state: State, **changes: Any) -> bool:
        """Wait for the next look at a list; False when the last one is done."""
        looks = self.row.looks
        if looks >= len(self._looks):
            return False
        self.end(
            state,
            wake_at=self.now + self._looks[looks],
            looks=looks + 1,
            **changes,
        )
        return True

    def look_again(
        self, state: State | None = None, *, lately: bool = False, why: Reason = NOT_KNOWN_YET
    ) -> bool:
        """Wait for the next look when the channel may not know the object yet; False when it surely
        is not there.

        `lately`: it may have been made public a moment ago, by a call that is not ours.
        """
        waits, looks = (*SOON, *self._looks), self.row.looks
        if looks >= len(waits) or not (lately or self.transact(self._is_fresh)):
            return False
        self.end(state or self.state, wake_at=self.now + waits[looks], looks=looks + 1, reason=why)
        return True

    @property
    def _looks(self) -> tuple[timedelta, ...]:
        return self.context.config.facebook.looks

    def _is_fresh(self) -> bool:
        since, at = self.now - UNSETTLED, self.row.scheduled_for
        by_schedule = at is not None and since <= at <= self.now
        return by_schedule or store.took_effect(self.row, (*MAKING, *SHOWING), since=since)

    def defer(self, deferred: Deferred, state: State) -> None:
        """Wait in a state as long as the answer says."""
        # Behind a stop it asks at once when it may try again; the stop tells.
        wait = timedelta() if deferred.stop else self.context.jitter(deferred.wait)
        self.end(state, wake_at=self.now + wait, reason=deferred.reason)

    def refuse(self, refused: Refused) -> None:
        """Let a person act: for this delivery, or for everything of its page."""
        if refused.scope is Scope.DELIVERY:
            return self.end(State.REFUSED, wake_at=None, **asking(refused.reason))

        def park() -> None:
            self._park_page(refused)
            self._hold_row(Hold.PAGE_PARKED, refused.reason, {})

        return self.transact(park)

    def hold(self, hold: Hold, why: Reason, **changes: Any) -> None:
        """Wait for somebody or something."""
        self.transact(lambda: self._hold_row(hold, why, changes))

    def _park_page(self, refused: Refused) -> None:
        token = self.context.token(self.row.page)
        fingerprint = token.fingerprint() if token else ""
        page_store.park(self.row.page, now=self.now, reason=refused.reason, fingerprint=fingerprint)

    def _hold_row(self, hold: Hold, why: Reason, changes: dict[str, Any]) -> None:
        columns = {"wake_at": None, "lease_owner": ""}
        if self.state in RESTING:
            return store.change(self.row, **columns)
        columns |= {"hold": hold.value, **asking(why)}
        if self.state is State.PUBLISHED:
            # What is still to be done for it (the first comment) waits for the page too.
            return store.change(self.row, **columns)
        columns["held_from"] = RESUMED.get(self.state, self.state).value
        return store.move(self.row, State.HELD, **(columns | changes))

    def publish(self, published: Published, *, at: datetime | None = None, **changes: Any) -> None:
        """The post is public, since `at` (now when nobody knows)."""
        columns: dict[str, Any] = {
            "post_id": published.post_id,
            "permalink": published.permalink or "",
            "published_at": at or self.now,
            "wake_at": self.now,
            "setbacks": 0,
            "stumbles": 0,
            "looks": 0,
            "reason": "",
            "next_step": "",
            "hold": "",
            "held_from": "",
            "scheduled_for": None,
        }
        count_published(columns["published_at"] - self.row.due_at)
        self.end(State.PUBLISHED, **(columns | changes))


def back_off(setbacks: int) -> timedelta:
    """How long to wait after so many setbacks in a row: 1, 2, 4 … seconds, at most ten minutes."""
    return min(timedelta(seconds=2 ** min(setbacks - 1, 20)), LONGEST_BACK_OFF)


# Where a delivery goes on that was held out of the middle of something.
RESUMED = {State.PREPARING: State.APPROVED, State.PUBLISHING: State.PREPARED}


def facts(answer: Answer) -> dict[str, Any]:
    """The columns of an attempt that an answer fills."""
    match answer:
        case Accepted(object_id=name) | StepDone(object_id=name):
            return {"outcome": "accepted", "object_id": name}
        case Published(post_id=name):
            return {"outcome": "published", "object_id": name}
        case Invisible(post_id=name):
            return {"outcome": "invisible", "object_id": name}
        case Missing() | Found(ids=()):
            return {"outcome": "missing"}
        case Found(ids=ids):
            return {"outcome": "found", "object_id": ids[0]}
        case LinkCard() | ListedPosts():
            return {"outcome": "accepted"}
        case Refused() | Deferred() | Unknown():
            return {
                "outcome": type(answer).__name__.lower(),
                "detail": answer.reason,
                "code": answer.code,
                "subcode": answer.subcode,
            }
