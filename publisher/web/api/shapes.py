"""What the API takes and gives."""

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import (
    AfterValidator,
    AwareDatetime,
    Field,
    StringConstraints,
)

from publisher.domain.delivery import State
from publisher.domain.reason import reason
from publisher.domain.text import clean, clean_line
from publisher.web.shared.languages import say
from publisher.web.shared.parameters import FIRST, LAST, MOST_KEY

MOST_ROWS = 500


# As every door takes words (`domain.text`): what nobody sees is no word.
Text = Annotated[str, StringConstraints(max_length=20_000), AfterValidator(clean)]


Short = Annotated[str, StringConstraints(max_length=500), AfterValidator(clean_line)]


Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,100}$")]


Key = Annotated[int, Field(ge=1, le=MOST_KEY)]


def _within(at: datetime) -> datetime:
    # At the edges of the calendar zones cannot be counted.
    if not FIRST.year < at.year < LAST.year:
        first, last = FIRST.year + 1, LAST.year - 1
        raise ValueError(say(reason("entries.outside_years", year=at.year, first=first, last=last)))
    return at


Moment = Annotated[AwareDatetime, AfterValidator(_within)]


class ProblemOut(Schema):
    """Why something was not done; sentences for people, Vietnamese."""

    problems: list[str]


class PageOut(Schema):
    """A page."""

    slug: str
    facebook_id: str
    unit: str
    unit_name: str
    slots: list[str]
    time_zone: str


class DeliveryOut(Schema):
    """One entry on its way to one page."""

    id: int
    entry: str
    page: str
    campaign: str
    due_at: datetime
    state: str
    hold: str
    reason: str
    sent_back: str
    approved_by: str
    published_at: datetime | None
    address: str


class WaitingOut(Schema):
    """What would appear, and the digest that an approval names."""

    id: int
    page: str
    due_at: datetime
    text: str
    link: str
    first_comment: str
    pictures: list[str]
    digest: str


class DeliveryFilter(Schema):
    """Which deliveries."""

    page: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{0,100}$")] = ""
    campaign: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{0,100}$")] = ""
    entry: Short = ""
    state: Annotated[str, Field(pattern=f"^({'|'.join(State)}|)$")] = ""
    since: Moment | None = None
    until: Moment | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS)] = 100
    offset: Annotated[int, Field(ge=0, le=10**9)] = 0


class SeenDelivery(Schema):
    """A delivery as it was shown."""

    id: Key
    digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class ApproveIn(Schema):
    """What is approved."""

    seen: Annotated[list[SeenDelivery], Field(min_length=1, max_length=MOST_ROWS)]


class SendBackIn(Schema):
    """What is sent back, and why."""

    deliveries: Annotated[list[Key], Field(min_length=1, max_length=MOST_ROWS)]
    comment: Annotated[Text, Field(min_length=1)]


class MoveIn(Schema):
    """Another time."""

    deliveries: Annotated[list[Key], Field(min_length=1, max_length=MOST_ROWS)]
    at: Moment


class DropIn(Schema):
    """What is left out."""

    deliveries: Annotated[list[Key], Field(min_length=1, max_length=MOST_ROWS)]


class FreezeIn(Schema):
    """What is stopped: a unit, a campaign, or (both empty) everything; and why."""

    unit: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{0,100}$")] = ""
    campaign: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{0,100}$")] = ""
    reason: Annotated[Short, Field(min_length=1)]


class FreezeOut(Schema):
    """A stop that holds now."""

    id: int
    unit: str
    campaign: str
    reason: str
    begun_by: str
    begun_at: datetime


class AmendIn(Schema):
    """Other words for a public post."""

    text: Annotated[Text, Field(min_length=1)]


class ReasonIn(Schema):
    """Why something is done."""

    reason: Annotated[Short, Field(min_length=1)]


class CampaignOut(Schema):
    """A campaign and how far it has come."""

    id: str
    title: str
    document: str
    slogans: int
    waiting: int
    approved: int
    published: int
    trouble: int


class DoneOut(Schema):
    """How many deliveries it was done to, and why not to others."""

    count: int
    problems: list[str] = Field(default_factory=list)


class PhotoOut(Schema):
    """A photo of the gallery."""

    id: int
    file: str
    width: int
    height: int
    alt: str
