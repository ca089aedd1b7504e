"""What follows from an answer that brought a delivery no further: Refused, Deferred, Unknown; and
looking for what the channel says is not there. Here and nowhere else.

Three things decide: the verdict, at which point of the delivery's life the call was made, and what
repeating it does (`channels.port.Step`).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from publisher.channels.port import (
    About,
    Answer,
    Found,
    PageAccess,
    Remote,
    Repeating,
    Step,
    StepKind,
)
from publisher.domain.delivery import Hold, State
from publisher.domain.reason import Reason, reason
from publisher.domain.verdict import Deferred, Published, Refusal, Refused, Scope, Unknown
from publisher.features.delivery.stage import MAKING, NOTHING, UNSETTLED, Stage
from publisher.store import deliveries as store
from publisher.store import page_states as page_store
from publisher.store.reason_columns import asking

NOT_SEEN = Reason("delivery.not_seen")
SEVERAL = Reason("delivery.several")
VANISHED = Refused(reason=Reason("delivery.vanished"), scope=Scope.DELIVERY)
# Where a delivery waits after a call of a kind had no effect; else where it is.
WAITS_IN = {StepKind.PREPARES: State.APPROVED, StepKind.SHOWS: State.PREPARED}


def settle(stage: Stage, step: Step, answer: Answer) -> None:
    """Let follow from a setback what does, and give the lease back."""
    match answer:
        case Refused():
            _refused(stage, step, answer)
        case Deferred():
            _deferred(stage, step, answer)
        case Unknown(reason=why):
            _unknown(stage, step, why)
        case _:
            raise AssertionError(f"{step.name} was answered by {answer}")


def told_at_once(answer: Answer) -> Reason:
    """What a person is told who waits for the end of a change, which may be repeated."""
    match answer:
        case Refused(reason=why):
            return reason("delivery.amendment_refused", why=why)
        case Deferred(reason=why) | Unknown(reason=why):
            return reason("delivery.amendment_unclear", why=why)
        case _:
            raise AssertionError(f"a change was answered by {answer}")


def waits_in(stage: Stage, step: Step) -> State:
    """Where a delivery waits when a call had no effect."""
    return WAITS_IN.get(step.kind, stage.state)


# Nothing took effect, and repeating does not help


def _refused(stage: Stage, step: Step, refused: Refused) -> None:
    gone = refused.meaning is Refusal.GONE and step.about is not About.ACCOUNT
    if step.otherwise and _may_mean_the_way(stage, step, refused):
        return ready(stage, replace(stage.remote, object_id=""), sequence=step.otherwise.value)
    if step.kind is StepKind.MOVES:
        return take_back(stage)
    if step.kind is StepKind.FOLLOWS and refused.scope is Scope.DELIVERY:
        return _left_undone(stage, step, refused)
    if gone:
        return not_there(stage, step) if step.about is About.POST else _parts_gone(stage, step)
    if refused.scope is Scope.DELIVERY:
        return _refused_alone(stage, step, refused)
    return stage.refuse(refused)


def _refused_alone(stage: Stage, step: Step, refused: Refused) -> None:
    """It is this delivery that is refused, not its page."""
    if step.kind is StepKind.LOOKS and refused.meaning is not Refusal.SPOILT:
        # That says nothing of the post.
        if not stage.look_later(stage.state, reason=refused.reason):
            stage.hold(Hold.UNCERTAIN, NOT_SEEN)
        return None
    if refused.meaning is Refusal.DUPLICATE and _may_be_ours(stage, step):
        return stage.begin_looking(State.UNKNOWN, refused.reason)
    return close(stage, step.closes, refused.reason) if step.closes else stage.refuse(refused)


def _may_mean_the_way(stage: Stage, step: Step, refused: Refused) -> bool:
    return refused.meaning is Refusal.DRAFTS and not page_store.works(stage.row.page, step.proves)


def _parts_gone(stage: Stage, step: Step) -> None:
    """What was uploaded is not known yet, or not any more."""
    if not stage.look_again(waits_in(stage, step)):
        start_over(stage)


def _may_be_ours(stage: Stage, step: Step) -> bool:
    """Whether "there already" may be said of what an earlier call made."""
    shows_twice = step.kind is StepKind.SHOWS and step.repeating is Repeating.TWICE
    return shows_twice and not stage.route.traits.surely_found


def _left_undone(stage: Stage, step: Step, refused: Refused) -> None:
    """The post is public; what was to follow is tried again while that may help."""
    at = stage.row.published_at
    new = at is not None and stage.now - at < UNSETTLED
    if step.repeating is not Repeating.TWICE or (refused.meaning is Refusal.GONE and new):
        return stage.later()
    note = reason("delivery.comment_refused", why=refused.reason)
    return stage.end(State.PUBLISHED, wake_at=None, **asking(note))


# Nothing took effect, and it may be repeated


def _deferred(stage: Stage, step: Step, deferred: Deferred) -> None:
    if step.kind is not StepKind.FOLLOWS:
        return stage.defer(deferred, waits_in(stage, step))
    return stage.release(wake_at=stage.now) if deferred.stop else stage.later()


# It may have taken effect


def _unknown(stage: Stage, step: Step, why: Reason) -> None:
    match step.kind, step.repeating:
        case StepKind.FOLLOWS, Repeating.TWICE:
            # A blind retry would show it twice: looked for first, more than once, because lists
            # lag.
            stage.begin_looking(State.PUBLISHED, setbacks=stage.row.setbacks + 1)
        case ((StepKind.FOLLOWS | StepKind.MOVES), _):
            stage.later()
        case StepKind.PREPARES, Repeating.TWICE:
            stage.begin_looking(State.APPROVED, why)
        case StepKind.PREPARES, Repeating.USES_UP:
            # At worst something invisible stays behind that has the photos: uploaded anew.
            stage.back_off(State.APPROVED, why, photo_ids=[], photos_at=None)
        case StepKind.PREPARES, _:
            stage.back_off(State.APPROVED, why)
        case StepKind.SHOWS, Repeating.TWICE:
            stage.begin_looking(State.UNKNOWN, why)
        case StepKind.SHOWS, _:
            stage.back_off(State.UNKNOWN, why, looks=0)
        case _:
            stage.back_off(stage.state, why)


# Ways on


def ready(
    stage: Stage, remote: Remote, *, proves: str = "", at: datetime | None = None, **changes: Any
) -> None:
    """Everything is there; the due time may come.

    `proves`: a way of publishing that was seen to work. `at`: the channel publishes it then.
    """
    well = {"reason": "", "next_step": "", "setbacks": 0, "stumbles": 0, "looks": 0}
    columns = columns_of(remote) | well
    # What was handed over is looked at at once: a person may have stopped or moved it while it was
    # on its way.
    columns |= {"scheduled_for": at, "wake_at": stage.now if at else stage.row.due_at}
    new = proves and not page_store.works(stage.row.page, proves)

    def make_ready() -> None:
        # One transaction: an attempt that ended well and a row without its draft would use its
        # photos again.
        if new:
            page_store.note_works(stage.row.page, proves, now=stage.now)
        store.move(stage.row, State.PREPARED, lease_owner="", **(columns | changes))

    stage.transact(make_ready)


def columns_of(remote: Remote) -> dict[str, Any]:
    """The columns that keep what the channel holds."""
    return {
        "draft_id": remote.object_id,
        "photo_ids": list(remote.photos),
        "photos_at": remote.photos_at,
        "upload": dict(remote.upload),
    }


def start_over(stage: Stage, **changes: Any) -> None:
    """Prepare it again, from nothing."""
    stage.end(State.APPROVED, wake_at=stage.now, **(NOTHING | {"looks": 0} | changes))


def close(stage: Stage, way: str, why: Reason) -> None:
    """A page takes nothing that goes this way; it goes another."""
    # What was made stays invisible and is swept; its photos belong to it, so they are uploaded
    # anew.
    stage.transact(lambda: page_store.note_refuses(stage.row.page, way, now=stage.now))
    start_over(stage, sequence="", reason=why)


def taken_back(stage: Stage) -> dict[str, Any]:
    """The columns by which a delivery lets go of what the channel is to publish itself."""
    gone = store.recall_columns(stage.row.draft_id, stage.row.scheduled_for)
    return gone | {"wake_at": stage.now}


def take_back(stage: Stage) -> None:
    """Prepare it again, after what the channel is to publish itself was taken back."""
    stage.end(State.APPROVED, **taken_back(stage))


def not_there(stage: Stage, step: Step) -> None:
    """A call that shows the post had no effect, because the channel knows no such object: not yet,
    or not any more.

    The call itself is repeated as long as no earlier one can have taken effect; else the object is
    looked at.
    """
    doubtful = stage.transact(lambda: may_have_worked(stage, step.name))
    if not stage.look_again(State.UNKNOWN if doubtful else State.PREPARED):
        # Looked at and looked for before it is given up.
        stage.end(State.UNKNOWN, wake_at=stage.now)


def may_have_worked(stage: Stage, step: str) -> bool:
    """Whether a call of this step may have made public what we have at the channel now."""
    made = store.made_at(stage.row, MAKING) or stage.row.due_at
    return store.took_effect(stage.row, (step,), since=made)


# Looked for, adopted, made again, or left to a person. Facebook answers "no such object" (100/33)
# for seconds about what it has just made or shown (the audit of 2026-11).


def ours(stage: Stage, found: Found) -> list[str]:
    """Of what was found, what belongs to no other delivery."""
    return [name for name in found.ids if not store.is_owned(name, besides=stage.row.pk)]


def find_post(stage: Stage, access: PageAccess) -> None:
    """A call that may have shown it left no id: search what is public, more than once, because
    lists lag."""
    traits = stage.route.traits
    first = stage.row.attempts.filter(step=traits.shows).order_by("started_at").first()
    since = first.started_at if first else stage.row.due_at
    step = stage.route.find(stage.posting(access), since)
    answer = stage.attempt(step)
    if not isinstance(answer, Found):
        return settle(stage, step, answer)
    if mine := ours(stage, answer):
        return _adopt(stage, mine)
    if stage.look_later(State.UNKNOWN, reason=Reason("delivery.searching_page")):
        return None
    if traits.surely_found:
        return stage.end(State.PREPARED, wake_at=stage.now, looks=0)
    return stage.hold(Hold.UNCERTAIN, NOT_SEEN)


def find_vanished(stage: Stage, access: PageAccess) -> None:
    """It surely is not there. What is public under whatever name is adopted."""
    made = store.made_at(stage.row, MAKING, first=True) or stage.row.due_at
    step = stage.route.find(stage.posting(access), made)
    answer = stage.attempt(step)
    if not isinstance(answer, Found):
        return settle(stage, step, answer)
    mine = ours(stage, answer)
    known = [name for name in mine if name == stage.row.draft_id] or mine
    return _adopt(stage, known) if known else _give_up(stage)


def _adopt(stage: Stage, found: Sequence[str]) -> None:
    if len(found) > 1:
        return stage.hold(Hold.UNCERTAIN, SEVERAL)
    at = stage.row.scheduled_for
    by_schedule = at is not None and at <= stage.now
    return stage.publish(
        Published(post_id=found[0], permalink=None), at=at if by_schedule else None
    )


def _give_up(stage: Stage) -> None:
    """Neither there nor public: made again where that is safe."""
    row, step = stage.row, stage.route.traits.shows
    if row.attempts.filter(step=step, outcome="accepted").exists():
        # The channel took it to show it and threw it away: it would again.
        return stage.refuse(VANISHED)
    anew = NOTHING | {"looks": 0, "scheduled_for": None}
    at = row.scheduled_for
    if (at and at <= stage.now) or stage.transact(lambda: may_have_worked(stage, step)):
        # It may have been public, and a person may have deleted it since: to post it again is a
        # person's decision.
        stage.write(store.settle, step)
        return stage.hold(Hold.UNCERTAIN, NOT_SEEN, **anew)
    return start_over(stage, sequence="", scheduled_for=None)
