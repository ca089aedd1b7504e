"""Drafts: kept as they are typed, found again, joined by photos of the gallery."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from publisher.domain.roles import Ability
from publisher.store.models import Draft
from publisher.web.composer.forms import ComposerForm
from publisher.web.shared import access
from publisher.web.shared.context import context_of
from publisher.web.templatetags.desk import moment

LARGEST_DRAFT = 200_000  # characters


@require_POST
def save_draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep what is being written, as it stands."""
    access.require(request, Ability.WRITE)
    form = request.POST.copy()
    form.pop("csrfmiddlewaretoken", None)
    text = form.urlencode()
    if len(text) > LARGEST_DRAFT:
        return JsonResponse({"problem": _("Bản nháp quá dài.")}, status=413)
    person, now = access.person(request), context_of(request).clock()
    foreign = Draft.objects.filter(pk=pk).exclude(person=person).exists()
    if foreign:
        raise Http404
    Draft.objects.update_or_create(
        pk=pk, defaults={"person": person, "body": {"form": text}, "updated_at": now}
    )
    return JsonResponse({"saved": moment(now)})


@require_GET
def drafts(request: HttpRequest) -> HttpResponse:
    """What the person has begun."""
    access.require(request, Ability.WRITE)
    found = [(draft, _first_words(form_of(draft))) for draft in access.drafts(request)[:100]]
    return render(request, "composer/drafts.html", {"here": "compose", "drafts": found})


@require_POST
def discard_draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Throw a draft away."""
    access.drafts(request).filter(pk=pk).delete()
    messages.success(request, _("Đã bỏ bản nháp."))
    return redirect("drafts")


def add_photo(request: HttpRequest) -> HttpResponse:
    """A photo of the gallery joins the draft from which the person came."""
    pk = uuid_of(request.GET["draft"])
    upload = access.uploads(request).filter(file=request.GET["photo"]).first()
    if (
        pk is None
        or upload is None
        or Draft.objects.filter(pk=pk).exclude(person=access.person(request)).exists()
    ):
        raise Http404
    kept = draft_of(request, str(pk))
    form = QueryDict(kept.body.get("form", "") if kept else "kind=album", mutable=True)
    photos = [{"file": name, "alt": alt} for name, alt in ComposerForm(form).piece().photos]
    form["photos"] = json.dumps([*photos, {"file": upload.file, "alt": upload.alt_text}])
    values = {
        "person": access.person(request),
        "body": {"form": form.urlencode()},
        "updated_at": context_of(request).clock(),
    }
    Draft.objects.update_or_create(pk=pk, defaults=values)
    return redirect(f"{reverse('compose')}?{urlencode({'draft': str(pk)})}")


def form_of(draft: Draft) -> ComposerForm:
    """The composer's form as a draft keeps it."""
    return ComposerForm(QueryDict(draft.body.get("form", "")))


def _first_words(form: ComposerForm) -> str:
    words = (form[name].value() for name in ("text", "headline", "link"))
    return next((str(one) for one in words if one), "…")


def draft_of(request: HttpRequest, text: str) -> Draft | None:
    """A draft of the person by its name; None when there is none."""
    pk = uuid_of(text)
    return access.drafts(request).filter(pk=pk).first() if pk else None


def uuid_of(text: str | None) -> UUID | None:
    """A name of a draft; None when it is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
