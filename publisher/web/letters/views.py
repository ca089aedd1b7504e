"""Official plans: upload one, look at what was read beside the document, make a campaign of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
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
    write_draft,
    year_of,
)
from publisher.letters.isolation import read_plan, understand
from publisher.letters.letter import (
    Extract,
    OfficialLetter,
    from_json,
)
from publisher.letters.line import LetterLine
from publisher.letters.reading import LARGEST
from publisher.queuefiles.writing import WriteRefused
from publisher.store.activity_log import What, note
from publisher.store.models import PlanImport
from publisher.web.letters.forms import AgainForm, LetterFileForm, LetterForm
from publisher.web.shared import access
from publisher.web.shared.context import context_of
from publisher.web.shared.languages import say
from publisher.web.shared.taking_in import then
from publisher.web.shared.zones import office_zone
from publisher.web.templatetags.desk import page_name

# Templates in which a slogan can stand.
CARDS = ("slogan", "slogan-paper", "solemn")


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
        "form": LetterFileForm(),
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
    form = _form(request, kept, found)
    status = 200
    if request.method == "POST" and not form.initial.get("again"):
        if form.is_valid():
            try:
                return _made(request, kept, found, form)
            except WriteRefused as refused:
                form.add_error(None, [say(one) for one in refused.problems])
        status = 422
    context = _context(request, kept, found, form)
    return render(request, "letters/letter.html", context, status=status)


@require_POST
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Forget an upload; a campaign that was made from it stays."""
    access.plan_import(request, pk).delete()
    messages.success(request, _("Đã bỏ văn bản."))
    return redirect("plans")


def _taken(request: HttpRequest) -> PlanImport:
    """The uploaded file as it was understood. Raises PlanRefused."""
    form = LetterFileForm(request.POST, request.FILES)
    form.is_valid()
    file = form.cleaned_data.get("file")
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


def _form(request: HttpRequest, kept: PlanImport, found: OfficialLetter) -> LetterForm:
    """The letter as it was drafted, or as it was typed; asked for another year, texts and dates are
    drafted anew and all else stays as it was typed."""
    today = context_of(request).clock().astimezone(office_zone()).date()
    own, asked = year_of(found), AgainForm(request.POST)
    asked.is_valid()
    year = asked.cleaned_data["year"]
    # A letter whose own year is not known cannot be moved, and no other year is offered.
    another = year if year and own and year != own else None
    draft = drafted(found, today=today, name=kept.name, year=another)
    again: dict[str, object] = {"year": year or own}
    if request.method == "POST":
        names = ("slots", "card", "pages", "again")
        again |= {name: asked.cleaned_data[name] for name in names}
    else:
        again["pages"] = _usual_pages(request)
    given = (request.POST,) if request.method == "POST" and not again["again"] else ()
    # In the texts, years count from the one that the letter speaks of.
    form = LetterForm(found, draft, *given, year=own if another else None, initial=again)
    form.offer(
        years=_years(own, today),
        cards=[
            (name, cards.template_named(name, assets=resources.assets()).title) for name in CARDS
        ],
        pages=_page_choices(request),
    )
    return form


def _context(
    request: HttpRequest, kept: PlanImport, found: OfficialLetter, form: LetterForm
) -> dict[str, object]:
    return {
        "here": "campaigns",
        "kept": kept,
        "plan": found,
        "form": form,
        "lines": found.lines,
        "marked": {
            one.line for one in (*found.slogans, *found.anniversaries, *found.windows) if one.sure
        },
        "unsure": {one.line for one in (*found.slogans, *found.anniversaries) if not one.sure},
        "rows": list(form.slogan_rows()),
        "days": list(form.day_rows()),
    }


def _years(own: int | None, today: date) -> list[tuple[str, str]]:
    years = sorted({year for year in (own, today.year, today.year + 1) if year})
    as_said = _("như văn bản")
    if own is None:
        return [("", as_said)]
    return [(str(year), f"{year} ({as_said})" if year == own else str(year)) for year in years]


def _usual_pages(request: HttpRequest) -> list[str]:
    """The only page that there is to choose; of several a person has to."""
    own = list(access.pages(request, Ability.WRITE))
    return own * (len(own) == 1)


def _page_choices(request: HttpRequest) -> list[tuple[str, str]]:
    everywhere = access.standing_of(request).may_everywhere(Ability.WRITE)
    every = [(ALL_PAGES, _("Mọi trang"))] if everywhere else []
    own = access.pages(request, Ability.WRITE)
    return every + [(slug, page_name(slug)) for slug in own]


def _made(
    request: HttpRequest, kept: PlanImport, found: OfficialLetter, form: LetterForm
) -> HttpResponse:
    """Write the campaign as the form says. Raises WriteRefused, PermissionDenied."""
    pages = _allowed_pages(request, form.cleaned_data["pages"])
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

    return then(request, [path], answer)


def _allowed_pages(request: HttpRequest, chosen: Sequence[str]) -> tuple[str, ...]:
    if ALL_PAGES in chosen:
        if not access.standing_of(request).may_everywhere(Ability.WRITE):
            raise PermissionDenied
        return (ALL_PAGES,)
    access.writable_pages(request, chosen)
    return tuple(chosen)


def _campaign(
    kept: PlanImport, found: OfficialLetter, form: LetterForm, pages: tuple[str, ...]
) -> CampaignDraft:
    given = form.cleaned_data
    draft = drafted(found, today=given["first"], name=kept.name)
    return replace(
        draft,
        title=given["title"],
        document=given["document"],
        first=given["first"],
        last=given["last"],
        pages=pages,
        slots=tuple(given["slots"]),
        card=given["card"],
        slogans=[_slogan(one, text) for one, text in form.slogans()],
        doubtful=[],
        days=[
            DraftDay(name=one.value.name, since=since, at=at, line=one.line)
            for one, since, at in form.days()
        ],
        remarks=draft.remarks[:1],
    )


def _slogan(found: Extract[str], typed: str) -> Slogan:
    text = " ".join(typed.split())
    return Slogan(text=text, line=found.line, written=found.value if text != found.value else "")
