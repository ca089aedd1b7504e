"""Where lines may break and which breaks look best: exact balancing by dynamic programming, without
fonts or pixels.

Every general renderer splits "Công / đoàn" (reference/rendering.md: 37-46 % of line ends). Here a
list of terms and a few rules forbid such breaks, and among what is allowed the evenest set of lines
is computed, not guessed.
"""

import math
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from publisher.domain.text import EMPHASIS, nfc

NBSP = "\u00a0"
# Where emphasis begins and ends, while words are told apart: private use, so in no text.
STRONG, PLAIN = "\ue000", "\ue001"
# A line that ends in one of these leaves the reader hanging.
FUNCTION_WORDS = frozenset(
    "và hoặc nhưng mà của là với cho các những mọi mỗi trong ngoài trên dưới để từ đến tới tại ở vì"
    " do bởi theo về được bị sẽ đã đang hãy không chưa rất càng như khi nếu thì rằng này một số"
    " bằng qua giữa trước sau cùng".split()
)
BEFORE_NUMBER = frozenset(
    "năm ngày tháng số thứ quý khóa lần đợt điều khoản chương quyết mùng hơn gần tầng phòng đường"
    " lớp trang mục bài kỳ".split()
)
AFTER_NUMBER = frozenset(
    "năm ngày tháng triệu tỷ nghìn ngàn trăm giờ phút giây người đồng đoàn lần km m kg ha % cấp xã"
    " huyện tỉnh".split()
)
# What a proper name follows: "tỉnh Lai Châu", "đồng chí Nguyễn Văn An".
BEFORE_NAME = frozenset(
    "tỉnh huyện xã phường thôn bản phố trấn ông bà anh chị em chí cụ mẹ".split()
)
# The same in capitals, where a name shows only by standing in the list.
PLACES = frozenset("tỉnh huyện phường".split())
LONGEST_NAME = 4  # syllables of a run of capitals that is taken for a name
PUNCTUATION = "“”\"'‘’«»()[]{}.,;:!?…–-"

# Costs in units of a wholly empty line.
HANGING = 0.12
ORPHAN = 0.60
JOINT = 0.30


class Word(NamedTuple):
    """What is never broken: a word, or a part of a long date range."""

    text: str
    # Whether a space stands between this piece and the one before it on the same line.
    spaced: bool
    # Whether a line may begin with it.
    may_start: bool
    # Whether a line must begin with it (the author's line break).
    must_start: bool
    # Whether a line that ends with it looks left hanging.
    hanging: bool
    # Whether the author emphasised it.
    strong: bool = False
    # Whether a line that begins with it tears a long term at a joint: "công đoàn | cơ sở".
    joint: bool = False


@cache
def load_terms(path: Path, glossary: tuple[str, ...] = ()) -> frozenset[tuple[str, ...]]:
    """The terms that stay together, as tuples of lower-case syllables; `glossary` are an
    organisation's own.
    """
    # Normalised as a whole: 1,700 calls would take longer than drawing the text.
    text = nfc("\n".join((path.read_text(encoding="utf-8"), *glossary))).lower()
    terms = (line.split("#", 1)[0].split() for line in text.split("\n") if line)
    return frozenset(tuple(term) for term in terms if len(term) > 1)


def pieces(text: str, terms: frozenset[tuple[str, ...]]) -> list[Word]:
    """The text as pieces with the breaks that are allowed.

    The author's NBSP and line ends win over every rule.
    """
    found: list[Word] = []
    marked = EMPHASIS.sub(rf"{STRONG}\1{PLAIN}", text)
    for paragraph in (line for line in marked.split("\n") if line.strip()):
        # str.split() without an argument would split at NBSP too.
        words, strong = _unmarked([word for word in paragraph.strip().split(" ") if word])
        glued, joints = _glued(words, terms)
        for number, word in enumerate(words):
            first, may_start = number == 0, number not in glued
            parts = _parts(word, first=first, may_start=may_start, new_line=bool(found))
            found += [
                part._replace(strong=strong[number], joint=not place and number in joints)
                for place, part in enumerate(parts)
            ]
    return found


def _unmarked(words: Sequence[str]) -> tuple[list[str], list[bool]]:
    """The words without their marks, and which of them are emphasised."""
    bare: list[str] = []
    strong: list[bool] = []
    inside = False
    for word in words:
        strong.append(inside or STRONG in word)
        inside = (
            word.rfind(STRONG) > word.rfind(PLAIN) if STRONG in word or PLAIN in word else inside
        )
        bare.append(word.replace(STRONG, "").replace(PLAIN, ""))
    return bare, strong


class Breaker:
    """The evenest lines of some pieces.

    What no width changes is prepared once; all widths are in one unit.
    """

    def __init__(self, items: Sequence[Word], widths: Sequence[float], space: float) -> None:
        self.count = len(items)
        # Width of a piece with the space before it, and without.
        self._wide = [
            width + space * item.spaced for item, width in zip(items, widths, strict=True)
        ]
        self._bare = list(widths)
        self._must = [item.must_start for item in items]
        self._start = [
            number == 0 or item.may_start or item.must_start for number, item in enumerate(items)
        ]
        # What it costs that a line ends before a piece.
        self._end = [
            HANGING * items[number - 1].hanging + JOINT * items[number].joint if number else 0.0
            for number in range(self.count)
        ]

    def lines(self, width: float, count: int) -> list[range] | None:
        """Exactly `count` lines of at most `width`, each as a range of indices; None when it cannot
        be done.
        """
        if not self.count:
            return None
        # cost[i]: the best cost of setting the first i pieces in the lines so far; back: where the
        # last line begins.
        cost: list[float] = [0.0] + [math.inf] * self.count
        back: list[list[int]] = []
        for line in range(count):
            cost, starts = self._one_more(cost, width, last=line == count - 1)
            back.append(starts)
        return None if cost[self.count] == math.inf else _trace(back, self.count)

    def _one_more(
        self, before: Sequence[float], width: float, *, last: bool
    ) -> tuple[list[float], list[int]]:
        count, wide, must, may, ends = self.count, self._wide, self._must, self._start, self._end
        cost, starts = [math.inf] * (count + 1), [-1] * (count + 1)
        for start in range(count):
            so_far = before[start]
            if so_far == math.inf or not may[start]:
                continue
            used = self._bare[start]
            end = start + 1
            while used <= width:
                if end == count:
                    if last:
                        slack = (width - used) / width
                        # A lone syllable at the end of the text.
                        here = (
                            so_far + slack * slack + (ORPHAN if end - start == 1 and start else 0.0)
                        )
                        if here < cost[end]:
                            cost[end], starts[end] = here, start
                    break
                if not last and may[end]:
                    slack = (width - used) / width
                    here = so_far + slack * slack + ends[end]
                    if here < cost[end]:
                        cost[end], starts[end] = here, start
                if must[end]:
                    break
                used += wide[end]
                end += 1
        return cost, starts


def fewest_lines(
    items: Sequence[Word], widths: Sequence[float], *, space: float, width: float
) -> int | None:
    """How many lines the pieces need at least, None when a piece or a glued group is wider than
    a line."""
    # Greedy is optimal for the number of lines: a line that holds more never makes the rest longer.
    lines, start, end, used, last_break = 0, 0, 0, 0.0, None
    while start < len(items):
        end, used, last_break = start, 0.0, None
        while end < len(items):
            if end > start and items[end].must_start:
                last_break = end
                break
            if end > start and items[end].may_start:
                last_break = end
            used += widths[end] + (space if end > start and items[end].spaced else 0.0)
            if used > width:
                break
            end += 1
        else:
            return lines + 1
        if last_break is None:
            return None
        start = last_break
        lines += 1
    return lines


def _trace(back: Sequence[Sequence[int]], count: int) -> list[range]:
    found: list[range] = []
    end = count
    for starts in reversed(back):
        found.append(range(starts[end], end))
        end = starts[end]
    return found[::-1]


def _parts(word: str, *, first: bool, may_start: bool, new_line: bool) -> list[Word]:
    """A word as pieces: a long range of dates may break after its dash."""
    cut = re.fullmatch(r"(.*\d[-–])(\d.*)", word) if len(word) > 14 and "/" in word else None
    texts = [cut[1], cut[2]] if cut else [word]
    hanging = (
        texts[-1].strip(PUNCTUATION).lower() in FUNCTION_WORDS and texts[-1][-1:] not in ",;:.!?)"
    )
    return [
        Word(
            text=text.replace(NBSP, " "),
            spaced=number == 0 and not first,
            may_start=number > 0 or may_start,
            must_start=number == 0 and first and new_line,
            hanging=hanging and number == len(texts) - 1,
        )
        for number, text in enumerate(texts)
    ]


def _glued(words: Sequence[str], terms: frozenset[tuple[str, ...]]) -> tuple[set[int], set[int]]:
    """Indices of words that must stay on the line of the word before them, and of those that
    better do."""
    bare = [word.strip(PUNCTUATION) for word in words]
    low = [word.lower() for word in bare]
    by_terms, joints = _by_terms(words, low, terms)
    glued = by_terms | _by_names(words, bare) | _by_numbers(words, low) | _by_dashes(words)
    return glued, joints - glued


def _by_terms(
    words: Sequence[str], low: Sequence[str], terms: frozenset[tuple[str, ...]]
) -> tuple[set[int], set[int]]:
    """Inside of terms. One that is made of two others may be torn between them, at a price."""
    glued: set[int] = set()
    joints: set[int] = set()
    for start in range(len(low)):
        for end in range(start + 2, min(len(low), start + _longest(terms)) + 1):
            if _closes(words[end - 2]):
                break
            if tuple(low[start:end]) in terms:
                inside = range(start + 1, end)
                torn = {
                    cut
                    for cut in inside
                    if tuple(low[start:cut]) in terms and tuple(low[cut:end]) in terms
                }
                glued |= set(inside) - torn
                joints |= torn
                named = start and low[start - 1] in PLACES
                glued |= {start} if named else set()
    return glued, joints


@cache
def _longest(terms: frozenset[tuple[str, ...]]) -> int:
    return max(map(len, terms), default=0)


def _by_names(words: Sequence[str], bare: Sequence[str]) -> set[int]:
    """Runs of capitalised syllables: Hồ Chí Minh.

    A text in capitals throughout says nothing about names.
    """
    if sum(word.isupper() for word in bare) > len(bare) / 2:
        return set()
    glued: set[int] = set()
    run = 0
    for number, word in enumerate(bare):
        run = run + 1 if word[:1].isupper() else 0
        named = run == 1 and number > 0 and bare[number - 1] in BEFORE_NAME
        if (named or 1 < run <= LONGEST_NAME) and not _closes(words[number - 1]):
            glued.add(number)
    return glued


def _by_numbers(words: Sequence[str], low: Sequence[str]) -> set[int]:
    glued: set[int] = set()
    for number in range(1, len(low)):
        left, right = low[number - 1], low[number]
        if _closes(words[number - 1]):
            continue
        after = left in BEFORE_NUMBER and right[:1].isdigit()
        before = left[-1:].isdigit() and right in AFTER_NUMBER
        if after or before:
            glued.add(number)
    return glued


def _by_dashes(words: Sequence[str]) -> set[int]:
    """A dash between words stays with what is before it; so does any lone sign. "2028 - 2033" stays
    whole.
    """
    signs = {
        number
        for number, word in enumerate(words)
        if number and not any(char.isalnum() for char in word)
    }
    ranges = {
        number + 1
        for number in signs
        if number + 1 < len(words)
        and words[number - 1][-1:].isdigit()
        and words[number + 1].strip(PUNCTUATION).isdigit()
    }
    return signs | ranges


def _closes(word: str) -> bool:
    """Whether a word ends a clause, so that nothing after it belongs to it."""
    return word[-1:] in ",;:.!?)"
