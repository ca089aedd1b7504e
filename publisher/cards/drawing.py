"""Draws a card with Pillow: layer upon layer, every decision about type made before by `fit`."""

import math
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw

from publisher.cards import fonts, grounds
from publisher.cards.brand import Brand, Rgb, color_of, load_brand, readable
from publisher.cards.breaking import load_terms, pieces
from publisher.cards.card import Card
from publisher.cards.cleaning import clean
from publisher.cards.encoding import Base
from publisher.cards.fit import Faces, Setting, fit
from publisher.cards.formats import FORMATS, Box, Format
from publisher.cards.grounds import Painter, ground_of, split_ground
from publisher.cards.photo import arrange, cropped
from publisher.cards.segmenting import found_terms
from publisher.cards.template import (
    Collage,
    Colors,
    Figures,
    GroundLayer,
    Label,
    Layer,
    Logo,
    Picture,
    Rule,
    Stack,
    Template,
    Text,
    load_template,
)
from publisher.domain.errors import CardRefused, PhotoRefused
from publisher.domain.reason import reason

SMOOTH = 4
# Kinds of file that an emblem of the configuration may be.
EMBLEMS = ("PNG", "JPEG", "WEBP", "GIF", "TIFF", "BMP")
# What the words of a text may stand on when no colour of a template is readable there.
UNIT = "unit"
# Cards of one template and unit share what lies below their own words: 6 MB each.
_BASES = 8
_bases: OrderedDict[tuple[object, ...], Base] = OrderedDict()
# Kinds of which one card was drawn: the second one makes it worth while to keep what they share.
_seen: set[int] = set()


class Drawn(NamedTuple):
    """A card's pixels, what it shares with its kind if that is kept, and the spans of rows where
    it differs."""

    image: Image.Image
    base: Base | None
    # First row and the one after the last, px.
    rows: list[tuple[int, int]]


class OverlayMark(NamedTuple):
    """Something that a designer wants to see: a box or a baseline, px."""

    kind: str
    box: Box
    note: str


class _CardBase(NamedTuple):
    """Everything about a card but its own words and photos."""

    template: Template
    format: Format
    brand: Brand
    logo: Path | None
    unit: str
    terms: frozenset[tuple[str, ...]]
    ground: tuple[GroundLayer, ...]
    # Layers that look alike on all cards of the unit, and those above.
    shared: tuple[Layer, ...]
    own: tuple[Layer, ...]

    @property
    def key(self) -> tuple[object, ...]:
        """The same for cards that share a base.

        A template or brand is one object as long as its file is the same.
        """
        return (
            id(self.template),
            self.format,
            id(self.brand),
            self.logo,
            _changed(self.logo),
            self.unit,
            self.terms,
        )


def draw_card(
    card: Card, assets: Path, kept: Path | None, marks: list[OverlayMark] | None = None
) -> Drawn:
    """The card's pixels.

    Raises CardRefused. In `kept` grounds outlive the process; an overlay reads `marks`.
    """
    kind = _kind_of(card, assets)
    drawing = _Drawing(kind, _texts(card, kind), card, marks)
    # For an overlay everything is drawn, so that everything leaves its mark.
    base = None if marks is not None else _bases.get(kind.key)
    if base is None:
        again = hash(kind.key) in _seen and marks is None
        _seen.add(hash(kind.key))
        drawing.start(ground_of(kind.ground, kind.format, kind.brand, kept, remember=again))
        for layer in kind.shared:
            drawing.draw(layer)
        base = _remembered(kind, drawing.image) if again else None
    drawing.start(base.image.copy() if base else drawing.image)
    for layer in kind.own:
        drawing.draw(layer)
    return Drawn(image=drawing.image, base=base, rows=drawing.rows())


def _kind_of(card: Card, assets: Path) -> _CardBase:
    template = load_template(assets / "templates" / f"{card.template}.toml")
    wanted = FORMATS.get(card.format)
    if wanted is None:
        raise CardRefused("cards.no_format", format=card.format, known=list(FORMATS))
    brand = load_brand(card.brand, assets)
    ground, rest = split_ground(template.for_format(wanted))
    count = next((number for number, layer in enumerate(rest) if not _is_shared(layer)), len(rest))
    return _CardBase(
        template=template,
        format=wanted,
        brand=brand,
        logo=card.logo or brand.logo,
        unit=clean("\n".join(brand.lines) or card.unit_name),
        terms=load_terms(assets / "words" / "keep-together.txt", card.glossary),
        ground=ground,
        shared=rest[:count],
        own=rest[count:],
    )


def forget() -> None:
    """Drop what is remembered of cards drawn before, as a new process begins."""
    _bases.clear()
    _seen.clear()
    grounds.forget()


def _remembered(kind: _CardBase, image: Image.Image) -> Base:
    base = Base(image, keep=kind)
    _bases[kind.key] = base
    while len(_bases) > _BASES:
        _bases.popitem(last=False)
    return base


def _changed(path: Path | None) -> int:
    try:
        return path.stat().st_mtime_ns if path else 0
    except OSError:
        return 0


def _is_shared(layer: Layer) -> bool:
    """Whether a layer looks alike on all cards of a unit."""
    match layer:
        case Stack(items=items):
            return all(isinstance(item, Rule) or item.field in ("", UNIT) for item in items)
        case Label(field=field):
            return field in ("", UNIT)
        case Picture() | Collage() | Figures():
            return False
        case _:
            return True


def _texts(card: Card, kind: _CardBase) -> dict[str, str]:
    template = kind.template
    given = {name: clean(text) for name, text in card.texts.items()}
    problems = [
        reason("cards.lacks_text", name=field.name, title=field.title)
        for field in template.fields
        if field.needed and not given.get(field.name)
    ]
    fewest, _ = template.photos
    if len(card.photos) < fewest:
        problems.append(reason("cards.lacks_photos", fewest=fewest, given=len(card.photos)))
    if problems:
        raise CardRefused("cards.template_lacks", name=template.name, problems=problems)
    return given | {UNIT: kind.unit}


class _Drawing:
    def __init__(
        self, kind: _CardBase, texts: Mapping[str, str], card: Card, marks: list[OverlayMark] | None
    ) -> None:
        self.template, self.format, self.brand = kind.template, kind.format, kind.brand
        self.terms, self.logo = kind.terms, kind.logo
        self.texts, self.photos, self.segment, self.marks = texts, card.photos, card.segment, marks
        self.u = kind.format.unit

    def start(self, image: Image.Image) -> None:
        """Go on with a picture; whatever is drawn from now on counts as changed."""
        self.image, self.pen = image, ImageDraw.Draw(image)
        self.changed: list[tuple[float, float]] = []

    def rows(self) -> list[tuple[int, int]]:
        """Spans of rows that were drawn on: first, and after the last."""
        height = self.image.height
        return [
            (max(0, math.floor(top) - 1), min(height, math.ceil(bottom) + 2))
            for top, bottom in self.changed
        ]

    def draw(self, layer: Layer) -> None:
        match layer:
            case Logo():
                self._logo(layer)
            case Stack():
                self._stack(layer)
            case Label():
                self._label(layer)
            case Figures():
                self._figures(layer)
            case Picture():
                self._picture(layer)
            case Collage():
                self._collage(layer)
            case _:
                self._shape(layer)

    def _shape(self, layer: GroundLayer) -> None:
        Painter(self.image, self.format, self.brand.colors).paint(layer)
        self.changed.append((0, self.image.height))

    def _mark(self, kind: str, box: Box, note: str = "") -> None:
        if self.marks is not None:
            self.marks.append(OverlayMark(kind, box, note))

    # Emblem

    def _logo(self, layer: Logo) -> None:
        left, top, width, height = self.format.place(layer.box)
        self._mark("box", (left, top, width, height), "logo")
        side = min(width, height)
        color = color_of(layer.color, self.brand.colors)
        emblem = (
            _own_logo(self.logo, _changed(self.logo), round(width), round(height))
            if self.logo
            else _seal(self.texts[UNIT], self.brand.fonts["extrabold"], color, round(side))
        )
        spare = width - emblem.width
        at = (
            round(left + {"left": 0.0, "center": spare / 2, "right": spare}[layer.align]),
            round(top + (height - emblem.height) / 2),
        )
        self.image.paste(emblem, at, emblem)
        self.changed.append((top, top + height))

    # Photos

    def _picture(self, layer: Picture) -> None:
        if layer.number >= len(self.photos):
            return
        box = self.format.bleed(layer.box) if layer.bleed else self.format.place(layer.box)
        if layer.round:
            side = min(box[2:])
            box = (box[0] + (box[2] - side) / 2, box[1] + (box[3] - side) / 2, side, side)
        if layer.border:
            self._border(box, layer)
        self._photo(self.photos[layer.number], box, self._radius(layer, box), grey=layer.grey)

    def _collage(self, layer: Collage) -> None:
        box = self.format.bleed(layer.box) if layer.bleed else self.format.place(layer.box)
        for photo, cell in zip(
            self.photos, arrange(len(self.photos), box, layer.gap * self.u), strict=False
        ):
            self._photo(photo, cell, 0)

    def _radius(self, layer: Picture, box: Box) -> float:
        return min(box[2:]) / 2 if layer.round else layer.radius * self.u

    def _border(self, box: Box, layer: Picture) -> None:
        left, top, width, height = (round(value) for value in box)
        thick = round(layer.border * self.u)
        size = (width + 2 * thick, height + 2 * thick)
        radius = self._radius(layer, box)
        ring = _rounded(size, round(radius + thick * bool(radius)))
        corner = (left - thick, top - thick)
        self.image.paste(
            color_of(layer.border_color, self.brand.colors),
            (*corner, corner[0] + size[0], corner[1] + size[1]),
            ring,
        )
        self.changed.append((corner[1], corner[1] + size[1]))

    def _photo(self, photo: Path, box: Box, radius: float, *, grey: bool = False) -> None:
        self._mark("box", box, photo.name[:12])
        left, top, width, height = (round(value) for value in box)
        try:
            picture = cropped(photo, (width, height))
        except PhotoRefused as refusal:
            raise CardRefused("cards.photo_refused", name=photo.name, why=refusal.reason) from None
        radius = min(radius, width / 2, height / 2)
        if grey:
            picture = picture.convert("L").convert("RGB")
        self.image.paste(
            picture, (left, top), _rounded((width, height), round(radius)) if radius else None
        )
        self.changed.append((top, top + height))

    # Words

    def _said(self, item: Text | Label) -> str:
        text = item.say or self.texts.get(item.field, "")
        return text.upper() if isinstance(item, Text) and item.upper else text

    def _stack(self, layer: Stack) -> None:
        box = self.format.place(layer.box)
        shown = [item for item in layer.items if isinstance(item, Rule) or self._said(item)]
        if not any(isinstance(item, Text) for item in shown):
            return
        self._mark("box", box, "stack")
        heights, settings = self._heights(shown, box)
        gaps = [item.gap * self.u if number else 0.0 for number, item in enumerate(shown)]
        spare = box[3] - sum(heights) - sum(gaps)
        top = box[1] + {"top": 0.0, "middle": spare / 2, "bottom": spare}[layer.valign]
        for item, height, gap, setting in zip(shown, heights, gaps, settings, strict=True):
            top += gap
            if isinstance(item, Rule):
                self._rule(item, layer.align, box, top)
            elif setting:
                self._set(item, setting, layer.align, box, top)
            top += height

    def _heights(
        self, items: Sequence[Text | Rule], box: Box
    ) -> tuple[list[float], list[Setting | None]]:
        """Heights (px) and settings: those with a share of their own first, then the one that
        gets the rest."""
        heights = [item.height * self.u if isinstance(item, Rule) else 0.0 for item in items]
        settings: list[Setting | None] = [None] * len(items)
        room = box[3] - sum(item.gap * self.u for item in items[1:])
        order = sorted(range(len(items)), key=lambda number: not getattr(items[number], "share", 1))
        for number in order:
            item = items[number]
            if isinstance(item, Rule):
                continue
            most = box[3] * item.share / 100 if item.share else room - sum(heights)
            settings[number] = setting = self._fit(item, (box[2], most))
            heights[number] = setting.height
        return heights, settings

    def _set(self, item: Text, setting: Setting, align: str, box: Box, top: float) -> None:
        plain = self._readable(item.color, item.on, item.field or item.say)
        strong = (
            self._readable(item.strong_color, item.on, item.field) if item.strong_color else plain
        )
        faces = self._faces(item)
        for line in setting.lines:
            spare = box[2] - line.width
            left = box[0] + {"left": 0.0, "center": spare / 2, "right": spare}[align]
            baseline = round(top + line.baseline)
            for run in line.runs:
                face = fonts.font(faces.strong if run.strong else faces.plain, setting.size)
                fill = strong if run.strong else plain
                self.pen.text(
                    (left + run.left, baseline), run.text, font=face, fill=fill, anchor="ls"
                )
            self._mark("line", (left, baseline, line.width, 0), f"{setting.size:.0f}")
            self.changed.append((baseline - line.above, baseline + line.below))

    def _rule(self, item: Rule, align: str, box: Box, top: float) -> None:
        width, height = item.width * self.u, max(1.0, item.height * self.u)
        spare = box[2] - width
        left = box[0] + {"left": 0.0, "center": spare / 2, "right": spare}[align]
        corners = (round(left), round(top), round(left + width) - 1, round(top + height) - 1)
        self.pen.rectangle(corners, fill=color_of(item.color, self.brand.colors))
        self.changed.append((top, top + height))

    def _label(self, layer: Label) -> None:
        text = self._said(layer)
        if not text:
            return
        left, top, width, height = self.format.place(layer.box)
        self._mark("box", (left, top, width, height), layer.field)
        pad = height * 0.4
        item = Text(
            color=layer.color,
            size=layer.size,
            on=(layer.fill,),
            field=layer.field,
            say=text,
            font=layer.font,
        )
        setting = self._fit(item, (width - 2 * pad, height))
        spare = width - setting.lines[0].width - 2 * pad
        left += {"left": 0.0, "center": spare / 2, "right": spare}[layer.align]
        size = (round(setting.lines[0].width + 2 * pad), round(height))
        at = (round(left), round(top), round(left) + size[0], round(top) + size[1])
        self.image.paste(
            color_of(layer.fill, self.brand.colors), at, _rounded(size, round(height / 5))
        )
        words = (left + pad, top, setting.lines[0].width, height)
        self._set(item, setting, "left", words, top + (height - setting.height) / 2)
        self.changed.append((top, top + height))

    def _figures(self, layer: Figures) -> None:
        found = [
            line.split("|", 1)
            for line in self.texts.get(layer.field, "").split("\n")
            if line.strip()
        ]
        cells = [
            (number.strip(), caption[0].strip() if caption else "") for number, *caption in found
        ]
        if not cells:
            return
        box = self.format.place(layer.box)
        self._mark("box", box, layer.field)
        columns = min(layer.columns, len(cells))
        rows = -(-len(cells) // columns)
        gap = 4 * self.u
        width, height = (box[2] - gap * (columns - 1)) / columns, (box[3] - gap * (rows - 1)) / rows
        number_item = Text(
            color=layer.color, size=layer.size, on=layer.on, font="extrabold", field=layer.field
        )
        caption_item = Text(
            color=layer.caption_color,
            size=layer.caption_size,
            on=layer.on,
            font="semibold",
            lines=3,
            field=layer.field,
        )
        size = min(
            self._fit_text(text, number_item, (width, height * 0.58)).size for text, _ in cells
        )
        fixed = number_item._replace(size=(size / self.u, size / self.u))
        least = min(
            (
                self._fit_text(text, caption_item, (width, height * 0.36)).size
                for _, text in cells
                if text
            ),
            default=0,
        )
        small = caption_item._replace(size=(least / self.u, least / self.u))
        settings = [
            (
                self._fit_text(number, fixed, (width, height * 0.6)),
                self._fit_text(caption, small, (width, height * 0.38)) if caption else None,
            )
            for number, caption in cells
        ]
        between = 1.6 * self.u
        tallest = max(
            above.height + (between + below.height if below else 0) for above, below in settings
        )
        for place, (above, below) in enumerate(settings):
            row, column = divmod(place, columns)
            # A last row that is not full stands in the middle; numbers of a row stand on one line.
            missing = columns - (len(cells) - row * columns) if row == rows - 1 else 0
            cell = (
                box[0] + (column + missing / 2) * (width + gap),
                box[1] + row * (height + gap),
                width,
                height,
            )
            top = cell[1] + (height - tallest) / 2
            self._set(fixed, above, "center", cell, top)
            if below:
                self._set(small, below, "center", cell, top + above.height + between)

    def _fit(self, item: Text, box: tuple[float, float]) -> Setting:
        return self._fit_text(self._said(item), item, box)

    def _fit_text(self, text: str, item: Text, box: tuple[float, float]) -> Setting:
        faces = self._faces(item)
        for path in {faces.plain, faces.strong}:
            if strange := fonts.missing_characters(path, text.replace("\n", " ")):
                named = ", ".join(f"“{char}” (U+{ord(char):04X})" for char in strange[:5])
                raise CardRefused("cards.no_characters", characters=named)
        sizes = (item.size[0] * self.u, item.size[1] * self.u)
        setting = fit(
            pieces(text, self._terms(text)), faces, box=box, sizes=sizes, lines=item.lines
        )
        if setting is None:
            raise CardRefused(
                "cards.too_long",
                text=text[:60],
                length=len(text),
                name=self.template.name,
                format=self.format.title,
            )
        return setting

    def _terms(self, text: str) -> frozenset[tuple[str, ...]]:
        if not self.segment:
            return self.terms
        return self.terms | found_terms(text)

    def _faces(self, item: Text) -> Faces:
        plain = self.brand.fonts[item.font]
        return Faces(plain, self.brand.fonts[item.strong_font] if item.strong_font else plain)

    def _readable(self, colors: Colors, grounds: tuple[str, ...], field: str) -> Rgb:
        return color_of(readable(colors, grounds, self.brand, field), self.brand.colors)


@lru_cache(maxsize=32)
def _rounded(size: tuple[int, int], radius: int) -> Image.Image:
    """A mask of a rectangle with round corners."""
    big = Image.new("L", (size[0] * 2, size[1] * 2))
    ImageDraw.Draw(big).rounded_rectangle(
        (0, 0, size[0] * 2 - 1, size[1] * 2 - 1), radius=radius * 2, fill=255
    )
    return big.reduce(2)


def open_emblem(path: Path) -> Image.Image:
    """A unit's emblem with its transparency. Raises CardRefused."""
    try:
        with Image.open(path, formats=EMBLEMS) as file:
            return file.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise CardRefused("cards.emblem_unread", name=path.name) from None


@lru_cache(maxsize=64)
def _own_logo(path: Path, _changed_at: int, width: int, height: int) -> Image.Image:
    emblem = open_emblem(path)
    scale = min(width / emblem.width, height / emblem.height)
    size = (max(1, round(emblem.width * scale)), max(1, round(emblem.height * scale)))
    return emblem.resize(size, Image.Resampling.LANCZOS)


@lru_cache(maxsize=64)
def _seal(unit: str, font: Path, color: Rgb, size: int) -> Image.Image:
    """A ring with the unit's initials: plainly no official emblem, and fit to be seen until that
    one comes."""
    big = size * SMOOTH
    mask = Image.new("L", (big, big))
    pen = ImageDraw.Draw(mask)
    edge = big // 60
    pen.ellipse((edge, edge, big - edge, big - edge), outline=255, width=big // 28)
    pen.ellipse(
        (big // 12, big // 12, big - big // 12, big - big // 12), outline=255, width=big // 110
    )
    face = fonts.font(font, big * 0.36)
    letters = initials(unit)
    left, top, right, bottom = face.getbbox(letters, anchor="ls")
    pen.text(
        ((big - left - right) / 2, (big - top - bottom) / 2),
        letters,
        font=face,
        fill=255,
        anchor="ls",
    )
    seal = Image.new("RGBA", (size, size), color)
    seal.putalpha(mask.reduce(SMOOTH))
    return seal


def initials(unit: str) -> str:
    """The initials of a unit's own name: the last two capitalised syllables ("… tỉnh Lai Châu"
    gives "LC")."""
    capitals = [word[0] for word in unit.split() if word[:1].isupper()]
    return "".join(capitals[-2:]) or unit[:1].upper() or "?"
