"""What each fault means, by number and subcode from one table, never by words in a message.

Source of the numbers: reference/graph-api.md section 4 (compiled 2026-11-22 from Meta's documentation, its published
specifications and recorded calls); nobody could ask Facebook itself.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, StrEnum, auto

from publisher.domain.verdict import Deferred, Refused, Scope, Setback, Unknown
from publisher.facebook.graph import Fault, FaultKind

HOUR = timedelta(hours=1)
SHORT = timedelta(seconds=10)


class Step(StrEnum):
    """The calls that are made."""

    UPLOAD = "upload"
    DRAFT = "draft"
    FLIP = "flip"
    COMMENT = "comment"
    LOOK = "look"
    FIND_COMMENT = "find_comment"
    CHECK = "check"


READS = frozenset({Step.LOOK, Step.FIND_COMMENT, Step.CHECK})


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table: the class, and for staff what happened and what to do (Vietnamese)."""

    meaning: Meaning
    reason: str
    next_step: str = ""
    # Of THROTTLED, when Facebook does not say how long.
    wait: timedelta = HOUR


def _transient(reason: str = "Facebook báo lỗi tạm thời.") -> Row:
    return Row(meaning=Meaning.TRANSIENT, reason=reason)


def _throttled(reason: str, wait: timedelta = HOUR) -> Row:
    return Row(meaning=Meaning.THROTTLED, reason=reason, wait=wait)


def _auth(reason: str) -> Row:
    return Row(meaning=Meaning.AUTH, reason=reason, next_step="Xin mã truy cập mới cho trang; bài chờ sẽ tự đi tiếp.")


def _permission(reason: str, next_step: str = "Cấp đủ quyền đăng bài cho ứng dụng và mã truy cập của trang.") -> Row:
    return Row(meaning=Meaning.PERMISSION, reason=reason, next_step=next_step)


def _invalid(reason: str, next_step: str = "Sửa nội dung bài rồi lưu lại.") -> Row:
    return Row(meaning=Meaning.INVALID, reason=reason, next_step=next_step)


def _policy(reason: str, next_step: str = "Mở trang bằng tài khoản quản trị, xem thông báo và làm theo.") -> Row:
    return Row(meaning=Meaning.POLICY, reason=reason, next_step=next_step)


_SETTINGS = Row(
    meaning=Meaning.SETTINGS,
    reason="Phiên bản Graph API đang dùng không còn hiệu lực.",
    next_step="Sửa facebook.version trong config.toml sang phiên bản mới hơn.",
)
_DUPLICATE = Row(
    meaning=Meaning.DUPLICATE,
    reason="Facebook cho rằng bài này trùng với bài vừa đăng.",
    next_step="Xem trang: nếu bài đã có thì thôi; nếu chưa, đổi lời bài.",
)
_BUSY = "Facebook báo trang hoặc ứng dụng gọi quá nhiều."
_LIMITED = "Facebook tạm hạn chế trang đăng bài."
_PHOTO = _invalid("Facebook không nhận ảnh này.", "Thay ảnh khác: JPEG hoặc PNG, dưới 4 MB.")
_VIDEO = _invalid("Facebook không nhận video này.", "Xuất lại video theo đúng khuôn khổ rồi thay.")
_LINK = _invalid("Facebook không chấp nhận đường dẫn này.", "Mở thử đường dẫn; thay bằng địa chỉ khác.")

# (code, subcode); subcode 0 holds for every subcode that has no row of its own.
TABLE: Mapping[tuple[int, int], Row] = {
    (1, 0): _transient(),
    (1, 2853006): _permission("Trang không cho ứng dụng làm việc này."),
    (2, 0): _transient("Dịch vụ của Facebook tạm thời gián đoạn."),
    (3, 0): _permission("Ứng dụng chưa có khả năng này."),
    (4, 0): _throttled("Ứng dụng đã dùng hết lượt gọi Facebook."),
    (10, 0): _permission("Ứng dụng chưa được cấp quyền."),
    (12, 0): _SETTINGS,
    (17, 0): _throttled(_BUSY),
    (17, 2446079): _throttled(_BUSY),
    (21, 0): _permission("Trang đã chuyển sang mã số khác.", "Sửa facebook_id của trang trong config.toml."),
    (32, 0): _throttled(_BUSY),
    (100, 0): _invalid("Facebook không chấp nhận nội dung bài."),
    (100, 33): Row(
        meaning=Meaning.GONE,
        reason="Facebook không thấy trang hay bài này, hoặc mã truy cập không được phép xem.",
        next_step="Kiểm tra facebook_id và quyền của mã truy cập bằng “publisher check”.",
    ),
    (102, 0): _auth("Phiên đăng nhập của mã truy cập đã hết."),
    (104, 0): _auth("Chữ ký của ứng dụng không đúng."),
    (105, 0): _invalid("Bài có quá nhiều tham số."),
    (190, 0): _auth("Mã truy cập của trang không còn dùng được."),
    (190, 458): _auth("Ứng dụng đã bị gỡ khỏi tài khoản cấp mã."),
    (190, 459): _auth("Tài khoản cấp mã đang bị Facebook yêu cầu xác minh."),
    (190, 460): _auth("Mật khẩu của tài khoản cấp mã đã đổi."),
    (190, 463): _auth("Mã truy cập đã hết hạn."),
    (190, 464): _auth("Tài khoản cấp mã chưa được xác nhận."),
    (190, 466): _auth("Mã truy cập không hợp lệ."),
    (190, 467): _auth("Mã truy cập không hợp lệ hoặc đã đăng xuất."),
    (190, 490): _auth("Mã truy cập cần được cấp lại."),
    (190, 492): _permission("Người cấp mã không còn vai trò trên trang."),
    (190, 2069032): _permission("Cần mã truy cập của trang, không phải của người.", "Lấy page token của đúng trang."),
    (194, 0): _invalid("Lời gọi thiếu tham số."),
    (197, 0): _invalid("Bài trống.", "Viết lời bài, hoặc thêm ảnh hay đường dẫn."),
    (200, 1609008): _invalid("Facebook không cho chia sẻ đường dẫn của chính Facebook.", "Thay bằng địa chỉ bài gốc."),
    (200, 2069030): _permission("Mã truy cập thiếu quyền đăng bài."),
    (200, 2069031): _permission("Mã truy cập thiếu quyền đăng bài."),
    (200, 2069033): _permission("Mã truy cập thiếu quyền đăng bài."),
    (240, 0): _permission("Loại mã truy cập không hợp với trang."),
    (283, 0): _permission("Loại mã truy cập không hợp với trang."),
    (324, 0): _PHOTO,
    (325, 0): _PHOTO,
    (341, 0): _throttled("Trang đã đăng đến giới hạn của Facebook.", HOUR * 3),
    (368, 0): _policy("Facebook tạm chặn trang vì chính sách."),
    (368, 1390008): _throttled("Facebook cho rằng trang đăng quá nhanh.", HOUR * 24),
    (368, 1404006): _policy("Facebook yêu cầu kiểm tra bảo mật."),
    (368, 1404078): _policy("Trang cần hoàn tất xác minh quyền đăng bài."),
    (368, 1404082): _DUPLICATE,
    (368, 1404112): _policy(_LIMITED),
    (368, 4854002): _policy("Facebook yêu cầu xác nhận danh tính."),
    (382, 0): _VIDEO,
    (389, 0): _VIDEO,
    (506, 0): _DUPLICATE,
    (613, 0): _throttled(_BUSY),
    (613, 1996): _throttled(_BUSY),
    (1500, 0): _LINK,
    (1705, 0): _permission("Cần mã truy cập của trang.", "Lấy page token của đúng trang."),
    (2500, 0): _invalid("Lời gọi sai dạng."),
    (2635, 0): _SETTINGS,
    (3001, 0): _invalid("Lời gọi sai dạng."),
    (5101, 0): _PHOTO,
    (6000, 0): _VIDEO,
    (6001, 0): _VIDEO,
    (1363047, 0): _transient(),
    (1504028, 0): _invalid("Lời gọi sai dạng."),
    (1609005, 0): _LINK,
    (1609010, 0): _transient(),
    (2061006, 0): _LINK,
}
# Subcodes that mean the same under whatever code they come.
BY_SUBCODE: Mapping[int, Row] = {
    1346003: _policy("Facebook đánh dấu bài là lạm dụng."),
    1349125: _invalid("Nội dung không đúng dạng Facebook nhận."),
    1363005: _permission("Mã truy cập không được đăng video."),
    1363042: _permission("Mã truy cập không được đăng video."),
    1366046: _PHOTO,
    1366051: _DUPLICATE,
    1390008: _throttled("Facebook cho rằng trang đăng quá nhanh.", HOUR * 24),
    1404102: _policy("Facebook cho rằng bài trái tiêu chuẩn cộng đồng."),
    1609008: _invalid("Facebook không cho chia sẻ đường dẫn của chính Facebook.", "Thay bằng địa chỉ bài gốc."),
    2069019: _PHOTO,
    2069030: _permission("Mã truy cập thiếu quyền đăng bài."),
    2069031: _permission("Mã truy cập thiếu quyền đăng bài."),
    2069032: _permission("Cần mã truy cập của trang, không phải của người.", "Lấy page token của đúng trang."),
    2069033: _permission("Mã truy cập thiếu quyền đăng bài."),
    **dict.fromkeys((1363019, 1363020, 1363021, 1363030, 1363031, 1363033, 1363037, 1363041, 1363045), _transient()),
    **dict.fromkeys((1363022, 1363023, 1363024, 1363025, 1363026, 1363040, 1363127, 1363128, 1363129), _VIDEO),
}
PERMISSION_CODES = range(200, 300)
THROTTLE_CODES = range(80_000, 80_015)
STRANGE = Row(
    meaning=Meaning.INVALID,
    reason="Facebook từ chối với một lý do chưa biết.",
    next_step="Xem trang trước khi thử lại; báo người vận hành kèm mã lỗi.",
)


def row_of(code: int, subcode: int) -> Row | None:
    """The table's line for Facebook's two numbers, None when it knows neither."""
    if row := TABLE.get((code, subcode)) or BY_SUBCODE.get(subcode) or TABLE.get((code, 0)):
        return row
    if code in PERMISSION_CODES:
        return _permission("Ứng dụng hoặc mã truy cập thiếu quyền trên trang.")
    return _throttled(_BUSY) if code in THROTTLE_CODES else None


def judge(fault: Fault, step: Step) -> Setback:
    """What a fault means for a step. A call that may have taken effect is Unknown, never failed."""
    if fault.kind is FaultKind.NOT_SENT:
        return Deferred(reason="Không kết nối được tới Facebook.", wait=SHORT, scope=Scope.APP)
    if fault.kind is not FaultKind.ERROR:
        return _unclear(fault, step, "Facebook không trả lời rõ ràng.")
    row = row_of(fault.code, fault.subcode)
    if row is None:
        return _unlisted(fault, step)
    if row.meaning is Meaning.TRANSIENT:
        return _unclear(fault, step, row.reason)
    return _ruled(row, fault)


def _unclear(fault: Fault, step: Step, reason: str) -> Setback:
    if step in READS:
        # A question has no effect: asking again is always safe.
        return Deferred(reason=reason, wait=SHORT, scope=Scope.DELIVERY, code=fault.code, subcode=fault.subcode)
    return Unknown(reason=reason, code=fault.code, subcode=fault.subcode)


def _unlisted(fault: Fault, step: Step) -> Setback:
    # A 5xx may hide an effect whatever its body says; "transient" is Facebook's own word for trying again.
    if fault.is_transient or fault.status >= 500 or step in READS:
        return _unclear(fault, step, "Facebook báo lỗi tạm thời.")
    return _ruled(STRANGE, fault)


def _ruled(row: Row, fault: Fault) -> Setback:
    numbers = {"code": fault.code, "subcode": fault.subcode}
    if row.meaning is Meaning.THROTTLED:
        scope = Scope.APP if fault.code == 4 else Scope.PAGE
        return Deferred(reason=row.reason, wait=regain_time(fault.headers or {}) or row.wait, scope=scope, **numbers)
    wide = {
        Meaning.AUTH: Scope.PAGE,
        Meaning.PERMISSION: Scope.PAGE,
        Meaning.POLICY: Scope.PAGE,
        Meaning.SETTINGS: Scope.APP,
    }
    scope = wide.get(row.meaning, Scope.DELIVERY)
    return Refused(reason=row.reason, next_step=row.next_step, scope=scope, **numbers)


def regain_time(headers: Mapping[str, str]) -> timedelta | None:
    """How long Facebook asks to wait (X-Business-Use-Case-Usage, minutes), None when it does not say.

    The header is JSON text: {"page id": [{"type": "pages", "estimated_time_to_regain_access": 5, …}]}.
    """
    try:
        usage = json.loads(headers.get("x-business-use-case-usage", "{}"))
        rows = [row for group in usage.values() for row in group]
        minutes = max((int(row.get("estimated_time_to_regain_access", 0)) for row in rows), default=0)
    except (ValueError, AttributeError, TypeError):
        return None
    return timedelta(minutes=minutes) if minutes > 0 else None
