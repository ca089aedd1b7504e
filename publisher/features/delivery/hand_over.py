"""Posts that the channel's own scheduler publishes, so that this machine may be off: found,
followed, moved, recalled."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from publisher.channels.port import Found, PageAccess
from publisher.domain.delivery import State
from publisher.domain.reason import Reason
from publisher.domain.route import LATEST_HANDOVER, SOONEST_HANDOVER, RouteName
from publisher.domain.verdict import Accepted, Invisible, Missing, Published
from publisher.features.delivery import gates
from publisher.features.delivery.gates import access_to
from publisher.features.delivery.settle import (
    find_vanished,
    ours,
    ready,
    settle,
    start_over,
    take_back,
    taken_back,
)
from publisher.features.delivery.stage import RESTING, SOON, Stage
from publisher.store import deliveries as store
from publisher.store.reason_columns import asking

# The channel's scheduler is looked at so long after its time, and helped when it has not published
# by then.
FIRST_LOOK = timedelta(seconds=5)
PATIENCE = timedelta(minutes=2)
NEXT_LOOK = timedelta(seconds=10)
# A page that cannot be reached to take a post back is tried again after.
RECALL_AGAIN = timedelta(minutes=1)


def perhaps_handed_over(stage: Stage) -> bool:
    """Whether the channel's own scheduler perhaps has the post: nothing else is done then, nor
    held."""
    row = stage.row
    doubtful = store.in_doubt(state=row.state, sequence=row.sequence)
    return doubtful and store.may_have_happened(row, stage.route.traits.hands_over)


def find_handed_over(stage: Stage) -> None:
    """The answer was lost: adopt what is there, take back what is there twice, begin anew when
    nothing is."""
    if not (access := stage.let_in(reads=True)):
        return None
    step = stage.route.find_prepared(stage.posting(access))
    assert step
    answer = stage.attempt(step)
    if not isinstance(answer, Found):
        return settle(stage, step, answer)
    if mine := ours(stage, answer):
        return _adopt(stage, access, mine)
    if stage.look_later(State.APPROVED, reason=Reason("delivery.searching_schedule")):
        return None
    stage.write(store.settle, stage.route.traits.hands_over)
    return start_over(stage, sequence="")


def _adopt(stage: Stage, access: PageAccess, posts: Sequence[str]) -> None:
    handed_over, due = stage.route.traits.hands_over, stage.row.due_at
    if due <= stage.now:
        # Two in public would be a person's business; the first is ours.
        stage.write(store.settle, handed_over)
        return stage.publish(Published(post_id=posts[0], permalink=None), at=due)
    for extra in posts[1:]:
        if not isinstance(stage.attempt(stage.route.recall(access, extra)), Accepted):
            # "Missing" too may only mean that not all of the channel knows it yet: found again, it
            # is deleted then.
            return stage.back_off(State.APPROVED, _TWICE)
    stage.write(store.settle, handed_over)
    return ready(stage, replace(stage.remote, object_id=posts[0]), at=due)


def follow(stage: Stage) -> None:
    """Nothing to do before the time, unless a person wants otherwise; then see that it became
    public.
    """
    at = stage.row.scheduled_for
    assert at
    if stage.now >= at:
        access = stage.let_in(reads=True)
        return _look(stage, access) if access else None
    held = taken_back(stage) | {"held_from": State.APPROVED.value}
    if stage.waits(gates.HANDED_OVER, **held):
        return None
    if at != stage.row.due_at:
        return _move(stage)
    return stage.release(wake_at=at + FIRST_LOOK)


def _look(stage: Stage, access: PageAccess) -> None:
    at, step = stage.row.scheduled_for, stage.route.look(access, stage.row.draft_id)
    assert at
    match stage.attempt(step):
        case Published() as published:
            stage.publish(published, at=at)
        case Invisible() if stage.now < at + PATIENCE:
            stage.release(wake_at=stage.now + NEXT_LOOK)
        case Invisible():
            # The scheduler did not do it: from here on the post is a draft like others.
            stage.release(wake_at=stage.now, scheduled_for=None, sequence=RouteName.DRAFT.value)
        case Missing():
            if not stage.look_again():
                find_vanished(stage, access)
        case setback:
            settle(stage, step, setback)


def _move(stage: Stage) -> None:
    at = stage.row.due_at
    if not SOONEST_HANDOVER <= at - stage.now <= LATEST_HANDOVER:
        return take_back(stage)
    if not (access := stage.let_in()):
        return None
    step = stage.route.move(access, stage.row.draft_id, at)
    match stage.attempt(step):
        case Accepted():
            stage.release(scheduled_for=at, wake_at=at + FIRST_LOOK, setbacks=0, reason="")
        case Missing():
            _look(stage, access)
        case setback:
            settle(stage, step, setback)
    return None


def recall(stage: Stage) -> None:
    """Take back a post that lies with the channel's scheduler and is not wanted any more; then go
    on as the row says.

    Looked at first: one that is public already is not deleted behind people's backs.
    """
    row, name = stage.row, stage.row.recall_id
    if not access_to(stage.context, row.page):
        return stage.release(wake_at=stage.now + RECALL_AGAIN)
    if stage.waits([gates.stopped], reads=True):
        return None
    match stage.attempt(stage.route.look(stage.access, name)):
        case Published() as published:
            stage.publish(published, recall_id="", **asking(_TOO_FAST))
        case Missing():
            _recall_missing(stage)
        case Invisible():
            _delete(stage, name)
        case _:
            _not_taken(stage)


def _delete(stage: Stage, name: str) -> None:
    match stage.attempt(stage.route.recall(stage.access, name)):
        case Accepted():
            _taken(stage)
        case Missing():
            _recall_missing(stage)
        case _:
            _not_taken(stage)


def _recall_missing(stage: Stage) -> None:
    """Deleted; or made, or published by the channel's scheduler, so lately that not all of it knows
    it.
    """
    deleted = stage.transact(lambda: store.may_have_happened(stage.row, "delete"))
    # A call of ours that may have deleted it explains that it is missing, unless it was published
    # just now.
    explained = deleted and stage.row.looks >= len(SOON)
    if explained or not stage.look_again(lately=True, why=stage.row.reason):
        _taken(stage)


def _taken(stage: Stage) -> None:
    stage.write(store.settle, "delete")
    wake_at = None if stage.state in RESTING else stage.now
    stage.release(recall_id="", setbacks=0, looks=0, wake_at=wake_at, **_told_no_more(stage))


def _told_no_more(stage: Stage) -> dict[str, Any]:
    """The columns of a delivery of which people were told that it could not be taken back."""
    if stage.row.reason.code != _NOT_TAKEN.code:
        return {}
    asks = stage.state in (State.HELD, State.REFUSED)
    return {"reason": Reason("delivery.recalled")} | ({} if asks else {"next_step": ""})


def _not_taken(stage: Stage) -> None:
    stage.release(
        wake_at=stage.now + RECALL_AGAIN,
        setbacks=stage.row.setbacks + 1,
        **asking(_NOT_TAKEN),
    )


_NOT_TAKEN = Reason("delivery.not_recalled")
_TWICE = Reason("delivery.scheduled_twice")
_TOO_FAST = Reason("delivery.published_before_recall")
