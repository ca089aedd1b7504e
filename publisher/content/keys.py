"""The keys that front matter may hold, checked by pydantic; one model for each kind of file."""

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

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


def _photo(value: object) -> dict[str, Any]:
    return {"file": value} if isinstance(value, str) else value  # type: ignore[return-value]


def _tag(value: object) -> str:
    tag = nfc(str(value)).strip().removeprefix("#")
    # A space or a sign ends a hashtag at Facebook; {year} and the like are filled later.
    if not re.fullmatch(r"(\w|\{[^{}]*\})+", tag):
        raise ValueError(f"thẻ “{value}” chỉ được có chữ, số và gạch dưới, viết liền")
    return tag


def _words(value: object) -> object:
    return nfc(value).strip() if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_words)]
WallTime = Annotated[datetime, BeforeValidator(_wall)]
ClockTime = Annotated[time, BeforeValidator(_clock)]
Day = Annotated[date, BeforeValidator(_day)]
Edge = Annotated[date | MonthDay, BeforeValidator(_edge)]
Hashtag = Annotated[str, BeforeValidator(_tag)]
Length = Annotated[timedelta, BeforeValidator(_length)]


class Keys(BaseModel):
    """What the front matter of every kind may hold."""

    # Built at the first use: a command that reads one kind of file pays for one model.
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)

    pages: tuple[Text, ...] = (ALL_PAGES,)
    hashtags: tuple[Hashtag, ...] = ()
    card: Text | None = None
    ignore_quiet: bool = False
    max_late: Length | None = None


class PhotoKeys(BaseModel):
    """One picture: a file name, or a table with a description."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    file: Text
    alt: Text = ""


class PostKeys(Keys):
    """Front matter of `queue/posts/*.md`."""

    id: Text | None = None
    at: Annotated[datetime | str, BeforeValidator(_at)] = NEXT
    after: WallTime | None = None
    since: Day | None = None
    photos: tuple[Annotated[PhotoKeys, BeforeValidator(_photo)], ...] = ()
    link: Text | None = None
    headline: Text | None = None
    publication: Text | None = None
    first_comment: Text | None = None


class LinkKeys(Keys):
    """Front matter of `queue/links/*.md`; it holds for every bullet."""

    after: WallTime | None = None


class AnniversaryKeys(BaseModel):
    """One `[[anniversaries]]` of a campaign."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    name: Text
    since: Day
    at: ClockTime
    text: Text
    card: Text | None = "anniversary"
    hashtags: tuple[Hashtag, ...] | None = None


class CampaignKeys(Keys):
    """Front matter of `queue/campaigns/*.md`."""

    title: Text
    starts: Edge = Field(alias="from")
    ends: Edge = Field(alias="until")
    years: tuple[int, ...] = ()
    slots: tuple[ClockTime, ...] = ()
    weekdays: tuple[Annotated[int, BeforeValidator(_weekday)], ...] = tuple(sorted(EVERY_DAY))
    document: Text = ""
    # Where else the plan wants the slogans; information for people, nothing is sent there.
    channels: tuple[Text, ...] = ()
    anniversaries: tuple[AnniversaryKeys, ...] = ()
