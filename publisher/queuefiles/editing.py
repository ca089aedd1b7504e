"""Changes the text of queue files as a person would by hand: what is not touched stays, comments
too. Pure."""

from collections.abc import Mapping
from typing import Any

import tomlkit

from publisher.domain.text import clean, clean_line
from publisher.queuefiles.bullets import BULLET
from publisher.queuefiles.frontmatter import FENCE


def with_front(raw: str, changes: Mapping[str, Any], body: str) -> str:
    """A post with other values in its front matter (None takes a key away) and another body.

    Raises:
        tomlkit.exceptions.TOMLKitError: the front matter of `raw` is not well.
    """
    front, _old_body = _split(raw)
    table = tomlkit.parse(front)
    for key, value in changes.items():
        if value is None:
            table.pop(key, None)
        elif key not in table or table[key] != value:
            _set(table, key, value)
    return f"{FENCE}\n{tomlkit.dumps(table).strip()}\n{FENCE}\n{clean(body).strip()}\n"


def body_of(raw: str) -> str:
    """What stands below the front matter."""
    return _split(raw)[1]


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


def _split(raw: str) -> tuple[str, str]:
    lines = raw.replace("\r\n", "\n").removeprefix("\ufeff").split("\n")
    fences = [number for number, line in enumerate(lines) if line.strip() == FENCE]
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if len(fences) < 2 or fences[0] != start:
        return "", "\n".join(lines)
    return "\n".join(lines[fences[0] + 1 : fences[1]]) + "\n", "\n".join(lines[fences[1] + 1 :])


def _set(table: tomlkit.TOMLDocument, key: str, value: Any) -> None:
    if isinstance(value, dict) or key in table:
        table[key] = value
        return
    # A plain value behind a table would belong to that table: tables come last.
    tables = {
        name: table.pop(name)
        for name in [name for name, held in table.items() if isinstance(held, dict)]
    }
    table[key] = value
    for name, held in tables.items():
        table[name] = held


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
