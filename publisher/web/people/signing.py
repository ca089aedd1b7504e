"""Signing in and out, invitations, one's own account."""

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from publisher.domain.errors import MustWait, PeopleError
from publisher.domain.roles import Role
from publisher.features.people import accounts
from publisher.features.people import sign_in as signing_in
from publisher.features.people.api_keys import issue, revoke
from publisher.store.models import ApiToken, Person
from publisher.web.people.forms import NewAccountForm, NewKeyForm, NewPasswordForm, SignInForm
from publisher.web.shared import access, known_browser
from publisher.web.shared.context import context_of
from publisher.web.shared.languages import say
from publisher.web.shared.middleware import LANGUAGE_COOKIE, for_everybody

YEAR = 365 * 24 * 3600  # seconds
# Longer waits are told in minutes.
A_MOMENT = 59  # seconds
# Django sends nobody to a longer address.
LONGEST_ONWARD = 2_000  # characters


@for_everybody
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The way in. Too many failures of this place make its next tries wait, right or wrong."""
    onward = _onward(request)
    if request.method == "GET":
        if request.user.is_authenticated:
            return redirect(onward)
        form = SignInForm(initial={"next": onward})
        first = not accounts.has_administrator()
        return render(request, "people/sign_in.html", {"form": form, "first": first})
    form = SignInForm(request.POST)
    form.is_valid()
    name, now = form.cleaned_data.get("login", ""), context_of(request).clock()
    try:
        tried = signing_in.begin(
            name, _address(request), known=known_browser.browser_of(request, name), now=now
        )
    except MustWait as wait:
        return _must_wait(request, form, wait.seconds)
    found = authenticate(
        request, username=name.lower(), password=form.cleaned_data.get("password", "")
    )
    if not isinstance(found, Person):
        return _refused(request, form, _("Tên đăng nhập hoặc mật khẩu không đúng."), 403)
    signing_in.succeed(found, tried, _address(request), now=now)
    login(request, found)
    response = redirect(onward)
    known_browser.remember(request, response, found)
    return response


def _must_wait(request: HttpRequest, form: SignInForm, seconds: int) -> HttpResponse:
    if seconds > A_MOMENT:
        problem = _("Sai quá nhiều lần; chờ %d phút rồi thử lại.") % -(-seconds // 60)
    else:
        problem = (
            _("Có nhiều lần thử sai với tên này. Thử lại sau %d giây, mật khẩu đúng vẫn vào được.")
            % seconds
        )
    response = _refused(request, form, problem, 429)
    response["Retry-After"] = str(seconds)
    return response


def _refused(request: HttpRequest, form: SignInForm, problem: str, status: int) -> HttpResponse:
    return render(request, "people/sign_in.html", {"form": form, "problem": problem}, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """The way out."""
    logout(request)
    return redirect("sign_in")


@for_everybody
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def invited(request: HttpRequest, secret: str) -> HttpResponse:
    """Where an invitation leads: a name and a password of one's own."""
    now = context_of(request).clock()
    found = accounts.invitation(secret, now=now)
    if found is None:
        return render(request, "people/invited.html", {"gone": True}, status=410)
    form = NewAccountForm(request.POST or None, initial={"name": found.name})
    context = {"invitation": found, "form": form}
    if request.method == "GET":
        return render(request, "people/invited.html", context)
    if not form.is_valid():
        return render(request, "people/invited.html", context, status=422)
    try:
        given = {name: form.cleaned_data[name] for name in ("login", "name", "password")}
        person = accounts.accept(secret, now=now, **given)
    except PeopleError as error:
        form.refuse(said(error))
        return render(request, "people/invited.html", context, status=422)
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    response = redirect("board")
    known_browser.remember(request, response, person)
    return response


@for_everybody
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Another language, for the person and for this browser."""
    wanted = "en" if request.POST.get("language") == "en" else "vi"
    if isinstance(request.user, Person):
        Person.objects.filter(pk=request.user.pk).update(language=wanted)
    response = HttpResponseRedirect(_onward(request))
    response.set_cookie(
        LANGUAGE_COOKIE,
        wanted,
        max_age=YEAR,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """One's own password, language and keys for the API."""
    return _account(request)


@require_POST
@sensitive_post_parameters("old", "new", "again")
def password(request: HttpRequest) -> HttpResponse:
    """Another password; other sessions of the person end."""
    person, form = access.person(request), NewPasswordForm(request.POST)
    if not form.is_valid():
        return _account(request, password=form, status=422)
    try:
        ended = accounts.change_password(
            person,
            old=form.cleaned_data["old"],
            new=form.cleaned_data["new"],
            now=context_of(request).clock(),
            keep_keys=form.cleaned_data["keep_keys"],
        )
    except PeopleError as error:
        form.refuse(said(error))
        return _account(request, password=form, status=422)
    update_session_auth_hash(request, person)
    messages.success(request, _("Đã đổi mật khẩu; các máy khác phải đăng nhập lại."))
    if ended:
        words = ngettext(
            "%d khóa API đã bị thu hồi cùng mật khẩu cũ.",
            "%d khóa API đã bị thu hồi cùng mật khẩu cũ.",
            ended,
        )
        messages.success(request, words % ended)
    return redirect("account")


@require_POST
def new_key(request: HttpRequest) -> HttpResponse:
    """A key for the API; it is shown this once."""
    form = NewKeyForm(request.POST)
    if not form.is_valid():
        return _account(request, new_key=form, status=422)
    try:
        key = issue(access.person(request), now=context_of(request).clock(), **form.cleaned_data)
    except PeopleError as refusal:
        form.refuse(said(refusal))
        return _account(request, new_key=form, status=422)
    return _account(request, key=key)


@require_POST
def revoke_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a key of one's own void."""
    if revoke(access.person(request), pk, now=context_of(request).clock()):
        messages.success(request, _("Khóa đã bị thu hồi, không dùng được nữa."))
    return redirect("account")


def _account(
    request: HttpRequest,
    *,
    status: int = 200,
    key: str = "",
    password: NewPasswordForm | None = None,
    new_key: NewKeyForm | None = None,
) -> HttpResponse:
    person = access.person(request)
    context = {
        "keys": ApiToken.objects.standing().filter(person=person).order_by("-created_at"),
        "key": key,
        "password": password or NewPasswordForm(),
        "new_key": new_key or NewKeyForm(),
        "roles": [(unit, accounts.role_named(role)) for unit, role in _roles(request)],
    }
    return render(request, "people/account.html", context, status=status)


def _roles(request: HttpRequest) -> list[tuple[str, Role]]:
    names = {slug: unit.name for slug, unit in context_of(request).config.units.items()}
    return [(names[slug], role) for slug, role in access.standing_of(request).roles.items()]


def _onward(request: HttpRequest) -> str:
    """Where to go afterwards: only within this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    # Without the stroke Django takes it for the name of an address.
    return wanted if safe and wanted.startswith("/") and len(wanted) <= LONGEST_ONWARD else "/"


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def said(error: PeopleError) -> dict[str, str]:
    """What is wrong by field, in the person's language."""
    return {name: say(problem) for name, problem in error.problems.items()}
