"""Pictures of deliveries, exact and small; templates drawn as samples; downloads as JPEG, PNG and
PDF.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from publisher.domain.errors import PictureRefused
from publisher.features.review.approvals import Waiting, shown
from publisher.files import write_whole
from publisher.pictures.delivery_pictures import DeliveryPicture, shrink
from publisher.store.models import Delivery
from publisher.web.shared import access
from publisher.web.shared.context import context_of
from publisher.web.shared.languages import say

# Longest side of a small picture, px: sharp on a phone at the size of a calendar.
SMALL = 240
KEEP_SMALL = 3600  # seconds


@require_GET
def picture(request: HttpRequest, pk: int, revision: int, number: int, size: str) -> HttpResponse:
    """One picture of a delivery: "full" are the very bytes that go to Facebook, "small" is for
    lists."""
    found = of_delivery(request, access.delivery(request, pk), number)
    try:
        if size == "small":
            return kept(
                request,
                small(request, found),
                found.digest + "s",
                "image/jpeg",
                f"max-age={KEEP_SMALL}",
            )
        return kept(
            request,
            context_of(request).pictures.jpeg(found),
            found.digest,
            "image/jpeg",
            "no-cache",
        )
    except PictureRefused as refusal:
        raise Http404(say(refusal.reason)) from None


def of_delivery(request: HttpRequest, row: Delivery, number: int) -> DeliveryPicture:
    """A delivery's picture by its place. Raises Http404."""
    page = context_of(request).pages.get(row.page)
    item = shown(row, page, context_of(request).pictures) if page else None
    if not isinstance(item, Waiting) or not 0 <= number < len(item.pictures):
        raise Http404
    return item.pictures[number]


def small(request: HttpRequest, found: DeliveryPicture) -> bytes:
    """A small version, made once. Raises PictureRefused."""
    path = context_of(request).config.data / "thumbs" / f"{found.digest}.jpg"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    made = shrink(context_of(request).pictures.jpeg(found), SMALL)
    write_whole(path, made)
    return made


def kept(request: HttpRequest, content: bytes, tag: str, kind: str, caching: str) -> HttpResponse:
    """A picture that the browser may keep for itself, by its digest."""
    etag = f'"{tag}"'
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(content, content_type=kind)
    response["ETag"], response["Cache-Control"] = etag, f"private, {caching}"
    return response
