"""The JSON API: what the desk does, for portals and scripts. OpenAPI at /api/v1/openapi.json; keys on the account page.

Each call acts as the key's person and goes through `access.py`, as the screens do.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Annotated, Any, Concatenate, ParamSpec, TypeAlias, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import File, NinjaAPI, Query, Schema, Status
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.files import UploadedFile
from ninja.security import HttpBearer
from pydantic import AwareDatetime, Field, StringConstraints

from publisher.content.writing import Refused
from publisher.domain.delivery import State
from publisher.domain.entry import Entry, Kind
from publisher.domain.roles import Ability
from publisher.services import approving, composing, missing, moving
from publisher.services.amending import CannotAmend, edit, remove
from publisher.services.approving import NotShown, Waiting
from publisher.services.composing import NEXT, Conflict, Piece
from publisher.services.freezing import Extent, freeze, unfreeze
from publisher.services.gallery import LARGEST, Gallery, UploadRefused, keep
from publisher.services.keys import Scope, holder
from publisher.services.reporting import FACEBOOK
from publisher.store import freezes
from publisher.store.models import ApiToken, Delivery, Freeze
from publisher.web import access
from publisher.web.campaigns import seen_campaigns
from publisher.web.compose import check_pages, check_photos, composing_of, one_unit, open_entry
from publisher.web.deliveries import amending_of, public_delivery
from publisher.web.freezes import may_freeze
from publisher.web.wiring import wiring

P = ParamSpec("P")
R = TypeVar("R")
Call: TypeAlias = Callable[Concatenate[HttpRequest, P], R]
MOST_ROWS = 500
# SQLite and PostgreSQL count rows in 64 bits.
MOST_KEY = 2**63 - 1

# Control characters are no words, and no database takes a NUL.
Text = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$", max_length=20_000)]
Short = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f]*$", max_length=500)]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,100}$")]
Key = Annotated[int, Field(ge=1, le=MOST_KEY)]


class _Bearer(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        found = holder(token, now=wiring().clock())
        if found:
            request.user = found.person
        return found


api = NinjaAPI(
    title="publisher",
    version="1",
    auth=_Bearer(),
    docs_url=None,
    urls_namespace="api",
    description="Queue, approve and follow posts of Vietnamese trade unions. Times of entries are wall-clock times of "
    "each page; all other times carry a zone.",
)


class Problem(Schema):
    """Why something was not done; sentences for people, Vietnamese."""

    problems: list[str]


class PageOut(Schema):
    """A page."""

    slug: str
    facebook_id: str
    unit: str
    unit_name: str
    slots: list[str]
    time_zone: str


class PhotoIn(Schema):
    """A photo of the gallery."""

    file: Short
    alt: Short = ""


class EntryIn(Schema):
    """What is to be queued. A slogan needs `campaign`; everything else needs `pages`."""

    kind: Annotated[str, Field(pattern="^(post|slogan)$")] = "post"
    text: Text = ""
    pages: list[Name] = Field(default_factory=list, max_length=1000)
    # Wall-clock time of each page; null: its next free slot.
    at: datetime | None = None
    card: Annotated[str, Field(pattern="^[a-z0-9-]{0,50}$")] = ""
    format: Annotated[str, Field(pattern="^(portrait|square|landscape|story|cover)$")] = "portrait"
    fields: dict[str, Short] = Field(default_factory=dict)
    since: date | None = None
    photos: list[PhotoIn] = Field(default_factory=list, max_length=10)
    link: Short = ""
    headline: Short = ""
    publication: Short = ""
    first_comment: Text = ""
    hashtags: list[Short] = Field(default_factory=list, max_length=30)
    campaign: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{0,100}$")] = ""


class EntryChange(EntryIn):
    """Other content for a queued entry; `seen` as it was read, so that nobody's change is overwritten unseen."""

    seen: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class EntryOut(Schema):
    """A queued entry."""

    id: str
    kind: str
    text: str
    pages: list[str]
    at: str
    source: str
    # What a change has to name.
    seen: str


class DeliveryOut(Schema):
    """One entry on its way to one page."""

    id: int
    entry: str
    page: str
    campaign: str
    due_at: datetime
    state: str
    hold: str
    reason: str
    sent_back: str
    approved_by: str
    published_at: datetime | None
    address: str


class WaitingOut(Schema):
    """What would appear, and the digest that an approval names."""

    id: int
    page: str
    due_at: datetime
    text: str
    link: str
    first_comment: str
    pictures: list[str]
    digest: str


class DeliveryFilter(Schema):
    """Which deliveries."""

    page: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{0,100}$")] = ""
    campaign: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{0,100}$")] = ""
    entry: Short = ""
    state: Annotated[str, Field(pattern=f"^({'|'.join(State)}|)$")] = ""
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS)] = 100
    offset: Annotated[int, Field(ge=0, le=10**9)] = 0


class Seen(Schema):
    """A delivery as it was shown."""

    id: Key
    digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class ApproveIn(Schema):
    """What is approved."""

    seen: Annotated[list[Seen], Field(min_length=1, max_length=MOST_ROWS)]


class SendBackIn(Schema):
    """What is sent back, and why."""

    deliveries: Annotated[list[Key], Field(min_length=1, max_length=MOST_ROWS)]
    comment: Annotated[Text, Field(min_length=1)]


class MoveIn(Schema):
    """Another time."""

    deliveries: Annotated[list[Key], Field(min_length=1, max_length=MOST_ROWS)]
    at: AwareDatetime


class DropIn(Schema):
    """What is left out."""

    deliveries: Annotated[list[Key], Field(min_length=1, max_length=MOST_ROWS)]


class FreezeIn(Schema):
    """What is stopped: a unit, a campaign, or (both empty) everything; and why."""

    unit: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{0,100}$")] = ""
    campaign: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{0,100}$")] = ""
    reason: Annotated[Short, Field(min_length=1)]


class FreezeOut(Schema):
    """A stop that holds now."""

    id: int
    unit: str
    campaign: str
    reason: str
    begun_by: str
    begun_at: datetime


class AmendIn(Schema):
    """Other words for a public post."""

    text: Annotated[Text, Field(min_length=1)]


class ReasonIn(Schema):
    """Why something is done."""

    reason: Annotated[Short, Field(min_length=1)]


class CampaignOut(Schema):
    """A campaign and how far it has come."""

    id: str
    title: str
    document: str
    slogans: int
    waiting: int
    approved: int
    published: int
    trouble: int


class Done(Schema):
    """How many deliveries it was done to, and why not to others."""

    count: int
    problems: list[str] = Field(default_factory=list)


class PhotoOut(Schema):
    """A photo of the gallery."""

    id: int
    file: str
    width: int
    height: int
    alt: str


def needs(
    scope: Scope,
) -> Callable[[Callable[Concatenate[HttpRequest, P], R]], Callable[Concatenate[HttpRequest, P], R]]:
    """Refuse a key that was not made for this."""

    def wrap(call: Call[P, R]) -> Call[P, R]:
        @wraps(call)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> R:
            key: ApiToken = request.auth  # type: ignore[attr-defined]
            if scope not in key.scopes:
                raise HttpError(403, f"Khóa này không có quyền “{scope}”.")
            return call(request, *args, **kwargs)

        return cast(Call[P, R], guarded)

    return wrap


ERRORS: Any = {401: Problem, 403: Problem, 404: Problem, 422: Problem}


@api.get("/pages", response={200: list[PageOut], **ERRORS})
@needs(Scope.READ)
def list_pages(request: HttpRequest) -> list[PageOut]:
    """The pages on which the person may see what is posted."""
    return [
        PageOut(
            slug=page.slug,
            facebook_id=page.facebook_id,
            unit=page.unit.slug,
            unit_name=page.unit.name,
            slots=[f"{slot:%H:%M}" for slot in page.slots],
            time_zone=page.zone.key,
        )
        for page in access.pages(request).values()
    ]


@api.get("/entries/{path:entry}", response={200: EntryOut, **ERRORS})
@needs(Scope.READ)
def read_entry(request: HttpRequest, entry: str) -> EntryOut:
    """A queued entry."""
    found = composing.find(wiring().queue(), entry)
    if found is None or not access.sees(request, found):
        raise Http404
    return _entry(found)


@api.post("/entries", response={201: EntryOut, 409: Problem, **ERRORS})
@needs(Scope.WRITE)
def queue_entry(request: HttpRequest, given: EntryIn) -> Status[EntryOut]:
    """Queue something. It waits for approval, unless the unit needs none."""
    access.require(request, Ability.WRITE)
    piece = _piece(given)
    units = check_pages(request, piece, None)
    check_photos(request, piece, None)
    unit = units.pop() if len(units) == 1 else ""
    path, name = composing.save(composing_of(request), piece, None, unit=unit, now=wiring().clock())
    wiring().take_in([path])
    return Status(201, _by_id(name))


@api.put("/entries/{path:entry}", response={200: EntryOut, 409: Problem, **ERRORS})
@needs(Scope.WRITE)
def change_entry(request: HttpRequest, entry: str, given: EntryChange) -> EntryOut:
    """Give a queued entry other content; an approval it has is withdrawn."""
    found, opened = open_entry(request, entry, seen=given.seen)
    piece = _piece(given)
    check_pages(request, piece, opened)
    check_photos(request, piece, opened)
    unit = one_unit(found)
    path, name = composing.save(composing_of(request), piece, opened, unit=unit, now=wiring().clock())
    wiring().take_in([path])
    return _by_id(name)


@api.delete("/entries/{path:entry}", response={204: None, 409: Problem, **ERRORS})
@needs(Scope.WRITE)
def delete_entry(request: HttpRequest, entry: str) -> Status[None]:
    """Take an entry out of the queue; what is public stays public."""
    found, opened = open_entry(request, entry)
    path, _action = composing.delete(composing_of(request), opened, unit=one_unit(found), now=wiring().clock())
    wiring().take_in([path])
    return Status(204, None)


@api.get("/deliveries", response={200: list[DeliveryOut], **ERRORS})
@needs(Scope.READ)
def list_deliveries(request: HttpRequest, wanted: Query[DeliveryFilter]) -> list[DeliveryOut]:
    """Deliveries by due time."""
    rows = access.deliveries(request)
    named = {"page": wanted.page, "campaign": wanted.campaign, "entry_id": wanted.entry, "state": wanted.state}
    rows = rows.filter(**{name: value for name, value in named.items() if value})
    rows = rows.filter(due_at__gte=wanted.since) if wanted.since else rows
    rows = rows.filter(due_at__lt=wanted.until) if wanted.until else rows
    chosen = rows.order_by("due_at", "pk")[wanted.offset : wanted.offset + wanted.limit]
    return [_delivery(row) for row in chosen]


@api.get("/deliveries/{int:pk}", response={200: DeliveryOut, **ERRORS})
@needs(Scope.READ)
def read_delivery(request: HttpRequest, pk: Key) -> DeliveryOut:
    """One delivery."""
    return _delivery(access.delivery(request, pk))


@api.post("/deliveries/move", response={200: Done, **ERRORS})
@needs(Scope.WRITE)
def move_deliveries(request: HttpRequest, given: MoveIn) -> Done:
    """Give deliveries another time; their approval stands."""
    rows = access.some_deliveries(request, given.deliveries, Ability.SCHEDULE)
    moved = moving.move(_office(request), rows, at=given.at, now=wiring().clock())
    wiring().poke()
    return Done(count=moved.count, problems=list(moved.problems))


@api.post("/deliveries/drop", response={200: Done, **ERRORS})
@needs(Scope.WRITE)
def drop_deliveries(request: HttpRequest, given: DropIn) -> Done:
    """Leave deliveries out."""
    rows = access.some_deliveries(request, given.deliveries, Ability.SCHEDULE)
    moved = moving.skip(_office(request), rows, now=wiring().clock())
    wiring().poke()
    return Done(count=moved.count, problems=list(moved.problems))


@api.post("/deliveries/now", response={200: Done, **ERRORS})
@needs(Scope.WRITE)
def send_now(request: HttpRequest, given: DropIn) -> Done:
    """Send what was missed at once."""
    rows = access.some_deliveries(request, given.deliveries, Ability.SCHEDULE)
    now = wiring().clock()
    count = missing.reschedule(_office(request), rows, at=now, now=now)
    wiring().poke()
    return Done(count=count)


@api.post("/deliveries/retry", response={200: Done, **ERRORS})
@needs(Scope.WRITE)
def retry_deliveries(request: HttpRequest, given: DropIn) -> Done:
    """Send what Facebook refused once more."""
    rows = access.some_deliveries(request, given.deliveries, Ability.SCHEDULE)
    refused = [row for row in rows if row.state == State.REFUSED]
    count = moving.retry(_office(request), refused, now=wiring().clock())
    wiring().poke()
    return Done(count=count)


@api.post("/deliveries/{int:pk}/edit", response={200: DeliveryOut, **ERRORS})
@needs(Scope.APPROVE)
def edit_public(request: HttpRequest, pk: Key, given: AmendIn) -> DeliveryOut:
    """Give a public post other words; pictures and link of a post cannot be changed at Facebook."""
    row = public_delivery(request, pk)
    edit(amending_of(request, row), row, given.text, now=wiring().clock())
    return _delivery(access.delivery(request, pk))


@api.post("/deliveries/{int:pk}/remove", response={200: DeliveryOut, **ERRORS})
@needs(Scope.APPROVE)
def remove_public(request: HttpRequest, pk: Key, given: ReasonIn) -> DeliveryOut:
    """Take a public post down."""
    row = public_delivery(request, pk)
    remove(amending_of(request, row), row, given.reason, now=wiring().clock())
    return _delivery(access.delivery(request, pk))


@api.get("/campaigns", response={200: list[CampaignOut], **ERRORS})
@needs(Scope.READ)
def list_campaigns(request: HttpRequest) -> list[CampaignOut]:
    """Campaigns that concern the person's pages."""
    return [
        CampaignOut(
            id=one.id,
            title=one.title,
            document=one.document,
            slogans=len(one.slogans),
            waiting=found.waiting,
            approved=found.ready,
            published=found.published,
            trouble=found.trouble,
        )
        for one, found in seen_campaigns(request)
    ]


@api.get("/freezes", response={200: list[FreezeOut], **ERRORS})
@needs(Scope.READ)
def list_freezes(request: HttpRequest) -> list[FreezeOut]:
    """What is stopped now."""
    seen = access.standing_of(request).units(Ability.SEE)
    return [_freeze(row) for row in freezes.active() if not row.unit or row.unit in seen]


@api.post("/freezes", response={201: FreezeOut, **ERRORS})
@needs(Scope.APPROVE)
def begin_freeze(request: HttpRequest, given: FreezeIn) -> Status[FreezeOut]:
    """Stop everything, a unit or a campaign."""
    if given.unit and given.campaign:
        raise HttpError(422, "Chọn một đơn vị hoặc một chiến dịch.")
    extent = Extent(unit=given.unit, campaign=given.campaign)
    may_freeze(request, extent)
    begun = freeze(
        wiring().transactions,
        extent,
        reason=given.reason,
        by=access.person(request).name,
        now=wiring().clock(),
        pages=wiring().config.pages,
    )
    wiring().poke()
    return Status(201, _freeze(begun))


@api.delete("/freezes/{int:pk}", response={200: Done, **ERRORS})
@needs(Scope.APPROVE)
def end_freeze(request: HttpRequest, pk: Key) -> Done:
    """Let go on."""
    found = next((row for row in freezes.active() if row.pk == pk), None)
    if found is None:
        raise Http404
    extent = Extent(unit=found.unit, campaign=found.campaign)
    may_freeze(request, extent)
    count = unfreeze(
        wiring().transactions,
        extent,
        by=access.person(request).name,
        now=wiring().clock(),
        pages=wiring().config.pages,
    )
    wiring().poke()
    return Done(count=count)


@api.get("/approvals", response={200: list[WaitingOut], **ERRORS})
@needs(Scope.READ)
def list_waiting(request: HttpRequest, limit: Annotated[int, Query(ge=1, le=100)] = 50) -> list[WaitingOut]:
    """What waits for approval, as it would appear."""
    pages = access.pages(request)
    rows = approving.rows_waiting(pages)[:limit]
    items = [approving.shown(row, pages[row.page], wiring().pictures) for row in rows]
    return [_waiting(item) for item in items if not isinstance(item, NotShown)]


@api.post("/approvals", response={200: Done, **ERRORS})
@needs(Scope.APPROVE)
def approve(request: HttpRequest, given: ApproveIn) -> Done:
    """Approve deliveries as they were shown; what changed since is not approved."""
    seen = {one.id: one.digest for one in given.seen}
    access.some_deliveries(request, list(seen), Ability.APPROVE)
    done, changed = approving.approve_as_seen(
        wiring().transactions,
        access.pages(request, Ability.APPROVE),
        wiring().pictures,
        seen,
        by=access.person(request).name,
        now=wiring().clock(),
    )
    wiring().poke()
    return Done(count=done, problems=[f"{changed} lượt đã khác hoặc không còn chờ duyệt."] if changed else [])


@api.post("/approvals/send-back", response={200: Done, **ERRORS})
@needs(Scope.APPROVE)
def send_back(request: HttpRequest, given: SendBackIn) -> Done:
    """Ask for changes."""
    rows = access.some_deliveries(request, given.deliveries, Ability.APPROVE)
    count = approving.send_back(
        wiring().transactions,
        rows,
        given.comment,
        by=access.person(request).name,
        now=wiring().clock(),
        pages=wiring().config.pages,
    )
    wiring().poke()
    return Done(count=count)


@api.post("/photos", response={201: PhotoOut, **ERRORS})
@needs(Scope.WRITE)
def upload_photo(request: HttpRequest, unit: Name, file: File[UploadedFile]) -> Status[PhotoOut]:
    """Put a photo into a unit's gallery; entries name it by `file`."""
    access.unit(request, unit, Ability.WRITE)
    if file.size is None or file.size > LARGEST:
        raise UploadRefused(f"Ảnh lớn hơn {LARGEST // 1_000_000} MB; xuất lại nhỏ hơn.")
    gallery = Gallery(
        folder=wiring().config.queue / "photos", transactions=wiring().transactions, by=access.person(request).name
    )
    kept = keep(gallery, file.read(), name=file.name or "anh", unit=unit, now=wiring().clock())
    told = PhotoOut(id=kept.pk, file=kept.file, width=kept.width, height=kept.height, alt=kept.alt_text)
    return Status(201, told)


def _answer(request: HttpRequest, status: int, *problems: str) -> HttpResponse:
    return api.create_response(request, {"problems": list(problems)}, status=status)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    return _answer(request, 422, *(str(problem) for problem in refused.problems))


@api.exception_handler(UploadRefused)
def _upload_refused(request: HttpRequest, refused: UploadRefused) -> HttpResponse:
    return _answer(request, 422, str(refused))


@api.exception_handler(CannotAmend)
def _cannot_amend(request: HttpRequest, error: CannotAmend) -> HttpResponse:
    return _answer(request, 422, str(error))


@api.exception_handler(Conflict)
def _conflict(request: HttpRequest, _conflict: Conflict) -> HttpResponse:
    return _answer(request, 409, "Bài đã khác với bản đã đọc; đọc lại rồi sửa.")


@api.exception_handler(Http404)
def _missing(request: HttpRequest, _error: Http404) -> HttpResponse:
    return _answer(request, 404, "Không có mục này.")


@api.exception_handler(PermissionDenied)
def _forbidden(request: HttpRequest, _error: PermissionDenied) -> HttpResponse:
    return _answer(request, 403, "Người giữ khóa không được giao việc này ở đơn vị đó.")


@api.exception_handler(HttpError)
def _error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _answer(request, error.status_code, str(error))


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    answer = _answer(request, 401, "Thiếu khóa, hoặc khóa đã hết hạn hay bị thu hồi (Authorization: Bearer …).")
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    said = [f"{'.'.join(str(part) for part in one['loc'][1:])}: {one['msg']}" for one in error.errors]
    return _answer(request, 422, *said)


def _piece(given: EntryIn) -> Piece:
    slogan = given.kind == "slogan"
    return Piece(
        kind=Kind.SLOGAN if slogan else Kind.POST,
        text=given.text,
        pages=tuple(dict.fromkeys(given.pages)),
        at=given.at.replace(tzinfo=None).isoformat(timespec="seconds") if given.at else NEXT,
        card=given.card,
        format=given.format,
        fields=given.fields,
        since=given.since.isoformat() if given.since else "",
        photos=tuple((photo.file, photo.alt) for photo in given.photos),
        link=given.link,
        headline=given.headline,
        publication=given.publication,
        first_comment=given.first_comment,
        hashtags=tuple(given.hashtags),
        campaign=given.campaign,
    )


def _by_id(name: str) -> EntryOut:
    found = composing.find(wiring().queue(), name)
    if found is None:
        raise Http404
    return _entry(found)


def _entry(found: Entry) -> EntryOut:
    piece = composing.piece_of(found, wiring().config.queue)
    opened = composing.open_entry(wiring().config.queue, found)
    return EntryOut(
        id=found.id,
        kind=found.kind.value,
        text=found.text,
        pages=list(found.pages),
        at=piece.at,
        source=found.source.path,
        seen=opened.seen if opened else "",
    )


def _delivery(row: Delivery) -> DeliveryOut:
    return DeliveryOut(
        id=row.pk,
        entry=row.entry_id,
        page=row.page,
        campaign=row.campaign,
        due_at=row.due_at,
        state=row.state,
        hold=row.hold,
        reason=row.reason,
        sent_back=row.sent_back,
        approved_by=row.approved_by,
        published_at=row.published_at,
        address=row.permalink or (FACEBOOK + row.post_id if row.post_id else ""),
    )


def _waiting(item: Waiting) -> WaitingOut:
    return WaitingOut(
        id=item.row.pk,
        page=item.row.page,
        due_at=item.row.due_at,
        text=item.message.text,
        link=item.message.link or "",
        first_comment=item.message.first_comment or "",
        pictures=[picture.digest for picture in item.pictures],
        digest=item.digest,
    )


def _freeze(row: Freeze) -> FreezeOut:
    return FreezeOut(
        id=row.pk,
        unit=row.unit,
        campaign=row.campaign,
        reason=row.reason,
        begun_by=row.begun_by,
        begun_at=row.begun_at,
    )


def _office(request: HttpRequest) -> missing.Office:
    return wiring().office(access.person(request))
