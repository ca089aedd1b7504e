"""Reasons to wait: one list of gates, walked by single deliveries and by flips in bulk alike."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bench.dispatch import Nothing, a_desk, fill
from publisher.channels.port import Usage
from publisher.context import Context
from publisher.domain.delivery import State
from publisher.domain.reason import told
from publisher.domain.verdict import Stop
from publisher.features import delivery
from publisher.features.delivery import gates
from publisher.features.delivery.advance import advance
from publisher.features.delivery.bulk_flips import claim_flips
from publisher.store import deliveries, freezes, page_states, stops
from publisher.store.connection import close_store, open_store
from publisher.store.models import Delivery
from publisher.store.transactions import Direct
from tests.databases import new_database

NOW = datetime(2027, 4, 15, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
Way = Callable[[Context], bool]


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    """A page with one post that is due."""
    open_store(new_database(tmp_path))
    fill(1, 1, NOW)
    yield a_desk(tmp_path, Direct(), Nothing(), 1, lambda: NOW)
    close_store()


def singly(context: Context) -> bool:
    """Whether the post goes out stage by stage."""
    rows = deliveries.claim(now=NOW, owner="me", states=[State.PREPARED], skip=(), limit=10)
    for row in rows:
        advance(context, row)
    return Delivery.objects.filter(entry_id="bai-0", state=State.PUBLISHED.value).exists()


def in_bulk(context: Context) -> bool:
    """Whether its flip is begun with others."""
    states = (State.PREPARED, State.UNKNOWN)
    claimed = Direct().write(
        lambda: claim_flips(context, owner="me", states=states, skip=(), limit=10)
    )
    return "bai-0" in Delivery.objects.filter(
        pk__in=[flip.delivery for flip in claimed.flips]
    ).values_list("entry_id", flat=True)


WAYS = pytest.mark.parametrize("goes_out", [singly, in_bulk])


# What closes each gate, and nothing else


def out_of_time(context: Context) -> Context:
    put(due_at=NOW - 3 * timedelta(hours=1), latest_at=NOW - MINUTE)
    return context


def frozen(context: Context) -> Context:
    freezes.begin(unit="", campaign="", reason="Quốc tang", by="Ada", now=NOW)
    return context


def before_its_time(context: Context) -> Context:
    put(due_at=NOW + MINUTE)
    return context


def after_another_post(context: Context) -> Context:
    fill(1, 1, NOW - MINUTE, first=1)
    other = Delivery.objects.filter(entry_id="bai-1")
    other.update(state=State.PUBLISHED.value, published_at=NOW - MINUTE, wake_at=None)
    return context.of({"p0": replace(context.pages["p0"], min_gap=5 * MINUTE)})


def without_its_page(context: Context) -> Context:
    return context.of({})


def on_a_parked_page(context: Context) -> Context:
    page_states.park("p0", now=NOW, reason=told("Mã đã chết."), fingerprint="")
    return context


def without_a_token(context: Context) -> Context:
    return replace(context, token=lambda _: None)


def behind_a_stop(context: Context) -> Context:
    until = NOW + MINUTE
    stops.begin("p0", Stop.LIMIT, told("Quá nhiều."), now=NOW, until=until, estimated=True)
    return context


def at_the_limit(context: Context) -> Context:
    # Told by a header alone, and of a page that the rows cannot name yet.
    context.pace.hear("0", Usage(percent=100, wait=MINUTE, of_app=False))
    return context


CLOSED: dict[gates.Gate, Callable[[Context], Context]] = {
    gates.late: out_of_time,
    gates.frozen: frozen,
    gates.early: before_its_time,
    gates.turn: after_another_post,
    gates.undeclared: without_its_page,
    gates.parked: on_a_parked_page,
    gates.tokenless: without_a_token,
    gates.stopped: behind_a_stop,
    gates.paced: at_the_limit,
}
# No call can be made without them, list or no list.
NEEDED = {gates.undeclared, gates.tokenless}


def put(**columns: Any) -> None:
    Delivery.objects.filter(entry_id="bai-0").update(**columns)


def named(gate: gates.Gate) -> str:
    return gate.__name__


def test_every_gate_before_a_post_becomes_public_is_tried_here() -> None:
    assert set(CLOSED) == set(gates.FLIP)


@WAYS
def test_a_post_at_whose_gates_nothing_stands_goes_out(context: Context, goes_out: Way) -> None:
    assert goes_out(context)


@WAYS
@pytest.mark.parametrize("gate", CLOSED, ids=named)
def test_a_closed_gate_keeps_a_post_back(context: Context, goes_out: Way, gate: gates.Gate) -> None:
    assert not goes_out(CLOSED[gate](context))


@WAYS
def test_a_gate_that_is_added_to_the_list_is_obeyed(
    context: Context, goes_out: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dependency(view: gates.View, one: gates.Candidate) -> gates.Obstacle | None:
        return gates.Obstacle(until=NOW + MINUTE) if one.page == "p0" else None

    monkeypatch.setattr(gates, "FLIP", [*gates.FLIP, dependency])
    assert not goes_out(context)


@WAYS
@pytest.mark.parametrize("gate", CLOSED.keys() - NEEDED, ids=named)
def test_nobody_has_a_gate_of_its_own(
    context: Context, goes_out: Way, gate: gates.Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = CLOSED[gate](context)
    monkeypatch.setattr(gates, "FLIP", [])
    assert goes_out(closed)


def test_what_waits_for_a_moment_wakes_then(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dependency(view: gates.View, one: gates.Candidate) -> gates.Obstacle | None:
        return gates.Obstacle(until=NOW + MINUTE)

    monkeypatch.setattr(gates, "FLIP", [*gates.FLIP, dependency])
    singly(context)
    row = Delivery.objects.get(entry_id="bai-0")
    assert (row.state, row.wake_at, row.lease_owner) == (State.PREPARED, NOW + MINUTE, "")


def test_what_many_wait_for_is_waited_for_together(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dependency(view: gates.View, one: gates.Candidate) -> gates.Obstacle | None:
        return gates.Obstacle(until=NOW + MINUTE, shared=True)

    monkeypatch.setattr(gates, "FLIP", [*gates.FLIP, dependency])
    assert not in_bulk(context)
    row = Delivery.objects.get(entry_id="bai-0")
    assert (row.state, row.wake_at, row.lease_owner) == (State.PREPARED, NOW + MINUTE, "")


# What follows from an answer


def test_what_follows_from_a_setback_is_settled_in_one_place() -> None:
    def matches(path: Path) -> set[str]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found = (node.cls for node in ast.walk(tree) if isinstance(node, ast.MatchClass))
        return {cls.id for cls in found if isinstance(cls, ast.Name)} & {"Deferred", "Unknown"}

    folder = Path(delivery.__file__).parent
    # The stage puts every answer into the columns of its attempt.
    assert {path.name for path in folder.glob("*.py") if matches(path)} == {"settle.py", "stage.py"}
