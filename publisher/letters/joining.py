"""Puts together what a line's end has cut: text files and PDFs hold lines, not paragraphs."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from publisher.letters.line import check_length, folded, is_rule, is_upper
from publisher.letters.markers import marker

# A file with a longer line than this has no line breaks but its paragraphs'.
WRAPPED = 130
# So many lines near one width, and it is the width at which lines are cut.
MOST_LIKE = 4
# So few lines do not show how a file is cut.
FEW = 12
# Characters in which brackets and quotes that a line's end cuts are looked for.
_NEAR = 160
_PAGE_NUMBER = re.compile(r"^[-–—]?\s?\d{1,3}\s?[-–—]?$")
_YEAR_LAST = re.compile(r"\d{4}$")
_YEAR_FIRST = re.compile(r"[-–—]\s?\d{4}\b")
# What begins something new wherever it stands.
_STANDS = re.compile(r"nơi (?:nhận|gửi)\b|kính gửi\b|phụ lục\b|(?:tm|kt|tl)\. ?ban\b")
_NAMES_SLOGANS = re.compile(r"khẩu hiệu|biểu ngữ|thông điệp")
_CALLED = ("!", "!”", '!"', "!;")
_ENDS = '!?)”"'
_ENDED = re.compile(r"[.!?;:…][”\"’)]?$")


class Raw(NamedTuple):
    """A line as it stands; an empty one separates."""

    number: int
    text: str
    # Characters, blanks before it included.
    width: int
    # It stands alone, whatever surrounds it.
    alone: bool = False
    # By its place on the page: it begins a paragraph, or goes on with a full line.
    begins: bool = False
    follows: bool = False


def joined(raws: Iterable[Raw], *, wrapped: bool | None = None) -> list[Raw]:
    """Paragraphs with the number of their first line. `wrapped`: lines are cut at a width (None:
    find out).

    Raises:
        PlanRefused: a paragraph grows longer than any is.
    """
    everything = list(raws)
    widest = _widest([raw.width for raw in everything if raw.text])
    cut = widest <= WRAPPED and _is_wrapped(everything) if wrapped is None else wrapped
    found: list[Raw] = []
    separated = True
    last_width = 0
    for raw in everything:
        if not raw.text or _is_drawn(raw.text):
            separated = True
            continue
        if separated and _PAGE_NUMBER.match(raw.text):
            continue
        separated = separated or raw.begins
        before = found[-1] if found else None
        if (
            before
            and not raw.alone
            and _goes_on(
                before, raw, separated, raw.follows or (cut and last_width > 0.72 * widest)
            )
        ):
            found[-1] = before._replace(text=f"{before.text} {raw.text}")
            check_length(found[-1].text, f"đoạn bắt đầu ở dòng {before.number}")
        else:
            found.append(raw)
        last_width, separated = raw.width, False
    return found


def _widest(widths: Sequence[int]) -> int:
    """The width at which a file is cut; a title that goes beyond it says nothing about the rest."""
    usual = [width for width in widths if width <= WRAPPED]
    beyond = len(widths) - len(usual)
    full = max(usual, default=0)
    near = sum(width > 0.85 * full for width in usual)
    if beyond and beyond * 10 <= len(widths) and near >= MOST_LIKE:
        return full
    return max(widths, default=0)


def _is_wrapped(raws: Sequence[Raw]) -> bool:
    """Whether lines are cut at a width: then some line goes on in small letters, or all are few."""
    texts = [raw.text for raw in raws if raw.text]
    return len(texts) < FEW or any(text[0].islower() and not marker(text) for text in texts)


def _is_span(before: str, after: str) -> bool:
    """Whether a line's end has cut a span of years: "nhiệm kỳ 2025" and "- 2030!"."""
    return bool(_YEAR_LAST.search(before) and _YEAR_FIRST.match(after))


def _is_open(before: str, after: str) -> bool:
    """Whether a line's end has cut what stands in brackets or quotes: "(28/7/1929"."""
    last = before[-_NEAR:]
    return any(
        last.rfind(opens) > last.rfind(closes) and (closes in after or not marker(after))
        for opens, closes in ("()", "“”")
    )


def _is_drawn(text: str) -> bool:
    """Whether a line is drawn between others, and says nothing."""
    return not any(char.isalnum() or char in _ENDS for char in text)


def _is_title(text: str) -> bool:
    """Whether a line is in capitals as titles are: one word ("COVID-19!") is none."""
    return is_upper(text) and len(text.split()) >= 2


def _goes_on(before: Raw, raw: Raw, separated: bool, full: bool) -> bool:
    """Whether a line continues the one before it."""
    if not (before.alone or separated) and (
        _is_span(before.text, raw.text) or _is_open(before.text, raw.text)
    ):
        return True
    if _STANDS.match(folded(raw.text)):
        return False
    if before.alone or marker(raw.text) or _ENDED.search(before.text):
        # A sentence may end where the line ends; what follows in small letters still belongs to it.
        return not before.alone and not marker(raw.text) and raw.text[0].islower() and not separated
    if (begun := marker(before.text)) and raw.text.endswith(_CALLED) and not separated:
        # "- Công đoàn Việt Nam" and "Đổi mới vì người lao động!" are one call on two lines.
        return not _NAMES_SLOGANS.search(folded(begun.rest))
    rest = raw.follows and raw.text.isupper() and len(raw.text.split()) == 1
    if _is_title(before.text) != _is_title(raw.text) and not rest:
        return False
    if is_rule(raw.text):
        # "…, nhiệm kỳ 2025 -" goes on with "2030!".
        return not separated
    return raw.text[0].islower() or (full and not separated)
