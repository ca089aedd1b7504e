"""Splits a queue file, as people save it, into TOML front matter and body, both with their
lines."""

import re
import tomllib
from collections.abc import Sequence
from typing import Any, NamedTuple

from publisher.domain import toml
from publisher.domain.reason import Problem, Reason, reason
from publisher.domain.text import clean
from publisher.queuefiles.decoding import text_of
from publisher.queuefiles.schema import KINDS, titles_of
from publisher.tables import LONGEST_WORD

FENCE = "+++"
YAML = "---"
# What editors and people make of a fence.
_FENCES = re.compile(r"[-–—]{2,}|—|\+{2,}|```.*|~~~.*")
# A head stands within so many lines, also where it does not belong.
HEAD_WITHIN = 40
# A line of TOML or YAML with a key of ours.
_KEYS = (
    *dict.fromkeys(key for model in KINDS.values() for key in titles_of(model)),
    *("trang", "kênh", "ngày đăng", "giờ đăng", "thời gian đăng", "trang đăng", "fanpage"),
)
KEY = re.compile(
    rf"({'|'.join(_KEYS)})"
    r"\s*(?:=|:(?!//)\s*(?:[\[\"'\d-]|$|\w+$))",
    re.IGNORECASE,
)
CURLY_QUOTES = "“”„‟«»‘’"
# Characters of a value that are shown again, within quotes.
LONGEST_VALUE = 40


class QueueFile(NamedTuple):
    """A queue file taken apart. All text is NFC with "\\n" line ends."""

    # Relative to the queue folder.
    path: str
    front: dict[str, Any]
    # The TOML text, placed so that its line numbers are the file's.
    front_text: str
    body: str
    # The file's line on which the body begins, 1-based.
    body_line: int


def split(path: str, raw: bytes) -> QueueFile | Problem:
    """Take a file apart, or say the one thing that keeps it from being read."""
    text = text_of(raw)
    if isinstance(text, Reason):
        return _problem(path, text.arguments.get("line", 1), text)
    lines = lines_of(text)
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if lines[start].strip() != FENCE:
        if head := _lost_head(lines, start):
            return _problem(path, *head)
        return QueueFile(path=path, front={}, front_text="", body="\n".join(lines), body_line=1)
    end = next(
        (number for number in range(start + 1, len(lines)) if lines[number].strip() == FENCE), None
    )
    if end is None:
        return _problem(path, start + 1, reason("queuefiles.open_front_matter"))
    front_text = "\n" * (start + 1) + "\n".join(map(_of_toml, lines[start + 1 : end])) + "\n"
    try:
        front = toml.loads(front_text)
    except tomllib.TOMLDecodeError as error:
        return _toml_problem(path, front_text, error)
    except toml.OutOfBounds as beyond:
        return _problem(path, beyond.line or start + 1, beyond.reason)
    after = next((number for number in range(end + 1, len(lines)) if lines[number].strip()), 0)
    if after and _is_fence(lines[after]) and _key_within(lines, after + 1):
        # Two heads: whose values hold, nobody can tell.
        return _problem(path, after + 1, reason("queuefiles.second_head"))
    body = "\n".join(lines[end + 1 :])
    return QueueFile(path=path, front=front, front_text=front_text, body=body, body_line=end + 2)


def lines_of(text: str) -> list[str]:
    """The lines of a file as an editor counts them, each as every door takes it: one with a line
    end of Word's in it is two for readers."""
    text = re.sub(r"_x000[Dd]_(?=\r?\n)", "", text)
    found = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [line if line.isascii() and line.isprintable() else clean(line) for line in found]


def _of_toml(line: str) -> str:
    return line.replace("\n", "\\n")


def _lost_head(lines: Sequence[str], start: int) -> tuple[int, Reason] | None:
    """The line and what is wrong, for a text that begins with what was meant as its head."""
    first = lines[start].strip()
    if _is_fence(first) and _key_within(lines, start + 1):
        code = "queuefiles.yaml_head" if first == YAML else "queuefiles.other_fence"
        return start + 1, reason(code)
    for number, line in enumerate(lines[:HEAD_WITHIN], start=1):
        if line.strip() == FENCE and _key_within(lines, number, within=3):
            return number, reason("queuefiles.head_not_on_top")
    if (found := KEY.match(first)) and ("=" in first or _key_within(lines, start + 1, within=2)):
        return start + 1, reason("queuefiles.head_without_fence", key=found[1])
    return None


def _is_fence(line: str) -> bool:
    return bool(_FENCES.fullmatch(line.strip()))


def _key_within(lines: Sequence[str], start: int, *, within: int = HEAD_WITHIN) -> bool:
    """Whether a key of ours stands in one of the next lines."""
    return any(KEY.match(line.strip()) for line in lines[start : start + within])


def _toml_problem(path: str, text: str, error: tomllib.TOMLDecodeError) -> Problem:
    found = re.search(r"line (\d+)", str(error))
    lines = text.splitlines()
    number = min(int(found[1]), len(lines)) if found else len(lines)
    line = lines[number - 1] if lines else ""
    return _problem(path, number, _explained(line, str(error)))


def _explained(line: str, error: str) -> Reason:
    """What people usually got wrong in such a line, and what to write."""
    key, _, value = line.partition("=")
    if any(quote in value for quote in CURLY_QUOTES):
        return reason("queuefiles.curly_quotes")
    # The words are those of Python's own reader, which has no codes.
    if "overwrite" in error or "already" in error:
        return reason("queuefiles.key_twice", key=key.strip())
    if line and "=" not in line and not line.lstrip().startswith(("[", "#", "+")):
        return reason("queuefiles.no_equals_sign", line=line.strip()[:LONGEST_WORD])
    if value.strip() and not re.match(r"\s*[\"'\[{\d+\-tf]", value):
        short = value.strip()[:LONGEST_VALUE]
        return reason("queuefiles.no_quotes", key=key.strip(), value=short)
    return reason("queuefiles.syntax", line=line.strip()[:LONGEST_WORD])


def _problem(path: str, line: int, why: Reason) -> Problem:
    return Problem(path=path, line=line, reason=why)
