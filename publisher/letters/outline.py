"""Which line of a letter belongs under which: from markers and capitals to a tree."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from publisher.letters.line import LetterLine, folded, is_rule, is_upper
from publisher.letters.markers import MarkerKind, marker

_ANNEX = re.compile(r"phụ lục\b")
_SHOWN = re.compile(
    r"khẩu hiệu|băng rôn|pa ?nô|thông điệp|tuyên truyền|cổ động"
    r"|^(?:danh mục|danh sách|nội dung|các |một số|hệ thống|mẫu |bảng )"
)
# What stands between a title and its content.
_NOTE = re.compile(r"^\(.{0,2000}\)$|^\(?(?:ban hành )?kèm theo\b")
END = re.compile(r"^(?:nơi nhận\s?:?|nơi gửi\s?:?)")
_SIGNED = re.compile(r"^(?:tm\.|t/m|tl\.|kt\.|tuq\.|q\.)\s?[^\W\d_]")


# Levels below each other: no letter has so many, and what looks at all levels above an item stays
# quick.
DEEPEST = 40


class Depth(IntEnum):
    """What opens a level; the outer ones come first."""

    TITLE = 0
    ROMAN = 1
    NUMBERED = 2
    PARAGRAPH = 3
    SIGN = 4


_DEPTHS = {
    MarkerKind.CAPITAL: Depth.TITLE,
    MarkerKind.ROMAN: Depth.ROMAN,
    MarkerKind.SECTION: Depth.NUMBERED,
    MarkerKind.DECIMAL: Depth.NUMBERED,
}


@dataclass(slots=True, eq=False)
class OutlineItem:
    """A line in its place."""

    line: LetterLine
    # Without its marker.
    text: str
    kind: MarkerKind | None
    depth: Depth
    number: int = 0
    parent: "OutlineItem | None" = None
    children: list["OutlineItem"] = field(default_factory=list)
    # Place in the list of all items.
    index: int = 0
    # In the letter itself, before the list of those who get it.
    in_body: bool = True

    def above(self) -> list["OutlineItem"]:
        """The items around it, the nearest first."""
        found, here = [], self.parent
        while here:
            found.append(here)
            here = here.parent
        return found

    def below(self) -> list["OutlineItem"]:
        """Everything under it, in order."""
        return [inner for child in self.children for inner in (child, *child.below())]

    def after(self) -> list["OutlineItem"]:
        """Its later siblings."""
        if self.parent is None:
            return []
        siblings = self.parent.children
        place = next(number for number, other in enumerate(siblings) if other is self)
        return siblings[place + 1 :]


@dataclass(slots=True)
class _Open:
    item: OutlineItem
    kind: MarkerKind | None
    closing: str


def outline(lines: Sequence[LetterLine]) -> list[OutlineItem]:
    """The lines as items of a tree under a root that is no line (the first item; its line has
    number 0).
    """
    root = OutlineItem(line=LetterLine(number=0, text=""), text="", kind=None, depth=Depth.TITLE)
    items, stack, in_body = [root], [_Open(root, None, "")], True
    for line in lines:
        if line.table < 0 and is_rule(line.text):
            continue
        item, closing = _item(line)
        in_body = _is_in_body(item, in_body)
        item.index, item.in_body = len(items), in_body
        if line.table >= 0:
            _hang(item, stack[-1].item)
        elif not (_is_note(item) and items[-1].depth is Depth.TITLE):
            _place(item, closing, stack)
        else:
            _hang(item, stack[-1].item)
        items.append(item)
    return items


def _item(line: LetterLine) -> tuple[OutlineItem, str]:
    found = marker(line.text)
    if found:
        item = OutlineItem(
            line=line,
            text=found.rest,
            kind=found.kind,
            depth=_DEPTHS.get(found.kind, Depth.SIGN),
            number=found.number,
        )
        return item, found.closing
    title = (
        is_upper(line.text) or _ANNEX.match(folded(line.text)) is not None
    ) and not line.text.endswith(("!", "!”"))
    return (
        OutlineItem(
            line=line, text=line.text, kind=None, depth=Depth.TITLE if title else Depth.PARAGRAPH
        ),
        "",
    )


def _is_in_body(item: OutlineItem, before: bool) -> bool:
    words = folded(item.text)
    if END.match(words) or (_SIGNED.match(words) and is_upper(item.text)):
        return False
    # An annex comes behind the signature and is a part of the plan again.
    return (
        before
        or words.lstrip("(").startswith("kèm theo")
        or (item.depth is Depth.TITLE and bool(_ANNEX.match(words) or _SHOWN.search(words)))
    )


def _is_note(item: OutlineItem) -> bool:
    return item.kind is None and bool(_NOTE.match(folded(item.text)))


def _place(item: OutlineItem, closing: str, stack: list[_Open]) -> None:
    if item.kind is None:
        while len(stack) > 1 and stack[-1].item.depth >= item.depth:
            stack.pop()
    elif (level := _same_list(item, closing, stack)) is not None:
        del stack[level:]
    elif item.kind is MarkerKind.CAPITAL:
        del stack[1:]
    elif item.kind is MarkerKind.ROMAN:
        while len(stack) > 1 and stack[-1].item.depth > Depth.TITLE:
            stack.pop()
    elif item.kind is MarkerKind.SECTION:
        _leave_lists(stack)
    del stack[DEEPEST:]
    _hang(item, stack[-1].item)
    stack.append(_Open(item, item.kind, closing))


def _leave_lists(stack: list[_Open]) -> None:
    """A heading such as "2.1" never stands inside a list of signs."""
    while len(stack) > 1 and stack[-1].item.depth > Depth.NUMBERED:
        stack.pop()


def _same_list(item: OutlineItem, closing: str, stack: list[_Open]) -> int | None:
    """The level in the stack whose list this item goes on with; None when it opens a list of its
    own.
    """
    for level in range(len(stack) - 1, 0, -1):
        other = stack[level]
        if other.kind is not item.kind or other.closing != closing:
            continue
        if (
            item.number == 0
            or item.kind is MarkerKind.SECTION
            or item.number == other.item.number + 1
        ):
            return level
    # A number that goes on with nothing: a new list begins with 1, anything else is a slip of the
    # typist.
    if item.number > 1:
        return next(
            (level for level in range(len(stack) - 1, 0, -1) if stack[level].kind is item.kind),
            None,
        )
    return None


def _hang(item: OutlineItem, under: OutlineItem) -> None:
    item.parent = under
    under.children.append(item)
