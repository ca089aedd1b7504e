"""The language of the command line: `--lang`, else `PUBLISHER_LANG`; unless that asks for English,
Vietnamese."""

import os
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

from publisher.domain.errors import PeopleError, PublisherError
from publisher.domain.reason import Problem, Reason
from publisher.sentences import help as help_room
from publisher.sentences.catalogue import Language, Value, sentence

OPTION, VARIABLE = "--lang", "PUBLISHER_LANG"
# Codes of help that a schema tells, in either language.
OF_FIELDS: dict[str, Callable[[Language], str]] = {}
_chosen: ContextVar[Language] = ContextVar("language", default="vi")


def language() -> Language:
    """In which the command line speaks."""
    return _chosen.get()


def choose(args: Sequence[str]) -> None:
    """The language for these words of a command line."""
    # The machine's own language (`LANG`) is no request: servers come with an English one.
    said = _asked_for(args) or os.environ.get(VARIABLE, "")
    _chosen.set("en" if said.lower().startswith("en") else "vi")


def _asked_for(args: Sequence[str]) -> str:
    """What stands behind `--lang`, which comes before the command."""
    for at, word in enumerate(args):
        if word == OPTION:
            return args[at + 1] if at + 1 < len(args) else ""
        if word.startswith(f"{OPTION}="):
            return word.partition("=")[2]
        if not word.startswith("-"):
            break
    return ""


def words(code: str, /, **arguments: Value) -> str:
    """What a code says; what is no code stays as it is."""
    return sentence(code, arguments, language())


def shown(what: PublisherError | Problem | Reason) -> str:
    """With what to do, and with what only an operator can do."""
    if isinstance(what, Problem):
        return what.told(language())
    if isinstance(what, PeopleError):
        return what.said(language())
    return (what.reason if isinstance(what, PublisherError) else what).in_full(language())


def label(text: str) -> str:
    """A word that a table of ours holds in Vietnamese, as the desk shows it too."""
    return _desk().gettext(text) if text and language() == "en" else text


@cache
def _desk() -> GNUTranslations:
    folder = Path(__file__).parents[1] / "web" / "locale" / "en" / "LC_MESSAGES"
    with (folder / "django.mo").open("rb") as file:
        return GNUTranslations(file)


def tell(command: Any) -> None:
    """Put words in the place of codes in the help of a command and of all below it."""
    for name in ("help", "short_help"):
        setattr(command, name, _of_help(getattr(command, name)))
    for parameter in command.params:
        for name in ("help", "metavar"):
            if hasattr(parameter, name):
                setattr(parameter, name, _of_help(getattr(parameter, name)))
    for below in getattr(command, "commands", {}).values():
        tell(below)


def _of_help(code: str | None) -> str | None:
    if code in OF_FIELDS:
        return OF_FIELDS[code](language())
    # Of this room alone: `--help` loads no other.
    found = help_room.SENTENCES.get(code or "")
    return getattr(found, language()).format() if found else code
