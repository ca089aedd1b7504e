"""Sentences that services keep or raise, in the person's language;

they are written in Vietnamese.
"""

from functools import cache

from django.utils.translation import get_language, gettext

from publisher.channels.facebook.verdicts import BY_SUBCODE, STRANGE, TABLE
from publisher.domain.problem import Problem
from publisher.domain.reason import Reason
from publisher.sentences import Language


def language() -> Language:
    """The person's language."""
    return "en" if get_language() == "en" else "vi"


def say(text: Problem | Reason | str) -> str:
    """A sentence in the person's language, where it is one that we know; else as it is."""
    if isinstance(text, Problem):
        return text.told(language())
    if isinstance(text, Reason):
        return text.said(language())
    if not text or get_language() != "en":
        return text
    return _facebook().get(text) or gettext(text)


def advise(why: Reason) -> str:
    """What to do about it, in the person's language; empty when the sentence says it already."""
    return why.advice(language())


@cache
def _facebook() -> dict[str, str]:
    """What Facebook's codes mean in English, by the Vietnamese sentence that a delivery keeps."""
    rows = (*TABLE.values(), *BY_SUBCODE.values(), STRANGE)
    return {one.vi: one.en for row in rows for one in (row.reason, row.next_step)}
