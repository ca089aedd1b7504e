"""The composer: a post, an album, a press link or a slogan, with its card and its Facebook post as one types."""

import base64
import difflib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from publisher import cards, resources
from publisher.cards import CardRefused
from publisher.cards.formats import FORMATS
from publisher.content.writing import Refused
from publisher.domain.entry import ALL_PAGES, Entry, Kind, Queue
from publisher.domain.message import Message
from publisher.domain.message import compose as composed
from publisher.domain.page import ApprovalRule, Page, Unit
from publisher.domain.problem import Problem
from publisher.domain.revision import freeze
from publisher.domain.roles import Ability
from publisher.domain.text import COMMENT_LIMIT, MESSAGE_LIMIT, without_emphasis
from publisher.domain.wording import Remark, remarks
from publisher.services import composing
from publisher.services.composing import NEXT, Composing, Conflict, Opened, Piece
from publisher.services.fetching import NotFetched, article, fetch_picture
from publisher.services.gallery import Gallery, UploadRefused, keep
from publisher.services.linting import vocabulary
from publisher.services.picturing import PictureRefused
from publisher.services.planning import preview_plan
from publisher.store.models import Draft
from publisher.web import access
from publisher.web.languages import say
from publisher.web.mock import Mock, Shown, mock
from publisher.web.templatetags.desk import moment
from publisher.web.wiring import wiring
from publisher.web.zones import office_zone

# Fields that come from the entry itself, so nobody types them twice.
OWN_FIELDS = frozenset({"text", "lead", "age", "years", "dates", "footer", "source"})
PREVIEW_SCALE = 0.5
# A next slot is looked for within this time; later ones are told as "later".
LOOK_AHEAD = timedelta(days=60)
LARGEST_DRAFT = 200_000  # characters


class CardField(NamedTuple):
    """A text of a template that the composer asks for."""

    name: str
    title: str
    needed: bool
    value: str


class CardChoice(NamedTuple):
    """A template in the composer."""

    name: str
    title: str
    fields: Sequence[CardField]
    photos: tuple[int, int]


class UnitChoice(NamedTuple):
    """A unit with its pages, to tick."""

    unit: Unit
    pages: Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Look:
    """What the preview shows."""

    problems: Sequence[str]
    remarks: Sequence[Remark]
    mock: Mock | None
    refusal: str
    times: Sequence[tuple[str, str]]
    waits: bool


@require_http_methods(["GET", "POST"])
def compose(request: HttpRequest) -> HttpResponse:
    """Write something new, go on with a draft, or change what is queued."""
    access.require(request, Ability.WRITE)
    if request.method == "POST":
        return _save(request)
    if entry_id := request.GET.get("entry"):
        entry, opened = open_entry(request, entry_id)
        piece = composing.piece_of(entry, wiring().config.queue)
        return _page(request, piece, draft=uuid4(), opened=opened, ui=_ui(piece))
    if request.GET.get("draft") and request.GET.get("photo"):
        return _add_photo(request)
    draft = _draft(request, request.GET.get("draft", ""))
    if draft:
        body = QueryDict(draft.body.get("form", ""))
        if body.get("entry"):
            entry, opened = open_entry(request, body["entry"])
            opened = replace(opened, seen=body.get("seen", opened.seen))
            return _page(request, piece_from(body), draft=draft.pk, opened=opened, ui=body.get("kind", "post"))
        return _page(request, piece_from(body), draft=draft.pk, ui=body.get("kind", "post"), saved=draft)
    return _page(request, _fresh(request), draft=_uuid(request.GET.get("draft")) or uuid4(), ui=_asked_kind(request))


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """How it looks now, what is wrong, and when it would go out."""
    access.require(request, Ability.WRITE)
    piece = piece_from(request.POST)
    opened = _opened(request)
    phone = request.POST.get("size") == "phone"
    look = _look(request, piece, opened, request.POST.get("preview_page", ""), phone)
    # Facebook shows the article's own picture; ours is a copy of it, and nothing else may stand there.
    kept = request.POST.get("link_picture", "")
    if look.mock and look.mock.link and kept.startswith(reverse("media") + "/"):
        look = replace(look, mock=look.mock._replace(link=look.mock.link._replace(picture=kept)))
    context = {"look": look, "phone": phone}
    return render(request, "desk/_preview.html", context)


@require_POST
def save_draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep what is being written, as it stands."""
    access.require(request, Ability.WRITE)
    form = request.POST.copy()
    form.pop("csrfmiddlewaretoken", None)
    text = form.urlencode()
    if len(text) > LARGEST_DRAFT:
        return JsonResponse({"problem": _("Bản nháp quá dài.")}, status=413)
    person, now = access.person(request), wiring().clock()
    foreign = Draft.objects.filter(pk=pk).exclude(person=person).exists()
    if foreign:
        raise Http404
    Draft.objects.update_or_create(pk=pk, defaults={"person": person, "body": {"form": text}, "updated_at": now})
    return JsonResponse({"saved": moment(now)})


@require_GET
def drafts(request: HttpRequest) -> HttpResponse:
    """What the person has begun."""
    access.require(request, Ability.WRITE)
    found = [(draft, _first_words(QueryDict(draft.body.get("form", "")))) for draft in access.drafts(request)[:100]]
    return render(request, "desk/drafts.html", {"here": "compose", "drafts": found})


@require_POST
def discard_draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Throw a draft away."""
    access.drafts(request).filter(pk=pk).delete()
    messages.success(request, _("Đã bỏ bản nháp."))
    return redirect("drafts")


@require_POST
def fetch_link(request: HttpRequest) -> HttpResponse:
    """What a pasted press link says of itself: headline, newspaper, picture."""
    access.require(request, Ability.WRITE)
    try:
        found = article(request.POST.get("link", "").strip())
    except NotFetched as error:
        return JsonResponse({"problem": str(error)}, status=422)
    answer: dict[str, Any] = {
        "address": found.address,
        "headline": found.headline,
        "publication": found.publication,
        "description": found.description,
    }
    if found.picture:
        answer |= _kept_picture(request, found.picture)
    return JsonResponse(answer)


@require_POST
def delete(request: HttpRequest) -> HttpResponse:
    """Take an entry out of the queue; it can be taken back."""
    entry, opened = open_entry(request, request.POST.get("entry", ""))
    opened = replace(opened, seen=request.POST.get("seen", opened.seen))
    try:
        path, action = composing.delete(composing_of(request), opened, unit=one_unit(entry), now=wiring().clock())
    except Conflict:
        messages.error(request, _("Bài vừa được người khác sửa; xem bản mới rồi quyết định."))
        return redirect(f"{reverse('compose')}?{urlencode({'entry': entry.id})}")
    except Refused as refused:
        messages.error(request, say(str(refused)))
        return redirect(f"{reverse('compose')}?{urlencode({'entry': entry.id})}")
    wiring().take_in([path])
    messages.success(request, _("Đã xóa bài khỏi hàng đợi; bài đã đăng vẫn ở trên Facebook."), extra_tags=str(action))
    return redirect("board")


def plain(problem: Problem) -> str:
    """A problem in the words of the desk: the reader's advice is for those who write files."""
    if problem.message in _WORDS:
        return _(_WORDS[problem.message])
    for_files = any(sign in problem.fix for sign in ("=", "+++", "config.toml", "tệp"))
    said = problem.message if for_files or not problem.fix else f"{problem.message}: {problem.fix}"
    return said[:1].upper() + said[1:]


_WORDS = {
    "danh sách trang trống": gettext_noop("Chọn ít nhất một trang."),
    "bài trống": gettext_noop("Viết lời bài, hoặc thêm ảnh, đường dẫn."),
}


def piece_from(form: QueryDict) -> Piece:
    """The fields of a form, as they stand."""
    kind = form.get("kind", "post")
    card = form.get("card", "")
    return Piece(
        kind=Kind.SLOGAN if kind == "slogan" else Kind.POST,
        text=form.get("text", "").replace("\r\n", "\n"),
        pages=tuple(form.getlist("pages")),
        at=form.get("at", "") or NEXT if form.get("when") == "at" else NEXT,
        card=card,
        format=form.get("format", "") or "portrait",
        fields={name.removeprefix("field-"): str(form[name]) for name in form if name.startswith("field-")}
        if card
        else {},
        since=form.get("since", ""),
        photos=tuple(_photos(form.get("photos", ""))),
        link=form.get("link", "").strip(),
        headline=form.get("headline", ""),
        publication=form.get("publication", ""),
        first_comment=form.get("first_comment", "").replace("\r\n", "\n"),
        hashtags=tuple(part.removeprefix("#") for part in form.get("hashtags", "").replace(",", " ").split()),
        hashtags_in=form.get("hashtags_in", "") or "text",
        campaign=form.get("campaign", ""),
    )


def _save(request: HttpRequest) -> HttpResponse:
    piece, opened = piece_from(request.POST), _opened(request)
    draft = _uuid(request.POST.get("draft")) or uuid4()
    ui = request.POST.get("kind", "post")
    units = check_pages(request, piece, opened)
    if opened and request.POST.get("seen"):
        opened = replace(opened, seen=request.POST["seen"])
    unit = units.pop() if len(units) == 1 else ""
    try:
        check_photos(request, piece, opened)
        path, entry_id = composing.save(composing_of(request), piece, opened, unit=unit, now=wiring().clock())
    except Refused as refused:
        return _page(request, piece, draft=draft, opened=opened, ui=ui, problems=refused.problems, status=422)
    except Conflict as conflict:
        return _page(request, piece, draft=draft, opened=opened, ui=ui, conflict=conflict, status=409)
    except OSError as error:
        text = _("Không ghi được vào hàng đợi (%s); bản nháp vẫn còn.") % error.strerror
        problem = Problem(path="", line=None, message=text, fix="")
        return _page(request, piece, draft=draft, opened=opened, ui=ui, problems=[problem], status=507)
    Draft.objects.filter(pk=draft, person=access.person(request)).delete()
    wiring().take_in([path])
    first = access.deliveries(request).filter(entry_id=entry_id).exclude(state="cancelled").order_by("due_at").first()
    if first:
        count = access.deliveries(request).filter(entry_id=entry_id, state="planned", sent_back="").count()
        said = _("Đã xếp bài.")
        if count:
            said += " " + ngettext("%d lượt đang chờ duyệt.", "%d lượt đang chờ duyệt.", count) % count
        messages.success(request, said)
        return redirect("delivery", first.pk)
    mine = [problem for problem in wiring().problems() if path.name in problem]
    if mine:
        messages.error(request, " ".join(mine))
        return redirect(f"{reverse('compose')}?{urlencode({'entry': entry_id})}")
    messages.success(request, _("Đã lưu; lượt đăng sẽ có khi đến kỳ lập lịch."))
    return redirect("campaign", piece.campaign) if piece.campaign else redirect("calendar")


def _page(
    request: HttpRequest,
    piece: Piece,
    *,
    draft: UUID,
    ui: str,
    opened: Opened | None = None,
    problems: Iterable[Problem] = (),
    conflict: Conflict | None = None,
    saved: Draft | None = None,
    status: int = 200,
) -> HttpResponse:
    units = _unit_choices(request, piece)
    campaigns = [one for one in wiring().queue().campaigns if access.may_change(request, one) or _may_add(request, one)]
    first_page = next((slug for choice in units for slug, chosen in choice.pages if chosen), "")
    context = {
        "here": "compose",
        "piece": piece,
        "ui": ui,
        "kinds": [
            ("post", _("Bài viết"), "quote"),
            ("album", _("Album ảnh"), "media"),
            ("link", _("Liên kết báo"), "link"),
            ("slogan", _("Khẩu hiệu"), "campaign"),
        ],
        "units": units,
        "groups": _groups(request),
        "cards": _cards(piece),
        "formats": [(found.name, found.title) for found in FORMATS.values()],
        "campaigns": campaigns,
        "photos": _photo_rows(request, piece, opened),
        "draft": draft,
        "opened": opened,
        "bullet": opened is not None and opened.path.parent.name != "posts",
        "seen": conflict.seen if conflict else opened.seen if opened else "",
        "problems": [plain(problem) for problem in problems],
        "conflict": conflict,
        "difference": _difference(conflict) if conflict else [],
        "saved": saved,
        "others": access.drafts(request).exclude(pk=draft).count(),
        "preview_page": first_page,
        "most_text": MESSAGE_LIMIT,
        "most_comment": COMMENT_LIMIT,
        "min_at": wiring().clock().astimezone(office_zone()),
        "own_id": opened.entry.id if opened else "",
    }
    return render(request, "desk/compose.html", context, status=status)


def _look(request: HttpRequest, piece: Piece, opened: Opened | None, chosen: str, phone: bool) -> Look:
    allowed = access.pages(request, Ability.WRITE)
    page = allowed.get(chosen) or next((allowed[slug] for slug in piece.pages if slug in allowed), None)
    page = page or next(iter(allowed.values()))
    try:
        check_photos(request, piece, opened)
        entry, problems = composing.read(composing_of(request), piece, opened)
    except Refused as refused:
        entry, problems = None, refused.problems
    when = _day(piece)
    found: Mock | None = None
    refusal = ""
    try:
        if entry:
            found = _entry_mock(entry, page, when, phone)
        elif piece.text or piece.link:
            found = mock(page, _loose(piece), [], when=moment(when, page.slug), phone=phone, headline=piece.headline)
    except PictureRefused as error:
        refusal = f"{error.reason}"
        found = mock(page, _loose(piece), [], when=moment(when, page.slug), phone=phone, headline=piece.headline)
    known = vocabulary(resources.assets(), page.unit.glossary)
    since = entry.since if entry else None
    said = remarks(without_emphasis(piece.text), known, since=since, on=when.date())
    said += remarks(piece.first_comment, known) + remarks(piece.headline, known)
    times = _times(entry, allowed) if entry and piece.kind is not Kind.SLOGAN else []
    waits = any(allowed[slug].unit.approval is ApprovalRule.REQUIRED for slug in piece.pages if slug in allowed)
    # An empty form is no mistake.
    begun = bool(piece.text.strip() or piece.photos or piece.link or piece.headline)
    return Look([plain(one) for one in problems] if begun else [], said, found, refusal, times, waits)


def _entry_mock(entry: Entry, page: Page, when: datetime, phone: bool) -> Mock:
    for photo in entry.photos:
        wiring().pictures.take_in(photo)
    revision = freeze(entry)
    on = when.astimezone(page.zone).date()
    shown = []
    for picture in wiring().pictures.of(revision, unit=page.unit, on=on):
        if picture.card:
            small = base64.b64encode(wiring().pictures.quick(picture, scale=PREVIEW_SCALE)).decode()
            shown.append(Shown(f"data:image/jpeg;base64,{small}", picture.alt_text))
        else:
            shown.append(Shown(reverse("kept_photo", args=[picture.digest]), picture.alt_text))
    return mock(
        page,
        composed(revision, unit=page.unit, on=on),
        shown,
        when=moment(when, page.slug),
        phone=phone,
        headline=entry.headline or "",
        placement=entry.placement,
        video=entry.video is not None,
    )


def _loose(piece: Piece) -> Message:
    """The words alone, of something that cannot be queued as it stands."""
    tags = tuple(f"#{tag}" for tag in piece.hashtags)
    text = "\n\n".join(part for part in (piece.text.strip(), " ".join(tags)) if part)
    return Message(text, piece.link or None, piece.first_comment or None, piece.text, piece.text, tags)


def _times(entry: Entry, allowed: dict[str, Page]) -> list[tuple[str, str]]:
    """When each page would show it."""
    now = wiring().clock()
    wanted = preview_plan(Queue(entries=(entry,)), allowed, now=now, until=now + LOOK_AHEAD)
    return [(found.page.slug, moment(found.due_at, found.page.slug)) for found in wanted.occurrences]


def _day(piece: Piece) -> datetime:
    try:
        return datetime.fromisoformat(piece.at).replace(tzinfo=office_zone())
    except ValueError:
        return wiring().clock().astimezone(office_zone())


def check_pages(request: HttpRequest, piece: Piece, opened: Opened | None) -> set[str]:
    """Refuse pages that are not the person's; the units that are touched. Raises PermissionDenied."""
    if piece.kind is Kind.SLOGAN and opened is None:
        found = [one for one in wiring().queue().campaigns if one.id == piece.campaign]
        if found and not _may_add(request, found[0]):
            raise PermissionDenied
        return access.entry_units(found[0]) if found else set()
    if opened and opened.path.parent.name != "posts":
        return access.entry_units(opened.entry)
    if ALL_PAGES in piece.pages:
        if not access.standing_of(request).may_everywhere(Ability.WRITE):
            raise PermissionDenied
        return set(wiring().config.units)
    return {page.unit.slug for page in access.writable_pages(request, piece.pages)}


def check_photos(request: HttpRequest, piece: Piece, opened: Opened | None) -> None:
    """Refuse photos that are neither in the person's gallery nor in the entry already. Raises Refused."""
    if access.standing_of(request).everywhere:
        return
    known = {name for name, _alt in composing.piece_of(opened.entry, wiring().config.queue).photos} if opened else set()
    wanted = {name for name, _alt in piece.photos} - known
    own = set(access.uploads(request).filter(file__in=wanted).values_list("file", flat=True))
    if strange := sorted(wanted - own):
        said = _("Không có ảnh này trong kho ảnh của đơn vị: %s.") % ", ".join(strange)
        raise Refused([Problem(path="", line=None, message=said, fix="")])


def _may_add(request: HttpRequest, campaign: Any) -> bool:
    """A slogan appears on all pages of its campaign: who adds one writes for all of them."""
    return access.entry_units(campaign) <= access.standing_of(request).units(Ability.WRITE)


def open_entry(request: HttpRequest, entry_id: str, *, seen: str = "") -> tuple[Entry, Opened]:
    """An entry to change; `seen`: the version that the person saw. Raises Http404 or PermissionDenied."""
    entry = composing.find(wiring().queue(), entry_id)
    if entry is None or not access.sees(request, entry):
        raise Http404
    if not access.may_change(request, entry):
        raise PermissionDenied
    opened = composing.open_entry(wiring().config.queue, entry)
    if opened is None:
        raise Http404
    return entry, replace(opened, seen=seen) if seen else opened


def _opened(request: HttpRequest) -> Opened | None:
    return open_entry(request, request.POST["entry"])[1] if request.POST.get("entry") else None


def composing_of(request: HttpRequest) -> Composing:
    """What composing works with, in the person's name."""
    person = access.person(request)
    return Composing(
        queue=wiring().config.queue,
        known=wiring().app.known(),
        entries=lambda: wiring().queue().entries,
        transactions=wiring().transactions,
        by=person.name,
        login=person.login,
    )


def one_unit(entry: Entry) -> str:
    """The unit of an entry, empty when it touches several."""
    units = access.entry_units(entry)
    return units.pop() if len(units) == 1 else ""


def _fresh(request: HttpRequest) -> Piece:
    """An empty form, with what the link that led here asks for."""
    allowed = access.pages(request, Ability.WRITE)
    page, at, day = (request.GET.get(name, "") for name in ("page", "at", "on"))
    chosen = (page,) if page in allowed else tuple(allowed) if len(allowed) == 1 else ()
    if day and not at:
        slot = next((slot for slug in chosen or allowed for slot in allowed[slug].slots), None)
        at = f"{day}T{slot:%H:%M}" if slot else f"{day}T08:00"
    photo = request.GET.get("photo", "")
    upload = access.uploads(request).filter(file=photo).first() if photo else None
    photos = ((upload.file, upload.alt_text),) if upload else ()
    return Piece(pages=chosen, at=at or NEXT, campaign=request.GET.get("campaign", ""), photos=photos)


def _asked_kind(request: HttpRequest) -> str:
    kind = request.GET.get("kind", "album" if request.GET.get("photo") else "post")
    return kind if kind in ("post", "album", "link", "slogan") else "post"


def _ui(piece: Piece) -> str:
    if piece.kind is Kind.SLOGAN:
        return "slogan"
    return "link" if piece.link else "album" if len(piece.photos) > 1 else "post"


def _unit_choices(request: HttpRequest, piece: Piece) -> list[UnitChoice]:
    every = ALL_PAGES in piece.pages
    found: dict[str, list[tuple[str, bool]]] = {}
    units: dict[str, Unit] = {}
    for slug, page in access.pages(request, Ability.WRITE).items():
        units[page.unit.slug] = page.unit
        found.setdefault(page.unit.slug, []).append((slug, every or slug in piece.pages))
    return [UnitChoice(units[slug], pages) for slug, pages in found.items()]


def _groups(request: HttpRequest) -> list[tuple[str, str]]:
    allowed = access.pages(request, Ability.WRITE)
    groups = wiring().config.groups.values()
    return [(group.name, " ".join(group.pages)) for group in groups if all(slug in allowed for slug in group.pages)]


def _cards(piece: Piece) -> list[CardChoice]:
    found = []
    for name in cards.templates(assets=resources.assets()):
        try:
            template = cards.template_named(name, assets=resources.assets())
        except CardRefused:
            continue
        own = [
            CardField(one.name, one.title, one.needed, piece.fields.get(one.name, ""))
            for one in template.fields
            if one.name not in OWN_FIELDS
        ]
        found.append(CardChoice(name, template.title, own, template.photos))
    return found


def _photo_rows(request: HttpRequest, piece: Piece, opened: Opened | None) -> list[dict[str, str]]:
    """Each photo with the address of a small picture."""
    digests = {}
    for photo in opened.entry.photos if opened else ():
        try:
            wiring().pictures.take_in(photo)
        except PictureRefused:
            continue
        digests[Path(photo.path).name] = wiring().pictures.photo_digest(photo.sha256)
    uploads = {one.file: one for one in access.uploads(request).filter(file__in=[name for name, _alt in piece.photos])}
    rows = []
    for name, alt in piece.photos:
        address = ""
        if name in uploads:
            address = reverse("upload_picture", args=[uploads[name].pk])
        elif Path(name).name in digests:
            address = reverse("kept_photo", args=[digests[Path(name).name]])
        rows.append({"file": name, "alt": alt, "thumb": address})
    return rows


def _photos(text: str) -> Iterable[tuple[str, str]]:
    try:
        found = json.loads(text or "[]")
    except ValueError:
        return
    for one in found if isinstance(found, list) else ():
        if isinstance(one, dict) and isinstance(one.get("file"), str) and one["file"]:
            yield one["file"], str(one.get("alt") or "")


def _kept_picture(request: HttpRequest, address: str) -> dict[str, Any]:
    """The article's picture in the gallery; nothing when it cannot be used."""
    unit = next(iter(sorted(access.standing_of(request).units(Ability.WRITE))))
    gallery = Gallery(
        folder=wiring().config.queue / "photos", transactions=wiring().transactions, by=access.person(request).name
    )
    try:
        raw = fetch_picture(address)
        kept = keep(gallery, raw, name="bao.jpg", unit=unit, now=wiring().clock())
    except (NotFetched, UploadRefused, OSError):
        return {}
    return {"photo": {"file": kept.file, "alt": "", "thumb": reverse("upload_picture", args=[kept.pk])}}


def _difference(conflict: Conflict) -> list[tuple[str, str]]:
    """Lines of both versions: "same", "mine" or "theirs"."""
    kinds = {" ": "same", "-": "theirs", "+": "mine"}
    lines = difflib.ndiff(conflict.theirs.splitlines(), conflict.mine.splitlines())
    return [(kinds[line[0]], line[2:]) for line in lines if line[0] in kinds]


def _add_photo(request: HttpRequest) -> HttpResponse:
    """A photo of the gallery joins the draft from which the person came."""
    pk = _uuid(request.GET["draft"])
    upload = access.uploads(request).filter(file=request.GET["photo"]).first()
    if pk is None or upload is None or Draft.objects.filter(pk=pk).exclude(person=access.person(request)).exists():
        raise Http404
    kept = _draft(request, str(pk))
    form = QueryDict(kept.body.get("form", "") if kept else "kind=album", mutable=True)
    photos = [{"file": name, "alt": alt} for name, alt in _photos(str(form.get("photos", "")))]
    form["photos"] = json.dumps([*photos, {"file": upload.file, "alt": upload.alt_text}])
    values = {"person": access.person(request), "body": {"form": form.urlencode()}, "updated_at": wiring().clock()}
    Draft.objects.update_or_create(pk=pk, defaults=values)
    return redirect(f"{reverse('compose')}?{urlencode({'draft': str(pk)})}")


def _first_words(form: QueryDict) -> str:
    return next((str(form[name]) for name in ("text", "headline", "link") if form.get(name)), "…")


def _draft(request: HttpRequest, text: str) -> Draft | None:
    pk = _uuid(text)
    return access.drafts(request).filter(pk=pk).first() if pk else None


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
