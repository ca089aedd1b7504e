"""Sentences that services keep or raise, in the person's language."""

from django.utils.translation import get_language, gettext

from publisher.domain.errors import PublisherError
from publisher.domain.reason import Problem, Reason
from publisher.sentences.catalogue import Language


def language() -> Language:
    """The person's language."""
    return "en" if get_language() == "en" else "vi"


def advice(why: Reason) -> str:
    """What to do, in the person's language."""
    return why.advice(language())


def say(text: PublisherError | Problem | Reason | str) -> str:
    """In the person's language: an error with what to do, a problem with its place, a reason, or a
    sentence where it is one that we know; else as it is."""
    if isinstance(text, Problem):
        return text.told(language())
    if isinstance(text, PublisherError | Reason):
        return text.said(language())
    return gettext(text) if text and language() == "en" else text
