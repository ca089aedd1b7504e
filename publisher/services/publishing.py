"""Brings one leased delivery one stage further: draft, flip, look, first comment. When that happens is the engine's.

Each call to Facebook stands between two transactions: the attempt before it, what came of it after it. Nothing here
keeps state in memory, so a process may die at any instruction; `store.deliveries.recover` and the next stage go on.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar, assert_never

from publisher.domain.channel import Channel, Draft, PageAccess, PhotoUpload
from publisher.domain.delivery import Hold, State
from publisher.domain.message import Message, compose
from publisher.domain.page import ApprovalRule, Page
from publisher.domain.revision import Revision
from publisher.domain.secret import Secret
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
from publisher.services.picturing import Picture, PictureRefused, Pictures, approval_digest
from publisher.store import deliveries as store
from publisher.store import freezes
from publisher.store.models import Attempt, Delivery, Freeze
from publisher.store.writer import Transactions

# Facebook deletes an unpublished photo that no post uses after about 24 hours (graph-api.md 3.2, read 2026-11-22).
PHOTO_LIFE = timedelta(hours=20)
# Later than this a post is catching up, not merely slow.
LATE = timedelta(minutes=1)
LONGEST_BACK_OFF = timedelta(minutes=10)
# Facebook's "object does not exist" (graph-api.md section 4).
GONE = (100, 33)
# A first comment or a permalink that does not come is not worth asking for longer.
AFTERCARE_TRIES = 8
# How often a first comment looks whether a freeze has ended.
FROZEN_LOOK = timedelta(minutes=1)

Answer = Accepted | Published | Invisible | Missing | Refused | Deferred | Unknown
T = TypeVar("T", bound=Answer)
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What publishing works with."""

    transactions: Transactions
    channel: Channel
    # The time now, UTC.
    clock: Callable[[], datetime]
    pages: Mapping[str, Page]
    # A page's token as it is now, None when there is none.
    token: Callable[[str], Secret | None]
    pictures: Pictures
    # Between posts of one page that are late.
    catch_up_gap: timedelta


def advance(desk: Desk, row: Delivery) -> None:
    """Do the next stage of a delivery that the caller has leased, and give the lease back.

    Raises:
        Overtaken: another process changed the row; nothing was sent for the changed content.
    """
    stage = _Stage(desk, row)
    match State(row.state):
        case State.APPROVED:
            stage.prepare()
        case State.PREPARED:
            stage.publish()
        case State.UNKNOWN:
            stage.reconcile()
        case State.PUBLISHED:
            stage.aftercare()
        case _:
            stage.hold_if_late()


class _Stage:
    """One delivery in work."""

    def __init__(self, desk: Desk, row: Delivery) -> None:
        self.desk, self.row = desk, row
        # Notes the end of the last attempt; runs in the same transaction as what follows from it.
        self._note_end: Callable[[], None] | None = None
        self.page = desk.pages.get(row.page)
        self.revision = Revision.from_json(row.revision.body)

    # The four stages

    def prepare(self) -> None:
        """Upload the photos and create the draft."""
        if self.hold_if_late() or self._hold_if_frozen() or not (access := self._access()):
            return
        if not self._approval_stands():
            return
        self._discard_stale_photos()
        self._write(store.move, State.PREPARING)
        try:
            uploads = [self.desk.pictures.upload(picture) for picture in self._pictures()]
        except PictureRefused as refusal:
            return self._refuse(Refused(reason=refusal.reason, next_step=refusal.next_step, scope=Scope.DELIVERY))
        for upload in uploads[len(self.row.photo_ids) :]:
            if not self._upload(access, upload):
                return None
        return self._create_draft(access)

    def publish(self) -> None:
        """Flip the draft: from here on the post is public."""
        if self.hold_if_late() or self._hold_if_frozen() or self._waits_its_turn():
            return
        if not (access := self._access()):
            return
        match self._attempt("flip", lambda: self.desk.channel.flip(access, self.row.draft_id), State.PUBLISHING):
            case Published() as published:
                self._published(published)
            case Refused(code=code, subcode=subcode) if (code, subcode) == GONE:
                self._draft_is_gone()
            case Refused() as refused:
                self._refuse(refused)
            case Deferred() as deferred:
                self._defer(deferred, State.PREPARED)
            case Unknown() as unknown:
                self._back_off(State.UNKNOWN, unknown.reason)

    def reconcile(self) -> None:
        """Find out whether a flip with an unknown end took effect."""
        if not (access := self._access()):
            return
        match self._attempt("look", lambda: self.desk.channel.look(access, self.row.draft_id)):
            case Published() as published:
                self._published(published)
            case Invisible():
                self._end(State.PREPARED, wake_at=self._now())
            case Missing():
                self._refuse(_VANISHED)
            case Refused() as refused:
                self._refuse(refused)
            case Deferred() as deferred:
                self._defer(deferred, State.UNKNOWN)
            case Unknown() as unknown:
                self._back_off(State.UNKNOWN, unknown.reason)

    def aftercare(self) -> None:
        """Ask for the permalink and place the first comment; the post itself is out whatever happens here."""
        if self.row.setbacks >= AFTERCARE_TRIES or not (access := self._access()):
            return self._end(State.PUBLISHED, wake_at=None)
        if not self.row.permalink and not self._ask_permalink(access):
            return None
        comment = self._message().first_comment
        if comment and not self.row.comment_id:
            if self._freeze():
                # A comment is a word of the unit's too: it waits with everything else.
                return self._release(wake_at=self._now() + FROZEN_LOOK)
            return self._comment(access, comment)
        return self._end(State.PUBLISHED, wake_at=None, setbacks=0)

    def hold_if_late(self) -> bool:
        """Hold a delivery whose time has passed by more than its `max_late`; True when it was held."""
        if self._now() <= self.row.latest_at:
            if self.row.state == State.PLANNED:
                self._end(State.PLANNED, wake_at=self.row.latest_at)
            return False
        waited = self.row.state == State.PLANNED
        reason = "Đã quá giờ đăng mà chưa được duyệt." if waited else "Đã quá giờ đăng, không đăng muộn."
        step = "Xem và quyết định bằng “publisher missed”: đăng ngay, dời giờ hoặc bỏ."
        self._hold(Hold.TOO_LATE, reason, step)
        return True

    def _freeze(self, *, lock: bool = False) -> Freeze | None:
        return freezes.over(unit=self.page.unit.slug if self.page else "", campaign=self.row.campaign, lock=lock)

    def _hold_if_frozen(self) -> bool:
        """Hold a delivery while a person has stopped everything, its unit or its campaign; True when it was held."""

        def hold() -> bool:
            # Asked again in the transaction that holds: whoever ends the freeze then finds the delivery, or we its end.
            freeze = self._freeze(lock=True)
            if freeze is None:
                return False
            reason = f"{freeze.begun_by} đã tạm dừng: {freeze.reason}"
            store.move(self.row, State.HELD, **_held(Hold.FROZEN, State(self.row.state), reason, _THAW))
            return True

        return self._freeze() is not None and self._transact(hold)

    def _waits_its_turn(self) -> bool:
        """Let late posts of a page go out in due order with gaps, never as a burst; True when this one has to wait."""
        now = self._now()
        if now - self.row.due_at <= LATE:
            return False
        last = store.last_published(self.row.page, now=now)
        if last is None or now - last >= self.desk.catch_up_gap:
            return False
        self._release(wake_at=last + self.desk.catch_up_gap)
        return True

    # Parts of the stages

    def _upload(self, access: PageAccess, photo: PhotoUpload) -> bool:
        match self._attempt("upload_photo", lambda: self.desk.channel.upload_photo(access, photo)):
            case Accepted(object_id=photo_id):
                ids = [*self.row.photo_ids, photo_id]
                self._write(store.change, photo_ids=ids, photos_at=self.row.photos_at or self._now(), setbacks=0)
                return True
            case Refused() as refused:
                self._refuse(refused)
            case Deferred() as deferred:
                self._defer(deferred, State.APPROVED)
            case Unknown() as unknown:
                # At worst an invisible photo stays behind, which Facebook deletes within a day.
                self._back_off(State.APPROVED, unknown.reason)
        return False

    def _create_draft(self, access: PageAccess) -> None:
        message = self._message()
        draft = Draft(message=message.text, link=message.link, photo_ids=tuple(self.row.photo_ids))
        match self._attempt("create_draft", lambda: self.desk.channel.create_draft(access, draft)):
            case Accepted(object_id=draft_id):
                self._end(State.PREPARED, draft_id=draft_id, wake_at=self.row.due_at, setbacks=0, reason="")
            case Refused() as refused:
                self._refuse(refused)
            case Deferred() as deferred:
                self._defer(deferred, State.APPROVED)
            case Unknown() as unknown:
                # At worst an invisible draft stays behind; a photo can be part of one post only, so upload anew.
                self._back_off(State.APPROVED, unknown.reason, photo_ids=[], photos_at=None)

    def _published(self, published: Published) -> None:
        self._end(
            State.PUBLISHED,
            post_id=published.post_id,
            permalink=published.permalink or "",
            published_at=self._now(),
            wake_at=self._now(),
            setbacks=0,
            reason="",
            next_step="",
        )

    def _ask_permalink(self, access: PageAccess) -> bool:
        match self._attempt("look", lambda: self.desk.channel.look(access, self.row.post_id)):
            case Published(permalink=permalink) if permalink:
                self._write(store.change, permalink=permalink)
                return True
            case _:
                self._later()
                return False

    def _comment(self, access: PageAccess, text: str) -> None:
        if store.may_have_happened(self.row, "comment") and not self._comment_is_missing(access, text):
            return
        match self._attempt("comment", lambda: self.desk.channel.comment(access, self.row.post_id, text)):
            case Accepted(object_id=comment_id):
                self._end(State.PUBLISHED, comment_id=comment_id, wake_at=None)
            case Refused() as refused:
                note = f"Bài đã đăng, nhưng không gửi được bình luận đầu tiên: {refused.reason}"
                self._end(State.PUBLISHED, wake_at=None, reason=note, next_step=refused.next_step)
            case _:
                self._later()

    def _comment_is_missing(self, access: PageAccess, text: str) -> bool:
        match self._attempt("find_comment", lambda: self.desk.channel.find_comment(access, self.row.post_id, text)):
            case Missing():
                return True
            case Accepted(object_id=comment_id):
                self._end(State.PUBLISHED, comment_id=comment_id, wake_at=None)
            case _:
                self._later()
        return False

    def _draft_is_gone(self) -> None:
        if self._flips() > 1:
            # An earlier flip may have published it and a person may have deleted it since: do not post it again.
            return self._refuse(_VANISHED)
        return self._end(State.APPROVED, draft_id="", photo_ids=[], photos_at=None, wake_at=self._now())

    def _discard_stale_photos(self) -> None:
        if self.row.photos_at and self._now() - self.row.photos_at > PHOTO_LIFE:
            self._write(store.change, photo_ids=[], photos_at=None)

    def _approval_stands(self) -> bool:
        assert self.page
        if self.page.unit.approval is ApprovalRule.NONE:
            return True
        try:
            now_says = approval_digest(self.page, self._message(), self._pictures())
        except PictureRefused as refusal:
            self._refuse(Refused(reason=refusal.reason, next_step=refusal.next_step, scope=Scope.DELIVERY))
            return False
        if now_says == self.row.approved_digest:
            return True
        reason = "Chữ, ảnh hoặc bộ nhận diện đã khác với bản được duyệt."
        self._end(
            State.PLANNED,
            wake_at=self.row.latest_at,
            approved_digest="",
            reason=reason,
            next_step="Xem lại và duyệt lại bằng “publisher approve”.",
        )
        return False

    # What the stages share

    def _now(self) -> datetime:
        return self.desk.clock()

    def _message(self) -> Message:
        assert self.page
        on = self.row.due_at.astimezone(self.page.zone).date()
        return compose(self.revision, unit=self.page.unit, on=on)

    def _pictures(self) -> tuple[Picture, ...]:
        assert self.page
        on = self.row.due_at.astimezone(self.page.zone).date()
        return self.desk.pictures.of(self.revision, unit=self.page.unit, on=on)

    def _flips(self) -> int:
        return self.row.attempts.filter(step="flip").count()

    def _access(self) -> PageAccess | None:
        """The page and its token, or None after the delivery was put aside because one of them is missing."""
        if self.page is None:
            self._hold(Hold.PAGE_PARKED, f"Trang “{self.row.page}” không còn trong cấu hình.", "Khai báo lại trang.")
            return None
        now = self._now()
        if until := store.quiet_until(self.row.page, now):
            self._release(wake_at=until)
            return None
        if parked := store.parked_pages().get(self.row.page):
            self._hold(Hold.PAGE_PARKED, parked.reason, parked.next_step)
            return None
        token = self.desk.token(self.row.page)
        if token is None:
            self._park(_NO_TOKEN)
            return None
        return PageAccess(page_id=self.page.facebook_id, token=token)

    def _attempt(self, step: str, call: Callable[[], T], entering: State | None = None) -> T:
        def begin() -> Attempt:
            if entering:
                store.move(self.row, entering)
            return store.begin(self.row, step, now=self._now())

        attempt = self._transact(begin)
        answer = call()
        ended = self._now()
        self._note_end = lambda: store.finish(attempt, now=ended, **_facts(answer))
        return answer

    def _write(self, what: Callable[..., None], *args: Any, **changes: Any) -> None:
        self._transact(lambda: what(self.row, *args, **changes))

    def _transact(self, what: Callable[[], R]) -> R:
        """Run `what` in one transaction with the end of the attempt before it: both are kept, or neither."""

        def both() -> R:
            if self._note_end:
                self._note_end()
            return what()

        result = self.desk.transactions.write(both)
        self._note_end = None
        return result

    def _end(self, state: State, **changes: Any) -> None:
        """Put the delivery into a state and give the lease back."""
        if state == self.row.state:
            return self._release(**changes)
        return self._write(store.move, state, **(changes | {"lease_owner": ""}))

    def _release(self, **changes: Any) -> None:
        self._write(store.change, **(changes | {"lease_owner": ""}))

    def _later(self) -> None:
        setbacks = self.row.setbacks + 1
        self._release(wake_at=self._now() + back_off(setbacks), setbacks=setbacks)

    def _back_off(self, state: State, reason: str, **changes: Any) -> None:
        setbacks = self.row.setbacks + 1
        wake_at = self._now() + back_off(setbacks)
        self._end(state, wake_at=wake_at, setbacks=setbacks, reason=reason, **changes)

    def _defer(self, deferred: Deferred, state: State) -> None:
        until = self._now() + deferred.wait
        match deferred.scope:
            case Scope.PAGE:
                self._transact(lambda: store.quieten(self.row.page, until))
            case Scope.APP:
                self._transact(lambda: store.quieten("*", until))
            case Scope.DELIVERY:
                pass
            case _ as never:
                assert_never(never)
        self._end(state, wake_at=until, reason=deferred.reason)

    def _refuse(self, refused: Refused) -> None:
        if refused.scope is not Scope.DELIVERY:
            return self._park(refused)
        return self._end(State.REFUSED, wake_at=None, reason=refused.reason, next_step=refused.next_step)

    def _park(self, refused: Refused) -> None:
        token = self.desk.token(self.row.page)
        self._transact(
            lambda: store.park(
                self.row.page,
                now=self._now(),
                reason=refused.reason,
                next_step=refused.next_step,
                fingerprint=token.fingerprint() if token else "",
            )
        )
        self._hold(Hold.PAGE_PARKED, refused.reason, refused.next_step)

    def _hold(self, hold: Hold, reason: str, next_step: str) -> None:
        state = State(self.row.state)
        if state is State.PUBLISHED:
            return self._release(wake_at=None)
        return self._write(store.move, State.HELD, **_held(hold, state, reason, next_step))


def _held(hold: Hold, state: State, reason: str, next_step: str) -> dict[str, Any]:
    """The columns of a delivery that is held out of a state, the lease given back."""
    resume = {State.PREPARING: State.APPROVED, State.PUBLISHING: State.PREPARED}.get(state, state)
    return {
        "hold": hold.value,
        "held_from": resume.value,
        "wake_at": None,
        "reason": reason,
        "next_step": next_step,
        "lease_owner": "",
    }


def back_off(setbacks: int) -> timedelta:
    """How long to wait after so many setbacks in a row: 1, 2, 4 … seconds, at most ten minutes."""
    return min(timedelta(seconds=2 ** min(setbacks - 1, 20)), LONGEST_BACK_OFF)


def _facts(answer: Answer) -> dict[str, Any]:
    """The columns of an attempt that an answer fills."""
    match answer:
        case Accepted(object_id=name):
            return {"outcome": "accepted", "object_id": name}
        case Published(post_id=name):
            return {"outcome": "published", "object_id": name}
        case Invisible(post_id=name):
            return {"outcome": "invisible", "object_id": name}
        case Missing():
            return {"outcome": "missing"}
        case Refused() | Deferred() | Unknown():
            return {
                "outcome": type(answer).__name__.lower(),
                "detail": answer.reason,
                "code": answer.code,
                "subcode": answer.subcode,
            }
        case _ as never:
            assert_never(never)


_THAW = "Bài tự đi tiếp khi có người chạy “publisher unfreeze”."
_VANISHED = Refused(
    reason="Bài nháp không còn trên Facebook; có thể bài đã hiện ra rồi bị xóa.",
    next_step="Xem trang; nếu bài chưa từng hiện ra, sửa nội dung hoặc giờ trong tệp để đăng lại.",
    scope=Scope.DELIVERY,
)
_NO_TOKEN = Refused(
    reason="Trang chưa có mã truy cập.",
    next_step="Đặt mã truy cập vào biến môi trường hoặc tệp đã ghi trong config.toml; bài sẽ tự đi tiếp.",
    scope=Scope.PAGE,
)
