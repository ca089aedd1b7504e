"""How a line reads by itself: like a slogan, like an order, like a label."""

import re
from itertools import pairwise

from publisher.domain.slogan import no_slogan
from publisher.letters.line import folded

_LABEL = re.compile(
    r"^(?:(?:các|về) )?(?:hình thức|thời (?:gian|điểm|hạn)|địa (?:điểm|bàn)|đơn vị|cơ quan|nội"
    r" dung|đối tượng|kinh phí|chủ trì|phối hợp|"
    r"số lượng|ghi chú|yêu cầu|mục đích|quy cách|kích thước|ma[- ]?két|màu sắc|phông|chất liệu|vị"
    r" trí|phạm vi|phương thức|"
    r"chủ đề|thể loại|hoạt động|lưu ý|trách nhiệm|biện pháp|nhiệm vụ|kết quả|tiến độ|tên"
    r" gọi|người|hashtag|đường dẫn|lưu|nơi nhận|kính gửi)\b[^!:]{0,60}:"
    r"|^(?:thời (?:gian|điểm|hạn)|hình thức|địa điểm|kinh phí|ghi chú|kích thước|quy cách)"
    r"(?: [^\W\d_]{1,12}){0,4}$"
)
# A line of days and hours alone.
_TIME = re.compile(
    r"^(?:(?:thứ|hai|ba|tư|năm|sáu|bảy|chủ|nhật|ngày|tháng|từ|đến|hết|nay|cho|và|giờ|phút|lúc|quý"
    r"|khoảng|trước|sau|đợt|[ivx]{1,4}|\d{1,4}(?:h\d{0,2})?)\b|[\s\d/.,:;()–—-]){1,200}$"
)
# Of a slogan and something else: the one who shows it, its prize, its place.
DECORATED = re.compile(
    r"^(?:giải|đối với|khối|nhóm|đợt|phòng|đoàn thanh niên|hội|dành cho|tại|mặt (?:trước|sau))\b"
    r"[^:!]{0,50}:|[!”\"] ?\([^()]{0,80}\)\W{0,2}$"
)
# Times, sizes, money, steps, names: what lists hold that are none of slogans.
_OTHER = re.compile(
    r"^\d{1,2}(?:h|:| giờ)\d{0,2}\b|\d ?m?x ?\d|\dm? x \d|\d\.000\b|^(?:bước|mẫu) (?:số )?\d"
    r"|^(?:\d{1,2} )?giải\b|^câu lạc bộ|^(?:ông|bà|anh|chị|đồng chí|đ/c)\b[^!]{0,80}[,:]"
    r"|^(?:các |những )?(?:khẩu hiệu|biểu ngữ|thông điệp|băng[- ]?rôn|pa[- ]?nô)\b|nơi nhận"
    r"|^#|\?$|www\.|https?:|@|\bđt:|\d{4}[. ]\d{3}[. ]\d{3}"
)
_NOTE_BEHIND = re.compile(
    r"(?<=[!”\"]) ?\([^()]{0,80}\)\W{0,2}$"
    r"| \((?:treo|băng|pa|phướn|khổ|\d{1,2} (?:cái|chiếc|tấm|băng)|tại|cổng|dùng|in|dành)"
    r"[^()]{0,80}\)$"
)
_ORDERS = re.compile(
    r"^(?:treo|căng|lắp đặt|in|dựng|đăng|chia sẻ|triển khai|tổ chức|hướng dẫn|chỉ đạo|rà soát|trang"
    r" trí|bố trí|mỗi đơn vị|các (?:đơn vị|cấp|cơ quan|địa phương)|đề nghị|giao|tham mưu|báo cáo"
    r"|phát động|lồng ghép|sử dụng|tuyên truyền|cập nhật|viết|gửi|phối hợp|thường xuyên|như trên"
    r"|như kính gửi|lưu)\b"
)
_OPENING = re.compile(
    r"^(?:nhiệt liệt|chào mừng|toàn thể|toàn đảng|toàn dân|quyết tâm|tinh thần|đoàn kết|thi"
    r" đua|phát huy|tích cực|hăng hái|"
    r"mỗi |vì |tất cả vì|ra sức|đời đời|hãy |không |nói không|tăng cường|nâng cao|xây dựng|bảo"
    r" vệ|bảo đảm|đảm bảo|đẩy mạnh|"
    r"chủ động|đổi mới|công đoàn|giai cấp|cán bộ|đoàn viên|công nhân|người lao động|an"
    r" toàn|sống|học tập|kỷ niệm|hướng tới|"
    r"thực hiện|tự hào|kiên quyết|chung tay|cùng |đồng hành|nơi nào|ở đâu|đảng |chủ tịch|tháng )"
)
_HAIL = re.compile(r"(?:muôn năm|sống mãi.{0,40}|quang vinh|bất diệt|vĩ đại.{0,20}|vẻ vang)[!.]?$")
# Words of orders and of references: slogans call, they do not instruct.
_OFFICIAL = re.compile(
    r"\bbáo cáo\b|phối hợp với|theo quy định|các đơn vị|đề nghị\b|\bsố"
    r" \d{1,8}|\d{1,8}[-/](?:kh|qđ|nq|ct|hd|cv|tb)\b|căn cứ"
    r"|\bgiao (?:cho|các|ban|văn|phòng|liên|công|sở|đồng)\b|"
    r"\bkinh phí\b|tham mưu|cơ quan báo chí|trên các (?:trang|tuyến|phương tiện)|tổ chức"
    r" (?:treo|tuyên truyền)|\bv\.v|\.\.\.|"
    r"^(?:treo|căng|lắp đặt|in|dựng|đăng|chia sẻ|triển khai|tổ chức|hướng dẫn|chỉ đạo|rà soát)\b"
)
QUOTED = re.compile(r"“([^“”]{6,300})”|\"([^\"]{6,300})\"|«([^«»]{6,300})»|„([^„“”]{6,300})[“”]")
# What stands between quotes of one list.
LINK = re.compile(r"^[\s,;.và/+–-]{0,40}$")
_FULL_STOP = re.compile(r"(?<=[!”\"»])\s?\.$")
_QUOTED_WHOLE = re.compile(
    r"“[^“”]{0,2000}”|\"[^\"]{0,2000}\"|«[^«»]{0,2000}»|„[^„“”]{0,2000}[“”]|\*[^*]{0,2000}\*"
)
_BETWEEN_CALLS = re.compile(r"(?<=!)\s?[;.,]?\s(?=[^\W\d_]|[“\"])")
SHORTEST, TOGETHER, LONGEST = 3, 7, 48  # words


def score(text: str, *, quoted: bool = False) -> int:
    """How much a line reads like a slogan: above 0 rather yes, below 0 rather no."""
    words = folded(text)
    count = len(words.split())
    points = (
        3 * words.endswith("!")
        + bool(_OPENING.match(words))
        + 2 * bool(_HAIL.search(words))
        + quoted
    )
    points -= 3 * (count > LONGEST) + (count > 36) + 3 * (count < SHORTEST)
    points -= (
        4 * words.endswith(":") + 4 * bool(_LABEL.match(words)) + 2 * len(_OFFICIAL.findall(words))
    )
    points -= (words.endswith((".", ";")) and not words.endswith("!.")) + 2 * (";" in words[:-1])
    return points


def words_of(text: str) -> tuple[str, bool]:
    """A slogan as it is said, without the marks of a list around it; and whether it stood in
    quotes.
    """
    bare = text.strip()
    bare = bare.rstrip(";,").strip()
    bare = _FULL_STOP.sub("", bare).strip()
    quoted = False
    while (
        len(bare) > 2
        and bare[0] in '“"«„*'
        and bare[-1] in '”"»“*'
        and _QUOTED_WHOLE.fullmatch(bare)
    ):
        bare, quoted = bare[1:-1].strip(), True
    return bare.rstrip(";,").strip(), quoted


def instructs(text: str) -> bool:
    """Whether a line tells somebody to do something, or is otherwise no slogan."""
    words = folded(words_of(text)[0])
    count = len(words.split())
    return bool(
        (_ORDERS.match(words) and not words.endswith("!"))
        or _OFFICIAL.search(words)
        or _LABEL.match(words)
        or words.endswith(":")
        or (count < SHORTEST and not words.endswith("!"))
        or count > LONGEST
    )


def undecorated(text: str) -> str:
    """A line without a note of where it hangs behind it: "… sức mạnh! (treo tại cổng)"."""
    return _NOTE_BEHIND.sub("", text)


def behind_label(text: str) -> str:
    """What stands behind a label such as "Cổng chính:"; all of it where there is none."""
    label, colon, rest = text.partition(": ")
    begins = rest.lstrip('“"«')[:1]
    named = colon and begins.isupper() and len(label) <= 60 and not set('!“"') & set(label)
    return rest if named and not label.isupper() else text


def is_odd(text: str) -> bool:
    """Whether a line among slogans is something else, or a slogan and something else."""
    words = folded(text)
    begins = text.lstrip("“\"«„'(")[:1]
    return bool(
        instructs(text)
        or _OTHER.search(words)
        or no_slogan(text)
        or not (begins.isupper() or begins.isdigit())
    )


def ends_list(text: str) -> bool:
    """Whether a line is a label or a time, over which no list of slogans goes."""
    words = folded(text).strip(' *_“”"')
    return bool(_LABEL.match(words) or _TIME.match(words))


def parts_of(text: str) -> list[str]:
    """Several slogans on one line: in quotes of their own, or each with its call sign."""
    quotes = list(QUOTED.finditer(text))
    if len(quotes) > 1 and all(LINK.match(text[a.end() : b.start()]) for a, b in pairwise(quotes)):
        return [found[0] for found in quotes]
    split = _BETWEEN_CALLS.split(text)
    # Short cheers in a row are one slogan: "Mừng Đảng quang vinh! Mừng Đất nước đổi mới!"
    whole = all(
        part.rstrip(";,. ").endswith(("!", "!”")) and len(part.split()) >= TOGETHER
        for part in split
    )
    return split if len(split) > 1 and whole else [text]
