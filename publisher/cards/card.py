"""A card before it is drawn: pure data, and why one cannot be drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from publisher.domain.text import without_emphasis

# Raise when the same input gives other pixels.
RECIPE = "3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What to draw: pure data."""

    # Name of a file in assets/templates.
    template: str
    # By field name of the template; NFC or not, it is normalised. *Words* are emphasised.
    texts: Mapping[str, str]
    # The unit as it signs the card, unless its brand has name lines.
    unit_name: str
    # Brand file.
    brand: Path
    # The unit's own emblem with transparent ground, or None: the brand's, or a seal with initials.
    logo: Path | None
    # portrait, square, landscape, story or cover (formats.py).
    format: str = "portrait"
    # Picture files, in the order in which the template shows them.
    photos: tuple[Path, ...] = ()
    # Terms of the organisation that no line end may split.
    glossary: tuple[str, ...] = ()
    # Whether underthesea looks for words that the list lacks (extra [segment]).
    segment: bool = False


# Reading order of the fields that mean something without the picture.
SPOKEN_FIELDS = (
    "lead",
    "age",
    "years",
    "text",
    "who",
    "role",
    "award",
    "details",
    "figures",
    "when",
    "where",
    "dates",
)


def alt_text(card: Card) -> str:
    """What a person who cannot see the card is told: its words in reading order."""
    words = [
        without_emphasis(card.texts[name]).replace("|", " ")
        for name in SPOKEN_FIELDS
        if card.texts.get(name)
    ]
    return " ".join(" ".join(words).split())
