"""People and their roles, for administrators."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from publisher.domain.errors import PeopleError
from publisher.domain.roles import ALL_UNITS, Ability, Role
from publisher.features.people import accounts as service
from publisher.features.people.accounts import role_named
from publisher.store.models import Invitation, Membership, Person
from publisher.web.people import signing
from publisher.web.people.forms import InvitationForm, RolesForm
from publisher.web.shared import access
from publisher.web.shared.context import context_of


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who has a role in the administrator's units."""
    access.require(request, Ability.PEOPLE)
    own = _units(request)
    found = Person.objects.filter(memberships__unit__in=own).distinct().order_by("name")
    rows = found.prefetch_related(Prefetch("memberships", Membership.objects.order_by("unit")))
    names = _names(request)
    told = [
        (
            person,
            [
                (names.get(row.unit, row.unit), role_named(Role(row.role)))
                for row in person.memberships.all()
            ],
        )
        for person in rows
    ]
    return render(
        request, "people/people.html", {"people": told, "invitations": _open_invitations(request)}
    )


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """A link for somebody new."""
    access.require(request, Ability.PEOPLE)
    form = InvitationForm(request.POST or None, units=_named_units(request))
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return render(request, "people/invite.html", {"form": form}, status=status)
    name = form.cleaned_data["name"]
    try:
        secret = service.invite(
            name, form.roles(), by=access.person(request), now=context_of(request).clock()
        )
    except PeopleError as error:
        form.refuse(signing.said(error))
        return render(request, "people/invite.html", {"form": form}, status=422)
    link = request.build_absolute_uri(reverse("invited", args=[secret]))
    return render(request, "people/invite.html", {"link": link, "name": name})


@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Roles of a person, and whether the account may be used."""
    found = _person(request, pk)
    form = RolesForm(
        request.POST or None,
        units=_named_units(request),
        has={row.unit: row.role for row in found.memberships.all()},
        active=found.is_active,
    )
    context = {"person": found, "form": form, "whole": _owns(request, found)}
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return render(request, "people/person.html", context, status=status)
    try:
        service.set_roles(
            found,
            form.roles(),
            # An account that also works for other units is not locked by one of them.
            active=form.cleaned_data["active"] if context["whole"] else found.is_active,
            within=_units(request),
            by=access.person(request),
            now=context_of(request).clock(),
        )
    except PeopleError as error:
        form.refuse(signing.said(error))
        return render(request, "people/person.html", context, status=422)
    messages.success(request, _("Đã lưu vai trò của %s.") % found.name)
    return redirect("people")


@require_POST
def new_password(request: HttpRequest, pk: int) -> HttpResponse:
    """A link by which a person sets a new password."""
    found = _person(request, pk)
    if not _owns(request, found):
        raise PermissionDenied
    secret = service.invite_again(found, by=access.person(request), now=context_of(request).clock())
    link = request.build_absolute_uri(reverse("invited", args=[secret]))
    return render(request, "people/invite.html", {"link": link, "name": found.name, "again": True})


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an invitation, or a link for a new password, void before it is used."""
    access.require(request, Ability.PEOPLE)
    found = next((one for one in _open_invitations(request) if one.pk == pk), None)
    if found is None:
        raise Http404
    service.withdraw(found, by=access.person(request), now=context_of(request).clock())
    messages.success(request, _("Đã rút; đường dẫn không dùng được nữa."))
    return redirect("people")


def _open_invitations(request: HttpRequest) -> list[Invitation]:
    """Links that nobody has used yet, for the units in which the administrator decides."""
    own = set(_units(request))
    found = service.open_invitations(now=context_of(request).clock()).prefetch_related(
        "person__memberships", "giver__memberships"
    )
    return [one for one in found if service.units_of(one) <= own and service.still_given(one)]


def _person(request: HttpRequest, pk: int) -> Person:
    access.require(request, Ability.PEOPLE)
    found = Person.objects.filter(pk=pk, memberships__unit__in=_units(request)).distinct().first()
    if found is None:
        raise Http404
    return found


def _owns(request: HttpRequest, found: Person) -> bool:
    """Whether all roles of a person lie where the administrator decides."""
    return {row.unit for row in found.memberships.all()} <= set(_units(request))


def _units(request: HttpRequest) -> list[str]:
    """Where the administrator may give roles; "*" only for who is administrator everywhere."""
    own = access.standing_of(request)
    every = [ALL_UNITS] if own.may_everywhere(Ability.PEOPLE) else []
    return [*every, *sorted(own.units(Ability.PEOPLE))]


def _names(request: HttpRequest) -> dict[str, str]:
    return {ALL_UNITS: _("Mọi đơn vị")} | {
        slug: unit.name for slug, unit in context_of(request).config.units.items()
    }


def _named_units(request: HttpRequest) -> dict[str, str]:
    names = _names(request)
    return {slug: names[slug] for slug in _units(request)}
