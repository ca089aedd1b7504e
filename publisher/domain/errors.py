"""The one tree of errors: whoever catches `PublisherError` catches all that we raise on purpose.

    PublisherError
    ├── UnfitValue                a key does not take the value
    └── (each room's own, drawn here as they move in)

An error carries a code of `publisher.sentences` and its arguments; `str()` is the Vietnamese
sentence with what to do, for the log and the command line. Screens ask `said(language)`.
"""

from publisher.domain.reason import Reason, told
from publisher.sentences import Language, Value


class PublisherError(Exception):
    """Something that a person has to know, with what to do about it."""

    def __init__(self, reason: "Reason | str" = "", /, **arguments: Value) -> None:
        """A code with its arguments, or a reason that is known already."""
        self.reason = reason if isinstance(reason, Reason) else Reason(reason, arguments)
        super().__init__(self.reason)

    @classmethod
    def told(cls, sentence: str) -> "PublisherError":
        """From words that somebody else wrote."""
        return cls(told(sentence))

    def __str__(self) -> str:
        return self.said()

    def said(self, language: Language = "vi") -> str:
        """The sentence and what to do."""
        parts = (self.reason.said(language), self.reason.advice(language))
        return " ".join(part for part in parts if part)


class UnfitValue(PublisherError, ValueError):
    """A key does not take this value; the sentence says what to write."""
