"""A value that must not be shown: a page's token."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Secret:
    """Holds a secret text; `repr`, `str` and formatting show `***`, only
    `reveal()` gives it out.
    """

    _value: str

    def reveal(self) -> str:
        """The secret itself; for the line that hands it to Facebook and nowhere else."""
        return self._value

    def is_token(self) -> bool:
        """Whether it can be a token: it travels in a header, which has no letters but these. What
        nobody sees (a zero-width space of a chat program) is none of them."""
        return self._value.isascii() and self._value.isprintable() and " " not in self._value

    def fingerprint(self) -> str:
        """16 hex digits that tell one token from another and reveal neither."""
        return hashlib.sha256(b"publisher-token:" + self._value.encode()).hexdigest()[:16]

    def __repr__(self) -> str:
        return "***"

    def __str__(self) -> str:
        return "***"

    def __format__(self, spec: str) -> str:
        return format("***", spec)
