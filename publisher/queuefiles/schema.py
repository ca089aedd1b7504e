"""The one list of what an entry may say: every field of a post, a campaign, a list of links, with
its title and what it is for in Vietnamese and English, an example as it stands in a file, and its
limit. Every door is made of it or held to it: files, API, tables, command line, composer."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from publisher.domain import toml
from publisher.domain.durations import said
from publisher.domain.entry import EVERY_DAY, Entry, HashtagPlace, MonthDay
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
    # What it is for and how it is written, a sentence each.
    about_vi: str = ""
    about_en: str = ""

    def example_value(self) -> Any:
        """The example as a file's reader gets it."""
        return toml.loads(f"value = {self.example}")["value"]

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Tells it in the API's description."""
        most = f" At most {self.most}." if self.most else ""
        about = f"{self.about_en}{most} ({self.vi}: {self.about_vi})"
        return handler(core) | {"title": self.en, "description": about}


def title_of(model: type[BaseModel], name: str) -> FieldTitle:
    """How people see a field of a model, by its name there."""
    found = model.model_fields[name].metadata
    return next(one for one in found if isinstance(one, FieldTitle))


def titles_of(model: type[BaseModel]) -> dict[str, FieldTitle]:
    """How people see each field of a model, by the key that it has in a file."""
    return {
        field.alias or name: title_of(model, name) for name, field in model.model_fields.items()
    }


def _wall_time(value: object, info: ValidationInfo) -> datetime:
    return values.wall_time(value, (info.context or {}).get("zone"))


def _wall_time_or_next(value: object, info: ValidationInfo) -> datetime | str:
    return values.wall_time_or_next(value, (info.context or {}).get("zone"))


_TIME = {"type": "string", "format": "date-time"}
_WORDS = {"type": "string"}
WallTime = Annotated[datetime, PlainValidator(_wall_time), WithJsonSchema(_TIME)]
WallTimeOrNext = Annotated[
    datetime | str,
    PlainValidator(_wall_time_or_next),
    WithJsonSchema({"anyOf": [_TIME, {"const": values.NEXT}]}),
]
ClockTime = Annotated[time, PlainValidator(values.clock_time), WithJsonSchema(_WORDS)]
OldDay = Annotated[
    date, PlainValidator(values.old_day), WithJsonSchema({"type": "string", "format": "date"})
]
Edge = Annotated[date | MonthDay, PlainValidator(values.edge), WithJsonSchema(_WORDS)]
Weekday = Annotated[int, PlainValidator(values.weekday), WithJsonSchema(_WORDS)]
Length = Annotated[
    timedelta, PlainValidator(values.length), PlainSerializer(said), WithJsonSchema(_WORDS)
]
# A number is one of minutes.
Minutes = Annotated[
    timedelta,
    PlainValidator(values.minutes),
    PlainSerializer(said),
    WithJsonSchema({"anyOf": [_WORDS, {"type": "number", "minimum": 0}]}),
]
Hashtag = Annotated[str, PlainValidator(values.hashtag), WithJsonSchema(_WORDS)]
CardFormat = Literal["portrait", "square", "landscape", "story", "cover"]
# Said of several models with the same words.
_PAGES = FieldTitle(
    "Trang",
    "Pages",
    '["tinh", "@cap-huyen"]',
    about_vi="Tên ngắn của các trang đăng, @ và tên cho một nhóm trang, * cho mọi trang.",
    about_en="Short names of the pages, @ and a name for a group of them, * for all pages.",
)
_AFTER = FieldTitle(
    "Không đăng trước",
    "Not before",
    "2027-04-15T07:30:00",
    about_vi="Khi đăng vào khung giờ trống kế tiếp: không sớm hơn lúc này, giờ của trang.",
    about_en="With the next free slot: not before this wall-clock time of the page.",
)
_SINCE = FieldTitle(
    "Ngày gốc",
    "Counted from",
    "1963-04-15",
    about_vi="Ngày mà {age} và {years} trong lời bài tính từ đó.",
    about_en="The day from which {age} and {years} in the text count.",
)
_CARD = FieldTitle(
    "Mẫu ảnh",
    "Card",
    '"slogan"',
    about_vi="Tên mẫu ảnh thiết kế; không có là không dựng ảnh.",
    about_en="Name of a card template; without one no picture is drawn.",
)
_TEXT = FieldTitle(
    "Nội dung",
    "Text",
    '"Chào đoàn viên!"',
    about_vi="Lời bài như sẽ hiện trên trang; {year}, {age}, {unit} được điền khi đăng.",
    about_en="The words as the page shows them; {year}, {age}, {unit} are filled in.",
)
_COMMENT = FieldTitle(
    "Bình luận đầu tiên",
    "First comment",
    '"Xem thêm trên Cổng thông tin."',
    LONGEST_COMMENT,
    "Đăng dưới bài ngay sau khi bài hiện ra.",
    "Put below the post as soon as it is public.",
)
_HASHTAGS = FieldTitle(
    "Thẻ",
    "Hashtags",
    '["ThangCongNhan2027"]',
    about_vi="Hashtag viết liền, không cần dấu #.",
    about_en="Hashtags without blanks; the # may be left out.",
)


class EntryKeys(StrictTable):
    """What the front matter of every kind may hold."""

    # Not written: the only page there is, or a question; never all of several.
    pages: Annotated[tuple[Text, ...], BeforeValidator(values.names), _PAGES] = ()
    hashtags: Annotated[tuple[Hashtag, ...], _HASHTAGS] = ()
    hashtags_in: Annotated[
        HashtagPlace,
        FieldTitle(
            "Thẻ đặt ở",
            "Hashtags stand in",
            '"comment"',
            about_vi="text: thẻ ở cuối bài; comment: trong bình luận đầu tiên.",
            about_en="text: at the end of the post; comment: in the first comment.",
        ),
    ] = HashtagPlace.TEXT
    card: Annotated[Text | None, _CARD] = None
    format: Annotated[
        CardFormat,
        FieldTitle(
            "Khổ ảnh",
            "Format",
            '"square"',
            about_vi="Khổ của ảnh thiết kế: portrait, square, landscape, story, cover.",
            about_en="Format of the card: portrait, square, landscape, story, cover.",
        ),
    ] = "portrait"
    fields: Annotated[
        dict[Text, Text],
        BeforeValidator(values.named_texts),
        FieldTitle(
            "Chữ trên ảnh",
            "Words on the card",
            '{ source = "Công đoàn tỉnh" }',
            about_vi="Trường riêng của mẫu ảnh, theo tên.",
            about_en="The template's own fields, by name.",
        ),
    ] = Field(default_factory=dict)
    ignore_quiet: Annotated[
        Truth,
        FieldTitle(
            "Đăng cả trong giờ nghỉ",
            "Also in quiet hours",
            "true",
            about_vi="Có: bài được đăng cả trong giờ nghỉ của trang.",
            about_en="True: it goes out in the quiet hours of a page, too.",
        ),
    ] = False
    max_late: Annotated[
        Length | None,
        FieldTitle(
            "Được đăng muộn",
            "May be late by",
            '"2h"',
            about_vi="Muộn hơn thế thì bài chờ người quyết định; như 30m, 2h, 1d.",
            about_en="What is later waits for a person; as in 30m, 2h, 1d.",
        ),
    ] = None
    # Between one page and the next.
    stagger: Annotated[
        Minutes,
        Field(json_schema_extra={"default": "0s"}),
        FieldTitle(
            "Cách nhau giữa các trang",
            "Stagger",
            '"5m"',
            about_vi="Mỗi trang đăng sau trang trước chừng ấy; như 30s, 5m; số là số phút.",
            about_en="Each page follows the one before by so much, as in 5m; a number is minutes.",
        ),
    ] = timedelta()


class PhotoKeys(StrictTable):
    """One picture: a file name, or a table with a description."""

    file: Annotated[
        Text,
        FieldTitle(
            "Tệp ảnh",
            "File",
            '"hoi-nghi.jpg"',
            about_vi="Tên tệp trong thư mục photos, hoặc cạnh tệp bài.",
            about_en="A file's name in the folder photos, or beside the post's own.",
        ),
    ]
    alt: Annotated[
        Text,
        FieldTitle(
            "Mô tả ảnh",
            "Description",
            '"Hội nghị tổng kết"',
            about_vi="Ảnh có gì, cho người không nhìn thấy ảnh.",
            about_en="What is in the picture, for who cannot see it.",
        ),
    ] = ""


class ExceptionKeys(StrictTable):
    """`[exceptions.PAGE]`: what is different on one page; what is not named is as on the others."""

    skip: Annotated[
        Truth,
        FieldTitle(
            "Không đăng ở trang này",
            "Not on this page",
            "true",
            about_vi="Có: trang này không đăng bài.",
            about_en="True: this page does not show the post.",
        ),
    ] = False
    text: Annotated[Text | None, _TEXT] = None
    at: Annotated[
        WallTime | None,
        FieldTitle(
            "Giờ đăng",
            "Time of posting",
            "2027-04-15T07:30:00",
            about_vi="Giờ của trang này.",
            about_en="Wall-clock time of this page.",
        ),
    ] = None
    first_comment: Annotated[Text | None, _COMMENT] = None
    hashtags: Annotated[tuple[Hashtag, ...] | None, _HASHTAGS] = None


class PostKeys(EntryKeys):
    """Front matter of `queue/posts/*.md`; the body is the text."""

    id: Annotated[
        Text | None,
        FieldTitle(
            "Tên bài",
            "Name",
            '"le-ra-quan"',
            LONGEST_ID,
            "Tên riêng trong hàng đợi, không đổi khi sửa bài; bỏ trống là tên tệp.",
            "Its name in the queue, the same whatever is changed; without one the file's.",
        ),
    ] = None
    at: Annotated[
        WallTimeOrNext,
        FieldTitle(
            "Giờ đăng",
            "Time of posting",
            "2027-04-15T07:30:00",
            about_vi="Ngày và giờ của trang; next là khung giờ trống kế tiếp của từng trang.",
            about_en="Wall-clock time of each page; next is the next free slot of each.",
        ),
    ] = values.NEXT
    after: Annotated[WallTime | None, _AFTER] = None
    since: Annotated[OldDay | None, _SINCE] = None
    photos: Annotated[
        tuple[Annotated[PhotoKeys, BeforeValidator(values.photo)], ...],
        FieldTitle(
            "Ảnh",
            "Photos",
            '["hoi-nghi.jpg"]',
            MOST_PHOTOS,
            "Các ảnh của bài, mỗi ảnh có thể kèm mô tả.",
            "The pictures of the post, each with a description if there is one.",
        ),
    ] = ()
    video: Annotated[
        Text | None,
        FieldTitle(
            "Video",
            "Video",
            '"le-ra-quan.mp4"',
            about_vi="Tên tệp video, thay cho ảnh.",
            about_en="A video file's name, in the place of pictures.",
        ),
    ] = None
    placement: Annotated[
        Placement,
        FieldTitle(
            "Đăng ở",
            "Placement",
            '"reel"',
            about_vi="feed: bảng tin; reel: thước phim; story: tin.",
            about_en="feed, reel or story.",
        ),
    ] = Placement.FEED
    link: Annotated[
        Text | None,
        FieldTitle(
            "Đường dẫn",
            "Link",
            '"https://bao.vn/bai"',
            about_vi="Bài báo được chia sẻ, bắt đầu bằng https://.",
            about_en="The press article that is shared, beginning with https://.",
        ),
    ] = None
    headline: Annotated[
        Text | None,
        FieldTitle(
            "Tiêu đề bài báo",
            "Headline",
            '"Ngày hội công nhân"',
            about_vi="Tiêu đề của bài báo, cho ảnh thiết kế.",
            about_en="The article's headline, for the card.",
        ),
    ] = None
    publication: Annotated[
        Text | None,
        FieldTitle(
            "Tên báo",
            "Newspaper",
            '"Báo Lao Động"',
            about_vi="Tên tờ báo, cho ảnh thiết kế.",
            about_en="The newspaper's name, for the card.",
        ),
    ] = None
    first_comment: Annotated[Text | None, _COMMENT] = None
    # This article once more on a page that has it.
    again: Annotated[
        Truth,
        FieldTitle(
            "Chia sẻ lần nữa",
            "Share again",
            "true",
            about_vi="Có: bài báo hay lời bài này đã có trên trang và được đăng lần nữa.",
            about_en="True: the page has this article already and shows it once more.",
        ),
    ] = False
    exceptions: Annotated[
        dict[str, ExceptionKeys],
        BeforeValidator(values.named_tables),
        FieldTitle(
            "Khác ở từng trang",
            "Different on a page",
            "{ tinh = { skip = true } }",
            about_vi="Theo tên trang: skip, text, at, first_comment, hashtags riêng của trang ấy.",
            about_en="By the page's name: skip, or a text, at, first_comment, hashtags of its own.",
        ),
    ] = Field(default_factory=dict)


class Post(PostKeys):
    """A whole post: the front matter and, as `text`, the body of its file."""

    text: Annotated[Text, _TEXT] = ""


class LinkKeys(EntryKeys):
    """Front matter of `queue/links/*.md`; it holds for every bullet."""

    after: Annotated[WallTime | None, _AFTER] = None


class AnniversaryKeys(StrictTable):
    """One `[[anniversaries]]` of a campaign."""

    name: Annotated[
        Text,
        FieldTitle(
            "Tên ngày",
            "Name of the day",
            '"Ngày thành lập ngành"',
            about_vi="Tên ngày kỷ niệm như trên ảnh.",
            about_en="The name of the day as the card shows it.",
        ),
    ]
    since: Annotated[OldDay, _SINCE]
    at: Annotated[
        ClockTime,
        FieldTitle(
            "Giờ đăng",
            "Time of posting",
            '"07:30"',
            about_vi="Giờ của trang trong ngày ấy.",
            about_en="Wall-clock time of the page on that day.",
        ),
    ]
    text: Annotated[Text, _TEXT]
    card: Annotated[Text | None, _CARD] = "anniversary"
    hashtags: Annotated[tuple[Hashtag, ...] | None, _HASHTAGS] = None


class CampaignKeys(EntryKeys):
    """Front matter of `queue/campaigns/*.md`; each bullet of the body is a slogan."""

    title: Annotated[
        Text,
        FieldTitle(
            "Tên chiến dịch",
            "Title",
            '"Tháng Công nhân"',
            about_vi="Tên như trên bàn làm việc và trong báo cáo.",
            about_en="The name at the desk and in reports.",
        ),
    ]
    starts: Annotated[
        Edge,
        Field(alias="from"),
        FieldTitle(
            "Từ ngày",
            "From",
            '"05-01"',
            about_vi="Ngày đầu: ngày đầy đủ, hoặc tháng-ngày nếu năm nào cũng vậy.",
            about_en="First day: a full date, or month-day when it is so every year.",
        ),
    ]
    ends: Annotated[
        Edge,
        Field(alias="until"),
        FieldTitle(
            "Đến ngày",
            "Until",
            '"05-31"',
            about_vi="Ngày cuối, tính cả ngày ấy.",
            about_en="Last day, which belongs to it.",
        ),
    ]
    years: Annotated[
        tuple[WholeNumber, ...],
        FieldTitle(
            "Các năm",
            "Years",
            "[2027, 2028]",
            about_vi="Các năm của chiến dịch hằng năm; bỏ trống là năm nào cũng vậy.",
            about_en="The years of a yearly campaign; without them every year.",
        ),
    ] = ()
    slots: Annotated[
        tuple[ClockTime, ...],
        FieldTitle(
            "Khung giờ",
            "Slots",
            '["07:30", "19:30"]',
            MOST_SLOTS,
            "Các giờ đăng trong ngày; bỏ trống là khung giờ của từng trang.",
            "Times of a day; without them the slots of each page.",
        ),
    ] = ()
    weekdays: Annotated[
        tuple[Weekday, ...],
        FieldTitle(
            "Các thứ",
            "Days of the week",
            '["t2", "t4"]',
            about_vi="Chỉ đăng vào các thứ này: t2 … t7, cn.",
            about_en="Only on these days: mon … sun, or t2 … t7, cn.",
        ),
    ] = tuple(sorted(EVERY_DAY))
    document: Annotated[
        Text,
        FieldTitle(
            "Văn bản",
            "Official letter",
            '"12/KH-LĐLĐ"',
            about_vi="Số, ngày của kế hoạch.",
            about_en="Number and date of the plan.",
        ),
    ] = ""
    # Where else the plan wants the slogans; information for people, nothing is sent there.
    channels: Annotated[
        tuple[Text, ...],
        FieldTitle(
            "Kênh khác",
            "Other channels",
            '["Zalo"]',
            about_vi="Nơi khác mà kế hoạch yêu cầu; chỉ để biết.",
            about_en="Where else the plan wants it; for information only.",
        ),
    ] = ()
    # Not on the calendar yet.
    draft: Annotated[
        Truth,
        FieldTitle(
            "Bản nháp",
            "Draft",
            "true",
            about_vi="Có: được đọc và soát, chưa lên lịch.",
            about_en="True: it is read and checked, and not on the calendar yet.",
        ),
    ] = False
    anniversaries: Annotated[
        tuple[AnniversaryKeys, ...],
        FieldTitle(
            "Ngày kỷ niệm",
            "Anniversaries",
            '[{ name = "Ngày ngành", since = 1963-04-15, at = "07:30", text = "Kỷ niệm" }]',
            about_vi="Mỗi bảng một ngày trong thời gian chiến dịch.",
            about_en="One table for each day within the window.",
        ),
    ] = ()


# By kind of entry: what its file may say in front.
KINDS: Mapping[str, type[EntryKeys]] = {
    "post": PostKeys,
    "link": LinkKeys,
    "campaign": CampaignKeys,
}


def kinds_of(key: str) -> tuple[str, ...]:
    """The kinds of entry whose files know a key."""
    return tuple(kind for kind, model in KINDS.items() if key in titles_of(model))


# By door: the fields of a post that it leaves out, and why. The door's own test walks all others.
LEFT_OUT: Mapping[str, Mapping[str, str]] = {
    "sheet": {
        "id": "a row's post is called by its day and words; “Tên bài” is a title in people's plans",
        "exceptions": "what is other on one page is a row of its own",
    },
    "composer": {
        "id": "made from the words; another name would make another post of what is queued",
    },
    "api": {},
    "command line": {},
}

# What an entry has by other names, or by what a name stands for.
LOOKED_UP = frozenset({"id", "photos", "video", "fields"})


def as_they_stand(keys: EntryKeys) -> dict[str, Any]:
    """What an entry takes over from the front matter of its file, by the entry's names."""
    own = {name: getattr(keys, name) for name in _taken_over(type(keys))}
    return own | {"fields": tuple(sorted(keys.fields.items()))}


@cache
def _taken_over(model: type[EntryKeys]) -> tuple[str, ...]:
    return tuple(
        one.name
        for one in fields(Entry)
        if one.name in model.model_fields and one.name not in LOOKED_UP
    )
