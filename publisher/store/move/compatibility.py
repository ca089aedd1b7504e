"""What SQLite has kept and PostgreSQL refuses: found before a move, all at once; what can be mended
is mended.

Works on the default database, which is the SQLite file. Expects to run in a transaction.
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

from django.db import IntegrityError, connection, connections, models, transaction

from publisher.domain.reason import Reason, reason
from publisher.store.move.copying import (
    NEW,
    column,
    key_column,
    moved_models,
    quoted,
)

AnyField: TypeAlias = "models.Field[Any, Any]"
NUL = "\0"
TEXTS = (models.CharField, models.TextField, models.JSONField)


class Unfit(NamedTuple):
    """A value that PostgreSQL would refuse."""

    table: str
    key: str
    column: str
    why: Reason


class Mended(NamedTuple):
    """A text from which signs were taken that nobody can see and PostgreSQL cannot store."""

    table: str
    key: str
    column: str


class _Mending(NamedTuple):
    model: type[models.Model]
    key: Any
    field: AnyField
    text: str


def fit() -> tuple[list[Unfit], list[Mended]]:
    """Mend what can be mended; what is left, and what was mended."""
    _know_unreadable()
    unfit, mended = list(_dangling()), []
    for model in moved_models():
        for fault in list(_faults(model)):
            if isinstance(fault, Unfit):
                unfit.append(fault)
            elif _put(fault):
                mended.append(Mended(*_place(fault.model, fault.key, fault.field)))
            else:
                place = _place(fault.model, fault.key, fault.field)
                unfit.append(Unfit(*place, Reason("install.nul_twin")))
    return unfit, mended


def _faults(model: type[models.Model]) -> Iterator[Unfit | _Mending]:
    for key, field, value in _doubtful(model):
        if fault := _fault(model, key, field, value):
            yield fault


def _fault(
    model: type[models.Model], key: Any, field: AnyField, value: Any
) -> Unfit | _Mending | None:
    place = _place(model, key, field)
    if not isinstance(field, TEXTS):
        return Unfit(*place, reason("install.invalid_value", kind=field.get_internal_type()))
    try:
        text = bytes(value).decode()
    except UnicodeDecodeError:
        return Unfit(*place, Reason("install.not_utf8"))
    whole = _mended(field, text)
    if field.max_length and len(whole) > field.max_length:
        return Unfit(*place, reason("install.too_long", n=len(whole), most=field.max_length))
    return None if whole == text else _Mending(model, key, field, whole)


def _place(model: type[models.Model], key: Any, field: AnyField) -> tuple[str, str, str]:
    return model._meta.db_table, str(key).replace(NUL, "␀"), field.column or ""


def _mended(field: AnyField, text: str) -> str:
    if not isinstance(field, models.JSONField):
        return text.replace(NUL, "")
    value = json.loads(text)
    whole = _storable(value)
    return text if whole == value else json.dumps(whole)


def _storable(value: Any) -> Any:
    """A JSON value without NUL and without halves of a surrogate pair, which jsonb refuses."""
    if isinstance(value, str):
        return value.replace(NUL, "").encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_storable(one) for one in value]
    if isinstance(value, dict):
        return {_storable(name): _storable(one) for name, one in value.items()}
    return value


def _put(mending: _Mending) -> bool:
    model, key, field, text = mending
    where = f"WHERE {key_column(model)} = %s"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {quoted(model._meta.db_table)} SET {column(field)} = %s {where}",
                [text, key],
            )
    except IntegrityError:
        return False
    return True


def _doubtful(model: type[models.Model]) -> Iterator[tuple[Any, AnyField, Any]]:
    """Key, field and stored value of what has to be looked at closer; texts as bytes."""
    fields = list(model._meta.concrete_fields)
    texts = [field for field in fields if isinstance(field, TEXTS)]
    doubts = [(field, doubt) for field in fields if (doubt := _doubt(field))]
    tests = [doubt for _, doubt in doubts]
    if texts:
        # One call of Python a row, not one a column.
        together = " || '|' || ".join(f"coalesce({column(field)}, '')" for field in texts)
        tests.append(f"unreadable(CAST({together} AS BLOB))")
    shown = [f"CAST({column(field)} AS BLOB)" for field in texts]
    shown += [doubt for field, doubt in doubts if field not in texts]
    wanted = [*texts, *(field for field, _ in doubts if field not in texts)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key_column(model)}, {', '.join(shown)} FROM {quoted(model._meta.db_table)} "
            f"WHERE {' OR '.join(tests)}"
        )
        for key, *values in cursor:
            yield from (
                (key, field, value) for field, value in zip(wanted, values, strict=True) if value
            )


def _doubt(field: AnyField) -> str:
    """What of a column SQLite itself can see to be doubtful, as a condition; empty
    when nothing is.
    """
    name = column(field)
    if isinstance(field, models.JSONField):
        return f"instr({name}, '\\u0000') OR instr({name}, '\\ud')"
    if isinstance(field, models.CharField) and field.max_length:
        return f"length({name}) > {field.max_length}"
    if isinstance(field, models.BooleanField):
        return f"{name} NOT IN (0, 1)"
    if isinstance(field, models.DateTimeField):
        return f"{name} IS NOT NULL AND datetime({name}) IS NULL"
    if isinstance(field, models.UUIDField):
        return f"length({name}) <> 32 OR {name} GLOB '*[^0-9a-f]*'"
    if isinstance(field, models.IntegerField | models.ForeignKey):
        lowest, highest = _range(field)
        return (
            f"{name} IS NOT NULL AND (typeof({name}) <> 'integer' OR {name} NOT BETWEEN {lowest}"
            f" AND {highest})"
        )
    return ""


def _range(field: AnyField) -> tuple[int, int]:
    kind = field.target_field if isinstance(field, models.ForeignKey) else field
    lowest, highest = connections[NEW].ops.integer_field_range(kind.get_internal_type())
    return lowest or 0, highest or 0


def _dangling() -> Iterator[Unfit]:
    """References to rows that are not there."""
    moved = {model._meta.db_table: model for model in moved_models()}
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check")
        for table, row, parent, _ in cursor.fetchall():
            if table in moved:
                yield Unfit(table, str(row), "", reason("install.no_parent", table=parent))


def _know_unreadable() -> None:
    """Let SQLite ask whether bytes are a text that PostgreSQL can store."""
    connection.ensure_connection()
    connection.connection.create_function("unreadable", 1, _unreadable, deterministic=True)


def _unreadable(value: bytes) -> bool:
    if b"\0" in value:
        return True
    try:
        value.decode()
    except UnicodeDecodeError:
        return True
    return False
