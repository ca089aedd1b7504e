"""What a web page says of itself in its title, meta and link elements. In time that grows with its
length, not faster.

`html.parser` of Python needs half a minute for 40 kB of `<a <a <a …`, in one call that no thread
comes in between, and stops with an assertion at `<![<![`. Pages come from anybody, so each element
is looked at once, within bounds.
"""

import re
from collections.abc import Iterator
from html import unescape

# Characters and elements that are looked at; a page's head stands at its beginning.
MOST, MOST_ELEMENTS = 600_000, 20_000
# Characters of one element, and of one value in it.
LONGEST_ELEMENT, LONGEST_VALUE = 10_000, 4_000
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]{0,30})(?=[\s/>])")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]{1,60})(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]*)))?""")
_BETWEEN = re.compile(r"""[\s/"'=]+""")
# What stands in them is no markup.
_RAW = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "textarea")}
# Encodings of web pages. Python knows others that are none (rot13, base64, zlib) or make halves of
# characters (utf-7).
_TEXT = re.compile(
    r"utf_?8|utf_?16(_?[lb]e)?|us_ascii|ascii|latin_?1|iso_?8859_\d{1,2}"
    r"|(windows|cp)_?(125\d|874)|tis_620"
    r"|koi8_[ru]|gb2312|gbk|gb18030|big5(_?hkscs)?|shift_?jis|euc_(jp|kr)"
)


def decoded(body: bytes, kind: str) -> str:
    """The text of a page.

    `kind`: its Content-Type, whose encoding is taken only when it is one of web pages.
    """
    said = kind.lower().partition("charset=")[2].strip(" \"'").partition(";")[0].strip(" \"'")
    name = said.replace("-", "_")
    return body.decode(name if _TEXT.fullmatch(name) else "utf-8", errors="replace")


def said_of_itself(page: str) -> dict[str, str]:
    """Values of the meta elements by their names, `title`, and `link:canonical`; the first of each
    counts.
    """
    said: dict[str, str] = {}
    page = page[:MOST]
    for name, start, end in _elements(page):
        if name == "title":
            said.setdefault("title", _value(page[end : end + LONGEST_VALUE].partition("<")[0]))
        elif name in ("meta", "link"):
            _take(said, name, _attributes(page[start:end]))
    return said


def _take(said: dict[str, str], name: str, given: dict[str, str]) -> None:
    if name == "link":
        if given.get("rel", "").lower() == "canonical" and given.get("href"):
            said.setdefault("link:canonical", given["href"])
        return
    key = (given.get("property") or given.get("name") or given.get("itemprop") or "").lower()
    if key and given.get("content"):
        said.setdefault(key, given["content"])


def _elements(page: str) -> Iterator[tuple[str, int, int]]:
    """Name of each opening tag, where its attributes begin, and where it ends."""
    at = 0
    for _ in range(MOST_ELEMENTS):
        at = page.find("<", at)
        if at < 0:
            return
        found = _NAME.match(page, at)
        if found is None:
            at = _after_other(page, at)
            continue
        end = _end(page, found.end())
        if page[at + 1] != "/":
            name = found[1].lower()
            yield name, found.end(), end
            if name in _RAW:
                closing = _RAW[name].search(page, end)
                end = closing.start() if closing else len(page)
        at = end


def _after_other(page: str, at: int) -> int:
    """Where a comment, a declaration or a loose sign ends."""
    if page.startswith("<!--", at):
        end = page.find("-->", at + 2)
        return end + 3 if end >= 0 else len(page)
    if page.startswith(("<!", "<?"), at):
        end = page.find(">", at)
        return end + 1 if end >= 0 else len(page)
    return at + 1


def _end(page: str, at: int) -> int:
    """Where a tag ends: at its `>`, at the next tag when it has none, or where it is too long."""
    most = min(at + LONGEST_ELEMENT, len(page))
    while at < most and page[at] not in "<>":
        found = _BETWEEN.match(page, at, most) or _ATTRIBUTE.match(page, at, most)
        at = found.end() if found else at + 1
    return at + 1 if at < most and page[at] == ">" else at


def _attributes(tag: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in _ATTRIBUTE.finditer(tag):
        found.setdefault(one[1].lower(), _value(one[2] or one[3] or one[4] or ""))
    return found


def _value(text: str) -> str:
    # Bounded before it is read: Python refuses `&#` with thousands of digits by an exception.
    return unescape(text[:LONGEST_VALUE])
