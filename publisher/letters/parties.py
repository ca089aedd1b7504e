"""Where and by whom: the channels a letter names and the bodies it gives work to, in its own
words."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from publisher.letters.letter import Extract
from publisher.letters.line import folded
from publisher.letters.outline import Depth, OutlineItem

_DOES = re.compile(
    r"^(?:đơn vị|cơ quan|bộ phận|ban|tổ chức)? ?(?:chủ trì|thực hiện|phụ trách|phối hợp|chịu trách"
    r" nhiệm|tham mưu|phân công|triển khai)"
    r"(?: (?:thực hiện|chính|triển khai|chủ trì|tham mưu)){0,6}\s{0,3}:\s{0,3}(?P<who>.{1,2000})$"
)
_HEADED = re.compile(
    r"đơn vị|cơ quan|chủ trì|phối hợp|phân công|người thực hiện|phụ trách|trách nhiệm"
)
_SECTION = re.compile(r"tổ chức thực hiện|phân công|trách nhiệm (?:của|thực hiện)")
_BODY = re.compile(
    r"^(?:đối với |giao |trách nhiệm của |đề nghị )?(?P<who>(?:(?:tổng )?liên đoàn|lđlđ|tổng"
    r" lđlđ|công đoàn|các cấp công đoàn|các (?:ban|cđ|lđlđ|công đoàn)|ban |văn phòng|"
    r"ủy ban|trung tâm|nhà văn hóa|báo |tạp chí|cổng thông tin|cđcs|cđ |đảng|tổ |cơ quan|các đơn"
    r" vị|sở |phòng |các trường|thường trực|lãnh đạo|cán bộ).{0,2000})$"
)


def channels(
    items: Sequence[OutlineItem], vocabulary: Sequence[tuple[str, re.Pattern[str]]]
) -> list[Extract[str]]:
    """Each known channel that the letter names, where it names it first."""
    found: dict[str, Extract[str]] = {}
    for item in items[1:]:
        if not item.in_body:
            continue
        words = folded(item.text)
        for name, pattern in vocabulary:
            if name not in found and (said := pattern.search(words)):
                found[name] = Extract(
                    value=name, line=item.line.number, quote=item.text[said.start() : said.end()]
                )
    return sorted(found.values(), key=lambda one: one.line)


def vocabulary(path: Path) -> list[tuple[str, re.Pattern[str]]]:
    """The channels we know, by name, from a TOML file of `[[channels]]` with `name` and `words`."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))["channels"]
    return [
        (
            one["name"],
            re.compile(
                "|".join(rf"(?<!\w){re.escape(folded(word))}(?!\w)" for word in one["words"])
            ),
        )
        for one in raw
    ]


def units(items: Sequence[OutlineItem]) -> list[Extract[str]]:
    """Who is given work, each body once."""
    found: dict[str, Extract[str]] = {}
    for item in items[1:]:
        for who in _who(item) if item.in_body else ():
            found.setdefault(
                folded(who), Extract(value=who, line=item.line.number, quote=item.text[:200])
            )
    return list(found.values())


def _who(item: OutlineItem) -> Iterator[str]:
    words = folded(item.text)
    if item.line.table >= 0:
        if (
            item.line.row > 0
            and _HEADED.search(folded(item.line.heading))
            and len(item.text.split()) <= 25
        ):
            yield from _names(item.text)
    elif said := _DOES.match(words):
        yield from _names(item.text[said.start("who") :])
    elif (body := _BODY.match(words)) and _is_heading(item) and _is_among_tasks(item):
        yield from _names(item.text[body.start("who") :].partition(":")[0])


def _is_among_tasks(item: OutlineItem) -> bool:
    marked = item.depth in (Depth.NUMBERED, Depth.SIGN)
    return marked and any(_SECTION.search(folded(above.text)) for above in item.above())


def _is_heading(item: OutlineItem) -> bool:
    """A short line with its tasks below it, or before a colon."""
    head = item.text.partition(":")[0]
    return (
        len(head.split()) <= 22
        and not head.endswith((".", ";"))
        and (bool(item.children) or ":" in item.text)
    )


def _names(text: str) -> Iterator[str]:
    for part in text.split(";"):
        name = part.strip(" .;,:")
        if 1 < len(name) <= 160:
            yield name
