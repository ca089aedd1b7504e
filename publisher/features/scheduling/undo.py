"""Taking back what was just done: a move, a delivery that was left out, a deleted entry."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from publisher.context import Context
from publisher.domain.errors import CannotUndo
from publisher.features.scheduling.reschedule import move
from publisher.queuefiles import writing
from publisher.queuefiles.decoding import written_text
from publisher.store.activity_log import What, note
from publisher.store.models import Action, Delivery

# Later, others have built on it.
LIFE = timedelta(days=7)


def undo(
    context: Context,
    action: Action,
    *,
    queue: Path,
    known: Callable[[Path, str], None],
    now: datetime,
) -> Path | None:
    """Take an action back; returns the queue file that changed by it, if one did.

    `known` refuses a file that would not be well (raises Refused).

    Raises:
        CannotUndo: too late, done already, or something else happened meanwhile.
    """
    if action.undone_at or not action.undo or now - action.at > LIFE:
        raise CannotUndo("scheduling.undo_late")
    changed: Path | None = None
    match action.undo:
        case {"move": [*before]}:
            _move_back(context, {int(pk): datetime.fromisoformat(when) for pk, when in before}, now)
        case {"skip": [*keys]}:
            # Planning brings back what the queue still wants; it waits for approval once more.
            changed = _bring_back(context, [int(key) for key in keys], queue)
        case {"file": str(name), "content": str(content)}:
            changed = _restore(context, action, queue / name, content, known, now)
        case {"bullet": [str(name), str(line), str(fresh)]}:
            changed = _insert(context, action, queue / name, line, fresh, known, now)
        case _:
            raise CannotUndo("scheduling.undo_never")
    if action.undone_at is None:
        context.transactions.write(
            lambda: Action.objects.filter(pk=action.pk).update(undone_at=now)
        )
    return changed


def _move_back(context: Context, before: dict[int, datetime], now: datetime) -> None:
    rows = list(Delivery.objects.filter(pk__in=list(before)))
    done = [move(context, [row], at=before[row.pk], now=now, undoing=True) for row in rows]
    if not any(moved.count for moved in done):
        problems = {problem for moved in done for problem in moved.problems}
        if problems:
            why = sorted(problems, key=str)
            raise CannotUndo("scheduling.undo_refused", problems=why)
        raise CannotUndo("scheduling.undo_not_moved")


def _bring_back(context: Context, keys: list[int], queue: Path) -> Path:
    rows = Delivery.objects.dropped().filter(pk__in=keys)
    first = rows.first()
    if first is None:
        raise CannotUndo("scheduling.undo_changed")
    context.transactions.write(lambda: rows.update(vanished=True))
    return queue / first.source


def _restore(
    context: Context,
    action: Action,
    path: Path,
    content: str,
    known: Callable[[Path, str], None],
    now: datetime,
) -> Path:
    if path.exists():
        raise CannotUndo("scheduling.undo_name_taken")
    try:
        known(path, content)
        writing.update_file(
            path, content, seen=None, before=lambda _path: _note_restored(context, action, now)
        )
    except writing.WriteRefused as refused:
        raise CannotUndo(refused.reason) from None
    return path


def _insert(
    context: Context,
    action: Action,
    path: Path,
    line: str,
    fresh: str,
    known: Callable[[Path, str], None],
    now: datetime,
) -> Path:
    """A bullet comes back at the end of its list; `fresh` is the file's content when nothing else
    is left of it.
    """
    old = written_text(path.read_bytes()) if path.exists() else ""
    content = f"{old.rstrip()}\n{line}\n" if old else fresh
    try:
        known(path, content)
        seen = writing.digest_of(path)
        writing.update_file(
            path, content, seen=seen, before=lambda _path: _note_restored(context, action, now)
        )
    except writing.WriteRefused as refused:
        raise CannotUndo(refused.reason) from None
    return path


def _note_restored(context: Context, action: Action, now: datetime) -> None:
    def both() -> None:
        note(What.RESTORE, by=context.actor, now=now, entry_id=action.entry_id, unit=action.unit)
        Action.objects.filter(pk=action.pk).update(undone_at=now)

    context.transactions.write(both)
    action.undone_at = now
