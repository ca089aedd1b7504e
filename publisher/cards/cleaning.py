"""What becomes of characters that no font of ours has: the few that have a plain meaning are
said otherwise."""

import re
import unicodedata

from publisher.domain.text import nfc

SPOKEN = str.maketrans(
    {
        "№": "Số",
        "→": "–",
        "\u2011": "-",
        "\u202f": "\u00a0",
        "\u2009": " ",
        "\u200b": "",
        "\ufeff": "",
        "\u00ad": "",
        "\t": " ",
    }
)
# Emoji, pictographs, dingbats, their joiners and colour marks: a caption keeps them, a card is
# better without.
PICTURES = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2190-\u21ff\u2300-\u23ff"
    "\ufe0e\ufe0f\u200d\u20e3\U000e0020-\U000e007f]+"
)


def clean(text: str) -> str:
    """The text as a card sets it: NFC, without emoji, signs that fonts lack spelled out, blanks
    tidied line by line."""
    spoken = PICTURES.sub(" ", nfc(text).translate(SPOKEN))
    # What stood apart composes once nothing stands between.
    printable = nfc(
        "".join(char for char in spoken if char == "\n" or unicodedata.category(char) != "Cc")
    )
    # NBSP is the author's and stays.
    lines = (
        re.sub(r" +([,.;:!?…])", r"\1", re.sub(r" {2,}", " ", line)).strip(" ")
        for line in printable.split("\n")
    )
    return "\n".join(lines).strip()
