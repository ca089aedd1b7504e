"""Changes the text of queue files as a person would by hand: what is not touched stays, comments
too. Pure."""

from collections.abc import Mapping, MutableMapping
from types import NoneType
from typing import Any, NamedTuple

import tomlkit
from tomlkit.items import InlineTable, Table

from publisher.domain.text import clean, clean_line
from publisher.queuefiles.bullets import BULLET
from publisher.queuefiles.frontmatter import FENCE


def with_front(raw: str, changes: Mapping[str, Any], body: str | None) -> str:
    """A post with other values in its front matter and another body; None: the body stays.

    None as a value takes its key away; a table as a value holds changes of the table that is there.

    Raises:
        tomlkit.exceptions.TOMLKitError: the front matter of `raw` is not well.
    """
    parts = _split(raw)
    table = tomlkit.parse(parts.front)
    # A plain value behind a table would belong to that table.
    above = {
        key: value
        for key, value in changes.items()
        if _has_tables(table) and key not in table and not isinstance(value, Mapping | NoneType)
    }
    for key, value in changes.items():
        if key not in above:
            _set(table, key, value)
    front = tomlkit.dumps(above) + tomlkit.dumps(table)
    return parts.above + front + parts.below + (parts.body if body is None else _body(parts, body))


def body_of(raw: str) -> str:
    """What stands below the front matter."""
    return _split(raw).body


def with_bullet(raw: str, text: str) -> str:
    """A list with one more item at its end."""
    before = raw.rstrip("\n")
    return f"{before}\n- {_one_line(text)}\n" if before else f"- {_one_line(text)}\n"


def with_other_bullet(raw: str, line: int, text: str) -> str:
    """A list with other words in the item that begins on a line (from 1)."""
    lines, end = _bullet(raw, line)
    return "\n".join([*lines[: line - 1], f"- {_one_line(text)}", *lines[end:]])


def without_bullet(raw: str, line: int) -> tuple[str, str]:
    """A list without the item that begins on a line (from 1), and the item."""
    lines, end = _bullet(raw, line)
    return "\n".join([*lines[: line - 1], *lines[end:]]), "\n".join(lines[line - 1 : end])


class _Parts(NamedTuple):
    """A post taken apart; together they are the whole."""

    above: str
    front: str
    below: str
    body: str


def _split(raw: str) -> _Parts:
    lines = raw.replace("\r\n", "\n").removeprefix("\ufeff").split("\n")
    fences = [number for number, line in enumerate(lines) if line.strip() == FENCE]
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if len(fences) < 2 or fences[0] != start:
        return _Parts(f"{FENCE}\n", "", f"{FENCE}\n", "\n".join(lines))
    first, last = fences[:2]
    above, front, below = (
        "".join(f"{line}\n" for line in part)
        for part in (lines[: first + 1], lines[first + 1 : last], [lines[last]])
    )
    return _Parts(above, front, below, "\n".join(lines[last + 1 :]))


def _body(parts: _Parts, text: str) -> str:
    """Other words in the place of a body, with the blank lines above it."""
    blank = len(parts.body) - len(parts.body.lstrip("\n")) if parts.body.strip() else 0
    return "\n" * blank + clean(text).strip() + "\n"


def _has_tables(table: tomlkit.TOMLDocument) -> bool:
    return any(isinstance(one, dict) and not isinstance(one, InlineTable) for one in table.values())


def _set(table: MutableMapping[str, Any], key: str, value: Any) -> None:
    if value is None:
        table.pop(key, None)
    elif not isinstance(value, Mapping):
        if key not in table or table[key] != value:
            table[key] = _written(value)
    else:
        if not isinstance(table.get(key), dict):
            table[key] = _new_table(value, inline=isinstance(table, InlineTable))
        inner = table[key]
        for name, one in value.items():
            _set(inner, name, one)
        if not inner:
            table.pop(key)


def _new_table(value: Mapping[str, Any], *, inline: bool) -> Table | InlineTable:
    if inline:
        return tomlkit.inline_table()
    return tomlkit.table(all(isinstance(one, Mapping) for one in value.values()))


def _written(value: Any) -> Any:
    if isinstance(value, str) and "\n" in value:
        return tomlkit.string(value, multiline=True)
    return value


def _bullet(raw: str, line: int) -> tuple[list[str], int]:
    """The lines, and the number of the last one of the item."""
    lines = raw.replace("\r\n", "\n").split("\n")
    if not 0 < line <= len(lines) or not BULLET.fullmatch(lines[line - 1]):
        raise ValueError(f"no bullet on line {line}")
    end = line
    while (
        end < len(lines)
        and lines[end].strip()
        and not BULLET.fullmatch(lines[end])
        and not _heading(lines[end])
    ):
        end += 1
    return lines, end


def _heading(line: str) -> bool:
    return line.lstrip().startswith(("#", "<!--"))


def _one_line(text: str) -> str:
    return clean_line(text)
