"""What could be posted next: days to remember that are near, and articles that the newspapers'
feeds offer."""

from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from publisher import resources
from publisher.domain.entry import Entry
from publisher.domain.errors import UnknownPlaceholder
from publisher.domain.message import fill
from publisher.domain.reason import Reason
from publisher.domain.roles import Ability
from publisher.features.authoring.anniversaries import Feast, all_days
from publisher.features.authoring.suggestions import suggestions
from publisher.features.press.feeds import feed_troubles
from publisher.queuefiles.writing import WriteRefused, add_link
from publisher.store.activity_log import What, note
from publisher.store.models import FeedItem
from publisher.web.shared import access
from publisher.web.shared.context import context_of
from publisher.web.shared.languages import say
from publisher.web.shared.taking_in import then
from publisher.web.shared.zones import office_zone
from publisher.web.suggestions.forms import ShareForm
from publisher.web.templatetags.desk import page_name

# Articles on the page; older ones come when these are settled.
ARTICLES = 40
CHOSEN = "share_pages"


class SuggestedDay(NamedTuple):
    """A day to remember with what a post would say."""

    feast: Feast
    text: str
    # Days from now.
    left: int
    compose: str
    written: list[Entry]


@require_GET
def suggested(request: HttpRequest) -> HttpResponse:
    """The inbox of suggestions."""
    access.require(request, Ability.WRITE)
    pages = access.pages(request, Ability.WRITE)
    # The only page, or those that the person chose the last time: never all of several by itself.
    chosen = set(pages) if len(pages) == 1 else set(request.session.get(CHOSEN, ()))
    context = {
        "here": "suggestions",
        "days": near_days(request),
        "articles": (FeedItem.objects.suggested().order_by("-published_at")[:ARTICLES]),
        "form": ShareForm(
            pages=[(slug, page_name(slug)) for slug in pages], initial={"pages": list(chosen)}
        ),
        "feeds": len(context_of(request).config.feeds),
        "troubles": [
            (one, say(Reason.from_json(one.trouble)))
            for one in feed_troubles(context_of(request).config.feeds)
        ],
    }
    return render(request, "suggestions/suggestions.html", context)


@require_POST
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue an article for the chosen pages, or put it aside for everybody of the desk."""
    access.require(request, Ability.WRITE)
    item = FeedItem.objects.untaken().filter(pk=pk).first()
    if item is None:
        messages.error(request, _("Bài này đã có người nhận hoặc bỏ qua."))
        return redirect("suggestions")
    form = ShareForm(request.POST)
    form.is_valid()
    if form.cleaned_data["dismiss"]:
        _settle(request, item, dismissed=True)
        return redirect("suggestions")
    pages = [page.slug for page in access.writable_pages(request, form.cleaned_data["pages"])]
    if not pages:
        messages.error(request, _("Chọn ít nhất một trang."))
        return redirect("suggestions")
    request.session[CHOSEN] = sorted(pages)
    config = context_of(request).config
    try:
        path = add_link(
            config.queue,
            url=item.address,
            headline=item.title,
            publication=item.feed.replace("-", " ").title(),
            pages=sorted(pages),
            today=context_of(request).clock().astimezone(office_zone()).date(),
            known=access.known(request),
            before=lambda _path: _settle(request, item, dismissed=False),
        )
    except WriteRefused as refused:
        for problem in refused.problems:
            messages.error(request, say(problem))
        return redirect("suggestions")

    def answer() -> HttpResponse:
        messages.success(request, _("Đã xếp bài vào hàng đợi; chờ duyệt."))
        return redirect("suggestions")

    return then(request, [path], answer)


def _settle(request: HttpRequest, item: FeedItem, *, dismissed: bool) -> None:
    who, now = access.doer_of(request), context_of(request).clock()

    def write() -> None:
        FeedItem.objects.filter(pk=item.pk).update(taken_at=now, taken_by=who, dismissed=dismissed)
        if not dismissed:
            note(What.WRITE, by=who, now=now, detail=item.title[:200])

    context_of(request).transactions.write(write)


def near_days(request: HttpRequest) -> list[SuggestedDay]:
    """Days to remember for which it is time to write."""
    today = context_of(request).clock().astimezone(office_zone()).date()
    queue = context_of(request).queue.queue()
    found = suggestions(all_days(resources.assets(), queue.campaigns), queue, today=today)
    return [
        SuggestedDay(
            feast=one.feast,
            text=_filled(one.text, one.feast),
            left=(one.feast.on - today).days,
            compose=_compose_address(one.feast),
            written=[entry for entry in one.written if access.sees(request, entry)],
        )
        for one in found
    ]


def _compose_address(feast: Feast) -> str:
    wanted = urlencode({"feast": feast.day.key, "on": feast.on.isoformat()})
    return f"{reverse('compose')}?{wanted}"


def _filled(text: str, feast: Feast) -> str:
    try:
        return fill(text, since=feast.day.since, on=feast.on, unit=None)
    except UnknownPlaceholder:
        return text
