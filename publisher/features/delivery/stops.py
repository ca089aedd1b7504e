"""How a stop is gone about: who waits until when, who tries alone, and what an answer means for it.

Facebook's own estimate is waited for; without one the most urgent delivery tries after 2, 5, 10 and
20 minutes, after a block of posting after 1, 2, 4 hours and so on. The first that gets through
opens the way. Runs inside transactions.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from publisher.channels.pacing import FRESH, Heard
from publisher.domain.reason import Reason
from publisher.domain.verdict import Deferred, Refused, Scope, Stop, Unknown
from publisher.store import stops as store
from publisher.store.models import Delivery
from publisher.store.stops import APP, FLIPS, PREPARATIONS, Stopped

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
PAUSES: Mapping[Stop, tuple[timedelta, ...]] = {
    Stop.OFFLINE: (timedelta(seconds=10),),
    Stop.LIMIT: (2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 20 * MINUTE),
    Stop.BLOCK: (HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR, 24 * HOUR),
}
STRENGTH = list(Stop)
# An answer is waited for so long; who was only named has to come by sooner.
ANSWER, COMES = MINUTE, timedelta(seconds=10)
# When it is not known whether the one that tried got through.
UNCLEAR = MINUTE
# Steps that post: only they prove that posting is allowed again.
POSTING = frozenset({"flip", "direct", "story", "finish_video", "schedule"})
# Facebook's words are not there when only a header tells.
USED_UP = Reason("delivery.used_up")

Spread = Callable[[timedelta], timedelta]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A delivery that wants to make a call."""

    pk: int
    page: str
    state: str
    due_at: datetime
    # It only wants to look at something: a block of posting does not concern it.
    reads: bool = False


def try_alone(asking: Asking, stops: Mapping[str, Stopped], *, now: datetime) -> None:
    """Let a delivery try whether the stops that concern it are over, and nobody else meanwhile."""
    for stop in concerning(asking, stops):
        store.let_try(stop, asking.pk, until=now + ANSWER)


def wait_of(asking: Asking, stops: dict[str, Stopped], *, now: datetime) -> datetime | None:
    """Until when a delivery waits behind stops, which are locked; None when it is the one that may
    try.

    Who that is, is settled here when it is open, and put into `stops`.
    """
    own = concerning(asking, stops)
    if any(now < stop.until for stop in own):
        return max(stop.until for stop in own)
    for stop in own:
        stops[stop.page] = _named(stop, asking, now)
    others = (stop for stop in concerning(asking, stops) if stop.probe != asking.pk)
    return max((stop.probe_until for stop in others if stop.probe_until), default=None)


def concerning(asking: Asking, stops: Mapping[str, Stopped]) -> list[Stopped]:
    """The stops behind which a delivery waits: of its page, and of the app."""
    found = [stops[page] for page in (asking.page, APP) if page in stops]
    return [stop for stop in found if not (asking.reads and stop.kind is Stop.BLOCK)]


def _named(stop: Stopped, asking: Asking, now: datetime) -> Stopped:
    """The stop with the delivery that tries: the one that does already, or the most urgent one."""
    if stop.probed(now):
        return stop
    reads = stop.kind is not Stop.BLOCK
    best = store.most_urgent(stop, now=now, may=FLIPS, reads=reads)
    if best is None and asking.state not in FLIPS:
        best = store.most_urgent(stop, now=now, may=PREPARATIONS, reads=reads)
    return store.let_try(stop, asking.pk if best is None else best, until=now + COMES)


def hear(heard: Mapping[str, Heard], *, now: datetime, spread: Spread) -> None:
    """Take note of stops that were only told by the headers of answers."""
    for page, said in sorted(heard.items()):
        # Facebook counts 100 % and lets us through all the same: then that says nothing.
        if said.wait or page not in store.opened_since(now - FRESH, pages=[page]):
            note(page, Stop.LIMIT, USED_UP, wait=said.wait, by=0, now=now, spread=spread)


def note(
    page: str,
    kind: Stop,
    reason: Reason,
    *,
    wait: timedelta | None,
    by: int,
    now: datetime,
    spread: Spread,
) -> None:
    """Facebook took nothing of a page or the app ("*"); `wait`: its estimate, `by`: the delivery
    that was told so.
    """
    stop = store.standing(now, pages=[page], lock=True).get(page)
    ours = stop is not None and stop.probe is not None and stop.probe == by
    if stop is None or STRENGTH.index(kind) > STRENGTH.index(stop.kind):
        until = now + spread(wait or PAUSES[kind][0])
        if stop:
            store.go_on(stop, until=until, estimated=wait is not None, tries=0)
        return store.begin(page, kind, reason, now=now, until=until, estimated=wait is not None)
    if kind is stop.kind and ours:
        tries = stop.tries + (0 if wait else 1)
        pause = wait or PAUSES[kind][min(tries, len(PAUSES[kind]) - 1)]
        return store.go_on(stop, until=now + spread(pause), estimated=wait is not None, tries=tries)
    if ours or (wait and now + wait > stop.until):
        until = now + spread(wait or PAUSES[kind][0])
        return store.go_on(stop, until=until, estimated=wait is not None, tries=stop.tries)
    return None


def answered(row: Delivery, step: str, answer: object, *, now: datetime, spread: Spread) -> None:
    """Take note of what the answer to a call means for stops: it begins one, or was a try in
    vain or well."""
    stopped = (
        answer
        if isinstance(answer, Deferred) and answer.stop and answer.scope is not Scope.DELIVERY
        else None
    )
    told = (APP if stopped.scope is Scope.APP else row.page) if stopped else ""
    for stop in store.standing(now, pages=[row.page], lock=True).values():
        if stop.probe == row.pk and stop.page != told:
            _settle(stop, step, answer, now)
    if stopped and stopped.stop:
        wait = stopped.wait if stopped.estimated else None
        note(told, stopped.stop, stopped.reason, wait=wait, by=row.pk, now=now, spread=spread)


def _settle(stop: Stopped, step: str, answer: object, now: datetime) -> None:
    if isinstance(answer, Deferred | Unknown):
        return store.go_on(stop, until=now + UNCLEAR, estimated=False, tries=stop.tries)
    # A dead token says nothing of limits: it may be refused before they are looked at.
    through = not isinstance(answer, Refused) or (
        answer.scope is Scope.DELIVERY and stop.kind is not Stop.BLOCK
    )
    if through and (stop.kind is not Stop.BLOCK or step in POSTING):
        return store.end(stop, now=now)
    return store.go_on(stop, until=now, estimated=False, tries=stop.tries)
