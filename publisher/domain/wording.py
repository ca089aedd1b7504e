"""What a careful editor would mark in a Vietnamese text: lost diacritics, capitals, ages,
blanks, quotes. Pure."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from publisher.domain.reason import Reason
from publisher.domain.text import nfc
from publisher.sentences.catalogue import Value

# What is wrong and the swap that a Remark holds.
Finding = tuple[Reason, tuple[str, str] | None]
LETTERS = re.compile(r"[\w\u0300-\u036f]+")
_LOOK_ALIKE = dict(
    zip(
        "ÐðƉɖƊɗАВЕКМНОРСТУХаеорсухіІјЅѕԁһΑΒΕΖΗΙΚΜΝΟΡΤΥΧοα",
        "ĐđĐđĐđABEKMHOPCTYXaeopcyxiIjSsdhABEZHIKMNOPTYXoa",
        strict=True,
    )
)
WORD = re.compile(r"[^\W\d_]+")
# Not ours to correct: addresses, hashtags, places to fill.
SKIPPED = re.compile(r"https?://\S+|\S+@\S+|#\w+|\{[^{}]*\}")
# The same where letters are looked at one by one: those of a hashtag are ours too.
_NO_WORDS = re.compile(r"https?://\S+|\S+@\S+|\{[^{}]*\}")
DATES = re.compile(
    r"(?P<age>\d{1,4})\s+năm\b[^\n()]{0,120}?\(?\s*"
    r"(?P<from>\d{1,2}/\d{1,2}/(?P<first>\d{4}))\s*[-–]\s*"
    r"(?P<until>\d{1,2}/\d{1,2}/(?P<last>\d{4}))"
)
YEARS = re.compile(r"\b(\d{1,3})\s+năm\b")
# Words that mean something without marks: "xã hội cho công nhân" is no "hội chợ".
WHOLE = frozenset(
    "cho khi trong qua theo ra vui nay hai ba ta hay đi xa cao anh em con ai mai sau hoa ca ban"
    " ngang".split()
)
LONGEST = 5  # syllables of a term that is looked up without diacritics


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One thing to mend."""

    # From 0, within the text that was looked at.
    line: int
    # What is wrong; its advice is what to write.
    reason: Reason
    # What stands there and what to write in its place, when that is one thing only.
    swap: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Remembered:
    """A day of the calendar, for comparing what is typed of it."""

    name: str
    month: int
    day: int
    # The day it began; None when it has no age.
    since: date | None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What texts are compared with."""

    # Terms as tuples of lower-case syllables.
    terms: Collection[tuple[str, ...]]
    # Official names as they are written.
    names: Sequence[str]
    days: Sequence[Remembered] = ()
    _bare: Mapping[tuple[str, ...], set[tuple[str, ...]]] = field(init=False)

    def __post_init__(self) -> None:
        bare: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
        for term in self.terms:
            if len(term) <= LONGEST:
                bare[tuple(map(without_diacritics, term))].add(term)
        object.__setattr__(self, "_bare", dict(bare))

    def meant(self, syllables: tuple[str, ...]) -> list[tuple[str, ...]]:
        """The terms that these lower-case syllables are when diacritics were lost; empty when none
        were.
        """
        known = self._bare.get(tuple(map(without_diacritics, syllables)), set())
        if not known or syllables in known:
            return []
        return sorted(term for term in known if _lost(syllables, term))


def without_diacritics(text: str) -> str:
    """The letters alone: "Đoàn" gives "Doan"."""
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in apart if not unicodedata.combining(char))


def remarks(
    text: str, vocabulary: Vocabulary, *, since: date | None = None, on: date | None = None
) -> list[Remark]:
    """Everything to mend in a text, by line.

    `since`: the day that its years count from; `on`: the day of posting.
    """
    found: list[Remark] = []
    for number, line in enumerate(nfc(text).split("\n")):
        plain = SKIPPED.sub(lambda skipped: "\0" * len(skipped[0]), line)
        for why, swap in (
            *_diacritics(plain, vocabulary),
            *_capitals(plain, vocabulary.names),
            *_ages(plain, since, on),
            *_days(plain, vocabulary.days, on),
            *_signs(plain),
        ):
            found.append(Remark(line=number, reason=why, swap=swap))
        found += [replace(remark, line=number) for remark in look_alikes(line)]
    return found


def look_alikes(line: str) -> list[Remark]:
    """Letters of other scripts in words of ours: people do not see them, searches do."""
    plain = _NO_WORDS.sub(lambda skipped: "\0" * len(skipped[0]), nfc(line))
    return [Remark(line=0, reason=why, swap=swap) for why, swap in _look_alikes(plain)]


def _lost(written: Sequence[str], term: Sequence[str]) -> bool:
    """Whether the syllables are the term with marks lost, in at least one that is no word of its
    own."""
    pairs = list(zip(written, term, strict=True))
    other = [one for one, meant in pairs if one != meant]
    return all(_has_lost(*pair) for pair in pairs) and not all(one in WHOLE for one in other)


def _has_lost(written: str, meant: str) -> bool:
    """Whether each letter stands as it should or without its marks."""
    if len(written) != len(meant):
        return False
    return all(
        one in (other, without_diacritics(other)) for one, other in zip(written, meant, strict=True)
    )


def _diacritics(line: str, vocabulary: Vocabulary) -> Iterator[Finding]:
    words = list(WORD.finditer(line))
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + LONGEST), start + 1, -1):
            group = words[start:end]
            if any(line[one.end() : two.start()] != " " for one, two in pairwise(group)):
                continue
            if meant := vocabulary.meant(tuple(word[0].lower() for word in group)):
                written = line[group[0].start() : group[-1].end()]
                right = [_cased(written, term) for term in meant]
                swap = (written, right[0]) if len(right) == 1 else None
                yield _finding("wording.no_marks", swap, written=written, right=" / ".join(right))
                start = end - 1
                break
        start += 1


def _cased(written: str, term: Iterable[str]) -> str:
    """A term with the capitals of what was written."""
    syllables = zip(written.split(), term, strict=True)
    return " ".join(
        (
            meant.upper()
            if word.isupper() and len(word) > 1
            else meant.capitalize()
            if word[:1].isupper()
            else meant
        )
        for word, meant in syllables
    )


def _capitals(line: str, names: Sequence[str]) -> Iterator[Finding]:
    taken: set[int] = set()
    for name in sorted(names, key=len, reverse=True):
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", line, re.IGNORECASE):
            span = set(range(*found.span()))
            if span & taken:
                continue
            taken |= span
            # The first letter of a sentence is a capital, and so may be a whole heading.
            same = (
                found[0] == name
                or found[0][:1].lower() + found[0][1:] == name[:1].lower() + name[1:]
            )
            lowered = found[0][:1].islower() and name[:1].isupper()
            if not found[0].isupper() and (not same or lowered):
                swap = (found[0], name)
                yield _finding("wording.capitals", swap, written=found[0], right=name)


def _ages(line: str, since: date | None, on: date | None) -> Iterator[Finding]:
    ranges = list(DATES.finditer(line))
    for found in ranges:
        age, right = int(found["age"]), int(found["last"]) - int(found["first"])
        if age != right:
            yield _finding(
                "wording.age_of_dates",
                (found[0], found[0].replace(str(age), str(right), 1)),
                age=age,
                right=right,
                first=found["from"],
                last=found["until"],
            )
    if since and on and not ranges:
        right = on.year - since.year
        typed = [int(found[1]) for found in YEARS.finditer(line)]
        if typed and right not in typed and "kỷ niệm" in line.lower():
            yield _finding(
                "wording.age_of_post",
                (f"{typed[0]} năm", f"{right} năm"),
                age=typed[0],
                right=right,
                since=since,
                year=on.year,
            )


def _days(line: str, days: Sequence[Remembered], on: date | None) -> Iterator[Finding]:
    """Typed ages and dates of days that the calendar knows."""
    lower, taken = line.lower(), set[int]()
    for known in sorted(days, key=lambda day: len(day.name), reverse=True):
        bare = known.name.removeprefix("Ngày ").lower()
        for found in re.finditer(
            rf"(?:(?P<age>\d{{1,4}})\s+năm\s+(?:ngày\s+)?)?{re.escape(bare)}(?!\w)", lower
        ):
            span = set(range(*found.span()))
            if span & taken:
                continue
            taken |= span
            yield from _typed_date(line[found.end() :], known)
            # With both dates beside it `_ages` has compared it already.
            if found["age"] and known.since and on and not DATES.search(line, found.start()):
                yield from _typed_age(int(found["age"]), known.name, known.since, on)


def _typed_age(age: int, name: str, since: date, on: date) -> Iterator[Finding]:
    right = on.year - since.year
    if age != right:
        yield _finding(
            "wording.age_of_day",
            (f"{age} năm", f"{right} năm"),
            age=age,
            right=right,
            name=name,
            began=f"{since.day}/{since.month}/{since.year}",
            since=since.isoformat(),
            year=on.year,
        )


def _typed_date(rest: str, known: Remembered) -> Iterator[Finding]:
    typed = re.match(
        r"[\s,]{0,2}\(?(?:ngày\s+)?(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>\d{4}))?", rest
    )
    if typed is None:
        return
    written = typed[0].lstrip(" ,(").removeprefix("ngày ")
    if (int(typed["day"]), int(typed["month"])) != (known.day, known.month):
        right = f"{known.day}/{known.month}"
        yield _finding("wording.other_day", None, written=written, name=known.name, right=right)


def _signs(line: str) -> Iterator[Finding]:
    bare = line.strip()
    if "  " in bare:
        yield _finding("wording.two_blanks", ("  ", " "))
    if '"' in bare:
        fixed = re.sub(r'"([^"\0]*)"', r"“\1”", bare)
        shown = re.search(r"“[^”]*”", fixed)
        yield _finding("wording.quotes", _quotes(bare), right=shown[0] if shown else "“…”")
    for found in re.finditer(r"[^\s\0]+ +([,;:!?…]|\.(?!\d))(?=\s|$)", bare):
        swap = (found[0], "".join(found[0].split()))
        yield _finding("wording.blank_before", swap, sign=found[1], place=found[0])
    for found in re.finditer(r"[^\W\d_]+([,;])[^\W\d_]+", bare):
        swap = (found[0], found[0].replace(found[1], f"{found[1]} ", 1))
        yield _finding("wording.no_blank_after", swap, sign=found[1], place=found[0])
    if "..." in bare:
        yield _finding("wording.three_dots", ("...", "…"))


def _finding(code: str, swap: tuple[str, str] | None, /, **arguments: Value) -> Finding:
    return Reason(code, arguments), swap


def _look_alikes(line: str) -> Iterator[Finding]:
    for found in LETTERS.finditer(line):
        word = found[0]
        right = nfc("".join(_LOOK_ALIKE.get(char, char) for char in _narrow(word)))
        # A whole word of another script is meant.
        narrow = _narrow(word) != word
        ours = narrow or any((char.isascii() and char.isalpha()) or char in "đĐ" for char in right)
        mixed = any(char.isascii() and char.isalpha() for char in word) or not _foreign(word)
        if right != word and ours and mixed:
            yield _finding("wording.look_alike", (word, right), written=word, right=right)


def _narrow(word: str) -> str:
    """Full-width and mathematical letters as plain ones."""
    return "".join(
        unicodedata.normalize("NFKC", char) if char > "\uff00" else char for char in word
    )


def _foreign(word: str) -> bool:
    return all("\u0370" <= char <= "\u052f" for char in word)


def _quotes(line: str) -> tuple[str, str] | None:
    found = re.search(r'"([^"\0]*)"', line)
    return (found[0], f"“{found[1]}”") if found else None
