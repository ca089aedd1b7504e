"""The question whether much that was approved may be cancelled at once, for those who approve on
its pages."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from publisher.domain.roles import Ability
from publisher.features.scheduling.withheld import Question, agree, question
from publisher.web.shared import access
from publisher.web.shared.context import context_of
from publisher.web.shared.taking_in import planned
from publisher.web.today.forms import YesForm


@require_http_methods(["GET", "POST"])
def let_go(request: HttpRequest) -> HttpResponse:
    """What would be cancelled, and the yes to exactly that."""
    access.require(request, Ability.APPROVE)
    asked = question()
    if asked and not _may(request, asked):
        raise PermissionDenied
    if request.method == "POST":
        return _agree(request, asked)
    form = YesForm(initial={"digest": asked.digest if asked else ""})
    return render(request, "today/withheld.html", {"here": "board", "asked": asked, "form": form})


def question_for(request: HttpRequest) -> Question | None:
    """What waits for the person's yes; None when nothing does, or others decide."""
    asked = question()
    return asked if asked and not asked.agreed_by and _may(request, asked) else None


def _agree(request: HttpRequest, asked: Question | None) -> HttpResponse:
    person, form = access.person(request), YesForm(request.POST)
    form.is_valid()
    digest = form.cleaned_data["digest"]
    now = context_of(request).clock()
    if asked is None or not agree(
        context_of(request).transactions, digest, by=person.name, login=person.login, now=now
    ):
        messages.error(
            request, _("Danh sách chờ hủy đã đổi hoặc đã có người đồng ý; xem lại rồi quyết định.")
        )
        return redirect("let_go")
    planned(request, [])
    messages.success(request, _("Đã đồng ý; các lượt này được hủy."))
    return redirect("board")


def _may(request: HttpRequest, asked: Question) -> bool:
    """Whether the person approves on every page that it concerns, also on those that left the
    configuration."""
    own = access.pages(request, Ability.APPROVE)
    return all(slug in own for slug in asked.pages) or access.standing_of(request).may_everywhere(
        Ability.APPROVE
    )
