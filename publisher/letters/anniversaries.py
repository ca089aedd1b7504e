"""Finds the days that a letter has remembered: "kỷ niệm 60 năm Ngày … (15/4/1963 – 15/4/2023)"
and its many forms."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from publisher.domain.errors import PlanRefused
from publisher.letters.letter import Anniversary, Extract
from publisher.letters.line import LetterLine, folded

# Blanks are one everywhere in a line (`line.clean`), so that none of these is repeated.
_DAY = r"(?:ngày\s)?\d{1,2}\s?[/.-]\s?\d{1,2}|(?:ngày\s)?\d{1,2}\stháng\s\d{1,2}"
_FULL = (
    r"(?:(?:ngày\s)?\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}"
    r"|(?:ngày\s)?\d{1,2}\stháng\s\d{1,2}\snăm\s\d{4})"
)
_DASH = r"\s?(?:[-–—−/]|đến|→)\s?"
_COUNT = r"(?:(?P<age>\d{1,4})\snăm|lần\sthứ\s(?P<ordinal>\d{1,4}))"
_BARE_COUNT = _COUNT.replace("?P<age>", "").replace("?P<ordinal>", "")
# A name runs up to its dates and over no other item of an enumeration.
_NAME = r"(?P<name>(?:(?!\d{1,8}\snăm\b|lần\sthứ)[^();:!?“”]){4,160}?)"
_WITH_DATES = re.compile(
    rf"(?:{_COUNT}\s?,?\s?)?{_NAME}\s?,?\s?\(\s?(?P<since>{_FULL})"
    rf"(?:{_DASH}(?P<on>{_FULL}|\d{{4}}|{_DAY}))?\s?\)"
)
_WITH_YEARS = re.compile(
    rf"{_COUNT}\s?,?\s?{_NAME}\s?\(\s?(?:năm\s)?(?P<first>\d{{4}}){_DASH}(?P<last>\d{{4}})\s?\)"
)
_DAY_FIRST = re.compile(
    rf"{_COUNT}\s?,?\s?{_NAME}\s?,?\s(?P<day>{_DAY})"
    rf"\s?\(\s?(?P<first>\d{{4}}){_DASH}(?P<last>\d{{4}})\s?\)"
)
# The three end with dates in brackets and reach so far before them: only there they are looked for,
# as they are slow.
_BEFORE, _BEHIND = 230, 90
_BRACKET = re.compile(rf"\(\s?(?:{_FULL}|(?:năm\s)?\d{{4}})")
_BARE = re.compile(
    rf"{_COUNT}\s?,?\s?(?P<name>ngày\s(?:(?!\d{{1,8}}\snăm\b)[^();:,.!?“”\d]){{6,110}})"
)
_CELL_DATE = re.compile(rf"^{_FULL}(?:{_DASH}{_FULL})?$")
_CELL_COUNT = re.compile(_COUNT)
_CELL_NUMBER = re.compile(rf"{_COUNT}|(?P<alone>\d{{1,3}})")
_TO_COUNT = re.compile(rf"^.{{0,2000}}?{_BARE_COUNT}\s?", re.IGNORECASE)
_NUMBERS = re.compile(r"\d{1,8}")
_HONOURS = re.compile(
    r"\b(?:ngày|thành lập|sinh|mất|chiến thắng|khởi nghĩa|giải phóng|thống nhất|quốc khánh|truyền"
    r" thống|cách mạng|khai|đại thắng|hy sinh|tuyên ngôn|ký kết|quốc tế)\b"
)
# Spans of work, not days to remember.
_WORK = re.compile(
    r"^(?:thực hiện|triển khai|thi hành|thí điểm|nhiệm kỳ|giai đoạn|hoạt động|công tác|tổ chức|xây"
    r" dựng|qua|tiếp theo|tù)\b|(?:nghị quyết|chỉ thị|kết luận|quyết định|kế hoạch|nhiệm kỳ|giai"
    r" đoạn) "
)
_SUMMING = re.compile(r"(?:sơ kết|tổng kết|đánh giá|kiểm điểm|nhìn lại)\s(?:\d{1,8}\snăm\s?)?$")
# So far before a number its words reach.
_REACH = 60
_LEADING = re.compile(
    r"^(?:,|và|hướng tới|chào mừng|nhân dịp|nhân|dịp|tuyên truyền|lễ|mít tinh|các hoạt động|kỷ"
    r" niệm|kỉ niệm|về|gắn với|mừng|"
    r"các|ngày lễ(?: lớn)?|sự kiện|như|là|tổ chức|gồm|trong đó)[\s:,]{1,8}"
)
_ITEM = re.compile(r"[,;]\s(?:và\s)?(?=(?:[Nn]gày|[Kk]ỷ niệm)\b)")
_UP_TO_DAY = re.compile(r"^.{0,2000}[^\W\d_] (?=Ngày )")
# Cells of a row that are looked at.
MOST_CELLS = 60
# Of one letter; the days of a whole year are some forty.
MOST = 500


class _Dates(NamedTuple):
    since: date | None
    on: date | None


def anniversaries(lines: Sequence[LetterLine]) -> list[Extract[Anniversary]]:
    """Each day once, in the order of the document; where it is fullest counts. Raises PlanRefused
    for far too many.
    """
    rows = _rows(lines)
    found = _few(one for line in lines for one in (*_full(line), *_of_row(line, rows)))
    bare = _few(one for line in lines for one in _named(line))
    found = [_with_age(one, bare) for one in found]
    found += [one for one in bare if not _is_known(one, found)]
    kept: dict[str, Extract[Anniversary]] = {}
    for one in found:
        key = _key(one.value)
        before = kept.get(key)
        if before is None or _weight(one) > _weight(before):
            kept[key] = one
    return sorted(kept.values(), key=lambda one: one.line)


def _few(found: Iterator[Extract[Anniversary]]) -> list[Extract[Anniversary]]:
    """They are compared with each other: what names thousands is no letter."""
    few: dict[tuple[Anniversary, str], Extract[Anniversary]] = {}
    for one in found:
        few.setdefault((one.value, one.doubt), one)
        if len(few) <= MOST:
            continue
        raise PlanRefused("letters.many_days", most=MOST)
    return list(few.values())


def _rows(lines: Sequence[LetterLine]) -> dict[tuple[int, int], list[LetterLine]]:
    rows: dict[tuple[int, int], list[LetterLine]] = defaultdict(list)
    for line in lines:
        if line.table >= 0:
            rows[line.table, line.row].append(line)
    return rows


def _full(line: LetterLine) -> Iterator[Extract[Anniversary]]:
    words = folded(line.text)
    taken: list[tuple[int, int]] = []
    for pattern in (_WITH_DATES, _DAY_FIRST, _WITH_YEARS):
        for found in _at_brackets(pattern, words):
            if any(a < found.end() and found.start() < b for a, b in taken):
                continue
            if one := _one(line, words, found):
                taken.append(found.span())
                yield one


def _at_brackets(pattern: re.Pattern[str], words: str) -> Iterator[re.Match[str]]:
    end = 0
    for bracket in _BRACKET.finditer(words):
        if bracket.start() < end:
            continue
        if found := pattern.search(
            words, max(end, bracket.start() - _BEFORE), bracket.end() + _BEHIND
        ):
            end = found.end()
            yield found


def _one(line: LetterLine, words: str, found: re.Match[str]) -> Extract[Anniversary] | None:
    start, end = found.span("name")
    name = _name(line.text[start:end])
    groups = found.groupdict()
    count = groups.get("age") or groups.get("ordinal")
    if _sums_up(words, found.start()) or _WORK.search(folded(name)) or len(name) < 4:
        return None
    if not count and not _HONOURS.search(folded(name)):
        return None
    dates = _dates(groups)
    if dates.since and dates.on and dates.on <= dates.since:
        return None
    if dates.since is None and not _HONOURS.search(folded(name)):
        return None
    age = int(count) if count else None
    value = Anniversary(name=name, since=dates.since, on=dates.on, age=age)
    return Extract(
        value=value,
        line=line.number,
        quote=line.text[found.start() : found.end()],
        doubt=_doubt(value, groups),
    )


def _sums_up(words: str, before: int) -> bool:
    return bool(_SUMMING.search(words[max(0, before - _REACH) : before]))


def _dates(groups: dict[str, str | None]) -> _Dates:
    if groups.get("day"):
        day = _numbers(groups["day"])
        return _Dates(_date(*day[:2], _int(groups, "first")), _date(*day[:2], _int(groups, "last")))
    if not groups.get("since"):
        return _Dates(None, None)
    first = _numbers(groups["since"])
    since = _date(*first[:3])
    last = _numbers(groups.get("on"))
    if len(last) == 3:
        return _Dates(since, _date(*last))
    if len(last) == 1 and since:
        return _Dates(since, _date(since.day, since.month, last[0]))
    return _Dates(since, None)


def _doubt(value: Anniversary, groups: dict[str, str | None]) -> str:
    if value.since is None and (groups.get("since") or groups.get("day")):
        return "ngày gốc không có trên lịch"
    if value.since is None:
        return "văn bản không ghi ngày và tháng gốc"
    if (
        value.since
        and value.on
        and value.age is not None
        and value.on.year - value.since.year != value.age
    ):
        return (
            f"văn bản ghi {value.age} năm, tính theo ngày là {value.on.year - value.since.year} năm"
        )
    if value.on and (value.on.day, value.on.month) != (value.since.day, value.since.month):
        return "hai ngày trong văn bản không cùng ngày, tháng"
    if not _HONOURS.search(folded(value.name)):
        return "chưa rõ là ngày kỷ niệm gì"
    return ""


def _of_row(
    line: LetterLine, rows: Mapping[tuple[int, int], Sequence[LetterLine]]
) -> Iterator[Extract[Anniversary]]:
    """A table row with the day in one cell and its name in another."""
    if line.table < 0 or line.row == 0 or not _CELL_DATE.match(folded(line.text)):
        return
    row = [other for other in rows[line.table, line.row][:MOST_CELLS] if other is not line]
    named = next(
        (
            other
            for other in row
            if _HONOURS.search(folded(other.text)) and len(other.text.split()) > 2
        ),
        None,
    )
    if named is None or _full_in(named):
        return
    count = _CELL_COUNT.search(folded(named.text)) or next(
        (
            found
            for other in row
            if (found := _CELL_NUMBER.fullmatch(folded(other.text)))
            and "năm" in folded(other.heading + other.text)
        ),
        None,
    )
    numbers = _numbers(folded(line.text))
    since = _date(*numbers[:3])
    on = _date(*numbers[3:6]) if len(numbers) == 6 else None
    age = int(next(group for group in count.groups() if group)) if count else None
    name = _name(_TO_COUNT.sub("", named.text))
    value = Anniversary(name=name, since=since, on=on, age=age)
    yield Extract(
        value=value,
        line=named.number,
        quote=f"{line.text} | {named.text}",
        doubt=_doubt(value, {"since": line.text}),
    )


def _full_in(line: LetterLine) -> bool:
    return any(True for _ in _full(line))


def _with_age(
    one: Extract[Anniversary], bare: Sequence[Extract[Anniversary]]
) -> Extract[Anniversary]:
    """A day whose number stands elsewhere, as in the title, has it from there."""
    if one.value.age is not None:
        return one
    ages = {other.value.age for other in bare if _is_known(other, [one])}
    return replace(one, value=replace(one.value, age=ages.pop())) if len(ages) == 1 else one


def _is_known(bare: Extract[Anniversary], known: Sequence[Extract[Anniversary]]) -> bool:
    name = folded(bare.value.name)
    return any(
        folded(one.value.name).startswith(name[:28]) or name.startswith(folded(one.value.name))
        for one in known
    )


def _named(line: LetterLine) -> Iterator[Extract[Anniversary]]:
    """Days that are named with their number alone."""
    words = folded(line.text)
    for found in _BARE.finditer(words):
        start, end = found.span("name")
        name = _name(line.text[start:end])
        if words[found.end() : found.end() + 2].strip().startswith("(") or _sums_up(
            words, found.start()
        ):
            continue
        age = int(found["age"] or found["ordinal"])
        value = Anniversary(name=name, since=None, on=None, age=age)
        quote = line.text[found.start() : found.end()].strip()
        yield Extract(
            value=value, line=line.number, quote=quote, doubt="văn bản không ghi ngày gốc"
        )


def _name(text: str) -> str:
    name, before = text.strip(" ,.-–"), ""
    while name != before:
        before = name
        if found := _LEADING.match(folded(name)):
            name = name[found.end() :].strip(" ,.-–")
        # An enumeration's items before this one are no part of its name.
        name = _ITEM.split(name)[-1].strip()
    # "lịch sử, ý nghĩa Ngày thành lập …"
    name = _UP_TO_DAY.sub("", name)
    return name[:1].upper() + name[1:]


def _key(value: Anniversary) -> str:
    return value.since.isoformat() if value.since else folded(value.name)[:30]


def _weight(one: Extract[Anniversary]) -> int:
    value = one.value
    return (
        4 * (value.since is not None)
        + 2 * (value.age is not None)
        + (value.on is not None)
        + one.sure
    )


def _numbers(text: str | None) -> list[int]:
    return [int(found) for found in _NUMBERS.findall(text or "")]


def _int(groups: dict[str, str | None], name: str) -> int:
    return int(groups[name] or 0)


def _date(*parts: int) -> date | None:
    if len(parts) != 3:
        return None
    try:
        return date(parts[2], parts[1], parts[0])
    except ValueError:
        return None
