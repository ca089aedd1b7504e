"""Templates as data: layers with boxes, colours by role and texts by field, read from a TOML file."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from publisher.cards import CardRefused

Box = tuple[float, float, float, float]  # left, top, width, height in px


# Named tuples: making ten dataclasses takes longer than drawing the text of a card, at every start.
class Gradient(NamedTuple):
    """The ground, from one colour above to another below."""

    top: str
    bottom: str


class Fill(NamedTuple):
    """A rectangle of one colour."""

    box: Box
    color: str


class Frame(NamedTuple):
    """The outline of a rectangle."""

    box: Box
    color: str
    width: int


class Rays(NamedTuple):
    """Quiet beams from a point."""

    color: str
    opacity: float
    center: tuple[float, float]
    beams: int


class Rings(NamedTuple):
    """Quiet circles around a point."""

    color: str
    opacity: float
    center: tuple[float, float]
    circles: int
    step: float


class Logo(NamedTuple):
    """The unit's emblem, whole inside the box; `color` and `on` are those of the seal that stands in."""

    box: Box
    color: str
    on: str


class Text(NamedTuple):
    """A text fitted into a box; left out when its field is empty."""

    field: str
    box: Box
    font: str
    color: str
    # Roles of the grounds behind it, for the check of contrast.
    on: tuple[str, ...]
    # Smallest and largest, px.
    size: tuple[float, float]
    lines: int = 1
    align: Literal["left", "center"] = "center"
    valign: Literal["top", "middle", "bottom"] = "middle"


class Label(NamedTuple):
    """A short text in a filled tag that is as wide as the text."""

    field: str
    box: Box
    font: str
    color: str
    fill: str
    size: tuple[float, float]


# What no text, unit or emblem changes; it lies below everything else, wherever it stands in the file.
GroundLayer = Gradient | Fill | Frame | Rays | Rings
Layer = GroundLayer | Logo | Text | Label
KINDS: dict[str, type[Layer]] = {
    "gradient": Gradient,
    "fill": Fill,
    "frame": Frame,
    "rays": Rays,
    "rings": Rings,
    "logo": Logo,
    "text": Text,
    "label": Label,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A picture before its words."""

    name: str
    title: str
    # Width and height, px.
    size: tuple[int, int]
    # Fields without which the card makes no sense.
    needs: tuple[str, ...]
    layers: tuple[Layer, ...]


@cache
def load_template(path: Path) -> Template:
    """Read a template. Raises CardRefused when it is not there or not well formed."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        layers = tuple(_layer(layer) for layer in raw["layer"])
        width, height = raw["size"]
        needs = tuple(raw.get("needs", ()))
        return Template(name=path.stem, title=raw["title"], size=(width, height), needs=needs, layers=layers)
    except FileNotFoundError:
        raise CardRefused(f"không có mẫu ảnh “{path.stem}”") from None
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise CardRefused(f"mẫu ảnh {path.name} không đọc được: {error}") from None


def _layer(raw: dict[str, Any]) -> Layer:
    # Any: the constructor itself refuses a key that the kind does not have.
    kind: Any = KINDS[raw["kind"]]
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()}
    del values["kind"]
    layer: Layer = kind(**values)
    return layer
