"""Finds the slogans of a letter, word for word: under what announces them, by how they are
written, or in quotes."""

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from publisher.letters.letter import Extract
from publisher.letters.line import folded, is_upper
from publisher.letters.outline import Depth, OutlineItem

# What slogans are shown on.
VISUAL = re.compile(
    r"khẩu hiệu|cổ động|trực quan|băng[- ]?rôn|băng[- ]?zôn|băng[- ]?dôn|pa[-"
    r" ]?nô|phướn|banner|bandrol|biểu ngữ|"
    r"áp[- ]?phích|thông điệp|tuyên truyền lưu động|chạy chữ|chữ điện tử|bảng điện tử|màn hình"
)
_WORD = re.compile(r"khẩu hiệu|biểu ngữ|thông điệp|slogan|(?:các|những) câu\b")
# "… với nội dung sau", "gồm:", "như sau".
_ANNOUNCES = re.compile(r"(?:\bsau(?: đây)?|như sau|gồm(?: có)?|bao gồm|nội dung|cụ thể)\s?:?$")
_CONTENT = re.compile(
    r"^(?:các |một số )?nội dung(?: (?:tuyên truyền|khẩu hiệu|băng rôn|pa nô|pano|cụ thể|chính|như"
    r" sau|sau)){0,6}(?: của .{1,60})?\s?:?$"
)
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
# What is no longer to be shown, and what takes its place.
_WITHDRAWS = re.compile(
    r"trước đây|bãi bỏ|hủy bỏ|loại bỏ|(?:^|[\s,;-])bỏ (?:các |những |nội dung )?"
    r"(?:khẩu hiệu|băng|câu|cụm)"
    r"|không (?:sử dụng|dùng|treo|tuyên truyền)|ngừng|thôi (?:sử dụng|dùng|treo)|thu hồi"
    r"|(?:khẩu hiệu|nội dung|câu|thông điệp)(?: số \d{1,3})? cũ\b|đã (?:ghi|nêu|ban hành|đăng)"
    r"|thay (?:thế )?(?:cho )?(?:cụm từ|khẩu hiệu|câu|nội dung)|không còn|hết hiệu lực|đính chính"
)
_REPLACED = re.compile(
    r"(?:sửa|điều chỉnh|đính chính)(?: lại)? như sau|\bnay (?:được )?(?:sửa|thay|đổi|điều chỉnh)"
    r"|(?:thay|đổi|sửa|điều chỉnh) (?:thế |lại |đổi |chữa )?(?:bằng|thành|là)\b"
    r"|không (?:còn )?(?:sử dụng|dùng|phù hợp)|bị bãi bỏ|được thay"
)
# A list of what comes instead.
_INSTEAD = re.compile(r"\bbằng\b|bổ sung|thành\b|\bmới\b")
_REPLACES = re.compile(
    r"(?:bằng|thành|nay là|lại là|đọc là|ghi là|viết là|khẩu hiệu mới|sau|bổ sung[^“”\"]{0,60})"
    r"(?: khẩu hiệu| câu| cụm từ| nội dung| mới){0,3}\s?:?\s?$"
)
# A line about the hanging or the writing of slogans announces none.
_ABOUT = re.compile(
    r"^(?:\W{0,3})(?:yêu cầu|khi |chú ý|lưu ý|vị trí|phân công|số lượng|cách |quy (?:cách|định)"
    r"|tiêu chí|thể lệ|kích thước|địa điểm|kinh phí|nguyên tắc|hướng dẫn (?:treo|viết|cách)"
    r"|ví dụ|không (?:được )?(?:treo|dùng|sử dụng)|cấm|trách nhiệm|đơn vị|nơi treo|mẫu chữ)"
    r"|\b(?:viết |treo )?sai\b|đối với (?:các )?khẩu hiệu"
)
# Of a slogan and something else: the one who shows it, its prize, its place.
_DECORATED = re.compile(
    r"^(?:giải|đối với|khối|nhóm|đợt|phòng|đoàn thanh niên|hội|dành cho|tại|mặt (?:trước|sau))\b"
    r"[^:!]{0,50}:|[!”\"] ?\([^()]{0,80}\)\W{0,2}$"
)
# A line that is about slogans from its first words on.
_NAMES_THEM = re.compile(
    r"^(?:(?:các|những|một số|\d{1,3}|danh mục|danh sách|hệ thống|nội dung|gợi ý|bổ sung|phụ lục"
    r"|câu|về|mẫu|tuyên truyền) ?){0,4}(?:câu )?(?:khẩu hiệu|biểu ngữ|thông điệp)"
)
_CALLED_LAST = re.compile(
    r"(?:khẩu hiệu|biểu ngữ|thông điệp|các câu)(?: [^\W_]{1,20}){0,5}\s?:$"
    r"|(?:các|những) câu .{0,160}:$"
    r"|(?:khẩu hiệu|biểu ngữ|thông điệp).{0,160}(?:sau|sau đây|gồm|nội dung|cụ thể|dòng chữ)\s?:?$"
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
_QUOTED = re.compile(r"“([^“”]{6,300})”|\"([^\"]{6,300})\"|«([^«»]{6,300})»|„([^„“”]{6,300})[“”]")
# What stands between quotes of one list.
_LINK = re.compile(r"^[\s,;.và/+–-]{0,40}$")
_BEFORE_QUOTE = re.compile(
    r"(?:khẩu hiệu|băng[- ]?(?:rôn|zôn|dôn)|pa[- ]?nô|phướn|biểu ngữ|dòng chữ|thông điệp|cụm từ|nội"
    r" dung|chữ điện tử|chạy chữ)"
    r"(?:[^“”\"«»;.!?]|\d\.\d){0,90}$"
)
_NAMED = re.compile(
    r"(?:phong trào(?: thi đua)?|cuộc vận động|chương trình|đề án|chủ đề|chỉ thị(?: số)?"
    r" ?\w{0,40}(?: về)?|chuyên đề|hội thi|cuộc thi|cuộc thi ảnh|giải|hashtag)[^“”]{0,25}$"
)
SHORTEST, TOGETHER, LONGEST = 3, 7, 48  # words
UNSURE_PLACE = "nằm ngoài danh sách khẩu hiệu"
UNSURE_FORM = "không viết như một khẩu hiệu"


class _List(NamedTuple):
    """Lines that stand or fall together: siblings of one marker, or a column."""

    items: list[OutlineItem]
    # A line or a column that is about slogans announced them.
    announced: bool


def slogans(
    items: Sequence[OutlineItem], *, claimed: Container[int] = frozenset()
) -> list[Extract[str]]:
    """Every slogan in the order of the document, each once.

    `claimed`: the lines that another reader has taken as its own.
    """
    found: dict[int, list[Extract[str]]] = {}
    withdrawn: set[str] = set()
    free = [item for item in items[1:] if item.in_body and item.line.number not in claimed]
    for item in free:
        quotes, gone = _quotes(item)
        withdrawn |= gone
        for one in _lists(item, items, claimed):
            if _withdraws(one, item):
                withdrawn |= {_key(words_of(inner.text)[0]) for inner in one.items}
                continue
            for inner in one.items:
                if inner.index not in found and (read := list(_read(inner, one))):
                    found[inner.index] = read
        if quotes:
            found.setdefault(item.index, quotes)
    for run in _calls(free, found):
        found |= run
    said = [slogan for index in sorted(found) for slogan in found[index]]
    return _once([slogan for slogan in said if _key(slogan.value) not in withdrawn])


def _withdraws(one: _List, announcing: OutlineItem) -> bool:
    """Whether a list is of what is no longer to be shown."""
    heading = one.items[0].line.heading if one.items and one.items[0].line.table >= 0 else ""
    words = folded(heading or announcing.text)
    return bool(_WITHDRAWS.search(words)) and not _INSTEAD.search(words)


def leads(item: OutlineItem) -> bool:
    """Whether a line announces slogans by name."""
    words = folded(item.text).strip()
    if not _WORD.search(words) or _ABOUT.search(words):
        return False
    if len(words) > 400 or words.endswith(("!", "!”")):
        return False
    if words.endswith((".", ";")) or not (
        words.endswith(":") or _ANNOUNCES.search(words) or _is_short(item)
    ):
        return False
    return not (item.line.table >= 0 and item.line.row > 0)


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


_FULL_STOP = re.compile(r"(?<=[!”\"»])\s?\.$")
_QUOTED_WHOLE = re.compile(
    r"“[^“”]{0,2000}”|\"[^\"]{0,2000}\"|«[^«»]{0,2000}»|„[^„“”]{0,2000}[“”]|\*[^*]{0,2000}\*"
)
_BETWEEN_CALLS = re.compile(r"(?<=!)\s?[;.,]?\s(?=[^\W\d_]|[“\"])")
# So far before a quote the words reach that announce it.
_REACH = 320
# So near a quote they say that it is withdrawn.
_CLAUSE = 90
_IS_WORDS = re.compile(r"khẩu hiệu|thông điệp|nội dung|lời|câu\b")


def _is_short(item: OutlineItem) -> bool:
    return is_upper(item.text) or item.depth is Depth.TITLE or len(item.text.split()) <= 12


def _lists(
    item: OutlineItem, items: Sequence[OutlineItem], claimed: Container[int]
) -> Iterator[_List]:
    """The lists that a line, or the heading of a column, announces."""
    words = folded(item.text)
    if item.line.table >= 0:
        if item.line.row > 0 and _WORD.search(folded(item.line.heading)):
            yield _List(_column(item, items), announced=True)
    elif leads(item):
        strong = bool(_NAMES_THEM.search(words) or _CALLED_LAST.search(words))
        yield from _under(item, items, claimed, announced=strong)
    elif _ABOUT.search(words):
        return
    elif (_CONTENT.match(words) and _is_visual(item)) or (
        item.text.endswith(":") and VISUAL.search(words) and not _LABEL.match(words)
    ):
        yield from _under(item, items, claimed, announced=False)


def _column(item: OutlineItem, items: Sequence[OutlineItem]) -> list[OutlineItem]:
    place = (item.line.table, item.line.column)
    return [
        one for one in items[1:] if (one.line.table, one.line.column) == place and one.line.row > 0
    ]


def _is_visual(item: OutlineItem) -> bool:
    """Whether a line "Nội dung:" speaks of what hangs in the street."""
    around = [item, *[above for above in item.above() if above.kind is not None][:2]]
    beside = item.parent.children if item.parent else []
    return any(
        VISUAL.search(folded(other.text))
        for other in (*around, *beside[:8])
        if not leads(other) or other in around
    )


def _under(
    item: OutlineItem,
    items: Sequence[OutlineItem],
    claimed: Container[int],
    *,
    announced: bool,
) -> Iterator[_List]:
    """What stands under an announcing line up to where its list ends, by marker."""
    inside = item.below() if item.children else item.after()
    region = list(_until_end(inside, claimed, deep=bool(item.children)))
    groups: dict[tuple[int, int, int], list[OutlineItem]] = defaultdict(list)
    for one in region:
        if one.line.table >= 0:
            groups[-1, one.line.table, one.line.column].append(one)
        else:
            groups[id(one.parent), one.kind or 0, 0].append(one)
    tables = {key[1] for key in groups if key[0] == -1}
    for number in tables:
        if words := _words_column([one for one in region if one.line.table == number]):
            yield _List(words, announced)
    for key, group in groups.items():
        if key[0] != -1:
            yield _List(group, announced)


def _words_column(cells: Sequence[OutlineItem]) -> list[OutlineItem]:
    """The column of a table under an announcing line that holds the words."""
    columns: dict[int, list[OutlineItem]] = defaultdict(list)
    for cell in cells:
        if cell.line.row > 0 or cell.text.endswith("!"):
            columns[cell.line.column].append(cell)
    named = [
        column
        for column in columns.values()
        if any(_IS_WORDS.search(folded(cell.line.heading)) for cell in column)
    ]
    return max(
        named or columns.values(),
        key=lambda column: sum(len(cell.text.split()) for cell in column),
        default=[],
    )


def _until_end(
    inside: Sequence[OutlineItem], claimed: Container[int], *, deep: bool
) -> Iterator[OutlineItem]:
    marked = False
    for place, one in enumerate(inside):
        following = inside[place + 1] if place + 1 < len(inside) else None
        if _ends(one, claimed) or (not deep and (one.children or leads(one))):
            return
        if marked and one.kind is None and one.line.table < 0:
            if not (following and following.kind and _may_head(one)):
                return
            continue
        if not deep and one.kind is None and _instructs(one.text):
            return
        marked = marked or one.kind is not None
        yield one


def _ends(item: OutlineItem, claimed: Container[int]) -> bool:
    """Whether no list of slogans goes over a line: a label, a window, the signature, recipients."""
    if item.line.table >= 0:
        return not item.in_body
    words = folded(item.text).strip(' *_“”"')
    return (
        not item.in_body
        or item.line.number in claimed
        or bool(_LABEL.match(words) or _TIME.match(words))
    )


def _may_head(item: OutlineItem) -> bool:
    return len(item.text.split()) <= 14 and (leads(item) or item.text[-1:] not in ".;:/")


def _instructs(text: str) -> bool:
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


def _stands(one: _List) -> bool:
    """Whether a list of an announcing line is one of slogans: it is, as a whole, or it is not."""
    lines = [item for item in one.items if not leads(item)]
    wrong = sum(_instructs(item.text) for item in lines)
    calls = sum(words_of(item.text)[0].endswith("!") for item in lines)
    marked = all(item.kind or item.line.table >= 0 for item in lines)
    return (
        one.announced
        and wrong * 4 <= len(lines)
        and (calls * 2 > len(lines) or (marked and len(lines) > 1))
    )


def _calls_out(one: _List) -> bool:
    calls = sum(words_of(item.text)[0].endswith("!") for item in one.items)
    return calls * 2 > len(one.items)


def _read(item: OutlineItem, one: _List) -> Iterator[Extract[str]]:
    """The slogans of one line of a list."""
    members = {other.index for other in one.items}
    whole, calls_out = _stands(one), _calls_out(one)
    enumerated = any(other.text.endswith(";") for other in one.items)
    under = [child for child in item.children if child.index not in members]
    called = item.text.endswith(("!", "!”", "!;"))
    if not called and any(child.kind and _goes_on(child) for child in under):
        return
    for part in _parts(item.text):
        text, quoted = words_of(part)
        # The last item of "…; …; ….": its full stop ends the list, not the slogan.
        text = text.removesuffix(".") if enumerated or whole else text
        points = score(text, quoted=quoted)
        if _is_heading_of_group(item, text) or (_instructs(text) and points < 3 and not whole):
            continue
        if not whole and points < (-1 if one.announced else 1):
            continue
        # Among lines that call out, one that does not is a half of something, or something else.
        alike = whole and (text.endswith("!") or not calls_out)
        plain = not (_instructs(text) or _DECORATED.search(folded(text)))
        sure = plain and (alike or points >= 3)
        yield Extract(
            value=text, line=item.line.number, quote=part, doubt="" if sure else UNSURE_FORM
        )


def _goes_on(child: OutlineItem) -> bool:
    """Whether a line under another is a part of it, and not what comes after the list."""
    return not _ends(child, ())


def _is_heading_of_group(item: OutlineItem, text: str) -> bool:
    return (
        text.endswith(":")
        or bool(leads(item))
        or (item.depth is Depth.TITLE and not text.endswith("!"))
    )


def _parts(text: str) -> list[str]:
    """Several slogans on one line: in quotes of their own, or each with its call sign."""
    quotes = list(_QUOTED.finditer(text))
    if len(quotes) > 1 and all(_LINK.match(text[a.end() : b.start()]) for a, b in pairwise(quotes)):
        return [found[0] for found in quotes]
    split = _BETWEEN_CALLS.split(text)
    # Short cheers in a row are one slogan: "Mừng Đảng quang vinh! Mừng Đất nước đổi mới!"
    whole = all(
        part.rstrip(";,. ").endswith(("!", "!”")) and len(part.split()) >= TOGETHER
        for part in split
    )
    return split if len(split) > 1 and whole else [text]


def _quotes(item: OutlineItem) -> tuple[list[Extract[str]], set[str]]:
    """Slogans quoted in running text behind words such as "băng rôn với nội dung", or behind a
    label with a colon; and the wording that the line withdraws."""
    # With its mark: "Khẩu hiệu 2:" says what is quoted.
    text, chained, end = item.line.text, False, 0
    words = folded(text)
    shown = VISUAL.search(words)
    headed = item.line.table >= 0 and bool(VISUAL.search(folded(item.line.heading)))
    found: list[Extract[str]] = []
    withdrawn: set[str] = set()
    quotes = list(_QUOTED.finditer(text))
    for place, quote in enumerate(quotes):
        value, _ = words_of(next(group for group in quote.groups() if group))
        before = words[max(end, quote.start() - _REACH) : quote.start()]
        after = words[quote.end() : quotes[place + 1].start() if place + 1 < len(quotes) else None]
        linked = chained and bool(_LINK.match(before))
        replaces = bool(shown and _REPLACES.search(before))
        if _is_withdrawn(before, after) and not (place and replaces):
            withdrawn.add(_key(value))
            chained, end = False, quote.end()
            continue
        announced = bool(_BEFORE_QUOTE.search(before)) and not _NAMED.search(before)
        chained, end = linked or announced or (place > 0 and replaces), quote.end()
        visual = (shown is not None and shown.end() <= quote.start()) or headed
        if (
            chained
            and visual
            and score(value, quoted=True) >= 1
            and len(value.split()) >= SHORTEST + 1
        ):
            doubt = "" if value.endswith("!") else UNSURE_FORM
            found.append(Extract(value=value, line=item.line.number, quote=quote[0], doubt=doubt))
    if not found:
        behind = list(_behind_colon(item))
        if _WITHDRAWS.search(words.partition(":")[0]):
            return [], withdrawn | {_key(one.value) for one in behind}
        found = behind
    return found, withdrawn


def _is_withdrawn(before: str, after: str) -> bool:
    clause = before[-_CLAUSE:]
    return bool(_WITHDRAWS.search(clause) or _REPLACED.search(after[:_CLAUSE]))


def _behind_colon(item: OutlineItem) -> Iterator[Extract[str]]:
    """Slogans in the same line as their label: "Các khẩu hiệu gồm: …; …; …."."""
    label, colon, rest = item.text.partition(":")
    words = folded(label)
    if not (colon and rest.strip() and _WORD.search(words)) or _QUOTED.search(rest):
        return
    if len(words.split()) > (12 if not _ANNOUNCES.search(words) else 40):
        return
    apart = _apart(rest)
    for part in apart if len(apart) > 1 else _parts(rest.strip()):
        value, quoted = words_of(part)
        value = value if value.endswith("!") else value.removesuffix("./.").removesuffix(".")
        if value.endswith("!") and score(value, quoted=quoted) >= 2:
            yield Extract(value=value, line=item.line.number, quote=part.strip())
        elif len(apart) > 1 and not _instructs(value):
            yield Extract(value=value, line=item.line.number, quote=part.strip(), doubt=UNSURE_FORM)


def _apart(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _calls(
    free: Sequence[OutlineItem], known: dict[int, list[Extract[str]]]
) -> Iterator[dict[int, list[Extract[str]]]]:
    """Lines that call out without having been announced: sure in company, doubtful alone."""
    alone = [item for item in free if item.index not in known and _is_call(item)]
    numbers = {item.index for item in alone} | known.keys()
    for item in alone:
        company = item.index - 1 in numbers or item.index + 1 in numbers
        shown = any(VISUAL.search(folded(above.text)) for above in item.above())
        texts = [words_of(part)[0] for part in _parts(item.text)]
        doubt = "" if company and shown and item.kind is not None else UNSURE_PLACE
        yield {
            item.index: [
                Extract(value=text, line=item.line.number, quote=text, doubt=doubt)
                for text in texts
                if score(text) > 1
            ]
        }


def _is_call(item: OutlineItem) -> bool:
    text, quoted = words_of(item.text)
    return (
        text.endswith("!")
        and len(text.split()) > SHORTEST
        and score(text, quoted=quoted) >= 3
        and not item.children
    )


def _once(found: Sequence[Extract[str]]) -> list[Extract[str]]:
    """The same words twice are one slogan: where they are sure, else where they come first."""
    kept: dict[str, Extract[str]] = {}
    for slogan in found:
        key = _key(slogan.value)
        if key not in kept or (slogan.sure and not kept[key].sure):
            kept[key] = slogan
    return sorted(kept.values(), key=lambda slogan: slogan.line)


def _key(value: str) -> str:
    return folded(value).strip(' !.“”"')
