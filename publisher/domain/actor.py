"""Who did something: a name for people to read, with the account behind it when there is one."""

import unicodedata
from enum import StrEnum


class Via(StrEnum):
    """The door through which somebody came."""

    # Signed in at the desk.
    DESK = "desk"
    # With a key of the API, which works in its person's name.
    API = "api"
    # A name that was typed at a command line: nobody has shown to be that person.
    COMMAND = "command"


class Actor(str):
    """A name that knows its account. A plain text in its place is a name that somebody typed.

    It is a text, so that it stands wherever a name is written down or said; only what keeps a
    record asks for more.
    """

    person: int | None
    login: str
    via: Via
    # Of the API, by which it was done.
    key: int | None

    def __new__(
        cls,
        name: str,
        *,
        person: int | None,
        login: str = "",
        via: Via = Via.DESK,
        key: int | None = None,
    ) -> "Actor":
        """`person`, `login`: of the account."""
        made = super().__new__(cls, name)
        made.person, made.login, made.via, made.key = person, login, via, key
        return made


def doer(by: str) -> Actor:
    """Who stands behind a name: nobody who signed in, when it is only a name."""
    return by if isinstance(by, Actor) else Actor(by, person=None, via=Via.COMMAND)


def clean_name(name: str) -> str:
    """A display name as it is kept: one normal form, single blanks, nothing that cannot be seen."""
    kinds = [(char, unicodedata.category(char)) for char in unicodedata.normalize("NFC", name)]
    return " ".join(
        "".join(" " if kind == "Cc" else char for char, kind in kinds if kind not in UNSEEN).split()
    )


def name_key(name: str) -> str:
    """The same for all names that people would take for one another: capitals, blanks, wide and
    composed letters."""
    return unicodedata.normalize("NFKC", clean_name(unicodedata.normalize("NFKC", name)).casefold())


# Joiners, marks of direction, halves of characters.
UNSEEN = frozenset(("Cf", "Co", "Cs"))
