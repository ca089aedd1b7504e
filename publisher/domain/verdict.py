"""What an answer of Facebook means, as types: the only language in which the channel speaks to
the services."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from publisher.domain.reason import Reason


class Scope(StrEnum):
    """How far a Refused or Deferred reaches."""

    # Only this delivery: its text, link or picture.
    DELIVERY = "delivery"
    # Everything on this page: its token, role or limits.
    PAGE = "page"
    # Everything of the app: its version, mode or limits.
    APP = "app"


class Stop(StrEnum):
    """Why Facebook takes nothing of a page or of the app for a while; a later one counts before
    those above it.
    """

    # Facebook cannot be reached.
    OFFLINE = "offline"
    # The calls of a page or of the app are used up.
    LIMIT = "limit"
    # Nothing may be posted, because Facebook thinks that it is too much; reading goes on.
    BLOCK = "block"


class Refusal(StrEnum):
    """What a refusal says, where something follows from it beside telling a person."""

    OTHER = "other"
    # There is no such object: not yet, or not any more. Nothing took effect.
    GONE = "gone"
    # Such a post is there already: after a lost answer a hint that it took effect.
    DUPLICATE = "duplicate"
    # Either drafts are not taken here, or this content is not.
    DRAFTS = "drafts"
    # What was prepared will never be shown.
    SPOILT = "spoilt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A step before publishing took effect; `object_id` is what Facebook calls the result (photo,
    draft, comment).
    """

    object_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The post is public."""

    post_id: str
    # None when Facebook did not tell; the caller may ask later.
    permalink: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invisible:
    """The post exists and is not public: a draft."""

    post_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Facebook knows no such object (or hides it from us)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Facebook will not do it, and repeating the same call will not help: a person must act."""

    # For staff: what happened, and what to do next.
    reason: Reason
    scope: Scope
    meaning: Refusal = Refusal.OTHER
    # The channel's own numbers, for the log: code and subcode, 0 when absent.
    code: int = 0
    subcode: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """Nothing took effect; the same call may be repeated after `wait`."""

    reason: Reason
    wait: timedelta
    scope: Scope
    # Why everything in the scope has to wait; None when only this call has to.
    stop: Stop | None = None
    # Whether `wait` is Facebook's own estimate.
    estimated: bool = False
    code: int = 0
    subcode: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """The call may or may not have taken effect: look before anything is repeated that could
    show twice."""

    reason: Reason
    code: int = 0
    subcode: int = 0


# A verdict on publishing; the other steps answer with Accepted, Invisible or Missing in place of
# Published.
Verdict = Published | Refused | Deferred | Unknown
Setback = Refused | Deferred | Unknown
