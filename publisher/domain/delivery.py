"""The life of a delivery: its states and the one table of allowed moves."""

from enum import StrEnum


class State(StrEnum):
    """Where a delivery stands (lượt đăng)."""

    PLANNED = "planned"
    APPROVED = "approved"
    PREPARING = "preparing"
    PREPARED = "prepared"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    HELD = "held"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class Hold(StrEnum):
    """Why a delivery is held."""

    TOO_LATE = "too_late"
    PAGE_PARKED = "page_parked"
    FROZEN = "frozen"


class IllegalMove(RuntimeError):
    """A delivery was asked to make a move that its life does not know: a defect of ours, never of the user."""


MOVES: dict[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.APPROVED, State.HELD, State.CANCELLED}),
    State.APPROVED: frozenset({State.PLANNED, State.PREPARING, State.HELD, State.REFUSED, State.CANCELLED}),
    State.PREPARING: frozenset({State.APPROVED, State.PREPARED, State.HELD, State.REFUSED}),
    State.PREPARED: frozenset({State.PLANNED, State.APPROVED, State.PUBLISHING, State.HELD, State.CANCELLED}),
    State.PUBLISHING: frozenset(
        {State.PREPARED, State.APPROVED, State.PUBLISHED, State.UNKNOWN, State.REFUSED, State.HELD}
    ),
    State.UNKNOWN: frozenset({State.PREPARED, State.PUBLISHED, State.APPROVED, State.REFUSED, State.HELD}),
    State.HELD: frozenset({State.PLANNED, State.APPROVED, State.PREPARED, State.UNKNOWN, State.CANCELLED}),
    State.REFUSED: frozenset({State.PLANNED, State.CANCELLED}),
    State.CANCELLED: frozenset({State.PLANNED}),
    State.PUBLISHED: frozenset(),
}


def check_move(old: State, new: State) -> None:
    """Raise `IllegalMove` unless a delivery may go from `old` to `new`."""
    if new not in MOVES[old]:
        raise IllegalMove(f"a delivery cannot go from {old} to {new}")
