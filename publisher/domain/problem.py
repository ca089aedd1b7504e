"""What is wrong with something a person wrote: where, what, and what to write instead."""

from dataclasses import dataclass

from publisher.domain.reason import Reason
from publisher.sentences import Language

# Characters of a sentence: what somebody wrote in the wrong place may be a whole text.
LONGEST_MESSAGE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One finding for a person."""

    # The file as the person knows it (relative to the folder they work in), a cell of a table, or a
    # word of the command line.
    path: str
    # 1-based; None when the whole file is meant.
    line: int | None
    # What is wrong; its advice is what to write or do instead.
    reason: Reason
    # What it is about, by its key in the front matter or the configuration ("pages", "at"); empty
    # when no single one is to blame.
    field: str = ""

    @property
    def message(self) -> str:
        """What is wrong, in Vietnamese, without a full stop."""
        return self.said()

    @property
    def fix(self) -> str:
        """What to write or do instead, in Vietnamese; empty when the message says it already."""
        return self.reason.advice()

    def said(self, language: Language = "vi") -> str:
        """What is wrong, without a full stop."""
        words = self.reason.said(language)
        return words if len(words) <= LONGEST_MESSAGE else words[: LONGEST_MESSAGE - 1] + "…"

    def told(self, language: Language = "vi") -> str:
        """`queue/posts/a.md:3: what is wrong → what to do`."""
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        advice = self.reason.advice(language)
        return f"{place}: {self.said(language)}" + (f" → {advice}" if advice else "")

    def __str__(self) -> str:
        return self.told()
