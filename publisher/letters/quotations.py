"""Slogans in the midst of a sentence: in quotes behind "băng rôn với nội dung", or behind a label
with a colon; and the wording that a sentence withdraws."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from publisher.letters.announcing import (
    ANNOUNCES,
    REPLACED,
    VISUAL,
    WITHDRAWS,
    disputes,
    is_about,
    is_disputed_part,
    names,
)
from publisher.letters.letter import Extract
from publisher.letters.line import folded
from publisher.letters.outline import OutlineItem
from publisher.letters.wording import (
    LINK,
    QUOTED,
    SHORTEST,
    instructs,
    is_odd,
    parts_of,
    score,
    words_of,
)

_REPLACES = re.compile(
    r"(?:bằng|thành|nay là|lại là|đọc là|ghi là|viết là|khẩu hiệu mới|sau|bổ sung[^“”\"]{0,60})"
    r"(?: khẩu hiệu| câu| cụm từ| nội dung| mới){0,3}\s?:?\s?$"
)
_BEFORE_QUOTE = re.compile(
    r"(?:khẩu hiệu|băng[- ]?(?:rôn|zôn|dôn)|pa[- ]?nô|phướn|biểu ngữ|dòng chữ|thông điệp|cụm từ|nội"
    r" dung|chữ điện tử|chạy chữ)"
    r"(?:[^“”\"«»;.!?]|\d\.\d){0,90}$"
)
_NAMED = re.compile(
    r"(?:phong trào(?: thi đua)?|cuộc vận động|chương trình|đề án|chủ đề|chỉ thị(?: số)?"
    r" ?\w{0,40}(?: về)?|chuyên đề|hội thi|cuộc thi|cuộc thi ảnh|giải|hashtag)[^“”]{0,25}$"
)
# So far before a quote the words reach that announce it.
_REACH = 320
# So near a quote they say that it is withdrawn.
_CLAUSE = 90
_GOES_ON = re.compile(r"^(?:\W{0,3})(?:cụ thể|gồm|bao gồm|nội dung|như sau)\b[^“”]{0,40}“")
_SENTENCE_END = re.compile(r"[.!?]\s")
UNSURE_FORM = "không viết như một khẩu hiệu"
UNSURE_LIST = "danh sách chưa chắc là khẩu hiệu cần dùng"


class _Quote(NamedTuple):
    """A quote and the words around it, folded."""

    value: str
    whole: str
    before: str
    after: str
    # Slogans, or what they hang on, were named before it.
    visual: bool


def quotations(
    item: OutlineItem, *, year: int | None, trusted: bool
) -> tuple[list[Extract[str]], set[str]]:
    """The slogans in a line's sentences, and the keys of what it withdraws.

    Args:
        year: of the letter.
        trusted: the letter is of a kind that orders slogans; else none is sure.
    """
    trusted = trusted and not is_disputed_part(item)
    found: list[Extract[str]] = []
    withdrawn: set[str] = set()
    chained = disputed = False
    for place, quote in enumerate(_quotes(item)):
        replaces = quote.visual and bool(place and _REPLACES.search(quote.before))
        if _is_withdrawn(quote) and not replaces:
            withdrawn.add(key(quote.value))
            chained = False
            continue
        linked = chained and bool(LINK.match(quote.before))
        chained = linked or replaces or _is_announced(quote)
        disputed = disputed if linked else not _is_ordered(quote, year)
        if quote.visual and _may_be(quote.value) and not _NAMED.search(quote.before):
            sure = trusted and chained and (replaces or not disputed)
            sure = sure and _is_plain_call(quote.value)
            doubt = "" if sure else UNSURE_FORM
            found.append(_extract(item, quote.value, quote.whole, doubt))
    if not found:
        behind = list(_behind_colon(item, year=year, trusted=trusted))
        if WITHDRAWS.search(folded(item.line.text).partition(":")[0]):
            return [], withdrawn | {key(one.value) for one in behind}
        found = behind
    return found, withdrawn


def key(value: str) -> str:
    """What two writings of one slogan have in common."""
    return folded(value).strip(' !.“”"')


def _quotes(item: OutlineItem) -> Iterator[_Quote]:
    # With its mark: "Khẩu hiệu 2:" says what is quoted.
    text, end = item.line.text, 0
    words = folded(text)
    shown = VISUAL.search(words)
    headed = bool(VISUAL.search(folded(item.line.heading)))
    if _GOES_ON.match(words) and item.parent:
        # "… treo băng rôn." and then "Cụ thể: “…”".
        beside = item.parent.children
        place = next(number for number, one in enumerate(beside) if one is item)
        headed = headed or any(VISUAL.search(folded(one.text)) for one in beside[:place][-1:])
    quotes = list(QUOTED.finditer(text))
    for place, quote in enumerate(quotes):
        value, _ = words_of(next(group for group in quote.groups() if group))
        following = quotes[place + 1].start() if place + 1 < len(quotes) else None
        before = words[max(end, quote.start() - _REACH) : quote.start()]
        visual = (shown is not None and shown.end() <= quote.start()) or headed
        yield _Quote(value, quote[0], before, words[quote.end() : following], visual)
        end = quote.end()


def _may_be(value: str) -> bool:
    return score(value, quoted=True) >= 1 and len(value.split()) > SHORTEST


def _is_plain_call(value: str) -> bool:
    return value.endswith("!") and not is_odd(value)


def _is_announced(quote: _Quote) -> bool:
    return bool(_BEFORE_QUOTE.search(quote.before)) and not _NAMED.search(quote.before)


def _is_ordered(quote: _Quote, year: int | None) -> bool:
    """Whether the words before a quote name it as a slogan to be shown, and nothing disputes it."""
    words = _SENTENCE_END.split(quote.before)[-1].strip(' ;,“"')
    return names(words) and not disputes(words, year)


def _is_withdrawn(quote: _Quote) -> bool:
    return bool(WITHDRAWS.search(quote.before[-_CLAUSE:]) or REPLACED.search(quote.after[:_CLAUSE]))


def _behind_colon(item: OutlineItem, *, year: int | None, trusted: bool) -> Iterator[Extract[str]]:
    """Slogans in the same line as their label: "Các khẩu hiệu gồm: …; …; …."."""
    label, colon, rest = item.text.partition(":")
    words = folded(label)
    if not (colon and rest.strip() and VISUAL.search(words)) or QUOTED.search(rest):
        return
    if is_about(words) or len(words.split()) > (12 if not ANNOUNCES.search(words) else 40):
        return
    trusted = trusted and names(words) and not disputes(words, year)
    apart = [part.strip() for part in rest.split(";") if part.strip()]
    for part in apart if len(apart) > 1 else parts_of(rest.strip()):
        value, quoted = words_of(part)
        value = value if value.endswith("!") else value.removesuffix("./.").removesuffix(".")
        called = value.endswith("!") and score(value, quoted=quoted) >= 2
        alone = len(apart) == 1 and (len(value.split()) <= SHORTEST or is_odd(value))
        if called or not (alone or instructs(value)):
            sure = trusted and called and not is_odd(value)
            yield _extract(item, value, part.strip(), "" if sure else UNSURE_FORM)


def _extract(item: OutlineItem, value: str, quote: str, doubt: str) -> Extract[str]:
    return Extract(value=value, line=item.line.number, quote=quote, doubt=doubt)
