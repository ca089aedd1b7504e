"""Small rules of text: normal form, length as Facebook counts it, names for files."""

import re
import unicodedata

# Facebook refuses a longer message with code 100; the limit stands in no current Meta document and
# is enforced (reference/graph-api.md 3.1, read 2026-11-22). We count UTF-16 units to be on the safe
# side.
MESSAGE_LIMIT = 63_206
# Of a comment (graph-api.md 3.6).
COMMENT_LIMIT = 8_000


# *words* that a card sets in another colour or weight; an asterisk anywhere else is an asterisk.
EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")


def without_emphasis(text: str) -> str:
    """The words as a caption shows them: Facebook has no emphasis."""
    return EMPHASIS.sub(r"\1", text)


def nfc(text: str) -> str:
    """The text in Unicode normal form C: one code point a Vietnamese letter."""
    return unicodedata.normalize("NFC", text)


def words_of(text: str) -> str:
    """What two texts that say the same have in common: letters and figures, whatever their case,
    breaks, blanks, punctuation and hashtags."""
    plain = nfc(re.sub(r"#\w+", " ", text)).casefold()
    return " ".join(re.findall(r"\w+", plain))


def utf16_length(text: str) -> int:
    """Length in UTF-16 units: an emoji counts two."""
    return len(text) + sum(1 for char in text if ord(char) > 0xFFFF)


# Of a name that is made of words: with a day before it, a number and an ending after it, a file
# system takes it.
LONGEST_SLUG = 120


def slug(text: str, *, words: int = 8) -> str:
    """ASCII words joined by hyphens, for file names and ids: "Đoàn kết!" gives "doan-ket"."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return "-".join(re.findall(r"[a-z0-9]+", letters)[:words])[:LONGEST_SLUG].rstrip("-")
