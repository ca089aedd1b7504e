"""The one tree of errors: whoever catches `PublisherError` catches all that we raise on purpose.

    PublisherError
    ├── IllegalMove               a delivery cannot go there: a defect of ours
    ├── Overtaken                 another process changed the delivery meanwhile
    ├── MustWait                  too many wrong passwords
    ├── UnfitValue                a key does not take the value
    ├── OutsideYears              a day in none of the years
    ├── UnknownPlaceholder        a text with a placeholder that cannot be filled
    ├── CardRefused               a card, a template or a brand file cannot be drawn
    ├── PhotoRefused              a file is no usable photo
    │   └── PhotoTooLarge         perhaps a good one, but not within our limits
    ├── PictureRefused            the picture of a post cannot be made
    ├── PlanRefused               an official letter cannot be read
    ├── CalendarError             a file of feast days is not well
    ├── UploadRefused, BrandRefused                     the desk does not take what was given
    ├── CannotAmend, CannotUndo, NotFrozen              what was asked for is not done
    ├── NothingFound, RehearsalRefused                  there is nothing to show or to rehearse
    ├── LetterTemplateRefused     the Word file of the report's letter cannot be filled in
    ├── NotFetched                an address or a feed cannot be read
    ├── PeopleError               accounts and keys
    ├── NotConnected, VaultError                        tokens of pages
    ├── AlreadyThere, CannotMove  set-up and the move of the database
    ├── StoreError, StorageUnreachable                    where things are kept cannot be used
    ├── CannotStart               the service or a worker
    ├── CutShort                  reading and planning, because the process ends
    └── in their own rooms, with what only they know: ConfigError (config), WriteRefused, Changed,
        SheetRefused (queuefiles), Conflict (authoring), KeyInUse (people), NoAnswer (isolation),
        OutOfBounds (toml)

An error carries a code of `publisher.sentences` and its arguments; `str()` is the Vietnamese
sentence with what to do, what only an operator can do included: for the log and the command line.
The desk shows `said(language)`, which names no command and no file of the configuration.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from publisher.domain.reason import Problem, Reason, told
from publisher.sentences.catalogue import Language, Value


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
        return self.reason.in_full()

    def __reduce__(self) -> tuple[Any, ...]:
        # Children answer through a pipe, and what a class wants to be made of is its own affair.
        return _again, (type(self), self.args, self.__dict__)

    def said(self, language: Language = "vi") -> str:
        """The sentence and what to do, as the desk shows it."""
        return self.reason.whole(language)


def _again(
    kind: type[PublisherError], args: tuple[object, ...], known: Mapping[str, object]
) -> PublisherError:
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(known)
    return error


class IllegalMove(PublisherError):
    """A delivery was asked to make a move that its life does not know: a defect of ours, never
    of the user."""


class Overtaken(PublisherError):
    """Another process changed the delivery in the meantime; whoever holds it must let go."""


class MustWait(PublisherError):
    """No password is looked at now."""

    def __init__(self, span: timedelta) -> None:
        # Whole, so that who waits as long as told waits long enough.
        self.seconds = max(1, -int(-span.total_seconds() // 1))
        super().__init__("people.must_wait", seconds=self.seconds)


class OutsideYears(PublisherError, ValueError):
    """A day or a time in none of the years."""


class UnfitValue(PublisherError, ValueError):
    """A key does not take this value; the sentence says what to write."""


class UnknownPlaceholder(PublisherError, ValueError):
    """A text holds a placeholder that cannot be filled."""


class CardRefused(PublisherError, ValueError):
    """The card cannot be drawn."""


class PhotoRefused(PublisherError, ValueError):
    """The file cannot be used."""


class PhotoTooLarge(PhotoRefused):
    """It may be a good picture, but not one that can be opened within our limits."""


class PictureRefused(PublisherError):
    """A picture cannot be made; the advice is what staff do next."""


class PlanRefused(PublisherError):
    """The file gives no plan; the sentence has no full stop."""


class CalendarError(PublisherError, ValueError):
    """A file of days is not well."""


class UploadRefused(PublisherError):
    """The file was not taken."""


class BrandRefused(PublisherError):
    """The brand was not kept."""


class CannotAmend(PublisherError):
    """The post was not changed."""


class CannotUndo(PublisherError):
    """It was not taken back."""


class NotFrozen(PublisherError):
    """There is no such freeze to end."""


class NothingFound(PublisherError):
    """No entry of that name; `problems` may say why."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        super().__init__("review.nothing_found", name=name)
        self.problems = problems


class RehearsalRefused(PublisherError):
    """There is nothing to rehearse."""


class LetterTemplateRefused(PublisherError):
    """The Word file of the report's letter cannot be filled in."""


class NotFetched(PublisherError):
    """An article or a feed could not be read."""

    def __init__(
        self,
        reason: Reason | str,
        /,
        *,
        status: int = 0,
        unknown_host: bool = False,
        **arguments: Value,
    ) -> None:
        super().__init__(reason, **arguments)
        # What the server answered; 0 when it did not.
        self.status = status
        self.unknown_host = unknown_host


class PeopleError(PublisherError):
    """It was not done; `problems` says why, by field ("whole": none in particular)."""

    def __init__(self, **problems: Reason | str) -> None:
        self.problems = {
            field: why if isinstance(why, Reason) else Reason(why)
            for field, why in problems.items()
        }
        super().__init__(next(iter(self.problems.values()), ""))

    def __str__(self) -> str:
        return self.said()

    def said(self, language: Language = "vi") -> str:
        """All that is wrong."""
        return " ".join(why.said(language) for why in self.problems.values())


class NotConnected(PublisherError):
    """The pasted token leads nowhere."""


class VaultError(PublisherError):
    """Secrets cannot be read or kept."""


class AlreadyThere(PublisherError):
    """A file that would have been overwritten; nothing was written."""

    def __init__(self, path: Path) -> None:
        super().__init__("install.already_there", path=str(path))
        self.path = path


class CannotMove(PublisherError):
    """The database was not moved, or not all of it."""


class StoreError(PublisherError):
    """The database cannot be used."""


class StorageUnreachable(PublisherError, OSError):
    """The object store cannot be asked now: nothing is known of what it holds, so try again
    later."""


class CutShort(PublisherError):
    """The process ends, and work that can wait for the next start is left to it."""


class CannotStart(PublisherError):
    """The service or a worker cannot start."""
