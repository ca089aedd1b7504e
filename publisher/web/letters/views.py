"""Official plans: upload one, look at what was read beside the document, make a campaign of it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from publisher import resources
from publisher.cards import api as cards
from publisher.domain.entry import ALL_PAGES
from publisher.domain.errors import PlanRefused
from publisher.domain.roles import Ability
from publisher.features.authoring.import_letter import (
    CampaignDraft,
    DraftDay,
    Slogan,
    drafted,
    with_year,
    write_draft,
    year_of,
)
from publisher.letters.isolation import read_plan, understand
from publisher.letters.letter import (
    Anniversary,
    Extract,
    OfficialLetter,
    from_json,
)
from publisher.letters.line import LetterLine
from publisher.letters.reading import ENDINGS, LARGEST
from publisher.queuefiles.writing import WriteRefused
from publisher.store.activity_log import What, note
from publisher.store.models import PlanImport
from publisher.web.shared import access, parameters
from publisher.web.shared.context import context_of
from publisher.web.shared.languages import say
from publisher.web.shared.taking_in import then
from publisher.web.shared.zones import office_zone

# Templates in which a slogan can stand.
CARDS = ("slogan", "slogan-paper", "solemn")
# Days to look through at most, so that a page is a page.
MOST_ITEMS = 300


class SloganRow(NamedTuple):
    """A slogan in the review."""

    number: int
    found: Extract[str]
    text: str
    chosen: bool


class DayRow(NamedTuple):
    """An anniversary in the review."""

    number: int
    found: Extract[Anniversary]
    since: date | None
    at: str
    chosen: bool


@require_http_methods(["GET", "POST"])
def plans(request: HttpRequest) -> HttpResponse:
    """Upload a plan, or go on with one."""
    access.require(request, Ability.WRITE)
    problem = ""
    if request.method == "POST":
        try:
            return redirect("plan", _taken(request).pk)
        except PlanRefused as refused:
            problem = say(refused)
    context = {
        "here": "campaigns",
        "found": access.plan_imports(request).filter(kind="plan")[:20],
        "problem": problem,
        "accept": ",".join(ENDINGS),
        "largest": LARGEST // 1_000_000,
    }
    return render(request, "letters/letters.html", context, status=422 if problem else 200)


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was read, side by side with the document; a post makes the campaign."""
    access.require(request, Ability.WRITE)
    kept = access.plan_import(request, pk)
    try:
        found = _found(kept)
    except PlanRefused as refused:
        messages.error(request, f"{say(refused)}.")
        return redirect("plans")
    form = request.POST if request.method == "POST" else None
    problems: Sequence[str] = ()
    if form is not None and "again" not in form:
        problems = _problems(form)
        if not problems:
            try:
                return _made(request, kept, found, form)
            except WriteRefused as refused:
                problems = [say(one) for one in refused.problems]
    return render(
        request,
        "letters/letter.html",
        _context(request, kept, found, form, problems),
        status=422 if problems else 200,
    )


@require_POST
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Forget an upload; a campaign that was made from it stays."""
    access.plan_import(request, pk).delete()
    messages.success(request, _("Đã bỏ văn bản."))
    return redirect("plans")


def _taken(request: HttpRequest) -> PlanImport:
    """The uploaded file as it was understood. Raises PlanRefused."""
    file = request.FILES.get("file")
    if file is None or not file.name:
        raise PlanRefused("letters.none_chosen")
    if file.size is None or file.size > LARGEST:
        raise PlanRefused("letters.upload_large", most=LARGEST // 1_000_000)
    found = read_plan(file.read(), file.name, words=_words())
    return PlanImport.objects.create(
        pk=uuid4(),
        person=access.person(request),
        name=file.name[:300],
        lines=[line.as_json() for line in found.lines],
        notes=list(found.notes),
        found=found.as_json(),
        created_at=context_of(request).clock(),
    )


def _found(kept: PlanImport) -> OfficialLetter:
    """What was read of an upload; understood once. Raises PlanRefused."""
    lines = [LetterLine(**line) for line in kept.lines]
    if kept.found:
        return from_json(kept.found, lines)
    found = understand(lines, kept.notes, words=_words())
    PlanImport.objects.filter(pk=kept.pk).update(found=found.as_json())
    return found


def _words() -> Path:
    return resources.assets() / "words"


def _context(
    request: HttpRequest,
    kept: PlanImport,
    found: OfficialLetter,
    form: QueryDict | None,
    problems: Sequence[str],
) -> dict[str, object]:
    today = context_of(request).clock().astimezone(office_zone()).date()
    own = year_of(found)
    year = _year(form.get("year", "")) if form else None
    draft = drafted(found, today=today, name=kept.name, year=year if year and year != own else None)
    # Another year rewrites what the form holds of texts and dates; all else stays as it was typed.
    typed = form if form and "again" not in form else None
    return {
        "here": "campaigns",
        "kept": kept,
        "plan": found,
        "problems": problems,
        "lines": found.lines,
        "marked": {
            one.line for one in (*found.slogans, *found.anniversaries, *found.windows) if one.sure
        },
        "unsure": {one.line for one in (*found.slogans, *found.anniversaries) if not one.sure},
        "draft": draft,
        "title": typed.get("title", "") if typed else draft.title,
        "document": typed.get("document", "") if typed else draft.document,
        "first": typed.get("first", "") if typed else draft.first.isoformat(),
        "last": typed.get("last", "") if typed else draft.last.isoformat(),
        "slots": form.get("slots", "") if form else "",
        "card": form.get("card", "slogan") if form else "slogan",
        "rows": list(_rows(found, typed, own if year and year != own else None)),
        "days": list(_day_rows(found, typed)),
        "years": sorted({year for year in (own, today.year, today.year + 1) if year}),
        "own_year": own,
        "year": year or own,
        "pages": _page_choices(request, form),
        "everywhere": access.standing_of(request).may_everywhere(Ability.WRITE),
        "all_pages": (
            ALL_PAGES in form.getlist("pages")
            if form
            else access.standing_of(request).may_everywhere(Ability.WRITE)
        ),
        "cards": [
            (name, cards.template_named(name, assets=resources.assets()).title) for name in CARDS
        ],
    }


def _rows(found: OfficialLetter, form: QueryDict | None, year: int | None) -> Iterable[SloganRow]:
    for number, one in enumerate(found.slogans[:MOST_ITEMS]):
        text = with_year(one.value, year) if year else one.value
        chosen = one.sure
        if form is not None:
            text, chosen = form.get(f"slogan-{number}", text), f"take-{number}" in form
        yield SloganRow(number, one, text, chosen)


def _day_rows(found: OfficialLetter, form: QueryDict | None) -> Iterable[DayRow]:
    seen: set[tuple[int, int]] = set()
    for number, one in enumerate(found.anniversaries[:MOST_ITEMS]):
        since = one.value.since
        key = (since.month, since.day) if since else (0, 0)
        chosen = one.sure and bool(since) and key not in seen
        seen.add(key)
        at = "07:30"
        if form is not None:
            chosen, at = f"day-{number}" in form, form.get(f"at-{number}", at)
        yield DayRow(number, one, since, at, chosen)


def _page_choices(request: HttpRequest, form: QueryDict | None) -> list[tuple[str, str, bool]]:
    chosen = form.getlist("pages") if form else []
    own = access.pages(request, Ability.WRITE)
    return [
        (slug, page.unit.name, slug in chosen or (not form and len(own) == 1))
        for slug, page in own.items()
    ]


def _problems(form: QueryDict) -> list[str]:
    """What is wrong with the fields themselves, all at once."""
    found = []
    if not form.get("title", "").strip():
        found.append(_("Chưa có tên chiến dịch."))
    first, last = parameters.day(form.get("first")), parameters.day(form.get("last"))
    if first is None or last is None:
        found.append(_("Chọn ngày bắt đầu và ngày kết thúc."))
    elif last < first:
        found.append(_("Ngày kết thúc trước ngày bắt đầu."))
    if not form.getlist("pages"):
        found.append(_("Chưa chọn trang nào."))
    wrong = [part for part in _parts(form.get("slots", "")) if _time(part) is None]
    if wrong:
        found.append(_("“%s” không phải giờ; viết như 07:30, 19:30.") % ", ".join(wrong))
    if not any(name.startswith(("take-", "day-")) for name in form):
        found.append(_("Chưa chọn khẩu hiệu hay ngày kỷ niệm nào."))
    return found


def _made(
    request: HttpRequest, kept: PlanImport, found: OfficialLetter, form: QueryDict
) -> HttpResponse:
    """Write the campaign as the form says. Raises WriteRefused, PermissionDenied."""
    pages = _allowed_pages(request, form)
    who, now = access.doer_of(request), context_of(request).clock()

    def both(path: Path) -> None:
        kept.campaign = path.stem
        kept.save(update_fields=["campaign"])
        note(What.IMPORT, by=who, now=now, detail=f"{kept.name}: {path.stem}")

    campaign, known = _campaign(kept, found, form, pages), access.known(request)
    path = write_draft(
        context_of(request).config.queue,
        campaign,
        known=known,
        before=lambda path: context_of(request).transactions.write(lambda: both(path)),
    )

    def answer() -> HttpResponse:
        messages.success(request, _("Đã tạo chiến dịch nháp. Xem lại lần cuối rồi đưa vào lịch."))
        return redirect("campaign", path.stem)

    return then([path], answer)


def _allowed_pages(request: HttpRequest, form: QueryDict) -> tuple[str, ...]:
    chosen = form.getlist("pages")
    if ALL_PAGES in chosen:
        if not access.standing_of(request).may_everywhere(Ability.WRITE):
            raise PermissionDenied
        return (ALL_PAGES,)
    access.writable_pages(request, chosen)
    return tuple(chosen)


def _campaign(
    kept: PlanImport, found: OfficialLetter, form: QueryDict, pages: tuple[str, ...]
) -> CampaignDraft:
    first, last = parameters.day(form.get("first")), parameters.day(form.get("last"))
    assert first, "looked at before"
    assert last, "looked at before"
    draft = drafted(found, today=first, name=kept.name)
    rows = [row for row in _rows(found, form, None) if row.text.strip()]
    days = [
        DraftDay(
            name=row.found.value.name,
            since=row.since,
            at=_time(row.at) or time(7, 30),
            line=row.found.line,
        )
        for row in _day_rows(found, form)
        if row.chosen and row.since
    ]
    return replace(
        draft,
        title=form.get("title", "").strip(),
        document=form.get("document", "").strip(),
        first=first,
        last=last,
        pages=pages,
        slots=tuple(
            sorted(slot for part in _parts(form.get("slots", "")) if (slot := _time(part)))
        ),
        card=form.get("card", "slogan"),
        slogans=[_slogan(row) for row in rows if row.chosen],
        doubtful=[],
        days=days,
        remarks=draft.remarks[:1],
    )


def _slogan(row: SloganRow) -> Slogan:
    text = " ".join(row.text.split())
    return Slogan(
        text=text, line=row.found.line, written=row.found.value if text != row.found.value else ""
    )


def _parts(text: str) -> list[str]:
    return [part for part in text.replace(";", ",").replace(" ", ",").split(",") if part]


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text.replace("h", ":").strip().zfill(5))
    except ValueError:
        return None


def _year(text: str) -> int | None:
    return parameters.number(text, least=parameters.FIRST.year, most=parameters.LAST.year)
