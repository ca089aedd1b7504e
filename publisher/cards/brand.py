"""A unit's look: colours by role and font files, read from a brand file."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from publisher.cards import CardRefused

Rgb = tuple[int, int, int]
ROLES = ("ground", "ground_deep", "accent", "accent_deep", "gold", "on_dark", "paper", "paper_deep", "ink", "quiet")
FACES = ("regular", "semibold", "bold", "extrabold")
# WCAG 2.1, level AA, normal text.
LEAST_CONTRAST = 4.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """Colours and fonts by role."""

    path: Path
    colors: Mapping[str, Rgb]
    fonts: Mapping[str, Path]


def load_brand(path: Path, assets: Path) -> Brand:
    """Read a brand file. Raises CardRefused with everything that is wrong in it."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CardRefused(f"không đọc được bộ nhận diện {path.name}: {error}") from None
    colors, fonts = raw.get("colors", {}), raw.get("fonts", {})
    problems = [f"thiếu màu {role}" for role in ROLES if role not in colors]
    problems += [f'màu {role} = {value!r} phải viết như "#0B4A94"' for role, value in colors.items() if not _rgb(value)]
    problems += [f"thiếu phông {face}" for face in FACES if face not in fonts]
    files = {face: _font(path, assets, str(name)) for face, name in fonts.items()}
    problems += [f"không có tệp phông {fonts[face]}" for face, file in files.items() if not file.is_file()]
    if problems:
        raise CardRefused(f"bộ nhận diện {path.name}: {'; '.join(problems)}")
    found = {role: rgb for role, value in colors.items() if (rgb := _rgb(value))}
    return Brand(path=path, colors=found, fonts=files)


def contrast(one: Rgb, other: Rgb) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.1)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


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


def _font(path: Path, assets: Path, name: str) -> Path:
    beside = path.parent / name
    return beside if beside.is_file() else assets / "fonts" / name
