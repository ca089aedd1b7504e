"""A line of a document as the rest of this package sees it, wherever it came from."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache

from publisher.domain.errors import PlanRefused
from publisher.domain.text import clean as tidy

# A plan is a letter of some pages; what is longer is something else, or an attack.
MOST_LINES = 5_000  # paragraphs and cells
MOST_RAW = 20_000  # lines as a text file or a PDF cuts them
LONGEST_LINE = 2_000  # characters
MOST_TEXT = 1_500_000  # characters
_BLANKS = re.compile(r"\s{1,8000}")
# The two ways to place a tone mark on a glide are one word: "hoà" and "hòa".
_PLACED = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
# Only where the syllable ends ("hoạch" has one spelling), and "qu" is a consonant.
_PLACEMENT = re.compile(rf"(?<!q)(?:{'|'.join(_PLACED)})(?!\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """One paragraph, or one cell of a table. Text is NFC, on one line, with its list marker."""

    # As people are told: from 1 through the whole document.
    number: int
    text: str
    # Where else to look for it: "trang 3", "bảng 1, hàng 2"; empty when the number says it.
    place: str = ""
    # Of a table: its number, row and column (from 0) and the heading of the column; -1 outside of
    # tables.
    table: int = -1
    row: int = -1
    column: int = -1
    heading: str = ""

    def as_json(self) -> dict[str, object]:
        """For keeping."""
        return asdict(self)


def clean(text: str) -> str:
    """As every door takes it, on one line, blanks as one."""
    return _BLANKS.sub(" ", tidy(text)).strip()


def within_limits(lines: Sequence[LetterLine]) -> None:
    """Refuse what is too long for a letter: it is said, never cut. Raises PlanRefused."""
    if len(lines) > MOST_LINES:
        raise PlanRefused("letters.many_paragraphs", most=MOST_LINES)
    for line in lines:
        check_length(line.text, line.place or f"dòng {line.number}")
    if sum(len(line.text) for line in lines) > MOST_TEXT:
        raise PlanRefused("letters.much_text", most=MOST_TEXT // 1000)


def check_length(text: str, place: str) -> None:
    """Refuse a paragraph that is too long. Raises PlanRefused."""
    if len(text) > LONGEST_LINE:
        raise PlanRefused(
            "letters.long_paragraph", place=place, length=len(text), most=LONGEST_LINE
        )


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """Lower case with one placement of tone marks, each character where it was: for looking up
    words."""
    # Some capitals are two characters in lower case; none of ours.
    lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return _PLACEMENT.sub(lambda found: _PLACED[found[0]], lower)


def is_upper(text: str) -> bool:
    """Whether a text is written in capitals, as titles are."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= 4 and sum(char.isupper() for char in letters) / len(letters) > 0.85


def is_rule(text: str) -> bool:
    """Whether a line is only a rule or a page number."""
    return not any(unicodedata.category(char)[0] == "L" for char in text)
