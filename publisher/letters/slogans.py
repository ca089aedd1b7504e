"""Finds the slogans of a letter, word for word: under what announces them, by how they are
written, or in quotes."""

import re
from collections.abc import Iterator, Sequence
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
_WORD = re.compile(r"khẩu hiệu|biểu ngữ|thông điệp")
# "… với nội dung sau", "gồm:", "như sau".
_ANNOUNCES = re.compile(r"(?:\bsau(?: đây)?|như sau|gồm(?: có)?|bao gồm|nội dung|cụ thể)\s?:?$")
_CONTENT = re.compile(
    r"^(?:các |một số )?nội dung(?: (?:tuyên truyền|khẩu hiệu|băng rôn|pa nô|pano|cụ thể|chính|như"
    r" sau|sau)){0,6}(?: của .{1,60})?\s?:?$"
)
_LABEL = re.compile(
    r"^(?:các )?(?:hình thức|thời (?:gian|điểm|hạn)|địa (?:điểm|bàn)|đơn vị|cơ quan|nội dung|đối"
    r" tượng|kinh phí|chủ trì|phối hợp|"
    r"số lượng|ghi chú|yêu cầu|mục đích|quy cách|kích thước|ma[- ]?két|màu sắc|phông|chất liệu|vị"
    r" trí|phạm vi|phương thức|"
    r"chủ đề|thể loại|hoạt động|lưu ý|trách nhiệm|biện pháp|nhiệm vụ|kết quả|tiến độ|tên"
    r" gọi|người|hashtag|đường dẫn)\b[^!]{0,60}(?::|$)"
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
    r" \d{1,8}|\d{1,8}[-/](?:kh|qđ|nq|ct|hd|cv|tb)\b|căn cứ|giao \w{1,40} |"
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


class _Region(NamedTuple):
    items: list[OutlineItem]
    # A word such as "khẩu hiệu" announced them.
    certain: bool
    # The least score that counts.
    least: int
    # Its items end with ";", the last with ".".
    enumerated: bool


def slogans(items: Sequence[OutlineItem]) -> list[Extract[str]]:
    """Every slogan in the order of the document, each once."""
    found: dict[int, list[Extract[str]]] = {}
    for item in items[1:]:
        for region in _regions(item):
            for inner in region.items:
                if inner.index not in found and (read := list(_read(inner, region))):
                    found[inner.index] = read
        if quotes := list(_quotes(item)):
            found.setdefault(item.index, quotes)
    for run in _calls(items, found):
        found |= run
    return _once([slogan for index in sorted(found) for slogan in found[index]])


def leads(item: OutlineItem) -> bool:
    """Whether a line announces slogans by name."""
    words = folded(item.text).strip()
    if not _WORD.search(words) or len(words) > 400 or words.endswith(("!", "!”")):
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


def _is_short(item: OutlineItem) -> bool:
    return is_upper(item.text) or item.depth is Depth.TITLE or len(item.text.split()) <= 12


def _regions(item: OutlineItem) -> Iterator[_Region]:
    """What stands under a line that announces slogans."""
    if item.line.table >= 0:
        if item.line.row > 0 and _WORD.search(folded(item.line.heading)):
            yield _region([item], certain=True, least=-1)
    elif leads(item):
        yield from _under(item, certain=True)
    elif (_CONTENT.match(folded(item.text)) and _is_visual(item)) or (
        item.text.endswith(":")
        and VISUAL.search(folded(item.text))
        and not _LABEL.match(folded(item.text))
    ):
        yield from _under(item, certain=False)


def _is_visual(item: OutlineItem) -> bool:
    """Whether a line "Nội dung:" speaks of what hangs in the street."""
    around = [item, *[above for above in item.above() if above.kind is not None][:2]]
    beside = item.parent.children if item.parent else []
    return any(
        VISUAL.search(folded(other.text))
        for other in (*around, *beside[:8])
        if not leads(other) or other in around
    )


def _under(item: OutlineItem, *, certain: bool) -> Iterator[_Region]:
    if item.children:
        yield _region(
            [one for one in item.below() if one.line.table < 0],
            certain=certain,
            least=-1 if certain else 1,
        )
        return
    run: list[OutlineItem] = []
    for after in item.after():
        text, quoted = words_of(after.text)
        if after.children or leads(after) or score(text, quoted=quoted) < (0 if certain else 1):
            break
        run.append(after)
    yield _region(run, certain=certain, least=0 if certain else 1)


def _region(items: list[OutlineItem], *, certain: bool, least: int) -> _Region:
    return _Region(items, certain, least, any(item.text.endswith(";") for item in items))


def _read(item: OutlineItem, region: _Region) -> Iterator[Extract[str]]:
    """The slogans of one line inside a region."""
    if item.line.table >= 0 and not item.text:
        return
    if any(child.kind for child in item.children) and not item.text.endswith(("!", "!”", "!;")):
        return
    for part in _parts(item.text):
        text, quoted = words_of(part)
        # The last item of "…; …; ….": its full stop ends the list, not the slogan.
        text = text.removesuffix(".") if region.enumerated else text
        points = score(text, quoted=quoted)
        if points < region.least or _is_heading_of_group(item, text):
            continue
        doubt = "" if (region.certain and points >= 0) or points >= 3 else UNSURE_FORM
        yield Extract(value=text, line=item.line.number, quote=part, doubt=doubt)


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


def _quotes(item: OutlineItem) -> Iterator[Extract[str]]:
    """Slogans quoted in running text behind words such as "băng rôn với nội dung", or behind a
    label with a colon."""
    text, chained, end = item.text, False, 0
    words = folded(text)
    shown = VISUAL.search(words)
    for quote in _QUOTED.finditer(text):
        inner = next(group for group in quote.groups() if group)
        before = words[max(0, quote.start() - _REACH) : quote.start()]
        chained = chained and bool(_LINK.match(text[end : quote.start()]))
        announced = bool(_BEFORE_QUOTE.search(before)) and not _NAMED.search(before)
        end = quote.end()
        chained = chained or announced
        value, _ = words_of(inner)
        visual = (shown is not None and shown.end() <= quote.start()) or (
            item.line.table >= 0 and bool(VISUAL.search(folded(item.line.heading)))
        )
        if (
            chained
            and visual
            and score(value, quoted=True) >= 1
            and len(value.split()) >= SHORTEST + 1
        ):
            yield Extract(
                value=value,
                line=item.line.number,
                quote=quote[0],
                doubt="" if value.endswith("!") else UNSURE_FORM,
            )
    yield from _behind_colon(item)


def _behind_colon(item: OutlineItem) -> Iterator[Extract[str]]:
    label, colon, rest = item.text.partition(":")
    if (
        colon
        and rest.strip()
        and _WORD.search(folded(label))
        and len(label.split()) <= 12
        and not _QUOTED.search(rest)
    ):
        for part in _parts(rest.strip()):
            value, quoted = words_of(part)
            if value.endswith("!") and score(value, quoted=quoted) >= 2:
                yield Extract(value=value, line=item.line.number, quote=part.strip())


def _calls(
    items: Sequence[OutlineItem], known: dict[int, list[Extract[str]]]
) -> Iterator[dict[int, list[Extract[str]]]]:
    """Lines that call out without having been announced: sure in company, doubtful alone."""
    alone = [
        item for item in items[1:] if item.in_body and item.index not in known and _is_call(item)
    ]
    numbers = {item.index for item in alone} | known.keys()
    for item in alone:
        company = item.index - 1 in numbers or item.index + 1 in numbers
        texts = [words_of(part)[0] for part in _parts(item.text)]
        doubt = "" if company and item.kind is not None else UNSURE_PLACE
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
        key = folded(slogan.value).strip(" !.")
        if key not in kept or (slogan.sure and not kept[key].sure):
            kept[key] = slogan
    return sorted(kept.values(), key=lambda slogan: slogan.line)
