"""A unit's own look, made at the desk: a brand file and an emblem in the data folder, in the place
of the configured.

The change counts at once and everywhere, and withdraws approvals of pictures that it changes: they
are another picture.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import tomlkit

from publisher.cards.brand import LEAST_CONTRAST, ROLES, Brand, contrast, load_brand
from publisher.cards.isolation import prepare_emblem
from publisher.domain.errors import (
    BrandRefused,
    CardRefused,
    PhotoRefused,
    PhotoTooLarge,
    StorageUnreachable,
)
from publisher.domain.page import Unit
from publisher.domain.reason import reason
from publisher.pictures.brand_store import BrandStore

# Text and ground that templates put together.
PAIRS = (
    ("on_dark", "ground"),
    ("on_dark", "ground_deep"),
    ("on_dark", "accent"),
    ("gold", "ground_deep"),
    ("ink", "paper"),
    ("quiet", "paper"),
)
TITLES = {
    "ground": "media.role_ground",
    "ground_deep": "media.role_ground_deep",
    "accent": "media.role_accent",
    "accent_deep": "media.role_accent_deep",
    "gold": "media.role_gold",
    "on_dark": "media.role_on_dark",
    "paper": "media.role_paper",
    "paper_deep": "media.role_paper_deep",
    "ink": "media.role_ink",
    "quiet": "media.role_quiet",
}
LARGEST_LOGO = 4_000_000  # bytes


class Contrast(NamedTuple):
    """How well a text can be read on a ground."""

    text: str
    ground: str
    # 1 to 21.
    ratio: float

    @property
    def ok(self) -> bool:
        """Whether it suffices for a text of any size."""
        return self.ratio >= LEAST_CONTRAST


def colors_of(brand_store: BrandStore, unit: Unit) -> dict[str, str]:
    """The unit's colours by role, as "#RRGGBB".

    Raises BrandRefused for a brand file that is not well.
    """
    brand = _brand(brand_store, unit)
    return {role: "#{:02X}{:02X}{:02X}".format(*brand.colors[role]) for role in ROLES}


def lines_of(brand_store: BrandStore, unit: Unit) -> Sequence[str]:
    """The lines in which the unit signs, empty when its name is broken where it fits."""
    return _brand(brand_store, unit).lines


def contrasts(colors: Mapping[str, str]) -> list[Contrast]:
    """How well the pairs that templates use can be read."""
    rgb = {
        role: (int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16))
        for role, value in colors.items()
    }
    return [Contrast(text, ground, contrast(rgb[text], rgb[ground])) for text, ground in PAIRS]


def keep_brand(
    brand_store: BrandStore, unit: Unit, *, colors: Mapping[str, str], lines: Sequence[str]
) -> None:
    """Give a unit its own colours and name lines.

    Raises:
        BrandRefused: a colour is none, or a text could not be read; nothing was kept.
        OSError: the folder cannot be written.
    """
    wrong = [
        reason(TITLES[role])
        for role in ROLES
        if not re.fullmatch(r"#[0-9A-Fa-f]{6}", colors.get(role, ""))
    ]
    if wrong:
        raise BrandRefused("media.no_colour", colours=wrong)
    poor = [found for found in contrasts(colors) if not found.ok]
    if poor:
        pairs = [
            reason(
                "media.poor_pair",
                text=reason(TITLES[one.text]),
                ground=reason(TITLES[one.ground]),
                ratio=f"{one.ratio:.1f}".replace(".", ","),
            )
            for one in poor
        ]
        raise BrandRefused("media.poor_contrast", pairs=pairs)
    base = _brand(brand_store, unit)
    table = tomlkit.document()
    table["name"] = unit.name
    if lines:
        table["lines"] = list(lines)
    table["colors"] = {role: colors[role].upper() for role in ROLES}
    # By name where they ship with us: they lie elsewhere on another machine.
    shipped = brand_store.assets / "fonts"
    table["fonts"] = {
        face: path.name if path.parent == shipped else str(path)
        for face, path in base.fonts.items()
    }
    if base.cmyk and all(colors[role].upper() == _hex(base, role) for role in base.cmyk):
        # Inks that a printer was told hold only for the colours that they stand for.
        table["cmyk"] = {role: list(ink) for role, ink in base.cmyk.items()}
    _keep(brand_store, unit, "toml", tomlkit.dumps(table).encode())


def keep_logo(brand_store: BrandStore, unit: Unit, raw: bytes) -> None:
    """Give a unit its emblem: a picture, kept as PNG. Raises BrandRefused or OSError."""
    if len(raw) > LARGEST_LOGO:
        raise BrandRefused("media.emblem_large")
    try:
        clean = prepare_emblem(raw)
    except PhotoTooLarge:
        raise BrandRefused("media.emblem_too_large") from None
    except PhotoRefused:
        raise BrandRefused("media.emblem_no_picture") from None
    _keep(brand_store, unit, "png", clean)


def forget(brand_store: BrandStore, unit: Unit) -> None:
    """Go back to the brand and emblem of the configuration. Raises BrandRefused or OSError."""
    try:
        brand_store.forget(unit.slug)
    except StorageUnreachable as trouble:
        raise BrandRefused("media.nothing_changed", why=trouble.reason) from None


def _keep(brand_store: BrandStore, unit: Unit, ending: str, content: bytes) -> None:
    try:
        brand_store.keep(unit.slug, ending, content)
    except StorageUnreachable as trouble:
        raise BrandRefused("media.not_saved", why=trouble.reason) from None


def _brand(brand_store: BrandStore, unit: Unit) -> Brand:
    try:
        return load_brand(Path(brand_store.dressed(unit).brand), brand_store.assets)
    except CardRefused as refusal:
        raise BrandRefused(refusal.reason) from None


def _hex(brand: Brand, role: str) -> str:
    return "#{:02X}{:02X}{:02X}".format(*brand.colors[role])
