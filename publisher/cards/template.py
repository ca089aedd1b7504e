"""Templates as data: layers with boxes, colours by role and texts by field, read from a TOML file
(docs/templates.md).

Boxes and points are in percent of a format's safe area, lengths and sizes of type in its unit
(formats.py), so that one description serves portrait, square and story, and another landscape and
cover.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from publisher.cards.formats import FORMATS, Box, Format
from publisher.domain import toml
from publisher.domain.errors import CardRefused, PublisherError
from publisher.domain.reason import Reason, reason

Point = tuple[float, float]
# Roles of a brand or "#RRGGBB", the first that contrasts enough with its ground is taken.
Colors = tuple[str, ...]


# Named tuples: making twenty dataclasses takes longer than drawing the text of a card, at every
# start.
class Gradient(NamedTuple):
    """The ground, from one colour above to another below."""

    top: str
    bottom: str


class Fill(NamedTuple):
    """A rectangle; an edge at 0 or 100 reaches the edge of the picture."""

    box: Box
    color: str
    opacity: float = 1
    radius: float = 0


class Frame(NamedTuple):
    """The outline of a rectangle, `inset` units from the edge of the picture."""

    inset: float
    color: str
    width: float
    radius: float = 0


class Ellipse(NamedTuple):
    """An ellipse, filled, or outlined when `width` is given. It may reach beyond the picture."""

    box: Box
    color: str
    opacity: float = 1
    width: float = 0


class Polygon(NamedTuple):
    """A filled shape through points."""

    points: tuple[Point, ...]
    color: str
    opacity: float = 1


class Rays(NamedTuple):
    """Quiet beams from a point."""

    color: str
    opacity: float
    center: Point
    beams: int


class Rings(NamedTuple):
    """Quiet circles around a point, `step` units apart."""

    color: str
    opacity: float
    center: Point
    circles: int
    step: float


class Star(NamedTuple):
    """A five-pointed star, upright."""

    color: str
    center: Point
    radius: float
    opacity: float = 1


class Dots(NamedTuple):
    """A field of dots, `step` units apart."""

    box: Box
    color: str
    opacity: float
    step: float
    radius: float


class Logo(NamedTuple):
    """The unit's emblem, whole inside the box; `color` is that of the seal that stands in."""

    box: Box
    color: str
    align: str = "center"


class Text(NamedTuple):
    """Words of a stack; left out when their field is empty."""

    color: Colors
    # Smallest and largest, units.
    size: tuple[float, float]
    # Roles of the grounds behind it, for the check of contrast.
    on: tuple[str, ...]
    field: str = ""
    # Instead of a field: words of the template itself.
    say: str = ""
    font: str = "bold"
    lines: int = 1
    upper: bool = False
    # Percent of the stack's height that it may take; the one without gets what the others leave.
    share: float = 0
    # Space above it, units.
    gap: float = 0
    # For *emphasised* words; empty: as the others.
    strong_color: Colors = ()
    strong_font: str = ""


class Rule(NamedTuple):
    """A short line in a stack; lengths in units."""

    color: str
    width: float
    height: float
    gap: float = 0


class Stack(NamedTuple):
    """Texts one below the other, each as high as it needs."""

    box: Box
    items: "tuple[Text | Rule, ...]"
    align: str = "center"
    valign: str = "middle"


class Label(NamedTuple):
    """A short text in a filled tag that is as wide as the text."""

    box: Box
    color: Colors
    fill: str
    size: tuple[float, float]
    field: str = ""
    say: str = ""
    font: str = "bold"
    align: str = "left"


class Figures(NamedTuple):
    """A grid of numbers with their captions, from a field with one "number | caption" a line."""

    box: Box
    field: str
    color: Colors
    caption_color: Colors
    on: tuple[str, ...]
    size: tuple[float, float]
    caption_size: tuple[float, float]
    columns: int = 2


class Picture(NamedTuple):
    """One photo of the entry, cropped around what matters."""

    box: Box
    number: int = 0
    radius: float = 0
    # A circle in the middle of the box.
    round: bool = False
    border: float = 0
    border_color: str = ""
    # Whether edges at 0 and 100 reach the edge of the picture.
    bleed: bool = False
    # Without colour.
    grey: bool = False


class Collage(NamedTuple):
    """All photos of the entry side by side."""

    box: Box
    gap: float
    bleed: bool = False


GroundLayer = Gradient | Fill | Frame | Ellipse | Polygon | Rays | Rings | Star | Dots
Layer = GroundLayer | Logo | Stack | Label | Figures | Picture | Collage


class Field(NamedTuple):
    """A text that a template shows."""

    name: str
    # Vietnamese, for people who fill it in.
    title: str
    needed: bool


class Template(NamedTuple):
    """A picture before its words."""

    name: str
    title: str
    fields: tuple[Field, ...]
    # Fewest and most photos that it shows.
    photos: tuple[int, int]
    # What the fields hold when the template is shown by itself.
    sample: tuple[tuple[str, str], ...]
    # Shapes or formats that the layer is for (empty: all), and the layer.
    layers: tuple[tuple[frozenset[str], Layer], ...]

    def for_format(self, wanted: Format) -> tuple[Layer, ...]:
        """The layers of one format, lowest first."""
        return tuple(
            layer
            for where, layer in self.layers
            if not where or where & {wanted.shape, wanted.name}
        )


@lru_cache(maxsize=64)
def load_template(path: Path) -> Template:
    """Read a template. Raises CardRefused with every problem of the file, each with its line."""
    try:
        text = path.read_text(encoding="utf-8")
        raw = toml.loads(text)
    except FileNotFoundError:
        raise CardRefused("cards.no_template", name=path.stem) from None
    except (OSError, ValueError) as error:
        raise CardRefused("cards.template_unread", name=path.name, why=str(error)) from None
    reading = _TemplateReading(path, text)
    template = reading.template(raw)
    if reading.problems:
        raise CardRefused("cards.template_wrong", problems=reading.problems)
    return template


class _Bad(PublisherError):
    pass


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Bad("cards.number")
    return float(value)


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _Bad("cards.whole_number")
    return value


def _numbers(count: int) -> Callable[[object], tuple[float, ...]]:
    def read(value: object) -> tuple[float, ...]:
        if not isinstance(value, list) or len(value) != count:
            raise _Bad("cards.numbers", count=count)
        return tuple(map(_number, value))

    return read


def _points(value: object) -> tuple[tuple[float, ...], ...]:
    if not isinstance(value, list) or len(value) < 3:
        raise _Bad("cards.points")
    return tuple(map(_numbers(2), value))


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise _Bad("cards.word")
    return value


def _words(value: object) -> tuple[str, ...]:
    return tuple(map(_word, value if isinstance(value, list) else [value]))


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise _Bad("cards.flag")
    return value


def _one_of(*known: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in known:
            raise _Bad("cards.one_of", known=list(known))
        return str(value)

    return read


_READERS: Mapping[str, Callable[[object], Any]] = {
    "box": _numbers(4),
    "center": _numbers(2),
    "size": _numbers(2),
    "caption_size": _numbers(2),
    "points": _points,
    "on": _words,
    "beams": _whole,
    "circles": _whole,
    "lines": _whole,
    "columns": _whole,
    "number": _whole,
    "upper": _flag,
    "bleed": _flag,
    "grey": _flag,
    "round": _flag,
    "align": _one_of("left", "center", "right"),
    "valign": _one_of("top", "middle", "bottom"),
    **dict.fromkeys(
        ("color", "top", "bottom", "fill", "field", "say", "font", "strong_font", "border_color"),
        _word,
    ),
    **dict.fromkeys(
        ("opacity", "radius", "inset", "width", "height", "step", "share", "gap", "border"), _number
    ),
    **dict.fromkeys(("caption_color", "strong_color"), _words),
}
# Keys that mean something else in some kinds.
_OWN: Mapping[tuple[type, str], Callable[[object], Any]] = {
    (Text, "color"): _words,
    (Label, "color"): _words,
    (Figures, "color"): _words,
}
_KINDS: Mapping[str, Any] = {
    kind.__name__.lower(): kind
    for kind in (
        *(
            Gradient,
            Fill,
            Frame,
            Ellipse,
            Polygon,
            Rays,
            Rings,
            Star,
            Dots,
            Logo,
            Text,
            Stack,
            Label,
            Figures,
            Picture,
        ),
        Collage,
    )
}


class _TemplateReading:
    def __init__(self, path: Path, text: str) -> None:
        self.path, self.lines = path, text.splitlines()
        self.heads = [
            number for number, line in enumerate(self.lines, start=1) if line.strip() == "[[layer]]"
        ]
        self.problems: list[Reason] = []

    def template(self, raw: Mapping[str, Any]) -> Template:
        for key in raw.keys() - {"title", "fields", "sample", "photos", "layer"}:
            self.problem(key, 0, reason("cards.strange_key", key=key))
        fields = raw.get("fields", {})
        if not raw.get("layer") or not fields:
            self.problems.append(reason("cards.bare_template", name=self.path.name))
        found = [self.layer(number, layer) for number, layer in enumerate(raw.get("layer", []))]
        known = set(fields) | {"unit"}
        layers = tuple(layer for layer in found if layer)
        for number, (_, layer) in enumerate(layers):
            for name in _fields_of(layer) - known:
                self.problem("field", self.head(number), reason("cards.strange_field", name=name))
        photos = raw.get("photos", [0, 0])
        sample = raw.get("sample", {})
        for name in sample.keys() - known:
            self.problem(name, 0, reason("cards.strange_field", name=name))
        return Template(
            name=self.path.stem,
            title=str(raw.get("title", self.path.stem)),
            fields=tuple(
                Field(name, said.rstrip("*").strip(), said.endswith("*"))
                for name, said in fields.items()
            ),
            photos=(int(photos[0]), int(photos[1])),
            sample=tuple((name, str(text)) for name, text in sample.items()),
            layers=layers,
        )

    def layer(self, number: int, raw: dict[str, Any]) -> tuple[frozenset[str], Layer] | None:
        head = self.head(number)
        values = dict(raw)
        where = frozenset(_words(values.pop("for", [])))
        for name in where - {"tall", "wide", *FORMATS}:
            self.problem("for", head, reason("cards.strange_shape", name=name, known=list(FORMATS)))
        kind = values.pop("kind", None)
        items = values.pop("items", None)
        if kind == "text" and "box" in values:
            # A text alone is a stack of one.
            outer: dict[str, Any] = {
                key: values.pop(key) for key in ("box", "align", "valign") if key in values
            }
            return self._stack(where, outer, [values | {"kind": "text"}], head)
        if kind == "stack":
            return self._stack(where, values, items or [], head)
        made = self._made(kind, values, head)
        return (where, made) if made is not None else None

    def _stack(
        self,
        where: frozenset[str],
        outer: dict[str, Any],
        items: Sequence[dict[str, Any]],
        head: int,
    ) -> tuple[frozenset[str], Layer] | None:
        parts = []
        for item in items:
            item = dict(item)
            kind = item.pop("kind", "text")
            made = self._rule(item, head) if kind == "rule" else self._made("text", item, head)
            parts.append(made)
        stack = self._made(
            "stack", outer, head, items=tuple(part for part in parts if part is not None)
        )
        return (where, stack) if stack is not None else None

    def _rule(self, values: dict[str, Any], head: int) -> Any:
        return self._built(Rule, values, head, {})

    def _made(self, kind: object, values: dict[str, Any], head: int, **more: Any) -> Any:
        found = _KINDS.get(str(kind))
        if found is None:
            self.problem("kind", head, reason("cards.strange_kind", kind=kind, known=list(_KINDS)))
            return None
        return self._built(found, values, head, more)

    def _built(self, kind: Any, values: dict[str, Any], head: int, more: dict[str, Any]) -> Any:
        before = len(self.problems)
        for name, value in values.items():
            read = _OWN.get((kind, name)) or _READERS.get(name)
            if name not in kind._fields or read is None:
                self.problem(
                    name,
                    head,
                    reason("cards.strange_layer_key", name=name, known=list(kind._fields)),
                )
                continue
            try:
                more[name] = read(value)
            except _Bad as error:
                self.problem(name, head, reason("cards.strange_value", name=name, why=error.reason))
        for name in kind._fields:
            if name not in more and name not in values and name not in kind._field_defaults:
                self.problem("kind", head, reason("cards.lacks_key", name=name))
        return kind(**more) if len(self.problems) == before else None

    def head(self, number: int) -> int:
        """The line of the n-th layer's header."""
        return self.heads[number] if number < len(self.heads) else 1

    def problem(self, key: str, head: int, why: Reason) -> None:
        """Note a problem at the key's line at or after a layer's header."""
        following = enumerate(self.lines[head:], start=head + 1)
        line = next(
            (number for number, text in following if re.search(rf"\b{re.escape(key)}\s*=", text)),
            head or 1,
        )
        self.problems.append(reason("cards.template_line", name=self.path.name, line=line, why=why))


def _fields_of(layer: Layer) -> set[str]:
    match layer:
        case Stack(items=items):
            return {item.field for item in items if isinstance(item, Text) and item.field}
        case Label(field=field) | Figures(field=field):
            return {field} if field else set()
        case _:
            return set()
