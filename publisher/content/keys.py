"""The keys that front matter may hold; one model for each kind of file."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from publisher.content.tables import boolean, integer, key, list_of, read_table, string, table_of
from publisher.domain.durations import parse_duration
from publisher.domain.entry import ALL_PAGES, EVERY_DAY, MonthDay
from publisher.domain.text import nfc

NEXT = "next"
WEEKDAYS = {
    **{name: number for number, name in enumerate(("t2", "t3", "t4", "t5", "t6", "t7", "cn"))},
    **{name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))},
    **{
        name: number
        for number, name in enumerate(("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật"))
    },
}


def _at(value: object) -> datetime | str:
    if isinstance(value, str) and value.strip().lower() == NEXT:
        return NEXT
    if isinstance(value, str):
        value = _read_time(value)
    if isinstance(value, datetime) and value.tzinfo is None:
        return value
    if isinstance(value, datetime):
        raise ValueError("giờ đăng là giờ địa phương của trang, không ghi múi giờ; viết at = 2027-04-15T07:30:00")
    raise ValueError('viết at = 2027-04-15T07:30:00 (không ngoặc kép), hoặc at = "next"')


def _read_time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f'“{text}” không phải giờ đăng; viết at = 2027-04-15T07:30:00, hoặc at = "next"') from None


def _wall(value: object) -> datetime:
    found = _at(value)
    if isinstance(found, datetime):
        return found
    raise ValueError("viết after = 2027-04-15T07:30:00")


def _clock(value: object) -> time:
    if isinstance(value, time):
        return value
    try:
        return time.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"“{value}” không phải giờ; viết như “07:30”") from None


def _day(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError(f"“{value}” không phải ngày; viết như 1963-04-15 (năm-tháng-ngày, không ngoặc kép)")


def _edge(value: object) -> date | MonthDay:
    if isinstance(value, str) and (found := re.fullmatch(r"(\d{2})-(\d{2})", value)):
        month, day = int(found[1]), int(found[2])
        try:
            date(2024, month, day)
        except ValueError:
            raise ValueError(f"“{value}” không phải tháng-ngày; viết như “04-11”") from None
        return MonthDay(month=month, day=day)
    if isinstance(value, str):
        raise ValueError(f"“{value}” không phải ngày; viết 2027-04-11, hoặc “04-11” nếu năm nào cũng vậy")
    return _day(value)


def _weekday(value: object) -> int:
    try:
        return WEEKDAYS[str(value).strip().lower()]
    except KeyError:
        raise ValueError(f"“{value}” không phải thứ trong tuần; viết t2, t3, t4, t5, t6, t7, cn") from None


def _length(value: object) -> timedelta:
    return parse_duration(str(value))


def _tag(value: object) -> str:
    tag = nfc(str(value)).strip().removeprefix("#")
    # A space or a sign ends a hashtag at Facebook; {year} and the like are filled later.
    if not re.fullmatch(r"(\w|\{[^{}]*\})+", tag):
        raise ValueError(f"thẻ “{value}” chỉ được có chữ, số và gạch dưới, viết liền")
    return tag


def _photo(value: object) -> "PhotoKeys":
    return read_table({"file": value} if isinstance(value, str) else value, PhotoKeys)


@dataclass(frozen=True, kw_only=True)
class Keys:
    """What the front matter of every kind may hold."""

    pages: tuple[str, ...] = key(list_of(string), (ALL_PAGES,))
    hashtags: tuple[str, ...] = key(list_of(_tag), ())
    card: str | None = key(string, None)
    ignore_quiet: bool = key(boolean, False)
    max_late: timedelta | None = key(_length, None)


@dataclass(frozen=True, kw_only=True)
class PhotoKeys:
    """One picture: a file name, or a table with a description."""

    file: str = key(string)
    alt: str = key(string, "")


@dataclass(frozen=True, kw_only=True)
class PostKeys(Keys):
    """Front matter of `queue/posts/*.md`."""

    id: str | None = key(string, None)
    at: datetime | str = key(_at, NEXT)
    after: datetime | None = key(_wall, None)
    since: date | None = key(_day, None)
    photos: tuple[PhotoKeys, ...] = key(list_of(_photo), ())
    link: str | None = key(string, None)
    headline: str | None = key(string, None)
    publication: str | None = key(string, None)
    first_comment: str | None = key(string, None)


@dataclass(frozen=True, kw_only=True)
class LinkKeys(Keys):
    """Front matter of `queue/links/*.md`; it holds for every bullet."""

    after: datetime | None = key(_wall, None)


@dataclass(frozen=True, kw_only=True)
class AnniversaryKeys:
    """One `[[anniversaries]]` of a campaign."""

    name: str = key(string)
    since: date = key(_day)
    at: time = key(_clock)
    text: str = key(string)
    card: str | None = key(string, "anniversary")
    hashtags: tuple[str, ...] | None = key(list_of(_tag), None)


@dataclass(frozen=True, kw_only=True)
class CampaignKeys(Keys):
    """Front matter of `queue/campaigns/*.md`."""

    title: str = key(string)
    starts: date | MonthDay = key(_edge, name="from")
    ends: date | MonthDay = key(_edge, name="until")
    years: tuple[int, ...] = key(list_of(integer), ())
    slots: tuple[time, ...] = key(list_of(_clock), ())
    weekdays: tuple[int, ...] = key(list_of(_weekday), tuple(sorted(EVERY_DAY)))
    document: str = key(string, "")
    # Where else the plan wants the slogans; information for people, nothing is sent there.
    channels: tuple[str, ...] = key(list_of(string), ())
    anniversaries: tuple[AnniversaryKeys, ...] = key(list_of(table_of(AnniversaryKeys)), ())
