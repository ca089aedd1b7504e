"""Words that no list of ours holds, found by underthesea (extra [segment]), which is loaded when
first asked for."""

from functools import lru_cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed

from publisher.domain.errors import CardRefused
from publisher.domain.reason import reason

MISSING = reason("cards.no_segmenting")


@lru_cache(maxsize=1024)
def found_terms(text: str) -> frozenset[tuple[str, ...]]:
    """The words of several syllables in a text, as tuples of lower-case syllables.

    Raises:
        CardRefused: the extra is not installed.
    """
    # An optional extra that loads a model for seconds.
    try:
        from underthesea import word_tokenize
    except ImportError:
        raise CardRefused(MISSING) from None
    words = word_tokenize(text.replace("\u00a0", " ").replace("\n", " ").replace("*", ""))
    return frozenset(
        tuple(word.lower().split()) for word in words if " " in word and _is_word(word)
    )


def _is_word(word: str) -> bool:
    """Letters alone: a segmenter also joins dates, dashes and names with their titles."""
    return all(part.isalpha() for part in word.split()) and len(word.split()) <= 4


def version() -> str:
    """Of the segmenter; empty when it is not installed."""
    try:
        return installed("underthesea")
    except PackageNotFoundError:
        return ""
