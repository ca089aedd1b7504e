"""What all stages of a delivery share: transactions around each call, holds, back-offs, the page
and its token."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar, assert_never

from publisher.channels.pacing import SOON, Importance
from publisher.channels.port import Found, LinkCard, PageAccess, PostBody, Uploaded, UploadSession
from publisher.context import Context
from publisher.domain.delivery import Hold, State
from publisher.domain.message import Message, compose
from publisher.domain.reason import Reason, reason
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
from publisher.features.delivery import stops
from publisher.features.delivery.counters import count_call, count_published
from publisher.features.delivery.toolbox import LATE, back_off, later_for, note_heard
from publisher.pictures.delivery_pictures import DeliveryPicture
from publisher.store import deliveries as store
from publisher.store import freezes
from publisher.store import page_states as page_store
from publisher.store.models import Attempt, Delivery, Freeze
from publisher.store.reason_columns import asking
from publisher.store.stops import standing, wakes_at

# Facebook's "object does not exist" (graph-api.md section 4).
GONE = (100, 33)

Answer = (
    Accepted
    | Published
    | Invisible
    | Missing
    | Refused
    | Deferred
    | Unknown
    | Found
    | UploadSession
    | Uploaded
    | LinkCard
)
# Nothing happens to these by itself.
RESTING = (State.HELD, State.CANCELLED, State.REFUSED)
T = TypeVar("T", bound=Answer)
R = TypeVar("R")


class Stage:
    """One delivery in work.

    Keeps nothing that is not in its row: a process may die at any instruction.
    """

    def __init__(self, desk: Context, row: Delivery) -> None:
        self.desk, self.row = desk, row
        # Notes the end of the last attempt; runs in the same transaction as what follows from it.
        self._note_end: Callable[[], None] | None = None
        # Its next call is the only one behind a stop.
        self._alone = False
        self.page = desk.pages.get(row.page)

    @cached_property
    def revision(self) -> Revision:
        """What the delivery says."""
        return Revision.from_json(self.row.revision.body)

    @property
    def sequence(self) -> RouteName:
        """The way it goes; rows of before there was a choice are drafts."""
        return RouteName(self.row.sequence or RouteName.DRAFT)

    # Reasons to wait

    def hold_if_late(self) -> bool:
        """Hold a delivery whose time has passed by more than its `max_late`;

        True when it was held.
        """
        if self._now() <= self.row.latest_at:
            if self.row.state == State.PLANNED:
                self._end(State.PLANNED, wake_at=self.row.latest_at)
            elif self.row.state in RESTING:
                self._release(wake_at=None)
            return False
        if self.row.state in RESTING:
            self._release(wake_at=None)
            return True
        waited = self.row.state == State.PLANNED
        code = "delivery.too_late_unapproved" if waited else "delivery.too_late"
        self._hold(Hold.TOO_LATE, Reason(code))
        return True

    def _freeze(self, *, lock: bool = False) -> Freeze | None:
        return freezes.over(
            unit=self.page.unit.slug if self.page else "", campaign=self.row.campaign, lock=lock
        )

    def _hold_if_frozen(self, **changes: Any) -> bool:
        """Hold a delivery while a person has stopped everything, its unit or its campaign;

        True when it was held.
        """

        def hold() -> bool:
            # Asked again in the transaction that holds: whoever ends the freeze then finds the
            # delivery, or we its end.
            freeze = self._freeze(lock=True)
            if freeze is None:
                return False
            why = reason("delivery.frozen", by=freeze.begun_by, why=freeze.reason)
            held = held_columns(Hold.FROZEN, State(self.row.state), why)
            store.move(self.row, State.HELD, **(held | changes))
            return True

        return self._freeze() is not None and self._transact(hold)

    def _waits_its_turn(self) -> bool:
        """Keep the page's gap: at all times its own, and a longer one between late posts;

        True when it has to wait.
        """
        now = self._now()
        late = now - self.row.due_at > LATE
        gap = max(
            self.page.min_gap if self.page else timedelta(),
            self.desk.config.service.catch_up_gap if late else timedelta(),
        )
        if not gap:
            return False
        last = store.last_published(self.row.page, now=now)
        if last is None or now - last >= gap:
            return False
        self._release(wake_at=last + gap)
        return True

    def _access(
        self, importance: Importance = Importance.PUBLISH, *, reads: bool = False
    ) -> PageAccess | None:
        """The page and its token, or None after the delivery was put aside: one of them is missing,
        or it has to wait.

        `reads`: it only wants to look at something.
        """
        if self.page is None:
            self._hold(Hold.PAGE_PARKED, reason("delivery.no_such_page", page=self.row.page))
            return None
        if parked := page_store.parked_pages().get(self.row.page):
            self._hold(Hold.PAGE_PARKED, parked.told())
            return None
        token = self.desk.token(self.row.page)
        if token is None:
            self._park(_NO_TOKEN)
            return None
        if self._waits_behind_a_stop(reads=reads):
            return None
        if not self._alone and (until := self._later_for(importance)):
            self._release(wake_at=until)
            return None
        return PageAccess(page_id=self.page.facebook_id, token=token)

    def _waits_behind_a_stop(self, *, reads: bool) -> bool:
        """Wait while Facebook takes nothing, unless it is this delivery's turn to try;

        True when it has to wait.
        """
        note_heard(self.desk)
        # Without a stop that is one look, not a transaction.
        if not standing(self._now(), pages=[self.row.page]):
            return False

        def ask() -> tuple[datetime | None, bool]:
            until, tries = stops.ask(stops.asking_of(self.row, reads=reads), now=self._now())
            if until:
                wake_at = wakes_at(
                    self.row.due_at, self.row.latest_at, now=self._now(), until=until
                )
                store.change(self.row, wake_at=until if reads else wake_at, lease_owner="")
            return until, tries

        until, self._alone = self._transact(ask)
        return until is not None

    def _later_for(self, importance: Importance) -> datetime | None:
        """Until when a call that is not urgent leaves the page's and the app's limits to those
        that are."""
        now = self._now()
        if importance is Importance.PREPARE and self.row.due_at - now <= SOON:
            importance = Importance.PUBLISH
        until = later_for(self.desk, self.row.page, importance, now)
        # Then it is urgent.
        return (
            min(until, self.row.due_at - SOON)
            if until and importance is Importance.PREPARE
            else until
        )

    # What it shows

    def _message(self) -> Message:
        assert self.page
        return compose(self.revision, unit=self.page.unit, on=self._day())

    def _pictures(self) -> tuple[DeliveryPicture, ...]:
        assert self.page
        return self.desk.pictures.of(self.revision, unit=self.page.unit, on=self._day())

    def _draft(self) -> PostBody:
        message = self._message()
        return PostBody(
            message=message.text, link=message.link, photo_ids=tuple(self.row.photo_ids)
        )

    def _kind(self) -> PostKind:
        if self.revision.card or self.revision.photos:
            return PostKind.PHOTOS
        return PostKind.LINK if self.revision.link else PostKind.TEXT

    def _day(self) -> Any:
        assert self.page
        return self.row.due_at.astimezone(self.page.zone).date()

    # Attempts and transactions

    def _now(self) -> datetime:
        return self.desk.clock()

    def _attempt(self, step: str, call: Callable[[], T], entering: State | None = None) -> T:
        def begin() -> Attempt:
            if entering:
                store.move(self.row, entering)
            return store.begin(self.row, step, now=self._now())

        attempt = self._transact(begin)
        self.desk.counter.raise_to(attempt.pk)
        answer = call()
        self.take_end(attempt, answer)
        return answer

    def take_end(self, attempt: Attempt, answer: Answer) -> None:
        """Let the end of an attempt be written with whatever is written next."""
        ended, said = self._now(), facts(answer)
        if attempt.started_at:
            count_call(attempt.step, said["outcome"], ended - attempt.started_at)
        concerns = self._alone or (isinstance(answer, Deferred) and answer.stop is not None)
        self._alone = False

        def end() -> None:
            store.finish(attempt, now=ended, **said)
            if concerns:
                stops.answered(self.row, attempt.step, answer, now=ended, spread=self.desk.jitter)

        self._note_end = end

    def _write(self, what: Callable[..., None], *args: Any, **changes: Any) -> None:
        self._transact(lambda: what(self.row, *args, **changes))

    def _transact(self, what: Callable[[], R]) -> R:
        """Run `what` in one transaction with the end of the attempt before it: both are kept, or
        neither."""

        def both() -> R:
            if self._note_end:
                self._note_end()
            return what()

        result = self.desk.transactions.write(both)
        self._note_end = None
        return result

    # Ends of a stage: each gives the lease back

    def _end(self, state: State, **changes: Any) -> None:
        """Put the delivery into a state and give the lease back."""
        if state == self.row.state:
            return self._release(**changes)
        return self._write(store.move, state, **(changes | {"lease_owner": ""}))

    def _release(self, **changes: Any) -> None:
        self._write(store.change, **(changes | {"lease_owner": ""}))

    def _later(self) -> None:
        setbacks = self.row.setbacks + 1
        self._release(wake_at=self._now() + self.desk.jitter(back_off(setbacks)), setbacks=setbacks)

    def _back_off(self, state: State, reason: Reason, **changes: Any) -> None:
        setbacks = self.row.setbacks + 1
        wake_at = self._now() + self.desk.jitter(back_off(setbacks))
        self._end(state, **({"wake_at": wake_at, "setbacks": setbacks, "reason": reason} | changes))

    def _look_later(self, state: State, **changes: Any) -> bool:
        """Wait for the next look at a list; False when the last one is done."""
        looks = self.row.looks
        if looks >= len(self.desk.config.facebook.looks):
            return False
        wake_at = self._now() + self.desk.config.facebook.looks[looks]
        self._end(state, wake_at=wake_at, looks=looks + 1, **changes)
        return True

    def _defer(self, deferred: Deferred, state: State) -> None:
        # Behind a stop it asks at once when it may try again; the stop tells.
        wait = timedelta() if deferred.stop else self.desk.jitter(deferred.wait)
        self._end(state, wake_at=self._now() + wait, reason=deferred.reason)

    def _refuse(self, refused: Refused) -> None:
        if refused.scope is not Scope.DELIVERY:
            return self._park(refused)
        return self._end(State.REFUSED, wake_at=None, **asking(refused.reason))

    def _park(self, refused: Refused) -> None:
        token = self.desk.token(self.row.page)
        self._transact(
            lambda: page_store.park(
                self.row.page,
                now=self._now(),
                reason=refused.reason,
                fingerprint=token.fingerprint() if token else "",
            )
        )
        self._hold(Hold.PAGE_PARKED, refused.reason)

    def _hold(self, hold: Hold, why: Reason, **changes: Any) -> None:
        state = State(self.row.state)
        if state is State.PUBLISHED:
            # What is still to be done for it (the first comment) waits for the page too.
            return self._release(wake_at=None, hold=hold.value, **asking(why))
        if state in RESTING:
            return self._release(wake_at=None)
        return self._write(store.move, State.HELD, **(held_columns(hold, state, why) | changes))

    def _published(
        self, published: Published, *, at: datetime | None = None, **changes: Any
    ) -> None:
        """The post is public, since `at` (now when nobody knows)."""
        columns: dict[str, Any] = {
            "post_id": published.post_id,
            "permalink": published.permalink or "",
            "published_at": at or self._now(),
            "wake_at": self._now(),
            "setbacks": 0,
            "looks": 0,
            "reason": "",
            "next_step": "",
            "hold": "",
            "held_from": "",
            "scheduled_for": None,
        }
        count_published(columns["published_at"] - self.row.due_at)
        self._end(State.PUBLISHED, **(columns | changes))


def held_columns(hold: Hold, state: State, why: Reason) -> dict[str, Any]:
    """The columns of a delivery that is held out of a state, the lease given back."""
    resume = {State.PREPARING: State.APPROVED, State.PUBLISHING: State.PREPARED}.get(state, state)
    return {
        "hold": hold.value,
        "held_from": resume.value,
        "wake_at": None,
        "lease_owner": "",
        **asking(why),
    }


def is_gone(refused: Refused) -> bool:
    """Whether Facebook refused because it knows no such object; then nothing took effect."""
    return (refused.code, refused.subcode) == GONE


def facts(answer: Answer) -> dict[str, Any]:
    """The columns of an attempt that an answer fills."""
    match answer:
        case Accepted(object_id=name):
            return {"outcome": "accepted", "object_id": name}
        case Published(post_id=name):
            return {"outcome": "published", "object_id": name}
        case Invisible(post_id=name):
            return {"outcome": "invisible", "object_id": name}
        case Missing() | Found(ids=()):
            return {"outcome": "missing"}
        case Found(ids=ids):
            return {"outcome": "found", "object_id": ids[0]}
        case UploadSession(video_id=name):
            return {"outcome": "accepted", "object_id": name}
        case Uploaded() | LinkCard():
            return {"outcome": "accepted"}
        case Refused() | Deferred() | Unknown():
            return {
                "outcome": type(answer).__name__.lower(),
                "detail": answer.reason,
                "code": answer.code,
                "subcode": answer.subcode,
            }
        case _ as never:
            assert_never(never)


_NO_TOKEN = Refused(reason=Reason("delivery.no_token"), scope=Scope.PAGE)
