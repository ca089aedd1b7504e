"""A unit's look: colours by role, font files, name lines and emblem, read from a brand file."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from publisher.domain import toml
from publisher.domain.errors import CardRefused
from publisher.domain.reason import Reason, reason

Rgb = tuple[int, int, int]
# Cyan, magenta, yellow, black in percent: what a printer gets instead of a guess from RGB.
Cmyk = tuple[float, float, float, float]
ROLES = (
    "ground",
    "ground_deep",
    "accent",
    "accent_deep",
    "gold",
    "on_dark",
    "paper",
    "paper_deep",
    "ink",
    "quiet",
)
FACES = ("regular", "semibold", "bold", "extrabold")
# WCAG 2.1, level AA, normal text.
LEAST_CONTRAST = 4.5


class Brand(NamedTuple):
    """Colours and fonts by role, and how the unit signs."""

    path: Path
    colors: Mapping[str, Rgb]
    fonts: Mapping[str, Path]
    cmyk: Mapping[str, Cmyk]
    # The unit's name as it is set on cards; empty: the name of the configuration, broken where it
    # fits.
    lines: tuple[str, ...]
    # The unit's own emblem, unless the configuration names one.
    logo: Path | None


def load_brand(path: Path, assets: Path) -> Brand:
    """Read a brand file. Raises CardRefused with everything that is wrong in it."""
    try:
        stat = path.stat()
    except OSError as error:
        raise CardRefused("cards.brand_unread", name=path.name, why=error.strerror) from None
    return _load(path, assets, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=256)
def _load(path: Path, assets: Path, _mtime_ns: int, _size: int) -> Brand:
    try:
        raw = toml.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise CardRefused("cards.brand_unread", name=path.name, why=str(error)) from None
    colors, fonts, cmyk = raw.get("colors", {}), raw.get("fonts", {}), raw.get("cmyk", {})
    problems = [reason("cards.no_colour", role=role) for role in ROLES if role not in colors]
    problems += [
        reason("cards.strange_colour", role=role, value=repr(value))
        for role, value in colors.items()
        if not _rgb(value)
    ]
    problems += [
        reason("cards.strange_ink", role=role) for role, value in cmyk.items() if not _cmyk(value)
    ]
    problems += [reason("cards.no_font", face=face) for face in FACES if face not in fonts]
    files = {face: _beside(path, assets / "fonts", str(name)) for face, name in fonts.items()}
    problems += [
        reason("cards.no_font_file", file=str(fonts[face]))
        for face, file in files.items()
        if not file.is_file()
    ]
    logo = _beside(path, assets / "brands", str(raw["logo"])) if raw.get("logo") else None
    if logo and not logo.is_file():
        problems.append(reason("cards.no_emblem_file", file=str(raw["logo"])))
    if problems:
        raise CardRefused("cards.brand_wrong", name=path.name, problems=problems)
    return Brand(
        path=path,
        colors={role: rgb for role, value in colors.items() if (rgb := _rgb(value))},
        fonts=files,
        cmyk={role: found for role, value in cmyk.items() if (found := _cmyk(value))},
        lines=tuple(map(str, raw.get("lines", ()))),
        logo=logo,
    )


def color_of(name: str, colors: Mapping[str, Rgb]) -> Rgb:
    """A role's colour, or the colour itself when it is written as "#RRGGBB"."""
    if name.startswith("#"):
        return int(name[1:3], 16), int(name[3:5], 16), int(name[5:7], 16)
    return colors[name]


def readable(
    colors: Sequence[str], grounds: Sequence[str], brand: Brand, field: str | Reason
) -> str:
    """The first of the colours (roles or "#RRGGBB") that can be read on all the grounds.

    Raises:
        CardRefused: none can; it names the text, the brand and the contrast.
    """

    def least(color: str) -> float:
        own = color_of(color, brand.colors)
        return min(
            (contrast(own, color_of(ground, brand.colors)) for ground in grounds), default=21.0
        )

    found = [(color, least(color)) for color in colors]
    for color, ratio in found:
        if ratio >= LEAST_CONTRAST:
            return color
    best = max(found, key=lambda option: option[1])
    has, needs = (f"{ratio:.1f}:1".replace(".", ",") for ratio in (best[1], LEAST_CONTRAST))
    raise CardRefused(
        "cards.contrast",
        name=brand.path.name,
        field=field,
        color=best[0],
        grounds=list(grounds),
        has=has,
        needs=needs,
    )


def contrast(one: Rgb, other: Rgb) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.1)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@lru_cache(maxsize=256)
def _luminance(color: Rgb) -> float:
    def linear(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = map(linear, color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(value: object) -> Rgb | None:
    if not isinstance(value, str) or not re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
        return None
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


def _cmyk(value: object) -> Cmyk | None:
    if not isinstance(value, list) or len(value) != 4:
        return None
    if not all(isinstance(part, int | float) and 0 <= part <= 100 for part in value):
        return None
    cyan, magenta, yellow, black = (float(part) for part in value)
    return cyan, magenta, yellow, black


def _beside(path: Path, shipped: Path, name: str) -> Path:
    beside = path.parent / name
    if beside.is_file():
        return beside
    # A brand that was made on another machine may name our fonts where they lie there.
    return shipped / (Path(name).name if Path(name).is_absolute() else name)
