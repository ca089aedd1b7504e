"""The one list of what an entry may say: every field of a post, a campaign, a list of links, with
its title in Vietnamese and English, an example as it stands in a file, and its limit."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field, PlainValidator, ValidationInfo

from publisher.domain.entry import ALL_PAGES, EVERY_DAY, HashtagPlace, MonthDay
from publisher.domain.route import Placement
from publisher.domain.text import COMMENT_LIMIT
from publisher.queuefiles import values
from publisher.tables import StrictTable, Text, Truth, WholeNumber

# With the card.
MOST_PHOTOS = 10
# Every slot of a window is looked at each time it is planned.
MOST_SLOTS = 48
# Room for placeholders that grow when they are filled, such as {unit}.
ROOM = 200
LONGEST_COMMENT = COMMENT_LIMIT - ROOM
# Characters, as wide as the columns that hold it; PostgreSQL refuses what is longer.
LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class FieldTitle:
    """How people see a field, in files, forms, tables and documents alike."""

    vi: str
    en: str
    # As TOML.
    example: str
    # Characters of a text, items of a list; None where nothing but Facebook's own bounds hold.
    most: int | None = None


def title_of(model: type[BaseModel], name: str) -> FieldTitle:
    """How people see a field of a model, by its name there."""
    found = model.model_fields[name].metadata
    return next(one for one in found if isinstance(one, FieldTitle))


def _wall_time(value: object, info: ValidationInfo) -> datetime:
    return values.wall_time(value, (info.context or {}).get("zone"))


def _wall_time_or_next(value: object, info: ValidationInfo) -> datetime | str:
    return values.wall_time_or_next(value, (info.context or {}).get("zone"))


WallTime = Annotated[datetime, PlainValidator(_wall_time)]
ClockTime = Annotated[time, PlainValidator(values.clock_time)]
OldDay = Annotated[date, PlainValidator(values.old_day)]
Edge = Annotated[date | MonthDay, PlainValidator(values.edge)]
Weekday = Annotated[int, PlainValidator(values.weekday)]
Length = Annotated[timedelta, PlainValidator(values.length)]
Hashtag = Annotated[str, PlainValidator(values.hashtag)]
CardFormat = Literal["portrait", "square", "landscape", "story", "cover"]


class EntryKeys(StrictTable):
    """What the front matter of every kind may hold."""

    pages: Annotated[tuple[Text, ...], FieldTitle("Trang", "Pages", '["tinh", "@cap-huyen"]')] = (
        ALL_PAGES,
    )
    hashtags: Annotated[
        tuple[Hashtag, ...], FieldTitle("Thẻ", "Hashtags", '["ThangCongNhan2027"]')
    ] = ()
    hashtags_in: Annotated[
        HashtagPlace, FieldTitle("Thẻ đặt ở", "Hashtags stand in", '"comment"')
    ] = HashtagPlace.TEXT
    card: Annotated[Text | None, FieldTitle("Mẫu ảnh", "Card", '"slogan"')] = None
    format: Annotated[CardFormat, FieldTitle("Khổ ảnh", "Format", '"square"')] = "portrait"
    fields: Annotated[
        dict[Text, Text],
        BeforeValidator(values.named_texts),
        FieldTitle("Chữ trên ảnh", "Words on the card", '{ source = "Công đoàn tỉnh" }'),
    ] = Field(default_factory=dict)
    ignore_quiet: Annotated[
        Truth, FieldTitle("Đăng cả trong giờ nghỉ", "Also in quiet hours", "true")
    ] = False
    max_late: Annotated[Length | None, FieldTitle("Được đăng muộn", "May be late by", '"2h"')] = (
        None
    )
    # Between one page and the next.
    stagger: Annotated[Length, FieldTitle("Cách nhau giữa các trang", "Stagger", '"5m"')] = (
        timedelta()
    )


class PhotoKeys(StrictTable):
    """One picture: a file name, or a table with a description."""

    file: Annotated[Text, FieldTitle("Tệp ảnh", "File", '"hoi-nghi.jpg"')]
    alt: Annotated[Text, FieldTitle("Mô tả ảnh", "Description", '"Hội nghị tổng kết"')] = ""


class ExceptionKeys(StrictTable):
    """`[exceptions.PAGE]`: what is different on one page; what is not named is as on the others."""

    skip: Annotated[Truth, FieldTitle("Không đăng ở trang này", "Not on this page", "true")] = False
    text: Annotated[Text | None, FieldTitle("Lời bài", "Text", '"Chào đoàn viên!"')] = None
    at: Annotated[
        WallTime | None, FieldTitle("Giờ đăng", "Time of posting", "2027-04-15T07:30:00")
    ] = None
    first_comment: Annotated[
        Text | None,
        FieldTitle("Bình luận đầu tiên", "First comment", '"Xem thêm"', LONGEST_COMMENT),
    ] = None
    hashtags: Annotated[
        tuple[Hashtag, ...] | None, FieldTitle("Thẻ", "Hashtags", '["CongDoan"]')
    ] = None


class PostKeys(EntryKeys):
    """Front matter of `queue/posts/*.md`; the body is the text."""

    id: Annotated[Text | None, FieldTitle("Tên bài", "Name", '"le-ra-quan"', LONGEST_ID)] = None
    at: Annotated[
        datetime | str,
        PlainValidator(_wall_time_or_next),
        FieldTitle("Giờ đăng", "Time of posting", "2027-04-15T07:30:00"),
    ] = values.NEXT
    after: Annotated[
        WallTime | None, FieldTitle("Không đăng trước", "Not before", "2027-04-15T07:30:00")
    ] = None
    since: Annotated[OldDay | None, FieldTitle("Ngày gốc", "Counted from", "1963-04-15")] = None
    photos: Annotated[
        tuple[Annotated[PhotoKeys, BeforeValidator(values.photo)], ...],
        FieldTitle("Ảnh", "Photos", '["hoi-nghi.jpg"]', MOST_PHOTOS),
    ] = ()
    video: Annotated[Text | None, FieldTitle("Video", "Video", '"le-ra-quan.mp4"')] = None
    placement: Annotated[Placement, FieldTitle("Đăng ở", "Placement", '"reel"')] = Placement.FEED
    link: Annotated[Text | None, FieldTitle("Đường dẫn", "Link", '"https://bao.vn/bai"')] = None
    headline: Annotated[
        Text | None, FieldTitle("Tiêu đề bài báo", "Headline", '"Ngày hội công nhân"')
    ] = None
    publication: Annotated[Text | None, FieldTitle("Tên báo", "Newspaper", '"Báo Lao Động"')] = None
    first_comment: Annotated[
        Text | None,
        FieldTitle("Bình luận đầu tiên", "First comment", '"Xem thêm"', LONGEST_COMMENT),
    ] = None
    # This article once more on a page that has it.
    again: Annotated[Truth, FieldTitle("Chia sẻ lần nữa", "Share again", "true")] = False
    exceptions: Annotated[
        dict[str, ExceptionKeys],
        BeforeValidator(values.named_tables),
        FieldTitle("Khác ở từng trang", "Different on a page", "{ tinh = { skip = true } }"),
    ] = Field(default_factory=dict)


class LinkKeys(EntryKeys):
    """Front matter of `queue/links/*.md`; it holds for every bullet."""

    after: Annotated[
        WallTime | None, FieldTitle("Không đăng trước", "Not before", "2027-04-15T07:30:00")
    ] = None


class AnniversaryKeys(StrictTable):
    """One `[[anniversaries]]` of a campaign."""

    name: Annotated[Text, FieldTitle("Tên ngày", "Name of the day", '"Ngày thành lập ngành"')]
    since: Annotated[OldDay, FieldTitle("Ngày gốc", "Counted from", "1963-04-15")]
    at: Annotated[ClockTime, FieldTitle("Giờ đăng", "Time of posting", '"07:30"')]
    text: Annotated[Text, FieldTitle("Lời bài", "Text", '"Kỷ niệm {age} năm"')]
    card: Annotated[Text | None, FieldTitle("Mẫu ảnh", "Card", '"slogan"')] = "anniversary"
    hashtags: Annotated[
        tuple[Hashtag, ...] | None, FieldTitle("Thẻ", "Hashtags", '["CongDoan"]')
    ] = None


class CampaignKeys(EntryKeys):
    """Front matter of `queue/campaigns/*.md`; each bullet of the body is a slogan."""

    title: Annotated[Text, FieldTitle("Tên chiến dịch", "Title", '"Tháng Công nhân"')]
    starts: Annotated[Edge, Field(alias="from"), FieldTitle("Từ ngày", "From", '"05-01"')]
    ends: Annotated[Edge, Field(alias="until"), FieldTitle("Đến ngày", "Until", '"05-31"')]
    years: Annotated[tuple[WholeNumber, ...], FieldTitle("Các năm", "Years", "[2027, 2028]")] = ()
    slots: Annotated[
        tuple[ClockTime, ...],
        FieldTitle("Khung giờ", "Slots", '["07:30", "19:30"]', MOST_SLOTS),
    ] = ()
    weekdays: Annotated[
        tuple[Weekday, ...], FieldTitle("Các thứ", "Days of the week", '["t2", "t4"]')
    ] = tuple(sorted(EVERY_DAY))
    document: Annotated[Text, FieldTitle("Văn bản", "Official letter", '"12/KH-LĐLĐ"')] = ""
    # Where else the plan wants the slogans; information for people, nothing is sent there.
    channels: Annotated[
        tuple[Text, ...], FieldTitle("Kênh khác", "Other channels", '["Zalo"]')
    ] = ()
    # Not on the calendar yet.
    draft: Annotated[Truth, FieldTitle("Bản nháp", "Draft", "true")] = False
    anniversaries: Annotated[
        tuple[AnniversaryKeys, ...],
        FieldTitle(
            "Ngày kỷ niệm",
            "Anniversaries",
            '[{ name = "Ngày ngành", since = 1963-04-15, at = "07:30", text = "Kỷ niệm" }]',
        ),
    ] = ()
