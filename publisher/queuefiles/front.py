"""The front matter of a post's file from the post's values, and back: whoever writes a post writes
it so, and only what is not usual."""

from enum import StrEnum
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import tomlkit

from publisher.domain.text import clean
from publisher.queuefiles import editing
from publisher.queuefiles.frontmatter import FENCE, QueueFile
from publisher.queuefiles.schema import EntryKeys, Post, PostKeys


def front_of(keys: EntryKeys) -> dict[str, Any]:
    """The keys of a file and their values as TOML holds them; tables come last, for what follows
    one would belong to it."""
    said = keys.model_dump(exclude_defaults=True, exclude={"text"}, by_alias=True)
    if isinstance(keys, PostKeys) and any(one.at for one in keys.exceptions.values()):
        # Beside a page with a time of its own nobody has to guess.
        said.setdefault("at", keys.at)
    order = (key for key in ("at", "after", *said) if key in said)
    front = {"pages": list(keys.pages)} | {key: _plain(said[key]) for key in order}
    if "photos" in front:
        front["photos"] = [one if "alt" in one else one["file"] for one in front["photos"]]
    return dict(sorted(front.items(), key=lambda one: isinstance(one[1], dict)))


def post_of(document: QueueFile, zone: ZoneInfo | None) -> Post:
    """The post that a file of `posts/` says. Raises pydantic.ValidationError."""
    said = document.front | {"text": document.body.strip()}
    return Post.model_validate(said, context={"zone": zone})


def new_file(post: Post) -> str:
    """The text of a new file of `posts/`."""
    front = front_of(post)
    if any(isinstance(value, dict | list) and _has_tables(value) for value in front.values()):
        return editing.with_front("", front, post.text)
    # A table of ten thousand rows says the same again and again.
    lines = "".join(f"{key} = {_as_toml(_TomlValue(value))}\n" for key, value in front.items())
    return f"{FENCE}\n{lines}{FENCE}\n{clean(post.text).strip()}\n"


def _has_tables(value: dict[str, Any] | list[Any]) -> bool:
    return isinstance(value, dict) or any(isinstance(one, dict) for one in value)


class _TomlValue:
    """A value by what it says: lists have no hash, and 1 equals true."""

    def __init__(self, value: Any) -> None:
        self.value, self._name = value, repr(value)

    def __hash__(self) -> int:
        return hash(self._name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _TomlValue) and self._name == other._name


@lru_cache(maxsize=4096)
def _as_toml(said: _TomlValue) -> str:
    return str(tomlkit.item(said.value).as_string())


def with_post(raw: str, before: Post, after: Post) -> str:
    """A file of `posts/` that said `before` and says `after`: what did not change stays as it was
    written, comments too.

    Raises:
        tomlkit.exceptions.TOMLKitError: the front matter of `raw` is not well.
    """
    changes = _changes(front_of(before), front_of(after))
    if not changes and before.text == after.text:
        return raw
    return editing.with_front(raw, changes, None if before.text == after.text else after.text)


def _changes(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """What is other than before, also within tables; None for what is gone."""
    return {
        key: _changes(old[key], new[key])
        if isinstance(old.get(key), dict) and isinstance(new.get(key), dict)
        else new.get(key)
        for key in old | new
        if old.get(key) != new.get(key)
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value.value if isinstance(value, StrEnum) else value
