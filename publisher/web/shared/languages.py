"""Sentences that services keep or raise, in the person's language."""

from functools import cache

from django.utils.translation import get_language, gettext

from publisher.channels.facebook.verdicts import BY_SUBCODE, STRANGE, TABLE
from publisher.domain.errors import PublisherError
from publisher.domain.reason import Reason
from publisher.sentences import Language


def language() -> Language:
    """The person's language."""
    return "en" if get_language() == "en" else "vi"


def say(text: PublisherError | Reason | str) -> str:
    """In the person's language: an error with what to do, a reason, or a sentence where it is one
    that we know; else as it is."""
    if isinstance(text, PublisherError | Reason):
        return text.said(language())
    if not text or language() != "en":
        return text
    return _facebook().get(text) or gettext(text)


@cache
def _facebook() -> dict[str, str]:
    """What Facebook's codes mean in English, by the Vietnamese sentence that a delivery keeps."""
    rows = (*TABLE.values(), *BY_SUBCODE.values(), STRANGE)
    return {one.vi: one.en for row in rows for one in (row.reason, row.next_step)}
