"""The head of an official letter (Nghị định 30/2020/NĐ-CP, annex I): who, number, place and
date, kind and subject."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from publisher.letters.letter import Extract
from publisher.letters.line import LetterLine, clean, folded, is_rule, is_upper
from publisher.letters.markers import marker

# The head of a letter never takes more lines.
HEAD = 40
_MOTTO = re.compile(
    r"cộng hòa xã hội chủ nghĩa việt nam|đảng cộng sản việt nam|độc lập\s{0,3}[-–—]\s{0,3}tự"
    r" do\s{0,3}[-–—]\s{0,3}hạnh phúc",
    re.IGNORECASE,
)
_ANY_NUMBER = re.compile(
    r"\s{0,3}số\s{0,3}:?\s{0,3}(?P<number>\d{1,5}[a-z]?)?\s{0,3}"
    r"(?P<kind>[/-]\s?[\wđ&]{1,30}(?:\s?[-–/]\s?[\wđ&]{1,30}){0,8})",
    re.IGNORECASE,
)
_NUMBER = re.compile(f"^{_ANY_NUMBER.pattern}", re.IGNORECASE)
_DATE = re.compile(
    r"(?P<place>[^\W\d_][\w .'-]{1,40}?),?\s{0,3}ngày\s{0,3}(?P<day>\d{1,2}|[.…_"
    r" ]{1,40})?\s{0,3}tháng\s{0,3}(?P<month>\d{1,2}|[.…_"
    r" ]{1,40})?\s{0,3}năm\s{0,3}(?P<year>\d{4})",
    re.IGNORECASE,
)
_SHORT_DATE = re.compile(
    r"(?P<place>[^\W\d_][\w .'-]{1,40}?),\s{0,3}(?:ngày\s{0,3})?"
    r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})",
    re.IGNORECASE,
)
_EVENT = re.compile(r"\b(?:vào|lúc|giờ|lễ|từ|đến|trước|sau|hết|sáng|chiều|tối)\b|\d")
_KINDS = tuple(
    (
        "kế hoạch|hướng dẫn|công văn|thông báo|chương trình|chỉ thị|quyết định|nghị quyết|"
        "đề án|thông tri|thư ngỏ|thư kêu gọi|lời kêu gọi|báo cáo|biên bản|tờ trình|thể lệ"
    ).split("|")
)
_BY_SIGN = {
    "KH": "KẾ HOẠCH",
    "HD": "HƯỚNG DẪN",
    "TB": "THÔNG BÁO",
    "CTr": "CHƯƠNG TRÌNH",
    "CTR": "CHƯƠNG TRÌNH",
    "QĐ": "QUYẾT ĐỊNH",
    "NQ": "NGHỊ QUYẾT",
    "CT": "CHỈ THỊ",
}
_SIGN_OF_KIND = re.compile(r"(?:^|[\d/-])(?P<sign>KH|HD|TB|CTR|QĐ|NQ|CT)(?=[/-])")
_BEGINS = re.compile(
    r"^(?:căn cứ|thực hiện|triển khai thực hiện|nhằm|để |thi hành|theo |kính gửi|tiếp tục|hướng"
    r" tới|chào mừng|trên cơ sở|vừa qua)\b"
)
_ENDED = re.compile(r"[.!?][”\"]?$")
_SUBJECT = re.compile(r"^(?:v/v|về việc)\s{0,3}:?\s{0,3}", re.IGNORECASE)
_SECOND_COLUMN = re.compile(r"\bsố\s{0,3}:", re.IGNORECASE)
_BEFORE_NUMBER = re.compile(r"\bsố\s{0,3}(?::|\d{1,8}\s{0,3}[/-])", re.IGNORECASE)
_SECOND_NAME = re.compile(r"\s{1,3}(?=(?:LIÊN ĐOÀN LAO ĐỘNG TỈNH|LĐLĐ TỈNH|LĐLĐ HUYỆN))")
# A name that goes on in the next line.
_OPEN_END = re.compile(r"(?:^ủy ban bầu cử|[,&-]|\bvà|\bcủa|\bcác|\bkhu công)$")
_CAPITAL = re.compile(r"[A-ZĐ]")
_OPEN_NAME = re.compile(r"(?:tỉnh|huyện|thành phố|thị xã)$")
_ISSUES = re.compile(
    r"(?P<who>(?:ban (?:chấp hành|thường vụ) )?(?:(?:tổng )?liên đoàn lao động|(?:tổng )?lđlđ|công"
    r" đoàn)(?: [\wđ]{1,30}){0,7}?)"
    r"(?:,? (?:đã )?(?:ban hành|xây dựng)) (?:kế hoạch|hướng dẫn|chương trình)"
)
_ORGANIZATION = re.compile(
    r"^(?:tổng |liên đoàn|lđlđ|công đoàn|ban |đảng |đoàn |bch "
    r"|tỉnh ủy|ủy ban|ubnd|ubmttq|mặt trận"
    r"|sở |hội |huyện ủy|thị ủy|quận ủy|thành ủy|cđ|bộ |cục |chi cục|trung tâm|công ty|văn phòng"
    r"|tỉnh đoàn|huyện đoàn|thành đoàn|điện lực|bưu điện|hạt |thanh tra|đài |báo |học viện|kho bạc"
    r"|phòng |trường |viện |bệnh viện|ngân hàng|tập đoàn|xí nghiệp|nhà máy|trạm |tổ |đảng ủy)"
)
# Of the body above: no name by themselves.
_ORGAN = re.compile(r"^(?:ban (?:chấp hành|thường vụ|thường trực)|bch|btv)$")


class LetterHead(NamedTuple):
    """What stands above the first section."""

    kind: str
    title: Extract[str] | None
    number: Extract[str] | None
    signed_on: Extract[date] | None
    place: str
    issuer: Extract[str] | None


def head(lines: Sequence[LetterLine]) -> LetterHead:
    """The head of a letter; what it does not say is None."""
    top = [line for line in lines[:HEAD] if line.text]
    number, place_line = _number(top), _dated(top)
    kind, title = _subject(top)
    place, signed_on = place_line if place_line else ("", None)
    issuer = _issuer(top, number) or _said_issuer(lines[:120], place)
    return LetterHead(kind, title, number, signed_on, place, issuer)


def _number(top: Sequence[LetterLine]) -> Extract[str] | None:
    for line in top:
        for text in _columns(line.text):
            if found := _NUMBER.match(text):
                kind = "".join(found["kind"].split()).upper().replace("–", "-")
                if not _CAPITAL.search(kind):
                    continue
                doubt = "" if found["number"] else "văn bản chưa ghi số"
                return Extract(
                    value=f"{found['number'] or ''}{kind}",
                    line=line.number,
                    quote=text,
                    doubt=doubt,
                )
    return None


def _columns(text: str) -> list[str]:
    """A line, and the parts of it that a PDF may have set side by side."""
    place = _SECOND_COLUMN.search(text)
    return [text[place.start() :]] if place and place.start() else [text]


def _dated(top: Sequence[LetterLine]) -> tuple[str, Extract[date] | None] | None:
    for line in top:
        text = (
            _ANY_NUMBER.sub(" ", line.text, count=1) if "số" in folded(line.text)[:6] else line.text
        )
        found = _DATE.search(text) or _SHORT_DATE.search(text)
        if (
            not found
            or (found.re is _SHORT_DATE and not _stands_alone(text, found))
            or len(text) > 120
            or folded(text).startswith(("thực hiện", "căn cứ", "kèm theo", "("))
        ):
            continue
        place = clean(_MOTTO.sub("", found["place"])).strip(" ,-")
        try:
            signed = date(int(found["year"]), int(found["month"] or ""), int(found["day"] or ""))
        except ValueError:
            return place, None
        return place, Extract(value=signed, line=line.number, quote=found[0].strip())
    return None


def _stands_alone(text: str, found: re.Match[str]) -> bool:
    """Whether a date is a line, or a column, of its own: one in a sentence is an event's."""
    return (
        len(text[found.end() :].strip(" .")) == 0
        and len(found["place"].split()) <= 5
        and not _EVENT.search(folded(found["place"]))
    )


def _subject(top: Sequence[LetterLine]) -> tuple[str, Extract[str] | None]:
    for place, line in enumerate(top):
        words = folded(line.text)
        kind = next((kind for kind in _KINDS if words == kind or words.startswith(f"{kind} ")), "")
        if kind and (is_upper(line.text) or words == kind):
            own = line.text[len(kind) :].strip(" :-–") if words != kind else ""
            return kind.upper(), _title(top[place + 1 :], line, own)
        if _SUBJECT.match(line.text):
            return _kind_by_number(top), Extract(
                value=_sentence(_SUBJECT.sub("", line.text)), line=line.number, quote=line.text
            )
    return "", None


def _kind_by_number(top: Sequence[LetterLine]) -> str:
    """What the number says a letter with "V/v" is: "12-KH/TĐTN" is a plan."""
    number = _number(top)
    sign = _SIGN_OF_KIND.search(number.value) if number else None
    return _BY_SIGN[sign["sign"]] if sign else "CÔNG VĂN"


def _title(rest: Sequence[LetterLine], kind: LetterLine, own: str) -> Extract[str] | None:
    parts, first = ([own], kind) if own else ([], None)
    last = kind.number
    for line in rest[:4]:
        # A rule or an empty line ends a title that has begun.
        apart = line.number - last > 1 and not line.place and bool(parts)
        apart = apart or (bool(parts) and line.text.endswith((".", ":")))
        if apart or is_rule(line.text) or _ends_title(line.text):
            break
        parts.append(line.text)
        first, last = first or line, line.number
        if _ENDED.search(line.text):
            break
    if not parts or first is None:
        return None
    joined = " ".join(parts)
    return Extract(value=_sentence(_SUBJECT.sub("", joined)), line=first.number, quote=joined)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _ends_title(text: str) -> bool:
    words = folded(text)
    return bool(_BEGINS.match(words) and not is_upper(text) and len(text) > 60) or bool(
        marker(text)
        or words.startswith(("kính gửi", "căn cứ"))
        or len(text) > 260
        or text.startswith("(")
    )


def _issuer(top: Sequence[LetterLine], number: Extract[str] | None) -> Extract[str] | None:
    """The last body named in capitals above the number: the first may be the one above it."""
    names: list[tuple[str, int]] = []
    for line in top:
        if number and line.number > number.line:
            break
        text = clean(_MOTTO.sub(" ", _without_number(line.text))).strip(" *-–_")
        if not is_upper(text) or folded(text) in _KINDS or len(text) > 90:
            continue
        if _ORGAN.match(folded(text)):
            continue
        if names and (not _ORGANIZATION.match(folded(text)) or _is_open(names[-1][0])):
            names[-1] = (f"{names[-1][0]} {text}", names[-1][1])
        elif _ORGANIZATION.match(folded(text)):
            names += [(part, line.number) for part in _two_names(text)]
    if not names or (number is None and len(names) > 3):
        return None
    name, at = names[-1]
    return Extract(value=name, line=at, quote=name)


def _is_open(name: str) -> bool:
    return bool(_OPEN_END.search(folded(name)))


def _two_names(text: str) -> list[str]:
    """Superior and issuer on one line, as a table cell or a PDF may give them."""
    return [part for part in _SECOND_NAME.split(text) if part]


def _without_number(text: str) -> str:
    found = _BEFORE_NUMBER.search(text)
    return text[: found.start()] if found else text


def _said_issuer(lines: Sequence[LetterLine], place: str) -> Extract[str] | None:
    """Who says in the text that it issues the plan."""
    for line in lines:
        if found := _ISSUES.search(folded(line.text)):
            said = line.text[found.start("who") : found.end("who")]
            doubt = "đầu văn bản không ghi cơ quan ban hành; lấy theo lời văn"
            whole = f"{said} {place}" if place and _OPEN_NAME.search(said) else said
            return Extract(value=whole, line=line.number, quote=found[0], doubt=doubt)
    return None
