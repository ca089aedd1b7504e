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


# What Excel writes for a control character in a cell, and what is copied out of it.
_EXCEL_CONTROL = re.compile("(?<!_x005[Ff])_x(00[01][0-9A-Fa-f]|FFF[EF])_")
# Word, PowerPoint, old Macs and web pages each have their own line end.
_LINE_END = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Blanks of other widths; a no-break space stays, it holds a number and its unit together.
_WIDE_BLANK = re.compile("[\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Nobody sees them: controls, halves of pairs, what is no character, marks of direction and of
# width, soft hyphens, fillers. A joiner and the tags of a flag are looked at where they stand.
_INVISIBLE = re.compile(
    "[\0-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff"
    "\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}-{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
# A joiner makes one picture of two emoji; between letters it is nothing.
_JOINER = re.compile(
    "(?<![\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d"
    "|\u200d(?![\u2190-\u2bff\U0001f000-\U0001faff])"
)
_TAGS = re.compile("(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]+")


def nfc(text: str) -> str:
    """The text in Unicode normal form C: one code point a Vietnamese letter."""
    return unicodedata.normalize("NFC", text)


def same_name(name: str) -> str:
    """The same for names of files and entries that people, and some disks, take for one another:
    whatever their case and normal form."""
    return nfc(name).casefold()


def clean(text: str) -> str:
    """The text as every door takes it: NFC, lines that end with "\\n", nothing that nobody sees.

    Cleaning it again changes nothing.
    """
    if text.isascii() and text.isprintable() and "_x" not in text:
        return text
    text = _EXCEL_CONTROL.sub(lambda found: chr(int(found[1], 16)), text)
    text = _WIDE_BLANK.sub(" ", _LINE_END.sub("\n", text))
    text = _TAGS.sub("", _JOINER.sub("", _INVISIBLE.sub("", text)))
    return nfc(text)


def clean_line(text: str) -> str:
    """The same on one line."""
    return " ".join(clean(text).split())


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
