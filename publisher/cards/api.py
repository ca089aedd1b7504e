"""Cards: a template, a brand and texts become one picture."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from publisher.cards import drawing, encoding, fonts, sheet
from publisher.cards.card import Card
from publisher.cards.fonts import ShapingReport
from publisher.cards.naming import card_digest
from publisher.cards.placeholder import placeholder_file
from publisher.cards.template import Template, load_template


def render(card: Card, *, assets: Path, grounds: Path | None = None, scale: float = 1) -> bytes:
    """The card as JPEG (quality 90, 4:4:4, no metadata). The same input gives the same bytes.

    In the folder `grounds` what cards have in common is kept for the next process. A `scale` below
    1 gives a smaller picture of the same card: what a person sees while typing.

    Raises:
        CardRefused: a text is missing, does not fit, or holds a character that the font lacks.
    """
    drawn = drawing.draw_card(card, assets, grounds)
    if scale != 1:
        return encoding.small(drawn.image, scale)
    return encoding.jpeg(drawn.image, drawn.base, drawn.rows)


def render_png(card: Card, *, assets: Path, grounds: Path | None = None) -> bytes:
    """The card as PNG, without loss. Raises CardRefused as `render` does."""
    drawn = drawing.draw_card(card, assets, grounds)
    return encoding.png(drawn.image)


def draw(card: Card, *, assets: Path, grounds: Path | None = None) -> Image.Image:
    """The card's pixels, RGB. Raises CardRefused as `render` does."""
    return drawing.draw_card(card, assets, grounds).image


def digest(card: Card, *, assets: Path) -> str:
    """Hex SHA-256 of everything that goes into the picture: files by content, texts, the
    drawing's own version."""
    return card_digest(card, assets)


def template_named(name: str, *, assets: Path) -> Template:
    """A template by name. Raises CardRefused with every problem of its file."""
    return load_template(assets / "templates" / f"{name}.toml")


def sample_card(
    name: str, *, assets: Path, brand: Path, unit_name: str, logo: Path | None = None
) -> Card:
    """A template with its own sample texts and stand-ins for photos.

    Raises CardRefused for a bad template.
    """
    found = template_named(name, assets=assets)
    photos = tuple(placeholder_file(number) for number in range(min(4, found.photos[1])))
    return Card(
        template=name,
        texts=dict(found.sample),
        unit_name=unit_name,
        brand=brand,
        logo=logo,
        photos=photos,
    )


def templates(*, assets: Path) -> tuple[str, ...]:
    """Names of the templates there are."""
    return tuple(sorted(path.stem for path in (assets / "templates").glob("*.toml")))


def contact_sheet(pictures: Sequence[tuple[str, bytes]], *, columns: int = 4) -> bytes:
    """Small versions of JPEG pictures with their captions, side by side, as JPEG."""
    return sheet.contact_sheet(pictures, columns)


def text_shaping() -> ShapingReport:
    """Whether text is shaped as type should be."""
    return fonts.text_shaping()
