"""The calendar to take away: .xlsx, .ics, and a PDF to print, of what is shown."""

from datetime import datetime, time, timedelta
from functools import partial
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from publisher import resources
from publisher.domain.reason import reason
from publisher.features.media.thumbnails import picture_of
from publisher.features.reports.calendar_files import (
    CalendarItem,
    as_ics,
    as_xlsx,
    items_of,
)
from publisher.web.calendar.views import chosen, rows_of
from publisher.web.campaigns.views import seen_campaigns
from publisher.web.shared.context import context_of
from publisher.web.shared.languages import say
from publisher.web.shared.zones import office_zone

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar; charset=utf-8",
    "pdf": "application/pdf",
}


@require_GET
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """The calendar as it is filtered; `from` and `until` instead of what is on the screen when
    given.
    """
    wanted, first, last, pages = chosen(request)
    zone = office_zone()
    start = datetime.combine(first, time(), zone)
    rows = rows_of(
        request, wanted, pages, start, datetime.combine(last + timedelta(days=1), time(), zone)
    )
    titles = {one.id: one.title for one, _ in seen_campaigns(request)}
    items = list(
        items_of(
            rows.select_related("revision").order_by("due_at", "page", "pk"),
            context_of(request).pages,
            titles,
        )
    )
    now = context_of(request).clock()
    begin, end = (f"{day.day}/{day.month}/{day.year}" for day in (first, last))
    title = say(reason("reports.calendar_of", first=begin, last=end))
    if ending == "xlsx":
        content = as_xlsx(items)
    elif ending == "ics":
        content = as_ics(items, name=title, now=now)
    else:
        # ReportLab costs memory that the service needs only when somebody prints.
        from publisher.features.reports.calendar_pdf import as_pdf

        fonts = resources.assets() / "fonts"
        content = as_pdf(
            items,
            title=title,
            printed_on=now.astimezone(zone).date(),
            fonts=fonts,
            picture=partial(_small, request),
        )
    response = HttpResponse(content, content_type=KINDS[ending])
    name = f"lich-dang-{first:%Y%m%d}-{last:%Y%m%d}.{ending}"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _small(request: HttpRequest, item: CalendarItem) -> bytes | None:
    return picture_of(
        item.key,
        context_of(request).pictures,
        context_of(request).pages,
        on=item.at.date(),
        longest=220,
    )
