"""The words and the small picture by which a delivery is known in calendars, reports and other
lists."""

from collections.abc import Mapping
from datetime import date

from publisher.domain.errors import UnknownPlaceholder
from publisher.domain.message import compose
from publisher.domain.page import Page
from publisher.domain.revision import Revision
from publisher.pictures.delivery_pictures import Pictures
from publisher.store.models import Delivery


def words_of(content: Revision, page: Page | None, on: date) -> str:
    """What a post says on a page on a local day, as plain text; its headline or link when it says
    nothing.
    """
    try:
        said = compose(content, unit=page.unit, on=on).plain if page else content.text
    except UnknownPlaceholder:
        said = content.text
    return said or content.headline or content.link or ""


def picture_of(
    key: int, pictures: Pictures, pages: Mapping[str, Page], *, on: date, longest: int
) -> bytes | None:
    """A delivery's first picture, `longest` px at most; None when it has none or it cannot be drawn
    any more.
    """
    row = Delivery.objects.select_related("revision").get(pk=key)
    page = pages.get(row.page)
    if page is None:
        return None
    return pictures.first(
        Revision.from_json(row.revision.body), unit=page.unit, on=on, longest=longest
    )
