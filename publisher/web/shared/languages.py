"""Sentences that services keep or raise, in the person's language;

they are written in Vietnamese.
"""

from django.utils.translation import get_language, gettext

from publisher.domain.problem import Problem
from publisher.domain.reason import Reason
from publisher.sentences import Language


def language() -> Language:
    """The person's language."""
    return "en" if get_language() == "en" else "vi"


def advice(why: Reason) -> str:
    """What to do, in the person's language."""
    return why.advice(language())


def say(text: Problem | Reason | str) -> str:
    """A sentence in the person's language, where it is one that we know; else as it is."""
    if isinstance(text, Problem):
        return text.told(language())
    if isinstance(text, Reason):
        return text.said(language())
    return gettext(text) if text and language() == "en" else text
