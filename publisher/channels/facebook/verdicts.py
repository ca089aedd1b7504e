"""What each fault means, by number and subcode from one table, never by words in a message.

Source of the numbers: reference/graph-api.md section 4 (compiled 2026-11-22 from Meta's
documentation, its published specifications and recorded calls); nobody could ask Facebook itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, StrEnum, auto
from typing import NamedTuple, TypedDict

from publisher.channels.facebook.usage import read_usage
from publisher.channels.facebook.wire import CallFault, CallFaultKind
from publisher.domain.verdict import Deferred, Refused, Scope, Setback, Stop, Unknown

SHORT = timedelta(seconds=10)


class GraphStep(StrEnum):
    """The calls that are made."""

    UPLOAD = "upload"
    DRAFT = "draft"
    FLIP = "flip"
    SCHEDULE = "schedule"
    RESCHEDULE = "reschedule"
    DIRECT = "direct"
    EDIT = "edit"
    DELETE = "delete"
    COMMENT = "comment"
    VIDEO = "video"
    FINISH_VIDEO = "finish_video"
    STORY = "story"
    SCRAPE = "scrape"
    LOOK = "look"
    FIND_COMMENT = "find_comment"
    FIND_POST = "find_post"
    CHECK = "check"


# Steps that have no effect.
READS = frozenset(
    {GraphStep.LOOK, GraphStep.FIND_COMMENT, GraphStep.FIND_POST, GraphStep.CHECK, GraphStep.SCRAPE}
)


class _Refusal(TypedDict):
    reason: str
    next_step: str
    scope: Scope


class Meaning(Enum):
    """The classes of the table."""

    TRANSIENT = auto()
    THROTTLED = auto()
    AUTH = auto()
    PERMISSION = auto()
    SETTINGS = auto()
    DUPLICATE = auto()
    INVALID = auto()
    POLICY = auto()
    GONE = auto()


class Bilingual(NamedTuple):
    """A sentence for staff in both languages."""

    vi: str
    en: str


NOTHING = Bilingual("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRow:
    """One line of the table: the class, and for staff what happened and what to do."""

    meaning: Meaning
    reason: Bilingual
    # Of what is not done again by itself.
    next_step: Bilingual = NOTHING
    # Of THROTTLED: whether calls are too many, or posts.
    stop: Stop = Stop.LIMIT


_NEW_TOKEN = Bilingual(
    "Xin mã truy cập mới cho trang; bài chờ sẽ tự đi tiếp.",
    "Get a new token for the page; what waits goes on by itself.",
)
_GRANT = Bilingual(
    "Cấp đủ quyền đăng bài cho ứng dụng và mã truy cập của trang.",
    "Grant the app and the page's token every permission that posting needs.",
)
_REWRITE = Bilingual("Sửa nội dung bài rồi lưu lại.", "Change the content of the post and save it.")
_LOOK_AT_PAGE = Bilingual(
    "Mở trang bằng tài khoản quản trị, xem thông báo và làm theo.",
    "Open the page as its administrator, read the notice there and follow it.",
)
_PAGE_TOKEN = Bilingual("Lấy page token của đúng trang.", "Get the page token of this very page.")
_ORIGINAL = Bilingual("Thay bằng địa chỉ bài gốc.", "Use the address of the original article.")


def _transient(
    vi: str = "Facebook báo lỗi tạm thời.", en: str = "Facebook reports a passing error."
) -> VerdictRow:
    return VerdictRow(meaning=Meaning.TRANSIENT, reason=Bilingual(vi, en))


def _throttled(vi: str, en: str, stop: Stop = Stop.LIMIT) -> VerdictRow:
    return VerdictRow(meaning=Meaning.THROTTLED, reason=Bilingual(vi, en), stop=stop)


def _auth(vi: str, en: str) -> VerdictRow:
    return VerdictRow(meaning=Meaning.AUTH, reason=Bilingual(vi, en), next_step=_NEW_TOKEN)


def _permission(vi: str, en: str, next_step: Bilingual = _GRANT) -> VerdictRow:
    return VerdictRow(meaning=Meaning.PERMISSION, reason=Bilingual(vi, en), next_step=next_step)


def _invalid(vi: str, en: str, next_step: Bilingual = _REWRITE) -> VerdictRow:
    return VerdictRow(meaning=Meaning.INVALID, reason=Bilingual(vi, en), next_step=next_step)


def _policy(vi: str, en: str) -> VerdictRow:
    return VerdictRow(meaning=Meaning.POLICY, reason=Bilingual(vi, en), next_step=_LOOK_AT_PAGE)


_SETTINGS = VerdictRow(
    meaning=Meaning.SETTINGS,
    reason=Bilingual(
        "Phiên bản Graph API đang dùng không còn hiệu lực.",
        "The Graph API version in use is no longer served.",
    ),
    next_step=Bilingual(
        "Sửa facebook.version trong config.toml sang phiên bản mới hơn.",
        "Set facebook.version in config.toml to a newer one.",
    ),
)
_DUPLICATE = VerdictRow(
    meaning=Meaning.DUPLICATE,
    reason=Bilingual(
        "Facebook cho rằng bài này trùng với bài vừa đăng.",
        "Facebook takes this for a post that is there already.",
    ),
    next_step=Bilingual(
        "Xem trang: nếu bài đã có thì thôi; nếu chưa, đổi lời bài.",
        "Look at the page: if the post is there, leave it; if not, change its words.",
    ),
)
_BUSY = _throttled(
    "Facebook báo trang hoặc ứng dụng gọi quá nhiều.",
    "Facebook reports too many calls of the page or the app.",
)
_FAST = _throttled(
    "Facebook cho rằng trang đăng quá nhanh.",
    "Facebook thinks that the page posts too fast.",
    Stop.BLOCK,
)
_NO_POSTING = _permission(
    "Mã truy cập thiếu quyền đăng bài.", "The token lacks the permission to post."
)
_WRONG_KIND = _permission(
    "Loại mã truy cập không hợp với trang.", "This kind of token does not suit the page."
)
_NO_VIDEO = _permission("Mã truy cập không được đăng video.", "The token may not post videos.")
_OWN_LINK = _invalid(
    "Facebook không cho chia sẻ đường dẫn của chính Facebook.",
    "Facebook does not let its own links be shared.",
    _ORIGINAL,
)
_ASKED_WRONGLY = _invalid(
    "Lời gọi sai dạng.",
    "The call was malformed.",
    Bilingual("Báo người vận hành kèm mã lỗi.", "Tell the operator, with the code."),
)
_PHOTO = _invalid(
    "Facebook không nhận ảnh này.",
    "Facebook does not take this picture.",
    Bilingual(
        "Thay ảnh khác: JPEG hoặc PNG, dưới 4 MB.", "Use another picture: JPEG or PNG, below 4 MB."
    ),
)
_VIDEO = _invalid(
    "Facebook không nhận video này.",
    "Facebook does not take this video.",
    Bilingual(
        "Xuất lại video theo đúng khuôn khổ rồi thay.",
        "Export the video again within Facebook's limits and replace it.",
    ),
)
_LINK = _invalid(
    "Facebook không chấp nhận đường dẫn này.",
    "Facebook does not accept this link.",
    Bilingual("Mở thử đường dẫn; thay bằng địa chỉ khác.", "Open the link; use another address."),
)

# (code, subcode); subcode 0 holds for every subcode that has no row of its own.
TABLE: Mapping[tuple[int, int], VerdictRow] = {
    (1, 0): _transient(),
    (1, 2853006): _permission(
        "Trang không cho ứng dụng làm việc này.", "The page does not let the app do this."
    ),
    (2, 0): _transient(
        "Dịch vụ của Facebook tạm thời gián đoạn.",
        "Facebook's service is interrupted for the moment.",
    ),
    (3, 0): _permission("Ứng dụng chưa có khả năng này.", "The app lacks this capability."),
    (4, 0): _throttled(
        "Ứng dụng đã dùng hết lượt gọi Facebook.", "The app has used up its calls to Facebook."
    ),
    (10, 0): _permission(
        "Ứng dụng chưa được cấp quyền.", "The app has not been granted the permission."
    ),
    (12, 0): _SETTINGS,
    (17, 0): _BUSY,
    (17, 2446079): _BUSY,
    (21, 0): _permission(
        "Trang đã chuyển sang mã số khác.",
        "The page has moved to another id.",
        Bilingual(
            "Sửa facebook_id của trang trong config.toml.",
            "Set the page's facebook_id in config.toml.",
        ),
    ),
    (32, 0): _BUSY,
    (100, 0): _invalid(
        "Facebook không chấp nhận nội dung bài.",
        "Facebook does not accept the content of the post.",
    ),
    (100, 33): VerdictRow(
        meaning=Meaning.GONE,
        reason=Bilingual(
            "Facebook không thấy trang hay bài này, hoặc mã truy cập không được phép xem.",
            "Facebook does not find this page or post, or the token may not see it.",
        ),
        next_step=Bilingual(
            "Kiểm tra facebook_id và quyền của mã truy cập bằng “publisher check”.",
            "Check facebook_id and the token's permissions with “publisher check”.",
        ),
    ),
    (102, 0): _auth(
        "Phiên đăng nhập của mã truy cập đã hết.", "The session of the token has ended."
    ),
    (104, 0): _auth("Chữ ký của ứng dụng không đúng.", "The app's signature is wrong."),
    (105, 0): _invalid("Bài có quá nhiều tham số.", "The post has too many parameters."),
    (190, 0): _auth(
        "Mã truy cập của trang không còn dùng được.", "The page's token is no longer valid."
    ),
    (190, 458): _auth(
        "Ứng dụng đã bị gỡ khỏi tài khoản cấp mã.",
        "The app was removed from the account that gave the token.",
    ),
    (190, 459): _auth(
        "Tài khoản cấp mã đang bị Facebook yêu cầu xác minh.",
        "Facebook wants the account that gave the token verified.",
    ),
    (190, 460): _auth(
        "Mật khẩu của tài khoản cấp mã đã đổi.",
        "The password of the account that gave the token was changed.",
    ),
    (190, 463): _auth("Mã truy cập đã hết hạn.", "The token has expired."),
    (190, 464): _auth(
        "Tài khoản cấp mã chưa được xác nhận.", "The account that gave the token is not confirmed."
    ),
    (190, 466): _auth("Mã truy cập không hợp lệ.", "The token is not valid."),
    (190, 467): _auth(
        "Mã truy cập không hợp lệ hoặc đã đăng xuất.", "The token is not valid or was logged out."
    ),
    (190, 490): _auth("Mã truy cập cần được cấp lại.", "The token has to be given anew."),
    (190, 492): _permission(
        "Người cấp mã không còn vai trò trên trang.",
        "Who gave the token has no role on the page any more.",
    ),
    (190, 2069032): _permission(
        "Cần mã truy cập của trang, không phải của người.",
        "A page's token is needed, not a person's.",
        _PAGE_TOKEN,
    ),
    (194, 0): _invalid("Lời gọi thiếu tham số.", "The call lacks a parameter."),
    (197, 0): _invalid(
        "Bài trống.",
        "The post is empty.",
        Bilingual(
            "Viết lời bài, hoặc thêm ảnh hay đường dẫn.", "Write words, or add a picture or link."
        ),
    ),
    (200, 1609008): _OWN_LINK,
    (200, 2069030): _NO_POSTING,
    (200, 2069031): _NO_POSTING,
    (200, 2069033): _NO_POSTING,
    (210, 0): _permission("Cần mã truy cập của trang.", "A page's token is needed.", _PAGE_TOKEN),
    (240, 0): _WRONG_KIND,
    (283, 0): _WRONG_KIND,
    (324, 0): _PHOTO,
    (325, 0): _PHOTO,
    (341, 0): _throttled(
        "Trang đã đăng đến giới hạn của Facebook.",
        "The page has posted as much as Facebook allows.",
        Stop.BLOCK,
    ),
    (368, 0): _policy(
        "Facebook tạm chặn trang vì chính sách.", "Facebook blocks the page for its policies."
    ),
    (368, 1390008): _FAST,
    (368, 1404006): _policy(
        "Facebook yêu cầu kiểm tra bảo mật.", "Facebook wants a security check."
    ),
    (368, 1404078): _policy(
        "Trang cần hoàn tất xác minh quyền đăng bài.",
        "The page has to complete its publishing authorization.",
    ),
    (368, 1404082): _DUPLICATE,
    (368, 1404112): _policy(
        "Facebook tạm hạn chế trang đăng bài.", "Facebook limits the page's posting for a time."
    ),
    (368, 4854002): _policy(
        "Facebook yêu cầu xác nhận danh tính.", "Facebook wants the identity confirmed."
    ),
    (382, 0): _VIDEO,
    (389, 0): _VIDEO,
    (506, 0): _DUPLICATE,
    (613, 0): _BUSY,
    (613, 1996): _BUSY,
    (1500, 0): _LINK,
    (1705, 0): _permission("Cần mã truy cập của trang.", "A page's token is needed.", _PAGE_TOKEN),
    (2500, 0): _ASKED_WRONGLY,
    (2635, 0): _SETTINGS,
    (3001, 0): _ASKED_WRONGLY,
    (5101, 0): _PHOTO,
    (6000, 0): _VIDEO,
    (6001, 0): _VIDEO,
    (1363047, 0): _transient(),
    (1504028, 0): _ASKED_WRONGLY,
    (1609005, 0): _LINK,
    (1609010, 0): _transient(),
    (2061006, 0): _LINK,
}
# Subcodes that mean the same under whatever code they come.
BY_SUBCODE: Mapping[int, VerdictRow] = {
    1346003: _policy("Facebook đánh dấu bài là lạm dụng.", "Facebook flagged the post as abusive."),
    1349125: _invalid(
        "Nội dung không đúng dạng Facebook nhận.",
        "The content is not of a form that Facebook takes.",
    ),
    1363005: _NO_VIDEO,
    1363042: _NO_VIDEO,
    1363047: _transient(),
    1366046: _PHOTO,
    1366051: _DUPLICATE,
    1390008: _FAST,
    1404006: _policy("Facebook yêu cầu kiểm tra bảo mật.", "Facebook wants a security check."),
    1404078: _policy(
        "Trang cần hoàn tất xác minh quyền đăng bài.",
        "The page has to complete its publishing authorization.",
    ),
    1404082: _DUPLICATE,
    1404102: _policy(
        "Facebook cho rằng bài trái tiêu chuẩn cộng đồng.",
        "Facebook thinks that the post breaks its community standards.",
    ),
    1404112: _policy(
        "Facebook tạm hạn chế trang đăng bài.", "Facebook limits the page's posting for a time."
    ),
    1609005: _LINK,
    1609008: _OWN_LINK,
    1609010: _transient(),
    2061006: _LINK,
    2069019: _PHOTO,
    2069030: _NO_POSTING,
    2069031: _NO_POSTING,
    2069032: _permission(
        "Cần mã truy cập của trang, không phải của người.",
        "A page's token is needed, not a person's.",
        _PAGE_TOKEN,
    ),
    2069033: _NO_POSTING,
    **dict.fromkeys(
        (1363019, 1363020, 1363021, 1363030, 1363031, 1363033, 1363037, 1363041, 1363045),
        _transient(),
    ),
    **dict.fromkeys(
        (1363022, 1363023, 1363024, 1363025, 1363026, 1363040, 1363127, 1363128, 1363129), _VIDEO
    ),
}
# What publishing says itself of a video that Facebook gave up on.
VIDEO_BAD: _Refusal = {
    "reason": _VIDEO.reason.vi,
    "next_step": _VIDEO.next_step.vi,
    "scope": Scope.DELIVERY,
}
# How often a video that Facebook is working on is asked for.
PROCESSING = timedelta(seconds=10)
_LACKING = _permission(
    "Ứng dụng hoặc mã truy cập thiếu quyền trên trang.",
    "The app or the token lacks a permission on the page.",
)
PERMISSION_CODES = range(200, 300)
THROTTLE_CODES = range(80_000, 80_015)
# What Facebook decides after it let the call in; with a 5xx the effect may be there all the same.
_AFTER_THE_DOOR = frozenset({Meaning.INVALID, Meaning.DUPLICATE, Meaning.POLICY, Meaning.GONE})
STRANGE = VerdictRow(
    meaning=Meaning.INVALID,
    reason=Bilingual(
        "Facebook từ chối với một lý do chưa biết.",
        "Facebook refused for a reason that is not known.",
    ),
    next_step=Bilingual(
        "Xem trang trước khi thử lại; báo người vận hành kèm mã lỗi.",
        "Look at the page before trying again; tell the operator, with the code.",
    ),
)


def row_of(code: int, subcode: int) -> VerdictRow | None:
    """The table's line for Facebook's two numbers, None when it knows neither."""
    if row := TABLE.get((code, subcode)) or BY_SUBCODE.get(subcode) or TABLE.get((code, 0)):
        return row
    if code in PERMISSION_CODES:
        return _LACKING
    return _BUSY if code in THROTTLE_CODES else None


def judge(fault: CallFault, step: GraphStep) -> Setback:
    """What a fault means for a step. A call that may have taken effect is Unknown, never failed."""
    if fault.kind is CallFaultKind.NOT_SENT:
        return Deferred(
            reason="Không kết nối được tới Facebook.",
            wait=SHORT,
            scope=Scope.APP,
            stop=Stop.OFFLINE,
        )
    if fault.kind is not CallFaultKind.ERROR:
        return _unclear(fault, step, "Facebook không trả lời rõ ràng.")
    row = row_of(fault.code, fault.subcode)
    if row is None:
        return _unlisted(fault, step)
    if row.meaning is Meaning.TRANSIENT or (fault.status >= 500 and row.meaning in _AFTER_THE_DOOR):
        return _unclear(fault, step, row.reason.vi)
    return _ruled(row, fault)


def _unclear(fault: CallFault, step: GraphStep, reason: str) -> Setback:
    if step in READS:
        # A question has no effect: asking again is always safe.
        return Deferred(
            reason=reason, wait=SHORT, scope=Scope.DELIVERY, code=fault.code, subcode=fault.subcode
        )
    return Unknown(reason=reason, code=fault.code, subcode=fault.subcode)


def _unlisted(fault: CallFault, step: GraphStep) -> Setback:
    # A 5xx may hide an effect whatever its body says; "transient" is Facebook's own word for trying
    # again.
    if fault.is_transient or fault.status >= 500 or step in READS:
        return _unclear(fault, step, "Facebook báo lỗi tạm thời.")
    return _ruled(STRANGE, fault)


def _ruled(row: VerdictRow, fault: CallFault) -> Setback:
    numbers = {"code": fault.code, "subcode": fault.subcode}
    if row.meaning is Meaning.THROTTLED:
        scope = Scope.APP if fault.code == 4 else Scope.PAGE
        # Of the calls that are used up; when posting is allowed again it does not say.
        known = regain_time(fault.headers or {}) if row.stop is Stop.LIMIT else None
        return Deferred(
            reason=row.reason.vi,
            wait=known or timedelta(),
            scope=scope,
            stop=row.stop,
            estimated=known is not None,
            **numbers,
        )
    wide = {
        Meaning.AUTH: Scope.PAGE,
        Meaning.PERMISSION: Scope.PAGE,
        Meaning.POLICY: Scope.PAGE,
        Meaning.SETTINGS: Scope.APP,
    }
    scope = wide.get(row.meaning, Scope.DELIVERY)
    return Refused(reason=row.reason.vi, next_step=row.next_step.vi, scope=scope, **numbers)


def regain_time(headers: Mapping[str, str]) -> timedelta | None:
    """How long Facebook asks to wait, None when it does not say."""
    longest = max((usage.wait for usage in read_usage(headers)), default=timedelta())
    return longest or None
