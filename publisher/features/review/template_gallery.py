"""Templates shown by themselves: which there are, and every one of them in every format and
brand for one text."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from publisher.cards import api as cards
from publisher.cards.batch import render_many
from publisher.cards.card import Card
from publisher.cards.formats import FORMATS
from publisher.cards.overlay import overlay
from publisher.domain.errors import CardRefused
from publisher.domain.reason import nearest, reason

SHEET = "tat-ca"


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryQuery:
    """What to show; empty means all there are."""

    templates: Sequence[str]
    formats: Sequence[str]
    brands: Sequence[Path]
    # In the place of the sample's main text, when given.
    text: str
    unit_name: str
    logo: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnTemplate:
    """One picture that was made, or why it was not."""

    # File name without its ending.
    name: str
    brand: str
    jpeg: bytes | None
    trouble: str


def brand_files(assets: Path) -> list[Path]:
    """The brands that ship with the program."""
    return sorted((assets / "brands").glob("*.toml"))


def show(
    wanted: GalleryQuery,
    *,
    assets: Path,
    overlay: bool,
    on_each: Callable[[DrawnTemplate], None],
    on_start: Callable[[int], None],
) -> list[DrawnTemplate]:
    """Draw everything that is wanted, on all cores, and tell `on_each` as it comes.

    Raises:
        CardRefused: a name is unknown.
        CardRefused: a template or brand file is not well.
    """
    found = _all_cards(wanted, assets)
    on_start(len(found))
    drawn = (_overlay(card, assets) for card in found)
    pictures: Iterable[bytes | CardRefused] = (
        drawn if overlay else render_many(found, assets=assets)
    )
    shown: list[DrawnTemplate] = []
    for card, picture in zip(found, pictures, strict=True):
        well = isinstance(picture, bytes)
        one = DrawnTemplate(
            name=f"{card.template}--{card.format}--{card.brand.stem}",
            brand=card.brand.stem,
            jpeg=picture if isinstance(picture, bytes) else None,
            trouble="" if well else str(picture),
        )
        shown.append(one)
        on_each(one)
    return shown


def sheets(shown: Sequence[DrawnTemplate], *, columns: int) -> list[tuple[str, bytes]]:
    """One contact sheet a brand, as (file name, JPEG); a row holds the formats of one template."""
    found: list[tuple[str, bytes]] = []
    for brand in dict.fromkeys(one.brand for one in shown):
        pictures = [
            (one.name.rsplit("--", 1)[0], one.jpeg)
            for one in shown
            if one.brand == brand and one.jpeg
        ]
        if len(pictures) > 1:
            found.append((f"{SHEET}--{brand}.jpg", cards.contact_sheet(pictures, columns=columns)))
    return found


def _all_cards(wanted: GalleryQuery, assets: Path) -> list[Card]:
    templates = _known(wanted.templates, cards.templates(assets=assets), "review.no_template")
    formats = _known(wanted.formats, tuple(FORMATS), "review.no_format")
    return [
        replace(_card(name, wanted, brand, assets), format=wanted_format)
        for brand in wanted.brands
        for name in templates
        for wanted_format in formats
    ]


def _card(name: str, wanted: GalleryQuery, brand: Path, assets: Path) -> Card:
    card = cards.sample_card(
        name, assets=assets, brand=brand, unit_name=wanted.unit_name, logo=wanted.logo
    )
    return replace(card, texts=dict(card.texts) | {"text": wanted.text}) if wanted.text else card


def _known(asked: Sequence[str], known: Sequence[str], what: str) -> Sequence[str]:
    if strange := [name for name in asked if name not in known]:
        raise CardRefused(
            "review.unknown",
            names=[reason(what, name=name, hint=nearest(name, known)) for name in strange],
        )
    return asked or known


def _overlay(card: Card, assets: Path) -> bytes | CardRefused:
    try:
        return overlay(card, assets=assets)
    except CardRefused as refusal:
        return refusal
