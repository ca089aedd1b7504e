"""Finds the slogans of a letter, word for word: under what announces them, or in quotes.

Lists are judged whole. A slogan is sure only where the list is named as one of slogans to be
shown, every line of it reads like one, and nothing in the letter speaks against it.
"""

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from publisher.letters.announcing import (
    TAKES_BACK,
    TOP,
    Announced,
    announces,
    column_announces,
    disputes,
    is_disputed,
    is_disputed_part,
    last_sentence,
    tells_only,
    withdraws,
)
from publisher.letters.letter import Extract
from publisher.letters.line import folded, is_upper
from publisher.letters.outline import Depth, OutlineItem
from publisher.letters.quotations import UNSURE_FORM, UNSURE_LIST, key, quotations
from publisher.letters.wording import (
    DECORATED,
    SHORTEST,
    behind_label,
    ends_list,
    instructs,
    is_odd,
    parts_of,
    score,
    undecorated,
    words_of,
)

_IS_WORDS = re.compile(r"khẩu hiệu|thông điệp|nội dung|lời|câu\b")
UNSURE_PLACE = "nằm ngoài danh sách khẩu hiệu"


class _List(NamedTuple):
    """Lines that stand or fall together: siblings of one marker, or a column."""

    items: list[OutlineItem]
    announced: Announced
    # Something in the letter speaks against it: none of its lines is sure.
    disputed: bool
    # Lines without its mark stand between or behind: halves, perhaps.
    cut: bool = False


class _Letter(NamedTuple):
    """What every part of the reading looks at."""

    items: Sequence[OutlineItem]
    claimed: Container[int]
    # Of the letter's date.
    year: int | None
    # It tells of slogans and orders none.
    tells: bool


def slogans(
    items: Sequence[OutlineItem], *, claimed: Container[int] = frozenset(), year: int | None = None
) -> list[Extract[str]]:
    """Every slogan in the order of the document, each once.

    Args:
        claimed: the lines that another reader has taken as its own.
        year: of the letter.
    """
    letter = _Letter(items, claimed, year, tells_only(items[1:TOP]))
    found: dict[int, list[Extract[str]]] = {}
    withdrawn: set[str] = set()
    free = [
        item
        for item in items[1:]
        # A line that says when may announce a list as well.
        if item.in_body and (item.line.number not in claimed or item.text.endswith(":"))
    ]
    for item in free:
        quotes, gone = quotations(item, year=letter.year, trusted=not letter.tells)
        withdrawn |= gone
        for one in _lists(item, letter):
            if withdraws(_heading(one) or last_sentence(item.text)):
                withdrawn |= {key(words_of(inner.text)[0]) for inner in one.items}
                continue
            for inner in one.items:
                if inner.index not in found and (read := list(_read(inner, one))):
                    found[inner.index] = read
        if quotes and not any(one.sure for one in found.get(item.index, ())):
            found[item.index] = quotes
    found |= {
        item.index: _call(item) for item in free if item.index not in found and _is_call(item)
    }
    said = [slogan for index in sorted(found) for slogan in found[index]]
    return _once([slogan for slogan in said if key(slogan.value) not in withdrawn])


def _heading(one: _List) -> str:
    return folded(one.items[0].line.heading) if one.items else ""


def _lists(item: OutlineItem, letter: _Letter) -> Iterator[_List]:
    """The lists that a line, or the heading of a column, announces."""
    if item.line.table < 0:
        if strength := announces(item):
            yield from _under(item, letter, strength)
    elif item.line.row > 0 and (strength := column_announces(item.line.heading)):
        column = [one for one in letter.items[1:] if _column(one) == _column(item) and one.line.row]
        words = folded(item.line.heading)
        disputed = letter.tells or disputes(words, letter.year) or is_disputed_part(item)
        yield _List(column, strength, disputed)


def _column(item: OutlineItem) -> tuple[int, int]:
    return item.line.table, item.line.column


def _disputed(item: OutlineItem, letter: _Letter) -> bool:
    return letter.tells or is_disputed(item, letter.year)


def _under(item: OutlineItem, letter: _Letter, strength: Announced) -> Iterator[_List]:
    """What stands under an announcing line up to where its list ends, by marker."""
    inside = _inside(item, letter)
    region = list(_until_end(inside, letter, deep=bool(item.children)))
    after = letter.items[region[-1].index + 1 :][:1] if region else []
    taken_back = any(TAKES_BACK.search(folded(one.text)) for one in after)
    disputed = taken_back or _disputed(item, letter)
    groups: dict[tuple[int, int], list[OutlineItem]] = defaultdict(list)
    tables: dict[int, list[OutlineItem]] = defaultdict(list)
    for one in region:
        if one.line.table >= 0:
            tables[one.line.table].append(one)
        elif one.parent in (item, item.parent) or not (one.parent and announces(one.parent)):
            groups[id(one.parent), one.kind or 0].append(one)
    for cells in tables.values():
        if words := _words_column(cells):
            yield _List(words, strength, disputed)
    for group in groups.values():
        over = group[0].parent
        own = over in (item, item.parent) or bool(over and over.text.endswith("!"))
        own = own or group[0].depth is Depth.TITLE
        # Under a heading of its own that names no slogans.
        yield _List(group, strength if own else Announced.PERHAPS, disputed, _is_cut(group, letter))


def _is_cut(group: Sequence[OutlineItem], letter: _Letter) -> bool:
    """Whether a line without a mark stands right behind one of a list, and may belong to it."""
    behind = [letter.items[one.index + 1] for one in group if one.index + 1 < len(letter.items)]
    return any(
        one.kind is None
        and one.line.table < 0
        and one.text[-1:] not in ".:;/"
        and not (_ends(one, letter) or announces(one) or one.depth is Depth.TITLE)
        for one in behind
    )


def _inside(item: OutlineItem, letter: _Letter) -> Sequence[OutlineItem]:
    """What may be a list of an item: all under it, else what follows it, lines in capitals too."""
    following, after = letter.items[item.index + 1 :], item.after()
    if item.children or not following or after[:1] == following[:1]:
        return item.below() or [one for other in after for one in (other, *_under_call(other))]
    capitals = list(takewhile(lambda one: one.kind is None and is_upper(one.text), following))
    return capitals or [one for other in after for one in (other, *_under_call(other))]


def _words_column(cells: Sequence[OutlineItem]) -> list[OutlineItem]:
    """The column of a table under an announcing line that holds the words."""
    columns: dict[int, list[OutlineItem]] = defaultdict(list)
    # A table that begins with "1" has no headings.
    headless = any(cell.line.row == 0 and cell.text.rstrip(".)").isdigit() for cell in cells)
    for cell in cells:
        if headless or cell.line.row > 0 or cell.text.endswith("!"):
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
    inside: Sequence[OutlineItem], letter: _Letter, *, deep: bool
) -> Iterator[OutlineItem]:
    marked = False
    for place, one in enumerate(inside):
        following = inside[place + 1] if place + 1 < len(inside) else None
        if _ends(one, letter) or (not deep and (_own(one) or announces(one))):
            return
        if marked and one.kind is None and one.line.table < 0:
            if not (following and following.kind and _may_head(one)):
                return
            continue
        if not deep and one.kind is None and instructs(one.text):
            return
        marked = marked or one.kind is not None
        yield one


def _ends(item: OutlineItem, letter: _Letter) -> bool:
    """Whether no list of slogans goes over a line: a label, a window, the signature, recipients."""
    if item.line.table >= 0:
        return not item.in_body
    return not item.in_body or item.line.number in letter.claimed or ends_list(item.text)


def _own(item: OutlineItem) -> list[OutlineItem]:
    """What stands under a line; a number that goes on with an earlier list does not."""
    own = item.children and item.children[0].number <= 1 and not item.text.endswith("!")
    return item.children if own else []


def _under_call(item: OutlineItem) -> list[OutlineItem]:
    """A line that calls out is no heading: what the outline put under it goes on with its list."""
    return item.below() if item.text.endswith("!") and item.kind is None else []


def _may_head(item: OutlineItem) -> bool:
    return len(item.text.split()) <= 14 and (bool(announces(item)) or item.text[-1:] not in ".;:/")


def _stands(one: _List) -> bool:
    """Whether every line of a named list reads like a slogan: it is one as a whole, or not sure."""
    lines = [words_of(item.text)[0] for item in one.items if not _is_heading(item, one)]
    calls = sum(line.endswith("!") for line in lines)
    marked = all(item.kind or item.line.table >= 0 for item in one.items) and len(lines) > 1
    if one.disputed or one.announced < Announced.SHOWN or any(map(_spoils, lines)):
        return False
    if _labelled(lines):
        return False
    if one.announced is Announced.SHOWN:
        return calls == len(lines)
    return calls == len(lines) or (marked and (calls * 2 > len(lines) or not one.cut))


def _labelled(lines: Sequence[str]) -> bool:
    """Whether the lines of a list name a place each: "Cổng chính: …"."""
    labelled = sum(behind_label(line) != line for line in lines)
    return labelled > 1 and labelled * 2 >= len(lines)


def _spoils(line: str) -> bool:
    return is_odd(line) and not DECORATED.search(folded(line))


def _read(item: OutlineItem, one: _List) -> Iterator[Extract[str]]:
    """The slogans of one line of a list."""
    members = {other.index for other in one.items}
    under = [child for child in _own(item) if child.index not in members]
    called = item.text.endswith(("!", "!”", "!;"))
    if _is_heading(item, one) or (
        not called and any(child.kind and not ends_list(child.text) for child in under)
    ):
        return
    whole = _stands(one)
    lines = [words_of(other.text)[0] for other in one.items]
    calls_out = 2 * sum(line.endswith("!") for line in lines) > len(lines)
    enumerated = whole or any(other.text.endswith(";") for other in one.items)
    for part in parts_of(behind_label(item.text) if _labelled(lines) else item.text):
        text, quoted = words_of(undecorated(part))
        # The last item of "…; …; ….": its full stop ends the list, not the slogan.
        text = text.removesuffix(".") if enumerated else text
        least = -2 if one.announced is Announced.NAMED else 0
        if not whole and score(text, quoted=quoted) < least:
            continue
        # Among lines that call out, one that does not is a half of something, or something else.
        alike = whole and (text.endswith("!") or not calls_out)
        sure = alike and not is_odd(text) and not DECORATED.search(folded(item.text))
        sure = sure and not _is_half(item, one)
        doubt = UNSURE_FORM if one.announced is Announced.NAMED else UNSURE_LIST
        yield Extract(value=text, line=item.line.number, quote=part, doubt="" if sure else doubt)


def _is_half(item: OutlineItem, one: _List) -> bool:
    """Whether a cell holds several lines that may be parts of one slogan."""
    same = [other.text for other in one.items if _cell(other) == _cell(item)]
    called = all(text.endswith(("!", "!”", "!;")) for text in same)
    return item.line.table >= 0 and len(same) > 1 and not called


def _cell(item: OutlineItem) -> tuple[int, int, int]:
    return item.line.table, item.line.row, item.line.column


def _is_heading(item: OutlineItem, one: _List) -> bool:
    """Whether a line stands over others of its list, or names what follows."""
    above = item.depth is Depth.TITLE and any(o.depth is not Depth.TITLE for o in one.items)
    return (
        item.text.endswith(":")
        or item.text.startswith("(")
        or bool(announces(item))
        or (above and not item.text.endswith("!"))
    )


def _call(item: OutlineItem) -> list[Extract[str]]:
    """A line that calls out without having been announced."""
    return [
        Extract(value=text, line=item.line.number, quote=text, doubt=UNSURE_PLACE)
        for part in parts_of(item.text)
        if score(text := words_of(part)[0]) > 1
    ]


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
        words = key(slogan.value)
        if words not in kept or (slogan.sure and not kept[words].sure):
            kept[words] = slogan
    return sorted(kept.values(), key=lambda slogan: slogan.line)
