"""Text files as people's editors and spreadsheets save them."""

from publisher.domain.encodings import Undecodable, decoded, old_font
from publisher.domain.errors import UnfitValue
from publisher.domain.reason import Reason, reason

# Encodings of which every character is sure. Others are guessed, and a guess is never published.
_SURE = ("UTF-8", "UTF-16")


def text_of(raw: bytes) -> str | Reason:
    """The text of a file in UTF-8 or UTF-16; for anything else why it is none."""
    try:
        # What old fonts left in it is told below, so it is not mended unseen.
        text, encoding = decoded(raw, mended=False)
    except Undecodable:
        return _no_text(raw)
    if encoding not in _SURE:
        return reason("queuefiles.old_encoding", name=encoding)
    if "\0" in text:
        return _null(text)
    if was := old_font(text):
        return reason("queuefiles.old_font", name=was)
    return text


def _no_text(raw: bytes) -> Reason:
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return reason("queuefiles.not_utf8")
    return _null(text) if "\0" in text else reason("queuefiles.not_utf8")


def _null(text: str) -> Reason:
    return reason("queuefiles.null_character", line=text[: text.index("\0")].count("\n") + 1)


def written_text(raw: bytes) -> str:
    """The text of a file that is to be changed, with "\\n" line ends; it is saved as UTF-8.

    Raises UnfitValue.
    """
    text = text_of(raw)
    if isinstance(text, Reason):
        raise UnfitValue(text)
    return text.replace("\r\n", "\n").replace("\r", "\n")
