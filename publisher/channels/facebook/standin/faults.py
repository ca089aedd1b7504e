"""What can be ordered to go wrong in the sandbox."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class FaultKind(StrEnum):
    """What can be ordered to go wrong. Of a call in a batch, a dropped one comes back as null."""

    BEFORE_500 = "before_500"
    AFTER_500 = "after_500"
    DROP_BEFORE = "drop_before"
    DROP_AFTER = "drop_after"
    SLOW = "slow"
    HTML_502 = "html_502"
    CUT_BODY = "cut_body"
    NO_CONTENT_TYPE = "no_content_type"
    THROTTLED = "throttled"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """An order: the next `times` calls of a step on a page go wrong in this way. "*" means any."""

    kind: FaultKind
    # upload, create, schedule, direct, flip, edit, delete, comment, look, find_comment, list,
    # video, video_finish, story, scrape, page; batch is the call around others, each of which meets
    # the orders for its own step as well
    step: str = "*"
    page: str = "*"
    times: int = 1
    # Of SLOW: the answer comes after so many seconds, with its effect.
    seconds: float = 0.0
    # Of REFUSED: Facebook's numbers; of THROTTLED 4 is the app's limit, all else the page's.
    code: int = 100
    subcode: int = 0
    # Of THROTTLED: minutes in the usage header; 0: no estimate.
    minutes: float = 5


def read_fault(order: Mapping[str, Any]) -> Fault:
    """The order that a JSON object describes. Raises ValueError or TypeError."""
    return Fault(**{**order, "kind": FaultKind(order["kind"])})
