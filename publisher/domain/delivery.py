"""The life of a delivery: its states and the one table of allowed moves."""

from enum import StrEnum

from publisher.domain.errors import IllegalMove


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
    # It may or may not be public, and looking did not tell: a person decides.
    UNCERTAIN = "uncertain"
    # It fell due before an older database was put in place, which may not know that it is public: a
    # person decides.
    RESTORED = "restored"
    # Another entry says the same on the same page: a person decides.
    REPEATED = "repeated"
    # Our own code fell over it again and again: a person decides.
    STUMBLED = "stumbled"
    # The account's own list shows the same words, or cannot be read, and this database does not
    # know what was published before: a person decides.
    SHOWN = "shown"


# To PUBLISHED from a state in which we send nothing: Facebook's scheduler was faster than our
# recall.
MOVES: dict[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.APPROVED, State.HELD, State.CANCELLED, State.PUBLISHED}),
    State.APPROVED: frozenset(
        # To PREPARED: a hand-over whose answer was lost is found at Facebook.
        {
            State.PLANNED,
            State.PREPARING,
            State.PREPARED,
            State.HELD,
            State.REFUSED,
            State.CANCELLED,
            State.PUBLISHED,
        }
    ),
    State.PREPARING: frozenset({State.APPROVED, State.PREPARED, State.HELD, State.REFUSED}),
    State.PREPARED: frozenset(
        {
            State.PLANNED,
            State.APPROVED,
            State.PUBLISHING,
            State.HELD,
            State.REFUSED,
            State.CANCELLED,
            State.PUBLISHED,
        }
    ),
    State.PUBLISHING: frozenset(
        {State.PREPARED, State.APPROVED, State.PUBLISHED, State.UNKNOWN, State.REFUSED, State.HELD}
    ),
    State.UNKNOWN: frozenset(
        {State.PREPARED, State.PUBLISHED, State.APPROVED, State.REFUSED, State.HELD}
    ),
    State.HELD: frozenset(
        {
            State.PLANNED,
            State.APPROVED,
            State.PREPARED,
            State.UNKNOWN,
            State.CANCELLED,
            State.PUBLISHED,
        }
    ),
    State.REFUSED: frozenset({State.PLANNED, State.APPROVED, State.CANCELLED, State.PUBLISHED}),
    State.CANCELLED: frozenset({State.PLANNED, State.PUBLISHED}),
    State.PUBLISHED: frozenset(),
}


def check_move(old: State, new: State) -> None:
    """Raise `IllegalMove` unless a delivery may go from `old` to `new`."""
    if new not in MOVES[old]:
        raise IllegalMove("store.illegal_move", old=old, new=new)
