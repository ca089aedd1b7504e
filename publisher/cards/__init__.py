"""Cards: a template, a brand and texts become one picture. Importing this costs nothing; Pillow comes when drawing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

    from publisher.cards.fonts import ShapingReport

# Raise when the same input gives other pixels.
RECIPE = "2"


class CardRefused(ValueError):
    """The card cannot be drawn; the text is Vietnamese and says what to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What to draw: pure data."""

    # Name of a file in assets/templates.
    template: str
    # By field name of the template; NFC or not, it is normalised.
    texts: Mapping[str, str]
    # The unit as it signs the card.
    unit_name: str
    # Brand file.
    brand: Path
    # The unit's own emblem with transparent ground, or None: a seal with its initials stands in.
    logo: Path | None


def render(card: Card, *, assets: Path, grounds: Path | None = None) -> bytes:
    """The card as JPEG (quality 92, 4:4:4, no metadata). The same input gives the same bytes.

    In the folder `grounds` what cards have in common is kept for the next process.

    Raises:
        CardRefused: a text is missing, does not fit, or holds a character that the font lacks.
    """
    from publisher.cards.drawing import encode

    return encode(draw(card, assets=assets, grounds=grounds))


def draw(card: Card, *, assets: Path, grounds: Path | None = None) -> "Image.Image":
    """The card's pixels, RGB. Raises CardRefused as `render` does."""
    from publisher.cards.drawing import draw_card

    return draw_card(card, assets, grounds)


def digest(card: Card, *, assets: Path) -> str:
    """Hex SHA-256 of everything that goes into the picture: files by content, texts, the drawing's own version."""
    from publisher.cards.naming import card_digest

    return card_digest(card, assets)


def alt_text(card: Card) -> str:
    """What a person who cannot see the card is told: its words in reading order."""
    order = ("lead", "age", "years", "text", "dates")
    words = [card.texts[name] for name in order if card.texts.get(name)]
    return " ".join(" ".join(words).split())


def templates(*, assets: Path) -> tuple[str, ...]:
    """Names of the templates there are."""
    return tuple(sorted(path.stem for path in (assets / "templates").glob("*.toml")))


def contact_sheet(pictures: Sequence[tuple[str, bytes]]) -> bytes:
    """Small versions of JPEG pictures with their captions, side by side, as JPEG."""
    from publisher.cards.sheet import contact_sheet as sheet

    return sheet(pictures)


def text_shaping() -> "ShapingReport":
    """Whether text is shaped as type should be."""
    from publisher.cards.fonts import text_shaping as report

    return report()
