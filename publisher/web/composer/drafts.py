"""Drafts: kept as they are typed, found again, joined by photos of the gallery."""

import hashlib
import json
import threading
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from publisher.domain.roles import Ability
from publisher.features.authoring import composer
from publisher.features.authoring.composer import EntryFields
from publisher.features.media.gallery import is_video
from publisher.store.models import Draft
from publisher.web.composer.forms import ComposerForm
from publisher.web.shared import access
from publisher.web.shared.context import context_of
from publisher.web.templatetags.desk import moment

LARGEST_DRAFT = 200_000  # characters
# So long a draft that was queued is known as such.
KEPT = timedelta(days=30)
# A post is written while no other one is: a button that is pressed twice makes one.
one_at_a_time = threading.Lock()


class QueuedDraft(NamedTuple):
    """What became of a draft."""

    path: Path
    entry_id: str
    # Names what was queued.
    said: str


@require_POST
def save_draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep what is being written, as it stands."""
    access.require(request, Ability.WRITE)
    form = request.POST.copy()
    form.pop("csrfmiddlewaretoken", None)
    seen = form.pop("draft_seen", None)
    text = form.urlencode()
    if len(text) > LARGEST_DRAFT:
        return JsonResponse({"problem": _("Bản nháp quá dài.")}, status=413)
    person, now = access.person(request), context_of(request).clock()
    kept = Draft.objects.filter(pk=pk).first()
    if kept and kept.person_id != person.pk:
        raise Http404
    if kept and seen and seen[-1] != _version(kept):
        problem = _("Bản nháp này vừa được lưu từ một thẻ hoặc một máy khác.")
        return JsonResponse({"problem": problem, "version": _version(kept)}, status=409)
    if kept and said_by(ComposerForm(form).piece()) == kept.body.get("queued", {}).get("said"):
        return JsonResponse({"saved": moment(now), "version": _version(kept)})
    stored = _keep(request, pk, kept, text)
    return JsonResponse({"saved": moment(now), "version": _version(stored)})


def _keep(request: HttpRequest, pk: UUID, kept: Draft | None, text: str) -> Draft:
    body = (kept.body if kept else {}) | {"form": text, "version": int(_version(kept)) + 1}
    values = {
        "person": access.person(request),
        "body": body,
        "updated_at": context_of(request).clock(),
    }
    return Draft.objects.update_or_create(pk=pk, defaults=values)[0]


def _version(draft: Draft | None) -> str:
    """How often a draft was kept: who saw less would write over what was never seen."""
    return str(draft.body.get("version", 0) if draft else 0)


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
    if is_video(upload.file):
        form["video"] = upload.file
        form.setdefault("more", "1")
    else:
        photos = [{"file": name, "alt": alt} for name, alt in ComposerForm(form).piece().photos]
        form["photos"] = json.dumps([*photos, {"file": upload.file, "alt": upload.alt_text}])
    _keep(request, pk, kept, form.urlencode())
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
    mine = Draft.objects.filter(person=access.person(request))
    return mine.filter(pk=pk).first() if pk else None


def queued_draft(request: HttpRequest, pk: UUID) -> QueuedDraft | None:
    """What became of a draft of the person; None while it is not queued, or gone since."""
    draft = Draft.objects.filter(pk=pk, person=access.person(request)).first()
    mark = draft.body.get("queued") if draft else None
    if not mark:
        return None
    context = context_of(request)
    found = QueuedDraft(context.config.queue / mark["path"], mark["entry"], mark["said"])
    known = access.known(request)._replace(may_use=None)
    return found if composer.stands(context, found.path, found.entry_id, known) else None


def keep_as_queued(request: HttpRequest, pk: UUID, found: QueuedDraft) -> None:
    """Remember what became of a draft, and forget those of long ago; within the transaction in
    which it is queued."""
    person, now = access.person(request), context_of(request).clock()
    Draft.objects.filter(person=person).queued().kept_before(now - KEPT).delete()
    if Draft.objects.filter(pk=pk).exclude(person=person).exists():
        return
    name = found.path.relative_to(context_of(request).config.queue).as_posix()
    body: dict[str, Any] = {"queued": {"path": name, "entry": found.entry_id, "said": found.said}}
    values = {"person": person, "body": body, "updated_at": now}
    Draft.objects.update_or_create(pk=pk, defaults=values)


def said_by(piece: EntryFields) -> str:
    """Names what a piece says: the same for a form that is sent again."""
    return hashlib.sha256(json.dumps(asdict(piece), default=str).encode()).hexdigest()


def uuid_of(text: str | None) -> UUID | None:
    """A name of a draft; None when it is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
