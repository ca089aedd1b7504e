"""Finds from when to when: "từ nay đến hết tháng 5/2023", "từ tháng 4 - 6/2023", "quý II/2025"
and their like."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from publisher.letters.letter import Extract, LetterWindow
from publisher.letters.line import folded
from publisher.letters.outline import OutlineItem

# Blanks are one everywhere in a line (`line.clean`), so that none of these is repeated.
_LABEL = re.compile(
    r"^(?:[-+*•] ?)?(?:về )?thời (?:gian|điểm|hạn)\b[^:]{0,60}(?::|\s)|^(?:tiến độ|đợt cao"
    r" điểm)[^:]{0,40}:"
)
_HEADED = re.compile(r"thời (?:gian|hạn|điểm)|tiến độ|hoàn thành")
_TIME_SECTION = re.compile(r"^(?:về )?(?:thời (?:gian|hạn)|tiến độ)\b")
_YEAR = r"(?:(?:\s?[/.-]\s?|\snăm\s)(?P<{name}>\d{{4}}))?"
_DAY = (
    r"(?:ngày\s)?(?P<d{n}>\d{{1,2}})(?:\s?[/.-]\s?|\stháng\s)(?P<m{n}>\d{{1,2}})"
    + _YEAR.replace("{name}", "y{n}")
)
_MONTH = r"(?:hết\s|cuối\s|đầu\s|giữa\s)?tháng\s(?P<m{n}>\d{{1,2}})" + _YEAR.replace(
    "{name}", "y{n}"
)
_TO = r"\s?(?:,?\s?(?:cho\s)?đến\s(?:hết\s|cuối\s){0,2}|,?\s?tới\s(?:hết\s)?|[-–—−]\s?(?:hết\s)?)"
_NOW = r"(?:nay|bây giờ|(?:ngày|khi|thời điểm) (?:ban hành|ký|có)[^,;.–-]{0,40}?)"
_A_YEAR = re.compile(r"\bnăm (20\d{2})\b")
_FOUR_DIGITS = re.compile(r"\d{4}")
LONGEST = timedelta(days=3 * 366)
# Years of a letter's windows: what lies outside is a slip, and the edges of the calendar cannot be
# computed with.
FIRST_YEAR, LAST_YEAR = 1950, 2100
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


_Groups = dict[str, str | None]


def _known_year(text: str | None) -> int | None:
    year = int(text or 0)
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


def _d(n: int) -> str:
    return _DAY.format(n=n)


def _m(n: int) -> str:
    return _MONTH.format(n=n)


class _Shape(NamedTuple):
    pattern: re.Pattern[str]
    build: Callable[[_Groups, date | None, int | None], LetterWindow | None]
    # Only behind a label such as "Thời gian:".
    labelled: bool = False


def windows(items: Sequence[OutlineItem], *, signed_on: date | None) -> list[Extract[LetterWindow]]:
    """Every window, in the order of the document.

    Years that are not written are the plan's own, with a doubt.
    """
    found = []
    year = (
        signed_on.year
        if signed_on and FIRST_YEAR <= signed_on.year <= LAST_YEAR
        else _year_of(items)
    )
    for item in items[1:]:
        if item.in_body:
            found += list(_of(item, signed_on, year))
    return found


def campaign_window(
    found: Sequence[Extract[LetterWindow]],
    slogan_items: Sequence[OutlineItem],
    items: Sequence[OutlineItem],
) -> Extract[LetterWindow] | None:
    """When the slogans are to be seen: the window of their section, else of the whole plan."""
    whole = [
        one
        for one in found
        if one.value.first and one.value.last and one.value.first != one.value.last
    ]
    # What announces a list says when.
    own = {items[one.index - 1].line.number for one in slogan_items}
    own |= {item.line.number for item in slogan_items}
    if near := [one for one in whole if one.line in own]:
        return near[0]
    for around in _sections(slogan_items):
        inside = {inner.line.number for inner in around.below()} | {around.line.number}
        if near := [one for one in whole if one.line in inside and one.sure]:
            return max(near, key=lambda one: _days(one.value))
    return _of_whole(whole, items)


def _sections(slogan_items: Sequence[OutlineItem]) -> list[OutlineItem]:
    return [around for around in slogan_items[0].above() if around.parent] if slogan_items else []


def _of_whole(
    whole: Sequence[Extract[LetterWindow]], items: Sequence[OutlineItem]
) -> Extract[LetterWindow] | None:
    """The window of a section that is about the time, its phases put together; else the longest."""
    timed = {item.line.number for item in items[1:] if _is_under_time(item)}
    if phases := [one for one in whole if one.line in timed]:
        first = min(one.value.first for one in phases if one.value.first)
        last = max(one.value.last for one in phases if one.value.last)
        return replace(phases[0], value=LetterWindow(first=first, last=last))
    sure = [one for one in whole if one.sure]
    return max(sure or whole, key=lambda one: _days(one.value), default=None)


def _is_under_time(item: OutlineItem) -> bool:
    """Whether a line stands in a section or a column that is about the time."""
    if item.line.table >= 0:
        return item.line.row > 0 and bool(_HEADED.search(folded(item.line.heading)))
    return any(_TIME_SECTION.match(folded(above.text)) for above in item.above()[:2])


def _days(window: LetterWindow) -> int:
    return (window.last - window.first).days if window.first and window.last else 0


def _of(
    item: OutlineItem, signed_on: date | None, year: int | None
) -> Iterator[Extract[LetterWindow]]:
    words = folded(item.text)
    labelled = bool(_LABEL.match(words)) or _is_under_time(item)
    taken: list[tuple[int, int]] = []
    for shape in _SHAPES:
        if shape.labelled and not labelled:
            continue
        for found in shape.pattern.finditer(words):
            if any(a < found.end() and found.start() < b for a, b in taken):
                continue
            window = shape.build(found.groupdict(), signed_on, year)
            if window is None or not _is_plausible(window):
                continue
            taken.append(found.span())
            yield Extract(
                value=window,
                line=item.line.number,
                quote=item.text[found.start() : found.end()].strip(),
                doubt=_doubt(window, found.groupdict(), labelled),
            )


def _is_plausible(window: LetterWindow) -> bool:
    """Two dates over many years are an anniversary's."""
    if window.first is None or window.last is None:
        return True
    return timedelta() <= window.last - window.first <= LONGEST


def _doubt(window: LetterWindow, groups: _Groups, labelled: bool) -> str:
    if window.first is None:
        return "chưa rõ ngày bắt đầu"
    if window.last is None:
        return "chưa rõ ngày kết thúc"
    if not any(value and _FOUR_DIGITS.fullmatch(value) for value in groups.values()):
        return "văn bản không ghi năm; lấy năm ban hành"
    return "" if labelled else "không nằm ở mục thời gian"


def _year_of(items: Sequence[OutlineItem]) -> int | None:
    for item in items[1:40]:
        if found := _A_YEAR.search(folded(item.text)):
            return int(found[1])
    return None


def _day(groups: _Groups, n: int, year: int | None) -> date | None:
    try:
        return date(
            _year(groups, n, year) or 0, int(groups[f"m{n}"] or 0), int(groups[f"d{n}"] or 0)
        )
    except ValueError:
        return None


def _year(groups: _Groups, n: int, year: int | None) -> int | None:
    own = groups.get(f"y{n}")
    return _known_year(own) if own else year


def _month(groups: _Groups, n: int, year: int | None) -> tuple[date, date] | None:
    own, month = _year(groups, n, year), int(groups[f"m{n}"] or 0)
    return (
        (date(own, month, 1), date(own, month, monthrange(own, month)[1]))
        if own and 1 <= month <= 12
        else None
    )


def _now_day(g: _Groups, signed: date | None, year: int | None) -> LetterWindow | None:
    last = _day(g, 1, year)
    return LetterWindow(first=signed, last=last) if last else None


def _now_month(g: _Groups, signed: date | None, year: int | None) -> LetterWindow | None:
    last = _month(g, 1, year)
    return LetterWindow(first=signed, last=last[1]) if last else None


def _now_year(g: _Groups, signed: date | None, year: int | None) -> LetterWindow | None:
    own = _known_year(g["y"])
    return LetterWindow(first=signed, last=date(own, 12, 31)) if own else None


def _day_day(g: _Groups, signed: date | None, year: int | None) -> LetterWindow | None:
    second = _year(g, 2, year)
    last = _day(g, 2, year)
    first = _day(g, 1, second)
    # "15/12 đến 15/01/2026" begins in the year before.
    if first and last and last < first and not g.get("y1"):
        first = _day(g, 1, last.year - 1)
    return LetterWindow(first=first, last=last) if first and last else None


def _same_month(g: _Groups, signed: date | None, year: int | None) -> LetterWindow | None:
    last = _day(g, 2, year)
    try:
        return LetterWindow(first=last.replace(day=int(g["d1"] or 0)), last=last) if last else None
    except ValueError:
        return None


def _day_month(g: _Groups, signed: date | None, year: int | None) -> LetterWindow | None:
    last = _month(g, 2, year)
    first = _day(g, 1, _year(g, 2, year))
    return LetterWindow(first=first, last=last[1]) if first and last else None


def _month_day(g: _Groups, signed: date | None, year: int | None) -> LetterWindow | None:
    last = _day(g, 2, year)
    first = _month(g, 1, _year(g, 2, year))
    return LetterWindow(first=first[0], last=last) if first and last else None


def _months(g: _Groups, signed: date | None, year: int | None) -> LetterWindow | None:
    last = _month(g, 2, year)
    if last is None:
        return None
    first = _month(g, 1, last[0].year)
    if first and first[0] > last[1] and not g.get("y1"):
        first = _month(g, 1, last[0].year - 1)
    return LetterWindow(first=first[0], last=last[1]) if first else None


def _one_month(g: _Groups, signed: date | None, year: int | None) -> LetterWindow | None:
    found = _month(g, 1, year)
    return LetterWindow(first=found[0], last=found[1]) if found else None


def _quarters(g: _Groups, signed: date | None, year: int | None) -> LetterWindow | None:
    own = _known_year(g["y"]) if g.get("y") else year
    first, last = _QUARTERS.get(g["a"] or ""), _QUARTERS.get(g.get("b") or g["a"] or "")
    if not (own and first and last):
        return None
    return LetterWindow(
        first=date(own, 3 * first - 2, 1), last=date(own, 3 * last, monthrange(own, 3 * last)[1])
    )


def _before(g: _Groups, signed: date | None, year: int | None) -> LetterWindow | None:
    last = _day(g, 1, year)
    return (
        LetterWindow(first=None, last=last - timedelta(days=1) if g.get("strict") else last)
        if last
        else None
    )


def _from_day(g: _Groups, signed: date | None, year: int | None) -> LetterWindow | None:
    first = _day(g, 1, year)
    return LetterWindow(first=first, last=None) if first else None


def _a_day(g: _Groups, signed: date | None, year: int | None) -> LetterWindow | None:
    day = _day(g, 1, year)
    return LetterWindow(first=day, last=day) if day else None


def _a_year(g: _Groups, signed: date | None, year: int | None) -> LetterWindow | None:
    own = int(g["y"] or 0)
    return LetterWindow(first=date(own, 1, 1), last=date(own, 12, 31))


# The fullest forms first: what one has taken, a later one does not read again.
_SHAPES = (
    _Shape(_pattern(rf"(?:từ|kể từ|bắt đầu từ)\s{_NOW}{_TO}{_d(1)}"), _now_day),
    _Shape(_pattern(rf"(?:từ|kể từ|bắt đầu từ)\s{_NOW}{_TO}{_m(1)}"), _now_month),
    _Shape(
        _pattern(rf"(?:từ|kể từ|bắt đầu từ)\s{_NOW}{_TO}(?:hết )?năm (?P<y>\d{{4}})"), _now_year
    ),
    _Shape(_pattern(rf"\btừ\s(?:ngày\s)?(?P<d1>\d{{1,2}}){_TO}{_d(2)}"), _same_month),
    _Shape(_pattern(rf"(?:từ\s)?{_d(1)}{_TO}{_d(2)}"), _day_day),
    _Shape(
        _pattern(
            rf"từ\s{_d(1)}[^.;]{{0,20}}?\s(?:tháo (?:dỡ|gỡ)|gỡ|hạ|kết thúc)\s(?:xong\s)?"
            rf"(?:vào\s|trước\s)?{_d(2)}"
        ),
        _day_day,
    ),
    _Shape(_pattern(rf"từ\s{_d(1)}{_TO}{_m(2)}"), _day_month),
    _Shape(_pattern(rf"từ\s{_m(1)}{_TO}{_d(2)}"), _month_day),
    _Shape(_pattern(rf"(?:từ\s)?{_m(1)}(?:{_TO}|\s?(?:và|,|&)\s?)(?:{_m(2)})"), _months),
    _Shape(
        _pattern(
            rf"(?:từ\s)?(?:trong\s)?{_m(1)}(?:{_TO}|\s?(?:và|,|&)\s?)(?P<m2>\d{{1,2}})"
            + _YEAR.format(name="y2")
        ),
        _months,
    ),
    _Shape(
        _pattern(
            r"(?:từ\s)?quý\s(?P<a>i{1,3}|iv|[1-4])\s?"
            r"(?:(?:[-–,]|và|đến)\s?(?:quý\s)?(?P<b>i{1,3}|iv|[1-4]))?"
            r"(?:\s?[/.-]\s?|\snăm\s|,\s?năm\s)(?P<y>\d{4})"
        ),
        _quarters,
    ),
    _Shape(
        _pattern(rf"(?:(?P<strict>trước)|đến hết|chậm nhất(?: là| đến)?|xong trước|đến)\s{_d(1)}"),
        _before,
        labelled=True,
    ),
    _Shape(_pattern(rf"(?:bắt đầu |kể )?từ\s{_d(1)}"), _from_day, labelled=True),
    _Shape(_pattern(_d(1)), _a_day, labelled=True),
    _Shape(_pattern(_m(1)), _one_month, labelled=True),
    _Shape(_pattern(r"(?:cả |trong |suốt )?năm (?P<y>20\d{2})"), _a_year, labelled=True),
)
