"""Splits a queue file, as people save it, into TOML front matter and body, both with their
lines."""

import re
import tomllib
from typing import Any, NamedTuple

from publisher.domain import toml
from publisher.domain.reason import Problem, Reason, reason
from publisher.domain.text import nfc
from publisher.queuefiles.decoding import decoded
from publisher.tables import LONGEST_WORD

FENCE = "+++"
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
    text = decoded(raw)
    if text is None:
        return _problem(path, 1, reason("queuefiles.not_utf8"))
    lines = nfc(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if lines[start].strip() != FENCE:
        return QueueFile(path=path, front={}, front_text="", body="\n".join(lines), body_line=1)
    end = next(
        (number for number in range(start + 1, len(lines)) if lines[number].strip() == FENCE), None
    )
    if end is None:
        return _problem(path, start + 1, reason("queuefiles.open_front_matter"))
    front_text = "\n" * (start + 1) + "\n".join(lines[start + 1 : end]) + "\n"
    try:
        front = toml.loads(front_text)
    except tomllib.TOMLDecodeError as error:
        return _toml_problem(path, front_text, error)
    except toml.OutOfBounds as beyond:
        return _problem(path, beyond.line or start + 1, beyond.reason)
    body = "\n".join(lines[end + 1 :])
    return QueueFile(path=path, front=front, front_text=front_text, body=body, body_line=end + 2)


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
