"""Marks of Markdown and HTML in a text: Facebook shows them as they are. Chat programs, web pages
and note-taking programs leave them. Pure; line by line."""

import html
import re
from collections.abc import Callable, Iterator

Swap = Callable[[re.Match[str]], str]
# Not looked into: addresses, mail, hashtags, places to fill.
_KEPT = re.compile(r"https?://[^\s<>()\[\]\"]+|[\w.+-]+@[\w.-]+|(?<!&)#\w+|\{[^{}]*\}")
# What stands for what is kept: private use, so in no text of ours.
_FIRST, _MOST = 0xE000, 0x1800
_MARK = re.compile(r"[*_`~<>&|\\\[#]")
_STAND_IN = re.compile("[\ue000-\uf7ff]")
_KEPT_ADDRESS = "[\ue000-\uf7ff]"
# Lines that are nothing but a mark.
_BARE = re.compile(
    r"\s{0,9}(?:```[\w+-]{0,20}|~~~[\w+-]{0,20}|\*\*\*"
    r"|\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)+\|?)\s*"
)
_ROW = re.compile(r"\s{0,9}\|(.*)\|\s{0,9}")
# Names of HTML that editors of web pages leave.
_TAG = (
    r"b|i|u|s|em|strong|del|ins|small|big|sup|sub|span|font|center|div|p|br|hr|a|img|ul|ol|li"
    r"|h[1-6]|table|thead|tbody|tr|td|th|blockquote|pre|code|strike"
)
_BREAK = re.compile(
    r"\s{0,9}(?:<\s?/?(?:br|hr)\s?/?>|</(?:p|div|li|tr|h[1-6])>(?=\s{0,9}\S))\s{0,9}"
    r"|(?<=\S)\s{0,9}<(?:p|div|li|tr|h[1-6])(?:\s[^<>]{0,300})?>\s{0,9}",
    re.IGNORECASE,
)


def _linked(found: re.Match[str]) -> str:
    words, address = found[1].strip(), found[2]
    return address if words in ("", address) else f"{words}: {address}"


def _cells(found: re.Match[str]) -> str:
    cells = [cell.strip() for cell in found[1].split("|")]
    return " – ".join(cells) if len(cells) > 1 else found[0]


def _letter(found: re.Match[str]) -> str:
    return html.unescape(found[0]).replace("\xa0", " ")


_SWAPS: tuple[tuple[re.Pattern[str], Swap], ...] = (
    (_BARE, lambda _found: ""),
    (_ROW, _cells),
    (re.compile(r"(\s*)#{1,6}\s+(.*)"), lambda found: found[1] + found[2]),
    (re.compile(r"(\s*)(?:>\s+)+(.*)"), lambda found: found[1] + found[2]),
)
_WITHIN: tuple[tuple[re.Pattern[str], Swap], ...] = (
    (re.compile(r"!\[([^\[\]]{0,300})\]\([^()\s]{0,500}\)"), lambda found: found[1]),
    (re.compile(rf"\[([^\[\]]{{1,300}})\]\(\s*({_KEPT_ADDRESS})[^()]{{0,200}}\)"), _linked),
    (re.compile(r"\[([^\[\]]{1,300})\]\[[^\[\]]{0,60}\]"), lambda found: found[1]),
    (re.compile(rf"<({_KEPT_ADDRESS})>"), lambda found: found[1]),
    (
        re.compile(
            rf"<a\s[^<>]{{0,200}}href=\"?({_KEPT_ADDRESS})\"?[^<>]{{0,200}}>([^<>]{{0,300}})</a>",
            re.IGNORECASE,
        ),
        lambda found: f"{found[2].strip()}: {found[1]}",
    ),
    (re.compile(r"(^|\s)([-*+]) \[[ xX]\] "), lambda found: f"{found[1]}{found[2]} "),
    (_BREAK, lambda _found: "\n"),
    (re.compile(rf"</?(?:{_TAG})(?:\s[^<>]{{0,300}})?\s?/?>", re.IGNORECASE), lambda _found: ""),
    (re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});"), _letter),
    # What the author took back is none of the text.
    (re.compile(r"(?:,? |)~~(?=\S)[^~\n]+(?<=\S)~~"), lambda _found: ""),
    (re.compile(r"(?<!`)`([^`\n]+)`(?!`)"), lambda found: found[1]),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|])"), lambda found: found[1]),
)
_STRONG = re.compile(
    r"(?<![*\\])(\*{2,3})(?=[^\s*])([^\n]{1,300}?)(?<=[^\s*])\1(?!\*)"
    r"|(?<![\w\\])(_{1,3})(?=[^\s_])([^\n]{1,300}?)(?<=[^\s_])\3(?!\w)"
)
_STAR = re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*\n]+?)(?<=\S)\*(?![\w*])")


def marked_lines(text: str, *, emphasis: bool) -> Iterator[tuple[int, str, str]]:
    """Each line with marks: its number from 0, as it stands and as plain text.

    `emphasis`: *words* in single asterisks are meant so, a card sets them in another weight.
    """
    for number, line in enumerate(text.split("\n")):
        right = _plain(line, strong="", star=not emphasis)
        if right != line:
            yield number, line, right


def plain_text(text: str) -> str:
    """The text without any mark."""
    return "\n".join(_plain(line, strong="", star=True) for line in text.split("\n"))


def for_card(text: str) -> str:
    """The text for a card: what is strong is *emphasised*, all other marks are gone."""
    return "\n".join(_plain(line, strong="*", star=False) for line in text.split("\n"))


def _strong(found: re.Match[str], mark: str) -> str:
    words = found[2] or found[4]
    around = (
        found.string[max(0, found.start() - 1) : found.start()] + found.string[found.end() :][:1]
    )
    # A card knows *emphasis* of whole words only.
    whole = "*" not in words and not re.search(r"\w", around)
    return f"{mark}{words}{mark}" if whole else words


def _plain(line: str, *, strong: str, star: bool) -> str:
    if not _MARK.search(line) or _STAND_IN.search(line):
        return line
    kept: dict[str, str] = {}

    def keep(found: re.Match[str]) -> str:
        if found[0] not in kept and len(kept) < _MOST:
            kept[found[0]] = chr(_FIRST + len(kept))
        return kept.get(found[0], found[0])

    read = _KEPT.sub(keep, line)
    for pattern, swap in _SWAPS:
        if found := pattern.fullmatch(read):
            read = swap(found)
    for pattern, swap in _WITHIN:
        read = pattern.sub(swap, read)
    read = _STRONG.sub(lambda found: _strong(found, strong), read)
    if star:
        read = _STAR.sub(r"\1", read)
    was = {mark: words for words, mark in kept.items()}
    read = _STAND_IN.sub(lambda found: was[found[0]], read)
    return read.rstrip() if read != line else line
