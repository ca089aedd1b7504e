"""Print: a slogan as a vector PDF in millimetres, with bleed, trim box, embedded fonts and the
brand's own inks.

Line breaks, sizes and ink come from the same `fit` as a card's. Needs the extra [print] (reportlab,
uharfbuzz). What printers expect, and which traps reportlab has: reference/rendering.md section 6
(2026-11).
"""

import io
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from publisher.cards import fonts
from publisher.cards.brand import Brand, load_brand, readable
from publisher.cards.breaking import load_terms, pieces
from publisher.cards.card import Card
from publisher.cards.cleaning import clean
from publisher.cards.drawing import initials, open_emblem
from publisher.cards.fit import Faces, Setting, fit
from publisher.domain.errors import CardRefused
from publisher.domain.reason import Reason

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

MM = 72 / 25.4  # points
# PDF readers show no page that is longer (14,400 points).
LONGEST = 5080.0
REDUCED = 10
# Tenths of a millimetre, so that whole units are fine enough for `fit`.
FINE = 10
GROUND = ("accent",)
# What its text is called when no colour of the brand can be read on the ground.
PRINTED = Reason("cards.printed")
LEAST = 0.04  # of the short side


class Product(NamedTuple):
    """Something that is printed; all lengths in mm of the finished thing."""

    name: str
    title: str
    width: float
    height: float
    bleed: float
    # Kept free inside the edge.
    margin: float

    @property
    def scale(self) -> float:
        """1, or 0.1 when a page of true size would be longer than PDF readers show."""
        return 1.0 if max(self.width, self.height) + 2 * self.bleed <= LONGEST else 1 / REDUCED

    @property
    def file_part(self) -> str:
        """How the product and its size stand in a file name: "bang-ron-4000x700mm"."""
        size = f"{self.name}-{self.width:g}x{self.height:g}mm"
        return size if self.scale == 1 else f"{size}-ti-le-1-{REDUCED}"


def load_products(assets: Path) -> dict[str, Product]:
    """The products that can be printed, by name. Raises CardRefused when the file is not well."""
    path = assets / "print" / "products.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return {name: _product(name, values) for name, values in raw.items()}
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise CardRefused("cards.profile_unread", name=path.name, why=str(error)) from None


def _product(name: str, values: Mapping[str, Any]) -> Product:
    width, height = (float(value) for value in values["size"])
    margin = min(width, height) * float(values["margin"]) / 100
    return Product(name, str(values["title"]), width, height, float(values["bleed"]), margin)


def print_pdf(card: Card, product: Product, *, assets: Path) -> bytes:
    """The card's text and unit as one PDF page. The same input gives the same bytes.

    Raises:
        CardRefused: the text does not fit or holds a character that the font lacks; or the extra is
        not installed.
    """
    # ReportLab is imported where something is printed, here and below: a service that prints
    # nothing goes without its memory.
    try:
        from reportlab.pdfgen.canvas import Canvas
    except ImportError:
        raise CardRefused("cards.no_printing") from None
    brand = load_brand(card.brand, assets)
    buffer = io.BytesIO()
    bleed = product.bleed * product.scale * MM
    width, height = product.width * product.scale * MM, product.height * product.scale * MM
    canvas = Canvas(
        buffer,
        pagesize=(width + 2 * bleed, height + 2 * bleed),
        # Otherwise reportlab lists a Helvetica that is not embedded, which fails a printer's check.
        initialFontName=_registered(brand.fonts["extrabold"]),
        pageCompression=1,
        invariant=1,
    )
    canvas.setTrimBox((bleed, bleed, bleed + width, bleed + height))
    canvas.setBleedBox((0, 0, width + 2 * bleed, height + 2 * bleed))
    canvas.setTitle(clean(card.texts.get("text", "")).replace("*", "").replace("\n", " "))
    canvas.setAuthor(card.unit_name)
    _PrintCanvas(canvas, card, product, brand, assets).draw()
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


class _PrintCanvas:
    """Draws in mm of the finished thing, from its upper left corner."""

    def __init__(
        self, canvas: "Canvas", card: Card, product: Product, brand: Brand, assets: Path
    ) -> None:
        self.canvas, self.card, self.product, self.brand = canvas, card, product, brand
        self.terms = load_terms(assets / "words" / "keep-together.txt", card.glossary)
        self.k = product.scale * MM
        # Smaller type is not read from where people stand.
        self.least = min(product.width, product.height) * LEAST * FINE

    def draw(self) -> None:
        product, margin = self.product, self.product.margin
        wide = product.width > 2.2 * product.height
        self._rectangle(
            -product.bleed,
            -product.bleed,
            product.width + 2 * product.bleed,
            self._whole,
            GROUND[0],
        )
        inset = margin * 0.42
        self._frame(inset, max(1.0, min(product.width, product.height) / 260))
        inner = (product.width - 2 * margin, product.height - 2 * margin)
        head = inner[1] * (0.2 if wide else 0.14)
        gap = inner[1] * 0.05
        emblem = 0.0 if wide else min(inner[0] * 0.26, inner[1] * 0.13)
        top = margin
        if emblem:
            self._emblem((product.width - emblem) / 2, top, emblem)
            top += emblem + gap * 0.5
            head = inner[1] * 0.06
        unit = clean("\n".join(self.brand.lines) or self.card.unit_name)
        used = self._text(unit, "semibold", "on_dark", (margin, top, inner[0], head), lines=2)
        top += max(used, head) + gap
        rest = product.height - margin - top
        text = clean(self.card.texts.get("text", ""))
        self._text(text, "extrabold", "gold", (margin, top, inner[0], rest), lines=3 if wide else 9)

    @property
    def _whole(self) -> float:
        return self.product.height + 2 * self.product.bleed

    def _y(self, down: float) -> float:
        """Points from the page's lower edge, for mm from the finished thing's upper edge."""
        return (self.product.bleed + self.product.height - down) * self.k

    def _x(self, right: float) -> float:
        return (self.product.bleed + right) * self.k

    def _ink(self, role: str, *, stroke: bool = False) -> None:
        from reportlab.lib.colors import CMYKColor, Color

        found = self.brand.cmyk.get(role)
        red, green, blue = self.brand.colors[role]
        # A guess from RGB would be worse than leaving it to the printer's own conversion.
        color = (
            CMYKColor(*(part / 100 for part in found))
            if found
            else Color(red / 255, green / 255, blue / 255)
        )
        (self.canvas.setStrokeColor if stroke else self.canvas.setFillColor)(color)

    def _rectangle(self, left: float, top: float, width: float, height: float, role: str) -> None:
        self._ink(role)
        self.canvas.rect(
            self._x(left), self._y(top + height), width * self.k, height * self.k, stroke=0, fill=1
        )

    def _frame(self, inset: float, width: float) -> None:
        self._ink("gold", stroke=True)
        self.canvas.setLineWidth(width * self.k)
        across, down = self.product.width - 2 * inset, self.product.height - 2 * inset
        self.canvas.rect(
            self._x(inset), self._y(inset + down), across * self.k, down * self.k, stroke=1, fill=0
        )

    def _emblem(self, left: float, top: float, side: float) -> None:
        logo = self.card.logo or self.brand.logo
        if logo:
            from reportlab.lib.utils import ImageReader

            place = (self._x(left), self._y(top + side), side * self.k, side * self.k)
            # The PDF's writer reads files of any kind, and with errors of its own.
            open_emblem(logo)
            self.canvas.drawImage(
                ImageReader(str(logo)), *place, mask="auto", preserveAspectRatio=True
            )
            return
        center = (self._x(left + side / 2), self._y(top + side / 2))
        self._ink("gold", stroke=True)
        for radius, width in ((side * 0.48, side / 28), (side * 0.415, side / 110)):
            self.canvas.setLineWidth(width * self.k)
            self.canvas.circle(*center, radius * self.k, stroke=1, fill=0)
        text = initials(self.card.unit_name)
        setting = self._fit(text, "extrabold", (side * 0.6, side * 0.34), lines=1)
        self._set(
            setting,
            "extrabold",
            "gold",
            (left, top + (side - setting.height / FINE) / 2, side, side),
        )

    def _text(
        self, text: str, font: str, role: str, box: tuple[float, float, float, float], *, lines: int
    ) -> float:
        """Set a text into the middle of a box (mm); gives the height that it took."""
        setting = self._fit(text, font, (box[2], box[3]), lines)
        height = setting.height / FINE
        self._set(setting, font, role, (box[0], box[1] + (box[3] - height) / 2, box[2], box[3]))
        return height

    def _fit(self, text: str, font: str, box: tuple[float, float], lines: int) -> Setting:
        path = self.brand.fonts[font]
        if strange := fonts.missing_characters(path, text.replace("\n", " ")):
            raise CardRefused("cards.no_character", character=strange[0])
        size = (box[0] * FINE, box[1] * FINE)
        found = fit(
            pieces(text, self.terms),
            Faces(path, path),
            box=size,
            sizes=(self.least, size[1]),
            lines=lines,
        )
        if found is None:
            raise CardRefused(
                "cards.too_long_in_print",
                text=text[:60],
                length=len(text),
                product=self.product.title,
            )
        return found

    def _set(
        self, setting: Setting, font: str, role: str, box: tuple[float, float, float, float]
    ) -> None:
        from reportlab.pdfbase.ttfonts import shapeStr

        plain = readable((role, "on_dark"), GROUND, self.brand, PRINTED)
        strong = readable(("on_dark",), GROUND, self.brand, PRINTED)

        name = _registered(self.brand.fonts[font])
        size = setting.size / FINE * self.k
        for line in setting.lines:
            left = box[0] + (box[2] - line.width / FINE) / 2
            for run in line.runs:
                self._ink(strong if run.strong else plain)
                words = self.canvas.beginText(
                    self._x(left + run.left / FINE), self._y(box[1] + line.baseline / FINE)
                )
                words.setFont(name, size)
                # drawString(shaping=True) is silently ignored without a library for right-to-left
                # scripts.
                words.textOut(shapeStr(run.text, name, size))
                self.canvas.drawText(words)


@lru_cache(maxsize=32)
def _registered(path: Path) -> str:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    name = path.stem
    pdfmetrics.registerFont(TTFont(name, str(path)))
    return name
