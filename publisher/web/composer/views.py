"""The composer: a post, an album, a press link or a slogan, with its card and its Facebook post
as one types."""

import difflib
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.forms.boundfield import BoundWidget
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from publisher import resources
from publisher.cards import api as cards
from publisher.domain.entry import ALL_PAGES, EntryKind
from publisher.domain.errors import CardRefused, NotFetched, PictureRefused, UploadRefused
from publisher.domain.page import Page, Unit
from publisher.domain.reason import Problem, told
from publisher.domain.roles import Ability
from publisher.domain.text import MESSAGE_LIMIT
from publisher.features.authoring import composer
from publisher.features.authoring.anniversaries import Feast, all_days, feasts
from publisher.features.authoring.composer import (
    NEXT,
    Conflict,
    EntryFields,
    Opened,
)
from publisher.features.authoring.suggestions import piece_for
from publisher.features.media.gallery import is_video, keep, photos_of
from publisher.features.press.fetch import article, fetch_picture, few_at_once
from publisher.queuefiles.schema import PostKeys, title_of
from publisher.queuefiles.writing import WriteRefused
from publisher.store.models import Draft
from publisher.web.composer import moves
from publisher.web.composer.drafts import (
    QueuedDraft,
    add_photo,
    draft_of,
    form_of,
    keep_as_queued,
    one_at_a_time,
    queued_draft,
    said_by,
    uuid_of,
)
from publisher.web.composer.forms import (
    CardForm,
    ComposerForm,
    check_pages,
    may_add,
    one_unit,
    open_entry,
    opened_of,
)
from publisher.web.composer.preview import plain
from publisher.web.shared import access, parameters
from publisher.web.shared.context import context_of
from publisher.web.shared.languages import say
from publisher.web.shared.taking_in import reason, then
from publisher.web.templatetags.desk import campaign_title, page_name

log = logging.getLogger("publisher.web")

# Shows a headline where an article has no picture.
HEADLINE_CARD = "press-link"
# Pictures of the kinds, in their order.
KIND_PICTURES = ("quote", "media", "link", "campaign")


class CardChoice(NamedTuple):
    """A template in the composer, with the words that it asks for."""

    name: str
    title: str
    form: CardForm


class UnitChoice(NamedTuple):
    """A unit with its pages, to tick."""

    unit: Unit
    pages: Sequence[BoundWidget]


@require_http_methods(["GET", "POST"])
def compose(request: HttpRequest) -> HttpResponse:
    """Write something new, go on with a draft, or change what is queued."""
    access.require(request, Ability.WRITE)
    if request.method == "POST":
        return _save(request)
    if entry_id := request.GET.get("entry"):
        _entry, opened = open_entry(request, entry_id)
        piece = composer.piece_of(opened)
        form = ComposerForm.showing(piece, _kind(piece))
        return _page(request, form, piece, draft=uuid4(), opened=opened)
    if request.GET.get("draft") and request.GET.get("photo"):
        return add_photo(request)
    draft = draft_of(request, request.GET.get("draft", ""))
    if draft and ("form" in draft.body or "queued" not in draft.body):
        return _draft_page(request, draft)
    if draft and (queued := queued_draft(request, draft.pk)):
        return redirect(f"{reverse('compose')}?{urlencode({'entry': queued.entry_id})}")
    piece = _fresh(request)
    form = ComposerForm.showing(piece, _asked_kind(request))
    return _page(request, form, piece, draft=uuid_of(request.GET.get("draft")) or uuid4())


def _draft_page(request: HttpRequest, draft: Draft) -> HttpResponse:
    form = form_of(draft)
    if not form.sent("entry"):
        return _page(request, form, form.piece(), draft=draft.pk, saved=draft)
    opened = _seen(opened_of(request, form), form)
    return _page(request, form, form.piece(), draft=draft.pk, opened=opened)


@require_POST
def fetch_link(request: HttpRequest) -> HttpResponse:
    """What a pasted press link says of itself: headline, newspaper, picture."""
    access.require(request, Ability.WRITE)
    try:
        with few_at_once():
            return JsonResponse(_said_of(request, request.POST.get("link", "").strip()))
    except NotFetched as error:
        return JsonResponse({"problem": say(error)}, status=422)


def _said_of(request: HttpRequest, link: str) -> dict[str, Any]:
    found = article(link)
    answer: dict[str, Any] = {
        "address": found.address,
        "headline": found.headline,
        "publication": found.publication,
        "description": found.description,
        "published": found.published,
    }
    if found.picture:
        answer |= _kept_picture(request, found.picture)
    if "photo" not in answer:
        # Facebook would show a grey box: the headline on a card of ours stands in for the missing
        # picture.
        answer["card"] = HEADLINE_CARD
    return answer


@require_POST
def delete(request: HttpRequest) -> HttpResponse:
    """Take an entry out of the queue; it can be taken back."""
    form = ComposerForm(request.POST)
    entry, opened = open_entry(request, form.sent("entry"), seen=form.sent("seen"))
    try:
        path, action = composer.delete(
            access.in_name_of(request),
            opened,
            known=access.known(request),
            unit=one_unit(request, entry),
            now=context_of(request).clock(),
        )
    except Conflict:
        messages.error(request, _("Bài vừa được người khác sửa; xem bản mới rồi quyết định."))
        return redirect(f"{reverse('compose')}?{urlencode({'entry': entry.id})}")
    except WriteRefused as refused:
        messages.error(request, say(refused))
        return redirect(f"{reverse('compose')}?{urlencode({'entry': entry.id})}")

    def answer() -> HttpResponse:
        said = _("Đã xóa bài khỏi hàng đợi; bài đã đăng vẫn ở trên Facebook.")
        messages.success(request, said, extra_tags=str(action))
        return redirect("board")

    return then(request, [path], answer)


def _save(request: HttpRequest) -> HttpResponse:
    form = ComposerForm(request.POST)
    opened = opened_of(request, form)
    piece = form.piece()
    draft = uuid_of(form.sent("draft")) or uuid4()
    units = check_pages(request, piece, opened)
    opened = _seen(opened, form)
    page = partial(_page, request, form, piece, draft=draft, opened=opened)
    if "another" in request.POST:
        form.with_another_exception()
        return page(answered=True)
    unit = units.pop() if len(units) == 1 else ""
    try:
        with one_at_a_time:
            earlier = queued_draft(request, draft) if opened is None else None
            if earlier and earlier.said != said_by(piece):
                return _queued_otherwise(request, form, piece, draft, earlier)
            path, entry_id = earlier[:2] if earlier else _write(request, piece, opened, draft, unit)
    except WriteRefused as refused:
        return page(problems=refused.problems, status=422)
    except Conflict as conflict:
        return page(conflict=conflict, status=409)
    except (OSError, DatabaseError) as error:
        log.error("nothing was queued: %s", error)
        text = _("Không ghi được vào hàng đợi (%s); chưa xếp bài, lời bài vẫn còn ở đây.") % reason(
            error
        )
        problem = Problem(path="", line=None, reason=told(text))
        return page(problems=[problem], status=507)

    def answer() -> HttpResponse:
        if opened:
            access.drafts(request).filter(pk=draft).delete()
            if form.sent("take_time"):
                moves.take_back(request, entry_id)
        return _saved(request, piece, path, entry_id)

    return then(request, [path], answer)


def _write(
    request: HttpRequest, piece: EntryFields, opened: Opened | None, draft: UUID, unit: str
) -> tuple[Path, str]:
    def with_it(path: Path, entry_id: str) -> None:
        if opened is None:
            keep_as_queued(request, draft, QueuedDraft(path, entry_id, said_by(piece)))

    save = partial(
        composer.save,
        access.in_name_of(request),
        piece,
        opened,
        known=access.known(request),
        unit=unit,
        now=context_of(request).clock(),
        with_it=with_it,
    )
    try:
        return save()
    except FileExistsError:
        # Another program has just taken the name; there is a next one.
        return save()


def _queued_otherwise(
    request: HttpRequest, form: ComposerForm, piece: EntryFields, draft: UUID, earlier: QueuedDraft
) -> HttpResponse:
    """The draft was queued with other words, in another tab: both are shown, none is lost."""
    try:
        _entry, opened = open_entry(request, earlier.entry_id)
    except (Http404, PermissionDenied):
        text = _("Bản nháp này đã được xếp vào hàng đợi với lời khác; lời bài vẫn còn ở đây.")
        problem = Problem(path="", line=None, reason=told(text))
        return _page(request, form, piece, draft=draft, problems=[problem], status=409)
    mine = composer.written(piece, opened, known=access.known(request))
    return _page(
        request,
        form,
        piece,
        draft=draft,
        opened=opened,
        conflict=Conflict(mine, opened.raw, opened.seen),
        queued_before=True,
        status=409,
    )


def _seen(opened: Opened | None, form: ComposerForm) -> Opened | None:
    """With the version that the person saw."""
    return replace(opened, seen=form.sent("seen")) if opened and form.sent("seen") else opened


def _saved(request: HttpRequest, piece: EntryFields, path: Path, entry_id: str) -> HttpResponse:
    first = access.deliveries(request).wanted().of_entry(entry_id).order_by("due_at").first()
    if first:
        count = access.deliveries(request).awaiting_approval().of_entry(entry_id).count()
        said = _("Đã xếp bài.")
        if count:
            said += (
                " " + ngettext("%d lượt đang chờ duyệt.", "%d lượt đang chờ duyệt.", count) % count
            )
        messages.success(request, said)
        return redirect("delivery", first.pk)
    queue = context_of(request).queue
    name = path.relative_to(context_of(request).config.queue).as_posix()
    mine = [problem for problem in queue.problems if problem.path == name]
    if mine:
        messages.error(request, " ".join(map(say, mine)))
        return redirect(f"{reverse('compose')}?{urlencode({'entry': entry_id})}")
    messages.success(request, _("Đã lưu; lượt đăng sẽ có khi đến kỳ lập lịch."))
    return redirect("campaign", piece.campaign) if piece.campaign else redirect("calendar")


def _page(
    request: HttpRequest,
    form: ComposerForm,
    piece: EntryFields,
    *,
    draft: UUID,
    opened: Opened | None = None,
    problems: Iterable[Problem] = (),
    conflict: Conflict | None = None,
    saved: Draft | None = None,
    answered: bool = False,
    queued_before: bool = False,
    status: int = 200,
) -> HttpResponse:
    bullet = opened is not None and not composer.is_post(opened.entry)
    moved = moves.moved(request, opened.entry.id) if opened else []
    found = form.refuse_at([(one.field, plain(one)) for one in problems]) if problems else []
    context = {
        "here": "compose",
        "form": form,
        **_offered(request, form, piece, opened),
        "groups": _groups(request),
        "photos": _photo_rows(request, piece, opened),
        "draft": draft,
        "opened": opened,
        "bullet": bullet,
        "seen": conflict.seen if conflict else opened.seen if opened else "",
        "problems": found,
        "conflict": conflict,
        "moved": moved,
        "may_take_back": moves.may_take_back(request, moved),
        "difference": _difference(conflict) if conflict else [],
        "saved": saved,
        "answered": answered,
        "queued_before": queued_before,
        "version": saved.body.get("version", 0) if saved else 0,
        "others": access.drafts(request).exclude(pk=draft).count(),
        "most_text": MESSAGE_LIMIT,
        "most_comment": title_of(PostKeys, "first_comment").most,
        "own_id": opened.entry.id if opened else "",
    }
    return render(request, "composer/compose.html", context, status=status)


def _offered(
    request: HttpRequest, form: ComposerForm, piece: EntryFields, opened: Opened | None
) -> dict[str, Any]:
    """What the person may choose from, in the form and beside it."""
    campaigns = [
        one
        for one in context_of(request).queue.queue().campaigns
        if access.may_change(request, one) or may_add(request, one)
    ]
    card_choices, pages = _cards(piece), access.pages(request, Ability.WRITE)
    form.offer(
        campaigns=[(one.id, campaign_title(one.title, one.id)) for one in campaigns],
        cards=[(one.name, say(one.title)) for one in card_choices],
        pages=[(slug, page_name(slug)) for slug in pages],
        videos=_videos(request),
        every=ALL_PAGES in piece.pages,
    )
    if opened:
        form.keep_kind(opened.entry.campaign or "")
    return {
        "campaigns": campaigns,
        "cards": card_choices,
        "units": _unit_choices(form, pages),
        "many": len(pages) > 1,
        "may_everywhere": access.standing_of(request).may_everywhere(Ability.WRITE),
        "kinds": zip(form["kind"], KIND_PICTURES, strict=False),
    }


def _videos(request: HttpRequest) -> list[str]:
    """Video files of the queue that the person may use."""
    folder, may_use = photos_of(context_of(request)), access.known(request).may_use
    found = (path for path in folder.glob("*") if is_video(path.name))
    return sorted(path.name for path in found if may_use is None or may_use(path.resolve()))


def _fresh(request: HttpRequest) -> EntryFields:
    """An empty form, with what the link that led here asks for."""
    allowed = access.pages(request, Ability.WRITE)
    page, at, day = (request.GET.get(name, "") for name in ("page", "at", "on"))
    chosen = (page,) if page in allowed else tuple(allowed) if len(allowed) == 1 else ()
    if day and not at:
        slot = next((slot for slug in chosen or allowed for slot in allowed[slug].slots), None)
        at = f"{day}T{slot:%H:%M}" if slot else f"{day}T08:00"
    if feast := _feast(request):
        return piece_for(
            feast, chosen, [slot for slug in chosen or allowed for slot in allowed[slug].slots]
        )
    photo = request.GET.get("photo", "")
    upload = access.uploads(request).filter(file=photo).first() if photo else None
    film = upload.file if upload and is_video(upload.file) else ""
    return EntryFields(
        pages=chosen,
        at=at or NEXT,
        campaign=request.GET.get("campaign", ""),
        photos=((upload.file, upload.alt_text),) if upload and not film else (),
        video=film,
    )


def _feast(request: HttpRequest) -> Feast | None:
    """The day to remember for which somebody wants to write."""
    key, wanted = request.GET.get("feast", ""), parameters.day(request.GET.get("on"))
    if not key or not wanted:
        return None
    days = all_days(resources.assets(), context_of(request).queue.queue().campaigns)
    day = next((one for one in days if one.key == key), None)
    return next(iter(feasts([day], first=wanted, last=wanted)), None) if day else None


def _asked_kind(request: HttpRequest) -> str:
    kind = request.GET.get("kind", "album" if request.GET.get("photo") else "post")
    return kind if kind in ("post", "album", "link", "slogan") else "post"


def _kind(piece: EntryFields) -> str:
    if piece.kind is EntryKind.SLOGAN:
        return "slogan"
    return "link" if piece.link else "album" if len(piece.photos) > 1 else "post"


def _unit_choices(form: ComposerForm, pages: Mapping[str, Page]) -> list[UnitChoice]:
    found: dict[str, list[BoundWidget]] = {}
    for box, page in zip(form["pages"], pages.values(), strict=True):
        found.setdefault(page.unit.slug, []).append(box)
    units = {page.unit.slug: page.unit for page in pages.values()}
    return [UnitChoice(units[slug], boxes) for slug, boxes in found.items()]


def _groups(request: HttpRequest) -> list[tuple[str, str]]:
    allowed = access.pages(request, Ability.WRITE)
    groups = context_of(request).config.groups.values()
    return [
        (group.name, " ".join(group.pages))
        for group in groups
        if all(slug in allowed for slug in group.pages)
    ]


def _cards(piece: EntryFields) -> list[CardChoice]:
    found = []
    for name in cards.templates(assets=resources.assets()):
        try:
            template = cards.template_named(name, assets=resources.assets())
        except CardRefused:
            continue
        found.append(CardChoice(name, template.title, CardForm(name, template, piece.fields)))
    return found


def _photo_rows(
    request: HttpRequest, piece: EntryFields, opened: Opened | None
) -> list[dict[str, str]]:
    """Each photo with the address of a small picture."""
    digests = {}
    for photo in opened.entry.photos if opened else ():
        try:
            context_of(request).pictures.take_a_look(photo)
        except PictureRefused:
            continue
        digests[Path(photo.path).name] = context_of(request).pictures.photo_digest(photo)
    uploads = {
        one.file: one
        for one in access.uploads(request).filter(file__in=[name for name, _alt in piece.photos])
    }
    rows = []
    for name, alt in piece.photos:
        address = ""
        if name in uploads:
            address = reverse("upload_picture", args=[uploads[name].pk])
        elif Path(name).name in digests:
            address = reverse("kept_photo", args=[digests[Path(name).name]])
        rows.append({"file": name, "alt": alt, "thumb": address})
    return rows


def _kept_picture(request: HttpRequest, address: str) -> dict[str, Any]:
    """The article's picture in the gallery; nothing when it cannot be used."""
    unit = next(iter(sorted(access.standing_of(request).units(Ability.WRITE))))
    try:
        raw = fetch_picture(address)
        kept = keep(
            access.in_name_of(request),
            raw,
            name="bao.jpg",
            unit=unit,
            now=context_of(request).clock(),
        )
    except (NotFetched, UploadRefused, OSError):
        return {}
    return {
        "photo": {"file": kept.file, "alt": "", "thumb": reverse("upload_picture", args=[kept.pk])}
    }


def _difference(conflict: Conflict) -> list[tuple[str, str]]:
    """Lines of both versions: "same", "mine" or "theirs"."""
    kinds = {" ": "same", "-": "theirs", "+": "mine"}
    lines = difflib.ndiff(conflict.theirs.splitlines(), conflict.mine.splitlines())
    return [(kinds[line[0]], line[2:]) for line in lines if line[0] in kinds]
