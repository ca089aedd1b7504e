"""Pages: whether each can be posted to, what its token lacks, and how to connect it again."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from publisher.domain.errors import NotConnected
from publisher.domain.page import Page
from publisher.domain.reason import Reason
from publisher.domain.roles import Ability
from publisher.domain.secret import Secret
from publisher.features.install.tokens import Connected, connect
from publisher.store import tokens as token_store
from publisher.store.activity_log import What, note
from publisher.store.models import Delivery, PageState, StoredToken, TokenCheck
from publisher.store.stops import stands
from publisher.web.pages.forms import ConnectForm
from publisher.web.shared import access
from publisher.web.shared.context import context_of
from publisher.web.shared.delivery_rows import DeliveryRow
from publisher.web.shared.languages import language, say


@dataclass(frozen=True, slots=True)
class PageStanding:
    """What is known of a page."""

    page: Page
    state: PageState | None
    token: bool
    stored: StoredToken | None
    check: TokenCheck | None
    next_at: datetime | None
    now: datetime

    @property
    def problem(self) -> str:
        """The one sentence; empty when all is well."""
        if self.state and self.state.parked_at:
            return f"{self.state.reason.said(language())} {self.state.advice(language())}"
        if not self.token:
            return _("Trang chưa có mã truy cập.")
        return self.check.problem.said(language()) if self.check else ""

    @property
    def ends_at(self) -> datetime | None:
        """When the token ends; None: never, or nobody knows."""
        return (
            (self.check and self.check.expires_at)
            or (self.stored and self.stored.expires_at)
            or None
        )

    @property
    def ends_soon(self) -> bool:
        """Within two weeks."""
        return self.ends_at is not None and (self.ends_at - self.now).days < 14

    @property
    def quiet(self) -> bool:
        """Facebook asked us to wait."""
        return self.state is not None and stands(self.state, self.now)


class _Facts(NamedTuple):
    states: dict[str, PageState]
    stored: dict[str, StoredToken]
    next_at: dict[str, datetime]


@require_GET
def pages(request: HttpRequest) -> HttpResponse:
    """All pages of the person's units."""
    seen = access.pages(request)
    facts, checks = _facts(request, list(seen)), token_store.checks()
    found = [_health(request, page, facts, checks.get(slug)) for slug, page in seen.items()]
    found.sort(key=lambda one: (not one.problem, one.page.unit.name))
    corners = [unit for unit in access.units(request) if unit.share_corner]
    return render(
        request, "pages/pages.html", {"here": "pages", "found": found, "corners": corners}
    )


@require_GET
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page."""
    return _page(request, slug)


@require_POST
@sensitive_post_parameters("token")
def connect_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep a new token: of the page, of a person or of a system user, as it is pasted."""
    found = access.page(request, slug, Ability.CONNECT)
    form = ConnectForm(request.POST)
    if not form.is_valid():
        return _page(request, slug, form=form, status=422)
    pasted, now = Secret(form.cleaned_data["token"]), context_of(request).clock()
    by = access.doer_of(request)
    # A token may open many pages; here it is kept for the pages that this person connects.
    own = access.pages(request, Ability.CONNECT)
    try:
        connected, remarks = connect(access.in_name_of(request).of(own), pasted, now=now)
    except NotConnected as error:
        form.refuse({"token": say(error)})
        return _page(request, slug, form=form, status=422)
    kept = [one for one in connected if one.ok]

    def told() -> None:
        for one in kept:
            note(What.CONNECT, by=by, now=now, unit=own[one.page].unit.slug, page=one.page)

    context_of(request).transactions.write(told)
    context_of(request).poke()
    return _page(request, found.slug, connected=connected, remarks=remarks)


def _page(
    request: HttpRequest,
    slug: str,
    *,
    form: ConnectForm | None = None,
    connected: list[Connected] | None = None,
    remarks: list[Reason] | None = None,
    status: int = 200,
) -> HttpResponse:
    found = access.page(request, slug)
    rows = access.deliveries(request).filter(page=slug).select_related("revision")
    coming = rows.coming(now=context_of(request).clock())
    out = rows.published()
    context = {
        "here": "pages",
        "health": _health(request, found, _facts(request, [slug]), token_store.checks().get(slug)),
        "page": found,
        "coming": [DeliveryRow([row]) for row in coming.order_by("due_at", "pk")[:5]],
        "gone_out": [DeliveryRow([row]) for row in out.order_by("-published_at", "pk")[:5]],
        "may_connect": access.standing_of(request).may(Ability.CONNECT, found.unit.slug),
        "form": form or ConnectForm(),
        "connected": connected or [],
        "remarks": remarks or [],
    }
    return render(request, "pages/page.html", context, status=status)


def _facts(request: HttpRequest, slugs: list[str]) -> _Facts:
    ahead = Delivery.objects.coming(now=context_of(request).clock()).filter(page__in=slugs)
    next_at = dict(ahead.order_by().values_list("page").annotate(Min("due_at")))
    return _Facts(
        states={row.page: row for row in PageState.objects.filter(page__in=slugs)},
        stored={row.page: row for row in StoredToken.objects.filter(page__in=slugs)},
        next_at=next_at,
    )


def _health(
    request: HttpRequest, found: Page, facts: _Facts, check: TokenCheck | None
) -> PageStanding:
    token = context_of(request).token(found.slug)
    fresh = check if check and token and check.fingerprint == token.fingerprint() else None
    return PageStanding(
        page=found,
        state=facts.states.get(found.slug),
        token=token is not None,
        stored=facts.stored.get(found.slug),
        check=fresh,
        next_at=facts.next_at.get(found.slug),
        now=context_of(request).clock(),
    )
