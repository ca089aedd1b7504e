"""The switch that stops everything, a unit or a campaign, and its history."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from publisher.domain.errors import NotFrozen
from publisher.domain.roles import Ability
from publisher.features.scheduling.freeze import Extent, freeze, unfreeze
from publisher.store.models import Freeze
from publisher.web.freezes.forms import FreezeForm
from publisher.web.shared import access
from publisher.web.shared.context import context_of
from publisher.web.shared.languages import say
from publisher.web.templatetags.desk import campaign_title

HISTORY = 50


@require_http_methods(["GET", "POST"])
def freezes(request: HttpRequest) -> HttpResponse:
    """What is stopped, and stopping."""
    access.require(request, Ability.FREEZE)
    if request.method == "POST":
        return _freeze(request)
    return _page(request, FreezeForm(extents=_extents(request)))


@require_POST
def end_freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """Let go on."""
    found = Freeze.objects.standing().filter(pk=pk).first()
    if found is None:
        raise Http404
    access.may_freeze(request, Extent(unit=found.unit, campaign=found.campaign))
    try:
        count = unfreeze(
            context_of(request).transactions,
            Extent(unit=found.unit, campaign=found.campaign),
            by=access.doer_of(request),
            now=context_of(request).clock(),
            pages=context_of(request).pages,
        )
    except NotFrozen as error:
        messages.error(request, say(error))
        return redirect("freezes")
    context_of(request).poke()
    said = (
        ngettext("Đã bỏ tạm dừng; %d lượt đi tiếp.", "Đã bỏ tạm dừng; %d lượt đi tiếp.", count)
        % count
    )
    messages.success(request, said)
    return redirect("freezes")


def _freeze(request: HttpRequest) -> HttpResponse:
    form = FreezeForm(request.POST, extents=_extents(request))
    form.is_valid()
    extent = form.cleaned_data.get("extent")
    if extent is not None:
        access.may_freeze(request, extent)
    if form.errors:
        return _page(request, form, status=422)
    freeze(
        context_of(request).transactions,
        form.cleaned_data["extent"],
        reason=form.cleaned_data["reason"],
        by=access.doer_of(request),
        now=context_of(request).clock(),
        pages=context_of(request).pages,
    )
    context_of(request).poke()
    messages.success(request, _("Đã tạm dừng; không bài nào trong phạm vi này được đăng."))
    return redirect("freezes")


def _page(request: HttpRequest, form: FreezeForm, *, status: int = 200) -> HttpResponse:
    own = access.standing_of(request)
    everything = Freeze.objects.order_by("-begun_at", "-pk")
    seen = [
        row for row in everything[:HISTORY] if not row.unit or row.unit in own.units(Ability.SEE)
    ]
    context = {
        "here": "freezes",
        "active": [row for row in seen if row.ended_at is None],
        "history": [row for row in seen if row.ended_at],
        "form": form,
    }
    return render(request, "freezes/freezes.html", context, status=status)


def _extents(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """What the person may stop, as values of the form and in words."""
    if access.standing_of(request).may_everywhere(Ability.FREEZE):
        yield "all:", _("toàn bộ")
    units = access.units(request, Ability.FREEZE)
    for unit in units:
        yield f"unit:{unit.slug}", unit.name
    slugs = {unit.slug for unit in units}
    for one in context_of(request).queue.queue().campaigns:
        if access.entry_units(request, one) <= slugs:
            title = campaign_title(one.title, one.id)
            yield f"campaign:{one.id}", _("chiến dịch") + f" {title}"
