"""What a line, or the heading of a column, announces: slogans to be shown, something about
slogans, or something else."""

import re
from collections.abc import Iterable
from enum import IntEnum

from publisher.letters.line import folded, is_upper
from publisher.letters.outline import Depth, OutlineItem


class Announced(IntEnum):
    """How surely a list is one of slogans to be shown."""

    NOT = 0
    # None of its lines is sure.
    PERHAPS = 1
    # "Nội dung:" under a heading of what hangs in the street: sure where every line calls out.
    SHOWN = 2
    NAMED = 3


_THING = (
    r"(?:khẩu hiệu|biểu ngữ|thông điệp|slogan|dòng chữ"
    r"|(?:các|những) câu\b(?! (?:lạc bộ|hỏi|chuyện|chúc|đối|đố|lệnh|nói)))"
)
_CARRIER = (
    r"(?:băng[- ]?(?:rôn|zôn|dôn|vải)|pa[- ]?nô|phướn|banner|bandrol|áp[- ]?phích|cờ phướn"
    r"|màn hình|bảng (?:điện tử|led)|chữ điện tử|chạy chữ|tranh cổ động|cổ động trực quan)"
)
# What slogans are shown on.
VISUAL = re.compile(rf"{_THING}|{_CARRIER}|cổ động|trực quan|tuyên truyền lưu động")
WORD = re.compile(_THING)
_COUNTED = (
    r"(?:các|những|một số|\d{1,3}|danh mục|danh sách|hệ thống|nội dung|gợi ý|bổ sung|phụ lục|câu"
    r"|về|mẫu|tuyên truyền|trên|ghi trên|in trên|lời|treo|số \d{1,2}|[ivx]{1,4}|[.:–-])"
)
# What may follow the word in a line that names slogans to be shown; anything else ("phải trình
# bày", "do … nêu", "nêu trên") speaks about slogans.
_GOES_ON = (
    r"(?=\s?(?:$|[:,;(/–-]|(?:tuyên truyền|truyền thông|cổ động|trực quan|trang trí|treo|dùng"
    r"|sử dụng|áp dụng|phát|in trên|trong|tại|ở|cho|của|chào mừng|mừng|kỷ niệm|hưởng ứng|phục vụ"
    r"|chung|chính|riêng|hành động|thi đua|gợi ý|tham khảo|gồm|bao gồm|sau|như sau|dưới đây|chiến"
    r" dịch|năm|và|hoặc|thống nhất|chủ đạo|tập trung|về|đợt|dịp|tháng|ngày|cụ thể|bổ sung|mới"
    r"|nội dung|với|có nội dung|là|ngành|băng|pa|\d"
    r"|được (?:phép|chọn|lựa chọn|duyệt|phê duyệt|sử dụng|treo|dùng|thống nhất)"
    r"|cần (?:treo|sử dụng|tuyên truyền|tập trung)"
    r"|trên (?:loa|đường|các|tuyến|sóng|xe|mạng|hệ thống|bảng|màn|trục|áo|báo|địa bàn))\b))"
)
# A line, or a heading, that begins with what it announces.
_NAMES = re.compile(
    rf"^(?:{_COUNTED} ?){{0,5}}(?:{_THING}|(?<=nội dung ){_CARRIER}"
    rf"|(?<=nội dung trên ){_CARRIER}|(?<=danh mục ){_CARRIER}"
    rf"|(?<=nội dung treo ){_CARRIER}){_GOES_ON}"
)
# A carrier in its place, with its words behind it, or with nothing: "Băng rôn treo tại cổng:".
_CARRIES = re.compile(
    rf"^(?:{_COUNTED} ?){{0,3}}{_CARRIER}{_GOES_ON}[^.;:]{{0,80}}(?:nội dung|dòng chữ)"
    r"(?: (?:cụ thể|sau|như sau|chính|là|ghi)){0,2}\s?:?$"
)
_HANGS = re.compile(rf"^(?:{_COUNTED} ?){{0,3}}{_CARRIER}{_GOES_ON}[^.;:]{{0,80}}:?$")
# Who shall show, say or choose them: "… thống nhất treo các khẩu hiệu sau:".
_ORDERS = (
    r"\b(?:treo|căng|sử dụng|dùng|thống nhất|tuyên truyền|trang trí|lắp(?: đặt)?|dựng|in"
    r"|phát(?! hiện| biểu| động)|chạy|trình chiếu|chọn(?: ra)?|bổ sung|thay|triển khai|tập trung"
    r"|đăng(?: tải)?|kẻ vẽ|viết|gửi|cung cấp|thông báo|giới thiệu|gợi ý|bằng|thành)\b"
    r"(?:(?!phát hiện|\bhô\b|\bnêu|\bthấy\b|ghi nhận|\bdo\b)[^.;:“”!]){0,90}"
)
_LAST = (
    r"(?:sau(?: đây)?|dưới đây|như sau|gồm(?: có)?|bao gồm|nội dung(?: như)?(?: sau)?|cụ thể"
    r"|theo nội dung)"
)
ANNOUNCES = re.compile(rf"\b{_LAST}\s?:?$")
# "… treo các khẩu hiệu sau:": the last thing that a sentence names.
# Not over "các …" of another thing, but in a place: "tại các …".
_REST = (
    r"(?:(?!(?<!tại )(?<!trên )(?<!của )(?<!cho )(?<!trong )(?<!với )(?:các|những|một số) )"
    r"[^.;:“”]){0,130}"
)
_CALLED_LAST = re.compile(
    rf"{_ORDERS}(?:{_THING}|{_CARRIER}(?=.{{0,40}}(?:nội dung|dòng chữ))){_GOES_ON}{_REST}"
    rf"[:,]? ?(?:{_LAST}\s?)?:?$"
)
# "Khẩu hiệu treo tại:" announces places.
_ENDS_OPEN = re.compile(r"\b(?:tại|ở|trên|vào|do|cho|bởi|thuộc)\s?:?$")
# "… kiểm tra khẩu hiệu tại các địa điểm sau:" announces places.
_OTHERS_SAME = re.compile(
    r"(?:các|những|một số|\d{1,3}) (?P<what>[^,;:“”]{2,60}?)"
    r" (?:sau(?: đây)?|dưới đây|như sau)\s?:?$"
)
_OTHERS = re.compile(r"^(?:việc|yêu cầu)|nội dung")
_CONTENT = re.compile(
    r"^(?:các |một số )?nội dung(?: (?:tuyên truyền|cụ thể|chính|như sau|sau|cổ động|trực quan))"
    r"{0,3}(?: của .{1,60})?\s?:?$"
)
# Of a line about the hanging, the writing, the price, the choosing of slogans; of other years,
# other people, drafts and what has been: such a list is not what to show now.
_ABOUT = re.compile(
    r"^(?:\W{0,3})(?:yêu cầu|khi |chú ý|lưu ý|phân công|cách |quy (?:cách|định|trình)|tiêu chí"
    r"|thể lệ|kích thước|nguyên tắc|hướng dẫn (?:treo|viết|cách)|ví dụ|không (?:được )?(?:treo|dùng"
    r"|sử dụng)|cấm|trách nhiệm|đơn vị|nơi treo|mẫu chữ|vị trí|địa điểm|số lượng|thời gian|người)\b"
    r"|\b(?:viết |treo )?sai\b|lỗi\b|đối với (?:các )?khẩu hiệu|kinh phí|dự toán|chi phí|đơn giá"
    r"|báo giá|thanh toán|thành tiền"
)
_DISPUTED = re.compile(
    r"\bđã (?!đăng ký|duyệt|được duyệt|thống nhất|chọn|lựa chọn|hiệu chỉnh|phê duyệt|được phê)\w"
    r"|trước (?:đây|kia)|năm (?:trước|ngoái|qua)|các năm\b|\bcũ\b|dự thảo|dự kiến|góp ý"
    r"|ý kiến|bình chọn|biểu quyết|\bchưa\b|không\b|hết hiệu lực|đề xuất"
    r"|dự thi|đạt giải|giải thưởng|\bchấm\b|sáng tác|hội thi|cuộc thi|kết quả"
    r"|kiểm tra|rà soát|tháo (?:gỡ|dỡ)|thu hồi|vi phạm|phản ánh|phản cảm"
    r"|(?:tỉnh|nước|đơn vị|trường) bạn|nước ngoài|bài hát|bài thơ|lời (?:dạy|bác)|câu nói"
    r"|\bhô\b|hashtag|tên gọi|tiêu đề|bài viết|phóng sự|thuyết minh"
)
# Of a heading over it.
_PART_DISPUTED = re.compile(
    r"^(?:kết quả|báo cáo|đánh giá|tình hình|dự thảo|góp ý|thể lệ|cơ cấu giải|dự toán|kinh phí"
    r"|những việc đã|công tác đã|đã )|năm (?:trước|ngoái|qua)\b|dự thảo|không sử dụng|tham khảo của"
)
# Kinds of letters that tell of slogans, and do not order them.
_TELLS = re.compile(
    r"^(?:báo cáo|thể lệ|dự toán|biên bản|hợp đồng|báo giá|tờ trình|giấy mời|bản tin|quy chế|đề"
    r" cương|kịch bản|bài phát biểu|diễn văn|quyết toán|phiếu)\b"
)
# "Các khẩu hiệu trên chưa sử dụng …" behind a list speaks of it.
TAKES_BACK = re.compile(
    rf"^(?:toàn bộ |tất cả |riêng )?(?:các |những |\d{{1,3}} )?(?:{_THING}|câu|nội dung)"
    r"[^.;]{0,40}\b(?:trên|nêu trên|này|đó|ở trên|nói trên|đạt giải)\b[^.;]{0,60}"
    r"\b(?:không|chưa|thôi|ngừng|hết|bị|dừng|được thay|là của)\b"
)
# What is no longer to be shown, and what takes its place.
WITHDRAWS = re.compile(
    r"trước đây|bãi bỏ|hủy bỏ|loại bỏ|(?:^|[\s,;-])bỏ (?:các |những |nội dung )?"
    r"(?:khẩu hiệu|băng|câu|cụm)"
    r"|không (?:sử dụng|dùng|treo|tuyên truyền)|ngừng|thôi (?:sử dụng|dùng|treo)|thu hồi"
    r"|tháo (?:gỡ|dỡ)"
    r"|(?:khẩu hiệu|nội dung|câu|thông điệp)(?: số \d{1,3})? cũ\b|đã (?:ghi|nêu|ban hành|đăng)"
    r"|thay (?:thế )?(?:cho )?(?:cụm từ|khẩu hiệu|câu|nội dung)|không còn|hết hiệu lực|đính chính"
)
REPLACED = re.compile(
    r"(?:sửa|điều chỉnh|đính chính)(?: lại)? như sau|\bnay (?:được )?(?:sửa|thay|đổi|điều chỉnh)"
    r"|(?:thay|đổi|sửa|điều chỉnh) (?:thế |lại |đổi |chữa )?(?:bằng|thành|là)\b"
    r"|không (?:còn )?(?:sử dụng|dùng|phù hợp)|bị bãi bỏ|được thay"
)
# A list of what comes instead.
_INSTEAD = re.compile(r"\bbằng\b|bổ sung|thành\b|\bmới\b")
_YEAR = re.compile(r"\bnăm (20\d\d)\b")
_SENTENCES = re.compile(r"(?<=[.!?])\s(?=[^\W\d_a-z])")
LONGEST_LEAD = 400
# Words of a line above a list that count as its heading.
_HEADING = 160
# Lines in which the kind of a letter stands.
TOP = 40


def last_sentence(text: str) -> str:
    """The sentence of a line that announces what follows, folded."""
    return folded(_SENTENCES.split(text)[-1]).strip(' *_“”"')


def announces(item: OutlineItem) -> Announced:
    """What a paragraph announces."""
    words = last_sentence(item.text).rstrip(".;")
    if len(item.text) > LONGEST_LEAD or words.endswith("!"):
        return Announced.NOT
    opens = words.endswith(":") or ANNOUNCES.search(words) or bool(item.children)
    opens = opens or (item.depth < Depth.SIGN and item.text[-1:] not in ".;" and is_short(item))
    if not opens or _announces_others(words) or _ENDS_OPEN.search(words):
        return Announced.NOT
    if names(words):
        return Announced.NAMED
    if _HANGS.match(words):
        return Announced.SHOWN
    if VISUAL.search(words):
        return Announced.PERHAPS
    return _content(item) if _CONTENT.match(words) else Announced.NOT


def names(words: str) -> bool:
    """Whether folded words name slogans as what comes next."""
    said = any(one.search(words) for one in (_NAMES, _CARRIES, _CALLED_LAST))
    return said and not _ABOUT.search(words)


def column_announces(heading: str) -> Announced:
    """What a column is about by its heading."""
    words = folded(heading).strip()
    if _ABOUT.search(words):
        return Announced.NOT
    return Announced.NAMED if _NAMES.match(words) else Announced.NOT


def is_about(words: str) -> bool:
    """Whether folded words are about the hanging or the writing of slogans."""
    return bool(_ABOUT.search(words))


def withdraws(words: str) -> bool:
    """Whether a list is of what is no longer to be shown."""
    return bool(WITHDRAWS.search(words)) and not _INSTEAD.search(words)


def is_disputed(item: OutlineItem, year: int | None) -> bool:
    """Whether a line, or a heading over it, says that slogans are of another time, of others, or
    not decided."""
    words = last_sentence(item.text)
    instead = _INSTEAD.search(words) if WITHDRAWS.search(words) else None
    return disputes(words[instead.start() if instead else 0 :], year) or is_disputed_part(item)


def is_disputed_part(item: OutlineItem) -> bool:
    """Whether a heading over a line says so."""
    above = [folded(one.text)[:_HEADING] for one in item.above() if one.kind is not None]
    return any(map(_PART_DISPUTED.search, above))


def tells_only(items: Iterable[OutlineItem]) -> bool:
    """Whether a letter is of a kind that orders no slogans: a report, an estimate."""
    kinds = [folded(one.text) for one in items if one.kind is None and is_upper(one.text)]
    return any(map(_TELLS.match, kinds))


def is_short(item: OutlineItem) -> bool:
    """Whether a line is short enough for a heading."""
    return is_upper(item.text) or item.depth is Depth.TITLE or len(item.text.split()) <= 12


def disputes(words: str, year: int | None) -> bool:
    """Whether words say that slogans are of another time, of others, or not decided."""
    years = [int(found) for found in _YEAR.findall(words)]
    return bool(_DISPUTED.search(words)) or bool(year and years and max(years) < year)


def _announces_others(words: str) -> bool:
    found = _OTHERS_SAME.search(words)
    return bool(found and not VISUAL.search(found[0]) and not _OTHERS.search(found["what"]))


def _content(item: OutlineItem) -> Announced:
    """Of a line "Nội dung:": whether it speaks of what hangs in the street."""
    above = [one for one in item.above() if one.kind is not None][:2]
    if any(VISUAL.search(folded(one.text)) for one in (item, *above)):
        return Announced.SHOWN
    beside = item.parent.children[:8] if item.parent else []
    return Announced(any(VISUAL.search(folded(one.text)) for one in beside))
