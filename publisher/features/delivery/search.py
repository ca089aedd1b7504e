"""What the channel says is not there: looked for, adopted, made again, or left to a person.

Facebook answers "no such object" (100/33) for seconds about what it has just made or shown (the
audit of 2026-11).
"""

from collections.abc import Sequence

from publisher.channels.port import Found, PageAccess
from publisher.domain.delivery import Hold, State
from publisher.domain.reason import Reason
from publisher.domain.verdict import Published, Refused, Scope
from publisher.features.delivery.settle import NOT_SEEN, may_have_worked, settle, start_over
from publisher.features.delivery.stage import MAKING, NOTHING, Stage
from publisher.store import deliveries as store


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


SEVERAL = Reason("delivery.several")
VANISHED = Refused(reason=Reason("delivery.vanished"), scope=Scope.DELIVERY)
