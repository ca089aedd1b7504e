"""Help for people who mistype: where a key stands in a TOML text, and which known word they may
have meant."""

import difflib
import re
from collections.abc import Iterable, Sequence

from publisher.domain.reason import Reason, reason

# Characters of a line in which a key or a table's name is looked for: a line of brackets alone
# would take for ever.
LONGEST_KEY = 200


def line_of(text: str, where: Sequence[str | int]) -> int | None:
    """The line of a key in TOML text, or of the nearest table around it; None when neither stands
    there.
    """
    names = [str(part) for part in where if isinstance(part, str)]
    table: list[str] = []
    best: tuple[int, int] | None = None
    for number, whole in enumerate(text.splitlines(), start=1):
        line = whole[:LONGEST_KEY]
        if header := re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line):
            table = [part.strip().strip("\"'") for part in header[1].split(".")]
            here = table
        elif key := re.match(r"\s*([\w.\"'-]+)\s*=", line):
            here = table + [part.strip("\"'") for part in key[1].split(".")]
        else:
            continue
        if names[: len(here)] == here and (best is None or len(here) > best[0]):
            best = (len(here), number)
    return best[1] if best else None


def nearest(word: str, known: Iterable[str]) -> Reason:
    """A suggestion for a mistyped word: the nearest known one as a question, or the list of all."""
    names = sorted(known)
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return reason("hints.perhaps", word=close[0])
    return reason("hints.only", known=", ".join(names))
