"""The report as a page with charts, and its downloads."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from publisher.domain.errors import LetterTemplateRefused, UnknownPlaceholder
from publisher.domain.message import fill
from publisher.features.media.thumbnails import picture_of
from publisher.features.reports.documents import COLUMNS, as_xlsx, values
from publisher.features.reports.report_letter import as_docx, letterhead, template_in
from publisher.features.reports.results import (
    EVIDENCE,
    Report,
    ReportedPost,
    ReportScope,
    ResultRow,
    report,
)
from publisher.web.campaigns.views import seen_campaigns
from publisher.web.shared import access
from publisher.web.shared.context import context_of
from publisher.web.shared.languages import language
from publisher.web.shared.parameters import edge
from publisher.web.shared.zones import office_zone

# Days that a report covers when nobody chose any.
MONTH = timedelta(days=30)
LONGEST = timedelta(days=740)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


# What the report's tables say, for the catalogue of translations.
SAID = (
    gettext_noop("Theo chiến dịch"),
    gettext_noop("Theo đơn vị"),
    gettext_noop("Theo trang"),
    gettext_noop("Theo loại bài"),
    gettext_noop("Theo khung giờ"),
    gettext_noop("Bài"),
    gettext_noop("Lượt xem"),
    gettext_noop("Người tiếp cận"),
    gettext_noop("Lượt nhấp"),
    gettext_noop("Cảm xúc"),
    gettext_noop("Bình luận"),
    gettext_noop("Ngoài chiến dịch"),
    gettext_noop("Khẩu hiệu"),
    gettext_noop("Bài báo chia sẻ"),
    gettext_noop("Bài nhiều ảnh"),
    gettext_noop("Bài có ảnh"),
    gettext_noop("Bài chữ"),
)


class Bar(NamedTuple):
    """A line of a chart: numbers, and how long its bar is (percent of the longest)."""

    row: ResultRow
    cells: tuple[int, ...]
    length: int


@require_GET
def results(request: HttpRequest) -> HttpResponse:
    """What was published and what it was worth."""
    scope = _scope(request)
    found = _report(request, scope)
    most = max((count for _, count in found.days), default=0)
    context = {
        "here": "report",
        "report": found,
        "scope": scope,
        "units": access.units(request),
        "campaigns": [one for one, _ in seen_campaigns(request)],
        "tables": [(table.title, _bars(table.rows)) for table in found.tables if table.rows],
        "days": [
            (day, count, round(100 * count / most) if most else 0) for day, count in found.days
        ],
        "columns": COLUMNS,
        "query": request.GET.urlencode(),
    }
    return render(request, "reports/report.html", context)


@require_GET
def download(request: HttpRequest, ending: str) -> HttpResponse:
    """The same as an official letter or a workbook."""
    scope = _scope(request)
    found = _report(request, scope)
    today = context_of(request).clock().astimezone(office_zone()).date()
    if ending == "docx":
        unit = context_of(request).config.units.get(scope.unit)
        head = letterhead(found.unit, unit.place if unit else "")
        template = template_in(context_of(request).config.data)
        try:
            content = as_docx(
                found, head, today=today, picture=partial(_small, request), template=template
            )
        except LetterTemplateRefused as refused:
            messages.error(request, refused.said(language()))
            return redirect(f"{reverse('report')}?{request.GET.urlencode()}")
        kind = WORD
    else:
        content, kind = as_xlsx(found), EXCEL
    about = scope.campaign or scope.unit or "tong-hop"
    name = f"bao-cao-{about}-{scope.first:%Y%m%d}-{scope.last:%Y%m%d}.{ending}"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _scope(request: HttpRequest) -> ReportScope:
    today = context_of(request).clock().astimezone(office_zone()).date()
    last = edge(request.GET.get("until")) or today
    first = edge(request.GET.get("from")) or last - MONTH
    first = max(min(first, last), last - LONGEST)
    pages, unit = access.pages(request), request.GET.get("unit", "")
    if unit:
        if unit not in {one.slug for one in access.units(request)}:
            raise PermissionDenied
        pages = {slug: page for slug, page in pages.items() if page.unit.slug == unit}
    return ReportScope(first, last, tuple(pages), request.GET.get("campaign", ""), unit)


def _report(request: HttpRequest, scope: ReportScope) -> Report:
    campaigns = {one.id: one for one, _ in seen_campaigns(request)}
    chosen = campaigns.get(scope.campaign)
    units = context_of(request).config.units
    return report(
        scope,
        pages=context_of(request).pages,
        titles={name: _title(one.title, scope.first) for name, one in campaigns.items()},
        document=chosen.document if chosen else "",
        unit_name=units[scope.unit].name if scope.unit else "",
    )


def _title(title: str, on: date) -> str:
    try:
        return fill(title, since=None, on=on, unit=None)
    except UnknownPlaceholder:
        return title


def _bars(rows: Sequence[ResultRow]) -> list[Bar]:
    # Views where Facebook has counted them, else posts.
    counted = any(row.numbers.views for row in rows)
    sizes = [row.numbers.views if counted else row.numbers.posts for row in rows]
    most = max(sizes, default=0)
    return [
        Bar(row, values(row.numbers), round(100 * size / most) if most else 0)
        for row, size in zip(rows, sizes, strict=True)
    ]


def _small(request: HttpRequest, post: ReportedPost) -> bytes | None:
    return picture_of(
        post.delivery,
        context_of(request).pictures,
        context_of(request).pages,
        on=post.at.date(),
        longest=EVIDENCE,
    )
