"""What is wrong with something a person wrote: where, what, and what to write instead."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One finding for a person.

    All texts are Vietnamese, one sentence each, without a trailing full stop.
    """

    # The file as the person knows it (relative to the folder they work in), or a configuration key.
    path: str
    # 1-based; None when the whole file is meant.
    line: int | None
    # What is wrong.
    message: str
    # What to write or do instead; empty when the message says it already.
    fix: str = ""

    def __str__(self) -> str:
        """`queue/posts/a.md:3: what is wrong → what to do`."""
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.message}" + (f" → {self.fix}" if self.fix else "")
