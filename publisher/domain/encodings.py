"""Text files of any age: UTF-8, UTF-16 (with its mark or without), Windows-1258, and the two
encodings of old Vietnamese fonts, TCVN3 and VNI. Pure.

Tables: TCVN 5712:1993 (VN3, "ABC", fonts named .VnTime) and VNI for Windows, as those fonts show
them, from the standards as generally published; checked against sentences whose both forms are
known (tests/plans).
"""

import re

from publisher.domain.errors import PublisherError
from publisher.domain.text import nfc

_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_VNI_MARKS = {
    "a": {"ù": "á", "ø": "à", "û": "ả", "õ": "ã", "ï": "ạ", "â": "â", "á": "ấ", "à": "ầ", "å": "ẩ",
          "ã": "ẫ", "ä": "ậ", "ê": "ă", "é": "ắ", "è": "ằ", "ú": "ẳ", "ü": "ẵ", "ë": "ặ"},
    "e": {"ù": "é", "ø": "è", "û": "ẻ", "õ": "ẽ", "ï": "ẹ",
          "â": "ê", "á": "ế", "à": "ề", "å": "ể", "ã": "ễ", "ä": "ệ"},
    "o": {"ù": "ó", "ø": "ò", "û": "ỏ", "õ": "õ", "ï": "ọ",
          "â": "ô", "á": "ố", "à": "ồ", "å": "ổ", "ã": "ỗ", "ä": "ộ"},
    "ô": {"ù": "ớ", "ø": "ờ", "û": "ở", "õ": "ỡ", "ï": "ợ"},
    "u": {"ù": "ú", "ø": "ù", "û": "ủ", "õ": "ũ", "ï": "ụ"},
    "ö": {"ù": "ứ", "ø": "ừ", "û": "ử", "õ": "ữ", "ï": "ự"},
    "y": {"ù": "ý", "ø": "ỳ", "û": "ỷ", "õ": "ỹ"},
}  # fmt: skip
_VNI_ALONE = {
    "ô": "ơ",
    "ö": "ư",
    "í": "í",
    "ì": "ì",
    "æ": "ỉ",
    "ó": "ĩ",
    "ò": "ị",
    "î": "ỵ",
    "ñ": "đ",
}
_VNI = {
    **{base + mark: letter for base, marks in _VNI_MARKS.items() for mark, letter in marks.items()},
    **_VNI_ALONE,
}
_VNI |= {key.upper(): letter.upper() for key, letter in _VNI.items()} | {
    key[0].upper() + key[1]: letter.upper() for key, letter in _VNI.items() if len(key) == 2
}
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_WORD = re.compile(r"[^\W\d_]{1,2000}")
# Words of which a real Vietnamese text has some.
_COMMON = frozenset(
    "công đoàn và của các là không người động được có những ngày năm đăng chúc mừng hội nghị tại"
    " đến để việt thông báo vững mạnh kết tổ chức đồng tháng bài với một phát hành đảng".split()
)
# How Vietnamese a text must read before an old encoding is believed.
SURE = 0.7
_GAPS = re.compile(r"(\s{1,2000})")
_TONE = "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
_VOWELS = "aăâeêioôơuưy" + _TONE
# The build of a Vietnamese syllable: enough to tell Vietnamese from letters of another encoding.
_SYLLABLE = re.compile(
    rf"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?[{_VOWELS}]{{1,3}}"
    r"(?:ng|nh|ch|[cmnpt])?"
)


class Undecodable(PublisherError):
    """Bytes that are no text in any encoding we know."""


def decoded(raw: bytes, *, mended: bool = True) -> tuple[str, str]:
    """The text and the name of the encoding it was in ("UTF-8", "TCVN3", "VNI", …).

    `mended`: what an old font left in a text of UTF-8 becomes the letters that were meant. Raises
    Undecodable.
    """
    if wide := _utf16_of(raw):
        return _unicode(raw, wide).removeprefix("\ufeff"), "UTF-16"
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _old(raw)
    if "\0" in text:
        raise Undecodable
    return modern(text) if mended else text, "UTF-8"


def modern(text: str) -> str:
    """Unicode text of a document whose letters may still be those of an old font; text that is well
    stays.
    """
    return (
        max((text, _from_tcvn3(text), _from_vni(text)), key=vietnamese)
        if _looks_old(text)
        else text
    )


def vietnamese(text: str) -> float:
    """How Vietnamese a text reads: the part of its words with letters beyond ASCII that are
    built as syllables are."""
    words = [word for word in _WORD.findall(nfc(text)) if not word.isascii()]
    good = sum(bool(_SYLLABLE.fullmatch(word.lower())) and _one_case(word) for word in words)
    # A text without any such word is no proof of anything.
    return good / len(words) if words else 0.0


def old_font(text: str) -> str:
    """The encoding whose bytes were taken for another's when a text was saved ("TCVN3", "VNI",
    "UTF-8"); empty for a text that is well."""
    if not _looks_old(text):
        return ""
    found = {"TCVN3": _from_tcvn3(text), "VNI": _from_vni(text), "UTF-8": _from_doubled(text)}
    name, read = max(found.items(), key=lambda pair: vietnamese(pair[1]))
    # A few odd words are odd words.
    common = _COMMON & {word.lower() for word in _WORD.findall(read)}
    return name if len(common) >= 2 and vietnamese(read) >= SURE else ""


def _from_doubled(text: str) -> str:
    """A text whose UTF-8 was once read as Windows-1252: “CÃ´ng Ä‘oÃ n”."""
    try:
        return nfc(b"".join(map(_western, text)).decode())
    except UnicodeError:
        return text


def _western(char: str) -> bytes:
    # Windows-1252 has no letters on five places; what reads it leaves them as they are.
    return char.encode("latin-1" if char < "\xa0" else "cp1252")


def _utf16_of(raw: bytes) -> str:
    """The name of the UTF-16 that bytes are in; empty for any other encoding.

    Without its mark it is told by its NULs: most letters have one, all on the same side.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16-le" if raw.startswith(b"\xff") else "utf-16-be"
    head = raw[:4096]
    first, second = head[::2].count(0), head[1::2].count(0)
    if (
        len(raw) % 2
        or max(first, second) * 5 < len(head) // 2
        or min(first, second) * 4 > max(first, second)
    ):
        return ""
    return "utf-16-be" if first > second else "utf-16-le"


def _old(raw: bytes) -> tuple[str, str]:
    latin = raw.decode("cp1252", errors="replace").replace("\ufffd", "")
    # cp1252 has no letters on five places that TCVN3 does not use either.
    found = {
        "TCVN3": _from_tcvn3(raw.decode("latin-1")),
        "VNI": _from_vni(latin),
        "Windows-1258": nfc(raw.decode("cp1258", errors="replace")),
    }
    name, text = max(found.items(), key=lambda pair: vietnamese(pair[1]))
    if "\0" in text or vietnamese(text) < SURE:
        raise Undecodable
    return text, name


def _unicode(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        raise Undecodable from None


def _looks_old(text: str) -> bool:
    """Whether modern Vietnamese letters are all but missing and those of old fonts are frequent."""
    words = [word for word in text.split() if not word.isascii()]
    return len(words) >= 3 and vietnamese(text) < 0.6


def _from_tcvn3(text: str) -> str:
    return "\n".join(
        _capitals("".join(_TCVN3.get(char, char) for char in line)) for line in text.split("\n")
    )


def _capitals(line: str) -> str:
    """Capitals with marks had a font of their own and the codes of small letters: "C«NG §OµN"
    means "CÔNG ĐOÀN"."""
    parts = _GAPS.split(line)
    words = [place for place, part in enumerate(parts) if any(char.isalpha() for char in part)]
    shouted = {place for place in words if _plain_capitals(parts[place]) > 1}
    for number, place in enumerate(words):
        around = (*words[max(0, number - 1) : number], *words[number + 1 : number + 2])
        # "Hµ" alone is a name; between capitals it is one of them.
        if place in shouted or (
            _plain_capitals(parts[place]) and around and all(other in shouted for other in around)
        ):
            parts[place] = parts[place].upper()
    return "".join(parts)


def _plain_capitals(word: str) -> int:
    """How many capitals without marks a word has, when it has no small letters without marks; else
    0.
    """
    plain = [char for char in word if char.isascii() and char.isalpha()]
    return len(plain) if all(char.isupper() for char in plain) else 0


def _from_vni(text: str) -> str:
    return _VNI_PATTERN.sub(lambda found: _VNI[found[0]], text)


def _one_case(word: str) -> bool:
    return word.islower() or word.isupper() or word[1:].islower()
