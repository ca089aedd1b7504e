"""A content plan from a spreadsheet: looked at first, then queued whole or not at all."""

import logging
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from publisher.domain.entry import ALL_PAGES
from publisher.domain.roles import Ability
from publisher.features.authoring.import_sheet import (
    DryRun,
    dry_run,
    is_late,
    template,
    write_all,
)
from publisher.queuefiles.sheets import (
    LARGEST,
    Sheet,
    SheetRefused,
    from_json,
    read_sheet,
)
from publisher.store.activity_log import What, note
from publisher.store.models import PlanImport
from publisher.web.shared import access
from publisher.web.shared.context import context_of
from publisher.web.shared.languages import say
from publisher.web.shared.taking_in import reason, then
from publisher.web.shared.zones import office_zone

log = logging.getLogger("publisher.web")

# Errors and posts on the page; the numbers tell how many there are.
SHOWN = 200
KIND = "sheet"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def sheets(request: HttpRequest) -> HttpResponse:
    """Upload a plan."""
    access.require(request, Ability.WRITE)
    problem = ""
    if request.method == "POST":
        try:
            return redirect("sheet", _taken(request).pk)
        except SheetRefused as refused:
            problem = say(refused)
    context = {"here": "calendar", "problem": problem, "largest": LARGEST // 1_000_000}
    return render(request, "sheets/sheets.html", context, status=422 if problem else 200)


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the import would do; a post does it."""
    access.require(request, Ability.WRITE)
    kept = access.plan_import(request, pk)
    try:
        table = _table(kept)
    except SheetRefused as refused:
        messages.error(request, say(refused))
        return redirect("sheets")
    found = _looked_at(request, table)
    problem = ""
    if request.method == "POST" and not found.problems and found.new:
        _check_pages(request, found)
        try:
            return _imported(request, kept, found)
        except (OSError, DatabaseError) as error:
            log.error("nothing of a sheet was queued: %s", error)
            problem = _("Không ghi được hàng đợi (%s); chưa xếp bài nào.") % reason(error)
    now = context_of(request).clock().astimezone(office_zone()).replace(tzinfo=None)
    context = {
        "here": "calendar",
        "kept": kept,
        "found": found,
        "problems": found.problems[:SHOWN],
        "drafts": found.drafts[:SHOWN],
        "late": len(is_late(found.new, now=now)),
        "shown": SHOWN,
    }
    status = 507 if problem else 422 if request.method == "POST" else 200
    return render(request, "sheets/sheet.html", context | {"problem": problem}, status=status)


@require_GET
def sheet_template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill in."""
    access.require(request, Ability.WRITE)
    response = HttpResponse(template(), content_type=EXCEL)
    response["Content-Disposition"] = "attachment; filename=ke-hoach-noi-dung.xlsx"
    return response


def _taken(request: HttpRequest) -> PlanImport:
    file = request.FILES.get("file")
    if file is None or not file.name:
        raise SheetRefused("authoring.no_sheet_chosen")
    if file.size is None or file.size > LARGEST:
        raise SheetRefused("authoring.sheet_large", most=LARGEST // 1_000_000)
    found = read_sheet(file.read(), file.name)
    who, now = access.person(request), context_of(request).clock()
    return PlanImport.objects.create(
        pk=uuid4(),
        person=who,
        kind=KIND,
        name=file.name[:300],
        found=found.as_json(),
        created_at=now,
    )


def _table(kept: PlanImport) -> Sheet:
    """What was read of an upload, once. Raises SheetRefused."""
    if kept.found:
        return from_json(kept.found)
    found = read_sheet(bytes(kept.content or b""), kept.name)
    PlanImport.objects.filter(pk=kept.pk).update(found=found.as_json(), content=None)
    return found


def _looked_at(request: HttpRequest, table: Sheet) -> DryRun:
    config = context_of(request).config
    return dry_run(table, queue=config.queue, known=access.known(request), pages=config.pages)


def _check_pages(request: HttpRequest, found: DryRun) -> None:
    """Everybody queues on own pages only. Raises PermissionDenied."""
    pages = {page for draft in found.new for page in draft.pages}
    if ALL_PAGES in pages and not access.standing_of(request).may_everywhere(Ability.WRITE):
        raise PermissionDenied
    access.writable_pages(request, pages - {ALL_PAGES})


def _imported(request: HttpRequest, kept: PlanImport, found: DryRun) -> HttpResponse:
    """Queue it whole. Raises OSError or DatabaseError when nothing was queued."""
    who, now, name = access.doer_of(request), context_of(request).clock(), kept.name

    def tell() -> None:
        for draft in found.new:
            note(What.WRITE, by=who, now=now, entry_id=draft.path.stem, detail=name)
        # A second click finds no sheet any more, so it queues nothing twice.
        kept.delete()

    paths = write_all(found, before=lambda: context_of(request).transactions.write(tell))
    count = len(paths)

    def answer() -> HttpResponse:
        said = ngettext("Đã xếp %d bài vào hàng đợi.", "Đã xếp %d bài vào hàng đợi.", count) % count
        messages.success(request, said)
        return redirect("calendar")

    return then(request, paths, answer)
