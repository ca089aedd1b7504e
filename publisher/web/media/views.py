"""The media gallery: upload, search, describe, use again, delete."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from publisher.cards.isolation import prepare_photo
from publisher.domain.errors import PhotoRefused, UploadRefused
from publisher.domain.roles import Ability
from publisher.features.media.gallery import (
    describe,
    discard,
    is_video,
    keep,
    refuse_large,
    search,
)
from publisher.files import write_whole
from publisher.pictures.delivery_pictures import shrink
from publisher.store.models import Upload
from publisher.web.deliveries.pictures import kept
from publisher.web.media.forms import DescriptionForm, UploadForm
from publisher.web.shared import access, parameters
from publisher.web.shared.context import context_of
from publisher.web.shared.languages import say

ON_PAGE = 48
# px
SMALL = 480


@require_GET
def media(request: HttpRequest) -> HttpResponse:
    """All photos that the person may use."""
    text = parameters.search(request.GET.get("text"))
    listing = Paginator(search(access.uploads(request), text), ON_PAGE).get_page(
        request.GET.get("number")
    )
    used, own = set(_used(request)), access.standing_of(request)
    context = {
        "here": "media",
        "listing": listing,
        "rows": [
            (
                one,
                one.file in used,
                _description(one) if own.may(Ability.WRITE, one.unit) else None,
                is_video(one.file),
            )
            for one in listing
        ],
        "form": UploadForm(),
        "text": text,
        "may_write": bool(own.units(Ability.WRITE)),
        "draft": request.GET.get("draft", ""),
    }
    return render(request, "media/media.html", context)


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Take a photo in; for the composer's script, or from the gallery's own form."""
    access.require(request, Ability.WRITE)
    by_script = request.headers.get("X-Requested-With") == "fetch"
    form = UploadForm(request.POST, request.FILES)
    form.is_valid()
    unit, problems, done = _unit(request, form.cleaned_data["pages"]), [], []
    for file in form.cleaned_data.get("file", ()):
        try:
            done.append(_take(request, file, unit))
        except UploadRefused as refusal:
            problems.append(f"{file.name}: {say(refusal)}")
        except OSError as error:
            problems.append(_("Không ghi được ảnh vào thư mục của hàng đợi (%s).") % error.strerror)
    if by_script:
        if problems or not done:
            return JsonResponse(
                {"problem": " ".join(problems) or _("Chưa có ảnh nào.")}, status=422
            )
        return JsonResponse(told(done[0]))
    for problem in problems:
        messages.error(request, problem)
    if done:
        messages.success(request, _("Đã thêm ảnh vào kho."))
    return redirect("media")


@require_GET
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """A small version of a photo: written anew from its pixels, whatever the file was."""
    found = access.upload(request, pk)
    path = context_of(request).config.data / "thumbs" / f"u-{found.sha256}.jpg"
    if not path.is_file():
        try:
            made = shrink(prepare_photo((_folder(request) / found.file).read_bytes()), SMALL)
        except (OSError, PhotoRefused):
            raise Http404 from None
        write_whole(path, made)
    return kept(request, path.read_bytes(), found.sha256[:32], "image/jpeg", "max-age=86400")


@require_GET
def kept_photo(request: HttpRequest, digest: str) -> HttpResponse:
    """A photo of an entry, small, by the digest under which it was taken in: nobody guesses one."""
    access.require(request, Ability.SEE)
    raw = context_of(request).pictures.kept_photo(digest)
    if raw is None:
        raise Http404
    return kept(request, shrink(raw, SMALL), digest[:32], "image/jpeg", "max-age=86400")


@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another description, or away with it."""
    found = access.upload(request, pk)
    access.require(request, Ability.WRITE, found.unit)
    form = DescriptionForm(request.POST)
    form.is_valid()
    if form.cleaned_data["discard"]:
        try:
            discard(
                access.in_name_of(request),
                found,
                used=_used(request),
                now=context_of(request).clock(),
            )
        except UploadRefused as refusal:
            messages.error(request, say(refusal))
        else:
            messages.success(request, _("Đã xóa ảnh khỏi kho."))
    else:
        describe(access.in_name_of(request), found, form.cleaned_data["alt_text"])
        messages.success(request, _("Đã lưu mô tả."))
    return redirect("media")


def told(found: Upload) -> dict[str, str]:
    """A photo as the composer's script takes it."""
    return {
        "file": found.file,
        "alt": found.alt_text,
        "thumb": reverse("upload_picture", args=[found.pk]),
        "video": found.file if is_video(found.file) else "",
    }


def _description(found: Upload) -> DescriptionForm:
    return DescriptionForm(initial={"alt_text": found.alt_text}, auto_id=f"%s-{found.pk}")


def _take(request: HttpRequest, file: "UploadedFile[Any]", unit: str) -> Upload:
    name = Path(file.name or "anh").name
    refuse_large(file.size or 0, name)
    return keep(
        access.in_name_of(request),
        file.read(),
        name=name,
        unit=unit,
        now=context_of(request).clock(),
    )


def _unit(request: HttpRequest, pages: Iterable[str]) -> str:
    """Whose photo it is: of the first page that was chosen, else of the person's first unit."""
    own = access.pages(request, Ability.WRITE)
    chosen = next((own[slug].unit.slug for slug in pages if slug in own), "")
    return chosen or min(access.standing_of(request).units(Ability.WRITE))


def _folder(request: HttpRequest) -> Path:
    return context_of(request).config.queue / "photos"


def _used(request: HttpRequest) -> Iterator[str]:
    """Files that an entry of the queue shows."""
    for entry in context_of(request).queue.queue().entries:
        for photo in entry.photos:
            yield Path(photo.path).name
        if entry.video:
            yield Path(entry.video.path).name
