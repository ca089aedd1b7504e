"""A Facebook post as it will look, at a desk and on a phone.

Facebook documents neither where it cuts a text with "Xem thêm" nor how it lays out several
pictures; what stands here is what its pages showed in 2026 and may be off by a line. The words,
pictures and their order are exact.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.urls import reverse

from publisher.domain.address import host_of
from publisher.domain.message import Message
from publisher.domain.page import Page
from publisher.domain.route import Placement
from publisher.features.review.approvals import Waiting
from publisher.pictures.delivery_pictures import DeliveryPicture

# Characters and lines after which a text is cut.
DESK_CUT, PHONE_CUT = (480, 5), (250, 5)
TAG = re.compile(r"(#\w+|https?://\S+)")
MOST_SHOWN = 5


class PostPicture(NamedTuple):
    """A picture of the post."""

    address: str
    alt_text: str
    # On the last one: how many more there are.
    rest: int = 0


class LinkPreview(NamedTuple):
    """What Facebook makes of a link, as far as we know it."""

    address: str
    host: str
    headline: str
    picture: str = ""


class Mock(NamedTuple):
    """What a page would show."""

    name: str
    when: str
    # Pieces of text, each with whether it is a hashtag or an address; before and after the cut.
    head: Sequence[tuple[str, bool]]
    rest: Sequence[tuple[str, bool]]
    pictures: Sequence[PostPicture]
    link: LinkPreview | None
    comment: str
    placement: str
    video: bool = False

    @property
    def layout(self) -> str:
        """Class of the arrangement of the pictures."""
        return f"n{min(len(self.pictures), MOST_SHOWN)}"

    @property
    def shown(self) -> list[PostPicture]:
        """The pictures that the post itself shows; the last one says how many more there are."""
        if len(self.pictures) <= MOST_SHOWN:
            return list(self.pictures)
        last = self.pictures[MOST_SHOWN - 1]
        return [
            *self.pictures[: MOST_SHOWN - 1],
            last._replace(rest=len(self.pictures) - MOST_SHOWN),
        ]


def mock(
    page: Page,
    message: Message,
    pictures: Sequence[PostPicture],
    *,
    when: str,
    phone: bool = False,
    headline: str = "",
    link_picture: str = "",
    placement: Placement = Placement.FEED,
    video: bool = False,
) -> Mock:
    """The post on a page.

    `when` as Facebook would tell it; `headline` and `link_picture` of the article, if known.
    """
    head, rest = cut(message.text, PHONE_CUT if phone else DESK_CUT)
    link = None
    if message.link:
        host = host_of(message.link).removeprefix("www.")
        link = LinkPreview(message.link, host, headline or message.link, link_picture)
    return Mock(
        name=page.unit.name,
        when=when,
        head=list(_marked(head)),
        rest=list(_marked(rest)),
        pictures=pictures,
        link=link,
        comment=message.first_comment or "",
        placement=placement.value,
        video=video,
    )


def mock_of(item: Waiting, *, when: str, phone: bool = False) -> Mock:
    """What a delivery would show."""
    return mock(
        item.page,
        item.message,
        pictures_of(item.row.pk, item.row.revision_id, item.pictures),
        when=when,
        phone=phone,
        headline=item.revision.headline or "",
        placement=item.revision.placement,
        video=item.revision.video is not None,
    )


def pictures_of(pk: int, revision: int, pictures: Sequence[DeliveryPicture]) -> list[PostPicture]:
    """The pictures of a delivery by their addresses."""
    return [
        PostPicture(reverse("picture", args=[pk, revision, number, "full"]), picture.alt_text)
        for number, picture in enumerate(pictures)
    ]


def cut(text: str, limit: tuple[int, int]) -> tuple[str, str]:
    """A text before and after Facebook's "Xem thêm"; the second is empty when nothing is cut."""
    most, lines = limit
    ends = [found.start() for found in re.finditer("\n", text)]
    end = min(most, ends[lines - 1] if len(ends) >= lines else most)
    if len(text) <= end:
        return text, ""
    blank = text.rfind(" ", 0, end)
    end = blank if blank > end - 30 and text[end : end + 1] != "\n" else end
    return text[:end], text[end:]


def _marked(text: str) -> Iterable[tuple[str, bool]]:
    return ((part, number % 2 == 1) for number, part in enumerate(TAG.split(text)) if part)
