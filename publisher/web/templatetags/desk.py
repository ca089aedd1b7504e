"""Small helps of the templates: times as people say them, states as words, icons, one's own diff
of a query."""

from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from publisher.domain.actor import Via
from publisher.domain.delivery import Hold, State
from publisher.domain.entry import Entry
from publisher.domain.errors import UnknownPlaceholder
from publisher.domain.message import fill
from publisher.domain.reason import reason
from publisher.domain.text import without_emphasis
from publisher.features.reports.status import state_of
from publisher.features.reports.workload import span as span_of
from publisher.store.models import Delivery, Freeze, Signed

# A filter of a template gets no request: hence `serving`.
from publisher.web.shared.context import serving
from publisher.web.shared.languages import advice, say
from publisher.web.shared.zones import office_zone, zone_of

register = template.Library()
register.filter("say", say)
register.filter("advice", advice)

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture of the sprite; decoration, so screen readers pass over it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("desk/icons.svg"),
        name,
    )


@register.filter
def signed(row: Signed) -> SafeString:
    """Who did something: the name, and what tells an account from a name that somebody typed."""
    doors = {Via.API: _("khóa API %d") % (row.key or 0), Via.COMMAND: _("gõ ở dòng lệnh")}
    known = [row.login, doors[Via(row.via)] if row.via in doors else ""]
    said = " · ".join(word for word in known if word)
    return (
        format_html('{}<br><span class="quiet small">{}</span>', row.by, said)
        if said
        else format_html("{}", row.by)
    )


@register.filter
def wall(moment: datetime | None, page: str = "") -> datetime | None:
    """A moment as wall clock of a page, or of the office."""
    return moment.astimezone(zone_of(page)) if moment else None


@register.filter
def clock(moment: datetime | None, page: str = "") -> str:
    """ "07:30"."""
    local = wall(moment, page)
    return f"{local:%H:%M}" if local else ""


@register.filter
def day(moment: datetime | date | None, page: str = "") -> str:
    """ "15/4/2027", without the year when it is this one; "hôm nay", "ngày mai" where they fit."""
    if moment is None:
        return ""
    local = moment.astimezone(zone_of(page)).date() if isinstance(moment, datetime) else moment
    today = serving().clock().astimezone(zone_of(page)).date()
    near = {-1: _("hôm qua"), 0: _("hôm nay"), 1: _("ngày mai")}.get((local - today).days)
    if near:
        return near
    return (
        f"{local.day}/{local.month}"
        if local.year == today.year
        else f"{local.day}/{local.month}/{local.year}"
    )


@register.filter
def moment(when: datetime | None, page: str = "") -> str:
    """ "07:30 hôm nay"."""
    return f"{clock(when, page)} {day(when, page)}" if when else ""


@register.filter
def full_day(value: date) -> str:
    """ "thứ Tư, 15/4/2027"."""
    names = WEEKDAYS_EN if get_language() == "en" else WEEKDAYS
    return f"{names[value.weekday()]}, {value.day}/{value.month}/{value.year}"


@register.filter
def exact(when: datetime | None, page: str = "") -> str:
    """For records: "15/04/2027 07:30:05"."""
    local = wall(when, page)
    return f"{local:%d/%m/%Y %H:%M:%S}" if local else ""


@register.filter
def state_word(row: Delivery) -> str:
    """The state as staff say it."""
    returned = row.state == State.PLANNED and row.sent_back
    return say(reason("reports.sent_back") if returned else state_of(row))


@register.filter
def state_class(row: Delivery) -> str:
    """The class that gives a state its colour."""
    if row.state == State.HELD:
        return "frozen" if row.hold == Hold.FROZEN else "held"
    if row.state == State.PLANNED and row.sent_back:
        return "returned"
    return "cancelled" if row.removed_at else row.state


@register.filter
def page_name(slug: str) -> str:
    """The unit's name of a page, with the slug when the unit has several."""
    pages = serving().pages
    if slug not in pages:
        return slug
    unit = pages[slug].unit
    alone = sum(page.unit.slug == unit.slug for page in pages.values()) == 1
    return unit.name if alone else f"{unit.name} ({slug})"


@register.filter
def unit_name(slug: str) -> str:
    """A unit's name."""
    if slug == "*":
        return _("Mọi đơn vị")
    units = serving().config.units
    return units[slug].name if slug in units else slug


@register.filter
def extent(freeze: Freeze) -> str:
    """What a freeze holds: a unit's name, a campaign, or everything."""
    return unit_name(freeze.unit) if freeze.unit else freeze.campaign or _("toàn bộ")


@register.filter
def office_now(_: object) -> datetime:
    """Now, on the office's wall clock."""
    return serving().clock().astimezone(office_zone())


@register.filter
def filled(entry: Entry) -> str:
    """What an entry says today, or when its campaign begins; a unit's name stays open."""
    try:
        text = fill(entry.text, since=entry.since, on=_day_of(entry.campaign or ""), unit=None)
    except UnknownPlaceholder:
        text = entry.text
    return without_emphasis(text) if entry.card else text


@register.filter
def campaign_title(title: str, campaign: str = "") -> str:
    """A campaign's title with the year filled in, of its first day when its id is given."""
    try:
        return fill(title, since=None, on=_day_of(campaign), unit=None)
    except UnknownPlaceholder:
        return title


def _day_of(campaign: str) -> date:
    """The day for which words are filled in: today, and of a campaign with a date of its own the
    first one."""
    today = serving().clock().astimezone(office_zone()).date()
    found = next((one for one in serving().queue.queue().campaigns if one.id == campaign), None)
    return (
        found.starts if found and isinstance(found.starts, date) and found.starts > today else today
    )


@register.filter
def number(value: int) -> str:
    """A number with its thousands apart: 12.345, in English 12,345."""
    text = f"{value:,}"
    return text if get_language() == "en" else text.replace(",", ".")


@register.filter
def span(of: timedelta) -> str:
    """A time as people say it: 0,3 giây, 12 phút."""
    found = span_of(of)
    text = f"{found.number:g}"
    return f"{text if get_language() == 'en' else text.replace('.', ',')} {_(found.unit)}"


@register.filter
def get(table: dict[Any, Any], key: Any) -> Any:
    """A value of a dictionary; None when it is not there."""
    return table.get(key)


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: object) -> str:
    """The query of this page with some parts changed; None takes a part away."""
    request: HttpRequest = context["request"]
    parts = request.GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            parts.pop(name, None)
        else:
            parts[name] = str(value)
    return f"?{parts.urlencode()}" if parts else "?"
