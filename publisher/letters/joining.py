"""Puts together what a line's end has cut: text files and PDFs hold lines, not paragraphs."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from publisher.letters.line import check_length, is_rule, is_upper
from publisher.letters.markers import marker

# A file with a longer line than this has no line breaks but its paragraphs'.
WRAPPED = 130
_ENDED = re.compile(r"[.!?;:…][”\"’)]?$")


class Raw(NamedTuple):
    """A line as it stands; an empty one separates."""

    number: int
    text: str
    # Characters, blanks before it included.
    width: int
    # It stands alone, whatever surrounds it.
    alone: bool = False


def joined(raws: Iterable[Raw], *, wrapped: bool | None = None) -> list[Raw]:
    """Paragraphs with the number of their first line. `wrapped`: lines are cut at a width (None:
    find out).

    Raises:
        PlanRefused: a paragraph grows longer than any is.
    """
    everything = list(raws)
    widest = max((raw.width for raw in everything), default=0)
    cut = widest <= WRAPPED if wrapped is None else wrapped
    found: list[Raw] = []
    separated = True
    last_width = 0
    for raw in everything:
        if not raw.text or (is_rule(raw.text) and not marker(raw.text)):
            separated = separated or not raw.text
            continue
        before = found[-1] if found else None
        if (
            before
            and not raw.alone
            and _goes_on(before, raw, separated, cut and last_width > 0.72 * widest)
        ):
            found[-1] = before._replace(text=f"{before.text} {raw.text}")
            check_length(found[-1].text, f"đoạn bắt đầu ở dòng {before.number}")
        else:
            found.append(raw)
        last_width, separated = raw.width, False
    return found


def _goes_on(before: Raw, raw: Raw, separated: bool, full: bool) -> bool:
    """Whether a line continues the one before it."""
    if before.alone or marker(raw.text) or _ENDED.search(before.text):
        # A sentence may end where the line ends; what follows in small letters still belongs to it.
        return not before.alone and not marker(raw.text) and raw.text[0].islower() and not separated
    if is_upper(before.text) != is_upper(raw.text):
        return False
    return raw.text[0].islower() or (full and not separated)
