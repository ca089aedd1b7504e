"""The share corner (góc chia sẻ): a unit's latest posts for everybody, to download, copy and share
from a phone.

Public and read-only: only what is on Facebook already, nothing about people. Cheap: few queries,
and browsers and proxies may keep everything for some minutes.
"""

import hashlib
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_GET

from publisher.domain.errors import PictureRefused, UnknownPlaceholder
from publisher.domain.message import compose
from publisher.domain.page import Page, Unit
from publisher.domain.revision import Revision
from publisher.domain.route import Placement
from publisher.store.models import Delivery
from publisher.web.deliveries.pictures import of_delivery, small
from publisher.web.shared.context import context_of
from publisher.web.shared.middleware import for_everybody
from publisher.web.shared.zones import zone_of

# Posts of the page.
LATEST = 24
# Seconds for which browsers and proxies may show the page and its pictures without asking.
KEEP_PAGE, KEEP_PICTURE = 120, 86_400
# Facebook's own share dialog for any address.
SHARER = "https://www.facebook.com/sharer/sharer.php"


class Shared(NamedTuple):
    """A published post as members see it."""

    key: int
    # Wall clock of its page.
    at: datetime
    caption: str
    # On Facebook.
    address: str
    share: str
    # Places of its pictures.
    pictures: range


@for_everybody
@require_GET
def corner(request: HttpRequest, slug: str) -> HttpResponse:
    """A unit's latest posts."""
    unit = _unit(request, slug)
    posts = [
        one
        for row in _rows(request, unit)[:LATEST]
        if (one := _shared(row, context_of(request).pages[row.page]))
    ]
    # One page for everybody, whoever is signed in: proxies may keep it.
    with translation.override("vi"):
        content = render_to_string(
            "sharing/corner.html", {"unit": unit, "posts": posts}, request=None
        )
    etag = f'"{hashlib.sha256(content.encode()).hexdigest()[:32]}"'
    same = request.headers.get("If-None-Match") == etag
    response = HttpResponse(status=304) if same else HttpResponse(content)
    response["ETag"], response["Cache-Control"] = etag, f"public, max-age={KEEP_PAGE}"
    return response


@for_everybody
@require_GET
def corner_picture(
    request: HttpRequest, slug: str, pk: int, number: int, size: str
) -> HttpResponse:
    """A picture of a published post: small to look at, full to keep."""
    row = _rows(request, _unit(request, slug)).filter(pk=pk).first()
    if row is None:
        raise Http404
    found = of_delivery(request, row, number)
    etag = f'"{found.digest}-{size}"'
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        try:
            content = (
                small(request, found)
                if size == "small"
                else context_of(request).pictures.jpeg(found)
            )
        except PictureRefused:
            raise Http404 from None
        response = HttpResponse(content, content_type="image/jpeg")
    response["ETag"], response["Cache-Control"] = etag, f"public, max-age={KEEP_PICTURE}"
    if size == "full":
        response["Content-Disposition"] = f"attachment; filename=cong-doan-{pk}-{number + 1}.jpg"
    return response


def _unit(request: HttpRequest, slug: str) -> Unit:
    """A unit that has a share corner. Raises Http404."""
    found = context_of(request).config.units.get(slug)
    if found is None or not found.share_corner:
        raise Http404
    return found


def _rows(request: HttpRequest, unit: Unit) -> "QuerySet[Delivery]":
    """What is public on the unit's pages, the newest first; nothing else ever passes here."""
    pages = [
        page.slug for page in context_of(request).pages.values() if page.unit.slug == unit.slug
    ]
    rows = Delivery.objects.shown().filter(page__in=pages)
    return rows.select_related("revision").order_by("-published_at", "-pk")


def _shared(row: Delivery, page: Page) -> Shared | None:
    content = Revision.from_json(row.revision.body)
    # A story is gone after a day.
    if content.placement is not Placement.FEED:
        return None
    at = row.published_at or row.due_at
    try:
        message = compose(content, unit=page.unit, on=row.due_at.astimezone(page.zone).date())
    except UnknownPlaceholder:
        return None
    address = row.address
    caption = message.text if not message.link else f"{message.text}\n\n{message.link}".strip()
    return Shared(
        key=row.pk,
        at=at.astimezone(zone_of(row.page)).replace(tzinfo=None),
        caption=caption,
        address=address,
        share=f"{SHARER}?{urlencode({'u': address})}",
        pictures=range(_pictures(content)),
    )


def _pictures(content: Revision) -> int:
    if content.video:
        return 0
    # Photos that a card shows inside are no pictures of their own; the first picture is always
    # there.
    return 1 if content.card else len(content.photos)
