"""The due time: one call that makes the post public, and finding out what it did when its answer
was lost."""

from datetime import timedelta

from publisher.channels.port import Answer, PageAccess, Step
from publisher.domain.delivery import State
from publisher.domain.reason import Reason
from publisher.domain.verdict import Accepted, Invisible, Missing, Published
from publisher.features.delivery import gates
from publisher.features.delivery.settle import close, find_post, find_vanished, settle, start_over
from publisher.features.delivery.stage import NOTHING, Stage
from publisher.store import page_states as page_store

# What the channel is at work on is asked for after so long.
FIRST_LOOK = timedelta(seconds=2)


def publish(stage: Stage) -> None:
    """Make the post public."""
    if stage.waits(gates.FLIP):
        return None
    step = stage.route.flip(stage.posting(stage.access))
    if step is None:
        # Never prepared, or so long ago that it is gone by now.
        return stage.end(State.APPROVED, wake_at=stage.now, **NOTHING)
    return after_flip(stage, step, stage.attempt(step, State.PUBLISHING))


def after_flip(stage: Stage, step: Step, answer: Answer) -> None:
    """Go on from the answer to the call that makes public."""
    match answer:
        case Published() as published:
            _note_what_is_closed(stage, step)
            stage.publish(published)
        case Accepted():
            stage.end(State.UNKNOWN, wake_at=stage.now + FIRST_LOOK, reason=_AT_WORK, looks=0)
        case setback:
            settle(stage, step, setback)


def _note_what_is_closed(stage: Stage, step: Step) -> None:
    """The same content that was refused another way was taken this way: remember it for the
    page."""
    if not (other := step.instead_of):
        return
    if stage.row.attempts.filter(step=other.step, outcome="refused").exists():
        stage.transact(lambda: page_store.note_refuses(stage.row.page, other.way, now=stage.now))


def reconcile(stage: Stage) -> None:
    """Find out whether a call with an unknown end took effect."""
    if not (access := stage.let_in(reads=True)):
        return None
    known = stage.route.traits.known_by_id
    return _look_at_post(stage, access) if known else find_post(stage, access)


def _look_at_post(stage: Stage, access: PageAccess) -> None:
    step = stage.route.look(access, stage.row.draft_id)
    match stage.attempt(step):
        case Published() as published:
            stage.publish(published)
        case Invisible():
            _still_invisible(stage, access)
        case Missing():
            if not stage.look_again():
                find_vanished(stage, access)
        case setback:
            settle(stage, step, setback)


def _still_invisible(stage: Stage, access: PageAccess) -> None:
    shows = stage.row.attempts.filter(step=stage.route.traits.shows)
    last = shows.order_by("-pk").first()
    if shows.filter(outcome="accepted").exists():
        return stage.back_off(State.UNKNOWN, _AT_WORK)
    if last is None or last.outcome != "refused":
        # The last call was never heard: it may be made again.
        return stage.end(State.PREPARED, wake_at=stage.now)
    # It can be seen now, and there was "no such object" when it was to be shown last.
    if stage.look_again(State.PREPARED, lately=True):
        return None
    step = stage.route.flip(stage.posting(access))
    if step and step.closes:
        return close(stage, step.closes, Reason("delivery.never_shown"))
    return start_over(stage)


_AT_WORK = Reason("delivery.at_work")
