"""Moves an installation from SQLite to PostgreSQL: all of it, compared row by row, and nothing
public twice.

May end at any moment and be run again. Until everything is compared PostgreSQL is refused by
whoever would publish from it; from then on the SQLite file is (`publisher.store.move.marks`).
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import quote, urlsplit

from django.db import Error as DatabaseTrouble
from django.db import transaction
from filelock import FileLock, Timeout

from publisher.config.values import Config
from publisher.domain.errors import CannotMove
from publisher.store import deliveries
from publisher.store.connection import close_store, open_beside, open_store
from publisher.store.move import compatibility, copying
from publisher.store.move.compatibility import Mended, Unfit
from publisher.store.move.copying import NEW, Compared, CopiedTable, Difference
from publisher.store.move.marks import MoveMark, Phase

# As `publisher.config` has it when `database` says nothing.


class MoveStep(StrEnum):
    """What takes long."""

    COPYING = "copying"
    COMPARING = "comparing"


class Watching(Protocol):
    """Is told how the move goes."""

    def begin(self, step: MoveStep, rows: int) -> None:
        """A step of so many rows begins."""
        ...

    def advance(self, rows: int) -> None:
        """So many rows more of it are done."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveDone:
    """Everything is in PostgreSQL and the same there; the SQLite file is not used any more."""

    target: str
    tables: tuple[Compared, ...]
    # In the SQLite file, before.
    mended: tuple[Mended, ...]
    # Deliveries that a killed service had in work.
    given_back: int


class MovedBefore(NamedTuple):
    """It was all there already."""

    target: str
    # dd/mm/yyyy in Vietnam.
    day: str


class NotFit(NamedTuple):
    """PostgreSQL would refuse these values; nothing was changed."""

    values: tuple[Unfit, ...]


class Differs(NamedTuple):
    """PostgreSQL holds something else than SQLite; the next run begins anew."""

    found: Difference


Outcome = MoveDone | MovedBefore | NotFit | Differs


class _Prepared(NamedTuple):
    mended: tuple[Mended, ...] = ()
    given_back: int = 0


def relocate(
    config: Config, source: Path, *, clock: Callable[[], datetime], watching: Watching
) -> Outcome:
    """Move what the SQLite file `source` holds into the configured PostgreSQL database. `clock`
    gives UTC.

    Raises:
        CannotMove: when something is in the way, or broke off.
        StoreError: when one of the databases cannot be opened.
    """
    target = config.database()
    _check(target, source)
    with ExitStack() as stack:
        for folder in dict.fromkeys((config.data.resolve(), source.resolve().parent)):
            stack.enter_context(_stopped(folder))
        stack.callback(close_store)
        open_store(target, cluster=config.clustered, moving=True)
        open_store(f"sqlite:///{quote(str(source.resolve()))}", moving=True)
        stack.enter_context(open_beside(target, NEW))
        try:
            return _relocate(clock, watching)
        except DatabaseTrouble as error:
            raise CannotMove("install.move_broke_off", why=_first_line(error)) from error


def _relocate(clock: Callable[[], datetime], watching: Watching) -> Outcome:
    with copying.alone_there():
        known = copying.source_mark()
        if known and known.phase is Phase.MOVED:
            return _moved_before(known, clock())
        _check_target(known)
        prepared = _Prepared()
        if known is None or known.phase is Phase.VOID:
            found = _prepare(clock())
            if isinstance(found, NotFit):
                return found
            prepared = found
        return _move(prepared, clock, watching)


def _move(
    prepared: _Prepared, clock: Callable[[], datetime], watching: Watching
) -> MoveDone | Differs:
    # Within the transaction nobody else can write to the file, and its mark is kept at the end
    # only.
    with transaction.atomic():
        mark = copying.source_mark()
        if mark is None or mark.phase is not Phase.MOVING:
            raise CannotMove("install.file_in_use")
        compared = _copied_and_compared(mark, clock(), watching)
        if isinstance(compared, Difference):
            copying.begin_anew()
            return Differs(compared)
        copying.settle()
        # First the file, then PostgreSQL: at no moment may both be used.
        copying.end_source(mark, now=clock())
    copying.end_target(mark, now=clock())
    return MoveDone(
        target=copying.target_name(),
        tables=compared,
        mended=prepared.mended,
        given_back=prepared.given_back,
    )


def _copied_and_compared(
    mark: MoveMark, now: datetime, watching: Watching
) -> tuple[Compared, ...] | Difference:
    progress = copying.enter_target(mark, now=now)
    tables = copying.survey()
    rows = sum(table.rows for table in tables)
    watching.begin(MoveStep.COPYING, rows)
    for table in tables:
        copying.copy(table, progress, watching.advance)
    watching.begin(MoveStep.COMPARING, rows)
    return _compared(tables, watching)


def _compared(tables: list[CopiedTable], watching: Watching) -> tuple[Compared, ...] | Difference:
    same: list[Compared] = []
    for table in tables:
        found = copying.compare(table, watching.advance)
        if isinstance(found, Difference):
            return found
        same.append(found)
    return tuple(same)


def _prepare(now: datetime) -> _Prepared | NotFit:
    """Bring the file into the shape in which it is moved, and note that it is being moved; all or
    nothing.
    """
    with transaction.atomic():
        unfit, mended = compatibility.fit()
        if unfit:
            transaction.set_rollback(True)
            return NotFit(tuple(unfit))
        # What a killed service had in work counts as unknown, and is looked at before anything is
        # sent again.
        given_back = deliveries.recover(now=now, running=())
        copying.mark_source(now=now)
    return _Prepared(tuple(mended), given_back)


def _moved_before(known: MoveMark, now: datetime) -> MovedBefore:
    there = copying.target_mark()
    if there is None or there.move != known.move:
        raise CannotMove(
            "install.moved_elsewhere",
            other=known.other,
            day=known.day,
            target=copying.target_name(),
        )
    if there.phase is not Phase.MOVED:
        # It ended between the two marks; everything had been compared.
        copying.end_target(known, now=now)
    return MovedBefore(known.other, known.day)


def _check(target: str, source: Path) -> None:
    if urlsplit(target).scheme not in ("postgres", "postgresql"):
        raise CannotMove("install.not_postgresql")
    if not source.is_file():
        raise CannotMove("install.no_source", source=source)
    if not copying.is_ours(source):
        raise CannotMove("install.no_store", source=source)


def _check_target(known: MoveMark | None) -> None:
    there = copying.target_mark()
    name = copying.target_name()
    if there and there.phase is Phase.MOVING and (known is None or known.move != there.move):
        raise CannotMove("install.of_another_file", name=name, other=there.other)
    if (there is None or there.phase is not Phase.MOVING) and (used := copying.used_tables()):
        raise CannotMove(
            "install.not_empty", name=name, tables=", ".join(used[:3]) + ("…" if used[3:] else "")
        )


@contextmanager
def _stopped(data: Path) -> Iterator[None]:
    """Within, no service can start on the data folder. Raises CannotMove when one runs."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        # The same file that a service holds.
        with FileLock(data / "service.lock").acquire(timeout=0):
            yield
    except Timeout:
        raise CannotMove("install.service_runs", data=data) from None


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
