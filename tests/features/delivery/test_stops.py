"""Throttled or blocked: one delivery tries, the most urgent one, and the first that gets through opens the way."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bench.dispatch import a_desk, fill
from publisher.channels.pacing import Importance
from publisher.channels.port import Usage
from publisher.domain.delivery import State
from publisher.domain.reason import told
from publisher.domain.verdict import (
    Accepted,
    Deferred,
    Invisible,
    Published,
    Refused,
    Scope,
    Stop,
    Unknown,
)
from publisher.engines.pool import FLIPS
from publisher.features.delivery.advance import advance
from publisher.features.delivery.bulk_flips import (
    claim_flips,
    end_flips,
    go_on,
    send_together,
    take_back,
)
from publisher.features.delivery.gates import at_rest, note_heard, room_from
from publisher.store import deliveries, stops
from publisher.store.connection import close_store, open_store
from publisher.store.models import Delivery, PageState
from publisher.store.transactions import Direct
from tests.databases import new_database
from tests.routed import Routed

NOW = datetime(2027, 4, 15, 1, 0, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
PUBLISHED = Published(post_id="", permalink="https://www.facebook.com/1")
Answer = Any


def throttled(scope: Scope = Scope.PAGE, *, minutes: int = 0) -> Deferred:
    wait = timedelta(minutes=minutes)
    return Deferred(
        reason=told("Quá nhiều."), wait=wait, scope=scope, stop=Stop.LIMIT, estimated=minutes > 0
    )


def blocked(scope: Scope = Scope.PAGE) -> Deferred:
    return Deferred(reason=told("Đăng quá nhanh."), wait=timedelta(), scope=scope, stop=Stop.BLOCK)


class Facebook(Routed):
    """Answers each call as it is told, and remembers when each was made."""

    def __init__(self) -> None:
        self.now = NOW
        self.calls: list[tuple[str, str, datetime]] = []
        self.say: Callable[[str, str], Answer] = lambda step, page: None

    def _answer(self, step: str, page: str) -> Answer:
        self.calls.append((step, page, self.now))
        good = (
            Accepted(object_id=f"x{len(self.calls)}")
            if step in ("create_draft", "upload_photo")
            else PUBLISHED
        )
        return self.say(step, page) or good

    def flip(self, access: Any, _draft: str) -> Answer:
        return self._answer("flip", access.page_id)

    def publish_directly(self, access: Any, _draft: Any) -> Answer:
        return self._answer("direct", access.page_id)

    def look(self, access: Any, _post: str) -> Answer:
        return self._answer("look", access.page_id)

    def create_draft(self, access: Any, _draft: Any) -> Answer:
        return self._answer("create_draft", access.page_id)

    def comment(self, access: Any, _post: str, _text: str) -> Answer:
        return self._answer("comment", access.page_id)

    def times(self, *steps: str) -> list[timedelta]:
        """When calls were made, from the beginning."""
        return [at - NOW for step, _, at in self.calls if not steps or step in steps]


class Machine:
    """Works off what is due, in the way of the engine: flips in bulk, or stage by stage."""

    def __init__(self, folder: Path, facebook: Facebook, *, bulk: bool, pages: int = 6) -> None:
        self.facebook, self.bulk, self.name = facebook, bulk, f"m{id(self)}"
        desk = a_desk(folder, Direct(), facebook, pages, lambda: facebook.now)
        own = {slug: replace(page, min_gap=timedelta()) for slug, page in desk.pages.items()}
        self.desk = replace(desk, jitter=lambda wait: wait).of(own)

    def work(self) -> None:
        if self.bulk:
            self._flip()
        rows = deliveries.claim(
            now=self.facebook.now, owner=self.name, states=list(State), skip=(), limit=500
        )
        for row in rows:
            advance(self.desk, row)

    def _flip(self) -> None:
        write, owner = self.desk.transactions.write, self.name
        states, claim = FLIPS.states, 500
        claimed = write(
            lambda: claim_flips(self.desk, owner=owner, states=states, skip=(), limit=claim)
        )
        unsent = list(claimed.flips)
        while unsent:
            flip = unsent.pop(0)
            [answer] = send_together(self.desk, [flip])
            if isinstance(answer, Published):
                write(partial(end_flips, self.desk, [flip], owner=owner))
                continue
            go_on(self.desk, flip, answer)
            if isinstance(answer, Deferred):
                # As the crew does.
                write(partial(take_back, self.desk, unsent, owner=owner))
                unsent = []
        for row in claimed.others:
            advance(self.desk, row)

    def run(self, span: timedelta) -> None:
        until, turns = self.facebook.now + span, 0
        while (wake := deliveries.next_wake()) and wake <= until:
            self.facebook.now = max(self.facebook.now, wake)
            self.work()
            turns += 1
            assert turns < 2_000, "the work does not end"
        self.facebook.now = until


@pytest.fixture
def facebook(tmp_path: Path, database: None) -> Iterator[Facebook]:
    open_store(new_database(tmp_path))
    yield Facebook()
    close_store()


@pytest.fixture(params=[False, True], ids=["stage by stage", "in bulk"])
def machine(request: pytest.FixtureRequest, tmp_path: Path, facebook: Facebook) -> Machine:
    return Machine(tmp_path, facebook, bulk=request.param)


def put(first: int, count: int = 1, **columns: object) -> None:
    names = [f"bai-{number}" for number in range(first, first + count)]
    assert Delivery.objects.filter(entry_id__in=names).update(**columns) == count


def states() -> dict[str, int]:
    found = list(Delivery.objects.values_list("state", flat=True))
    return {state: found.count(state) for state in set(found)}


def until_passing(
    facebook: Facebook, passing: timedelta, refusal: Deferred, steps: tuple[str, ...] = ()
) -> None:
    def say(step: str, _page: str) -> Answer:
        concerned = not steps or step in steps
        return refusal if concerned and facebook.now - NOW < passing else None

    facebook.say = say


@pytest.mark.parametrize("scope", [Scope.PAGE, Scope.APP])
def test_without_an_estimate_the_most_urgent_flip_alone_tries_after_2_5_10_and_20_minutes(
    machine: Machine, facebook: Facebook, scope: Scope
) -> None:
    pages = 1 if scope is Scope.PAGE else 6
    fill(12, pages, NOW)
    # Due before the others, and later in the rows.
    put(11, due_at=NOW - 30 * SECOND)
    until_passing(facebook, 61 * MINUTE, throttled(scope))
    machine.work()
    first = len(facebook.calls)
    facebook.calls.clear()
    machine.run(60 * MINUTE)
    assert [at // MINUTE for at in facebook.times()] == [2, 7, 17, 37, 57]
    assert {page for _, page, _ in facebook.calls} == {str(11 % pages)}
    # Those that were sent before Facebook first said no; never one call more.
    assert first <= pages
    facebook.calls.clear()
    machine.run(HOUR)
    assert facebook.times("flip") == [77 * MINUTE] * 12
    assert states() == {"published": 12}


@pytest.mark.parametrize("scope", [Scope.PAGE, Scope.APP])
def test_facebooks_own_estimate_is_waited_for_and_then_one_goes_first(
    machine: Machine, facebook: Facebook, scope: Scope
) -> None:
    fill(6, 1 if scope is Scope.PAGE else 6, NOW)
    until_passing(facebook, 30 * MINUTE, throttled(scope, minutes=40))
    machine.work()
    facebook.calls.clear()
    machine.run(HOUR)
    assert facebook.times("flip") == [40 * MINUTE] * 6
    assert states() == {"published": 6}


def test_a_block_of_posting_lets_one_post_try_after_1_2_4_hours_at_most_a_day(
    machine: Machine, facebook: Facebook
) -> None:
    fill(4, 1, NOW)
    put(0, 4, latest_at=NOW + timedelta(days=9))
    until_passing(facebook, 60 * HOUR, blocked(), ("flip",))
    machine.work()
    facebook.calls.clear()
    machine.run(54 * HOUR)
    assert [at // HOUR for at in facebook.times("flip")] == [1, 3, 7, 15, 31]
    machine.run(48 * HOUR)
    assert [at // HOUR for at in facebook.times("flip")] == [1, 3, 7, 15, 31, 55, 79, 79, 79, 79]


def test_another_page_goes_on_while_one_is_stopped(machine: Machine, facebook: Facebook) -> None:
    fill(6, 2, NOW)
    facebook.say = lambda _step, page: throttled() if page == "0" else None
    machine.run(MINUTE)
    assert states() == {"prepared": 3, "published": 3}


def test_a_look_is_no_post_and_goes_on_while_posting_is_blocked(
    machine: Machine, facebook: Facebook
) -> None:
    fill(2, 1, NOW)
    put(1, state="unknown", due_at=NOW - MINUTE, wake_at=NOW + MINUTE)
    until_passing(facebook, 10 * HOUR, blocked(), ("flip",))
    machine.run(2 * MINUTE)
    assert Delivery.objects.get(entry_id="bai-1").state == "published"
    # That a look passes says nothing of posting.
    assert stops.standing(facebook.now)["p0"].kind is Stop.BLOCK


def test_a_preparation_is_not_sent_while_a_flip_waits_behind_a_stop(
    machine: Machine, facebook: Facebook
) -> None:
    fill(3, 1, NOW)
    put(
        1,
        2,
        state="approved",
        draft_id="",
        due_at=NOW + 20 * MINUTE,
        wake_at=NOW + MINUTE,
        latest_at=NOW + 5 * HOUR,
    )
    until_passing(facebook, 17 * MINUTE, throttled())
    machine.run(16 * MINUTE)
    assert {step for step, _, _ in facebook.calls} == {"flip"}
    machine.run(20 * MINUTE)
    steps = [step for step, _, _ in facebook.calls if step != "look"]
    assert steps == ["flip"] * 4 + ["create_draft"] * 2 + ["flip"] * 2


def test_after_a_stop_the_flips_go_out_before_anything_is_prepared(
    machine: Machine, facebook: Facebook
) -> None:
    fill(12, 6, NOW)
    put(6, 6, state="approved", draft_id="", due_at=NOW + 9 * MINUTE, wake_at=NOW + SECOND)
    until_passing(facebook, 1 * MINUTE, throttled(Scope.APP))
    machine.run(4 * MINUTE)
    steps = [step for step, _, at in facebook.calls if step != "look" and at > NOW + MINUTE]
    assert steps == ["flip"] * 6 + ["create_draft"] * 6


def test_when_no_flip_waits_one_preparation_tries(machine: Machine, facebook: Facebook) -> None:
    fill(5, 1, NOW + 8 * MINUTE)
    put(0, 5, state="approved", draft_id="", wake_at=NOW)
    until_passing(facebook, 3 * MINUTE, throttled())
    machine.run(6 * MINUTE)
    assert [at // MINUTE for at in facebook.times("create_draft")] == [0, 2]
    machine.run(10 * MINUTE)
    assert states() == {"published": 5}


def test_aftercare_waits_behind_a_stop_and_is_not_given_up(
    machine: Machine, facebook: Facebook
) -> None:
    fill(1, 1, NOW)
    until_passing(facebook, 5 * HOUR, throttled(), ("look",))
    machine.run(6 * HOUR)
    row = Delivery.objects.get()
    assert (row.permalink, row.setbacks, len(facebook.times("look")) < 25) == (
        PUBLISHED.permalink,
        0,
        True,
    )


def test_a_throttled_look_counts_as_a_stop_for_the_flips_too(
    machine: Machine, facebook: Facebook
) -> None:
    fill(2, 1, NOW)
    put(0, state="published", published_at=NOW, post_id="1", wake_at=NOW)
    put(1, wake_at=NOW + MINUTE, due_at=NOW + MINUTE)
    until_passing(facebook, MINUTE, throttled(), ("look",))
    machine.run(90 * SECOND)
    assert facebook.times() == [timedelta()]
    machine.run(MINUTE)
    assert facebook.times("flip") == [2 * MINUTE]


def test_two_machines_have_one_that_tries_between_them(tmp_path: Path, facebook: Facebook) -> None:
    one, other = (Machine(tmp_path, facebook, bulk=False) for _ in range(2))
    fill(20, 6, NOW)
    until_passing(facebook, 20 * MINUTE, throttled(Scope.APP))
    one.work()
    facebook.calls.clear()
    for minutes in (2, 7):
        facebook.now = NOW + timedelta(minutes=minutes)
        found = [
            deliveries.claim(
                now=facebook.now, owner=machine.name, states=list(State), skip=(), limit=10
            )
            for machine in (one, other)
        ]
        for machine, rows in zip((other, one), found[::-1], strict=True):
            for row in rows:
                advance(machine.desk, row)
        one.run(11 * SECOND)
    assert len(facebook.calls) == 2


def test_who_died_while_trying_is_followed_by_another_after_a_minute(
    machine: Machine, facebook: Facebook
) -> None:
    fill(3, 1, NOW)
    until_passing(facebook, MINUTE, throttled())
    machine.work()
    facebook.now = NOW + 2 * MINUTE
    [row] = Delivery.objects.filter(entry_id="bai-0")
    row.lease_owner = "dead"
    Delivery.objects.filter(pk=row.pk).update(
        wake_at=None, leased=True, lease_owner="dead", state="publishing"
    )
    stop = stops.standing(facebook.now)["p0"]
    stops.let_try(stop, row.pk, until=facebook.now + MINUTE)
    facebook.calls.clear()
    machine.run(59 * SECOND)
    assert facebook.calls == []
    machine.run(2 * SECOND)
    assert len(facebook.times("flip")) == 2


def test_an_unclear_answer_of_the_one_that_tries_opens_nothing(
    machine: Machine, facebook: Facebook
) -> None:
    fill(3, 1, NOW)
    facebook.say = lambda *_: throttled()
    machine.work()
    facebook.calls.clear()
    facebook.say = lambda step, _page: (
        Unknown(reason=told("mất")) if step == "flip" else Invisible(post_id="1")
    )
    machine.run(150 * SECOND)
    assert [(step, at) for step, _, at in facebook.calls] == [("flip", NOW + 2 * MINUTE)]


def test_a_content_that_is_refused_shows_that_calls_pass_again(
    machine: Machine, facebook: Facebook
) -> None:
    fill(3, 1, NOW)
    facebook.say = lambda *_: throttled()
    machine.work()
    refused = Refused(reason=told("Trống.", "Viết."), scope=Scope.DELIVERY, code=197)
    facebook.say = lambda step, _page: (
        refused if step == "flip" and len(facebook.calls) == 2 else None
    )
    facebook.calls[:] = facebook.calls[:1]
    machine.run(150 * SECOND)
    assert stops.standing(facebook.now) == {}


def test_a_dead_token_of_the_one_that_tries_says_nothing_and_the_next_page_tries(
    machine: Machine, facebook: Facebook
) -> None:
    fill(6, 6, NOW)
    facebook.say = lambda *_: throttled(Scope.APP)
    machine.work()
    facebook.calls.clear()
    dead = Refused(reason=told("Hết hạn.", "Xin mã mới."), scope=Scope.PAGE, code=190)
    facebook.say = lambda _step, page: dead if page == "0" else throttled(Scope.APP)
    machine.run(5 * MINUTE)
    assert [page for _, page, _ in facebook.calls] == ["0", "1"]


def test_what_is_too_late_behind_a_stop_is_held_when_it_is_and_not_hours_later(
    machine: Machine, facebook: Facebook
) -> None:
    fill(3, 1, NOW)
    put(2, latest_at=NOW + 5 * HOUR)
    until_passing(facebook, 10 * HOUR, throttled(minutes=600))
    machine.run(2 * HOUR + 2 * SECOND)
    assert states() == {"held": 2, "prepared": 1}


def test_a_post_that_would_be_too_late_soon_goes_out_when_the_way_opens(
    machine: Machine, facebook: Facebook
) -> None:
    fill(3, 1, NOW)
    until_passing(facebook, 90 * MINUTE, blocked(), ("flip",))
    put(0, latest_at=NOW + 9 * HOUR)
    put(1, 2, latest_at=NOW + 3 * HOUR + MINUTE)
    machine.run(3 * HOUR)
    assert states() == {"published": 3}


def test_a_stop_that_only_a_header_told_of_holds_all_processes(
    machine: Machine, facebook: Facebook
) -> None:
    fill(2, 2, NOW + MINUTE)
    machine.desk.pace.hear("0", Usage(percent=100, wait=7 * MINUTE, of_app=False))
    note_heard(machine.desk)
    machine.run(6 * MINUTE)
    assert facebook.times("flip") == [MINUTE]
    machine.run(2 * MINUTE)
    assert facebook.times("flip") == [MINUTE, 7 * MINUTE]


def test_where_facebook_counts_a_hundred_and_lets_us_through_posts_go_out(
    machine: Machine, facebook: Facebook
) -> None:
    fill(4, 1, NOW)

    def say(step: str, page: str) -> Answer:
        machine.desk.pace.hear(page, Usage(percent=100, wait=timedelta(), of_app=False))
        return throttled() if facebook.now == NOW else None

    facebook.say = say
    machine.run(3 * MINUTE)
    assert states() == {"published": 4}


def test_without_a_connection_one_tries_every_ten_seconds(
    machine: Machine, facebook: Facebook
) -> None:
    fill(60, 6, NOW)
    lost = Deferred(reason=told("Mất mạng."), wait=10 * SECOND, scope=Scope.APP, stop=Stop.OFFLINE)
    until_passing(facebook, MINUTE - SECOND, lost)
    machine.work()
    facebook.calls.clear()
    machine.run(MINUTE - SECOND)
    assert facebook.times() == [10 * SECOND, 20 * SECOND, 30 * SECOND, 40 * SECOND, 50 * SECOND]
    machine.run(MINUTE)
    assert states() == {"published": 60}


def test_a_block_counts_before_a_limit_that_it_follows(
    machine: Machine, facebook: Facebook
) -> None:
    fill(2, 1, NOW)
    facebook.say = lambda *_: throttled()
    machine.work()
    facebook.say = lambda *_: blocked()
    machine.run(3 * MINUTE)
    stop = stops.standing(facebook.now)["p0"]
    assert (stop.kind, str(stop.reason), stop.until) == (
        Stop.BLOCK,
        "Đăng quá nhanh.",
        NOW + 2 * MINUTE + HOUR,
    )


def test_a_stop_behind_which_nothing_waited_is_forgotten(facebook: Facebook) -> None:
    stops.begin(
        "p0", Stop.LIMIT, told("Quá nhiều."), now=NOW, until=NOW + 2 * MINUTE, estimated=False
    )
    assert stops.standing(NOW + HOUR)
    assert stops.standing(NOW + HOUR + 2 * MINUTE) == {}


def test_housekeeping_rests_while_anything_is_stopped_and_until_the_flips_are_out(
    machine: Machine, facebook: Facebook
) -> None:
    assert at_rest(machine.desk, "p1", NOW)
    fill(2, 2, NOW)
    facebook.say = lambda *_: throttled(Scope.APP)
    machine.work()
    facebook.now += 3 * MINUTE
    assert at_rest(machine.desk, "p1", facebook.now) is None
    stops.end(stops.standing(facebook.now)["*"], now=facebook.now)
    assert at_rest(machine.desk, "p1", facebook.now) is None
    later = room_from(machine.desk, "p1", Importance.PREPARE, facebook.now)
    assert later == facebook.now + 30 * SECOND
    facebook.say = lambda *_: None
    machine.run(MINUTE)
    assert at_rest(machine.desk, "p1", facebook.now)
    assert PageState.objects.get(page="*").opened_at
