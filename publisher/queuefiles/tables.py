"""Reads a TOML table into a dataclass whose fields say how; every problem of the table at once.

A validation library would do it too, but the one that reads the configuration takes longer to
import than a card takes to draw (bench/preview.py), and what somebody has just typed and wants to
see cannot have been remembered from before.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from itertools import islice
from typing import Any, TypeVar

from publisher.domain.errors import PublisherError
from publisher.domain.hints import nearest
from publisher.domain.reason import told
from publisher.domain.text import nfc

# Findings that one table or list tells of; a person who mends them sees the rest then.
MOST_FINDINGS = 30
# Characters of what somebody wrote that are repeated to him, and compared with what he may have
# meant.
LONGEST_WORD = 60

T = TypeVar("T")
Where = tuple[str | int, ...]
Reader = Callable[[object], T]


@dataclass(frozen=True, slots=True)
class TableProblem:
    """What is wrong at a key. Texts are Vietnamese."""

    where: Where
    # Empty for a key that nobody knows.
    reason: str
    fix: str = ""

    @property
    def message(self) -> str:
        """The key and what is wrong with it."""
        name = f"“{'.'.join(map(str, self.where))}”"
        return f"{name}: {self.reason}" if self.reason else f"không có khóa {name}"

    def below(self, part: str | int) -> "TableProblem":
        """The same, seen from the table or list around it."""
        return TableProblem((part, *self.where), self.reason, self.fix)


class Wrong(PublisherError, ValueError):
    """A table cannot be read; `findings` says everything that is wrong with it."""

    def __init__(self, findings: list[TableProblem]) -> None:
        super().__init__(told("; ".join(finding.message for finding in findings)))
        self.findings = findings


def key(read: Reader[T], default: Any = MISSING, *, name: str = "") -> T:
    """A dataclass field that `read` reads (it raises ValueError in Vietnamese);

    `name` if the key is no Python word.
    """
    # It says the value's type, as dataclasses.field does, so that the class reads as what it holds.
    found: T = field(default=default, metadata={"read": read, "name": name})
    return found


def read_table(raw: object, model: type[T]) -> T:
    """The table as `model`. Raises Wrong."""
    if not isinstance(raw, Mapping):
        raise ValueError("phải là một bảng TOML")
    # Any: fields() asks for a dataclass, which type[T] cannot say.
    known: dict[str, Field[Any]] = {_name(found): found for found in fields(model)}  # type: ignore[arg-type]
    strange = islice((name for name in raw if name not in known), MOST_FINDINGS)
    findings = [TableProblem((name,), "", nearest(name[:LONGEST_WORD], known)) for name in strange]
    values: dict[str, object] = {}
    for name, found in known.items():
        if name in raw:
            _read(found, name, raw[name], values, findings)
        elif found.default is MISSING:
            findings.append(TableProblem((name,), "thiếu khóa bắt buộc"))
    if findings:
        raise Wrong(findings)
    return model(**values)


def string(value: object) -> str:
    """A string in NFC, without blanks around it."""
    if not isinstance(value, str):
        raise ValueError("phải là chữ trong ngoặc kép")
    if "\0" in value:
        raise ValueError("có ký tự rỗng (\\u0000), không phải chữ; viết lại bằng bàn phím")
    return nfc(value).strip()


def integer(value: object) -> int:
    """A whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("phải là số nguyên")
    return value


def boolean(value: object) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise ValueError("phải là true hoặc false")
    return value


def one_of(*known: str) -> Reader[str]:
    """One of some words."""

    def word(value: object) -> str:
        if value not in known:
            said = str(value)[:LONGEST_WORD]
            raise ValueError(f"“{said}” không dùng được; {nearest(said, known)}")
        return str(value)

    return word


def texts(value: object) -> tuple[tuple[str, str], ...]:
    """A table of strings, by name."""
    if not isinstance(value, Mapping):
        raise ValueError('phải là một bảng TOML, mỗi dòng một trường: tên = "chữ"')
    found: list[tuple[str, str]] = []
    wrong: list[TableProblem] = []
    for name, text in value.items():
        try:
            found.append((string(name), string(text)))
        except ValueError as error:
            wrong.append(TableProblem((name,), str(error)))
    if wrong:
        raise Wrong(wrong[:MOST_FINDINGS])
    return tuple(sorted(found))


def list_of(read: Reader[T]) -> Reader[tuple[T, ...]]:
    """A list whose items are read by `read`."""

    def items(value: object) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise ValueError('phải là danh sách trong ngoặc vuông, ví dụ ["a", "b"]')
        found: list[T] = []
        findings: list[TableProblem] = []
        for place, item in enumerate(value):
            try:
                found.append(read(item))
            except Wrong as wrong:
                findings += [inner.below(place) for inner in wrong.findings]
            except ValueError as error:
                findings.append(TableProblem((place,), str(error)))
        if findings:
            raise Wrong(findings[:MOST_FINDINGS])
        return tuple(found)

    return items


def tables_by_name(model: type[T]) -> Reader[tuple[tuple[str, T], ...]]:
    """A table of tables, each read as `model`."""

    def tables(value: object) -> tuple[tuple[str, T], ...]:
        if not isinstance(value, Mapping):
            raise ValueError("phải là các bảng TOML có tên")
        found, findings = [], []
        for name, inner in value.items():
            try:
                found.append((name, read_table(inner, model)))
            except Wrong as wrong:
                findings += [one.below(name) for one in wrong.findings]
            except ValueError as error:
                findings.append(TableProblem((name,), str(error)))
        if findings:
            raise Wrong(findings[:MOST_FINDINGS])
        return tuple(found)

    return tables


def table_of(model: type[T]) -> Reader[T]:
    """A table inside a table."""
    return lambda value: read_table(value, model)


def _name(found: Field[Any]) -> str:
    return found.metadata["name"] or found.name


def _read(
    found: Field[Any],
    name: str,
    value: object,
    values: dict[str, object],
    findings: list[TableProblem],
) -> None:
    try:
        values[found.name] = found.metadata["read"](value)
    except Wrong as wrong:
        findings += [inner.below(name) for inner in wrong.findings]
    except ValueError as error:
        findings.append(TableProblem((name,), str(error)))
