"""The mark of a move from SQLite to PostgreSQL: one row in each of the two, in a table that no
migration knows.

It outlives every process: whoever opens a database sees that it is half filled, or that its
contents went elsewhere.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.db.backends.base.base import BaseDatabaseWrapper

from publisher.domain.page import VIETNAM

TABLE = "publisher_move"
_EXISTS = {
    "sqlite": f"SELECT name FROM sqlite_master WHERE type = 'table' AND name = '{TABLE}'",
    "postgresql": f"SELECT to_regclass('{TABLE}')",
}
_COLUMNS = "move, turn, phase, other, at, progress"


class Phase(StrEnum):
    """How far a move has come."""

    # PostgreSQL holds a part; SQLite is being read.
    MOVING = "moving"
    # SQLite was used again before the move had ended: what PostgreSQL holds of it is out of date.
    VOID = "void"
    # Everything is in PostgreSQL, compared.
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveMark:
    """What one database knows of a move."""

    # The same on both sides, and for ever that of the SQLite file.
    move: str
    # How often it was begun anew; sides with different ones do not belong together.
    turn: int
    phase: Phase
    # The other side, for people: no password.
    other: str
    at: datetime
    # In PostgreSQL: the last key that was copied, by table.
    progress: Mapping[str, Any] = field(default_factory=dict)

    @property
    def day(self) -> str:
        """When it was made, for people."""
        return f"{self.at.astimezone(ZoneInfo(VIETNAM)):%d/%m/%Y}"


def read(database: BaseDatabaseWrapper) -> MoveMark | None:
    """The mark of a database; None when it has never been part of a move. Raises a
    database error.
    """
    with database.cursor() as cursor:
        cursor.execute(_EXISTS[database.vendor])
        if not any(cursor.fetchone() or ()):
            return None
        cursor.execute(f"SELECT {_COLUMNS} FROM {TABLE}")
        row = cursor.fetchone()
    if row is None:
        return None
    move, turn, phase, other, at, progress = row
    return MoveMark(
        move=move,
        turn=turn,
        phase=Phase(phase),
        other=other,
        at=datetime.fromisoformat(at).astimezone(UTC),
        progress=json.loads(progress),
    )


def write(database: BaseDatabaseWrapper, mark: MoveMark) -> None:
    """Put the mark in the place of the one before.

    Expects to run in a transaction. Raises a database error.
    """
    with database.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS {TABLE} (move text NOT NULL, turn integer NOT NULL, phase"
            " text NOT NULL, other text NOT NULL, at text NOT NULL, progress text NOT NULL)"
        )
        cursor.execute(f"DELETE FROM {TABLE}")
        cursor.execute(
            f"INSERT INTO {TABLE} ({_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s)",
            [
                mark.move,
                mark.turn,
                mark.phase.value,
                mark.other,
                mark.at.isoformat(),
                json.dumps(mark.progress),
            ],
        )


def note_progress(database: BaseDatabaseWrapper, progress: Mapping[str, Any]) -> None:
    """Note how far copying has come, in the transaction of what was copied.

    Raises a database error.
    """
    with database.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET progress = %s", [json.dumps(progress)])


def make_void(database: BaseDatabaseWrapper) -> None:
    """Note that SQLite is used again though its move was begun.

    Raises a database error, when it is being moved now.
    """
    with database.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET phase = %s", [Phase.VOID.value])
